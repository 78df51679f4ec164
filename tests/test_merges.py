"""How names are joined, counted by hand on two documents."""

from pathlib import Path

import pytest

from small_corpus import make_document, make_mention
from soviet_kg.errors import BadDataFile
from soviet_kg.evaluate import Gold, Score
from soviet_kg.gazetteer import Gazetteer
from soviet_kg.merges import evaluate_merges, read_identity
from soviet_kg.model import Corpus, Extraction, Kind
from soviet_kg.resolve import resolve

FIRST = make_document("Lenin met V. I. Lenin. Ulyanov left. Kerensky left.", "first")
SECOND = make_document("Lenin left. The Army of Lenin left. The Army left.", "second")


def gold(document: str, **entities: list[str]) -> Gold:
    rows = [{"id": key, "name": names[0], "aliases": names[1:]} for key, names in entities.items()]
    return {"document": document, "entities": rows, "claims": []}


GOLDS = [
    gold("first", lenin=["Lenin", "V. I. Lenin", "Ulyanov"], kerensky=["Kerensky"]),
    gold("second", ulyanov=["Lenin"], army=["the Army", "The Army"], guard=["The Army of Lenin"]),
]


def corpus() -> Corpus:
    """Lenin, V. I. Lenin and Kerensky are one key; Ulyanov stands alone; the second document has Lenin and Army."""
    told = [
        Extraction(
            FIRST,
            tuple(
                make_mention(FIRST, words, key, Kind.PERSON)
                for words, key in [("Lenin", "x"), ("V. I. Lenin", "x"), ("Ulyanov", "y"), ("Kerensky", "x")]
            ),
            (),
        ),
        Extraction(
            SECOND,
            (
                make_mention(SECOND, "Lenin", "x", Kind.PERSON),
                make_mention(SECOND, "Army of", "z", Kind.BODY, "reference/it"),
                make_mention(SECOND, "Army left", "z", Kind.BODY),
            ),
            (),
        ),
    ]
    return Corpus((FIRST, SECOND), resolve(told, Gazetteer((), ())), ())


def test_pairs_are_counted_within_and_across_documents() -> None:
    """Gold: 3 pairs of the first document's 3 names of Lenin, and with the second's 3 more. Built: x has 4 names."""
    same = {("second", "ulyanov"): "lenin"}
    score = evaluate_merges(corpus(), GOLDS, same)
    assert score.mentions == score.names == Score(gold=6, predicted=6, right=3)
    assert score.across == Score(gold=3, predicted=3, right=2)


def test_without_a_table_the_ids_of_gold_say_who_is_one() -> None:
    assert evaluate_merges(corpus(), GOLDS).across == Score(gold=0, predicted=3, right=0)


def test_what_the_build_mixes_and_splits_is_named() -> None:
    score = evaluate_merges(corpus(), GOLDS, {("second", "ulyanov"): "lenin"})
    assert [key for key, _ in score.split] == ["lenin"]
    assert [(key, [item.form for item in items]) for key, items in score.mixed] == [
        ("x", ["Kerensky", "Lenin", "V. I. Lenin", "Lenin"])
    ]


def test_only_words_that_overlap_by_three_quarters_are_compared() -> None:
    """ "The Army of Lenin" is no place of the key z, whose words there are a reference, nor of Lenin."""
    score = evaluate_merges(corpus(), GOLDS)
    assert (score.items, score.places) == (5, 7)


def test_a_table_of_who_is_one_is_read_and_refused_by_line(tmp_path: Path) -> None:
    path = tmp_path / "same.tsv"
    path.write_text("document\tentity\tis\nsecond\tulyanov\tlenin\n", encoding="utf-8")
    assert read_identity(path) == {("second", "ulyanov"): "lenin"}
    path.write_text("document\tentity\tis\nsecond\tulyanov\n", encoding="utf-8")
    with pytest.raises(BadDataFile, match=r"same\.tsv:2: must have 3 cells"):
        read_identity(path)
