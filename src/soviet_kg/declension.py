"""Russian names in their cases: Керенский, Керенского, Керенскому; Временного правительства.

The endings are data (`ontology/names/russian.toml`). Of a phrase the adjectives and the first noun
decline; what follows ("Совет | народных комиссаров") stays as it is. Forms that do not exist cost nothing:
no text has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from soviet_kg.names import read_rules

_RULES = "ontology/names/russian.toml"
_ADJECTIVE = re.compile(r"(?:[ыи]й|ой|ая|яя|ое|ее|ые|ие)$")
_ALONE_ADJECTIVE = re.compile(r"(?:[нвртлмд]ый|[сц]кий|ний)$")
_WORD = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")
_RULER = re.compile(r"[IVX]+")
_FEMALE = re.compile(r"(?:вна|чна)$")
_FEMALE_SURNAME = re.compile(r"(?:[оеё]ва|[сц]кая|\w\wина)$")
_DECLINES_FIRST = re.compile(r"(?:[оеё]ва?|[ыи]на?|ский|ская)$")
_SOUNDED = re.compile(r"[А-ЯЁ]*[АЕИОУЫЭЮЯ][БВГДЖЗКЛМНПРСТФХЦЧШ]$")
_SOUNDED_ENDS = ("а", "у", "", "ом", "е")  # of an abbreviation that is read as a word: ВЦИК, ВЦИКа
_CASES = 5
_LONGEST_END = 4

Cases = tuple[str, ...]  # genitive, dative, accusative, instrumental, prepositional


@dataclass(frozen=True, slots=True)
class RussianRules:
    """What `russian.toml` says: tables from ends to the ends of the five cases."""

    adjectives: dict[str, Cases]
    nouns: dict[str, Cases]
    masculine: dict[str, Cases]
    feminine: dict[str, Cases]
    words: dict[str, Cases]
    men: frozenset[str]
    particles: frozenset[str]
    noun_ends: tuple[str, ...]
    documents: frozenset[str]


def decline_phrase(phrase: str) -> tuple[str, ...]:
    """Return the other cases of a thing's name, sorted; of an abbreviation only if it is read as a word (ВЦИК).

    >>> decline_phrase("Временное правительство")[:2]
    ('Временного правительства', 'Временном правительстве')
    """
    found = list(_WORD.finditer(phrase))
    head = _head([match[0] for match in found])
    cases = [_decline_in_phrase(match[0], place == head) for place, match in enumerate(found[: head + 1])]
    forms = {_replace(phrase, found, [case[number] for case in cases]) for number in range(_CASES)}
    return tuple(sorted(forms - {phrase}))


def decline_noun(noun: str) -> Cases:
    """Return the five other cases of one common noun.

    >>> decline_noun("съезд")
    ('съезда', 'съезду', 'съезд', 'съездом', 'съезде')
    """
    return _decline(noun, _rules().nouns)


def decline_given(given: str, gender: str) -> Cases:
    """Return the five other cases of a given name or a patronymic of a man ("m") or a woman ("f")."""
    cases = _decline_given(given)
    return _as_a_man(cases) if gender == "m" else cases


@lru_cache(maxsize=65536)
def decline_surname(surname: str, gender: str) -> Cases:
    """Return the five other cases of a surname of a man ("m") or a woman ("f").

    >>> decline_surname("Фрунзе", "m") == ("Фрунзе",) * 5, decline_surname("Коллонтай", "f")[0]
    (True, 'Коллонтай')
    """
    rules = _rules()
    if gender == "f":
        return _decline_surname(surname, rules.feminine)
    return _as_a_man(_decline_surname(surname, rules.masculine, rules.nouns))


def is_mans_name(given: str) -> bool:
    """Say whether a given name in -а or -я is a man's (Никита, Илья), or ends otherwise."""
    return given[-1] not in "ая" or given in _rules().men


def decline_adjective(adjective: str) -> tuple[str, ...]:
    """Return the forms of an adjective beside nouns of all genders and in the plural, sorted.

    >>> {"эсеровская", "эсеровскую", "эсеровских", "эсеровским"} <= set(decline_adjective("эсеровский"))
    True
    """
    stem = adjective[:-2]
    nominatives = (adjective, f"{stem}ая", f"{stem}ое", f"{stem}{'ие' if stem[-1] in 'кгхжшщч' else 'ые'}")
    forms = {form for word in nominatives for form in (word, *_decline(word, _rules().adjectives))}
    return tuple(sorted(forms - {adjective}))


