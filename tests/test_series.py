"""Many spellings of one congress are one congress, and two congresses with like names stay two."""

from __future__ import annotations

import pytest

from soviet_kg.extract import load_knowledge
from soviet_kg.mentions import find_names
from soviet_kg.series import ordinal_word


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("second", "Second"),
        ("2nd", "Second"),
        ("3d", "Third"),
        ("(XVII)", "Seventeenth"),
        ("Tenth", "Tenth"),
        ("XX", "Twentieth"),
        ("99th", ""),
        ("Party", ""),
    ],
)
def test_an_ordinal_is_read_in_words_figures_and_roman_numerals(written: str, word: str) -> None:
    assert ordinal_word(written) == word


@pytest.mark.parametrize(
    "written",
    [
        "Third All-Russian Congress of Soviets",
        "Third All-Russia Congress of Soviets of Workers', Soldiers' and Peasants' Deputies",
        "III All-Russian Congress of Soviets",
        "Third Congress of Soviets",
        "3rd All-Russian Congress of Soviets of Workers' and Soldiers' Deputies",
        "All-Russian Congress of Workers' and Soldiers' Soviet Deputies, Third",
    ],
)
def test_spellings_of_one_congress_have_one_key(written: str) -> None:
    (name,) = find_names(f"The {written}.\n", load_knowledge().finder)
    assert name.key == "third-all-russian-congress-of-soviets"


@pytest.mark.parametrize(
    "written",
    [
        "Third All-Russian Congress of Soviets of Peasants' Deputies",
        "Third All-Union Congress of Soviets",
        "Third Donetsk Regional Congress of Soviets",
        "Third Congress of Soviets of Turkestan",
        "Third Congress of the Communist International",
        "Third Congress of Trade Unions",
    ],
)
def test_like_named_congresses_are_others(written: str) -> None:
    names = find_names(f"The {written} met.\n", load_knowledge().finder)
    assert [name.start for name in names] == [4]
    assert names[0].key != "third-all-russian-congress-of-soviets"
