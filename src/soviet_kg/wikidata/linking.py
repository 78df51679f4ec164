"""Which item of Wikidata an entity is: candidates by name, the signs weighed, the best of them, or none.

No link is an answer. What a person has judged stands above what is measured; what the gazetteer says is taken as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from soviet_kg.gazetteer import Gazetteer
from soviet_kg.model import Corpus, Link, Match
from soviet_kg.wikidata.evidence import Thing, gather_things
from soviet_kg.wikidata.items import Item
from soviet_kg.wikidata.knowledge import read_weights
from soviet_kg.wikidata.scoring import Candidate, Sign, weigh
from soviet_kg.wikidata.snapshot import Snapshot
from soviet_kg.wikidata.spelling import fold_name, person_parts, romanised, surname_keys

GAZETTEER, MEASURED = "gazetteer", "measured"
_SHORTEST = 3  # signs of a name by which an item is looked up: not "it" for Italy


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """A person's verdict on an entity and an item: "same", "different" or "unsure"."""

    entity: str
    qid: str
    verdict: str
    reason: str
    by: str
    day: str = ""


class ItemIndex:
    """Items by every name that they bear, and persons by surname."""

    __slots__ = ("_by_name", "items")

    def __init__(self, items: Mapping[str, Item]) -> None:
        self.items = items
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for item in items.values():
            for key in _keys(item.labels + item.aliases, item.kind == "Person"):
                self._by_name[key].add(item.qid)

    def look_up(self, thing: Thing) -> list[Item]:
        """Return the items that share a name, or a person's surname, with a thing, sorted by QID."""
        keys = _keys(thing.labels + thing.aliases, thing.kind == "Person")
        found = {qid for key in keys for qid in self._by_name.get(key, ())}
        return [self.items[qid] for qid in sorted(found)]


def _keys(names: Iterable[tuple[str, str]], is_person: bool) -> set[str]:
    keys: set[str] = set()
    for language, form in names:
        keys.add(fold_name(form))
        if language == "ru":
            keys.add(romanised(form))
        if is_person and (surname := person_parts(form)[1]):
            keys.update(f"surname {spelling}" for spelling in surname_keys(surname))
    return {key for key in keys if len(key) >= _SHORTEST}


def link_corpus(
    corpus: Corpus, snapshot: Snapshot, gazetteer: Gazetteer, verdicts: Sequence[LinkVerdict] = ()
) -> Corpus:
    """Return the corpus with its links, none of them undecided, and with the QIDs of the exact ones."""
    links = link_to_snapshot(gather_things(corpus, gazetteer), snapshot, gazetteer, verdicts)
    decided = tuple(link for link in links if link.match is not Match.UNDECIDED)
    qids = {link.entity: link.qid for link in decided if link.is_exact}
    entities = tuple(replace(entity, qid=qids.get(entity.id, "")) for entity in corpus.entities)
    return replace(corpus, entities=entities, links=decided)


def link_to_snapshot(
    things: Sequence[Thing],
    snapshot: Snapshot,
    gazetteer: Gazetteer,
    verdicts: Sequence[LinkVerdict] = (),
) -> tuple[Link, ...]:
    """Link things to a snapshot as `link_things` does, with one thing more.

    Who made the gazetteer knew the packaged snapshot, which is incomplete: where it lists a thing and leaves its
    identifier open, a namesake there is a matter for a person.
    """
    links = link_things(things, snapshot.items, verdicts, complete=snapshot.complete)
    if snapshot.complete:
        return links
    listed = frozenset(form.slug for form in gazetteer.forms)
    return tuple(_leave_open(link) if link.entity in listed else link for link in links)


def _leave_open(link: Link) -> Link:
    if link.by != MEASURED or link.match is Match.UNDECIDED:
        return link
    why = "the gazetteer lists this name and leaves its identifier open"
    return replace(link, match=Match.UNDECIDED, reasons=(*link.reasons, why))


def link_things(
    things: Sequence[Thing],
    items: Mapping[str, Item],
    verdicts: Sequence[LinkVerdict] = (),
    found: Mapping[str, Mapping[str, float]] | None = None,
    *,
    complete: bool = False,
) -> tuple[Link, ...]:
    """Return a link for each thing that is, or may be, an item, sorted by entity.

    `found` gives, by thing, items that a service found with its score of 0-100; with `complete`, all items that bear a
    thing's names are among `items`. No two things are exactly one item:
    where two would be, the one with the higher score is, and the other is close.
    """
    index, judged = ItemIndex(items), {(verdict.entity, verdict.qid): verdict for verdict in verdicts}
    parties = {thing.id: thing.qid for thing in things if thing.qid}
    links = []
    for thing in things:
        link = _stated(thing, items, judged)
        if link is None:
            ranked = candidates(thing, index, parties, judged, (found or {}).get(thing.id, {}))
            link = _measured(thing, _reward_only(ranked) if complete else ranked, judged)
        if link is not None:
            links.append(link)
    return tuple(sorted(_one_to_one(links), key=lambda link: link.entity))


