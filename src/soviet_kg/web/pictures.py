"""The drawings of a build, as SVG for pages: charts and views, by day and by lamp light."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from soviet_kg.drawing.delegates import draw_delegates
from soviet_kg.drawing.files import svg
from soviet_kg.drawing.networks import draw_network
from soviet_kg.drawing.scene import Scene
from soviet_kg.drawing.timeline import draw_timeline
from soviet_kg.errors import NotServed, WrongUse
from soviet_kg.network.views import list_views, read_view
from soviet_kg.web.edition import Volume

THEMES = ("light", "dark")
_CHARTS = {"timeline": draw_timeline, "delegates": draw_delegates}
FOR_FILES = ("timeline", "delegates", "people", "events")  # the views of everything take too long for files
_PAGE = "slide"
_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: `name` is that of its view, `svg` the picture itself."""

    name: str
    title: str
    about: str
    svg: str


def picture(volume: Volume, name: str, language: str, theme: str) -> Picture:
    """Return a drawing, made once. Raises NotServed (404) for an unknown one, and where there is nothing to draw."""
    with _LOCK:  # who asks for the same at the same time waits for the one
        return _draw(volume, name, language, theme)


@lru_cache(maxsize=64)
def _draw(volume: Volume, name: str, language: str, theme: str) -> Picture:
    try:
        scene = _scene(volume, name, language, theme)
    except WrongUse as error:
        raise NotServed(404, "there is nothing to draw here") from error
    return Picture(name, scene.title, scene.description, svg(scene))


def _scene(volume: Volume, name: str, language: str, theme: str) -> Scene:
    if name in _CHARTS:
        return _CHARTS[name](volume.corpus, _PAGE, theme, language=language)
    if name not in picture_names():
        raise WrongUse(f"no view is named {name}")
    network = read_view(volume.folder, name, language)
    if not network.nodes:
        raise WrongUse(f"nothing stands in the view {name}")
    return draw_network(network, _PAGE, theme)


def picture_names() -> tuple[str, ...]:
    """Return the names of what can be drawn, charts first."""
    return (*_CHARTS, *(view.name for view in list_views()))


def pictures(volume: Volume, language: str, names: tuple[str, ...] = ()) -> tuple[Picture, ...]:
    """Return the drawings, all or those named, for which a build has something to draw."""
    found = []
    for name in names or picture_names():
        try:
            found.append(picture(volume, name, language, "light"))
        except NotServed:
            continue  # nothing to draw is no fault of the page
    return tuple(found)


@lru_cache(maxsize=8)
def offers(volume: Volume, language: str) -> tuple[Picture, ...]:
    """Return what there is to draw, not drawn yet: a page of them need not wait for the last."""
    charts = pictures(volume, language, tuple(_CHARTS))
    views = (Picture(view.name, view.title, view.about, "") for view in list_views())
    return (*charts, *(view for view in views if read_view(volume.folder, view.name, language).nodes))
