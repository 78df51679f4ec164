"""Numbers count delegates; pages, issues, hours and years do not."""

from __future__ import annotations

import re

import pytest

from brackets import read_brackets
from soviet_kg.counts import find_numbers, find_shares, number_in_words
from soviet_kg.lines import Found, Share, make_line, without_overlaps
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
def test_numbers_are_read_with_unit_and_approximation(
    sentence: str, expected: list[tuple[float, str, bool]]
) -> None:
    spans = [match.span(1) for match in re.finditer(r"\[([^\]]*)\]", sentence)]
    text = sentence.replace("[", "").replace("]", "")
    numbers = find_numbers(text, [])
    quantities = [number.value for number in numbers]
    assert [(q.value, q.unit, q.approximate) for q in quantities if isinstance(q, Quantity)] == expected
    shifted = [(start - 1 - 2 * i, stop - 1 - 2 * i) for i, (start, stop) in enumerate(spans)]
    assert [(number.start, number.stop) for number in numbers] == shifted


@pytest.mark.parametrize(
    "sentence",
    [
        "Izvestia No. 207",
        "Vol. 33, pp. 239-241",
        "at 2.35 p.m.",
        "at 5 o'clock",
        "Chapter 12",
        "after three years",
        "the 17th Corps",
        "$500",
        "page 307",
    ],
)
def test_numbers_that_count_nobody_are_left_alone(sentence: str) -> None:
    assert find_numbers(sentence, []) == []


def _share(sentence: str) -> tuple[float, str, str]:
    """Read the share in a sentence with one marked thing: value, unit, and what is counted."""
    text, marked = read_brackets(sentence)
    things = [Found(start, stop, kind, words.lower(), words) for words, start, stop, kind in marked]
    found = sorted([*things, *find_numbers(text, things)], key=lambda thing: thing.start)
    (share,) = without_overlaps(find_shares(make_line(text, Span(0, len(text)), found)))
    assert isinstance(share.value, Share)
    of = share.value.of
    quantity = share.value.quantity
    return quantity.value, quantity.unit, of.label if isinstance(of, Found) else of or share.value.measure


@pytest.mark.parametrize(
    ("sentence", "share"),
    [
        ("of whom 390 were [Bolsheviks|Party]", (390, "persons", "Bolsheviks")),
        ("about 100 [Bolsheviks|Party]", (100, "persons", "Bolsheviks")),
        ("[Bolsheviks|Party] (60%)", (60, "percent", "Bolsheviks")),
        ("[Bolsheviks|Party]: 45;", (45, "persons", "Bolsheviks")),
        ("105 delegates belonged to the [Bolsheviks|Party]", (105, "persons", "Bolsheviks")),
        ("7 from the [Bolsheviks|Party]", (7, "persons", "Bolsheviks")),
        ("the [Bolsheviks|Party] had 86 of the votes", (86, "persons", "Bolsheviks")),
        ("the [Bolsheviks|Party] were then 56 per cent of all", (56, "percent", "Bolsheviks")),
        (
            '4 belonged to the group called the "[Popular Socialists|Party]"',
            (4, "persons", "Popular Socialists"),
        ),
        ("sixty other [SRs|Party]", (60, "persons", "other SRs")),
        ("110 delegates from the [Army Committees|Body]", (110, "persons", "Army Committees")),
        ("chosen by 34 [district soviets|Body]", (34, "soviets", "soviets")),
    ],
)
def test_a_number_is_joined_to_what_it_counts(sentence: str, share: tuple[float, str, str]) -> None:
    assert _share(sentence) == share


@pytest.mark.parametrize(
    ("text", "number", "of"),
    [
        ("nearly fifty delegates belonged to no party", 50, "no party"),
        ("136 delegates described as non-partizan", 136, "non-partizan"),
        ("others (7)", 7, "others"),
    ],
)
def test_those_without_a_party_are_counted_too(text: str, number: float, of: str) -> None:
    (share,) = find_shares(make_line(text, Span(0, len(text)), find_numbers(text, [])))
    assert isinstance(share.value, Share)
    assert (share.value.quantity.value, share.value.of) == (number, of)


@pytest.mark.parametrize(
    "sentence",
    [
        "Of 320 seats the [Bolsheviks|Party] gained most.",
        "The [Bolsheviks|Party] had 47 of the 139 delegates.",
        "The [Bolsheviks|Party] had 24,000 members.",
        "In 40 towns, the [Bolsheviks|Party] ruled.",
    ],
)
def test_a_number_beside_a_party_need_not_count_it(sentence: str) -> None:
    with pytest.raises(ValueError, match="not enough values"):
        _share(sentence)
