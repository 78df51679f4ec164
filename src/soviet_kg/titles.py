"""What a heading or title names: a document, the meeting that it reports, and who made it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from soviet_kg.claims import Draft
from soviet_kg.dates import date_label
from soviet_kg.layout import Page, any_of, title_label
from soviet_kg.lines import Found, Line, kind_class
from soviet_kg.mentions import find_names
from soviet_kg.model import HistoricalDate, Kind, Span
from soviet_kg.names import slugify
from soviet_kg.naming import entry_of, name_thing, short_label

_HOLDER = kind_class(["Body", "Party"])
_MAKERS = (Kind.BODY, Kind.PARTY, Kind.EVENT, Kind.PERSON)
_LONGEST_REST = 40  # letters that may follow a maker's name on a line of its own
_LONGEST_SECOND_LINE = 220
_ENDS = " \t\"'.,:;"


@dataclass(frozen=True, slots=True)
class Title:
    """What a heading names. `sort` is the kind of document ("" where the words do not tell).

    `maker` is who made the document, by the heading's own words; `meeting` and `holder` are the meeting that
    the heading names and whose it was. `generic` says that the words name the kind alone ("RESOLUTION").
    """

    words: Span
    sort: str
    document: Found | None = None
    maker: Found | None = None
    meeting: Found | None = None
    holder: Found | None = None
    generic: bool = False


def read_title(page: Page, heading: Span) -> Title:
    """Return what the words of a heading name; `heading` is a span of the folded text."""
    words = bare_words(page, heading)
    line = page.line(words)
    if found := _read_meeting(page, line, words):
        return found
    sort = sort_of(page, words)
    maker = _maker(page, line, sort)
    noun = page.words.noun.match(page.text(words))
    generic = bool(noun) and noun is not None and noun.end() == words.stop - words.start
    listed = listed_document(page, words)
    if listed:
        return Title(words, sort or "name", listed, maker)
    document = (
        None
        if generic or sort in ("", "about")
        else make_document(page, words, title_label(page.text(words)))
    )
    return Title(words, sort, document, maker, generic=generic)


def bare_words(page: Page, heading: Span) -> Span:
    """Return a heading without quotation marks and end punctuation."""
    text = page.text(heading)
    start = len(text) - len(text.lstrip(_ENDS))
    return Span(heading.start + start, heading.start + max(start, len(text.rstrip(_ENDS))))


def listed_document(page: Page, words: Span) -> Found | None:
    """Return the document of the gazetteer that the words name, wholly or for the most part."""
    text = page.text(words)
    if entry_of(text, Kind.DOCUMENT, page.finder):
        return name_thing(words.start, words.stop, text, Kind.DOCUMENT, page.finder, "frame/title")
    held = page.held(words, Kind.DOCUMENT)
    return next(
        (f for f in held if _is_listed(f) and f.stop - f.start > 0.6 * (words.stop - words.start)), None
    )


def _is_listed(thing: Found) -> bool:
    return thing.how.startswith("gazetteer/")


def sort_of(page: Page, words: Span) -> str:
    """Return the kind of document that the words begin with: "issued", "about", "to", "from", or ""."""
    text = page.text(words)
    noun = page.words.noun.match(text)
    if noun:
        return next(sort for sort, nouns in page.words.nouns.items() if noun["noun"].lower() in nouns)
    if _from_pattern(page).match(page.line(words).text):
        return "from"
    if re.match(rf"(?:{any_of(page.words.nouns['about'])}) (?:the |a )?\w", text, re.IGNORECASE):
        return "about"
    return "to" if is_address(page, text) or _is_to_body(page, words) else ""


def is_address(page: Page, text: str) -> bool:
    """Say whether a line addresses a document to somebody: "To All Army Committees", "To the Peasants!"."""
    if not re.match(page.words.titles["to"], text, re.IGNORECASE) or len(text) > 240:
        return False
    if text.endswith("!"):
        return True
    return bool(re.search(rf"\b(?:{any_of(page.words.nouns['addressees'])})\b", text, re.IGNORECASE))


def _is_to_body(page: Page, words: Span) -> bool:
    """Say whether a line addresses a document to one body: "To the Military Revolutionary Committee"."""
    line = page.line(words)
    return bool(re.fullmatch(rf"(?i:{page.words.titles['to']})(?:the )?{_HOLDER}", line.text))


def _from_pattern(page: Page) -> re.Pattern[str]:
    titles = page.words.titles
    return re.compile(rf"{titles['from']}(?P<maker>{kind_class(_MAKERS)})(?={titles['from_ends']})")


def _maker(page: Page, line: Line, sort: str) -> Found | None:
    """Return whom "From X to Y" or "Appeal of X" names; X may stand inside a longer name."""
    if sort == "from":
        match = _from_pattern(page).match(line.text)
        return line.slot(match.start("maker")) if match else None
    text = page.scene.text[line.start : line.stop]
    noun = page.words.noun.match(text)
    connection = re.compile(page.words.titles["of"], re.IGNORECASE)
    of = connection.match(text, noun.end()) if noun and sort != "record" else None
    return _name_at(page, Span(line.start + of.end(), line.stop)) if of else None


def maker_below(page: Page, line: Span) -> Found | None:
    """Return whose document it is where the line below its kind goes on "of the Council of People's Commissars"."""
    of = (
        re.match(page.words.titles["of"].strip(), page.text(line))
        if page.words.titles["of"].strip()
        else None
    )
    maker = _name_at(page, Span(line.start + of.end(), line.stop)) if of else None
    return maker if maker and line.stop - maker.stop < _LONGEST_REST else None


def continued(page: Page, title: Title, line: Span) -> Title | None:
    """Return the title that goes on in the line below: "ДЕКРЕТ" above "Совета Народных Комиссаров о печати".

    None where that line does not say whose the document is or what it is about.
    """
    words = bare_words(page, line)
    text = page.text(words)
    if (
        page.words.titles.get("continued", "") == ""
        or len(text) > _LONGEST_SECOND_LINE
        or text != page.text(line)
    ):
        return None
    maker = _name_at(page, words)
    rest = page.scene.text[maker.stop : words.stop].strip() if maker else text
    if not re.match(page.words.titles["continued"], rest if rest or not maker else text):
        return None
    label = f"{title_label(page.text(title.words)).capitalize()} {title_label(rest)}"
    whole = Span(title.words.start, words.stop)
    return replace(title, words=whole, document=make_document(page, whole, label), maker=maker, generic=False)


def _name_at(page: Page, span: Span) -> Found | None:
    """Return the body, congress, party or person whose name the words begin with."""
    names = find_names(title_label(page.text(span)), page.finder)
    if not names or names[0].start or names[0].kind not in _MAKERS:
        return None
    return replace(names[0], start=span.start, stop=span.start + names[0].stop)


def make_document(page: Page, words: Span, label: str, how: str = "frame/title") -> Found:
    """Return the document of a title that is not listed; it is kept only where a claim speaks of it."""
    return name_thing(words.start, words.stop, label, Kind.DOCUMENT, page.finder, how, latent=True)


def name_about(page: Page, words: Span, noun: str) -> Found:
    """Return the document of a heading "On X": a decree on X, or whatever its body shows it to be."""
    text = title_label(page.text(words))
    return make_document(page, words, f"{noun} {text[:1].lower()}{text[1:]}")


def name_generic(
    page: Page, title: Title, of: Found | None, date: HistoricalDate | None, parent: str
) -> Found:
    """Return the document of a heading that says only its kind, named after whose it is, or its parent.

    Without a day the name is not one in the world, and the key is this document's own.
    """
    noun = title_label(page.text(title.words)).lower().capitalize()
    whose = f"{noun} of {with_article(of.label)}" if of else f"{noun} ({parent})" if parent else noun
    if of and date:
        return make_document(page, title.words, f"{whose}, {date_label(date)}")
    return own_key(page, make_document(page, title.words, whose))


def own_key(page: Page, thing: Found) -> Found:
    """Return a thing whose name says too little to be told from others: its key is of this document alone."""
    return replace(thing, key=slugify(f"{thing.label} {page.document.id}"))


def with_article(label: str) -> str:
    """Return a body's or congress's name after "of"."""
    short = short_label(label)
    return short if short.lower().startswith("the ") or short[:1] > "\u0400" else f"the {short}"


# --- meetings --------------------------------------------------------------------------------------------


def _read_meeting(page: Page, line: Line, words: Span) -> Title | None:
    record = re.match(
        rf"(?:{any_of(page.words.nouns['record'])}|report)s?{page.words.titles['record_of']}",
        line.text,
        re.IGNORECASE,
    )
    start = record.end() if record else 0
    match = _meeting_pattern(page).match(line.text, start)
    if not match:
        return None
    holder = line.slot(match.start("holder"))
    dates = [f.value for f in page.held(words, "Date") if isinstance(f.value, HistoricalDate)]
    first = Span(line.origin[match.start()], line.origin[match.start("holder") - 1])
    meeting = make_meeting(page, first, match["head"], holder, dates[0] if dates else None)
    meeting = meeting if dates else own_key(page, meeting)
    whole = name_thing(
        words.start,
        words.stop,
        title_label(page.text(words)),
        Kind.DOCUMENT,
        page.finder,
        "frame/title",
        latent=True,
    )
    return Title(words, "record" if record else "meeting", whole, None, meeting, holder)


def _meeting_pattern(page: Page) -> re.Pattern[str]:
    return re.compile(
        rf"(?:[\w-]+ ){{0,2}}?(?P<head>{any_of(page.words.nouns['meeting'])})(?: (?:No|№)\.? ?\d+)?"
        rf"{page.words.titles['meeting_of']}(?P<holder>{_HOLDER})",
        re.IGNORECASE,
    )


def make_meeting(page: Page, words: Span, head: str, holder: Found, date: HistoricalDate | None) -> Found:
    """Return a meeting that has no name of its own, under its kind, whose it was, and when."""
    form = page.words.titles["meeting"]
    label = form.format(head=head.lower().capitalize(), holder=with_article(holder.label))
    label = f"{label}, {date_label(date)}" if date else label
    return Found(words.start, words.stop, Kind.EVENT.value, slugify(label), label, "frame/meeting")


def with_date(meeting: Found, date: HistoricalDate) -> Found:
    """Return a meeting whose date stands below its heading."""
    if meeting.label.endswith(date_label(date)):
        return meeting
    label = f"{meeting.label}, {date_label(date)}"
    return replace(meeting, label=label, key=slugify(label))


def drafts_of(title: Title, quote: Span) -> Iterator[Draft]:
    """Yield what a title says by itself: who issued, adopted or wrote the document, whose the meeting was."""
    document, maker = title.document, title.maker
    if title.meeting and title.holder:
        yield Draft(title.meeting, "heldBy", title.holder, quote, "frame/title-meeting")
    if not document or not maker:
        return
    if maker.kind == Kind.PERSON or title.sort == "authored":
        yield Draft(document, "author", maker, quote, "frame/title-author")
    elif title.sort == "adopted":
        yield Draft(maker, "adopted", document, quote, "frame/title-adopted")
    elif title.sort in ("issued", "from") and maker.kind in (Kind.BODY, Kind.EVENT):
        yield Draft(document, "issuedBy", maker, quote, "frame/title-issuer")


def first_date(things: Iterable[Found]) -> HistoricalDate | None:
    """Return the first day, month or year among things."""
    return next((thing.value for thing in things if isinstance(thing.value, HistoricalDate)), None)
