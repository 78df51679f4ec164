"""Seats of a chamber in a half circle, and shares of it as sectors."""

from __future__ import annotations

import math

from soviet_kg.drawing.scene import plain

_HOLE = 0.38  # of the radius, without seats


def seat_places(
    seats: int, x: float, y: float, radius: float
) -> tuple[list[tuple[float, float, float]], float]:
    """Return (x, y, angle) of seats in rows about a point on the floor, from left to right, and a seat's radius.

    There are as many rows as make the gaps between rows and between neighbours alike.
    """
    rows = _rows(seats)
    radii = [radius * (_HOLE + (1 - _HOLE) * (row + 0.5) / rows) for row in range(rows)]
    numbers = _share(seats, radii)
    places = [
        (x - far * math.cos(angle), y - far * math.sin(angle), round(angle, 9))
        for far, number in zip(radii, numbers, strict=True)
        for angle in (math.pi * (seat + 0.5) / number for seat in range(number))
    ]
    size = min(
        radius * (1 - _HOLE) / rows,
        *(math.pi * far / max(n, 1) for far, n in zip(radii, numbers, strict=True)),
    )
    return sorted(places, key=lambda place: (place[2], place[0], place[1])), size * 0.42


def _rows(seats: int) -> int:
    """Return the number of rows: rows × mean circumference / seats = depth / rows."""
    return max(1, round(math.sqrt(seats * (1 - _HOLE) / (math.pi * (1 + _HOLE) / 2))))


def _share(seats: int, radii: list[float]) -> list[int]:
    """Return the seats of each row by its length, rounded so that they are as many as there are (largest remainder)."""
    exact = [seats * far / sum(radii) for far in radii]
    numbers = [int(part) for part in exact]
    by_rest = sorted(range(len(radii)), key=lambda row: (numbers[row] - exact[row], row))
    for row in by_rest[: seats - sum(numbers)]:
        numbers[row] += 1
    return numbers


def sector_path(x: float, y: float, radius: float, start: float, stop: float) -> str:
    """Return the part of a half ring between two shares of it, 0 at the left and 1 at the right."""
    inner = radius * _HOLE

    def spot(far: float, part: float) -> str:
        return f"{plain(x - far * math.cos(math.pi * part))},{plain(y - far * math.sin(math.pi * part))}"

    out, back = f"A{plain(radius)},{plain(radius)} 0 0 1", f"A{plain(inner)},{plain(inner)} 0 0 0"
    return f"M{spot(radius, start)}{out} {spot(radius, stop)}L{spot(inner, stop)}{back} {spot(inner, start)}Z"
