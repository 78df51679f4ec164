"""Claims, entities and their evidence → canonical N-Quads lines in named graphs.

    graph/source-ID      what that source asserts, as plain triples; without it the source is withdrawn
    graph/entities       people, parties, bodies, events …, dates and counts, with their labels
    graph/claims         every claim with its stance, its quotes, its source and the run that read it
    graph/links          the same things elsewhere
    graph/disagreements  questions that several claims answer, and how the answers stand to each other

No blank nodes, no clock, no counter: every node is named by what
it is, so that the same corpus gives the same bytes.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from soviet_kg.disagreements import DISAGREE, Comparison, compare
from soviet_kg.labels import count_label, date_label, head_words, is_plain, shorten
from soviet_kg.model import (
    Claim,
    ClaimObject,
    Corpus,
    Document,
    Entity,
    HistoricalDate,
    Link,
    Match,
    Mention,
    Qualifier,
    Quantity,
    Quote,
    Stance,
)
from soviet_kg.provenance import (
    CLAIMS,
    DISAGREEMENTS,
    ENTITIES,
    LINKS,
    describe_graphs,
    describe_source,
    source_graph,
)
from soviet_kg.terms import Pair, boolean, curie, iri, literal, number, statements, typed
from soviet_kg.vocabulary import Vocabulary, read_vocabulary

_CONTEXT = 32  # characters kept on either side of a quote, to find it again in an edited text


@dataclass(frozen=True, slots=True)
class _World:
    """Where to look things up while writing: documents by id, entities by mention key."""

    documents: dict[str, Document]
    entities: dict[str, Entity]
    vocabulary: Vocabulary
    linked: frozenset[str] = frozenset()


def quads(corpus: Corpus) -> list[str]:
    """Return the graph as canonical N-Quads lines (no newline), sorted as bytes, without duplicates.

    Raises BadDataFile for a property, qualifier or measure that the ontology does not have, and KeyError for
    a mention that no entity has gathered.
    """
    entities = {key: entity for entity in corpus.entities for key in entity.keys}
    linked = frozenset(link.entity for link in corpus.links)
    documents = {document.id: document for document in corpus.documents}
    world = _World(documents, entities, read_vocabulary(), linked)
    lines: set[str] = set()
    lines.update(describe_graphs())
    for document in corpus.documents:
        lines.update(describe_source(document))
    for entity in corpus.entities:
        lines.update(_entity_lines(entity, world))
    for link in corpus.links:
        lines.update(_link_lines(link))
    for claim in corpus.claims:
        lines.update(_claim_lines(claim, world))
    for comparison in compare(corpus, world.vocabulary):
        lines.update(_comparison_lines(comparison, world))
    return sorted(lines)  # by code point, which is the order of UTF-8 bytes


def quote_iri(quote: Quote, document: Document) -> str:
    """Return the IRI, in angle brackets, of a quote: a hash of the document's text and the offsets."""
    return iri("quote", _digest(document.sha256, str(quote.start), str(quote.stop)))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


# --- entities --------------------------------------------------------------------------------------------


def _entity_lines(entity: Entity, world: _World) -> Iterator[str]:
    node = iri("id", entity.id)
    yield from statements(node, ENTITIES, _entity_facts(entity, world.vocabulary))
    if entity.qid and entity.id not in world.linked:
        yield from statements(node, LINKS, [("skos:exactMatch", iri("wd", entity.qid))])
    for mention in entity.mentions:
        yield from statements(node, ENTITIES, [("skg:mentionedIn", iri("source", mention.quote.document))])
        yield from _mention_lines(mention, node, world)


def _link_lines(link: Link) -> Iterator[str]:
    """Give owl:sameAs where a person has judged so, else how near a match was measured."""
    predicate = "owl:sameAs" if link.match is Match.SAME else f"skos:{link.match}"
    yield from statements(iri("id", link.entity), LINKS, [(predicate, iri("wd", link.qid))])


def _entity_facts(entity: Entity, vocabulary: Vocabulary) -> Iterator[Pair]:
    yield "rdf:type", curie(f"skg:{entity.kind}")
    for narrower, broader, headwords in vocabulary.narrower:
        if broader == entity.kind and headwords & head_words(entity):
            yield "rdf:type", curie(f"skg:{narrower}")
    yield "schema:name", literal(entity.label())  # one name without a language, for queries
    for language, form in entity.labels:
        yield "rdfs:label", literal(form, language)
    for language, form in sorted(set(entity.aliases) - set(entity.labels)):
        yield "skos:altLabel", literal(form, language)


def _mention_lines(mention: Mention, node: str, world: _World) -> Iterator[str]:
    yield from _quote_lines(mention.quote, world)
    quote = _quote(mention.quote, world)
    yield from statements(quote, CLAIMS, [("skg:mentions", node)])
    if mention.antecedent:
        yield from _quote_lines(mention.antecedent, world)
        yield from statements(quote, CLAIMS, [("skg:standsFor", _quote(mention.antecedent, world))])


# --- quotes ----------------------------------------------------------------------------------------------


