"""The closed classes of a language: what says how the parts of a clause belong together.

They are data: `ontology/grammar/function-words.LANGUAGE.toml`. A mark is what a noun is attached by: a
preposition or, in a language with cases, a case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from soviet_kg.errors import BadDataFile
from soviet_kg.names import read_rules


@dataclass(frozen=True, eq=False)
class FunctionWords:
    """The classes of `function-words.LANGUAGE.toml`; `pronouns` gives the kinds of things that each can mean."""

    owner: tuple[str, ...]
    agent: tuple[str, ...]
    origin: tuple[str, ...]
    controller: tuple[str, ...]
    capacity: tuple[str, ...]
    clinging: tuple[str, ...]
    naming: tuple[str, ...]
    about: tuple[str, ...]
    aside: tuple[str, ...]
    relative: frozenset[str]
    personal: frozenset[str]
    one: frozenset[str]
    definite: frozenset[str]
    negative: frozenset[str]
    without: frozenset[str]
    infinitive: frozenset[str]
    impersonal: frozenset[str]
    general: frozenset[str]
    pronouns: Mapping[str, frozenset[str]]
    plural: frozenset[str]


@lru_cache(maxsize=4)
def load_function_words(language: str) -> FunctionWords:
    """Return the function words of a language by its code. Raises BadDataFile for a class unknown or missing."""
    name = f"ontology/grammar/function-words.{language}.toml"
    raw = read_rules(name)
    single, plural = (_by_word(raw["pronouns"][number]) for number in ("singular", "plural"))
    classes: dict[str, Any] = {
        **{key: tuple(marks) for key, marks in raw["marks"].items()},
        **{key: frozenset(words.split()) for key, words in raw["words"].items()},
        "pronouns": single | plural,
        "plural": frozenset(plural),
    }
    if wrong := sorted({field.name for field in fields(FunctionWords)} ^ set(classes)):
        raise BadDataFile(f"{name}: {wrong[0]} is unknown or missing; compare function-words.en.toml")
    return FunctionWords(**classes)


def _by_word(kinds: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return the kinds of things that each pronoun can mean."""
    words = {word for listed in kinds.values() for word in listed.split()}
    return {word: frozenset(k for k, listed in kinds.items() if word in listed.split()) for word in words}
