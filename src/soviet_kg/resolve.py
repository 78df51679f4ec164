"""Same or not: gather the mentions of all documents into entities, under the judgements of people.

A merge gives several mention keys one entity; it touches no claim, no quote and no claim id.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from soviet_kg.blocking import candidate_pairs
from soviet_kg.errors import BadDataFile
from soviet_kg.evidence import Comparison, compare
from soviet_kg.gazetteer import Gazetteer
from soviet_kg.judgements import TOOL, Verdicts, compose, is_by_hand
from soviet_kg.model import Claim, Corpus, Entity, Extraction, Judgement, Kind, Mention
from soviet_kg.names import romanise
from soviet_kg.profiles import Profile, bearers, make_profiles

_CYRILLIC = re.compile("[\u0400-\u04ff]")

Form = tuple[str, str]
Mentioned = Mapping[str, list[tuple[Extraction, Mention]]]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The entities, sorted by id, and the judgements behind them: those of people, then those of the machine.

    The machine's say "same" where it joined two keys and "unsure" where it leaves them to a person, with its reasons.
    """

    entities: tuple[Entity, ...]
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """What the gazetteer knows, asked about keys of which it may know nothing."""

    gazetteer: Gazetteer
    slugs: frozenset[str]

    def qid(self, key: str) -> str:
        return self.gazetteer.qid(key) if key in self.slugs else ""


def resolve(
    extractions: Iterable[Extraction], gazetteer: Gazetteer, judgements: Iterable[Judgement] = ()
) -> tuple[Entity, ...]:
    """Return the entities that the mentions of all documents stand for, sorted by id: see `resolve_all`."""
    return resolve_all(extractions, gazetteer, judgements).entities


def resolve_all(
    extractions: Iterable[Extraction], gazetteer: Gazetteer, judgements: Iterable[Judgement] = ()
) -> Resolution:
    """Return the entities that the mentions of all documents stand for, and why keys were joined.

    Mentions with one key are one entity. Judgements of people join and part keys along chains; what they leave open is
    decided by evidence where it is strong, and noted as undecided where it is not. A key of the gazetteer brings its
    labels and QID; any other is labelled, in each language, with the label that most of its mentions bear, and its kind
    is that of most of its mentions. Raises BadDataFile, naming the rows, where a chain of "same" joins what a row calls
    different, or two QIDs.
    """
    extractions = tuple(extractions)
    by_hand = tuple(row for row in judgements if is_by_hand(row))
    known = _Known(gazetteer, frozenset(form.slug for form in gazetteer.forms))
    verdicts = compose(by_hand)
    _refuse_two_qids(by_hand, verdicts, known)
    mentioned = _group_mentions(extractions)
    claims = (claim for extraction in extractions for claim in extraction.claims)
    profiles = {profile.key: profile for profile in make_profiles(mentioned, claims, gazetteer)}
    joins = _Joins(sorted(mentioned), verdicts, known)
    made = tuple(_decide(profiles, joins, verdicts, gazetteer))
    entities = sorted((_make_entity(keys, mentioned, known) for keys in joins.groups()), key=lambda e: e.id)
    return Resolution(tuple(entities), (*sorted(by_hand, key=_pair), *sorted(made, key=_pair)))


def resolve_again(corpus: Corpus, gazetteer: Gazetteer, judgements: Iterable[Judgement]) -> Corpus:
    """Return a corpus with its entities gathered anew under other judgements; no document is read again.

    Claims, quotes, claim ids and mentions are those of `corpus`. Raises as `resolve_all` does.
    """
    resolution = resolve_all(extractions_of(corpus), gazetteer, judgements)
    return replace(corpus, entities=resolution.entities, judgements=resolution.judgements)


def extractions_of(corpus: Corpus) -> tuple[Extraction, ...]:
    """Return what each document of a corpus says, as it was before entities were gathered."""
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for entity in corpus.entities:
        for mention in entity.mentions:
            mentions[mention.quote.document].append(mention)
    claims: dict[str, list[Claim]] = defaultdict(list)
    for claim in corpus.claims:
        claims[claim.quote.document].append(claim)
    return tuple(
        Extraction(document, tuple(sorted(mentions[document.id], key=_place)), tuple(claims[document.id]))
        for document in corpus.documents
    )