def _quote(quote: Quote, world: _World) -> str:
    return quote_iri(quote, world.documents[quote.document])


def _quote_lines(quote: Quote, world: _World) -> Iterator[str]:
    document = world.documents[quote.document]
    return statements(quote_iri(quote, document), CLAIMS, _quote_facts(quote, document))


def _quote_facts(quote: Quote, document: Document) -> Iterator[Pair]:
    words = quote.text(document)
    yield "rdf:type", curie("skg:Quote")
    yield "rdf:type", curie("oa:TextQuoteSelector")
    yield "rdf:type", curie("oa:TextPositionSelector")
    yield "rdfs:label", literal(f"“{shorten(words)}”", document.language)
    yield "oa:exact", literal(words)
    yield "oa:prefix", literal(document.text[max(0, quote.start - _CONTEXT) : quote.start])
    yield "oa:suffix", literal(document.text[quote.stop : quote.stop + _CONTEXT])
    yield "oa:start", number(quote.start)
    yield "oa:end", number(quote.stop)
    yield "prov:hadPrimarySource", iri("source", document.id)


def _surroundings(quote: Quote, document: Document) -> Iterator[Pair]:
    """Give the sentences that a quote touches, and the heading nearest above it."""
    first = bisect_right(document.sentences, quote.start, key=lambda span: span.stop)
    last = bisect_left(document.sentences, quote.stop, key=lambda span: span.start)
    if first < last:
        start, stop = document.sentences[first].start, document.sentences[last - 1].stop
        yield "skg:sentence", literal(document.text[start:stop])
    around = [section for section in document.sections if section.start <= quote.start < section.stop]
    if around:
        heading = max(around, key=lambda section: (section.start, section.level)).heading
        if heading.start < heading.stop:
            yield "skg:section", literal(" ".join(document.text[heading.start : heading.stop].split()))


# --- claims ----------------------------------------------------------------------------------------------


def _claim_lines(claim: Claim, world: _World) -> Iterator[str]:
    document = world.documents[claim.quote.document]
    node, quote = iri("claim", claim.id), quote_iri(claim.quote, document)
    subject, value = _thing(claim.subject, world), _object(claim, world)
    property_ = curie(f"skg:{world.vocabulary.property(claim.predicate).name}")
    if claim.stance is Stance.ASSERTED:
        yield f"{subject} {property_} {value} {source_graph(document.id)} ."
    statement = [("rdf:subject", subject), ("rdf:predicate", property_), ("rdf:object", value)]
    yield from statements(node, CLAIMS, statement)
    yield from statements(node, CLAIMS, _claim_facts(claim, quote, world))
    yield from statements(node, CLAIMS, _qualifier_facts(claim, world))
    yield from _quote_lines(claim.quote, world)
    yield from statements(quote, CLAIMS, _surroundings(claim.quote, document))
    yield from _value_lines(claim, value, world)


def _claim_facts(claim: Claim, quote: str, world: _World) -> Iterator[Pair]:
    yield "rdf:type", curie("skg:Claim")
    yield "rdf:type", curie("rdf:Statement")
    yield "rdfs:label", literal(_claim_label(claim, world), "en")
    yield "skg:stance", curie(f"skg:{claim.stance}")
    yield "skg:rule", literal(claim.rule)
    if claim.path:
        yield "skg:path", literal(claim.path)
    yield "skg:subjectMention", _quote(claim.subject.quote, world)
    if isinstance(claim.object, Mention):
        yield "skg:objectMention", _quote(claim.object.quote, world)
    if claim.speaker:
        yield "skg:speaker", _thing(claim.speaker, world)
    yield "prov:wasQuotedFrom", quote
    yield "prov:hadPrimarySource", iri("source", claim.quote.document)
    yield "prov:wasGeneratedBy", iri("run", claim.quote.document)


def _claim_label(claim: Claim, world: _World) -> str:
    subject = world.entities[claim.subject.key].label()
    stance = "" if claim.stance is Stance.ASSERTED else f" ({claim.stance})"
    words = _value_label(claim.object, dict(claim.qualifiers), world)
    return f"{subject} · {world.vocabulary.property(claim.predicate).label()}{stance} · {words}"


def _value_label(value: ClaimObject, qualifiers: dict[str, Qualifier], world: _World) -> str:
    match value:
        case Mention():
            return world.entities[value.key].label()
        case HistoricalDate():
            return date_label(value)
        case Quantity():
            return count_label(
                value, str(qualifiers.get("measure", "")), _words(qualifiers.get("of", ""), world)
            )
        case str():
            return shorten(value)


def _words(value: Qualifier, world: _World) -> str:
    return world.entities[value.key].label() if isinstance(value, Mention) else str(value)


