"""Where our documents contradict Wikidata, as the CSV file that its Mismatch Finder imports.

https://github.com/wmde/wikidata-mismatch-finder/blob/main/docs/UserGuide.md. A row names the statement by its id, which
only Wikidata itself gives: a contradiction of the packaged snapshot, which has none, is in the report and not here.
"""

from __future__ import annotations

import csv
import io
import re

from soviet_kg.contributions import Contributions, Standing
from soviet_kg.model import Calendar, Corpus
from soviet_kg.wikidata.items import WikiTime

COLUMNS = (
    *("item_id", "statement_guid", "property_id", "wikidata_value", "meta_wikidata_value"),
    *("external_value", "external_url", "type"),
)
_MODEL = {Calendar.GREGORIAN: "Q1985727", Calendar.JULIAN: "Q1985786"}
_PAGE = re.compile(r"https?://\S+")
_LONGEST = 1500


def format_mismatches(contributions: Contributions, corpus: Corpus) -> str:
    """Return one row for each contradiction and source. A time stands in the digits of its calendar."""
    documents = {document.id: document for document in corpus.documents}
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in contributions.of(Standing.CONTRADICTED):
        theirs = row.theirs
        if theirs is None or not theirs.guid:
            continue
        for quote in row.quotes:
            source = documents[quote.document].source or ""
            writer.writerow(
                {
                    "item_id": row.qid,
                    "statement_guid": theirs.guid,
                    "property_id": row.pid,
                    "wikidata_value": _digits(theirs.value),
                    "meta_wikidata_value": _model(theirs.value),
                    "external_value": _ours(row.value),
                    "external_url": source if _PAGE.fullmatch(source) and len(source) <= _LONGEST else "",
                    "type": "statement",
                }
            )
    return text.getvalue()


def _digits(value: str | WikiTime) -> str:
    return value.own_digits if isinstance(value, WikiTime) else value


def _model(value: str | WikiTime) -> str:
    return _MODEL[value.calendar] if isinstance(value, WikiTime) else ""


def _ours(value: str | WikiTime) -> str:
    """Return our value for a reader; the column has no calendar of its own, so that Old Style is said in words."""
    if isinstance(value, WikiTime) and value.calendar is Calendar.JULIAN:
        return f"{value.digits} ({value.own_digits} Old Style)"
    return _digits(value)
