"""Judgements: rows of data that say who is whom, signed, dated and reversible.

A file of judgements is a table of SSSOM (Matentzoglu et al. 2022, mapping-commons.github.io/sssom): one row for each
pair, tab-separated, below comments that say what the prefixes mean. The verdict is the predicate: owl:sameAs,
owl:differentFrom, or skg:undecided. Rows of people bear an author and a day; rows of the machine bear a tool and a
confidence, and no day.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from soviet_kg.errors import BadDataFile, WrongUse
from soviet_kg.model import Judgement
from soviet_kg.resources import find_resource

PACKAGED = "ontology/judgements"
FILE = "entities.sssom.tsv"
PREDICATES = {"same": "owl:sameAs", "different": "owl:differentFrom", "unsure": "skg:undecided"}
VERDICTS = {predicate: verdict for verdict, predicate in PREDICATES.items()}
BY_HAND, BY_MACHINE = "semapv:ManualMappingCuration", "semapv:CompositeMatching"
TOOL = "soviet-kg"
REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
COLUMNS = (
    *("subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification"),
    *("author_label", "mapping_date", "mapping_tool", "confidence", "comment"),
)
HEADER = """\
#mapping_set_id: https://w3id.org/soviet-kg/judgements
#license: https://creativecommons.org/publicdomain/zero/1.0/
#curie_map:
#  id: https://w3id.org/soviet-kg/id/
#  owl: http://www.w3.org/2002/07/owl#
#  semapv: https://w3id.org/semapv/vocab/
#  skg: https://w3id.org/soviet-kg/ontology#
"""
_KEY = re.compile(r"id:[^\s:]+$")
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What judgements say together: same+same is same, same+different is different, anything else unsure.

    `groups` maps each judged key to the first key of those that are the same; `apart` and `open` hold pairs of such
    first keys, sorted, that somebody calls different, or would not decide.
    """

    groups: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[tuple[str, str]] = frozenset()
    open: frozenset[tuple[str, str]] = frozenset()

    def between(self, left: str, right: str) -> str:
        """Return "same", "different" or "unsure" for two keys, "" where no chain of rows says anything of them."""
        first, second = self.groups.get(left, left), self.groups.get(right, right)
        pair = (min(first, second), max(first, second))
        if first == second:
            return "same" if left == right or left in self.groups else ""
        if pair in self.apart:
            return "different"
        return "unsure" if pair in self.open else ""


def read_judgements(path: Path | None = None) -> tuple[Judgement, ...]:
    """Read a file of judgements, or every `*entities.sssom.tsv` of a folder; without `path`, the packaged ones.

    Each judgement knows its file and line. Raises WrongUse for a missing file and BadDataFile, naming file, line and
    remedy, for what `lint_judgements` would refuse.
    """
    rows: list[Judgement] = []
    for file in _files(path or find_resource(PACKAGED)):
        findings = _lint_file(file)
        if findings:
            raise BadDataFile(findings[0])
        rows += [_read_row(row, f"{file}:{number}") for number, row in _numbered_rows(file)]
    return tuple(rows)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(path.glob(f"*{FILE}"))
    if not path.is_file():
        raise WrongUse(f"{path}: no such file of judgements; soviet-kg review writes one")
    return [path]


