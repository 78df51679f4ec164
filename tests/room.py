"""The reading room as a reader meets it: the real command, on a port of its own, asked over HTTP."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from conftest import COMMAND
from soviet_kg.links import read_pins
from soviet_kg.model import Corpus
from soviet_kg.pipeline import describe_inputs, write_build
from soviet_kg.resources import find_resource
from soviet_kg.sources import find_sources


@contextmanager
def open_room(build: Path, *options: object) -> Iterator[httpx.Client]:
    """Give a client of a server on `build`; the server has to end, and to have said nothing bad, afterwards."""
    command = [str(COMMAND), "serve", "--build", str(build), "--port", "0", *map(str, options)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    assert process.stdout
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), process.communicate(timeout=10)
        with httpx.Client(base_url=address, timeout=30) as client:
            yield client
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=15)
    assert "Traceback" not in said, said
    assert process.returncode == 0, said


def rewrite(corpus: Corpus, folder: Path) -> str:
    """Write a build of the packaged documents with another corpus of them; give the SHA-256 of its graph."""
    sources, _ = find_sources([find_resource("seeds")])
    folder.mkdir()
    inputs = describe_inputs(sources, corpus.documents)
    return str(write_build(corpus, read_pins(), inputs, folder, lambda *_: None)["graph_sha256"])
