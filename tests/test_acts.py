"""Events that stand in verbs: what was done becomes an event with who did it, where and when."""

from __future__ import annotations

import pytest

from soviet_kg.extract import Knowledge, extract, load_knowledge
from soviet_kg.model import Extraction, HistoricalDate, Mention
from soviet_kg.text import DocumentFacts, document_from_text


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def read(text: str, knowledge: Knowledge, name: str = "story") -> Extraction:
    return extract(document_from_text(name, text, DocumentFacts(calendar="gregorian")), knowledge)


def said(extraction: Extraction, of: str) -> set[tuple[str, str]]:
    return {
        (claim.predicate, value.label if isinstance(value, Mention) else value.edtf)
        for claim in extraction.claims
        if claim.subject.label == of and isinstance(value := claim.object, (Mention, HistoricalDate))
    }


def acts(extraction: Extraction) -> list[Mention]:
    return [mention for mention in extraction.mentions if mention.how.startswith("act/")]


def test_a_seizure_has_who_where_and_when(knowledge: Knowledge) -> None:
    extraction = read("On 24 December 1918 Kolchak had seized the large town of Perm.", knowledge)
    [act] = acts(extraction)
    assert act.quote.text(extraction.document) == "seized the large town of Perm"
    assert said(extraction, act.label) == {
        ("participant", "Alexander Kolchak"),
        ("place", "Perm"),
        ("date", "1918-12-24"),
    }


def test_an_arrest_without_agent_is_an_event(knowledge: Knowledge) -> None:
    extraction = read("Lenin was arrested in December 1895 and exiled.", knowledge)
    assert said(extraction, "Arrest of Vladimir Lenin, December 1895") == {
        ("arrested", "Vladimir Lenin"),
        ("date", "1895-12"),
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "Kolchak hoped to seize Perm.",
        "Kolchak had not captured Perm.",
        "If Kolchak captured Perm, all was lost.",
        "Kolchak took Perm newspapers home.",
        "Kolchak will take Perm in June 1919.",
        "Lenin was not arrested.",
        "Lenin was to be arrested in July 1917.",
        "The Mensheviks split.",
        "The Bolsheviks refused to seize power in Kiev.",
    ],
)
def test_what_did_not_happen_and_what_tells_nothing_is_no_event(sentence: str, knowledge: Knowledge) -> None:
    assert acts(read(sentence, knowledge)) == []


def test_an_act_told_again_is_one_event_and_another_day_is_another(knowledge: Knowledge) -> None:
    again = "Lenin was arrested in Samara on 7 December 1895. Lenin was arrested in Samara, it was recalled."
    other = "Lenin was arrested on 7 December 1895. Lenin was arrested on 8 August 1914."
    assert [len({act.key for act in acts(read(text, knowledge))}) for text in (again, other)] == [1, 2]


def test_an_act_of_one_day_is_one_in_two_documents_and_one_without_day_is_not(knowledge: Knowledge) -> None:
    def keys(text: str) -> set[str]:
        return {acts(read(text, knowledge, name))[0].key for name in ("first", "second")}

    assert len(keys("Lenin was arrested on 8 August 1914.")) == 1
    assert len(keys("Lenin was arrested in Samara.")) == 2


def test_a_session_may_stand_behind_its_verb(knowledge: Knowledge) -> None:
    extraction = read(
        "Late in the afternoon of Thursday, 29 November 1917, the Second Congress of Soviets met in "
        "extraordinary session.",
        knowledge,
    )
    sessions = {c.subject.label for c in extraction.claims if c.predicate == "partOf"}
    assert [said(extraction, label) for label in sessions] == [
        {("partOf", "Second All-Russian Congress of Soviets"), ("date", "1917-11-29")}
    ]
