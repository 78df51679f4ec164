"""The nouns of a network: nodes, edges, the claims behind an edge, and the time between two days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From one day to another, both Gregorian and both included."""

    first: dt.date
    last: dt.date

    def meets(self, other: Period) -> bool:
        """Return whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last


def cover(periods: Iterable[Period]) -> Period | None:
    """Return the shortest period that holds all of them, None where there are none."""
    known = sorted(periods)
    return Period(known[0].first, max(period.last for period in known)) if known else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim behind an edge: its id, its document, what it says in a line, its words and their sentence."""

    claim: str
    document: str
    says: str
    quote: str
    sentence: str
    stance: str


@dataclass(frozen=True, slots=True)
class Node:
    """A thing; `kind` is that of the entity, or Source. `id` is the entity's, or `source/` and the document's."""

    id: str
    label: str
    kind: str
    label_ru: str = ""
    qid: str = ""
    aliases: tuple[str, ...] = ()
    mentions: int = 0
    sources: tuple[str, ...] = ()
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """What is said of two nodes by one property and with one stance.

    `agreement` is "alone" (one source says so), "agreed" (two or more do) or "contested" (another claim
    contradicts it). `period` is that of the claims' own dates, else of the event or document that takes part.
    """

    tail: str
    head: str
    predicate: str
    label: str
    stance: str
    agreement: str
    evidence: tuple[Evidence, ...]
    period: Period | None = None

    @property
    def id(self) -> str:
        """Return the edge's name in files, made from what it joins and says."""
        return f"{self.tail}--{self.predicate}--{self.head}" + (
            f"--{self.stance}" if self.stance != "asserted" else ""
        )

    @property
    def claims(self) -> tuple[str, ...]:
        """Return the ids of its claims."""
        return tuple(one.claim for one in self.evidence)

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the documents that say so, sorted."""
        return tuple(sorted({one.document for one in self.evidence}))


@dataclass(frozen=True)
class Network:
    """A view of the graph: nodes by id, edges by id, and the titles of the documents behind them."""

    name: str
    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    documents: tuple[tuple[str, str], ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """Return the nodes by their ids."""
        return {node.id: node for node in self.nodes}

    @property
    def period(self) -> Period | None:
        """Return the time from the first dated edge to the last; that of the nodes where no edge has a date."""
        dated = cover(edge.period for edge in self.edges if edge.period)
        return dated or cover(node.period for node in self.nodes if node.period)

    def keep(self, edges: Iterable[Edge], also: Iterable[str] = (), title: str = "") -> Network:
        """Return the network of some of the edges and what they join; `also` names nodes kept without any."""
        kept = tuple(edges)
        ids = {end for edge in kept for end in (edge.tail, edge.head)}.union(also)
        sources = {document for edge in kept for document in edge.sources}
        return Network(
            self.name,
            title or self.title,
            tuple(node for node in self.nodes if node.id in ids),
            kept,
            tuple(pair for pair in self.documents if pair[0] in sources),
        )
