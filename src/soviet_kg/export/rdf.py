"""Write a build's graph in the formats of RDF, each of them the same bytes for the same graph.

The canonical N-Quads lines are sorted as the format wants them, parsed by Oxigraph and serialised with
prefixes; rdflib's writers depend on the hash seed and are ten times slower.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from soviet_kg.errors import UnreadableInput, WrongUse
from soviet_kg.export.jsonld import to_jsonld
from soviet_kg.records import replaced_file
from soviet_kg.terms import PREFIXES, curie
from soviet_kg.turtle import serialize, to_trig, to_turtle

if TYPE_CHECKING:
    from pyoxigraph import Quad

_SOURCE_GRAPH = f" <{PREFIXES['graph']}source-".encode()
_CLAIM = f"<{PREFIXES['claim']}".encode()  # a disagreement has an rdf:predicate, too
_STATEMENT = {curie(f"rdf:{part}").encode(): part for part in ("subject", "predicate", "object")}
_STATEMENT_TYPE = f" {curie('rdf:type')} {curie('rdf:Statement')} ".encode()
_REIFIES = curie("rdf:reifies").encode()
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Lines = Sequence[bytes]  # N-Quads statements in UTF-8, without the newline


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write the graph; `write` takes canonical N-Quads lines and returns bytes."""

    suffix: str
    media_type: str
    about: str
    write: Callable[[Lines], bytes]


def write_rdf(nquads: Path, format: str, out: Path | BinaryIO) -> None:  # noqa: A002  the word users know
    """Write the graph in a canonical N-Quads file as one of FORMATS, to a file or a stream.

    A file that is there is replaced when the new one is whole. Raises WrongUse for an unknown format,
    UnreadableInput where the graph is missing or damaged, CannotWrite where the place refuses.
    """
    if format not in FORMATS:
        raise WrongUse(f"unknown format {format!r}; the formats are {', '.join(FORMATS)}")
    try:
        written = FORMATS[format].write(nquads.read_bytes().removesuffix(b"\n").split(b"\n"))
    except SyntaxError as error:
        raise UnreadableInput(f"{nquads}: not N-Quads: {error}; build again") from error
    except OSError as error:
        raise UnreadableInput(f"{nquads}: {error.strerror}; build again") from error
    if isinstance(out, Path):
        with replaced_file(out) as stream:
            stream.write(written)
    else:
        out.write(written)


# --- lines in the order that a format wants ----------------------------------------------------------------


def _triple(line: bytes) -> bytes:
    return line[: line.rindex(b" <")] + b" ."


def _graph(line: bytes) -> bytes:
    return line[line.rindex(b" <") :]


def _triples(lines: Lines) -> Lines:
    """Return the union of all graphs, sorted, each triple once."""
    return sorted(dict.fromkeys(map(_triple, lines)))  # not set(): nearly sorted lines are soon sorted


def _by_graph(lines: Lines) -> Lines:
    return sorted(lines, key=_graph)


def _reifiers(lines: Lines) -> Lines:
    """Return what is not a plain triple, with each claim as an RDF 1.2 reifier: named, not asserted."""
    kept: set[bytes] = set()
    claims: dict[bytes, dict[str, bytes]] = {}
    for line in lines:
        if _graph(line).startswith(_SOURCE_GRAPH) or _STATEMENT_TYPE in line:
            continue
        triple = _triple(line)
        subject, predicate, rest = triple.split(b" ", 2)
        if predicate in _STATEMENT and subject.startswith(_CLAIM):
            claims.setdefault(subject, {})[_STATEMENT[predicate]] = rest.removesuffix(b" .")
        else:
            kept.add(triple)
    for claim, parts in claims.items():
        term = b"<<( %b %b %b )>>" % (parts["subject"], parts["predicate"], parts["object"])
        kept.add(b"%b %b %b ." % (claim, _REIFIES, term))
    return sorted(kept)


# --- writers -----------------------------------------------------------------------------------------------


def _plain(lines: Lines) -> bytes:
    return b"\n".join([*lines, b""])


def _parse(lines: Lines) -> Iterable[Quad]:
    import pyoxigraph

    return pyoxigraph.parse(b"\n".join(lines), format=pyoxigraph.RdfFormat.N_QUADS)


def _rdfxml(lines: Lines) -> bytes:
    """Return RDF/XML. XML 1.0 has no way to say some control characters: each becomes U+FFFD, here alone."""
    from pyoxigraph import RdfFormat

    written = serialize(_parse(_triples(lines)), RdfFormat.RDF_XML).decode()
    names = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in PREFIXES.items())
    written = re.sub(r"<rdf:RDF [^>]*>", f"<rdf:RDF{names}>", written, count=1)  # Oxigraph's order may change
    return clean_xml(written)


def clean_xml(written: str) -> bytes:
    """Return XML that a parser reads back: no character that XML lacks, and \\r, which is read as \\n, named."""
    return _NOT_IN_XML.sub("\ufffd", written).replace("\r", "&#13;").encode()


FORMATS = {
    "turtle": Format(
        ".ttl",
        "text/turtle",
        "Turtle, all graphs as one",
        lambda lines: to_turtle(_parse(_triples(lines))),
    ),
    "trig": Format(
        ".trig",
        "application/trig",
        "TriG, with the named graphs",
        lambda lines: to_trig(_parse(_by_graph(lines))),
    ),
    "nquads": Format(".nq", "application/n-quads", "N-Quads, canonical and sorted", _plain),
    "ntriples": Format(
        ".nt",
        "application/n-triples",
        "N-Triples, all graphs as one",
        lambda lines: _plain(_triples(lines)),
    ),
    "jsonld": Format(
        ".jsonld",
        "application/ld+json",
        "JSON-LD, with the named graphs",
        lambda lines: to_jsonld(_parse(_by_graph(lines))),
    ),
    "rdfxml": Format(".rdf", "application/rdf+xml", "RDF/XML, all graphs as one", _rdfxml),
    "rdf12": Format(
        ".rdf12.ttl",
        "text/turtle",
        "RDF 1.2 Turtle: claims as reifiers that do not assert",
        lambda lines: to_turtle(_parse(_reifiers(lines))),
    ),
}
