"""Who signed: the lines that end a decree, a proclamation or a letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from soviet_kg.claims import Draft
from soviet_kg.layout import Page, canonical, dates_alone, persons_alone, read_fields
from soviet_kg.lines import SLOT_KINDS, Found, Line, kind_class, make_line, without_overlaps
from soviet_kg.model import Kind, Span
from soviet_kg.naming import PERSON, name_person

_ANY, _PERSON_SLOT, _BODY = (
    kind_class(SLOT_KINDS),
    kind_class(["Person"]),
    kind_class(["Body", "Event", "Party"]),
)
_INITIALS = r"(?:[A-Z][a-z]{0,3}\. ?){0,2}"
_NAME = rf"(?:(?:Comrades?|Citizens?) )?(?:{_INITIALS}{_PERSON_SLOT}|{PERSON})(?: \([^()]*\))?"
_NAMES = rf"{_NAME}(?:(?:, | and |; | & |, and ){_NAME})*"
_PLURAL = re.compile(
    r"^((?:[A-Z][\w']* ){0,2}(?:Commissar|Minister|Member|President|Delegate|Editor|Secretar|Deput))(s|ies)\b"
)
_END = r"[.,;:\"')\]]*$"
_LONGEST = 320
_LONGEST_COMMENT = 3  # sentences that can stand below the signatures


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: who signed, in which office ("" for none), of which body, and the words that show it."""

    signer: Found
    quote: Span
    office: str = ""
    body: Found | None = None
    chair: bool = False


@dataclass(frozen=True, slots=True)
class _Forms:
    office_name: re.Pattern[str]
    name_office: re.Pattern[str]
    office: re.Pattern[str]
    signed: re.Pattern[str]
    behalf: re.Pattern[str]
    chair: re.Pattern[str]
    attached: re.Pattern[str]
    bare: re.Pattern[str]


@lru_cache(maxsize=4)
def _forms(chair: str, other: str, signed: str, behalf: str, accepted: str) -> _Forms:
    bare = rf"(?:{other}|{chair})"
    title = rf"(?P<office>{bare}(?:(?:,? (?:of|for|to|at|in|on|and|the|&)\b| )(?: ?(?:{_ANY}|[\w'-]+))?)*?)"
    return _Forms(
        re.compile(
            rf"^[\"'(]*(?i:the )?(?:{title}(?:[,:.;] ?| ?[–—-]+ ?| (?={_PERSON_SLOT}))|(?P<bare>{bare}) )"
            rf"(?P<names>{_NAMES}){_END}"
        ),
        re.compile(rf"^[\"'(]*(?P<names>{_NAMES}), {title}{_END}"),
        re.compile(rf"^[\"'(]*{title}{_END}"),
        re.compile(rf"^[\"'(]*(?:{signed}) ?(?P<names>{_NAMES})(?:, {title})?{_END}"),
        re.compile(
            rf"^[\"'(]*(?:{behalf}) (?P<whom>[^:]{{2,90}}?)[:,] ?(?:{title}[,:] ?)?(?P<names>{_NAMES}){_END}"
        ),
        re.compile(rf"(?:{chair})\b"),
        re.compile(
            rf"^[\"'(]*(?:{accepted})?(?P<body>{_BODY})"
            rf"(?: (?i:attached to)\b[^:;!?]{{0,120}}| (?i:of|at|under)(?: the)? {_BODY})?{_END}"
        ),
        re.compile(bare),
    )


def read_signatures(page: Page, sentences: Sequence[Span], is_sure: bool) -> list[Signature]:
    """Return the signatures in the lines that end a text; `sentences` are the text's, in order.

    Names alone, and bodies alone, count only where the text `is_sure` to be a document that somebody signs.
    """
    tail = list(_tail(page, sentences))
    signatures: list[Signature] = []
    pending: Span | None = None
    for sentence in tail:
        fresh = list(_read_line(page, sentence, pending, is_sure))
        signatures += fresh
        pending = sentence if _forms_of(page).office.match(_line(page, sentence).text) else None
    return signatures


def tail_dates(page: Page, sentences: Sequence[Span]) -> Iterator[tuple[Found, Span]]:
    """Yield the dates that stand alone among the lines that end a text, with their lines."""
    for sentence in _tail(page, sentences):
        for date in dates_alone(page, sentence):
            yield date, sentence


def _tail(page: Page, sentences: Sequence[Span]) -> Iterable[Span]:
    """Return the last lines of a text as long as they can be signatures, dates or notes; never its first.

    An editor's comment may stand below them: "This decree encouraged the formation of …".
    """
    stop = len(sentences)
    while stop > len(sentences) - _LONGEST_COMMENT and stop > 1 and not _can_end(page, sentences[stop - 1]):
        stop -= 1
    start = stop
    while start > 1 and _can_end(page, sentences[start - 1]):
        start -= 1
    tail = sentences[start:stop]
    return tail if stop == len(sentences) or _is_signed_in_office(page, tail) else ()


def _is_signed_in_office(page: Page, tail: Sequence[Span]) -> bool:
    forms = _forms_of(page)
    lines = [_line(page, sentence).text for sentence in tail]
    return any(forms.office_name.match(line) or forms.office.match(line) for line in lines)


