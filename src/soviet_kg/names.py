"""Names in their many spellings: slugs, romanisations, initials, old and new terms.

Every rule is data: `ontology/names/english.toml` (spellings that stand for one another, given names, terms) and
`ontology/names/romanisation.toml` (Russian letters in Latin ones). Variants keep straight apostrophes and ASCII
hyphens unless said otherwise, and carry case as it is written: matching is case-sensitive, and a matcher that wants
CAPITALS folds them itself. Honorifics ("Mr.", "Comrade") are left to the grammar of mentions.
"""

from __future__ import annotations

import itertools
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from soviet_kg.errors import BadDataFile
from soviet_kg.resources import find_resource

_MOST_SPELLINGS = 16
_ROMAN = re.compile(r"[IVX]+$")
_PATRONYMIC = re.compile(r"(?:vich|vitch|evna|ovna|ichna|inichna|yich|ich|ич|вна|чна)$")
_INITIAL = re.compile(r"^\w\.$")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_WORD = re.compile(r"[^\W\d_](?:[\w'’.-]*\w)?")
_PLAIN = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "ß": "ss", "æ": "ae", "’": "", "'": "", "ʹ": ""}
)


@dataclass(frozen=True, slots=True)
class SpellingRule:
    """Endings, beginnings or letters that stand for one another; `only` names those that it starts from."""

    at: str
    any: tuple[str, ...]
    only: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EnglishRules:
    """What `english.toml` says."""

    surname: tuple[SpellingRule, ...]
    given: dict[str, tuple[str, ...]]
    terms: dict[str, tuple[str, ...]]
    term_pattern: re.Pattern[str]
    common: frozenset[str]
    titles: frozenset[str]
    particles: frozenset[str]
    not_alone: frozenset[str]


@dataclass(frozen=True, slots=True)
class Romanisation:
    """One habit of writing Russian in Latin letters."""

    endings: tuple[tuple[str, str], ...]
    clusters: tuple[tuple[str, str], ...]
    letters: dict[int, str]


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in parts; `patronymic` is "" where the label has none."""

    given: str
    patronymic: str
    surname: str


def slugify(name: str) -> str:
    """Return the ASCII, lower-case, hyphenated form of a name; Cyrillic is romanised.

    >>> slugify("Third All-Russian Congress of Soviets of Peasants' Deputies")
    'third-all-russian-congress-of-soviets-of-peasants-deputies'
    """
    latin = romanise(name.lower()) if not name.isascii() else name.lower()
    plain = unicodedata.normalize("NFKD", latin.translate(_PLAIN))
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return _NOT_LETTERS.sub("-", letters).strip("-")


@lru_cache(maxsize=65536)
def romanise(text: str, system: str = "english") -> str:
    """Return Russian text in Latin letters by one of the systems of `romanisation.toml`; other letters stay."""
    rules = _romanisations().get(system)
    if rules is None:
        raise ValueError(f"no romanisation {system!r}; there are {', '.join(sorted(_romanisations()))}")
    return _WORD.sub(lambda found: _romanise_word(found[0], rules), text)


def romanisations(text: str) -> tuple[str, ...]:
    """Return the text in every romanisation, each spelling once, in the order of the file."""
    return _unique(romanise(text, system) for system in _romanisations())


def split_person(label: str) -> PersonName | None:
    """Return given name, patronymic and surname, or None where the label is not built so ("Nicholas II")."""
    words = label.split()
    rules = _english()
    if len(words) < 2 or words[0] in rules.titles or _ROMAN.match(words[-1]) or "(" in label or "," in label:
        return None
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in rules.particles:
        start -= 1
    surname = " ".join(words[start:])
    middle = words[1:start]
    if not words[0][0].isupper() or not surname[-1].isalpha() or len(middle) > 1 or "the" in middle:
        return None
    if not middle and _PATRONYMIC.search(surname) and _is_patronymic_only(words[0], surname):
        return None
    return PersonName(words[0], middle[0] if middle else "", surname)


def bare_surname(label: str) -> str:
    """Return the surname by which a text may name the person, "" where it says nothing alone ("Price")."""
    name = split_person(label)
    return name.surname if name and name.surname not in _english().not_alone else ""


def person_variants(label: str, russian: str = "") -> tuple[str, ...]:
    """Return the other forms under which an English text may name a person, sorted.

    `label` is "Given Surname" or "Given Patronymic Surname" (or initials in place of either); `russian` the name in
    Russian, which adds the romanisations. The forms are the surname in its spellings, alone (unless it is an ordinary
    English word), after initials with and without spaces, after the given name, and inverted as in a catalogue.

    >>> {"Trotzky", "L. Trotskii", "Trotsky, Leon"} <= set(person_variants("Leon Trotsky"))
    True
    """
    name = split_person(label)
    if name is None:
        return ()
    surnames = surname_spellings(name.surname, _surname_of(russian))
    givens = given_spellings(name.given)
    forms = {form for surname in surnames for form in _forms_of(name, givens, surname)}
    return tuple(sorted(forms - {label}))


def surname_spellings(surname: str, russian: str = "") -> tuple[str, ...]:
    """Return the surname first, then its other spellings: by rule from the Latin form, romanised from the Russian."""
    return _unique(itertools.chain(_respell(surname), romanisations(russian) if russian else ()))


def given_spellings(given: str) -> tuple[str, ...]:
    """Return the given name first, then the other forms of it that English texts use."""
    return _unique((given, *_english().given.get(given, ())))


def party_variants(label: str) -> tuple[str, ...]:
    """Return the other forms of a party's name: terms, hyphens, "party" written small, and without "Party"."""
    short = label.removesuffix(" Party")
    forms = set(term_variants(label))
    for form in (label, *forms):
        if form.endswith(" Party"):
            forms.add(form.removesuffix("Party") + "party")
    if "-" in short and not short.startswith("Left"):
        forms.add(label.replace("-", " "))
    return tuple(sorted(forms - {label}))


