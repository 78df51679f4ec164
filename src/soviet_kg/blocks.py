"""Lines into blocks: paragraphs, items, rows, headings' lines; hard-wrapped lines are put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from soviet_kg.habits import read_habits
from soviet_kg.model import Mark

_LINE = re.compile(r"[^\n]+")
_SEPARATOR = re.compile(r"(?:[*_=~#•–—-][ \t]*){3,}$|[|+:=-]*[|+][|+:= -]*$")
_MARKDOWN = re.compile(r"#{1,6}(?=[ \t]+\S)")
_WIKI = re.compile(r"(={2,6})[ \t]*[^=\s].*[^=\s][ \t]*\1$")
_NUMBER = re.compile(r"(?:\d{1,2}|[IVXLC]{1,6})\.?$")
_ROW = re.compile(r"\|.*\|$|[^\t]+\t[^\t]")
_BULLET = re.compile(r"(?:[•●▪◦‣·*+]|[-–—](?![-–—]))[ \t]+(?=\S)")
LABEL = re.compile(
    r"(?:\(?\d{1,3}[a-z]?[.)]|\(?[a-zа-я]\)|[a-zа-я]\.|\(?[ivx]{1,5}\)|[IVX]{2,5}\.|§ ?\d+\.?)[ \t]+(?=\S)"
)
TERMINAL = re.compile(r"[.!?…][\"”’'»)\]_*]*$")
_KEY = re.compile(r"([^\W\d_][\w &/’'-]{1,40}):\s+\S")
_INITIAL = r"[^\W\d_a-zа-яё][^\W\d_A-ZА-ЯЁ]{0,2}\. ?"
PERSON = re.compile(
    rf"(?:{_INITIAL}){{1,3}}[^\W\d_a-zа-яё][\w'’-]+(?: \([^)]*\))?[.,]?$"
    r"|[^\W\d_a-zа-яё]{1,2}\. [^\W\d_]{2,}(?: \([^)]*\))?[.,]?$"
)
_LONGEST_LINE, _WRAPPED_SHARE, _NARROWEST, _WIDEST = 150, 0.2, 45, 140


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: `start, stop` without white space at its ends, and what it looks like.

    `shape` is "text", "item", "note", "row", "separator", "markdown" or "number"; `gap` tells of blank lines
    before it.
    """

    start: int
    stop: int
    indent: int
    gap: bool
    shape: str
    words: str


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: `start, stop`, `gap` as for lines, the shape of the first, how many."""

    start: int
    stop: int
    gap: bool
    shape: str
    lines: int = 1


def find_blocks(read: str, marks: Sequence[Mark]) -> tuple[Block, ...]:
    """Return the blocks of a text in order. `read` is the text with its marks blanked."""
    lines = tuple(_shape_lines(read, {mark.start for mark in marks if mark.kind == "footnote-label"}))
    width = measure_wrapping(lines)
    blocks: list[Block] = []
    previous: Line | None = None
    for line in lines:
        if previous and _goes_on(previous, line, width, blocks[-1], read):
            blocks[-1] = replace(blocks[-1], stop=line.stop, lines=blocks[-1].lines + 1)
        else:
            blocks.append(Block(line.start, line.stop, line.gap, line.shape))
        previous = line
    return tuple(blocks)


def measure_wrapping(lines: Sequence[Line]) -> int:
    """Return the width at which the lines of a text are wrapped, 0 where each line is a paragraph."""
    pairs = [(above, below) for above, below in pairwise(lines) if not below.gap and below.shape == "text"]
    going_on = sum(_begins_small(below.words) for _, below in pairs)
    if going_on < _WRAPPED_SHARE * len(pairs) or not going_on:
        return 0
    widths = sorted(above.indent + len(above.words) for above, _ in pairs)
    width = widths[int(0.95 * len(widths))]
    return width if _NARROWEST <= width <= _WIDEST else 0


def _begins_small(words: str) -> bool:
    return words.lstrip("-–— (\"“'‘")[:1].islower()


def _shape_lines(read: str, labels: Iterable[int]) -> Iterator[Line]:
    waiting = iter(sorted(labels))
    label = next(waiting, None)
    previous, end = None, 0
    for match in _LINE.finditer(read):
        words = match[0].strip()
        if not words:
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        labelled = False
        while label is not None and label < match.end():
            labelled = label >= match.start()
            label = next(waiting, None)
        gap = previous is None or read.count("\n", end, start) > 1
        shape = "note" if labelled else _shape(words, gap, previous)
        previous = Line(start, start + len(words), start - match.start(), gap, shape, words)
        end = previous.stop
        yield previous


def _shape(words: str, gap: bool, previous: Line | None) -> str:
    if _SEPARATOR.match(words):
        return "row" if "|" in words or "+" in words else "separator"
    if _MARKDOWN.match(words) or _WIKI.match(words):
        return "markdown"
    if gap and _NUMBER.match(words):
        return "number"
    if _ROW.match(words):
        return "row"
    return "item" if _is_item(words, gap, previous) else "text"


def _is_item(words: str, gap: bool, previous: Line | None) -> bool:
    """Tell an item from a wrapped line that happens to begin with a dash or a number."""
    bullet = _BULLET.match(words)
    if not bullet and not LABEL.match(words):
        return False
    return (
        gap
        or previous is None
        or previous.shape != "text"
        or previous.words[-1] in ":;"
        or bool(TERMINAL.search(previous.words))
    )


def _goes_on(above: Line, below: Line, width: int, block: Block, read: str) -> bool:
    """Tell whether a line continues the block that the line above it belongs to."""
    if above.shape not in ("text", "item", "note") or below.shape != "text":
        return False
    if below.gap:
        return _goes_on_after_gap(above, below, block)
    if _parts_capitals(above, below, read[block.start : above.stop]):
        return False
    full = (
        bool(width)
        and above.indent + len(above.words) + 1 + len(below.words.split(None, 1)[0]) >= 0.8 * width
    )
    if (is_describing(below.words) or is_date_line(below.words)) and not full:
        return False
    if below.words[0] > "\u0400" and below.words.startswith(tuple(read_habits().signers)):
        return is_unfinished(above.words)
    if TERMINAL.search(above.words):
        return full or (bool(width) and above.shape == "text") or _ends_with_title(above.words)
    if _begins_small(below.words) or is_unfinished(above.words) or _are_one_headline(above, below):
        return True
    return full if width else len(above.words) >= _LONGEST_LINE


def _ends_with_title(words: str) -> bool:
    """Return whether a line ends with "Mr." or the like, whose name is in the next line."""
    last = words.rpartition(" ")[2]
    return last.endswith(".") and last.strip('.("“«') in read_habits().never_last


def _are_one_headline(above: Line, below: Line) -> bool:
    """Tell the lines of a headline in capitals from a column of names in capitals."""
    lines = (above.words, below.words)
    return all(line.isupper() and " " in line and not PERSON.match(line) for line in lines)


def _parts_capitals(above: Line, below: Line, block: str) -> bool:
    """Tell whether a heading in capitals begins or ends between two lines that no blank line parts."""
    if is_unfinished(above.words) or above.words.isupper() == below.words.isupper():
        return False
    if below.words.isupper():
        return bool(TERMINAL.search(above.words)) and sum(map(str.isalpha, below.words)) > 3
    return block.isupper() and sum(map(str.isalpha, block)) > 3 and below.words[:1].isupper()


def _goes_on_after_gap(above: Line, below: Line, block: Block) -> bool:
    """Tell whether blank lines interrupt a sentence, as at the foot of a page or before a signature."""
    ending = above.words.rstrip("_*")[-1:]
    if ending == "," and len(above.words) < 80 and len(below.words) < 60:
        return True
    if not (ending.isalnum() or ending == ",") or not below.words[:1].islower() or above.words.isupper():
        return False
    title_like = block.lines == 1 and len(above.words) < 50 and not re.search(r"[.,;:!?]\s", above.words)
    return not title_like or is_unfinished(above.words)


def is_unfinished(words: str) -> bool:
    """Return whether a line ends in the middle of a phrase: with a comma, a dash, "and", "of" …"""
    bare = words.rstrip("_*")
    if bare[-1:] in (",", "-", "–", "—", "(", "&"):
        return True
    return bare.rpartition(" ")[2].casefold() in read_habits().joining


def is_describing(words: str) -> bool:
    """Return whether a line describes the text ("Written: …", "Source: …")."""
    key = _KEY.match(words.lstrip("*_("))
    return key is not None and key[1] in read_habits().describing


def is_date_line(words: str) -> bool:
    """Return whether a line holds a date (or several) and nothing else."""
    if len(words) > 90 or not any(map(str.isdigit, words)):
        return False
    habits = read_habits()
    found = re.findall(r"[^\W\d_]+", words.casefold())
    return all(word in habits.months or word in habits.around_dates for word in found) and any(
        word in habits.months for word in found
    )
