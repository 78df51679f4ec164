"""The shapes of nodes, as SVG paths of equal weight to the eye."""

from __future__ import annotations

import math
from collections.abc import Callable

from soviet_kg.drawing.scene import plain


def shape_path(shape: str, x: float, y: float, radius: float) -> str:
    """Return the path of a shape about a point, as large as a disc of that radius. KeyError for another shape."""
    return SHAPES[shape](x, y, radius)


def polygon(points: list[tuple[float, float]]) -> str:
    """Return the closed path through points."""
    return "M" + "L".join(f"{plain(x)},{plain(y)}" for x, y in points) + "Z"


def _regular(sides: int, turn: float, swell: float) -> Callable[[float, float, float], str]:
    def path(x: float, y: float, radius: float) -> str:
        angles = (math.tau * side / sides + turn for side in range(sides))
        size = radius * swell
        return polygon([(x + size * math.sin(angle), y - size * math.cos(angle)) for angle in angles])

    return path


def circle(x: float, y: float, radius: float) -> str:
    """Return the path of a circle."""
    left, right, size = plain(x - radius), plain(x + radius), plain(radius)
    return f"M{left},{plain(y)}A{size},{size} 0 1 1 {right},{plain(y)}A{size},{size} 0 1 1 {left},{plain(y)}Z"


def _page(x: float, y: float, radius: float) -> str:
    """A sheet with a corner folded down."""
    wide, high, fold = radius * 0.8, radius * 1.02, radius * 0.5
    corners = [(-wide, -high), (wide - fold, -high), (wide, fold - high), (wide, high), (-wide, high)]
    return polygon([(x + dx, y + dy) for dx, dy in corners])


def _drop(x: float, y: float, radius: float) -> str:
    """A pin on a map, its point downward."""
    size, tip = radius * 0.82, y + radius * 1.3
    left, right, level = plain(x - size), plain(x + size), plain(y - radius * 0.1)
    low = plain(y + radius * 0.55)
    return (
        f"M{left},{level}A{plain(size)},{plain(size)} 0 1 1 {right},{level}"
        f"Q{right},{low} {plain(x)},{plain(tip)}Q{left},{low} {left},{level}Z"
    )


def _star(x: float, y: float, radius: float) -> str:
    sizes = (radius * 1.3, radius * 0.6)
    points = [(sizes[corner % 2], math.tau * corner / 10) for corner in range(10)]
    return polygon([(x + size * math.sin(angle), y - size * math.cos(angle)) for size, angle in points])


SHAPES: dict[str, Callable[[float, float, float], str]] = {
    "circle": circle,
    "diamond": _regular(4, 0.0, 1.25),
    "square": _regular(4, math.pi / 4, 1.25),
    "hexagon": _regular(6, math.pi / 6, 1.1),
    "triangle": _regular(3, 0.0, 1.35),
    "page": _page,
    "drop": _drop,
    "star": _star,
}
