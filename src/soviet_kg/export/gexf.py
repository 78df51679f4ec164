"""GEXF 1.3, as Gephi reads it: typed attributes, spells, colours, places; parallel edges told apart by kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

from soviet_kg.export.columns import Placed, Value, edge_values, node_values
from soviet_kg.network.figures import Figures
from soviet_kg.network.parts import Edge, Node, Period
from soviet_kg.network.style import looks

_TYPES = {str: "string", int: "integer", float: "double"}
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def to_gexf(placed: Placed) -> str:
    """Return a network as GEXF 1.3, without a date of today.

    Spells are in days, Gregorian, both ends included. Control characters, which XML cannot say, become U+FFFD.
    """
    return "\n".join([*_lines(placed), ""])


def _lines(placed: Placed) -> Iterator[str]:
    network = placed.network
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">'
    yield "  <meta>"
    yield "    <creator>soviet_kg</creator>"
    yield f"    <description>{_text(network.title)}</description>"
    yield "  </meta>"
    yield (
        '  <graph defaultedgetype="directed" idtype="string" mode="dynamic" timeformat="date"'
        ' timerepresentation="interval">'
    )
    yield from _attributes("node", node_values(Node("", "", ""), Figures()))
    yield from _attributes("edge", edge_values(Edge("", "", "", "", "", "", ())))
    yield f'    <nodes count="{len(network.nodes)}">'
    for node in network.nodes:
        yield from _node(node, placed)
    yield "    </nodes>"
    yield f'    <edges count="{len(network.edges)}">'
    for edge in network.edges:
        yield from _edge(edge)
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def _attributes(kind: str, values: dict[str, Value]) -> Iterator[str]:
    yield f'    <attributes class="{kind}">'
    for name, value in values.items():
        if name != "weight":
            yield f'      <attribute id="{name}" title="{name}" type="{_TYPES[type(value)]}"/>'
    yield "    </attributes>"


def _node(node: Node, placed: Placed) -> Iterator[str]:
    look = looks()[node.kind]
    red, green, blue = look.rgb
    x, y = placed.position(node)
    yield f"      <node id={_quoted(node.id)} label={_quoted(node.label)}>"
    yield from _values(node_values(node, placed.figures[node.id]))
    yield from _spells(node.period)
    yield f'        <viz:color r="{red}" g="{green}" b="{blue}"/>'
    yield f'        <viz:position x="{x}" y="{-y}" z="0.0"/>'
    yield f'        <viz:size value="{placed.size(node)}"/>'
    yield f'        <viz:shape value="{look.gephi}"/>'
    yield "      </node>"


def _edge(edge: Edge) -> Iterator[str]:
    values = edge_values(edge)
    weight = values.pop("weight")
    kind = edge.predicate if edge.stance == "asserted" else f"{edge.predicate} ({edge.stance})"
    named = {"id": edge.id, "source": edge.tail, "target": edge.head, "label": edge.label, "kind": kind}
    yield f'      <edge {" ".join(f"{name}={_quoted(text)}" for name, text in named.items())} weight="{weight}">'
    yield from _values(values)
    yield from _spells(edge.period)
    yield "      </edge>"


def _values(values: dict[str, Value]) -> Iterator[str]:
    yield "        <attvalues>"
    for name, value in values.items():
        if value != "":
            yield f'          <attvalue for="{name}" value={_quoted(str(value))}/>'
    yield "        </attvalues>"


def _spells(period: Period | None) -> Iterable[str]:
    if period is None:
        return ()
    spell = f'<spell start="{period.first.isoformat()}" end="{period.last.isoformat()}"/>'
    return (f"        <spells>{spell}</spells>",)


def _quoted(text: str) -> str:
    return quoteattr(_NOT_IN_XML.sub("\ufffd", text), {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def _text(text: str) -> str:
    from xml.sax.saxutils import escape

    return escape(_NOT_IN_XML.sub("\ufffd", text))
