"""Everything that can say no: texts, quotes, mentions, shapes, files.

Each finding names its place: a document and an offset (code points of its text), a file, or a node.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from soviet_kg.attendance import OccasionWords
from soviet_kg.errors import BadDataFile, UnreadableInput, WrongUse
from soviet_kg.extract import load_knowledge
from soviet_kg.finders import load_grammar
from soviet_kg.gazetteer import lint_gazetteer, load_gazetteer
from soviet_kg.judgements import lint_judgements
from soviet_kg.known import lint_known
from soviet_kg.model import Claim, Corpus, Mention, Quote
from soviet_kg.patterns import lint_patterns, load_signs
from soviet_kg.readers import read_file
from soviet_kg.records import read_corpus
from soviet_kg.reference import load_references
from soviet_kg.resources import find_resource
from soviet_kg.sources import MANIFEST, find_sources, hash_file
from soviet_kg.valency import lint_frames
from soviet_kg.wikidata import sssom
from soviet_kg.wikidata.knowledge import read_classes, read_properties, read_weights
from soviet_kg.wikidata.snapshot import read_snapshot

TURTLE = ("soviet.ttl", "shapes.ttl", "alignments.ttl")
BLOCK = 64
LANGUAGES = ("en", "ru")
_DIGITS = 8


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What does not hold. `place` is a document, a file or a node; `offset` counts in the document's text."""

    place: str
    offset: int | None
    what: str

    def __str__(self) -> str:
        """Return the finding as one line."""
        return f"{self.place}{'' if self.offset is None else f':{self.offset}'}: {self.what}"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """How many things of each sort were looked at, and what does not hold, sorted by place."""

    looked_at: dict[str, int]
    findings: tuple[Finding, ...]


def check(build: Path, sources: Path | None = None) -> CheckReport:
    """Prove a build: files and texts against their hashes, quotes, mentions, shapes; then the knowledge.

    `sources` is a folder with the documents that the build was made of: they are read again and compared.
    Raises WrongUse where `build` is no build.
    """
    manifest = read_manifest(build)
    corpus = read_corpus(build)
    looked_at = {
        "files": len(manifest["files"]),
        "texts": len(corpus.documents),
        "quotes": len(corpus.claims),
        "mentions": sum(len(list(_parts(claim))) for claim in corpus.claims),
    }
    findings = [
        *check_texts(build, manifest),
        *check_files(build, manifest),
        *check_quotes(build, corpus),
        *(finding for claim in corpus.claims for finding in check_mentions(claim)),
        *check_shapes(build / "kg.ttl"),
        *check_knowledge(find_resource("ontology")),
    ]
    if sources:
        findings += check_sources(build, manifest, sources)
        looked_at["sources"] = len(manifest["inputs"])
    return CheckReport(looked_at, tuple(sorted(set(findings), key=str)))


