"""Same or not: gather the mentions of all documents into entities, under the judgements of people.

A merge gives several mention keys one entity; it touches no claim, no quote and no claim id.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from soviet_kg.errors import BadDataFile
from soviet_kg.gazetteer import Gazetteer
from soviet_kg.model import Claim, Entity, Extraction, Judgement, Kind, Mention
from soviet_kg.resources import find_resource

if TYPE_CHECKING:
    import networkx as nx

COLUMNS = ("left", "right", "verdict", "reason", "by")
FILES = {"same.tsv": "same", "different.tsv": "different"}

Form = tuple[str, str]
Mentioned = Mapping[str, list[tuple[Extraction, Mention]]]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the gazetteer knows, asked about keys of which it may know nothing."""

    gazetteer: Gazetteer
    slugs: frozenset[str]

    def qid(self, key: str) -> str:
        return self.gazetteer.qid(key) if key in self.slugs else ""


def resolve(
    extractions: Iterable[Extraction], gazetteer: Gazetteer, judgements: Iterable[Judgement] = ()
) -> tuple[Entity, ...]:
    """Return the entities that the mentions of all documents stand for, sorted by id.

    Mentions with one key are one entity; "same" judgements join keys along chains, and "different" ones
    forbid that. A key of the gazetteer brings its labels and QID; any other is labelled, in each language,
    with the label that most of its mentions bear, and its kind is that of most of its mentions. Raises
    BadDataFile, naming the rows, where a chain of "same" joins what a row calls different, or two QIDs.
    """
    known = _Known(gazetteer, frozenset(form.slug for form in gazetteer.forms))
    mentioned = _group_mentions(extractions)
    groups = _join_keys(mentioned, tuple(judgements), known)
    return tuple(sorted((_make_entity(keys, mentioned, known) for keys in groups), key=lambda e: e.id))


def mentions_of(claim: Claim) -> Iterator[Mention]:
    """Yield every mention that a claim points at: subject, object, speaker and qualifiers."""
    values = (claim.subject, claim.object, claim.speaker, *(value for _, value in claim.qualifiers))
    yield from (value for value in values if isinstance(value, Mention))


def is_reference(mention: Mention) -> bool:
    """Say whether the words are no name but stand for one ("the Congress", "it")."""
    return mention.how.startswith("reference/")


def _group_mentions(extractions: Iterable[Extraction]) -> Mentioned:
    mentioned: dict[str, list[tuple[Extraction, Mention]]] = defaultdict(list)
    for extraction in extractions:
        claimed = (mention for claim in extraction.claims for mention in mentions_of(claim))
        for mention in dict.fromkeys((*extraction.mentions, *claimed)):
            mentioned[mention.key].append((extraction, mention))
    return mentioned


def _join_keys(
    keys: Iterable[str], judgements: tuple[Judgement, ...], known: _Known
) -> list[tuple[str, ...]]:
    """Return `keys` in groups, each sorted: what the judgements join, and every other key alone.

    A contradiction is one also between keys that nothing mentions.
    """
    import networkx as nx

    joined: nx.Graph[str] = nx.Graph()
    joined.add_edges_from((row.left, row.right) for row in judgements if row.verdict == "same")
    for row in judgements:
        if row.verdict == "different":
            _refuse_chain(joined, row)
    _refuse_two_qids(joined, known)
    wanted = set(keys)
    joined.add_nodes_from(wanted)
    groups = (tuple(sorted(wanted & group)) for group in nx.connected_components(joined))
    return sorted(group for group in groups if group)


def _refuse_chain(joined: nx.Graph[str], row: Judgement) -> None:
    import networkx as nx

    if row.left in joined and row.right in joined and nx.has_path(joined, row.left, row.right):
        chain = " = ".join(nx.shortest_path(joined, row.left, row.right))
        raise BadDataFile(
            f"ontology/judgements: same.tsv says {chain}, "
            f"different.tsv says {row.left} is not {row.right} ({row.reason}); remove one of these rows"
        )


