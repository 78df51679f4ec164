"""The rows of a timeline: when things were, by what the sources say, with what is not certain kept apart."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from soviet_kg.dates.labels import date_label
from soviet_kg.model import Claim, Corpus, HistoricalDate, Mention, Precision, Stance
from soviet_kg.network.evidence import Reader
from soviet_kg.network.parts import Period, cover
from soviet_kg.network.style import looks

STARTS = ("startDate", "inception")
ENDS = ("endDate", "dissolution")
POINTS = ("date", "dateWritten")
PLANNED = ("scheduledDate",)
OFFICES = ("holdsPosition", "chairOf", "leaderOf", "memberOf")
_OF_OFFICES = {"from": "start", "until": "end", "date": "point"}
_ROLES = {
    **dict.fromkeys(STARTS, "start"),
    **dict.fromkeys(ENDS, "end"),
    **dict.fromkeys(POINTS, "point"),
    **dict.fromkeys(PLANNED, "planned"),
}
_DAYS = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that a claim gives, and what it is of its thing: start, end, point or planned."""

    role: str
    date: HistoricalDate
    claim: str

    @property
    def period(self) -> Period:
        """Return the first and the last day that it can mean."""
        return Period(self.date.earliest, self.date.latest)

    @property
    def is_exact(self) -> bool:
        """Return whether it is one day and no other."""
        return self.date.earliest == self.date.latest and not self.date.approximate

    @property
    def choices(self) -> tuple[Period, ...]:
        """Return the days of "18 or 19 November"; none for another date."""
        is_choice = self.date.edtf.startswith("[") and self.date.precision is Precision.DAY
        return tuple(map(_one_day, _DAYS.findall(self.date.edtf))) if is_choice else ()


def _one_day(iso: str) -> Period:
    day = dt.date.fromisoformat(iso)
    return Period(day, day)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the timeline: a thing, or an office that somebody held.

    `whole` is the longest time that it can have lasted; `sure` the part of it that is certain by its start and
    end, None where there is none or only single days are known.
    """

    id: str
    label: str
    group: str
    dates: tuple[Dated, ...]
    whole: Period
    sure: Period | None
    agreement: str
    weight: int

    @property
    def claims(self) -> tuple[str, ...]:
        """Return the ids of the claims that give its dates."""
        return tuple(dict.fromkeys(one.claim for one in self.dates))


def find_rows(corpus: Corpus, reader: Reader, period: Period | None = None) -> tuple[Row, ...]:
    """Return what has a date, by kind and then by time: events, bodies and parties, documents, offices.

    Publication dates stay out: they tell when a text was printed. With a period, only what can fall into it.
    """
    dated = [*_things(corpus, reader), *_offices(corpus, reader)]
    rows = (_row(*facts, reader) for facts in dated)
    kept = [row for row in rows if row and (period is None or row.whole.meets(period))]
    order = {name: number for number, name in enumerate(groups())}
    return tuple(sorted(kept, key=lambda row: (order[row.group], row.whole, row.label, row.id)))


def groups() -> tuple[str, ...]:
    """Return the headings of a timeline, in their order."""
    return ("events", *(look.plural for kind, look in looks().items() if kind != "Event"), "offices")


Facts = tuple[str, str, str, list[Dated], int]


def _things(corpus: Corpus, reader: Reader) -> Iterator[Facts]:
    ids = corpus.entity_ids()
    found: dict[str, list[Dated]] = defaultdict(list)
    for claim in corpus.claims:
        role = _ROLES.get(claim.predicate)
        if (
            role
            and isinstance(claim.object, HistoricalDate)
            and claim.stance in (Stance.ASSERTED, Stance.PLANNED)
        ):
            role = "planned" if claim.stance is Stance.PLANNED else role
            found[ids[claim.subject.key]].append(Dated(role, claim.object, claim.id))
    for thing, dates in found.items():
        entity = reader.entities[thing]
        yield thing, entity.label(reader.language), looks()[entity.kind].plural, dates, len(entity.mentions)


def _offices(corpus: Corpus, reader: Reader) -> Iterator[Facts]:
    for claim in corpus.claims:
        if claim.predicate in OFFICES and claim.stance is Stance.ASSERTED:
            dates = list(_office_dates(claim))
            if dates:
                holder = reader.label(claim.subject.key)
                yield f"claim/{claim.id}", f"{holder}: {_office(claim, reader)}", "offices", dates, 2


def _office(claim: Claim, reader: Reader) -> str:
    words = reader.value(claim)
    return words if not isinstance(claim.object, Mention) else f"{reader.edge_label(claim.id)} {words}"


def _office_dates(claim: Claim) -> Iterator[Dated]:
    for name, value in claim.qualifiers:
        if name in _OF_OFFICES and isinstance(value, HistoricalDate):
            yield Dated(_OF_OFFICES[name], value, claim.id)


def _row(name: str, label: str, group: str, dates: list[Dated], weight: int, reader: Reader) -> Row | None:
    unique = tuple({(one.role, one.date.edtf, one.period): one for one in reversed(dates)}.values())
    ordered = tuple(sorted(unique, key=lambda one: (one.period, one.role, one.claim)))
    whole = cover(one.period for one in ordered)
    if whole is None:
        return None
    agreement = reader.agreement([one.claim for one in dates])
    return Row(name, label, group, ordered, whole, _sure(ordered), agreement, weight)


def _sure(dates: Iterable[Dated]) -> Period | None:
    """Return the time between the last day that the start can be and the first that the end can be."""
    known = list(dates)
    starts = [one.date.latest for one in known if one.role == "start"]
    ends = [one.date.earliest for one in known if one.role == "end"]
    if not starts or not ends or max(starts) > min(ends):
        return None
    return Period(max(starts), min(ends))


def describe(row: Row, language: str = "en", *, planned: bool = True) -> str:
    """Return a row's dates for a reader, in both calendars: "3 (16) June – 24 June (7 July) 1917".

    Without `planned`, what was but planned is left out.
    """
    said = {role: _said(row, role, language) for role in ("start", "end", "point", "planned")}
    points = [words for words in said["point"] if words not in said["start"]]
    known = {*said["start"], *said["end"], *points}
    plans = [words for words in said["planned"] if words not in known]
    later = f"planned for {', '.join(plans)}" if plans and (planned or not known) else ""
    return "; ".join(filter(None, [_lasting(said["start"], said["end"]), " / ".join(points), later]))


def _said(row: Row, role: str, language: str) -> list[str]:
    return list(dict.fromkeys(date_label(one.date, language) for one in row.dates if one.role == role))


def _lasting(starts: list[str], ends: list[str]) -> str:
    if not starts or not ends:
        return " / ".join([f"from {words}" for words in starts] + [f"until {words}" for words in ends])
    first, last = " / ".join(starts), " / ".join(ends)
    year = last[-5:]
    return f"{first.removesuffix(year)} – {last}"
