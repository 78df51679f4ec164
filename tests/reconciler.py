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


def search(query: dict[str, Any], items: list[Item]) -> list[dict[str, Any]]:
    """Candidates by the share of words in common, as services do it: loosely."""
    found = []
    for item in items:
        names = [form for _, form in (*item.labels, *item.aliases)]
        asked = words(query["query"])
        score = max((len(asked & words(name)) / len(asked | words(name)) for name in names), default=0.0)
        if score > 0.3:
            found.append((score, item))
    found.sort(key=lambda pair: (-pair[0], pair[1].qid))
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
    by_qid = {item.qid: item for item in items}

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
            self.send({name: {"result": search(query, items)} for name, query in queries.items()})

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/reconcile"
    finally:
        server.shutdown()
        server.server_close()
