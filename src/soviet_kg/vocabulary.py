"""Read `ontology/soviet.ttl`: the properties, measures and classes that a graph may use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from soviet_kg.errors import BadDataFile
from soviet_kg.resources import find_resource
from soviet_kg.terms import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

_Facts = dict[str, dict[str, list["NamedNode | Literal"]]]


@dataclass(frozen=True, slots=True)
class Property:
    """What a claim can say: `labels` by language; `takes` is entity, date, number or text.

    `functional`: a thing has one value of it (a count one for each of, measure and unit).
    """

    name: str
    labels: tuple[tuple[str, str], ...]
    takes: str
    functional: bool

    def label(self, language: str = "en") -> str:
        """Return the label in that language, else in English."""
        known = dict(self.labels)
        return known.get(language, known["en"])


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The ontology as the graph needs it.

    `narrower` holds (class, class above it, head words): a name whose head is such a word belongs there.
    """

    properties: dict[str, Property]
    qualifiers: frozenset[str]
    measures: frozenset[str]
    narrower: tuple[tuple[str, str, frozenset[str]], ...]

    def property(self, name: str) -> Property:
        """Return the property of that name. Raises BadDataFile where the ontology has none."""
        if name not in self.properties:
            raise BadDataFile(f"ontology/soviet.ttl: no property skg:{name} with skg:takes; a claim wants it")
        return self.properties[name]

    def check_qualifier(self, name: str) -> str:
        """Return the name of a qualifier. Raises BadDataFile where the ontology has none of that name."""
        if name not in self.qualifiers and name not in self.properties:
            raise BadDataFile(f"ontology/soviet.ttl: no qualifier skg:{name} with skg:qualifies true")
        return name

    def measure(self, word: str) -> str:
        """Return the name of a measure: "elected" → "Elected". Raises BadDataFile where there is none."""
        name = word.capitalize()
        if name not in self.measures:
            raise BadDataFile(f"ontology/soviet.ttl: no skg:Measure skg:{name}; a count wants {word!r}")
        return name


@cache
def read_vocabulary(path: Path | None = None) -> Vocabulary:
    """Read the ontology at `path`, else the packaged one. Raises BadDataFile where it is no Turtle."""
    facts = _read_facts(path or find_resource("ontology/soviet.ttl"))
    properties = (_property(name, about) for name, about in facts.items() if "takes" in about)
    return Vocabulary(
        properties={prop.name: prop for prop in properties},
        qualifiers=frozenset(name for name, about in facts.items() if "qualifies" in about),
        measures=frozenset(name for name, about in facts.items() if "Measure" in _words(about["type"])),
        narrower=tuple(_narrower(name, facts[name]) for name in sorted(facts) if "headword" in facts[name]),
    )


def _read_facts(path: Path) -> _Facts:
    import pyoxigraph

    facts: _Facts = defaultdict(lambda: defaultdict(list))
    try:
        for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
            facts[_local(quad.subject.value)][_local(quad.predicate.value)].append(quad.object)
    except (SyntaxError, OSError) as error:
        raise BadDataFile(f"{path}: {error}") from error
    return facts


def _local(iri: str) -> str:
    return iri.removeprefix(PREFIXES["skg"]).rpartition("#")[2]


def _words(terms: Iterable[NamedNode | Literal]) -> list[str]:
    return [_local(term.value) for term in terms]


def _property(name: str, about: dict[str, list[NamedNode | Literal]]) -> Property:
    labels = tuple(sorted((str(getattr(label, "language", "")), label.value) for label in about["label"]))
    functional = _words(about["functional"]) == ["true"]
    return Property(name, labels, _words(about["takes"])[0], functional)


def _narrower(name: str, about: dict[str, list[NamedNode | Literal]]) -> tuple[str, str, frozenset[str]]:
    return name, _words(about["subClassOf"])[0], frozenset(_words(about["headword"]))