def _pair(row: Judgement) -> tuple[str, ...]:
    return row.left, row.right, row.verdict, row.by, row.date


def _decide(
    profiles: Mapping[str, Profile], joins: _Joins, verdicts: Verdicts, gazetteer: Gazetteer
) -> Iterator[Judgement]:
    """Compare what no judgement decides, join what is the same, the surest first, and yield the machine's rows."""
    known = bearers(gazetteer, profiles.values())
    compared = [
        compare(profiles[left], profiles[right], known)
        for left, right in candidate_pairs(profiles.values())
        if not verdicts.between(left, right)
    ]
    for one in compared:
        if one.verdict == "different":
            joins.part(one.left, one.right)
    compared.sort(key=lambda one: (-one.score, one.left, one.right))
    for one in compared:
        if one.verdict == "same" and joins.join(one.left, one.right):
            yield _row(one, "same", profiles)
    for one in compared:
        if one.verdict in ("same", "unsure") and joins.are_open(one.left, one.right):
            yield _row(one, "unsure", profiles)


def _row(one: Comparison, verdict: str, profiles: Mapping[str, Profile]) -> Judgement:
    labels = profiles[one.left].label, profiles[one.right].label
    return Judgement(
        one.left, one.right, verdict, one.reason, TOOL, labels=labels, confidence=round(one.probability, 3)
    )


class _Joins:
    """Groups of keys that are one (disjoint sets, Tarjan 1975), each with the groups that it must not meet."""

    def __init__(self, keys: Iterable[str], verdicts: Verdicts, known: _Known) -> None:
        """Begin with what the judgements join and part."""
        self.keys = tuple(keys)
        self.parent = {key: verdicts.groups.get(key, key) for key in self.keys}
        self.parent |= {first: first for first in self.parent.values()}
        self.barred: dict[str, set[str]] = defaultdict(set)
        self.qids = {self.find(key): qid for key in self.keys if (qid := known.qid(key))}
        for left, right in (*verdicts.apart, *verdicts.open):
            self.parent.setdefault(left, left)
            self.parent.setdefault(right, right)
            self.part(left, right)

    def find(self, key: str) -> str:
        """Return the key that stands for a key's group."""
        while self.parent[key] != key:
            self.parent[key] = self.parent[self.parent[key]]
            key = self.parent[key]
        return key

    def part(self, left: str, right: str) -> None:
        """Forbid that the groups of two keys meet; of those that are one already nothing changes."""
        first, second = self.find(left), self.find(right)
        if first != second:
            self.barred[first].add(second)
            self.barred[second].add(first)

    def are_open(self, left: str, right: str) -> bool:
        """Say whether two keys are in two groups that may meet."""
        first, second = self.find(left), self.find(right)
        if first == second or second in self.barred[first]:
            return False
        qids = {self.qids.get(first), self.qids.get(second)} - {None}
        return len(qids) < 2

    def join(self, left: str, right: str) -> bool:
        """Make one group of two, if nothing forbids it; say whether that was done."""
        if not self.are_open(left, right):
            return False
        first, second = self.find(left), self.find(right)
        if len(self.barred[first]) < len(self.barred[second]):
            first, second = second, first
        self.parent[second] = first
        for other in self.barred.pop(second, set()):
            self.barred[other].discard(second)
            self.barred[other].add(first)
            self.barred[first].add(other)
        if qid := self.qids.pop(second, ""):
            self.qids[first] = qid
        return True

    def groups(self) -> list[tuple[str, ...]]:
        """Return the groups, each sorted, of the keys given at the beginning."""
        groups: dict[str, list[str]] = defaultdict(list)
        for key in self.keys:
            groups[self.find(key)].append(key)
        return sorted(tuple(sorted(group)) for group in groups.values())


def mentions_of(claim: Claim) -> Iterator[Mention]:
    """Yield every mention that a claim points at: subject, object, speaker and qualifiers."""
    values = (claim.subject, claim.object, claim.speaker, *(value for _, value in claim.qualifiers))
    yield from (value for value in values if isinstance(value, Mention))


