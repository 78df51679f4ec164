"""Which words must stand in a text for a regular expression to match: read off the expression itself.

Trying every pattern on every sentence costs more than all else; asking first whether one of a few words is
there costs almost nothing. `re._parser` is what `re` itself uses, no part of its documented interface: where its
trees hold something unknown here, nothing is concluded, and the pattern is simply tried.
"""

from __future__ import annotations

import re
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

_SHORTEST = 2
_MOST = 2000  # strings of one set
_MOST_EXACT = 120  # strings that are joined with what follows them
_MOST_SETS = 4
_FIRST_SLOT = 0xE000  # from here on the characters of slots and parts, and a few that no document has
_NO_WIDTH = ("AT", "ASSERT", "ASSERT_NOT")
Needed = frozenset[str]
_NOTHING: Needed = frozenset([""])


@dataclass(frozen=True, slots=True)
class Literals:
    """What is known of the texts that an expression matches.

    `exact` are all of them, where they are few. `needs` are sets of strings, the most telling first, of each of which
    every match holds at least one.
    """

    needs: tuple[Needed, ...] = ()
    exact: Needed | None = None


LiteralsOfPart = Callable[[int], Literals | None]


def needed_literals(source: str) -> Needed:
    """Return strings of which every match of the expression holds at least one; none where nothing can be said.

    >>> sorted(needed_literals("(?:was|were) (?:adopted|passed)(?: by .*)?"))
    ['was adopted', 'was passed', 'were adopted', 'were passed']
    """
    return next(iter(needs_of(source)), frozenset())


def needs_of(source: str) -> tuple[Needed, ...]:
    """Return sets of strings, the most telling first, of each of which every match holds at least one."""
    return literals_of(parser.parse(source)).needs


def literals_of(tree: Any, of_part: LiteralsOfPart | None = None) -> Literals:
    """Return what is known of a parsed expression.

    `of_part` says what is known of the part for which a character stands; by default no character stands for one.
    """
    return Literals() if tree.state.flags & re.IGNORECASE else _of_sequence(tree, of_part or _no_part)


def _no_part(char: int) -> None:
    del char


def _of_sequence(items: Iterable[Any], of_part: LiteralsOfPart) -> Literals:
    """Join what is exact with its neighbours, and gather what the rest needs."""
    options: list[Needed] = []
    run, whole, letters = _NOTHING, True, ""
    for operation, argument in items:
        if operation is parser.LITERAL and argument < _FIRST_SLOT:
            letters += chr(argument)
            continue
        known = _of_item(str(operation), argument, of_part)
        options += known.needs
        run, letters = _joined(run, letters), ""
        if known.exact is None or len(run) * len(known.exact) > _MOST_EXACT:
            options.append(run)
            run, whole = known.exact or _NOTHING, False
        else:
            run = frozenset([first + second for first in run for second in known.exact])
    run = _joined(run, letters)
    return Literals(_most_telling([*options, run]), run if whole else None)


def _joined(run: Needed, letters: str) -> Needed:
    return frozenset([first + letters for first in run]) if letters else run


def _most_telling(options: Iterable[Needed]) -> tuple[Needed, ...]:
    """Return the options from the one whose shortest string is longest on, without those that hold another one."""
    worth = {o: min(len(literal.strip()) for literal in o) for o in options if o and len(o) <= _MOST}
    telling: list[Needed] = []
    able = (option for option in worth if worth[option] >= _SHORTEST)
    for option in sorted(able, key=lambda option: (-worth[option], len(option), min(option))):
        if not any(other <= option for other in telling):
            telling.append(option)
    return tuple(telling[:_MOST_SETS])


def _of_item(operation: str, argument: Any, of_part: LiteralsOfPart) -> Literals:
    match operation:
        case "LITERAL":
            return of_part(argument) or Literals()
        case "IN":
            return _of_signs(argument)
        case "SUBPATTERN" if not argument[1] & re.IGNORECASE:
            return _of_sequence(argument[-1], of_part)
        case "BRANCH":
            return _of_branches([_of_sequence(branch, of_part) for branch in argument[1]])
        case "MAX_REPEAT" | "MIN_REPEAT":
            return _of_repeated(argument[0], argument[1], _of_sequence(argument[2], of_part))
        case "ASSERT":  # what stands before or behind has to be there too
            return Literals(_of_sequence(argument[1], of_part).needs, _NOTHING)
    return Literals((), _NOTHING if operation in _NO_WIDTH else None)


def _of_signs(signs: Iterable[tuple[Any, Any]]) -> Literals:
    """Return what is known of one sign out of a few."""
    if all(operation is parser.LITERAL and char < _FIRST_SLOT for operation, char in signs):
        return Literals((), frozenset([chr(char) for _, char in signs]))
    return Literals()


def _of_branches(branches: list[Literals]) -> Literals:
    exact = [branch.exact for branch in branches if branch.exact is not None]
    if len(exact) == len(branches) and sum(map(len, exact)) <= _MOST_EXACT:
        return Literals((), frozenset().union(*exact))
    if not all(branch.needs for branch in branches):
        return Literals()
    return Literals(_most_telling([frozenset().union(*(branch.needs[0] for branch in branches))]))


def _of_repeated(least: int, most: Any, once: Literals) -> Literals:
    if (least, most) == (0, 1) and once.exact is not None:
        return Literals((), once.exact | _NOTHING)
    return Literals(once.needs if least > 0 else ())
