"""Headings and the sections that they open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from soviet_kg.blocks import LABEL, PERSON, TERMINAL, Block, is_date_line, is_describing
from soviet_kg.habits import read_habits
from soviet_kg.model import Mark, Section, Span

_STRENGTH = {"title": 0, "markdown": 1, "edit": 1, "numbered": 1, "caps": 2, "emphasis": 3, "plain": 4}
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1$", re.DOTALL)
_UNDERLINE = re.compile(r"(=|-)\1{2,}$")
_LONGEST, _LONGEST_TITLE = 110, 160
_LONGEST_NAME = 4  # words


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its block, its section's start, its words, its style; `depth` is Markdown's own, else 0."""

    block: int
    start: int
    words: Span
    style: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class _Opening:
    start: int
    words: Span
    level: int


def find_headings(read: str, blocks: Sequence[Block], marks: Sequence[Mark]) -> tuple[Heading, ...]:
    """Return the headings among the blocks, in order."""
    edits = frozenset(mark.start for mark in marks if mark.kind == "edit-link")
    styles = [_style(read, blocks, index, edits) for index in range(len(blocks))]
    _drop_runs(styles)
    _find_title(read, blocks, styles)
    return tuple(_make_headings(read, blocks, styles))


def find_sections(read: str, blocks: Sequence[Block], headings: Sequence[Heading]) -> tuple[Section, ...]:
    """Return the sections of a text in order of their starts; together they cover it from 0 to its end."""
    openings = _find_openings(read, blocks, headings)
    first = openings[0] if openings else _Opening(len(read), Span(0, 0), 1)
    if openings and not read[: first.start].strip():
        openings[0] = _Opening(0, first.words, first.level)
    else:
        openings.insert(0, _Opening(0, Span(0, 0), first.level))
    stops = _find_stops(openings, len(read))
    return tuple(
        Section(opening.start, stop, opening.words, opening.level)
        for opening, stop in zip(openings, stops, strict=True)
    )


def _find_stops(openings: Sequence[_Opening], end: int) -> list[int]:
    """Return where each section ends: at the next opening of its own or a higher level."""
    stops, still_open = [end] * len(openings), list[int]()
    for index, opening in enumerate(openings):
        while still_open and openings[still_open[-1]].level >= opening.level:
            stops[still_open.pop()] = opening.start
        still_open.append(index)
    return stops


def find_title(read: str, blocks: Sequence[Block], headings: Sequence[Heading]) -> str:
    """Return the strongest of the headings that stand before all text, else the first words, shortened."""
    by_block = {heading.block: heading for heading in headings}
    top: list[Heading] = []
    for index, block in enumerate(blocks):
        if index in by_block:
            top.append(by_block[index])
        elif block.shape == "text" and not PERSON.match(read[block.start : block.stop]):
            break
    best = min(top, key=lambda heading: (heading.depth, heading.block), default=None)
    if best:
        return _clean(read[best.words.start : best.words.stop])
    words = _clean(read[blocks[0].start : blocks[0].stop]) if blocks else ""
    return words if len(words) <= _LONGEST_TITLE else words[:_LONGEST_TITLE].rpartition(" ")[0] + " …"


def _clean(words: str) -> str:
    return " ".join(words.replace("_", "").replace("*", "").split())


def _find_openings(read: str, blocks: Sequence[Block], headings: Sequence[Heading]) -> list[_Opening]:
    """Return what opens sections: headings, separators, bare numbers, and the notes at the end."""
    by_block = {heading.block: heading for heading in headings}
    notes = _first_of_final_notes(blocks)
    openings: list[_Opening] = []
    stronger: list[tuple[int, int]] = []
    for index, block in enumerate(blocks):
        heading = by_block.get(index)
        if heading:
            level = _level(read, heading, stronger, headings, blocks)
            openings.append(_Opening(heading.start, heading.words, level))
        elif index == notes and index - 1 not in by_block:
            openings.append(_open_unnamed(block, 2))
        elif block.shape in ("separator", "number") and _opens_unnamed(blocks, by_block, index):
            openings.append(_open_unnamed(blocks[index + 1], max(2, openings[-1].level if openings else 2)))
    return openings


