"""Lists and what owns them: a lead-in, the items below or after it, and the claims that the two make.

A list is a run of lines that follow a lead-in ("The following were elected to the Presidium:"), the rows of
a table below its caption, or the pieces after a colon inside one sentence. A list pattern (`item =
"Person"` in the pattern files) matches the lead-in; each item that has a thing of that kind makes its
claims. In them `i` is the thing, `office` and `chair` the post that the item gives it (as `within` knows
posts), `party` and `place` where the item puts it. A claim that says `when=chair` is made only of such
items. An item that does not fit is left out, not forced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from soviet_kg.claims import Draft, Topic, draft_claims
from soviet_kg.items import (
    Item,
    Post,
    columns_of,
    group_head,
    heads_of,
    is_heading,
    is_item,
    is_table_head,
    item_of,
    items_after_colon,
    items_before_verb,
    items_of_roll,
    number_of,
    party_of,
    place_of,
    posts_of,
    shares_of,
)
from soviet_kg.lines import Found, Line
from soviet_kg.model import Span
from soviet_kg.patterns import Match, Pattern, join_words, match_line

_WORDS = join_words("lists")
_LEAD = re.compile(rf"(?::|{_WORDS['lead']}|[–—-])[.:]?\s*$")
_MADE = re.compile(_WORDS["made"])
_VOTE = re.compile(_WORDS["vote"])
_REPORTER = re.compile(rf"^\W*(?:{_WORDS['reporter']})(?::| [–—-]|,)? ")
_NUMBERED = re.compile(r"^\(?(?:\d{1,2}|[IVX]{1,4}|[a-z])[.)] ")
_LONGEST_SUBJECT = 120


@dataclass(frozen=True, slots=True)
class ListFound:
    """A lead-in and its items; `columns` are the heads of a table's columns of numbers."""

    lead: Line
    items: tuple[Item, ...]
    before: Line | None = None
    columns: tuple[str, ...] = ()


def read_lists(lines: Sequence[Line], patterns: Iterable[Pattern], topic: Topic) -> list[Draft]:
    """Return the claims that lists make with their lead-ins."""
    rules = [pattern for pattern in patterns if pattern.item]
    drafts: list[Draft] = []
    for found in find_lists(lines):
        drafts += _read_list(found, rules, topic)
    return [*drafts, *read_agenda(lines)]


