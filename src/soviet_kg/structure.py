"""Lists and what owns them: a lead-in line, the items below or after it, and the claims that the two make together.

A list is a run of lines that follow a lead-in ("The following were elected to the Presidium:"), or the pieces after a
colon inside one sentence. A list pattern (`item = "Person"` in the pattern files) matches the lead-in; each item that
has a thing of that kind makes its claims with `i` for the thing. An item that does not fit is left out, not forced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from soviet_kg.claims import Draft, Topic, draft_claims
from soviet_kg.lines import Found, Line
from soviet_kg.model import Span
from soviet_kg.patterns import Match, Pattern, match_line

_SLOT = "[\ue001-\uf000][\U000f0000-\U000ffffd]"
_MARKER = re.compile(r"^\s*(?:[•·*–—-]|\(?\d{1,3}[.)]|\(?[a-zа-я]\)|[IVX]+\.)\s*")
_SHORT = re.compile(rf"^(?:{_SLOT}|[A-Z][\w' ,-]{{2,70}}(?:: | – | - |, ){_SLOT}|\d)[^.!?]{{0,110}}[.;,]?$")
_LEAD = re.compile(r"(?::|as follows|the following[^.]*)[.:]?\s*$")
_LONGEST_ITEM = 220


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: its line, and where in the line it stands."""

    line: Line
    start: int
    stop: int

    def things(self) -> tuple[Found, ...]:
        """Return the things in the item, in order."""
        return self.line.slots(self.start, self.stop)


@dataclass(frozen=True, slots=True)
class ListFound:
    """A lead-in and its items."""

    lead: Line
    items: tuple[Item, ...]


def read_lists(lines: Sequence[Line], patterns: Iterable[Pattern], topic: Topic) -> list[Draft]:
    """Return the claims that lists make with their lead-ins."""
    rules = [pattern for pattern in patterns if pattern.item]
    drafts: list[Draft] = []
    for found in find_lists(lines):
        drafts += _read_list(found, rules, topic)
    return drafts


def find_lists(lines: Sequence[Line]) -> Iterator[ListFound]:
    """Yield the lists: those below a lead-in, then those after a colon in one sentence."""
    for index, line in enumerate(lines):
        below = _items_below(lines, index)
        if below and (_LEAD.search(line.text) or len(below) > 1):
            yield ListFound(line, below)
        inline = _items_after_colon(line)
        if len(inline) > 1:
            yield ListFound(replace(line, text=line.text[: inline[0].start]), inline)


def _items_below(lines: Sequence[Line], index: int) -> tuple[Item, ...]:
    if is_item(lines[index]):
        return ()
    items: list[Item] = []
    for line in lines[index + 1 :]:
        if not is_item(line):
            break
        marker = _MARKER.match(line.text)
        items.append(Item(line, marker.end() if marker else 0, len(line.text)))
    return tuple(items)


def is_item(line: Line) -> bool:
    """Say whether a line looks like an item: a bullet or number before it, or short and opened by a thing."""
    if len(line.text) > _LONGEST_ITEM or not line.found or not line.alone:
        return False
    return bool(_MARKER.match(line.text) or _SHORT.match(line.text))


def _items_after_colon(line: Line) -> tuple[Item, ...]:
    colon = line.text.find(": ")
    if colon < 0:
        return ()
    start = colon + 2
    rest = line.text[start:]
    separator = r"; (?:and )?" if rest.count(";") > 0 else r",? and |, "
    items: list[Item] = []
    at = start
    for match in re.finditer(separator + "|$", rest):
        piece = Item(line, at, start + match.start())
        if piece.stop > piece.start and piece.things():
            items.append(piece)
        at = start + match.end()
    return tuple(items)


def _read_list(found: ListFound, rules: Sequence[Pattern], topic: Topic) -> Iterator[Draft]:
    taken: set[str] = set()
    for rule in rules:
        if rule.item[0] in taken or not any(
            t.kind in rule.item for item in found.items for t in item.things()
        ):
            continue
        match = next(iter(match_line(rule, found.lead)), None)
        if match is None:
            continue
        drafts = [draft for item in found.items for draft in _item_claims(match, item, rule, topic)]
        if drafts:
            taken |= set(rule.item)
            yield from drafts


def _item_claims(match: Match, item: Item, rule: Pattern, topic: Topic) -> Iterator[Draft]:
    first = next((thing for thing in item.things() if thing.kind in rule.item), None)
    if first is None:
        return
    owners = {name: tuple(map(_elsewhere, things)) for name, things in match.things.items()}
    words = dict(match.words)
    office = _office(item, first)
    if office:
        words["office"] = (office, 0, 0)
    made = replace(match, things=owners | {"i": (first,)}, words=words)
    quote = Span(item.line.start, item.line.stop)
    for draft in draft_claims(made, topic):
        if not (draft.predicate == "holdsPosition" and not office) and not (
            draft.predicate == "chairOf" and not _is_chair(office)
        ):
            yield replace(draft, quote=quote)


def _elsewhere(owner: Found) -> Found:
    """Return the owner with its own words as antecedent: they need not stand in the item."""
    return owner if owner.antecedent else replace(owner, antecedent=Span(owner.start, owner.stop))


def _office(item: Item, person: Found) -> str:
    """Return the office in an item, as in "Commissar of Finance: N. N." or "N. N., Commissar of Finance"."""
    words = item.line.words(item.start, item.stop) if item.stop > item.start else ""
    name = item.line.folded[person.start : person.stop]
    before, _, after = words.partition(name)
    for part in (before.strip(" :–-,;.*•"), re.sub(r"\([^()]*\)", "", after).strip(" :–-,;.")):
        part = re.sub(r"^(?:the|and) ", "", part)
        if re.match(
            r"(?:People's |Deputy |Vice-|First |Acting )*(?:Commissar|Minister|Chairman|President|Secretary|Treasurer|Member|Chief|Commander|Governor|Mayor|Director|Editor|Ambassador|Premier|Presidium)",
            part,
        ):
            return re.sub(r"^(.*?)(?:,| and others).*$", r"\1", part)
    return ""


def _is_chair(office: str) -> bool:
    return bool(re.match(r"(?:Chairman|President)\b", office))