def _qualifier_facts(claim: Claim, world: _World) -> Iterator[Pair]:
    language = world.documents[claim.quote.document].language
    for name, value in claim.qualifiers:
        yield f"skg:{world.vocabulary.check_qualifier(name)}", _qualifier(name, value, language, world)
    match claim.object:
        case HistoricalDate() as date:
            yield "skg:asWritten", literal(date.written)
            yield "skg:calendar", curie(f"skg:{date.calendar.capitalize()}")
            yield "skg:calendarReason", literal(date.reason)
            yield from (("skg:inferred", literal(part)) for part in date.inferred)
        case Quantity() as quantity:
            yield "skg:asWritten", literal(quantity.written)


def _qualifier(name: str, value: Qualifier, language: str, world: _World) -> str:
    match value:
        case Mention():
            return _thing(value, world)
        case HistoricalDate():
            return date_iri(value)
        case bool():
            return boolean(value)
        case int() | float():
            return number(value)
        case str():
            if name == "measure":
                return curie(f"skg:{world.vocabulary.measure(value)}")
            return literal(value, "" if name == "unit" else language)


def _thing(mention: Mention, world: _World) -> str:
    return iri("id", world.entities[mention.key].id)


def _object(claim: Claim, world: _World) -> str:
    match claim.object:
        case Mention() as mention:
            return _thing(mention, world)
        case HistoricalDate() as date:
            return date_iri(date)
        case Quantity():
            return _count_iri(claim, world)
        case str() as text:
            return literal(text, world.documents[claim.quote.document].language)


# --- dates and counts ------------------------------------------------------------------------------------


def date_iri(date: HistoricalDate) -> str:
    """Return the IRI, in angle brackets, of a date: its EDTF, and its days where that leaves doubt."""
    name = date.edtf if is_plain(date) else f"{date.edtf}_{date.earliest}_{date.latest}"
    return iri("date", f"{name}~" if date.approximate and not name.endswith("~") else name)


def _count_iri(claim: Claim, world: _World) -> str:
    """Name a count by what it says: two sources that give one number of the same thing share the node."""
    facts = sorted(f"{name} {value}" for name, value in _count_facts(claim, world) if name != "rdfs:label")
    return iri("count", _digest(_thing(claim.subject, world), claim.predicate, *facts))


def _value_lines(claim: Claim, value: str, world: _World) -> Iterator[str]:
    """Describe the dates and counts that a claim speaks of."""
    if isinstance(claim.object, Quantity):
        yield from statements(value, ENTITIES, _count_facts(claim, world))
    for date in (claim.object, *(qualifier for _, qualifier in claim.qualifiers)):
        if isinstance(date, HistoricalDate):
            yield from statements(date_iri(date), ENTITIES, _date_facts(date))


def _date_facts(date: HistoricalDate) -> Iterator[Pair]:
    yield "rdf:type", curie("skg:Date")
    yield "rdfs:label", literal(date_label(date), "en")
    yield "rdfs:label", literal(date_label(date, "ru"), "ru")
    yield "skg:edtf", typed(date.edtf, "edtf:EDTF")
    yield "skg:earliest", typed(date.earliest.isoformat(), "xsd:date")
    yield "skg:latest", typed(date.latest.isoformat(), "xsd:date")
    if date.julian:
        yield "skg:julian", literal(date.julian)


def _count_facts(claim: Claim, world: _World) -> Iterator[Pair]:
    quantity, qualifiers = claim.object, dict(claim.qualifiers)
    assert isinstance(quantity, Quantity)
    language = world.documents[claim.quote.document].language
    yield "rdf:type", curie("skg:Count")
    yield "rdfs:label", literal(_value_label(quantity, qualifiers, world), "en")
    yield "rdf:value", number(quantity.value)
    yield "skg:unit", literal(quantity.unit)
    yield "skg:approximate", boolean(quantity.approximate)
    for name in ("of", "measure"):
        if name in qualifiers:
            yield f"skg:{name}", _qualifier(name, qualifiers[name], language, world)


# --- comparisons -----------------------------------------------------------------------------------------


def _comparison_lines(comparison: Comparison, world: _World) -> Iterator[str]:
    question = comparison.question
    asked = (question.thing, question.predicate, question.of, question.on, question.unit, question.value)
    node = iri("disagreement", _digest(comparison.kind, *asked))
    return statements(node, DISAGREEMENTS, _comparison_facts(comparison, world))


def _comparison_facts(comparison: Comparison, world: _World) -> Iterator[Pair]:
    values = {_value_label(a.value, dict(a.claim.qualifiers), world) for a in comparison.answers}
    told = f"{comparison.words} · {' | '.join(sorted(values))}" if len(values) > 1 else comparison.words
    yield "rdf:type", curie("skg:Comparison")
    if comparison.kind in DISAGREE:
        yield "rdf:type", curie("skg:Disagreement")
    yield "rdfs:label", literal(told, "en")
    yield "skg:kind", curie(f"skg:{comparison.kind}")
    yield "skg:weight", number(comparison.weight)
    yield "skg:about", iri("id", comparison.subject)
    yield "rdf:predicate", curie(f"skg:{comparison.predicate}")
    for reason in comparison.reasons:
        yield "skg:because", literal(reason, "en")
    for claim in comparison.claims:
        yield "skg:among", iri("claim", claim.id)
