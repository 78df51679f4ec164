"""Which files are documents, and what is stated about each of them beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from soviet_kg.errors import UnreadableInput, WrongUse
from soviet_kg.readers import SUFFIXES
from soviet_kg.text import DocumentFacts, read_facts

FACTS_FILE = "documents.toml"
MANIFEST = "build.json"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, and what is stated about it."""

    path: Path
    facts: DocumentFacts | None = None

    @property
    def id(self) -> str:
        """Return the id of the document in it: the file's stem."""
        return self.path.stem


def find_sources(paths: Iterable[Path]) -> tuple[list[Source], list[Path]]:
    """Return the documents at and below `paths`, sorted by id, and the files that are passed over.

    In a folder, files of a known suffix are documents; `.toml` files, READMEs, hidden files and builds
    are not, and what is left is passed over. A file that is named itself is always a document. Raises
    UnreadableInput for a missing path, BadDataFile for a bad `documents.toml`, and WrongUse where two files
    have the same stem, for the stem is the document's id.
    """
    found: dict[Path, Path] = {}
    ignored: list[Path] = []
    for path in paths:
        files, others = _files_at(path)
        found |= {file.resolve(): file for file in files}
        ignored += others
    stated = {folder: _stated_facts(folder) for folder in {file.parent for file in found.values()}}
    by_id: dict[str, Source] = {}
    for file in sorted(found.values()):
        source = Source(file, stated[file.parent].get(file.stem))
        if source.id in by_id:
            raise WrongUse(
                f"{by_id[source.id].path} and {file}: both would be document {source.id!r}; rename one"
            )
        by_id[source.id] = source
    if not by_id:
        raise WrongUse(f"no documents found; name files or folders with {' '.join(SUFFIXES)} files")
    return [by_id[key] for key in sorted(by_id)], sorted(set(ignored))


def _files_at(path: Path) -> tuple[list[Path], list[Path]]:
    if not path.exists():
        raise UnreadableInput(f"{path}: no such file or folder; check the spelling")
    if not path.is_dir():
        return [path], []
    builds = {manifest.parent for manifest in path.rglob(MANIFEST)}
    below = [file for file in sorted(path.rglob("*")) if file.is_file() and not _is_apart(file, path, builds)]
    documents = [file for file in below if file.suffix.lower() in SUFFIXES and file.stem != "README"]
    known = {*documents, *(file for file in below if file.suffix == ".toml")}
    return documents, [file for file in below if file not in known]


def _is_apart(file: Path, folder: Path, builds: set[Path]) -> bool:
    """Say whether a file is hidden, or part of a build that lies among the documents."""
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return hidden or not builds.isdisjoint(file.parents)


def _stated_facts(folder: Path) -> dict[str, DocumentFacts]:
    listing = folder / FACTS_FILE
    return read_facts(listing) if listing.is_file() else {}


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
