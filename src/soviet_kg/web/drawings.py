"""The geometry of small drawings: a timeline, a thing and its neighbours, bars."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from soviet_kg.labels import date_label
from soviet_kg.model import Claim, HistoricalDate, Mention
from soviet_kg.web.catalogue import Catalogue
from soviet_kg.web.views import Value, name_of, property_label

_MOST = 16  # neighbours that a drawing has room for
WIDTH, HEIGHT = 480, 300  # of the drawing of a thing and its neighbours


@dataclass(frozen=True, slots=True)
class Moment:
    """A dated claim: `day` is the earliest day it can mean."""

    day: str
    date: str
    old: str
    what: str
    thing: Value
    claim: str
    stance: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A thing around another, at a place; `says` are the properties that join them."""

    thing: Value
    x: float
    y: float
    anchor: str
    says: str
    weight: float


def moments(claims: Iterable[Claim], catalogue: Catalogue, language: str) -> tuple[Moment, ...]:
    """Return what is dated, in the order of time; each thing once for a date and property."""
    found: dict[tuple[str, str, str], Moment] = {}
    for claim in claims:
        if isinstance(claim.object, HistoricalDate):
            thing = name_of(catalogue.thing(claim.subject), language)
            key = (claim.object.edtf, claim.predicate, thing.thing)
            found.setdefault(key, _moment(claim, claim.object, thing, language))
    return tuple(sorted(found.values(), key=lambda m: (m.day, m.date, m.thing.text, m.what)))


def _moment(claim: Claim, date: HistoricalDate, thing: Value, language: str) -> Moment:
    what = property_label(claim.predicate, language)
    label = date_label(date, language)
    return Moment(date.earliest.isoformat(), label, date.julian, what, thing, claim.id, str(claim.stance))


def neighbours(
    thing: str, claims: Iterable[Claim], catalogue: Catalogue, language: str
) -> tuple[Neighbour, ...]:
    """Return the things that claims join with one, those with most claims first, around a circle."""
    counts: Counter[str] = Counter()
    says: dict[str, dict[str, None]] = {}
    for claim in claims:
        for other in _things_of(claim, catalogue) - {thing}:
            counts[other] += 1
            says.setdefault(other, {})[property_label(claim.predicate, language)] = None
    chosen = [name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST]]
    return tuple(
        _place(
            name_of(catalogue.things[name], language), place, len(chosen), ", ".join(says[name]), counts[name]
        )
        for place, name in enumerate(chosen)
    )


def _things_of(claim: Claim, catalogue: Catalogue) -> set[str]:
    ends = (claim.subject, claim.object)
    return {catalogue.thing(end).id for end in ends if isinstance(end, Mention)}


def _place(thing: Value, place: int, count: int, says: str, weight: int) -> Neighbour:
    """Put every other thing on the right, so that names stand below each other and never over each other."""
    side, step = (1, place // 2) if place % 2 == 0 else (-1, place // 2)
    on_this_side = (count + (side == 1)) // 2
    y = HEIGHT * (step + 0.5) / on_this_side
    bend = math.sin(math.pi * (step + 0.5) / on_this_side)  # out in the middle, in at the ends
    x = WIDTH / 2 + side * (24 + 34 * bend)
    anchor = "start" if side == 1 else "end"
    return Neighbour(thing, round(x, 1), round(y, 1), anchor, says, min(1 + 0.7 * weight, 5))


@dataclass(frozen=True, slots=True)
class Bar:
    """A number of a chart, in hundredths of the widest."""

    label: str
    number: str
    width: float
    claim: str


def bars(rows: Sequence[tuple[str, float, str, str]]) -> tuple[Bar, ...]:
    """Return bars for (label, value, written number, claim id), as wide as their values."""
    widest = max((value for _, value, _, _ in rows), default=1) or 1
    return tuple(
        Bar(label, number, round(100 * value / widest, 1), claim) for label, value, number, claim in rows
    )
