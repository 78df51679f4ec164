"""What labelled lines say of a document: "Written: …", "First Published: …", "Translated: …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from soviet_kg.bibliography import read_source
from soviet_kg.claims import Draft
from soviet_kg.layout import ISSUE, Field, Page, persons_of
from soviet_kg.lines import Found
from soviet_kg.model import Kind, Span
from soviet_kg.naming import name_thing
from soviet_kg.titles import first_date

_UNTIL = re.compile(r",| \(|\. |;|\b(?:[Nn]os?\.|№|[Ii]ssue\b)|\d")
_NEAR = 60  # who adopted it stands first: "Adopted at the meeting of the Central Executive Committee"


def field_drafts(page: Page, document: Found, field: Field) -> Iterator[Draft]:
    """Yield what a labelled fact says of a document."""
    span = Span(field.start, field.stop)
    match field.role:
        case "written":
            if date := first_date(page.held(span, "Date")):
                yield Draft(document, "dateWritten", date, field.sentence, "frame/written")
        case "published":
            yield from _published(page, document, field, span)
        case "translator" | "editor" | "transcriber":
            role = "translator" if field.role == "translator" else "editor"
            for person in persons_of(page, field):
                yield Draft(document, role, person, field.sentence, f"frame/{field.role}")
        case "source":
            line = page.rest_of_line(field.sentence)
            goes_on = line.stop > field.sentence.stop and field.stop >= field.sentence.stop - 1
            stop = line.stop if goes_on else field.stop
            yield from read_source(page, document, Span(field.start, stop), line).drafts
        case "adopted":
            yield from _adopted(page, document, field, span)
        case "online":
            yield from _online(page, document, field, span)


def _published(page: Page, document: Found, field: Field, span: Span) -> Iterator[Draft]:
    carrier = _carrier(page, span, "frame/published")
    if carrier:
        yield Draft(document, "publishedIn", carrier, field.sentence, "frame/published")
    if date := first_date(page.held(span, "Date")):
        yield Draft(document, "publicationDate", date, field.sentence, "frame/published")
    if issue := ISSUE.search(page.text(span)):
        yield Draft(document, "issueNumber", issue["issue"], field.sentence, "frame/published")


def _adopted(page: Page, document: Found, field: Field, span: Span) -> Iterator[Draft]:
    makers = [thing for thing in page.held(span, Kind.BODY, Kind.EVENT) if thing.start - span.start < _NEAR]
    yield from (Draft(maker, "adopted", document, field.sentence, "frame/adopted") for maker in makers[:1])
    if date := first_date(page.held(span, "Date")):
        yield Draft(document, "date", date, field.sentence, "frame/adopted")


def _online(page: Page, document: Found, field: Field, span: Span) -> Iterator[Draft]:
    carrier = _carrier(page, span, "frame/online")
    date = first_date(page.held(span, "Date"))
    if carrier:
        on = (("publicationDate", date),) if date else ()
        yield Draft(document, "publishedIn", carrier, field.sentence, "frame/online", on)


def _carrier(page: Page, span: Span, how: str) -> Found | None:
    """Return the newspaper, book or site that a label line names, first of all or after "in"."""
    held = page.held(span, Kind.PUBLICATION, Kind.DOCUMENT)
    words = _name_span(page, span)
    name = page.text(words).strip('"')
    is_name = re.match(r"[A-ZА-ЯЁ]", name) and len(name) > 3 and not first_date(page.held(words))
    if held and (not is_name or held[0].start <= words.start or held[0].start >= words.stop):
        return held[0]
    return name_thing(words.start, words.stop, name, Kind.PUBLICATION, page.finder, how) if is_name else None


def _name_span(page: Page, span: Span) -> Span:
    """Return the words up to a comma, a bracket, a number or a date."""
    start = span.stop - len(re.sub(r"^(?:in|as|the|in the) ", "", page.text(span)))
    dates = [thing.start for thing in page.held(span, "Date", "Range") if thing.start > start]
    stop = min([*dates, span.stop])
    end = _UNTIL.search(page.scene.text, start, stop)
    return Span(start, len(page.scene.text[: end.start() if end else stop].rstrip(' ,.;("')))
