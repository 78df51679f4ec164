"""Text → the tokens that dates are made of, one letter each: a date's grammar is a pattern over letters.

D day number, 1 to 31     d the same with an ordinal ending   N two digits from 32   Y year, 1700 to 2030
U decade ("1920s")        Z numeric date ("25.10.1917")       H clock time                     ( ) [ ] , - /
x anything else           and the word codes of `words.py`
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from soviet_kg.dates.words import Word, load_lexicon

FIRST_YEAR, LAST_YEAR = 1700, 2030
_DASHES = "–—‒‑-"
_ORDINAL = r"(?:st|nd|rd|th|d|-?(?:го|ого|е|ое|й|ый|м|ом|му|ому))"
_SMALL_CLOCK = r"\s?(?:a\.?\s?m\b\.?|p\.?\s?m\b\.?)"
_TOKEN = r"""
  (?P<skip>https?://\S+|www\.\S+)
| (?P<phrase>(?<!\w)(?:{phrases})(?!\w))
| (?P<word>[^\W\d_]+\.?)
| (?=\d)(?:
    (?P<big>\d+(?:[{dash}]\d+){{3,}}|\d{{1,3}}(?:[,\u00a0\u202f]\d{{3}})+(?!\d)|\d+(?:[.,]\d+)?\s?%|\d+[¼½¾])
  | (?P<iso>(?<![\w.{dash}])(?:\d{{4}}-\d\d-\d\d|\d\d(?:1[3-9]|[2-9]\d)-(?:0[1-9]|1[0-2]))(?![\w{dash}]))
  | (?P<clock>(?<![\w.:])(?:\d{{1,2}}(?:[.:]\d\d)?{clock}|\d{{1,2}}\s?o'clock|[012]?\d:[0-5]\d(?![\d:])
      |\d{{1,2}}\s(?:час(?:ов|а)?|ч\.)(?:\s\d{{1,2}}\s(?:минут[аы]?|мин\.)|(?=\s(?:утра|дня|вечера|ночи|пополудни)))))
  | (?P<numeric>(?<![\w./{dash}])(?:
      \d\d?(?P<mark>[./])\s?\d\d?(?P=mark)\s?|\d\d?[./-]\s?[IVX]{{1,4}}[./\s-]\s?)\d{{4}}(?![\w/]))
  | (?P<decimal>\d+\.\d+)
  | (?P<decade>(?<![\w{dash}])\d{{3}}0(?:'?s\b|-(?:х|е|ых|ые|м|ым)\b))
  | (?P<number>(?<!\w)(?P<digits>\d+){ordinal}?(?!\w))
  )
| (?P<junk>\w+)
| (?P<dash>[{dash}]+)
| (?P<sign>\S)
"""


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its code, where it stands, what it is worth (a number, a time), and the word it is."""

    code: str
    start: int
    stop: int
    value: str = ""


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        _TOKEN.format(
            dash=_DASHES,
            clock=_SMALL_CLOCK,
            ordinal=_ORDINAL,
            phrases=_by_first_letter(load_lexicon().phrases),
        ),
        re.VERBOSE | re.IGNORECASE,
    )


def _by_first_letter(phrases: tuple[str, ...]) -> str:
    groups: dict[str, list[str]] = {}
    for form in phrases:
        groups.setdefault(form[0], []).append(re.escape(form[1:]).replace(r"\ ", r"[ \u00a0]"))
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in sorted(groups.items()))


_DIGIT = re.compile(r"\d")


@cache
def _hints() -> Any:
    """Return an automaton over what a line without digits must have for a date: a month or a relative day."""
    import ahocorasick

    dated = {(form, word.capital) for form, word in load_lexicon().words.items() if word.code in "MR"}
    forms = {
        cased
        for form, capital in dated
        for cased in (form.capitalize(), form.upper(), *[form] * (not capital))
    }
    automaton = ahocorasick.Automaton()
    for form in sorted(forms):
        automaton.add_word(form, form)
    automaton.make_automaton()
    return automaton


def _may_have_date(line: str) -> bool:
    return bool(_DIGIT.search(line)) or next(_hints().iter(line), None) is not None


def read_tokens(text: str) -> list[Token]:
    """Return the tokens of the text in order; neighbouring "x" tokens are one token."""
    tokens: list[Token] = []
    start = 0
    for line in text.split("\n"):
        stop = start + len(line)
        if _may_have_date(line):
            _read_line(text, start, stop, tokens)
        if not tokens or tokens[-1].code != "x":
            tokens.append(Token("x", stop, stop))
        start = stop + 1
    return tokens


def _read_line(text: str, start: int, stop: int, tokens: list[Token]) -> None:
    words, stems, labelled = load_lexicon().words, load_lexicon().stems, False
    for match in _pattern().finditer(text, start, stop):
        kind = match.lastgroup
        if kind == "word" and match.group().lower().rstrip(".") not in stems:
            token = Token("x", match.start(), match.end())
        else:
            token = _token(match, kind or "", words, labelled)
        if token.code != "x" or not tokens or tokens[-1].code != "x":
            tokens.append(token)
        if token.stop < match.end():
            tokens.append(Token("x", token.stop, match.end()))
        labelled = token.code == "L" or (labelled and (kind in ("number", "dash") or token.code == "&"))


def _token(match: re.Match[str], kind: str, words: dict[str, Word], labelled: bool) -> Token:
    start, stop, found = match.start(), match.end(), match.group()
    if kind in ("word", "phrase"):
        return _word(found, start, stop, words)
    if kind in ("sign", "dash"):
        return Token(_sign(kind, found), start, stop)
    if kind == "number" and not labelled:
        return _number(found, match["digits"], start, stop)
    return _figure(kind, found, start, stop)


def _word(found: str, start: int, stop: int, words: dict[str, Word]) -> Token:
    lower = found.lower().replace("\u00a0", " ")
    word = words.get(lower)
    if word is None and lower.endswith("."):
        word, stop = words.get(lower[:-1]), stop - 1
    if word is None or (word.capital and not found[0].isupper()):
        return Token("x", start, stop)
    return Token(word.code, start, stop, word.value)


def _sign(kind: str, found: str) -> str:
    if kind == "dash":
        return "-"
    if found in "()[],/":
        return found
    return {"№": "L", "§": "L", "$": "m", "£": "m", "€": "m"}.get(found, "x")


def _number(found: str, digits: str, start: int, stop: int) -> Token:
    value, ordinal = int(digits), found != digits
    if 1 <= value <= 31 and len(digits) <= 2:
        return Token("d" if ordinal else "D", start, stop, digits)
    if 32 <= value <= 99 and not ordinal:
        return Token("N", start, stop, digits)
    if len(digits) == 4 and FIRST_YEAR <= value <= LAST_YEAR and (not ordinal or found[-1] > "z"):
        return Token("Y", start, stop, digits)
    return Token("x", start, stop)


def _figure(kind: str, found: str, start: int, stop: int) -> Token:
    if kind in ("iso", "numeric"):
        return Token("Z", start, stop, found)
    if kind == "clock":
        return Token("H", start, stop, clock_time(found))
    if kind == "decade":
        return Token("U", start, stop, found[:4])
    return Token("x", start, stop)


def clock_time(written: str) -> str:
    """Return a time of day as "HH:MM": "2.35 p.m." is "14:35", "10 часов" stays "10:00"."""
    hour, minute = [*re.findall(r"\d+", written), "00"][:2]
    half = re.search(r"([ap])\.?\s?m", written.lower())
    number = int(hour) % 12 + 12 * (half[1] == "p") if half else int(hour)
    return f"{number:02}:{int(minute):02}"
