"""What a network says of a claim or a thing, read from the build's tables: words, dates, agreement."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator

from soviet_kg.disagreements import find_disagreements
from soviet_kg.labels import count_label, date_label, shorten
from soviet_kg.model import (
    Claim,
    Corpus,
    Document,
    Entity,
    HistoricalDate,
    Mention,
    Quantity,
    Quote,
    Stance,
)
from soviet_kg.network.parts import Evidence, Node, Period, cover
from soviet_kg.vocabulary import read_vocabulary

_UNSURE = {"scheduledDate"}  # planned, whether kept or not: says nothing of when the thing was
_AFTERWARDS = {"publicationDate"}  # of a book that prints it again, perhaps: says little where more is known
_DATED = ("Event", "Document")  # kinds whose own time is that of what happens between them and others


class Reader:
    """Answers for one corpus; a claim is asked for by its id, a thing by its entity's id."""

    def __init__(self, corpus: Corpus, language: str = "en") -> None:
        self.language = language
        self.claims = {claim.id: claim for claim in corpus.claims}
        self.documents = {document.id: document for document in corpus.documents}
        self.entities = {entity.id: entity for entity in corpus.entities}
        self._ids = corpus.entity_ids()
        self._places = {claim.id: place for place, claim in enumerate(corpus.claims)}
        self._vocabulary = read_vocabulary()
        self._contested = _contested(corpus, self._ids)
        self.periods = self._periods(corpus.claims)

    def order(self, claim: str) -> int:
        """Return the place of a claim in the corpus."""
        return self._places[claim]

    # --- words -------------------------------------------------------------------------------------------

    def label(self, key: str, language: str = "") -> str:
        """Return the label of the entity that gathers a mention key, in this language or the reader's own."""
        return self.entities[self._ids[key]].label(language or self.language)

    def evidence(self, name: str) -> Evidence:
        """Return a claim with its words and the sentences that they stand in."""
        claim = self.claims[name]
        document = self.documents[claim.quote.document]
        quote = " ".join(claim.quote.text(document).split())
        says = f"{self.label(claim.subject.key)} · {self._property(claim)} · {self.value(claim)}"
        return Evidence(
            name, document.id, says, quote, _sentence(document, claim.quote) or quote, str(claim.stance)
        )

    def _property(self, claim: Claim) -> str:
        return self._vocabulary.property(claim.predicate).label(self.language)

    def value(self, claim: Claim) -> str:
        """Return what the claim says of its subject, for a reader."""
        match claim.object:
            case Mention() as mention:
                return self.label(mention.key)
            case HistoricalDate() as date:
                return date_label(date, self.language)
            case Quantity() as quantity:
                qualifiers = dict(claim.qualifiers)
                of = qualifiers.get("of", "")
                words = self.label(of.key) if isinstance(of, Mention) else str(of)
                return count_label(quantity, str(qualifiers.get("measure", "")), words)
            case str() as text:
                return shorten(text)

    def edge_label(self, name: str) -> str:
        """Return the few words that stand on an edge: the office or the number, else the property."""
        claim = self.claims[name]
        match claim.object:
            case Quantity() as quantity:
                return count_label(quantity, "", "")
            case str() as text if len(text) <= 40:
                return text
            case _:
                return self._property(claim)

    # --- time --------------------------------------------------------------------------------------------

    def _periods(self, claims: Iterable[Claim]) -> dict[str, Period]:
        """Return when things were, by what is asserted of their dates."""
        found: dict[str, dict[bool, list[Period]]] = defaultdict(lambda: defaultdict(list))
        for claim in claims:
            date = claim.object
            if isinstance(date, HistoricalDate) and _is_sure(claim):
                late = claim.predicate in _AFTERWARDS
                found[self._ids[claim.subject.key]][late].append(Period(date.earliest, date.latest))
        covers = {thing: cover(by[False] or by[True]) for thing, by in found.items()}
        return {thing: period for thing, period in covers.items() if period}

    def meeting_period(self, *things: str) -> Period | None:
        """Return the time of the event among the things, else of the document; None where neither has one."""
        for kind in _DATED:
            own = (self.periods.get(thing) for thing in things if self._kind(thing) == kind)
            if period := cover(filter(None, own)):
                return period
        return None

    def _kind(self, thing: str) -> str:
        return str(self.entities[thing].kind) if thing in self.entities else "Source"

    def claim_period(self, name: str) -> Period | None:
        """Return the time that the claim itself names, by its qualifiers or as its object."""
        claim = self.claims[name]
        values = [claim.object, *(value for _, value in claim.qualifiers)]
        dates = [value for value in values if isinstance(value, HistoricalDate)]
        return cover(Period(date.earliest, date.latest) for date in dates)

    # --- things ------------------------------------------------------------------------------------------

    def node(self, name: str) -> Node:
        """Return the node of an entity or of a source."""
        if name.startswith("source/"):
            document = self.documents[name.removeprefix("source/")]
            return Node(name, document.title, "Source", sources=(document.id,))
        return self._entity_node(self.entities[name])

    def _entity_node(self, entity: Entity) -> Node:
        return Node(
            id=entity.id,
            label=entity.label(self.language),
            kind=str(entity.kind),
            label_ru=dict(entity.labels).get("ru", ""),
            qid=entity.qid,
            aliases=tuple(sorted({form for _, form in entity.aliases})),
            mentions=len(entity.mentions),
            sources=tuple(sorted({mention.quote.document for mention in entity.mentions})),
            period=self.periods.get(entity.id),
        )

    def agreement(self, claims: Iterable[str]) -> str:
        """Return "contested" where any of the claims is, else "agreed" or "alone" by how many sources speak."""
        known = [self.claims[claim] for claim in claims]
        if any(claim.id in self._contested for claim in known):
            return "contested"
        return "agreed" if len({claim.quote.document for claim in known}) > 1 else "alone"


def _is_sure(claim: Claim) -> bool:
    return claim.stance is Stance.ASSERTED and claim.predicate not in _UNSURE


def _contested(corpus: Corpus, ids: dict[str, str]) -> frozenset[str]:
    """Return the claims that others contradict: two values of one, or asserted here and denied there."""
    among = {claim.id for found in find_disagreements(corpus, read_vocabulary()) for claim in found.claims}
    return frozenset(among.union(_denied_elsewhere(corpus, ids)))


def _denied_elsewhere(corpus: Corpus, ids: dict[str, str]) -> Iterator[str]:
    said: dict[tuple[str, str, str], dict[Stance, list[str]]] = defaultdict(lambda: defaultdict(list))
    for claim in corpus.claims:
        if isinstance(claim.object, Mention):
            matter = (ids[claim.subject.key], claim.predicate, ids[claim.object.key])
            said[matter][claim.stance].append(claim.id)
    for stances in said.values():
        if Stance.ASSERTED in stances and Stance.DENIED in stances:
            yield from (*stances[Stance.ASSERTED], *stances[Stance.DENIED])


def _sentence(document: Document, quote: Quote) -> str:
    """Return the sentences that a quote touches, on one line."""
    first = bisect_right(document.sentences, quote.start, key=lambda span: span.stop)
    last = bisect_left(document.sentences, quote.stop, key=lambda span: span.start)
    if first >= last:
        return ""
    return " ".join(
        document.text[document.sentences[first].start : document.sentences[last - 1].stop].split()
    )
