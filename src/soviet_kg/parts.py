"""Regular expressions that share parts: each part is parsed once, and an expression is compiled when it is first tried.

Four hundred patterns are made of three hundred fragments, and parsing these again for each pattern is most of the cost
of loading them; a document needs a third of the patterns at most. In the source of an expression a part stands as a
group of two characters that no text holds. When the expression is compiled, the tree of the part takes their place:
what is compiled is what the whole source would give.
"""

from __future__ import annotations

import re
import re._compiler as compiler  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from soviet_kg.literals import Literals, literals_of
from soviet_kg.openings import Opening, opening_of

_CAPITAL = "(?=[A-Z])"
_FIRST_MARK = 0x100000
_MOST_PARTS = 0xFFFD
_CLOSING = chr(_FIRST_MARK + _MOST_PARTS)
_REFERS_BACK = re.compile(
    r"\(\?P=|\(\?\(|\\[1-9]"
)  # the width of what a mark stands for is not known to these
_MARKED = re.compile(rf"\(\?:([{chr(_FIRST_MARK)}-{chr(_FIRST_MARK + _MOST_PARTS - 1)}]){_CLOSING}\)")


class Parts:
    """The parts that have been marked so far, as sources and as trees."""

    def __init__(self) -> None:
        self._marks: dict[str, str] = {}
        self._sources: list[str] = []
        self._trees: list[Any] = []
        self._literals: list[Literals] = []

    def mark(self, source: str) -> str:
        """Return what stands for a part in the source of an expression, which may itself hold marks.

        What has groups of its own, or does not parse alone, is returned as it is, in a group without a name.
        """
        if source not in self._marks:
            self._marks[source] = self._add(source)
        return self._marks[source]

    def _add(self, source: str) -> str:
        whole = f"(?:{source})"
        if _REFERS_BACK.search(source) or len(self._trees) == _MOST_PARTS:
            return whole
        try:
            tree = parser.parse(source)
        except re.error:
            return whole
        if tree.state.groups > 1 or tree.state.flags != re.UNICODE:
            return whole
        self._literals.append(literals_of(tree, self.literals))
        self._splice(tree)
        self._trees.append(tree)
        self._sources.append(source)
        return f"(?:{chr(_FIRST_MARK + len(self._trees) - 1)}{_CLOSING})"

    def literals(self, char: int) -> Literals | None:
        """Return what is known of the part for which a character stands, None for a character of a text."""
        if char < _FIRST_MARK:
            return None
        return self._literals[char - _FIRST_MARK] if chr(char) != _CLOSING else Literals((), frozenset([""]))

    def in_full(self, source: str) -> str:
        """Return a source with every part in its place."""
        while _MARKED.search(source):
            source = _MARKED.sub(lambda mark: f"(?:{self._sources[ord(mark[1]) - _FIRST_MARK]})", source)
        return source

    def parse(self, source: str) -> Any:
        """Return the tree of an expression, with marks; one that refers back to its groups is written in full."""
        return parser.parse(self.in_full(source) if _REFERS_BACK.search(source) else source)

    def parse_whole(self, source: str) -> Any:
        """Return the tree of an expression, with the trees of its parts in place of their marks. Raises re.error."""
        tree = self.parse(source)
        self._splice(tree)
        return tree

    def _splice(self, tree: Any) -> None:
        """Put the trees of parts in place of their marks, everywhere in a tree."""
        data: list[Any] = []
        for operation, argument in tree.data:
            if str(operation) == "LITERAL" and argument >= _FIRST_MARK:
                data += self._trees[argument - _FIRST_MARK].data if chr(argument) != _CLOSING else []
                continue
            for inner in _trees_in(argument):
                self._splice(inner)
            data.append((operation, argument))
        tree.data, tree.width = data, None


def _trees_in(argument: Any) -> Iterator[Any]:
    """Yield the trees in the argument of an operation, but not those inside them."""
    if isinstance(argument, parser.SubPattern):
        yield argument
    elif isinstance(argument, (tuple, list)):
        for inner in argument:
            yield from _trees_in(inner)


class Expression:
    """A regular expression: parsed at once, compiled when it is first tried.

    `needs` are sets of strings, the most telling first, of each of which every match holds at least one. The source
    may hold marks of `parts`. Raises re.error for what does not parse.
    """

    def __init__(self, source: str, parts: Parts | None = None) -> None:
        self._parts = parts or Parts()
        self._source = source
        self.needs = literals_of(self._parts.parse(source), self._parts.literals).needs

    @property
    def source(self) -> str:
        """Return the source in full."""
        return self._parts.in_full(self._source)

    @property
    def regex(self) -> re.Pattern[str]:
        """Return the compiled expression. Raises re.error for what parses and cannot be compiled."""
        return self._compiled[0]

    @property
    def opening(self) -> Opening | None:
        """Return how every match begins, None where nothing can be said of it."""
        return self._compiled[1]

    @property
    def reach(self) -> int:
        """Return how far before a word that it needs a match can begin; a very large number where no bound is known."""
        return self._compiled[2]

    @cached_property
    def _compiled(self) -> tuple[re.Pattern[str], Opening | None, int]:
        tree = self._parts.parse_whole(self._source)
        looks_ahead = "(?=" in self.source.replace(_CAPITAL, "")  # and can need what stands behind its match
        reach = parser.MAXWIDTH if looks_ahead else int(tree.getwidth()[1])
        return compiler.compile(tree), opening_of(tree), reach
