"""Hostile readers and hostile documents: no answer is a 500, nothing leaks, nothing runs, and the server goes on."""

import random
import re
import socket
import string
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx
import lxml.html
import pytest

from room import open_room, rewrite
from soviet_kg.model import Corpus, Entity
from soviet_kg.records import read_corpus
from soviet_kg.web.site import write_site

SEED = 1917
SECRETS = ("root:x:", "Traceback", "site-packages", "/src/soviet_kg", 'File "')
DOTS = [
    "../" * 8,
    "..%2f" * 8,
    "%2e%2e/" * 8,
    "..%5c" * 8,
    "..\\" * 8,
    "....//" * 8,
    "%252e%252e%252f" * 8,
    "/" * 4,
    ".%00./" * 8,
]
ROOTS = ["/", "/static/", "/id/", "/source/", "/ru/", "/kg.ttl/", "/question/"]
TRAVERSALS = [f"{root}{dots}etc/passwd" for root in ROOTS for dots in DOTS] + [
    "/static/../app.py",
    "/static/%2e%2e/app.py",
    "/static//etc/passwd",
    "/texts/000_32715faddf255438.txt",
    "/store/CURRENT",
    "/question/../../../etc/passwd",
    "/.git/config",
    "/documents.toml",
]
ODD_PATHS = [
    *(f"/id/{quote(char)}" for char in "\x00\x01\x1f\x7f\u200b\u202e\ufeff\ufffd\U0010ffff<>\"'`{}|\\^ "),
    "/id/%ff%fe",
    "/id/%c0%af",
    "/id/%ed%a0%80",
    "/%",
    "/%zz",
    "/id/%2f",
    "/id/.",
    "/id/..ttl",
    "/id/.ttl",
    "/claim/%0d%0aSet-Cookie:a=b",
    "/id/" + "a" * 9000,
    "/" + "a/" * 4000,
    "//evil.example/",
    "/\\evil.example",
    "/ru/ru/ru",
    "/ru//",
    "/sparql/",
    "/sparql.html",
    "/index.html",
    "/void",
    "/void.exe",
    "/ontology.exe",
    "/.well-known/",
    "/static/",
    "/static/none.js",
    "/suggest?q=%00",
    "/suggest?q=" + "x" * 5000,
    "/?" + "&" * 5000,
    "/suggest?q=(((((((((((((((a+)+)+)+)+$",
    "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
    "/search?q=%ff",
    "/query?query=%ff",
    "/sparql?query=%ff",
    "/sparql?query=%00",
    "/date/%3E%20%7D%20DELETE%20WHERE%20%7B%20%3Fs",
    "/id/x%3E%20%3Fp%20%3Fo%20.%20%3Cy",
    "/graph/%22%3E",
    "/count/%5Cu003e",
]
DEEP = 20_000
QUERIES = [
    "",
    " ",
    "\x00",
    "SELECT",
    "}" * 100,
    "{" * DEEP,
    "SELECT * " + "{" * DEEP,
    "SELECT * { ?s ?p " + "(" * DEEP,
    "SELECT (" + "-" * DEEP + "1 AS ?x) {}",
    "SELECT * { FILTER(" + "(" * DEEP + "1" + ")" * DEEP + ") }",
    "SELECT * { ?s " + "/".join(["<a:b>"] * 5000) + " ?o }",
    "SELECT * { ?s (" + "|".join(["<a:b>*"] * 2000) + ")* ?o }",
    'SELECT * { FILTER(REGEX("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")) }',
    'SELECT (REPLACE("a", "a{1,30000}{1,30000}", "") AS ?x) {}',
    'SELECT (REGEX("a", "(((") AS ?x) {}',
    "SELECT (1/0 AS ?x) {}",
    "SELECT (1e999999999 AS ?x) {}",
    "SELECT * {} LIMIT 99999999999999999999999",
    "SELECT * {} OFFSET -1",
    "SELECT ?\u202e { ?s ?p ?o }",
    "SELECT * { ?s ?p '\\uD800' }",
    "BASE <../../../etc/passwd> SELECT * FROM <passwd> {}",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "LOAD <file:///etc/passwd>",
    "ASK { BIND(<javascript:alert(1)> AS ?x) }",
    "CONSTRUCT { ?s ?p '<script>alert(1)</script>' } { ?s ?p ?o } LIMIT 3",
    'SELECT ("<script>alert(1)</script>" AS ?x) (<javascript:alert(1)> AS ?y) {}',
    'SELECT ("\u0000\u000b\ufffe" AS ?x) {}',
    "SELECT * { VALUES ?x { " + "1 " * 50_000 + "} }",
    "PREFIX a: <" + "x" * 60_000 + "> ASK {}",
]
HEADERS = [
    {"Accept": "a" * 20_000},
    {"Accept": ",;=;q=,,,/"},
    {"Accept": "*/*;q=nan"},
    {"Accept": "*/*;q=1e999"},
    {"Accept": "text/html;q=\xff"},
    {"Host": "evil.example/<script>"},
    {"Host": ""},
    {"Host": "a b"},
    {"Host": '"><x'},
    {"Host": "x" * 5000},
    {"Host": "[::1"},
    {"If-None-Match": "*" * 9000},
    {"Range": "bytes=0-0,1-1,2-2,99999999999-"},
    {"Range": "bytes=-1"},
    {"Range": "bytes=x"},
    {"Cookie": "a" * 30_000},
    {"Content-Length": "-1"},
    {"Content-Length": "99999999999999"},
    {"Content-Length": "1x"},
    {"Transfer-Encoding": "chunked, chunked"},
    {"X-Forwarded-For": "' OR 1=1"},
    {"X-Forwarded-Host": "evil.example"},
    {"Origin": "null"},
    {"Expect": "999"},
    {"Upgrade": "websocket", "Connection": "Upgrade"},
    {"Content-Type": "application/sparql-query; charset=\xff"},
    {"Accept-Language": "x" * 9000},
    {"If-Modified-Since": "yesterday"},
    {"Connection": "close, " * 99},
]
RAW = [
    b"\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01",
    b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 20_000 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET / HTTP/1.1\nHost: a\n\n",
    b"GET /\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: a\r\n\r\n",
    b"CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 200_000,
    b"\x00" * 5000,
    b"GET " + b"/" * 200_000,
    b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\nContent-Length: 5\r\n\r\nASK",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET / HTTP/1.1\r\n Host: a\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
]
SCRIPTS = [
    "<script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "javascript:alert(1)",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<!--",
    "-->",
    "]]>",
    "<![CDATA[",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "{{ 7*7 }}",
    "{% raw %}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "\u2028alert(1)\u2029",
    "\u202egnirts",
    "<style>*{display:none}</style>",
    "<a href='javascript:alert(1)'>x</a>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;//evil.example'>",
    "';alert(1);//",
    "\\';alert(1);//",
    "<form action=//evil.example><input type=submit>",
    "<object data=x>",
    "<embed src=x>",
    "<link rel=stylesheet href=//evil.example>",
    "</script><script>alert(1)</script>",
    "</svg><script>alert(1)</script>",
    "../../../etc/passwd",
    "%3Cscript%3E",
    "\ufeff<script>",
]


