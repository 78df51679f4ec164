"""Lists in every dress, through the whole extraction: what owns them, what each item says, what is left out."""

import pytest

from soviet_kg.extract import Knowledge, extract, load_knowledge
from soviet_kg.model import HistoricalDate, Mention, Quantity
from soviet_kg.text import document_from_text


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def said(text: str, knowledge: Knowledge, *properties: str) -> set[str]:
    """Return the asserted claims with these properties as "subject | property | object | of"."""
    claims = extract(document_from_text("note", text), knowledge).claims
    return {
        " | ".join([claim.subject.label, claim.predicate, _shown(claim.object), *_of(dict(claim.qualifiers))])
        for claim in claims
        if claim.predicate in properties and claim.stance == "asserted"
    }


def _shown(value: object) -> str:
    match value:
        case Mention():
            return value.label
        case Quantity():
            return f"{value.value:g}{'%' if value.unit == 'percent' else ''}"
        case HistoricalDate():
            return value.edtf
    return str(value)


def _of(qualifiers: dict[str, object]) -> list[str]:
    of = qualifiers.get("of")
    return [] if of is None else [of.label if isinstance(of, Mention) else str(of)]


MEMBERS = {
    "Prokhor Ivashin | memberOf | Vyatka Strike Committee",
    "Semyon Golub | memberOf | Vyatka Strike Committee",
    "Anna Rudenko | memberOf | Vyatka Strike Committee",
}


@pytest.mark.parametrize(
    "text",
    [
        (
            "The Vyatka Strike Committee was composed as follows:\n\n"
            "1. Prokhor Ivashin\n2. Semyon Golub\n3. Anna Rudenko\n"
        ),
        (
            "The Vyatka Strike Committee consisted of the following:\n\n"
            "• Prokhor Ivashin\n• Semyon Golub\n• Anna Rudenko\n"
        ),
        "Members of the Vyatka Strike Committee: Prokhor Ivashin; Semyon Golub, a turner; and Anna Rudenko.",
        "There were elected to the Vyatka Strike Committee: Prokhor Ivashin, Semyon Golub and Anna Rudenko.",
        (
            "The Vyatka Strike Committee\n\nName | Trade\nProkhor Ivashin | smith\nSemyon Golub | turner\n"
            "Anna Rudenko | weaver\n"
        ),
        "Prokhor Ivashin, Semyon Golub and Anna Rudenko were elected to the Vyatka Strike Committee.",
    ],
    ids=["numbers", "bullets", "semicolons", "commas", "table", "sentence"],
)
def test_the_same_list_in_any_dress_has_the_same_members(text: str, knowledge: Knowledge) -> None:
    assert said(text, knowledge, "memberOf") == MEMBERS


def test_posts_before_and_after_names_are_held_in_the_body_that_the_lead_in_names(
    knowledge: Knowledge,
) -> None:
    text = (
        "The Vyatka Strike Committee was made up of these persons:\n\n"
        "Chairman: Prokhor Ivashin\nTreasurer: Semyon Golub\nAnna Rudenko, secretary\n"
    )
    assert said(text, knowledge, "chairOf", "holdsPosition") == {
        "Prokhor Ivashin | chairOf | Vyatka Strike Committee",
        "Semyon Golub | holdsPosition | Treasurer | Vyatka Strike Committee",
        "Anna Rudenko | holdsPosition | secretary | Vyatka Strike Committee",
    }


def test_a_post_in_another_body_is_not_held_in_the_body_of_the_list(knowledge: Knowledge) -> None:
    text = (
        "Members of the Vyatka Strike Committee:\n\n"
        "Prokhor Ivashin, chairman of the Slobodskoy Soviet\nAnna Rudenko\n"
    )
    assert said(text, knowledge, "chairOf") == {"Prokhor Ivashin | chairOf | Slobodskoy Soviet"}


