"""What a picture is made of: elements on a page, and how wide their words are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from soviet_kg.network.style import Page
from soviet_kg.resources import find_resource

FONTS = "Arimo, 'Liberation Sans', Arial, Helvetica, sans-serif"
LINE = 1.2  # from one line of text to the next, in sizes
_ASCENT, _DESCENT = 0.74, 0.22  # of letters above and below the base line, in sizes
_WIDE = 1000  # thousandths; of a character that the font lacks


@dataclass(frozen=True, slots=True)
class Element:
    """An SVG element; `attributes` in their order, numbers as text already."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Element, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with its sides level; y grows downward."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box, margin: float = 0.0) -> bool:
        """Return whether the two come nearer than the margin."""
        return (
            self.left < other.right + margin
            and other.left < self.right + margin
            and self.top < other.bottom + margin
            and other.top < self.bottom + margin
        )

    def holds(self, other: Box) -> bool:
        """Return whether the other lies wholly inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture: its page, its title and description for those who cannot see it, its elements, its facts.

    `facts` is what an interactive page needs to know of the things drawn.
    """

    page: Page
    theme: str
    title: str
    description: str
    elements: tuple[Element, ...]
    facts: dict[str, Any] = field(default_factory=dict, hash=False)


def plain(number: float) -> str:
    """Return a number with at most two decimals and no more digits than it needs."""
    return (
        f"{number:.2f}".rstrip("0").rstrip(".").replace("-0", "0") if abs(number) < 0.005 else _short(number)
    )


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def element(tag: str, *children: Element, **attributes: object) -> Element:
    """Return an element; `class_` and `stroke_width` become class and stroke-width, None is left out.

    `text` is what stands inside it.
    """
    text = str(attributes.pop("text", ""))
    pairs = ((name.strip("_").replace("_", "-"), value) for name, value in attributes.items())
    written = ((name, plain(v) if isinstance(v, float) else str(v)) for name, v in pairs if v is not None)
    return Element(tag, tuple(written), tuple(children), text)


def walk(elements: Iterable[Element]) -> Iterator[Element]:
    """Give every element, and those inside it."""
    for one in elements:
        yield one
        yield from walk(one.children)


# --- words -------------------------------------------------------------------------------------------------


@cache
def _widths() -> dict[str, tuple[int, int]]:
    lines = find_resource("ontology/drawing/widths.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return {chr(int(code, 16)): (int(regular), int(bold)) for code, regular, bold in rows}


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide the words are in Arimo, which is as wide as Arial and Helvetica."""
    widths = _widths()
    return sum(widths.get(one, (_WIDE, _WIDE))[bold] for one in text) * size / 1000


def wrap(text: str, size: float, width: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text between words into lines no wider than `width`, where its words allow."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def halve(text: str, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into the two lines whose longer one is shortest; one line where it has one word."""
    words = text.split()
    breaks = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    if not breaks:
        return (text,)
    return min(breaks, key=lambda pair: max(text_width(line, size, bold=bold) for line in pair))


def cut(text: str, size: float, width: float, *, bold: bool = False) -> str:
    """Return the text, cut with an ellipsis where it is wider than `width`."""
    if text_width(text, size, bold=bold) <= width:
        return text
    while text and text_width(f"{text}…", size, bold=bold) > width:
        text = text[:-1]
    return f"{text.rstrip(' ,;:(')}…"


def text_box(
    x: float, y: float, lines: tuple[str, ...], size: float, anchor: str, *, bold: bool = False
) -> Box:
    """Return the box of lines of text whose first base line begins (or is centred, or ends) at x, y."""
    width = max(text_width(line, size, bold=bold) for line in lines)
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    bottom = y + (len(lines) - 1) * size * LINE + _DESCENT * size
    return Box(left, y - _ASCENT * size, left + width, bottom)


def write_text(
    x: float,
    y: float,
    lines: tuple[str, ...],
    size: float,
    colour: str,
    *,
    anchor: str = "start",
    bold: bool = False,
    halo: str = "",
    **more: object,
) -> tuple[Element, ...]:
    """Return lines of text, over a halo of the same letters drawn thick in another colour."""
    shown = {
        "font_size": float(size),
        "text_anchor": anchor if anchor != "start" else None,
        "font_weight": "bold" if bold else None,
    }

    def layer(**paint: object) -> Iterator[Element]:
        for number, line in enumerate(lines):
            yield element("text", text=line, x=x, y=y + number * size * LINE, **shown, **paint)

    under = layer(
        fill=halo,
        stroke=halo,
        stroke_width=size * 0.28,
        stroke_linejoin="round",
        class_="halo",
        aria_hidden="true",
    )
    return (*(under if halo else ()), *layer(fill=colour, **more))
