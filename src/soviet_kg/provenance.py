"""Where everything comes from: the sources, the run that read each, the named graphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from soviet_kg import __version__
from soviet_kg.model import Document
from soviet_kg.terms import Pair, curie, iri, literal, number, statements

ENTITIES, CLAIMS, LINKS, DISAGREEMENTS = (
    iri("graph", name) for name in ("entities", "claims", "links", "disagreements")
)
_GRAPH_LABELS = {
    ENTITIES: "People, parties, bodies, events, documents, places, dates and counts",
    CLAIMS: "Claims, quotes and sources",
    LINKS: "The same things elsewhere",
    DISAGREEMENTS: "Questions that several claims answer, and how the answers stand to each other",
}
_SOFTWARE = iri("software", __version__)


def source_graph(document: str) -> str:
    """Return the IRI, in angle brackets, of the named graph that holds what a document asserts."""
    return iri("graph", f"source-{document}")


def describe_graphs() -> Iterator[str]:
    """Give the lines on the graphs that belong to no source, and on the software."""
    for graph, label in _GRAPH_LABELS.items():
        yield from statements(graph, CLAIMS, [("rdfs:label", literal(label, "en"))])
    yield from statements(_SOFTWARE, CLAIMS, _software_facts())


def describe_source(document: Document) -> Iterator[str]:
    """Give the lines on a document: its facts and hash, its graph, the run that read it."""
    source, run = iri("source", document.id), iri("run", document.id)
    yield from statements(source, CLAIMS, _source_facts(document))
    yield from statements(run, CLAIMS, _run_facts(document, source))
    yield from statements(source_graph(document.id), CLAIMS, _graph_facts(document, source, run))


def _source_facts(document: Document) -> Iterator[Pair]:
    title = literal(document.title, document.language)
    yield "rdf:type", curie("skg:Source")
    yield "rdf:type", curie("prov:Entity")
    yield "rdfs:label", title
    yield "dcterms:title", title
    yield "dcterms:identifier", literal(document.id)
    yield "dcterms:language", literal(document.language)
    yield "dcterms:format", literal(document.media_type)
    yield "skg:sha256", literal(document.sha256)
    yield "skg:characters", number(len(document.text))
    stated = {"creator": document.author, "date": document.date, "publisher": document.publisher}
    for name, value in stated.items():
        if value:
            yield f"dcterms:{name}", literal(value)
    if document.source:
        yield "dcterms:source", _page_or_words(document.source)
    if document.licence:
        yield _licence(document.licence)
    if document.calendar:
        yield "skg:calendar", curie(f"skg:{document.calendar.capitalize()}")
        yield "skg:calendarReason", literal(document.calendar_reason)


def _page_or_words(text: str) -> str:
    return f"<{text}>" if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text) else literal(text)


def _licence(licence: str) -> Pair:
    page = _page_or_words(licence)
    return ("dcterms:license" if page.startswith("<") else "dcterms:rights"), page


def _run_facts(document: Document, source: str) -> Iterator[Pair]:
    yield "rdf:type", curie("prov:Activity")
    yield "rdfs:label", literal(f"Reading of {document.title}", "en")
    yield "prov:used", source
    yield "prov:wasAssociatedWith", _SOFTWARE


def _graph_facts(document: Document, source: str, run: str) -> Iterator[Pair]:
    yield "rdf:type", curie("prov:Entity")
    yield "rdfs:label", literal(f"What is asserted in {document.title}", "en")
    yield "prov:wasDerivedFrom", source
    yield "prov:wasGeneratedBy", run


def _software_facts() -> Iterator[Pair]:
    yield "rdf:type", curie("prov:SoftwareAgent")
    yield "rdfs:label", literal(f"soviet-kg {__version__}", "en")
    yield "schema:softwareVersion", literal(__version__)
