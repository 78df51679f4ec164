"""The persons of a citation: surname first or last, one or several."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from soviet_kg.lines import Found
from soviet_kg.mentions import NameFinder
from soviet_kg.model import Kind, Span
from soviet_kg.naming import PERSON, name_inverted, name_person, name_persons
from soviet_kg.segments import CitationWords, Segment

_HOW = "bibliography/author"
NO_AUTHORS = (Kind.PLACE, Kind.PUBLICATION, Kind.EVENT, Kind.BODY, Kind.PARTY, Kind.DOCUMENT)
_INITIALS = r"(?:(?!(?:No|Vol|Pp|Ed|Tr|St)\.)[A-ZА-ЯЁ][a-zа-яё]?\. ?){1,3}"
_SURNAME = r"(?:(?:von|van|de|der) )?[A-ZА-ЯЁ][\w']+(?:-[A-Z]\w+)?"
_AFTER_AUTHOR = r"(?:(?=\.(?: |$)|, (?:eds?|trans|and|comp)\b| \()|(?<=[A-Z]\.)(?= (?![A-Z]\.)))"
_FIRST_AUTHOR = (
    re.compile(rf"(?P<one>{_SURNAME}, (?:[A-Z]\. ){{1,2}}[A-Z]\w+)(?=,|\. [A-Z\"]| \()"),
    re.compile(rf"(?P<one>{_SURNAME}, {_INITIALS}(?<=\.)|{_SURNAME}, {_INITIALS}?[A-Z](?=,))(?=,? |\.|$)"),
    re.compile(rf"(?P<one>{_SURNAME}, [A-Z]\w+(?: [A-Z]\.| [A-Z]\w+){{0,2}}?){_AFTER_AUTHOR}"),
    re.compile(rf"(?P<gost>{_SURNAME} {_INITIALS}(?<=\.|\s))(?=\"|[A-ZА-ЯЁ][\w-]* (?!\())"),
)
_INVERTED_NEXT = re.compile(rf"{_SURNAME}, [A-Z]\w+(?: [A-Z]\w*\.?){{0,2}}(?=[.,]| \()")


@dataclass(frozen=True)
class Reader:
    """What the telling of segments leans on: text, things recognised in it, gazetteer, vocabulary."""

    text: str
    found: Callable[[Span], Sequence[Found]]
    finder: NameFinder
    words: CitationWords

    def bare(self, segment: Segment) -> str:
        """Return the words of a segment."""
        return self.text[segment.start : segment.stop]

    def covering(self, span: Span, *kinds: str) -> Found | None:
        """Return what was recognised in most of a span, of these kinds."""
        held = [thing for thing in self.found(span) if thing.kind in kinds]
        return next((t for t in held if t.stop - t.start >= 0.7 * (span.stop - span.start)), None)


def first_authors(reader: Reader, start: int, stop: int) -> tuple[list[Found], int]:
    """Return the authors at the beginning, if the surname comes first, and where the rest begins."""
    for pattern in _FIRST_AUTHOR:
        match = pattern.match(reader.text, start, stop)
        others = [t for t in reader.found(Span(start, match.end())) if t.kind in NO_AUTHORS] if match else []
        if match and not others:
            is_given = match.groupdict().get("gost") and match[0].split()[0] in reader.words.given
            author = None if is_given else _surname_first(reader, match)
            if author:
                more, rest = _more_authors(reader, match.end(), stop)
                return [author, *more], rest
    return [], start


def _surname_first(reader: Reader, match: re.Match[str]) -> Found | None:
    if match.groupdict().get("gost"):
        surname, given = match["gost"].strip().split(" ", 1)
        person = name_inverted(f"{surname}, {given}", 0, len(match["gost"].strip()) + 1, reader.finder, _HOW)
        stop = match.start() + len(match["gost"].rstrip())
    else:
        person = name_inverted(match["one"], 0, len(match["one"]), reader.finder, _HOW)
        stop = match.start() + len(match["one"])
    if person is None:
        return None
    return Found(match.start(), stop, person.kind, person.key, person.label, person.how)


def _more_authors(reader: Reader, at: int, stop: int) -> tuple[list[Found], int]:
    """Read the further authors of "Suny, Ronald, and Arthur Adams, eds."; return where the rest begins."""
    more = re.compile(rf",? (?:and|&) (?P<name>{PERSON}|{_SURNAME})(?=[.,]| \()").match(reader.text, at, stop)
    if not more:
        return [], at
    turned = _INVERTED_NEXT.match(reader.text, more.start("name"), stop)
    if turned:
        person = name_inverted(reader.text, *turned.span(), reader.finder, _HOW)
        return [person] if person else [], turned.end()
    person = name_person(reader.text, *more.span("name"), reader.finder, _HOW)
    return [person] if person else [], more.end()


def is_surely_person(reader: Reader, person: Found) -> bool:
    """Say whether more than capitals shows a person: initials, a given name, or what is known."""
    words = reader.text[person.start : person.stop]
    if re.match(rf"{_INITIALS}", words) or words.split()[0] in reader.words.given:
        return True
    return reader.covering(Span(person.start, person.stop), Kind.PERSON) is not None


def persons_at(reader: Reader, start: int, stop: int) -> list[Found] | None:
    """Return the persons of a stretch that is nothing but their names, else None."""
    return name_persons(reader.text, start, stop, reader.finder, _HOW) if start < stop else None
