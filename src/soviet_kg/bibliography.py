"""Citations → claims: footnotes, lists of literature, and the "Source:" of a text.

A volume of collected works is a document of its own, which has the publisher, the place and the year; the
cited work is published in it, and it is part of its works. Years of editions are publication dates, never
dates of the work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from soviet_kg.authors import Reader
from soviet_kg.citations import Citation, read_citation
from soviet_kg.claims import Draft
from soviet_kg.dates import DateContext, parse_date
from soviet_kg.habits import read_habits
from soviet_kg.layout import Page
from soviet_kg.lines import VALUE_KINDS, Found
from soviet_kg.model import Calendar, HistoricalDate, Kind, Span
from soviet_kg.naming import entry_of, name_thing
from soviet_kg.segments import citation_words

_HOW = "bibliography"
_AS_DOCUMENT = "-document"  # ends the key of an article whose title is the name of another thing
_SHORTEST, _LONGEST = 20, 420
_CONTEXT = DateContext(Calendar.GREGORIAN, "the year of an edition")


@dataclass(frozen=True, slots=True)
class Cited:
    """What citations give: things to add in place of others, claims, and the lines that are citations."""

    things: tuple[Found, ...]
    drafts: tuple[Draft, ...]
    lines: tuple[Span, ...] = ()


def read_citations(page: Page) -> Cited:
    """Return what the citations of a document say: in its notes and literature, or unmistakable elsewhere."""
    things: list[Found] = []
    drafts: list[Draft] = []
    lines: list[Span] = []
    for line, is_note in _candidates(page):
        citation = read_citation(_reader(page), line.start, line.stop)
        if citation is None or not _has_evidence(citation, is_note):
            continue
        fresh = list(_work_drafts(page, citation, line))
        if fresh:
            drafts += fresh
            things += _things_of(fresh)
            lines.append(line)
    return Cited(tuple(things), tuple(drafts), tuple(lines))


def read_source(page: Page, document: Found, span: Span, quote: Span) -> Cited:
    """Return what the line "Source: …" says of a document: the book or newspaper from which it is taken."""
    citation = read_citation(_reader(page), span.start, span.stop)
    if citation is None or not (citation.title or citation.carrier):
        return Cited((), ())
    drafts = tuple(_source_drafts(page, document, citation, quote))
    return Cited(tuple(_things_of(drafts)), drafts, (quote,))


def _reader(page: Page) -> Reader:
    return Reader(
        page.scene.text.replace("\n", " "), lambda span: page.held(span), page.finder, citation_words()
    )


def _things_of(drafts: Sequence[Draft]) -> list[Found]:
    ends = [end for draft in drafts for end in (draft.subject, draft.object) if isinstance(end, Found)]
    return [
        end for end in dict.fromkeys(ends) if end.how.startswith(_HOW) and end.how != "bibliography/whole"
    ]


# --- which lines are citations ---------------------------------------------------------------------------


def _candidates(page: Page) -> Iterator[tuple[Span, bool]]:
    """Yield the lines that can be citations, and whether they stand where citations stand."""
    for line in _lines(page):
        if line.stop - line.start < _SHORTEST:
            continue
        is_note = _is_note(page, line)
        if is_note or (line.stop - line.start <= _LONGEST and re.search(r"\d{4}", page.text(line))):
            yield line, is_note


def _lines(page: Page) -> Iterator[Span]:
    """Yield the sentences, joined where one line of the file holds several."""
    start: Span | None = None
    written = page.document.sentences
    for index, sentence in enumerate(page.scene.sentences):
        start = start or sentence
        last = index + 1 == len(written)
        if last or "\n" in page.document.text[written[index].stop : written[index + 1].start]:
            yield Span(start.start, sentence.stop)
            start = None


def _is_note(page: Page, line: Span) -> bool:
    section = page.scene.section_at(line.start)
    if page.text(section.heading).lower().rstrip(".:") in read_habits().back_matter:
        return True
    index = page.scene.sentence_index(line.start)
    at = page.document.sentences[index].start
    labels = (mark for mark in page.document.marks if mark.kind == "footnote-label")
    return any(mark.stop <= at and not page.document.text[mark.stop : at].strip(" \t_*") for mark in labels)


def _has_evidence(citation: Citation, is_note: bool) -> bool:
    persons = citation.authors or citation.editors or citation.translators
    if is_note:
        return citation.evidence >= 1 and bool(persons or citation.carrier or citation.evidence >= 2)
    return (
        citation.evidence >= 2
        and bool(persons or citation.is_quoted)
        and bool(citation.date or citation.pages)
    )


# --- what they say ---------------------------------------------------------------------------------------


def _work_drafts(page: Page, citation: Citation, quote: Span) -> Iterator[Draft]:
    if citation.title is None:
        return
    work = _document(page, citation.title, "bibliography/title")
    if citation.carrier and work.key.endswith(_AS_DOCUMENT):
        work = replace(work, label=f"{work.label} ({page.text(citation.carrier)})")
    for name, persons in (
        ("author", citation.authors),
        ("editor", citation.editors),
        ("translator", citation.translators),
    ):
        for person in persons:
            yield Draft(work, name, person, quote, f"bibliography/{name}")
    if citation.carrier:
        yield from _carried(page, work, citation, citation.carrier, quote)
    else:
        yield from _imprint(page, work, citation, quote)
        yield from _texts(work, citation, quote, ("volume", "issueNumber", "pages"))


def _source_drafts(page: Page, document: Found, citation: Citation, quote: Span) -> Iterator[Draft]:
    """Yield the source of a document: what carries it is the citation's carrier, or else its title."""
    carrier = citation.carrier or citation.title
    assert carrier is not None
    yield from _carried(page, document, citation, carrier, quote, is_source=True)
    for person in citation.translators:
        yield Draft(document, "translator", person, quote, "bibliography/translator")


