"""The texts that a document holds: itself, and the decrees, resolutions and appeals that it prints in full.

A text is found by its heading ("On the Equality of Rank of All Military Men"), by its address in quotation
marks ("To All Army Committees …") or by what introduces it ("the following telegram:").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from soviet_kg.dates import date_label
from soviet_kg.habits import read_habits
from soviet_kg.layout import Page, names_alone, persons_alone, title_label
from soviet_kg.lines import Found, kind_class
from soviet_kg.model import HistoricalDate, Kind, Section, Span
from soviet_kg.titles import (
    Title,
    bare_words,
    continued,
    first_date,
    is_address,
    make_document,
    maker_below,
    name_about,
    name_generic,
    own_key,
    read_title,
    sort_of,
)

_MAKER = kind_class(["Body", "Event", "Party"])
_NUMBERED = re.compile(r"[\"(]?(?:\d{1,2}|[IVX]{1,4}|Section \d+|Article \d+|§ ?\d+)[.)] ")
_QUOTE = '"'
_LONGEST_TITLE = 200
_VERB = re.compile(r" (?:is|are|was|were|has|have|had|we|will|must|shall) ")
_TOP = 5  # the title is one of the first lines
_OPENING = 8  # the formula stands among the first sentences of a decree
_NEWS = re.compile(r"\b(?:publish\w*|print\w*|carried|appear\w*|newspapers?|reproduced)\b")


@dataclass(frozen=True, slots=True)
class Text:
    """A document, or a document inside it.

    `title` is what its heading says, `opening` the line that names or introduces it, `body` what follows;
    `is_own` marks the whole document. `maker` stands in the line above ("From the Committee, November 8:").
    """

    title: Title
    opening: Span
    body: Span
    is_own: bool = False
    maker: tuple[Found, Span] | None = None
    date: tuple[HistoricalDate, Span] | None = None
    published: tuple[HistoricalDate, Span] | None = None


def find_texts(page: Page) -> list[Text]:
    """Return the texts of a document in order of their beginnings; the whole document, if titled, first."""
    stop = end_of_text(page)
    texts = [*_headed(page, stop), *_addressed(page), *_introduced(page)]
    whole = [text for text in texts if text.is_own]
    parts = sorted((text for text in texts if not text.is_own), key=lambda text: text.body)
    return [*whole, *_cut(_first_of_each(parts))]


def end_of_text(page: Page) -> int:
    """Return where the text ends and notes, literature and the like begin."""
    back = read_habits().back_matter
    for section in page.scene.sections:
        if page.text(section.heading).lower().rstrip(".:") in back:
            return section.start
    return len(page.scene.text)


def own_section(page: Page) -> Section | None:
    """Return the section of the document's title: the first of level 1, headed by one of the first lines.

    A name alone above a further heading is the author's or the newspaper's, and no title.
    """
    headed = [section for section in page.scene.sections if section.heading.stop > section.heading.start]
    below_name = False
    for index, section in enumerate(headed):
        if section.level > 1 and not below_name:
            continue
        is_top = page.scene.sentence_index(section.heading.start) < _TOP
        below_name = is_top and index + 1 < len(headed) and _is_name_above(page, section, headed[index + 1])
        if not below_name:
            return section if is_top else None
    return None


def _is_name_above(page: Page, section: Section, following: Section) -> bool:
    between = len(page.sentences(Span(section.heading.stop, following.heading.start)))
    if names_alone(page, section.heading, Kind.PUBLICATION):
        return between < 3
    return between == 0 and bool(persons_alone(page, section.heading))


def _headed(page: Page, stop: int) -> Iterator[Text]:
    own = own_section(page)
    untitled = None if own else _untitled(page)
    if untitled:
        title = _settle(page, read_title(page, untitled), Span(untitled.stop + 1, stop), is_own=True)
        yield Text(title, untitled, Span(untitled.stop + 1, stop), is_own=True)
    for section in page.scene.sections:
        if section.start >= stop:
            continue
        opening = _opening_of(page, section)
        if opening is None or opening == untitled:
            continue
        title = read_title(
            page, opening if section.heading.stop == section.heading.start else section.heading
        )
        body = Span(opening.stop + 1, min(section.stop, stop))
        if section is own:
            yield _own_text(page, title, opening, Span(body.start, stop))
        elif title.sort and not _is_sender_above(page, title, section):
            settled = _settle(page, title, body)
            if settled.document or settled.generic or settled.meeting:
                yield Text(settled, opening, body, maker=_sender(page, settled, opening))


def _is_sender_above(page: Page, title: Title, section: Section) -> bool:
    """Say whether a heading "From the Committee" only says who sends what is below: "To the Citizens"."""
    following = page.scene.sentences[page.scene.sentence_index(section.heading.stop) + 1 :][:1]
    return title.sort == "from" and any(
        page.heading(line) and sort_of(page, bare_words(page, line)) == "to" for line in following
    )


def _sender(page: Page, title: Title, opening: Span) -> tuple[Found, Span] | None:
    """Return who sends what is addressed "To the Committee": the body or "From X" in the heading above."""
    index = page.scene.sentence_index(opening.start)
    above = page.scene.sentences[index - 1] if index else opening
    if title.sort != "to" or above == opening or not page.heading(above):
        return None
    makers = names_alone(page, above, Kind.BODY)
    maker = makers[0] if len(makers) == 1 else read_title(page, above).maker
    return (maker, above) if maker else None


def _opening_of(page: Page, section: Section) -> Span | None:
    """Return the line that heads a section; below a bare number or a rule, a first line like a title."""
    if section.heading.stop > section.heading.start:
        return page.scene.sentences[page.scene.sentence_index(section.heading.start)]
    first = page.sentences(Span(section.start, section.stop))[:1]
    return first[0] if section.start > 0 and first and _is_titled(page, first[0]) else None


def _is_titled(page: Page, line: Span) -> bool:
    """Say whether a line that is no heading is a title all the same: "To the Citizens of Russia!"."""
    words = page.text(line)
    if not page.is_alone(line) or len(words) > _LONGEST_TITLE or words.startswith(_QUOTE):
        return False
    return sort_of(page, bare_words(page, line)) in ("to", "from", "issued") and not _VERB.search(words)


def _untitled(page: Page) -> Span | None:
    """Return the first line, or the one below the author's name, if it is like a title and no heading."""
    for line in page.scene.sentences[:2]:
        if _is_titled(page, line):
            return line
        if not persons_alone(page, line):
            return None
    return None


