"""The columns that every format of networks carries, and the same values in all of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from soviet_kg.network.figures import Figures
from soviet_kg.network.parts import Edge, Network, Node, Period
from soviet_kg.network.places import Point

SCALE = 100.0  # units of other programs for one distance between neighbours
BETWEEN = " | "  # the values of one cell

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Placed:
    """A network with the figures and the place of each node."""

    network: Network
    figures: dict[str, Figures]
    places: dict[str, Point]

    def position(self, node: Node) -> Point:
        """Return where a node stands, y downward, in the units of other programs."""
        x, y = self.places[node.id]
        return round(x * SCALE, 1), round(y * SCALE, 1)

    def size(self, node: Node) -> float:
        """Return how large a node is drawn, by its edges."""
        return round(8 + 4 * math.sqrt(self.figures[node.id].degree), 2)


def node_values(node: Node, figures: Figures) -> dict[str, Value]:
    """Return the columns of a node, in their order; lists are joined by BETWEEN, what is unknown is ""."""
    return {
        "kind": node.kind,
        "label_ru": node.label_ru,
        "aliases": BETWEEN.join(node.aliases),
        "qid": node.qid,
        "sources": BETWEEN.join(node.sources),
        "mentions": node.mentions,
        **_days(node.period),
        "degree": figures.degree,
        "betweenness": figures.betweenness,
        "pagerank": figures.pagerank,
        "community": figures.community,
    }


def edge_values(edge: Edge) -> dict[str, Value]:
    """Return the columns of an edge, in their order; `weight` is how many sources say so."""
    return {
        "property": edge.predicate,
        "claims": BETWEEN.join(edge.claims),
        "sources": BETWEEN.join(edge.sources),
        **_days(edge.period),
        "stance": edge.stance,
        "agreement": edge.agreement,
        "quotes": BETWEEN.join(one.quote for one in edge.evidence),
        "weight": float(len(edge.sources)),
    }


def _days(period: Period | None) -> dict[str, Value]:
    first, last = (period.first.isoformat(), period.last.isoformat()) if period else ("", "")
    return {"first_date": first, "last_date": last}
