"""The nouns. Frozen records; nothing else travels between modules.

Offsets are half-open (`start` included, `stop` not) and count Unicode code points of `Document.text`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """The classes that a named thing can belong to."""

    PERSON = "Person"
    PARTY = "Party"
    BODY = "Body"
    EVENT = "Event"
    DOCUMENT = "Document"
    PUBLICATION = "Publication"
    PLACE = "Place"


class Stance(StrEnum):
    """How a source stands to what it says; only ASSERTED becomes a plain triple."""

    ASSERTED = "asserted"
    DENIED = "denied"
    PLANNED = "planned"
    CONDITIONAL = "conditional"
    REPORTED = "reported"


class Calendar(StrEnum):
    """The calendar in which a date is written."""

    GREGORIAN = "gregorian"
    JULIAN = "julian"
    UNSPECIFIED = "unspecified"


class Precision(StrEnum):
    """How fine the written date is."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of a document's text."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Text that is kept but not read: site navigation, edit links, footnote marks, stray page numbers."""

    start: int
    stop: int
    kind: str


@dataclass(frozen=True, slots=True, order=True)
class Section:
    """A heading and what stands under it, to the next heading of the same or a higher level.

    `heading` is the span of the heading's own words (empty for the text before the first heading);
    `start, stop` cover heading and body. `level` 1 is the highest.
    """

    start: int
    stop: int
    heading: Span
    level: int


@dataclass(frozen=True, slots=True)
class Document:
    """One text, its facts about itself, and its shape.

    `id` is the file's stem; `text` is what all offsets refer to; `sha256` is of `text` in UTF-8.
    `calendar`, `date`, `author` and the like are None where nobody has stated them; `wikidata` is the QID of the work
    that the text is of.
    """

    id: str
    text: str
    title: str
    language: str = "en"
    calendar: Calendar | None = None
    calendar_reason: str = ""
    author: str | None = None
    date: str | None = None
    publisher: str | None = None
    edition: str | None = None
    licence: str | None = None
    source: str | None = None
    wikidata: str | None = None
    media_type: str = "text/plain"
    marks: tuple[Mark, ...] = ()
    sections: tuple[Section, ...] = ()
    sentences: tuple[Span, ...] = ()

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the text in UTF-8, in hexadecimal."""
        return _sha256(self.text)


@lru_cache(maxsize=2)
def _sha256(text: str) -> str:
    """Return the hash of a text: every claim of a document asks for the same one."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """Verbatim words: the text is computed from the document, never stored."""

    document: str
    start: int
    stop: int

    def text(self, document: Document) -> str:
        """Return the words. Raises ValueError for a document that is not this quote's."""
        if document.id != self.document:
            raise ValueError(f"quote of {self.document} read from {document.id}")
        return document.text[self.start : self.stop]


@dataclass(frozen=True, slots=True)
class HistoricalDate:
    """A date as written and as understood.

    `earliest` and `latest` are the first and last day it can mean, both in the (proleptic) Gregorian
    calendar, both included. `edtf` is the Gregorian day, month or year in EDTF level 1 ("1917-11-07",
    "1917-09", "1917", "[1917-11-18,1917-11-19]"); `julian` the same in the Julian calendar where the
    precision is a day, else "". `calendar` is the one it is written in and `reason` why that was chosen;
    `inferred` names the parts that the words do not state ("year", "month", "day").
    """

    earliest: dt.date
    latest: dt.date
    precision: Precision
    calendar: Calendar
    written: str
    reason: str
    edtf: str
    julian: str = ""
    approximate: bool = False
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateRange:
    """From one date to another, as in "June 16 - July 7, 1917"."""

    first: HistoricalDate
    last: HistoricalDate
    written: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written and as understood; `unit` is "persons", "percent", "soviets" or what is counted."""

    value: float
    unit: str = "persons"
    approximate: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for a thing.

    `key` names the thing before any merge: a gazetteer slug, or a slug made from the words. `label` is its
    name for a reader. `how` says what recognised it ("gazetteer", "grammar/congress", "reference/section").
    For a reference ("the Congress", "it") `antecedent` quotes the words that it stands for.
    """

    quote: Quote
    kind: Kind
    key: str
    label: str
    how: str
    antecedent: Quote | None = None


