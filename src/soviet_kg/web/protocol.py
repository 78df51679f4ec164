"""The query operation of the SPARQL 1.1 Protocol: what a request asks, and the answer as HTTP has it.

https://www.w3.org/TR/sparql11-protocol/ — section 2.1; the update operation is refused.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect

from soviet_kg.errors import NotServed
from soviet_kg.web.formats import GRAPHS, ROWS, by_suffix, choose, content_type
from soviet_kg.web.wire import Answer, Question

if TYPE_CHECKING:
    from starlette.requests import Request

    from soviet_kg.web.pool import Limits

FORM, DIRECT, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
_READING_TIME = 20  # seconds that a client may take to send its request
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_VARIABLE = re.compile(r"[?$]\w+")
_SERVICE = re.compile(
    r"service(?:\s|#[^\n]*\n)*(?:silent)?(?:\s|#[^\n]*\n)*(?:<|\?|(?:[\w.-]*:))", re.IGNORECASE
)

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Operation:
    """A query operation, or with an empty text the wish to know what this service is."""

    text: str = ""
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    format: str = ""


async def read_operation(request: Request, limits: Limits) -> Operation:
    """Read a request. Raises NotServed for all that section 2.1 calls no query operation."""
    pairs = decode_pairs(request.url.query)
    if request.method == "POST":
        return await _read_post(request, pairs, limits)
    if any(name == "update" for name, _ in pairs):
        raise NotServed(403, "this service is read-only: updates are refused")
    return _operation(pairs)


async def _read_post(request: Request, pairs: Pairs, limits: Limits) -> Operation:
    kind, charset = _media_type(request.headers.get("content-type", ""))
    if kind == UPDATE:
        raise NotServed(403, "this service is read-only: updates are refused")
    if kind not in (FORM, DIRECT):
        raise NotServed(415, f"a query is posted as {FORM} or as {DIRECT}")
    if charset not in ("", "utf-8", "utf8"):
        raise NotServed(415, f"a query is posted in UTF-8, not in {charset[:40]}")
    body = await read_body(request, limits.body)
    if kind == FORM:
        return _operation(_form_pairs(body), must=True)
    if any(name == "query" for name, _ in pairs):
        raise NotServed(400, "the query is posted, and stands in the address as well")
    return _operation([*pairs, ("query", _utf8(body))], must=True)


def _form_pairs(body: bytes) -> Pairs:
    pairs = decode_pairs(_utf8(body))
    if any(name == "update" for name, _ in pairs):
        raise NotServed(403, "this service is read-only: updates are refused")
    return pairs


def _media_type(header: str) -> tuple[str, str]:
    kind, *parameters = (part.strip().lower() for part in header.split(";"))
    charset = next((part[8:].strip('"') for part in parameters if part.startswith("charset=")), "")
    return kind, charset


async def read_body(request: Request, limit: int) -> bytes:
    """Read the body of a request. Raises NotServed where it is too large or comes too slowly."""
    stated = request.headers.get("content-length", "0")
    if not stated.isascii() or not stated.isdigit() or int(stated) > limit:
        raise NotServed(413, f"a request may have {limit:,} bytes")
    try:
        return await asyncio.wait_for(_read_stream(request, limit), _READING_TIME)
    except TimeoutError as error:
        raise NotServed(408, f"the request was not there after {_READING_TIME} seconds") from error


async def _read_stream(request: Request, limit: int) -> bytes:
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > limit:
                raise NotServed(413, f"a request may have {limit:,} bytes")
    except ClientDisconnect as error:
        raise NotServed(400, "the client has gone") from error
    return bytes(body)


def _utf8(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise NotServed(400, f"byte {error.start} of the request is not UTF-8") from error


def decode_pairs(text: str) -> Pairs:
    """Return the parameters of an address or form. Raises NotServed for what is no UTF-8, or too many."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except (UnicodeDecodeError, ValueError) as error:
        raise NotServed(400, "the parameters are not UTF-8, or too many") from error


def _operation(pairs: Pairs, must: bool = False) -> Operation:
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) > 1 or (must and not queries):
        raise NotServed(400, f"one query is asked at a time, and here are {len(queries)}")
    stated = [value for name, value in pairs if name in ("format", "output")]
    operation = Operation(
        text=queries[0] if queries else "",
        default_graphs=_graphs(pairs, "default-graph-uri"),
        named_graphs=_graphs(pairs, "named-graph-uri"),
        format=stated[0] if stated else "",
    )
    if queries:
        check_text(operation.text)
    return operation


def _graphs(pairs: Pairs, wanted: str) -> tuple[str, ...] | None:
    names = tuple(value for name, value in pairs if name == wanted)
    for name in names:
        if not _IRI.fullmatch(name):
            raise NotServed(400, f"{wanted} is not an absolute IRI")
    return names or None


def check_text(text: str) -> None:
    """Raise NotServed for a query that is empty, no Unicode text, or asks another service.

    The rule on SERVICE would rather refuse a comment than let a request out; a worker could not send one.
    """
    if not text.strip():
        raise NotServed(400, "the query is empty")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise NotServed(400, "the query holds half of a surrogate pair")
    if _SERVICE.search(_VARIABLE.sub("?", text)):
        raise NotServed(403, "SERVICE is refused: this server asks no other server")


def to_question(operation: Operation, accept: str) -> Question:
    """Return what a worker is asked. Raises NotServed where no format of ours would be taken."""
    if operation.format:
        rows, graph = by_suffix(operation.format, ROWS), by_suffix(operation.format, GRAPHS)
    else:
        rows, graph = choose(accept, ROWS), choose(accept, GRAPHS)
    if not rows and not graph:
        known = ", ".join(form.media_type for form in (*ROWS.values(), *GRAPHS.values()))
        raise NotServed(406, f"there is no such format here; there is {known}")
    return Question(operation.text, rows, graph, operation.default_graphs, operation.named_graphs)


def to_content(answer: Answer) -> tuple[str, bytes]:
    """Return the Content-Type and the bytes of an answer. Raises NotServed where there are none."""
    match answer.status:
        case "bad":
            raise NotServed(400, answer.body.decode())
        case "large":
            raise NotServed(413, "the answer is too large; set a LIMIT, or fetch the whole graph (kg.nq)")
        case "unacceptable":
            kind = "a graph" if answer.form == "graph" else "rows or a truth"
            raise NotServed(406, f"this query returns {kind}, and no format for that would be taken")
    forms = GRAPHS if answer.form == "graph" else ROWS
    return content_type(forms[answer.format]), answer.body
