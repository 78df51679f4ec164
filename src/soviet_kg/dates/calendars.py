"""Old Style and New Style: arithmetic between the calendars, and a day as both know it."""

from __future__ import annotations

import calendar as month_lengths
import datetime as dt
from typing import NamedTuple

from soviet_kg.model import Calendar, DateRange, HistoricalDate, Precision

REFORM = dt.date(1918, 2, 14)
"""The first Gregorian day in Soviet Russia: 31 January 1918 was followed by 14 February 1918
(decree of 24 January (6 February) 1918)."""


class Day(NamedTuple):
    """A year, month and day in one calendar; unlike `datetime.date` it can be 29 February 1900, Old Style."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        """Return the day as ISO 8601 writes it."""
        return f"{self.year:04}-{self.month:02}-{self.day:02}"


def month_length(year: int, month: int, calendar: Calendar) -> int:
    """Return how many days the month has; in the Julian calendar every fourth year is a leap year."""
    if calendar is Calendar.JULIAN and month == 2:
        return 29 if year % 4 == 0 else 28
    return month_lengths.monthrange(year, month)[1]


def is_day(day: Day, calendar: Calendar) -> bool:
    """Return whether the calendar has that day; one whose calendar is unspecified may be in either."""
    if not (1 <= day.year <= 9999 and 1 <= day.month <= 12 and day.day >= 1):
        return False
    if calendar is Calendar.UNSPECIFIED:
        return is_day(day, Calendar.GREGORIAN) or is_day(day, Calendar.JULIAN)
    return day.day <= month_length(day.year, day.month, calendar)


def julian_to_gregorian(day: Day | tuple[int, int, int]) -> dt.date:
    """Return the Gregorian date of a Julian day. Raises ValueError where the Julian calendar has no such day.

    The difference is 11 days in the 18th century, 12 in the 19th, 13 from 1 March 1900 (N.S. 14 March) on.

    >>> julian_to_gregorian((1917, 10, 25))
    datetime.date(1917, 11, 7)
    """
    from convertdate import julian

    if not is_day(Day(*day), Calendar.JULIAN):
        raise ValueError(f"{Day(*day)} is not a day of the Julian calendar")
    return dt.date(*julian.to_gregorian(*day))


def gregorian_to_julian(day: dt.date) -> Day:
    """Return the Julian day of a Gregorian date.

    >>> str(gregorian_to_julian(dt.date(1900, 3, 13)))
    '1900-02-29'
    """
    from convertdate import julian

    return Day(*julian.from_gregorian(day.year, day.month, day.day))


def julian_text(day: dt.date) -> str:
    """Return the Julian day of a Gregorian date in ISO form."""
    return str(gregorian_to_julian(day))


def day_date(
    day: Day, calendar: Calendar, written: str, reason: str, inferred: tuple[str, ...] = ()
) -> HistoricalDate:
    """Return the date of a day written in `calendar`. Raises ValueError where that calendar has no such day.

    With an unspecified calendar the EDTF is the day as written, and the span reaches to the day
    that it would be if it were Old Style.
    """
    if calendar is Calendar.UNSPECIFIED:
        return _unspecified_day(day, written, reason, inferred)
    if calendar is Calendar.JULIAN:
        known = julian_to_gregorian(day)
    elif is_day(day, calendar):
        known = dt.date(*day)
    else:
        raise ValueError(f"{day} is not a day of the Gregorian calendar")
    return HistoricalDate(
        earliest=known,
        latest=known,
        precision=Precision.DAY,
        calendar=calendar,
        written=written,
        reason=reason,
        edtf=known.isoformat(),
        julian=julian_text(known),
        inferred=inferred,
    )


def _unspecified_day(day: Day, written: str, reason: str, inferred: tuple[str, ...]) -> HistoricalDate:
    latest = julian_to_gregorian(day)
    earliest = dt.date(*day) if is_day(day, Calendar.GREGORIAN) else latest
    return HistoricalDate(
        earliest, latest, Precision.DAY, Calendar.UNSPECIFIED, written, reason, str(day), inferred=inferred
    )


def is_pair(julian: Day, gregorian: Day) -> bool:
    """Return whether the two are one day, first in the Julian and then in the Gregorian calendar."""
    return is_day(julian, Calendar.JULIAN) and tuple(gregorian) == _triple(julian_to_gregorian(julian))


def _triple(day: dt.date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


def format_edtf(value: HistoricalDate | DateRange) -> str:
    """Return the EDTF of a date, or of a range as an interval: "1917-11-07/1917-11-09"."""
    return value.edtf if isinstance(value, HistoricalDate) else f"{value.first.edtf}/{value.last.edtf}"
