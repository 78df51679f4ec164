"""Links as SSSOM, the simple standard for sharing mappings: a table with a head of comments, written and read back.

The links of a build and people's verdicts on links (`ontology/judgements/wikidata.sssom.tsv`) are in one format. A
verdict has the justification semapv:ManualMappingCuration; `Not` in predicate_modifier says that the item is something
else. https://mapping-commons.github.io/sssom/
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
    *("subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label"),
    *("mapping_justification", "author_label", "mapping_tool", "confidence", "comment"),
)
MANUAL, UNSPECIFIED, COMPOSITE = (
    f"semapv:{name}" for name in ("ManualMappingCuration", "UnspecifiedMatching", "CompositeMatching")
)
_PREDICATES = {Match.SAME: "owl:sameAs", Match.EXACT: "skos:exactMatch", Match.CLOSE: "skos:closeMatch"}
_MATCHES = {name: match for match, name in _PREDICATES.items()}
_PREFIXES = {
    "id": PREFIXES["id"],
    "wd": PREFIXES["wd"],
    "owl": "http://www.w3.org/2002/07/owl#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": PREFIXES["skos"],
}
_SEPARATOR = "; "
_TOOL = "soviet-kg"


def format_sssom(links: Iterable[Link], entity_labels: Mapping[str, str], item_labels: Mapping[str, str]) -> str:
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
    yield f'#license: "https://creativecommons.org/publicdomain/zero/1.0/"\n#mapping_set_id: "{PREFIXES["graph"]}links"\n'
    yield '#mapping_set_title: "Entities of the documents and items of Wikidata"\n'
    yield f'#mapping_tool: "{_TOOL}"\n#mapping_tool_version: "{__version__}"\n'


def _row(link: Link, subject: str, item: str) -> tuple[str, ...]:
    judged = link.match is Match.SAME
    justification = MANUAL if judged else UNSPECIFIED if link.by == GAZETTEER else COMPOSITE
    return (
        f"id:{percent_encode(link.entity, safe='-._~')}",
        _cell(subject),
        _PREDICATES[link.match],
        "",
        f"wd:{link.qid}",
        _cell(item),
        justification,
        _cell(link.by) if judged else "",
        "" if judged else _TOOL,
        f"{link.score:g}",
        _cell(_SEPARATOR.join(link.reasons)),
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


def read_verdicts(folder: Path | None = None) -> tuple[LinkVerdict, ...]:
    """Read people's verdicts on links from `folder`, else from the packaged ontology; none where there is no file.

    Raises BadDataFile, naming file and line, for a file that `lint_verdicts` would refuse.
    """
    path = (folder or find_resource("ontology/judgements")) / FILE
    findings = lint_verdicts(path)
    if findings:
        raise BadDataFile(findings[0])
    if not path.is_file():
        return ()
    return tuple(_verdict(row, place) for row, place in _rows(path))


def _verdict(row: Mapping[str, str], place: str) -> LinkVerdict:
    same = row["predicate_modifier"] != "Not"
    return LinkVerdict(_entity(row, place), _qid(row, place), same, row["comment"], row["author_label"])


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
        if row["predicate_modifier"] != "Not" and items.setdefault(row["subject_id"], place) != place:
            findings.append(f"{place}: {row['subject_id']} is another item already at {items[row['subject_id']]}")
    return tuple(findings)


def _fault(row: Mapping[str, str], place: str) -> str:
    if row["predicate_id"] not in ("owl:sameAs", "skos:exactMatch"):
        return f"{place}: predicate_id {row['predicate_id']!r} must be owl:sameAs, with Not where it is another"
    if row["predicate_modifier"] not in ("", "Not"):
        return f"{place}: predicate_modifier {row['predicate_modifier']!r} must be Not or nothing"
    if row["mapping_justification"] != MANUAL:
        return f"{place}: mapping_justification must be {MANUAL}: a verdict is a person's"
    if not row["comment"] or not row["author_label"]:
        return f"{place}: say in comment what the reason is, and in author_label who judged"
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


def append_verdict(path: Path, verdict: LinkVerdict, label: str, item_label: str) -> str:
    """Return the text of the file at `path` with one verdict more, in the place of an earlier one on the same two."""
    modifier = "" if verdict.same else "Not"
    row = "\t".join(
        (
            f"id:{percent_encode(verdict.entity, safe='-._~')}",
            _cell(label),
            "owl:sameAs",
            modifier,
            f"wd:{verdict.qid}",
            _cell(item_label),
            *(MANUAL, _cell(verdict.by), "", "1", _cell(verdict.reason)),
        )
    )
    text = path.read_text(encoding="utf-8") if path.is_file() else "".join((*_head(), "\t".join(COLUMNS), "\n"))
    lines = text.rstrip("\n").split("\n")
    start = next(number for number, line in enumerate(lines) if not line.startswith("#")) + 1
    kept = [line for line in lines[start:] if _pair(line) != _pair(row)]
    return "\n".join((*lines[:start], *sorted([*kept, row]), ""))


def _pair(line: str) -> tuple[str, str]:
    cells = line.split("\t")
    return cells[0], cells[4]
