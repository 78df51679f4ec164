"""Where a reference can look: the sections and sentences of a text, and the things in it, walked backwards."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from soviet_kg.lines import Found
from soviet_kg.model import Section, Span


@dataclass(frozen=True)
class Scene:
    """The sections of a folded text and its sentences: where a reference can look.

    `paragraphs` are the offsets of the sentences before which a blank line stands.
    """

    text: str
    sections: tuple[Section, ...]
    sentences: tuple[Span, ...]
    speaker: Found | None = None
    document: str = ""
    paragraphs: frozenset[int] = frozenset()

    def sections_at(self, at: int) -> list[Section]:
        """Return the sections that hold an offset, the innermost first."""
        holding = [section for section in self.sections if section.start <= at < section.stop]
        return sorted(holding, key=lambda s: (s.level, s.start), reverse=True) or [self.sections[0]]

    def section_at(self, at: int) -> Section:
        """Return the innermost section that holds an offset."""
        return self.sections_at(at)[0]

    def sentence_index(self, at: int) -> int:
        """Return the number of the sentence that holds an offset, or of the last one before it."""
        return max(0, bisect_right(self.starts, at) - 1)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Return where the sentences begin."""
        return tuple(sentence.start for sentence in self.sentences)

    def previous_sentence(self, at: int) -> Span | None:
        """Return the sentence before the one that holds an offset."""
        index = self.sentence_index(at)
        return self.sentences[index - 1] if index else None


class Trail:
    """The things of a document in order, to be walked backwards from an offset; references join it as they resolve."""

    def __init__(self, found: Iterable[Found]) -> None:
        self.found = sorted(found, key=lambda f: (f.start, -f.stop))
        self._starts = [thing.start for thing in self.found]

    def before(self, at: int, start: int = 0) -> Iterator[Found]:
        """Yield the things from `start` on that begin before `at`, the nearest first."""
        for index in range(bisect_left(self._starts, at) - 1, -1, -1):
            if self._starts[index] < start:
                return
            yield self.found[index]

    def between(self, start: int, stop: int) -> list[Found]:
        """Return the things that begin between two offsets, in order."""
        return self.found[bisect_left(self._starts, start) : bisect_left(self._starts, stop)]

    def is_free(self, start: int, stop: int) -> bool:
        """Say whether no thing covers any of these words."""
        index = bisect_right(self._starts, start)
        if index and self.found[index - 1].stop > start:
            return False
        return index == len(self.found) or self._starts[index] >= stop

    def add(self, thing: Found) -> None:
        """Put a thing in its place."""
        index = bisect_right(self._starts, thing.start)
        self.found.insert(index, thing)
        self._starts.insert(index, thing.start)
