"""A sentence as a line of slots: what the patterns are matched against.

Each thing found in a sentence becomes two private-use characters, one for its kind and one for its place in the
line, so that an ordinary regular expression can ask for "an Event, then `was attended by`, then a list of Parties".
Articles and titles of courtesy before a slot are swallowed by it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from soviet_kg.model import DateRange, HistoricalDate, Kind, Quantity, Span

VALUE_KINDS = ("Date", "Range", "Number", "Share")
SLOT_KINDS = tuple(kind.value for kind in Kind) + VALUE_KINDS
_KIND_CHAR = {kind: chr(0xE001 + i) for i, kind in enumerate(SLOT_KINDS)}
_FIRST_INDEX = 0xF0000
_ANY_INDEX = "[\U000f0000-\U000ffffd]"
_ARTICLES = ("the", "The", "a", "A", "an", "An")
_TITLES = (
    *("Mr.", "Mrs.", "Messrs.", "Dr.", "Prof.", "Gen.", "Col.", "Capt.", "M."),
    *("comrade", "comrades", "Comrade", "Comrades", "citizen", "citizens", "Citizen", "Citizens"),
    *("General", "Admiral", "Colonel", "Captain", "Prince", "Princess", "Count", "Countess", "Baron"),
    *("Professor", "Madame", "Mme", "Father", "old"),
)
# of persons alone: of a war somebody can be the general
_RUSSIAN_TITLES = (
    *(
        "тов.",
        "т.",
        "тт.",
        "гр.",
        "товарищ",
        "товарищи",
        "товарища",
        "товарищу",
        "товарищем",
        "товарищей",
        "Товарищ",
    ),
    *(
        "гражданин",
        "гражданина",
        "граждане",
        "генерал",
        "генерала",
        "генералу",
        "генералом",
        "адмирал",
        "адмирала",
    ),
    *(
        "полковник",
        "полковника",
        "профессор",
        "профессора",
        "профессором",
        "князь",
        "князя",
        "барон",
        "барона",
    ),
)
_RUSSIAN_LAST = tuple(f"{word} " for word in _RUSSIAN_TITLES)
_SWALLOWED = re.compile(
    rf"(?:\b(?:{'|'.join(_ARTICLES)})\s)?(?:\b(?:{'|'.join(map(re.escape, _TITLES))})\s){{0,2}}$"
)
_SWALLOWED_LAST = tuple(f"{word} " for word in (*_ARTICLES, *_TITLES))
_LONGEST_SWALLOWED = 30  # characters: an article and two of the longest titles, with a space behind each
_SLOT = re.compile("[\ue000-\uf000]")


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
class Origin:
    """Where the characters of a line stand in the folded text.

    Words and slots follow one another by turns: each begins at one of `places`, and at one of `offsets` of the text.
    """

    places: list[int]
    offsets: list[int]
    length: int

    def __len__(self) -> int:
        """Return the number of characters, and one for the end of the line."""
        return self.length

    def __getitem__(self, at: int) -> int:
        """Return the folded offset of a character; for both characters of a slot, where its thing begins."""
        index = bisect_right(self.places, at) - 1
        return self.offsets[index] + (0 if index % 2 else at - self.places[index])


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence with its slots; `origin[i]` is the folded offset of character i of `text`.

    `alone`: the sentence has its lines of the document to itself, as a list item, a heading or a signature has.
    """

    folded: str
    start: int
    stop: int
    text: str
    origin: Origin
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

    def place(self, thing: Found) -> int:
        """Return where in `text` the slot of a thing of this line is."""
        return self.text.index(chr(_FIRST_INDEX + self.found.index(thing))) - 1

    def slots(self, start: int, stop: int) -> tuple[Found, ...]:
        """Return the things between two places of `text`, in order."""
        return tuple(self.slot(slot.start()) for slot in _SLOT.finditer(self.text, start, stop))


def kind_class(kinds: Iterable[str]) -> str:
    """Return the regular expression for one slot of any of these kinds."""
    return f"[{''.join(_KIND_CHAR[kind] for kind in kinds)}]{_ANY_INDEX}"


def make_line(text: str, sentence: Span, found: Sequence[Found], alone: bool = False) -> Line:
    """Return the line of a sentence; `found` lies inside it, in order, without overlaps."""
    pieces: list[str] = []
    places, offsets = [0], [sentence.start]
    at = sentence.start
    for index, thing in enumerate(found):
        lead = text[at : thing.start]
        if lead[-1:].isspace() and thing.kind not in VALUE_KINDS:
            lead = _without_article(lead)
            if thing.kind == "Person" and lead.endswith(_RUSSIAN_LAST):
                lead = _without_title(lead)
        at = thing.stop
        if lead[-1:] == '"' and text[at : at + 1] == '"' and text[thing.start] >= "\u0400":
            lead, at = lead[:-1], at + 1  # Russian names of documents and newspapers stand in quotation marks
        pieces += (lead, _KIND_CHAR[thing.kind], chr(_FIRST_INDEX + index))
        places += (places[-1] + len(lead), places[-1] + len(lead) + 2)
        offsets += (thing.start, at)
    pieces.append(text[at : sentence.stop])
    origin = Origin(places, offsets, places[-1] + sentence.stop - at + 1)
    kinds = frozenset([thing.kind for thing in found])
    return Line(text, sentence.start, sentence.stop, "".join(pieces), origin, tuple(found), kinds, alone)


def _without_article(lead: str) -> str:
    """Return words, which end in a space, without the article and titles that they end with."""
    if lead[-1] == "\n":  # before which "$" matches as well
        return _SWALLOWED.sub("", lead)
    if lead[-1] == " " and not lead.endswith(_SWALLOWED_LAST):
        return lead
    swallowed = _SWALLOWED.search(lead, max(0, len(lead) - _LONGEST_SWALLOWED))
    return lead[: swallowed.start()] if swallowed else lead


def _without_title(lead: str) -> str:
    """Return words without the Russian title that they end with: "сказал тов. " without "тов."."""
    title = max((word for word in _RUSSIAN_LAST if lead.endswith(word)), key=len)
    before = lead[: -len(title)]
    return before if not before[-1:].isalnum() else lead


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
    how = f"reference/{how}"
    return Found(start, stop, thing.kind, thing.key, thing.label, how, thing.value, named_at, thing.latent)
