"""Workers that answer queries beside each other, and are ended when they take too long."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Any

from soviet_kg.errors import NotServed
from soviet_kg.web.wire import SIZES, Answer, Question, pack_question, unpack_answer

_BRIEF = 1.0  # seconds after which a query runs behind the others
_MERCY = 2.0  # seconds that a worker has beyond its time, in case that the server is gone
_LOW_PRIORITY = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take: `seconds` alone, `fair` seconds while others wait, `megabytes` of memory.

    `patience` is how long one waits for a worker, `answer` and `body` are bytes of an answer and of a request.
    """

    seconds: float = 30.0
    fair: float = 5.0
    patience: float = 15.0
    workers: int = 4
    megabytes: int = 4096
    answer: int = 1 << 25
    body: int = 1 << 20


class Worker:
    """One process; it is `whole` as long as it waits for a question."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.whole = True
        self.began = 0.0
        self._process = process

    async def ask(self, question: Question) -> Answer:
        """Return the answer. Raises NotServed where the process ends before it has given one."""
        assert self._process.stdin
        assert self._process.stdout
        self.whole, self.began = False, monotonic()
        try:
            self._process.stdin.write(pack_question(question))
            await self._process.stdin.drain()
            head, body = SIZES.unpack(await self._process.stdout.readexactly(SIZES.size))
            content = await self._process.stdout.readexactly(head + body)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise NotServed(503, "the query was stopped: it took more time or memory than it may") from error
        self.whole = True
        return unpack_answer(content[:head], content[head:])

    def step_back(self) -> None:
        """Let the other processes of this machine go first, from now on."""
        with suppress(AttributeError, OSError):  # Windows has no such call; the process may be gone
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _LOW_PRIORITY)

    def end(self) -> None:
        """End the process, whatever it does."""
        with suppress(ProcessLookupError):
            self._process.kill()

    async def gone(self) -> None:
        """Wait until the process is no more."""
        await self._process.wait()


class Pool:
    """So many workers on one store; a worker that was stopped is replaced."""

    def __init__(self, store: Path, limits: Limits) -> None:
        self._store, self._limits = store, limits
        self._idle: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()
        self._working: set[Worker] = set()
        self._chores: set[asyncio.Task[None]] = set()
        self._open = True

    async def start(self) -> None:
        """Start the workers, and return when all of them are there."""
        await asyncio.gather(*(self._hire() for _ in range(self._limits.workers)))

    async def ask(self, question: Question) -> Answer:
        """Return the answer of a worker. Raises NotServed where it takes too long, or all are busy."""
        worker = await self._take()
        self._working.add(worker)
        late = asyncio.get_running_loop().call_later(_BRIEF, worker.step_back)
        try:
            timed = replace(question, limit=self._limits.answer, seconds=self._limits.seconds + _MERCY)
            return await asyncio.wait_for(worker.ask(timed), self._limits.seconds)
        except TimeoutError as error:
            raise NotServed(503, f"the query was stopped after {self._limits.seconds:g} seconds") from error
        finally:
            late.cancel()
            self._working.discard(worker)
            self._return(worker)

    async def close(self) -> None:
        """End every worker, once those at work have answered."""
        self._open = False
        while self._working:
            await asyncio.sleep(0.05)
        for chore in tuple(self._chores):  # somebody may just be hired
            await chore
        while not self._idle.empty():
            worker = self._idle.get_nowait()
            worker.end()
            await worker.gone()

    async def _take(self) -> Worker:
        until = monotonic() + self._limits.patience
        while True:
            try:
                return self._idle.get_nowait() if not self._idle.empty() else await self._wait()
            except TimeoutError:
                self._make_room()
            if monotonic() > until:
                raise NotServed(503, "all workers are busy; ask again in a few seconds", wait=5)

    async def _wait(self) -> Worker:
        return await asyncio.wait_for(self._idle.get(), _BRIEF)

    def _make_room(self) -> None:
        """End the query that has had its fair share for the longest time: others wait."""
        oldest = min(self._working, key=lambda worker: worker.began, default=None)
        if oldest and monotonic() - oldest.began > self._limits.fair:
            oldest.end()

    def _return(self, worker: Worker) -> None:
        """Put a worker back; one that was stopped, or that was made to step back, is replaced."""
        if worker.whole and monotonic() - worker.began < _BRIEF and self._open:
            self._idle.put_nowait(worker)
            return
        worker.end()
        self._do(worker.gone())
        if self._open:
            self._do(self._hire())

    def _do(self, chore: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(chore)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)

    async def _hire(self) -> None:
        command = [sys.executable, "-P", "-m", "soviet_kg.web.worker", str(self._store)]
        process = await asyncio.create_subprocess_exec(
            *command,
            str(self._limits.megabytes),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # Rust says there that memory ran out
        )
        worker = Worker(process)
        await worker.ask(Question("ASK {}"))
        self._idle.put_nowait(worker)
