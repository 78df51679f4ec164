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


@dataclass(frozen=True, slots=True)
class Stated:
    """A year that the text states, the month and day it states with it if any, and where."""

    start: int
    year: int
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a date may borrow from: stated years in text order, full dates, lines, sections, the anchor."""

    stated: tuple[Stated, ...]
    places: tuple[int, ...]
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
    lines = [0, *(feed.end() for feed in re.finditer("\n", text))]
    bare = Surroundings((), (), {}, tuple(lines), tuple(sorted(sections)), len(text), anchor)
    ends = (end for expression in expressions for end in expression.ends)
    stated = sorted(
        (Stated(end.start, end.year, end.month, end.day) for end in ends if end.year and _lends(end, text)),
        key=lambda one: one.start,
    )
    places = tuple(one.start for one in stated)
    return Surroundings(
        tuple(stated), places, _full_days(stated), bare.lines, bare.sections, bare.size, anchor
    )


def _lends(end: End, text: str) -> bool:
    """Return whether another date may take its year from this one."""
    line = line_around(text, end)
    if "year" in end.lent or load_lexicon().visits.search(line):
        return False
    return end.day is not None or not load_lexicon().imprints.search(line)


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


def nearest_year(around: Surroundings, end: End, month: int, latest: int = 9999) -> tuple[int, str] | None:
    """Return the year for a day or month that states none, and where it comes from; None where nothing does.

    Looks in the sentence, for the same day elsewhere in the text, in the section, in the text before, in that
    order, then at the document's own date; years after `latest` are passed over.
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
        found = _nearest(around, scope, latest) if scope else _echo(around, end, month, latest)
        if found and scope:
            return _turned(found, month, scope.backwards), f"year {scope.where}"
        if found:
            return found.year, "the same day stands elsewhere in the text with this year"
    if around.anchor and around.anchor.earliest.year <= latest:
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


def _nearest(around: Surroundings, scope: _Scope, latest: int) -> Stated | None:
    low, high = bisect_left(around.places, scope.start), bisect_left(around.places, scope.stop)
    for index in range(high - 1, low - 1, -1) if scope.backwards else range(low, high):
        stated = around.stated[index]
        if stated.year <= latest and (stated.month or not scope.with_month):
            return stated
    return None


def _echo(around: Surroundings, end: End, month: int, latest: int) -> Stated | None:
    """Return the one year with which the same day and month stand in the text."""
    years = around.full_days.get((month, end.day or 0), ())
    return Stated(end.start, years[0], month) if len(years) == 1 and years[0] <= latest else None


def _turned(found: Stated, month: int, before: bool) -> int:
    """Return the next year for a January that follows a December of the year stated."""
    return found.year + (before and found.month == 12 and month == 1)
