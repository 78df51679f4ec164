"""How kinds, stances and pages look: the contents of `ontology/drawing/style.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from soviet_kg.errors import WrongUse
from soviet_kg.patterns import read_toml
from soviet_kg.resources import find_resource


@dataclass(frozen=True, slots=True)
class Look:
    """The shape and colour of a kind, and the shapes nearest to it in other programs."""

    plural: str
    shape: str
    colour: str
    gephi: str
    dot: str
    pajek: str

    @property
    def rgb(self) -> tuple[int, int, int]:
        """Return the colour as three numbers from 0 to 255."""
        red, green, blue = (int(self.colour[place : place + 2], 16) for place in (1, 3, 5))
        return red, green, blue


@dataclass(frozen=True, slots=True)
class Letters:
    """Sizes of letters on a page, in pixels: a slide is read from afar."""

    title: float
    label: float
    small: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page's size in pixels, what the file says that is on paper, and its letters."""

    name: str
    width: int
    height: int
    physical: tuple[str, str]
    letters: Letters


@dataclass(frozen=True, slots=True)
class PartyLook:
    """How the delegates of a party look in a chart; `begins` is how the labels of such parties begin."""

    begins: tuple[str, ...]
    colour: str


@cache
def _style() -> dict[str, Any]:
    return read_toml(find_resource("ontology/drawing/style.toml"))


@cache
def looks() -> dict[str, Look]:
    """Return the look of each kind, in the order of the legend."""
    return {kind: Look(**look) for kind, look in _style()["kinds"].items()}


@cache
def party_looks() -> tuple[PartyLook, ...]:
    """Return how parties look, from left to right."""
    return tuple(PartyLook(tuple(look["begins"]), look["colour"]) for look in _style()["parties"])


def theme(name: str) -> dict[str, str]:
    """Return the colours of paper, ink and lines. Raises WrongUse for an unknown theme."""
    return dict(_pick("themes", name, "theme"))


def page(name: str) -> Page:
    """Return a page. Raises WrongUse for an unknown one."""
    found = _pick("pages", name, "page")
    letters = Letters(**{use: float(size) for use, size in found["letters"].items()})
    return Page(name, found["width"], found["height"], tuple(found["physical"]), letters)


def dashes(stance: str) -> str:
    """Return the dashes of an edge, "" for a whole line."""
    return str(_style()["stances"][stance])


def _pick(what: str, name: str, one: str) -> Any:
    known = _style()[what]
    if name not in known:
        raise WrongUse(f"no {one} is named {name!r}; there is: {', '.join(known)}")
    return known[name]