def _can_end(page: Page, sentence: Span) -> bool:
    line, forms = _line(page, sentence).text, _forms_of(page)
    if sentence.stop - sentence.start > _LONGEST:
        return False
    office = (forms.office_name, forms.name_office, forms.office)
    if any(pattern.match(line) for pattern in (*office, forms.signed, forms.behalf, forms.attached)):
        return True
    if page.heading(sentence):
        return False
    return bool(dates_alone(page, sentence) or persons_alone(page, sentence) or read_fields(page, sentence))


def _forms_of(page: Page) -> _Forms:
    words = page.words.offices
    return _forms(words["chair"], words["other"], words["signed"], words["on_behalf"], words["accepted"])


def _line(page: Page, sentence: Span) -> Line:
    """Return a sentence as a line of slots, of a long one nothing; "People's Commissars" is an office."""
    if sentence.stop - sentence.start > _LONGEST:
        return make_line(page.scene.text, Span(sentence.start, sentence.start), ())
    office = _forms_of(page).bare
    held = [
        thing
        for thing in page.held(sentence)
        if not office.fullmatch(page.text(Span(thing.start, thing.stop)))
    ]
    return make_line(page.scene.text, sentence, without_overlaps(held))


def _read_line(page: Page, sentence: Span, pending: Span | None, is_sure: bool) -> Iterator[Signature]:
    line, forms = _line(page, sentence), _forms_of(page)
    for pattern in (forms.signed, forms.behalf, forms.office_name, forms.name_office):
        if match := pattern.match(line.text):
            yield from _signed(page, line, match, sentence)
            return
    persons = persons_alone(page, sentence)
    if persons and pending:
        office = forms.office.match(_line(page, pending).text)
        assert office is not None
        quote = Span(pending.start, sentence.stop)
        yield from _in_office(page, _line(page, pending), office, persons, quote)
    elif persons and is_sure:
        yield from (Signature(person, sentence) for person in persons)
    elif is_sure and (body := forms.attached.match(line.text)):
        yield Signature(line.slot(body.start("body")), sentence)


def _signed(page: Page, line: Line, match: re.Match[str], quote: Span) -> Iterator[Signature]:
    persons = list(_persons(page, line, *match.span("names")))
    if match["office"] or match.groupdict().get("bare"):
        yield from _in_office(page, line, match, persons, quote)
    else:
        yield from (Signature(person, quote) for person in persons)


def _in_office(
    page: Page, line: Line, match: re.Match[str], persons: Iterable[Found], quote: Span
) -> Iterator[Signature]:
    start, stop = match.span("office" if match["office"] else "bare")
    bodies = [thing for thing in line.slots(start, stop) if thing.kind in (Kind.BODY, Kind.EVENT, Kind.PARTY)]
    chair = bool(_forms_of(page).chair.match(line.text, start))
    last = max([line.origin[stop - 1] + 1, *(thing.stop for thing in line.slots(start, stop))])
    words = _PLURAL.sub(_singular, page.text(Span(line.origin[start], last)).strip(" ,.:;"))
    for person in persons:
        yield Signature(person, quote, words, bodies[0] if bodies else None, chair)


def _persons(page: Page, line: Line, start: int, stop: int) -> Iterator[Found]:
    for item in re.finditer(rf"{_PERSON_SLOT}|{PERSON}", line.text[start:stop]):
        at = start + item.start()
        if re.match(_PERSON_SLOT, item[0]):
            yield canonical(page, line.slot(at))
            continue
        first, last = line.origin[at], line.origin[start + item.end() - 1] + 1
        person = name_person(page.scene.text, first, last, page.finder, "frame/signature")
        if person:
            yield person


def read_officers(page: Page, lines: Sequence[Span], meeting: Found) -> Iterator[Draft]:
    """Yield who was in the chair of a meeting, from the lines below its heading: "Chairman: Sverdlov"."""
    for line in lines:
        match = _forms_of(page).office_name.match(_line(page, line).text)
        for signature in _signed(page, _line(page, line), match, line) if match else ():
            if signature.chair and signature.body is None:
                yield Draft(signature.signer, "chairOf", meeting, line, "frame/officers")


def _singular(plural: re.Match[str]) -> str:
    return f"{plural[1]}y" if plural[2] == "ies" else plural[1]


def drafts_of(signatures: Iterable[Signature], document: Found, maker: Found | None) -> Iterator[Draft]:
    """Yield who signed the document and in which office; a chairman of nothing named chairs its `maker`."""
    for signature in signatures:
        yield Draft(document, "signedBy", signature.signer, signature.quote, "frame/signature")
        if not signature.office:
            continue
        # "Chairman" alone is of the body that made the document, "President of the Bank" never.
        whose = signature.body or (maker if signature.chair and " " not in signature.office else None)
        of = (("of", whose),) if whose else ()
        yield Draft(
            signature.signer, "holdsPosition", signature.office, signature.quote, "frame/signature-office", of
        )
        if signature.chair and whose and whose.kind in (Kind.BODY, Kind.EVENT):
            yield Draft(signature.signer, "chairOf", whose, signature.quote, "frame/signature-chair")
