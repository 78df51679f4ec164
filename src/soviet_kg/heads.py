"""The lines around a title: byline, date line, the newspaper or series above it."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace

from soviet_kg.claims import Draft
from soviet_kg.enclosed import Text
from soviet_kg.layout import ISSUE, Page, dates_alone, names_alone, persons_alone, read_fields
from soviet_kg.lines import Found
from soviet_kg.model import HistoricalDate, Kind, Span
from soviet_kg.naming import name_thing
from soviet_kg.signatures import read_signatures
from soviet_kg.titles import Title, first_date, with_date

# A date so many years after those that a text speaks of is that of an edition or a page.
_LONG_AFTER = 30
_MODERN = 1960
_HEAD = 14  # lines that can stand above a text
_PLAIN_NOTE = re.compile(r"\([^()]{3,80}\)$")


def lines_above(page: Page, text: Text) -> list[Span]:
    """Return the lines of the frame above a title that is one of the first lines."""
    index = page.scene.sentence_index(text.opening.start)
    return [line for line in page.scene.sentences[:index] if _is_frame_line(page, line)]


def lines_below(page: Page, text: Text) -> list[Span]:
    """Return the lines below a title, as long as each is a line of the frame."""
    index = page.scene.sentence_index(text.opening.start)
    below: list[Span] = []
    for line in page.scene.sentences[index + 1 : index + 1 + _HEAD]:
        heading = page.heading(line)
        if not _is_frame_line(page, line) or (heading and heading.heading.start != text.title.words.start):
            break
        below.append(line)
    return below


def _is_frame_line(page: Page, line: Span) -> bool:
    if read_fields(page, line) or dates_alone(page, line) or persons_alone(page, line):
        return True
    if read_signatures(page, [line, line], is_sure=False):
        return True
    if ISSUE.match(page.text(line)) and page.held(line, "Date"):
        return True
    kinds = (Kind.BODY, Kind.EVENT, Kind.PLACE, Kind.PUBLICATION, Kind.DOCUMENT)
    return (
        bool(names_alone(page, line, *kinds))
        or bool(_PLAIN_NOTE.match(page.text(line)))
        or _is_kicker(page, line)
    )


def _is_kicker(page: Page, line: Span) -> bool:
    return bool(page.heading(line)) and bool(page.words.kicker.match(page.text(line)))


def with_date_below(page: Page, title: Title, below: Sequence[Span]) -> Title:
    """Return a title whose meeting has the date that stands below it."""
    dates = [date for line in below for date in dates_alone(page, line)]
    date = first_date(dates)
    if title.meeting and date and not is_of_edition(page, date):
        return replace(title, meeting=with_date(title.meeting, date))
    return title


def byline_drafts(page: Page, document: Found, lines: Sequence[Span]) -> Iterator[Draft]:
    """Yield the author: a name alone on a line near the title."""
    for line in lines:
        if not read_fields(page, line):
            for person in persons_alone(page, line):
                yield Draft(document, "author", person, line, "frame/byline")


def kicker_drafts(page: Page, document: Found, above: Sequence[Span]) -> Iterator[Draft]:
    """Yield the series or newspaper whose name stands above the title, with its number and day."""
    for line in above:
        papers = names_alone(page, line, Kind.PUBLICATION)
        if not papers and _is_kicker(page, line):
            words = page.text(line).rstrip(" .:")
            stop = line.start + len(words)
            papers = (name_thing(line.start, stop, words, Kind.PUBLICATION, page.finder, "frame/series"),)
        for paper in papers:
            yield Draft(document, "publishedIn", paper, line, "frame/series")
            yield from _issue_of(document, page, above)


def _issue_of(document: Found, page: Page, above: Sequence[Span]) -> Iterator[Draft]:
    for line in above:
        if issue := ISSUE.match(page.text(line)):
            yield Draft(document, "issueNumber", issue["issue"], line, "frame/series")
            if date := first_date(page.held(line, "Date")):
                yield Draft(document, "publicationDate", date, line, "frame/series")


def date_drafts(page: Page, text: Text, below: Sequence[Span], is_sure: bool) -> Iterator[Draft]:
    """Yield the date below a title: of the meeting that it names, of the document, or of this edition."""
    document, meeting = text.title.document, text.title.meeting
    assert document is not None
    for line in below:
        for date in dates_alone(page, line):
            if not isinstance(date.value, HistoricalDate):
                continue
            if is_of_edition(page, date.value):
                if is_sure or text.title.sort == "name":
                    yield Draft(document, "publicationDate", date.value, line, "frame/date-of-edition")
            elif meeting:
                yield Draft(meeting, "date", date.value, line, "frame/date-of-meeting")
            elif is_sure or text.title.sort == "name":
                yield Draft(document, "date", date.value, line, "frame/date-line")
    inside = first_date(page.held(text.title.words, "Date"))
    if meeting and inside:
        yield Draft(meeting, "date", inside, text.opening, "frame/date-of-meeting")


def is_of_edition(page: Page, date: HistoricalDate) -> bool:
    """Say whether a date is that of a later edition or of a web page, by the other years in the text."""
    years = [
        f.value.earliest.year for f in page.found if isinstance(f.value, HistoricalDate) and f.value != date
    ]
    if not years:
        return date.earliest.year > _MODERN
    return date.earliest.year - statistics.median_low(years) > _LONG_AFTER
