"""Figures for each node: degree, betweenness, PageRank and the community that it belongs to.

All are computed on the network without directions, parallel edges counted once; PageRank follows the directions.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from soviet_kg.network.parts import Network

if TYPE_CHECKING:
    import rustworkx

SEED = 1917
_EXACT = 3000  # nodes; in a larger network betweenness is estimated
_PIVOTS = 64
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Figures:
    """`degree` counts edges, parallel ones too; `community` counts from 1, the largest first."""

    degree: int = 0
    betweenness: float = 0.0
    pagerank: float = 0.0
    community: int = 0


def measure(network: Network) -> dict[str, Figures]:
    """Return the figures of every node, by its id.

    Betweenness is Brandes's, normalised to 0–1; above 3,000 nodes it is estimated from 64 seeded pivots
    (Brandes and Pich 2007). Communities are Louvain's (Blondel and others 2008), by modularity, seeded.
    """
    degrees = _degrees(network)
    between = _betweenness(network)
    ranks = _pagerank(network)
    communities = find_communities(network)
    return {
        node.id: Figures(degrees[node.id], between[place], ranks[place], communities[node.id])
        for place, node in enumerate(network.nodes)
    }


def _degrees(network: Network) -> dict[str, int]:
    degrees: dict[str, int] = defaultdict(int)
    for edge in network.edges:
        for end in (edge.tail, edge.head):
            degrees[end] += 1
    return degrees


def pairs(network: Network) -> list[tuple[int, int]]:
    """Return which nodes are joined, by their places, each pair once and sorted; no loops."""
    places = {node.id: place for place, node in enumerate(network.nodes)}
    joined = ((places[edge.tail], places[edge.head]) for edge in network.edges)
    return sorted({(min(pair), max(pair)) for pair in joined if pair[0] != pair[1]})


def as_graph(network: Network) -> rustworkx.PyGraph[Any, Any]:
    """Return the network without directions, nodes and edges in their order."""
    import rustworkx

    graph: rustworkx.PyGraph[Any, Any] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(network.nodes)))
    graph.add_edges_from([(one, other, 1.0) for one, other in pairs(network)])
    return graph


def _betweenness(network: Network) -> list[float]:
    if len(network.nodes) > _EXACT:
        return _estimated_betweenness(network)
    import rustworkx

    never = len(network.nodes) + 1  # threads would add up in any order, and change the last digits
    found = rustworkx.graph_betweenness_centrality(as_graph(network), parallel_threshold=never)
    return [round(found[place], _DIGITS) for place in range(len(network.nodes))]


def _estimated_betweenness(network: Network) -> list[float]:
    import networkx

    graph = networkx.Graph(pairs(network))
    found = networkx.betweenness_centrality(graph, k=min(_PIVOTS, len(graph)), seed=SEED)
    return [round(found.get(place, 0.0), _DIGITS) for place in range(len(network.nodes))]


def _pagerank(network: Network) -> list[float]:
    import rustworkx

    places = {node.id: place for place, node in enumerate(network.nodes)}
    graph: rustworkx.PyDiGraph[Any, Any] = rustworkx.PyDiGraph(multigraph=False)
    graph.add_nodes_from(range(len(network.nodes)))
    joined = sorted({(places[edge.tail], places[edge.head]) for edge in network.edges})
    graph.add_edges_from([(tail, head, 1.0) for tail, head in joined])
    found = rustworkx.pagerank(graph, tol=1e-10, max_iter=1000) if places else {}
    return [round(found[place], _DIGITS) for place in range(len(network.nodes))]


def find_communities(network: Network) -> dict[str, int]:
    """Return the community of each node, numbered from 1 by size, then by the first of its nodes."""
    return {
        network.nodes[place].id: number
        for number, group in enumerate(split(len(network.nodes), pairs(network)), start=1)
        for place in group
    }


def split(nodes: int, joined: list[tuple[int, int]]) -> list[list[int]]:
    """Return the communities of nodes 0 … n-1, each sorted, the largest first."""
    import networkx

    graph = networkx.empty_graph(nodes)
    graph.add_edges_from(joined)
    found = networkx.community.louvain_communities(graph, seed=SEED) if nodes else []
    return sorted(map(sorted, found), key=lambda group: (-len(group), group))
