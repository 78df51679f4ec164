"""A connection that does not wait for ever, nor take endless headers: what uvicorn leaves open."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_HEADER_TIME = 10.0  # seconds in which the head of a request has to come
_HEADER_BYTES = 65_536


class Connection(HttpToolsProtocol):
    """Closes itself where the head of a request comes too slowly or is too long."""

    _head_bytes = 0
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start to wait for the first request."""
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what comes before the head is complete."""
        if self._deadline:
            self._head_bytes += len(data)
            if self._head_bytes > _HEADER_BYTES + len(data):  # the last piece may hold a body, too
                self.transport.abort()
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        """Start to wait for the rest of the head."""
        super().on_message_begin()
        self._wait_for_head()

    def on_headers_complete(self) -> None:
        """Stop waiting: the head is there."""
        self._stop_waiting()
        super().on_headers_complete()

    def _wait_for_head(self) -> None:
        self._stop_waiting()
        self._head_bytes = 0
        self._deadline = self.loop.call_later(_HEADER_TIME, self._give_up)

    def _stop_waiting(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        self.transport.abort()
