"""What every picture has around it: title, legend, the line of sources, and the room that is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from soviet_kg.drawing.scene import LINE, Box, Element, cut, element, text_width, wrap, write_text
from soviet_kg.drawing.shapes import shape_path
from soviet_kg.network.parts import Period
from soviet_kg.network.style import Letters, Page

MARGIN = 32.0


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend: a shape or a piece of line, and what it stands for."""

    words: str
    colour: str
    shape: str = ""
    dashes: str = ""


def frame(
    page: Page,
    theme: dict[str, str],
    title: str,
    keys: Sequence[Key],
    sources: str,
    warnings: Sequence[str] = (),
) -> tuple[tuple[Element, ...], Box]:
    """Return the elements around a picture, and the room that they leave for it.

    `sources` stands at the foot, in at most two lines; `warnings` above it, each with a sign.
    """
    letters = page.letters
    width = page.width - 2 * MARGIN
    heading, top = _heading(title, letters, theme, width)
    legend, below = _legend(keys, letters, theme, top, width)
    foot, above = _foot(page, theme, sources, warnings)
    room = Box(MARGIN, below, page.width - MARGIN, above)
    return (*heading, *legend, *foot), room


def _heading(
    title: str, letters: Letters, theme: dict[str, str], width: float
) -> tuple[tuple[Element, ...], float]:
    lines = wrap(title, letters.title, width, bold=True)[:2]
    baseline = MARGIN + letters.title * 0.8
    shown = write_text(MARGIN, baseline, lines, letters.title, theme["ink"], bold=True)
    return shown, baseline + (len(lines) - 1) * letters.title * LINE + letters.title * 0.45


def _legend(
    keys: Sequence[Key], letters: Letters, theme: dict[str, str], top: float, width: float
) -> tuple[tuple[Element, ...], float]:
    """Set the legend in rows under the title, as many as it needs."""
    if not keys:
        return (), top + letters.label
    found: list[Element] = []
    x, y, size = MARGIN, top + letters.label * 1.1, letters.label
    for key in keys:
        wide = size * 1.9 + text_width(key.words, size) + size * 1.5
        if x > MARGIN and x + wide > MARGIN + width:
            x, y = MARGIN, y + size * 1.6
        found += (
            *_sign(key, x, y, size, theme),
            *write_text(x + size * 1.9, y, (key.words,), size, theme["ink"]),
        )
        x += wide
    return tuple(found), y + size * 1.2


def _sign(key: Key, x: float, y: float, size: float, theme: dict[str, str]) -> tuple[Element, ...]:
    middle = y - size * 0.35
    if key.shape:
        path = shape_path(key.shape, x + size * 0.75, middle, size * 0.5)
        return (element("path", d=path, fill=key.colour, stroke=theme["ink"], stroke_width=0.8),)
    line = {"x1": x, "y1": middle, "x2": x + size * 1.5, "y2": middle}
    paint = {"stroke": key.colour, "stroke_width": 2.0, "stroke_dasharray": key.dashes or None}
    return (element("line", **line, **paint),)


def _foot(
    page: Page, theme: dict[str, str], sources: str, warnings: Sequence[str]
) -> tuple[tuple[Element, ...], float]:
    letters = page.letters
    size, width = letters.small, page.width - 2 * MARGIN
    lines = wrap(sources, size, width)
    lines = (*lines[:1], cut(" ".join(lines[1:]), size, width)) if len(lines) > 1 else lines
    y = page.height - MARGIN * 0.75 - (len(lines) - 1) * size * LINE
    shown = write_text(MARGIN, y, lines, size, theme["faint"])
    for warning in reversed(warnings):
        said = wrap(warning, letters.label, width - letters.label * 1.6, bold=True)
        y -= letters.label * LINE * len(said) + 5
        shown += _warning(said, y, letters.label, theme)
    return shown, y - size * (2.4 if warnings else 1.4)


def _warning(lines: tuple[str, ...], y: float, size: float, theme: dict[str, str]) -> tuple[Element, ...]:
    colour = theme["warning"]
    sign = shape_path("triangle", MARGIN + size * 0.55, y - size * 0.25, size * 0.5)
    return (
        element("path", d=sign, fill="none", stroke=colour, stroke_width=1.4),
        *write_text(MARGIN + size * 0.55, y, ("!",), size * 0.7, colour, anchor="middle", bold=True),
        *write_text(MARGIN + size * 1.6, y, lines, size, colour, bold=True),
    )


def source_line(documents: Sequence[tuple[str, str]], period: Period | None, counts: Sequence[str]) -> str:
    """Return the line at the foot: what was counted, the years, the documents."""
    years = [] if period is None else [_years(period)]
    titles = "; ".join(title for _, title in documents[:8])
    more = f"; and {len(documents) - 8} more" if len(documents) > 8 else ""
    word = "Source" if len(documents) == 1 else "Sources"
    return " · ".join([*counts, *years, f"{word}: {titles}{more}"])


def _years(period: Period) -> str:
    first, last = period.first.year, period.last.year
    return str(first) if first == last else f"{first}–{last}"


def count(number: int, one: str, many: str = "") -> str:
    """Return "1 claim", "1,204 claims"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
