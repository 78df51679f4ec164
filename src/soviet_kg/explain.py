"""Why the graph says so: one claim, from its sentence to its entities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from soviet_kg.disagreements import find_disagreements
from soviet_kg.errors import WrongUse
from soviet_kg.model import (
    Calendar,
    Claim,
    ClaimObject,
    Corpus,
    Document,
    Entity,
    HistoricalDate,
    Mention,
    Qualifier,
    Quantity,
    Quote,
    Span,
)
from soviet_kg.resolve import mentions_of
from soviet_kg.vocabulary import read_vocabulary

_LABEL_WIDTH = 12


def explain(corpus: Corpus, prefix: str, language: str = "en") -> str:
    """Return, line by line, where a claim stands, what read it, and what its words were understood to mean.

    `prefix` is the claim's id or the first digits of it; entities are named in `language` where they can be.
    Raises WrongUse where no claim, or more than one, begins so.
    """
    claim = find_claim(corpus, prefix)
    named = replace(corpus, entities=tuple(_named_in(entity, language) for entity in corpus.entities))
    return "\n".join(f"{label:<{_LABEL_WIDTH}}{text}".rstrip() for label, text in _lines(named, claim))


def _named_in(entity: Entity, language: str) -> Entity:
    """Return an entity whose only label is the one to be shown."""
    return replace(entity, labels=((language, entity.label(language)),))


def find_claim(corpus: Corpus, prefix: str) -> Claim:
    """Return the one claim whose id begins with `prefix`. Raises WrongUse for none or several."""
    found = [claim for claim in corpus.claims if claim.id.startswith(prefix.lower())] if prefix else []
    if len(found) == 1:
        return found[0]
    if not found:
        raise WrongUse(f"claim {prefix!r}: no claim of this build begins so; claims.jsonl lists their ids")
    some = ", ".join(claim.id for claim in found[:4])
    raise WrongUse(f"claim {prefix!r}: {len(found)} claims begin so ({some}…); give more of the id")


def find_sentence(document: Document, quote: Quote) -> Span:
    """Return the stretch of the sentence, or sentences, in which the quote stands."""
    touched = [s for s in document.sentences if s.start < quote.stop and quote.start < s.stop]
    start = min([quote.start, *(s.start for s in touched)])
    return Span(start, max([quote.stop, *(s.stop for s in touched)]))


def _lines(corpus: Corpus, claim: Claim) -> Iterator[tuple[str, str]]:
    documents = {document.id: document for document in corpus.documents}
    entities = {key: entity for entity in corpus.entities for key in entity.keys}
    yield "claim", claim.id
    yield from evidence(claim, documents, entities)
    yield from merges_behind(corpus, claim, entities)
    for other in _contradictions(corpus, claim):
        told = _value(other.object, entities)
        if told != _value(claim.object, entities):
            yield "against it", f"{told}, says {other.quote.document} (claim {other.id})"


def evidence(
    claim: Claim, documents: dict[str, Document], entities: dict[str, Entity]
) -> Iterator[tuple[str, str]]:
    """Give, label by label, what a claim says, where, by which rule, and how its words were understood.

    `documents` are by id, `entities` by mention key; a line that goes on with the one before has no label.
    """
    document = documents[claim.quote.document]
    sentence = find_sentence(document, claim.quote)
    yield "says", f"{_name(claim.subject, entities)} · {claim.predicate} · {_value(claim.object, entities)}"
    yield "document", f"{document.id}: {document.title}"
    yield "sentence", _flat(document.text[sentence.start : sentence.stop])
    yield "quote", f"{_words(claim.quote, document)} at {claim.quote.start}–{claim.quote.stop}"
    yield "rule", claim.rule
    if claim.path:
        yield "syntax", claim.path
    yield from _mention_lines("subject", claim.subject, documents, entities)
    yield from _object_lines(claim.object, documents, entities)
    for name, qualifier in claim.qualifiers:
        yield from _qualifier_lines(name, qualifier, documents, entities)
    yield "stance", claim.stance.value
    if claim.speaker:
        yield from _mention_lines("speaker", claim.speaker, documents, entities)


def merges_behind(corpus: Corpus, claim: Claim, entities: dict[str, Entity]) -> Iterator[tuple[str, str]]:
    """Yield, label and line, who or what judged that keys of this claim's entities are one, and why."""
    keys = {key for mention in mentions_of(claim) for key in entities[mention.key].keys}
    for row in corpus.judgements:
        if row.verdict == "same" and row.left in keys and row.right in keys:
            yield (
                "merge",
                f"{row.left} is {row.right}, says {row.by}{row.date and f' on {row.date}'}: {row.reason}",
            )


