"""When an event was and whose it was, where only its own name says so."""

from __future__ import annotations

from functools import cache

import pytest

from soviet_kg.extract import Knowledge, extract, load_knowledge
from soviet_kg.model import HistoricalDate, Mention
from soviet_kg.text import DocumentFacts, document_from_text


@cache
def knowledge() -> Knowledge:
    return load_knowledge()


def told(text: str) -> set[str]:
    """What rules about names say of a letter."""
    document = document_from_text("letter", text, DocumentFacts(calendar="julian"))
    claims = [claim for claim in extract(document, knowledge()).claims if claim.rule.startswith("own-words/")]
    words = []
    for claim in claims:
        match claim.object:
            case HistoricalDate(edtf=value) | Mention(key=value):
                words.append(f"{claim.predicate} {value}")
            case _:
                pytest.fail(str(claim))
    return set(words)


def test_a_day_and_a_body_inside_a_name_are_said_of_the_event() -> None:
    text = (
        "The Central Committee of the Bolshevik Party was divided. The Central Committee sat late. "
        "Nobody forgot the meeting of the Central Committee on October 10, 1917."
    )
    assert told(text) == {"date 1917-10-23", "heldBy central-committee-of-the-bolshevik-party"}


def test_years_inside_a_name_are_its_beginning_and_end() -> None:
    assert told("It outlived the constitutional reform of 1936-1937.") == {"startDate 1936", "endDate 1937"}


def test_a_single_year_only_tells_one_event_from_another() -> None:
    assert told("He remembered the February Revolution of 1917.") == set()


def test_the_year_of_a_law_is_its_date() -> None:
    assert told("The 1925 constitution lowered it. The History of 1905 was read.") == {"date 1925"}
