"""What several tests share: a build of the packaged documents, and the real command."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from differing import write_documents
from soviet_kg.pipeline import build

COMMAND = Path(sys.executable).parent / "soviet-kg"
REPOSITORY = Path(__file__).parent.parent

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def seeds_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build of the packaged documents; tests may read it, and must copy it before they change it."""
    out = tmp_path_factory.mktemp("seeds") / "build"
    build(out=out)
    return out


@pytest.fixture(scope="session")
def differing_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build of made-up documents that differ in every way; tests may read it."""
    folder = tmp_path_factory.mktemp("differing")
    build([write_documents(folder)], folder / "build", syntax="none")
    return folder / "build"


@pytest.fixture(scope="session")
def run() -> Run:
    """Run the installed command and give back what it printed and its exit code."""

    def run_command(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
        given: dict[str, object] = {"capture_output": True, "encoding": "utf-8", "timeout": 120} | options
        environment = os.environ | {"COLUMNS": "100"} | dict(given.pop("env", {}))  # type: ignore[call-overload]
        return subprocess.run([str(COMMAND), *map(str, arguments)], env=environment, **given)  # type: ignore[call-overload,no-any-return]

    return run_command


@pytest.fixture(scope="session")
def room(seeds_build: Path) -> Iterator[httpx.Client]:
    """A client of one server on the packaged documents."""
    from room import open_room

    with open_room(seeds_build) as client:
        yield client