def decline_person(*parts: str) -> tuple[tuple[str, ...], ...]:
    """Return the five other cases of a person's name in parts: given name, patronymic, surname, or some of
    them.

    >>> decline_person("Лев", "Троцкий")[0]
    ('Льва', 'Троцкого')
    """
    rules = _rules()
    if _is_woman(parts):
        cases = [_decline_surname(part, rules.feminine) for part in parts]
    else:
        given = [_as_a_man(_decline_given(part)) for part in parts[:-1]]
        cases = [*given, _as_a_man(_decline_surname(parts[-1], rules.masculine, rules.nouns))]
    return tuple(tuple(case[number] for case in cases) for number in range(_CASES))


def russian_person_forms(label: str) -> tuple[str, ...]:
    """Return the forms under which a Russian text may name a person, in all cases, sorted.

    `label` is "Имя Фамилия" or "Имя Отчество Фамилия"; of another kind of name only its cases are given.

    >>> {"Троцкого", "Л. Д. Троцким", "Троцкому Л.Д."} <= set(russian_person_forms("Лев Давидович Троцкий"))
    True
    """
    parts = label.split()
    if len(parts) > 1 and _RULER.fullmatch(parts[-1]):
        return tuple(sorted({f"{' '.join(name)} {parts[-1]}" for name in decline_person(*parts[:-1])}))
    if not all(_WORD.fullmatch(part) for part in parts):
        return ()
    if len(parts) == 3 and parts[1] in _rules().particles:
        return tuple(sorted(set(_with_particle(*parts)) - {label}))
    if not all(part[0].isupper() for part in parts):
        return _titled_forms(parts) or decline_phrase(label)  # "Чёрный барон", "бабушка русской революции"
    every = [tuple(parts), *decline_person(*parts)]
    if len(parts) not in (2, 3):
        return tuple(sorted({" ".join(cased) for cased in every} - {label}))
    forms = {form for cased in every for form in _orders(parts, cased)}
    return tuple(sorted({*forms, *_catalogue(parts)} - {label}))


def _with_particle(given: str, particle: str, surname: str) -> Iterator[str]:
    """Yield the forms of "Луи де Брукер" beside itself."""
    for place, (first, last) in enumerate([(given, surname), *decline_person(given, surname)]):
        yield from (f"{particle} {last}", f"{given[0]}. {particle} {last}")
        if place:
            yield f"{first} {particle} {last}"


def _titled_forms(parts: list[str]) -> tuple[str, ...]:
    """Return the cases of "барон Врангель", a title in small letters before a name; () for anything else."""
    if len(parts) == 1 or parts[0][0].isupper() or not all(part[0].isupper() for part in parts[1:]):
        return ()
    cases = zip(_as_a_man(decline_noun(parts[0])), decline_person(*parts[1:]), strict=True)
    return tuple(sorted({f"{title} {' '.join(name)}" for title, name in cases}))


def russian_small_letters(phrase: str) -> str:
    """Return a name of several words without capitals other than those of abbreviations; "" where it keeps
    them.

    A matcher lets a text have more capitals than a form. A document's title keeps its own, unless it
    begins with its kind ("Декрет о мире").
    """
    words = phrase.split()
    if len(words) < 2:
        return ""
    lowered = " ".join(word if word.isupper() else word.lower() for word in words)
    return lowered if lowered != phrase else ""


def is_kind_of_document(word: str) -> bool:
    """Say whether a title that begins with this word is also written small ("декрет о мире")."""
    return word.lower() in _rules().documents


def _head(words: list[str]) -> int:
    """Return the place of the first noun, which may be an abbreviation; -1 for a phrase of adjectives alone."""
    for place, word in enumerate(words):
        if place == len(words) - 1 or not _is_adjective(word):
            return place
    return -1


def _is_adjective(word: str) -> bool:
    return bool(_ADJECTIVE.search(word)) and not word.endswith(_rules().noun_ends)


