"""How a server is asked: who we are, how long we wait, how often we ask again, and what is remembered.

An answer is kept on disk only when it has been understood, so that a failure is never remembered, and a run that was
broken off goes on where it stopped. The clock and the waiting are parameters.
"""

from __future__ import annotations

import email.utils
import hashlib
import http.client
import json
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import HTTPError, URLError

from soviet_kg import __version__
from soviet_kg.errors import CannotWrite, ServiceFailed, WrongUse
from soviet_kg.records import replaced_file

_T = TypeVar("_T")
_BUSY = {429, 502, 503, 504}
_LARGEST = 1 << 26  # bytes of an answer
_CHUNK = 1 << 16


class NotAnAnswer(Exception):
    """A body that is none, though the server says that all is well; the message says what it is."""


class Refused(Exception):
    """The server is there and will not: asking again does not help. The message says why."""


class TooMuch(Exception):
    """The server gave up on the question: a smaller one may do."""


@dataclass(frozen=True, slots=True)
class Manners:
    """Seconds: `patience` for one answer, `time_limit` for everything, `first_wait` doubles at each attempt.

    `agent` is the User-Agent; Wikidata wants a way to reach whoever asks in it.
    """

    agent: str
    patience: float = 60.0
    time_limit: float = 600.0
    attempts: int = 5
    first_wait: float = 1.0
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    now: Callable[[], float] = field(default=time.time, repr=False)


def make_agent(contact: str) -> str:
    """Return the User-Agent for somebody who can be reached at `contact`, an address or a page.

    Raises WrongUse where that is neither: https://foundation.wikimedia.org/wiki/Policy:User-Agent_policy
    """
    if ("@" not in contact and not contact.startswith(("http://", "https://"))) or any(
        map(str.isspace, contact)
    ):
        raise WrongUse(f"contact {contact!r}: give an e-mail address or a web page, for the server's keepers")
    return f"soviet-kg/{__version__} (https://w3id.org/soviet-kg; {contact})"


class Caller:
    """Asks one server, with manners. `asked`, `remembered` and `waits` count what happened.

    `today` is the day on which answers are fetched, YYYY-MM-DD; `oldest` is that of the oldest answer in use.
    """

    __slots__ = (
        *(
            "_cache",
            "_deadline",
            "_fresh",
            "asked",
            "manners",
            "oldest",
            "remembered",
            "tell",
            "today",
            "url",
        ),
        "waits",
    )

    def __init__(
        self,
        url: str,
        manners: Manners,
        cache: Path | None = None,
        tell: Callable[[str], None] = lambda _: None,
        fresh: bool = False,
        today: str = "",
    ) -> None:
        self.today = self.oldest = today
        self.url, self.manners, self.tell = url, manners, tell
        self._cache, self._fresh = cache, fresh
        self._deadline = manners.clock() + manners.time_limit
        self.asked = self.remembered = self.waits = 0

    @property
    def time_left(self) -> float:
        """Return the seconds that are left for everything."""
        return self._deadline - self.manners.clock()

    def ask(self, question: str, fetch: Callable[[float], bytes], understand: Callable[[bytes], _T]) -> _T:
        """Return what `understand` makes of the answer to a question, remembered or fetched.

        `fetch` gets the seconds that it may take. Raises ServiceFailed when the time or the attempts are used up, or
        the server refuses; TooMuch when it gave up on this question each time.
        """
        remembered = None if self._fresh else self._recall(question)
        if remembered is not None:
            with suppress(NotAnAnswer):  # kept by an older version of ours: ask again
                answer = understand(remembered[0])
                self.remembered += 1
                self.oldest = min(self.oldest, remembered[1])
                return answer
        content, answer = self._insist(fetch, understand)
        self._remember(question, content)
        return answer

    def _insist(self, fetch: Callable[[float], bytes], understand: Callable[[bytes], _T]) -> tuple[bytes, _T]:
        trouble: Exception = NotAnAnswer("nothing asked")
        for attempt in range(self.manners.attempts):
            if attempt:
                self._wait(self._pause(attempt, trouble), trouble)
            self._check_time(trouble if attempt else None)
            self.asked += 1
            try:
                content = fetch(min(self.manners.patience, self.time_left))
                return content, understand(content)
            except Refused as error:
                raise ServiceFailed(f"{self.url}: {error}") from error
            except (OSError, http.client.HTTPException, NotAnAnswer, TooMuch) as error:
                _raise_if_hopeless(self.url, error)
                trouble = error
        if isinstance(trouble, TooMuch):
            raise trouble
        tried = f"asked {self.manners.attempts} times"
        raise ServiceFailed(f"{self.url}: {describe(trouble)}; {tried}; try again later") from trouble

    def _check_time(self, trouble: Exception | None) -> None:
        if self.time_left <= 0:
            after = f" (last trouble: {describe(trouble)})" if trouble else ""
            limit = f"the time limit of {self.manners.time_limit:g} s is over"
            raise ServiceFailed(f"{self.url}: {limit}{after}; run it again to go on, or allow more time")

    def _pause(self, attempt: int, trouble: Exception) -> float:
        asked_for = retry_after(trouble, self.manners.now())
        pause: float = self.manners.first_wait * 2.0 ** (attempt - 1)
        return pause if asked_for is None else asked_for

    def _wait(self, seconds: float, trouble: Exception) -> None:
        if seconds > self.time_left:
            wish = f"{describe(trouble)}; it asks us to wait {seconds:.0f} s"
            left = f"{max(0, self.time_left):.0f} s are left of the time limit"
            raise ServiceFailed(f"{self.url}: {wish} and {left}; run it again later to go on")
        self.waits += 1
        self.tell(f"{describe(trouble)}; waiting {seconds:.1f} s")
        self.manners.sleep(seconds)

    # --- memory ---

    def _place(self, question: str) -> Path | None:
        if self._cache is None:
            return None
        name = hashlib.sha256(f"{self.url}\n{question}".encode()).hexdigest()
        return self._cache / f"{name}.json"

    def _recall(self, question: str) -> tuple[bytes, str] | None:
        """Return the answer that is kept, with its day."""
        place = self._place(question)
        if place is None or not place.is_file():
            return None
        try:
            kept: dict[str, Any] = json.loads(place.read_bytes())
            is_same = (kept["url"], kept["question"]) == (self.url, question)
            return (str(kept["answer"]).encode(), str(kept["day"])) if is_same else None
        except (OSError, ValueError, KeyError, TypeError):
            return None  # damaged: ask again, which writes it anew

    def _remember(self, question: str, content: bytes) -> None:
        place = self._place(question)
        if place is None:
            return
        kept = {"url": self.url, "question": question, "day": self.today, "answer": content.decode()}
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotWrite(f"{place.parent}: {error.strerror}; name another place with --cache") from error
        with replaced_file(place) as stream:
            stream.write(json.dumps(kept, ensure_ascii=False).encode())