def test_parties_on_lines_of_their_own_head_the_names_below_them(knowledge: Knowledge) -> None:
    text = (
        "The following were elected to the Vyatka Strike Committee:\n\n"
        "Bolsheviks:\nProkhor Ivashin, Semyon Golub\n\nMensheviks:\nAnna Rudenko\n"
    )
    assert said(text, knowledge, "memberOf") == MEMBERS | {
        "Prokhor Ivashin | memberOf | Bolshevik Party",
        "Semyon Golub | memberOf | Bolshevik Party",
        "Anna Rudenko | memberOf | Menshevik Party",
    }


def test_its_members_are_those_of_the_body_that_the_sentence_before_brought_into_being(
    knowledge: Knowledge,
) -> None:
    text = (
        "On 5 May the Vyatka Soviet set up the Urzhum Food Commission. Its members were as follows:\n\n"
        "Prokhor Ivashin\nAnna Rudenko\n"
    )
    assert said(text, knowledge, "memberOf") == {
        "Prokhor Ivashin | memberOf | Urzhum Food Commission",
        "Anna Rudenko | memberOf | Urzhum Food Commission",
    }


def test_a_table_of_parties_gives_numbers_and_percentages(knowledge: Knowledge) -> None:
    text = (
        "Second Vyatka Congress of Soviets\n\n| Party | Delegates | Share |\n|---|---|---|\n"
        "| Bolsheviks | 60 | 75 |\n| Mensheviks | 20 | 25 |\n| Total | 80 | 100 |\n"
    )
    congress = "Second Vyatka Congress of Soviets | delegateCount"
    assert said(text, knowledge, "delegateCount") == {
        f"{congress} | 60 | Bolshevik Party",
        f"{congress} | 75% | Bolshevik Party",
        f"{congress} | 20 | Menshevik Party",
        f"{congress} | 25% | Menshevik Party",
        f"{congress} | 80",
        f"{congress} | 100%",
    }


def test_the_last_named_are_a_part_of_those_named(knowledge: Knowledge) -> None:
    text = (
        "Prokhor Ivashin, Semyon Golub, Anna Rudenko and a few others resigned from the Vyatka Soviet, "
        "and the two last named also from the Vyatka Strike Committee."
    )
    assert said(text, knowledge, "resignedFrom") == {
        "Prokhor Ivashin | resignedFrom | Vyatka Soviet",
        "Semyon Golub | resignedFrom | Vyatka Soviet",
        "Anna Rudenko | resignedFrom | Vyatka Soviet",
        "Semyon Golub | resignedFrom | Vyatka Strike Committee",
        "Anna Rudenko | resignedFrom | Vyatka Strike Committee",
    }


def test_an_agenda_says_who_reports_on_what(knowledge: Knowledge) -> None:
    text = (
        "Agenda of the Vyatka Congress\n\n"
        "1. The sowing. Reporter: Comrade Ivashin.\n2. Election of a committee.\n"
        "3. The bridges. Reporter: Comrade Golub.\n"
    )
    assert said(text, knowledge, "reportedOn") == {
        "Ivashin | reportedOn | The sowing",
        "Golub | reportedOn | The bridges",
    }


@pytest.mark.parametrize(
    "text",
    [
        (
            "The Vyatka Congress elected to its bureau:\n\n"
            "Prokhor Ivashin was then at the front. He heard of it in autumn.\n"
        ),
        "Letters to the Vyatka Strike Committee were sent by the following:\n\nProkhor Ivashin\nAnna Rudenko\n",
        "Absent from the Vyatka Strike Committee: Prokhor Ivashin, Anna Rudenko.",
    ],
    ids=["prose after a lost list", "senders", "absent"],
)
def test_what_only_looks_like_a_list_of_members_gives_none(text: str, knowledge: Knowledge) -> None:
    assert said(text, knowledge, "memberOf") == set()


def test_names_that_nothing_knows_are_persons_in_the_company_of_persons(knowledge: Knowledge) -> None:
    text = "Yarushka, Prokhor Ivashin and Kolb were among the members of the Vyatka Strike Committee."
    assert said(text, knowledge, "memberOf") == {
        "Yarushka | memberOf | Vyatka Strike Committee",
        "Prokhor Ivashin | memberOf | Vyatka Strike Committee",
        "Kolb | memberOf | Vyatka Strike Committee",
    }
