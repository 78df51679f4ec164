"""Claims and entities as CSV, for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from soviet_kg.model import Corpus
from soviet_kg.records import claim_rows, entity_rows, replaced_file

CLAIM_COLUMNS = (
    *(
        "id",
        "document",
        "subject_id",
        "subject",
        "subject_type",
        "property",
        "object_id",
        "object",
        "object_type",
    ),
    *("julian", "calendar", "written", "qualifiers", "stance", "speaker", "quote", "start", "stop", "rule"),
)
ENTITY_COLUMNS = ("id", "label", "type", "label_ru", "aliases", "qid", "documents", "mentions")


def write_csv(corpus: Corpus, claims_path: Path, entities_path: Path) -> None:
    """Write two CSV files: UTF-8, a header, commas, RFC 4180 quoting, lines ended by one newline.

    In the claims, `object` is a label, a Gregorian EDTF date, a number or text, and `object_type` tells
    which; `qualifiers` reads "measure=elected; of=Bolsheviks". In the entities, " | " parts the `aliases`.
    Raises CannotWrite.
    """
    _write_rows(claims_path, CLAIM_COLUMNS, map(_claim_cells, claim_rows(corpus)))
    _write_rows(entities_path, ENTITY_COLUMNS, map(_entity_cells, entity_rows(corpus)))


def _write_rows(path: Path, columns: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    with replaced_file(path) as stream:
        stream.write(text.getvalue().encode())


def _claim_cells(row: dict[str, Any]) -> dict[str, Any]:
    subject, value = row["subject"], row["object"]
    same = ("id", "document", "property", "stance", "quote", "start", "stop", "rule")
    return {name: row[name] for name in same} | {
        "subject_id": subject["id"],
        "subject": subject["label"],
        "subject_type": subject["type"],
        "object_id": value.get("id", ""),
        "object": value.get("label", value.get("value")),
        "object_type": value.get("type", value.get("datatype")),
        **{name: value.get(name, "") for name in ("julian", "calendar", "written")},
        "qualifiers": "; ".join(f"{name}={_cell(part)}" for name, part in sorted(row["qualifiers"].items())),
        "speaker": row["speaker"]["label"] if row["speaker"] else "",
    }


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("label", value.get("value")))
    return value if isinstance(value, str) else json.dumps(value)


def _entity_cells(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "label": row["label"],
        "type": row["type"],
        "label_ru": row["labels"].get("ru", ""),
        "aliases": " | ".join(row["aliases"]),
        "qid": row["qid"],
        "documents": len({mention["document"] for mention in row["mentions"]}),
        "mentions": len(row["mentions"]),
    }
