"""Documents in, a build out: the method's table of contents.

A build is a folder: records (JSON lines and CSV), RDF, the texts that offsets refer to, a store, and
`build.json`, which says what went in and what came out. It is written beside its place and moved there when
it is whole, so that a failure or an interrupt leaves the previous build as it was.
"""

from __future__ import annotations

import gc
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from soviet_kg import __version__
from soviet_kg.check import checksum_blocks, read_manifest
from soviet_kg.errors import CannotWrite, WrongUse
from soviet_kg.extract import Knowledge, extract, load_knowledge
from soviet_kg.gazetteer import Gazetteer, load_gazetteer
from soviet_kg.judgements import format_judgements, read_judgements
from soviet_kg.links import LINKS, Pins, describe_pins, is_about_links, pins_of, read_pins, write_links
from soviet_kg.model import Calendar, Claim, Corpus, Document, Extraction, Judgement
from soviet_kg.resolve import resolve_again, resolve_all
from soviet_kg.resources import find_resource
from soviet_kg.sources import MANIFEST, Source, find_sources, hash_file
from soviet_kg.text import DocumentFacts, read_document
from soviet_kg.wikidata.linking import link_corpus

STATED = ("title", "author", "date", "language", "publisher", "licence", "source")

Progress = Callable[[str, int, int], None]
Input = dict[str, str]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build found and where it lies; `graph_sha256` is of `kg.nq`. `ignored` are files not read."""

    folder: Path
    documents: int
    mentions: int
    entities: int
    claims: int
    links: int
    quads: int
    graph_sha256: str
    ignored: tuple[Path, ...] = field(default=(), repr=False)


def _tell_nobody(step: str, done: int, total: int) -> None:
    del step, done, total


def build(
    paths: Sequence[Path] = (),
    out: Path = Path("build"),
    *,
    facts: DocumentFacts | None = None,
    knowledge: Knowledge | None = None,
    progress: Progress | None = None,
    syntax: str = "packaged",
    judgements: Sequence[Path] = (),
    snapshot: Path | None = None,
) -> BuildReport:
    """Read documents and write the folder `out`; without paths, the packaged seeds.

    `paths` are files and folders, read with everything below them; what is stated about a document stands in
    `documents.toml` or `NAME.toml` beside it, and `facts` overrides both for all documents. `syntax` names
    the parser of sentences, as `syntax.load_parser` knows it; `knowledge` comes with its own. `judgements` are
    files that say who is whom, beside the packaged ones: `*wikidata.sssom.tsv` on links, any other on names. `snapshot`
    is what Wikidata said of items, a file of `link --save-snapshot`; else the packaged one. `progress` is called with a
    step, how much of it is done, and how much there is. The bytes written depend on the documents and
    the knowledge alone, not on where they lie or in which order they are named.
    Raises UnreadableInput, BadDataFile, WrongUse (no document, one name twice) and CannotWrite; `out` is then
    as it was before.
    """
    tell = progress or _tell_nobody
    refuse_foreign_folder(out)
    sources, ignored = find_sources(paths or (find_resource("seeds"),))
    if facts and facts.title and len(sources) > 1:
        raise WrongUse(f"{len(sources)} documents cannot have one title; state it in documents.toml")
    pins = read_pins(snapshot, filter(is_about_links, judgements))
    with _folder_beside(out) as scratch:
        documents = read_documents(sources, facts, tell)
        tell("reading names and patterns", 0, 1)
        with garbage_at_rest():
            known = knowledge or load_knowledge(syntax=syntax)
            rows = read_all_judgements(path for path in judgements if not is_about_links(path))
            corpus = extract_all(documents, known, tell, rows)
            tell("linking to Wikidata", 0, 1)
            corpus = link_corpus(corpus, pins.snapshot, known.gazetteer, pins.verdicts)
        manifest = _put(corpus, pins, describe_inputs(sources, corpus.documents), scratch, out, tell)
    return _report(out, manifest, tuple(ignored))


def resolve_build(
    folder: Path, judgements: Sequence[Path] = (), progress: Progress | None = None
) -> BuildReport:
    """Gather the entities of a build anew under other judgements, without reading its documents again.

    `judgements` are files that say who is whom, beside the packaged one; what the build was made with before is
    forgotten, so that a row taken out of a file takes its merge with it. The bytes are those of a build made with
    these files.
    Raises WrongUse, BadDataFile and CannotWrite; the build is then as it was before.
    """
    from soviet_kg.records import read_corpus

    with garbage_at_rest():
        rows = read_all_judgements(judgements)
        corpus = resolve_again(read_corpus(folder), load_gazetteer(), rows)
        inputs = read_manifest(folder)["inputs"]
        return put_build(corpus, inputs, folder, progress or _tell_nobody, pins=pins_of(folder))


def put_build(
    corpus: Corpus, inputs: Sequence[Input], out: Path, tell: Progress = _tell_nobody, *, pins: Pins
) -> BuildReport:
    """Write a corpus that is there already as the build `out`, whole or not at all, with its links made anew.

    `inputs` say, document by document, which file it was read from, as `build.json` has it; `pins` are what it is
    linked by. Raises CannotWrite.
    """
    refuse_foreign_folder(out)
    linked = link_corpus(corpus, pins.snapshot, load_gazetteer(), pins.verdicts)
    with _folder_beside(out) as scratch:
        return _report(out, _put(linked, pins, inputs, scratch, out, tell), ())


@contextmanager
def garbage_at_rest() -> Iterator[None]:
    """Keep the garbage collector from looking again and again at 100,000 forms of names that nobody will throw away."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def read_documents(
    sources: Sequence[Source], facts: DocumentFacts | None = None, tell: Progress = _tell_nobody
) -> list[Document]:
    """Read each source; `facts` are stated about all of them.

    Raises UnreadableInput, and WrongUse where two hold the same text: their claims could not be told apart.
    """
    documents: list[Document] = []
    readers: dict[str, Path] = {}
    for done, source in enumerate(sources):
        tell(f"reading {source.path.name}", done, len(sources))
        document = _state(read_document(source.path, source.facts), facts)
        twin = readers.setdefault(document.sha256, source.path)
        if twin != source.path:
            raise WrongUse(f"{twin} and {source.path}: hold the same text; leave one of them out")
        documents.append(document)
    return documents


