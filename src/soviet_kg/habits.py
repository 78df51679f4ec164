"""What the reader of texts knows of writing habits: `ontology/reading.toml`, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from soviet_kg.errors import BadDataFile
from soviet_kg.resources import find_resource

_TABLES = {
    "abbreviations": ("never_last", "before_number", "sometimes_last"),
    "openers": ("words", "speech_verbs", "joining"),
    "lines": (
        "signers",
        "offices",
        "describing",
        "labels",
        "back_matter",
        "bibliographies",
        "months",
        "around_dates",
    ),
    "boilerplate": ("navigation", "image"),
}


@dataclass(frozen=True, slots=True)
class Habits:
    """The word lists of `ontology/reading.toml`; each attribute is explained there."""

    never_last: frozenset[str]
    before_number: frozenset[str]
    sometimes_last: frozenset[str]
    words: frozenset[str]
    speech_verbs: frozenset[str]
    joining: frozenset[str]
    signers: frozenset[str]
    offices: frozenset[str]
    describing: frozenset[str]
    labels: frozenset[str]
    back_matter: frozenset[str]
    bibliographies: frozenset[str]
    months: frozenset[str]
    around_dates: frozenset[str]
    navigation: frozenset[str]
    image: frozenset[str]


@cache
def read_habits() -> Habits:
    """Return the word lists. Raises BadDataFile where the file is broken or a list is missing or unknown."""
    path = find_resource("ontology/reading.toml")
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadDataFile(f"{path}: {error}; correct the file or install soviet-kg again") from error
    found = {table: tuple(sorted(lists)) for table, lists in tables.items()}
    if found != {table: tuple(sorted(names)) for table, names in _TABLES.items()}:
        raise BadDataFile(f"{path}: must have these lists and no others: {_TABLES}")
    return Habits(
        **{name: frozenset(tables[table][name]) for table, names in _TABLES.items() for name in names}
    )
