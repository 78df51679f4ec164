"""The same name in two scripts or two spellings: Чернов, Chernov, Tchernoff, Tschernow.

Each spelling is read as several habits would read it (English, French, German, Polish, the standards of libraries
and map makers) into a key of how the name sounds; two names are the same where two of these keys are. The tables
are data (`ontology/names/sounds.toml`). Names are compared in the nominative.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from soviet_kg.names import given_groups, read_rules

_RULES = "ontology/names/sounds.toml"
_VOWELS = "аеиоу"
_CYRILLIC = re.compile(r"[Ѐ-ѐђ-ӿ]")  # a Latin word may have a Cyrillic ё, for ë
_NO_LETTERS = re.compile(r"['’ʹʺ\u0361\ufe20\ufe21-]")
_INITIALS = re.compile(r"(?<=\.)(?=\w)")
_PATRONYMIC = re.compile(
    r"(?:[оеё]вич|ьич|мич|[оеё]вна|ична|[oe]vi(?:ch|č|tch|tsch)|ich|[oe]vna|ichna|owitsch|ewitsch)$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\(([^()]+)\)")
_NEAR = 0.86


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far two names can be one, from 0 to 1, and why, a sentence each."""

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameParts:
    """A person's name in parts as they are written; "" for what is missing. `others` are surnames in brackets."""

    given: str
    patronymic: str
    surname: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Habit:
    pattern: re.Pattern[str]
    letters: Mapping[str, str]
    final: Mapping[str, str]
    before_vowel: Mapping[str, str]


def same_name(left: str, right: str, person: bool = True) -> Comparison:
    """Compare two names in Cyrillic or Latin; a person's by surname, given name or initials, and patronymic.

    The score is 1 where all parts that both have agree, and lower the fewer there are; below 0.5 the names speak
    against each other. Names of other things are compared word by word.

    >>> same_name("В. М. Чернов", "Victor Tchernoff").reasons[0]
    'Чернов and Tchernoff sound alike'
    >>> same_name("Лев Каменев", "Sergei Kamenev").score < 0.5 < same_name("Каменев", "Kamenev").score
    True
    """
    if not person:
        return _compare_words(left, right)
    first, second = split_name(left), split_name(right)
    surname, reason = _compare_surnames(first, second)
    if surname == 0:
        return Comparison(0.0, (reason,))
    verdicts = [compare_given(first.given, second.given), compare_given(first.patronymic, second.patronymic)]
    reasons = [reason, *_reasons(first, second, verdicts)]
    return Comparison(round(_score(surname, verdicts), 2), tuple(reasons))


def _score(surname: float, verdicts: list[str]) -> float:
    """Return 0.7 for surnames that agree, with 0.2 and 0.1 for the other parts; what differs takes most away."""
    if "differs" in verdicts:
        return 0.2 * surname
    worth = {"same": 1.0, "fits": 0.8, "": 0.0}
    return surname * (0.7 + 0.2 * worth[verdicts[0]] + 0.1 * worth[verdicts[1]])


def _reasons(first: NameParts, second: NameParts, verdicts: list[str]) -> Iterator[str]:
    pairs = ((first.given, second.given), (first.patronymic, second.patronymic))
    says = {"same": "are one name", "fits": "fit each other", "differs": "are different names"}
    for (left, right), verdict in zip(pairs, verdicts, strict=True):
        if verdict:
            yield f"{left} and {right} {says[verdict]}"


def split_name(name: str) -> NameParts:
    """Return the parts of a person's name, in either script, straight or inverted.

    >>> split_name("Ленин В. И."), split_name("Sukhanov, N. N.").given
    (NameParts(given='В.', patronymic='И.', surname='Ленин', others=()), 'N.')
    """
    others = tuple(word for found in _BRACKETS.findall(name) for word in found.split()[-1:])
    plain = _INITIALS.sub(" ", _BRACKETS.sub("", name)).strip()
    surname, comma, given = plain.partition(",")
    words = [*given.split(), *surname.split()] if comma else plain.split()
    if not comma and len(words) > 1 and words[-1].endswith(".") and not words[0].endswith("."):
        words = [*words[1:], words[0]]
    if not words:
        return NameParts("", "", "", others)
    *before, last = words
    if not before or (len(before) == 1 and _PATRONYMIC.search(last) and not before[0].endswith(".")):
        return NameParts(before[0] if before else "", "", last, others)
    middle = (
        before[1] if len(before) > 1 and (before[1].endswith(".") or _PATRONYMIC.search(before[1])) else ""
    )
    return NameParts(before[0], middle, last, others)


def _compare_surnames(first: NameParts, second: NameParts) -> tuple[float, str]:
    best = (0.0, f"{first.surname} and {second.surname} do not sound alike")
    for left in (first.surname, *first.others):
        for right in (second.surname, *second.others):
            likeness = likeness_of(left, right)
            if likeness > best[0]:
                best = (likeness, f"{left} and {right} sound {'alike' if likeness == 1 else 'nearly alike'}")
    return best


def likeness_of(left: str, right: str) -> float:
    """Return 1 where two words can be spellings of one name, less for near ones, 0 for others.

    >>> likeness_of("Зиновьев", "Sinowjew"), likeness_of("Ленин", "Левин")
    (1.0, 0.0)
    """
    keys, others = sound_keys(left), sound_keys(right)
    if keys & others:
        return 1.0
    best = max((_ratio(key, other) for key in sorted(keys) for other in sorted(others)), default=0.0)
    return round(0.9 * best, 2) if best >= _NEAR else 0.0


