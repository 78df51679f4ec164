"""Read what lies in `ontology/wikidata/`: properties, classes, the weights of the signs."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from soviet_kg.errors import BadDataFile
from soviet_kg.resources import find_resource

FOLDER = "ontology/wikidata"


@dataclass(frozen=True, slots=True)
class Mapping:
    """One property of ours as a property of Wikidata; `qualifiers` pairs ours with theirs.

    `single`: an item has one such value. `inverse`: the statement stands on the object's item.
    """

    property: str
    pid: str
    value: str
    subject: frozenset[str]
    object: frozenset[str]
    inverse: bool
    single: bool
    qualifiers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Properties:
    """`properties.toml`: the mappings, the parts of a reference, what tells namesakes apart, and all PIDs by name."""

    mappings: tuple[Mapping, ...]
    reference: dict[str, str]
    evidence: dict[str, str]
    pids: dict[str, str]
    not_cited: frozenset[str]

    def fitting(self, name: str, subject: str, value: str) -> tuple[Mapping, ...]:
        """Return the mappings for a property between two kinds; `value` is a kind, "time" or "text"."""
        return tuple(row for row in self.mappings if row.property == name and _fits(row, subject, value))


def _fits(row: Mapping, subject: str, value: str) -> bool:
    if row.subject and subject not in row.subject:
        return False
    return row.value == value or (row.value == "item" and (value in row.object or not row.object))


@dataclass(frozen=True, slots=True)
class Weights:
    """`scoring.toml`, table by table."""

    thresholds: dict[str, float]
    name: dict[str, float]
    more: dict[str, float]
    less: dict[str, float]
    refuses: dict[str, str]
    sorts: dict[str, list[str]]
    fold: dict[str, str]
    ask_also: dict[str, str]


@dataclass(frozen=True, slots=True)
class Classes:
    """`classes.toml`: our kind for each class, which kind goes before which, and what each may be there."""

    kinds: dict[str, str]
    order: tuple[str, ...]
    may_be: dict[str, frozenset[str]]

    def kind(self, classes: frozenset[str]) -> str:
        """Return our kind for an item of these classes, "" for none."""
        found = {self.kinds[name] for name in classes if name in self.kinds}
        return next((kind for kind in self.order if kind in found), "")


@cache
def read_properties() -> Properties:
    """Read `properties.toml`. Raises BadDataFile for a PID that is not listed there by name, or a missing key."""
    raw = _read("properties.toml")
    try:
        mappings = tuple(_mapping(row) for row in raw["statement"])
        cited = frozenset(raw["not_cited"]["publishers"])
        made = Properties(mappings, raw["reference"], raw["evidence"], raw["pids"], cited)
    except (KeyError, TypeError) as error:
        raise BadDataFile(f"{FOLDER}/properties.toml: {error} is missing or misplaced") from error
    used = {row.pid for row in mappings} | {pid for row in mappings for _, pid in row.qualifiers}
    unknown = sorted((used | {*made.reference.values(), *made.evidence.values()}) - made.pids.keys())
    if unknown:
        raise BadDataFile(
            f"{FOLDER}/properties.toml: {', '.join(unknown)}: say under [pids] what it is called"
        )
    return made


def _mapping(row: dict[str, Any]) -> Mapping:
    return Mapping(
        property=row["property"],
        pid=row["pid"],
        value=row["value"],
        subject=frozenset(row.get("subject", ())),
        object=frozenset(row.get("object", ())),
        inverse=row.get("inverse", False),
        single=row.get("single", False),
        qualifiers=tuple(row.get("qualifiers", {}).items()),
    )


@cache
def read_weights() -> Weights:
    """Read `scoring.toml`. Raises BadDataFile for a missing table."""
    raw = _read("scoring.toml")
    try:
        return Weights(**{name: raw[name] for name in Weights.__slots__})
    except KeyError as error:
        raise BadDataFile(f"{FOLDER}/scoring.toml: the table {error} is missing") from error


@cache
def read_classes() -> Classes:
    """Read `classes.toml`. Raises BadDataFile for a missing table."""
    raw = _read("classes.toml")
    try:
        may_be = {kind: frozenset(others) for kind, others in raw["may_be"].items()}
        return Classes(raw["kinds"], tuple(raw["order"]["kinds"]), may_be)
    except KeyError as error:
        raise BadDataFile(f"{FOLDER}/classes.toml: the table {error} is missing") from error


def _read(name: str) -> dict[str, Any]:
    path = find_resource(f"{FOLDER}/{name}")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadDataFile(f"{path}: {error}; correct the file") from error
