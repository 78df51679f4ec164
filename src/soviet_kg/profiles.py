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
from typing import Any

from soviet_kg.gazetteer import Gazetteer
from soviet_kg.model import Claim, Extraction, HistoricalDate, Kind, Mention, Quote
from soviet_kg.names import given_spellings, read_rules, romanise, slugify, split_person, surname_spellings

Mentioned = Mapping[str, list[tuple[Extraction, Mention]]]
Days = tuple[dt.date, dt.date]

_INITIALS = re.compile(r"(?<=\.)(?=\w)")
_BRACKETS = re.compile(r"\s*\(([^()]+)\)")
_MONTHS = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|\d+)$"
)
_TITLE = re.compile(r"(?:\b([A-Z][a-z]+|тов|[А-Я][а-я]+)\.? )$")
_DAYS = frozenset(
    ["startDate", "endDate", "date", "inception", "dissolution", "dateWritten", "publicationDate"]
)
_PLACES = frozenset(["place", "locatedIn"])
_PARTIES = frozenset(["memberOf", "represents", "leaderOf"])


@dataclass(frozen=True, slots=True)
class PersonParts:
    """A person's names: surnames in all their spellings, small; given names and patronymics as written."""

    surnames: frozenset[str]
    given: str = ""
    patronymic: str = ""


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


@lru_cache(maxsize=1)
def evidence_rules() -> dict[str, Any]:
    """Return what `ontology/judgements/evidence.toml` says; "generic" holds the common nouns of names as well."""
    rules = read_rules("ontology/judgements/evidence.toml")
    common = read_rules("ontology/names/english.toml")["common"]
    words = {name: frozenset(listed) for name, listed in rules["words"].items()}
    words["generic"] |= {word for phrase in common for word in name_words(phrase)}
    return {**rules, "words": words}


def name_words(name: str) -> frozenset[str]:
    """Return the words of a name, small and in Latin letters, without signs.

    >>> sorted(name_words("Soviet of Peasants' Deputies"))
    ['deputies', 'of', 'peasants', 'soviet']
    """
    return frozenset(slugify(name.replace("'", "").replace("’", "")).split("-"))


def is_telling(word: str) -> bool:
    """Say whether a word of a name says which one is meant: no common noun, no day."""
    words = evidence_rules()["words"]
    return word not in words["generic"] and word not in words["ties"] and not _MONTHS.match(word)


def person_parts(form: str) -> PersonParts:
    """Return the parts of a person's name as written, in any script and order.

    >>> person_parts("Bunakov, I.I.").given, sorted(person_parts("VL. ULIANOV (LENIN)").surnames)[:2]
    ('I.', ['lenin', 'lenine'])
    """
    aliases = [word for found in _BRACKETS.findall(form) for word in found.split()[-1:]]
    latin = _INITIALS.sub(" ", romanise(_BRACKETS.sub("", form)))
    surname, comma, given = latin.partition(", ")
    latin = f"{given} {surname}" if comma else latin
    words = [word.capitalize() if word.isupper() and len(word) > 2 else word for word in latin.split()]
    name = split_person(" ".join(words))
    if name is None:
        bare = words[-1:] if len(words) == 1 else []
        return PersonParts(_spellings([*bare, *aliases]))
    return PersonParts(_spellings([name.surname, *aliases]), name.given, name.patronymic)


def _spellings(surnames: Iterable[str]) -> frozenset[str]:
    """Return every spelling of surnames, and of the halves of double ones; where scripts are compared, it is here."""
    spelt: set[str] = set()
    for surname in surnames:
        for part in {surname, *surname.split("-")}:
            if len(part) > 1:
                spelt.update(spelling.lower() for spelling in surname_spellings(part.capitalize()))
    return frozenset(spelt)


def bearers(gazetteer: Gazetteer, profiles: Iterable[Profile]) -> Mapping[str, int]:
    """Count for each spelling of a surname who bears it: each person listed, and each initial of those unlisted."""
    who: dict[str, set[str]] = defaultdict(set)
    for form in gazetteer.forms:
        if form.kind is Kind.PERSON and form.language == "en" and form.role in ("label", "alias"):
            name = split_person(form.form)
            surname = name.surname if name else form.form
            if " " not in surname:
                who[surname.lower()].add(form.slug)
    for profile in profiles:
        if not profile.listed:
            for parts in profile.people:
                for surname in parts.surnames:
                    who[surname].add(parts.given[:1])
    return {surname: len(names - {""}) or 1 for surname, names in who.items()}


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
        told=not gazetteer and any(slugify(document) in key for document in documents),
        people=_people(names) if is_person else (),
        words=() if is_person else tuple(dict.fromkeys(map(_content, names))),
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


def _content(name: str) -> frozenset[str]:
    ties: frozenset[str] = evidence_rules()["words"]["ties"]
    return name_words(name) - ties


def _people(names: Iterable[str]) -> tuple[PersonParts, ...]:
    return tuple(dict.fromkeys(parts for parts in map(person_parts, names) if parts.surnames))


def _near(
    found: Iterable[tuple[Extraction, Mention]], sentences: Mapping[tuple[str, int], frozenset[str]]
) -> frozenset[str]:
    """Return the words of the one place that all sentences with a name point to, or nothing."""
    places = frozenset().union(*(sentences.get(_sentence(e, m.quote), frozenset()) for e, m in found))
    return frozenset(next(iter(places)).split("-")) if len(places) == 1 else frozenset()


def _titles(found: Iterable[tuple[Extraction, Mention]]) -> Iterator[str]:
    """Yield the word before a name that begins with a capital and could be a title: "General", "Comrade"."""
    for extraction, mention in found:
        start = mention.quote.start
        before = _TITLE.search(extraction.document.text[max(0, start - 20) : start])
        if before:
            yield before[1].lower()


def given_fit(left: str, right: str) -> str:
    """Return "same", "fits" (one is an initial or the beginning of the other), "differs", or "" where one is missing.

    >>> given_fit("I.", "Ilya"), given_fit("Lev", "Leon"), given_fit("Viktor", "Vladimir"), given_fit("", "Ilya")
    ('fits', 'same', 'differs', '')
    """
    if not left or not right:
        return ""
    first, second = left.rstrip("."), right.rstrip(".")
    short = left.endswith(".") or right.endswith(".") or min(len(first), len(second)) == 1
    if not short and (first == second or set(given_spellings(first)) & set(given_spellings(second))):
        return "same"
    pairs = ((a, b) for a in given_spellings(first) for b in given_spellings(second))
    begins = any(a.startswith(b) or b.startswith(a) for a, b in pairs)
    return "fits" if short and begins else "differs"
