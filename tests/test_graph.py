"""What the graph says: plain triples for what is asserted, evidence for everything, the same bytes always."""

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

import hand_made as made
from soviet_kg.errors import BadDataFile, WrongUse
from soviet_kg.graph import quads
from soviet_kg.model import Corpus, Quantity, Stance
from soviet_kg.provenance import source_graph
from soviet_kg.terms import PREFIXES, curie, iri, literal, number

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
RDF, SKG, PROV, OA = (PREFIXES[prefix] for prefix in ("rdf", "skg", "prov", "oa"))


def graph(corpus: Corpus | None = None) -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data="\n".join(quads(corpus or made.corpus())), format="nquads")
    return dataset


def name(prefix: str, local: str) -> rdflib.URIRef:
    return rdflib.URIRef(PREFIXES[prefix] + local)


def short(term: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if term.startswith(namespace):
            return f"{prefix}:{term.removeprefix(namespace)}"
    return term


def plain_triples(document: str) -> set[str]:
    facts = graph().graph(rdflib.URIRef(source_graph(document)[1:-1]))
    return {" ".join(short(str(term)) for term in triple) for triple in facts}


def claim_on(predicate: str, stance: str = "asserted") -> rdflib.URIRef:
    found = graph().query(
        "SELECT ?c { ?c rdf:predicate ?p ; skg:stance ?s }",
        initNs=PREFIXES,
        initBindings={"p": name("skg", predicate), "s": name("skg", stance)},
    )
    return next(iter(found))[0]  # type: ignore[index,return-value]


def corpus_with(**changes: object) -> Corpus:
    """The hand-made corpus with its first claim changed."""
    first, *rest = made.corpus().claims
    claims = (dataclasses.replace(first, **changes), *rest)  # type: ignore[arg-type]
    return dataclasses.replace(made.corpus(), claims=claims)


# --- what is asserted ------------------------------------------------------------------------------------


def test_a_source_graph_holds_what_that_source_asserts() -> None:
    counts = {triple.split()[-1] for triple in plain_triples("one") if "delegateCount" in triple}
    assert len(counts) == 3
    assert plain_triples("one") == {
        "id:congress-2 skg:startDate date:1917-11-07",
        "id:congress-2 skg:place id:petrograd",
        "id:congress-2 skg:adopted id:decree-on-peace",
        'id:lenin skg:holdsPosition chairman of the "Sovnarkom"',
        *(f"id:congress-2 skg:delegateCount {count}" for count in counts),
    }


def test_what_is_denied_planned_or_reported_is_no_plain_triple() -> None:
    everything = plain_triples("one") | plain_triples("два 2")
    assert not any("signedBy" in triple or "promises" in triple for triple in everything)
    assert sum("delegateCount" in triple for triple in everything) == 3
    for predicate, stance in {
        "signedBy": "denied",
        "promises": "planned",
        "delegateCount": "reported",
    }.items():
        assert claim_on(predicate, stance)


def test_sources_that_say_the_same_share_the_date() -> None:
    same = "id:congress-2 skg:startDate date:1917-11-07"
    assert same in plain_triples("one") & plain_triples("два 2")


def test_withdrawing_a_source_leaves_what_the_others_assert() -> None:
    store = pyoxigraph.Store()
    store.load("\n".join(quads(made.corpus())).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    kept = pyoxigraph.NamedNode(source_graph("два 2")[1:-1])
    before = set(store.quads_for_pattern(None, None, None, kept))
    store.remove_graph(pyoxigraph.NamedNode(source_graph("one")[1:-1]))
    assert set(store.quads_for_pattern(None, None, None, kept)) == before
    assert len(before) == 3
    start = pyoxigraph.NamedNode(f"{SKG}startDate")
    place = pyoxigraph.NamedNode(f"{SKG}place")
    assert list(store.quads_for_pattern(None, start, None))
    assert not list(store.quads_for_pattern(None, place, None))


# --- evidence --------------------------------------------------------------------------------------------


def test_a_claim_leads_to_its_words_their_place_and_their_source() -> None:
    data, claim = graph(), claim_on("adopted")
    quote = data.value(claim, name("prov", "wasQuotedFrom"))
    start, stop = (int(str(data.value(quote, name("oa", end)))) for end in ("start", "end"))
    assert str(data.value(quote, name("oa", "exact"))) == "The Congress adopted the Decree on Peace."
    assert made.TEXT_1[start:stop] == "The Congress adopted the Decree on Peace."
    assert str(data.value(quote, name("oa", "prefix"))) == made.TEXT_1[start - 32 : start]
    assert str(data.value(quote, name("oa", "suffix"))) == made.TEXT_1[stop : stop + 32]
    assert str(data.value(quote, name("skg", "section"))) == "The Second Congress"
    assert str(data.value(quote, name("skg", "sentence"))) == "The Congress adopted the Decree on Peace."
    source = data.value(claim, name("prov", "hadPrimarySource"))
    assert str(data.value(source, name("dcterms", "title"))) == "The Second Congress"
    assert str(data.value(source, name("skg", "sha256"))) == made.DOCUMENT_1.sha256


def test_a_reference_tells_what_it_stands_for() -> None:
    data = graph()
    words = data.value(claim_on("adopted"), name("skg", "subjectMention"))
    assert str(data.value(words, name("oa", "exact"))) == "The Congress"
    named = data.value(words, name("skg", "standsFor"))
    assert str(data.value(named, name("oa", "exact"))) == "Second All-Russian Congress of Soviets"


def test_qualifiers_stand_on_the_claim() -> None:
    data, claim = graph(), claim_on("holdsPosition")
    assert data.value(claim, name("skg", "of")) == name("id", "sovnarkom")
    assert data.value(claim, name("skg", "from")) == name("date", "1917-11-07")
    assert data.value(claim, name("skg", "ordinal")) == rdflib.Literal(1)


def test_a_reported_claim_names_the_speaker() -> None:
    assert graph().value(claim_on("delegateCount", "reported"), name("skg", "speaker")) == name(
        "id", "trotsky"
    )


def test_the_run_that_read_a_claim_has_no_clock() -> None:
    data = graph()
    run = data.value(claim_on("adopted"), name("prov", "wasGeneratedBy"))
    assert data.value(run, name("prov", "used")) == name("source", "one")
    assert not list(data.triples((None, name("prov", "startedAtTime"), None)))


# --- dates and counts ------------------------------------------------------------------------------------


def test_a_date_is_readable_in_both_calendars_and_languages() -> None:
    data, day = graph(), name("date", "1917-11-07")
    assert set(data.objects(day, rdflib.RDFS.label)) == {
        rdflib.Literal("25 October (7 November) 1917", "en"),
        rdflib.Literal("25 октября (7 ноября) 1917", "ru"),
    }
    assert str(data.value(day, name("skg", "julian"))) == "1917-10-25"
    assert data.value(day, name("skg", "earliest")) == rdflib.Literal(made.OPENED_1.earliest)
    claim = claim_on("startDate")
    assert data.value(claim, name("skg", "calendar")) == name("skg", "Julian")
    assert data.value(claim, name("skg", "calendarReason"))


def test_a_count_tells_how_many_of_whom_by_which_measure() -> None:
    data = graph()
    (count,) = (node for node in data.subjects(rdflib.RDF.value, rdflib.Literal(390)))
    assert data.value(count, name("skg", "of")) == name("id", "bolsheviks")
    assert data.value(count, name("skg", "measure")) == name("skg", "Elected")
    assert data.value(count, name("skg", "approximate")) == rdflib.Literal(False)
    assert str(data.value(count, rdflib.RDFS.label)) == "390 persons, elected: Bolsheviks"
    (share,) = data.subjects(rdflib.RDF.value, rdflib.Literal("60.1", datatype=rdflib.XSD.decimal))
    assert str(data.value(share, name("skg", "unit"))) == "percent"


def test_different_measures_of_one_number_are_different_counts() -> None:
    first = made.claim(made.CONGRESS_1, "delegateCount", Quantity(5), "649", {"measure": "elected"})
    second = made.claim(made.CONGRESS_1, "delegateCount", Quantity(5), "390", {"measure": "present"})
    data = graph(dataclasses.replace(made.corpus(), claims=(first, second)))
    assert len(set(data.objects(name("id", "congress-2"), name("skg", "delegateCount")))) == 2


def test_names_at_whose_head_stands_congress_or_decree_get_the_narrower_class() -> None:
    def types(label: str, language: str = "en") -> set[str]:
        first, *rest = made.corpus().entities
        event = next(entity for entity in made.corpus().entities if entity.id == "congress-2")
        renamed = dataclasses.replace(event, labels=((language, label),))
        others = tuple(entity for entity in (first, *rest) if entity.id != "congress-2")
        data = graph(dataclasses.replace(made.corpus(), entities=(renamed, *others)))
        return {short(str(kind)) for kind in data.objects(name("id", "congress-2"), rdflib.RDF.type)}

    assert types("Fifth Congress of Soviets") == {"skg:Event", "skg:Congress"}
    assert types("V Всероссийский съезд Советов", "ru") == {"skg:Event", "skg:Congress"}
    assert types("Elections to the Fifth Congress") == {"skg:Event"}
    assert types("Congressional hearing") == {"skg:Event"}


# --- names of nodes, bytes -------------------------------------------------------------------------------


def test_no_node_is_blank_no_line_stands_twice_and_lines_are_sorted_as_bytes() -> None:
    lines = quads(made.corpus())
    assert len(lines) > 500
    assert not any(isinstance(term, rdflib.BNode) for quad in graph().quads() for term in quad)
    assert lines == sorted(set(lines), key=str.encode)


def test_lines_are_canonical_as_another_serialiser_writes_them() -> None:
    lines = quads(made.corpus())
    parsed = pyoxigraph.parse("\n".join(lines), format=pyoxigraph.RdfFormat.N_QUADS)
    written = pyoxigraph.serialize(parsed, format=pyoxigraph.RdfFormat.N_QUADS)
    assert written == "".join(f"{line}\n" for line in lines).encode()


def test_the_hash_seed_changes_no_byte() -> None:
    program = "import hand_made; from soviet_kg.graph import quads; print(quads(hand_made.corpus()))"

    def run(seed: int) -> bytes:
        environment = os.environ | {"PYTHONHASHSEED": str(seed), "PYTHONPATH": str(Path(__file__).parent)}
        return subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, check=True
        ).stdout

    assert len({run(seed) for seed in range(4)}) == 1


def test_a_merge_changes_no_claim_and_no_quote() -> None:
    def evidence(corpus: Corpus) -> set[str]:
        nodes = (line.split(" ", 1)[0] for line in quads(corpus))
        return {node for node in nodes if "/claim/" in node or "/quote/" in node}

    lenin, trotsky = (next(e for e in made.corpus().entities if e.id == key) for key in ("lenin", "trotsky"))
    merged = dataclasses.replace(
        lenin, keys=("lenin", "trotsky"), mentions=(*lenin.mentions, *trotsky.mentions)
    )
    others = tuple(entity for entity in made.corpus().entities if entity.id not in ("lenin", "trotsky"))
    after = dataclasses.replace(made.corpus(), entities=(merged, *others))
    assert evidence(after) == evidence(made.corpus())
    speaker = graph(after).value(claim_on("delegateCount", "reported"), name("skg", "speaker"))
    assert speaker == name("id", "lenin")
    assert not any("id/trotsky" in line for line in quads(after))


def test_a_file_name_of_any_kind_names_a_lawful_node() -> None:
    assert source_graph("два 2") == f"<{PREFIXES['graph']}source-два%202>"
    for local in ('a "b" <c>', "x/y#z", "\u00a0\u2028", "%41", "[1917-11-18,1917-11-19]~"):
        node = iri("id", local)
        (quad,) = pyoxigraph.parse(f"{node} {node} {node} .", format=pyoxigraph.RdfFormat.N_QUADS)
        assert quad.subject.value == node[1:-1]
        assert len(rdflib.Graph().parse(data=f"{node} {node} {node} .", format="nt")) == 1
    assert iri("id", "a/b") != iri("id", "a%2Fb")


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["", "en", "ru", "en-GB"]))
def test_any_text_is_read_back_by_two_parsers(text: str, language: str) -> None:
    line = f"<a:s> <a:p> {literal(text, language)} ."
    (quad,) = pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_QUADS)
    assert quad.object == pyoxigraph.Literal(text, language=language.lower() or None)
    assert str(quad.object) == literal(text, language)
    ((_, _, read),) = rdflib.Graph().parse(data=line, format="nt")
    assert str(read) == text


