"""What changed between two builds, in sentences: claims, days, attributions, entities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from soviet_kg.check import read_manifest
from soviet_kg.labels import count_label, date_label, shorten
from soviet_kg.model import Claim, Corpus, Entity, HistoricalDate, Mention, Quantity
from soviet_kg.records import read_corpus

_Rows = tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One change, as a sentence; `sort` is one of SORTS, `claim` is empty where an entity or a document changed."""

    sort: str
    document: str
    claim: str
    sentence: str


SORTS = (
    *("document added", "document lost", "document changed", "claim added", "claim lost", "re-dated"),
    *("re-attributed", "claim changed", "merged", "split", "renamed", "graph changed"),
)


def diff(one: Path, other: Path) -> tuple[Change, ...]:
    """Return what changed from one build to the other, in the order of SORTS, then of documents.

    Entities that came or went with their only mentions are not told of: the claims and documents tell. Raises
    WrongUse where one of them is no build.
    """
    hashes = [read_manifest(build)["graph_sha256"] for build in (one, other)]
    before, after = read_corpus(one), read_corpus(other)
    changes = {*_documents(before, after), *_claims(before, after), *_entities(before, after)}
    if not changes and hashes[0] != hashes[1]:
        sentence = "No claim and no entity changed, yet the graphs differ: the software or the ontology did."
        changes = {Change("graph changed", "", "", sentence)}
    return tuple(sorted(changes, key=lambda c: (SORTS.index(c.sort), c.document, c.sentence, c.claim)))


def change_rows(changes: Iterable[Change]) -> _Rows:
    """Return changes as rows for JSON."""
    return tuple(asdict(change) for change in changes)


# --- documents -------------------------------------------------------------------------------------------


def _documents(before: Corpus, after: Corpus) -> Iterator[Change]:
    old, new = ({d.id: d for d in corpus.documents} for corpus in (before, after))
    for name in sorted(new.keys() - old.keys()):
        yield Change("document added", name, "", f"“{new[name].title}” ({name}) was added.")
    for name in sorted(old.keys() - new.keys()):
        yield Change("document lost", name, "", f"“{old[name].title}” ({name}) was withdrawn.")
    for name in sorted(old.keys() & new.keys()):
        if old[name].sha256 != new[name].sha256:
            yield Change(
                "document changed", name, "", f"The text of “{new[name].title}” ({name}) is another one."
            )


# --- claims ----------------------------------------------------------------------------------------------


def _claims(before: Corpus, after: Corpus) -> Iterator[Change]:
    old, new = ({claim.id: claim for claim in corpus.claims} for corpus in (before, after))
    say_old, say_new = _teller(before), _teller(after)
    lost = [old[name] for name in old.keys() - new.keys()]
    added = [new[name] for name in new.keys() - old.keys()]
    pairs = [(old[name], new[name]) for name in old.keys() & new.keys()]
    moved, lost, added = _pair(lost, added)
    for was, now in [*pairs, *moved]:
        yield from _changed(was, now, say_old, say_new)
    for claim in lost:
        yield Change(
            "claim lost",
            claim.quote.document,
            claim.id,
            f"{claim.quote.document} no longer says: {say_old(claim)}.",
        )
    for claim in added:
        yield Change(
            "claim added",
            claim.quote.document,
            claim.id,
            f"{claim.quote.document} now says: {say_new(claim)}.",
        )


def _pair(
    lost: list[Claim], added: list[Claim]
) -> tuple[list[tuple[Claim, Claim]], list[Claim], list[Claim]]:
    """Pair claims of the same words and property that differ in who, or in when."""
    left: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in sorted(added, key=lambda c: c.id):
        for key in _keys(claim):
            left[key].append(claim)
    pairs: list[tuple[Claim, Claim]] = []
    taken: set[str] = set()
    for claim in sorted(lost, key=lambda c: c.id):
        candidates = (new for key in _keys(claim) for new in left.get(key, ()) if new.id not in taken)
        if found := next(candidates, None):
            pairs.append((claim, found))
            taken |= {claim.id, found.id}
    return pairs, [c for c in lost if c.id not in taken], [c for c in added if c.id not in taken]


