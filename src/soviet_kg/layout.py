"""What stands alone on a line: a name, a date, a labelled fact; and the words by which frames are known."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from soviet_kg.lines import Found, Line, make_line, without_overlaps
from soviet_kg.mentions import NameFinder, find_names
from soviet_kg.model import Document, Kind, Section, Span
from soviet_kg.naming import entry_of, name_person, name_persons
from soviet_kg.patterns import read_toml
from soviet_kg.resources import find_resource
from soviet_kg.scene import Scene

_ONLY_PERSONS = re.compile(
    r"(?:\s|[,;.:&()\[\]\"/–—-]|\b(?:and|by|the|Comrades?|Citizens?|Mr|Prof|Dr|и|тов|тт?|гр|товарищи?)\b)*",
    re.IGNORECASE,
)
_ONLY_DATES = re.compile(
    r"(?:\s|[,;.:()\[\]\"–—-]|\b(?:on|the|in|at|of|Dated?|night|morning|evening|afternoon|noon|o'clock|a|p|m|o|n|s|st|nd|rd|th|"
    r"г|года|ночь|утро|вечер|ночи|утра|вечера|дня|ч|час|часов|в|от|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|year)\b|\d{1,2}[.:]\d\d)*",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:[Bb]y|BY)[ :]\s*")
_LONGEST_WITHOUT_COLON = 140
# "(Pravda, No. 84, 24 October 1917)" alone on a line says where the text above was printed.
_NEWSPAPER = re.compile(r"\(\"?[A-ZА-ЯЁ][^()]{2,60}(?:[Nn]os?\.?|№) ?\d+[^()]{4,60}\)")
_FIELD_END = re.compile(r"(?:[ ,;]|(?<!\bг)\.)+$")  # the full stop of "1917 г." is the date's
ISSUE = re.compile(r"(?:\b[Nn]os?\.?|№|\b[Ii]ssue(?: [Nn]o\.?)?|#) ?(?P<issue>\d+(?:[-–/]\d+)?)")
_SMALL = frozenset(["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"])
_VERB = re.compile(
    r" (?:was|is|were|are|had|has|have|it|which|he|they|she|this|был[аои]?|было|является|имел[аио]?)\b"
)


@dataclass(frozen=True, slots=True)
class FrameWords:
    """The vocabulary of `ontology/grammar/frames.*.toml`, ready to match."""

    label: re.Pattern[str]
    roles: dict[str, str]
    colon: frozenset[str]
    persons_end: re.Pattern[str]
    nouns: dict[str, tuple[str, ...]]
    noun: re.Pattern[str]
    formula: dict[str, str]
    offices: dict[str, str]
    titles: dict[str, str]
    kicker: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled fact: "Translated: A and B" has the role "translator" and the span of "A and B"."""

    role: str
    start: int
    stop: int
    sentence: Span


@dataclass(frozen=True)
class Page:
    """A document as its frame is read: the scene, what was recognised in it, and the words to look for."""

    document: Document
    scene: Scene
    found: tuple[Found, ...]
    finder: NameFinder
    words: FrameWords
    starts: tuple[int, ...]
    headings: tuple[Section, ...]

    def text(self, span: Span) -> str:
        """Return the folded words of a span."""
        return self.scene.text[span.start : span.stop]

    def held(self, span: Span, *kinds: str) -> tuple[Found, ...]:
        """Return what was recognised inside a span, of these kinds or of all."""
        first = bisect_left(self.starts, span.start)
        last = bisect_left(self.starts, span.stop)
        return tuple(
            f for f in self.found[first:last] if f.stop <= span.stop and (not kinds or f.kind in kinds)
        )

    def line(self, span: Span) -> Line:
        """Return a span as a line of slots."""
        return make_line(self.scene.text, span, without_overlaps(self.held(span)))

    def heading(self, sentence: Span) -> Section | None:
        """Return the section whose heading a sentence is."""
        index = bisect_left(self.headings, sentence.stop, key=lambda section: section.heading.start) - 1
        if index >= 0 and sentence.start < self.headings[index].heading.stop:
            return self.headings[index]
        return None

    def is_alone(self, sentence: Span) -> bool:
        """Say whether a sentence has its line of the file to itself."""
        index, written, text = (
            self.scene.sentence_index(sentence.start),
            self.document.sentences,
            self.document.text,
        )
        before = index == 0 or "\n" in text[written[index - 1].stop : written[index].start]
        last = index + 1 == len(written)
        return before and (last or "\n" in text[written[index].stop : written[index + 1].start])

    def rest_of_line(self, sentence: Span) -> Span:
        """Return a sentence with those after it on the same line of the file."""
        index, written = (self.scene.sentence_index(sentence.start), self.document.sentences)
        while (
            index + 1 < len(written)
            and "\n" not in self.document.text[written[index].stop : written[index + 1].start]
        ):
            index += 1
        return Span(sentence.start, max(sentence.stop, self.scene.sentences[index].stop))

    def sentences(self, span: Span) -> tuple[Span, ...]:
        """Return the sentences that begin inside a span."""
        starts = self.scene.starts
        return self.scene.sentences[bisect_left(starts, span.start) : bisect_left(starts, span.stop)]


