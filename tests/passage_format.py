"""Read passages made for testing: text in bracket notation, and the claims it should yield.

A passage is a table of a TOML file. In its text `[the Congress|c:Event]` brackets words that stand for the
thing `c`, which is an Event; brackets nest, and the same id comes again wherever the thing does. `$document`
is the text itself. Claims are lines `subject | property | object | qualifier=value …`; an object is an id, a
Gregorian date in EDTF, a number or words in double quotes, as the property asks; ` || ` parts readings of
which any one will do. `claims` are expected, `allows` need not be found (`*` there is any object), `refuses`
must not be asserted. The properties are in `passages/contract.tsv`.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from soviet_kg.model import Kind, Span

FOLDER = Path(__file__).parent / "passages"
BARS = FOLDER / "bars.toml"
DOCUMENT = "$document"
ANY = "*"
STYLES = (
    *("encyclopaedia", "eyewitness", "minutes", "decree", "proclamation"),
    *("diary", "bibliography", "infobox", "report"),
)
_TOKEN = re.compile(r"\[|\|(?P<id>\$?[\w-]+):(?P<kind>[A-Z][a-z]+)\]|\]")
_FACTS = ("calendar", "date", "title")
_KEYS = {"name", "style", "covers", "text", "claims", "allows", "refuses", *_FACTS}


class BadPassageError(ValueError):
    """A passage that cannot be read; the message names file, passage and remedy."""


@dataclass(frozen=True, slots=True)
class Sort:
    """What a property joins: kinds of subject and of object ("any", "same kind"), and the sort of object."""

    domain: tuple[str, ...]
    range: tuple[str, ...]
    object: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One claim as a person would state it: ids, a date, a number or words."""

    subject: str
    predicate: str
    object: str | float
    qualifiers: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Write it as in the file."""
        value = f"{self.object:g}" if isinstance(self.object, float) else self.object
        qualifiers = " ".join(f"{name}={text}" for name, text in self.qualifiers)
        return " | ".join(filter(None, (self.subject, self.predicate, value, qualifiers)))


@dataclass(frozen=True, slots=True)
class Passage:
    """A text without its brackets, the things in it, and what is and is not to be read from it.

    `spans` has for each id the stretches of `text` that were bracketed; an expected claim is a tuple of
    readings of which any one will do; `facts` are what it states about itself (calendar, date, title).
    """

    name: str
    file: str
    style: str
    covers: tuple[str, ...]
    facts: Mapping[str, str]
    text: str
    kinds: Mapping[str, Kind]
    spans: Mapping[str, tuple[Span, ...]]
    claims: tuple[tuple[Reading, ...], ...]
    allows: tuple[Reading, ...]
    refuses: tuple[Reading, ...]

    def readings(self) -> Iterable[Reading]:
        """Yield every reading of every expected claim."""
        return (one for several in self.claims for one in several)


def read_contract() -> dict[str, Sort]:
    """Return for every property what it joins."""
    lines = (FOLDER / "contract.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return {
        name: Sort(tuple(left.split("|")), tuple(right.split("|")), sort) for name, left, right, sort in rows
    }


def passage_files(folder: Path = FOLDER) -> list[Path]:
    """Return the files of passages in a folder, sorted."""
    return [path for path in sorted(folder.glob("*.toml")) if path.name != BARS.name]


def read_passages(path: Path) -> tuple[Passage, ...]:
    """Read the passages of one TOML file, in order; raises BadPassageError for one that does not hold."""
    contract = read_contract()
    tables = tomllib.loads(path.read_text(encoding="utf-8"))["passage"]
    return tuple(_read_table(path.name, table, contract) for table in tables)


def _read_table(file: str, table: dict[str, Any], contract: Mapping[str, Sort]) -> Passage:
    place = f"{file}: {table.get('name', '?')}"
    _require(set(table) <= _KEYS, f"{place}: unknown keys {sorted(set(table) - _KEYS)}")
    _require(table["style"] in STYLES, f"{place}: style must be one of {', '.join(STYLES)}")
    text, kinds, spans = read_brackets(table["text"], place)

    def readings(lines: Iterable[str]) -> tuple[Reading, ...]:
        return tuple(_read_line(line, kinds, contract, place) for line in lines)

    return Passage(
        name=table["name"],
        file=file,
        style=table["style"],
        covers=tuple(table["covers"]),
        facts={key: table[key] for key in _FACTS if key in table},
        text=text,
        kinds=kinds,
        spans=spans,
        claims=tuple(readings(line.split(" || ")) for line in table["claims"]),
        allows=readings(table.get("allows", ())),
        refuses=readings(table.get("refuses", ())),
    )


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise BadPassageError(message)


def read_brackets(written: str, place: str) -> tuple[str, dict[str, Kind], dict[str, tuple[Span, ...]]]:
    """Take the brackets out of a text: return what is left, the kind of each id, and where each id stands.

    Square brackets without `|id:Kind` are the text's own, as in "[O.S.]". `place` is for the message.
    """
    pairs = _pair_brackets(written, place)
    offsets, text = _drop(written, pairs)
    kinds: dict[str, Kind] = {DOCUMENT: Kind.DOCUMENT}
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for start, tail in pairs:
        kind = Kind(tail["kind"])
        _require(kinds.setdefault(tail["id"], kind) == kind, f"{place}: {tail['id']} is of two kinds")
        spans[tail["id"]].append(Span(offsets[start], offsets[tail.start()]))
    return text, kinds, {name: tuple(sorted(where)) for name, where in sorted(spans.items())}


def _pair_brackets(written: str, place: str) -> list[tuple[int, re.Match[str]]]:
    openers: list[int] = []
    pairs: list[tuple[int, re.Match[str]]] = []
    for token in _TOKEN.finditer(written):
        if token.group() == "[":
            openers.append(token.start())
        elif token["id"]:
            _require(bool(openers), f"{place}: {token.group()!r} closes no bracket")
            pairs.append((openers.pop(), token))
        elif openers:
            openers.pop()
    return pairs


def _drop(written: str, pairs: Iterable[tuple[int, re.Match[str]]]) -> tuple[list[int], str]:
    dropped = {at for start, tail in pairs for at in (start, *range(tail.start(), tail.end()))}
    offsets: list[int] = []
    kept: list[str] = []
    for at, letter in enumerate(written):
        offsets.append(len(kept))
        if at not in dropped:
            kept.append(letter)
    return offsets, "".join(kept)


def _read_line(line: str, kinds: Mapping[str, Kind], contract: Mapping[str, Sort], place: str) -> Reading:
    parts = [part.strip() for part in line.split(" | ")]
    where = f"{place}: {line!r}"
    _require(len(parts) in (3, 4), f"{where} is not subject | property | object | qualifiers")
    _require(parts[1] in contract, f"{where}: no such property in contract.tsv")
    words = shlex.split(parts[3]) if len(parts) == 4 else []
    _require(all("=" in word for word in words), f"{where}: a qualifier has no '='")
    pairs = tuple(sorted((name, text) for name, _, text in (word.partition("=") for word in words)))
    _check(parts, kinds, contract[parts[1]], where)
    number = contract[parts[1]].object == "number" and parts[2] != ANY
    value = float(parts[2]) if number else parts[2]
    return Reading(parts[0], parts[1], value, pairs)


def _check(parts: list[str], kinds: Mapping[str, Kind], sort: Sort, where: str) -> None:
    subject, _, value = parts[:3]
    _require(subject in kinds, f"{where}: {subject!r} has no bracket")
    _require(
        sort.domain == ("any",) or kinds[subject] in sort.domain, f"{where}: subject is no {sort.domain}"
    )
    if value == ANY:
        return
    if sort.object == "date":
        _require(bool(re.match(r"\[?\d{4}", value)), f"{where}: the object is no date")
    elif sort.object == "text":
        words = value.startswith('"') and value.endswith('"')
        _require(
            words or ("Document" in sort.range and value in kinds), f"{where}: the object is not in quotes"
        )
    elif sort.object == "entity":
        _require(value in kinds, f"{where}: {value!r} has no bracket")
        wanted = sort.domain if sort.range == ("same kind",) else sort.range
        _require(kinds[value] in wanted, f"{where}: object is no {wanted}")
