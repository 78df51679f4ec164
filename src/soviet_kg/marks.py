"""Boilerplate and apparatus inside a text: found and marked, never cut out, so that offsets hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from soviet_kg.habits import read_habits
from soviet_kg.model import Mark
from soviet_kg.pages import UNFINISHED, find_page_marks

_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
# Access notes of web pages: no page was retrieved before 1990, letters and delegates were.
_WEB_DATE = (
    rf"(?:(?:\d{{1,2}}\s+{_MONTH}|{_MONTH}\s+\d{{1,2}},?|{_MONTH})\s+|\d{{1,2}}[./]\d{{1,2}}[./]|\d{{1,2}}\s+[а-я]+\s+)?"
    r"(?:199|20\d)\d(?:-\d\d-\d\d|\s*г\.|\s+года)?\.?"
)
_HATNOTE = (
    r"(?:Main articles?|Further information|See also|(?:Hidden )?[Cc]ategories|Основная статья|Категории?):"
    r"|For other uses,? see |This page was last (?:edited|modified) on |Text is available under the Creative "
)
_SITE = r"Index|Archive|Next|Previous|Home|Contents|Top|backward|forward"
_EDITOR = (
    r"citation needed|clarification needed|who\?|when\?|where\?|(?:by|according to) whom\?|dubious"
    r"|verification needed|better source needed|page needed|failed verification|original research\?|sic!?"
    r"|source\?|dubious [–-] discuss"
    r"|источник\?|источник не указан[^\]\n]{0,20}|уточнить|кто\?|когда\?"
)
_IMAGE_SUFFIX = r"\.(?:jpe?g|png|svg|gif|tiff?|webp|bmp)"
_STAGE = (
    r"applause|laughter|cheers?|cheering|commotion|uproar|ovation|noise|hiss(?:es|ing)|cries|shouts|voices?"
    r"|interruptions?|hear, hear|tumult|disorder|bravo|whistling"
    r"|аплодисмент\w*|смех|шум|голоса?|овац\w*|возглас\w*|крики|движение"
)

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, flags | re.MULTILINE))
    for kind, pattern, flags in (
        ("redirect", r"\((?:Redirected from|перенаправлено с)\s[^)\n]{1,200}\)", re.IGNORECASE),
        (
            "edit-link",
            r"\[ ?(?:edit|edit source|edit \| edit source|править|править код|править \| править код) ?\]",
            0,
        ),
        ("editor-note", rf"\[(?:{_EDITOR})\]", re.IGNORECASE),
        (
            "footnote-label",
            r"^[ \t]*(?:\d{1,3}\.[ \t]*)?(?:[\^↑](?:[ \t]*Jump up(?: to:)?)?)(?:[ \t]+a(?:[ \t]+[b-z]\b)+)?",
            0,
        ),
        ("footnote-label", r"^[ \t]*\[(?:\d{1,3}|[A-Za-z]|note \d+|\*{1,3}|†)\](?=[ \t]+\S)", 0),
        ("footnote-label", r"^[ \t]*\[Footnote \w{1,4}:", 0),
        ("footnote-mark", r"\[(?:note|nb|N|n|прим\.) ?\d{1,3}\]", 0),
        ("footnote-mark", r"\[\d{1,3}\]", 0),
        ("footnote-mark", r"(?<=[\w.,;:!?\"”’»)])\[(?:[A-Za-z]|\*{1,3}|[†‡])\](?!\w)", 0),
        ("footnote-mark", r"(?<=[^\W\dmм]|[.,;:!?\"”’»)])[¹²³⁰⁴-⁹]+|(?<=\S)[†‡]", 0),
        ("page-number", r"\[(?:Pg|p|page|стр|с)\.? ?\d{1,4}\]|\{(?:p\.? ?)?\d{1,4}\}", re.IGNORECASE),
        ("page-number", r"^[ \t]*(?:page|p\.|pg\.|стр\.|с\.)[ \t]*\d{1,4}[ \t]*$", re.IGNORECASE),
        ("page-number", r"^[ \t]*[-–—][ \t]*\d{1,4}[ \t]*[-–—][ \t]*$", 0),
        ("image", rf"^[ \t]*\S[^\n]{{0,150}}{_IMAGE_SUFFIX}[ \t]*$", re.IGNORECASE),
        ("image", rf"!\[[^\]\n]*\]\([^)\n]*\)|\b[\w()-]{{1,80}}{_IMAGE_SUFFIX}\b", re.IGNORECASE),
        ("image", r"\[Illustration(?:\]|:)", 0),
        (
            "contact",
            r"^To contact [^:]{1,200}visit:\s*(?:^[^\w\n]*\[?[^\s\]]+\.[^\s\]]+(?:\]\([^)\n]*\))?[^\w\n]*$)?",
            0,
        ),
        ("access-note", rf"\b(?:Retrieved|Accessed|Last accessed)(?: on)?:? {_WEB_DATE}", re.IGNORECASE),
        (
            "access-note",
            rf"\bArchived (?:\([^)\n]*\) )?from the original(?: \([^)\n]*\))? on {_WEB_DATE}",
            re.IGNORECASE,
        ),
        ("access-note", rf"\bДата обращения:? {_WEB_DATE}|\bАрхивировано {_WEB_DATE}", re.IGNORECASE),
        (
            "stage-direction",
            rf"\((?:[^\W\d_][\w'’-]*,?\s+){{0,4}}(?:{_STAGE})\b[^()\n]{{0,80}}\)",
            re.IGNORECASE,
        ),
        ("link", r"\[(?=[^\[\]\n]{0,300}\]\((?:https?:|/|#|mailto:)[^)\s]*\))", 0),
        ("block-quote", r"^[ \t]*(?:>[ \t]?)+(?=\S)", 0),
        ("navigation", r"^Contents(?: ?\[hide\])?[ \t]*\n(?:\s*\d+(?:\.\d+)*\.?[ \t]+\S[^\n]*$){2,}", 0),
        ("navigation", rf"^(?:{_HATNOTE})[^\n]*$", 0),
        ("navigation", r"^[^\W\d_][^\n.]{1,60} > [^\W\d_][^\n]{1,100}$", 0),
        ("navigation", rf"^(?![|])(?=[^\n]* [|»] )(?=[^\n]*\b(?:{_SITE})\b)[^\n]{{3,120}}$", 0),
        ("navigation", r"\A(?s:.{0,30000}?)\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG[^\n]*", 0),
        ("navigation", r"\*\*\* ?END OF (?:THE|THIS) PROJECT GUTENBERG(?s:.*)\Z", 0),
        ("link", r"\]\((?:https?:|/|#|mailto:)[^)\s]*\)|<?\bhttps?://[^\s<>()\[\]]*[^\s<>()\[\].,;:!?]>?", 0),
    )
)
_DAY_BEFORE = re.compile(r"(?<!\d)(\d{1,2})\s?$")


def even_lines(text: str) -> str:
    """Return the text, as long as before, with a line feed for every line end and none for other signs."""
    plain = re.sub("(?<=\n)\f|\r(?=\n)", " ", text)
    return plain.translate(dict.fromkeys(map(ord, "\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"), "\n"))


def find_marks(text: str) -> tuple[Mark, ...]:
    """Return the marks of a text in order, not overlapping; offsets are code points of `text`."""
    plain = even_lines(text)
    found = [*_find_patterns(plain), *_find_lines(plain), *find_page_marks(text, plain)]
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.stop)):
        if not kept or mark.start >= kept[-1].stop:
            kept.append(mark)
    return tuple(kept)


def blank_marks(text: str, marks: Iterable[Mark]) -> str:
    """Return the text, as long as before, with even line ends and with spaces where marks stand.

    Page numbers and running heads that interrupt a sentence lose the line breaks before them too, so that the
    sentence goes on.
    """
    plain = even_lines(text)
    parts, done = [], 0
    for start, stop, is_of_page in _join_page_marks(plain, marks):
        words = _end_of_words(plain, start)
        if is_of_page and UNFINISHED.search(plain[max(done, words - 4) : words]):
            start, stop = words, _last_break(plain, stop)
        parts += [plain[done:start], " " * (stop - start)]
        done = stop
    return "".join(parts) + plain[done:]


def _join_page_marks(plain: str, marks: Iterable[Mark]) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, stop, is it of the page) of marks, a page's number and head as one."""
    waiting: tuple[int, int, bool] | None = None
    for mark in marks:
        of_page = mark.kind in ("page-number", "running-head")
        if waiting and waiting[2] and of_page and not plain[waiting[1] : mark.start].strip():
            waiting = (waiting[0], mark.stop, True)
            continue
        if waiting:
            yield waiting
        waiting = (mark.start, mark.stop, of_page)
    if waiting:
        yield waiting


