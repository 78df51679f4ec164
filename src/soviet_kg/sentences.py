"""Blocks into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from soviet_kg.blocks import Block
from soviet_kg.habits import read_habits
from soviet_kg.model import Section, Span

_CANDIDATE = re.compile(
    r"(?P<end>[.!?…]+)(?P<close>[\"”’'»)\]_*]*)(?P<gap>\s+)(?=(?:[-–—]+\s*)?[\"“„«'‘(\[_*¡¿]*[^\W_])"
)
_NEXT = re.compile(
    r"(?:[-–—]+\s*)?(?P<open>[\"“„«'‘(\[_*¡¿]*)(?P<word>[^\W_][\w’'-]*)(?P<stop>\.?)\)?(?:\s+(?P<second>[\w]+))?"
)
_TOKEN = re.compile(r"[^\W_][\w.’'-]*$|[№§]$")
_INITIALS = re.compile(r"(?:^|[\W_])(?:[^\W\d_]\.\s?)*[^\W\d_]$")
_ROMAN = re.compile(r"[IVXLC]+$")
_BLOCK_LABEL = re.compile(
    r"(?:\(?\d{1,3}[a-z]?[.)]|\(?[^\W\d_][.)]|[IVXLC]{1,5}\.|§ ?\d+\.?"
    r"|(?:Article|Section|Chapter|Part|Clause|Point|ARTICLE|SECTION|CHAPTER|PART|Статья|Глава|Раздел|Пункт)\s+\w{1,6}\.)(?=\s)"
)
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_REFERENCE = re.compile(
    r"\bpp?\. ?\d|\bpages? \d|\bVol(?:\.|ume) |\bPress\b|\bPublishers?\b|\bISBN\b|\bEncyclop|\bed\. "
    r"|\btrans\. |\bс\. ?\d|\bизд\b"
)


def find_sentences(read: str, blocks: Sequence[Block], sections: Sequence[Section]) -> tuple[Span, ...]:
    """Return the sentences of all blocks, in order; `read` is the text with its marks blanked.

    Spans exclude white space and marks at their ends. Separators and bare heading numbers are no sentences;
    an entry of a list of publications is one.
    """
    lists = [section for section in sections if _lists_publications(read, section)]
    return tuple(
        span
        for block in blocks
        if block.shape not in ("separator", "number")
        for span in _split_block(read, block, any(one.start <= block.start < one.stop for one in lists))
        if any(map(str.isalnum, read[span.start : span.stop]))
    )


def split_sentences(words: str) -> Iterator[tuple[int, int]]:
    """Yield (start, stop) of the sentences of one paragraph, without white space around them."""
    start, label = 0, _BLOCK_LABEL.match(words)
    protected = label.end() if label else 0
    for match in _CANDIDATE.finditer(words):
        if match.start() < protected or not _ends_sentence(words, start, match):
            continue
        yield start, match.end("close")
        start = match.end()
    yield start, len(words)


def _split_block(read: str, block: Block, in_list: bool) -> Iterator[Span]:
    words = read[block.start : block.stop]
    if block.shape == "markdown":
        bare = words.strip("#= \t")
        start = block.start + words.index(bare)
        yield Span(start, start + len(bare))
        return
    if block.shape == "row" or _is_reference(block.shape, words, in_list):
        yield Span(block.start, block.stop)
        return
    for start, stop in split_sentences(words):
        yield Span(block.start + start, block.start + stop)


def _lists_publications(read: str, section: Section) -> bool:
    heading = read[section.heading.start : section.heading.stop]
    return heading.casefold().rstrip(".:") in read_habits().bibliographies


def _is_reference(shape: str, words: str, in_list: bool) -> bool:
    """Tell a note or an entry that cites a publication, which stays whole, from one that tells something."""
    if len(words) >= 400 or not (in_list or shape == "note"):
        return False
    return bool(_REFERENCE.search(words)) or (in_list and bool(_YEAR.search(words)))


def _ends_sentence(words: str, start: int, match: re.Match[str]) -> bool:
    """Decide about a full stop, question mark or the like that white space follows."""
    following = _NEXT.match(words, match.end())
    if following is None:
        return False
    first = following["word"][0]
    if not (first.isupper() or first.isdigit()):
        return False
    if match["end"] != ".":
        return not _is_spoken(match, following)
    if match["close"].strip(")]_*'’"):
        return True
    if match["close"].strip("_*'’") and _is_in_brackets(words, start, match.end()):
        return False
    return _full_stop_ends(words, start, match, following)


def _is_in_brackets(words: str, start: int, position: int) -> bool:
    """Return whether a bracket is still open: "(3–7 July [16–20 July, N.S.] 1917)"."""
    begin = max(start, position - 400)
    return words.count("(", begin, position) > words.count(")", begin, position)


def _is_spoken(match: re.Match[str], following: re.Match[str]) -> bool:
    """Tell “…?” Lenin asked. from “…?” Lenin rose."""
    return bool(match["close"].strip("_*")) and (following["second"] or "") in read_habits().speech_verbs


def _full_stop_ends(words: str, start: int, match: re.Match[str], following: re.Match[str]) -> bool:
    token, habits = _token_before(words, start, match.start()), read_habits()
    bare = token.strip(".").removeprefix("(")
    number = following["word"][0].isdigit() or bool(_ROMAN.match(following["word"]))
    if bare in habits.before_number and number:
        return False
    if habits.never_last.intersection((bare, bare[:1].lower() + bare[1:], bare.capitalize())):
        return False
    if len(bare) == 1 and bare.isalpha() and bare.isupper():
        return _opens(following) and not _is_signed(words, start, match.start())
    if "." in bare or bare in habits.sometimes_last or (len(bare) == 1 and bare.isalpha()):
        return _opens(following)
    return True


def _is_signed(words: str, start: int, position: int) -> bool:
    """Tell "Lenin, V. I." of a book list, where the title follows, from initials at the end of a sentence."""
    before = words[max(start, position - 30) : position + 1]
    return bool(re.search(r"[^\W\d_]{2,},\s+(?:[^\W\d_]\.\s?)+$", before))


def _token_before(words: str, start: int, position: int) -> str:
    found = _TOKEN.search(words[max(start, position - 24) : position])
    return found[0] if found else ""


def _opens(following: re.Match[str]) -> bool:
    """Return whether the next word begins a sentence rather than a name: "The", not "Lenin" and not "A." """
    if any(mark in following["open"] for mark in '"“„«'):
        return True
    return following["word"] in read_habits().words and not (
        following["stop"] and len(following["word"]) <= 2
    )
