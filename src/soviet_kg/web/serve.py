"""The server's process: a socket, an event loop, and the app."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from soviet_kg.web.app import make_app
from soviet_kg.web.connection import Connection
from soviet_kg.web.edition import Shelf
from soviet_kg.web.pool import Limits

_IDLE = 5  # seconds after which a connection without a request is closed
_BACKLOG = 512


async def serve_forever(
    build: Path,
    host: str,
    port: int,
    limits: Limits,
    tell_address: Callable[[str], None],
    say: Callable[[str], None],
) -> None:
    """Serve a build until the process is asked to end; `tell_address` is called once readers may come.

    Raises OSError where the address is taken, WrongUse and UnreadableInput where there is no build.
    """
    shelf = Shelf(build, limits, say)
    await shelf.open()
    listener = _listen(host, port)
    config = uvicorn.Config(
        make_app(shelf),
        http=Connection,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=3,
        backlog=_BACKLOG,
    )
    tell_address(f"http://{_shown(host)}:{listener.getsockname()[1]}/")
    try:
        await uvicorn.Server(config).serve(sockets=[listener])
    finally:
        await shelf.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(_BACKLOG)  # before the address is told: who comes early waits, and is not refused
    return listener


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