def term_variants(form: str, most: int = 60) -> tuple[str, ...]:
    """Return the form with its terms in all their wordings ("All-Russian", "All-Russia"), at most `most`, sorted."""
    pattern = _english().term_pattern
    parts = pattern.split(form)
    if len(parts) == 1:
        return ()
    choices = [
        _english().terms.get(part, (part,)) if index % 2 else (part,) for index, part in enumerate(parts)
    ]
    product = ("".join(chosen) for chosen in itertools.product(*choices))
    return tuple(sorted(set(itertools.islice(product, most)) - {form}))


def small_letter_variants(form: str) -> tuple[str, ...]:
    """Return the name with its common nouns in small letters, wholly and after the first word, sorted.

    >>> small_letter_variants("Provisional Government")
    ('Provisional government', 'provisional government')
    """
    common = _english().common
    words = form.split(" ")
    if len(words) < 2:
        return ()
    lowered = [word.lower() if word.lower() in common else word for word in words]
    later = [words[0], *lowered[1:]]
    return tuple(sorted({" ".join(lowered), " ".join(later)} - {form}))


def _is_patronymic_only(given: str, surname: str) -> bool:
    """Tell "Vladimir Ilyich" from "Vladimir Medvich": only Ilyich and feminine forms never are surnames."""
    del given
    return surname in {"Ilyich", "Ilich"} or surname.endswith(("ovna", "evna"))


def _forms_of(name: PersonName, givens: tuple[str, ...], surname: str) -> Iterator[str]:
    if surname not in _english().not_alone and not _is_initial(surname):
        yield surname
    for initials in _initials(name):
        yield f"{initials} {surname}"
        yield f"{surname}, {initials}"
    yield f"{name.given[0]}.{surname}"
    if not _is_initial(name.given):
        for given in givens:
            yield f"{given} {surname}"
        yield f"{surname}, {name.given}"
        if name.patronymic:
            yield f"{name.given} {name.patronymic} {surname}"
            yield f"{surname}, {name.given} {name.patronymic}"


def _initials(name: PersonName) -> tuple[str, ...]:
    first = f"{name.given[0]}."
    if not name.patronymic:
        return (first,)
    second = f"{name.patronymic[0]}."
    return (first, f"{first} {second}", f"{first}{second}")


