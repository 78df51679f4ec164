"""A graph as a response, in the format that the client likes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.responses import Response

from soviet_kg.errors import NotServed
from soviet_kg.export.rdf import clean_xml
from soviet_kg.turtle import serialize, to_turtle
from soviet_kg.web.formats import GRAPHS, by_suffix, choose, content_type

if TYPE_CHECKING:
    from starlette.requests import Request


def pick_graph_format(accept: str, stated: str = "") -> str:
    """Return the name of a format for a graph; `stated` is asked for by name. Raises NotServed for none."""
    form = by_suffix(stated, GRAPHS) if stated else choose(accept, GRAPHS)
    if not form:
        known = ", ".join(form.media_type for form in GRAPHS.values())
        raise NotServed(406, f"there is no such format here; there is {known}")
    return form


async def graph_response(request: Request, turtle: str, stated: str = "") -> Response:
    """Return a graph, given as Turtle with absolute IRIs, in the format that a request asks for.

    A browser, which would rather have a page, gets Turtle. Raises NotServed for a format that is not ours.
    """
    accept = request.headers.get("accept", "")
    form = pick_graph_format("" if "text/html" in accept else accept, stated)
    content = await asyncio.to_thread(convert, turtle.encode(), form)
    return graph_bytes(content, form)


def graph_bytes(content: bytes, form: str) -> Response:
    """Return a graph that is written already."""
    return Response(content, headers={"Content-Type": content_type(GRAPHS[form]), "Vary": "Accept"})


def convert(turtle: bytes, form: str) -> bytes:
    """Return Turtle in another format of GRAPHS, its triples sorted."""
    import pyoxigraph

    triples = sorted((quad.triple for quad in pyoxigraph.parse(turtle, pyoxigraph.RdfFormat.TURTLE)), key=str)
    if form == "turtle":
        return to_turtle(triples)
    written = serialize(triples, getattr(pyoxigraph.RdfFormat, form.upper()))
    return clean_xml(written.decode()) if form == "rdf_xml" else written
