"""The reading room as a reader meets it: the real command, on a port of its own, asked over HTTP."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from conftest import COMMAND


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


def children(parent: int) -> list[int]:
    """The processes that a process has started and that still are."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and os.access(entry / "stat", os.R_OK):
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(fields[1]) == parent and fields[0] != "Z":
                found.append(int(entry.name))
    return found
