"""Who is whom: mentions become entities, by judgements of people and by evidence."""

import re
from collections.abc import Iterable

import pytest

from small_corpus import make_claim, make_document, make_extraction, make_mention
from soviet_kg.errors import BadDataFile
from soviet_kg.gazetteer import Gazetteer, load_gazetteer
from soviet_kg.judgements import TOOL
from soviet_kg.model import Corpus, Entity, Extraction, Judgement, Kind
from soviet_kg.persons import person_parts
from soviet_kg.records import claim_rows
from soviet_kg.resolve import extractions_of, mentions_of, resolve, resolve_again, resolve_all

EMPTY = Gazetteer((), ())


def same(left: str, right: str) -> Judgement:
    return Judgement(left, right, "same", "one biography", "a historian")


def different(left: str, right: str) -> Judgement:
    return Judgement(left, right, "different", "other birth years", "a historian")


def by_id(entities: tuple[Entity, ...]) -> dict[str, Entity]:
    return {entity.id: entity for entity in entities}


@pytest.fixture(scope="module")
def packaged() -> Gazetteer:
    return load_gazetteer()


def people(*words: str, text: str, language: str = "en", name: str = "sample") -> Extraction:
    document = make_document(text, name, language)
    mentions = (make_mention(document, word, word.split()[-1].lower(), Kind.PERSON) for word in words)
    return Extraction(document, tuple(mentions), ())


def key_of(name: str) -> str:
    return re.sub(r"[^\w]+", "-", name.lower()).strip("-")


def naming(name: str, kind: Kind, document: str = "sample") -> Extraction:
    """Return a document of one sentence that names one thing."""
    text = make_document(f"Then {name} was there.", document)
    return Extraction(text, (make_mention(text, name, key_of(name), kind),), ())


def joined(*names: str, kind: Kind = Kind.PERSON, gazetteer: Gazetteer = EMPTY) -> list[tuple[str, ...]]:
    """Return the keys of names, each in a document of its own, as resolution groups them."""
    told = [naming(name, kind, f"document-{number}") for number, name in enumerate(names)]
    return [entity.keys for entity in resolve(told, gazetteer)]


def is_asked(names: Iterable[str], kind: Kind) -> list[str]:
    told = [naming(name, kind, f"document-{number}") for number, name in enumerate(names)]
    return [row.reason for row in resolve_all(told, EMPTY).judgements if row.verdict == "unsure"]


# --- by key and by judgement -----------------------------------------------------------------------------


def test_mentions_of_one_key_are_one_entity_sorted_by_id() -> None:
    entities = resolve([make_extraction()], EMPTY)
    assert [entity.id for entity in entities] == [
        "bolsheviks",
        "kerensky",
        "lenin",
        "second-congress-of-soviets",
    ]
    congress = by_id(entities)["second-congress-of-soviets"]
    assert congress.kind is Kind.EVENT
    assert [mention.quote.start for mention in congress.mentions] == [4, 59]


def test_words_that_stand_for_a_name_are_no_alias() -> None:
    congress = by_id(resolve([make_extraction()], EMPTY))["second-congress-of-soviets"]
    assert congress.labels == (("en", "Second Congress of Soviets"),)
    assert congress.aliases == ()


def test_the_label_is_the_commonest_one_and_other_forms_are_aliases() -> None:
    text = "V. Petrov\nspoke. A. B. Petrov answered. Then A. B. Petrov left."
    document = make_document(text)
    first = make_mention(document, "V. Petrov\nspoke"[:9], "petrov", Kind.PERSON)
    second = make_mention(document, "A. B. Petrov answered"[:12], "petrov", Kind.PERSON)
    third = make_mention(document, "A. B. Petrov left"[:12], "petrov", Kind.PERSON, "other")
    (petrov,) = resolve([Extraction(document, (first, second, third), ())], EMPTY)
    assert petrov.label() == "A. B. Petrov"
    assert petrov.aliases == (("en", "V. Petrov"),)


def test_documents_in_two_languages_give_labels_in_both() -> None:
    english = people("Ivan Petrov", text="Ivan Petrov spoke.")
    document = make_document("Говорил Иван Петров.", "образец", "ru")
    russian = Extraction(document, (make_mention(document, "Иван Петров", "petrov", Kind.PERSON),), ())
    (petrov,) = resolve([english, russian], EMPTY)
    assert petrov.labels == (("en", "Ivan Petrov"), ("ru", "Иван Петров"))