def _ratio(left: str, right: str) -> float:
    return SequenceMatcher(None, left, right, autojunk=False).ratio() if left[:1] == right[:1] else 0.0


def compare_given(left: str, right: str) -> str:
    """Return "same", "fits" (one shortens the other), "differs", or "" where one is missing; scripts may differ.

    >>> [compare_given(*pair) for pair in (("Л.", "Leon"), ("Лев", "Leon"), ("Иван", "Sergei"), ("", "Ivan"))]
    ['fits', 'same', 'differs', '']
    """
    if not left or not right:
        return ""
    first, second = _given_keys(left), _given_keys(right)
    if not (_is_initial(left) or _is_initial(right)):
        return "same" if first & second else "differs"
    fits = any(a.startswith(b) or b.startswith(a) for a in first for b in second)
    return "fits" if fits else "differs"


def _is_initial(given: str) -> bool:
    return given.endswith(".") or len(given) == 1


@lru_cache(maxsize=16384)
def _given_keys(given: str) -> frozenset[str]:
    """Return how a given name sounds, and how the other forms of it that texts use do; of an initial, itself."""
    own = sound_keys(given.rstrip("."))
    groups = () if _is_initial(given) else (group for group in _given_groups() if own & group)
    return own.union(*groups)


@lru_cache(maxsize=1)
def _given_groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(key for name in group for key in sound_keys(name)) for group in given_groups())


def _compare_words(left: str, right: str) -> Comparison:
    pairs = list(zip(left.split(), right.split(), strict=False))
    if len(left.split()) != len(right.split()) or not pairs:
        return Comparison(0.0, (f"{left} and {right} have different numbers of words",))
    likeness = min(likeness_of(*pair) for pair in pairs)
    says = "sound alike" if likeness == 1 else "sound nearly alike" if likeness else "do not sound alike"
    return Comparison(likeness, (f"{left} and {right} {says}",))


@lru_cache(maxsize=65536)
def sound_keys(word: str) -> frozenset[str]:
    """Return how a word can be meant to sound: one key for each habit of spelling; one or two for Cyrillic.

    >>> sound_keys("Троцкий") <= sound_keys("Trotzky")
    True
    """
    plain = _NO_LETTERS.sub("", unicodedata.normalize("NFC", word.lower()))
    habits, also = _habits()
    is_cyrillic = bool(_CYRILLIC.search(plain))
    fitting = [habit for name, habit in habits.items() if (name == "cyrillic") is is_cyrillic]
    return frozenset(
        _plain_key(_read(form, habit)) for form in _written_also(plain, also) for habit in fitting
    )


def _written_also(word: str, also: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]) -> set[str]:
    """Return a word as it is also written: "Муравьев" for "Муравьёв", "Muraviev" for "Muraviov"."""
    forms = {word if word.isascii() or _CYRILLIC.search(word) else word.replace("ё", "ë")}
    for at, others in also:
        forms = (
            {at.sub(other, form) for form in forms for other in others}
            if any(map(at.search, forms))
            else forms
        )
    return forms


def _read(word: str, habit: _Habit) -> str:
    """Return a word in the letters of keys, group by group; a letter unknown to the habit loses its mark."""
    end = next((e for e in sorted(habit.final, key=len, reverse=True) if word.endswith(e) and word != e), "")
    body = word[: len(word) - len(end)]
    parts, at = [], 0
    while at < len(body):
        match = habit.pattern.match(body, at)
        if match is None:
            plain = unicodedata.normalize("NFD", body[at])[0]
            parts.append(habit.letters.get(plain, ""))
            at += 1
            continue
        group, at = match[0], match.end()
        follows = (body[at : at + 1] or end[:1]) in ("a", "e", "i", "o", "u", "y", "j")
        parts.append(
            habit.before_vowel.get(group, "")
            if follows and group in habit.before_vowel
            else habit.letters[group]
        )
    return "".join(parts) + habit.final.get(end, "")


def _plain_key(sounds: str) -> str:
    """Return a key without doubled letters, and without и before another vowel."""
    key = re.sub(rf"и+(?=[{_VOWELS.replace('и', '')}])", "", sounds)
    key = re.sub(r"(.)\1+", r"\1", key)
    return re.sub(r"ф$", "в", key) if len(key) > 3 else key


@lru_cache(maxsize=1)
def _habits() -> tuple[dict[str, _Habit], tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]]:
    raw = read_rules(_RULES)
    habits = {"cyrillic": _habit(raw["cyrillic"], {})}
    habits.update({name: _habit(table, raw["latin"]) for name, table in raw["habits"].items()})
    return habits, tuple((re.compile(row["at"]), tuple(row["as"])) for row in raw["also"])


def _habit(table: Mapping[str, Any], shared: Mapping[str, Any]) -> _Habit:
    letters = {**shared.get("letters", {}), **table.get("letters", {})}
    before = dict(table.get("before_vowel", {}))
    letters = {**dict(_as_letters(before, letters)), **letters}
    groups = sorted({*letters, *before}, key=lambda group: (-len(group), group))
    final = {**shared.get("final", {}), **table.get("final", {})}
    return _Habit(re.compile("|".join(map(re.escape, groups))), letters, final, before)


def _as_letters(groups: Iterable[str], letters: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what groups of letters are elsewhere than before a vowel: their letters one by one."""
    for group in groups:
        yield group, "".join(letters.get(letter, "") for letter in group)
