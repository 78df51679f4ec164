"""Scores, worked out by hand on three sentences, and on the packaged documents against their gold."""

from pathlib import Path

import pytest

from small_corpus import OPENING, make_claim, make_document, make_extraction, make_mention
from soviet_kg.errors import BadDataFile, WrongUse
from soviet_kg.evaluate import (
    Gold,
    Score,
    evaluate,
    is_right_date,
    is_same_person,
    match_pairs,
    normalise_name,
    read_gold,
)
from soviet_kg.gazetteer import Gazetteer
from soviet_kg.model import Corpus, Extraction, Kind, Stance
from soviet_kg.resolve import resolve

CONGRESS = {"id": "congress-2", "type": "Event", "name": "II Congress of Soviets", "aliases": []}
LENIN = {"id": "lenin", "type": "Person", "name": "V. I. Lenin", "aliases": ["Ulyanov"]}
BOLSHEVIKS = {"id": "bolsheviks", "type": "Party", "name": "Bolshevik Party", "aliases": ["the Bolsheviks"]}


def wanted(subject: str, predicate: str, tier: str = "core", **value: object) -> Gold:
    return {"subject": subject, "property": predicate, "object": value, "tier": tier}


def gold_of(*claims: Gold) -> Gold:
    return {"document": "sample", "entities": [CONGRESS, LENIN, BOLSHEVIKS], "claims": list(claims)}


def corpus_of(extraction: Extraction) -> Corpus:
    entities = resolve([extraction], Gazetteer((), ()))
    return Corpus((extraction.document,), entities, extraction.claims)


def score(*claims: Gold, extraction: Extraction | None = None) -> Score:
    return evaluate(corpus_of(extraction or make_extraction()), [gold_of(*claims)]).total.claims


OPENED = wanted("congress-2", "startDate", date="1917-11-07", calendar="gregorian", julian="1917-10-25")
ELECTED = wanted("congress-2", "elected", entity="lenin")
COUNTED = wanted("congress-2", "delegateCount", number=390)


def test_right_claims_are_found_under_other_names() -> None:
    assert score(OPENED, ELECTED, COUNTED) == Score(gold=3, predicted=3, right=3)


def test_a_missed_claim_lowers_recall_and_a_false_one_precision() -> None:
    arrested = wanted("congress-2", "arrested", entity="lenin")
    found = score(OPENED, ELECTED, arrested, wanted("lenin", "memberOf", entity="bolsheviks"))
    assert found == Score(gold=4, predicted=3, right=2)
    assert (found.precision, found.recall) == (pytest.approx(2 / 3), 0.5)
    assert found.f1 == pytest.approx(4 / 7)


def test_a_wrong_property_or_number_or_day_is_not_right() -> None:
    wrong_day = wanted("congress-2", "startDate", date="1917-11-08", calendar="gregorian")
    found = score(wrong_day, wanted("congress-2", "appointed", entity="lenin"), wanted("congress-2", "x"))
    assert found.right == 0


def test_a_right_claim_of_another_tier_is_neither_missed_nor_wrong() -> None:
    assert score(OPENED, {**ELECTED, "tier": "extra"}) == Score(gold=1, predicted=2, right=1)


def test_another_reading_that_gold_allows_is_right() -> None:
    other = {**wanted("lenin", "chairOf", entity="congress-2"), "also": [ELECTED]}
    assert score(other).right == 1


def test_one_claim_matches_one_gold_claim_only() -> None:
    assert score(ELECTED, ELECTED) == Score(gold=2, predicted=3, right=1)


def test_a_claim_said_twice_counts_once_and_a_denied_one_not_at_all() -> None:
    document = make_document("The Congress elected Lenin. Truly, the Congress elected Lenin.")
    congress = make_mention(document, "Congress", "congress-of-soviets", Kind.EVENT)
    lenin = make_mention(document, "Lenin", "lenin", Kind.PERSON)
    first = make_claim(document, congress, "elected", lenin, "The Congress elected Lenin.")
    again = make_claim(document, congress, "elected", lenin, "the Congress elected Lenin.")
    denied = make_claim(
        document, lenin, "elected", congress, "The Congress elected Lenin.", stance=Stance.DENIED
    )
    told = Extraction(document, (congress, lenin), (first, again, denied))
    gold = {**gold_of(ELECTED), "entities": [{**CONGRESS, "aliases": ["the Congress"]}, LENIN]}
    assert evaluate(corpus_of(told), [gold]).total.claims == Score(1, 1, 1)


def test_entities_count_with_their_kind() -> None:
    gold = gold_of(OPENED)
    assert evaluate(corpus_of(make_extraction()), [gold]).total.entities == Score(3, 4, 3)
    gold["entities"][2] = {**BOLSHEVIKS, "type": "Place"}
    assert evaluate(corpus_of(make_extraction()), [gold]).total.entities == Score(3, 4, 2)


@pytest.mark.parametrize(
    ("gold", "right"),
    [
        ({"date": "1917-11-07", "calendar": "gregorian"}, True),
        ({"date": "1917-11", "calendar": "gregorian", "precision": "month"}, True),
        ({"date": "1917-10-25", "calendar": "gregorian"}, False),
        ({"date": "1917-10-25", "calendar": "unspecified"}, True),
        ({"date": "1917-11-06", "julian": "1917-10-25", "calendar": "julian"}, True),
        ({"date": "1917-11-06", "calendar": "gregorian"}, False),
        ({"date": "1917-11-07/1917-11-09", "calendar": "gregorian"}, False),
    ],
)
def test_a_date_is_right_in_one_calendar_at_least(gold: Gold, right: bool) -> None:
    assert is_right_date(OPENING, gold) is right


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("V. I. Lenin", "Lenin", True),
        ("Vladimir Lenin", "V. I. Lenin", True),
        ("N. Lenin", "Vladimir Lenin", False),
        ("Lenin", "Leninism", False),
    ],
)
def test_persons_are_the_same_by_surname_and_initials(left: str, right: str, same: bool) -> None:
    assert is_same_person(normalise_name(left), normalise_name(right)) is same


def test_matching_finds_the_most_pairs() -> None:
    """A greedy choice of a-1 would leave b alone."""
    assert match_pairs([("a", 1), ("a", 2), ("b", 1)]) == {"a": 2, "b": 1}


def test_documents_without_gold_or_build_are_named() -> None:
    corpus = corpus_of(make_extraction())
    result = evaluate(corpus, [gold_of(OPENED), {**gold_of(), "document": "elsewhere"}])
    assert result.without_build == ("elsewhere",)
    with pytest.raises(WrongUse, match="gold is for elsewhere and the build holds sample"):
        evaluate(corpus, [{**gold_of(), "document": "elsewhere"}])


def test_gold_that_is_no_gold_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(BadDataFile, match=r"broken.json: is not JSON"):
        read_gold(broken)
    broken.write_text("[]", encoding="utf-8")
    with pytest.raises(BadDataFile, match="must be an object with document, entities and claims"):
        read_gold(tmp_path)


def test_an_empty_side_scores_without_dividing_by_zero() -> None:
    assert (Score().precision, Score().recall, Score().f1) == (1.0, 1.0, 1.0)
    assert (Score(3, 0, 0).precision, Score(3, 0, 0).recall, Score(3, 0, 0).f1) == (0.0, 0.0, 0.0)
