"""The server: addresses to answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from soviet_kg.errors import NotServed
from soviet_kg.resources import find_resource
from soviet_kg.web.describe import DOWNLOADS, describe_dataset
from soviet_kg.web.edition import Edition, Shelf
from soviet_kg.web.endpoint import sparql
from soviet_kg.web.formats import GRAPHS, PAGE, by_suffix, choose
from soviet_kg.web.graphs import graph_bytes, graph_response
from soviet_kg.web.guard import Guard
from soviet_kg.web.linked import SPACES, describe, is_known
from soviet_kg.web.pictures import THEMES, picture
from soviet_kg.web.reading import error_page, node_page, read_page, suggestions
from soviet_kg.web.render import LANGUAGES
from soviet_kg.web.tables import PAGES

if TYPE_CHECKING:
    from starlette.requests import Request

STATIC = Path(__file__).parent / "static"
_CHOICE = {**PAGE, **GRAPHS}
_VARIES = {"Vary": "Accept"}


def make_app(shelf: Shelf) -> Starlette:
    """Return the server of a shelf that is open; it closes the shelf when it ends."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.shelf = shelf
        watching = asyncio.create_task(shelf.watch())
        yield
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        await shelf.close()  # here, and not later: uvicorn passes Ctrl-C on when it has ended

    return Starlette(
        routes=_routes(),
        middleware=[Middleware(Guard)],
        exception_handlers={NotServed: _not_served, HTTPException: _http_error, Exception: _our_mistake},
        lifespan=lifespan,
    )


def _routes() -> list[Route | Mount]:
    spaces = "|".join(SPACES)
    return [
        Route("/sparql", sparql, methods=["GET", "POST"]),
        Route("/.well-known/void", _void),
        Route("/void{suffix}", _void),
        Route("/ontology{suffix}", _ontology),
        Route("/ontology", _ontology),
        Route("/ru/ontology", _ontology),
        Route("/suggest", _suggest),
        Route("/drawings/{name}.{language}.{theme}.svg", _drawing),
        *(Route(f"/{name}", _download) for name in DOWNLOADS),
        Mount("/static", StaticFiles(directory=STATIC)),
        *(Route(f"/{space}/{{name}}", _resource, name=space) for space in spaces.split("|")),
        *(Route(f"/ru/{space}/{{name}}", _resource, name=f"ru-{space}") for space in spaces.split("|")),
        Route("/{path:path}", _page),
    ]


def _edition(request: Request) -> Edition:
    edition: Edition = request.app.state.shelf.current
    return edition


# --- data ------------------------------------------------------------------------------------------------


async def _void(request: Request) -> Response:
    turtle = await describe_dataset(str(request.base_url), _edition(request))
    return await graph_response(request, turtle, request.path_params.get("suffix", "").removeprefix("."))


async def _ontology(request: Request) -> Response:
    suffix = request.path_params.get("suffix", "").removeprefix(".")
    if suffix == "html" or (not suffix and choose(request.headers.get("accept", ""), _CHOICE) == "html"):
        return await read_page(request, _edition(request), f"{_language(request)}ontology")
    turtle = find_resource("ontology/soviet.ttl").read_text(encoding="utf-8")
    response = await graph_response(request, turtle, suffix)
    response.headers["Link"] = '<https://w3id.org/soviet-kg/ontology>; rel="canonical"'
    return response


async def _download(request: Request) -> Response:
    name = request.url.path.rpartition("/")[2]
    return FileResponse(_edition(request).volume.folder / name, media_type=DOWNLOADS[name])


async def _drawing(request: Request) -> Response:
    wanted = request.path_params
    if wanted["language"] not in LANGUAGES or wanted["theme"] not in THEMES:
        raise NotServed(404, "there is no such drawing")
    volume = _edition(request).volume
    drawn = await asyncio.to_thread(picture, volume, wanted["name"], wanted["language"], wanted["theme"])
    return Response(drawn.svg, media_type="image/svg+xml")


async def _suggest(request: Request) -> Response:
    return await suggestions(request, _edition(request))


def _language(request: Request) -> str:
    return "ru/" if request.url.path.startswith("/ru/") else ""


# --- things ----------------------------------------------------------------------------------------------


async def _resource(request: Request) -> Response:
    """Answer for a thing of the graph: a page or RDF, by the suffix of its address or by Accept."""
    edition, name = _edition(request), request.path_params["name"]
    space = request.url.path.split("/")[-2]
    stem, _, suffix = name.rpartition(".")
    if stem and by_suffix(suffix, _CHOICE) and not await is_known(edition, space, name):
        return await _in_form(request, edition, space, stem, by_suffix(suffix, _CHOICE))
    form = choose(request.headers.get("accept", ""), _CHOICE)
    if not form:
        raise NotServed(406, f"a thing comes as {', '.join(known.media_type for known in _CHOICE.values())}")
    return await _in_form(request, edition, space, name, form)


async def _in_form(request: Request, edition: Edition, space: str, name: str, form: str) -> Response:
    if form == "html" and space in PAGES:
        response = await read_page(request, edition, f"{_language(request)}{space}/{name}")
    elif form == "html":
        response = await node_page(request, edition, space, name)
    elif await is_known(edition, space, name):
        response = graph_bytes(await describe(edition, space, name, form), form)
    else:
        raise NotServed(404, "the graph says nothing of such a thing")
    response.headers.update(_VARIES)
    return response


async def _page(request: Request) -> Response:
    path = request.path_params["path"]
    if path.endswith(".html"):
        place = path.removesuffix(".html").removesuffix("index").lstrip("/\\")  # "//host" would be elsewhere
        return RedirectResponse(f"/{place}", 308)
    return await read_page(request, _edition(request), path)


# --- what goes wrong -------------------------------------------------------------------------------------


def _not_served(request: Request, error: Exception) -> Response:
    assert isinstance(error, NotServed)
    headers = dict(_VARIES)
    if error.wait:
        headers["Retry-After"] = str(error.wait)
    return _tell(request, error.status, str(error), headers)


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _tell(request, error.status_code, str(error.detail).lower(), dict(error.headers or {}))


def _our_mistake(request: Request, error: Exception) -> Response:
    del error  # the log has it; a stranger gets no traces
    return _tell(request, 500, "our own mistake; it has been logged", {})


def _tell(request: Request, status: int, message: str, headers: dict[str, str]) -> Response:
    """Say what went wrong: to a person on a page, to a program in a line."""
    if request.url.path != "/sparql" and choose(request.headers.get("accept", ""), _CHOICE) == "html":
        return error_page(request, status, message, headers)
    return PlainTextResponse(f"{message}\n", status, headers)
