"""Expressions are tried where a word stands that they need, and nowhere else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soviet_kg.cues import as_places, find_places, in_order, make_cues, matches_in, stretches
from soviet_kg.parts import Expression

SOURCES = ["[Tt]he Duma of [A-Z]\\w+", "(?:Soviet|Council) of \\w+", "\\d+ men", "Committee(?= of)"]
EXPRESSIONS = [Expression(source) for source in SOURCES]
WORDS = [
    "the Duma of Tomsk",
    "Soviet of Baku",
    "12 men",
    "Committee of",
    "so it went. ",
    "x" * 90,
    "\n",
    ", and ",
]


@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_what_is_found_in_the_stretches_is_what_is_found_in_the_whole(words: list[str]) -> None:
    text = " ".join(words)
    for expression, places in zip(EXPRESSIONS, stretches(text, make_cues(EXPRESSIONS)), strict=True):
        found = [match.span() for match in matches_in(expression, text, places)]
        assert found == [match.span() for match in re.finditer(expression.source, text)]


def test_an_expression_whose_words_are_missing_is_tried_nowhere() -> None:
    duma, soviet, men, committee = stretches("12 men came. " * 40, make_cues(EXPRESSIONS))
    assert (duma, soviet, committee) == ([], [], [])
    assert men


def test_those_that_want_a_word_of_the_text_are_found_with_those_that_want_none() -> None:
    finder = find_places([[{"Duma"}], [], [{"Soviet", "soviet"}]])
    assert list(in_order(finder.places("the Duma"))) == [0, 1]
    assert list(in_order(finder.places("soviets"))) == [1, 2]
    assert list(in_order(find_places([]).places("soviets"))) == []


def test_what_wants_words_of_several_sets_is_found_where_all_of_them_stand() -> None:
    finder = find_places([[{"Duma"}, {"met", "sat"}], [{"Soviet"}]])
    assert list(in_order(finder.places("the Duma sat"))) == [0]
    assert list(in_order(finder.places("the Duma and the Soviet"))) == [1]


@pytest.mark.parametrize("numbers", [[], [0], [3, 70, 400]])
def test_places_come_back_in_order(numbers: list[int]) -> None:
    assert list(in_order(as_places(numbers))) == numbers
