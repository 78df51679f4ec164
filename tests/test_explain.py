"""Why the graph says so."""

import datetime as dt
from dataclasses import replace

import pytest

from small_corpus import OPENING, make_claim, make_extraction
from soviet_kg.errors import WrongUse
from soviet_kg.explain import explain
from soviet_kg.gazetteer import Gazetteer
from soviet_kg.model import Corpus, Judgement
from soviet_kg.resolve import resolve_all

LATER = dt.date(1917, 11, 8)


def corpus(*judgements: Judgement) -> Corpus:
    told = make_extraction()
    resolution = resolve_all([told], Gazetteer((), ()), judgements)
    return Corpus((told.document,), resolution.entities, told.claims, resolution.judgements)


def explain_claim(number: int, *judgements: Judgement) -> str:
    whole = corpus(*judgements)
    return explain(whole, whole.claims[number].id[:10])


def test_a_date_is_explained_in_both_calendars_with_the_reason() -> None:
    text = explain_claim(0)
    assert "says        Second Congress of Soviets · startDate · 1917-11-07 (Old Style 1917-10-25)" in text
    assert "calendar    julian: the document is dated before 14 February 1918" in text
    assert "quote       “The Second Congress of Soviets opened on October 25, 1917.” at 0–58" in text
    assert "rule        test/rule" in text


def test_it_is_said_what_it_stands_for() -> None:
    text = explain_claim(1)
    assert "subject     “It” at 59–61, recognised by reference/pronoun" in text
    assert "stands for “Second Congress of Soviets” at 4–30" in text
    assert "entity lenin: Lenin, Person" in text


def test_a_count_shows_its_qualifiers() -> None:
    text = explain_claim(2)
    assert "object      390 persons, written “390”" in text
    assert "of          “Bolsheviks” at 111–121, recognised by grammar/test" in text
    assert "stance      asserted" in text


def test_what_was_read_off_a_tree_shows_its_path() -> None:
    whole = corpus()
    told = replace(whole.claims[0], path="open; subject ← nsubj Second Congress of Soviets")
    text = explain(replace(whole, claims=(told, *whole.claims[1:])), told.id)
    assert "syntax      open; subject ← nsubj Second Congress of Soviets" in text


def test_a_merge_is_shown() -> None:
    row = Judgement("kerensky", "lenin", "same", "for the sake of the test", "nobody")
    told = explain_claim(1, row)
    assert "judged the same: kerensky, lenin" in told
    assert "merge       kerensky is lenin, says nobody: for the sake of the test" in told


def test_what_speaks_against_a_claim_is_named() -> None:
    told = make_extraction()
    document, congress = told.document, told.mentions[0]
    later = replace(OPENING, earliest=LATER, latest=LATER, edtf="1917-11-08", julian="1917-10-26")
    other = make_claim(document, congress, "startDate", later, "Kerensky did not attend the Congress.")
    whole = Corpus((document,), corpus().entities, (*told.claims, other))
    text = explain(whole, told.claims[0].id)
    assert f"against it  1917-11-08 (Old Style 1917-10-26), says sample (claim {other.id})" in text
    assert "against it" not in explain(whole, told.claims[1].id)


def test_an_unknown_or_ambiguous_claim_is_refused() -> None:
    with pytest.raises(WrongUse, match="'xyz': no claim of this build begins so"):
        explain(corpus(), "xyz")
    with pytest.raises(WrongUse, match="no claim"):
        explain(corpus(), "")
    whole = corpus()
    first = [claim for claim in whole.claims if claim.id[0] == whole.claims[0].id[0]]
    if len(first) == 1:
        whole = Corpus(whole.documents, whole.entities, (*whole.claims, *whole.claims))
    with pytest.raises(WrongUse, match="2 claims begin so"):
        explain(whole, whole.claims[0].id)
