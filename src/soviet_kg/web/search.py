"""Find a thing by any of its names, in either script."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from soviet_kg.web.catalogue import Catalogue
from soviet_kg.web.views import Value, name_of

_MOST = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, by which of its names, and how much is said of it."""

    thing: Value
    name: str
    claims: int


def find(catalogue: Catalogue, words: str, language: str, most: int = _MOST) -> tuple[Hit, ...]:
    """Return the things of which some name has words that begin like those wanted, the best known first.

    Case, accents and the letter ё do not matter. No words find nothing.
    """
    wanted = fold_name(words).split()
    if not wanted:
        return ()
    hits = (
        hit for entity in catalogue.things.values() for hit in _hit(catalogue, entity.id, wanted, language)
    )
    return tuple(sorted(hits, key=lambda hit: (-_rank(hit, wanted), -hit.claims, hit.thing.text)))[:most]


def _hit(catalogue: Catalogue, thing: str, wanted: list[str], language: str) -> Iterator[Hit]:
    entity = catalogue.things[thing]
    fitting = [name for name in names_of(catalogue, thing) if _fits(fold_name(name), wanted)]
    if fitting:
        yield Hit(name_of(entity, language), min(fitting, key=len), weight(catalogue, thing))


def _fits(name: str, wanted: list[str]) -> bool:
    return all(f" {word}" in f" {name}" for word in wanted)


def _rank(hit: Hit, wanted: list[str]) -> int:
    return int(fold_name(hit.name) == " ".join(wanted))


def names_of(catalogue: Catalogue, thing: str) -> tuple[str, ...]:
    """Return every name of a thing, its labels first, each once."""
    entity = catalogue.things[thing]
    return tuple(dict.fromkeys(form for _, form in (*entity.labels, *entity.aliases)))


def weight(catalogue: Catalogue, thing: str) -> int:
    """Return in how many claims a thing stands."""
    return len(catalogue.about.get(thing, ())) + len(catalogue.elsewhere.get(thing, ()))


def fold_name(name: str) -> str:
    """Return a name without case, accents and signs: "Ёлкин-Петров" → "елкин петров"."""
    plain = unicodedata.normalize("NFD", name.casefold()).replace("и\u0306", "й")
    letters = (char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join("".join(letters).split())


def index_rows(catalogue: Catalogue, language: str) -> list[Mapping[str, object]]:
    """Return what a page without a server searches in: each thing's label, kind, weight and folded names."""
    return [
        {
            "id": thing,
            "label": entity.label(language),
            "kind": str(entity.kind),
            "claims": weight(catalogue, thing),
            "names": [fold_name(name) for name in names_of(catalogue, thing)],
        }
        for thing, entity in catalogue.things.items()
    ]
