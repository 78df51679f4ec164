"""What printed pages put between the words: page numbers and running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from soviet_kg.model import Mark, Span

UNFINISHED = re.compile(r"[^\W_][,;’']?[_*]*$|[-–—]$")
_BARE_NUMBER = re.compile(r"^[ \t]*(\d{1,4})[ \t]*$", re.MULTILINE)
_ROMAN = r"(?-i:(?=[ivxlc])c?(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3}))"
_NUMBER_AT_EDGE = re.compile(
    rf"(?:page |p\. ?)?[-–—\[]? ?(?:\d{{1,4}}|{_ROMAN})(?: (?:of|/) \d{{1,4}})? ?[-–—\]]?$", re.IGNORECASE
)
_CAPITALS = r"[^a-zа-яё]*[^\W\d_a-zа-яё]{3}[^a-zа-яё]*"
_NUMBERED_HEAD = re.compile(rf"\d{{1,4}}\s+{_CAPITALS}$|{_CAPITALS}\s\d{{1,4}}$")
_LONGEST_HEAD, _HEADS = 80, 3


def find_page_marks(text: str, plain: str) -> Iterator[Mark]:
    """Yield page numbers and running heads. `plain` is the text with line feeds as its only line ends.

    Form feeds, which readers of PDF and of scanned books leave, tell where pages end.
    """
    if "\f" in text:
        yield from _find_at_edges(text)
    yield from _find_bare_numbers(plain)


def _find_at_edges(text: str) -> Iterator[Mark]:
    """Yield the first and last lines of pages that are numbers, or that stand so on three pages or more."""
    edges = [edge for page in _split_pages(text) for edge in _find_edges(text, page)]
    names = Counter(_name_head(text[edge.start : edge.stop]) for edge in edges)
    for edge in edges:
        words = text[edge.start : edge.stop]
        if _NUMBER_AT_EDGE.match(words):
            yield Mark(edge.start, edge.stop, "page-number")
        elif edge is not edges[0] and _is_running_head(words, names):
            yield Mark(edge.start, edge.stop, "running-head")


def _is_running_head(words: str, names: Mapping[str, int]) -> bool:
    if len(words) > _LONGEST_HEAD:
        return False
    return names[_name_head(words)] >= _HEADS or bool(_NUMBERED_HEAD.match(words))


def _split_pages(text: str) -> Iterator[Span]:
    start = 0
    for match in re.finditer("\f", text):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, len(text))


def _find_edges(text: str, page: Span) -> Iterator[Span]:
    """Yield the first and the last line of a page, and the second where a number stands above it."""
    lines = [
        Span(page.start + match.start(), page.start + match.start() + len(match[0].rstrip()))
        for match in re.finditer(r"\S[^\r\n]*", text[page.start : page.stop])
    ]
    numbered = bool(lines) and _NUMBER_AT_EDGE.match(text[lines[0].start : lines[0].stop])
    yield from lines[: 2 if numbered else 1]
    yield from lines[2:][-1:] if numbered else lines[1:][-1:]


def _name_head(words: str) -> str:
    """Return a running head without the page number in it."""
    return re.sub(r"[\d\s]+", " ", words).strip().casefold()


def _find_bare_numbers(plain: str) -> Iterator[Mark]:
    """Yield the pages' numbers among the numbers alone on a line; others number sections, or are years."""
    section = 0
    for match in _BARE_NUMBER.finditer(plain):
        above = plain[max(0, match.start() - 400) : match.start()]
        below = plain[match.end() : match.end() + 400]
        number = int(match[1])
        if _interrupts(above, below):
            yield Mark(*match.span(1), "page-number")
        elif number == section + 1:
            section = number
        elif not 1700 <= number <= 2030 and (_is_apart(above, below) or _touches_prose(above, below)):
            yield Mark(*match.span(1), "page-number")


def _interrupts(above: str, below: str) -> bool:
    return bool(UNFINISHED.search(above.rstrip()[-4:])) and below.lstrip()[:1].islower()


def _is_apart(above: str, below: str) -> bool:
    """Tell a number between blank lines from one in a column of numbers or of short lines."""
    breaks_above = above.count("\n", len(above.rstrip()))
    return breaks_above > 1 and below.count("\n", 0, len(below) - len(below.lstrip())) > 1


def _touches_prose(above: str, below: str) -> bool:
    lines = (*above.splitlines()[-1:], *below.removeprefix("\n").splitlines()[:1])
    return len(lines) == 2 and all(len(line.strip()) > 40 for line in lines)