def test_a_key_of_the_gazetteer_brings_its_labels_and_qid(packaged: Gazetteer) -> None:
    known = next(form for form in packaged.forms if form.qid and form.kind is Kind.PERSON)
    document = make_document("It was N. who spoke.")
    mention = make_mention(document, "N.", known.slug, Kind.BODY)
    (entity,) = resolve([Extraction(document, (mention,), ())], packaged)
    assert (entity.labels, entity.qid) == (packaged.labels(known.slug), known.qid)
    assert entity.kind is Kind.PERSON
    assert entity.aliases == (("en", "N."),)


def test_same_joins_along_a_chain_and_keeps_every_key() -> None:
    told = people("Ulyanov", "Lenin", "Ilyich", text="Ulyanov, or Lenin, or Ilyich.")
    entities = resolve([told], EMPTY, [same("ilyich", "lenin"), same("lenin", "ulyanov")])
    assert [entity.keys for entity in entities] == [("ilyich", "lenin", "ulyanov")]


def test_a_chain_may_pass_through_a_key_that_nothing_mentions() -> None:
    told = people("Ulyanov", "Ilyich", text="Ulyanov, or Ilyich.")
    (entity,) = resolve([told], EMPTY, [same("ilyich", "lenin"), same("lenin", "ulyanov")])
    assert entity.keys == ("ilyich", "ulyanov")


def test_what_is_the_same_along_a_chain_and_different_in_a_row_is_refused() -> None:
    rows = [same("a", "b"), same("b", "c"), different("a", "c")]
    with pytest.raises(BadDataFile, match=r"says a is not c .* says a is b .* says b is c"):
        resolve([make_extraction()], EMPTY, rows)


def test_two_wikidata_items_are_not_joined(packaged: Gazetteer) -> None:
    first, second = sorted({form.qid: form.slug for form in packaged.forms if form.qid}.values())[:2]
    with pytest.raises(BadDataFile, match="different things in Wikidata"):
        resolve([make_extraction()], packaged, [same(first, second)])


# --- by evidence -----------------------------------------------------------------------------------------


def test_initials_that_fit_join_names_of_one_document() -> None:
    text = make_document("Then I.V. Grabezhov was there. Then Ivan Grabezhov left.")
    mentions = (
        make_mention(text, "I.V. Grabezhov", "i-v-grabezhov", Kind.PERSON),
        make_mention(text, "Ivan Grabezhov", "ivan-grabezhov", Kind.PERSON),
    )
    resolution = resolve_all([Extraction(text, mentions, ())], EMPTY)
    assert [entity.keys for entity in resolution.entities] == [("i-v-grabezhov", "ivan-grabezhov")]
    (row,) = resolution.judgements
    assert (row.verdict, row.by, row.date) == ("same", TOOL, "")
    for reason in ("both are called Grabezhov, and nobody else", "I. and Ivan fit", "named in sample"):
        assert reason in row.reason


@pytest.mark.parametrize(
    "names",
    [
        ("I. V. Grabezhov", "Ivan Vasilyevich Grabezhov"),
        ("Grabezhov, I.V.", "I. V. Grabezhov"),
        ("Leon Grabezhov", "Lev Grabezhov"),
        ("Ivan Grabetsky", "Ivan Grabetskii"),
        ("Иван Васильевич Грабежов", "Ivan V. Grabezhov"),
    ],
)
def test_one_name_in_two_spellings_is_one_person_in_two_documents(names: tuple[str, str]) -> None:
    assert len(joined(*names)) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("A. Grabezhov", "B. Grabezhov"),
        ("A. V. Grabezhov", "A. N. Grabezhov"),
        ("Viktor Grabezhov", "Vladimir Grabezhov"),
        ("Ivan Grabezhov", "Ivan Grabov"),
    ],
)
def test_other_names_are_other_persons(names: tuple[str, str]) -> None:
    assert len(joined(*names)) == 2
    assert not is_asked(names, Kind.PERSON)


def test_one_surname_and_a_fitting_initial_in_two_documents_are_for_a_person_to_decide() -> None:
    (reason,) = is_asked(["I. Grabezhov", "Ivan Grabezhov"], Kind.PERSON)
    assert reason == "both are called Grabezhov, and nobody else is known to be; given names: I. and Ivan fit"


def test_a_bare_surname_between_two_bearers_joins_neither() -> None:
    assert len(joined("Anna Grabezhov", "Grabezhov", "Boris Grabezhov")) == 3