def make_page(document: Document, scene: Scene, found: Iterable[Found], finder: NameFinder) -> Page:
    """Return the page of a document; `found` is in order, without overlaps."""
    things = list(found)
    for section in scene.sections:
        capitals = scene.text[section.heading.start : section.heading.stop]
        if capitals.isupper():
            names = find_names(title_label(capitals), finder)
            things += [
                replace(n, start=n.start + section.heading.start, stop=n.stop + section.heading.start)
                for n in names
            ]
    things = without_overlaps(things)
    starts = tuple(thing.start for thing in things)
    headed = (section for section in scene.sections if section.heading.stop > section.heading.start)
    headings = tuple(sorted(headed, key=lambda section: section.heading.start))
    return Page(document, scene, tuple(things), finder, frame_words(document.language), starts, headings)


def title_label(text: str) -> str:
    """Return a title for a reader: capitals that only typography wants become small, each in its place.

    >>> title_label("PROTEST OF THE MUNICIPAL DUMA")
    'Protest of the Municipal Duma'
    """
    if not text.isupper():
        return text
    cased = re.sub(r"[^\W\d_][\w']*", lambda word: _cased(word[0]), text)
    return cased[:1].upper() + cased[1:]


def _cased(word: str) -> str:
    return word.lower() if word.lower() in _SMALL else word[0] + word[1:].lower()


@lru_cache(maxsize=4)
def frame_words(language: str = "en") -> FrameWords:
    """Return the words of frames in English or Russian; any other language is read as English.

    Raises BadDataFile for a file that is not well-formed.
    """
    language = language if language in ("en", "ru") else "en"
    table = read_toml(find_resource(f"ontology/grammar/frames.{language}.toml"))
    labels: dict[str, Any] = table["labels"]
    given = {role: names for role, names in labels.items() if isinstance(names, list) and role != "colon"}
    roles = {label: role for role, names in given.items() for label in names}
    nouns = {kind: tuple(words) for kind, words in table["nouns"].items() if isinstance(words, list)}
    return FrameWords(
        label=re.compile(
            rf"(?:^\(?|(?<=[,;.] )|(?<=\())(?P<label>{any_of(roles)})"
            rf"(?P<by>{labels['joins']})?(?P<colon>(?: by)? ?:)?\s+",
            re.IGNORECASE,
        ),
        roles=roles,
        colon=frozenset(labels["colon"]),
        persons_end=re.compile(labels["persons_end"]),
        nouns=nouns,
        noun=_document_noun(nouns),
        formula={
            name: words if isinstance(words, str) else any_of(words)
            for name, words in table["formula"].items()
        },
        offices=dict(table["offices"]),
        titles=dict(table["titles"]),
        kicker=re.compile(table["nouns"]["kicker"], re.IGNORECASE),
    )


