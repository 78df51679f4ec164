"""Headings and the sections that they open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from soviet_kg.blocks import TERMINAL, Block, is_date_line, is_describing
from soviet_kg.habits import read_habits
from soviet_kg.model import Mark, Section, Span

_STRENGTH = {"title": 0, "markdown": 1, "edit": 1, "numbered": 1, "caps": 2, "emphasis": 3, "plain": 4}
_PERSON = re.compile(
    r"(?:[^\W\d_a-zа-яё][^\W\d_A-ZА-ЯЁ]{0,2}\. ?){1,3}[^\W\d_a-zа-яё][\w'’-]+(?: \([^)]*\))?[.,]?$"
    r"|[^\W\d_a-zа-яё]{1,2}\. [^\W\d_]{2,}(?: \([^)]*\))?[.,]?$"
)
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1$", re.DOTALL)
_LONGEST, _LONGEST_TITLE = 110, 160


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the block it stands in (and where its section starts), its words, its style, its level."""

    block: int
    start: int
    words: Span
    style: str
    level: int = 0


def find_headings(read: str, blocks: Sequence[Block], marks: Sequence[Mark]) -> tuple[Heading, ...]:
    """Return the headings among the blocks, in order, without levels (level 0)."""
    edits = [mark.start for mark in marks if mark.kind == "edit-link"]
    styles = [_style(read, blocks, index, frozenset(edits)) for index in range(len(blocks))]
    _drop_runs(styles)
    _find_title(read, blocks, styles)
    return tuple(_make_headings(read, blocks, styles))


def find_sections(read: str, blocks: Sequence[Block], headings: Sequence[Heading]) -> tuple[Section, ...]:
    """Return the sections of a text, outer before inner; together they cover it from 0 to its end."""
    opened = _number_levels(read, blocks, headings)
    if not opened or opened[0][0] > 0:
        first = opened[0] if opened else (0, Span(0, 0), 1)
        begins_with_heading = bool(opened) and not read[: first[0]].strip()
        opened = (
            [(0, first[1], first[2]), *opened[1:]]
            if begins_with_heading
            else [(0, Span(0, 0), first[2]), *opened]
        )
    sections = []
    for index, (start, words, level) in enumerate(opened):
        stop = next((later[0] for later in opened[index + 1 :] if later[2] <= level), len(read))
        sections.append(Section(start, stop, words, level))
    return tuple(sections)


def _number_levels(
    read: str, blocks: Sequence[Block], headings: Sequence[Heading]
) -> list[tuple[int, Span, int]]:
    """Return (start, heading words, level) for every section that a heading or a separator opens."""
    by_block = {heading.block: heading for heading in headings}
    opened: list[tuple[int, Span, int]] = []
    seen: list[tuple[int, int]] = []
    for index, block in enumerate(blocks):
        heading = by_block.get(index)
        if heading:
            level = _level(read, heading, seen, headings, blocks)
            seen.append((_STRENGTH[heading.style], level))
            opened.append((heading.start, heading.words, level))
        elif (
            block.shape == "separator"
            and index + 1 < len(blocks)
            and not _heading_follows(blocks, by_block, index)
        ):
            last = opened[-1][2] if opened else 1
            opened.append(
                (
                    blocks[index + 1].start,
                    Span(blocks[index + 1].start, blocks[index + 1].start),
                    max(2, last),
                )
            )
    return opened


def _heading_follows(blocks: Sequence[Block], by_block: dict[int, Heading], index: int) -> bool:
    following = index + 1
    while following < len(blocks) and blocks[following].shape in ("separator", "number"):
        following += 1
    return following in by_block or following == len(blocks)


def _level(
    read: str,
    heading: Heading,
    seen: Sequence[tuple[int, int]],
    headings: Sequence[Heading],
    blocks: Sequence[Block],
) -> int:
    words = read[heading.words.start : heading.words.stop]
    if heading.style == "markdown":
        hashes = read[heading.start : heading.words.start]
        return max(1, hashes.count("#"))
    if not seen and heading.style == "title":
        return 1
    if not seen and heading.block == 0 and not _is_one_of_a_series(heading, headings, blocks):
        return 1
    if words.casefold().rstrip(".:") in read_habits().back_matter:
        return 2
    strength = _STRENGTH[heading.style]
    above = next((level for other, level in reversed(seen) if other < strength), 1)
    return above + 1


def _is_one_of_a_series(heading: Heading, headings: Sequence[Heading], blocks: Sequence[Block]) -> bool:
    """Tell the first of several decrees from the title of a text: its like follow, after separators or in emphasis."""
    like = [other.block for other in headings if other.style == heading.style and other.block > heading.block]
    if not like:
        return False
    return heading.style == "emphasis" or any(block.shape == "separator" for block in blocks[: like[0]])