@given(st.floats(min_value=0, max_value=1e12))
def test_any_number_keeps_its_value(value: float) -> None:
    (quad,) = pyoxigraph.parse(f"<a:s> <a:p> {number(value)} .", format=pyoxigraph.RdfFormat.N_QUADS)
    assert float(quad.object.value) == value
    assert "E" not in quad.object.value.upper()


# --- what is refused -------------------------------------------------------------------------------------


def test_a_property_outside_the_ontology_is_refused_with_the_place_to_mend() -> None:
    with pytest.raises(BadDataFile, match=r"ontology/soviet\.ttl: no property skg:wasBornIn"):
        quads(corpus_with(predicate="wasBornIn"))


def test_a_qualifier_or_measure_outside_the_ontology_is_refused() -> None:
    with pytest.raises(BadDataFile, match="no qualifier skg:weather"):
        quads(corpus_with(qualifiers=(("weather", "rain"),)))
    with pytest.raises(BadDataFile, match="no skg:Measure skg:Guessed"):
        quads(corpus_with(qualifiers=(("measure", "guessed"),)))


def test_a_language_that_is_no_tag_is_refused() -> None:
    with pytest.raises(WrongUse, match="'in English' is not a language tag"):
        literal("x", "in English")


def test_stances_are_those_of_the_ontology() -> None:
    ontology = rdflib.Graph().parse(Path(__file__).parent.parent / "ontology" / "soviet.ttl")
    declared = set(ontology.subjects(rdflib.RDF.type, name("skg", "Stance")))
    assert declared == {name("skg", stance) for stance in Stance}
    assert curie("skg:asserted") == f"<{SKG}asserted>"
