"""What the service says of itself: SPARQL 1.1 Service Description; VoID and DCAT of the data set."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from soviet_kg import __version__
from soviet_kg.terms import BASE, literal
from soviet_kg.web.formats import GRAPHS, ROWS
from soviet_kg.web.wire import Question

if TYPE_CHECKING:
    from soviet_kg.web.edition import Edition

_PREFIXES = """\
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_MEDIA = "https://www.iana.org/assignments/media-types/"
_W3C = {
    "json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML", "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV", "turtle": "Turtle", "rdf_xml": "RDF_XML", "n_triples": "N-Triples",
    "json_ld": "JSON-LD", "n_quads": "N-Quads", "trig": "TriG", "n3": "N3",
}  # fmt: skip
DOWNLOADS = {
    "kg.ttl": "text/turtle",
    "kg.trig": "application/trig",
    "kg.nq": "application/n-quads",
    "claims.csv": "text/csv",
    "entities.csv": "text/csv",
    "claims.jsonl": "application/jsonl",
    "entities.jsonl": "application/jsonl",
    "documents.jsonl": "application/jsonl",
    "build.json": "application/json",
}
_TITLE = "Soviet history: claims and their sources"
_ABOUT = "What documents on the Soviets say, who says it, and in which words; made by soviet-kg."


def describe_service(base: str) -> str:
    """Return the service description, as Turtle; `base` is the address of the site, with its last slash."""
    formats = ", ".join(f"<http://www.w3.org/ns/formats/{_W3C[name]}>" for name in (*ROWS, *GRAPHS))
    return f"""{_PREFIXES}
<{base}sparql#service> a sd:Service ;
    sd:endpoint <{base}sparql> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat {formats} ;
    sd:defaultDataset <{base}sparql#dataset> ;
    dcterms:title {literal(_TITLE, "en")} .
<{base}sparql#dataset> a sd:Dataset ;
    sd:defaultGraph <{base}sparql#union> .
<{base}sparql#union> a sd:Graph ;
    dcterms:description {literal("Each triple of the named graphs once.", "en")} .
"""


async def describe_dataset(base: str, edition: Edition) -> str:
    """Return VoID and DCAT of an edition, as Turtle, with its counts, its files and their checksums."""
    sizes = await _ask(edition, "size")
    partitions = [await _ask(edition, name) for name in ("classes", "properties")]
    node = f"<{base}.well-known/void#dataset>"
    lines = [
        _PREFIXES,
        f"<{base}.well-known/void> a void:DatasetDescription ;",
        f"    <http://xmlns.com/foaf/0.1/primaryTopic> {node} .",
        f"{node} a void:Dataset, dcat:Dataset ;",
        f"    dcterms:title {literal(_TITLE, 'en')} ; dcterms:description {literal(_ABOUT, 'en')} ;",
        f"    dcterms:identifier {literal(edition.volume.name)} ;",
        f"    dcterms:creator {literal(f'soviet-kg {__version__}')} ;",
        f"    void:triples {sizes[0]['triples']} ; void:distinctSubjects {sizes[0]['subjects']} ;",
        f"    void:distinctObjects {sizes[0]['objects']} ; void:entities {len(edition.volume.catalogue.things)} ;",
        f"    void:documents {len(edition.volume.catalogue.documents)} ;",
        f"    void:sparqlEndpoint <{base}sparql> ; void:uriSpace {literal(BASE)} ;",
        f"    void:vocabulary <{BASE}ontology#>, <http://www.w3.org/ns/prov#>, <http://www.w3.org/ns/oa#> ;",
        *(f"    void:feature <http://www.w3.org/ns/formats/{_W3C[name]}> ;" for name in GRAPHS),
        *(
            f"    void:exampleResource <{BASE}id/{name}> ;"
            for name in list(edition.volume.catalogue.things)[:3]
        ),
        *(f"    void:dataDump <{base}{name}> ;" for name in ("kg.ttl", "kg.trig", "kg.nq")),
        *_partitions("classPartition", "class", "entities", partitions[0]),
        *_partitions("propertyPartition", "property", "triples", partitions[1]),
        f"    dcat:distribution {', '.join(f'<{base}{name}>' for name in DOWNLOADS)} .",
        *_distributions(base, edition),
        f"<{base}sparql#service> a dcat:DataService ; dcat:endpointURL <{base}sparql> ;",
        f"    dcat:servesDataset {node} .",
    ]
    return "\n".join(lines) + "\n"


def _partitions(kind: str, key: str, counted: str, rows: list[dict[str, str]]) -> Iterator[str]:
    for row in rows:
        yield f"    void:{kind} [ void:{key} <{row['name']}> ; void:{counted} {row['count']} ] ;"


def _distributions(base: str, edition: Edition) -> Iterator[str]:
    for name, media_type in DOWNLOADS.items():
        size = (edition.volume.folder / name).stat().st_size
        yield f"<{base}{name}> a dcat:Distribution ; dcat:downloadURL <{base}{name}> ;"
        yield f"    dcat:mediaType <{_MEDIA}{media_type}> ; dcat:byteSize {size} ;"
        if checksum := edition.volume.manifest["files"].get(name):
            value = f'"{checksum}"^^xsd:hexBinary'
            algorithm = "spdx:checksumAlgorithm_sha256"
            yield f"    spdx:checksum [ spdx:algorithm {algorithm} ; spdx:checksumValue {value} ] ;"
        yield f"    dcterms:title {literal(name)} ."


async def _ask(edition: Edition, name: str) -> list[dict[str, str]]:
    text = (Path(__file__).parent / "rq" / f"{name}.rq").read_text(encoding="utf-8")
    answer = await edition.pool.ask(Question(text))
    rows = json.loads(answer.body)["results"]["bindings"]
    return [{key: cell["value"] for key, cell in row.items()} for row in rows]
