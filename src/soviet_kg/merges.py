"""How well names are gathered: pairs of mentions that a build joins, against pairs that people would join.

Gold lists names, not places: each name and alias of an entity is looked for in its document, the longest first,
and one that two entities of the document bear says nothing. A mention of the build stands for such a place where
the words of both, articles aside, overlap by three quarters. Words that stand for a name ("the Congress", "he") are
left aside: who they are is a question of reading, not of merging.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path
from typing import Any

from soviet_kg.errors import BadDataFile
from soviet_kg.evaluate import Gold, Score, common_documents
from soviet_kg.model import Corpus, Document, Span
from soviet_kg.resolve import is_reference

COLUMNS = ("document", "entity", "is")
_MOST = 0.75
_ARTICLE = re.compile(r"(?:\W|_)*(?:(?:the|an?)\s+)?", re.IGNORECASE)
_NAMES = ("gazetteer/", "grammar/")  # by what a mention was recognised that is a name
_ENOUGH = 3  # letters: a form of fewer is found in other words' company too often

Identity = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Item:
    """Words of one document with whom gold and the build take them for; `form` is how they are written."""

    document: str
    form: str
    gold: str
    built: str


@dataclass(frozen=True, slots=True)
class MergeScore:
    """Pairs that should be joined, are joined, and are rightly joined: by place, by name, and across documents.

    `mentions` counts each place, `names` each form of a document once, `across` those pairs of names whose two
    documents differ. `items` is how many places were compared, of `places` where gold has a name.
    """

    mentions: Score
    names: Score
    across: Score
    items: int
    places: int
    split: tuple[tuple[str, tuple[Item, ...]], ...] = ()
    mixed: tuple[tuple[str, tuple[Item, ...]], ...] = ()


def evaluate_merges(corpus: Corpus, golds: Iterable[Gold], identity: Identity | None = None) -> MergeScore:
    """Score how a build joins the names that gold has.

    Entities of two gold files are one where `identity` gives both one name; where it is silent, the id in the
    gold file is the name. `split` lists gold entities whose names the build keeps apart, `mixed` entities of the
    build that hold several of gold, each with one item for each form. Raises WrongUse where build and gold have no
    document in common.
    """
    documents = {document.id: document for document in corpus.documents}
    places = 0
    items: list[Item] = []
    for gold in common_documents(corpus, golds):
        spans = gold_spans(gold, documents[gold["document"]], identity or {})
        places += len(spans)
        items += _align(spans, built_spans(corpus, gold["document"]), documents[gold["document"]])
    names = sorted(set(items), key=lambda item: (item.gold, item.built, item.document, item.form))
    within = [_pairs([name for name in names if name.document == one]) for one in documents]
    both = _pairs(names)
    inner = sum(within, Score())
    across = Score(both.gold - inner.gold, both.predicted - inner.predicted, both.right - inner.right)
    return MergeScore(
        _pairs(items), both, across, len(items), places, _torn(names, "gold"), _torn(names, "built")
    )


def read_identity(path: Path) -> Identity:
    """Read which entities of gold files are one: tab-separated columns document, entity, is.

    Raises BadDataFile, naming file and line.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(next(rows, ())) != COLUMNS:
            raise BadDataFile(f"{path}:1: the columns must be {' '.join(COLUMNS)}, separated by tabs")
        return dict(_identity_row(path, number, row) for number, row in enumerate(rows, start=2))


def _identity_row(path: Path, number: int, row: Sequence[str]) -> tuple[tuple[str, str], str]:
    if len(row) != len(COLUMNS) or not all(row):
        raise BadDataFile(f"{path}:{number}: must have {len(COLUMNS)} cells, none empty")
    return (row[0], row[1]), row[2]


def gold_spans(gold: Gold, document: Document, identity: Identity) -> list[tuple[Span, str]]:
    """Return where the names of gold stand in a document, in order, and whose they are."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for wanted in gold["entities"]:
        who = identity.get((gold["document"], wanted["id"]), wanted["id"])
        for form in (wanted["name"], *wanted.get("aliases", ())):
            bearers[" ".join(form.split())].add(who)
    forms = sorted((form for form in bearers if len(form) >= _ENOUGH), key=lambda form: (-len(form), form))
    if not forms:
        return []
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(_loosely, forms)) + r")(?!\w)")
    found = ((_bare(match), bearers[" ".join(match[0].split())]) for match in pattern.finditer(document.text))
    return [(span, next(iter(who))) for span, who in found if len(who) == 1]


def _bare(match: re.Match[str]) -> Span:
    """Return where the words stand without an article or signs in front: "the Army" is as long as "Army"."""
    start = match.end()
    article = _ARTICLE.match(match.string, match.start(), start)
    return Span(article.end() if article and article.end() < start else match.start(), start)


def _loosely(form: str) -> str:
    return r"\s+".join(map(re.escape, form.split()))


def built_spans(corpus: Corpus, document: str) -> list[tuple[Span, bool, str]]:
    """Return where the names of a build stand in a document, in order, whether they are names, and of which entity.

    What has no name ("the arrest of the Government") is called by the words that tell of it.
    """
    return sorted(
        (Span(mention.quote.start, mention.quote.stop), mention.how.startswith(_NAMES), entity.id)
        for entity in corpus.entities
        for mention in entity.mentions
        if mention.quote.document == document and not is_reference(mention)
    )


def _align(
    gold: Iterable[tuple[Span, str]], built: Sequence[tuple[Span, bool, str]], document: Document
) -> Iterator[Item]:
    starts = [span.start for span, _, _ in built]
    longest = max((span.stop - span.start for span, _, _ in built), default=0)
    for span, who in gold:
        near = built[bisect_left(starts, span.start - longest) : bisect_left(starts, span.stop)]
        candidates = [(_overlap(span, other), is_name, entity) for other, is_name, entity in near]
        share, _, entity = max(candidates, default=(0.0, False, ""))
        if share >= _MOST:
            form = " ".join(document.text[span.start : span.stop].split())
            yield Item(document.id, form, who, entity)


def _overlap(left: Span, right: Span) -> float:
    """Return the share of both stretches that they have in common (Jaccard)."""
    common = min(left.stop, right.stop) - max(left.start, right.start)
    return max(0, common) / (max(left.stop, right.stop) - min(left.start, right.start))


def _pairs(items: Iterable[Item]) -> Score:
    """Count pairs from the sizes of the groups, as one does for the Rand index (Hubert, Arabie 1985)."""
    counts = Counter((item.gold, item.built) for item in items)
    gold: Counter[str] = Counter()
    built: Counter[str] = Counter()
    for (who, entity), number in counts.items():
        gold[who] += number
        built[entity] += number
    return Score(_sum(gold), _sum(built), _sum(counts))


def _sum(counts: Mapping[Any, int]) -> int:
    return sum(comb(number, 2) for number in counts.values())


def _torn(names: Sequence[Item], side: str) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    other = "built" if side == "gold" else "gold"
    groups: dict[str, list[Item]] = defaultdict(list)
    for name in names:
        groups[getattr(name, side)].append(name)
    return tuple(
        (key, tuple(group))
        for key, group in sorted(groups.items())
        if len({getattr(name, other) for name in group}) > 1
    )
