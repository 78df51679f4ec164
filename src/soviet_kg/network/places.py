"""Where the nodes of a network stand: the same places in every run, on every machine.

The force-directed layout is rustworkx's (Fruchterman and Reingold 1991), written in Rust without threads and
seeded, so that no order of additions can change a digit; it wants the square of the number of nodes in time.
A large network is therefore laid out from its communities: first they among themselves, then each in its own
disc. What is not connected is laid out by itself and packed in rows.
"""

from __future__ import annotations

import math
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from soviet_kg.errors import MissingExtra, WrongUse
from soviet_kg.network.figures import SEED, pairs, split
from soviet_kg.network.parts import Network

Point = tuple[float, float]
Pair = tuple[int, int]
_TOGETHER = 600  # nodes that are laid out at once; more are split
_GAP = 1.3  # between components, in mean distances between neighbours
_DIGITS = 3


def place(network: Network, engine: str = "spring", aspect: float = 16 / 9) -> dict[str, Point]:
    """Return the place of every node; x to the right, y downward, neighbours about 1 apart.

    `engine` is one of ENGINES; `aspect` the width of the page to its height, which components are packed for.
    Raises WrongUse for an unknown engine, MissingExtra for one that is not installed.
    """
    if engine not in ENGINES:
        raise WrongUse(f"no layout is named {engine!r}; there is: {', '.join(ENGINES)}")
    joined = pairs(network)
    groups = components(len(network.nodes), joined)
    parts = [_component(group, joined_in, engine) for group, joined_in in _share_out(groups, joined)]
    points = _pack(parts, aspect)
    return {node.id: points[number] for number, node in enumerate(network.nodes)}


def components(nodes: int, joined: Sequence[Pair]) -> list[list[int]]:
    """Return the connected components of nodes 0 … n-1, the largest first."""
    parent = list(range(nodes))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in joined:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    groups: dict[int, list[int]] = defaultdict(list)
    for node in range(nodes):
        groups[root(node)].append(node)
    return sorted(groups.values(), key=lambda group: (-len(group), group))


def _share_out(groups: list[list[int]], joined: Sequence[Pair]) -> list[tuple[list[int], list[Pair]]]:
    """Return each group with the pairs inside it, by places in the group."""
    group_of = {node: number for number, group in enumerate(groups) for node in group}
    rank = {node: place for group in groups for place, node in enumerate(group)}
    inside: list[list[Pair]] = [[] for _ in groups]
    for one, other in joined:
        if group_of[one] == group_of[other]:
            inside[group_of[one]].append((rank[one], rank[other]))
    return list(zip(groups, inside, strict=True))


def _component(group: list[int], joined: list[Pair], engine: str) -> dict[int, Point]:
    """Lay out one connected group; turn it so that it is wider than high, its longest direction level."""
    if len(group) == 1:
        return {group[0]: (0.0, 0.0)}
    points = _level(_even(ENGINES[engine](len(group), joined), joined))
    return dict(zip(group, points, strict=True))


