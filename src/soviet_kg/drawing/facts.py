"""What the script of an interactive page knows of the things drawn."""

from __future__ import annotations

from typing import Any

from soviet_kg.network.parts import Edge, Evidence, Network, Node, Period

Spot = tuple[float, float, float]


def network_facts(network: Network, spots: dict[str, Spot]) -> dict[str, Any]:
    """Return the facts of a network: its things where they stand, its ties, the claims behind them, sources."""
    claims = {one.claim: one for edge in network.edges for one in edge.evidence}
    return {
        "things": {node.id: _thing(node, spots[node.id]) for node in network.nodes},
        "ties": {edge.id: _tie(edge) for edge in network.edges},
        "claims": {name: claim_facts(claims[name]) for name in sorted(claims)},
        "sources": dict(network.documents),
    }


def _thing(node: Node, spot: Spot) -> dict[str, Any]:
    facts: dict[str, Any] = {"label": node.label, "kind": node.kind, "at": [round(part, 1) for part in spot]}
    names = sorted({*node.aliases, node.label_ru} - {node.label, ""})
    return (
        facts
        | ({"names": names} if names else {})
        | _dated(node.period)
        | ({"qid": node.qid} if node.qid else {})
    )


def _tie(edge: Edge) -> dict[str, Any]:
    return {
        "from": edge.tail,
        "to": edge.head,
        "label": edge.label,
        "claims": list(edge.claims),
        "sources": list(edge.sources),
        "stance": edge.stance,
        "agreement": edge.agreement,
        **_dated(edge.period),
    }


def _dated(period: Period | None) -> dict[str, Any]:
    return {"days": [period.first.isoformat(), period.last.isoformat()]} if period else {}


def claim_facts(one: Evidence) -> dict[str, str]:
    """Return what is shown of a claim: what it says, its words, their sentence, its source and stance."""
    return {
        "says": one.says,
        "quote": one.quote,
        "sentence": one.sentence,
        "source": one.document,
        "stance": one.stance,
    }