def _carried(
    page: Page, work: Found, citation: Citation, carrier: Span, quote: Span, is_source: bool = False
) -> Iterator[Draft]:
    """Yield in what a work is published: a periodical, a book, or a volume of collected works."""
    periodical = _periodical(page, carrier)
    if periodical:
        yield Draft(work, "publishedIn", periodical, quote, "bibliography/carrier")
        if date := _date(page, citation.date):
            yield Draft(work, "publicationDate", date, quote, "bibliography/date")
        yield from _texts(work, citation, quote, ("volume", "issueNumber", "pages"))
        return
    book, name = _works(page, carrier, citation)
    if citation.volume:
        volume = _volume(page, name, citation)
        yield Draft(work, "publishedIn", _whole(page, carrier, volume), quote, "bibliography/volume")
        yield Draft(volume, "partOf", book, quote, "bibliography/volume")
        yield Draft(volume, "volume", citation.volume[0], quote, "bibliography/volume")
        book = volume
    else:
        yield Draft(work, "publishedIn", book, quote, "bibliography/carrier")
    yield from _imprint(page, book, citation, quote)
    yield from (
        Draft(book, "editor", person, quote, "bibliography/editor") for person in citation.carrier_editors
    )
    yield from _texts(work, citation, quote, ("issueNumber", "pages"))
    if is_source:
        for name, persons in (("author", citation.authors), ("editor", citation.editors)):
            yield from (Draft(book, name, person, quote, f"bibliography/{name}") for person in persons)


def _whole(page: Page, carrier: Span, volume: Found) -> Found:
    """Return the volume under its full name, from the title on, unless the imprint in brackets parts the two."""
    start = min(carrier.start, volume.start)
    is_parted = "(" in page.text(Span(start, volume.start))
    return volume if is_parted else replace(volume, start=start, how="bibliography/whole")


def _imprint(page: Page, book: Found, citation: Citation, quote: Span) -> Iterator[Draft]:
    if publisher := citation.publisher:
        yield Draft(book, "publisher", _publisher(page, publisher), quote, "bibliography/publisher")
    if citation.place:
        for place in _places(page, citation.place):
            yield Draft(book, "publicationPlace", place, quote, "bibliography/place")
    if date := _date(page, citation.date):
        yield Draft(book, "publicationDate", date, quote, "bibliography/date")


