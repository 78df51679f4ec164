"""Take a source out of a build, or put one in, without reading the others again.

What was read in a document does not depend on any other: a build without it is made of what the others gave, resolved
anew, and has the bytes of a build that never had it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from soviet_kg import __version__
from soviet_kg.check import read_manifest
from soviet_kg.errors import UnreadableInput, WrongUse
from soviet_kg.extract import Knowledge, extract, load_knowledge
from soviet_kg.gazetteer import load_gazetteer
from soviet_kg.judgements import is_by_hand
from soviet_kg.links import pins_of
from soviet_kg.model import Document, Extraction, Judgement
from soviet_kg.pipeline import (
    BuildReport,
    Input,
    Progress,
    assemble,
    describe_inputs,
    garbage_at_rest,
    put_build,
    read_documents,
)
from soviet_kg.records import read_corpus
from soviet_kg.resolve import extractions_of
from soviet_kg.sources import find_sources
from soviet_kg.text import DocumentFacts


def withdraw(build: Path, source: str, out: Path | None = None) -> BuildReport:
    """Write the build without one source to `out`, else in its own place.

    `source` is the id of a document, or how that begins. Raises WrongUse where there is no build of this version, no
    such source or more than one, or where nothing would be left; UnreadableInput where a text was changed.
    """
    extractions, inputs, rows = _read_build(build)
    gone = find_source([extraction.document for extraction in extractions], source)
    left = [extraction for extraction in extractions if extraction.document.id != gone]
    if not left:
        raise WrongUse(f"{gone}: is the only source of {build}; delete the folder instead")
    with garbage_at_rest():
        corpus = assemble(left, load_gazetteer(), rows)
    return put_build(
        corpus, [entry for entry in inputs if entry["id"] != gone], out or build, pins=pins_of(build)
    )


def add(
    build: Path,
    paths: Sequence[Path],
    out: Path | None = None,
    *,
    facts: DocumentFacts | None = None,
    knowledge: Knowledge | None = None,
    syntax: str = "packaged",
    progress: Progress | None = None,
) -> BuildReport:
    """Read documents and write the build with them to `out`, else in its own place.

    Everything is as `pipeline.build` has it. Raises what that raises, and WrongUse where a document is there already.
    """
    extractions, inputs, rows = _read_build(build)
    sources, ignored = find_sources(paths)
    del ignored
    known = {extraction.document.id for extraction in extractions}
    if twice := sorted(known & {source.id for source in sources}):
        raise WrongUse(f"{twice[0]}: is in {build} already; withdraw it first")
    documents = read_documents(sources, facts, *([progress] if progress else []))
    _refuse_twins(documents, extractions)
    with garbage_at_rest():
        knowledge = knowledge or load_knowledge(syntax=syntax)
        extractions += [extract(document, knowledge) for document in documents]
        corpus = assemble(sorted(extractions, key=lambda e: e.document.id), knowledge.gazetteer, rows)
    inputs = sorted([*inputs, *describe_inputs(sources, documents)], key=lambda entry: entry["id"])
    return put_build(corpus, inputs, out or build, pins=pins_of(build))


def _refuse_twins(documents: Sequence[Document], extractions: Sequence[Extraction]) -> None:
    texts = {extraction.document.sha256: extraction.document.id for extraction in extractions}
    for document in documents:
        if document.sha256 in texts:
            raise WrongUse(f"{document.id}: holds the same text as {texts[document.sha256]}; leave it out")


def find_source(documents: Sequence[Document], prefix: str) -> str:
    """Return the id of the one document that begins with `prefix`. Raises WrongUse for none or several."""
    ids = [document.id for document in documents]
    found = [prefix] if prefix in ids else [name for name in ids if prefix and name.startswith(prefix)]
    if len(found) == 1:
        return found[0]
    some = ", ".join(found or ids)
    raise WrongUse(
        f"source {prefix!r}: {'several begin so' if found else 'is not in this build'}; there is: {some}"
    )


def _read_build(build: Path) -> tuple[list[Extraction], list[Input], list[Judgement]]:
    """Return what was read in each document, in the order of ids, what `build.json` says of each, and who is whom."""
    manifest = read_manifest(build)
    _refuse_other_version(build, manifest)
    corpus = read_corpus(build)
    hashes = {entry["id"]: entry["text_sha256"] for entry in manifest["inputs"]}
    for document in corpus.documents:
        if hashes.get(document.id) != document.sha256:
            raise UnreadableInput(
                f"{build}/texts/{document.id}.txt: is not the text that was read; build again"
            )
    rows = [row for row in corpus.judgements if is_by_hand(row)]
    return list(extractions_of(corpus)), manifest["inputs"], rows


def _refuse_other_version(build: Path, manifest: dict[str, Any]) -> None:
    version = manifest.get("versions", {}).get("soviet-kg")
    if version != __version__:
        raise WrongUse(f"{build}: was made by soviet-kg {version}, this is {__version__}; build again")
