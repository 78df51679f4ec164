"""The query operation of the SPARQL 1.1 Protocol, case by case from the specification.

https://www.w3.org/TR/sparql11-protocol/ sections 2.1 (query), 2.2 (update, refused here), 2.1.4 (dataset), 2.1.5
(accepted formats), 2.1.6 and 2.1.7 (success, failure); the cases have the names of the W3C's own test suite
(data-r2/protocol) where it has them.
"""

import json
import re
import socket
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx
import pyoxigraph
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, POSTDIRECTLY, TURTLE, SPARQLWrapper

from room import open_room
from soviet_kg.query import list_queries, run_query
from soviet_kg.store import open_store

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
RESULTS = {
    "application/sparql-results+json": lambda text: json.loads(text)["head"]["vars"],
    "application/sparql-results+xml": lambda text: ET.fromstring(text)[0],
    "text/csv": lambda text: text.split("\r\n")[0] == "s",
    "text/tab-separated-values": lambda text: text.split("\n")[0] == "?s",
}
GRAPHS = {
    "text/turtle": "turtle",
    "application/rdf+xml": "xml",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/n-quads": "nquads",
    "application/trig": "trig",
}
SELECT = "SELECT ?s WHERE { ?s a skg:Congress } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT { ?s a ?t } WHERE { ?s a skg:Congress , ?t }"
CLAIMS, LINKS = "https://w3id.org/soviet-kg/graph/claims", "https://w3id.org/soviet-kg/graph/links"
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def get(
    room: httpx.Client, query: str, accept: str = "application/sparql-results+json", **more: object
) -> httpx.Response:
    return room.get("/sparql", params={"query": query, **more}, headers={"Accept": accept})


