"""Find passages that two documents share word for word: whoever copies a text is no second witness of it.

Runs of at least five equal words, in the same order and not far from each other, make a passage; the method of
Smith, Cordell & Mullen, "Computational Methods for Uncovering Reprinted Texts in Antebellum Newspapers" (2015), without
its statistics. A name is one word however long it is: titles of congresses are shared by everybody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from soviet_kg.model import Corpus, Document, Quote, Span

_RUN = 5  # equal words that count as no accident
_GAP = 8  # words between two runs of one passage, on either side
_PASSAGE = 12  # equal words of a passage
_COMMON = 20  # places of a run above which it is a formula
_WORD = re.compile(r"\w+(?:['’]\w+)?")

_Tokens = list[tuple[str, int, int]]
Passages = Mapping[tuple[str, str], Sequence[tuple[Quote, Quote]]]


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Two stretches of different documents that say the same in (nearly) the same words; `words` are equal in both."""

    left: Quote
    right: Quote
    words: int


def find_passages(corpus: Corpus) -> tuple[Passage, ...]:
    """Return what each two documents share, sorted by place. Navigation and page numbers are not looked at."""
    names = _names(corpus)
    tokens = {document.id: _tokens(document, names[document.id]) for document in corpus.documents}
    hits: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for at in _places(tokens):
        for left, right in combinations(sorted(at), 2):
            hits[left, right] += product(at[left], at[right])
    found = (
        _passage(*pair, chain, tokens) for pair, places in hits.items() for chain in _chains(_runs(places))
    )
    return tuple(sorted(passage for passage in found if passage.words >= _PASSAGE))


def by_documents(passages: Iterable[Passage]) -> Passages:
    """Return the passages of each two documents, under their ids in both orders, the first document's side first."""
    pairs: dict[tuple[str, str], list[tuple[Quote, Quote]]] = defaultdict(list)
    for passage in passages:
        for one, other in ((passage.left, passage.right), (passage.right, passage.left)):
            pairs[one.document, other.document].append((one, other))
    return pairs


def are_of_one_text(one: Quote, other: Quote, passages: Passages) -> bool:
    """Say whether two quotes stand in one passage that their documents share.

    That is: half of each quote lies in the passage, or half of the passage in the quote.
    """
    sides = passages.get((one.document, other.document), ())
    return any(_overlap(one, a) and _overlap(other, b) for a, b in sides)


def _overlap(quote: Quote, passage: Quote) -> bool:
    shared = min(quote.stop, passage.stop) - max(quote.start, passage.start)
    return 2 * shared >= min(quote.stop - quote.start, passage.stop - passage.start)


def _names(corpus: Corpus) -> Mapping[str, list[tuple[Span, str]]]:
    """Return where each document names a thing, and which."""
    names: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for entity in corpus.entities:
        for mention in entity.mentions:
            if not mention.how.startswith("reference/"):
                names[mention.quote.document].append(
                    (Span(mention.quote.start, mention.quote.stop), entity.id)
                )
    return names


def _tokens(document: Document, names: list[tuple[Span, str]]) -> _Tokens:
    """Return the words with their offsets: a name is one, a name inside a name none."""
    taken: list[tuple[str, int, int]] = []
    at = 0
    for span, name in sorted(names, key=lambda pair: (pair[0].start, -pair[0].stop, pair[1])):
        if span.start >= at:
            taken.append((name, span.start, span.stop))
            at = span.stop
    blocked = [(m.start, m.stop) for m in document.marks] + [(start, stop) for _, start, stop in taken]
    words = [
        (match[0].casefold(), match.start(), match.end())
        for match in _free(_WORD, document.text, sorted(blocked))
    ]
    return sorted([*taken, *words], key=lambda token: token[1:])


def _free(pattern: re.Pattern[str], text: str, blocked: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    at = 0
    for start, stop in [*blocked, (len(text), len(text))]:
        yield from pattern.finditer(text, at, max(at, start))
        at = max(at, stop)


def _places(tokens: Mapping[str, _Tokens]) -> list[dict[str, list[int]]]:
    """Return, for each run of words that two documents share, where it begins in each."""
    index: dict[tuple[str, ...], dict[str, list[int]]] = defaultdict(dict)
    for document, words in tokens.items():
        forms = [word for word, _, _ in words]
        for i in range(len(forms) - _RUN + 1):
            index[tuple(forms[i : i + _RUN])].setdefault(document, []).append(i)
    return [at for at in index.values() if len(at) > 1 and sum(map(len, at.values())) <= _COMMON]


def _runs(hits: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Join runs that go on on both sides; each is (first word left, first word right, number of words)."""
    runs: list[tuple[int, int, int]] = []
    for a, b in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
        if runs and runs[-1][0] - runs[-1][1] == a - b and a <= runs[-1][0] + runs[-1][2]:
            first, other, _ = runs[-1]
            runs[-1] = (first, other, a - first + _RUN)
        else:
            runs.append((a, b, _RUN))
    return sorted(runs)


def _chains(runs: list[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    """Gather runs that follow each other on both sides with few words between them."""
    chains: list[list[tuple[int, int, int]]] = []
    for run in runs:
        chain = next((c for c in reversed(chains) if _follows(c[-1], run)), None)
        if chain is None:
            chains.append([run])
        else:
            chain.append(run)
    return chains


def _follows(last: tuple[int, int, int], run: tuple[int, int, int]) -> bool:
    gaps = (run[side] - last[side] - last[2] for side in (0, 1))
    return all(-_RUN < gap <= _GAP for gap in gaps)


def _passage(
    left: str, right: str, chain: list[tuple[int, int, int]], tokens: Mapping[str, _Tokens]
) -> Passage:
    def quote(document: str, side: int) -> Quote:
        words = tokens[document]
        return Quote(document, words[chain[0][side]][1], words[chain[-1][side] + chain[-1][2] - 1][2])

    covered = {word for first, _, count in chain for word in range(first, first + count)}
    return Passage(quote(left, 0), quote(right, 1), len(covered))


def origins(quotes: Sequence[Quote], passages: Passages) -> int:
    """Return how many independent witnesses the quotes are: documents that share the quoted words count once."""
    documents = sorted({quote.document for quote in quotes})
    group = {document: document for document in documents}
    for one, other in combinations(quotes, 2):
        if one.document != other.document and are_of_one_text(one, other, passages):
            old, new = group[other.document], group[one.document]
            group = {document: new if head == old else head for document, head in group.items()}
    return len(set(group.values()))