def _is_initial(word: str) -> bool:
    return _INITIAL.match(word) is not None


def _surname_of(russian: str) -> str:
    words = russian.split()
    return words[-1] if len(words) > 1 else ""


@lru_cache(maxsize=16384)
def _respell(surname: str) -> tuple[str, ...]:
    spellings = [surname]
    for place in ("end", "start", "inside"):
        rules = [rule for rule in _english().surname if rule.at == place]
        spellings = [other for spelling in spellings for other in _apply_place(spelling, rules, place)]
    return tuple(spellings[:_MOST_SPELLINGS])


def _apply_place(spelling: str, rules: list[SpellingRule], place: str) -> tuple[str, ...]:
    for rule in rules:
        found = next((part for part in rule.only if _stands(part, spelling, place)), None)
        if found is not None:
            others = (_exchange(spelling, found, other, place) for other in rule.any)
            return _unique((spelling, *others))
    return (spelling,)


def _stands(part: str, spelling: str, place: str) -> bool:
    if place == "end":
        return spelling.endswith(part)
    return spelling.startswith(part) if place == "start" else part in spelling


def _exchange(spelling: str, part: str, other: str, place: str) -> str:
    if place == "end":
        return spelling[: len(spelling) - len(part)] + other
    return other + spelling[len(part) :] if place == "start" else spelling.replace(part, other)


def _romanise_word(word: str, rules: Romanisation) -> str:
    lowered = word.lower()
    if lowered.isascii():
        return word
    for ending, latin in rules.endings:
        if lowered.endswith(ending):
            lowered = lowered[: len(lowered) - len(ending)] + latin
            break
    for cluster, latin in rules.clusters:
        lowered = lowered.replace(cluster, latin)
    romanised = lowered.translate(rules.letters)
    if word.isupper() and len(word) > 1:
        return romanised.upper()
    return _capitalise(romanised) if word[0].isupper() else romanised


def _capitalise(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))


def _unique(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(forms))


@lru_cache(maxsize=1)
def _english() -> EnglishRules:
    raw = _read("ontology/names/english.toml")
    terms = _first_group_wins(raw["terms"])
    longest = sorted(terms, key=lambda term: (-len(term), term))
    pattern = "|".join(re.escape(term) for term in longest)
    return EnglishRules(
        surname=tuple(_spelling_rule(rule) for rule in raw["surname"]),
        given={group[0]: tuple(group) for group in raw["given"]},
        terms=terms,
        term_pattern=re.compile(rf"(?<!\w)({pattern})(?!\w)"),
        common=frozenset(raw["common"]),
        titles=frozenset(raw["titles"]),
        particles=frozenset(raw["particles"]),
        not_alone=frozenset(raw["not_alone"]),
    )


def _spelling_rule(rule: dict[str, object]) -> SpellingRule:
    wordings = tuple(map(str, _as_list(rule["any"])))
    only = tuple(map(str, _as_list(rule.get("only", list(wordings)))))
    return SpellingRule(str(rule["at"]), wordings, tuple(sorted(only, key=len, reverse=True)))


def _as_list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise BadDataFile(f"ontology/names/english.toml: {value!r} should be a list in square brackets")
    return value


def _first_group_wins(groups: list[list[str]]) -> dict[str, tuple[str, ...]]:
    terms: dict[str, tuple[str, ...]] = {}
    for group in groups:
        for term in group:
            terms.setdefault(term, tuple(group))
    return terms


@lru_cache(maxsize=1)
def _romanisations() -> dict[str, Romanisation]:
    raw = _read("ontology/names/romanisation.toml")
    letters: dict[str, str] = raw["letters"]
    return {
        name: Romanisation(
            tuple(system["endings"].items()),
            tuple(system["clusters"].items()),
            {ord(letter): latin for letter, latin in {**letters, **system["letters"]}.items()},
        )
        for name, system in raw["systems"].items()
    }


def _read(name: str) -> dict[str, Any]:
    path = find_resource(name)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadDataFile(f"{path}: {error}; correct the file") from error
