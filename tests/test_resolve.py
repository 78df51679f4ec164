"""Who is whom: mentions become entities, and people's judgements join or part them."""

from pathlib import Path

import pytest

from small_corpus import make_document, make_extraction, make_mention
from soviet_kg.errors import BadDataFile
from soviet_kg.gazetteer import Gazetteer, load_gazetteer
from soviet_kg.model import Entity, Extraction, Judgement, Kind
from soviet_kg.resolve import lint_judgements, mentions_of, read_judgements, resolve

HEADER = "left\tright\tverdict\treason\tby\n"


def same(left: str, right: str) -> Judgement:
    return Judgement(left, right, "same", "one biography", "a historian")


def different(left: str, right: str) -> Judgement:
    return Judgement(left, right, "different", "other birth years", "a historian")


def by_id(entities: tuple[Entity, ...]) -> dict[str, Entity]:
    return {entity.id: entity for entity in entities}


@pytest.fixture(scope="module")
def empty() -> Gazetteer:
    return Gazetteer((), ())


@pytest.fixture(scope="module")
def packaged() -> Gazetteer:
    return load_gazetteer()


def people(*words: str, text: str, language: str = "en", name: str = "sample") -> Extraction:
    document = make_document(text, name, language)
    mentions = (make_mention(document, word, word.split()[-1].lower(), Kind.PERSON) for word in words)
    return Extraction(document, tuple(mentions), ())


def test_mentions_of_one_key_are_one_entity_sorted_by_id(empty: Gazetteer) -> None:
    entities = resolve([make_extraction()], empty)
    assert [entity.id for entity in entities] == [
        "bolsheviks",
        "kerensky",
        "lenin",
        "second-congress-of-soviets",
    ]
    congress = by_id(entities)["second-congress-of-soviets"]
    assert congress.kind is Kind.EVENT
    assert [mention.quote.start for mention in congress.mentions] == [4, 59]


def test_words_that_stand_for_a_name_are_no_alias(empty: Gazetteer) -> None:
    congress = by_id(resolve([make_extraction()], empty))["second-congress-of-soviets"]
    assert congress.labels == (("en", "Second Congress of Soviets"),)
    assert congress.aliases == ()


def test_the_label_is_the_commonest_one_and_other_forms_are_aliases(empty: Gazetteer) -> None:
    text = "V. Petrov\nspoke. A. B. Petrov answered. Then A. B. Petrov left."
    document = make_document(text)
    first = make_mention(document, "V. Petrov\nspoke"[:9], "petrov", Kind.PERSON)
    second = make_mention(document, "A. B. Petrov answered"[:12], "petrov", Kind.PERSON)
    third = make_mention(document, "A. B. Petrov left"[:12], "petrov", Kind.PERSON, "other")
    (petrov,) = resolve([Extraction(document, (first, second, third), ())], empty)
    assert petrov.label() == "A. B. Petrov"
    assert petrov.aliases == (("en", "V. Petrov"),)


def test_documents_in_two_languages_give_labels_in_both(empty: Gazetteer) -> None:
    english = people("Ivan Petrov", text="Ivan Petrov spoke.")
    document = make_document("Говорил Иван Петров.", "образец", "ru")
    russian = Extraction(document, (make_mention(document, "Иван Петров", "petrov", Kind.PERSON),), ())
    (petrov,) = resolve([english, russian], empty)
    assert petrov.labels == (("en", "Ivan Petrov"), ("ru", "Иван Петров"))


def test_a_key_of_the_gazetteer_brings_its_labels_and_qid(packaged: Gazetteer) -> None:
    known = next(form for form in packaged.forms if form.qid and form.kind is Kind.PERSON)
    document = make_document("It was N. who spoke.")
    mention = make_mention(document, "N.", known.slug, Kind.BODY)
    (entity,) = resolve([Extraction(document, (mention,), ())], packaged)
    assert (entity.labels, entity.qid) == (packaged.labels(known.slug), known.qid)
    assert entity.kind is Kind.PERSON
    assert entity.aliases == (("en", "N."),)


def test_same_joins_along_a_chain_and_keeps_every_key(empty: Gazetteer) -> None:
    told = people("Ulyanov", "Lenin", "Ilyich", text="Ulyanov, or Lenin, or Ilyich.")
    entities = resolve([told], empty, [same("ilyich", "lenin"), same("lenin", "ulyanov")])
    assert [entity.keys for entity in entities] == [("ilyich", "lenin", "ulyanov")]


def test_a_chain_may_pass_through_a_key_that_nothing_mentions(empty: Gazetteer) -> None:
    told = people("Ulyanov", "Ilyich", text="Ulyanov, or Ilyich.")
    (entity,) = resolve([told], empty, [same("ilyich", "lenin"), same("lenin", "ulyanov")])
    assert entity.keys == ("ilyich", "ulyanov")


def test_a_merge_changes_no_claim(empty: Gazetteer) -> None:
    before = make_extraction()
    apart = resolve([before], empty)
    joined = resolve([before], empty, [same("kerensky", "lenin")])
    assert len(joined) == len(apart) - 1
    assert before == make_extraction()
    gathered = {mention for entity in joined for mention in entity.mentions}
    assert gathered == {mention for entity in apart for mention in entity.mentions}
    assert {mention for claim in before.claims for mention in mentions_of(claim)} <= gathered


def test_what_is_the_same_along_a_chain_and_different_in_a_row_is_refused(empty: Gazetteer) -> None:
    rows = [same("a", "b"), same("b", "c"), different("a", "c")]
    with pytest.raises(BadDataFile, match=r"same.tsv says a = b = c, different.tsv says a is not c"):
        resolve([make_extraction()], empty, rows)


def test_two_wikidata_items_are_not_joined(packaged: Gazetteer) -> None:
    first, second = sorted({form.qid: form.slug for form in packaged.forms if form.qid}.values())[:2]
    with pytest.raises(BadDataFile, match="different things in Wikidata"):
        resolve([make_extraction()], packaged, [same(first, second)])


def test_the_packaged_judgements_are_well_formed() -> None:
    assert all(row.verdict in {"same", "different"} for row in read_judgements())


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("a\tb\tsame\tone person\n", r"same.tsv:2: must have 5 cells"),
        ("a\tb\tsame\t\tme\n", r"same.tsv:2: must have 5 cells, none empty"),
        ("a\tb\tdifferent\twhy\tme\n", r"same.tsv:2: verdict 'different' must be 'same'"),
        ("b\ta\tsame\twhy\tme\n", r"same.tsv:2: b must sort before a"),
        ("b\tc\tsame\twhy\tme\na\tb\tsame\twhy\tme\n", r"same.tsv: rows must be sorted"),
    ],
)
def test_a_bad_judgement_is_named_with_its_line(tmp_path: Path, rows: str, complaint: str) -> None:
    (tmp_path / "same.tsv").write_text(HEADER + rows, encoding="utf-8")
    (tmp_path / "different.tsv").write_text(HEADER, encoding="utf-8")
    assert len(lint_judgements(tmp_path)) == 1
    with pytest.raises(BadDataFile, match=complaint):
        read_judgements(tmp_path)


def test_judgements_are_read_with_reason_and_judge(tmp_path: Path) -> None:
    (tmp_path / "same.tsv").write_text(HEADER + "a\tb\tsame\tone life\tN. N.\n", encoding="utf-8")
    (tmp_path / "different.tsv").write_text(HEADER, encoding="utf-8")
    assert read_judgements(tmp_path) == (Judgement("a", "b", "same", "one life", "N. N."),)
