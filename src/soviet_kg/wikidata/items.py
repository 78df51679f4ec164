"""What Wikidata says of an item, as far as we read it: names, kind, statements."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from soviet_kg.dates import gregorian_to_julian
from soviet_kg.model import Calendar

QID = re.compile(r"Q[1-9]\d*")
PRECISIONS = {9: "year", 10: "month", 11: "day"}

Name = tuple[str, str]  # language, form; as everywhere


@dataclass(frozen=True, slots=True)
class WikiTime:
    """A time value: `digits` are Gregorian ("1917-11-07", "1917-11", "1917"), as Wikidata's RDF gives them.

    `calendar` is the one in which an editor entered it, and in which its pages show it. Precisions coarser than a
    year are not kept.
    """

    digits: str
    calendar: Calendar = Calendar.GREGORIAN

    @property
    def year(self) -> int:
        """Return the year."""
        return int(self.digits[:4])

    @property
    def own_digits(self) -> str:
        """Return the digits in its own calendar, as Wikidata's pages show them."""
        if self.calendar is Calendar.JULIAN and len(self.digits) == len("1917-11-07"):
            return str(gregorian_to_julian(self.days[0]))
        return self.digits

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """Return the first and the last day that it can mean."""
        parts = [int(part) for part in self.digits.split("-")]
        match parts:
            case [year]:
                return dt.date(year, 1, 1), dt.date(year, 12, 31)
            case [year, month]:
                after = dt.date(year + month // 12, month % 12 + 1, 1)
                return dt.date(year, month, 1), after - dt.timedelta(1)
            case _:
                day = dt.date(*parts)
                return day, day


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of an item: `value` is a QID, a time or text.

    `guid` is Wikidata's name for the statement, "" in a snapshot that was not taken from Wikidata itself; `sourced`
    says whether it has a reference. Deprecated statements are not read.
    """

    pid: str
    value: str | WikiTime
    guid: str = ""
    preferred: bool = False
    sourced: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `kind` is ours ("Person" …), "Position", "Name", or "" where its classes are none that we know.

    `years` are years that belong to it, without it being said how.
    """

    qid: str
    kind: str
    labels: tuple[Name, ...]
    aliases: tuple[Name, ...] = ()
    description: str = ""
    statements: tuple[Statement, ...] = ()
    years: tuple[int, ...] = ()

    def label(self, language: str = "en") -> str:
        """Return the label in that language, else in English, else any, else the QID."""
        known = dict(self.labels)
        return known.get(language) or known.get("en") or next(iter(known.values()), self.qid)

    def values(self, pid: str) -> tuple[str | WikiTime, ...]:
        """Return the values of a property."""
        return tuple(statement.value for statement in self.statements if statement.pid == pid)

    def year(self, pid: str) -> int | None:
        """Return the first year that it has for a property."""
        return min((value.year for value in self.values(pid) if isinstance(value, WikiTime)), default=None)
