"""Where to look: which of many expressions can match a text, and in which stretches, by the words that they need.

Running every name grammar over every text costs most of the time of reading; nearly all of it is spent where no match
is possible. One pass of an automaton over the text finds the words that the grammars cannot do without, and each
grammar is tried around its own words only. A stretch is generous, ends where a sentence or line does, and begins
between two words, so that what is found is what a run over the whole text would find.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from soviet_kg.openings import matches_from
from soviet_kg.parts import Expression

_BEFORE, _AFTER = 160, 60  # characters around a word; from there on to the end of the sentence
_SHORTEST = 3  # characters; shorter words stand everywhere, unless they are in capitals

_END = re.compile(r"[.\n](?:(?<=\n)| )")

Stretch = tuple[int, int]


@dataclass(frozen=True)
class Cues:
    """An automaton over the words that expressions need; `everywhere` are those of which nothing is known.

    An expression can need a word of each of several sets: `further` are the numbers of these sets, after its first.
    """

    automaton: Any
    everywhere: frozenset[int]
    count: int
    further: dict[int, list[int]]
    expressions: tuple[Expression, ...]


def make_cues(expressions: Sequence[Expression]) -> Cues:
    """Return the cues of expressions, which are known by their places in the sequence."""
    import ahocorasick

    owners: dict[str, list[int]] = {}
    everywhere: set[int] = set()
    further: dict[int, list[int]] = {}
    count = len(expressions)
    for index, expression in enumerate(expressions):
        needs = [*filter(is_telling, expression.needs)]
        if not needs:
            everywhere.add(index)
        further[index] = [*range(count, count + len(needs) - 1)]
        count += len(further[index])
        for number, literals in zip((index, *further[index]), needs, strict=False):
            for literal in sorted(literals):
                owners.setdefault(literal, []).append(number)
    automaton = ahocorasick.Automaton()
    for literal, held in owners.items():
        automaton.add_word(literal, (len(literal), tuple(held)))
    automaton.make_automaton()
    return Cues(
        automaton if len(automaton) else None, frozenset(everywhere), count, further, tuple(expressions)
    )


def is_telling(literals: Iterable[str]) -> bool:
    """Say whether words are long enough to stand in few places, or in capitals."""
    return all(len(word.strip()) >= _SHORTEST or word.isupper() for word in literals)


def stretches(text: str, cues: Cues) -> list[list[Stretch]]:
    """Return for every expression where in the text it can match: in order, without overlaps."""
    places: list[list[int]] = [[] for _ in range(cues.count)]
    for last, (length, owners) in cues.automaton.iter(text) if cues.automaton else ():
        for owner in owners:
            places[owner].append(last + 1 - length)
    ends = [end.start() for end in _END.finditer(text)]
    whole = [(0, len(text))]
    return [
        whole if index in cues.everywhere else _with_all(text, cues, index, places, ends)
        for index in range(len(cues.expressions))
    ]


def _with_all(
    text: str, cues: Cues, index: int, places: Sequence[Sequence[int]], ends: Sequence[int]
) -> list[Stretch]:
    """Return the stretches around the places of the first set of an expression that hold a place of all others."""
    if not places[index]:
        return []
    held = _around(text, places[index], ends, min(_BEFORE, cues.expressions[index].reach))
    for other in cues.further[index]:
        held = [(start, stop) for start, stop in held if any(start <= at < stop for at in places[other])]
    return held


def matches_in(expression: Expression, text: str, places: Iterable[Stretch]) -> Iterator[re.Match[str]]:
    """Yield the matches of an expression in stretches of a text."""
    for start, stop in places:
        yield from matches_from(expression.regex, expression.opening, text, start, stop)


def _around(text: str, places: Iterable[int], ends: Sequence[int], reach: int) -> list[Stretch]:
    found: list[Stretch] = []
    for place in sorted(places):
        if found and place < found[-1][1] - _AFTER:
            continue
        start = max(place - reach, text.rfind("\n", max(0, place - reach - 1), place) + 1)
        if reach < _BEFORE:  # a bound: the match can begin just there
            start = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start)) + 1
        elif start and text[start - 1] != "\n":
            start = text.find(" ", start, place) + 1 or place
        stop = _end(text, place + _AFTER, ends)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], stop)
        else:
            found.append((start, stop))
    return found


def _end(text: str, at: int, ends: Sequence[int]) -> int:
    """Return where the sentence or the line ends that holds a place, or the text; `ends` are all of them."""
    index = bisect_left(ends, at)
    if index == len(ends):
        return len(text)
    return ends[index] + (text[ends[index]] == ".")


@dataclass(frozen=True, eq=False)
class PlaceFinder:
    """An automaton over words, each with the places in a sequence of those that want it.

    Places are the bits of a number, which makes sets of them quick to join and to meet. What wants a word of each of
    several sets has a bit in as many rows of `width` bits; `always` are the bits of those that want fewer sets.
    """

    automaton: Any = None
    always: int = 0
    width: int = 0
    rows: int = 0

    def places(self, text: str) -> int:
        """Return the places of those of which the text has a word of every set, or that want none at all."""
        if self.automaton is None:
            return self.always
        found = self.always
        for _, owners in self.automaton.iter(text):
            found |= owners
        places = found
        for _ in range(1, self.rows):
            found >>= self.width
            places &= found
        return places & ((1 << self.width) - 1)


NO_PLACES = PlaceFinder()


def find_places(wanted: Sequence[Sequence[Iterable[str]]]) -> PlaceFinder:
    """Return the finder of the places in a sequence of what is wanted at each: a word of every one of some sets."""
    import ahocorasick

    width, rows = len(wanted), max(map(len, wanted), default=0)
    owners: dict[str, int] = {}
    always = as_places(
        row * width + place for place, sets in enumerate(wanted) for row in range(len(sets), rows)
    )
    for place, sets in enumerate(wanted):
        for row, words in enumerate(sets):
            for word in words:
                owners[word] = owners.get(word, 0) | 1 << (row * width + place)
    if not owners:
        return PlaceFinder(None, as_places(range(width)))
    automaton = ahocorasick.Automaton()
    for word, places in owners.items():
        automaton.add_word(word, places)
    automaton.make_automaton()
    return PlaceFinder(automaton, always, width, rows)


def without_longer(words: Iterable[str]) -> list[str]:
    """Return the words that no other one of them begins: a text with the longer one has the shorter one too.

    >>> without_longer({"adopt", "adopted", "passed"})
    ['adopt', 'passed']
    """
    kept: list[str] = []
    for word in sorted(words):
        if not kept or not word.startswith(kept[-1]):
            kept.append(word)
    return kept


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
