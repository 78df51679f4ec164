"""Where the year of a date comes from that does not state one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from soviet_kg.dates.forms import Expression
from soviet_kg.dates.words import load_lexicon
from soviet_kg.model import HistoricalDate, Span


@dataclass(frozen=True, slots=True)
class Stated:
    """A year that the text states, the month it states with it if any, and where."""

    start: int
    year: int
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a date may borrow from: the stated years in text order, line starts, sections, the anchor."""

    stated: tuple[Stated, ...]
    places: tuple[int, ...]
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
    lines = [0, *(index + 1 for index, letter in enumerate(text) if letter == "\n")]
    bare = Surroundings((), (), tuple(lines), tuple(sorted(sections)), len(text), anchor)
    imprints = load_lexicon().imprints
    refused: dict[Span, bool] = {}
    stated = []
    for expression in expressions:
        for end in expression.ends:
            if end.year is None or "year" in end.lent:
                continue
            line = bare.line(end.start)
            if line not in refused:
                refused[line] = bool(imprints.search(text, line.start, line.stop))
            if not refused[line]:
                stated.append(Stated(end.start, end.year, end.month))
    stated.sort(key=lambda one: one.start)
    places = tuple(one.start for one in stated)
    return Surroundings(tuple(stated), places, bare.lines, bare.sections, bare.size, anchor)


def nearest_year(around: Surroundings, place: int, month: int, latest: int = 9999) -> tuple[int, str] | None:
    """Return the year for a day or month at `place`, and where it comes from; None where nothing states one.

    Looks in the sentence, the section and the text before, in that order, then at the document's own date;
    years after `latest` are passed over.
    """
    line, section = around.line(place), around.section(place)
    scopes = (
        (line.start, place, "stated before it in the sentence"),
        (place, line.stop, "stated after it in the sentence"),
        (section.start, place, "stated before it in the section"),
        (place, section.stop, "stated after it in the section"),
        (0, place, "stated before it in the text"),
    )
    for start, stop, where in scopes:
        found = _nearest(around, start, stop, stop == place, latest)
        if found:
            return _turned(found, month, stop == place), f"year {where}"
    if around.anchor and around.anchor.earliest.year <= latest:
        return around.anchor.earliest.year, "year of the document's own date"
    return None


def _nearest(around: Surroundings, start: int, stop: int, backwards: bool, latest: int) -> Stated | None:
    low, high = bisect_left(around.places, start), bisect_left(around.places, stop)
    order = range(high - 1, low - 1, -1) if backwards else range(low, high)
    for index in order:
        if around.stated[index].year <= latest:
            return around.stated[index]
    return None


def _turned(found: Stated, month: int, before: bool) -> int:
    """Return the next year for a January that follows a December of the year stated."""
    return found.year + (before and found.month == 12 and month == 1)