def _own_text(page: Page, title: Title, opening: Span, body: Span) -> Text:
    """Return the text of the whole document; below "From X" as the first line the second may be the title."""
    following = page.sentences(body)[:1]
    if title.sort == "from" and title.maker and following:
        second = read_title(page, following[0])
        if second.sort == "to" and second.document:
            body = Span(following[0].stop + 1, body.stop)
            return Text(second, following[0], body, is_own=True, maker=(title.maker, opening))
    if title.generic and following and (longer := continued(page, title, following[0])):
        return Text(longer, opening, Span(following[0].stop + 1, body.stop), is_own=True)
    if title.generic and following and (maker := maker_below(page, following[0])):
        document = name_generic(page, title, maker, None, "")
        whole = replace(title, document=document, generic=False)
        return Text(
            whole, opening, Span(following[0].stop + 1, body.stop), is_own=True, maker=(maker, following[0])
        )
    return Text(_settle(page, title, body, is_own=True), opening, body, is_own=True)


def _settle(page: Page, title: Title, body: Span, is_own: bool = False) -> Title:
    """Return the title with the document that "On X" is, as its body shows; an own title names itself."""
    if title.sort == "about" and title.document is None:
        noun = _noun_of_body(page, body)
        return replace(title, document=name_about(page, title.words, noun)) if noun else title
    if is_own and title.document is None and not title.generic:
        return replace(title, document=make_document(page, title.words, title_label(page.text(title.words))))
    return title


def _noun_of_body(page: Page, body: Span) -> str:
    """Return "Decree" or "Resolution" for a body that lays down points or opens with a formula, else ""."""
    formula = next(formulas(page, body), None)
    sentences = page.sentences(body)
    points = sum(bool(_NUMBERED.match(page.text(sentence))) for sentence in sentences)
    text = page.text(body)
    if not formula and points < 3:
        return ""
    decrees = re.search(page.words.formula["decree_words"], text)
    governs = re.search(page.words.formula["governs"], text)
    return page.words.titles["decree" if decrees or governs or formula else "resolution"]


def formulas(page: Page, body: Span, only_present: bool = False) -> Iterator[tuple[Found, Span]]:
    """Yield who decrees or resolves, with the sentence: "… the Council of People's Commissars decrees:"."""
    verbs = page.words.formula["adopt"]
    ends = page.words.formula["ends"] if not only_present else ":"
    gap = r"(?: \([^()]*\))?(?:,[^:;]{1,220}?,)?"
    pattern = re.compile(rf"(?P<maker>{_MAKER}){gap} {page.words.formula['adverb']}(?:{verbs}){ends}")
    for sentence in page.sentences(body)[:_OPENING]:
        line = page.line(sentence)
        if match := pattern.search(line.text):
            yield line.slot(match.start("maker")), sentence
        elif named := _named_by_noun(page, sentence, verbs, ends):
            yield named, sentence


def issuers(page: Page, body: Span) -> Iterator[tuple[Found, Span]]:
    """Yield who speaks in a proclamation, with the sentence: "The Government, … , announces to the workers"."""
    verbs = page.words.formula["issue"]
    pattern = re.compile(
        rf"^\"?(?P<maker>{_MAKER})(?:,[^:;]{{1,220}}?,)? {page.words.formula['adverb']}(?:{verbs})\b"
    )
    for sentence in page.sentences(body)[:_OPENING]:
        line = page.line(sentence)
        if match := pattern.search(line.text):
            yield line.slot(match.start("maker")), sentence