def _keys(claim: Claim) -> tuple[tuple[object, ...], ...]:
    """Return what two claims share that tell of one thing: the words and all but the date, or all but the subject."""
    place = (claim.quote, claim.predicate)
    if isinstance(claim.object, HistoricalDate):
        return (*place, "subject", claim.subject.key), (*place, "value", claim.object.edtf)
    return ((*place, "value", _value_key(claim)),)


def _value_key(claim: Claim) -> str:
    return claim.object.key if isinstance(claim.object, Mention) else repr(claim.object)


def _changed(
    was: Claim, now: Claim, say_old: Callable[[Claim], str], say_new: Callable[[Claim], str]
) -> Iterator[Change]:
    document = now.quote.document
    if isinstance(was.object, HistoricalDate) and isinstance(now.object, HistoricalDate):
        days = [(date.edtf, date.calendar) for date in (was.object, now.object)]
        if days[0] != days[1]:
            dated = f"{date_label(now.object)} ({now.object.calendar}: {now.object.reason})"
            yield Change("re-dated", document, now.id, f"{document}: {say_old(was)} is now dated {dated}.")
            return
    if was.subject.key != now.subject.key or was.stance != now.stance or _speaker(was) != _speaker(now):
        told = f"{_attributed(was, say_old)}; it is now {_attributed(now, say_new)}"
        yield Change("re-attributed", document, now.id, f"{document}: it was {told}.")
    elif (was.qualifiers, was.object) != (now.qualifiers, now.object):
        yield Change(
            "claim changed", document, now.id, f"{document}: {say_old(was)} now reads: {say_new(now)}."
        )


def _speaker(claim: Claim) -> str:
    return claim.speaker.key if claim.speaker else ""


def _attributed(claim: Claim, say: Callable[[Claim], str]) -> str:
    speaker = f" as the word of {claim.speaker.label}" if claim.speaker else ""
    return f"{claim.stance}{speaker}: {say(claim)}"


def _teller(corpus: Corpus) -> Callable[[Claim], str]:
    """Return a function that says a claim in words, with its quote."""
    labels = {key: entity.label() for entity in corpus.entities for key in entity.keys}
    documents = {document.id: document for document in corpus.documents}

    def say(claim: Claim) -> str:
        quoted = shorten(claim.quote.text(documents[claim.quote.document]))
        qualifiers = "".join(f", {name} {_in_words(value, labels)}" for name, value in claim.qualifiers)
        said = f"{labels[claim.subject.key]} · {claim.predicate} · {_in_words(claim.object, labels)}"
        return f"{said}{qualifiers} (“{quoted}”)"

    return say


def _in_words(value: object, labels: dict[str, str]) -> str:
    match value:
        case Mention():
            return labels[value.key]
        case HistoricalDate():
            return date_label(value)
        case Quantity():
            return count_label(value, "", "")
        case str():
            return shorten(value)
        case _:
            return str(value)


# --- entities --------------------------------------------------------------------------------------------


def _entities(before: Corpus, after: Corpus) -> Iterator[Change]:
    known = set(before.entity_ids()) & set(after.entity_ids())
    yield from _regrouped(before, after, known, "merged", "were merged into")
    yield from _regrouped(after, before, known, "split", "were one until now:")
    old, new = ({entity.id: entity for entity in corpus.entities} for corpus in (before, after))
    for name in sorted(old.keys() & new.keys()):
        if old[name].label() != new[name].label():
            yield Change("renamed", "", "", f"{old[name].label()} is now called {new[name].label()}.")


def _regrouped(one: Corpus, other: Corpus, known: set[str], sort: str, verb: str) -> Iterator[Change]:
    """Tell of entities of `other` whose keys belong to several entities of `one`."""
    owner = {key: entity for entity in one.entities for key in entity.keys}
    for entity in other.entities:
        parts = {owner[key].id: owner[key] for key in entity.keys if key in known}
        if len(parts) > 1:
            told = " and ".join(_named(part) for _, part in sorted(parts.items()))
            yield Change(sort, "", "", f"{told} {verb} {_named(entity)}.")


def _named(entity: Entity) -> str:
    return f"{entity.label()} ({entity.id})"
