"""A server in front of a server: it answers by its moods first, one for each request, and forwards the rest."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.request import Request, urlopen

JSON = "application/sparql-results+json"
Mood = Callable[["_Handler", bytes], None]


class _Handler(BaseHTTPRequestHandler):
    log: Moods

    def answer(self, status: int, body: bytes, content_type: str = JSON, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def forward(self, body: bytes) -> bytes:
        kept = {"Content-Type": self.headers["Content-Type"], "Accept": self.headers["Accept"]}
        with urlopen(Request(self.log.behind, data=body, headers=kept), timeout=30) as response:
            return bytes(response.read())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.log.agents.append(self.headers["User-Agent"])
        number = len(self.log.agents) - 1
        mood = self.log.moods[number] if number < len(self.log.moods) else self.log.then
        with suppress(BrokenPipeError, ConnectionResetError):
            mood(self, body) if mood else self.answer(200, self.forward(body))

    def log_message(self, *_: object) -> None:
        pass


@dataclass
class Moods:
    """What the server does: `moods` first, then `then` for ever, or to forward; `agents` are the User-Agents seen."""

    behind: str
    moods: list[Mood | None]
    then: Mood | None = None
    agents: list[str] = field(default_factory=list)


@contextmanager
def moody_server(moods: Moods) -> Iterator[str]:
    handler = type("Handler", (_Handler,), {"log": moods})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()


# --- moods -------------------------------------------------------------------------------------------------


def too_many(seconds: str) -> Mood:
    return lambda handler, _: handler.answer(429, b"slow down", "text/plain", Retry_After=seconds)


def unavailable(handler: _Handler, _: bytes) -> None:
    handler.answer(503, b"overloaded", "text/plain")


def forbidden(handler: _Handler, _: bytes) -> None:
    handler.answer(403, b"who are you?", "text/plain")


def html(handler: _Handler, _: bytes) -> None:
    handler.answer(
        200, b"<html><head><title>Wikimedia Error</title></head><body>Sorry</body></html>", "text/html"
    )


def dies_while_answering(handler: _Handler, body: bytes) -> None:
    """As Blazegraph does: the status is out, the time is up, and a Java exception follows half of the rows."""
    half = handler.forward(body)[:200]
    handler.answer(
        200, half + b"\njava.util.concurrent.TimeoutException\n\tat java.util.concurrent.FutureTask"
    )


def gives_up_on_many(limit: int) -> Mood:
    def mood(handler: _Handler, body: bytes) -> None:
        if len(body) > limit:
            handler.answer(
                500, b"java.util.concurrent.TimeoutException: Query deadline is expired", "text/plain"
            )
        else:
            handler.answer(200, handler.forward(body))

    return mood


def cuts(handler: _Handler, body: bytes) -> None:
    """Promise the whole, send half, and hang up."""
    whole = handler.forward(body)
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", str(len(whole)))
    handler.end_headers()
    handler.wfile.write(whole[: len(whole) // 2])
    handler.close_connection = True


def hangs_up(handler: _Handler, _: bytes) -> None:
    handler.close_connection = True


def trickles(handler: _Handler, body: bytes) -> None:
    """Never stop, but take for ever."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    for sign in handler.forward(body):
        handler.wfile.write(bytes([sign]))
        handler.wfile.flush()
        time.sleep(0.05)


def sleeps(handler: _Handler, _: bytes) -> None:
    time.sleep(2)
    handler.answer(200, b"{}")


def other_question(handler: _Handler, _: bytes) -> None:
    handler.answer(200, b'{"head":{"vars":["x"]},"results":{"bindings":[]}}')


def lies(handler: _Handler, _: bytes) -> None:
    """An answer in the right form, on a name that nobody asked for."""
    name = b'{"type":"literal","xml:lang":"en","value":"Napoleon"}'
    item = b'{"type":"uri","value":"http://www.wikidata.org/entity/Q517"}'
    row = b'{"name":' + name + b',"item":' + item + b"}"
    handler.answer(200, b'{"head":{"vars":["name","item"]},"results":{"bindings":[' + row + b"]}}")
