"""Where an expression can begin: at words with certain first letters, rather than at every character of a text.

A search by `re` tries an expression at each character, and gives up at nearly all of them at once. An expression that
says that it begins with a word, and with which letters, is tried at those words alone; what is found is the same.
"""

from __future__ import annotations

import re
import re._parser as parser  # type: ignore[import-not-found]
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"\w+")
_CAPITAL = re.compile("[A-Z]")
_CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_MOST_LETTERS = 80
_SHORT = 1000  # characters: in such a text there is little to gain
Letters = frozenset[str]


@dataclass(frozen=True, slots=True)
class Opening:
    """A letter of which one must be the first of every match, and whether it begins a word."""

    letter: re.Pattern[str]
    of_word: bool


@dataclass(frozen=True, slots=True)
class Starts:
    """Places of a text, in order, and the letters that stand there."""

    places: list[int]
    letters: str


@lru_cache(maxsize=4)
def _starts_of(text: str, sign: re.Pattern[str]) -> Starts:
    """Return where the words of a text begin, or where its letters from A to Z stand; asked for by many expressions."""
    places = [match.start() for match in sign.finditer(text)]
    return Starts(places, "".join([text[place] for place in places]))


def matches_from(
    pattern: re.Pattern[str], opening: Opening | None, text: str, start: int, stop: int
) -> Iterator[re.Match[str]]:
    """Yield the matches of an expression in a stretch of a text, as its `finditer` does."""
    if opening is None or len(text) < _SHORT:
        yield from pattern.finditer(text, start, stop)
        return
    known = _starts_of(text, _WORD if opening.of_word else _CAPITAL)
    first, last = bisect_left(known.places, start), bisect_left(known.places, stop)
    for letter in opening.letter.finditer(known.letters, first, last):
        at = known.places[letter.start()]
        if at >= start and (match := pattern.match(text, at, stop)):
            yield match
            start = match.end()


def opening_of(tree: Any) -> Opening | None:
    """Return how the matches of a parsed expression begin, None where nothing can be said of it."""
    letters, is_empty = _first(tree, bool(tree.state.flags & re.IGNORECASE))
    if letters is None or is_empty or not letters:
        return None
    of_word = _begins_word(tree, letters)
    if not of_word and not letters <= _CAPITALS:
        return None
    return Opening(re.compile(f"[{''.join(map(re.escape, sorted(letters)))}]"), of_word)


def _begins_word(tree: Any, letters: Letters) -> bool:
    """Say whether the expression asks first of all for the beginning of a word."""
    if not all(letter.isalnum() for letter in letters):
        return False
    for operation, argument in tree:
        if operation is parser.AT and argument is parser.AT_BOUNDARY:
            return True
        if operation is parser.ASSERT_NOT and argument[0] < 0 and _refuses_letters(argument[1]):
            return True
        if operation not in (parser.ASSERT, parser.ASSERT_NOT):
            return False
    return False


def _refuses_letters(tree: Any) -> bool:
    """Say whether a look behind is one sign, which can be any letter or figure."""
    if len(tree) != 1 or tree[0][0] is not parser.IN:
        return False
    signs = tree[0][1]
    return (parser.CATEGORY, parser.CATEGORY_WORD) in signs and (parser.NEGATE, None) not in signs


def _first(items: Iterable[Any], ignores_case: bool) -> tuple[Letters | None, bool]:
    """Return the letters with which a sequence can begin, None for any, and whether it can be empty."""
    letters: Letters = frozenset()
    wanted: Letters | None = None  # by a look ahead from the very beginning
    for operation, argument in items:
        if operation is parser.ASSERT and argument[0] > 0 and not letters:
            ahead, is_empty = _first(argument[1], ignores_case)
            wanted = wanted if is_empty or ahead is None else ahead
        found, is_empty = _first_of_item(operation, argument, ignores_case)
        if found is None:
            return (None, True) if is_empty else (wanted, False)
        letters |= found
        if not is_empty:
            return (letters if wanted is None else letters & wanted), False
    return letters, True


def _first_of_item(operation: Any, argument: Any, ignores_case: bool) -> tuple[Letters | None, bool]:
    if operation in (parser.AT, parser.ASSERT, parser.ASSERT_NOT):
        return frozenset(), True
    if operation is parser.LITERAL and not ignores_case:
        return frozenset(chr(argument)), False
    if operation is parser.IN and not ignores_case:
        return _signs(argument), False
    if operation is parser.SUBPATTERN:
        return _first(argument[-1], ignores_case or bool(argument[1] & re.IGNORECASE))
    if operation is parser.BRANCH:
        return _first_of_branches([_first(branch, ignores_case) for branch in argument[1]])
    if operation in (parser.MAX_REPEAT, parser.MIN_REPEAT):
        letters, is_empty = _first(argument[2], ignores_case)
        return letters, is_empty or argument[0] == 0
    return None, False


def _first_of_branches(branches: list[tuple[Letters | None, bool]]) -> tuple[Letters | None, bool]:
    is_empty = any(empty for _, empty in branches)
    known = [letters for letters, _ in branches if letters is not None]
    return (frozenset().union(*known) if len(known) == len(branches) else None), is_empty


def _signs(signs: Iterable[tuple[Any, Any]]) -> Letters | None:
    """Return the signs of a class, None where it is not a list of a few."""
    letters: set[str] = set()
    for operation, argument in signs:
        if operation is parser.LITERAL:
            letters.add(chr(argument))
        elif operation is parser.RANGE and argument[1] - argument[0] < _MOST_LETTERS:
            letters.update(map(chr, range(argument[0], argument[1] + 1)))
        else:
            return None
    return frozenset(letters)