Qualifier = str | int | float | bool | Mention | HistoricalDate
ClaimObject = Mention | HistoricalDate | Quantity | str


@dataclass(frozen=True, slots=True)
class Claim:
    """What a source says, and the words in which it says it.

    `subject` and a `Mention` object point at words, never at entities: the entity is looked up when the graph
    is written, so that a merge changes no claim, no quote and no claim id. `qualifiers` are sorted by name.
    `rule` names the pattern or method that read it; `path` is, for a claim read off a tree, the word that evoked the
    frame and by which relations its roles were filled.
    """

    id: str
    subject: Mention
    predicate: str
    object: ClaimObject
    quote: Quote
    qualifiers: tuple[tuple[str, Qualifier], ...] = ()
    stance: Stance = Stance.ASSERTED
    speaker: Mention | None = None
    rule: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that mentions stand for, after judgement.

    `labels` and `aliases` are (language, form) pairs; `keys` are the mention keys that the entity gathers, its own
    id among them: an un-merge moves a key and touches nothing else.
    """

    id: str
    kind: Kind
    labels: tuple[tuple[str, str], ...]
    aliases: tuple[tuple[str, str], ...] = ()
    qid: str = ""
    mentions: tuple[Mention, ...] = field(default=(), repr=False)
    keys: tuple[str, ...] = ()

    def label(self, language: str = "en") -> str:
        """Return the label in that language, else in English, else the first one."""
        known = dict(self.labels)
        return known.get(language) or known.get("en") or self.labels[0][1]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Somebody's verdict on whether two keys are the same thing: a row of data, reversible.

    `verdict` is "same", "different" or "unsure"; `by` is a person's name or the tool's; `date` is YYYY-MM-DD, "" for
    what a tool says; `confidence` is a probability; `place` is the file and line where the row was read.
    """

    left: str
    right: str
    verdict: str
    reason: str
    by: str
    date: str = ""
    labels: tuple[str, str] = ("", "")
    confidence: float = 1.0
    place: str = field(default="", compare=False)


class Match(StrEnum):
    """How sure it is that an entity is an item of Wikidata. SAME is a person's verdict, the others are measured."""

    SAME = "sameAs"
    EXACT = "exactMatch"
    CLOSE = "closeMatch"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Link:
    """Which item of Wikidata an entity is: `score` is of 0-1, `reasons` are in words, `by` is who or what says so."""

    entity: str
    qid: str
    match: Match
    score: float
    reasons: tuple[str, ...]
    by: str

    @property
    def is_exact(self) -> bool:
        """Say whether what is true of the one is true of the other."""
        return self.match in (Match.SAME, Match.EXACT)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read in one document: every mention, and the claims between them, in text order."""

    document: Document
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything that a build holds, sorted: documents and entities by id, claims by document, place and id.

    `judgements` say why keys are one entity: people's, and those that the machine made of evidence. `links` are sorted
    by entity; none is undecided.
    """

    documents: tuple[Document, ...]
    entities: tuple[Entity, ...]
    claims: tuple[Claim, ...]
    judgements: tuple[Judgement, ...] = ()
    links: tuple[Link, ...] = ()

    def entity_ids(self) -> dict[str, str]:
        """Return the entity id for every mention key."""
        return {key: entity.id for entity in self.entities for key in entity.keys}


def claim_id(sha256: str, quote: Quote, subject: str, predicate: str, value: str) -> str:
    """Return the 16 hexadecimal digits that name a claim, from what it says and where; no clock, no counter.

    `sha256` is the document's; `subject` and `value` are mention keys or written values, never entity ids.
    """
    parts = (sha256, str(quote.start), str(quote.stop), subject, predicate, value)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
