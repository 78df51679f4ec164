"""Make things that have no name: "the decisive meeting of the Central Committee on October 10".

A building pattern matches a line, and what it matched becomes one Event or Document. It is called after its
own words and after what the sentence says of it (whose, where, when); told again in the document it is the
same thing. Families of nouns that stand for one another are the groups `f_…` of the patterns. Without a day
and an owner or place a thing is known in its document only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from soviet_kg.claims import Draft, Topic, draft_claims
from soviet_kg.dates import date_label
from soviet_kg.lines import Found, Line, as_reference, make_line, without_overlaps
from soviet_kg.model import DateRange, HistoricalDate, Kind, Precision, Span
from soviet_kg.names import slugify
from soviet_kg.patterns import Match, Pattern, PatternGroups, group_patterns, match_groups
from soviet_kg.reference import topic_of
from soviet_kg.scene import Scene, Trail

_PART = re.compile(r"\{(\w+)(?:\?([^{}]*))?\}")
_INDEFINITE = frozenset({"a", "an", "another", "one"})
_POSSESSIVE = frozenset({"its", "their", "his", "her"})
_WHEN = {"date": "d", "startDate": "d", "place": "l"}
_RANGES = {"heldBy": ("Body", "Party"), "partOf": ("Event", "Document"), "leaderOf": ("Event",)}
_NO_PATTERNS = PatternGroups()
_NOT_WHOSE = ("d", "g", "l", "r")
_NO_PATTERNS = PatternGroups()


@dataclass(frozen=True, slots=True)
class Made:
    """A thing as one sentence tells it: its words, and what tells it from others of its family.

    `whose` are the keys of the things that it belongs to, `parts` the words for its label.
    """

    match: Match
    thing: Found
    drafts: tuple[Draft, ...]
    family: str
    whose: frozenset[str]
    parts: Mapping[str, str]
    facts: dict[str, Found | HistoricalDate]


def built_things(
    found: Sequence[Found], scene: Scene, builders: Iterable[Pattern], groups: PatternGroups = _NO_PATTERNS
) -> tuple[list[Found], list[Draft]]:
    """Return the things with the built ones in place of their words, and the claims that came with them.

    `found` is in order; `groups` are the patterns of sentences: those that say when and where an event was
    give what it is called after.
    """
    (rules, order), namers = _rules(tuple(builders)), _namers(groups)
    result: list[Found] = []
    drafts: list[Draft] = []
    told: list[Made] = []
    for sentence, held in _by_sentence(found, scene):
        line = make_line(scene.text, sentence, without_overlaps(held))
        fresh = [_tell(match, scene, [*result, *held]) for match in _matches(line, rules, order)]
        placed = [one for made in _with_facts(fresh, line, namers) if (one := _identify(made, scene, told))]
        drafts += (draft for made in placed for draft in made.drafts)
        result += without_overlaps([*(made.thing for made in placed), *held]) if placed else held
    return result, drafts


@lru_cache(maxsize=4)
def _rules(builders: tuple[Pattern, ...]) -> tuple[PatternGroups, Mapping[str, int]]:
    """Return the builders by what they need, and their order."""
    return group_patterns(builders), {pattern.id: place for place, pattern in enumerate(builders)}


@lru_cache(maxsize=4)
def _namers(groups: PatternGroups) -> PatternGroups:
    """Return the patterns that say of an event in a slot when or where it was."""
    return group_patterns(
        pattern
        for pattern in groups
        if not pattern.topic and any(template.predicate in _WHEN for template in pattern.templates)
    )


def _by_sentence(found: Sequence[Found], scene: Scene) -> Iterator[tuple[Span, list[Found]]]:
    index = 0
    for sentence in scene.sentences:
        held: list[Found] = []
        while index < len(found) and found[index].start < sentence.stop:
            if sentence.start <= found[index].start and found[index].stop <= sentence.stop:
                held.append(found[index])
            index += 1
        yield sentence, held


def _matches(line: Line, builders: PatternGroups, order: Mapping[str, int]) -> list[Match]:
    """Return what the builders match, in text order; of those that overlap, the first builder's."""
    kept: list[tuple[int, int, Match]] = []
    for match in sorted(match_groups(builders, line), key=lambda match: order[match.pattern.id]):
        start, stop = _span(line, match)
        if not any(start < other[1] and other[0] < stop for other in kept):
            kept.append((start, stop, match))
    return [match for _, _, match in sorted(kept, key=lambda row: row[:2])]