def read_all(response: Any, seconds: float, clock: Callable[[], float]) -> bytes:
    """Return a response's body; a server that trickles is cut off. Raises TimeoutError, NotAnAnswer if too large."""
    stop, parts, size = clock() + seconds, [], 0
    read = getattr(response, "read1", response.read)
    while chunk := read(_CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if clock() > stop:
            raise TimeoutError("timed out")
        if size > _LARGEST:
            raise NotAnAnswer("more than 64 MB")
    wanted = response.headers.get("Content-Length") if getattr(response, "headers", None) else None
    if wanted is not None and wanted.isdigit() and size < int(wanted):
        raise NotAnAnswer(f"cut off after {size} of {wanted} bytes")
    return b"".join(parts)


def retry_after(error: Exception, now: float) -> float | None:
    """Return the seconds that a server asks us to wait, given as seconds or as a date; None where it does not."""
    written = error.headers.get("Retry-After") if isinstance(error, HTTPError) else None
    if not written:
        return None
    if written.strip().isdigit():
        return float(written)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(written).timestamp() - now)
    except (TypeError, ValueError):
        return None


def describe(error: Exception | None) -> str:
    """Return what went wrong in a few words."""
    match error:
        case HTTPError():
            return f"the server says {error.code} {error.reason}"
        case URLError():
            return f"no connection: {error.reason}"
        case TimeoutError():
            return "no answer in time"
        case NotAnAnswer() | TooMuch():
            return str(error)
        case _:
            return f"the connection was cut: {error or type(error).__name__}"


def _raise_if_hopeless(url: str, error: Exception) -> None:
    """Raise ServiceFailed where asking again would not help."""
    if isinstance(error, HTTPError) and error.code not in _BUSY | {500}:
        hint = "; is the contact in the User-Agent in order?" if error.code == 403 else ""
        raise ServiceFailed(f"{url}: {describe(error)}{hint}") from error
    reason = getattr(error, "reason", error)
    if isinstance(reason, ConnectionRefusedError | socket.gaierror):
        raise ServiceFailed(f"{url}: cannot be reached ({reason}); check the address") from error
