"""Read `ontology/soviet.ttl`: the properties, measures and classes that a graph may use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
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

    `functional`: a thing has one value of it (a count one for each of, measure and unit). `asks` is the question that
    it answers, with {} for the thing. The rest says when two values differ, as the ontology explains it:
    `named_together`, `changes`, `once_by` and `one_for` (classes), `akin` (a property), `denial`, and `dates`, what its
    day is the day of.
    """

    name: str
    labels: tuple[tuple[str, str], ...]
    takes: str
    functional: bool
    asks: str = ""
    named_together: bool = False
    changes: bool = False
    once_by: str = ""
    akin: str = ""
    dates: str = ""
    one_for: str = ""
    denial: str = ""

    def label(self, language: str = "en") -> str:
        """Return the label in that language, else in English."""
        known = dict(self.labels)
        return known.get(language, known["en"])


@dataclass(frozen=True, slots=True)
class KindOfComparison:
    """How answers to one question stand to each other, in English: label, heading, comment; and its base weight."""

    label: str
    heading: str
    comment: str
    weight: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The ontology as the graph needs it.

    `narrower` holds (class, class above it, head words): a name whose head is such a word belongs there.
    """

    properties: dict[str, Property]
    qualifiers: frozenset[str]
    measures: frozenset[str]
    narrower: tuple[tuple[str, str, frozenset[str]], ...]
    kinds: dict[str, KindOfComparison] = field(default_factory=dict)

    @property
    def akin(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs of properties that answer one question about their object."""
        return tuple((prop.name, prop.akin) for prop in self.properties.values() if prop.akin)

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
        kinds={name: _kind(about) for name, about in facts.items() if "Kind" in _words(about["type"])},
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
    return Property(
        name,
        labels,
        takes=_words(about["takes"])[0],
        functional=_first(about["functional"]) == "true",
        asks=_first(about["asks"]),
        named_together=_first(about["namedTogether"]) == "true",
        changes=_first(about["changes"]) == "true",
        once_by=_first(about["onceBy"]),
        akin=_first(about["akinTo"]),
        dates=_first(about["dates"]),
        one_for=_first(about["oneFor"]),
        denial=_first(about["denialMeans"]),
    )


def _first(terms: Iterable[NamedNode | Literal]) -> str:
    """Return the first word in English or in no language, else nothing."""
    return next((_local(t.value) for t in terms if getattr(t, "language", None) in (None, "en")), "")


def _kind(about: dict[str, list[NamedNode | Literal]]) -> KindOfComparison:
    label, heading, comment = (_first(about[name]) for name in ("label", "altLabel", "comment"))
    return KindOfComparison(label, heading, comment, int(_first(about["weight"])))


def _narrower(name: str, about: dict[str, list[NamedNode | Literal]]) -> tuple[str, str, frozenset[str]]:
    return name, _words(about["subClassOf"])[0], frozenset(_words(about["headword"]))