def _stated(
    thing: Thing, items: Mapping[str, Item], judged: Mapping[tuple[str, str], LinkVerdict]
) -> Link | None:
    """Return the link that a person or the gazetteer states."""
    for (entity, qid), verdict in judged.items():
        if entity == thing.id and verdict.verdict == "same":
            return Link(thing.id, qid, Match.SAME, 1.0, (verdict.reason,), verdict.by)
    if not thing.qid or (thing.id, thing.qid) in judged:
        return None
    reasons = ["the gazetteer names this item"]
    if thing.qid in items:
        reasons += [sign.reason for sign in weigh(thing, items[thing.qid], {}).signs if sign.points > 0]
    return Link(thing.id, thing.qid, Match.EXACT, 1.0, tuple(reasons), GAZETTEER)


def candidates(
    thing: Thing,
    index: ItemIndex,
    parties: Mapping[str, str],
    judged: Mapping[tuple[str, str], LinkVerdict],
    found: Mapping[str, float],
) -> list[Candidate]:
    """Return the items that a thing may be, the best first; those refused come last, with the reason."""
    items = {item.qid: item for item in index.look_up(thing)}
    items |= {qid: index.items[qid] for qid in found if qid in index.items}
    weighed = [_weigh(thing, item, parties, judged, found.get(item.qid)) for item in items.values()]
    return sorted(weighed, key=lambda candidate: (-candidate.score, int(candidate.item.qid[1:])))


def _weigh(
    thing: Thing,
    item: Item,
    parties: Mapping[str, str],
    judged: Mapping[tuple[str, str], LinkVerdict],
    service_score: float | None,
) -> Candidate:
    verdict = judged.get((thing.id, item.qid))
    if verdict and verdict.verdict == "different":
        words = read_weights().refuses["judged"]
        return Candidate(item, (Sign(0, f"{words}: {verdict.reason}", refuses=True),))
    return weigh(thing, item, parties, service_score)


def _reward_only(ranked: list[Candidate]) -> list[Candidate]:
    """Give the one item that bears a name its points for that."""
    if not ranked or any(other.score > 0 for other in ranked[1:]):
        return ranked
    only = Sign(read_weights().more["only"], "no other item bears the name")
    return [replace(ranked[0], signs=(*ranked[0].signs, only)), *ranked[1:]]


def _measured(
    thing: Thing, ranked: Sequence[Candidate], judged: Mapping[tuple[str, str], LinkVerdict]
) -> Link | None:
    thresholds = read_weights().thresholds
    best = next(iter(ranked), None)
    if best is None or best.score < thresholds["undecided"]:
        return None
    reasons = best.reasons
    match = next(
        (match for match in (Match.EXACT, Match.CLOSE) if best.score >= thresholds[_THRESHOLD[match]]),
        Match.UNDECIDED,
    )
    rivals = [other for other in ranked[1:] if best.score - other.score < thresholds["margin"]]
    if rivals:
        match = Match.UNDECIDED
        reasons += (f"a rival: {rivals[0].item.qid} {rivals[0].item.label()} ({rivals[0].score:.2f})",)
    if (thing.id, best.item.qid) in judged:
        match = Match.UNDECIDED
        reasons += (f"left open: {judged[thing.id, best.item.qid].reason}",)
    return Link(thing.id, best.item.qid, match, best.score, reasons, MEASURED)


_THRESHOLD = {Match.EXACT: "exact", Match.CLOSE: "close"}


def _one_to_one(links: Sequence[Link]) -> list[Link]:
    owners: dict[str, Link] = {}
    for link in sorted(links, key=lambda link: (link.match is not Match.SAME, -link.score, link.entity)):
        if link.is_exact:
            owners.setdefault(link.qid, link)
    return [_second_place(link, owners.get(link.qid)) for link in links]


def _second_place(link: Link, owner: Link | None) -> Link:
    if owner is None or owner is link or not link.is_exact or link.by == GAZETTEER:
        return link
    return replace(
        link, match=Match.CLOSE, reasons=(*link.reasons, f"{owner.entity} is this item more surely")
    )
