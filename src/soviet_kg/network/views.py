"""Ask a view in SPARQL, and make the network of what it answers.

A view is a saved query in `queries/views/` whose rows are `?from ?to ?claim`: two things, or a source and a
thing, and a claim that joins them. What the claim says, and in which words, is read from the build's tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from soviet_kg.errors import BadDataFile, WrongUse
from soviet_kg.network.evidence import Reader
from soviet_kg.network.parts import Edge, Network, cover
from soviet_kg.query import SavedQuery, find_query, list_queries, run_query
from soviet_kg.records import read_corpus
from soviet_kg.resources import find_resource

if TYPE_CHECKING:
    from soviet_kg.model import Corpus
    from soviet_kg.query import QueryResult

Row = tuple[str, str, str]
_COLUMNS = ("from", "to", "claim")
SPEAKS_OF = "speaksOf"  # what joins a source and a thing, whatever its claims say


def list_views() -> tuple[SavedQuery, ...]:
    """Return the packaged views."""
    return list_queries(find_resource("queries/views"))


def read_view(build: Path, name: str, language: str = "en") -> Network:
    """Return the network of a view over a build, its labels in English or Russian where the build has them.

    `name` is a packaged view's, or the path of a .rq file of that shape. Raises WrongUse for an unknown view
    and where there is no build, BadQuery for SPARQL that does not parse, BadDataFile for other columns.
    """
    from soviet_kg.store import open_store

    view = _find(name)
    corpus = read_corpus(build)
    result = run_query(open_store(build / "store"), view.text)
    return make_network(corpus, _rows(result, name), view, language)


def _find(name: str) -> SavedQuery:
    path = Path(name)
    if path.suffix == ".rq" and path.is_file():
        found = {query.name: query for query in list_queries(path.parent)}
        return found[path.stem]
    known = [view.name for view in list_views()]
    if name not in known:
        raise WrongUse(f"no view is named {name!r}; there is: {', '.join(known)}; or give a file VIEW.rq")
    return find_query(name, find_resource("queries/views"))


def _rows(result: QueryResult, name: str) -> Iterator[Row]:
    if result.columns != _COLUMNS:
        raise BadDataFile(f"{name}.rq: a view selects ?from ?to ?claim, and not {' '.join(result.columns)}")
    for tail, head, claim in result.rows:
        yield _node_id(tail), _node_id(head), claim.removeprefix("claim:")


def _node_id(cell: str) -> str:
    """Return the node of "id:vladimir-lenin" or "source:001"; only a source keeps its prefix."""
    space, _, name = cell.partition(":")
    return name if space == "id" else f"{space}/{name}"


def make_network(corpus: Corpus, rows: Iterable[Row], view: SavedQuery, language: str = "en") -> Network:
    """Return the network of rows (tail, head, claim id), edges that say the same gathered into one."""
    reader = Reader(corpus, language)
    gathered: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for tail, head, claim in rows:
        says = reader.claims[claim]
        name = SPEAKS_OF if tail.startswith("source/") else says.predicate
        gathered[tail, head, name, str(says.stance)].add(claim)
    edges = tuple(
        sorted((_edge(key, claims, reader) for key, claims in gathered.items()), key=lambda e: e.id)
    )
    nodes = sorted({end for edge in edges for end in (edge.tail, edge.head)})
    documents = {document for edge in edges for document in edge.sources}
    titles = tuple((one.id, one.title) for one in corpus.documents if one.id in documents)
    return Network(view.name, view.title, tuple(reader.node(node) for node in nodes), edges, titles)


def _edge(key: tuple[str, str, str, str], claims: set[str], reader: Reader) -> Edge:
    tail, head, name, stance = key
    ordered = sorted(claims, key=reader.order)
    evidence = tuple(map(reader.evidence, ordered))
    labels = ["speaks of"] if name == SPEAKS_OF else dict.fromkeys(map(reader.edge_label, ordered))
    period = cover(period for claim in ordered if (period := reader.claim_period(claim)))
    return Edge(
        tail,
        head,
        name,
        " · ".join(labels),
        stance,
        reader.agreement(ordered),
        evidence,
        period or reader.meeting_period(tail, head),
    )