def read_all_judgements(paths: Iterable[Path] = ()) -> tuple[Judgement, ...]:
    """Read the packaged judgements and those of files. Raises WrongUse and BadDataFile."""
    return tuple(row for path in (None, *paths) for row in read_judgements(path))


def extract_all(
    documents: Sequence[Document],
    knowledge: Knowledge,
    tell: Progress = _tell_nobody,
    judgements: Sequence[Judgement] | None = None,
) -> Corpus:
    """Extract from each document, resolve across all of them, and return the whole, sorted.

    `judgements` are as `assemble` has them. Where two rules read the same from the same words, and so give one
    claim id, the first is kept. Raises MissingExtra where a document's language needs what is not installed.
    """
    for language in sorted({document.language for document in documents}):
        knowledge.verbs(language)  # what is not installed is said before the reading begins
    extractions: list[Extraction] = []
    for done, document in enumerate(sorted(documents, key=lambda document: document.id)):
        tell(f"extracting from {document.id}", done, len(documents))
        extractions.append(extract(document, knowledge))
    return assemble(extractions, knowledge.gazetteer, judgements)


def assemble(
    extractions: Sequence[Extraction], gazetteer: Gazetteer, judgements: Sequence[Judgement] | None = None
) -> Corpus:
    """Resolve across what was read in each document, sorted by document, and return the whole, sorted.

    Without `judgements` the packaged ones are read.
    """
    claims: dict[str, Claim] = {}
    for claim in (claim for extraction in extractions for claim in extraction.claims):
        claims.setdefault(claim.id, claim)
    rows = read_all_judgements() if judgements is None else judgements
    resolution = resolve_all(extractions, gazetteer, rows)
    return Corpus(
        documents=tuple(extraction.document for extraction in extractions),
        entities=resolution.entities,
        claims=tuple(sorted(claims.values(), key=lambda claim: (claim.quote, claim.id))),
        judgements=resolution.judgements,
    )


def _state(document: Document, stated: DocumentFacts | None) -> Document:
    """Return the document with what the caller states about it in place of what its files state."""
    if stated is None:
        return document
    given = {name: value for name in STATED if (value := getattr(stated, name)) is not None}
    if stated.calendar:
        reason = f"stated {stated.stated_in or 'in the call'}"
        document = replace(document, calendar=Calendar(stated.calendar), calendar_reason=reason)
    return replace(document, **given)


def refuse_foreign_folder(out: Path) -> None:
    """Raise CannotWrite where `out` is what no build may replace: a file, or a folder of something else."""
    if out.is_dir() and ((out / MANIFEST).is_file() or not any(out.iterdir())):
        return
    if out.exists():
        raise CannotWrite(f"{out}: is in the way and is no build; name another folder with --out")


