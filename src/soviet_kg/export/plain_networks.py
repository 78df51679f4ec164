"""Networks as GraphML, DOT, Pajek and CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from soviet_kg.export.columns import Placed, Value, edge_values, node_values
from soviet_kg.network.parts import Edge, Node
from soviet_kg.network.style import looks

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DOT_STYLES = {"asserted": "solid", "denied": "dotted"}
_POINTS = 0.72  # of Graphviz for a unit of ours


def to_graphml(placed: Placed) -> str:
    """Return a network as GraphML by networkx's writer; edges say their id twice, for igraph mixes ids up."""
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name=_clean(placed.network.title))
    for node in placed.network.nodes:
        x, y = placed.position(node)
        graph.add_node(
            node.id, **_cleaned(_node_row(node, placed)), x=x, y=y, colour=looks()[node.kind].colour
        )
    for edge in placed.network.edges:
        row = _cleaned({"edge_id": edge.id, "label": edge.label, **edge_values(edge)})
        graph.add_edge(edge.tail, edge.head, key=edge.id, **row)
    written = io.BytesIO()
    networkx.write_graphml(graph, written, named_key_ids=True)
    return written.getvalue().decode()


def _node_row(node: Node, placed: Placed) -> dict[str, Value]:
    return {"label": node.label, **node_values(node, placed.figures[node.id])}


def _cleaned(row: dict[str, Value]) -> dict[str, Any]:
    return {name: _clean(value) if isinstance(value, str) else value for name, value in row.items()}


def _clean(text: str) -> str:
    """Return the text without the control characters that XML cannot say: each becomes U+FFFD."""
    return _NOT_IN_XML.sub("\ufffd", text)


# --- Graphviz ----------------------------------------------------------------------------------------------


def to_dot(placed: Placed) -> str:
    """Return a network as DOT, with places that neato -n keeps, and our columns as attributes."""
    network = placed.network
    lines = [
        f"digraph {_dot(network.name)} {{",
        f'  graph [label={_dot(network.title)} overlap=false splines=true fontname="Arial"];',
        '  node [style=filled fontname="Arial" fontcolor="#1A1A1A"];',
        '  edge [color="#8A9099" fontname="Arial" fontsize=9];',
        *(f"  {_dot(node.id)} [{_dot_pairs(_dot_node(node, placed))}];" for node in network.nodes),
        *(
            f"  {_dot(edge.tail)} -> {_dot(edge.head)} [{_dot_pairs(_dot_edge(edge))}];"
            for edge in network.edges
        ),
        "}",
        "",
    ]
    return "\n".join(lines)


def _dot_node(node: Node, placed: Placed) -> dict[str, Value]:
    look = looks()[node.kind]
    x, y = placed.position(node)
    drawn: dict[str, Value] = {"shape": look.dot, "fillcolor": f"{look.colour}80"}
    return _node_row(node, placed) | drawn | {"pos": f"{x * _POINTS:.1f},{-y * _POINTS:.1f}"}


def _dot_edge(edge: Edge) -> dict[str, Value]:
    style = _DOT_STYLES.get(edge.stance, "dashed")
    return {"label": edge.label, "tooltip": " ".join(edge.claims), "style": style, **edge_values(edge)}


def _dot_pairs(values: dict[str, Value]) -> str:
    return " ".join(f"{name}={_dot(str(value))}" for name, value in values.items() if value != "")


def _dot(text: str) -> str:
    """Return a quoted string of DOT; a backslash would begin an escape."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\x00", "") + '"'


# --- Pajek -------------------------------------------------------------------------------------------------


def to_pajek(placed: Placed) -> str:
    """Return a network as Pajek's .net: places from 0 to 1, shapes, colours, labels.

    Pajek has no attributes: the claims of an edge stand in its label. Double quotes become single ones.
    """
    network = placed.network
    numbers = {node.id: number for number, node in enumerate(network.nodes, start=1)}
    lines = [f"*Vertices {len(network.nodes)}", *_vertices(placed), "*Arcs"]
    for edge in network.edges:
        words = _pajek(f"{edge.label} [{' '.join(edge.claims)}]")
        lines.append(f"{numbers[edge.tail]} {numbers[edge.head]} {float(len(edge.sources))} l {words}")
    return "\n".join([*lines, ""])


def _vertices(placed: Placed) -> Iterator[str]:
    spots = [placed.position(node) for node in placed.network.nodes]
    far = max((part for spot in spots for part in spot), default=0.0) or 1.0
    seen: set[str] = set()  # readers take a vertex by its label
    for number, (node, (x, y)) in enumerate(zip(placed.network.nodes, spots, strict=True), start=1):
        look = looks()[node.kind]
        colour = f"RGB{look.colour[1:]}"
        label = node.label if node.label not in seen else f"{node.label} ({node.id})"
        seen.add(label)
        yield f"{number} {_pajek(label)} {x / far:.4f} {y / far:.4f} {look.pajek} ic {colour}"


def _pajek(text: str) -> str:
    return '"' + " ".join(text.replace('"', "'").split()) + '"'


# --- spreadsheets ------------------------------------------------------------------------------------------


def to_node_table(placed: Placed) -> str:
    """Return the nodes as CSV, the first columns named as Gephi wants them: Id, Label."""
    rows = ({"Id": node.id, "Label": node.label, **_row_of(node, placed)} for node in placed.network.nodes)
    return _csv(("Id", "Label", *_columns(placed)), rows)


def _row_of(node: Node, placed: Placed) -> dict[str, Value]:
    x, y = placed.position(node)
    return node_values(node, placed.figures[node.id]) | {"x": x, "y": y}


def _columns(placed: Placed) -> Sequence[str]:
    return tuple(_row_of(placed.network.nodes[0], placed)) if placed.network.nodes else ()


def to_edge_table(placed: Placed) -> str:
    """Return the edges as CSV, the first columns named as Gephi wants them: Source, Target, Type, Id, Label."""
    blank = edge_values(Edge("", "", "", "", "", "", ()))
    rows = (_edge_row(edge) for edge in placed.network.edges)
    return _csv(("Source", "Target", "Type", "Id", "Label", "Weight", *blank), rows)


def _edge_row(edge: Edge) -> dict[str, Value]:
    values = edge_values(edge)
    ends: dict[str, Value] = {"Source": edge.tail, "Target": edge.head, "Type": "Directed"}
    return ends | {"Id": edge.id, "Label": edge.label, "Weight": values["weight"]} | values


def _csv(columns: Sequence[str], rows: Iterable[dict[str, Value]]) -> str:
    shown = [column for column in columns if column != "weight"]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, shown, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
