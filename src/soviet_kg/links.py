"""What a build was linked by: the snapshot of Wikidata and people's verdicts, kept in it beside the links.

A build holds all of it, so that it can be linked anew, and compared with Wikidata, without any other file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from soviet_kg.model import Corpus
from soviet_kg.records import replaced_file, write_lines
from soviet_kg.wikidata.linking import LinkVerdict
from soviet_kg.wikidata.snapshot import Snapshot, read_snapshot, snapshot_bytes
from soviet_kg.wikidata.sssom import FILE as VERDICTS
from soviet_kg.wikidata.sssom import format_sssom, format_verdicts, read_verdicts

LINKS, SNAPSHOT = "links.sssom.tsv", "wikidata.jsonl"


@dataclass(frozen=True, slots=True)
class Pins:
    """What links are made by."""

    snapshot: Snapshot
    verdicts: tuple[LinkVerdict, ...]


def is_about_links(path: Path) -> bool:
    """Say whether a file of judgements is on links to Wikidata, by its name."""
    return path.name.endswith(VERDICTS)


def read_pins(snapshot: Path | None = None, verdicts: Iterable[Path] = ()) -> Pins:
    """Read a snapshot, else the packaged one, and the packaged verdicts with those of files; the last one counts.

    Raises BadDataFile.
    """
    rows = (row for path in (None, *verdicts) for row in read_verdicts(path))
    return Pins(read_snapshot(snapshot), tuple({(row.entity, row.qid): row for row in rows}.values()))


def pins_of(build: Path, snapshot: Path | None = None) -> Pins:
    """Read what a build was linked by, or another snapshot with its verdicts; the packaged ones where it has none.

    Raises BadDataFile.
    """
    own, rows = build / SNAPSHOT, build / VERDICTS
    pinned = read_snapshot(snapshot or (own if own.is_file() else None))
    return Pins(pinned, read_verdicts(rows if rows.is_file() else None))


def describe_pins(pins: Pins) -> dict[str, str]:
    """Return what `build.json` says of the snapshot."""
    snapshot = pins.snapshot
    return {"taken": snapshot.taken, "origin": snapshot.origin, "sha256": snapshot.sha256}


def write_links(corpus: Corpus, pins: Pins, folder: Path) -> None:
    """Write the links as SSSOM/TSV, and what they were made by, into a folder. Raises CannotWrite."""
    labels = {entity.id: entity.label() for entity in corpus.entities}
    there = {qid: item.label() for qid, item in pins.snapshot.items.items()}
    write_lines(format_sssom(corpus.links, labels, there).removesuffix("\n").split("\n"), folder / LINKS)
    write_lines(format_verdicts(pins.verdicts, there).removesuffix("\n").split("\n"), folder / VERDICTS)
    write_snapshot(pins.snapshot, folder / SNAPSHOT)


def write_snapshot(snapshot: Snapshot, path: Path) -> None:
    """Write what `read_snapshot` reads. Raises CannotWrite."""
    with replaced_file(path) as stream:
        stream.write(snapshot_bytes(snapshot))
