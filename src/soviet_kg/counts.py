"""Numbers and shares: "about 600", "forty-odd", "15.4 %", "390 were Bolsheviks", "Mensheviks (11.09%)".

The words of a language stand in `ontology/grammar/counts.LANGUAGE.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from soviet_kg.lines import Found, Line, Share, kind_class
from soviet_kg.model import Quantity
from soviet_kg.patterns import read_toml
from soviet_kg.resources import find_resource

_WORD = re.compile(r"(?<!\?P)<([a-z][\w-]*)>")
_SLOT = re.compile(r"\{([A-Z]\w*(?:\|[A-Z]\w*)*)\}")
_DIGITS = r"(?:\d{1,3}(?:[, \u00a0]\d{3})+|\d+(?:\.\d+)?)"
_COMMA_DIGITS = r"(?:\d{1,3}(?:[ \u00a0]\d{3})+(?!\d)|\d+(?:,\d+)?)"  # where the comma is the decimal one
_SPACES = re.compile(r"[, \u00a0]")
_DIGIT_RUN = re.compile(r"\d+")
_ODD_LETTERS = "\u0130\u0131\u017f\u212a"  # which are i, s and k for an expression that ignores capitals
_THOUSAND = 1000
_NEAR = 12  # characters before a number in which "No." or "page" can stand


@dataclass(frozen=True)
class CountGrammar:
    """How a language writes numbers, and joins them to what they count."""

    decimal: str
    small: Mapping[str, int]
    scales: Mapping[str, int]
    whole: Mapping[str, int]
    pronouns: frozenset[str]
    number: re.Pattern[str]
    openings: Any
    not_before: re.Pattern[str]
    not_after: re.Pattern[str]
    shares: tuple[re.Pattern[str], ...]
    before_other: re.Pattern[str]
    soviets: re.Pattern[str]


@cache
def _grammar(language: str = "en") -> CountGrammar:
    """Return the grammar of a language; one that is not known is read as English."""
    path = find_resource("ontology/grammar") / f"counts.{language}.toml"
    if not path.exists():
        return _grammar()
    table = read_toml(path)
    numbers, shares = table["numbers"], table["shares"]
    small = _small_numbers(numbers)
    return CountGrammar(
        numbers.get("decimal", "."),
        small,
        numbers["scales"],
        numbers["whole"],
        frozenset(numbers["pronouns"]),
        _number_expression(numbers, small),
        _openings(numbers, small),
        re.compile(numbers["not-before"]),
        re.compile(numbers["not-after"]),
        tuple(re.compile(_expand(source, table["words"])) for source in shares["match"]),
        re.compile(shares["before-other"]),
        re.compile(shares["soviets"]),
    )


def _small_numbers(numbers: Mapping[str, Any]) -> dict[str, int]:
    """Return the values of words: of units and tens, or where words are inflected of every form."""
    if "small" in numbers:
        return {form: int(value) for value, forms in numbers["small"].items() for form in forms.split()}
    units, tens = numbers["units"].split(), numbers["tens"].split()
    return {word: i for i, word in enumerate(units, 1)} | {word: 10 * i for i, word in enumerate(tens, 2)}


def _expand(source: str, words: Mapping[str, str]) -> str:
    source = _WORD.sub(lambda match: _expand(words[match[1]], words), source)
    return _SLOT.sub(lambda match: kind_class(match[1].split("|")), source)


def _number_expression(numbers: Mapping[str, Any], small: Mapping[str, int]) -> re.Pattern[str]:
    """Return the expression of a number: groups `about`, `digits` or `words` or `bracketed`, and `percent`."""
    large = "|".join(re.escape(scale) for scale, value in numbers["scales"].items() if value >= 100)
    digits = _COMMA_DIGITS if numbers.get("decimal") == "," else _DIGITS
    in_words = _side_by_side(numbers, small) if "small" in numbers else _compounds(numbers, small)
    return re.compile(
        rf"(?<![\w.,$£€–-])(?P<about>(?:{numbers['approximate']}) )?"
        rf"(?:(?P<digits>{digits}(?! (?:{large})))|(?P<words>(?i:{in_words})))"
        rf"(?P<percent>{numbers['percent']})?"
        rf"(?![\w–%]|[.,]\d|-(?!member|man\b|person)\w|:\d|{numbers.get('close', '')}\))"
        rf"|(?<=\()(?P<bracketed>\d+(?:[.,]\d+)?)(?P<percent2>{numbers['percent']})?(?=[),])"
    )


def _compounds(numbers: Mapping[str, Any], small: Mapping[str, int]) -> str:
    """Return the expression of numbers in words, as "two hundred and thirty-one" or "forty-odd"."""
    word = rf"(?:{'|'.join(sorted(small, key=len, reverse=True))})"
    compound = rf"{word}(?:-{word})?"
    scales = "|".join(numbers["scales"])
    return (
        rf"(?:{'|'.join(numbers['whole'])}|(?:{compound}|a|\d{{1,3}})[ -](?:{scales})"
        rf"(?:(?: and)? {compound}(?: hundred)?)*|{compound})(?:-odd)?"
    )


def _side_by_side(numbers: Mapping[str, Any], small: Mapping[str, int]) -> str:
    """Return the expression of numbers whose words stand side by side, each with an ending of its own."""
    words = "|".join(sorted(small, key=len, reverse=True))
    scales = "|".join(sorted(map(re.escape, numbers["scales"]), key=len, reverse=True))
    first = rf"(?:(?:{words})|(?:\d{{1,3}}(?:,\d+)? )?(?:{scales}))"
    return rf"(?:{'|'.join(numbers['whole'])}|{first}(?: (?:{words}|{scales}))*)"


def _openings(numbers: Mapping[str, Any], small: Mapping[str, int]) -> Any:
    """Return an automaton over the words, in small letters, with which a number can begin that is no digit."""
    import ahocorasick

    approximate = [word.replace("\\", "") for word in numbers["approximate"].split("|")]
    scales = [f"a{joint}{scale}" for joint in " -" for scale in numbers["scales"]]
    automaton = ahocorasick.Automaton()
    for word in (*small, *numbers["whole"], *approximate, *scales):
        automaton.add_word(word, len(word) - 1)
    automaton.make_automaton()
    return automaton


def _number_matches(text: str, grammar: CountGrammar) -> Iterator[re.Match[str]]:
    """Yield what a search of the whole text for numbers finds, trying the places alone where one can begin."""
    if any(letter in text for letter in _ODD_LETTERS):
        yield from grammar.number.finditer(text)
        return
    words = (last - length for last, length in grammar.openings.iter(text.lower()))
    stop = 0
    for start in sorted({*words, *(digits.start() for digits in _DIGIT_RUN.finditer(text))}):
        if start >= stop and (match := grammar.number.match(text, start)):
            yield match
            stop = match.end()


def number_in_words(words: str, language: str = "en") -> float:
    """Return the value of a number in words: "two hundred and thirty" is 230, "forty-odd" 40, "a dozen" 12.

    >>> number_in_words("one thousand two hundred and five")
    1205.0
    """
    grammar, written = _grammar(language), words.lower()
    whole = next((value for form, value in grammar.whole.items() if written.endswith(form)), 0)
    total = current = 0
    for word in () if whole else re.findall(r"[^\W\d_]+|\d+", written):
        if scale := grammar.scales.get(word):
            current = (current or 1) * scale
            total, current = (total + current, 0) if scale >= _THOUSAND else (total, current)
        else:
            current += int(word) if word.isdigit() else grammar.small.get(word, 0)
    return float(whole or total + current)


def find_numbers(text: str, taken: Sequence[Found], language: str = "en") -> list[Found]:
    """Return the numbers that are no part of a date, a name, a page or an issue, as Found of kind Number."""
    grammar = _grammar(language)
    numbers = []
    ends = iter(taken)
    current = next(ends, None)
    for match in _number_matches(text, grammar):
        while current and current.stop <= match.start():
            current = next(ends, None)
        is_taken = current is not None and current.start < match.end()
        near = max(0, match.start() - _NEAR)
        if is_taken or grammar.not_before.search(text, near, match.start()):
            continue
        if not grammar.not_after.match(text, match.end()):
            numbers.append(_number(match, language))
    return [number for number in numbers if number is not None]


def _number(match: re.Match[str], language: str) -> Found | None:
    grammar = _grammar(language)
    digits, words = match["digits"] or match["bracketed"], match["words"]
    if words and words.lower() in grammar.pronouns:
        return None
    value = _value(digits, grammar.decimal) if digits else number_in_words(words, language)
    percent = match["percent"] or match["percent2"]
    approximate = bool(match["about"]) or bool(words and words.lower().endswith("-odd"))
    quantity = Quantity(value, "percent" if percent else "persons", approximate, match[0])
    return Found(match.start(), match.end(), "Number", value=quantity, how="grammar/number")


def _value(digits: str, decimal: str) -> float:
    return float(_SPACES.sub("", digits.replace(",", ".") if decimal == "," else digits))


def find_shares(line: Line, language: str = "en") -> list[Found]:
    """Return the shares in a line: a number joined to the party or group that it counts."""
    shares: list[Found] = []
    grammar = _grammar(language)
    for pattern in grammar.shares:
        shares += _matches(pattern, line, grammar)
    return shares


def _matches(pattern: re.Pattern[str], line: Line, grammar: CountGrammar) -> Iterator[Found]:
    for match in pattern.finditer(line.text):
        groups = match.groupdict()
        number = line.slot(match.start("n"))
        assert isinstance(number.value, Quantity)
        of = _counted(groups, match, line, grammar)
        start, stop = line.origin[match.start()], line.origin[match.end() - 1] + 1
        stop = max(stop, *(thing.stop for thing in line.slots(match.start(), match.end())))
        words = line.folded[start:stop]
        yield Found(
            start, stop, "Share", label=words, value=_share(number.value, of, grammar), how="grammar/share"
        )


def _share(quantity: Quantity, of: Found | str | None, grammar: CountGrammar) -> Share:
    """Return a share; soviets that are counted themselves are a measure, not a group of persons."""
    if isinstance(of, Found) and of.kind == "Body" and grammar.soviets.search(of.label):
        return Share(replace(quantity, unit="soviets"), None, "soviets")
    return Share(quantity, of)


def _counted(
    groups: dict[str, str | None], match: re.Match[str], line: Line, grammar: CountGrammar
) -> Found | str:
    if not groups.get("party"):
        return grammar.before_other.sub("", groups["other"] or "")
    party = line.slot(match.start("party"))
    if groups.get("rest") is not None:
        return f"other {line.folded[party.start : party.stop]}"
    return party
