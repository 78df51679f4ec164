"""Which words must stand in a text for a regular expression to match: read off the expression itself.

Trying every pattern on every sentence costs more than all else; asking first whether one of a few words is
there costs almost nothing. `re._parser` and `re._compiler` are what `re` itself uses, no part of its documented
interface: where its trees hold something unknown here, nothing is concluded, and the pattern is simply tried.
"""

from __future__ import annotations

import re
import re._compiler as compiler  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable
from typing import Any

_SHORTEST = 2
_MOST = 2000
Needed = frozenset[str]


def compile_with_literals(source: str) -> tuple[re.Pattern[str], Needed]:
    """Return a compiled expression and what it needs, parsed once: parsing is most of the cost of loading patterns.

    Raises re.error.
    """
    tree = parser.parse(source)
    return compiler.compile(tree), _of_tree(tree)


def needed_literals(source: str) -> Needed:
    """Return strings of which every match of the expression holds at least one; none where nothing can be said.

    >>> sorted(needed_literals("(?:was|were) (?:adopted|passed)(?: by .*)?"))
    ['adopted', 'passed']
    """
    return _of_tree(parser.parse(source))


def _of_tree(tree: Any) -> Needed:
    return frozenset() if tree.state.flags & re.IGNORECASE else _of_sequence(tree)


def _of_sequence(items: Iterable[Any]) -> Needed:
    """Return the most telling of what the parts need: the one whose shortest string is longest."""
    options: list[Needed] = []
    run = ""
    for operation, argument in items:
        if str(operation) == "LITERAL" and not _is_slot(chr(argument)):
            run += chr(argument)
            continue
        options.append(frozenset({run}))
        run = ""
        options.append(_of_part(str(operation), argument))
    options.append(frozenset({run}))
    telling = [
        option for option in options if option and len(option) <= _MOST and _worth(option) >= _SHORTEST
    ]
    return max(telling, key=lambda option: (_worth(option), -len(option)), default=frozenset())


def _worth(option: Needed) -> int:
    return min(len(literal.strip()) for literal in option)


def _is_slot(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000"


def _of_part(operation: str, argument: Any) -> Needed:
    if operation == "SUBPATTERN":
        return frozenset() if argument[1] & re.IGNORECASE else _of_sequence(argument[-1])
    if operation == "BRANCH":
        branches = [_of_sequence(branch) for branch in argument[1]]
        return frozenset().union(*branches) if all(branches) else frozenset()
    if operation in ("MAX_REPEAT", "MIN_REPEAT") and argument[0] > 0:
        return _of_sequence(argument[2])
    if operation == "ASSERT":  # what stands before or behind has to be there too
        return _of_sequence(argument[1])
    return frozenset()
