"""Cut a citation into segments: at commas, full stops, colons and brackets, outside quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from soviet_kg.model import Span
from soviet_kg.patterns import read_toml
from soviet_kg.resources import find_resource

_ABBREVIATION = re.compile(
    r"(?:^|[\s(.])(?:[A-ZА-ЯЁ]|[A-Z][a-z]|vols?|nos?|pp?|pg|eds?|trans|transl|tr|comps?|cf|[Ss]t|Jr|Dr|Prof|Mass|Calif|"
    r"rev|ch|pt|bk|ser|art|с|т|стр|изд|ред|под ред|Vols?|Nos?|Pp?|Eds?|Trans|Tr|Comp|Ch|Pt)\.$"
)
_STOP_AFTER_ALL = re.compile(
    r"(?:\d(?:st|nd|rd|th|d)|[Rr]ev\.?|[a-z]{4,}) edn?\.$|(?:[TtТт]|[Vv]ols?)\. ?[IVXLC]+\.$"
)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
PUBLISHER = re.compile(r"(?:[A-Z][\w.']*|and|&|of)(?: (?:[A-Z][\w.']*|and|&|of))*")


@dataclass(frozen=True, slots=True)
class CitationWords:
    """The vocabulary of `ontology/grammar/bibliography.*.toml`, ready to match."""

    segments: dict[str, re.Pattern[str]]
    words: dict[str, re.Pattern[str]]
    given: frozenset[str]
    abbreviated: dict[str, str]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch between two delimiters, `before` and `after`; `inside` says that it stands in brackets."""

    start: int
    stop: int
    before: str
    after: str
    quoted: bool = False
    inside: bool = False


@lru_cache(maxsize=4)
def citation_words(language: str = "en") -> CitationWords:
    """Return the words of citations in a language. Raises BadDataFile for a file that is not well-formed."""
    table = read_toml(find_resource(f"ontology/grammar/bibliography.{language}.toml"))
    given = find_resource("ontology/grammar/given-names.txt").read_text(encoding="utf-8").split()
    return CitationWords(
        {name: re.compile(source, re.IGNORECASE) for name, source in table["segments"].items()},
        {name: re.compile(source) for name, source in table["words"].items()},
        frozenset(given),
        dict(table["abbreviated"]),
    )


def cut(text: str, start: int, stop: int, whole: Sequence[Span] = ()) -> list[Segment]:
    """Return the segments of a stretch, cut at commas, stops, colons, " / ", brackets and quotation marks.

    What is `whole` is not cut: a date ("October 26, 1917"), a name with a comma in it.
    """
    masked = text[:stop]
    for span in whole:
        masked = f"{masked[: span.start]}{'x' * (span.stop - span.start)}{masked[span.stop :]}"
    return list(_merge_titles(text, list(_cut(masked, start, stop, inside=False))))


def _cut(text: str, start: int, stop: int, inside: bool) -> Iterator[Segment]:
    at, before = start, "(" if inside else ""
    i = start
    while i < stop:
        char = text[i]
        if char == "(" and (close := _closing(text, i, stop)):
            yield from _segment(text, at, i, before, "(", inside)
            yield from _cut(text, i + 1, close, inside=True)
            at, before = close + 1, ")"
            i = close + 1
        elif char == '"' and (end := text.find('"', i + 1, stop)) > i:
            yield from _segment(text, at, i, before, '"', inside)
            yield Segment(i + 1, end, before, '"', quoted=True, inside=inside)
            at, before = end + 1, '"'
            i = end + 1
        elif delimiter := _delimiter(text, i, stop):
            yield from _segment(text, at, i, before, delimiter, inside)
            at, before = i + 1, delimiter
            i += 1
        else:
            i += 1
    yield from _segment(text, at, stop, before, "", inside)


def _closing(text: str, at: int, stop: int) -> int:
    depth = 0
    for i in range(at, stop):
        depth += (text[i] == "(") - (text[i] == ")")
        if depth == 0:
            return i
    return 0


def _delimiter(text: str, i: int, stop: int) -> str:
    char = text[i]
    if (
        char not in ",.;:/"
        or (i + 1 < stop and text[i + 1] not in ' "\n')
        or (char == "/" and text[i - 1] != " ")
    ):
        return ""
    if char == "." and i + 1 < stop and _ABBREVIATION.search(text, max(0, i - 8), i + 1):
        return "." if _STOP_AFTER_ALL.search(text, max(0, i - 14), i + 1) else ""
    return char


def _segment(text: str, start: int, stop: int, before: str, after: str, inside: bool) -> Iterator[Segment]:
    words = text[start:stop]
    bare = words.strip(" .,;:")
    if not bare:
        return
    first = start + words.index(bare)
    last = first + len(bare)
    if last < stop and text[last] == "." and _ABBREVIATION.search(text, max(0, first - 1), last + 1):
        last += 1
    yield Segment(first, last, before, after, inside=inside)


def _merge_titles(text: str, segments: list[Segment]) -> Iterator[Segment]:
    """Join what was cut at a colon of a title: "The Bolsheviks Come to Power: The Revolution of 1917"."""
    pending: Segment | None = None
    for index, segment in enumerate(segments):
        if pending:
            segment = Segment(
                pending.start, segment.stop, pending.before, segment.after, inside=segment.inside
            )
        pending = (
            segment if segment.after == ":" and not _before_colon(text, segments, index, segment) else None
        )
        if not pending:
            yield segment
    if pending:
        yield pending


def _before_colon(text: str, segments: list[Segment], index: int, segment: Segment) -> bool:
    """Say whether the colon after a segment parts a place from a publisher, or a year from pages."""
    bare, words = text[segment.start : segment.stop], citation_words().words
    if segment.quoted or words["places"].fullmatch(bare) or words["states"].fullmatch(bare):
        return True
    if re.fullmatch(r"\d+(?:\.\d+)?", bare) or index + 1 == len(segments):
        return True
    following = segments[index + 1]
    publisher = text[following.start : following.stop]
    if not re.fullmatch(r"[A-Z]\w*\.?(?:[ -][A-Z]\w+)*", bare) or not PUBLISHER.fullmatch(publisher):
        return False
    return index + 2 == len(segments) or bool(
        _YEAR.search(text, segments[index + 2].start, segments[index + 2].stop)
    )
