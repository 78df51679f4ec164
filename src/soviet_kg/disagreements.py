"""Find claims that cannot all be true: they stand side by side, and none of them is preferred."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from soviet_kg.model import Claim, ClaimObject, Corpus, HistoricalDate, Mention, Quantity, Stance
from soviet_kg.patterns import read_toml
from soviet_kg.resources import find_resource
from soviet_kg.vocabulary import Vocabulary

_ROUGHLY = 0.1  # how far apart two numbers may lie if one of them is given as approximate

_Matter = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims on one matter that contradict each other, in the corpus's order; `subject` is an entity id.

    `matter` is what tells it from other matters of the same subject: the property, and for a count also of
    whom, by which measure, in which unit and at which stage ("by the end"), where its sentence names one.
    """

    subject: str
    predicate: str
    matter: tuple[str, ...]
    claims: tuple[Claim, ...]


def find_disagreements(corpus: Corpus, vocabulary: Vocabulary) -> tuple[Disagreement, ...]:
    """Return what the sources disagree on, sorted by matter.

    Only asserted claims count, and only properties of which a thing has one value (skg:functional). Dates
    contradict each other when they have no day in common; numbers when they differ, or, where one is
    approximate, when they differ by more than a tenth; things when they are not the same entity. Numbers of
    one sentence are parts of a whole and contradict nothing in it.
    """
    ids = corpus.entity_ids()
    words = {document.id: document for document in corpus.documents}
    matters: dict[_Matter, list[Claim]] = {}
    for claim in corpus.claims:
        if claim.stance is Stance.ASSERTED and vocabulary.property(claim.predicate).functional:
            quoted = claim.quote.text(words[claim.quote.document])
            matters.setdefault((*_matter(claim, ids), *_stage(claim, quoted)), []).append(claim)
    found = ((matter, tuple(_contradicted(claims, ids))) for matter, claims in sorted(matters.items()))
    return tuple(Disagreement(matter[0], matter[1], matter[1:], claims) for matter, claims in found if claims)


def _matter(claim: Claim, ids: dict[str, str]) -> _Matter:
    matter = (ids[claim.subject.key], claim.predicate)
    if not isinstance(claim.object, Quantity):
        return matter
    qualifiers = dict(claim.qualifiers)
    of = qualifiers.get("of", "")
    of = ids[of.key] if isinstance(of, Mention) else str(of)
    return (*matter, of, str(qualifiers.get("measure", "")), claim.object.unit)


def _stage(claim: Claim, quoted: str) -> _Matter:
    """Return when in the course of things was counted, in one word, where the sentence says so."""
    if not isinstance(claim.object, Quantity):
        return ()
    return next(((name,) for name, words in _stages().items() if words.search(quoted)), ())


@cache
def _stages() -> Mapping[str, re.Pattern[str]]:
    table = read_toml(find_resource("ontology/grammar/counts.en.toml"))
    return {name: re.compile(words) for name, words in table["stages"].items()}


def _contradicted(claims: list[Claim], ids: dict[str, str]) -> Iterator[Claim]:
    for claim in claims:
        others = (other for other in claims if not _are_parts(claim, other))
        if any(_contradict(claim.object, other.object, ids) for other in others):
            yield claim


def _are_parts(claim: Claim, other: Claim) -> bool:
    return isinstance(claim.object, Quantity) and claim.quote == other.quote


def _contradict(one: ClaimObject, other: ClaimObject, ids: dict[str, str]) -> bool:
    match one, other:
        case HistoricalDate(), HistoricalDate():
            return one.latest < other.earliest or other.latest < one.earliest
        case Quantity(), Quantity():
            allowed = _ROUGHLY * max(one.value, other.value) if one.approximate or other.approximate else 0
            return abs(one.value - other.value) > allowed
        case Mention(), Mention():
            return ids[one.key] != ids[other.key]
        case _:
            return one != other
