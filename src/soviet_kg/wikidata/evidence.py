"""What our documents and our gazetteer tell of an entity that can tell an item of Wikidata from its namesakes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from soviet_kg.gazetteer import Form, Gazetteer
from soviet_kg.model import Claim, Corpus, Entity, HistoricalDate, Mention, Stance

_BEGINNINGS = {"startDate", "date", "inception", "publicationDate"}
_MEMBERSHIP = {"memberOf"}


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity, ready to be compared. `labels` and `aliases` are (language, form) pairs.

    `years` are those of dated claims that it has a part in, `begins` those in which it began by what is claimed;
    `parties` are the ids of the parties that a person belongs to. `qid` is what the gazetteer says.
    """

    id: str
    kind: str
    labels: tuple[tuple[str, str], ...]
    aliases: tuple[tuple[str, str], ...] = ()
    years: frozenset[int] = frozenset()
    begins: frozenset[int] = frozenset()
    parties: frozenset[str] = frozenset()
    qid: str = ""


def gather_things(corpus: Corpus, gazetteer: Gazetteer | None = None) -> tuple[Thing, ...]:
    """Return each entity of a corpus with what tells of it, in the corpus's order."""
    ids = corpus.entity_ids()
    claims: dict[str, list[Claim]] = defaultdict(list)
    for claim in corpus.claims:
        if claim.stance is Stance.ASSERTED:
            for key in {mention.key for mention in _mentions(claim)}:
                claims[ids[key]].append(claim)
    known = _forms_by_slug(gazetteer)
    return tuple(_make_thing(entity, claims[entity.id], known, ids) for entity in corpus.entities)


def _forms_by_slug(gazetteer: Gazetteer | None) -> Mapping[str, list[Form]]:
    forms: dict[str, list[Form]] = defaultdict(list)
    for form in gazetteer.forms if gazetteer else ():
        if form.role != "adjective":
            forms[form.slug].append(form)
    return forms


def _make_thing(
    entity: Entity, claims: list[Claim], known: Mapping[str, list[Form]], ids: Mapping[str, str]
) -> Thing:
    own = [claim for claim in claims if ids[claim.subject.key] == entity.id]
    listed = [(form.language, form.form) for key in entity.keys if key in known for form in known[key]]
    memberships = [claim.object for claim in own if claim.predicate in _MEMBERSHIP]
    return Thing(
        id=entity.id,
        kind=str(entity.kind),
        labels=entity.labels,
        aliases=tuple(sorted({*listed, *(entity.aliases if not listed else ())} - set(entity.labels))),
        years=frozenset(year for claim in claims for year in _years(claim)),
        begins=frozenset(year for claim in own if claim.predicate in _BEGINNINGS for year in _years(claim)),
        parties=frozenset(ids[party.key] for party in memberships if isinstance(party, Mention)),
        qid=_stated_qid(entity, known),
    )


def _stated_qid(entity: Entity, known: Mapping[str, list[Form]]) -> str:
    """Return what the gazetteer says, where there is one: an entity that was linked before may know more."""
    if not known:
        return entity.qid
    forms = (form for key in (entity.id, *entity.keys) for form in known.get(key, ()))
    return next((form.qid for form in forms if form.qid), "")


def _mentions(claim: Claim) -> Iterator[Mention]:
    values: Iterable[object] = (claim.subject, claim.object, *(value for _, value in claim.qualifiers))
    yield from (value for value in values if isinstance(value, Mention))


def _years(claim: Claim) -> Iterator[int]:
    for value in (claim.object, *(value for _, value in claim.qualifiers)):
        if isinstance(value, HistoricalDate) and value.earliest.year == value.latest.year:
            yield value.earliest.year