def _contradictions(corpus: Corpus, claim: Claim) -> Iterator[Claim]:
    for disagreement in find_disagreements(corpus, read_vocabulary()):
        if claim in disagreement.claims:
            yield from disagreement.claims


def _mention_lines(
    label: str, mention: Mention, documents: dict[str, Document], entities: dict[str, Entity]
) -> Iterator[tuple[str, str]]:
    document = documents[mention.quote.document]
    quote = mention.quote
    yield label, f"{_words(quote, document)} at {quote.start}–{quote.stop}, recognised by {mention.how}"
    if mention.antecedent:
        meant = mention.antecedent
        yield "", f"stands for {_words(meant, documents[meant.document])} at {meant.start}–{meant.stop}"
    entity = entities[mention.key]
    yield (
        "",
        f"entity {entity.id}: {entity.label()}, {entity.kind.value}" + (entity.qid and f", {entity.qid}"),
    )
    if len(entity.keys) > 1:
        yield "", f"judged the same: {', '.join(entity.keys)}"


def _object_lines(
    value: ClaimObject, documents: dict[str, Document], entities: dict[str, Entity]
) -> Iterator[tuple[str, str]]:
    match value:
        case Mention():
            yield from _mention_lines("object", value, documents, entities)
        case HistoricalDate():
            yield from _date_lines("object", value)
        case Quantity():
            yield "object", f"{_number(value)} {value.unit}, written “{_flat(value.written)}”"
        case str():
            yield "object", f"“{_flat(value)}”"


def _date_lines(label: str, date: HistoricalDate) -> Iterator[tuple[str, str]]:
    written = f"written “{_flat(date.written)}”"
    inferred = f", {' and '.join(date.inferred)} inferred" if date.inferred else ""
    yield label, f"{_format_date(date)}, {written}{inferred}"
    yield "calendar", f"{date.calendar.value}: {date.reason}" if date.reason else date.calendar.value


def _qualifier_lines(
    name: str, value: Qualifier, documents: dict[str, Document], entities: dict[str, Entity]
) -> Iterator[tuple[str, str]]:
    match value:
        case Mention():
            yield from _mention_lines(name, value, documents, entities)
        case HistoricalDate():
            yield from _date_lines(name, value)
        case bool():
            yield name, "yes" if value else "no"
        case _:
            yield name, str(value)


def _name(mention: Mention, entities: dict[str, Entity]) -> str:
    return entities[mention.key].label()


def _value(value: ClaimObject, entities: dict[str, Entity]) -> str:
    match value:
        case Mention():
            return _name(value, entities)
        case HistoricalDate():
            return _format_date(value)
        case Quantity():
            return f"{_number(value)} {value.unit}"
        case str():
            return f"“{_flat(value)}”"


def _format_date(date: HistoricalDate) -> str:
    if date.julian and date.calendar is not Calendar.UNSPECIFIED:
        return f"{date.edtf} (Old Style {date.julian})"
    return date.edtf


def _number(quantity: Quantity) -> str:
    return ("about " if quantity.approximate else "") + f"{quantity.value:.12g}"


def _words(quote: Quote, document: Document) -> str:
    return f"“{_flat(quote.text(document))}”"


def _flat(text: str) -> str:
    return " ".join(text.split())
