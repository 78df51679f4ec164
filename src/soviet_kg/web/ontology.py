"""The ontology for readers, from its Turtle."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from soviet_kg.resources import find_resource
from soviet_kg.terms import PREFIXES

_OWL, _RDFS, _SKG, _SCHEMA = (
    "http://www.w3.org/2002/07/owl#",
    PREFIXES["rdfs"],
    PREFIXES["skg"],
    PREFIXES["schema"],
)
_TYPE = f"{PREFIXES['rdf']}type"


@dataclass(frozen=True, slots=True)
class Term:
    """A class or a property: what it is called and means, what stands above it, which things it joins."""

    name: str
    label: str
    comment: str
    above: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    aligned: tuple[str, ...]


def classes(language: str) -> tuple[Term, ...]:
    """Return the classes, in the order of their names."""
    return _terms(f"{_OWL}Class", language)


def properties(language: str) -> tuple[Term, ...]:
    """Return the properties of things and of values, in the order of their names."""
    kinds = [_terms(f"{_OWL}{kind}Property", language) for kind in ("Object", "Datatype")]
    return tuple(sorted((term for terms in kinds for term in terms), key=lambda term: term.name))


def _terms(kind: str, language: str) -> tuple[Term, ...]:
    facts = _facts()
    names = sorted(name for name, about in facts.items() if any(t.value == kind for t in about[_TYPE]))
    return tuple(_term(name, facts[name], language) for name in names if name.startswith(_SKG))


def _term(name: str, about: dict[str, list[Any]], language: str) -> Term:
    def names(*predicates: str) -> tuple[str, ...]:
        return tuple(sorted({_short(term.value) for predicate in predicates for term in about[predicate]}))

    near = [f"{PREFIXES['skos']}{match}" for match in ("closeMatch", "exactMatch", "broadMatch")]
    above = names(f"{_RDFS}subClassOf", f"{_RDFS}subPropertyOf")
    return Term(
        name.removeprefix(_SKG),
        _words(about[f"{_RDFS}label"], language),
        _words(about[f"{_RDFS}comment"], language),
        tuple(item for item in above if item.startswith("skg:")),
        names(f"{_RDFS}domain", f"{_SCHEMA}domainIncludes"),
        names(f"{_RDFS}range", f"{_SCHEMA}rangeIncludes"),
        tuple(item for item in above if not item.startswith("skg:")) + names(*near),
    )


def _words(terms: list[Any], language: str) -> str:
    known = {str(term.language): str(term.value) for term in terms}
    return known.get(language) or known.get("en", "")


def _short(name: str) -> str:
    prefix = next((prefix for prefix, space in PREFIXES.items() if name.startswith(space)), "")
    return f"{prefix}:{name.removeprefix(PREFIXES[prefix])}" if prefix else name


@cache
def _facts() -> dict[str, dict[str, list[Any]]]:
    import pyoxigraph

    facts: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for file in ("soviet", "alignments"):
        path = find_resource(f"ontology/{file}.ttl")
        for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
            facts[str(quad.subject.value)][quad.predicate.value].append(quad.object)
    return facts
