"""Fit places to a page, and make room for labels between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from soviet_kg.drawing.labelling import Disc
from soviet_kg.drawing.scene import Box, halve, text_width

Point = tuple[float, float]
_STRETCH = 1.7  # how much more the one direction may grow than the other
_CROWD = 400  # nodes; in a larger crowd most have no label, and pushing them apart helps little
_FULL = 0.5  # of the page, that labels and nodes may ask for
_ROUNDS = 200
_PATIENCE = 3_000_000  # pairs looked at in all


def fit(places: Mapping[str, Point], room: Box, inset: float) -> dict[str, Point]:
    """Return the places moved and stretched to fill a room, `inset` pixels from its sides; half as much more
    at the left and right, where labels stick out."""
    if not places:
        return {}
    xs, ys = zip(*places.values(), strict=True)
    inner = Box(room.left + inset * 1.5, room.top + inset, room.right - inset * 1.5, room.bottom - inset)
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    scale_x = (inner.right - inner.left) / wide if wide else float("inf")
    scale_y = (inner.bottom - inner.top) / high if high else float("inf")
    least = min(scale_x, scale_y)
    least = 1.0 if least == float("inf") else least
    scale_x, scale_y = min(scale_x, least * _STRETCH), min(scale_y, least * _STRETCH)
    middle_x, middle_y = (inner.left + inner.right) / 2, (inner.top + inner.bottom) / 2
    centre_x, centre_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return {
        name: (middle_x + (x - centre_x) * scale_x, middle_y + (y - centre_y) * scale_y)
        for name, (x, y) in places.items()
    }


def spread_out(discs: Sequence[Disc], room: Box, size: float) -> list[Disc]:
    """Return the nodes moved apart until each has room for itself, and as many of the first as the page can take
    also for a label in two lines.

    Pairs whose rectangles overlap are parted along the direction in which they overlap less, over and over
    (as in Misue and others 1995, the force-scan family); nobody leaves the room. A crowd stays as it is.
    """
    if not discs or len(discs) > _CROWD:
        return list(discs)
    centres = [[disc.x, disc.y] for disc in discs]
    for halves in (
        _halves(discs, room, size),
        [_bare(disc) for disc in discs],
    ):  # nodes alone have the last word
        for _ in range(min(_ROUNDS, _PATIENCE // len(discs) ** 2)):
            if not _part(centres, halves):
                break
            for centre, (half_x, half_y) in zip(centres, halves, strict=True):
                centre[0] = min(max(centre[0], room.left + half_x), room.right - half_x)
                centre[1] = min(max(centre[1], room.top + half_y), room.bottom - half_y)
    return [replace(disc, x=x, y=y) for disc, (x, y) in zip(discs, centres, strict=True)]


def _halves(discs: Sequence[Disc], room: Box, size: float) -> list[Point]:
    """Return half the width and height that each node asks for: with its label while the page is not half full."""
    left = _FULL * (room.right - room.left) * (room.bottom - room.top)
    found: list[Point] = []
    for disc in discs:
        wide = max(text_width(line, size) for line in halve(disc.label, size))
        half = max(wide * 0.52, disc.radius * 1.3), disc.radius * 1.2 + size * 1.3
        found.append(half if left > 4 * half[0] * half[1] else _bare(disc))
        left -= 4 * found[-1][0] * found[-1][1]
    return found


def _bare(disc: Disc) -> Point:
    return disc.radius * 1.3 + 2, disc.radius * 1.3 + 2


def _part(centres: list[list[float]], halves: Sequence[Point]) -> bool:
    """Push every overlapping pair apart a little; return whether there was one."""
    moved = False
    for one in range(len(centres)):
        for other in range(one):
            dx, dy = centres[one][0] - centres[other][0], centres[one][1] - centres[other][1]
            over_x = halves[one][0] + halves[other][0] - abs(dx)
            over_y = halves[one][1] + halves[other][1] - abs(dy)
            if over_x <= 0 or over_y <= 0:
                continue
            moved = True
            axis = 0 if over_x < over_y else 1
            step = (over_x if axis == 0 else over_y) * 0.26 * (1 if (dx, dy)[axis] >= 0 else -1)
            centres[one][axis] += step
            centres[other][axis] -= step
    return moved
