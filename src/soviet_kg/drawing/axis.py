"""An axis of time in both calendars, on which long stretches without events are broken, and say so."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from soviet_kg.dates.calendars import REFORM, gregorian_to_julian
from soviet_kg.network.parts import Period

_WHOLE = 21  # days; a longer stretch in which nothing begins or ends is shortened
_GROWTH = 9.0  # days by which a shortened stretch grows when it is e times as long
_MONTHS = "Jan Feb Mar Apr May June July Aug Sept Oct Nov Dec".split()


@dataclass(frozen=True, slots=True)
class Axis:
    """Days to pixels, piece by piece; `breaks` are the pieces that are shortened, as pixels from and to."""

    days: tuple[int, ...]
    pixels: tuple[float, ...]
    breaks: tuple[tuple[float, float], ...]

    def at(self, day: dt.date) -> float:
        """Return where the morning of a day is; days beyond either end are at that end."""
        number = day.toordinal()
        place = min(max(bisect_right(self.days, number), 1), len(self.days) - 1)
        low, high = self.days[place - 1], self.days[place]
        part = min(max((number - low) / (high - low), 0.0), 1.0)
        return self.pixels[place - 1] + part * (self.pixels[place] - self.pixels[place - 1])

    def holds(self, period: Period) -> bool:
        """Return whether any day of a period is on the axis."""
        return self.days[0] <= period.last.toordinal() and period.first.toordinal() < self.days[-1]

    def span(self, period: Period) -> tuple[float, float]:
        """Return the morning of the first day and the evening of the last."""
        return self.at(period.first), self.at(period.last + dt.timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the axis: the day in the New Style, and in the Old one before the reform of 1918."""

    x: float
    new_style: str
    old_style: str


def make_axis(periods: Iterable[Period], left: float, right: float) -> Axis:
    """Return the axis from the first day of the periods to the last, between two places on the page.

    A stretch longer than three weeks in which nothing begins or ends keeps three weeks and grows by the logarithm.
    """
    day = dt.timedelta(days=1)
    ends = sorted({end.toordinal() for one in periods for end in (one.first, one.last + day)})
    ends = ends if len(ends) > 1 else [ends[0], ends[0] + 1]
    widths = [_width(later - earlier) for earlier, later in itertools.pairwise(ends)]
    scale = (right - left) / sum(widths)
    pixels = [left]
    for width in widths:
        pixels.append(pixels[-1] + width * scale)
    gaps = zip(itertools.pairwise(ends), itertools.pairwise(pixels), strict=True)
    breaks = tuple(place for (earlier, later), place in gaps if later - earlier > _WHOLE)
    return Axis(tuple(ends), tuple(pixels), breaks)


def _width(days: int) -> float:
    return float(days) if days <= _WHOLE else _WHOLE + _GROWTH * math.log(days / _WHOLE)


def make_ticks(axis: Axis, apart: float) -> tuple[Tick, ...]:
    """Return ticks at least so many pixels apart: years first, then months, then days where there is room."""
    first, last = (dt.date.fromordinal(axis.days[place]) for place in (0, -1))
    taken: list[tuple[float, dt.date]] = []
    for days in (_years(first, last), _months(first, last), _ends(axis), _fifths(first, last)):
        for day in days:
            x = axis.at(day)
            if x <= axis.pixels[-1] - apart / 2 and all(abs(x - other) >= apart for other, _ in taken):
                taken.append((x, day))
    return tuple(_tick(x, day) for x, day in sorted(taken))


def _years(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    yield from (dt.date(year, 1, 1) for year in range(first.year + 1, last.year + 1))


def _months(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    months = range(first.year * 12 + first.month, last.year * 12 + last.month)
    yield from (dt.date(month // 12, month % 12 + 1, 1) for month in months)


def _ends(axis: Axis) -> Iterator[dt.date]:
    yield from (dt.date.fromordinal(number) for number in axis.days)


def _fifths(first: dt.date, last: dt.date) -> Sequence[dt.date]:
    if (last - first).days > 400:
        return ()
    days = (first + dt.timedelta(days=number) for number in range((last - first).days))
    return [day for day in days if day.day % 5 == 0 and day.day < 30]


def _tick(x: float, day: dt.date) -> Tick:
    old = gregorian_to_julian(day) if day < REFORM else None
    return Tick(x, _named(day.year, day.month, day.day), _named(*old) if old else "")


def _named(year: int, month: int, day: int) -> str:
    return f"{day} {_MONTHS[month - 1]} {year}"