def _make_headings(read: str, blocks: Sequence[Block], styles: Sequence[str]) -> Iterator[Heading]:
    for index, (block, style) in enumerate(zip(blocks, styles, strict=True)):
        if not style:
            continue
        numbered = index > 0 and blocks[index - 1].shape == "number" and style != "markdown"
        start = blocks[index - 1].start if numbered else block.start
        yield Heading(index, start, _bare_words(read, block), "numbered" if numbered else style)


def _bare_words(read: str, block: Block) -> Span:
    """Return the span of a heading's words, without # signs and without emphasis around them."""
    start, stop = block.start, block.stop
    while start < stop and read[start] in "#_* \t":
        start += 1
    while stop > start and read[stop - 1] in "#_* \t":
        stop -= 1
    return Span(start, stop)


def _find_title(read: str, blocks: Sequence[Block], styles: list[str]) -> None:
    """Make the first words of a text its title where they look like one; a name above them is the author's."""
    for index, block in enumerate(blocks[:2]):
        if styles[index]:
            return
        words = read[block.start : block.stop]
        if index + 1 < len(blocks) and block.shape == "text" and _can_be_heading(words, _LONGEST_TITLE):
            styles[index] = "title"
            return
        if not _PERSON.match(words):
            return


def _style(read: str, blocks: Sequence[Block], index: int, edits: frozenset[int]) -> str:
    """Return the style of the heading that a block is, "" where it is none."""
    block = blocks[index]
    if block.shape == "markdown":
        return "markdown"
    words = read[block.start : block.stop]
    if block.shape != "text" or len(words) > 300:
        return ""
    if any(
        read[block.stop : edit].strip(" \t") == "" for edit in edits if block.stop <= edit <= block.stop + 3
    ):
        return "edit"
    alone = block.gap and (index + 1 == len(blocks) or blocks[index + 1].gap)
    if not alone:
        return "plain" if _stands_out(read, blocks, index) else ""
    return _style_alone(words, is_last=index + 1 == len(blocks))


def _style_alone(words: str, is_last: bool) -> str:
    if is_last:
        return ""
    emphasised = _EMPHASIS.match(words)
    if emphasised:
        return "emphasis" if _can_be_heading(emphasised[2], 2 * _LONGEST) else ""
    if _is_caps(words):
        return "caps"
    return "plain" if _can_be_heading(words, _LONGEST) and _is_on_few_lines(words) else ""


def _is_caps(words: str) -> bool:
    letters = [letter for letter in words if letter.isalpha()]
    if len(letters) < 4 or not words.isupper() or _PERSON.match(words) or is_date_line(words):
        return False
    return not words.rstrip("_*").endswith((",", ";", ":", "!")) and not (
        words.endswith(".") and len(words.split()) < 3
    )


def _is_on_few_lines(words: str) -> bool:
    """Tell a heading of two or three lines, whose words begin with capitals, from a paragraph."""
    lines = words.splitlines()
    if len(lines) == 1:
        return True
    long_words = [word for word in words.split() if len(word) > 3]
    capital = sum(word[:1].isupper() for word in long_words)
    return len(lines) <= 3 and all(len(line) < 70 for line in lines) and capital >= 0.8 * len(long_words)


def _can_be_heading(words: str, longest: int) -> bool:
    habits = read_habits()
    if (
        len(words) > longest
        or TERMINAL.search(words)
        and not words.endswith("?")
        or words.rstrip("_*")[-1:] in ",;:-–—"
    ):
        return False
    first = words.lstrip("“\"«'‘_*")[:1]
    if not (first.isupper() or first.isdigit()) or sum(map(str.isalpha, words)) < 3:
        return False
    if is_date_line(words) or is_describing(words) or _PERSON.match(words):
        return False
    return not any(words.startswith((name + " ", name + ":")) for name in habits.describing | habits.labels)


def _stands_out(read: str, blocks: Sequence[Block], index: int) -> bool:
    """Tell a heading among paragraphs of one line each: short, between long ones."""
    if index == 0 or index + 1 == len(blocks):
        return False
    above, block, below = blocks[index - 1 : index + 2]
    words = read[block.start : block.stop]
    return (
        all(near.shape == "text" and near.stop - near.start > 150 for near in (above, below))
        and bool(TERMINAL.search(read[above.start : above.stop]))
        and _can_be_heading(words, 80)
    )


def _drop_runs(styles: list[str]) -> None:
    """Unmake plain headings that stand three or more together: a list of names, not headings."""
    start = 0
    while start < len(styles):
        stop = start
        while stop < len(styles) and styles[stop] == "plain":
            stop += 1
        if stop - start >= 3:
            styles[start:stop] = [""] * (stop - start)
        start = max(stop, start + 1)