def _span(line: Line, match: Match) -> tuple[int, int]:
    """Return the words that name the thing: the group `e` where the pattern has one, else the whole match."""
    start, stop = (match.words["e"][1], match.words["e"][2]) if "e" in match.words else (0, 0)
    if not stop:
        start, stop = line.origin[match.start], line.origin[match.stop - 1] + 1
    inside = [thing.stop for thing in line.found if start <= thing.start < stop]
    return start, max([stop, *inside])


def _tell(match: Match, scene: Scene, known: Sequence[Found]) -> Made:
    """Return the thing of a match under its place in the text, before it has a label."""
    start, stop = _span(match.line, match)
    thing = Found(start, stop, match.pattern.build, f"@{start}", "", f"built/{match.pattern.id}", latent=True)
    words = {name: said for name, said in match.words.items() if name != "e"}
    named = replace(match, things=match.things | {"e": (thing,)}, words=words)
    drafts = tuple(draft for draft in draft_claims(named, _owner(scene, known)) if _is_fit(draft))
    owners = {name: things for name, things in match.things.items() if name not in _NOT_WHOSE}
    if match.pattern.topic or match.pattern.subject:
        ends = (end for d in drafts for end in (d.object, d.subject) if isinstance(end, Found))
        owners["t"] = tuple(dict.fromkeys(end for end in ends if end != thing))
    parts = {name: words[0].strip(" ,") for name, words in match.words.items()}
    parts |= {name: labels_of(things) for name, things in owners.items()}
    family = next((name for name in parts if name.startswith("f_")), match.pattern.id)
    whose = frozenset(owner.key for things in owners.values() for owner in things)
    facts: dict[str, Found | HistoricalDate] = {
        name: match.things[name][0] for name in _NOT_WHOSE if name in match.things
    }
    return Made(match, thing, drafts, family, whose, parts, facts)


def _owner(scene: Scene, known: Sequence[Found]) -> Topic:
    """Return what "its session" or "the closing sitting" belongs to: a topic that is no session itself."""

    def topic(kinds: tuple[str, ...], at: int, head: str) -> Found | None:
        holders = [thing for thing in known if not thing.how.startswith("built/session")]
        thing = topic_of(scene, Trail(holders), kinds, at, head)
        return as_reference(thing, thing.start, thing.stop, "topic") if thing else None

    return topic


def _is_fit(draft: Draft) -> bool:
    """Say whether the property takes the object: "its session" may be a body's or a congress's."""
    if not isinstance(draft.object, Found) or draft.subject.kind == Kind.BODY:
        return True
    return draft.object.kind in _RANGES.get(draft.predicate, (draft.object.kind,))


def labels_of(things: Iterable[Found]) -> str:
    """Return the labels of things as a list in words: "Savin and the Baku Soviet"."""
    labels = [f"the {t.label}" if _takes_article(t) else t.label for t in things]
    return " and ".join(filter(None, [", ".join(labels[:-1]), *labels[-1:]]))


def _takes_article(thing: Found) -> bool:
    kinds = (Kind.BODY, Kind.PARTY, Kind.EVENT)
    if not thing.label.isascii() and thing.label[0] > "\u0400":
        return False
    return thing.kind in kinds and " " in thing.label and not thing.label.lower().startswith("the ")


def _with_facts(fresh: Sequence[Made], line: Line, namers: PatternGroups) -> list[Made]:
    """Return the things with the day and place that the rest of their sentence gives them."""
    if not fresh or not namers:
        return list(fresh)
    held = [
        thing for thing in line.found if not any(m.thing.start <= thing.start < m.thing.stop for m in fresh)
    ]
    things = sorted([*held, *(made.thing for made in fresh)], key=lambda thing: thing.start)
    whole = make_line(line.folded, Span(line.start, line.stop), without_overlaps(things))
    facts: dict[str, dict[str, Found | HistoricalDate]] = {made.thing.key: {} for made in fresh}
    for match in match_groups(namers, whole):
        for draft in draft_claims(match, _no_topic):
            known = facts.get(draft.subject.key)
            if (
                known is not None
                and draft.predicate in _WHEN
                and isinstance(draft.object, (Found, HistoricalDate))
            ):
                known.setdefault(_WHEN[draft.predicate], draft.object)
    return [replace(made, facts=facts[made.thing.key] | made.facts) for made in fresh]


def _no_topic(kinds: tuple[str, ...], at: int, head: str) -> Found | None:
    del kinds, at, head
    return None