def _even(points: list[Point], joined: list[Pair]) -> list[Point]:
    """Return the points scaled so that the middle length of an edge is 1."""
    lengths = sorted(math.dist(points[one], points[other]) for one, other in joined)
    middle = lengths[len(lengths) // 2] or 1.0
    return [(x / middle, y / middle) for x, y in points]


def _level(points: list[Point]) -> list[Point]:
    """Return the points turned about their middle so that they vary most from left to right."""
    middle_x, middle_y = (sum(point[axis] for point in points) / len(points) for axis in (0, 1))
    moved = [(x - middle_x, y - middle_y) for x, y in points]
    xx, xy, yy = (sum(p[a] * p[b] for p in moved) for a, b in ((0, 0), (0, 1), (1, 1)))
    angle = math.atan2(2 * xy, xx - yy) / 2
    cosine, sine = math.cos(angle), math.sin(angle)
    return [(x * cosine + y * sine, y * cosine - x * sine) for x, y in moved]


# --- engines -----------------------------------------------------------------------------------------------


def _spring(nodes: int, joined: list[Pair]) -> list[Point]:
    if nodes > _TOGETHER:
        return _by_communities(nodes, joined)
    rounds = 1000 if nodes <= 150 else 300 if nodes <= 400 else 100
    return _force(nodes, [(one, other, 1.0) for one, other in joined], rounds)


def _force(nodes: int, joined: list[tuple[int, int, float]], rounds: int) -> list[Point]:
    import rustworkx

    graph: rustworkx.PyGraph[Any, Any] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(joined)
    distance = 1 / math.sqrt(nodes)
    found = rustworkx.graph_spring_layout(
        graph, None, None, distance, 2, True, rounds, 1e-6, float, 1.0, 1.0, None, SEED
    )
    return [(float(found[node][0]), float(found[node][1])) for node in range(nodes)]


def _by_communities(nodes: int, joined: list[Pair]) -> list[Point]:
    """Lay out the communities among themselves, then each within a disc as large as it has nodes."""
    groups = [part for group in _communities(list(range(nodes)), joined) for part in _portions(group)]
    group_of = {node: number for number, group in enumerate(groups) for node in group}
    between: dict[Pair, float] = defaultdict(float)
    for one, other in joined:
        ends = sorted((group_of[one], group_of[other]))
        if ends[0] != ends[1]:
            between[ends[0], ends[1]] += 1.0
    radii = [math.sqrt(len(group)) for group in groups]
    weighted = [(*ends, math.log1p(count)) for ends, count in sorted(between.items())]
    centres = _spread(_force(len(groups), weighted, 500), radii)
    points: list[Point] = [(0.0, 0.0)] * nodes
    for (group, inside), centre, radius in zip(_share_out(groups, joined), centres, radii, strict=True):
        spots = _force(len(group), [(one, other, 1.0) for one, other in inside], 60)
        for node, (x, y) in zip(group, _into_disc(spots, radius), strict=True):
            points[node] = (centre[0] + x, centre[1] + y)
    return points


def _communities(group: list[int], joined: list[Pair]) -> list[list[int]]:
    """Return the communities of a group, those that are still too large split once more."""
    found = [[group[place] for place in part] for part in split(len(group), joined)]
    if len(found) == 1:
        return found
    shares = _share_out(found, [(group[one], group[other]) for one, other in joined])
    large = (len(part) > _TOGETHER for part, _ in shares)
    return [
        small
        for (part, inside), is_large in zip(shares, large, strict=True)
        for small in (_communities(part, inside) if is_large else [part])
    ]


def _portions(group: list[int]) -> list[list[int]]:
    """Cut up a group that has no communities in it."""
    return [group[start : start + _TOGETHER] for start in range(0, len(group), _TOGETHER)]


def _spread(centres: list[Point], radii: list[float]) -> list[Point]:
    """Return the centres scaled up until no two discs overlap by more than a fifth, at most a hundredfold."""
    worst = 0.0
    for number, centre in enumerate(centres):
        for other in range(number):
            apart = max(math.dist(centre, centres[other]), 1e-9)
            worst = max(worst, 0.8 * (radii[number] + radii[other]) / apart)
    scale = min(worst, 100 * max(radii, default=1.0))
    return [(x * scale, y * scale) for x, y in centres]


def _into_disc(points: list[Point], radius: float) -> list[Point]:
    furthest = max((math.hypot(x, y) for x, y in points), default=0.0) or 1.0
    return [(x / furthest * radius, y / furthest * radius) for x, y in points]


def _graphviz(program: str) -> Callable[[int, list[Pair]], list[Point]]:
    def run(nodes: int, joined: list[Pair]) -> list[Point]:
        if not shutil.which(program):
            raise MissingExtra(f"the layout {program} needs Graphviz (on Debian: apt install graphviz)")
        lines = [f"{one} -- {other};" for one, other in joined]
        text = "\n".join([f"graph {{ start={SEED}; overlap=false;", *map(str, range(nodes)), *lines, "}"])
        plain = subprocess.run(
            [program, "-Tplain"], input=text, capture_output=True, check=True, encoding="utf-8"
        ).stdout
        rows = (line.split() for line in plain.splitlines() if line.startswith("node "))
        found = {int(row[1]): (float(row[2]), -float(row[3])) for row in rows}
        return [found[node] for node in range(nodes)]

    return run


def _igraph(nodes: int, joined: list[Pair]) -> list[Point]:
    try:
        import igraph
    except ImportError as error:
        raise MissingExtra("the layout igraph needs: pip install 'soviet-kg[igraph]'") from error
    import random

    igraph.set_random_number_generator(random.Random(SEED))
    graph = igraph.Graph(nodes, joined)
    found = graph.layout_drl() if nodes > _TOGETHER else graph.layout_kamada_kawai()
    return [(float(x), float(y)) for x, y in found]


ENGINES: dict[str, Callable[[int, list[Pair]], list[Point]]] = {
    "spring": _spring,
    "sfdp": _graphviz("sfdp"),
    "neato": _graphviz("neato"),
    "dot": _graphviz("dot"),
    "igraph": _igraph,
}


# --- packing -----------------------------------------------------------------------------------------------


def _pack(parts: list[dict[int, Point]], aspect: float) -> dict[int, Point]:
    """Put the parts beside each other in rows, the largest first, on a page of that width to height."""
    boxes = [_box(part) for part in parts]
    area = sum((width + _GAP) * (height + _GAP) for _, _, width, height in boxes)
    limit = max(math.sqrt(area * aspect), max((box[2] + _GAP for box in boxes), default=0.0))
    placed: dict[int, Point] = {}
    x = y = row = 0.0
    for part, (left, top, width, height) in zip(parts, boxes, strict=True):
        if x and x + width > limit:
            x, y, row = 0.0, y + row + _GAP, 0.0
        for node, (at_x, at_y) in part.items():
            placed[node] = (round(at_x - left + x, _DIGITS), round(at_y - top + y, _DIGITS))
        x, row = x + width + _GAP, max(row, height)
    return placed


def _box(part: dict[int, Point]) -> tuple[float, float, float, float]:
    xs, ys = zip(*part.values(), strict=True)
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
