"""Which words of a name say whom it means: "Petrograd" does, "Executive Committee" does not."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from soviet_kg.errors import BadDataFile
from soviet_kg.names import read_rules, slugify
from soviet_kg.resources import find_resource

_FILE = "ontology/judgements/evidence.toml"
_NEEDED = {
    "thresholds": "same ask different",
    "weights": """
        surname_of_one surname_of_two surname_of_many second_surname given_same given_fits given_differs
        patronymic_same patronymic_fits patronymic_differs no_given office_same party_same party_differs title_same
        one_document name_same name_recurs name_dated name_generic name_with_place name_inside told_apart kind_differs
        script_differs day_same day_near day_far year_far place_same place_differs claim_shared claims_shared_most""",
    "bounds": "largest_block near_days far_days",
    "words": "generic recurring another titles ties",
}
_WORD = re.compile(r"[a-z0-9]+")
_MONTHS = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|\d+)$"
)


@lru_cache(maxsize=1)
def evidence_rules() -> dict[str, Any]:
    """Return what `ontology/judgements/evidence.toml` says, with the common nouns and titles of `english.toml` added.

    Raises BadDataFile where a number or a list is missing.
    """
    rules = read_rules(_FILE)
    for table, names in _NEEDED.items():
        if missing := [name for name in names.split() if name not in rules.get(table, {})]:
            raise BadDataFile(f"{find_resource(_FILE)}: [{table}] has no {', '.join(missing)}; add it")
    english = read_rules("ontology/names/english.toml")
    words = {name: frozenset(listed) for name, listed in rules["words"].items()}
    words["generic"] |= {word for phrase in english["common"] for word in name_words(phrase)}
    words["titles"] |= {title.lower().rstrip(".") for title in english["titles"]}
    return {**rules, "words": words}


def name_words(name: str) -> frozenset[str]:
    """Return the words of a name, small and in Latin letters, without signs.

    >>> sorted(name_words("Soviet of Peasants' Deputies"))
    ['deputies', 'of', 'peasants', 'soviet']
    """
    plain = name.replace("'", "").replace("’", "")
    if plain.isascii():  # as slugify does, four times as fast
        return frozenset(_WORD.findall(plain.lower()))
    return frozenset(slugify(plain).split("-"))


def is_telling(word: str) -> bool:
    """Say whether a word of a name says which one is meant: no common noun, no day."""
    words = evidence_rules()["words"]
    return word not in words["generic"] and word not in words["ties"] and not _MONTHS.match(word)


def content_words(name: str) -> frozenset[str]:
    """Return the words of a name without those that only tie others together."""
    ties: frozenset[str] = evidence_rules()["words"]["ties"]
    return name_words(name) - ties
