"""What is known beside the documents: who was of which party, what is part of what, when a thing began and ended.

These facts are compared with what sources say, and are shown as the gazetteer's; they are claims of no source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from soviet_kg.errors import BadDataFile
from soviet_kg.resources import find_resource

COLUMNS = {
    "affiliations.tsv": ("person", "party", "source"),
    "cities.tsv": ("city", "source"),
    "lifetimes.tsv": ("thing", "inception", "dissolution", "source"),
    "wings.tsv": ("wing", "party", "source"),
}
_MAY_BE_EMPTY = ("inception", "dissolution")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Lifetime:
    """The years in which a thing began and ended; None where that is not known."""

    inception: int | None
    dissolution: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Known:
    """Facts by slug of the gazetteer: parties of a person, wholes of a wing, years of a thing, and cities."""

    parties: Mapping[str, tuple[tuple[str, str], ...]]
    wings: Mapping[str, tuple[str, ...]]
    lifetimes: Mapping[str, Lifetime]
    cities: frozenset[str] = frozenset()

    def wholes(self, party: str) -> frozenset[str]:
        """Return the party and everything that it is, or was, a wing of."""
        found, waiting = {party}, [party]
        while waiting:
            above = [whole for whole in self.wings.get(waiting.pop(), ()) if whole not in found]
            found.update(above)
            waiting += above
        return frozenset(found)

    def fits(self, person: str, party: str) -> bool:
        """Say whether a party is one of the person's, the whole of one, or a wing of the narrowest one known.

        True where nothing is known of the person, and where an unknown group is called after a known party
        ("trudovik-faction-of-…").
        """
        own = {name for name, _ in self.parties.get(person, ())}
        wholes = {whole for name in own for whole in self.wholes(name)}
        if not own or party in wholes or any(_stem(name) in party for name in own):
            return True
        return any(name in self.wholes(party) for name, _ in self.narrowest(person))

    def narrowest(self, person: str) -> tuple[tuple[str, str], ...]:
        """Return the parties of a person, with the sources, without those that another of them is a wing of."""
        own = self.parties.get(person, ())
        return tuple(
            (name, why)
            for name, why in own
            if not any(name != other and name in self.wholes(other) for other, _ in own)
        )


@cache
def read_known(folder: Path | None = None) -> Known:
    """Read the tables in `folder`, else in the packaged `ontology/known`. Raises BadDataFile, with file and line."""
    folder = folder or find_resource("ontology/known")
    if findings := lint_known(folder):
        raise BadDataFile(findings[0])
    return Known(
        parties=_grouped((person, (party, why)) for person, party, why in _rows(folder / "affiliations.tsv")),
        wings=_grouped((wing, party) for wing, party, _ in _rows(folder / "wings.tsv")),
        lifetimes={
            thing: Lifetime(_year(first), _year(last), why)
            for thing, first, last, why in _rows(folder / "lifetimes.tsv")
        },
        cities=frozenset(city for city, _ in _rows(folder / "cities.tsv")),
    )


def _stem(slug: str) -> str:
    """Return what a group that is called after a party has in its name: "trudovik" for "trudoviks"."""
    return slug.removesuffix("-party").removesuffix("s")


def _grouped(pairs: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    groups: dict[str, list[_T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _year(cell: str) -> int | None:
    return int(cell) if cell else None


def _rows(path: Path) -> Iterator[list[str]]:
    yield from (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:])


def lint_known(folder: Path, slugs: frozenset[str] | None = None) -> tuple[str, ...]:
    """Return what is wrong with the tables of `folder`, each finding with file and line.

    `slugs` are those of the gazetteer: a row about anything else is a finding; None does not look.
    """
    return tuple(finding for name in COLUMNS for finding in _lint_file(folder / name, slugs))


def _lint_file(path: Path, slugs: frozenset[str] | None) -> Iterator[str]:
    columns = COLUMNS[path.name]
    if not path.is_file():
        yield f"{path}: missing; a file with the header {' '.join(columns)} will do"
        return
    header, *lines = path.read_text(encoding="utf-8").splitlines() or [""]
    if tuple(header.split("\t")) != columns:
        yield f"{path}:1: the columns must be {' '.join(columns)}, separated by tabs"
        return
    for number, line in enumerate(lines, start=2):
        yield from (f"{path}:{number}: {what}" for what in _lint_row(line.split("\t"), columns, slugs))
    if lines != sorted(set(lines)):
        yield f"{path}: rows must be sorted and unlike each other; sort -u the lines below the header"


def _lint_row(cells: list[str], columns: tuple[str, ...], slugs: frozenset[str] | None) -> Iterator[str]:
    if len(cells) != len(columns):
        yield f"must have {len(columns)} cells"
        return
    row = dict(zip(columns, cells, strict=True))
    for name, cell in row.items():
        if not cell.strip() and name not in _MAY_BE_EMPTY:
            yield f"{name} is empty"
        if name in _MAY_BE_EMPTY and cell and not (cell.isdigit() and len(cell) == 4):
            yield f"{name} {cell!r} must be a year of four digits"
        if slugs is not None and name in ("person", "party", "wing", "thing", "city") and cell not in slugs:
            yield f"{name} {cell!r} is no slug of the gazetteer"