def _named_by_noun(page: Page, sentence: Span, verbs: str, ends: str) -> Found | None:
    """Return the body or congress named before that "The Congress decrees:" speaks of."""
    match = re.search(rf"{page.words.formula['noun_before']}(?:{verbs}){ends}", page.text(sentence))
    if not match:
        return None
    before = page.found[: bisect_right(page.starts, sentence.start)]
    head = page.words.formula.get(f"head-{match['noun'].lower()}", re.escape(match["noun"]))
    makers = (f for f in reversed(before) if f.kind in (Kind.BODY, Kind.EVENT) and re.search(head, f.label))
    return next(makers, None)


# --- texts in quotation marks ----------------------------------------------------------------------------


def _addressed(page: Page) -> Iterator[Text]:
    """Yield the texts that begin with their address in quotation marks: "To All Army Committees …"."""
    sentences = page.scene.sentences
    for index, sentence in enumerate(sentences[:-1]):
        words = page.text(sentence)
        if not words.startswith(_QUOTE) or page.heading(sentence) or not _is_title_line(page, words):
            continue
        if not page.text(sentences[index + 1]).startswith(_QUOTE):
            continue
        section = page.scene.section_at(sentence.start)
        maker, date = _line_above(page, index)
        title = read_title(page, sentence)
        yield Text(title, sentence, Span(sentence.stop + 1, section.stop), maker=maker, date=date)


def _is_title_line(page: Page, words: str) -> bool:
    bare = words.strip('"')
    return is_address(page, bare) and bare[-1:] in ".:!," and not _VERB.search(bare)


def _line_above(
    page: Page, index: int
) -> tuple[tuple[Found, Span] | None, tuple[HistoricalDate, Span] | None]:
    """Return maker and date of "From the Military Revolutionary Committee, November 8:" above a text."""
    if index == 0 or not page.text(page.scene.sentences[index - 1]).endswith(":"):
        return None, None
    above = page.scene.sentences[index - 1]
    title = read_title(page, above)
    date = first_date(page.held(above, "Date"))
    if title.sort != "from":
        return None, None
    return (title.maker, above) if title.maker else None, (date, above) if date else None


def _introduced(page: Page) -> Iterator[Text]:
    """Yield the texts that a sentence announces: "Kutuzov read out the following telegram:"."""
    sentences = page.scene.sentences
    pattern = re.compile(page.words.formula["follows"])
    for index, sentence in enumerate(sentences[:-1]):
        words = page.text(sentence)
        match = pattern.search(words) if words.endswith(":") else None
        if not match or not page.text(sentences[index + 1]).startswith(_QUOTE):
            continue
        named = Span(sentence.start + match.start("at"), sentence.start + match.end("at"))
        body = Span(sentences[index + 1].start, _closing(page, index + 1))
        date = first_date(page.held(sentence, "Date"))
        published = (date, sentence) if date and _NEWS.search(words) else None
        document = _announced(page, match["noun"].capitalize(), named, sentences[index + 1], date)
        yield Text(Title(named, "issued", document), sentence, body, published=published)


def _announced(page: Page, noun: str, named: Span, first: Span, date: HistoricalDate | None) -> Found:
    """Return an announced document, named from its first words ("On X", "To Y"), else from the day."""
    about = re.match(r"(On|To) [^.:,!]{3,100}(?=[.:,!])", page.text(first).strip('"'))
    if about:
        return make_document(page, named, f"{noun} {about[0][:1].lower()}{about[0][1:]}")
    return own_key(page, make_document(page, named, f"{noun}, {date_label(date)}" if date else noun))


def _closing(page: Page, index: int) -> int:
    """Return where the quotation that begins at a sentence ends, at most where its section does."""
    section = page.scene.section_at(page.scene.sentences[index].start)
    for sentence in page.scene.sentences[index:]:
        words = page.text(sentence)
        if sentence.start >= section.stop:
            break
        if words.endswith((_QUOTE, f"{_QUOTE}.", f".{_QUOTE}")) and words.count(_QUOTE) % 2:
            return sentence.stop
        if words.startswith(_QUOTE) and words.endswith(_QUOTE) and len(words) > 1:
            return sentence.stop
    return section.stop


# --- no text inside two others ---------------------------------------------------------------------------


def _first_of_each(parts: list[Text]) -> list[Text]:
    """Keep the first reading of each opening; "Newspaper Report" directly below a title is no text."""
    kept: list[Text] = []
    for part in parts:
        last = kept[-1] if kept else None
        if last and part.opening.start == last.opening.start:
            continue
        if (
            last
            and last.title.document
            and part.title.generic
            and part.opening.start <= last.opening.stop + 1
        ):
            continue
        kept.append(part)
    return kept


def _cut(parts: list[Text]) -> list[Text]:
    """End each part where the next one begins, unless that lies inside it as a quotation."""
    cut: list[Text] = []
    for index, part in enumerate(parts):
        following = parts[index + 1] if index + 1 < len(parts) else None
        stop = part.body.stop
        if following and part.body.start <= following.opening.start < stop:
            stop = following.opening.start
        cut.append(replace(part, body=Span(part.body.start, max(part.body.start, stop))))
    return cut