def is_reference(mention: Mention) -> bool:
    """Say whether the words are no name but stand for one ("the Congress", "it")."""
    return mention.how.startswith("reference/")


def _group_mentions(extractions: Iterable[Extraction]) -> Mentioned:
    mentioned: dict[str, list[tuple[Extraction, Mention]]] = defaultdict(list)
    for extraction in extractions:
        claimed = (mention for claim in extraction.claims for mention in mentions_of(claim))
        for mention in dict.fromkeys((*extraction.mentions, *claimed)):
            mentioned[mention.key].append((extraction, mention))
    return mentioned


def _refuse_two_qids(rows: Iterable[Judgement], verdicts: Verdicts, known: _Known) -> None:
    """Raise BadDataFile where judgements join two things of Wikidata, also such as nothing mentions."""
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for key, first in sorted(verdicts.groups.items()):
        if qid := known.qid(key):
            groups[first][qid] = key
    for first, qids in groups.items():
        if len(qids) > 1:
            pairs = " = ".join(f"{key} ({qid})" for qid, key in sorted(qids.items()))
            chain = (row for row in rows if row.verdict == "same" and verdicts.groups[row.left] == first)
            places = ", ".join(dict.fromkeys(row.place for row in chain if row.place))
            raise BadDataFile(
                f"{places or 'judgements'}: joins {pairs}, different things in Wikidata; "
                "remove a row of that chain or correct a QID in the gazetteer"
            )


def _make_entity(keys: tuple[str, ...], mentioned: Mentioned, known: _Known) -> Entity:
    found = [pair for key in keys for pair in mentioned[key]]
    head = keys[0] if len(keys) == 1 else _head(keys, mentioned, known)
    listed = head in known.slugs
    labels = known.gazetteer.labels(head) if listed else _labels(found)
    return Entity(
        id=head,
        kind=known.gazetteer.kind(head) if listed else _most_common_kind(mention for _, mention in found),
        labels=labels,
        aliases=tuple(sorted(_written_forms(found) - set(labels))),
        qid=next((qid for key in (head, *keys) if (qid := known.qid(key))), ""),
        mentions=tuple(sorted((mention for _, mention in found), key=_place)),
        keys=keys,
    )


def _head(keys: tuple[str, ...], mentioned: Mentioned, known: _Known) -> str:
    """Return the key that gives the entity its name: the gazetteer's, else the most mentioned."""
    return min(keys, key=lambda key: (key not in known.slugs, -len(mentioned[key]), key))


def _labels(found: list[tuple[Extraction, Mention]]) -> tuple[Form, ...]:
    """Return the label in each language; a thing that has a Russian one alone is romanised for readers of English."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for extraction, mention in found:
        language = _language_of(mention.label, extraction.document.language)
        counts[language][mention.label] += 0 if is_reference(mention) else 1
    labels = {language: _most_common(forms) for language, forms in counts.items()}
    if "ru" in labels:
        labels.setdefault("en", romanise(labels["ru"]))
    return tuple(sorted(labels.items()))


def _language_of(label: str, language: str) -> str:
    """Return the language of a label: a document in one may name things in the other."""
    if language not in ("en", "ru"):
        return language
    return "ru" if _CYRILLIC.search(label) else "en"


def _most_common(counts: Counter[str]) -> str:
    return min(counts, key=lambda form: (-counts[form], -len(form), form))


def _most_common_kind(mentions: Iterable[Mention]) -> Kind:
    counts = Counter(mention.kind for mention in mentions)
    order = list(Kind)
    return min(counts, key=lambda kind: (-counts[kind], order.index(kind)))


def _written_forms(found: list[tuple[Extraction, Mention]]) -> set[Form]:
    return {
        (extraction.document.language, " ".join(mention.quote.text(extraction.document).split()))
        for extraction, mention in found
        if not is_reference(mention)
    }


def _place(mention: Mention) -> tuple[str, int, int, str, str]:
    quote = mention.quote
    return quote.document, quote.start, quote.stop, mention.key, mention.how