def _open_unnamed(block: Block, level: int) -> _Opening:
    return _Opening(block.start, Span(block.start, block.start), level)


def _first_of_final_notes(blocks: Sequence[Block]) -> int:
    """Return the index of the first of the notes that end a text, -1 where it does not end with notes."""
    index = len(blocks)
    while index > 0 and blocks[index - 1].shape == "note":
        index -= 1
    return index if 0 < index < len(blocks) else -1


def _opens_unnamed(blocks: Sequence[Block], by_block: dict[int, Heading], index: int) -> bool:
    """Tell a separator or bare number before text from one before a heading, under one or at the end."""
    following = index + 1
    if following >= len(blocks) or (index - 1 in by_block and not blocks[index].gap):
        return False
    return following not in by_block and blocks[following].shape not in ("separator", "number")


def _level(
    read: str,
    heading: Heading,
    stronger: list[tuple[int, int]],
    headings: Sequence[Heading],
    blocks: Sequence[Block],
) -> int:
    """Return a heading's level: one below the nearest heading before it whose style is stronger.

    `stronger` holds (strength, level) of the headings that later ones may stand below; it is kept up to date.
    """
    strength = _STRENGTH[heading.style]
    while stronger and stronger[-1][0] >= strength:
        stronger.pop()
    level = 1 + (stronger[-1][1] if stronger else 1)
    if heading.depth:
        level = heading.depth
    elif heading is headings[0] and _is_title(heading, headings, blocks):
        level = 1
    elif read[heading.words.start : heading.words.stop].casefold().rstrip(".:") in read_habits().back_matter:
        level = 2
    stronger.append((strength, level))
    return level


def _is_title(heading: Heading, headings: Sequence[Heading], blocks: Sequence[Block]) -> bool:
    """Tell a title from the first of several decrees: its like follow, in emphasis or after separators."""
    if heading.style == "title" or heading.block > 0:
        return heading.style == "title"
    like = [other.block for other in headings if other.style == heading.style and other.block > 0]
    if not like:
        return True
    return heading.style != "emphasis" and all(block.shape != "separator" for block in blocks[: like[0]])


def _make_headings(read: str, blocks: Sequence[Block], styles: Sequence[str]) -> Iterator[Heading]:
    for index, (block, style) in enumerate(zip(blocks, styles, strict=True)):
        if not style:
            continue
        numbered = index > 0 and blocks[index - 1].shape == "number" and style != "markdown"
        start = blocks[index - 1].start if numbered else block.start
        depth = _depth(read, blocks, index) if style == "markdown" else 0
        yield Heading(index, start, _bare_words(read, block), "numbered" if numbered else style, depth)


def _depth(read: str, blocks: Sequence[Block], index: int) -> int:
    if blocks[index].shape == "markdown":
        words = read[blocks[index].start : blocks[index].stop]
        return len(words) - len(words.lstrip("#="))
    return 1 if read[blocks[index + 1].start] == "=" else 2


def _bare_words(read: str, block: Block) -> Span:
    """Return the span of a heading's words, without # or = signs and without emphasis around them."""
    words = read[block.start : block.stop]
    bare = words.strip("#= \t") if block.shape == "markdown" else words
    start = words.index(bare)
    emphasised = _EMPHASIS.match(bare)
    first, last = emphasised.span(2) if emphasised else (0, len(bare))
    return Span(block.start + start + first, block.start + start + last)


def _find_title(read: str, blocks: Sequence[Block], styles: list[str]) -> None:
    """Make the first words of a text its title where they can be; a name above them is the author's."""
    for index, block in enumerate(blocks[:2]):
        if styles[index] not in ("", "plain"):
            return
        words = read[block.start : block.stop]
        if index + 1 < len(blocks) and block.shape == "text" and _can_be_heading(words, _LONGEST_TITLE):
            styles[index] = "title"
            return
        if not PERSON.match(words):
            return


