"""Make the packaged snapshot of Wikidata from tables of verified identifiers.

    python training/wikidata_snapshot.py TABLES ontology/wikidata/snapshot/items.jsonl

TABLES is a folder with `gazetteer.tsv`: a row per item with qid, type, label_en, label_ru, aliases, description, birth,
death, date, founded, dissolved, P102_party, each QID read in at least one public dataset that pairs it with its label.
What such tables say of an item is true, and not all that Wikidata says of it: the snapshot is marked incomplete.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from soviet_kg.wikidata.items import Item, Statement, WikiTime
from soviet_kg.wikidata.snapshot import Snapshot, snapshot_bytes

KINDS = {
    "person": "Person",
    "party": "Party",
    "faction/movement": "Party",
    "body": "Body",
    "institution": "Body",
    "alliance": "Body",
    "event": "Event",
    "place": "Place",
    "state": "Place",
    "treaty": "Document",
    "document": "Document",
    "work": "Document",
    "publication": "Publication",
    "position": "Position",
}
STATEMENTS = {"birth": "P569", "death": "P570", "founded": "P571", "dissolved": "P576"}
ABOUT = (
    "Items round Russia 1900-1940, each QID read in a public dataset beside its label; few statements. CC0."
)
CYRILLIC = re.compile(r"[Ѐ-ӿ]")
LATIN = re.compile(r"[A-Za-z]")


def language_of(form: str) -> str:
    """Return "ru" or "en" by the script, "" for a form in another script or in signs alone."""
    if CYRILLIC.search(form):
        return "ru"
    return "en" if LATIN.search(form) else ""


def digits(written: str) -> str:
    """Return the digits of a date; 1 January stands for a bare year in such tables."""
    return written[:4] if written.endswith("-01-01") else written


def statements(row: dict[str, str]) -> Iterator[Statement]:
    """Give what the row says that is a statement: years and parties."""
    for column, pid in STATEMENTS.items():
        if row[column]:
            yield Statement(pid, WikiTime(digits(row[column])))
    yield from (Statement("P102", qid) for qid in row["P102_party"].split())


def make_item(row: dict[str, str]) -> Item:
    """Return the item of a row."""
    labels = [(name, row[f"label_{name}"]) for name in ("en", "ru") if row[f"label_{name}"]]
    forms = [form.strip() for form in row["aliases"].split(" | ") if len(form.strip()) > 2]
    aliases = sorted({(language, form) for form in forms if (language := language_of(form))} - set(labels))
    years = sorted({int(year) for year in re.findall(r"\b(1[89]\d\d)\b", row["date"])})
    return Item(
        row["qid"],
        KINDS.get(row["type"], ""),
        tuple(labels),
        tuple(aliases),
        row["description"],
        tuple(statements(row)),
        tuple(years),
    )


def main(tables: Path, out: Path) -> None:
    """Write the snapshot."""
    with (tables / "gazetteer.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    items = {row["qid"]: make_item(row) for row in rows}
    snapshot = Snapshot(items, ABOUT, origin="tables of verified identifiers")
    out.write_bytes(snapshot_bytes(snapshot))
    print(f"{len(items)} items, SHA-256 {snapshot.sha256}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
