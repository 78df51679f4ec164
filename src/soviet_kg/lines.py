"""A sentence as a line of slots: what the patterns are matched against.

Each thing found in a sentence becomes two private-use characters, one for its kind and one for its place in the
line, so that an ordinary regular expression can ask for "an Event, then `was attended by`, then a list of Parties".
Articles and titles of courtesy before a slot are swallowed by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from soviet_kg.model import DateRange, HistoricalDate, Kind, Quantity, Span

VALUE_KINDS = ("Date", "Range", "Number", "Share")
SLOT_KINDS = tuple(kind.value for kind in Kind) + VALUE_KINDS
_KIND_CHAR = {kind: chr(0xE001 + i) for i, kind in enumerate(SLOT_KINDS)}
_FIRST_INDEX = 0xF0000
_ANY_INDEX = "[\U000f0000-\U000ffffd]"
_SWALLOWED = re.compile(
    r"(?:(?:\b[Tt]he|\b[Aa]n?)\s)?(?:(?:\b(?:Mr|Mrs|Messrs|Dr|Prof|Gen|Col|Capt|M)\.|\b(?:[Cc]omrades?|[Cc]itizens?|General|Admiral|"
    r"Colonel|Captain|Prince|Princess|Count|Countess|Baron|Professor|Madame|Mme|Father|old))\s){0,2}$"
)


@dataclass(frozen=True, slots=True)
class Share:
    """A number of something: delegates of a party, votes, percent; `of` is a Found or words, None for all."""

    quantity: Quantity
    of: Found | str | None
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Something recognised; `start, stop` are offsets in the folded text.

    `kind` is one of SLOT_KINDS. `value` belongs to the value kinds. `latent` things (an unnamed resolution) become
    entities only when a claim uses them. `antecedent` is where the thing was named that these words stand for.
    """

    start: int
    stop: int
    kind: str
    key: str = ""
    label: str = ""
    how: str = ""
    value: HistoricalDate | DateRange | Quantity | Share | None = None
    antecedent: Span | None = None
    latent: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence with its slots; `origin[i]` is the folded offset of character i of `text`.

    `alone`: the sentence has its lines of the document to itself, as a list item, a heading or a signature has.
    """

    folded: str
    start: int
    stop: int
    text: str
    origin: tuple[int, ...]
    found: tuple[Found, ...]
    kinds: frozenset[str]
    alone: bool = False

    def words(self, start: int, stop: int) -> str:
        """Return the folded words between two places of `text`, names included."""
        inside = self.slots(start, stop)
        last = max([self.origin[stop - 1] + 1, *(thing.stop for thing in inside[-1:])])
        return self.folded[self.origin[start] : last]

    def slot(self, at: int) -> Found:
        """Return what stands in the slot whose kind character is at `at`."""
        return self.found[ord(self.text[at + 1]) - _FIRST_INDEX]

    def slots(self, start: int, stop: int) -> tuple[Found, ...]:
        """Return the things between two places of `text`, in order."""
        return tuple(self.slot(i) for i in range(start, stop) if "\ue000" <= self.text[i] <= "\uf000")


def kind_class(kinds: Iterable[str]) -> str:
    """Return the regular expression for one slot of any of these kinds."""
    return f"[{''.join(_KIND_CHAR[kind] for kind in kinds)}]{_ANY_INDEX}"


def make_line(text: str, sentence: Span, found: Sequence[Found], alone: bool = False) -> Line:
    """Return the line of a sentence; `found` lies inside it, in order, without overlaps."""
    pieces: list[str] = []
    origin: list[int] = []
    at = sentence.start
    for index, thing in enumerate(found):
        lead = text[at : thing.start]
        lead = _SWALLOWED.sub("", lead) if thing.kind not in VALUE_KINDS else lead
        pieces.append(lead)
        origin.extend(range(at, at + len(lead)))
        pieces.append(_KIND_CHAR[thing.kind] + chr(_FIRST_INDEX + index))
        origin.extend((thing.start, thing.start))
        at = thing.stop
    pieces.append(text[at : sentence.stop])
    origin.extend(range(at, sentence.stop + 1))
    kinds = frozenset(thing.kind for thing in found)
    return Line(
        text, sentence.start, sentence.stop, "".join(pieces), tuple(origin), tuple(found), kinds, alone
    )


def without_overlaps(candidates: Iterable[Found]) -> list[Found]:
    """Keep the leftmost-longest things; of two that cover the same words, the first given."""
    kept: list[Found] = []
    for thing in sorted(candidates, key=lambda f: (f.start, -f.stop)):
        if not kept or thing.start >= kept[-1].stop:
            kept.append(thing)
    return kept


def as_reference(thing: Found, start: int, stop: int, how: str) -> Found:
    """Return a Found for the words at `start, stop` that stand for `thing`."""
    named_at = thing.antecedent or Span(thing.start, thing.stop)
    return replace(thing, start=start, stop=stop, how=f"reference/{how}", antecedent=named_at)
