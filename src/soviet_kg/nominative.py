"""From a case back to the name: "Екатеринославского городского Совета" is the Екатеринославский городской Совет.

The head of a phrase is a common noun that a grammar lists; its form says gender, number and case, and the
adjectives before it are given the nominative that agrees. What follows the head stays as it is. The tables are
data (`ontology/names/russian.toml`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from soviet_kg.declension import decline_noun
from soviet_kg.names import read_rules

_RULES = "ontology/names/russian.toml"
_LONGEST_END = 3
_CASES = 6
_REFLEXIVE = "ся"
_ENDS_OF_NOMINATIVE = {  # by the stem's last letter: к г х, ж ш щ ч, soft, hard
    "velar": {"m": "ий", "f": "ая", "n": "ое", "p": "ие"},
    "hushing": {"m": "ий", "f": "ая", "n": "ее", "p": "ие"},
    "soft": {"m": "ий", "f": "яя", "n": "ее", "p": "ие"},
    "hard": {"m": "ый", "f": "ая", "n": "ое", "p": "ые"},
    "possessive": {"m": "ий", "f": "ья", "n": "ье", "p": "ьи"},
}
_SOFT_ENDS = frozenset("его ему им ем ий яя юю ей ею ее ие их ими".split())


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form of a noun can be: its nominative in the same number, gender ("p" for plurals), and case 0–5.

    `lemma` is the nominative singular.
    """

    nominative: str
    gender: str
    case: int
    lemma: str = ""


@dataclass(frozen=True)
class _Tables:
    plurals: dict[str, dict[str, tuple[str, ...]]]
    agreement: dict[str, tuple[frozenset[str], ...]]
    ends: frozenset[str]
    stressed: frozenset[str]
    abbreviations: dict[str, str]


def read_heads(nouns: Mapping[str, Iterable[str]]) -> dict[str, tuple[Reading, ...]]:
    """Return the readings of every form of some nouns, in small letters; `nouns` are listed by gender (m, f, n, p).

    >>> [reading.case for reading in read_heads({"m": ["совет"]})["совета"]]
    [1]
    """
    found: dict[str, list[Reading]] = {}
    for gender, words in nouns.items():
        for word in words:
            for form, reading in _readings(word, gender):
                if reading not in found.setdefault(form, []):
                    found[form].append(reading)
    return {form: tuple(readings) for form, readings in found.items()}


def _readings(word: str, gender: str) -> Iterable[tuple[str, Reading]]:
    singular = (word, *decline_noun(word))
    yield from ((form, Reading(word, gender, case, word)) for case, form in enumerate(singular))
    plural = _plural(word, gender)
    yield from ((form, Reading(plural[0], "p", case, word)) for case, form in enumerate(plural))


def _plural(word: str, gender: str) -> tuple[str, ...]:
    table = _tables().plurals.get(gender, {})
    for length in range(min(_LONGEST_END, len(word)), 0, -1):
        ends = table.get(word[-length:])
        if ends is not None:
            return tuple(word[: len(word) - length] + end for end in ends)
    return ()


def agrees(adjective: str, reading: Reading) -> bool:
    """Say whether an adjective can stand beside a noun so read; a man's accusative is not asked for.

    >>> agrees("Петроградского", Reading("совет", "m", 1)), agrees("Петроградская", Reading("совет", "m", 1))
    (True, False)
    """
    ends = _tables().agreement[reading.gender][reading.case]
    return adjective.lower().removesuffix(_REFLEXIVE).endswith(tuple(ends))


@lru_cache(maxsize=65536)
def is_adjective(word: str) -> bool:
    """Say whether a word ends like an adjective in some case: soft ends stand behind few letters.

    >>> [is_adjective(word) for word in ("рабочем", "Председателем", "красном", "заводом", "партией")]
    [True, False, True, False, False]
    """
    plain = word.lower().removesuffix(_REFLEXIVE)
    end = next((plain[-n:] for n in (3, 2) if plain[-n:] in _tables().ends), "")
    stem = plain[: len(plain) - len(end)]
    if not end or len(stem) < 2:
        return False
    if end == "ом":
        return stem[-1] in "нвкгхш" or plain[:-2] + "ой" in _tables().stressed
    return end not in _SOFT_ENDS or stem[-1] in "нжшщчкгхь"


@lru_cache(maxsize=65536)
def nominative_adjective(word: str, gender: str) -> str:
    """Return the nominative of an adjective for a gender, or for a plural ("p"); capitals stay.

    >>> [nominative_adjective(*pair) for pair in (("Рабочего", "m"), ("Третьем", "m"), ("Военно-морском", "m"))]
    ['Рабочий', 'Третий', 'Военно-морской']
    """
    reflexive = _REFLEXIVE if word.endswith(_REFLEXIVE) else ""
    plain = word.removesuffix(_REFLEXIVE)
    end = next((plain[-n:] for n in (3, 2) if plain[-n:].lower() in _tables().ends), "")
    if not end:
        return word
    stem = plain[: len(plain) - len(end)]
    sort = _sort_of(stem, end)
    stem = stem.removesuffix("ь")
    made = stem + _ENDS_OF_NOMINATIVE[sort][gender]
    if gender in ("m", "n") and (stem + "ой").lower().rpartition("-")[2] in _tables().stressed:
        made = stem + ("ой" if gender == "m" else "ое")
    return made + reflexive


def _sort_of(stem: str, end: str) -> str:
    last = stem[-1:].lower()
    if last == "ь" or end[0] == "ь":
        return "possessive"
    if last in "кгх":
        return "velar"
    if last in "жшщч":
        return "hushing"
    return "soft" if end.lower() in _SOFT_ENDS else "hard"


def like(written: str, form: str) -> str:
    """Return a form with the capital, or the capitals, of what is written."""
    if written[1:].isupper():
        return form.upper()
    return form[:1].upper() + form[1:] if written[:1].isupper() else form


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    raw = read_rules(_RULES)
    agreement = {
        gender: tuple(frozenset(case.split()) for case in cases) for gender, cases in raw["agreement"].items()
    }
    return _Tables(
        plurals={
            gender: {end: tuple(cases.split()) for end, cases in table.items()}
            for gender, table in raw["plural"].items()
        },
        agreement=agreement,
        ends=frozenset(end for cases in agreement.values() for case in cases for end in case),
        stressed=frozenset(raw["lists"]["stressed"]),
        abbreviations={word: gender for gender, words in raw["abbreviations"].items() for word in words},
    )
