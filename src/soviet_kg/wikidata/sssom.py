"""Links as SSSOM, the simple standard for sharing mappings: a table with a head of comments, written and read back.

The links of a build and people's verdicts on links (`ontology/judgements/wikidata.sssom.tsv`) are in one format, the
one in which merges are judged. A verdict is owl:sameAs, owl:differentFrom or skg:undecided, and has an author and a
reason.
https://mapping-commons.github.io/sssom/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote as percent_encode
from urllib.parse import unquote

from soviet_kg import __version__
from soviet_kg.errors import BadDataFile
from soviet_kg.model import Link, Match
from soviet_kg.resources import find_resource
from soviet_kg.terms import PREFIXES
from soviet_kg.wikidata.items import QID
from soviet_kg.wikidata.linking import GAZETTEER, MEASURED, LinkVerdict

FILE = "wikidata.sssom.tsv"
COLUMNS = (
    *("subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification"),
    *("author_label", "mapping_date", "mapping_tool", "confidence", "comment"),
)
VERDICTS = {"same": "owl:sameAs", "different": "owl:differentFrom", "unsure": "skg:undecided"}
MANUAL, UNSPECIFIED, COMPOSITE = (
    f"semapv:{name}" for name in ("ManualMappingCuration", "UnspecifiedMatching", "CompositeMatching")
)
_PREDICATES = {Match.SAME: "owl:sameAs", Match.EXACT: "skos:exactMatch", Match.CLOSE: "skos:closeMatch"}
_MATCHES = {name: match for match, name in _PREDICATES.items()}
_PREFIXES = {
    "id": PREFIXES["id"],
    "wd": PREFIXES["wd"],
    "owl": PREFIXES["owl"],
    "semapv": "https://w3id.org/semapv/vocab/",
    "skg": PREFIXES["skg"],
    "skos": PREFIXES["skos"],
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SEPARATOR = "; "
_TOOL = "soviet-kg"


def format_sssom(
    links: Iterable[Link], entity_labels: Mapping[str, str], item_labels: Mapping[str, str]
) -> str:
    """Return links as SSSOM/TSV, one line each, sorted by entity; undecided ones are no mappings and are left out."""
    rows = [
        _row(link, entity_labels.get(link.entity, ""), item_labels.get(link.qid, ""))
        for link in sorted(links, key=lambda link: (link.entity, link.qid))
        if link.match in _PREDICATES
    ]
    return "".join((*_head(), "\t".join(COLUMNS) + "\n", *("\t".join(row) + "\n" for row in rows)))


def _head() -> Iterator[str]:
    yield "#curie_map:\n"
    yield from (f'#  {prefix}: "{space}"\n' for prefix, space in sorted(_PREFIXES.items()))
    yield '#license: "https://creativecommons.org/publicdomain/zero/1.0/"\n'
    yield f'#mapping_set_id: "{PREFIXES["graph"]}links"\n'
    yield '#mapping_set_title: "Entities of the documents and items of Wikidata"\n'
    yield f'#mapping_tool: "{_TOOL}"\n#mapping_tool_version: "{__version__}"\n'


def _row(link: Link, subject: str, item: str) -> tuple[str, ...]:
    judged = link.match is Match.SAME
    justification = MANUAL if judged else UNSPECIFIED if link.by == GAZETTEER else COMPOSITE
    return (
        f"id:{percent_encode(link.entity, safe='-._~')}",
        _cell(subject),
        _PREDICATES[link.match],
        f"wd:{link.qid}",
        _cell(item),
        justification,
        _cell(link.by) if judged else "",
        "",
        "" if judged else _TOOL,
        f"{link.score:g}",
        _cell(_SEPARATOR.join(reason.replace(_SEPARATOR, ", ") for reason in link.reasons)),
    )


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def read_links(path: Path) -> tuple[Link, ...]:
    """Read back the links that `format_sssom` wrote. Raises BadDataFile, with the line, for what it cannot be."""
    return tuple(_link(row, place) for row, place in _rows(path))


def _link(row: Mapping[str, str], place: str) -> Link:
    match = _MATCHES.get(row["predicate_id"])
    if match is None:
        raise BadDataFile(f"{place}: predicate {row['predicate_id']!r}: use {', '.join(_MATCHES)}")
    by = row["author_label"] if match is Match.SAME else _BY.get(row["mapping_justification"], MEASURED)
    return Link(
        _entity(row, place),
        _qid(row, place),
        match,
        float(row["confidence"]),
        tuple(row["comment"].split(_SEPARATOR)),
        by,
    )


_BY = {UNSPECIFIED: GAZETTEER, COMPOSITE: MEASURED}


def read_verdicts(place: Path | None = None) -> tuple[LinkVerdict, ...]:
    """Read people's verdicts on links from a file or folder, else from the packaged ontology; none where none is.

    Raises BadDataFile, naming file and line, for a file that `lint_verdicts` would refuse.
    """
    place = place or find_resource("ontology/judgements")
    path = place / FILE if place.is_dir() else place
    findings = lint_verdicts(path)
    if findings:
        raise BadDataFile(findings[0])
    if not path.is_file():
        return ()
    return tuple(_verdict(row, where) for row, where in _rows(path))


def _verdict(row: Mapping[str, str], place: str) -> LinkVerdict:
    verdict = _WORDS[row["predicate_id"]]
    told = row["comment"], row["author_label"], row["mapping_date"]
    return LinkVerdict(_entity(row, place), _qid(row, place), verdict, *told)


_WORDS = {predicate: verdict for verdict, predicate in VERDICTS.items()}


def lint_verdicts(path: Path) -> tuple[str, ...]:
    """Return what is wrong with a file of verdicts, each finding with file and line; nothing where there is none."""
    if not path.is_file():
        return ()
    try:
        rows = list(_rows(path))
    except BadDataFile as error:
        return (str(error),)
    findings = [finding for row, place in rows if (finding := _fault(row, place))]
    items: dict[str, str] = {}
    for row, place in rows:
        is_same = row["predicate_id"] == VERDICTS["same"]
        if is_same and items.setdefault(row["subject_id"], place) != place:
            findings.append(
                f"{place}: {row['subject_id']} is another item already at {items[row['subject_id']]}"
            )
    return tuple(findings)


def _fault(row: Mapping[str, str], place: str) -> str:
    if row["predicate_id"] not in _WORDS:
        return f"{place}: predicate_id {row['predicate_id']!r} must be one of {', '.join(_WORDS)}"
    if row["mapping_justification"] != MANUAL:
        return f"{place}: mapping_justification must be {MANUAL}: a verdict is a person's"
    if not row["comment"] or not row["author_label"]:
        return f"{place}: must say who judged (author_label) and why (comment)"
    if row["mapping_date"] and not _DAY.fullmatch(row["mapping_date"]):
        return f"{place}: mapping_date {row['mapping_date']!r} must be YYYY-MM-DD"
    try:
        _entity(row, place), _qid(row, place)
    except BadDataFile as error:
        return str(error)
    return ""


def _rows(path: Path) -> Iterator[tuple[dict[str, str], str]]:
    """Give each row with its place; lines that begin with # are the head."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadDataFile(f"{path}: {error}; restore the file") from error
    body = [(number, line) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]
    if not body or tuple(body[0][1].split("\t")) != COLUMNS:
        raise BadDataFile(f"{path}: the columns must be {' '.join(COLUMNS)}, separated by tabs")
    for number, line in body[1:]:
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            raise BadDataFile(f"{path}:{number}: {len(cells)} cells; the columns are {len(COLUMNS)}")
        yield dict(zip(COLUMNS, cells, strict=True)), f"{path}:{number}"


