"""`/sparql`: a query in, its answer in the format that was asked for."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from soviet_kg.errors import NotServed
from soviet_kg.web.describe import describe_service
from soviet_kg.web.formats import GRAPHS, PAGE, ROWS, choose
from soviet_kg.web.graphs import graph_response
from soviet_kg.web.protocol import Operation, read_operation, to_content, to_question

if TYPE_CHECKING:
    from starlette.requests import Request

    from soviet_kg.web.edition import Edition
    from soviet_kg.web.wire import Question

_ANY = {**ROWS, **GRAPHS, **PAGE}
_CHANGES = re.compile(r"\b(?:rand|now|uuid|struuid|bnode)\s*\(", re.IGNORECASE)
_T = TypeVar("_T")


async def sparql(request: Request) -> Response:
    """Answer a request to `/sparql`. Raises NotServed."""
    shelf = request.app.state.shelf
    operation = await read_operation(request, shelf.limits)
    accept = request.headers.get("accept", "")
    if request.method != "POST" and not operation.format and choose(accept, _ANY) == "html":
        return RedirectResponse(_page(operation), 303, headers={"Vary": "Accept"})
    if not operation.text:
        return await graph_response(request, describe_service(str(request.base_url)), operation.format)
    return await _answer(request, to_question(operation, accept), shelf.current)


def _page(operation: Operation) -> str:
    """Return the address of the page on which a person reads the answer."""
    return f"query?{urlencode({'query': operation.text})}" if operation.text else "query"


async def _answer(request: Request, question: Question, edition: Edition) -> Response:
    tag = _tag(question, edition)
    if tag and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=_headers(tag))
    answer = await while_listening(request, edition.pool.ask(question))
    media_type, content = to_content(answer)
    return Response(content, headers=_headers(tag) | {"Content-Type": media_type})


def _headers(tag: str) -> dict[str, str]:
    cache = {"ETag": tag, "Cache-Control": "no-cache"} if tag else {"Cache-Control": "no-store"}
    return cache | {"Vary": "Accept"}


def _tag(question: Question, edition: Edition) -> str:
    """Return a name of the answer, "" for one that is another each time: the graph stays, and so do answers."""
    if _CHANGES.search(question.text):
        return ""
    return f'"{hashlib.sha256(f"{edition.volume.name} {question}".encode()).hexdigest()[:32]}"'


async def while_listening(request: Request, work: Coroutine[Any, Any, _T]) -> _T:
    """Return what work gives, and stop it when the client has gone. Raises NotServed then, to nobody."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise NotServed(408, "the client has gone")
        return working.result()
    finally:
        working.cancel()
        leaving.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