@pytest.fixture(scope="module")
def target(seeds_build: Path) -> Iterator[httpx.Client]:
    with open_room(seeds_build, "--time-limit", "2") as client:
        yield client


FOREIGN = ("iframe", "object", "embed", "base", "style", "math", "foreignobject")


def is_well_answered(response: httpx.Response, what: object) -> None:
    assert response.status_code < 500 or response.status_code == 503, (what, response.status_code)
    assert not any(secret in response.text for secret in SECRETS), (what, response.text[:400])
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    if "text/html" in response.headers.get("content-type", ""):
        nothing_runs(response.text, what)


def nothing_runs(html: str, what: object) -> None:
    """No element or attribute on a page but those of our templates."""
    tree = lxml.html.document_fromstring(html)
    for element in tree.iter(lxml.etree.Element):
        assert element.tag not in FOREIGN, what
        if element.tag in ("img", "source"):
            address = element.get("src") or element.get("srcset") or ""
            assert re.fullmatch(r"[./]*drawings/[a-z]+\.(en|ru)\.(light|dark)\.svg", address), what
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"], what
        for name in ("href", "src", "action"):
            assert not (element.get(name) or "").strip().lower().startswith(("javascript:", "data:", "//")), (
                what
            )
    scripts = tree.findall(".//script")
    assert [script.get("src", "").rpartition("/")[2] for script in scripts] == ["room.js"], what
    assert not (scripts[0].text or "").strip()


