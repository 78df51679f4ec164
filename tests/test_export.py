"""The exports: every format says the same, two parsers agree on it, and nothing changes a byte."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

import hand_made as made
from soviet_kg.errors import CannotWrite, UnreadableInput, WrongUse
from soviet_kg.export.rdf import FORMATS, write_rdf
from soviet_kg.export.tables import write_csv
from soviet_kg.graph import quads
from soviet_kg.records import write_lines
from soviet_kg.terms import PREFIXES

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
RDFLIB = {"jsonld": "json-ld", "ntriples": "nt", "rdfxml": "xml"}
WITH_GRAPHS = {"jsonld", "nquads", "trig"}
RDF_1_1 = sorted(set(FORMATS) - {"rdf12"})
OXIGRAPH = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
    "rdf12": pyoxigraph.RdfFormat.TURTLE,
}


@pytest.fixture(scope="module")
def nquads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "kg.nq"
    write_lines(quads(made.corpus()), path)
    return path


def export(nquads: Path, form: str) -> bytes:
    stream = io.BytesIO()
    write_rdf(nquads, form, stream)
    return stream.getvalue()


def as_oxigraph_reads(content: bytes, form: str) -> set[str]:
    parsed = pyoxigraph.parse(content, format=OXIGRAPH[form])
    return {str(quad) if form in WITH_GRAPHS else str(quad.triple) for quad in parsed}


def as_rdflib_reads(content: bytes, form: str) -> set[str]:
    """What rdflib reads, written by rdflib as N-Triples or N-Quads and normalised by parsing that again."""
    if form in WITH_GRAPHS:
        text = rdflib.Dataset().parse(data=content, format=RDFLIB.get(form, form)).serialize(format="nquads")
        return as_oxigraph_reads(text.encode(), "nquads")
    text = rdflib.Graph().parse(data=content, format=RDFLIB.get(form, form)).serialize(format="nt")
    return as_oxigraph_reads(text.encode(), "ntriples")


@pytest.mark.parametrize("form", RDF_1_1)
def test_rdflib_and_oxigraph_find_the_same_statements_as_in_the_graph(nquads: Path, form: str) -> None:
    content = export(nquads, form)
    lines = nquads.read_text(encoding="utf-8").split("\n")[:-1]
    triples = {line.rpartition(" <")[0] for line in lines}
    expected = {line.removesuffix(" .") for line in lines} if form in WITH_GRAPHS else triples
    assert len(expected) > 500
    assert as_oxigraph_reads(content, form) == expected
    assert as_rdflib_reads(content, form) == expected


def test_what_rdflib_writes_oxigraph_reads_back(nquads: Path) -> None:
    graph = rdflib.Graph().parse(data=export(nquads, "turtle"), format="turtle")
    expected = as_oxigraph_reads(export(nquads, "ntriples"), "ntriples")
    for form, oxigraph in {"xml": "rdfxml", "turtle": "turtle", "json-ld": "jsonld"}.items():
        parsed = pyoxigraph.parse(graph.serialize(format=form).encode(), format=OXIGRAPH[oxigraph])
        assert {str(quad.triple) for quad in parsed} == expected


@pytest.mark.parametrize("form", FORMATS)
def test_the_hash_seed_changes_no_byte(nquads: Path, form: str) -> None:
    program = (
        "import sys; from pathlib import Path; from soviet_kg.export.rdf import write_rdf;"
        f"write_rdf(Path({str(nquads)!r}), {form!r}, sys.stdout.buffer)"
    )

    def run(seed: int) -> bytes:
        environment = os.environ | {"PYTHONHASHSEED": str(seed)}
        command = [sys.executable, "-c", program]
        return subprocess.run(command, env=environment, capture_output=True, check=True).stdout

    assert {run(seed) for seed in (0, 1)} == {export(nquads, form)}


def test_turtle_uses_prefixes_in_alphabetical_order_and_only_those_it_needs(nquads: Path) -> None:
    text = export(nquads, "turtle").decode()
    prefixes = [line.split()[1] for line in text.split("\n") if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes)
    assert {"id:", "skg:", "date:", "claim:"} <= set(prefixes)
    assert "id:congress-2 a skg:Congress , skg:Event ;" in text
    assert PREFIXES["skg"] not in text.partition("\n\n")[2]


def test_trig_opens_each_graph_once(nquads: Path) -> None:
    text = export(nquads, "trig").decode()
    for graph in ("graph:claims", "graph:entities", "graph:links", "graph:source-one"):
        assert text.count(f"{graph} {{") == 1


def test_jsonld_is_nested_and_readable(nquads: Path) -> None:
    text = export(nquads, "jsonld").decode()
    assert '"skg:adopted": "id:decree-on-peace"' in text
    assert '"oa:start": 21' in text


def test_rdf_12_names_each_claim_without_asserting_it(nquads: Path) -> None:
    read = list(pyoxigraph.parse(export(nquads, "rdf12"), format=pyoxigraph.RdfFormat.TURTLE))
    reified = [quad for quad in read if quad.predicate.value == f"{PREFIXES['rdf']}reifies"]
    assert len(reified) == 13
    adopted = pyoxigraph.NamedNode(f"{PREFIXES['skg']}adopted")
    assert any(quad.object.predicate == adopted for quad in reified)
    assert not [quad for quad in read if quad.predicate == adopted]
    assert not [quad for quad in read if quad.predicate.value == f"{PREFIXES['rdf']}subject"]


def test_rdf_xml_keeps_carriage_returns_and_marks_what_xml_cannot_say(tmp_path: Path) -> None:
    path = tmp_path / "kg.nq"
    path.write_text('<a:s> <http://p/q> "page\\r\\nbreak\\f" <a:g> .\n')
    ((_, _, text),) = rdflib.Graph().parse(data=export(path, "rdfxml"), format="xml")
    assert str(text) == "page\r\nbreak\ufffd"


def test_an_unknown_format_lists_the_formats(nquads: Path) -> None:
    with pytest.raises(WrongUse, match=r"'owl'.* turtle, trig, nquads, ntriples, jsonld, rdfxml, rdf12"):
        write_rdf(nquads, "owl", io.BytesIO())


def test_a_damaged_or_missing_graph_is_named_and_the_old_export_stays(tmp_path: Path) -> None:
    out = tmp_path / "kg.ttl"
    out.write_text("old")
    (tmp_path / "kg.nq").write_text("<a:s> <a:p> nonsense <a:g> .\n")
    with pytest.raises(UnreadableInput, match=r"kg\.nq: not N-Quads"):
        write_rdf(tmp_path / "kg.nq", "turtle", out)
    with pytest.raises(UnreadableInput, match=r"none\.nq"):
        write_rdf(tmp_path / "none.nq", "turtle", out)
    assert out.read_text() == "old"


def test_a_place_that_cannot_be_written_is_named(nquads: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="missing"):
        write_rdf(nquads, "turtle", tmp_path / "missing" / "kg.ttl")


def test_csv_tables_hold_every_claim_and_entity(tmp_path: Path) -> None:
    write_csv(made.corpus(), tmp_path / "claims.csv", tmp_path / "entities.csv")
    with (tmp_path / "claims.csv").open(encoding="utf-8", newline="") as stream:
        claims = list(csv.DictReader(stream))
    with (tmp_path / "entities.csv").open(encoding="utf-8", newline="") as stream:
        entities = {row["id"]: row for row in csv.DictReader(stream)}
    assert len(claims) == 13
    assert len(entities) == 8
    count = next(row for row in claims if row["object"] == "390")
    assert count["qualifiers"] == "approximate=false; measure=elected; of=Bolsheviks; unit=persons"
    assert count["quote"] == made.NUMBERS
    start = next(row for row in claims if row["property"] == "startDate" and row["document"] == "one")
    assert (start["object"], start["julian"], start["object_type"]) == ("1917-11-07", "1917-10-25", "date")
    assert (entities["lenin"]["label_ru"], entities["lenin"]["mentions"]) == ("Владимир Ленин", "3")
