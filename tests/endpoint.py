"""A SPARQL endpoint on this machine, for tests: a store behind HTTP, or one answer made up before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pyoxigraph

Answer = tuple[int, dict[str, str], bytes]


def answer_from(store: pyoxigraph.Store, query: str) -> Answer:
    try:
        results = store.query(query)
    except SyntaxError as error:
        return 400, {"Content-Type": "text/plain"}, str(error).encode()
    if isinstance(results, pyoxigraph.QueryTriples):
        content = results.serialize(format=pyoxigraph.RdfFormat.TURTLE)
        return 200, {"Content-Type": "text/turtle"}, content or b""
    content = results.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
    return 200, {"Content-Type": "application/sparql-results+json"}, content or b""


@contextmanager
def endpoint(answer: Answer | pyoxigraph.Store) -> Iterator[tuple[str, list[str]]]:
    """Give the address of an endpoint and the list of the User-Agents that asked it."""
    agents: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            agents.append(self.headers["User-Agent"])
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            given = answer if isinstance(answer, tuple) else answer_from(answer, form["query"][0])
            status, headers, content = given
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql", agents
    finally:
        server.shutdown()
        server.server_close()