def raw(client: httpx.Client, data: bytes, wait: float = 0.4) -> bytes:
    """Send bytes as they are, and give what comes back at once."""
    with socket.create_connection(
        (client.base_url.host, client.base_url.port or 80), timeout=3
    ) as connection:
        connection.settimeout(wait)
        try:
            connection.sendall(data)
            return connection.recv(65536)
        except OSError:
            return b""


def still_serves(client: httpx.Client) -> None:
    assert client.get("/sparql", params={"query": "ASK { ?s a skg:Claim }"}).json()["boolean"] is True
    assert client.get("/", headers={"Accept": "text/html"}).status_code == 200


def test_there_are_enough_of_them() -> None:
    assert len(TRAVERSALS) + len(ODD_PATHS) + 2 * len(QUERIES) + len(HEADERS) + len(RAW) + len(SCRIPTS) > 250


def test_no_path_leads_out(target: httpx.Client) -> None:
    for path in [*TRAVERSALS, *ODD_PATHS]:
        answer = raw(
            target,
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n".encode(),
            3,
        )
        status = answer.split(b" ", 2)[1:2]
        assert status, path
        assert status[0][:1] in b"234", (path, answer[:200])
        assert not any(secret.encode() in answer for secret in SECRETS), path
        assert b"set-cookie" not in answer.lower()
    still_serves(target)


def test_no_redirect_leads_elsewhere(target: httpx.Client) -> None:
    for path in (
        "//evil.example/x.html",
        "/\\evil.example/x.html",
        "///evil.example.html",
        "/%2fevil.example/.html",
        "/http://evil.example/.html",
    ):
        answer = raw(
            target, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode(), 3
        ).lower()
        location = answer.partition(b"location: ")[2].split(b"\r\n")[0]
        assert not location.startswith((b"//", b"/\\", b"http://evil", b"\\")), (path, location)


