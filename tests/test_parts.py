"""An expression made of parts matches what its whole source matches, and is tried where a match can begin."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soviet_kg.openings import matches_from
from soviet_kg.parts import Expression, Parts

FRAGMENTS = ["met|sat", "(?:the )?Duma", "[a-z]+ ", r"\bof", "(?=[A-Z])[A-Z]\\w*", "x?", "(?<!the )Rada"]
REPEATS = ["", "?", "*", "{1,2}"]
LETTERS = st.text("the Dumasof Rx,", max_size=60)


@given(
    st.lists(st.tuples(st.sampled_from(FRAGMENTS), st.sampled_from(REPEATS)), min_size=1, max_size=4), LETTERS
)
def test_parts_give_what_the_whole_source_gives(pieces: list[tuple[str, str]], text: str) -> None:
    parts = Parts()
    inner = "".join(f"{parts.mark(fragment)}{repeat}" for fragment, repeat in pieces)
    expression = Expression(f"(?P<all>{parts.mark(inner)}|{inner})", parts)
    whole = "".join(f"(?:{fragment}){repeat}" for fragment, repeat in pieces)
    assert expression.source.count("(?P<all>") == 1
    found = [match.span("all") for match in expression.regex.finditer(text)]
    assert found == [match.span() for match in re.finditer(f"(?:{whole}|{whole})", text)]


@pytest.mark.parametrize("source", ["(?P<x>Duma)", "(met", "(?i)met", r"(?P<x>a)(?P=x)"])
def test_what_cannot_stand_alone_is_no_part(source: str) -> None:
    assert Parts().mark(source) == f"(?:{source})"


def test_an_expression_that_refers_back_is_read_in_full() -> None:
    parts = Parts()
    expression = Expression(f"(?P<who>{parts.mark('Duma|Rada')}) and (?P=who)", parts)
    assert expression.regex.search("the Rada and Rada")
    assert not expression.regex.search("the Rada and Duma")


OPENINGS = [
    r"\b(?:[Tt]he|Our) Duma",
    "(?=[A-Z])(?<![\\w-])\\w+",
    "(?=[A-Z])[A-Za-z]{2,}",
    "(?:the )?(?=[A-Z])R?x*",
    r"\bo?f",
]


@pytest.mark.parametrize("source", OPENINGS)
@given(text=LETTERS)
def test_trying_where_a_match_can_begin_finds_all(source: str, text: str) -> None:
    expression, text = Expression(source), text * 30
    found = matches_from(expression.regex, expression.opening, text, 0, len(text))
    assert [match.span() for match in found] == [match.span() for match in re.finditer(source, text)]
