"""What a match cannot do without is read off the expression; where nothing is certain, nothing is said."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soviet_kg.literals import needed_literals


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        ("(?:was|were) passed(?: by .*)?", {"was passed", "were passed"}),
        ("[Ww]alked out", {"Walked out", "walked out"}),
        ("met(?: again)? there", {"met there", "met again there"}),
        ("(?:Duma)?", set()),
        (r"\w+ \d+", set()),
        ("(?i:duma)", set()),
        ("(?:by )*Congress", {"Congress"}),
        ("x|Congress", set()),
    ],
)
def test_needed_words(source: str, needed: set[str]) -> None:
    assert needed_literals(source) == needed


@given(
    st.lists(
        st.sampled_from(
            ["was", "were", "(?:adopted|passed)", "(?:by the )?", "[Tt]he", ".*", "(?:of)+", "Duma"]
        ),
        min_size=1,
        max_size=5,
    ),
    st.text("adoptewsrbyhfDuma T", max_size=40),
)
def test_whatever_matches_holds_one_of_them(parts: list[str], text: str) -> None:
    source = " ?".join(parts)
    needed = needed_literals(source)
    if needed and re.search(source, text):
        assert any(literal in text for literal in needed)