@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_no_query_is_answered_badly(target: httpx.Client, number: int) -> None:
    text = QUERIES[number]
    for form in ("", "xml"):
        response = target.post(
            "/sparql",
            content=urlencode({"query": text, "format": form}).encode("utf-8"),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        is_well_answered(response, text[:80])
    if len(quote(text)) < 12_000:
        shown = target.get("/query", params={"query": text}, headers={"Accept": "text/html"})
        is_well_answered(shown, text[:80])


def test_no_header_is_answered_badly(target: httpx.Client) -> None:
    for header in HEADERS:
        lines = "".join(f"{name}: {value}\r\n" for name, value in {"Host": "localhost", **header}.items())
        for path in ("/sparql?query=ASK%7B%7D", "/about", "/kg.ttl"):
            answer = raw(target, f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode("latin-1"), 1)
            assert answer[:12] in (
                b"",
                b"HTTP/1.1 200",
                b"HTTP/1.1 206",
                b"HTTP/1.1 400",
                b"HTTP/1.1 406",
                b"HTTP/1.1 416",
            ), (header, answer[:200])
            assert not any(secret.encode() in answer for secret in SECRETS)
    still_serves(target)


def test_no_bytes_are_answered_badly(target: httpx.Client) -> None:
    for data in RAW:
        answer = raw(target, data)
        assert answer[9:10] in (b"", b"2", b"3", b"4"), (data[:80], answer[:200])
        assert not any(secret.encode() in answer for secret in SECRETS)
    still_serves(target)


def test_noise_is_not_answered_badly(target: httpx.Client) -> None:
    """Requests made at random, the same ones each time."""
    dice = random.Random(SEED)
    signs = string.printable + "\u0416\u202e\ufeff\U0001f600<>\"'&;%{}?"
    starts = ["/", "/id/", "/claim/", "/search?q=", "/suggest?q=", "/sparql?query=", "/query?query="]
    for _ in range(120):
        noise = "".join(dice.choice(signs) for _ in range(dice.randrange(1, 60)))
        plain = "".join(sign for sign in noise if " " < sign < "\x7f")
        accept = dice.choice(["*/*", "text/html", plain])
        is_well_answered(target.get(dice.choice(starts) + quote(noise), headers={"Accept": accept}), noise)
    still_serves(target)


def test_slow_clients_do_not_keep_the_others_waiting_and_are_sent_away(target: httpx.Client) -> None:
    place = (target.base_url.host, target.base_url.port or 80)
    slow = [socket.create_connection(place, timeout=15) for _ in range(100)]
    for connection in slow:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: loc")
    began = time.monotonic()
    still_serves(target)
    assert time.monotonic() - began < 3
    assert slow[0].recv(10) == b"", "the server hangs up"
    assert 5 < time.monotonic() - began < 15
    for connection in slow:
        connection.close()


def test_huge_bodies_are_not_read_to_their_end(target: httpx.Client) -> None:
    for kind in ("application/sparql-query", "application/x-www-form-urlencoded"):
        head = (
            f"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: {kind}\r\nContent-Length: 10000000000\r\n\r\n"
        )
        assert raw(target, head.encode() + b"x" * 100_000, 3).startswith(b"HTTP/1.1 413")
    still_serves(target)


# --- hostile documents -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def poisoned(seeds_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged documents with scripts for names, titles and words: "Congress" is as long as a script tag."""
    folder = tmp_path_factory.mktemp("poisoned") / "build"
    rewrite(poison(read_corpus(seeds_build)), folder)
    return folder


FACTS = ("title", "author", "publisher", "licence", "source", "calendar_reason")


def poison(corpus: Corpus) -> Corpus:
    drops = cycle(SCRIPTS)
    documents = tuple(
        replace(
            document,
            text=document.text.replace("Congress", "<script>").replace("congress", "<script>"),
            **{name: next(drops) for name in FACTS},
        )
        for document in corpus.documents
    )
    return replace(
        corpus, documents=documents, entities=tuple(_poison(entity, drops) for entity in corpus.entities)
    )


def _poison(entity: Entity, drops: Iterator[str]) -> Entity:
    return replace(
        entity,
        labels=tuple((language, next(drops)) for language, _ in entity.labels),
        aliases=tuple((language, next(drops)) for language, _ in entity.aliases),
        qid="Q1" if not entity.qid else entity.qid,
    )


def test_no_page_of_a_hostile_document_runs_anything(poisoned: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert write_site(poisoned, out) > 500
    pages = list(out.rglob("*.html"))
    assert len(pages) > 500
    for path in pages:
        nothing_runs(path.read_bytes().decode(), path)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in (out / "things.html").read_text("utf-8")


def test_data_of_a_hostile_document_is_well_formed(poisoned: Path) -> None:
    import rdflib

    with open_room(poisoned, "--workers", "1") as client:
        for suffix, form in {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "nt": "nt"}.items():
            answer = client.get(f"/id/vladimir-lenin.{suffix}")
            assert len(rdflib.Graph().parse(data=answer.content, format=form)) > 10
        names = client.get("/suggest", params={"q": "script"}).json()
        assert any("<script>" in row["label"] for row in names), "as data it is what it is"