def _entity(row: Mapping[str, str], place: str) -> str:
    prefix, _, name = row["subject_id"].partition(":")
    if prefix != "id" or not name:
        raise BadDataFile(f"{place}: subject_id {row['subject_id']!r}: write id: and the entity's id")
    return unquote(name)


def _qid(row: Mapping[str, str], place: str) -> str:
    prefix, _, qid = row["object_id"].partition(":")
    if prefix != "wd" or not QID.fullmatch(qid):
        raise BadDataFile(f"{place}: object_id {row['object_id']!r}: write wd: and the QID")
    return qid


def format_verdicts(
    verdicts: Iterable[LinkVerdict],
    item_labels: Mapping[str, str],
    entity_labels: Mapping[str, str] | None = None,
) -> str:
    """Return verdicts as a file that `read_verdicts` reads, sorted by entity and item."""
    rows = sorted(
        (row.entity, row.qid, _verdict_row(row, (entity_labels or {}).get(row.entity, ""), item_labels))
        for row in verdicts
    )
    return "".join((*_head(), "\t".join(COLUMNS) + "\n", *(f"{row}\n" for _, _, row in rows)))


def _verdict_row(verdict: LinkVerdict, label: str, item_labels: Mapping[str, str]) -> str:
    subject = f"id:{percent_encode(verdict.entity, safe='-._~')}"
    item = f"wd:{verdict.qid}", item_labels.get(verdict.qid, "")
    cells = (subject, label, VERDICTS[verdict.verdict], *item, MANUAL, verdict.by, verdict.day, "", "1")
    return "\t".join(map(_cell, (*cells, verdict.reason)))


def with_verdict(
    path: Path, verdict: LinkVerdict, item_labels: Mapping[str, str], entity_labels: Mapping[str, str]
) -> str:
    """Return the text of the file at `path` with one verdict more, in the place of an earlier one on the same two.

    Raises BadDataFile where the file is none of verdicts.
    """
    known = read_verdicts(path) if path.is_file() else ()
    kept = [row for row in known if (row.entity, row.qid) != (verdict.entity, verdict.qid)]
    return format_verdicts([*kept, verdict], item_labels, entity_labels)
