"""Requests of readers: pages, searches, suggestions, and queries with their answers below them."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from soviet_kg import __version__
from soviet_kg.errors import NotServed
from soviet_kg.query import QueryResult
from soviet_kg.terms import iri
from soviet_kg.web.endpoint import while_listening
from soviet_kg.web.protocol import check_text, decode_pairs, to_content
from soviet_kg.web.render import Frame, render
from soviet_kg.web.rooms import show
from soviet_kg.web.search import find
from soviet_kg.web.tables import Table, rows_of
from soviet_kg.web.wire import Answer, Question

if TYPE_CHECKING:
    from starlette.requests import Request

    from soviet_kg.web.edition import Edition

_SUGGESTIONS = 10
_LONGEST_SEARCH = 200
_ROWS = 1000
_PLACE = re.compile(r"line (\d+), column (\d+)")


def frame_of(path: str) -> Frame:
    """Return the frame of the page at a path: "/ru/id/lenin" is the page "id/lenin" in Russian."""
    address = path.strip("/")
    if address == "ru" or address.startswith("ru/"):
        return Frame(address[3:], "ru")
    return Frame(address)


async def read_page(request: Request, edition: Edition, address: str) -> Response:
    """Return the page at an address, with its language before it. Raises NotServed (404)."""
    frame = frame_of(address)
    parameters = dict(decode_pairs(request.url.query))
    if frame.address == "search":
        return await _search_page(edition, frame, parameters.get("q", ""))
    more = await _asked(request, edition, parameters) if frame.address == "query" else {}
    return HTMLResponse(await asyncio.to_thread(show, edition.volume, frame, **more))


async def _search_page(edition: Edition, frame: Frame, words: str) -> Response:
    words = words[:_LONGEST_SEARCH]
    hits = await asyncio.to_thread(find, edition.volume.catalogue, words, frame.language)
    if len(hits) == 1 and words:
        return RedirectResponse(frame.to("id", hits[0].thing.thing), 303)
    page = await asyncio.to_thread(show, edition.volume, frame, words=words, hits=hits)
    return HTMLResponse(page)


async def suggestions(request: Request, edition: Edition) -> Response:
    """Return the names, with their addresses, that fit what is being typed."""
    parameters = dict(decode_pairs(request.url.query))
    language = "ru" if parameters.get("lang") == "ru" else "en"
    words = parameters.get("q", "")[:_LONGEST_SEARCH]
    hits = await asyncio.to_thread(find, edition.volume.catalogue, words, language, _SUGGESTIONS)
    rows = [
        {"id": hit.thing.thing, "label": hit.thing.text, "name": hit.name, "kind": hit.thing.kind}
        for hit in hits
    ]
    return JSONResponse(rows)


async def _asked(request: Request, edition: Edition, parameters: dict[str, str]) -> dict[str, Any]:
    """Return what the query page shows of a query in its address: the text, and its answer or its error."""
    text = parameters.get("query", "")
    if not text.strip():
        return {"text": text}
    try:
        check_text(text)
        question = Question(text, "json", "n_triples")
        answer = await while_listening(request, edition.pool.ask(question))
        _, content = to_content(answer)
        table = await asyncio.to_thread(_table, answer, content)
    except NotServed as error:
        return {"text": text, "error": str(error), "place": _place(str(error))}
    return {"text": text, "answer": table}


async def node_page(request: Request, edition: Edition, space: str, name: str) -> Response:
    """Return a page on a thing that has no room of its own, a date or a count: what the graph says of it."""
    node = iri(space, name)
    answer = await edition.pool.ask(
        Question(f"SELECT ?property ?value {{ {node} ?property ?value }} ORDER BY ?property")
    )
    table = await asyncio.to_thread(_table, answer, to_content(answer)[1])
    if not table.rows:
        raise NotServed(404, "the graph says nothing of such a thing")
    frame = frame_of(request.url.path)
    facts = {"edition": edition.volume.name, "version": __version__, "counts": {}}
    about = {"title": f"{space}:{name}", "iri": node[1:-1], "answer": table}
    return HTMLResponse(render("node.html", frame, **facts, **about))


def _table(answer: Answer, content: bytes) -> Table:
    return rows_of(QueryResult(answer.form, content), _ROWS)


def _place(error: str) -> tuple[int, int]:
    found = _PLACE.search(error)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def error_page(request: Request, status: int, message: str, headers: dict[str, str]) -> Response:
    """Return a page that says what went wrong, and nothing about why it could."""
    frame = replace(frame_of(request.url.path), address="")
    context = {"edition": "", "version": __version__, "counts": {}}
    page = render("error.html", frame, title="error", status=status, message=message, **context)
    return HTMLResponse(page, status, headers)