@contextmanager
def _folder_beside(out: Path) -> Iterator[Path]:
    """Give a folder beside `out`, where a rename is enough to take its place; it is gone afterwards."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        scratch = tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent)
    except OSError as error:
        raise CannotWrite(f"{out}: {error.strerror}; name another folder with --out") from error
    with scratch as name:
        yield Path(name)


def _put(
    corpus: Corpus, pins: Pins, inputs: Sequence[Input], scratch: Path, out: Path, tell: Progress
) -> dict[str, Any]:
    """Write the build in the scratch folder, let it take the place of `out`, and return its manifest."""
    fresh = scratch / "new"
    try:
        fresh.mkdir()
        manifest = write_build(corpus, pins, inputs, fresh, tell)
        _exchange(fresh, out, scratch / "previous")
    except (OSError, CannotWrite) as error:
        remedy = "make room or name another folder with --out"
        raise CannotWrite(f"{out}: {_reason(error)}; {remedy}") from error
    return manifest


def _reason(error: BaseException) -> str:
    """Return the system's own words: the file that failed lies in a folder that is gone."""
    cause = error.__cause__ or error
    return getattr(cause, "strerror", None) or str(cause)


def _exchange(fresh: Path, out: Path, previous: Path) -> None:
    if not out.exists():
        fresh.rename(out)
        return
    out.rename(previous)
    try:
        fresh.rename(out)
    except BaseException:
        previous.rename(out)
        raise


def write_build(
    corpus: Corpus, pins: Pins, inputs: Sequence[Input], folder: Path, tell: Progress
) -> dict[str, Any]:
    """Write every file of a build into `folder` and return what `build.json` says; `inputs` are its rows on files."""
    from soviet_kg.export.rdf import write_rdf
    from soviet_kg.export.tables import write_csv
    from soviet_kg.graph import quads
    from soviet_kg.records import (
        JUDGEMENTS,
        write_claims,
        write_documents,
        write_entities,
        write_lines,
    )
    from soviet_kg.store import create_store

    lines = quads(corpus)
    steps: dict[str, Callable[[], object]] = {
        "texts": lambda: write_texts(corpus.documents, folder / "texts"),
        "claims.jsonl": lambda: write_claims(corpus, folder / "claims.jsonl"),
        "entities.jsonl": lambda: write_entities(corpus, folder / "entities.jsonl"),
        JUDGEMENTS: lambda: write_lines(format_judgements(corpus.judgements), folder / JUDGEMENTS),
        "documents.jsonl": lambda: write_documents(corpus, folder / "documents.jsonl"),
        LINKS: lambda: write_links(corpus, pins, folder),
        "claims.csv, entities.csv": lambda: write_csv(corpus, folder / "claims.csv", folder / "entities.csv"),
        "kg.nq": lambda: write_lines(lines, folder / "kg.nq"),
        "kg.trig": lambda: write_rdf(folder / "kg.nq", "trig", folder / "kg.trig"),
        "kg.ttl": lambda: write_rdf(folder / "kg.nq", "turtle", folder / "kg.ttl"),
        "store": lambda: create_store(folder / "kg.nq", folder / "store"),
    }
    for done, (name, write) in enumerate(steps.items()):
        tell(f"writing {name}", done, len(steps))
        write()
    manifest = _manifest(corpus, pins, inputs, len(lines), folder)
    _write_text(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    return manifest


def write_texts(documents: Iterable[Document], folder: Path) -> None:
    """Write what offsets refer to, the text of each document, to `ID.txt`: UTF-8, newlines as they are."""
    folder.mkdir()
    for document in documents:
        _write_text(folder / f"{document.id}.txt", document.text)


def _write_text(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def _manifest(
    corpus: Corpus, pins: Pins, inputs: Sequence[Input], quad_count: int, folder: Path
) -> dict[str, Any]:
    hashes = {name: hash_file(folder / name) for name in _exported_files(folder)}
    return {
        "inputs": list(inputs),
        "wikidata": describe_pins(pins),
        "versions": {"soviet-kg": __version__, "pyoxigraph": version("pyoxigraph")},
        "counts": {
            "documents": len(corpus.documents),
            "mentions": sum(len(entity.mentions) for entity in corpus.entities),
            "entities": len(corpus.entities),
            "claims": len(corpus.claims),
            "links": len(corpus.links),
            "quads": quad_count,
        },
        "files": hashes,
        "graph_sha256": hashes["kg.nq"],
    }


def describe_inputs(sources: Iterable[Source], documents: Iterable[Document]) -> list[Input]:
    """Return what `build.json` says of each document: the file that it was read from, and hashes of file and text."""
    return [_input(*pair) for pair in zip(sources, documents, strict=True)]


def _input(source: Source, document: Document) -> Input:
    return {
        "id": document.id,
        "file": source.path.name,
        "sha256": hash_file(source.path),
        "text_sha256": document.sha256,
        "blocks": checksum_blocks(document.text),
    }


def _exported_files(folder: Path) -> list[str]:
    """Name every file of a build but the store's, whose bytes are Oxigraph's own affair."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in files if path.parts[0] != "store")


def _report(out: Path, manifest: dict[str, Any], ignored: tuple[Path, ...]) -> BuildReport:
    return BuildReport(
        folder=out, graph_sha256=manifest["graph_sha256"], ignored=ignored, **manifest["counts"]
    )
