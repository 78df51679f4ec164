"""What is known of each thing that documents name, before it is decided who is whom.

One profile for each mention key: its names in parts, its script, its documents, days, places, offices, parties, and
what else is claimed of it.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from soviet_kg.gazetteer import Gazetteer
from soviet_kg.model import Claim, Extraction, HistoricalDate, Kind, Mention, Quote
from soviet_kg.names import romanise, slugify, split_person
from soviet_kg.persons import PersonParts, person_parts
from soviet_kg.telling import content_words, evidence_rules

Mentioned = Mapping[str, list[tuple[Extraction, Mention]]]
Days = tuple[dt.date, dt.date]

_WORD_BEFORE = re.compile(r"\b([^\W\d_]+)\.? $")
_DAYS = frozenset(
    ["startDate", "endDate", "date", "inception", "dissolution", "dateWritten", "publicationDate"]
)
_PLACES = frozenset(["place", "locatedIn"])
_PARTIES = frozenset(["memberOf", "represents", "leaderOf"])


@dataclass(frozen=True, slots=True)
class Profile:
    """What the documents and the gazetteer say of one key, for comparison with another.

    `words` are sets of small words, one for each name; `listed` things are the gazetteer's; `told` ones have no name of
    their own and are described by one document.
    """

    key: str
    kind: Kind
    label: str
    listed: bool = False
    qid: str = ""
    told: bool = False
    people: tuple[PersonParts, ...] = ()
    words: tuple[frozenset[str], ...] = ()
    cyrillic: bool = False
    documents: frozenset[str] = frozenset()
    days: Mapping[str, tuple[Days, ...]] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    links: frozenset[tuple[str, str]] = frozenset()

    @property
    def surnames(self) -> frozenset[str]:
        """Return the spellings of every surname."""
        return frozenset().union(*(parts.surnames for parts in self.people))


def bearers(gazetteer: Gazetteer, profiles: Iterable[Profile]) -> Mapping[str, int]:
    """Count who bears each spelling of a surname: the persons listed, and the further initials of those unlisted."""
    slugs: dict[str, set[str]] = defaultdict(set)
    initials: dict[str, set[str]] = defaultdict(set)
    for form in gazetteer.forms:
        if form.kind is Kind.PERSON and form.language == "en" and form.role in ("label", "alias"):
            name = split_person(form.form)
            surname = (name.surname if name else form.form).lower()
            slugs[surname].add(form.slug)
            initials[surname].add(name.given[0] if name else "")
    further: dict[str, set[str]] = defaultdict(set)
    for parts in (parts for profile in profiles if not profile.listed for parts in profile.people):
        for surname in parts.surnames:
            further[surname].add(parts.given[:1])
    none: set[str] = set()
    counts = {surname: len(known) for surname, known in slugs.items()}
    for surname, others in further.items():
        more = others - initials.get(surname, none) - {""}
        counts[surname] = max(1, counts.get(surname, 0) + len(more))
    return counts


def make_profiles(mentioned: Mentioned, claims: Iterable[Claim], gazetteer: Gazetteer) -> list[Profile]:
    """Return the profile of each key that is mentioned, sorted by key."""
    listed = {form.slug for form in gazetteer.forms}
    aliases = _aliases(gazetteer, listed & mentioned.keys())
    facts = _facts(claims)
    places = {key for key, found in mentioned.items() if found[0][1].kind is Kind.PLACE}
    sentences = _places_of_sentences(mentioned, places)
    return [
        _profile(
            key,
            mentioned[key],
            gazetteer if key in listed else None,
            aliases.get(key, ()),
            facts[key],
            sentences,
        )
        for key in sorted(mentioned)
    ]


def _aliases(gazetteer: Gazetteer, wanted: set[str]) -> Mapping[str, list[str]]:
    forms: dict[str, list[str]] = defaultdict(list)
    for form in gazetteer.forms:
        if form.slug in wanted and form.language == "en" and form.role != "adjective":
            forms[form.slug].append(form.form)
    return forms


@dataclass(slots=True)
class _Facts:
    days: dict[str, set[Days]] = field(default_factory=lambda: defaultdict(set))
    places: set[str] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)
    links: set[tuple[str, str]] = field(default_factory=set)


def _facts(claims: Iterable[Claim]) -> Mapping[str, _Facts]:
    """Return what is claimed of each key, whatever the stance: that two documents deny one thing links them, too."""
    facts: dict[str, _Facts] = defaultdict(_Facts)
    for claim in claims:
        about, value = facts[claim.subject.key], claim.object
        if isinstance(value, HistoricalDate) and claim.predicate in _DAYS:
            about.days[claim.predicate].add((value.earliest, value.latest))
        elif isinstance(value, str) and claim.predicate == "holdsPosition":
            about.offices.add(" ".join(value.lower().split()))
        elif isinstance(value, Mention):
            about.links.add((claim.predicate, value.key))
            facts[value.key].links.add((f"is {claim.predicate} of", claim.subject.key))
            if claim.predicate in _PLACES:
                about.places.add(value.key)
            elif claim.predicate in _PARTIES and value.kind is Kind.PARTY:
                about.parties.add(value.key)
    return facts


def _places_of_sentences(mentioned: Mentioned, places: set[str]) -> Mapping[tuple[str, int], frozenset[str]]:
    """Return the keys of the places that each sentence names, by document and the sentence's start."""
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for key in places:
        for extraction, mention in mentioned[key]:
            found[_sentence(extraction, mention.quote)].add(key)
    return {place: frozenset(keys) for place, keys in found.items()}


