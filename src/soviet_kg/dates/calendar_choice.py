"""Which calendar one day is written in, and why: the first rule that has an opinion decides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import product

from soviet_kg.dates.calendars import REFORM, Day, is_day, is_pair, julian_to_gregorian
from soviet_kg.dates.forms import End
from soviet_kg.model import Calendar

NAMES = {Calendar.JULIAN: "Old Style", Calendar.GREGORIAN: "New Style", Calendar.UNSPECIFIED: "no calendar"}
MARKS = {"J": Calendar.JULIAN, "G": Calendar.GREGORIAN}
BOTH_STYLES = "both styles given"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Choice:
    """A day, the calendar it is written in, and the reason; `mismatch` is what is wrong with a pair."""

    day: Day
    calendar: Calendar
    reason: str
    mismatch: str = ""


def choose(end: End, year: int, month: int, calendar: Calendar, reason: str) -> Choice:
    """Return the day and its calendar; `calendar` and `reason` hold where the words do not decide."""
    if end.other:
        return _choose_pair(end, year, month, calendar, reason)
    day = Day(year, month, end.day or 1)
    for opinion in (_by_mark(end), _by_weekday(end, day), _by_reform(day)):
        if opinion:
            return Choice(day, *opinion)
    return Choice(day, calendar, reason)


def _by_mark(end: End) -> tuple[Calendar, str] | None:
    if not end.mark:
        return None
    return MARKS[end.mark], f"marked {NAMES[MARKS[end.mark]]} in the text"


def _by_weekday(end: End, day: Day) -> tuple[Calendar, str] | None:
    """The calendars differ by 13 days, so that a weekday can be right in one of them only."""
    if not end.weekday:
        return None
    for calendar in (Calendar.JULIAN, Calendar.GREGORIAN):
        if is_day(day, calendar) and _weekday(day, calendar) == end.weekday:
            return calendar, f"{day} was a {_WEEKDAYS[end.weekday - 1]} in {NAMES[calendar]}"
    return None


def _weekday(day: Day, calendar: Calendar) -> int:
    return (julian_to_gregorian(day) if calendar is Calendar.JULIAN else dt.date(*day)).isoweekday()


def _by_reform(day: Day) -> tuple[Calendar, str] | None:
    if day >= (REFORM.year, REFORM.month, REFORM.day):
        return Calendar.GREGORIAN, "after the change of calendar on 14 February 1918"
    if day >= (1918, 2, 1):
        return Calendar.GREGORIAN, "Soviet Russia went from 31 January to 14 February 1918: read as New Style"
    return None


def _choose_pair(end: End, year: int, month: int, calendar: Calendar, reason: str) -> Choice:
    """Tell which half of a double date is which: by arithmetic, which must agree with the marks."""
    other = end.other[0]
    for first, second in _readings(end, other, year, month):
        if is_pair(first, second):
            return Choice(first, Calendar.JULIAN, BOTH_STYLES, _against(end.mark, other.mark, "J"))
        if is_pair(second, first):
            return Choice(first, Calendar.GREGORIAN, BOTH_STYLES, _against(end.mark, other.mark, "G"))
    marked = end.mark or {"J": "G", "G": "J"}.get(other.mark, "")
    day = Day(year, month, end.day or 1)
    mismatch = f"{end.day} and {other.day} are not one day in the two calendars"
    if marked:
        return Choice(day, MARKS[marked], f"marked in the text; but {mismatch}", mismatch)
    return Choice(day, calendar, f"{reason}; but {mismatch}", mismatch)


def _readings(end: End, other: End, year: int, month: int) -> list[tuple[Day, Day]]:
    """Return what the two halves can be: a half without month or year is near the other one."""
    firsts = [month] if end.month else [month, (month - 2) % 12 + 1]
    seconds = [other.month] if other.month else [month, month % 12 + 1, (month - 2) % 12 + 1]
    years = [other.year] if other.year and other.year != year else [year, year + 1, year - 1]
    return [
        (Day(y, m, end.day or 1), Day(other_y, other_m, other.day or 1))
        for y, m, other_y, other_m in product([year], firsts, years, seconds)
    ]


def _against(mark: str, other: str, found: str) -> str:
    """Return what is wrong where the marks say otherwise than the days."""
    opposite = {"J": "G", "G": "J"}
    if mark in ("", found) and other in ("", opposite[found]):
        return ""
    return "the marks name the styles the wrong way round"
