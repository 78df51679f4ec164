"""Networks as JSON: of Cytoscape.js, which Cytoscape reads as well, and of Graphology."""

from __future__ import annotations

import json
from typing import Any

from soviet_kg.export.columns import Placed, edge_values, node_values
from soviet_kg.network.parts import Edge, Node
from soviet_kg.network.style import looks


def to_cytoscape(placed: Placed) -> str:
    """Return a network as Cytoscape.js JSON, with places; "evidence" on an edge holds claims with their words."""
    network = placed.network
    elements = {
        "nodes": [_cytoscape_node(node, placed) for node in network.nodes],
        "edges": [{"data": _cytoscape_edge(edge), "classes": edge.stance} for edge in network.edges],
    }
    about = {"name": network.title, "shared_name": network.title}
    return _written(
        {"format_version": "1.0", "directed": True, "multigraph": True, "data": about, "elements": elements}
    )


def _cytoscape_node(node: Node, placed: Placed) -> dict[str, Any]:
    x, y = placed.position(node)
    values = node_values(node, placed.figures[node.id])
    data = {
        "id": node.id,
        "name": node.label,
        "label": node.label,
        **values,
        "colour": looks()[node.kind].colour,
    }
    return {"data": data, "position": {"x": x, "y": y}, "classes": node.kind}


def _cytoscape_edge(edge: Edge) -> dict[str, Any]:
    ends = {"id": edge.id, "source": edge.tail, "target": edge.head, "interaction": edge.predicate}
    return {**ends, "label": edge.label, **edge_values(edge), "evidence": _evidence(edge)}


def _evidence(edge: Edge) -> list[dict[str, str]]:
    return [
        {
            "claim": one.claim,
            "source": one.document,
            "says": one.says,
            "quote": one.quote,
            "sentence": one.sentence,
        }
        for one in edge.evidence
    ]


def to_graphology(placed: Placed) -> str:
    """Return a network as Graphology's serialised JSON, with what Sigma.js draws: x, y, size, color, label."""
    network = placed.network
    return _written(
        {
            "options": {"type": "directed", "multi": True, "allowSelfLoops": True},
            "attributes": {"name": network.title},
            "nodes": [_graphology_node(node, placed) for node in network.nodes],
            "edges": [_graphology_edge(edge) for edge in network.edges],
        }
    )


def _graphology_node(node: Node, placed: Placed) -> dict[str, Any]:
    x, y = placed.position(node)
    drawn = {
        "label": node.label,
        "x": x,
        "y": -y,
        "size": placed.size(node),
        "color": looks()[node.kind].colour,
    }
    return {"key": node.id, "attributes": drawn | node_values(node, placed.figures[node.id])}


def _graphology_edge(edge: Edge) -> dict[str, Any]:
    values = {"label": edge.label, "size": edge_values(edge)["weight"], **edge_values(edge)}
    return {
        "key": edge.id,
        "source": edge.tail,
        "target": edge.head,
        "attributes": values | {"evidence": _evidence(edge)},
    }


def _written(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