def _sentence(extraction: Extraction, quote: Quote) -> tuple[str, int]:
    sentences = extraction.document.sentences
    index = bisect_right(sentences, quote.start, key=lambda span: span.start) - 1
    return quote.document, sentences[index].start if index >= 0 else -1


def _profile(
    key: str,
    found: list[tuple[Extraction, Mention]],
    gazetteer: Gazetteer | None,
    aliases: Iterable[str],
    facts: _Facts,
    sentences: Mapping[tuple[str, int], frozenset[str]],
) -> Profile:
    labels = Counter(mention.label for _, mention in found)
    label = gazetteer.label(key) if gazetteer else min(labels, key=lambda form: (-labels[form], form))
    kind = gazetteer.kind(key) if gazetteer else found[0][1].kind
    names = tuple(dict.fromkeys((label, *aliases) if gazetteer else sorted(labels)))
    documents = frozenset(extraction.document.id for extraction, _ in found)
    is_person = kind is Kind.PERSON
    return Profile(
        key=key,
        kind=kind,
        label=label,
        listed=gazetteer is not None,
        qid=gazetteer.qid(key) if gazetteer else "",
        told=not gazetteer and any(_slug(document) in key for document in documents),
        people=_people(names) if is_person else (),
        words=() if is_person else tuple(dict.fromkeys(map(content_words, names))),
        cyrillic=not label.isascii() and romanise(label) != label,
        documents=documents,
        days={name: tuple(sorted(days)) for name, days in facts.days.items()},
        places=frozenset(facts.places),
        near=frozenset() if is_person or gazetteer else _near(found, sentences),
        offices=frozenset(facts.offices),
        parties=frozenset(facts.parties),
        titles=frozenset(_titles(found)) if is_person and not gazetteer else frozenset(),
        links=frozenset(facts.links),
    )


@lru_cache(maxsize=1024)
def _slug(document: str) -> str:
    return slugify(document)


def _people(names: Iterable[str]) -> tuple[PersonParts, ...]:
    return tuple(dict.fromkeys(parts for parts in map(person_parts, names) if parts.surnames))


def _near(
    found: Iterable[tuple[Extraction, Mention]], sentences: Mapping[tuple[str, int], frozenset[str]]
) -> frozenset[str]:
    """Return the words of the one place that all sentences with a name point to, or nothing."""
    places = frozenset().union(*(sentences.get(_sentence(e, m.quote), frozenset()) for e, m in found))
    return frozenset(next(iter(places)).split("-")) if len(places) == 1 else frozenset()


def _titles(found: Iterable[tuple[Extraction, Mention]]) -> Iterator[str]:
    """Yield the title before a name: "general", "comrade"."""
    titles = evidence_rules()["words"]["titles"]
    for extraction, mention in found:
        start = mention.quote.start
        before = _WORD_BEFORE.search(extraction.document.text[max(0, start - 20) : start])
        if before and before[1].lower() in titles:
            yield before[1].lower()
