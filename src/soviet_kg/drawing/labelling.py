"""Put labels beside nodes so that none covers another, a node or the border: the important first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from soviet_kg.drawing.scene import LINE, Box, halve, text_box, text_width, wrap

Point = tuple[float, float]
Segment = tuple[Point, Point]
_NEAR = 4.0  # pixels between a node and its label
_RINGS = (
    0.0,
    10.0,
    22.0,
    38.0,
    58.0,
    84.0,
    115.0,
    150.0,
)  # how much further away, with a line that leads to the node
_LED = 60  # nodes, the most important, whose labels may stand further away
_CELL = 80.0
_CROSSED = 6.0  # what a line under the words costs, in pixels of distance
_LONG = 150.0  # pixels; a wider label is rather broken in two


@dataclass(frozen=True, slots=True)
class Disc:
    """A node on the page: its label and how large it is drawn."""

    id: str
    label: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Label:
    """Where the words of a node stand; `leader` runs from the node to words that are not beside it."""

    id: str
    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str
    size: float
    bold: bool
    box: Box
    leader: Segment | None = None


class Grid:
    """Boxes and segments by the squares that they touch, to find quickly what is near."""

    def __init__(self) -> None:
        self._boxes: dict[tuple[int, int], list[Box]] = {}
        self._segments: dict[tuple[int, int], list[Segment]] = {}

    def add(self, box: Box) -> None:
        """Remember a box."""
        for cell in _cells(box):
            self._boxes.setdefault(cell, []).append(box)

    def add_segment(self, segment: Segment) -> None:
        """Remember a segment, in every square along it."""
        (x1, y1), (x2, y2) = segment
        steps = max(1, math.ceil(math.dist(*segment) / (_CELL / 3)))
        spots = ((x1 + (x2 - x1) * at / steps, y1 + (y2 - y1) * at / steps) for at in range(steps + 1))
        for cell in dict.fromkeys((int(x // _CELL), int(y // _CELL)) for x, y in spots):
            self._segments.setdefault(cell, []).append(segment)

    def is_free(self, box: Box, margin: float) -> bool:
        """Return whether no box comes nearer than the margin."""
        return not any(
            box.overlaps(other, margin) for cell in _cells(box) for other in self._boxes.get(cell, ())
        )

    def crossings(self, box: Box) -> int:
        """Return how many segments run through a box."""
        found = dict.fromkeys(one for cell in _cells(box) for one in self._segments.get(cell, ()))
        return sum(crosses(segment, box) for segment in found)


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(int((box.left - 2) // _CELL), int((box.right + 2) // _CELL) + 1):
        for row in range(int((box.top - 2) // _CELL), int((box.bottom + 2) // _CELL) + 1):
            yield column, row


def crosses(segment: Segment, box: Box) -> bool:
    """Return whether a segment runs through a box (Liang and Barsky 1984)."""
    (x1, y1), (x2, y2) = segment
    enter, leave = 0.0, 1.0
    for move, to_low, to_high in (
        (x2 - x1, box.left - x1, box.right - x1),
        (y2 - y1, box.top - y1, box.bottom - y1),
    ):
        if move == 0:
            if to_low > 0 or to_high < 0:
                return False
            continue
        first, last = sorted((to_low / move, to_high / move))
        enter, leave = max(enter, first), min(leave, last)
    return enter <= leave


def place_labels(
    discs: Sequence[Disc], segments: Sequence[Segment], frame: Box, size: float, bold: frozenset[str]
) -> tuple[Label, ...]:
    """Return labels for as many nodes as have room; `discs` come with the most important first.

    A label is wholly inside the frame, and covers no node and no other label. Of the free places the nearest
    that the fewest lines run through is taken. `bold` names the nodes whose labels are bold.
    """
    grid = Grid()
    for disc in discs:
        grid.add(_disc_box(disc))
    for segment in segments:
        grid.add_segment(segment)
    labels: list[Label] = []
    for place, disc in enumerate(discs):
        rings = _RINGS if place < _LED else _RINGS[:1]
        label = _best(disc, grid, frame, labels, rings, (size, disc.id in bold))
        if label:
            labels.append(label)
            grid.add(label.box)
    return tuple(labels)


def _disc_box(disc: Disc) -> Box:
    size = disc.radius * 1.1
    return Box(disc.x - size, disc.y - size, disc.x + size, disc.y + size)


def _best(
    disc: Disc,
    grid: Grid,
    frame: Box,
    labels: Sequence[Label],
    rings: Sequence[float],
    letters: tuple[float, bool],
) -> Label | None:
    size, bold = letters
    for ring in rings:
        found = [
            (_CROSSED * grid.crossings(label.box) + cost, number, label)
            for number, (cost, label) in enumerate(_candidates(disc, size, ring, bold=bold))
            if frame.holds(label.box) and grid.is_free(label.box, 1.5) and not _is_led_across(label, labels)
        ]
        if found:
            return min(found)[2]
    return None


def _is_led_across(label: Label, labels: Sequence[Label]) -> bool:
    """Return whether the line to a label runs through another, or another's line through it."""
    leader = label.leader
    if leader and any(crosses(leader, other.box) for other in labels):
        return True
    return any(other.leader and crosses(other.leader, label.box) for other in labels)


def _candidates(disc: Disc, size: float, ring: float, *, bold: bool) -> Iterator[tuple[float, Label]]:
    """Give the places about a node, each with what it costs to stand there."""
    long = text_width(disc.label, size, bold=bold) > _LONG
    broken = {
        (disc.label,): 9.0 if long else 0.0,
        halve(disc.label, size, bold=bold): 0.0 if long else 3.0,
    }
    column = wrap(disc.label, size, _LONG * 0.8, bold=bold)
    broken.setdefault(column, 6.0 * len(column) - 10.0)
    for lines, ugly in broken.items():
        for (dx, dy), cost in _DIRECTIONS:
            yield cost + ugly, _label(disc, lines, size, ring, (dx, dy), bold=bold)


_DIRECTIONS = (
    *(((1.0, 0.0), 0.0), ((0.0, 1.0), 1.0), ((-1.0, 0.0), 1.5), ((0.0, -1.0), 1.5)),
    *(((0.7, 0.7), 2.5), ((0.7, -0.7), 2.5), ((-0.7, 0.7), 3.0), ((-0.7, -0.7), 3.0)),
    *(((0.9, 0.45), 3.0), ((0.9, -0.45), 3.0), ((-0.9, 0.45), 3.5), ((-0.9, -0.45), 3.5)),
)


def _label(
    disc: Disc, lines: tuple[str, ...], size: float, ring: float, direction: Point, *, bold: bool
) -> Label:
    dx, dy = direction
    reach = disc.radius * 1.1 + _NEAR + ring
    x, middle = disc.x + dx * reach, disc.y + dy * reach
    anchor = "middle" if dx == 0 else "start" if dx > 0 else "end"
    high = (len(lines) - 1) * size * LINE
    if dy == 0 or abs(dy) < 0.5:
        y = middle + size * 0.36 - high / 2
    else:
        y = middle + size * 0.74 if dy > 0 else middle - size * 0.22 - high
    box = text_box(x, y, lines, size, anchor, bold=bold)
    leader = ((disc.x + dx * disc.radius, disc.y + dy * disc.radius), (x, middle)) if ring else None
    return Label(disc.id, lines, x, y, anchor, size, bold, box, leader)
