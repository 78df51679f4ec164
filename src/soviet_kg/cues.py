"""Where to look: which of many expressions can match a text, and in which stretches, by the words that they need.

Running every name grammar over every text costs most of the time of reading; nearly all of it is spent where no match
is possible. One pass of an automaton over the text finds the words that the grammars cannot do without, and each
grammar is tried around its own words only. A stretch is generous, ends where a sentence or line does, and begins
between two words, so that what is found is what a run over the whole text would find.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from soviet_kg.literals import needed_literals

_BEFORE, _AFTER = 160, 60  # characters around a word; from there on to the end of the sentence
_SHORTEST = 3  # characters; shorter words stand everywhere

Stretch = tuple[int, int]


@dataclass(frozen=True)
class Cues:
    """An automaton over the words that expressions need; `everywhere` are those of which nothing is known."""

    automaton: Any
    everywhere: frozenset[int]
    count: int


def make_cues(sources: Sequence[str]) -> Cues:
    """Return the cues of regular expressions, known by their places in the sequence."""
    import ahocorasick

    owners: dict[str, list[int]] = {}
    everywhere: set[int] = set()
    for index, source in enumerate(sources):
        literals = needed_literals(source)
        if not literals or min(map(len, literals)) < _SHORTEST:
            everywhere.add(index)
            continue
        for literal in sorted(literals):
            owners.setdefault(literal, []).append(index)
    automaton = ahocorasick.Automaton()
    for literal, held in owners.items():
        automaton.add_word(literal, (len(literal), tuple(held)))
    automaton.make_automaton()
    return Cues(automaton if len(automaton) else None, frozenset(everywhere), len(sources))


def stretches(text: str, cues: Cues) -> list[list[Stretch]]:
    """Return for every expression where in the text it can match: in order, without overlaps."""
    places: list[list[int]] = [[] for _ in range(cues.count)]
    for last, (length, owners) in cues.automaton.iter(text) if cues.automaton else ():
        for owner in owners:
            places[owner].append(last + 1 - length)
    whole = [(0, len(text))]
    return [whole if i in cues.everywhere else _around(text, starts) for i, starts in enumerate(places)]


def _around(text: str, places: Iterable[int]) -> list[Stretch]:
    found: list[Stretch] = []
    for place in sorted(places):
        if found and place < found[-1][1] - _AFTER:
            continue
        start = max(place - _BEFORE, text.rfind("\n", 0, place) + 1)
        if start and text[start - 1] != "\n":
            start = text.find(" ", start, place) + 1 or place
        stop = _end(text, place + _AFTER)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], stop)
        else:
            found.append((start, stop))
    return found


def _end(text: str, at: int) -> int:
    """Return where the sentence or the line ends that holds a place, or the text."""
    ends = [end for end in (text.find(". ", at) + 1, text.find("\n", at)) if end > 0]
    return min(ends, default=len(text))


@dataclass(frozen=True, eq=False)
class PlaceFinder:
    """An automaton over words, each with the places in a sequence of those that want it; `always` want none.

    Places are the bits of a number, which makes sets of them quick to join and to meet.
    """

    automaton: Any = None
    always: int = 0

    def places(self, text: str) -> int:
        """Return the places of those that want a word of the text, or none at all."""
        found = self.always
        for _, owners in self.automaton.iter(text) if self.automaton else ():
            found |= owners
        return found


NO_PLACES = PlaceFinder()


def find_places(wanted: Sequence[Iterable[str]]) -> PlaceFinder:
    """Return the finder of the places in a sequence of what is wanted at each."""
    import ahocorasick

    owners: dict[str, int] = {}
    for place, words in enumerate(wanted):
        for word in words:
            owners[word] = owners.get(word, 0) | 1 << place
    automaton = ahocorasick.Automaton()
    for word, places in owners.items():
        automaton.add_word(word, places)
    automaton.make_automaton()
    always = as_places(place for place, words in enumerate(wanted) if not words)
    return PlaceFinder(automaton if len(automaton) else None, always)


def as_places(numbers: Iterable[int]) -> int:
    """Return the number whose bits are these places."""
    return sum(1 << place for place in numbers)


def in_order(places: int) -> Iterator[int]:
    """Yield the places that a number stands for, the first first.

    >>> list(in_order(0b1101))
    [0, 2, 3]
    """
    while places:
        lowest = places & -places
        yield lowest.bit_length() - 1
        places ^= lowest
