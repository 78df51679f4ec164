"""Asking: saved questions and what they expect, errors that point at the place, six ways to show it."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

import hand_made as made
from endpoint import endpoint
from soviet_kg.errors import BadDataFile, BadQuery, WrongUse
from soviet_kg.graph import quads
from soviet_kg.query import (
    RESULT_FORMATS,
    QueryResult,
    SavedQuery,
    find_query,
    format_result,
    list_queries,
    run_at_endpoint,
    run_query,
    unmet_expectations,
)
from soviet_kg.store import fill_store
from soviet_kg.terms import PREFIXES

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
SELECT = """SELECT ?name ?start WHERE { ?thing a skg:Event ; schema:name ?name .
  OPTIONAL { ?thing skg:startDate ?start } }"""


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    fill_store(store, "\n".join(quads(made.corpus())).encode())
    return store


# --- answers and how they are shown ----------------------------------------------------------------------


def test_rows_are_readable(store: pyoxigraph.Store) -> None:
    result = run_query(store, SELECT)
    assert result.columns == ("name", "start")
    assert result.rows == (("Second All-Russian Congress of Soviets", "date:1917-11-07"),)


def test_what_is_unbound_is_an_empty_cell(store: pyoxigraph.Store) -> None:
    assert run_query(store, "SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) } }").rows == (("1", ""),)


def test_csv_tsv_json_and_xml_are_those_of_the_standard(store: pyoxigraph.Store) -> None:
    result = run_query(store, SELECT)
    iri = f"{PREFIXES['date']}1917-11-07"
    rows = list(csv.reader(io.StringIO(format_result(result, "csv"))))
    assert rows == [["name", "start"], ["Second All-Russian Congress of Soviets", iri]]
    assert format_result(result, "tsv").split("\n")[1].split("\t")[1] == f"<{iri}>"
    (binding,) = json.loads(format_result(result, "json"))["results"]["bindings"]
    assert binding["start"] == {"type": "uri", "value": iri}
    tree = ET.fromstring(format_result(result, "xml"))
    assert [node.text for node in tree.iter("{http://www.w3.org/2005/sparql-results#}uri")] == [iri]


def test_a_table_shows_every_cell_on_a_narrow_screen(store: pyoxigraph.Store) -> None:
    table = format_result(run_query(store, SELECT), "table", width=40)
    assert all(len(line) <= 40 for line in table.split("\n"))
    assert "Second All-Russian" in table
    assert "1917-11-07" in table


def test_brackets_in_a_cell_are_words_and_no_markup(store: pyoxigraph.Store) -> None:
    assert "[red]x[/red]" in format_result(run_query(store, 'SELECT ("[red]x[/red]" AS ?a) {}'), "table", 80)


def test_a_construct_is_sorted_turtle(store: pyoxigraph.Store) -> None:
    result = run_query(store, "CONSTRUCT { ?p schema:name ?n } { ?p a skg:Person ; schema:name ?n }")
    text = format_result(result, "turtle")
    assert text == format_result(result, "table")
    assert text.endswith(
        'id:lenin schema:name "Vladimir Lenin" .\n\nid:trotsky schema:name "Leon Trotsky" .\n'
    )
    assert len(rdflib.Graph().parse(data=text)) == 2


def test_describe_is_a_graph(store: pyoxigraph.Store) -> None:
    assert "Vladimir Lenin" in format_result(run_query(store, "DESCRIBE id:lenin"), "turtle")


def test_ask_is_yes_or_no(store: pyoxigraph.Store) -> None:
    yes, no = run_query(store, "ASK { ?s a skg:Claim }"), run_query(store, "ASK { ?s a skg:Nothing }")
    assert (format_result(yes, "table"), format_result(no, "table")) == ("yes\n", "no\n")
    assert (yes.truth, no.truth) == (True, False)
    assert json.loads(format_result(yes, "json"))["boolean"] is True


def test_an_unknown_format_lists_the_formats(store: pyoxigraph.Store) -> None:
    with pytest.raises(WrongUse, match=r"'yaml'.* table, csv, tsv, json, xml, turtle"):
        format_result(run_query(store, SELECT), "yaml")
    assert len(RESULT_FORMATS) == 6


@pytest.mark.parametrize(
    ("text", "form", "remedy"),
    [
        (SELECT, "turtle", "csv, tsv, json, xml"),
        ("DESCRIBE id:lenin", "csv", "turtle"),
        ("ASK {}", "turtle", "csv"),
    ],
)
def test_a_format_that_cannot_say_it_names_those_that_can(
    store: pyoxigraph.Store, text: str, form: str, remedy: str
) -> None:
    with pytest.raises(WrongUse, match=rf"{form} cannot say .*{remedy}"):
        format_result(run_query(store, text), form)


# --- errors ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("SELECT * WHERE {\n  ?s ?p ?o .\n  FILTER(?x ==  3) }", "line 3, column 14", "FILTER(?x ==  3)"),
        ("SELECT ?x { ?x nope:x 1 }", "line 1, column 22", "no PREFIX line"),
        ("SELECT (SUM(?x) AS ?y) ?z { ?x ?p ?z }", "SPARQL", "neither grouped by nor in"),
        ("PREFIX a: <b:>\nDELETE WHERE { ?s ?p ?o }", "line 2, column 1", "a build is only read"),
        ("", "line 1, column 1", "something is missing here"),
        ("SELECT ?x { ?x ?p ?o ", "line 1, column 21", "something is missing here"),
        ('SELECT ?x { ?x ?p "', "line 1", 'SELECT ?x { ?x ?p "'),
    ],
)
def test_a_syntax_error_tells_line_column_and_words(
    store: pyoxigraph.Store, text: str, place: str, told: str
) -> None:
    with pytest.raises(BadQuery) as caught:
        run_query(store, text)
    assert place in str(caught.value)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?x { ?x ?p ?o } GROUP →?x",
        "SELECT ?x { ?x ?p ?o →?z . ?a ?b ?c . ?d ?e ?f }",
        "SELECT ?x { FILTER(→FOO(?x)) ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "SELECT ?x {\n  BIND(?y →?x)\n  ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "SELECT ?x { ?x ?p ?o } LIMIT →ten",
        "→SELCT ?x { ?x ?p ?o }",
        "SELECT ?x { OPTIONAL →?x }",
    ],
)
def test_the_caret_stands_under_the_place(store: pyoxigraph.Store, text: str) -> None:
    before, after = text.split("→")
    with pytest.raises(BadQuery) as caught:
        run_query(store, before + after)
    head, words, caret = str(caught.value).split("\n")
    assert f"line {before.count(chr(10)) + 1}, column {len(before.rpartition(chr(10))[2]) + 1}:" in head
    assert words[caret.index("^") :] == after.split("\n")[0]


def test_a_query_that_cannot_be_answered_here_says_why(store: pyoxigraph.Store) -> None:
    with pytest.raises(BadQuery, match=r"cannot be answered here: .*http://nowhere/f"):
        run_query(store, "SELECT (<http://nowhere/f>(1) AS ?x) {}")


# --- saved queries ---------------------------------------------------------------------------------------


def test_saved_queries_are_found_by_name_with_or_without_suffix() -> None:
    assert find_query("congresses") == find_query("congresses.rq")
    assert find_query("congresses").title == "Congresses, by both calendars"


def test_an_unknown_name_lists_what_is_near() -> None:
    with pytest.raises(WrongUse, match=r"'congres'; there is: congresses"):
        find_query("congres")
    with pytest.raises(WrongUse, match=r"'zzzz'; there is: adopted, .*votes"):
        find_query("zzzz")


def test_a_header_line_that_is_missing_is_told(tmp_path: Path) -> None:
    (tmp_path / "bad.rq").write_text("#+ title: T\n#+ about: A\nASK {}\n")
    with pytest.raises(BadDataFile, match=r"bad\.rq: the header wants"):
        list_queries(tmp_path)


def saved(expects: str) -> SavedQuery:
    return SavedQuery("q", "t", "a", expects, "")


def test_expectations_are_checked_clause_by_clause(store: pyoxigraph.Store) -> None:
    result = run_query(store, SELECT)
    assert unmet_expectations(saved('rows >= 1; includes "Second All-Russian"'), result) == ()
    assert unmet_expectations(saved('rows >= 2; includes "Third; or not"'), result) == (
        "rows >= 2",
        'includes "Third; or not"',
    )
    described = run_query(store, "DESCRIBE id:lenin")
    assert unmet_expectations(saved('rows >= 3; includes "Владимир Ленин"'), described) == ()
    assert unmet_expectations(saved("rows >= 100"), described) == ("rows >= 100",)


def test_an_expectation_of_another_form_is_refused(store: pyoxigraph.Store) -> None:
    with pytest.raises(BadDataFile, match=r"q\.rq: #\+ expects 'rows = 3'"):
        unmet_expectations(saved("rows = 3"), run_query(store, SELECT))


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: query.name)
def test_rdflib_gives_the_same_rows(store: pyoxigraph.Store, query: SavedQuery) -> None:
    graph = rdflib.Dataset(default_union=True).parse(data="\n".join(quads(made.corpus())), format="nquads")
    answer = graph.query(query.text)
    if answer.type == "CONSTRUCT":
        assert answer.graph is not None
        theirs = sorted(answer.graph.serialize(format="nt", encoding="utf-8").splitlines(keepends=True))
        assert b"".join(theirs) == run_query(store, query.text).content
        return
    ours = run_query(store, query.text)
    assert tuple(str(variable) for variable in answer.vars or ()) == ours.columns
    theirs_rows = sorted(tuple("" if cell is None else str(cell) for cell in row) for row in answer)  # type: ignore[union-attr]
    assert theirs_rows == sorted(ours.rows)


# --- other people's endpoints ----------------------------------------------------------------------------

PROLOGUE = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("schema", "skg", "id"))


@pytest.mark.parametrize(
    "text", [SELECT, "ASK { ?s a skg:Claim }", "DESCRIBE id:lenin", 'SELECT ("x"@en AS ?a) {}']
)
def test_an_endpoint_gives_the_answer_that_the_store_gives(store: pyoxigraph.Store, text: str) -> None:
    with endpoint(store) as (url, agents):
        assert run_at_endpoint(url, PROLOGUE + text) == run_query(store, text)
    assert agents[0].startswith("soviet-kg/")
    assert "https://" in agents[0]


def test_an_endpoint_that_refuses_a_query_is_quoted(store: pyoxigraph.Store) -> None:
    with endpoint(store) as (url, _), pytest.raises(BadQuery, match=r"127\.0\.0\.1.*error at 1:"):
        run_at_endpoint(url, "SELECT nonsense")


def test_an_endpoint_that_asks_to_wait_says_how_long() -> None:
    with (
        endpoint((429, {"Retry-After": "7"}, b"")) as (url, _),
        pytest.raises(WrongUse, match=r"429.*ask again in 7 s"),
    ):
        run_at_endpoint(url, "ASK {}")


def test_an_error_hidden_in_a_good_answer_is_found() -> None:
    hidden = b'{"head": {"vars": ["x"]}, "results": {"bindings": [\njava.util.concurrent.TimeoutException'
    with (
        endpoint((200, {"Content-Type": "application/sparql-results+json"}, hidden)) as (url, _),
        pytest.raises(BadQuery, match=r"not a SPARQL result.*TimeoutException"),
    ):
        run_at_endpoint(url, "SELECT ?x {}")


def test_an_endpoint_that_is_not_there_is_named() -> None:
    with endpoint((200, {}, b"")) as (url, _):
        gone = url
    with pytest.raises(WrongUse, match=r"127\.0\.0\.1.*no answer"):
        run_at_endpoint(gone, "ASK {}")


def test_a_result_knows_its_form() -> None:
    assert QueryResult("graph", b"").columns == ()
    assert not QueryResult("graph", b"").truth
