"""Two builds give the same bytes, whatever the hash seed, the folder and the current directory."""

import hashlib
import shutil
from pathlib import Path

import pytest

from conftest import Run
from soviet_kg.resources import find_resource

FORMATS = ("turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml", "rdf12", "csv-claims", "csv-entities")


def hashes(build: Path) -> dict[str, str]:
    """SHA-256 of every file of a build but those of the store, whose layout is Oxigraph's."""
    return {
        path.relative_to(build).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in build.rglob("*")
        if path.is_file() and "store" not in path.relative_to(build).parts
    }


@pytest.mark.parametrize("seed", range(6))
def test_the_hash_seed_changes_nothing(seeds_build: Path, tmp_path: Path, run: Run, seed: int) -> None:
    environment = {"PYTHONHASHSEED": str(seed)}
    run("build", "--out", tmp_path / "out", env=environment, check=True)
    assert hashes(tmp_path / "out") == hashes(seeds_build)
    assert len(hashes(seeds_build)) == 13 + 5


@pytest.mark.parametrize("form", FORMATS)
def test_every_export_is_the_same_under_two_hash_seeds(seeds_build: Path, run: Run, form: str) -> None:
    exports = {
        run("export", form, "--build", seeds_build, env={"PYTHONHASHSEED": seed}, check=True).stdout
        for seed in ("0", "1")
    }
    assert len(exports) == 1
    assert len(exports.pop()) > 1000


def test_another_folder_and_current_directory_change_nothing(
    seeds_build: Path, tmp_path: Path, run: Run
) -> None:
    elsewhere = Path(shutil.copytree(find_resource("seeds"), tmp_path / "Ordner mit Ä"))
    names = sorted((path.name for path in elsewhere.glob("*.txt")), reverse=True)
    run("build", *names, "--out", "out", cwd=elsewhere, check=True)
    assert hashes(elsewhere / "out") == hashes(seeds_build)