def _style(read: str, blocks: Sequence[Block], index: int, edits: frozenset[int]) -> str:
    """Return the style of the heading that a block is, "" where it is none."""
    block = blocks[index]
    if block.shape == "markdown" or _is_underlined(read, blocks, index):
        return "markdown"
    if block.stop - block.start > 300:
        return ""
    if _is_office_of_signer(read, blocks, index):
        return ""
    if block.shape == "item":
        return "numbered" if _is_numbered_heading(read, blocks, index) else ""
    if block.shape != "text":
        return ""
    if any(
        edit in edits and not read[block.stop : edit].strip() for edit in range(block.stop, block.stop + 3)
    ):
        return "edit"
    words, is_last = read[block.start : block.stop], index + 1 == len(blocks)
    if not is_last and block.gap and blocks[index + 1].gap:
        return _style_alone(words)
    if _stands_out(read, blocks, index):
        return "caps" if _is_caps(words) else "plain"
    return ""


def _is_office_of_signer(read: str, blocks: Sequence[Block], index: int) -> bool:
    """Tell "_People's Commissar of the Interior_" above "A. I. RYKOV." from a heading."""
    if index + 1 >= len(blocks):
        return False
    office = read[blocks[index].start : blocks[index].stop].strip("_* ")
    name = read[blocks[index + 1].start : blocks[index + 1].stop].strip("_* ")
    is_name = bool(PERSON.match(name)) or (name.isupper() and len(name.split()) <= _LONGEST_NAME)
    return is_name and office.startswith(tuple(read_habits().offices))


def _is_numbered_heading(read: str, blocks: Sequence[Block], index: int) -> bool:
    """Tell "1. THE LAND" above a paragraph from an item of a list."""
    words = read[blocks[index].start : blocks[index].stop]
    label = LABEL.match(words)
    if label is None or index + 1 >= len(blocks) or not (blocks[index].gap and blocks[index + 1].gap):
        return False
    below = blocks[index + 1]
    if below.shape != "text" or read[below.start].islower():
        return False
    bare = words[label.end() :]
    return _is_caps(bare) or (_can_be_heading(bare, 80) and below.stop - below.start > 150)


def _is_underlined(read: str, blocks: Sequence[Block], index: int) -> bool:
    """Tell Markdown's other headings, with a line of = or - under them."""
    if index + 1 >= len(blocks) or blocks[index].shape != "text" or blocks[index].lines > 1:
        return False
    below = blocks[index + 1]
    return not below.gap and bool(_UNDERLINE.match(read[below.start : below.stop]))


def _style_alone(words: str) -> str:
    """Return the style of a block between blank lines."""
    emphasised = _EMPHASIS.match(words)
    if emphasised:
        return "emphasis" if _can_be_heading(emphasised[2], 2 * _LONGEST) else ""
    if _is_caps(words):
        return "caps"
    return "plain" if _can_be_heading(words, _LONGEST) and _is_on_few_lines(words) else ""


def _is_caps(words: str) -> bool:
    if sum(map(str.isalpha, words)) < 4 or not words.isupper() or PERSON.match(words) or is_date_line(words):
        return False
    return not words.rstrip('_*"”»').endswith((",", ";", ":", "!")) and not (
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
    """Return whether words without punctuation at their end, date, name or label could be a heading."""
    if len(words) > longest or (TERMINAL.search(words) and not words.endswith("?")):
        return False
    first = words.lstrip("“\"«'‘_*")[:1]
    if not (first.isupper() or first.isdigit()) or sum(map(str.isalpha, words)) < 3:
        return False
    if (
        "%" in words
        or words.rstrip("_*")[-1:] in ",;:-–—"
        or is_date_line(words)
        or is_describing(words)
        or PERSON.match(words)
    ):
        return False
    habits, plain = read_habits(), words.replace("\u00a0", " ")
    return not any(plain.startswith((name + " ", name + ":")) for name in habits.describing | habits.labels)


def _stands_out(read: str, blocks: Sequence[Block], index: int) -> bool:
    """Tell a heading that no blank line parts from the text: in capitals, or short between paragraphs."""
    if index == 0 or index + 1 == len(blocks):
        return False
    above, block, below = blocks[index - 1 : index + 2]
    words = read[block.start : block.stop]
    if not TERMINAL.search(read[above.start : above.stop]) and not block.gap:
        return False
    if _is_caps(words) and (block.gap or above.shape == "text") and below.shape == "text":
        return below.stop - below.start > 60
    long = all(near.shape == "text" and near.stop - near.start > 150 for near in (above, below))
    return long and _can_be_heading(words, 80)


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
