"""Write a picture: SVG by a template, PNG and PDF from that SVG, HTML around it."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from soviet_kg.drawing.scene import FONTS, Element, Scene, element, text_box
from soviet_kg.errors import MissingExtra, WrongUse
from soviet_kg.network.style import theme
from soviet_kg.records import replaced_file
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
    return (
        environment()
        .get_template("picture.svg.j2")
        .render(
            scene=scene,
            page=scene.page,
            paper=theme(scene.theme)["paper"],
            fonts=FONTS,
            standalone=standalone,
        )
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


def pdf(scene: Scene) -> bytes:
    """Return a picture as PDF, its letters kept as text in the packaged font, without a date of today.

    Raises MissingExtra where svglib is not installed.
    """
    try:
        from reportlab import rl_config
        from reportlab.graphics import renderPDF
        from svglib import svglib
    except ImportError as error:
        raise MissingExtra("PDF needs: pip install 'soviet-kg[pdf]'") from error
    for weight, name in (("normal", "Regular"), ("bold", "Bold")):
        svglib.register_font(
            "Arimo", str(find_resource(f"ontology/drawing/fonts/Arimo-{name}.ttf")), weight=weight
        )
    rl_config.invariant = 1  # ReportLab's switch for a fixed date and no random names
    drawing = svglib.svg2rlg(io.BytesIO(_sized(_without_haloes(scene), 1.0).encode()))
    return bytes(renderPDF.drawToString(drawing, msg=scene.title))


def _without_haloes(scene: Scene) -> Scene:
    """Return the picture with a pale rectangle under words in place of a halo, which svglib does not draw."""
    return replace(scene, elements=tuple(map(_without_halo, scene.elements)))


def _without_halo(one: Element) -> Element:
    known = dict(one.attributes)
    if known.get("class") != "halo":
        return replace(one, children=tuple(map(_without_halo, one.children)))
    bold = known.get("font-weight") == "bold"
    place = float(known["x"]), float(known["y"])
    box = text_box(
        *place, (one.text,), float(known["font-size"]), known.get("text-anchor", "start"), bold=bold
    )
    size = {"width": box.right - box.left, "height": box.bottom - box.top}
    return element("rect", x=box.left, y=box.top, **size, fill=known["fill"], fill_opacity=0.75)


def html(scene: Scene) -> str:
    """Return a picture as one page that asks for nothing: pan, zoom, search, filters, claims at a click.

    Only its own style and script may run in it: their hashes stand in its content security policy.
    """
    from markupsafe import Markup

    style, script = (_template(name) for name in ("page.css", "page.js"))
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            scene=scene,
            svg=Markup(svg(scene, standalone=False)),
            style=Markup(style),
            script=Markup(script),
            facts=Markup(_json(scene.facts)),
            style_hash=_hash(style),
            script_hash=_hash(script),
        )
    )


def _template(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _json(facts: dict[str, Any]) -> str:
    """Return JSON that may stand inside a script element."""
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


FORMATS: dict[str, Callable[[Scene], str | bytes]] = {"svg": svg, "png": png, "pdf": pdf, "html": html}


def write_picture(scene: Scene, form: str, target: Path | BinaryIO) -> None:
    """Write a picture in one of FORMATS. Raises WrongUse for another, MissingExtra, CannotWrite."""
    if form not in FORMATS:
        raise WrongUse(f"{form!r} is no format of pictures; there is: {', '.join(FORMATS)}")
    content = FORMATS[form](scene)
    written = content.encode() if isinstance(content, str) else content
    with replaced_file(target) if isinstance(target, Path) else nullcontext(target) as stream:
        stream.write(written)
