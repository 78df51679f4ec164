"""One source as its auditors see it: its claims, the places of its names, its sentences and its dates."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from soviet_kg.dates import FoundDate, decide_calendar, find_dates
from soviet_kg.labels import date_label
from soviet_kg.model import (
    Claim,
    Corpus,
    DateRange,
    Document,
    Entity,
    HistoricalDate,
    Mention,
    Quote,
    Span,
    Stance,
)
from soviet_kg.patterns import read_toml
from soviet_kg.resources import find_resource


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """What was looked at in one source, whether it holds, and in which words it stands.

    `check` names the sort of check; `what` is a sentence; `quotes` are the places, the first one first.
    """

    check: str
    holds: bool
    what: str
    quotes: tuple[Quote, ...]

    @property
    def document(self) -> str:
        """Return the id of the source."""
        return self.quotes[0].document


@dataclass(frozen=True, slots=True)
class Source:
    """A document with what was read in it; only asserted claims are audited."""

    document: Document
    claims: tuple[Claim, ...]
    mentions: tuple[Mention, ...]
    dates: tuple[FoundDate, ...]
    entities: Mapping[str, Entity]

    def id(self, mention: Mention) -> str:
        """Return the id of the entity that gathers a mention."""
        return self.entities[mention.key].id

    def label(self, mention: Mention) -> str:
        """Return its name for a reader."""
        return self.entities[mention.key].label()

    def text(self, span: Span | Quote) -> str:
        """Return the words there, on one line."""
        return " ".join(self.document.text[span.start : span.stop].split())

    def quote(self, start: int, stop: int) -> Quote:
        """Return the words at these offsets as a quote."""
        return Quote(self.document.id, start, stop)

    def sentence_at(self, offset: int) -> Span:
        """Return the sentence in which an offset lies, or the last one before it."""
        at = bisect_right(self.document.sentences, offset, key=lambda span: span.start)
        return self.document.sentences[max(0, at - 1)] if self.document.sentences else Span(offset, offset)

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Give the matches of an expression in each sentence, with offsets of the whole text."""
        for span in self.document.sentences:
            yield from pattern.finditer(self.document.text, span.start, span.stop)

    def mentions_in(self, span: Span) -> tuple[Mention, ...]:
        """Return the names in a stretch of text, the longest of those that overlap."""
        taken: list[Mention] = []
        inside = (m for m in self.mentions if span.start <= m.quote.start and m.quote.stop <= span.stop)
        for mention in sorted(inside, key=lambda m: (m.quote.start, -m.quote.stop)):
            if not taken or mention.quote.start >= taken[-1].quote.stop:
                taken.append(mention)
        return tuple(taken)


def read_sources(corpus: Corpus) -> Iterator[Source]:
    """Give each document of a corpus with what was read in it."""
    entities = {key: entity for entity in corpus.entities for key in entity.keys}
    for document in corpus.documents:
        yield Source(
            document,
            tuple(
                c for c in corpus.claims if c.quote.document == document.id and c.stance is Stance.ASSERTED
            ),
            tuple(_mentions(corpus, document.id)),
            _dates(document),
            entities,
        )


def _mentions(corpus: Corpus, document: str) -> Iterator[Mention]:
    for entity in corpus.entities:
        for mention in entity.mentions:
            if mention.quote.document == document and not mention.how.startswith("reference/"):
                yield mention


def _dates(document: Document) -> tuple[FoundDate, ...]:
    context = decide_calendar(
        document.text, document.language, document.calendar, document.calendar_reason, document.date
    )
    sections = [Span(section.start, section.stop) for section in document.sections]
    return find_dates(document.text, context, sections)


@cache
def read_grammar() -> Mapping[str, Any]:
    """Return the words of `ontology/grammar/audit.en.toml`, every expression compiled."""
    return _compiled(read_toml(find_resource("ontology/grammar/audit.en.toml")))


def _compiled(table: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _compile(name, value) for name, value in table.items()}


def _compile(name: str, value: Any) -> Any:
    if isinstance(value, dict) and name != "shifts":
        return _compiled(value)
    if isinstance(value, str) and name not in ("empty", "group"):
        return re.compile(value)
    return value


def both_styles(date: HistoricalDate) -> str:
    """Return a date for a reader, in both calendars where both were in use."""
    return date_label(date)


def first_day(date: HistoricalDate | DateRange) -> HistoricalDate:
    """Return the day on which a date or a stretch of days begins."""
    return date.first if isinstance(date, DateRange) else date


def last_day(date: HistoricalDate | DateRange) -> HistoricalDate:
    """Return the day on which a date or a stretch of days ends."""
    return date.last if isinstance(date, DateRange) else date
