"""A document's text in pieces: sentences with their claims, mentions with their things, and what was not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from soviet_kg.model import Claim, Document, Mention, Span
from soviet_kg.web.catalogue import Catalogue

_MAP_WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words inside a sentence; `thing` is the entity that they stand for, "" for none."""

    text: str
    thing: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence (`start` is its name on the page) or what stands between two (`is_sentence` false)."""

    start: int
    is_sentence: bool
    is_heading: bool
    claims: tuple[str, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A sentence on the coverage map, in thousandths of its width."""

    start: int
    left: float
    width: float
    claims: int


def mark(document: Document, catalogue: Catalogue) -> tuple[Stretch, ...]:
    """Return the whole text of a document as stretches, in order and without gaps."""
    claims = catalogue.said.get(document.id, ())
    mentions = _apart(catalogue.named.get(document.id, ()))
    return tuple(_stretches(document, claims, mentions, catalogue))


def _stretches(
    document: Document, claims: Sequence[Claim], mentions: Sequence[Mention], catalogue: Catalogue
) -> Iterator[Stretch]:
    at = 0
    headings = {section.heading.start for section in document.sections if section.heading.stop}
    for sentence in document.sentences:
        if sentence.start < at:
            continue  # sentences do not overlap; a damaged build's might
        if at < sentence.start:
            yield Stretch(at, False, False, (), (Piece(document.text[at : sentence.start]),))
        inside = [m for m in mentions if sentence.start <= m.quote.start and m.quote.stop <= sentence.stop]
        yield Stretch(
            sentence.start,
            True,
            sentence.start in headings,
            tuple(claim.id for claim in claims if _touch(claim, sentence)),
            tuple(_pieces(document.text, sentence, inside, catalogue)),
        )
        at = sentence.stop
    if at < len(document.text):
        yield Stretch(at, False, False, (), (Piece(document.text[at:]),))


def _touch(claim: Claim, sentence: Span) -> bool:
    return claim.quote.start < sentence.stop and sentence.start < claim.quote.stop


def _pieces(text: str, sentence: Span, mentions: list[Mention], catalogue: Catalogue) -> Iterator[Piece]:
    at = sentence.start
    for mention in mentions:
        if at < mention.quote.start:
            yield Piece(text[at : mention.quote.start])
        thing = catalogue.thing(mention)
        yield Piece(text[mention.quote.start : mention.quote.stop], thing.id, str(thing.kind))
        at = mention.quote.stop
    if at < sentence.stop:
        yield Piece(text[at : sentence.stop])


def _apart(mentions: Sequence[Mention]) -> list[Mention]:
    """Return mentions of which none overlaps another: the longest are kept."""
    kept: list[Mention] = []
    end = 0
    for mention in sorted(mentions, key=lambda m: (m.quote.start, -m.quote.stop)):
        if mention.quote.start >= end and mention.quote.start < mention.quote.stop:
            kept.append(mention)
            end = mention.quote.stop
    return kept


def coverage(document: Document, stretches: Sequence[Stretch]) -> tuple[Band, ...]:
    """Return the map of a document: each sentence as wide as its share of the text."""
    scale = _MAP_WIDTH / max(len(document.text), 1)
    return tuple(
        Band(
            stretch.start,
            round(stretch.start * scale, 2),
            round(max(sum(len(piece.text) for piece in stretch.pieces) * scale, 0.4), 2),
            len(stretch.claims),
        )
        for stretch in stretches
        if stretch.is_sentence
    )


def name_sentence(document: Document, claim: Claim) -> int:
    """Return the name, on the document's page, of the first sentence in which a claim stands."""
    touched = [sentence.start for sentence in document.sentences if _touch(claim, sentence)]
    return touched[0] if touched else 0
