"""The report: what is in Wikidata already, what our documents add, where they contradict it."""

from __future__ import annotations

from typing import Any

from soviet_kg.contributions import Contributions, Standing
from soviet_kg.model import Calendar, Corpus
from soviet_kg.wikidata.items import WikiTime
from soviet_kg.wikidata.knowledge import read_properties
from soviet_kg.wikidata.snapshot import Snapshot

_TITLES = {
    Standing.THERE: "Already there",
    Standing.NEW: "Not there",
    Standing.CONTRADICTED: "Contradicted",
}


def report_rows(contributions: Contributions, corpus: Corpus, snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return a row for each statement: item, property and values in words, claims, and the words of one source."""
    documents = {document.id: document for document in corpus.documents}
    rows = []
    for row in contributions.statements:
        quote = row.quotes[0]
        rows.append(
            {
                "standing": str(row.standing),
                "item": row.qid,
                "label": _label(row.qid, snapshot, corpus),
                "property": row.pid,
                "says": read_properties().pids[row.pid],
                "ours": _value(row.value, snapshot, corpus),
                "theirs": _value(row.theirs.value, snapshot, corpus) if row.theirs else "",
                "statement": row.theirs.guid if row.theirs else "",
                "note": row.note,
                "claims": list(row.claims),
                "sources": [one.document for one in row.quotes],
                "quote": " ".join(quote.text(documents[quote.document]).split()),
            }
        )
    return rows


def _label(qid: str, snapshot: Snapshot, corpus: Corpus) -> str:
    if qid in snapshot.items:
        return snapshot.items[qid].label()
    return next((entity.label() for entity in corpus.entities if entity.qid == qid), qid)


def _value(value: str | WikiTime, snapshot: Snapshot, corpus: Corpus) -> str:
    if isinstance(value, str):
        return f"{_label(value, snapshot, corpus)} ({value})"
    style = f" (Old Style {value.own_digits})" if value.calendar is Calendar.JULIAN else ""
    return f"{value.digits}{style}"


def format_report(contributions: Contributions, corpus: Corpus, snapshot: Snapshot) -> str:
    """Return the three lists as plain text, then the names, then what was left out and why."""
    parts = [_head(snapshot)]
    rows = report_rows(contributions, corpus, snapshot)
    for standing, title in _TITLES.items():
        mine = [row for row in rows if row["standing"] == standing]
        parts.append("\n".join((f"{title}: {len(mine)}", *map(_line, mine))))
    if contributions.names:
        names = (f"  {name.qid} {name.language}: {name.form}" for name in contributions.names)
        parts.append("\n".join((f"Names that are not there: {len(contributions.names)}", *names)))
    if contributions.left_out:
        left = (f"  {count:>5}  {why}" for why, count in contributions.left_out)
        parts.append("\n".join(("Claims left out", *left)))
    return "\n\n".join(parts) + "\n"


def _head(snapshot: Snapshot) -> str:
    when = f", taken on {snapshot.taken}" if snapshot.taken else ""
    line = f"Compared with {len(snapshot.items):,} items from {snapshot.origin}{when}."
    if not snapshot.complete:
        line += "\nThey hold few statements: “not there” means not in this snapshot. Ask Wikidata before you upload:"
        line += "\n  soviet-kg link --endpoint https://query.wikidata.org/sparql --contact YOU --save-snapshot FILE"
    return line


def _line(row: dict[str, Any]) -> str:
    note = f" [{row['note']}]" if row["note"] else ""
    against = f", there {row['theirs']}" if row["theirs"] and row["theirs"] != row["ours"] else ""
    return (
        f"  {row['item']} {row['label']} · {row['says']} ({row['property']}) · {row['ours']}{against}{note}"
    )