def any_of(words: Iterable[str]) -> str:
    """Return the expression for any of these words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _document_noun(nouns: dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    kinds = [word for kind in ("issued", "adopted", "authored", "treaty", "record") for word in nouns[kind]]
    return re.compile(rf"(?:(?:{any_of(nouns['before'])}) )*(?P<noun>{any_of(kinds)})\b", re.IGNORECASE)


# --- what a line is --------------------------------------------------------------------------------------


def persons_alone(page: Page, sentence: Span) -> list[Found]:
    """Return the persons where a line is nothing but their names, as "By" may say; else an empty list."""
    text = page.text(sentence)
    byline = _BYLINE.match(text)
    start = sentence.start + (byline.end() if byline else 0)
    stop = sentence.start + len(text.rstrip(" .,;:"))
    held = page.held(Span(start, stop), Kind.PERSON)
    if held and _ONLY_PERSONS.fullmatch(_rest(page, Span(start, stop), held)):
        return [canonical(page, person) for person in held]
    single = name_person(page.scene.text, start, stop, page.finder, "frame/name")
    if single and (
        byline or entry_of(single.label, Kind.PERSON, page.finder) or _has_initials(page.text(sentence))
    ):
        return [single]
    return []


def _has_initials(words: str) -> bool:
    return bool(
        re.match(r"(?:[A-ZА-ЯЁ][a-zа-яё]?\. ?){1,3}[A-ZА-ЯЁ][\w'-]+(?: \([A-ZА-ЯЁ]\w+\))?\.?$", words)
    )


def canonical(page: Page, person: Found) -> Found:
    """Return a person whom a grammar found under the key that the gazetteer has for a part of the name."""
    if person.how.startswith("gazetteer/"):
        return person
    known = name_person(page.scene.text, person.start, person.stop, page.finder, person.how)
    return replace(person, key=known.key, label=known.label) if known else person


def dates_alone(page: Page, sentence: Span) -> tuple[Found, ...]:
    """Return the dates where a line is nothing but a date, as a place may precede it; else nothing."""
    dates = page.held(sentence, "Date", "Range")
    places = page.held(sentence, Kind.PLACE)
    return dates if dates and _ONLY_DATES.fullmatch(_rest(page, sentence, (*dates, *places))) else ()


def names_alone(page: Page, sentence: Span, *kinds: str) -> tuple[Found, ...]:
    """Return the things where a line is nothing but names of these kinds; else nothing."""
    held = page.held(sentence, *kinds)
    return held if held and _ONLY_PERSONS.fullmatch(_rest(page, sentence, held)) else ()


def _rest(page: Page, span: Span, things: Iterable[Found]) -> str:
    rest, at = [], span.start
    for thing in sorted(things, key=lambda f: f.start):
        rest.append(page.scene.text[at : thing.start])
        at = thing.stop
    return " ".join([*rest, page.scene.text[at : span.stop]])


def read_fields(page: Page, sentence: Span) -> list[Field]:
    """Return the labelled facts of a line: none where it does not begin with a label."""
    text = page.text(sentence)
    if _NEWSPAPER.fullmatch(text) and page.held(sentence, "Date"):
        return [Field("published", sentence.start + 1, sentence.stop - 1, sentence)]
    matches = [match for match in page.words.label.finditer(text) if _is_label(page, match)]
    if not matches or matches[0].start() > 1 or not _is_field_line(page, sentence, matches[0]):
        return []
    return list(_cut_fields(page, sentence, matches))


def _is_label(page: Page, match: re.Match[str]) -> bool:
    label = match["label"].lower()
    if match["colon"] or page.words.roles[label] == "ignored":
        return True
    return match["by"] is not None and label not in page.words.colon and match["label"][0].isupper()


def _is_field_line(page: Page, sentence: Span, first: re.Match[str]) -> bool:
    if first["colon"]:
        return True
    rest = page.text(sentence)[first.end() :]
    return sentence.stop - sentence.start <= _LONGEST_WITHOUT_COLON and not _VERB.search(rest)


def _cut_fields(page: Page, sentence: Span, matches: list[re.Match[str]]) -> Iterator[Field]:
    for index, match in enumerate(matches):
        following = matches[index + 1] if index + 1 < len(matches) else None
        stop = sentence.start + following.start() if following else sentence.stop
        start = sentence.start + match.end()
        words = _FIELD_END.sub("", page.scene.text[start:stop])
        if words.endswith(")") and words.count(")") > words.count("("):
            words = words[:-1].rstrip()
        yield Field(page.words.roles[match["label"].lower()], start, start + len(words), sentence)


def persons_of(page: Page, field: Field) -> list[Found]:
    """Return the persons of "Translated: A and B for the Archive"; none where the words are no names."""
    text = page.scene.text
    words = re.sub(
        r"(?<=\b[A-Z])\.", "\0", text[field.start : field.stop]
    )  # the stop of an initial ends nothing
    end = page.words.persons_end.search(words)
    stop = field.start + len(words[: end.start() if end else len(words)].rstrip(" ,"))
    return name_persons(text, field.start, stop, page.finder, f"frame/{field.role}") or []
