"""Namespaces, and how one term is written in canonical N-Quads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from urllib.parse import quote as percent_encode

from soviet_kg.errors import WrongUse

BASE = "https://w3id.org/soviet-kg/"
PREFIXES = {
    "claim": f"{BASE}claim/",
    "count": f"{BASE}count/",
    "date": f"{BASE}date/",
    "dcterms": "http://purl.org/dc/terms/",
    "disagreement": f"{BASE}disagreement/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "graph": f"{BASE}graph/",
    "id": f"{BASE}id/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "quote": f"{BASE}quote/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "run": f"{BASE}run/",
    "schema": "https://schema.org/",
    "skg": f"{BASE}ontology#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "software": f"{BASE}software/",
    "source": f"{BASE}source/",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

Pair = tuple[str, str]

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_ESCAPES = {ord('"'): r"\"", ord("\\"): r"\\"}
_ESCAPES |= {ord(sign): rf"\{letter}" for sign, letter in zip("\n\r\t\b\f", "nrtbf", strict=True)}
_ESCAPES |= {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F) if code not in _ESCAPES}


def iri(prefix: str, local: str) -> str:
    """Return the IRI of `local` in a namespace, in angle brackets.

    Letters and digits of any script stand as they are, every other sign is percent-encoded, so that a file
    name or a slug of any kind is a lawful IRI. Raises KeyError for a prefix that is not in PREFIXES.
    """
    safe = "".join(char if char.isalnum() else percent_encode(char, safe="-._~") for char in local)
    return f"<{PREFIXES[prefix]}{safe}>"


@cache
def curie(name: str) -> str:
    """Return the IRI that a compact name such as "rdfs:label" stands for, in angle brackets."""
    return iri(*name.split(":", 1))


def literal(text: str, language: str = "") -> str:
    """Return a string, with its language tag if there is one, escaped as canonical N-Quads wants it.

    Raises WrongUse for a tag that is not of the form of BCP 47 ("en", "ru", "en-GB").
    """
    written = f'"{text.translate(_ESCAPES)}"'
    if not language:
        return written
    if not _LANGUAGE.fullmatch(language):
        raise WrongUse(f"language {language!r} is not a language tag; write it like 'en' or 'ru'")
    return f"{written}@{language.lower()}"  # RDF 1.1 compares tags without case; parsers lower them


def typed(text: str, datatype: str) -> str:
    """Return a literal of a datatype given by its compact name, as in `typed("1917", "xsd:gYear")`."""
    return f"{literal(text)}^^{curie(datatype)}"


def boolean(truth: bool) -> str:
    """Return an xsd:boolean."""
    return typed("true" if truth else "false", "xsd:boolean")


def number(value: float) -> str:
    """Return an xsd:integer where the number is whole, else an xsd:decimal.

    >>> number(649.0)
    '"649"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    if value == int(value):
        return typed(str(int(value)), "xsd:integer")
    return typed(format(Decimal(repr(value)), "f"), "xsd:decimal")


def statements(subject: str, graph: str, pairs: Iterable[Pair]) -> Iterator[str]:
    """Give one N-Quads line, without newline, for each pair of a compact predicate and a written object."""
    for predicate, value in pairs:
        yield f"{subject} {curie(predicate)} {value} {graph} ."