def test_what_is_claimed_of_both_tells_too() -> None:
    def told(name: str, document: str) -> Extraction:
        text = make_document(f"{name} was a Bolshevik.", document)
        person = make_mention(text, name, key_of(name), Kind.PERSON)
        party = make_mention(text, "Bolshevik", "bolshevik-party", Kind.PARTY)
        claim = make_claim(text, person, "memberOf", party, f"{name} was a Bolshevik.")
        return Extraction(text, (person, party), (claim,))

    resolution = resolve_all([told("I. Grabezhov", "one"), told("Ivan Grabezhov", "two")], EMPTY)
    assert [entity.keys for entity in resolution.entities] == [
        ("bolshevik-party",),
        ("i-grabezhov", "ivan-grabezhov"),
    ]
    assert "both belong to bolshevik-party" in resolution.judgements[0].reason


HOMONYMS = [
    (Kind.PERSON, "raphael-abramovich", "Raphael Abramovich", "Roman Abramovich"),
    (Kind.PERSON, "vladimir-karelin", "Vladimir Karelin", "Alexander Karelin"),
    (Kind.PERSON, "william-spiro", "William Spiro", "Spiro Agnew"),
    (Kind.PERSON, "nikolai-chkheidze", "Nikolai Chkheidze", "Ramaz Chkheidze"),
    (
        Kind.BODY,
        "russian-provisional-government",
        "Russian Provisional Government",
        "Provisional Government of Workers and Peasants",
    ),
    (
        Kind.BODY,
        "russian-provisional-government",
        "Russian Provisional Government",
        "Northern Provisional Government",
    ),
    (
        Kind.BODY,
        "all-russian-central-executive-committee",
        "All-Russian Central Executive Committee",
        "Central Executive Committee of the Ukraine",
    ),
    (
        Kind.BODY,
        "central-committee-of-the-bolshevik-party",
        "Central Committee of the Bolshevik Party",
        "Central Committee of the Baltic Fleet",
    ),
    (
        Kind.EVENT,
        "third-all-russian-congress-of-soviets",
        "Third All-Russian Congress of Soviets",
        "Third All-Russian Congress of Peasants' Soviets",
    ),
    (Kind.PARTY, "bolshevik-party", "Bolshevik Party", "Latvian Bolshevik Party"),
]


@pytest.mark.parametrize(("kind", "key", "known", "other"), HOMONYMS, ids=lambda value: str(value)[:20])
def test_what_only_sounds_like_it_stays_apart(
    packaged: Gazetteer, kind: Kind, key: str, known: str, other: str
) -> None:
    first = make_document(f"Then {known} was there.", "first")
    told = [Extraction(first, (make_mention(first, known, key, kind),), ()), naming(other, kind, "second")]
    assert len(resolve(told, packaged)) == 2


def test_the_gazetteers_namesakes_are_never_joined_by_evidence(packaged: Gazetteer) -> None:
    slugs = [
        "all-russian-central-executive-committee",
        "all-russian-central-executive-committee-of-the-first-convocation",
        "central-committee-of-the-bolshevik-party",
        "third-all-russian-congress-of-soviets-of-peasants-deputies",
        "third-all-russian-congress-of-soviets",
    ]
    text = make_document(" ".join(f"Then {slug} met." for slug in slugs))
    mentions = tuple(make_mention(text, slug, slug, Kind.BODY) for slug in slugs)
    assert len(resolve([Extraction(text, mentions, ())], packaged)) == len(slugs)


@pytest.mark.parametrize(
    "names",
    [
        ("Council of the Grabezhov Republic", "Council"),
        ("Grabezhov Group", "Grabezhov Group of Internationalists"),
        ("Third Congress of Grabezhov", "Third Congress of Peasants of Grabezhov"),
    ],
)
def test_a_name_inside_another_is_no_reason_to_join(names: tuple[str, str]) -> None:
    assert len(joined(*names, kind=Kind.PARTY)) == 2


def test_not_even_with_the_same_place_and_day() -> None:
    def told(name: str, document: str) -> Extraction:
        text = make_document(f"{name} met in Tula.", document)
        event = make_mention(text, name, key_of(name), Kind.EVENT)
        town = make_mention(text, "Tula", "tula", Kind.PLACE)
        claims = [
            make_claim(text, event, predicate, town, f"{name} met in Tula.")
            for predicate in ("place", "convenedBy", "heldBy")
        ]
        return Extraction(text, (event, town), tuple(claims))

    resolution = resolve_all(
        [told("Third Congress", "one"), told("Third Congress of Grabezhov", "two")], EMPTY
    )
    assert len(resolution.entities) == 3
    assert all(row.verdict == "unsure" for row in resolution.judgements)


