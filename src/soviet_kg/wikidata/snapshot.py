"""A snapshot: what Wikidata said of some items on a day, pinned in a file, so that a build needs no network.

The first line is the head: what it is, when it was taken, from where, whether it holds all statements that we read,
and the SHA-256 of the lines below. Each of those is an item, sorted by its number.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from soviet_kg.errors import BadDataFile
from soviet_kg.model import Calendar
from soviet_kg.resources import find_resource
from soviet_kg.wikidata.items import QID, Item, Name, Statement, WikiTime

PACKAGED = "ontology/wikidata/snapshot/items.jsonl"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Items by QID. `complete`: what an item does not say here, it did not say on the day `taken` either."""

    items: dict[str, Item]
    about: str = ""
    taken: str = ""
    origin: str = ""
    complete: bool = False

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the items' lines."""
        return hashlib.sha256(_body(self.items)).hexdigest()


def read_snapshot(path: Path | None = None) -> Snapshot:
    """Read the snapshot at `path`, else the packaged one.

    Raises BadDataFile where it is missing, damaged, or not what its own hash says.
    """
    place = path or find_resource(PACKAGED)
    try:
        head, _, body = place.read_bytes().partition(b"\n")
        facts = json.loads(head)
        items = [_read_item(json.loads(line)) for line in body.splitlines()]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadDataFile(f"{place}: not a snapshot ({error}); take it again with: soviet-kg link") from error
    if hashlib.sha256(body).hexdigest() != facts["sha256"]:
        raise BadDataFile(f"{place}: its lines are not those of its SHA-256; take the snapshot again")
    known = {item.qid: item for item in items}
    return Snapshot(known, facts["about"], facts["taken"], facts["origin"], facts["complete"])


def snapshot_bytes(snapshot: Snapshot) -> bytes:
    """Return the file that `read_snapshot` reads, the same bytes for the same snapshot."""
    head = {
        "about": snapshot.about,
        "complete": snapshot.complete,
        "items": len(snapshot.items),
        "origin": snapshot.origin,
        "sha256": snapshot.sha256,
        "taken": snapshot.taken,
    }
    return _line(head) + _body(snapshot.items)


def _body(items: dict[str, Item]) -> bytes:
    ordered = sorted(items.values(), key=lambda item: int(item.qid[1:]))
    return b"".join(_line(_item_row(item)) for item in ordered)


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


# --- rows ------------------------------------------------------------------------------------------------


def _item_row(item: Item) -> dict[str, Any]:
    row = {
        "qid": item.qid,
        "kind": item.kind,
        "labels": dict(sorted(item.labels)),
        "aliases": _by_language(item.aliases),
        "description": item.description,
        "statements": [_statement_row(statement) for statement in item.statements],
        "years": list(item.years),
    }
    return {name: value for name, value in row.items() if value or name in ("qid", "kind", "labels")}


def _by_language(names: tuple[Name, ...]) -> dict[str, list[str]]:
    languages = sorted({language for language, _ in names})
    return {here: [form for language, form in names if language == here] for here in languages}


def _statement_row(statement: Statement) -> dict[str, Any]:
    value = statement.value
    row: dict[str, Any] = {"pid": statement.pid}
    if isinstance(value, WikiTime):
        row["time"] = value.digits
        if value.calendar is not Calendar.GREGORIAN:
            row["calendar"] = str(value.calendar)
    else:
        row["item" if QID.fullmatch(value) else "text"] = value
    flags = {"guid": statement.guid, "preferred": statement.preferred, "sourced": statement.sourced}
    return row | {name: flag for name, flag in flags.items() if flag}


def _read_item(row: dict[str, Any]) -> Item:
    if not QID.fullmatch(row["qid"]):
        raise ValueError(f"{row['qid']!r} is no QID")
    aliases = row.get("aliases", {})
    return Item(
        qid=row["qid"],
        kind=row["kind"],
        labels=tuple(row["labels"].items()),
        aliases=tuple((language, form) for language in aliases for form in aliases[language]),
        description=row.get("description", ""),
        statements=tuple(map(_read_statement, row.get("statements", ()))),
        years=tuple(row.get("years", ())),
    )


def _read_statement(row: dict[str, Any]) -> Statement:
    value = (
        WikiTime(row["time"], Calendar(row.get("calendar", "gregorian")))
        if "time" in row
        else row.get("item") or row["text"]
    )
    return Statement(
        row["pid"], value, row.get("guid", ""), row.get("preferred", False), row.get("sourced", False)
    )
