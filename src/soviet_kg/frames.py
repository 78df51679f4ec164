"""Document frames: what a document says about itself, and about the documents that it prints in full.

Title, byline, date line, "Written: …", "Source: …", signatures. Nothing here reads running prose except the
formulas of decrees. Dates of editions and of web pages are dates of publication, never of the work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from soviet_kg.bibliography import read_citations
from soviet_kg.claims import Draft
from soviet_kg.enclosed import Text, end_of_text, find_texts, formulas, issuers
from soviet_kg.fields import field_drafts
from soviet_kg.heads import (
    byline_drafts,
    date_drafts,
    is_of_edition,
    kicker_drafts,
    lines_above,
    lines_below,
    with_date_below,
)
from soviet_kg.layout import Field, Page, dates_alone, make_page, read_fields, title_label
from soviet_kg.lines import VALUE_KINDS, Found, as_reference, kind_class
from soviet_kg.mentions import NameFinder
from soviet_kg.model import Document, HistoricalDate, Kind, Span
from soviet_kg.naming import overlay
from soviet_kg.scene import Scene
from soviet_kg.signatures import drafts_of as signature_drafts
from soviet_kg.signatures import read_officers, read_signatures, tail_dates
from soviet_kg.titles import Title, first_date, make_meeting, name_generic
from soviet_kg.titles import drafts_of as title_drafts

_MAKER = kind_class(["Body", "Event", "Party"])
_DATE = kind_class(["Date"])
_NOT_ADDED = ("frame/title", "bibliography/whole")
_FOOT = 8  # lines that can stand below it


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one text's frame gives: things to add, and claims."""

    things: tuple[Found, ...]
    drafts: tuple[Draft, ...]


def read_frames(
    document: Document, scene: Scene, found: Sequence[Found], finder: NameFinder
) -> tuple[list[Found], list[Draft]]:
    """Return the things with those that frames name in place of shorter ones, and the claims of frames.

    `found` holds names, dates and numbers in folded offsets, in order, without overlaps; so does the result.
    """
    page = make_page(document, scene, found, finder)
    cited = read_citations(page)
    texts = find_texts(page)
    whole = next((text for text in texts if text.is_own), None)
    parts = [text for text in texts if not text.is_own]
    parts = [_named(page, part, whole) for part in _same_under_two_titles(page, whole, parts)]
    own = _read_own(page, whole, parts) if whole else _Reading((), ())
    is_known = bool(own.drafts)
    readings = [own, *(_read_part(page, part, whole if is_known else None) for part in parts)]
    drafts = [draft for reading in readings for draft in reading.drafts]
    things = [thing for reading in readings for thing in reading.things]
    things += _in_notes(page, parts)
    sources = [draft.quote for draft in drafts if draft.rule.startswith("bibliography/")]
    kept = _without_numbers(page.found, [*cited.lines, *sources])
    return overlay(kept, [*cited.things, *things]), [*cited.drafts, *_finest_dates(drafts)]


