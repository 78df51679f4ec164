"""The links of a build, as a table beside its claims and entities, and the snapshot by which they were made.

A build holds the snapshot itself, so that it can be linked anew, and compared with Wikidata, without any other file.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from soviet_kg.model import Corpus
from soviet_kg.records import replaced_file, write_lines
from soviet_kg.wikidata.items import Item
from soviet_kg.wikidata.snapshot import Snapshot, read_snapshot, snapshot_bytes
from soviet_kg.wikidata.sssom import format_sssom

FILE, SNAPSHOT = "links.sssom.tsv", "wikidata.jsonl"


def write_links(corpus: Corpus, items: Mapping[str, Item], path: Path) -> None:
    """Write the links as SSSOM/TSV; `items` give the labels at Wikidata. Raises CannotWrite."""
    labels = {entity.id: entity.label() for entity in corpus.entities}
    there = {qid: item.label() for qid, item in items.items()}
    write_lines(format_sssom(corpus.links, labels, there).removesuffix("\n").split("\n"), path)


def write_snapshot(snapshot: Snapshot, path: Path) -> None:
    """Write what `read_snapshot` reads. Raises CannotWrite."""
    with replaced_file(path) as stream:
        stream.write(snapshot_bytes(snapshot))


def snapshot_of(build: Path, other: Path | None = None) -> Snapshot:
    """Read the snapshot at `other`, else that of a build, else the packaged one. Raises BadDataFile."""
    own = build / SNAPSHOT
    return read_snapshot(other or (own if own.is_file() else None))
