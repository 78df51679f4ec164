"""What an expression means: missing parts filled in, the calendar chosen, the value made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from soviet_kg.dates.calendar_choice import MARKS, Choice, choose
from soviet_kg.dates.calendars import (
    Day,
    day_date,
    gregorian_to_julian,
    is_day,
    julian_to_gregorian,
    month_length,
)
from soviet_kg.dates.forms import End, Expression
from soviet_kg.dates.words import load_lexicon
from soviet_kg.dates.years import Surroundings, nearest_year
from soviet_kg.model import Calendar, DateRange, HistoricalDate, Precision

_LONGEST_PLACE = 30
_THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_THIRDS_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_SEASON_MONTHS = {"21": 3, "22": 6, "23": 9, "24": 12}


@dataclass(frozen=True, slots=True)
class Known:
    """The last day that was read: what "the 9th" and "the following day" lean on."""

    place: int
    date: HistoricalDate
    day: Day


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the words that cannot be: where, and what, for a reader."""

    start: int
    stop: int
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one expression: a value, or None with the problems that prevented it."""

    value: HistoricalDate | DateRange | None
    known: Known | None = None
    problems: tuple[Problem, ...] = ()


def read_expression(
    expression: Expression,
    text: str,
    around: Surroundings,
    calendar: Calendar,
    reason: str,
    known: Known | None,
) -> Reading:
    """Return what the expression means; `known` is the last day read before it in its section."""
    dates: list[HistoricalDate] = []
    problems: list[Problem] = []
    first: Known | None = None
    for end in expression.ends:
        end = _after(first, end) if first else end
        date, known_here, problem = _read_end(end, text, around, calendar, reason, known)
        problems += problem
        if date is None:
            return Reading(None, known, tuple(problems))
        known, first = known_here or known, known_here
        dates.append(date)
    written = text[expression.start : expression.stop]
    if expression.joint == "one":
        return Reading(replace(dates[0], written=written), known, tuple(problems))
    if expression.joint == "either":
        return Reading(_either(dates, written), known, tuple(problems))
    return _range(expression, dates, written, known, problems)


def _after(first: Known, end: End) -> End:
    """Give the second end of a range the year that was found for the first."""
    if end.year or not end.month:
        return end
    return replace(end, year=first.day.year + (end.month < first.day.month), lent=first.date.inferred)


def _range(
    expression: Expression,
    dates: list[HistoricalDate],
    written: str,
    known: Known | None,
    problems: list[Problem],
) -> Reading:
    first, last = dates
    if first.earliest > last.latest:
        problems.append(Problem(expression.start, expression.stop, f'"{written}" ends before it begins'))
        return Reading(None, known, tuple(problems))
    return Reading(DateRange(first, last, written), known, tuple(problems))


def _either(dates: list[HistoricalDate], written: str) -> HistoricalDate:
    first, last = dates
    julian = f"[{first.julian},{last.julian}]" if first.julian and last.julian else ""
    return replace(
        first,
        earliest=min(first.earliest, last.earliest),
        latest=max(first.latest, last.latest),
        written=written,
        edtf=f"[{first.edtf},{last.edtf}]",
        julian=julian,
    )


_Result = tuple[HistoricalDate | None, Known | None, list[Problem]]


def _read_end(
    end: End, text: str, around: Surroundings, calendar: Calendar, reason: str, known: Known | None
) -> _Result:
    written = text[end.start : end.stop]
    if end.relative is not None:
        return _relative_day(written, end, known)
    if end.day is None:
        coarse = _coarse(end, written, around, calendar)
        return coarse, _known_month(end, coarse), []
    lent = end.lent
    month, year, why = end.month or (end.other[0].month if end.other else None), end.year, ""
    if month is None:
        if known is None:
            return None, None, []
        month, year, why = (
            known.day.month,
            known.day.year,
            f"month and year from {known.date.written!r} before it",
        )
        lent = ("month", "year")
        if known.day.day:
            calendar, reason = known.date.calendar, known.date.reason
    elif year is None:
        found = nearest_year(around, end, month, old=bool(end.other or end.mark))
        if found is None:
            return None, None, []
        year, why = found
        lent = (*lent, "year") if "year" not in lent else lent
    calendar, reason = _dateline(text, end) or (calendar, reason)
    return _day(end, written, choose(end, year, month, calendar, reason), tuple(sorted(lent)), why)


def _dateline(text: str, end: End) -> tuple[Calendar, str] | None:
    """Read "London, November 8, 1917" in the calendar of the place."""
    place = load_lexicon().gregorian_places.search(text, max(0, end.start - _LONGEST_PLACE), end.start)
    if place is None:
        return None
    return Calendar.GREGORIAN, f"dated from {place[1]}, where New Style was in use"


def _day(end: End, written: str, choice: Choice, lent: tuple[str, ...], why: str) -> _Result:
    problems = [Problem(end.start, end.stop, f'"{written}": {choice.mismatch}')] if choice.mismatch else []
    if not is_day(choice.day, choice.calendar):
        message = f'"{written}": {choice.day} is no day of the {choice.calendar} calendar'
        return None, None, [*problems, Problem(end.start, end.stop, message)]
    if (1918, 2, 1) <= choice.day < (1918, 2, 14) and not end.mark and not end.other:
        message = f'"{written}": Soviet Russia had no 1 to 13 February 1918'
        problems.append(Problem(end.start, end.stop, message))
    reason = f"{choice.reason}; {why}" if why else choice.reason
    date = day_date(choice.day, choice.calendar, written, reason, lent)
    if end.circa:
        date = replace(date, approximate=True)
    return date, Known(end.start, date, choice.day), problems


def _known_month(end: End, date: HistoricalDate | None) -> Known | None:
    if date is None or end.month is None:
        return None
    return Known(end.start, date, Day(date.earliest.year, end.month, 0))


_RELATIVE = {1: "the day after", 0: "the day of", -1: "the day before"}


def _relative_day(written: str, end: End, known: Known | None) -> _Result:
    if known is None or end.relative is None or known.date.precision is not Precision.DAY:
        return None, None, []
    following = known.date.latest + dt.timedelta(days=end.relative)
    julian = known.date.calendar is Calendar.JULIAN
    day = gregorian_to_julian(following) if julian else Day(following.year, following.month, following.day)
    reason = f"{known.date.reason}; {_RELATIVE[end.relative]} {known.date.written!r}"
    date = day_date(day, known.date.calendar, written, reason, ("day", "month", "year"))
    return date, Known(end.start, date, day), []


def _coarse(end: End, written: str, around: Surroundings, calendar: Calendar) -> HistoricalDate | None:
    """Read a month, season, year or decade: these are not converted."""
    lent: tuple[str, ...] = ()
    year, why = end.year, ""
    if year is None:
        found = nearest_year(around, end, end.month or 1)
        if found is None or not end.month:
            return None
        year, why = found
        lent = ("year",)
    if end.month:
        return _month(end, year, written, why, lent, calendar)
    if end.season:
        return _season(end, year, written)
    return _year(end, year, written)


def _month(
    end: End, year: int, written: str, why: str, lent: tuple[str, ...], calendar: Calendar
) -> HistoricalDate:
    month = end.month or 1
    marked = MARKS.get(end.mark, Calendar.UNSPECIFIED)
    earliest, latest, reason = _month_span(year, month, end.part, marked, calendar)
    return HistoricalDate(
        earliest=earliest,
        latest=latest,
        precision=Precision.MONTH,
        calendar=marked,
        written=written,
        reason=f"{reason}; {why}" if why else reason,
        edtf=f"{year:04}-{month:02}",
        approximate=bool(end.part) or end.circa,
        inferred=lent,
    )


def _month_span(
    year: int, month: int, part: str, marked: Calendar, calendar: Calendar
) -> tuple[dt.date, dt.date, str]:
    """Return the first and last Gregorian day, and why; each at its widest where the style is open."""
    low, high = _THIRDS.get(part, (1, 31))
    first = dt.date(year, month, low)
    last = dt.date(year, month, min(high, month_length(year, month, Calendar.GREGORIAN)))
    if marked is Calendar.GREGORIAN:
        return first, last, "marked New Style in the text"
    old_last = julian_to_gregorian((year, month, min(high, month_length(year, month, Calendar.JULIAN))))
    if marked is Calendar.JULIAN:
        old_first = julian_to_gregorian((year, month, low))
        return old_first, old_last, "marked Old Style in the text; the month is as written"
    if calendar is Calendar.GREGORIAN or (year, month) >= (1918, 2):
        return first, last, "a month is not converted"
    return first, old_last, "a month is not converted: its first day is New Style, its last Old Style"


def _season(end: End, year: int, written: str) -> HistoricalDate:
    first = _SEASON_MONTHS[end.season]
    last_year, last = (year, first + 2) if first < 12 else (year + 1, 2)
    return HistoricalDate(
        earliest=dt.date(year, first, 1),
        latest=dt.date(last_year, last, month_length(last_year, last, Calendar.GREGORIAN)),
        precision=Precision.MONTH,
        calendar=Calendar.UNSPECIFIED,
        written=written,
        reason="a season is not converted",
        edtf=f"{year:04}-{end.season}",
        approximate=True,
    )


def _year(end: End, year: int, written: str) -> HistoricalDate:
    low, high = _THIRDS_OF_YEAR.get(end.part, (1, 12))
    edtf = f"{year // 10}X" if end.decade else f"{year:04}{'~' if end.circa else ''}"
    last = year + 9 * end.decade
    return HistoricalDate(
        earliest=dt.date(year, low, 1),
        latest=dt.date(last, high, month_length(last, high, Calendar.GREGORIAN)),
        precision=Precision.YEAR,
        calendar=Calendar.UNSPECIFIED,
        written=written,
        reason="a year is not converted" if not end.decade else "a decade is not converted",
        edtf=edtf,
        approximate=end.circa or bool(end.part),
    )
