"""Disagreements, as the graph has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from soviet_kg.compare import Report, make_report
from soviet_kg.model import Claim
from soviet_kg.terms import PREFIXES
from soviet_kg.web.edition import Volume
from soviet_kg.web.tables import terms_of


@dataclass(frozen=True, slots=True)
class Quarrel:
    """Claims that cannot all be true; `about` is the id of a thing."""

    id: str
    label: str
    about: str
    claims: tuple[Claim, ...]


@lru_cache(maxsize=2)
def quarrels(volume: Volume) -> tuple[Quarrel, ...]:
    """Return every disagreement of the graph, by label."""
    found: dict[str, Quarrel] = {}
    for node, label, about, claim in terms_of(volume.questions.ask_named("disagreements")):
        name = node.removeprefix(PREFIXES["disagreement"])
        before = found[name].claims if name in found else ()
        more = volume.catalogue.claims[claim.removeprefix(PREFIXES["claim"])]
        found[name] = Quarrel(name, label, about.removeprefix(PREFIXES["id"]), (*before, more))
    return tuple(found.values())


@lru_cache(maxsize=2)
def report_of(volume: Volume) -> Report:
    """Return what the sources of a build agree and differ on, and what each says against itself."""
    return make_report(volume.corpus)


def quarrels_of(volume: Volume, claim: str) -> tuple[Quarrel, ...]:
    """Return the disagreements in which a claim stands."""
    return tuple(q for q in quarrels(volume) if any(other.id == claim for other in q.claims))