def read_manifest(build: Path) -> dict[str, Any]:
    """Read `build.json`. Raises WrongUse where there is none, or none that can be read."""
    try:
        manifest: dict[str, Any] = json.loads((build / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WrongUse(f"{build}: is no build that can be read; make one with: soviet-kg build") from error
    return manifest


def checksum_blocks(text: str) -> str:
    """Return the CRC-32 of every 64 code points, 8 digits each: enough to say where a text was changed."""
    blocks = (text[i : i + BLOCK] for i in range(0, len(text), BLOCK))
    return "".join(f"{zlib.crc32(block.encode()):0{_DIGITS}x}" for block in blocks)


def find_change(text: str, recorded: str) -> int:
    """Return the offset where a text was changed, from the checksums of the blocks that it had.

    For one letter put for another the offset is that letter's, found by trying every letter of the text in
    every place of the block; for any other change it is the beginning of the first block that differs.
    """
    now = checksum_blocks(text)
    starts = range(0, max(len(now), len(recorded)), _DIGITS)
    block = next(i for i in starts if now[i : i + _DIGITS] != recorded[i : i + _DIGITS]) // _DIGITS
    wanted = recorded[block * _DIGITS : (block + 1) * _DIGITS]
    words = text[block * BLOCK : (block + 1) * BLOCK]
    for place, letter in product(range(len(words)), sorted(set(text))):
        if checksum_blocks(words[:place] + letter + words[place + 1 :]) == wanted:
            return block * BLOCK + place
    return block * BLOCK


def check_texts(build: Path, manifest: dict[str, Any]) -> Iterator[Finding]:
    """Compare each text of the build with the hash that was recorded when it was read."""
    for entry in manifest["inputs"]:
        path = build / "texts" / f"{entry['id']}.txt"
        if path.is_file() and hash_file(path) != entry["text_sha256"]:
            text = path.read_bytes().decode(errors="replace")
            yield Finding(
                entry["id"], find_change(text, entry["blocks"]), "the text is not the one that was read"
            )


def check_files(build: Path, manifest: dict[str, Any]) -> Iterator[Finding]:
    """Compare each file of the build, but the texts, with its recorded hash."""
    for name, recorded in manifest["files"].items():
        path = build / name
        if not path.is_file():
            yield Finding(str(path), None, "is missing; build again")
        elif hash_file(path) != recorded and not name.startswith("texts/"):
            yield Finding(str(path), None, "is not what was written; build again")


def check_quotes(build: Path, corpus: Corpus) -> Iterator[Finding]:
    """Compare each recorded quote with the words at its offsets, and see that no claim stands twice."""
    seen: set[str] = set()
    texts = {document.id: document.text for document in corpus.documents}
    for line in (build / "claims.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n"):
        row = json.loads(line)
        start, words = row["start"], texts.get(row["document"], "")[row["start"] : row["stop"]]
        if row["id"] in seen:
            yield Finding(row["document"], start, f"claim {row['id']} stands twice")
        seen.add(row["id"])
        if words != row["quote"] or not words:
            offset = start + _first_difference(words, row["quote"])
            yield Finding(row["document"], offset, f"claim {row['id']} quotes other words than stand there")


def check_mentions(claim: Claim) -> Iterator[Finding]:
    """See that a claim's subject and object stand in its quote, or have an antecedent that is recorded."""
    for role, mention in _parts(claim):
        if mention.antecedent is None and not _lies_within(mention.quote, claim.quote):
            what = f"claim {claim.id}: its {role} ({mention.label}) is not in the quote and has no antecedent"
            yield Finding(claim.quote.document, claim.quote.start, what)


def _parts(claim: Claim) -> Iterator[tuple[str, Mention]]:
    yield "subject", claim.subject
    if isinstance(claim.object, Mention):
        yield "object", claim.object


def _lies_within(inner: Quote, outer: Quote) -> bool:
    return inner.document == outer.document and outer.start <= inner.start and inner.stop <= outer.stop


def check_shapes(graph: Path) -> Iterator[Finding]:
    """Validate a Turtle file against the SHACL shapes of the ontology."""
    if not graph.is_file():
        return
    import pyshacl
    import rdflib
    from rdflib.namespace import SH

    shapes = find_resource("ontology/shapes.ttl")
    _, results, _ = pyshacl.validate(
        rdflib.Graph().parse(graph), shacl_graph=rdflib.Graph().parse(shapes), advanced=False, inplace=True
    )
    for result in results.subjects(SH.resultSeverity, SH.Violation):  # the others are warnings
        focus, path, message = (
            results.value(result, p) for p in (SH.focusNode, SH.resultPath, SH.resultMessage)
        )
        yield Finding(str(focus), None, f"{path or 'shape'}: {message}")


def check_knowledge(ontology: Path) -> Iterator[Finding]:
    """See that every file of knowledge is well-formed and sorted."""
    for name in TURTLE:
        yield from _check_turtle(ontology / name)
    yield from _lint(lint_gazetteer, ontology / "gazetteer")
    yield from _lint(lint_patterns, ontology / "patterns")
    yield from _lint(lint_frames, ontology / "frames")
    yield from _lint(lint_judgements, ontology / "judgements")
    yield from _lint(sssom.lint_verdicts, ontology / "judgements" / sssom.FILE)
    yield from _lint(_lint_known, ontology / "known")
    yield from _lint(_load, ontology)


def _lint_known(folder: Path) -> tuple[str, ...]:
    """Look also whether the gazetteer has what the tables speak of, unless it is damaged and told of already."""
    try:
        gazetteer = load_gazetteer(folder.parent / "gazetteer")
    except BadDataFile:
        return lint_known(folder)
    return lint_known(folder, frozenset(form.slug for form in gazetteer.forms))


def _load(ontology: Path) -> tuple[str, ...]:
    """Read everything, also what has no linter of its own: references, number words, rules of names."""
    knowledge, grammar = load_knowledge(ontology), ontology / "grammar"
    for language in LANGUAGES:
        load_grammar(grammar, knowledge.gazetteer, language)
        load_references(grammar / f"reference.{language}.toml")
        OccasionWords(grammar / f"occasions.{language}.toml")
        load_signs(ontology / "patterns", language)
    for read in (read_properties, read_weights, read_classes, read_snapshot):
        read()
    return ()


def _check_turtle(path: Path) -> Iterator[Finding]:
    import pyoxigraph

    try:
        Counter(pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE))
    except (OSError, SyntaxError) as error:
        yield Finding(str(path), None, str(error))


def _lint(lint: Callable[[Path], Iterable[str]], folder: Path) -> Iterator[Finding]:
    try:
        yield from (_place(folder, told) for told in lint(folder))
    except BadDataFile as error:
        yield _place(folder, str(error))


def _place(folder: Path, told: str) -> Finding:
    """Return what a linter says as a finding; it may or may not open with the file."""
    place, _, what = told.partition(": ")
    return Finding(place, None, what) if place.startswith(str(folder)) else Finding(str(folder), None, told)


def check_sources(build: Path, manifest: dict[str, Any], folder: Path) -> Iterator[Finding]:
    """Read the documents in `folder` again and compare them with the texts of the build."""
    there = {source.id: source for source in find_sources([folder])[0]}
    for entry in manifest["inputs"]:
        if entry["id"] not in there:
            yield Finding(entry["id"], None, f"{entry['file']} is not in {folder}")
            continue
        kept = (build / "texts" / f"{entry['id']}.txt").read_bytes().decode()
        yield from _compare_source(entry["id"], there[entry["id"]].path, kept)


def _compare_source(document: str, path: Path, kept: str) -> Iterator[Finding]:
    try:
        read = read_file(path).text
    except UnreadableInput as error:
        yield Finding(document, None, str(error))
        return
    if read != kept:
        yield Finding(document, _first_difference(read, kept), f"{path} is not what the build was made of")


def _first_difference(left: str, right: str) -> int:
    pairs = zip(left, right, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(left), len(right)))
