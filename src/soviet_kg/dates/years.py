"""Where the year of a date comes from that does not state one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from soviet_kg.dates.forms import End, Expression
from soviet_kg.dates.words import load_lexicon
from soviet_kg.model import HistoricalDate, Span

_SENTENCE = 300
_LAST_OLD_YEAR = 1930  # no double date of the Soviets' history is later


@dataclass(frozen=True, slots=True)
class Stated:
    """A year that the text states, the month and day it states with it if any, and where."""

    start: int
    year: int
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a date may borrow from: stated years in text order, full dates, lines, sections, the anchor.

    `stated` has four lists, for (only years in which both styles were in use, only those with a month).
    """

    stated: dict[tuple[bool, bool], tuple[Stated, ...]]
    full_days: dict[tuple[int, int], tuple[int, ...]]
    lines: tuple[int, ...]
    sections: tuple[Span, ...]
    size: int
    anchor: HistoricalDate | None

    def line(self, place: int) -> Span:
        """Return the line that the place is in."""
        index = bisect_right(self.lines, place) - 1
        stop = self.lines[index + 1] if index + 1 < len(self.lines) else self.size
        return Span(self.lines[index], stop)

    def section(self, place: int) -> Span:
        """Return the innermost section that the place is in, else the whole text."""
        index = bisect_right(self.sections, Span(place, self.size + 1)) - 1
        while index >= 0:
            if place < self.sections[index].stop:
                return self.sections[index]
            index -= 1
        return Span(0, self.size)


def survey(
    text: str, expressions: Sequence[Expression], sections: Sequence[Span], anchor: HistoricalDate | None
) -> Surroundings:
    """Return what the dates of the text may borrow from; years of editions and web pages are left out."""
    lines = (0, *(feed.end() for feed in re.finditer("\n", text)))
    ends = (end for expression in expressions for end in expression.ends)
    stated = sorted(
        (Stated(end.start, end.year, end.month, end.day) for end in ends if end.year and _lends(end, text)),
        key=lambda one: one.start,
    )
    lists = {
        (old, dated): tuple(
            s for s in stated if (s.year <= _LAST_OLD_YEAR or not old) and (s.month or not dated)
        )
        for old in (False, True)
        for dated in (False, True)
    }
    return Surroundings(lists, _full_days(stated), lines, tuple(sorted(sections)), len(text), anchor)


def _lends(end: End, text: str) -> bool:
    """Return whether another date may take its year from this one."""
    line = line_around(text, end)
    if "year" in end.lent or load_lexicon().visits.occur_in(line):
        return False
    return end.day is not None or not load_lexicon().imprints.occur_in(line)


def line_around(text: str, end: End) -> str:
    """Return the line of a date, or as much of it as a sentence may have."""
    before = text[max(0, end.start - _SENTENCE) : end.start].rpartition("\n")[2]
    return before + text[end.start : end.stop + _SENTENCE].partition("\n")[0]


def _full_days(stated: Sequence[Stated]) -> dict[tuple[int, int], tuple[int, ...]]:
    years: dict[tuple[int, int], set[int]] = {}
    for one in stated:
        if one.month and one.day:
            years.setdefault((one.month, one.day), set()).add(one.year)
    return {key: tuple(sorted(found)) for key, found in years.items()}


def nearest_year(around: Surroundings, end: End, month: int, old: bool = False) -> tuple[int, str] | None:
    """Return the year for a day or month that states none, and where it comes from; None where nothing does.

    Looks in the sentence, for the same day elsewhere in the text, in the section, in the text before, in that
    order, then at the document's own date; for an `old` date, in both styles, later years are passed over.
    """
    place = end.start
    line, section = around.line(place), around.section(place)
    scopes = (
        _Scope(line.start, place, "stated before it in the sentence"),
        _Scope(
            place, line.stop, "stated with a day after it in the sentence", backwards=False, with_month=True
        ),
        None,
        _Scope(section.start, place, "stated before it in the section"),
        _Scope(place, section.stop, "stated after it in the section", backwards=False),
        _Scope(0, place, "stated before it in the text"),
    )
    for scope in scopes:
        found = _nearest(around, scope, old) if scope else _echo(around, end, month, old)
        if found and scope:
            return _turned(found, month, scope.backwards), f"year {scope.where}"
        if found:
            return found.year, "the same day stands elsewhere in the text with this year"
    if around.anchor and not (old and around.anchor.earliest.year > _LAST_OLD_YEAR):
        return around.anchor.earliest.year, "year of the document's own date"
    return None


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where to look, and which way from the date."""

    start: int
    stop: int
    where: str
    backwards: bool = True
    with_month: bool = False


def _nearest(around: Surroundings, scope: _Scope, old: bool) -> Stated | None:
    stated = around.stated[old, scope.with_month]
    low = bisect_left(stated, scope.start, key=_place)
    high = bisect_left(stated, scope.stop, key=_place)
    if low == high:
        return None
    return stated[high - 1] if scope.backwards else stated[low]


def _place(stated: Stated) -> int:
    return stated.start


def _echo(around: Surroundings, end: End, month: int, old: bool) -> Stated | None:
    """Return the one year with which the same day and month stand in the text."""
    years = around.full_days.get((month, end.day or 0), ())
    if len(years) != 1 or (old and years[0] > _LAST_OLD_YEAR):
        return None
    return Stated(end.start, years[0], month)


def _turned(found: Stated, month: int, before: bool) -> int:
    """Return the next year for a January that follows a December of the year stated."""
    return found.year + (before and found.month == 12 and month == 1)
