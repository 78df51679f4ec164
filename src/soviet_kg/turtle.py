"""Turtle and TriG with prefixes in alphabetical order: the same statements in, the same bytes out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from soviet_kg.terms import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Quad, RdfFormat, Triple


def to_turtle(triples: Iterable[Quad | Triple]) -> bytes:
    """Return triples as Turtle, in the order given; triple terms as in RDF 1.2. Quads must have no graph."""
    from pyoxigraph import RdfFormat

    return _with_sorted_prefixes(serialize(triples, RdfFormat.TURTLE))


def to_trig(quads: Iterable[Quad]) -> bytes:
    """Return quads as TriG, in the order given: sorted by graph, each graph is written once."""
    from pyoxigraph import RdfFormat

    return _with_sorted_prefixes(serialize(quads, RdfFormat.TRIG))


def serialize(statements: Iterable[Quad | Triple], form: RdfFormat) -> bytes:
    """Return what Oxigraph writes in that format with our prefixes."""
    import pyoxigraph

    written = pyoxigraph.serialize(statements, format=form, prefixes=PREFIXES)  # type: ignore[arg-type]
    assert written is not None  # without an output, Oxigraph returns the bytes
    return written


def _with_sorted_prefixes(written: bytes) -> bytes:
    """Sort the prefixes in use, which Oxigraph lists by hash, and set a blank line after each subject.

    A newline never stands inside a literal: Oxigraph escapes it.
    """
    body = re.sub(rb"\A(@prefix [^\n]*\n)*", b"", written)
    body = body.replace(b" .\n", b" .\n\n").replace(b"\n\n}", b"\n}\n").rstrip(b"\n") + b"\n"
    used = (prefix for prefix in PREFIXES if f"{prefix}:".encode() in body)
    header = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in used)
    return header.encode() + b"\n" + body