def _texts(work: Found, citation: Citation, quote: Span, names: Sequence[str]) -> Iterator[Draft]:
    parts = {"volume": citation.volume, "issueNumber": citation.issue, "pages": citation.pages}
    for name in names:
        if part := parts[name]:
            yield Draft(work, name, part[0], quote, f"bibliography/{name}")


# --- things ----------------------------------------------------------------------------------------------


def _document(page: Page, span: Span, how: str) -> Found:
    """Return the document of a title; it is not the congress after which it is named."""
    title = page.text(span).strip(" .,")
    start = span.start + page.text(span).index(title)
    document = name_thing(start, start + len(title), title, Kind.DOCUMENT, page.finder, how)
    if document.key.endswith(_AS_DOCUMENT) or not _is_name_of_other(
        page, Span(document.start, document.stop)
    ):
        return document
    return replace(document, key=f"{document.key}{_AS_DOCUMENT}")


def _is_name_of_other(page: Page, span: Span) -> bool:
    """Say whether a title is nothing but the name of a congress, a body, a person or a place."""
    others = [thing for thing in page.held(span) if thing.kind not in (Kind.DOCUMENT, *VALUE_KINDS)]
    return any(thing.stop - thing.start >= 0.9 * (span.stop - span.start) for thing in others)


def _periodical(page: Page, span: Span) -> Found | None:
    held = [
        f for f in page.held(span, Kind.PUBLICATION) if f.stop - f.start >= 0.6 * (span.stop - span.start)
    ]
    if held:
        return held[0]
    name = page.text(span)
    if not citation_words().words["periodical"].search(name) and not entry_of(
        name, Kind.PUBLICATION, page.finder
    ):
        return None
    return name_thing(span.start, span.stop, name, Kind.PUBLICATION, page.finder, "bibliography/carrier")


def _works(page: Page, span: Span, citation: Citation) -> tuple[Found, str]:
    """Return the works that a volume is of, and their name with the author: "Lenin's Collected Works"."""
    name = page.text(span)
    is_works = citation_words().words["works"].search(name)
    if is_works and "'s " not in name and " of " not in name and citation.authors:
        name = f"{citation.authors[0].label.split()[-1]}'s {name}"
        works = name_thing(span.start, span.stop, name, Kind.DOCUMENT, page.finder, "bibliography/carrier")
        return works, name
    return _document(page, span, "bibliography/carrier"), name


def _volume(page: Page, works: str, citation: Citation) -> Found:
    assert citation.volume is not None
    number, span = citation.volume
    imprint = [page.text(part) for part in (citation.publisher, citation.date) if part]
    label = f"{works}, Vol. {number}" + (f" ({', '.join(imprint)})" if imprint else "")
    return name_thing(span.start, span.stop, label, Kind.DOCUMENT, page.finder, "bibliography/volume")


def _publisher(page: Page, span: Span) -> Found:
    return name_thing(
        span.start, span.stop, page.text(span), Kind.BODY, page.finder, "bibliography/publisher"
    )


def _places(page: Page, span: Span) -> Iterator[Found]:
    """Yield each place of "Moscow and Leningrad"; the State after a town's name is no second place."""
    for part in re.finditer(r"[^\s,&-](?:(?! and | & |, |-).)*[^\s,&-]", page.text(span)):
        if re.fullmatch(r"(?:and|Mass|MA|Calif|CA|N\.J|NJ|D\.?C|Conn|CT|N\.Y)\.?", part[0]):
            continue
        start = span.start + part.start()
        form = citation_words().abbreviated.get(part[0], part[0])
        yield name_thing(start, start + len(part[0]), form, Kind.PLACE, page.finder, "bibliography/place")


def _date(page: Page, span: Span | None) -> HistoricalDate | None:
    """Return the day or year of publication; a stretch of years ("1922-23") is none."""
    if span is None:
        return None
    for thing in page.held(span, "Date"):
        if isinstance(thing.value, HistoricalDate):
            return thing.value
    year = re.fullmatch(r"\[?c?\.? ?(\d{4})\]?[a-d]?", page.text(span))
    value = parse_date(year[1], _CONTEXT) if year else None
    return value if isinstance(value, HistoricalDate) else None
