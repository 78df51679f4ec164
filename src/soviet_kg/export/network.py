"""A network in the formats of Gephi, Cytoscape, Graphviz, Pajek and spreadsheets."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from soviet_kg.errors import WrongUse
from soviet_kg.export.columns import Placed
from soviet_kg.export.gexf import to_gexf
from soviet_kg.export.json_networks import to_cytoscape, to_graphology
from soviet_kg.export.plain_networks import to_dot, to_edge_table, to_graphml, to_node_table, to_pajek
from soviet_kg.network.figures import measure
from soviet_kg.network.parts import Network
from soviet_kg.network.places import place
from soviet_kg.records import replaced_file


@dataclass(frozen=True, slots=True)
class NetworkFormat:
    """One way to write a network: file suffix, media type, what it is, and the function that writes it."""

    suffix: str
    media_type: str
    about: str
    write: Callable[[Placed], str]


FORMATS = {
    "graphml": NetworkFormat(
        ".graphml", "application/graphml+xml", "GraphML: igraph, Cytoscape, yEd", to_graphml
    ),
    "gexf": NetworkFormat(
        ".gexf", "application/gexf+xml", "GEXF 1.3: Gephi, with dates and colours", to_gexf
    ),
    "cytoscape": NetworkFormat(".cyjs", "application/json", "Cytoscape and Cytoscape.js JSON", to_cytoscape),
    "graphology": NetworkFormat(".json", "application/json", "Graphology JSON: Sigma.js", to_graphology),
    "dot": NetworkFormat(".dot", "text/vnd.graphviz", "DOT: Graphviz", to_dot),
    "pajek": NetworkFormat(".net", "text/plain", "Pajek", to_pajek),
    "csv-nodes": NetworkFormat(".csv", "text/csv", "nodes for a spreadsheet or Gephi", to_node_table),
    "csv-edges": NetworkFormat(".csv", "text/csv", "edges for a spreadsheet or Gephi", to_edge_table),
}


def write_network(network: Network, form: str, target: Path | BinaryIO, engine: str = "spring") -> None:
    """Write a network in one of FORMATS: every node with its figures and place, every edge with its claims.

    `engine` lays it out. Raises WrongUse for an unknown format or layout, CannotWrite, MissingExtra.
    """
    if form not in FORMATS:
        raise WrongUse(f"{form!r} is no format of networks; there is: {', '.join(FORMATS)}")
    placed = Placed(network, measure(network), place(network, engine))
    written = FORMATS[form].write(placed).encode()
    with replaced_file(target) if isinstance(target, Path) else nullcontext(target) as stream:
        stream.write(written)