def _decline_in_phrase(word: str, is_head: bool) -> Cases:
    rules = _rules()
    if word.isupper() and len(word) > 1:
        is_read = len(word) > 2 and _SOUNDED.match(word)
        return tuple(word + end for end in _SOUNDED_ENDS) if is_read else (word,) * _CASES
    if is_head and not _ALONE_ADJECTIVE.search(word):
        return _decline(word, rules.nouns)
    return _decline(word, rules.adjectives)


def _decline(word: str, *tables: dict[str, Cases]) -> Cases:
    """Return the cases of a word by its own entry, else by its longest listed end in the first table that
    has one."""
    town, on, river = word.partition("-на-")
    if on:
        return tuple(f"{case}-на-{river}" for case in _decline(town, *tables))
    own = _rules().words.get(word.lower())
    if own is not None:
        return tuple(_like(word, case) for case in own) or (word,) * _CASES
    for table in tables:
        for length in range(min(_LONGEST_END, len(word)), 0, -1):
            ends = table.get(word[-length:])
            if ends is not None:
                return tuple(word[: len(word) - length] + end for end in ends) or (word,) * _CASES
    return (word,) * _CASES


def _decline_given(given: str) -> Cases:
    return (given,) * _CASES if given[-1] in "еиоуыэю" else _decline(given, _rules().nouns)


def _decline_surname(surname: str, *tables: dict[str, Cases]) -> Cases:
    """Decline both halves of "Скворцов-Степанов", but only the second of "Бонч-Бруевич"."""
    first, hyphen, last = surname.partition("-")
    if not (hyphen and _DECLINES_FIRST.search(first)):
        return _decline(surname, *tables)
    pairs = zip(_decline(first, *tables), _decline(last, *tables), strict=True)
    return tuple(f"{left}-{right}" for left, right in pairs)


def _as_a_man(cases: Cases) -> Cases:
    """Give words that end in a consonant a living thing's accusative, which is the genitive."""
    genitive, dative, accusative, *rest = cases
    return (genitive, dative, accusative if accusative[-1] in "ую" else genitive, *rest)


def _like(word: str, spelling: str) -> str:
    return spelling.capitalize() if word[0].isupper() else spelling


def _is_woman(parts: tuple[str, ...]) -> bool:
    if len(parts) == 3:
        return bool(_FEMALE.search(parts[1]))
    if len(parts) == 2:
        return parts[0][-1] in "ая" and parts[0] not in _rules().men
    return bool(_FEMALE_SURNAME.search(parts[0]))


def _orders(parts: list[str], cased: tuple[str, ...]) -> Iterator[str]:
    """Yield one case of a name as texts write it: surname alone, with initials before or after, in full."""
    surname, first = cased[-1], f"{parts[0][0]}."
    initials = [first] if len(parts) == 2 else [first, f"{first}{parts[1][0]}.", f"{first} {parts[1][0]}."]
    yield surname
    yield f"{cased[0]} {surname}"
    yield f"{first}{surname}"
    yield " ".join(cased)
    for initial in initials:
        yield f"{initial} {surname}"
        yield f"{surname} {initial}"


def _catalogue(parts: list[str]) -> Iterator[str]:
    given = " ".join(parts[:-1])
    yield f"{parts[-1]}, {given}"
    yield f"{parts[-1]} {given}"


def _replace(phrase: str, found: list[re.Match[str]], words: list[str]) -> str:
    """Return the phrase with its first words in one case."""
    parts, done = [], 0
    for match, word in zip(found, words, strict=False):
        parts += [phrase[done : match.start()], word]
        done = match.end()
    return "".join(parts) + phrase[done:]


@lru_cache(maxsize=1)
def _rules() -> RussianRules:
    raw = read_rules(_RULES)
    tables = {
        name: _read_table(raw[name]) for name in ("adjectives", "nouns", "masculine", "feminine", "words")
    }
    lists = raw["lists"]
    return RussianRules(
        **tables,
        men=frozenset(lists["men"]),
        particles=frozenset(lists["particles"]),
        noun_ends=tuple(lists["noun_ends"]),
        documents=frozenset(lists["documents"]),
    )


def _read_table(rows: dict[str, str]) -> dict[str, Cases]:
    return {end: () if cases == "-" else tuple(cases.split()) for end, cases in rows.items()}
