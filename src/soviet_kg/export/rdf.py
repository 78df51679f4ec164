"""Write a build's graph in the formats of RDF, each of them the same bytes for the same graph.

The canonical N-Quads lines are sorted as the format wants them, parsed by Oxigraph and serialised with
prefixes; rdflib's writers depend on the hash seed and are ten times slower.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from soviet_kg.errors import UnreadableInput, WrongUse
from soviet_kg.export.jsonld import write_jsonld
from soviet_kg.records import replaced_file
from soviet_kg.terms import PREFIXES, curie
from soviet_kg.turtle import serialize, to_trig, to_turtle

if TYPE_CHECKING:
    from pyoxigraph import Quad, Triple

_SOURCE_GRAPH = f" <{PREFIXES['graph']}source-"
_STATEMENT = {curie(f"rdf:{part}"): part for part in ("subject", "predicate", "object")}
_STATEMENT_TYPE = f" {curie('rdf:type')} {curie('rdf:Statement')} "
_REIFIES = curie("rdf:reifies")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write the graph; `write` takes canonical N-Quads lines and a stream of bytes."""

    suffix: str
    media_type: str
    about: str
    write: Callable[[list[str], BinaryIO], None]


def write_rdf(nquads: Path, format: str, out: Path | BinaryIO) -> None:  # noqa: A002  the word users know
    """Write the graph in a canonical N-Quads file as one of FORMATS, to a file or a stream.

    A file that is there is replaced when the new one is whole. Raises WrongUse for an unknown format,
    UnreadableInput where the graph is missing or damaged, CannotWrite where the place refuses.
    """
    if format not in FORMATS:
        raise WrongUse(f"unknown format {format!r}; the formats are {', '.join(FORMATS)}")
    lines = _read_lines(nquads)
    try:
        if isinstance(out, Path):
            with replaced_file(out) as stream:
                FORMATS[format].write(lines, stream)
        else:
            FORMATS[format].write(lines, out)
    except SyntaxError as error:
        raise UnreadableInput(f"{nquads}: not N-Quads: {error}; build again") from error


def _read_lines(nquads: Path) -> list[str]:
    try:
        return nquads.read_bytes().decode().removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{nquads}: {error}; build again") from error


# --- lines in the order that a format wants ----------------------------------------------------------------


def _split(line: str) -> tuple[str, str]:
    """Return the graph of a quad, and its triple as an N-Triples line."""
    at = line.rindex(" <")
    return line[at + 1 : -2], f"{line[:at]} ."


def _triples(lines: Iterable[str]) -> list[str]:
    """Return the union of all graphs, sorted, each triple once."""
    return sorted({_split(line)[1] for line in lines})


def _by_graph(lines: Iterable[str]) -> list[str]:
    return sorted(lines, key=_split)


def _reifiers(lines: Iterable[str]) -> list[str]:
    """Return what is not a plain triple, with each claim as an RDF 1.2 reifier: named, not asserted."""
    kept: set[str] = set()
    claims: dict[str, dict[str, str]] = {}
    for line in lines:
        if _SOURCE_GRAPH in line[line.rindex(" <") :] or _STATEMENT_TYPE in line:
            continue
        triple = _split(line)[1]
        subject, predicate, rest = triple.split(" ", 2)
        if predicate in _STATEMENT:
            claims.setdefault(subject, {})[_STATEMENT[predicate]] = rest.removesuffix(" .")
        else:
            kept.add(triple)
    for claim, parts in claims.items():
        kept.add(f"{claim} {_REIFIES} <<( {parts['subject']} {parts['predicate']} {parts['object']} )>> .")
    return sorted(kept)


# --- writers -----------------------------------------------------------------------------------------------


def _write_plain(lines: list[str], stream: BinaryIO) -> None:
    stream.writelines(f"{line}\n".encode() for line in lines)


def _parse(lines: Iterable[str]) -> Iterable[Quad]:
    import pyoxigraph

    return pyoxigraph.parse("\n".join(lines), format=pyoxigraph.RdfFormat.N_QUADS)


def _as_triples(lines: Iterable[str]) -> Iterator[Triple]:
    return (quad.triple for quad in _parse(lines))


def _write_turtle(lines: list[str], stream: BinaryIO) -> None:
    stream.write(to_turtle(_as_triples(_triples(lines))))


def _write_trig(lines: list[str], stream: BinaryIO) -> None:
    stream.write(to_trig(_parse(_by_graph(lines))))


def _write_rdfxml(lines: list[str], stream: BinaryIO) -> None:
    """Write RDF/XML. XML 1.0 has no way to say some control characters: each becomes U+FFFD, here alone."""
    from pyoxigraph import RdfFormat

    written = serialize(_as_triples(_triples(lines)), RdfFormat.RDF_XML).decode()
    written = _NOT_IN_XML.sub("\ufffd", written).replace("\r", "&#13;")  # a parser would read \r as \n
    stream.write(written.encode())


def _write_rdf12(lines: list[str], stream: BinaryIO) -> None:
    stream.write(to_turtle(_as_triples(_reifiers(lines))))


FORMATS = {
    "turtle": Format(".ttl", "text/turtle", "Turtle, all graphs as one", _write_turtle),
    "trig": Format(".trig", "application/trig", "TriG, with the named graphs", _write_trig),
    "nquads": Format(".nq", "application/n-quads", "N-Quads, canonical and sorted", _write_plain),
    "ntriples": Format(
        ".nt",
        "application/n-triples",
        "N-Triples, all graphs as one",
        lambda lines, stream: _write_plain(_triples(lines), stream),
    ),
    "jsonld": Format(
        ".jsonld",
        "application/ld+json",
        "JSON-LD, with the named graphs",
        lambda lines, stream: write_jsonld(_parse(_by_graph(lines)), stream),
    ),
    "rdfxml": Format(".rdf", "application/rdf+xml", "RDF/XML, all graphs as one", _write_rdfxml),
    "rdf12": Format(
        ".rdf12.ttl", "text/turtle", "RDF 1.2 Turtle: claims as reifiers that do not assert", _write_rdf12
    ),
}
