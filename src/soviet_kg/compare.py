"""A report for a historian: each question, every answer with its source and its words, and what a source says
against itself. It is sorted by weight and declares nobody right.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from soviet_kg.answers import Answer
from soviet_kg.audit import AuditFinding, audit
from soviet_kg.dates import gregorian_to_julian
from soviet_kg.disagreements import CANNOT_ALL_BE_TRUE, Comparison, Differs, compare
from soviet_kg.explain import find_sentence
from soviet_kg.labels import count_label, date_label
from soviet_kg.model import (
    Calendar,
    Corpus,
    Document,
    Entity,
    HistoricalDate,
    Mention,
    Precision,
    Quantity,
    Quote,
    Stance,
)
from soviet_kg.same_origin import Passage, find_passages
from soviet_kg.vocabulary import KindOfComparison, read_vocabulary

_STANCES = {
    Stance.ASSERTED: "asserts",
    Stance.DENIED: "denies",
    Stance.PLANNED: "announces",
    Stance.CONDITIONAL: "says on a condition",
    Stance.REPORTED: "reports",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One answer for a reader: what is said, by which source, in which words; `sense` is what it counts or dates."""

    value: str
    sense: str
    document: str
    stance: str
    speaker: str
    sentence: str
    start: int
    stop: int
    claim: str


@dataclass(frozen=True, slots=True)
class Item:
    """A question with its answers; `known` is what the gazetteer holds against them."""

    question: str
    kind: Differs
    weight: int
    reasons: tuple[str, ...]
    known: str
    witnesses: int
    answers: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class SelfAudit:
    """What a source says against itself, each finding with its words, and how many checks of each sort hold."""

    document: str
    findings: tuple[tuple[AuditFinding, tuple[str, ...]], ...]
    holding: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """Two documents that say something in the words of one text: the longest passage from each, and how many words."""

    documents: tuple[str, str]
    words: int
    passages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source for the list of sources; `date` is in both calendars, or says that there is none."""

    id: str
    title: str
    author: str
    date: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that comparing a build has to say."""

    sources: tuple[SourceLine, ...]
    items: tuple[Item, ...]
    shared: tuple[Shared, ...]
    audits: tuple[SelfAudit, ...]

    def of_kind(self, kind: Differs) -> tuple[Item, ...]:
        """Return the items of one kind, the heaviest first."""
        return tuple(item for item in self.items if item.kind is kind)

    @property
    def contradictions(self) -> int:
        """Return how many questions have answers that cannot all be true, between sources or within one."""
        return sum(item.kind in CANNOT_ALL_BE_TRUE for item in self.items)

    def title_of(self, document: str) -> str:
        """Return the title of a source."""
        return next(source.title for source in self.sources if source.id == document)

    def date_of(self, document: str) -> str:
        """Return the date of a source, in words."""
        return next(source.date for source in self.sources if source.id == document)


def make_report(corpus: Corpus) -> Report:
    """Return what the sources of a corpus agree and differ on, and what each says against itself."""
    documents = {document.id: document for document in corpus.documents}
    entities = {key: entity for entity in corpus.entities for key in entity.keys}
    return Report(
        sources=tuple(SourceLine(d.id, d.title, d.author or "", source_date(d)) for d in corpus.documents),
        items=tuple(_item(c, documents, entities) for c in compare(corpus, read_vocabulary())),
        shared=tuple(_shared(find_passages(corpus), documents)),
        audits=tuple(_audits(audit(corpus), documents)),
    )


def describe(kind: Differs) -> KindOfComparison:
    """Return the label and comment of a kind, as the ontology has them."""
    return read_vocabulary().kinds[kind]


def source_date(document: Document) -> str:
    """Return the date that a document is from, in both calendars where both were in use."""
    if not document.date:
        return "undated"
    if len(document.date.split("-")) < len(("year", "month", "day")):
        return document.date
    day = dt.date.fromisoformat(document.date)
    julian = str(gregorian_to_julian(day))
    written = HistoricalDate(day, day, Precision.DAY, Calendar.GREGORIAN, "", "", day.isoformat(), julian)
    return date_label(written)


# --- comparisons -----------------------------------------------------------------------------------------


def _item(comparison: Comparison, documents: dict[str, Document], entities: dict[str, Entity]) -> Item:
    in_order = sorted(comparison.answers, key=_order)
    told = {_words_of(one): one for one in (_told(a, documents, entities) for a in reversed(in_order))}
    return Item(
        comparison.words,
        comparison.kind,
        comparison.weight,
        comparison.reasons,
        comparison.known,
        comparison.witnesses,
        tuple(reversed(told.values())),
    )


def _order(answer: Answer) -> tuple[float, str]:
    """Sort days by time and numbers by size; what is neither stays as the documents have it."""
    match answer.value:
        case HistoricalDate() as date:
            return date.earliest.toordinal(), date.edtf
        case Quantity() as quantity:
            return quantity.value, ""
        case _:
            return 0, ""


def _words_of(told: Told) -> tuple[str, ...]:
    return told.value, told.sense, told.document, told.stance, told.sentence


def _told(answer: Answer, documents: dict[str, Document], entities: dict[str, Entity]) -> Told:
    claim = answer.claim
    document = documents[claim.quote.document]
    sentence = find_sentence(document, claim.quote)
    return Told(
        _value(answer, entities),
        answer.sense,
        document.id,
        _STANCES[claim.stance],
        entities[claim.speaker.key].label() if claim.speaker else "",
        one_line(document.text[sentence.start : sentence.stop]),
        claim.quote.start,
        claim.quote.stop,
        claim.id,
    )


def _value(answer: Answer, entities: dict[str, Entity]) -> str:
    match answer.value:
        case HistoricalDate() as date:
            return date_label(date)
        case Quantity() as quantity:
            return count_label(quantity, "", "")
        case Mention() as mention:
            return entities[mention.key].label()
        case str() as text:
            return f"“{' '.join(text.split())}”"


def _shared(passages: Iterable[Passage], documents: dict[str, Document]) -> Iterator[Shared]:
    pairs: dict[tuple[str, str], list[Passage]] = {}
    for passage in passages:
        pairs.setdefault((passage.left.document, passage.right.document), []).append(passage)
    for pair, found in pairs.items():
        longest = sorted(found, key=lambda p: (-p.words, p))
        words = tuple((_flat(p.left, documents), _flat(p.right, documents)) for p in longest)
        yield Shared(pair, sum(p.words for p in found), words)


def _flat(quote: Quote, documents: dict[str, Document]) -> str:
    return one_line(quote.text(documents[quote.document]))


# --- audits ----------------------------------------------------------------------------------------------


def _audits(found: tuple[AuditFinding, ...], documents: dict[str, Document]) -> Iterator[SelfAudit]:
    for document in documents.values():
        own = [finding for finding in found if finding.document == document.id]
        failing = ((finding, _words(finding, document)) for finding in own if not finding.holds)
        holding = Counter(finding.check for finding in own if finding.holds)
        yield SelfAudit(document.id, tuple(failing), tuple(sorted(holding.items())))


def _words(finding: AuditFinding, document: Document) -> tuple[str, ...]:
    """Return the sentences in which a finding stands, each once."""
    spans = (find_sentence(document, quote) for quote in finding.quotes)
    return tuple(dict.fromkeys(one_line(document.text[s.start : s.stop]) for s in spans))


def one_line(text: str) -> str:
    """Return words on one line, without the marks of Markdown that a source may have around a line."""
    return " ".join(text.split()).strip("*_# ")