def test_a_name_that_says_whose_it_is_is_one_thing_in_two_documents() -> None:
    told = [naming("Grabezhov Works Committee", Kind.BODY, name) for name in ("one", "two")]
    first, second = (extraction.mentions[0] for extraction in told)
    keys = {first.key: told[0], f"{second.key}-body": told[1]}
    again = [
        Extraction(e.document, (make_mention(e.document, "Grabezhov Works Committee", key, Kind.BODY),), ())
        for key, e in keys.items()
    ]
    assert len(resolve(again, EMPTY)) == 1


# --- what a merge leaves as it was -----------------------------------------------------------------------


def claims_without_entities(corpus: Corpus) -> list[object]:
    """Return all that is written of each claim but which entity its mentions belong to."""
    named = ("subject", "object", "speaker", "qualifiers")
    return [{name: value for name, value in row.items() if name not in named} for row in claim_rows(corpus)]


def test_merge_and_unmerge_change_no_claim_quote_or_id() -> None:
    told = make_extraction()
    before = Corpus((told.document,), resolve([told], EMPTY), told.claims)
    joined_up = resolve_again(before, EMPTY, [same("kerensky", "lenin")])
    assert [entity.id for entity in joined_up.entities] == [
        "bolsheviks",
        "kerensky",
        "second-congress-of-soviets",
    ]
    assert claims_without_entities(joined_up) == claims_without_entities(before)
    assert joined_up.claims == before.claims
    back = resolve_again(joined_up, EMPTY, [])
    assert back == before


def test_a_corpus_gives_back_what_each_document_says() -> None:
    told = make_extraction()
    corpus = Corpus((told.document,), resolve([told], EMPTY), told.claims)
    (again,) = extractions_of(corpus)
    assert resolve([again], EMPTY) == corpus.entities
    assert {mention for claim in told.claims for mention in mentions_of(claim)} <= set(again.mentions)


def test_a_persons_row_undoes_a_merge_of_the_machine() -> None:
    told = [
        naming("I. V. Grabezhov", Kind.PERSON, "one"),
        naming("Ivan Vasilyevich Grabezhov", Kind.PERSON, "two"),
    ]
    keys = ("i-v-grabezhov", "ivan-vasilyevich-grabezhov")
    assert [entity.keys for entity in resolve(told, EMPTY)] == [keys]
    resolution = resolve_all(told, EMPTY, [different(*keys)])
    assert [entity.keys for entity in resolution.entities] == [keys[:1], keys[1:]]
    assert [row.by for row in resolution.judgements] == ["a historian"]


def test_what_a_person_was_unsure_of_is_neither_joined_nor_asked_again() -> None:
    told = [
        naming("I. V. Grabezhov", Kind.PERSON, "one"),
        naming("Ivan Vasilyevich Grabezhov", Kind.PERSON, "two"),
    ]
    open_row = Judgement("i-v-grabezhov", "ivan-vasilyevich-grabezhov", "unsure", "no dates", "a historian")
    resolution = resolve_all(told, EMPTY, [open_row])
    assert len(resolution.entities) == 2
    assert resolution.judgements == (open_row,)


def test_rows_of_the_machine_given_back_to_it_decide_nothing() -> None:
    told = [naming("A. Grabezhov", Kind.PERSON, "one"), naming("B. Grabezhov", Kind.PERSON, "two")]
    row = Judgement("a-grabezhov", "b-grabezhov", "same", "an old build", TOOL)
    assert len(resolve(told, EMPTY, [row])) == 2


def test_a_third_does_not_join_what_differs() -> None:
    """I. fits Ivan and Igor, but Ivan is not Igor: the surer pair is joined, and the other stays apart."""
    text = make_document("Ivan Grabezhov met I. Grabezhov. Igor Grabezhov left.")
    names = ("Ivan Grabezhov", "I. Grabezhov", "Igor Grabezhov")
    mentions = tuple(make_mention(text, name, key_of(name), Kind.PERSON) for name in names)
    groups = [set(entity.keys) for entity in resolve([Extraction(text, mentions, ())], EMPTY)]
    assert not any({"ivan-grabezhov", "igor-grabezhov"} <= group for group in groups)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Чернов В. М.", "V. Tschernow"), ("Л. Троцкий", "Trotzky, L."), ("Ю. О. Мартов", "Martoff")],
)
def test_surnames_of_two_scripts_meet(one: str, other: str) -> None:
    assert person_parts(one).surnames & person_parts(other).surnames
