"""Names built around a common noun: "Екатеринославского городского Совета рабочих депутатов", "VI съезде партии".

The nouns, what may stand before and behind them, and when that makes a name are data (`[[head]]` in
`ontology/grammar/names.ru.toml`). A name is given its nominative; what stands behind the noun stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from soviet_kg.model import Kind
from soviet_kg.nominative import Reading, agrees, is_adjective, like, nominative_adjective, read_heads

_MOST_ADJECTIVES = 6
_NUMBER = re.compile(
    r"(?:X{0,2}(?:IX|IV|V?I{1,3}|V)|X{1,2}|\d{1,3}-(?:й|го|му|м|ом|ый|ая|ой|ую|я|е|ое|ем|ым|их))$"
)
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_CAPITALS = re.compile(r"[А-ЯЁ-]*[АЕЁИОУЫЭЮЯ][А-ЯЁ-]*")
_LONGEST_ABBREVIATION = 5
_SENTENCE_START = re.compile(r'(?:[.!?:;…\n]|^)[\s"(*–—-]*$')
_LONGEST_START = 8
_ABBREVIATED = re.compile(r"[А-ЯЁ]{2,}")


class Word(NamedTuple):
    """A word of a text, or a number; `small` is the word in small letters."""

    start: int
    stop: int
    text: str
    small: str


@dataclass(frozen=True, slots=True)
class HeadRule:
    """One group of nouns that make names of one kind: see `ontology/grammar/names.ru.toml`."""

    id: str
    kind: Kind
    series: str
    numbered: bool
    alone: bool
    bare: bool
    latent: bool
    small: frozenset[str]
    never_bare: frozenset[str]
    tail: re.Pattern[str]


@dataclass(frozen=True)
class HeadGrammar:
    """The rules, the readings of the forms of their nouns, and words that only look like adjectives of names.

    `generic` and `joined` are stems.
    """

    rules: tuple[HeadRule, ...]
    forms: Mapping[str, tuple[tuple[HeadRule, tuple[Reading, ...]], ...]]
    letters: Mapping[str, tuple[HeadRule, str]]
    generic: frozenset[str]
    never: frozenset[str]
    ordinals: tuple[str, ...]
    joined: frozenset[str]


@dataclass(frozen=True, slots=True)
class Headed:
    """A name around a noun: where it stands, and its nominative in parts."""

    start: int
    stop: int
    rule: HeadRule
    adjectives: tuple[str, ...]
    head: str
    tail: str
    number: str = ""

    @property
    def label(self) -> str:
        """Return the name in the nominative, with a capital."""
        words = " ".join(filter(None, (self.number, *self.adjectives, self.head))) + self.tail
        if self.head.isupper() and len(self.head) > _LONGEST_ABBREVIATION:  # a heading in capitals
            words = _CAPITALS.sub(lambda word: word[0].lower(), words)
        return words[:1].upper() + words[1:]


def read_head_grammar(table: Mapping[str, Any], expand: Callable[[str], str]) -> HeadGrammar:
    """Return the grammar of the tables `head` and `opening`; `expand` puts fragments in the place of their names."""
    rules: list[HeadRule] = []
    forms: dict[str, tuple[tuple[HeadRule, tuple[Reading, ...]], ...]] = {}
    letters: dict[str, tuple[HeadRule, str]] = {}
    for row in table.get("head", ()):
        rule = HeadRule(
            row["id"], Kind(row["kind"]), row.get("series", ""), row.get("numbered", False),
            row.get("alone", True), row.get("bare", False), row.get("latent", False), frozenset(row.get("small", ())),
            frozenset(row.get("never-bare", ())), re.compile(expand(row["tail"]) + r"(?![\w-])"),
        )  # fmt: skip
        rules.append(rule)
        readings = read_heads({gender: row[gender] for gender in "mfn" if gender in row})
        for form, held in readings.items():
            forms[form] = (*forms.get(form, ()), (rule, held))
        for gender, words in row.get("letters", {}).items():
            letters.update(dict.fromkeys(words, (rule, gender)))
    opening = table.get("opening", {})
    return HeadGrammar(
        tuple(rules),
        forms,
        letters,
        generic=frozenset(word[:-2] for word in opening.get("generic", ())),
        never=frozenset(opening.get("never", ())),
        ordinals=tuple(opening.get("ordinals", ())),
        joined=frozenset(opening.get("joined", ())),
    )


def read_words(text: str) -> list[Word]:
    """Return the words and numbers of a text, in order."""
    small = text.lower()
    spans = [found.span() for found in _WORD.finditer(text)]
    return [Word(start, stop, text[start:stop], small[start:stop]) for start, stop in spans]


def find_headed(text: str, words: Sequence[Word], grammar: HeadGrammar) -> Iterator[Headed]:
    """Yield the names around nouns in a folded text, of whose words in order it is told; they may overlap."""
    forms = grammar.forms
    for place, word in enumerate(words):
        if word.small in forms:
            for rule, readings in forms[word.small]:
                yield from _name_at(text, words, place, rule, readings, grammar)
        elif word.text[:2].isupper() and (letters := _ABBREVIATED.match(word.text)):
            known = grammar.letters.get(letters[0])
            if known:
                readings = tuple(Reading(letters[0], known[1], case) for case in range(6))
                yield from _name_at(text, words, place, known[0], readings, grammar)


def _name_at(
    text: str,
    words: Sequence[Word],
    place: int,
    rule: HeadRule,
    readings: tuple[Reading, ...],
    grammar: HeadGrammar,
) -> Iterator[Headed]:
    before, readings = _before(text, words, place, rule, readings, grammar)
    before = _trimmed(before, rule, grammar)
    if rule.kind is Kind.PLACE and readings[0].gender == "p":  # "петроградские улицы"
        return
    head = words[place]
    tail = rule.tail.match(text, head.stop)
    stop = tail.end() if tail else head.stop
    if not before and not rule.bare and not (tail and _stands_alone(text, head, readings[0], tail[0], rule)):
        return
    numbers = [word for word in before if _NUMBER.match(word.text)]
    gender = readings[0].gender
    start = before[0].start if before else head.start
    yield Headed(
        start, stop, rule,
        tuple(_nominative(word, gender) for word in before if word not in numbers),
        like(head.text, readings[0].nominative), tail[0] if tail else "",
        number_of(numbers[0].text, gender) if numbers else "",
    )  # fmt: skip


def number_of(written: str, gender: str) -> str:
    """Return a Roman number as it is, and "2-го" as "2-й" (a feminine as "2-я")."""
    digits, hyphen, _ = written.partition("-")
    return f"{digits}-{'я' if gender == 'f' else 'е' if gender == 'n' else 'й'}" if hyphen else written


def _nominative(word: Word, gender: str) -> str:
    return word.text if word.small == "и" else nominative_adjective(word.text, gender)


def _stands_alone(text: str, head: Word, reading: Reading, tail: str, rule: HeadRule) -> bool:
    """Say whether a noun without adjectives makes a name with what stands behind it."""
    if not rule.alone:
        return False
    if reading.lemma in rule.never_bare:
        return head.text[0].isupper() and not opens_sentence(text, head.start)
    return head.text[0].isupper() or any(letter.isupper() for letter in tail)


def opens_sentence(text: str, start: int) -> bool:
    """Say whether any word would have a capital at this place."""
    return _SENTENCE_START.search(text, max(0, start - _LONGEST_START), start) is not None


def _before(
    text: str,
    words: Sequence[Word],
    place: int,
    rule: HeadRule,
    readings: tuple[Reading, ...],
    grammar: HeadGrammar,
) -> tuple[list[Word], tuple[Reading, ...]]:
    """Return the adjectives and numbers before a noun, and the readings of the noun with which they agree."""
    taken: list[Word] = []
    at = place - 1
    while at >= 0 and len(taken) < _MOST_ADJECTIVES:
        if (
            text[words[at].stop : words[at + 1].start] == ") "
            and text[words[at].start - 2 : words[at].start] == " ("
        ):
            at -= 1  # "Шестая (Пражская) конференция"
            continue
        if text[words[at].stop : words[at + 1].start] not in (" ", " (") or words[at].small in grammar.never:
            break
        fitting = _fitting(words, at, readings, rule, grammar) if taken or words[at].small != "и" else ()
        if not fitting:
            break
        readings = fitting
        taken.append(words[at])
        at -= 1
    taken.reverse()
    return taken, readings


def _fitting(
    words: Sequence[Word], at: int, readings: tuple[Reading, ...], rule: HeadRule, grammar: HeadGrammar
) -> tuple[Reading, ...]:
    """Return the readings of a noun with which a word before it goes: a number, an adjective, or "и" between two."""
    word = words[at]
    if rule.numbered and _NUMBER.match(word.text):
        return readings
    if word.small != "и":
        return _agreeing(word, readings)
    is_one = at > 0 and (words[at - 1].text[0].isupper() or words[at - 1].small[:-2] in grammar.joined)
    return readings if is_one and _agreeing(words[at - 1], readings) else ()


def _agreeing(word: Word, readings: Iterable[Reading]) -> tuple[Reading, ...]:
    if not is_adjective(word.text):
        return ()
    return tuple(reading for reading in readings if agrees(word.text, reading))


def _trimmed(before: list[Word], rule: HeadRule, grammar: HeadGrammar) -> list[Word]:
    """Return the adjectives from the first one on that can open a name."""
    for place, word in enumerate(before):
        if _opens(word, rule, grammar) and word.small != "и":
            return before[place:]
    return []


def _opens(word: Word, rule: HeadRule, grammar: HeadGrammar) -> bool:
    """Say whether a name can begin with a number or an adjective."""
    if rule.numbered and _NUMBER.match(word.text):
        return True
    plain = nominative_adjective(word.small, "m")
    if rule.series == "congress" and plain in grammar.ordinals:
        return True
    if plain in rule.small:
        return True
    return word.text[0].isupper() and plain[:-2] not in grammar.generic
