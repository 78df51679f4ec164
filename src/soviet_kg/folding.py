"""The same words, easy to match: single spaces, plain quotes and apostrophes, no marks, no emphasis.

Russian of before 1918 is folded to the spelling of today, and ё to е, every letter in its place.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from soviet_kg.model import Document, Span
from soviet_kg.spelling import modern_spelling

_PLAIN = {
    **dict.fromkeys("’‘ʼ`′‛", "'"),
    **dict.fromkeys("“”„«»‟″", '"'),
    **dict.fromkeys("\u2010\u2011", "-"),
}
# What is dropped or becomes one space: white space, marks (NUL by then), emphasis, soft hyphens, signs
# without width. A star between spaces is a bullet or a sign of its own and stays.
_RUN = re.compile(r"(?:[\s\0_\u00ad\u200b-\u200d\u2060\ufeff]|(?<=\S)\*+|\*+(?=\S))+")
# The same without what is one space already: between two signs that are kept it stands for itself.
_ODD_RUN = re.compile(rf"(?! [^\s\0_*\u00ad\u200b-\u200d\u2060\ufeff]){_RUN.pattern}")
_HASHES = re.compile(r"(?:[_*\s\0]*#+[_*\s\0]*(?<=[\s_*\0]))+")
_WHITE = re.compile(r"\s")
_SILENT = re.compile("[ъЪ]")
_LINE_END = re.compile(r"[\r\n]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A document's words as matchers want them, and the way back to its text.

    `text` holds the sentences one after another, each followed by a line feed; `offsets[i]` is the place in
    `Document.text` of folded character i (for a line feed the end of its sentence); `sentences` are spans of
    `text` without the line feed, in the order and number of `Document.sentences`. `silent` are the places of the
    letters of the old Russian spelling that end a word and have no counterpart.
    """

    text: str
    offsets: Sequence[int]
    sentences: tuple[Span, ...]
    silent: frozenset[int] = frozenset()

    def span(self, start: int, stop: int) -> Span:
        """Return where folded characters `start` to `stop` stand in the document's text."""
        end = self.offsets[stop - 1] + 1
        return Span(self.offsets[start], end + (end in self.silent))


def fold(document: Document) -> Folded:
    """Return a document's sentences without marks and emphasis, with plain spaces, quotes and hyphens."""
    masked = _mask(document)
    parts: list[str] = []
    offsets = array("I")
    sentences: list[Span] = []
    for sentence in document.sentences:
        start = len(offsets)
        _fold_sentence(masked, sentence, parts, offsets)
        sentences.append(Span(start, len(offsets)))
        parts.append("\n")
        offsets.append(sentence.stop)
    return Folded("".join(parts), offsets, tuple(sentences), _silent_letters(document, masked))


def _silent_letters(document: Document, masked: str) -> frozenset[int]:
    if document.language != "ru":
        return frozenset()
    return frozenset(
        found.start() for found in _SILENT.finditer(document.text) if masked[found.start()] == "\u00ad"
    )


def _mask(document: Document) -> str:
    """Return the text with plain signs and NUL where marks stand; every character keeps its place."""
    plain = document.text
    for sign, other in _PLAIN.items() if not plain.isascii() or "`" in plain else ():
        plain = plain.replace(sign, other)
    if document.language == "ru":
        plain = modern_spelling(plain)
    parts, done = [], 0
    for mark in document.marks:
        parts += [plain[done : mark.start], "\0" * (mark.stop - mark.start)]
        done = mark.stop
    return "".join(parts) + plain[done:]


def _fold_sentence(masked: str, sentence: Span, parts: list[str], offsets: array[int]) -> None:
    position, stop = sentence.start, sentence.stop
    hashes = _HASHES.match(masked, position, stop)
    position = hashes.end() if hashes else position
    runs = _RUN if masked[position : position + 1] == " " else _ODD_RUN
    for run in runs.finditer(masked, position, stop):
        parts.append(masked[position : run.start()])
        offsets.extend(range(position, run.start()))
        if run.start() > sentence.start and position < run.start() and run.end() < stop:
            _fold_run(masked, run, parts, offsets)
        position = run.end()
    parts.append(masked[position:stop])
    offsets.extend(range(position, stop))


def _fold_run(masked: str, run: re.Match[str], parts: list[str], offsets: array[int]) -> None:
    """Add the one space that a run stands for, or nothing."""
    before, after = masked[run.start() - 1], masked[run.end()]
    white = _WHITE.search(run[0])
    if _LINE_END.search(run[0]) and before == "-" and after.isalnum() and masked[run.start() - 2].isalnum():
        return
    if "\0" in run[0] and after in ".,;:!?)]" and before != "*":
        return
    if white:
        parts.append(" ")
        offsets.append(run.start() + white.start())
    elif _would_glue(run[0], before, after):
        parts.append(" ")
        offsets.append(run.start())


def _would_glue(run: str, before: str, after: str) -> bool:
    """Tell whether dropping a run would glue two words: a mark between letters, "_Tsay-ee-kah,_composed"."""
    if not after.isalnum():
        return False
    return before.isalnum() if "\0" in run else before in ",;:.!?" and after.isalpha()