def bindings(response: httpx.Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    return [{k: v["value"] for k, v in row.items()} for row in response.json()["results"]["bindings"]]


def count(response: httpx.Response) -> int:
    return int(bindings(response)[0]["n"])


# --- 2.1.1, 2.1.2, 2.1.3: three ways to ask --------------------------------------------------------------


def test_query_via_get(room: httpx.Client) -> None:
    assert len(bindings(get(room, SELECT))) >= 3


def test_query_via_urlencoded_post(room: httpx.Client) -> None:
    response = room.post("/sparql", data={"query": SELECT})
    assert response.request.headers["content-type"] == FORM
    assert bindings(response) == bindings(get(room, SELECT))


def test_query_via_post_directly(room: httpx.Client) -> None:
    for kind in (DIRECT, f"{DIRECT}; charset=utf-8", f'{DIRECT};charset="UTF-8"'):
        response = room.post("/sparql", content=SELECT.encode(), headers={"Content-Type": kind})
        assert bindings(response) == bindings(get(room, SELECT))


def test_a_query_is_read_as_utf_8(room: httpx.Client) -> None:
    query = 'SELECT ("Ленин ☭ 𝄞" AS ?x) {}'
    for response in (
        get(room, query),
        room.post("/sparql", data={"query": query}),
        room.post("/sparql", content=query.encode(), headers={"Content-Type": DIRECT}),
    ):
        assert bindings(response) == [{"x": "Ленин ☭ 𝄞"}]


def test_plus_and_percent_are_decoded_as_forms_have_it(room: httpx.Client) -> None:
    response = room.get("/sparql?query=SELECT+%28%221%2B1%22+AS+%3Fx%29+%7B%7D&format=json")
    assert bindings(response) == [{"x": "1+1"}]


def test_parameters_of_others_are_passed_over(room: httpx.Client) -> None:
    assert len(bindings(get(room, SELECT, debug="on", timeout="5"))) >= 3


def test_head_has_the_headers_of_get(room: httpx.Client) -> None:
    response = room.head("/sparql", params={"query": SELECT}, headers={"Accept": "text/csv"})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/csv")
    assert response.content == b""


# --- 2.1.4: the dataset ----------------------------------------------------------------------------------

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
COUNT_NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
GRAPH_NAMES = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"


@pytest.fixture(scope="module")
def sizes(seeds_build: Path) -> dict[str, int]:
    """Triples of the named graphs, counted in the file."""
    found: dict[str, set[str]] = {}
    for line in (seeds_build / "kg.nq").read_text("utf-8").splitlines():
        triple, _, graph = line.removesuffix(" .").rpartition(" ")
        found.setdefault(graph.strip("<>"), set()).add(triple)
    return {name: len(triples) for name, triples in found.items()}


def send(room: httpx.Client, way: str, query: str, pairs: list[tuple[str, str]]) -> httpx.Response:
    """A query with further parameters, in one of the three ways."""
    headers = {"Accept": "application/sparql-results+json"}
    if way == "get":
        return room.get(f"/sparql?{urlencode([('query', query), *pairs])}", headers=headers)
    if way == "form":
        body = urlencode([("query", query), *pairs]).encode()
        return room.post("/sparql", content=body, headers=headers | {"Content-Type": FORM})
    return room.post(
        f"/sparql?{urlencode(pairs)}", content=query.encode(), headers=headers | {"Content-Type": DIRECT}
    )


WAYS = pytest.mark.parametrize("way", ["get", "form", "direct"])


@WAYS
def test_query_dataset_default_graph(room: httpx.Client, sizes: dict[str, int], way: str) -> None:
    assert count(send(room, way, COUNT, [("default-graph-uri", LINKS)])) == sizes[LINKS] > 10


@WAYS
def test_query_dataset_default_graphs(room: httpx.Client, sizes: dict[str, int], way: str) -> None:
    graphs = [("default-graph-uri", LINKS), ("default-graph-uri", CLAIMS)]
    assert count(send(room, way, COUNT, graphs)) == sizes[LINKS] + sizes[CLAIMS]


@WAYS
def test_query_dataset_named_graphs(room: httpx.Client, way: str) -> None:
    graphs = [("named-graph-uri", LINKS), ("named-graph-uri", CLAIMS)]
    assert [row["g"] for row in bindings(send(room, way, GRAPH_NAMES, graphs))] == [CLAIMS, LINKS]
    assert count(send(room, way, COUNT, graphs)) == 0, "the default graph is empty where none is stated"


@WAYS
def test_query_dataset_full(room: httpx.Client, sizes: dict[str, int], way: str) -> None:
    graphs = [("default-graph-uri", LINKS), ("named-graph-uri", CLAIMS)]
    assert count(send(room, way, COUNT, graphs)) == sizes[LINKS]
    assert count(send(room, way, COUNT_NAMED, graphs)) == sizes[CLAIMS]


@WAYS
def test_query_multiple_dataset(room: httpx.Client, sizes: dict[str, int], way: str) -> None:
    """The protocol's dataset takes the place of the query's own."""
    text = f"SELECT (COUNT(*) AS ?n) FROM <{CLAIMS}> {{ ?s ?p ?o }}"
    assert count(send(room, way, text, [("default-graph-uri", LINKS)])) == sizes[LINKS]
    assert count(send(room, way, text, [])) == sizes[CLAIMS]


def test_from_and_from_named_in_the_query(room: httpx.Client) -> None:
    text = f"SELECT DISTINCT ?g FROM <{LINKS}> FROM NAMED <{CLAIMS}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    assert bindings(get(room, text)) == [{"g": CLAIMS}]


def test_a_graph_that_is_not_here_is_empty_and_not_fetched(room: httpx.Client) -> None:
    with listener() as (port, visits):
        name = f"http://127.0.0.1:{port}/data.ttl"
        assert count(get(room, COUNT, **{"default-graph-uri": name})) == 0
        assert count(get(room, f"SELECT (COUNT(*) AS ?n) FROM <{name}> {{ ?s ?p ?o }}")) == 0
    assert visits == []


@pytest.mark.parametrize("name", ["not an iri", "relative", "http://a b/", "x:<y>", ""])
def test_a_graph_name_that_is_no_iri_is_a_bad_request(room: httpx.Client, name: str) -> None:
    for key in ("default-graph-uri", "named-graph-uri"):
        assert get(room, COUNT, **{key: name}).status_code == 400


# --- 2.1.5: what is accepted -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", RESULTS)
def test_query_content_type_select(room: httpx.Client, kind: str) -> None:
    response = get(room, SELECT, kind)
    assert response.headers["content-type"].split(";")[0] == kind
    assert RESULTS[kind](response.text) is not None
    assert RESULTS[kind](response.text) is not False


@pytest.mark.parametrize("kind", RESULTS)
def test_query_content_type_ask(room: httpx.Client, kind: str) -> None:
    response = get(room, "ASK {}", kind)
    assert response.headers["content-type"].split(";")[0] == kind
    assert "true" in response.text


@pytest.mark.parametrize("kind", GRAPHS)
@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE skg:startDate ?s { ?s a skg:Congress }"])
def test_query_content_type_construct_and_describe(room: httpx.Client, kind: str, query: str) -> None:
    response = get(room, query, kind)
    assert response.headers["content-type"].split(";")[0] == kind
    theirs = rdflib.Dataset(default_union=True).parse(data=response.content, format=GRAPHS[kind])
    plain = rdflib.Graph().parse(data=get(room, query, "application/n-triples").content, format="nt")
    assert len(theirs) == len(plain) >= 6


@pytest.mark.parametrize(
    ("accept", "query", "kind"),
    [
        ("*/*", SELECT, "application/sparql-results+json"),
        ("", SELECT, "application/sparql-results+json"),
        ("*/*", CONSTRUCT, "text/turtle"),
        ("text/*", SELECT, "text/csv"),
        ("application/json", SELECT, "application/sparql-results+json"),
        ("application/json", CONSTRUCT, "application/ld+json"),
        ("text/turtle, application/sparql-results+xml", SELECT, "application/sparql-results+xml"),
        ("text/turtle, application/sparql-results+xml", CONSTRUCT, "text/turtle"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.9, */*;q=0.1", SELECT, "text/tab-separated-values"),
        ("application/rdf+xml;q=0.9, text/turtle;q=0.8", CONSTRUCT, "application/rdf+xml"),
        ("application/sparql-results+json;q=0, */*", SELECT, "application/sparql-results+xml"),
        ("TEXT/CSV", SELECT, "text/csv"),
        ("nonsense, text/csv", SELECT, "text/csv"),
    ],
)
def test_the_format_is_the_one_that_is_liked_best(
    room: httpx.Client, accept: str, query: str, kind: str
) -> None:
    response = get(room, query, accept)
    assert response.headers["content-type"].split(";")[0] == kind
    assert response.headers["vary"] == "Accept"


@pytest.mark.parametrize(
    ("accept", "query"),
    [("image/png", SELECT), ("text/turtle", SELECT), ("text/csv", CONSTRUCT), ("*/*;q=0", SELECT)],
)
def test_a_format_that_there_is_not_is_not_acceptable(room: httpx.Client, accept: str, query: str) -> None:
    assert get(room, query, accept).status_code == 406


def test_a_format_can_be_named_in_the_address(room: httpx.Client) -> None:
    assert get(room, SELECT, "*/*", format="csv").headers["content-type"].startswith("text/csv")
    assert get(room, CONSTRUCT, "*/*", format="nt").headers["content-type"] == "application/n-triples"
    assert get(room, SELECT, "*/*", format="docx").status_code == 406


def test_a_browser_is_led_to_the_page(room: httpx.Client) -> None:
    response = get(room, SELECT, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert response.status_code == 303
    page = room.get(f"/{response.headers['location']}")
    assert "id:second-all-russian-congress-of-soviets" in page.text


# --- 2.1.6, 2.1.7: what fails -----------------------------------------------------------------------------


def test_bad_query_method(room: httpx.Client) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        response = room.request(method, "/sparql", params={"query": "ASK {}"})
        assert response.status_code == 405
        assert "GET" in response.headers["allow"]


def test_bad_multiple_queries(room: httpx.Client) -> None:
    body = urlencode([("query", "ASK {}"), ("query", SELECT)])
    assert room.get(f"/sparql?{body}").status_code == 400
    assert room.post("/sparql", content=body, headers={"Content-Type": FORM}).status_code == 400
    direct = {"Content-Type": DIRECT}
    assert room.post(f"/sparql?query={quote('ASK {}')}", content="ASK {}", headers=direct).status_code == 400


def test_bad_query_wrong_media_type(room: httpx.Client) -> None:
    for kind in ("text/plain", "application/json", "multipart/form-data; boundary=x"):
        assert room.post("/sparql", content="ASK {}", headers={"Content-Type": kind}).status_code == 415


def test_bad_query_missing_form_type(room: httpx.Client) -> None:
    assert room.post("/sparql", content=urlencode({"query": "ASK {}"})).status_code == 415


def test_bad_query_missing_direct_type(room: httpx.Client) -> None:
    assert room.post("/sparql", content="ASK {}").status_code == 415


def test_bad_query_non_utf8(room: httpx.Client) -> None:
    sixteen = {"Content-Type": f"{DIRECT}; charset=UTF-16"}
    assert room.post("/sparql", content="ASK {}".encode("utf-16"), headers=sixteen).status_code == 415
    assert room.post("/sparql", content=b"ASK { \xff }", headers={"Content-Type": DIRECT}).status_code == 400
    assert room.post("/sparql", content=b"query=%FF", headers={"Content-Type": FORM}).status_code == 400
    assert room.get("/sparql?query=%FF").status_code == 400


def test_bad_query_syntax(room: httpx.Client) -> None:
    response = get(room, "SELECT ?x {\n  BIND(?y ?x)\n  ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    assert response.status_code == 400
    assert response.headers["content-type"].startswith("text/plain")
    assert "line 2, column 11" in response.text


def test_a_post_without_a_query_is_a_bad_request(room: httpx.Client) -> None:
    assert room.post("/sparql", data={"x": "y"}).status_code == 400
    assert room.post("/sparql", content=b"", headers={"Content-Type": DIRECT}).status_code == 400
    assert get(room, "").status_code == 400


UPDATES = [
    "INSERT DATA { <a:b> <a:b> <a:b> }",
    "DELETE WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "LOAD <http://127.0.0.1/x>",
    "DROP ALL",
]


@pytest.mark.parametrize("update", UPDATES)
def test_updates_are_refused_in_every_way(room: httpx.Client, update: str) -> None:
    before = count(get(room, COUNT))
    direct = {"Content-Type": "application/sparql-update"}
    assert room.post("/sparql", content=update, headers=direct).status_code == 403
    assert room.post("/sparql", data={"update": update}).status_code == 403
    assert room.get("/sparql", params={"update": update}).status_code == 403
    refused = room.post("/sparql", data={"query": update})
    assert refused.status_code == 400
    assert "a build is only read" in refused.text
    assert count(get(room, COUNT)) == before


# --- no request leaves the house -------------------------------------------------------------------------


class listener:  # noqa: N801  reads as a function
    """A port that counts who comes."""

    def __enter__(self) -> tuple[int, list[str]]:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0.3)
        self.visits: list[str] = []
        self.thread = threading.Thread(target=self._wait)
        self.thread.start()
        return self.socket.getsockname()[1], self.visits

    def _wait(self) -> None:
        until = time.monotonic() + 1
        while time.monotonic() < until:
            try:
                self.visits.append(str(self.socket.accept()[1]))
            except OSError:
                continue

    def __exit__(self, *_: object) -> None:
        self.thread.join()
        self.socket.close()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ service silent <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE # quiet\n <{url}> {{ ?s ?p ?o }} }}",
        "PREFIX x: <{url}> SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}",
        "SELECT * {{ BIND(<{url}> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
        "SELECT * {{ BIND(<{url}> AS ?x) ?s ?p 1SERVICE ?x {{ ?a ?b ?c }} }}",
        "SELECT * {{ BIND(<{url}> AS ?x) ?s ?p true SERVICE SILENT ?x {{ ?a ?b ?c }} }}",
        "SELECT * {{ ?s ?p 1SERVICE <{url}> {{ ?a ?b ?c }} }}",
    ],
)
def test_service_is_refused(room: httpx.Client, text: str) -> None:
    with listener() as (port, visits):
        assert get(room, text.format(url=f"http://127.0.0.1:{port}/")).status_code == 403
    assert visits == []


def test_a_worker_cannot_reach_the_network_even_where_a_query_slips_through(seeds_build: Path) -> None:
    """The second wall, without the first: the question goes straight to a worker."""
    import asyncio

    from soviet_kg.web.pool import Limits, Pool
    from soviet_kg.web.wire import Question

    async def ask(text: str) -> str:
        pool = Pool(seeds_build / "store", Limits(workers=1))
        await pool.start()
        try:
            return (await pool.ask(Question(text))).status
        finally:
            await pool.close()

    with listener() as (port, visits):
        assert asyncio.run(ask(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}")) == "bad"
    assert visits == []


def test_the_word_service_in_names_is_no_service(room: httpx.Client) -> None:
    assert get(room, "SELECT ?service { ?service a skg:Congress }").status_code == 200
    assert get(room, 'SELECT ?x { ?x rdfs:label ?l FILTER(CONTAINS(?l, "service")) }').status_code == 200


# --- CORS, caching, description --------------------------------------------------------------------------


def test_other_sites_may_ask(room: httpx.Client) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    preflight = room.options("/sparql", headers=asked | {"Access-Control-Request-Headers": "content-type"})
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "content-type" in preflight.headers["access-control-allow-headers"].lower()
    assert get(room, SELECT).headers["access-control-allow-origin"] == "*"
    assert get(room, "SELECT").headers["access-control-allow-origin"] == "*", "an error can be read, too"


def test_an_answer_that_a_client_has_is_not_sent_again(room: httpx.Client) -> None:
    tag = room.get("/sparql", params={"query": SELECT}).headers["etag"]
    again = room.get("/sparql", params={"query": SELECT}, headers={"If-None-Match": tag})
    assert again.status_code == 304
    other = room.get(
        "/sparql", params={"query": SELECT}, headers={"If-None-Match": tag, "Accept": "text/csv"}
    )
    assert other.status_code == 200
    assert "etag" not in get(room, "SELECT (NOW() AS ?x) {}").headers


def test_the_service_describes_itself(room: httpx.Client) -> None:
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    for kind in ("text/turtle", "application/rdf+xml", "application/ld+json"):
        response = room.get("/sparql", headers={"Accept": kind})
        graph = rdflib.Graph().parse(data=response.text, format=GRAPHS[kind])
        (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
        assert graph.value(service, sd.endpoint) == rdflib.URIRef(f"{room.base_url}sparql")
        assert graph.value(service, sd.supportedLanguage) == sd.SPARQL11Query
        assert len(list(graph.objects(service, sd.resultFormat))) >= 10
        assert graph.value(service, sd.defaultDataset)


def test_void_and_dcat_count_what_is_there(room: httpx.Client) -> None:
    graph = rdflib.Graph().parse(data=room.get("/.well-known/void").text)
    void, dcat = rdflib.Namespace("http://rdfs.org/ns/void#"), rdflib.Namespace("http://www.w3.org/ns/dcat#")
    (dataset,) = graph.subjects(rdflib.RDF.type, dcat.Dataset)
    assert int(str(graph.value(dataset, void.triples))) == count(get(room, COUNT))
    files = list(graph.objects(dataset, dcat.distribution))
    assert len(files) >= 6
    for file in files:
        download = room.get(str(graph.value(file, dcat.downloadURL)))
        assert len(download.content) == int(str(graph.value(file, dcat.byteSize)))


# --- other people's clients ------------------------------------------------------------------------------


def test_every_saved_query_gives_what_the_store_gives(room: httpx.Client, seeds_build: Path) -> None:
    store = open_store(seeds_build / "store")
    queries = list_queries()
    assert len(queries) >= 20
    for query in queries:
        ours = run_query(store, query.text)
        accept = "application/n-triples" if ours.form == "graph" else "application/sparql-results+json"
        theirs = get(room, query.text, accept).content
        if ours.form == "graph":
            assert theirs == ours.content, query.name
        else:
            assert pyoxigraph.parse_query_results(theirs, format=pyoxigraph.QueryResultsFormat.JSON).variables
            assert json.loads(theirs)["results"] == json.loads(ours.content)["results"], query.name


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("way", ["urlencoded", POSTDIRECTLY])
def test_sparqlwrapper_works(room: httpx.Client, method: str, way: str) -> None:
    client = SPARQLWrapper(f"{room.base_url}sparql")
    client.setMethod(method)
    client.setRequestMethod(way)
    client.setQuery(SELECT)
    client.setReturnFormat(JSON)
    if (method, way) == ("GET", POSTDIRECTLY):
        return  # the library has no such combination
    assert len(client.query().convert()["results"]["bindings"]) >= 3
    client.setQuery(CONSTRUCT)
    client.setReturnFormat(TURTLE)
    assert len(rdflib.Graph().parse(data=client.query().convert())) >= 6


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_it_as_a_store(room: httpx.Client, method: str) -> None:
    store = SPARQLStore(f"{room.base_url}sparql", method=method)
    graph = rdflib.Graph(store)
    assert len(list(graph.query("SELECT ?s { ?s a <https://w3id.org/soviet-kg/ontology#Congress> }"))) >= 3


def test_another_engine_reaches_it_by_service(room: httpx.Client) -> None:
    text = f"SELECT ?s {{ SERVICE <{room.base_url}sparql> {{ ?s a <https://w3id.org/soviet-kg/ontology#Congress> }} }}"
    assert len(list(pyoxigraph.Store().query(text))) >= 3  # type: ignore[arg-type]
    assert len(list(rdflib.Graph().query(text))) >= 3


# --- limits ----------------------------------------------------------------------------------------------

PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture
def hasty(seeds_build: Path) -> Iterator[httpx.Client]:
    """A server that gives a query one second, and has two workers."""
    with open_room(seeds_build, "--time-limit", "1", "--workers", "2") as client:
        yield client


def test_a_query_without_end_is_stopped_and_blocks_nobody(hasty: httpx.Client) -> None:
    address = str(hasty.base_url)
    took: list[tuple[int, float]] = []

    def ask_for_all() -> None:
        began = time.monotonic()
        status = httpx.get(f"{address}sparql", params={"query": PRODUCT}, timeout=20).status_code
        took.append((status, time.monotonic() - began))

    thread = threading.Thread(target=ask_for_all)
    thread.start()
    time.sleep(0.2)
    began = time.monotonic()
    assert get(hasty, "ASK {}").json()["boolean"] is True
    assert time.monotonic() - began < 0.7, "others are answered meanwhile"
    thread.join()
    assert took[0][0] == 503
    assert took[0][1] < 3


def test_when_all_workers_were_stopped_there_are_new_ones(hasty: httpx.Client) -> None:
    address = f"{hasty.base_url}sparql"
    threads = [
        threading.Thread(
            target=httpx.get, args=(address,), kwargs={"params": {"query": PRODUCT}, "timeout": 30}
        )
        for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [get(hasty, "ASK {}").status_code for _ in range(6)] == [200] * 6


def test_a_query_that_nobody_waits_for_is_stopped(seeds_build: Path) -> None:
    with open_room(seeds_build, "--workers", "1") as client:
        with pytest.raises(httpx.ReadTimeout):
            client.get("/sparql", params={"query": PRODUCT}, timeout=0.5)
        began = time.monotonic()
        assert get(client, "ASK {}").status_code == 200
        assert time.monotonic() - began < 5, "the one worker was freed long before its 30 seconds"


def test_an_answer_without_end_is_cut_off(room: httpx.Client) -> None:
    response = get(room, "SELECT * { ?a ?b ?c . ?d ?e ?f }", "text/csv")
    assert response.status_code == 413
    assert re.search("LIMIT", response.text)


def test_a_body_that_is_too_large_is_refused(room: httpx.Client) -> None:
    large = b"query=" + b"x" * 2_000_000
    assert room.post("/sparql", content=large, headers={"Content-Type": FORM}).status_code == 413
    chunks = (large[start : start + 65536] for start in range(0, len(large), 65536))
    assert room.post("/sparql", content=chunks, headers={"Content-Type": FORM}).status_code == 413
