"""Write a picture: SVG by a template, PNG and PDF from that SVG, HTML around it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from soviet_kg.drawing.scene import FONTS, Scene
from soviet_kg.errors import MissingExtra, WrongUse
from soviet_kg.network.style import theme
from soviet_kg.resources import find_resource

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"
_SHARP = 2.0  # pixels of a PNG for each pixel of the page


@cache
def environment() -> Environment:
    """Return the templates of this package; what is put into them is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


def svg(scene: Scene, *, standalone: bool = True) -> str:
    """Return a picture as SVG, for a file or to stand inside HTML."""
    return environment().get_template("picture.svg.j2").render(
        scene=scene, page=scene.page, paper=theme(scene.theme)["paper"], fonts=FONTS, standalone=standalone
    )


def png(scene: Scene) -> bytes:
    """Return a picture as PNG, two pixels to each of the page's, its letters in the packaged font."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=_sized(scene, _SHARP),
            skip_system_fonts=True,
            font_dirs=[str(find_resource("ontology/drawing/fonts"))],
            font_family="Arimo",
            sans_serif_family="Arimo",
        )
    )


def _sized(scene: Scene, scale: float) -> str:
    """Return the SVG with its size in pixels, scaled."""
    width, height = scene.page.physical
    wide, high = f"{scene.page.width * scale:.0f}", f"{scene.page.height * scale:.0f}"
    return svg(scene).replace(f'width="{width}" height="{height}"', f'width="{wide}" height="{high}"', 1)