def _refuse_two_qids(joined: nx.Graph[str], known: _Known) -> None:
    import networkx as nx

    for group in nx.connected_components(joined):
        qids = {qid: key for key in sorted(group) if (qid := known.qid(key))}
        if len(qids) > 1:
            pairs = " = ".join(f"{key} ({qid})" for qid, key in sorted(qids.items()))
            raise BadDataFile(
                f"ontology/judgements/same.tsv: joins {pairs}, different things in Wikidata; "
                "remove a row of that chain or correct a QID in the gazetteer"
            )


def _make_entity(keys: tuple[str, ...], mentioned: Mentioned, known: _Known) -> Entity:
    found = [pair for key in keys for pair in mentioned[key]]
    head = min(keys, key=lambda key: (key not in known.slugs, -len(mentioned[key]), key))
    listed = head in known.slugs
    labels = known.gazetteer.labels(head) if listed else _labels(found)
    return Entity(
        id=head,
        kind=known.gazetteer.kind(head) if listed else _most_common_kind(mention for _, mention in found),
        labels=labels,
        aliases=tuple(sorted(_written_forms(found) - set(labels))),
        qid=next((qid for key in (head, *keys) if (qid := known.qid(key))), ""),
        mentions=tuple(sorted((mention for _, mention in found), key=_place)),
        keys=keys,
    )


def _labels(found: list[tuple[Extraction, Mention]]) -> tuple[Form, ...]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for extraction, mention in found:
        counts[extraction.document.language][mention.label] += 0 if is_reference(mention) else 1
    return tuple(sorted((language, _most_common(forms)) for language, forms in counts.items()))


def _most_common(counts: Counter[str]) -> str:
    return min(counts, key=lambda form: (-counts[form], -len(form), form))


def _most_common_kind(mentions: Iterable[Mention]) -> Kind:
    counts = Counter(mention.kind for mention in mentions)
    order = list(Kind)
    return min(counts, key=lambda kind: (-counts[kind], order.index(kind)))


def _written_forms(found: list[tuple[Extraction, Mention]]) -> set[Form]:
    return {
        (extraction.document.language, " ".join(mention.quote.text(extraction.document).split()))
        for extraction, mention in found
        if not is_reference(mention)
    }


def _place(mention: Mention) -> tuple[str, int, int, str, str]:
    quote = mention.quote
    return quote.document, quote.start, quote.stop, mention.key, mention.how


def read_judgements(folder: Path | None = None) -> tuple[Judgement, ...]:
    """Read `same.tsv` and `different.tsv` from `folder`, else from the packaged ontology.

    Raises BadDataFile, naming file, line and remedy, for a file that `lint_judgements` would refuse.
    """
    folder = folder or find_resource("ontology/judgements")
    findings = lint_judgements(folder)
    if findings:
        raise BadDataFile(findings[0])
    return tuple(row for name in FILES for row in _read_rows(folder / name))


def _read_rows(path: Path) -> Iterator[Judgement]:
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Judgement(*(row[name] for name in COLUMNS))


def lint_judgements(folder: Path) -> tuple[str, ...]:
    """Return what is wrong with the judgement files of `folder`, each finding with file and line."""
    return tuple(finding for name in FILES for finding in _lint_file(folder / name))


def _lint_file(path: Path) -> Iterator[str]:
    if not path.is_file():
        yield f"{path}: missing; a file with the header {' '.join(COLUMNS)} will do"
        return
    header, *lines = path.read_text(encoding="utf-8").splitlines() or [""]
    if tuple(header.split("\t")) != COLUMNS:
        yield f"{path}:1: the columns must be {' '.join(COLUMNS)}, separated by tabs"
        return
    for number, line in enumerate(lines, start=2):
        yield from (f"{path}:{number}: {what}" for what in _lint_row(line, FILES[path.name]))
    if lines != sorted(set(lines)):
        yield f"{path}: rows must be sorted and unlike each other; sort -u the lines below the header"


def _lint_row(line: str, verdict: str) -> Iterator[str]:
    cells = line.split("\t")
    if len(cells) != len(COLUMNS) or not all(cell.strip() for cell in cells):
        yield f"must have {len(COLUMNS)} cells, none empty; say what the reason is and who judged"
    elif cells[2] != verdict:
        yield f"verdict {cells[2]!r} must be {verdict!r} in this file"
    elif cells[0] >= cells[1]:
        yield f"{cells[0]} must sort before {cells[1]}; exchange left and right"
