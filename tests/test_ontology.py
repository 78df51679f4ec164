"""The ontology: complete, bilingual, aligned, and the shapes say no to what is wrong."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SH

import hand_made as made
from soviet_kg.errors import BadDataFile
from soviet_kg.graph import quads
from soviet_kg.model import Corpus
from soviet_kg.terms import PREFIXES
from soviet_kg.vocabulary import read_vocabulary

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
FOLDER = Path(__file__).parent.parent / "ontology"
SKG = rdflib.Namespace(PREFIXES["skg"])
SCHEMA = rdflib.Namespace(PREFIXES["schema"])
CLASSES = (
    *("Person", "Party", "Body", "Event", "Congress", "Document", "Decree", "Publication", "Place"),
    *("Date", "Count", "Claim", "Quote", "Source", "Disagreement"),
)


def read(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(FOLDER / name)


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return read("soviet.ttl")


@pytest.mark.parametrize("name", ["soviet.ttl", "alignments.ttl", "shapes.ttl"])
def test_two_parsers_read_the_same(name: str) -> None:
    quads = list(pyoxigraph.parse(path=FOLDER / name, format=pyoxigraph.RdfFormat.TURTLE))
    assert len(read(name)) == len({str(quad.triple) for quad in quads}) > 100


def test_every_class_and_property_has_label_and_comment_in_two_languages(ontology: rdflib.Graph) -> None:
    declared = {term for term in ontology.subjects(RDF.type) if str(term).startswith(SKG)}
    assert len(declared) > 120
    for term in declared:
        for predicate in (RDFS.label, RDFS.comment):
            languages = [text.language for text in ontology.objects(term, predicate)]  # type: ignore[attr-defined]
            assert sorted(languages) == ["en", "ru"], (term, predicate)


def test_all_classes_and_all_64_properties_are_there(ontology: rdflib.Graph) -> None:
    assert {SKG[name] for name in CLASSES} <= set(ontology.subjects(RDF.type, OWL.Class))
    properties = set(ontology.subjects(SKG.takes))
    assert len(properties) == 64
    for prop in properties:
        assert any(ontology.objects(prop, RDFS.domain)) != any(ontology.objects(prop, SCHEMA.domainIncludes))
        assert any(ontology.objects(prop, RDFS.range)) != any(ontology.objects(prop, SCHEMA.rangeIncludes))
        assert str(ontology.value(prop, SKG.takes)) in {"entity", "date", "number", "text"}


def test_what_a_property_takes_agrees_with_its_range(ontology: rdflib.Graph) -> None:
    ranges = {"date": SKG.Date, "number": SKG.Count, "text": RDF.langString}
    wanted = {p: ranges.get(str(takes)) for p, takes in ontology.subject_objects(SKG.takes)}
    single = {p: wanted[p] for p in wanted if wanted[p] and p != SKG.reportedOn}
    assert len(single) == 22  # 8 dates, 5 counts, 9 texts
    assert all(ontology.value(prop, RDFS.range) == range_ for prop, range_ in single.items())


def test_no_blank_nodes(ontology: rdflib.Graph) -> None:
    assert not [term for triple in ontology for term in triple if isinstance(term, rdflib.BNode)]


def test_the_vocabulary_knows_what_the_file_says() -> None:
    vocabulary = read_vocabulary()
    assert vocabulary.property("startDate").takes == "date"
    assert vocabulary.property("startDate").functional
    assert vocabulary.property("adopted").label("ru") == "принял"
    assert not vocabulary.property("adopted").functional
    assert vocabulary.measures == {"Total", "Elected", "Present", "Voting", "Consultative", "Soviets"}


def test_an_ontology_that_is_no_turtle_is_named_with_the_line(tmp_path: Path) -> None:
    broken = tmp_path / "soviet.ttl"
    broken.write_text("@prefix a: <b:> .\na:b a:c .\n")
    with pytest.raises(BadDataFile, match=r"soviet\.ttl: .*line 2"):
        read_vocabulary(broken)


# --- alignments and context ------------------------------------------------------------------------------


def test_alignments_start_from_declared_terms_and_reach_the_vocabularies_of_the_field(
    ontology: rdflib.Graph,
) -> None:
    alignments = read("alignments.ttl")
    ours = {term for term in alignments.subjects() if str(term).startswith(SKG)}
    assert len(ours) > 60
    assert ours <= set(ontology.subjects(RDF.type))
    targets = " ".join(str(term) for term in alignments.objects())
    for vocabulary in (
        *("https://schema.org/", "http://xmlns.com/foaf/0.1/", "http://www.w3.org/ns/org#"),
        *("http://www.w3.org/ns/prov#", "http://www.cidoc-crm.org/cidoc-crm/E13_Attribute_Assignment"),
        *("http://www.cidoc-crm.org/cidoc-crm/E7_Activity", "http://www.w3.org/2006/time#"),
        *("http://purl.org/spar/fabio/", "http://iflastandards.info/ns/lrm/lrmoo/"),
        "http://www.wikidata.org/entity/P",
    ):
        assert vocabulary in targets, vocabulary


def test_wikidata_properties_carry_their_label_in_a_comment() -> None:
    text = (FOLDER / "alignments.ttl").read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if re.search(r"\bwd:P\d", line)]
    assert len(lines) == 27
    assert all(re.search(r"# +\w", line) for line in lines)


def test_the_context_speaks_only_of_declared_terms(ontology: rdflib.Graph) -> None:
    context = json.loads((FOLDER / "context.jsonld").read_bytes())["@context"]
    terms = [key.removeprefix("skg:") for key in context if key.startswith("skg:")]
    assert len(terms) > 50
    assert {SKG[term] for term in terms} <= set(ontology.subjects(RDF.type))
    assert all(context[prefix] == namespace for prefix, namespace in PREFIXES.items())


# --- shapes ----------------------------------------------------------------------------------------------


def validate(lines: list[str]) -> list[tuple[str, str]]:
    """Severity and message of each finding, by pyshacl, on the union of the graphs."""
    data = rdflib.Dataset(default_union=True).parse(data="\n".join(lines), format="nquads")
    union = rdflib.Graph()
    for triple in data.triples((None, None, None)):
        union.add(triple)
    _, report, _ = pyshacl.validate(union, shacl_graph=read("shapes.ttl"), advanced=False)
    results = report.subjects(RDF.type, SH.ValidationResult)
    parts = [[str(report.value(node, p)) for p in (SH.resultSeverity, SH.resultMessage)] for node in results]
    return [(severity.rpartition("#")[2], message) for severity, message in parts]


def test_the_graph_conforms_to_the_shapes() -> None:
    assert validate(quads(made.corpus())) == []


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda line: None if "oa#exact>" in line and "Petrograd" in line else line, "a quote has words"),
        (lambda line: line.replace("ontology#denied", "ontology#doubted"), "a claim has one stance"),
        (lambda line: None if "wasQuotedFrom>" in line else line, "a claim has one quote"),
        (
            lambda line: line.replace('#latest> "1917', '#latest> "1817'),
            "begins no later than it ends",
        ),
        (lambda line: re.sub(r'sha256> "..', 'sha256> "', line), "a source has the SHA-256"),
        (
            lambda line: line.replace('value> "390"', 'value> "-390"'),
            "one number, not below zero",
        ),
        (lambda line: line.replace("entity/Q", "entity/P"), "the same as one item of Wikidata"),
    ],
)
def test_the_shapes_say_no(spoil: Callable[[str], str | None], message: str) -> None:
    spoilt = [after for line in quads(made.corpus()) if (after := spoil(line))]
    found = validate(spoilt)
    assert any(severity == "Violation" and message in text for severity, text in found), found


def test_a_property_of_the_wrong_thing_is_a_warning() -> None:
    wrong = made.claim(made.PETROGRAD, "adopted", made.LENIN_1, made.OPENING)
    corpus = Corpus((made.DOCUMENT_1, made.DOCUMENT_2), made.ENTITIES, (wrong,))
    assert sorted(validate(quads(corpus))) == [
        ("Warning", "skg:adopted is said of an Event or Body"),
        ("Warning", "skg:adopted takes a Document"),
    ]


def test_every_property_has_a_shape_and_shapes_name_only_what_is_declared(ontology: rdflib.Graph) -> None:
    shapes = read("shapes.ttl")
    assert set(shapes.objects(None, SH.targetSubjectsOf)) == set(ontology.subjects(SKG.takes))
    uris = (term for term in shapes.objects() if isinstance(term, rdflib.URIRef))
    named = {term for term in uris if term.startswith(SKG)}
    assert named <= set(ontology.subjects(RDF.type))
    assert len(named) > 80
