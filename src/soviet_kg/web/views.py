"""Claims, mentions and values as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from soviet_kg.labels import count_label, date_label, shorten
from soviet_kg.model import Claim, Document, Entity, HistoricalDate, Mention, Qualifier, Quantity
from soviet_kg.vocabulary import read_vocabulary
from soviet_kg.web.catalogue import Catalogue

_TITLE = 90


@dataclass(frozen=True, slots=True)
class Value:
    """What a claim says in its object or a qualifier; `thing` is an entity's id, "" for a date, number or text."""

    text: str
    thing: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A claim for a reader."""

    id: str
    subject: Value
    property: str
    label: str
    value: Value
    qualifiers: tuple[tuple[str, Value], ...]
    stance: str
    speaker: Value | None
    document: str
    title: str
    quote: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One value of a property, and the claims that say so."""

    value: Value
    claims: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """A property of a thing, with every value that is claimed."""

    property: str
    label: str
    findings: tuple[Finding, ...]


def say(claim: Claim, catalogue: Catalogue, language: str) -> Said:
    """Return a claim for a reader."""
    document = catalogue.documents[claim.quote.document]
    qualifiers = _qualifiers(claim, catalogue, language)
    return Said(
        id=claim.id,
        subject=name_of(catalogue.thing(claim.subject), language),
        property=claim.predicate,
        label=property_label(claim.predicate, language),
        value=_object(claim, catalogue, language),
        qualifiers=tuple(qualifiers),
        stance=str(claim.stance),
        speaker=name_of(catalogue.thing(claim.speaker), language) if claim.speaker else None,
        document=document.id,
        title=title_of(document),
        quote=claim.quote.text(document),
        start=claim.quote.start,
        stop=claim.quote.stop,
    )


def title_of(document: Document) -> str:
    """Return the title of a document on one line, short enough for a link."""
    title = " ".join((document.title or document.id).split())
    return title if len(title) <= _TITLE else f"{title[:_TITLE].rpartition(' ')[0]} …"


def property_label(name: str, language: str) -> str:
    """Return what a property is called."""
    return read_vocabulary().property(name).label(language)


def name_of(entity: Entity, language: str) -> Value:
    """Return the name of a thing, with the way to its page."""
    return Value(entity.label(language), entity.id, str(entity.kind))


def _object(claim: Claim, catalogue: Catalogue, language: str) -> Value:
    match claim.object:
        case Mention() as mention:
            return name_of(catalogue.thing(mention), language)
        case HistoricalDate() as date:
            return Value(date_label(date, language))
        case Quantity() as quantity:
            measure = str(dict(claim.qualifiers).get("measure", ""))
            return Value(count_label(quantity, measure, _of(claim, catalogue, language)))
        case str() as text:
            return Value(" ".join(text.split()))


def _of(claim: Claim, catalogue: Catalogue, language: str) -> str:
    of = dict(claim.qualifiers).get("of", "")
    return catalogue.thing(of).label(language) if isinstance(of, Mention) else str(of)


def _qualifiers(claim: Claim, catalogue: Catalogue, language: str) -> Iterator[tuple[str, Value]]:
    told = ("of", "measure") if isinstance(claim.object, Quantity) else ()  # by the label of a count
    for name, value in claim.qualifiers:
        if name not in told:
            yield name, _qualifier(value, catalogue, language)


def _qualifier(value: Qualifier, catalogue: Catalogue, language: str) -> Value:
    match value:
        case Mention():
            return name_of(catalogue.thing(value), language)
        case HistoricalDate():
            return Value(date_label(value, language))
        case bool():
            return Value("✓" if value else "—")
        case _:
            return Value(shorten(str(value)))


def matters(claims: Iterable[Said]) -> tuple[Matter, ...]:
    """Return claims on one thing, gathered by property and then by value, in the order of the ontology."""
    order = {name: place for place, name in enumerate(read_vocabulary().properties)}
    groups: dict[str, dict[Value, list[Said]]] = {}
    for said in claims:
        groups.setdefault(said.property, {}).setdefault(said.value, []).append(said)
    return tuple(
        Matter(
            name,
            next(iter(values.values()))[0].label,
            tuple(Finding(value, tuple(found)) for value, found in values.items()),
        )
        for name, values in sorted(groups.items(), key=lambda group: order[group[0]])
    )