def _finest_dates(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Leave out "July 1918" where the same is said with the day."""
    days = {
        (d.subject.key, d.predicate, d.object.edtf) for d in drafts if isinstance(d.object, HistoricalDate)
    }
    for draft in drafts:
        value = draft.object
        finer = isinstance(value, HistoricalDate) and any(
            (key, name) == (draft.subject.key, draft.predicate) and edtf.startswith(f"{value.edtf}-")
            for key, name, edtf in days
        )
        if not finer:
            yield draft


def _without_numbers(found: Sequence[Found], lines: Sequence[Span]) -> list[Found]:
    """Drop years, volumes and pages from lines that are citations: they count and date nothing."""
    return [
        thing
        for thing in found
        if thing.kind not in VALUE_KINDS or not any(line.start <= thing.start < line.stop for line in lines)
    ]


def _in_notes(page: Page, parts: Sequence[Text]) -> Iterator[Found]:
    """Yield what "the resolution" stands for in the notes, where the document prints just one resolution."""
    nouns = [(part, page.words.noun.match(page.text(part.title.words))) for part in parts]
    named = [(part, noun["noun"].lower()) for part, noun in nouns if noun and part.title.document]
    start = end_of_text(page)
    for part, noun in named:
        if [other for _, other in named].count(noun) > 1 or part.title.document is None:
            continue
        words = re.compile(rf"\b[Tt]he (?P<at>{noun})\b(?! (?:of|on|to|that|for)\b)")
        for match in words.finditer(page.scene.text, start):
            yield as_reference(part.title.document, *match.span("at"), "notes")


def _same_under_two_titles(page: Page, whole: Text | None, parts: list[Text]) -> list[Text]:
    """Return the parts, where a proclamation that is the only part of a proclamation is that one itself."""
    document = whole.title.document if whole else None
    if whole is None or document is None or len(parts) != 1 or not whole.title.sort:
        return parts
    nouns = [page.words.noun.match(page.text(text.title.words)) for text in (whole, parts[0])]
    if not all(nouns) or len({noun["noun"].lower() for noun in nouns if noun}) > 1:
        return parts
    title = parts[0].title
    words = title.words
    same = replace(document, start=words.start, stop=words.stop)
    return [replace(parts[0], title=replace(title, document=title.document and same, generic=False))]


# --- the whole document ----------------------------------------------------------------------------------


def _read_own(page: Page, text: Text, parts: Sequence[Text]) -> _Reading:
    """Read the frame of the document itself: the lines around its title, and the lines that end it."""
    document = text.title.document or name_generic(page, text.title, None, None, "")
    above, below = lines_above(page, text), lines_below(page, text)
    title = with_date_below(page, text.title, below)
    text = replace(text, title=replace(title, document=document))
    lines = [*above, *below, *_last_lines(page, text)]
    sentences = _sentences_of(page, text, parts)
    final = _own_end(text, sentences, parts)
    drafts = [*byline_drafts(page, document, [*above, *below]), *kicker_drafts(page, document, above)]
    fields = [field for line in lines for field in read_fields(page, line)]
    drafts += [draft for field in _once(fields) for draft in field_drafts(page, document, field)]
    is_sure = bool(drafts) or title.sort not in ("", "meeting", "name")
    drafts += date_drafts(page, text, below, is_sure)
    drafts += read_officers(page, below, text.title.meeting) if text.title.meeting else []
    if is_sure:
        drafts += _closing_drafts(page, text, final)
    drafts += [*title_drafts(text.title, text.opening), *_from_above(text, document)]
    if is_sure and title.sort not in ("authored", "record"):
        drafts += _formula_drafts(page, text, only_present=True)
    return _Reading(_things(page, text, sentences, drafts), tuple(drafts))


def _own_end(text: Text, sentences: Sequence[Span], parts: Sequence[Text]) -> list[Span]:
    """Return the sentences at whose end the document itself is signed.

    An appeal ends where the next text begins; a collection ends behind its last text.
    """
    if parts and text.title.sort in ("to", "from"):
        return [sentence for sentence in sentences if sentence.stop <= parts[0].opening.start]
    return [sentence for sentence in sentences if not parts or sentence.start >= parts[-1].body.stop]


def _last_lines(page: Page, text: Text) -> list[Span]:
    """Return the labelled lines at the end of a text: its source, its translator."""
    sentences = page.sentences(text.body)[-_FOOT:]
    return [sentence for sentence in sentences if read_fields(page, sentence)]


def _once(fields: list[Field]) -> list[Field]:
    return list({(field.start, field.role): field for field in fields}.values())


def _sentences_of(page: Page, text: Text, parts: Sequence[Text]) -> list[Span]:
    """Return the sentences of a text that are in no text inside it."""
    inner = [Span(part.opening.start, part.body.stop) for part in parts]
    return [
        sentence
        for sentence in page.sentences(text.body)
        if not any(part.start <= sentence.start < part.stop for part in inner)
    ]


# --- documents inside the document -----------------------------------------------------------------------


def _named(page: Page, text: Text, whole: Text | None) -> Text:
    """Return a part with its document, where its heading says only what it is ("Resolution")."""
    if not text.title.generic:
        return text
    parent = whole.title if whole else None
    makers = [maker for maker, _ in formulas(page, text.body)]
    of = (parent.holder or parent.maker if parent else None) or (makers[0] if makers else None)
    date = _parent_date(page, whole) if whole else None
    document = name_generic(page, text.title, of, date, title_label(page.document.title))
    return replace(text, title=replace(text.title, document=document))


def _read_part(page: Page, text: Text, whole: Text | None) -> _Reading:
    """Read the frame of a document that stands inside another one."""
    document, below = text.title.document, lines_below(page, text)
    if document is None:
        return _Reading((), tuple(title_drafts(text.title, text.opening)))
    text = replace(text, title=with_date_below(page, text.title, below))
    drafts = [*title_drafts(text.title, text.opening), *byline_drafts(page, document, below)]
    for field in (field for line in below for field in read_fields(page, line)):
        drafts += field_drafts(page, document, field)
    drafts += [*date_drafts(page, text, below, is_sure=True), *_from_above(text, document)]
    if text.title.sort not in ("authored", "record", "name"):
        drafts += _formula_drafts(page, text, only_present=False)
    sentences = list(page.sentences(text.body))
    drafts += _closing_drafts(page, text, sentences)
    if whole and whole.title.document and _is_part(text.title, whole.title):
        drafts.append(Draft(document, "partOf", whole.title.document, text.opening, "frame/part"))
    return _Reading(_things(page, text, sentences, drafts), tuple(drafts))


def _is_part(title: Title, whole: Title) -> bool:
    """Say whether a document is printed as a part of the whole one, and is not just named in a heading."""
    is_other = title.document is not None and title.document.key != (
        whole.document.key if whole.document else ""
    )
    return (
        is_other
        and whole.sort not in ("to", "from", "about")
        and title.sort != "name"
        and title.meeting is None
    )


def _parent_date(page: Page, whole: Text) -> HistoricalDate | None:
    below = lines_below(page, whole)
    return first_date([date for line in below for date in dates_alone(page, line)])


def _from_above(text: Text, document: Found) -> Iterator[Draft]:
    if text.maker:
        maker, line = text.maker
        yield Draft(document, "issuedBy", maker, line, "frame/from-line")
    if text.date:
        yield Draft(document, "date", text.date[0], text.date[1], "frame/from-line")
    if text.published:
        yield Draft(document, "publicationDate", text.published[0], text.published[1], "frame/announced")


def _formula_drafts(page: Page, text: Text, only_present: bool) -> Iterator[Draft]:
    document = text.title.document
    assert document is not None
    adopted = list(formulas(page, text.body, only_present))[:1]
    for maker, sentence in adopted:
        yield Draft(maker, "adopted", document, sentence, "frame/formula")
    is_known = adopted or text.maker or text.title.maker or text.title.holder
    if not is_known and text.title.sort != "adopted":
        for maker, sentence in list(issuers(page, text.body))[:1]:
            yield Draft(document, "issuedBy", maker, sentence, "frame/issue-formula")


def _closing_drafts(page: Page, text: Text, sentences: Sequence[Span]) -> Iterator[Draft]:
    """Yield what the end of a text says: who signed it, when, and who confirmed it."""
    document = text.title.document
    assert document is not None
    maker = text.title.holder or text.title.maker or (text.maker[0] if text.maker else None)
    yield from signature_drafts(
        read_signatures(page, sentences, is_sure=True), document, text.title.meeting or maker
    )
    for date, line in tail_dates(page, sentences):
        if isinstance(date.value, HistoricalDate) and not is_of_edition(page, date.value):
            yield Draft(document, "date", date.value, line, "frame/date-line")
            for place in page.held(Span(line.start, date.start), Kind.PLACE):
                yield Draft(document, "publicationPlace", place, line, "frame/date-line")
    for sentence in sentences:
        yield from _confirmed(page, document, sentence)


def _confirmed(page: Page, document: Found, sentence: Span) -> Iterator[Draft]:
    """Yield who confirmed "the present decree", and the meeting at which it was done."""
    present = page.words.formula["present"]
    line = page.line(sentence)
    confirmed = page.words.formula["confirmed"]
    match = re.search(
        rf"{present} {confirmed}(?: \w+)? by(?: the)? (?P<maker>{_MAKER})(?:(?: at| in) "
        rf"(?:the|its|a|their) (?P<meeting>(?P<head>meeting|session|sitting) of) (?P<date>{_DATE}))?",
        line.text,
    )
    if not match:
        return
    maker = line.slot(match.start("maker"))
    yield Draft(maker, "ratified", document, sentence, "frame/confirmed")
    if match["meeting"]:
        date = line.slot(match.start("date"))
        assert isinstance(date.value, HistoricalDate)
        words = Span(line.origin[match.start("meeting")], date.stop)
        meeting = make_meeting(page, words, match["head"], maker, date.value)
        yield Draft(meeting, "heldBy", maker, sentence, "frame/confirmed")
        yield Draft(meeting, "date", date.value, sentence, "frame/confirmed")
        yield Draft(meeting, "adopted", document, sentence, "frame/confirmed")


def _things(page: Page, text: Text, sentences: Sequence[Span], drafts: Sequence[Draft]) -> tuple[Found, ...]:
    """Return the things that a text adds: its meeting or itself, "the present decree", whom it names."""
    document, meeting = text.title.document, text.title.meeting
    assert document is not None
    named = [meeting] if meeting else [document] if text.title.sort else []
    present = re.compile(page.words.formula["present"])
    for sentence in sentences:
        for match in present.finditer(page.text(sentence)):
            start, stop = (sentence.start + offset for offset in match.span("at"))
            named.append(as_reference(document, start, stop, "present"))
    ends = (end for draft in drafts for end in (draft.subject, draft.object) if isinstance(end, Found))
    return (
        *named,
        *(
            end
            for end in ends
            if end.how.startswith(("frame/", "bibliography/")) and end.how not in _NOT_ADDED
        ),
    )