def _find_patterns(text: str) -> Iterator[Mark]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            if not (kind == "footnote-mark" and _is_second_day(text, match)):
                yield Mark(start, start + len(match[0].strip()), kind)


def _is_second_day(text: str, match: re.Match[str]) -> bool:
    """Tell the New Style day of "January 13 [26]" from a footnote mark: the difference of the calendars."""
    before = _DAY_BEFORE.search(text, max(0, match.start() - 4), match.start())
    inside = match[0].strip("[]")
    return before is not None and inside.isdecimal() and int(inside) - int(before[1]) in (11, 12, 13)


@cache
def _line_kinds() -> dict[str, str]:
    habits = read_habits()
    return dict.fromkeys(habits.navigation, "navigation") | dict.fromkeys(habits.image, "image")


def _find_lines(text: str) -> Iterator[Mark]:
    kinds = _line_kinds()
    longest = max(map(len, kinds)) + 2
    for match in re.finditer(r"[^\s][^\r\n]*", text):
        line = match[0].rstrip()
        if len(line) <= longest and (kind := kinds.get(line.rstrip(":").casefold())):
            yield Mark(match.start(), match.start() + len(line), kind)


def _end_of_words(text: str, position: int) -> int:
    while position > 0 and text[position - 1].isspace():
        position -= 1
    return position


def _last_break(text: str, position: int) -> int:
    """Return where the last line break of the white space at `position` stands (it is kept)."""
    stop = position
    while stop < len(text) and text[stop].isspace():
        stop += 1
    return max(position, text.rfind("\n", position, stop))
