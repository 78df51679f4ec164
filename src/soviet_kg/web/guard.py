"""What stands before every page: which requests are let in, and the headers that every response carries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LONGEST_ADDRESS = 16_384
_HOST = re.compile(r"(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
CORS: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Content-Location, Link",
    "Access-Control-Max-Age": "86400",
}


class Guard:
    """Middleware: refuse what no honest client sends, answer preflights, and add the headers.

    All that is served is public and read-only, so that any site may read it (CORS without credentials).
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update({**HEADERS, **CORS})
            await send(message)

        refusal = _refuse(scope)
        await (refusal or self._app)(scope, receive, send_with_headers)


def _refuse(scope: Scope) -> Any:
    if scope["method"] == "OPTIONS":
        return PlainTextResponse("", 204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
    if len(scope["raw_path"]) + len(scope["query_string"]) > _LONGEST_ADDRESS:
        return PlainTextResponse("the address is too long; post the query instead\n", 414)
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    if len(hosts) > 1 or (hosts and not _HOST.fullmatch(hosts[0])):
        return PlainTextResponse("the Host header is not well-formed\n", 400)
    if any(ord(char) < 0x20 or "\ud800" <= char <= "\udfff" or char == "\ufffd" for char in scope["path"]):
        return PlainTextResponse("the address is not well-formed\n", 400)
    return None
