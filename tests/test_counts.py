"""Numbers count delegates; pages, issues, hours and years do not."""

from __future__ import annotations

import re

import pytest

from soviet_kg.counts import find_numbers, find_shares, number_in_words
from soviet_kg.lines import Found, Share, make_line
from soviet_kg.model import Quantity, Span


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("ten", 10), ("twenty-three", 23), ("a dozen", 12), ("two hundred and sixteen", 216), ("one thousand", 1000),
        ("three thousand four hundred and five", 3405), ("forty-odd", 40),
    ],
)  # fmt: skip
def test_numbers_in_words(words: str, value: int) -> None:
    assert number_in_words(words) == value


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("[about 600] delegates came", [(600, "persons", True)]),
        ("[1,587] deputies and [53] guests", [(1587, "persons", False), (53, "persons", False)]),
        ("Bolsheviks ([60%])", [(60, "percent", False)]),
        ("[15.4 per cent] of the seats", [(15.4, "percent", False)]),
        ("[more than one thousand] peasants", [(1000, "persons", True)]),
        ("[some forty-odd] members", [(40, "persons", True)]),
    ],
)
def test_numbers_are_read_with_unit_and_approximation(sentence: str, expected: list[tuple[float, str, bool]]) -> None:
    spans = [match.span(1) for match in re.finditer(r"\[([^\]]*)\]", sentence)]
    text = sentence.replace("[", "").replace("]", "")
    numbers = find_numbers(text, [])
    quantities = [number.value for number in numbers]
    assert [(q.value, q.unit, q.approximate) for q in quantities if isinstance(q, Quantity)] == expected
    shifted = [(start - 1 - 2 * i, stop - 1 - 2 * i) for i, (start, stop) in enumerate(spans)]
    assert [(number.start, number.stop) for number in numbers] == shifted


@pytest.mark.parametrize(
    "sentence",
    ["Izvestia No. 207", "Vol. 33, pp. 239-241", "at 2.35 p.m.", "at 5 o'clock", "Chapter 12", "after three years", "the 17th Corps", "$500", "page 307"],
)
def test_numbers_that_count_nobody_are_left_alone(sentence: str) -> None:
    assert find_numbers(sentence, []) == []


def _party(text: str, word: str) -> Found:
    start = text.index(word)
    return Found(start, start + len(word), "Party", word.lower(), word)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("of whom 390 were Bolsheviks", 390),
        ("about 100 Bolsheviks", 100),
        ("Bolsheviks (60%)", 60),
        ("Bolsheviks: 45;", 45),
        ("105 delegates belonged to the Bolsheviks", 105),
        ("7 from the Bolsheviks", 7),
    ],
)
def test_a_number_is_joined_to_the_party_that_it_counts(text: str, number: float) -> None:
    party = _party(text, "Bolsheviks")
    found = sorted([party, *find_numbers(text, [party])], key=lambda thing: thing.start)
    (share,) = find_shares(make_line(text, Span(0, len(text)), found))
    assert isinstance(share.value, Share)
    assert (share.value.quantity.value, share.value.of) == (number, party)
