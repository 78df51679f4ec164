"""Names that more than one thing bears: keep apart whom one document means from whom the gazetteer or another means.

A document that names Alexander Karelin in full means him by "Karelin", and not the one whom the gazetteer knows best.
"The old Executive Committee" is not the one that the document is about. And a name that does not say whose it is ("the
Organising Committee", "Comrade Bikov") gets a key of its own document: that another document means the same
is for evidence to say, and for people. "Spiro Agnew" is nobody that "Spiro" is known to mean.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from soviet_kg.gazetteer import Gazetteer
from soviet_kg.lines import VALUE_KINDS, Found
from soviet_kg.model import Kind
from soviet_kg.names import slugify, split_person
from soviet_kg.persons import given_fit, is_initial
from soviet_kg.resources import find_resource
from soviet_kg.telling import content_words, evidence_rules, is_telling

_CAPITAL_AFTER = re.compile(r" ([A-Z][a-z]{2,})\b")
_HEADING_BEFORE = re.compile(r"\b[A-Z][a-z]+ $")


def part_homonyms(text: str, found: Iterable[Found], document: str, gazetteer: Gazetteer) -> list[Found]:
    """Return the things of one document, in their order, those that only sound like others with their own keys.

    `text` is what the offsets count in.
    """
    things = [_another(text, thing, document) for thing in found]
    starts = {thing.start for thing in things}
    things = [thing for thing in things if not _is_part_of_a_name(text, thing, starts)]
    things = _after_full_names(text, things, gazetteer)
    return [_scoped(thing, document, gazetteer) for thing in things]


@lru_cache(maxsize=1)
def _another_words() -> re.Pattern[str]:
    words = "|".join(sorted(evidence_rules()["words"]["another"]))
    return re.compile(rf"\b({words}) $", re.IGNORECASE)


def _another(text: str, thing: Found, document: str) -> Found:
    """Return a short form that says it is another than the full one as a thing of its own."""
    before = thing.how == "grammar/short-form" and _another_words().search(
        text, max(0, thing.start - 10), thing.start
    )
    if not before:
        return thing
    label = f"{before[1].lower()} {text[thing.start : thing.stop]}"
    return replace(thing, label=label, key=slugify(f"{label} {document}"), how="grammar/another")


def _is_part_of_a_name(text: str, thing: Found, starts: set[int]) -> bool:
    """Say whether a bare surname is only the beginning of a name that nothing knows: "Spiro Agnew", "Lenin Library".

    Not in a heading, where every word has a capital, nor before a given name, as catalogues and lists have it.
    """
    after = _CAPITAL_AFTER.match(text, thing.stop)
    return bool(
        after
        and thing.kind == Kind.PERSON
        and thing.how.startswith("gazetteer/")
        and " " not in text[thing.start : thing.stop]
        and thing.stop + 1 not in starts
        and after[1] not in _given_names()
        and not _HEADING_BEFORE.search(text, max(0, thing.start - 40), thing.start)
        and not _CAPITAL_AFTER.match(text, after.end())
    )


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    return frozenset(find_resource("ontology/grammar/given-names.txt").read_text(encoding="utf-8").split())


def _after_full_names(text: str, things: Sequence[Found], gazetteer: Gazetteer) -> list[Found]:
    """Give a bare surname that the gazetteer knows to the one other bearer whom the document names in full."""
    persons = [thing for thing in things if thing.kind == Kind.PERSON]
    strangers: dict[str, dict[str, Found]] = defaultdict(dict)
    for thing in persons:
        name = split_person(thing.label)
        if name and not is_initial(name.given) and not is_listed(thing.key, gazetteer):
            strangers[name.surname][thing.key] = thing
    if not strangers:
        return list(things)
    in_full = {thing.key for thing in persons if re.search(r"\s", text[thing.start : thing.stop])}
    return [
        replace(stranger, start=thing.start, stop=thing.stop, how="grammar/surname")
        if thing.kind == Kind.PERSON
        and thing.key not in in_full
        and len(bearers := strangers.get(text[thing.start : thing.stop], {})) == 1
        and _differ(thing, stranger := next(iter(bearers.values())))
        else thing
        for thing in things
    ]


def _differ(known: Found, stranger: Found) -> bool:
    name, other = split_person(known.label), split_person(stranger.label)
    return bool(name and other) and given_fit(name.given, other.given) == "differs"  # type: ignore[union-attr]


def _scoped(thing: Found, document: str, gazetteer: Gazetteer) -> Found:
    """Return a name that says nothing outside its document with a key of that document."""
    if thing.kind in VALUE_KINDS or not thing.how.startswith("grammar/") or is_listed(thing.key, gazetteer):
        return thing
    own = slugify(document)
    if own in thing.key or says_whose(thing):
        return thing
    return replace(thing, key=f"{thing.key}-{own}")


def says_whose(thing: Found) -> bool:
    """Say whether a name would mean the same in another document: a person's has two words, another's a telling one."""
    if thing.kind == Kind.PERSON:
        return len(thing.label.split()) > 1
    return any(map(is_telling, content_words(thing.label)))


def is_listed(key: str, gazetteer: Gazetteer) -> bool:
    """Say whether a key is the gazetteer's."""
    try:
        gazetteer.kind(key)
    except KeyError:
        return False
    return True