def _numbered_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a table by their line numbers; comments and blank lines count as lines."""
    lines = path.read_text(encoding="utf-8").splitlines()
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if line and line[0] != "#"]
    if not numbered:
        return []
    names = numbered[0][1].split("\t")
    return [(number, dict(zip(names, line.split("\t"), strict=False))) for number, line in numbered[1:]]


def _read_row(row: dict[str, str], place: str) -> Judgement:
    left, right = row["subject_id"].removeprefix("id:"), row["object_id"].removeprefix("id:")
    return Judgement(
        left,
        right,
        VERDICTS[row["predicate_id"]],
        row.get("comment", ""),
        row.get("author_label") or row.get("mapping_tool", ""),
        date=row.get("mapping_date", ""),
        labels=(row.get("subject_label", ""), row.get("object_label", "")),
        confidence=float(row.get("confidence") or 1),
        place=place,
    )


def lint_judgements(path: Path) -> tuple[str, ...]:
    """Return what is wrong with a file of judgements or those of a folder, each finding with file and line."""
    files = _files(path)
    if not files:
        return (f"{path / FILE}: missing; a file with the columns {' '.join(REQUIRED)} will do",)
    return tuple(finding for file in files for finding in _lint_file(file))


def _lint_file(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    at, header = next(
        ((n, line) for n, line in enumerate(lines, start=1) if line and line[0] != "#"), (1, "")
    )
    names = header.split("\t")
    if missing := [name for name in REQUIRED if name not in names]:
        return [f"{path}:{at}: the columns must be separated by tabs and include {' '.join(missing)}"]
    return [
        f"{path}:{number}: {what}"
        for number, line in enumerate(lines, start=1)
        if number > at and line and line[0] != "#"
        for what in _lint_row(names, line.split("\t"))
    ]


def _lint_row(names: Sequence[str], cells: Sequence[str]) -> Iterator[str]:
    if len(cells) != len(names):
        yield f"must have {len(names)} cells, as its header has; this row has {len(cells)}"
        return
    row = dict(zip(names, cells, strict=True))
    for end in ("subject_id", "object_id"):
        if not _KEY.match(row[end]):
            yield f"{end} {row[end]!r} must be id: and the key of an entity"
    if row["subject_id"] == row["object_id"]:
        yield "compares a thing with itself; remove the row"
    if row["predicate_id"] not in VERDICTS:
        yield f"predicate_id {row['predicate_id']!r} must be one of {', '.join(VERDICTS)}"
    if row["mapping_justification"] == BY_HAND and not (row.get("author_label") and row.get("comment")):
        yield "must say who judged (author_label) and why (comment)"
    if row.get("mapping_date") and not _DAY.match(row["mapping_date"]):
        yield f"mapping_date {row['mapping_date']!r} must be YYYY-MM-DD"


def is_by_hand(row: Judgement) -> bool:
    """Say whether a person judged so."""
    return row.by != TOOL


def format_judgements(rows: Iterable[Judgement]) -> list[str]:
    """Return the lines of a file of judgements, sorted, each pair in alphabetical order.

    >>> format_judgements([Judgement("b", "a", "same", "one life", "N. N.", "2026-01-02")])[-1].split("\\t")[:4]
    ['id:a', '', 'owl:sameAs', 'id:b']
    """
    return [*HEADER.splitlines(), "\t".join(COLUMNS), *sorted(set(map(_format_row, rows)))]


def _format_row(row: Judgement) -> str:
    (left, here), (right, there) = sorted(zip((row.left, row.right), row.labels, strict=True))
    by_hand = is_by_hand(row)
    cells = (
        *(f"id:{left}", here, PREDICATES[row.verdict], f"id:{right}", there),
        *(BY_HAND if by_hand else BY_MACHINE, row.by if by_hand else "", row.date, "" if by_hand else row.by),
        *("" if by_hand else f"{row.confidence:.3f}", row.reason),
    )
    return "\t".join(" ".join(cell.split()) for cell in cells)


def compose(rows: Iterable[Judgement]) -> Verdicts:
    """Return what the rows say together, along chains.

    Raises BadDataFile, naming every row of the chain with its file and line, where "same" joins what another row calls
    different.
    """
    rows = tuple(rows)
    joined: dict[str, list[tuple[str, Judgement]]] = defaultdict(list)
    for row in rows:
        if row.verdict == "same":
            joined[row.left].append((row.right, row))
            joined[row.right].append((row.left, row))
    groups = _groups(joined)
    for row in rows:
        if row.verdict == "different" and groups.get(row.left, row.left) == groups.get(row.right, row.right):
            raise BadDataFile(_contradiction(row, _chain(joined, row.left, row.right)))

    def pairs(verdict: str) -> frozenset[tuple[str, str]]:
        ends = (
            (groups.get(r.left, r.left), groups.get(r.right, r.right)) for r in rows if r.verdict == verdict
        )
        return frozenset((min(pair), max(pair)) for pair in ends if pair[0] != pair[1])

    return Verdicts(groups, pairs("different"), pairs("unsure"))


def _groups(joined: Mapping[str, list[tuple[str, Judgement]]]) -> dict[str, str]:
    """Map each key to the first, in alphabetical order, of those that rows join it to."""
    groups: dict[str, str] = {}
    for first in sorted(joined):
        waiting = [] if first in groups else [first]
        while waiting:
            key = waiting.pop()
            if key not in groups:
                groups[key] = first
                waiting += [other for other, _ in joined[key]]
    return groups


def _chain(joined: Mapping[str, list[tuple[str, Judgement]]], left: str, right: str) -> list[Judgement]:
    """Return the rows of a shortest chain of "same" from one key to another."""
    came: dict[str, tuple[str, Judgement] | None] = {left: None}
    waiting = deque([left])
    while waiting and right not in came:
        key = waiting.popleft()
        for other, row in joined.get(key, ()):
            if other not in came:
                came[other] = (key, row)
                waiting.append(other)
    rows: list[Judgement] = []
    step = came.get(right)
    while step:
        rows.insert(0, step[1])
        step = came[step[0]]
    return rows


def _contradiction(row: Judgement, chain: Sequence[Judgement]) -> str:
    same = "; ".join(f"{_place(one)} says {one.left} is {one.right} ({one.reason})" for one in chain)
    said = f"{_place(row)} says {row.left} is not {row.right} ({row.reason})"
    return f"{said}, but {same or 'a thing is itself'}; remove one of these rows"


def _place(row: Judgement) -> str:
    return row.place or f"a judgement of {row.by or 'nobody'}"
