"""The build that is being read: an edition is whole and stays as it is; a new build is the next edition."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from soviet_kg.errors import SovietKgError, WrongUse
from soviet_kg.model import Corpus
from soviet_kg.query import QueryResult, run_query
from soviet_kg.records import read_corpus
from soviet_kg.store import open_store
from soviet_kg.web.catalogue import Catalogue, read_catalogue
from soviet_kg.web.pool import Limits, Pool

_MANIFEST = "build.json"
_GLANCE = 1.0  # seconds between two looks at whether there is a new build

Say = Callable[[str], None]
Stamp = tuple[int, int]


class Questions:
    """Our own questions to a store, each asked once: what they answer does not change."""

    def __init__(self, store: Path) -> None:
        self._place, self._answers, self._lock = store, dict[str, QueryResult](), Lock()

    def ask(self, text: str) -> QueryResult:
        """Return the answer to a query of ours. Raises BadQuery, WrongUse."""
        with self._lock:
            if text not in self._answers:
                self._answers[text] = run_query(open_store(self._place), text)
            return self._answers[text]

    def ask_named(self, name: str) -> QueryResult:
        """Return the answer to one of the queries in `rq/`, which the pages need."""
        return self.ask((Path(__file__).parent / "rq" / f"{name}.rq").read_text(encoding="utf-8"))


@dataclass(frozen=True, eq=False)
class Volume:
    """One build, to be read: the folder, what `build.json` says, the records and the questions to its store."""

    folder: Path
    manifest: dict[str, Any]
    corpus: Corpus
    catalogue: Catalogue
    questions: Questions

    @property
    def name(self) -> str:
        """Return the SHA-256 of the graph, as `build.json` has it."""
        return str(self.manifest["graph_sha256"])


@dataclass(frozen=True, slots=True)
class Edition:
    """A volume, on its own links to the files, with workers who answer other people's queries."""

    volume: Volume
    pool: Pool


class Shelf:
    """Where the current edition stands; the next one takes its place when it is whole."""

    def __init__(self, build: Path, limits: Limits, say: Say) -> None:
        self._build, self.limits, self._say = build, limits, say
        self._room = tempfile.TemporaryDirectory(prefix="soviet-kg-", ignore_cleanup_errors=True)
        self._stamp: Stamp | None = None
        self._count = 0
        self._current: Edition | None = None

    @property
    def current(self) -> Edition:
        """Return the edition to read from now."""
        assert self._current, "open() comes first"
        return self._current

    async def open(self) -> None:
        """Open the build. Raises WrongUse where there is none, UnreadableInput where it is damaged."""
        self._stamp = read_stamp(self._build)
        self._current = await self._load()

    async def watch(self) -> None:
        """Look for a new build, for ever, and put it on the shelf; a damaged one is told and left alone."""
        while True:
            await asyncio.sleep(_GLANCE)
            try:
                await self._renew()
            except SovietKgError as error:
                self._say(f"{error}; still serving {self.current.volume.name[:12]}")

    async def _renew(self) -> None:
        if not (self._build / _MANIFEST).is_file() or (stamp := read_stamp(self._build)) == self._stamp:
            return  # nothing new, or in the moment between two builds
        self._stamp = stamp
        fresh = await self._load()
        previous, self._current = self.current, fresh
        self._say(f"now serving {fresh.volume.name[:12]}")
        await previous.pool.close()
        await asyncio.to_thread(shutil.rmtree, previous.volume.folder, ignore_errors=True)

    async def _load(self) -> Edition:
        self._count += 1
        folder = Path(self._room.name) / str(self._count)
        await asyncio.to_thread(link_tree, self._build, folder)
        volume = await asyncio.to_thread(read_volume, folder)
        pool = Pool(folder / "store", self.limits)
        await pool.start()
        return Edition(volume, pool)

    async def close(self) -> None:
        """End the workers and take the links away."""
        if self._current:
            await self._current.pool.close()
            self._current = None
        self._room.cleanup()


def read_stamp(build: Path) -> Stamp:
    """Return what changes when a build is replaced. Raises WrongUse where there is no build."""
    try:
        status = (build / _MANIFEST).stat()
    except OSError as error:
        raise WrongUse(
            f"{build}: no build here (build.json is missing); make one: soviet-kg build"
        ) from error
    return status.st_ino, status.st_mtime_ns


def link_tree(build: Path, folder: Path) -> None:
    """Link every file of a build into a new folder, or copy it: a build never changes a file in its place.

    Raises WrongUse where the build is taken away meanwhile.
    """
    try:
        shutil.copytree(build, folder, copy_function=_link_or_copy)
    except (shutil.Error, OSError) as error:
        raise WrongUse(f"{build}: went away while it was being opened; build again") from error


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without links
        shutil.copy2(source, target)


def read_volume(folder: Path) -> Volume:
    """Read a build. Raises WrongUse and UnreadableInput."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise WrongUse(f"{folder / _MANIFEST}: not readable ({error}); build again") from error
    corpus = read_corpus(folder)
    return Volume(folder, manifest, corpus, read_catalogue(corpus), Questions(folder / "store"))
