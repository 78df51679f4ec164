"""Answers as tables: cells that link, and the congresses with their days and delegates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from soviet_kg.labels import date_label
from soviet_kg.model import Claim, HistoricalDate, Mention, Quantity, Stance
from soviet_kg.query import QueryResult, format_result
from soviet_kg.terms import PREFIXES
from soviet_kg.web.drawings import Bar, bars
from soviet_kg.web.edition import Volume
from soviet_kg.web.views import Said, Value, name_of, say

PAGES = ("id", "claim", "source", "disagreement")  # the spaces of which each thing has a page
_DAYS = ("startDate", "date", "endDate", "scheduledDate")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: `page` is the address of a page of ours, `link` one elsewhere; both "" for words."""

    text: str
    page: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """An answer: `graph` is Turtle, for a query that makes one; `total` counts the rows before a cut."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    truth: str = ""
    graph: str = ""


def rows_of(result: QueryResult, most: int = 1000) -> Table:
    """Return an answer as a table of at most so many rows."""
    if result.form == "graph":
        graph = format_result(result, "turtle")
        return Table((), (), result.content.count(b"\n"), graph=graph[:200_000])
    parsed = json.loads(result.content)
    if result.form == "truth":
        return Table((), (), 0, truth="yes" if parsed["boolean"] else "no")
    columns, found = tuple(parsed["head"]["vars"]), parsed["results"]["bindings"]
    rows = tuple(tuple(_cell(row.get(name)) for name in columns) for row in found[:most])
    return Table(columns, rows, len(found))


def _cell(term: dict[str, Any] | None) -> Cell:
    if term is None:
        return Cell("")
    value = term["value"]
    if term["type"] != "uri":
        return Cell(value if isinstance(value, str) else json.dumps(value))
    for prefix, space in PREFIXES.items():
        if value.startswith(space):
            local = value.removeprefix(space)
            page = (prefix, unquote(local)) if prefix in PAGES else ()
            return Cell(f"{prefix}:{local}", page, "" if page else _safe_link(value))
    return Cell(value, link=_safe_link(value))


def _safe_link(value: str) -> str:
    """Return an address that may be followed: not one that runs something."""
    return value if value.startswith(("https://", "http://")) else ""


def terms_of(result: QueryResult) -> Iterator[tuple[str, ...]]:
    """Give the rows of an answer, IRIs in full."""
    parsed = json.loads(result.content)
    for row in parsed["results"]["bindings"]:
        yield tuple(row[name]["value"] if name in row else "" for name in parsed["head"]["vars"])


# --- congresses ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a congress: `new` and `old` style, in how many documents."""

    what: str
    label: str
    new: str
    old: str
    claims: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """How one document divides the delegates."""

    title: str
    document: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Congress:
    """A congress with what is said of its days and delegates."""

    thing: Value
    first: str
    days: tuple[Day, ...]
    totals: tuple[Said, ...]
    charts: tuple[Chart, ...]


def congresses(volume: Volume, language: str) -> tuple[Congress, ...]:
    """Return the congresses of which a day or a number is claimed, in the order of time."""
    names = [name for (name,) in terms_of(volume.questions.ask_named("congresses"))]
    found = [_congress(volume, unquote(name.removeprefix(PREFIXES["id"])), language) for name in names]
    kept = (congress for congress in found if congress.days or congress.totals or congress.charts)
    return tuple(sorted(kept, key=lambda congress: (congress.first or "9", congress.thing.text)))


def _congress(volume: Volume, name: str, language: str) -> Congress:
    catalogue = volume.catalogue
    claims = [c for c in catalogue.about.get(name, ()) if c.stance in (Stance.ASSERTED, Stance.PLANNED)]
    days = tuple(_days(claims, volume, language))
    counts = [claim for claim in claims if claim.predicate == "delegateCount"]
    totals = tuple(
        say(c, catalogue, language) for c in counts if not isinstance(dict(c.qualifiers).get("of"), Mention)
    )
    first = min((day.new for day in days), default="")
    return Congress(
        name_of(catalogue.things[name], language),
        first,
        days,
        totals,
        tuple(_charts(counts, volume, language)),
    )


def _days(claims: list[Claim], volume: Volume, language: str) -> Iterator[Day]:
    found: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        if claim.predicate in _DAYS and isinstance(claim.object, HistoricalDate):
            found.setdefault((claim.predicate, claim.object.edtf), []).append(claim)
    for (_, edtf), same in sorted(found.items(), key=lambda item: (item[0][1], _DAYS.index(item[0][0]))):
        date = same[0].object
        assert isinstance(date, HistoricalDate)
        said = tuple(say(claim, volume.catalogue, language) for claim in same)
        yield Day(said[0].label, date_label(date, language), edtf, date.julian, said)


def _charts(counts: list[Claim], volume: Volume, language: str) -> Iterator[Chart]:
    """Give a chart for each document, measure and unit in which two parties or more are counted."""
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in counts:
        qualifiers = dict(claim.qualifiers)
        if isinstance(claim.object, Quantity) and isinstance(qualifiers.get("of"), Mention):
            key = (claim.quote.document, str(qualifiers.get("measure", "")), claim.object.unit)
            groups.setdefault(key, []).append(claim)
    for (document, measure, unit), same in groups.items():
        rows = list(_bar_rows(same, volume, language))
        if len(rows) > 1:
            title = ", ".join(part for part in (measure, unit) if part)
            yield Chart(title, document, bars(sorted(rows, key=lambda row: -row[1])))


def _bar_rows(claims: list[Claim], volume: Volume, language: str) -> Iterator[tuple[str, float, str, str]]:
    for claim in claims:
        of, count = dict(claim.qualifiers)["of"], claim.object
        assert isinstance(of, Mention)
        assert isinstance(count, Quantity)
        number = (
            f"{'≈ ' if count.approximate else ''}{count.value:.10g}{' %' if count.unit == 'percent' else ''}"
        )
        yield volume.catalogue.thing(of).label(language), count.value, number, claim.id
