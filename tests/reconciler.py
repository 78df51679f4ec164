"""A W3C reconciliation service on this machine: finds items by the words of their names, and gives years."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

from soviet_kg.wikidata.items import Item
from wikidata_shaped import CLASSES

MANIFEST = {
    "versions": ["0.2"],
    "name": "Items",
    "identifierSpace": "http://www.wikidata.org/entity/",
    "schemaSpace": "http://www.wikidata.org/prop/direct/",
    "extend": {},
}


def words(text: str) -> set[str]:
    return set(text.casefold().replace("-", " ").split())


Names = dict[str, list[tuple[frozenset[str], Item]]]


def index(items: list[Item]) -> Names:
    """The names of the items by each of their words."""
    by_word: Names = {}
    for item in items:
        for _, form in (*item.labels, *item.aliases):
            name = frozenset(words(form))
            for word in name:
                by_word.setdefault(word, []).append((name, item))
    return by_word


def search(query: dict[str, Any], by_word: Names) -> list[dict[str, Any]]:
    """Candidates by the share of words in common, as services do it: loosely."""
    asked = words(query["query"])
    scores: dict[str, tuple[float, Item]] = {}
    for name, item in (pair for word in asked for pair in by_word.get(word, ())):
        score = len(asked & name) / len(asked | name)
        if score > max(0.3, scores.get(item.qid, (0.0, item))[0]):
            scores[item.qid] = (score, item)
    found = sorted(scores.values(), key=lambda pair: (-pair[0], pair[1].qid))
    return [
        {
            "id": item.qid,
            "name": item.label(),
            "score": round(100 * score),
            "match": score == 1,
            "type": [{"id": CLASSES[item.kind], "name": item.kind}] if item.kind in CLASSES else [],
            "description": item.description,
        }
        for score, item in found[: query["limit"]]
    ]


def extend(asked: dict[str, Any], items: dict[str, Item]) -> dict[str, Any]:
    def dates(qid: str, pid: str) -> list[dict[str, str]]:
        year = items[qid].year(pid)
        return [{"date": f"{year}-01-01T00:00:00+00:00"}] if year else []

    pids = [one["id"] for one in asked["properties"]]
    return {
        "meta": asked["properties"],
        "rows": {qid: {pid: dates(qid, pid) for pid in pids} for qid in asked["ids"]},
    }


@contextmanager
def reconciliation_service(items: list[Item], manifest: dict[str, Any] | None = None) -> Iterator[str]:
    by_qid, by_word = {item.qid: item for item in items}, index(items)

    class Handler(BaseHTTPRequestHandler):
        def send(self, value: object) -> None:
            body = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self.send(manifest or MANIFEST)

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            if "extend" in form:
                self.send(extend(json.loads(form["extend"][0]), by_qid))
                return
            queries = json.loads(form["queries"][0])
            self.send({name: {"result": search(query, by_word)} for name, query in queries.items()})

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/reconcile"
    finally:
        server.shutdown()
        server.server_close()