def _identify(made: Made, scene: Scene, told: list[Made]) -> Made | None:
    """Return the thing under its label and key: those of the same thing told before, else its own.

    None for what a pattern without a label matches when nothing was told that it could stand for.
    """
    known = next((other for other in reversed(told) if _is_same(made, other)), None) or _sole(made, told)
    if known is None and not made.match.pattern.label:
        return None
    thing = _name(made, scene, told)
    if known:
        thing = replace(made.thing, key=known.thing.key, label=known.thing.label)
    same = replace(made, thing=thing, drafts=tuple(_about(draft, made.thing, thing) for draft in made.drafts))
    if not known:
        told.append(same)
    return same


def _sole(made: Made, told: Sequence[Made]) -> Made | None:
    """Return the one document of its family, told without owner: "an ultimatum", "the ultimatum of X"."""
    family = [other for other in told if other.family == made.family]
    fits = made.thing.kind == Kind.DOCUMENT and _is_definite(made) and not made.parts.get("about")
    if not (fits and len(family) == 1 and made.whose) or family[0].whose:
        return None
    return family[0] if family[0].parts.get("head") == made.parts.get("head") else None


def _about(draft: Draft, provisional: Found, thing: Found) -> Draft:
    if draft.subject == provisional:
        draft = replace(draft, subject=thing)
    return replace(draft, object=thing) if draft.object == provisional else draft


def _is_same(made: Made, other: Made) -> bool:
    """Say whether a thing is one told before: nothing speaks against it, words or day speak for it."""
    if (made.family, made.thing.kind) != (other.family, other.thing.kind):
        return False
    if not (made.whose <= other.whose or (other.whose and other.whose <= made.whose)):
        return False
    day, before = _day(made), _day(other)
    if day and before:
        return day == before and _which(made) == _which(other)
    return not day and _is_definite(made) and _which(made) in ("", _which(other)) and _about_same(made, other)


def _about_same(made: Made, other: Made) -> bool:
    mine, theirs = _where(made), _where(other)
    told = [name for name in ("who", "about", "adj") if made.parts.get(name)]
    return mine in ("", theirs) and all(made.parts[name] == other.parts.get(name) for name in told)


def _is_definite(made: Made) -> bool:
    article = made.parts.get("det", "the").lower()
    if article in _POSSESSIVE:
        return bool(made.whose or made.parts.get("who"))
    return article not in _INDEFINITE


def _which(made: Made) -> str:
    return made.parts.get("which", "").lower()


def _day(made: Made) -> str:
    fact = next((made.facts[name] for name in ("g", "d", "r") if name in made.facts), None)
    value = fact.value if isinstance(fact, Found) else fact
    return date_label(value) if isinstance(value, (HistoricalDate, DateRange)) else ""


def _where(made: Made) -> str:
    place = made.facts.get("l")
    return place.label if isinstance(place, Found) else ""


def _name(made: Made, scene: Scene, told: Sequence[Made]) -> Found:
    parts = {"d": _day(made), "l": _where(made), **made.parts}
    for name in ("head", "which"):
        parts[name] = parts.get(name, "").lower()
    label = fill_label(made.match.pattern.label, parts)
    return replace(made.thing, label=label, key=_key(made, label, scene, told))


def fill_label(template: str, parts: Mapping[str, str]) -> str:
    """Return a label: `{name}` is a part, `{name? of }` a part with the words before it where there is one."""
    label = _PART.sub(lambda m: f"{m[2] or ''}{parts[m[1]]}" if parts.get(m[1]) else "", template)
    label = " ".join(label.split()).strip(" ,").removeprefix("the ")
    return label[:1].upper() + label[1:]


def _key(made: Made, label: str, scene: Scene, told: Sequence[Made]) -> str:
    """Return the label's slug where day and owner or place make it unique, else one for this document."""
    if _is_one_day(made) and (made.whose or _where(made)):
        return slugify(label)
    key = slugify(f"{label} {scene.document}" if scene.document else label)
    taken = {other.thing.key for other in told}
    return next(
        name for i in range(1, len(told) + 2) if (name := key if i == 1 else f"{key}-{i}") not in taken
    )


def _is_one_day(made: Made) -> bool:
    fact = made.facts.get("g") or made.facts.get("d")
    value = fact.value if isinstance(fact, Found) else fact
    return isinstance(value, HistoricalDate) and value.precision is Precision.DAY
