"""The pages: what stands on them, in both languages, served and as files; things as linked data."""

import json
import re
import shutil
import threading
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag, urljoin

import httpx
import lxml.html
import pytest
import rdflib

from conftest import Run
from room import open_room, rewrite
from soviet_kg.compare import make_report
from soviet_kg.explain import explain
from soviet_kg.model import Corpus
from soviet_kg.query import list_queries
from soviet_kg.records import read_corpus
from soviet_kg.web.edition import read_volume
from soviet_kg.web.render import read_labels
from soviet_kg.web.search import find, fold_name
from soviet_kg.web.site import write_site

CONGRESS = "second-all-russian-congress-of-soviets"
BASE = "https://w3id.org/soviet-kg/"
FORMATS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}
ROOMS = [
    "",
    "documents",
    "things",
    "congresses",
    "disagreements",
    "audit",
    "drawings",
    "questions",
    "query",
    "search",
    "about",
    "ontology",
]


@pytest.fixture(scope="module")
def corpus(seeds_build: Path) -> Corpus:
    return read_corpus(seeds_build)


@pytest.fixture(scope="module")
def site(seeds_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "public"
    assert write_site(seeds_build, out) > 500
    return out


def page(room: httpx.Client, address: str) -> lxml.html.HtmlElement:
    response = room.get(address, headers={"Accept": "text/html"})
    assert response.status_code == 200, (address, response.text[:300])
    return lxml.html.document_fromstring(response.text)


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


# --- pages -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["", "ru/"])
@pytest.mark.parametrize("address", ROOMS)
def test_every_room_opens_in_both_languages(room: httpx.Client, address: str, language: str) -> None:
    shown = page(room, f"/{language}{address}")
    assert shown.get("lang") == (language.strip("/") or "en")
    assert len(shown.cssselect("main h1")) == 1
    assert shown.cssselect("header nav[aria-label] a")
    assert shown.cssselect("title")[0].text_content().strip()


def test_the_interface_says_the_same_in_both_languages() -> None:
    english, russian = read_labels()["en"], read_labels()["ru"]
    assert english.keys() == russian.keys()
    assert len(english) > 80
    assert all(re.search("[а-яё]", text, re.I) for key, text in russian.items() if key != "query")


def test_a_thing_shows_who_says_what_of_it_in_which_words(room: httpx.Client, corpus: Corpus) -> None:
    shown = page(room, f"/id/{CONGRESS}")
    texts = {document.id: document for document in corpus.documents}
    claims = [c for c in corpus.claims if corpus.entity_ids()[c.subject.key] == CONGRESS]
    assert len(claims) > 20
    linked = {link.get("href") for link in shown.cssselect(".evidence .words")}
    for claim in claims:
        assert f"/claim/{claim.id}" in linked
        assert (
            f"/source/{claim.quote.document}" in shown.text_content()
            or f"/source/{quote(claim.quote.document)}"
            in {link.get("href") for link in shown.cssselect(".evidence a")}
        )
    quoted = words(shown)
    short = [
        c.quote.text(texts[c.quote.document])
        for c in claims
        if len(c.quote.text(texts[c.quote.document])) < 180
    ]
    assert short
    assert all(" ".join(text.split()) in quoted for text in short)
    assert shown.cssselect('a[href="https://www.wikidata.org/wiki/Q4041050"]')
    assert "Второй Всероссийский съезд" in quoted
    assert shown.cssselect("svg.ego a")
    assert shown.cssselect(".timeline time[datetime]")


def test_in_russian_a_thing_has_its_russian_name_and_property_names(room: httpx.Client) -> None:
    shown = page(room, f"/ru/id/{CONGRESS}")
    assert "Второй Всероссийский съезд" in shown.cssselect("h1")[0].text_content()
    assert "дата начала" in words(shown)
    assert "25 октября (7 ноября) 1917" in words(shown)


def test_a_document_page_holds_the_text_letter_by_letter(room: httpx.Client, corpus: Corpus) -> None:
    assert len(corpus.documents) == 5
    for document in corpus.documents:
        text = page(room, f"/source/{document.id}").cssselect("div.text")[0]
        for number in text.cssselect("a.n"):
            number.drop_tree()
        assert text.text_content() == document.text.replace("\r\n", "\n")


def test_sentences_lead_to_claims_and_claims_to_sentences(room: httpx.Client, corpus: Corpus) -> None:
    for document in corpus.documents:
        shown = page(room, f"/source/{document.id}")
        ids = {element.get("id") for element in shown.iter() if element.get("id")}
        claims = [claim for claim in corpus.claims if claim.quote.document == document.id]
        assert {f"c-{claim.id}" for claim in claims} <= ids
        marked = {name for s in shown.cssselect(".s.claimed") for name in s.get("data-claims").split()}
        assert marked == {claim.id for claim in claims}
        for link in shown.cssselect("a.n, a.back"):
            assert link.get("href")[1:] in ids
        bare, claimed = shown.cssselect(".s.bare"), shown.cssselect(".s.claimed")
        assert len(bare) + len(claimed) == len(document.sentences)
        assert len(shown.cssselect("figure.coverage rect")) == len(document.sentences)
        assert f"{len(claimed)} of {len(document.sentences)}" in words(shown.cssselect("figcaption")[0])


def test_a_claim_says_everything_that_explain_says(room: httpx.Client, corpus: Corpus) -> None:
    for claim in corpus.claims[::24]:
        shown = page(room, f"/claim/{claim.id}")
        told = words(shown)
        for line in explain(corpus, claim.id).splitlines():
            text = " ".join(line[12:].split())
            assert text in told or line.startswith("against it"), (claim.id, line)
        assert f"{BASE}claim/{claim.id}" in told
        document = next(d for d in corpus.documents if d.id == claim.quote.document)
        assert shown.cssselect("blockquote mark")[0].text_content() == claim.quote.text(document)


def test_disagreements_stand_side_by_side(room: httpx.Client, corpus: Corpus) -> None:
    shown = page(room, "/disagreements")
    report = make_report(corpus)
    assert len(shown.cssselect("div.quarrel")) == len(report.items) >= 8
    assert len(shown.cssselect(".side")) == sum(len(item.answers) for item in report.items)
    told = words(shown)
    assert all(" ".join(item.question.split()) in told for item in report.items)
    assert told.index("Contradictions between sources") < told.index("Agreement")


def test_a_contradiction_is_told_where_its_thing_and_its_claims_are(room: httpx.Client) -> None:
    node = "SELECT ?d ?thing { ?d a skg:Disagreement ; skg:about ?thing } LIMIT 1"
    (row,) = room.get("/sparql", params={"query": node}).json()["results"]["bindings"]
    one = page(room, row["d"]["value"].replace(BASE, "/"))
    assert len({words(value) for value in one.cssselect(".value")}) >= 2
    assert page(room, row["thing"]["value"].replace(BASE, "/")).cssselect("aside.quarrel a")
    claim = page(room, one.cssselect(".evidence .words")[0].get("href"))
    assert claim.cssselect("section.quarrel"), "the claim tells what others say"


def test_the_audit_tells_what_a_source_says_against_itself(room: httpx.Client, corpus: Corpus) -> None:
    shown = page(room, "/audit")
    findings = [finding for audit in make_report(corpus).audits for finding, _ in audit.findings]
    assert len(findings) >= 5
    assert all(" ".join(finding.what.split()) in words(shown) for finding in findings)
    link = shown.cssselect(".evidence a.words")[0].get("href")
    place, _, fragment = link.partition("#")
    assert page(room, place).cssselect(f"#{fragment}")


def test_drawings_are_pictures_with_words_for_those_who_do_not_see_them(room: httpx.Client) -> None:
    for address, least in (("/", 1), ("/drawings", 6), ("/ru/drawings", 5)):
        images = page(room, address).cssselect("figure.drawing img")
        assert len(images) >= least
        assert all(image.get("alt") for image in images)
    for name in ("/drawings/timeline.en.light.svg", "/drawings/people.ru.dark.svg"):
        response = room.get(name)
        assert response.headers["content-type"] == "image/svg+xml"
        assert response.text.count("<text") > 10
    for name in ("none.en.light", "timeline.fr.light", "timeline.en.pink", "..%2fx.en.light"):
        assert room.get(f"/drawings/{name}.svg").status_code == 404


def test_congresses_have_both_calendars_and_delegates(room: httpx.Client) -> None:
    shown = page(room, "/congresses")
    rows = [[words(cell) for cell in row.cssselect("td")] for row in shown.cssselect("tbody tr")]
    assert ["1917-10-25", "1917-11-07"] in [row[1:3] for row in rows]
    assert "649 persons" in words(shown)
    assert any("390" in words(chart) for chart in shown.cssselect("figure.chart"))


def test_questions_come_with_their_answers(room: httpx.Client) -> None:
    assert len(list_queries()) >= 20
    for query in list_queries():
        shown = page(room, f"/question/{query.name}")
        assert shown.cssselect("tbody tr") or shown.cssselect("pre.code"), query.name
        assert query.title in words(shown)


def test_the_query_page_answers_without_scripts(room: httpx.Client) -> None:
    text = "SELECT ?thing ?name { ?thing a skg:Congress ; schema:name ?name } ORDER BY ?name"
    shown = page(room, f"/query?query={quote(text)}")
    assert shown.cssselect("textarea")[0].text_content().strip() == text
    assert shown.cssselect(f'td a[href="/id/{CONGRESS}"]')
    for link in shown.cssselect("a[download]"):
        assert room.get(link.get("href")).status_code == 200
    assert [link.get("download") for link in shown.cssselect("a[download]")][:2] == [
        "answer.csv",
        "answer.tsv",
    ]


def test_the_query_page_shows_the_place_of_an_error(room: httpx.Client) -> None:
    text = "SELECT ?x {\n  BIND(?y ?x)\n  ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    shown = page(room, f"/query?query={quote(text)}")
    area = shown.cssselect("textarea")[0]
    assert (area.get("data-line"), area.get("data-column")) == ("2", "11")
    assert "line 2, column 11" in words(shown.cssselect('[role="alert"]')[0])


def test_graphs_and_truths_are_shown_too(room: httpx.Client) -> None:
    assert "skg:Congress" in words(
        page(room, f"/query?query={quote('DESCRIBE id:' + CONGRESS)}").cssselect("pre")[0]
    )
    assert words(page(room, "/query?query=ASK%7B%7D").cssselect(".truth")[0]) == "yes"


def test_what_is_not_there_says_so(room: httpx.Client) -> None:
    for address in (
        "/nothing",
        "/id/nobody",
        "/claim/0",
        "/source/none",
        "/ru/id/nobody",
        "/question/none",
        "/id/",
    ):
        response = room.get(address, headers={"Accept": "text/html"})
        assert response.status_code == 404, address
        assert lxml.html.document_fromstring(response.text).cssselect("main h1")


# --- search ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["Lenin", "ленин", "ЛЕНИН", "vladimir len", "V. I. Lenin"])
def test_a_name_is_found_in_either_script(room: httpx.Client, typed: str) -> None:
    response = room.get(
        "/search", params={"q": typed}, headers={"Accept": "text/html"}, follow_redirects=True
    )
    assert response.status_code == 200
    assert response.url.path == "/id/vladimir-lenin" or "/id/vladimir-lenin" in response.text
    assert "vladimir-lenin" in [row["id"] for row in room.get("/suggest", params={"q": typed}).json()]


def test_names_are_folded_for_search(seeds_build: Path) -> None:
    assert fold_name("Ёлкин-Петров  É") == "елкин петров e"
    assert fold_name("Троцкий") == "троцкий", "й is a letter of its own"
    catalogue = read_volume(seeds_build).catalogue
    assert find(catalogue, "", "en") == find(catalogue, " - ", "en") == ()
    assert find(catalogue, "zzzz", "en") == ()


# --- linked data -----------------------------------------------------------------------------------------

THINGS = [
    f"id/{CONGRESS}",
    "source/002_2418487a04adf15f",
    "date/1917-11-07",
    "graph/claims",
    "run/002_2418487a04adf15f",
    "software/0.1.0",
]


@pytest.mark.parametrize("thing", THINGS)
def test_a_thing_comes_in_the_format_that_is_asked_for(room: httpx.Client, thing: str) -> None:
    kinds = {
        "ttl": "text/turtle",
        "jsonld": "application/ld+json",
        "rdf": "application/rdf+xml",
        "nt": "application/n-triples",
    }
    graphs = []
    for suffix, kind in kinds.items():
        by_accept, by_suffix = room.get(f"/{thing}", headers={"Accept": kind}), room.get(f"/{thing}.{suffix}")
        assert by_accept.content == by_suffix.content
        assert by_accept.headers["content-type"].split(";")[0] == kind
        assert by_accept.headers["vary"] == "Accept"
        graphs.append(set(rdflib.Graph().parse(data=by_suffix.content, format=FORMATS[suffix])))
    assert graphs[0]
    assert all(graph == graphs[0] for graph in graphs)
    assert any(str(subject) == f"{BASE}{thing}" for subject, _, _ in graphs[0])


def test_a_claim_as_data_has_its_words(room: httpx.Client, corpus: Corpus) -> None:
    claim = corpus.claims[3]
    graph = rdflib.Graph().parse(data=room.get(f"/claim/{claim.id}.ttl").text)
    text = next(d for d in corpus.documents if d.id == claim.quote.document)
    exact = rdflib.URIRef("http://www.w3.org/ns/oa#exact")
    assert rdflib.Literal(claim.quote.text(text)) in set(graph.objects(None, exact))


def test_a_page_by_accept_and_by_suffix(room: httpx.Client) -> None:
    by_accept = room.get(f"/id/{CONGRESS}", headers={"Accept": "text/html"})
    assert by_accept.text == room.get(f"/id/{CONGRESS}.html").text
    assert room.get(
        f"/id/{CONGRESS}", headers={"Accept": "text/turtle;q=0.4, text/html;q=0.3"}
    ).text.startswith("@prefix")


def test_what_has_no_room_of_its_own_has_a_plain_page(room: httpx.Client) -> None:
    shown = words(page(room, "/date/1917-11-07").cssselect("main")[0])
    assert "25 October (7 November) 1917" in shown
    assert page(room, "/ru/date/1917-11-07").get("lang") == "ru"
    assert room.get("/date/1666-01-01", headers={"Accept": "text/html"}).status_code == 404


def test_unknown_things_and_formats(room: httpx.Client) -> None:
    assert room.get("/id/nobody.ttl").status_code == 404
    assert room.get("/id/nobody", headers={"Accept": "text/turtle"}).status_code == 404
    assert room.get(f"/id/{CONGRESS}", headers={"Accept": "image/png"}).status_code == 406
    assert room.get(f"/id/{CONGRESS}.docx").status_code == 404


def test_the_ontology_is_data_and_a_page(room: httpx.Client) -> None:
    start = rdflib.URIRef(f"{BASE}ontology#startDate")
    for suffix, form in FORMATS.items():
        graph = rdflib.Graph().parse(data=room.get(f"/ontology.{suffix}").content, format=form)
        assert (start, rdflib.RDF.type, rdflib.OWL.ObjectProperty) in graph
    shown = page(room, "/ontology")
    assert "The first day of it." in words(shown.cssselect("#startDate")[0])
    assert "Первый день." in words(page(room, "/ru/ontology").cssselect("#startDate")[0])


def test_downloads_are_the_files_of_the_build(room: httpx.Client, seeds_build: Path) -> None:
    links = page(room, "/about").cssselect("ul.documents a")
    assert len(links) >= 8
    for link in links:
        name = link.get("href").lstrip("/")
        assert room.get(link.get("href")).content == (seeds_build / name).read_bytes()


# --- a new build -----------------------------------------------------------------------------------------


def test_readers_see_the_old_build_until_the_new_one_is_whole(
    seeds_build: Path, corpus: Corpus, tmp_path: Path
) -> None:
    place, fresh = tmp_path / "build", tmp_path / "fresh"
    shutil.copytree(seeds_build, place)
    retitled = tuple(replace(document, title="Another title") for document in corpus.documents)
    new = rewrite(replace(corpus, documents=retitled), fresh)
    seen: list[tuple[int, str]] = []
    done = threading.Event()

    def read(address: str) -> None:
        with httpx.Client(base_url=address, timeout=20) as client:
            while not done.is_set():
                response = client.get("/about", headers={"Accept": "text/html"})
                seen.append((response.status_code, re.search(r"<code>(\w{64})", response.text)[1]))  # type: ignore[index]
                assert client.get("/sparql", params={"query": "ASK { ?s a skg:Claim }"}).json()["boolean"]
                time.sleep(0.02)

    with open_room(place, "--workers", "2") as client:
        readers = [threading.Thread(target=read, args=(str(client.base_url),)) for _ in range(2)]
        for reader in readers:
            reader.start()
        until = time.monotonic() + 30
        while not seen and time.monotonic() < until:
            time.sleep(0.05)
        place.rename(tmp_path / "previous")  # as a build does it
        fresh.rename(place)
        shutil.rmtree(tmp_path / "previous")
        while seen[-1][1] != new and time.monotonic() < until:
            time.sleep(0.1)
        done.set()
        for reader in readers:
            reader.join()
    old = json.loads((seeds_build / "build.json").read_text())["graph_sha256"]
    assert {status for status, _ in seen} == {200}
    assert {name for _, name in seen} == {old, new}


# --- the same as files -----------------------------------------------------------------------------------


def test_every_link_of_the_files_leads_to_a_file_and_a_place_in_it(site: Path) -> None:
    pages = {path: lxml.html.fromstring(path.read_bytes().decode()) for path in site.rglob("*.html")}
    places = {path: {e.get("id") for e in tree.iter() if e.get("id")} for path, tree in pages.items()}
    followed = 0
    for path, tree in pages.items():
        for element in tree.cssselect("[href], [src]"):
            link = element.get("href") or element.get("src")
            if link.startswith("https://www.wikidata.org/") or (
                element.tag == "a" and link.startswith("http")
            ):
                continue
            target, fragment = urldefrag(urljoin(path.as_uri(), link))
            file = Path(unquote(target.removeprefix("file://").partition("?")[0]))
            assert file.is_file(), (path, link)
            assert file.is_relative_to(site)
            assert not fragment or fragment in places[file], (path, link)
            followed += 1
    assert followed > 10_000


def test_the_files_are_the_same_in_two_runs(site: Path, seeds_build: Path, tmp_path: Path, run: Run) -> None:
    again = tmp_path / "again"
    done = run("export", "site", again, "--build", seeds_build, env={"PYTHONHASHSEED": "7"})
    assert done.returncode == 0, done.stderr
    assert "pages; open" in done.stderr
    files = sorted(path.relative_to(site) for path in site.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    assert len(files) > 1000
    assert [file for file in files if (site / file).read_bytes() != (again / file).read_bytes()] == []


def test_a_site_takes_no_foreign_folder(seeds_build: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    refused = run("export", "site", tmp_path, "--build", seeds_build)
    assert refused.returncode == 2
    assert "in the way" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]
    assert run("export", "site", "--build", seeds_build).returncode == 2
    assert run("export", "turtle", tmp_path, "--build", seeds_build).returncode == 2


def test_a_page_as_file_is_the_page_as_served_but_for_its_links(site: Path, room: httpx.Client) -> None:
    for address in (
        "about",
        "congresses",
        f"id/{CONGRESS}",
        "source/002_2418487a04adf15f",
        "question/timeline",
    ):
        file = lxml.html.fromstring((site / f"{address}.html").read_bytes().decode())
        served = page(room, f"/{address}")
        for only_served in served.cssselect(".formats, .button, a[href*=sparql]"):
            only_served.drop_tree()
        text = words(served.cssselect("main")[0])
        assert len(text) > 300
        assert words(file.cssselect("main")[0]).startswith(text[:200])


# --- the command -----------------------------------------------------------------------------------------


def test_serving_no_build_is_wrong_use(tmp_path: Path, run: Run) -> None:
    done = run("serve", "--build", tmp_path, "--port", "0")
    assert done.returncode == 2
    assert "soviet-kg build" in done.stderr


def test_a_port_that_is_taken_is_told(room: httpx.Client, seeds_build: Path, run: Run) -> None:
    done = run("serve", "--build", seeds_build, "--port", str(room.base_url.port))
    assert done.returncode == 2
    assert "choose another --port" in done.stderr
