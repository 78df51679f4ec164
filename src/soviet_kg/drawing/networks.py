"""Draw a network on a page: lines, shapes, labels, legend."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from soviet_kg.drawing.facts import network_facts
from soviet_kg.drawing.frame import Key, count, frame, source_line
from soviet_kg.drawing.labelling import Disc, Label, Segment, place_labels
from soviet_kg.drawing.scene import Box, Element, Scene, cut, element, plain, text_width, write_text
from soviet_kg.drawing.shapes import polygon, shape_path
from soviet_kg.drawing.spacing import fit, spread_out
from soviet_kg.network.figures import Figures, measure
from soviet_kg.network.parts import Edge, Network
from soviet_kg.network.places import Point, place
from soviet_kg.network.style import Look, Page, dashes, looks, page, theme

_BEND = 16.0  # pixels between parallel lines, at their middle
_SPARSE = 80  # nodes that can be drawn in full size
_LARGEST = 1.9  # of a node's radius, in sizes of letters
_NAMED = 400  # no more labels than these are looked for


@dataclass(frozen=True, slots=True)
class Path:
    """An edge on the page: a curve from one node to the other by way of a point beside its middle."""

    edge: Edge
    start: Point
    bend: Point
    stop: Point

    def at(self, part: float) -> Point:
        """Return the point on the curve; 0 is its start, 1 its end (de Casteljau)."""
        rest = 1 - part
        x, y = (
            rest * rest * self.start[axis] + 2 * rest * part * self.bend[axis] + part * part * self.stop[axis]
            for axis in (0, 1)
        )
        return x, y

    def segments(self) -> Iterator[Segment]:
        """Give the curve as short lines, for what must keep clear of it."""
        points = [self.at(number / 6) for number in range(7)]
        yield from itertools.pairwise(points)


def draw_network(
    network: Network,
    page_name: str = "slide",
    theme_name: str = "light",
    *,
    engine: str = "spring",
    edge_labels: bool = False,
) -> Scene:
    """Return the picture of a network.

    Nodes are as large as they have edges, and labelled by that order while there is room. Raises WrongUse for
    an unknown page, theme or layout, MissingExtra for a layout that is not installed.
    """
    sheet, colours = page(page_name), theme(theme_name)
    figures = measure(network)
    title, foot = network.title, source_line(network.documents, network.period, _counts(network))
    around, room = frame(sheet, colours, title, _keys(network, colours), foot)
    letters = sheet.letters
    discs = _discs(network, figures, room, letters.label, place(network, engine, _aspect(room)))
    paths = _paths(network.edges, {disc.id: disc for disc in discs})
    bold = frozenset(disc.id for disc in discs[: max(3, len(discs) // 12)])
    segments = [segment for path in paths for segment in path.segments()]
    labels = place_labels(discs[:_NAMED], segments, room, letters.label, bold) if discs else ()
    elements = (
        element("g", *_edge_elements(paths, colours, _scale(len(discs))), class_="edges"),
        element("g", *(_edge_labels(paths, discs, labels, room, sheet, colours) if edge_labels else ())),
        element("g", *_node_elements(network, discs, colours), class_="nodes"),
        element("g", *_label_elements(labels, colours), class_="labels", pointer_events="none"),
    )
    return Scene(
        sheet,
        theme_name,
        title,
        f"{title}. {foot}",
        (*around, element("g", *elements, class_="view")),
        network_facts(network, {disc.id: (disc.x, disc.y, disc.radius) for disc in discs}),
    )


def _aspect(room: Box) -> float:
    return (room.right - room.left) / max(room.bottom - room.top, 1.0)


def _counts(network: Network) -> list[str]:
    claims = {claim for edge in network.edges for claim in edge.claims}
    return [count(len(network.nodes), "thing"), count(len(network.edges), "tie"), count(len(claims), "claim")]


def _keys(network: Network, colours: dict[str, str]) -> list[Key]:
    """Return the legend: the kinds that occur, with their numbers, and the lines that are not plain."""
    kinds = [node.kind for node in network.nodes]
    found = [
        Key(f"{look.plural} ({kinds.count(kind)})", look.colour, look.shape)
        for kind, look in looks().items()
        if kind in kinds
    ]
    stances = sorted({edge.stance for edge in network.edges} - {"asserted"})
    if stances or any(edge.agreement == "contested" for edge in network.edges):
        found.append(Key("asserted", colours["line"]))
    found += [Key(stance, colours["line"], dashes=dashes(stance)) for stance in stances]
    if any(edge.agreement == "contested" for edge in network.edges):
        found.append(Key("contested", colours["warning"]))
    return found


# --- nodes -------------------------------------------------------------------------------------------------


def _discs(
    network: Network, figures: dict[str, Figures], room: Box, size: float, places: dict[str, Point]
) -> list[Disc]:
    """Return the nodes on the page, the most important first."""
    unit = size * 0.42 * _scale(len(network.nodes))
    important = sorted(
        network.nodes, key=lambda node: (-figures[node.id].degree, -figures[node.id].pagerank, node.id)
    )
    largest = size * _LARGEST
    radii = {n.id: min(unit * (1 + 0.45 * math.sqrt(figures[n.id].degree)), largest) for n in important}
    points = fit(places, room, size * 3.2)
    discs = [Disc(node.id, _shown(node.label, size), *points[node.id], radii[node.id]) for node in important]
    return spread_out(discs, room, size)


def _scale(nodes: int) -> float:
    """Return how much smaller than usual is drawn where there are many."""
    return min(max(math.sqrt(_SPARSE / max(nodes, 1)), 0.4), 1.0)


def _shown(label: str, size: float) -> str:
    """Return a label for the page: two lines of it at most."""
    return cut(label, size, size * 34)


def _node_elements(network: Network, discs: Sequence[Disc], colours: dict[str, str]) -> Iterator[Element]:
    for disc in reversed(discs):
        node = network.by_id[disc.id]
        look = _look(node.kind)
        paint = {"fill": look.colour, "stroke": colours["paper"], "stroke_width": 1.2}
        path = element("path", d=shape_path(look.shape, disc.x, disc.y, disc.radius), **paint)
        words = f"{node.label} ({node.kind.lower()})"
        yield element("g", element("title", text=words), path, class_="node", data_id=node.id)


def _look(kind: str) -> Look:
    return looks()[kind]


def _label_elements(labels: Sequence[Label], colours: dict[str, str]) -> Iterator[Element]:
    for label in labels:
        if label.leader:
            (x1, y1), (x2, y2) = label.leader
            yield element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colours["faint"], stroke_width=0.8)
    for label in labels:
        yield element(
            "g",
            *write_text(
                label.x,
                label.y,
                label.lines,
                label.size,
                colours["ink"],
                anchor=label.anchor,
                bold=label.bold,
                halo=colours["paper"],
            ),
            class_="label",
            data_for=label.id,
        )


# --- edges -------------------------------------------------------------------------------------------------


def _paths(edges: Sequence[Edge], discs: dict[str, Disc]) -> list[Path]:
    """Return the curves of edges, parallel ones fanned out on both sides of the straight line."""
    fans: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.tail != edge.head:
            fans[min(edge.tail, edge.head), max(edge.tail, edge.head)].append(edge)
    bend = _BEND * _scale(len(discs))
    return [path for _, fan in sorted(fans.items()) for path in _fan(fan, discs, bend)]


def _fan(fan: Sequence[Edge], discs: dict[str, Disc], apart_by: float) -> Iterator[Path]:
    for number, edge in enumerate(fan):
        tail, head = discs[edge.tail], discs[edge.head]
        middle = (tail.x + head.x) / 2, (tail.y + head.y) / 2
        apart = math.hypot(head.x - tail.x, head.y - tail.y) or 1.0
        side = (
            (number - (len(fan) - 1) / 2)
            * min(2 * apart_by, 0.5 * apart)
            * (1 if edge.tail < edge.head else -1)
        )
        across = (tail.y - head.y) / apart, (head.x - tail.x) / apart
        bend = middle[0] + across[0] * side, middle[1] + across[1] * side
        start = _towards((tail.x, tail.y), bend, tail.radius)
        yield Path(edge, start, bend, _towards((head.x, head.y), bend, head.radius * 1.15 + 2))


def _towards(point: Point, aim: Point, distance: float) -> Point:
    apart = math.dist(point, aim) or 1.0
    part = min(distance / apart, 0.9)
    return point[0] + (aim[0] - point[0]) * part, point[1] + (aim[1] - point[1]) * part


def _edge_elements(paths: Sequence[Path], colours: dict[str, str], scale: float) -> Iterator[Element]:
    pale = 0.55 if len(paths) > 2 * _SPARSE else None
    for path in paths:
        edge = path.edge
        colour = colours["warning"] if edge.agreement == "contested" else colours["line"]
        width = (1.2 + 0.7 * min(len(edge.sources) - 1, 4)) * max(scale, 0.6)
        start, bend, stop = (f"{plain(x)},{plain(y)}" for x, y in (path.start, path.bend, path.stop))
        paint = {"stroke": colour, "stroke_width": width, "stroke_dasharray": dashes(edge.stance) or None}
        yield element(
            "g",
            element("title", text=edge.evidence[0].says if edge.evidence else edge.label),
            element("path", d=f"M{start}Q{bend} {stop}", fill="none", **paint),
            element("path", d=_arrow(path, 5.0 * scale + width), fill=colour),
            class_="edge",
            data_id=edge.id,
            opacity=None if edge.agreement == "contested" else pale,
        )


def _arrow(path: Path, size: float) -> str:
    """Return the tip of an arrow at the end of a curve."""
    (x, y), (from_x, from_y) = path.stop, path.at(0.85)
    apart = math.hypot(x - from_x, y - from_y) or 1.0
    dx, dy = (x - from_x) / apart * size, (y - from_y) / apart * size
    return polygon([(x, y), (x - dx - dy * 0.4, y - dy + dx * 0.4), (x - dx + dy * 0.4, y - dy - dx * 0.4)])


def _edge_labels(
    paths: Sequence[Path],
    discs: Sequence[Disc],
    labels: Sequence[Label],
    room: Box,
    sheet: Page,
    colours: dict[str, str],
) -> Iterator[Element]:
    """Write the words of edges at their middles, where that is free."""
    size = sheet.letters.small * 0.92
    taken = [label.box for label in labels]
    taken += [Box(d.x - d.radius, d.y - d.radius, d.x + d.radius, d.y + d.radius) for d in discs]
    for path in paths:
        words = cut(path.edge.label, size, size * 14)
        half = text_width(words, size) / 2
        for part in (0.5, 0.4, 0.6, 0.3, 0.7):
            x, y = path.at(part)
            box = Box(x - half, y - size * 0.6, x + half, y + size * 0.6)
            if room.holds(box) and not any(box.overlaps(other, 1.0) for other in taken):
                taken.append(box)
                text = write_text(
                    x,
                    y + size * 0.33,
                    (words,),
                    size,
                    colours["faint"],
                    anchor="middle",
                    halo=colours["paper"],
                )
                yield element("g", *text, class_="edge-label", data_for=path.edge.id)
                break