def prefer_owners(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts without those that lists know better.

    A line whose list has an owner says nothing of the section's topic; a post of a body is not one of none.
    """
    owned = {_said(draft) for draft in drafts if draft.rule.startswith("list-")}
    placed = {_post(draft) for draft in drafts if "of" in dict(draft.qualifiers)}
    return [
        draft
        for draft in drafts
        if not (_is_of_topic(draft) and _said(draft) in owned)
        and not ("of" not in dict(draft.qualifiers) and _post(draft) in placed - {None})
    ]


def _said(draft: Draft) -> tuple[str, str, Span]:
    return draft.subject.key, draft.predicate, draft.quote


def _post(draft: Draft) -> tuple[str, str, str] | None:
    if draft.predicate != "holdsPosition" or not isinstance(draft.object, str):
        return None
    return draft.subject.key, draft.predicate, draft.object


def _is_of_topic(draft: Draft) -> bool:
    of_topic = isinstance(draft.object, Found) and draft.object.how == "reference/topic"
    return of_topic and not draft.rule.startswith("list-")


def find_lists(lines: Sequence[Line]) -> Iterator[ListFound]:
    """Yield the lists: those after a colon in one sentence, and those below a lead-in."""
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else None
        inline = items_after_colon(line)
        below = _items_below(lines, index)
        if inline:
            more = below if all(item.group for item in below) else ()
            yield ListFound(replace(line, text=line.text[: inline[0].lead]), (*inline, *more), before)
        elif below and (len(below) > 1 or _LEAD.search(line.text)):
            yield ListFound(line, below, before, columns_of(lines[index + 1]))
        if roll := items_of_roll(line):
            ballots = [one for one in lines[max(0, index - 3) : index] if _VOTE.search(one.text)]
            yield from (ListFound(lead, roll) for lead in ballots[-1:])
        if opening := items_before_verb(line):
            rest = " " * opening[0].stop + line.text[opening[0].stop :]
            yield ListFound(replace(line, text=rest), opening, before)


def _items_below(lines: Sequence[Line], index: int) -> tuple[Item, ...]:
    """Return the items below a line; the names of parties on lines of their own head what follows them."""
    if _is_part(lines, index):
        return ()
    items: list[Item] = []
    group: Found | None = None
    for at in range(index + 1, len(lines)):
        head = group_head(lines[at])
        if head and at + 1 < len(lines) and _opens_with_person(lines[at + 1]):
            group = head
        elif is_item(lines[at]) and not (at + 1 < len(lines) and is_heading(lines[at], lines[at + 1])):
            items.append(item_of(lines[at], group))
        elif not is_table_head(lines[at]):
            break
    return tuple(items)


def _is_part(lines: Sequence[Line], index: int) -> bool:
    """Tell what cannot lead a list in: an item, the head of a table, a party's name below a lead-in."""
    if index + 1 < len(lines) and is_heading(lines[index], lines[index + 1]):
        return False
    if is_item(lines[index]) or is_table_head(lines[index]):
        return True
    return bool(group_head(lines[index])) and index > 0 and bool(_LEAD.search(lines[index - 1].text))


def _opens_with_person(line: Line) -> bool:
    return is_item(line) and any(thing.kind == "Person" for thing in line.found)


def _read_list(found: ListFound, rules: Sequence[Pattern], topic: Topic) -> Iterator[Draft]:
    taken: set[str] = set()
    about = _nearer(found, topic)

    @cache
    def has(kinds: tuple[str, ...]) -> bool:
        return any(_fitting(item, kinds, found.columns) for item in found.items)

    for rule in rules:
        if rule.item[0] in taken or not has(rule.item):
            continue
        match = next(iter(match_line(rule, found.lead)), None)
        if match is None:
            continue
        drafts = [draft for item in found.items for draft in _item_claims(match, item, found.columns, about)]
        if drafts:
            taken |= set(rule.item)
            yield from drafts


def _fitting(item: Item, kinds: tuple[str, ...], columns: tuple[str, ...]) -> tuple[Found, ...]:
    return shares_of(item, columns) if "Share" in kinds else heads_of(item, kinds)


def _nearer(found: ListFound, topic: Topic) -> Topic:
    """Return the topic for "Its members were:": what the sentence before it brought into being."""

    def about(kinds: tuple[str, ...], at: int, head: str = "") -> Found | None:
        before = found.before
        made = _MADE.search(before.text) if before else None
        things = before.slots(made.end(), len(before.text)) if before and made else ()
        nearest = next((thing for thing in things if thing.kind in kinds), None)
        return _elsewhere(nearest) if nearest else topic(kinds, at, head)

    return about


def _item_claims(match: Match, item: Item, columns: tuple[str, ...], topic: Topic) -> Iterator[Draft]:
    fitting = _fitting(item, match.pattern.item, columns)
    if not fitting:
        return
    owners = {name: tuple(map(_elsewhere, things)) for name, things in match.things.items()}
    things = owners | _facets(item) | {"i": fitting}
    for post in _posts(item, fitting, match.pattern, owners) or (Post(),):
        words = match.words | ({"office": (post.words, 0, 0)} if post.words else {})
        made = replace(
            match, things=things, words=words, pattern=_filled(match.pattern, {*things, *words, "t"})
        )
        for draft in draft_claims(made, topic):
            if post.chair or dict(draft.qualifiers).get("when") != "chair":
                kept = tuple(pair for pair in draft.qualifiers if pair[0] != "when")
                yield replace(draft, quote=Span(item.line.start, item.line.stop), qualifiers=kept)


def _filled(rule: Pattern, slots: set[str]) -> Pattern:
    """Return a rule with those of its claims whose qualifiers can be filled."""
    templates = tuple(
        template
        for template in rule.templates
        if all(source[1:] in slots for _, source in template.qualifiers if source.startswith("$"))
    )
    return replace(rule, templates=templates)


def _posts(
    item: Item, persons: tuple[Found, ...], rule: Pattern, owners: dict[str, tuple[Found, ...]]
) -> tuple[Post, ...]:
    owned = {thing.key for things in owners.values() for thing in things}
    return posts_of(item, persons, rule.within, owned) if rule.within else ()


def _facets(item: Item) -> dict[str, tuple[Found, ...]]:
    """Return what an item says of its person, as slots: party, place, number of votes."""
    found = {"party": party_of(item), "place": place_of(item), "votes": number_of(item)}
    return {name: (thing,) for name, thing in found.items() if thing}


def _elsewhere(owner: Found) -> Found:
    """Return the owner with its own words as antecedent: they need not stand in the item."""
    return owner if owner.antecedent else replace(owner, antecedent=Span(owner.start, owner.stop))


def read_agenda(lines: Sequence[Line]) -> Iterator[Draft]:
    """Yield who reports on what in an agenda: "1. The land question. Reporter: Comrade N."."""
    for above, line in pairwise(lines):
        reporter = _REPORTER.match(line.text)
        written = above.folded[above.start : above.stop]
        subject = _NUMBERED.sub("", written).strip(" .:;")
        if reporter and subject != written and len(subject) < _LONGEST_SUBJECT:
            for person in heads_of(Item(line, reporter.end(), len(line.text)), ("Person",)):
                yield Draft(person, "reportedOn", subject, Span(above.start, line.stop), "list-agenda")
