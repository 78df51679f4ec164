"""Names in their many spellings: slugs, romanisations, initials, old and new terms.

Every rule is data: `ontology/names/english.toml` (spellings that stand for one another, given names,
terms) and `ontology/names/romanisation.toml` (Russian letters in Latin ones). Variants have straight
apostrophes and plain hyphens and carry case as it is written; a matcher that wants CAPITALS or curly signs
folds the text itself. Honorifics ("Mr.", "Comrade") are left to the grammar of mentions.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from soviet_kg.errors import BadDataFile
from soviet_kg.resources import find_resource

_MOST_SPELLINGS = 12  # a product of independent rules grows fast, and its tail is never met
_FULL_SPELLINGS = 3  # the likelier spellings, which are also met with patronymic and in catalogues
_ENGLISH = "ontology/names/english.toml"
_ROMANISATION = "ontology/names/romanisation.toml"
_ROMAN = re.compile(r"[IVX]+$")
_PATRONYMIC_ALONE = re.compile(r"Il[iy]+ch|.*[oe]vna$")
_INITIAL = re.compile(r"\w\.$")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_WORD = re.compile(r"[^\W\d_]+")
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "’": "", "'": "", "ʹ": ""})


@dataclass(frozen=True, slots=True)
class SpellingRule:
    """Endings, beginnings or letters that stand for one another; `only` names those that it starts from."""

    at: str
    any: tuple[str, ...]
    only: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EnglishRules:
    """What `english.toml` says."""

    surname: dict[str, tuple[SpellingRule, ...]]
    given: dict[str, tuple[str, ...]]
    terms: dict[str, tuple[str, ...]]
    term_pattern: re.Pattern[str]
    common: frozenset[str]
    capitals: frozenset[str]
    documents: frozenset[str]
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


@lru_cache(maxsize=65536)
def slugify(name: str) -> str:
    """Return the ASCII, lower-case, hyphenated form of a name; Cyrillic is romanised.

    >>> slugify("Third All-Russian Congress of Soviets of Peasants' Deputies")
    'third-all-russian-congress-of-soviets-of-peasants-deputies'
    >>> slugify("Бонч-Бруевич")
    'bonch-bruevich'
    """
    latin = name.lower() if name.isascii() else romanise(name.lower())
    plain = unicodedata.normalize("NFKD", latin.translate(_PLAIN))
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return _NOT_LETTERS.sub("-", letters).strip("-")


@lru_cache(maxsize=65536)
def romanise(text: str, system: str = "english") -> str:
    """Return Russian text in Latin letters by a system of `romanisation.toml`; other letters stay.

    Raises ValueError for an unknown system.

    >>> [romanise("Троцкий", system) for system in ("english", "congress", "old")]
    ['Trotsky', 'Trotskii', 'Trotzky']
    """
    rules = _romanisations().get(system)
    if rules is None:
        raise ValueError(f"no romanisation {system!r}; there are {', '.join(sorted(_romanisations()))}")
    return _WORD.sub(lambda found: _romanise_word(found[0], rules), text)


def romanisations(text: str) -> tuple[str, ...]:
    """Return the text in every romanisation, each spelling once, in the order of the file."""
    return _unique(romanise(text, system) for system in _romanisations())


def split_person(label: str) -> PersonName | None:
    """Return given name, patronymic and surname, or None where the label is not built so ("Nicholas
    II")."""
    words = label.split()
    if (
        len(words) < 2
        or words[0] in _english().titles
        or _ROMAN.match(words[-1])
        or "(" in label
        or "," in label
        or " of " in label  # "Nicholas II of Russia": a realm is no surname
    ):
        return None
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _english().particles:
        start -= 1
    surname, middle = " ".join(words[start:]), words[1:start]
    if len(middle) > 1 or "the" in middle or not words[0][0].isupper() or not surname[-1].isalpha():
        return None
    if not middle and _PATRONYMIC_ALONE.match(surname):
        return None
    return PersonName(words[0], middle[0] if middle else "", surname)


def bare_surname(label: str) -> str:
    """Return the surname by which a text may name the person, "" where it says nothing alone ("Price")."""
    name = split_person(label)
    return name.surname if name and name.surname not in _english().not_alone else ""


def person_variants(label: str, russian: str = "") -> tuple[str, ...]:
    """Return the other forms under which an English text may name a person, sorted.

    `label` is "Given Surname" or "Given Patronymic Surname" (or initials in place of either); `russian`
    the name in Russian, which adds the romanisations. The forms are the surname in its spellings, alone
    (unless it is an ordinary English word), after initials with and without spaces, after the given name,
    and inverted as in a catalogue. A label that is not built so ("Nicholas II") has none.

    >>> {"Trotzky", "L. Trotskii", "Trotsky, Leon"} <= set(person_variants("Leon Trotsky"))
    True
    """
    name = split_person(label)
    if name is None:
        return ()
    surnames = surname_spellings(name.surname, russian.split()[-1] if " " in russian else "")
    forms = {form for surname in surnames for form in _short_forms(name, surname)}
    forms.update(form for surname in surnames[:_FULL_SPELLINGS] for form in _full_forms(name, surname))
    return tuple(sorted(forms - {label}))


def surname_spellings(surname: str, russian: str = "") -> tuple[str, ...]:
    """Return the surname, then its other spellings: by rule from the Latin form, romanised from the
    Russian."""
    latin = _respell(surname)
    return _unique((*latin[:2], *romanisations(russian), *latin)) if russian else latin


def given_spellings(given: str) -> tuple[str, ...]:
    """Return the given name, then the other forms of it that English texts use."""
    return _unique((given, *_english().given.get(given, ())))


def given_groups() -> tuple[tuple[str, ...], ...]:
    """Return the forms of given names that English texts use for one another, a group for each name."""
    return tuple(_english().given.values())


def party_variants(label: str) -> tuple[str, ...]:
    """Return the other forms of a party's name: terms, hyphens and blanks, "party" in small letters;
    sorted.

    >>> "Left Social Revolutionaries" in party_variants("Left Socialist-Revolutionaries")
    True
    """
    forms = {*term_variants(label), label.replace("-", " ")}
    forms.update(
        [form.removesuffix("Party") + "party" for form in (label, *forms) if form.endswith(" Party")]
    )
    return tuple(sorted(forms - {label}))


def term_variants(form: str) -> tuple[str, ...]:
    """Return the form with its terms in other wordings ("All-Russian", "All-Russia"), two at once at most;
    sorted."""
    parts = _english().term_pattern.split(form)
    places = range(1, len(parts), 2)
    variants = {variant for place in places for variant in _rewordings(parts, place)}
    if len(places) == 2:
        first, second = places
        for other in _english().terms[parts[first]]:
            variants.update(_rewordings([*parts[:first], other, *parts[second - 1 :]], second))
    return tuple(sorted(variants - {form}))


def small_letter_variants(form: str) -> tuple[str, ...]:
    """Return the name with its common nouns in small letters, or () where it has none.

    A matcher lets a text have more capitals than a form, so that this one covers "Provisional government"
    too.

    >>> small_letter_variants("Provisional Government")
    ('provisional government',)
    """
    words = form.split(" ")
    if len(words) < 2 or form in _english().capitals:
        return ()
    common = _english().common
    lowered = " ".join([word.lower() if word.lower() in common else word for word in words])
    return (lowered,) if lowered != form else ()


def says_its_kind(title: str) -> bool:
    """Say whether a document's title has a word for what it is ("Decree on Land"), so that it is also
    written small."""
    return not _english().documents.isdisjoint(title.lower().split())


def _rewordings(parts: list[str], place: int) -> Iterator[str]:
    for other in _english().terms[parts[place]]:
        yield "".join((*parts[:place], other, *parts[place + 1 :]))


def _short_forms(name: PersonName, surname: str) -> Iterator[str]:
    """Yield the surname alone, after the initial and after the given name."""
    if surname not in _english().not_alone:
        yield surname
    yield f"{name.given[0]}. {surname}"
    if not _INITIAL.match(name.given):
        yield f"{name.given} {surname}"


def _full_forms(name: PersonName, surname: str) -> Iterator[str]:
    """Yield the forms with other given names and with the patronymic, and those of catalogues."""
    yield f"{name.given[0]}.{surname}"
    for initials in _initials(name):
        yield f"{initials} {surname}"
    yield f"{surname}, {initials}"
    if not _INITIAL.match(name.given):
        for given in given_spellings(name.given):
            yield f"{given} {surname}"
        yield f"{surname}, {name.given}"
        if name.patronymic:
            yield f"{name.given} {name.patronymic} {surname}"


def _initials(name: PersonName) -> tuple[str, ...]:
    first = f"{name.given[0]}."
    if not name.patronymic:
        return (first,)
    second = f"{name.patronymic[0]}."
    return (first, f"{first}{second}", f"{first} {second}")


@lru_cache(maxsize=16384)
def _respell(surname: str) -> tuple[str, ...]:
    spellings = [surname]
    for place, rules in _english().surname.items():
        spellings = [other for spelling in spellings for other in _apply_place(spelling, rules, place)]
    return tuple(spellings[:_MOST_SPELLINGS])


def _apply_place(spelling: str, rules: tuple[SpellingRule, ...], place: str) -> tuple[str, ...]:
    for rule in rules:
        found = _part_in(spelling, rule.only, place)
        if found:
            return _unique((spelling, *(_exchange(spelling, found, other, place) for other in rule.any)))
    return (spelling,)


def _part_in(spelling: str, parts: tuple[str, ...], place: str) -> str:
    if place == "end":
        return (
            next((part for part in parts if spelling.endswith(part)), "") if spelling.endswith(parts) else ""
        )
    if place == "start":
        return (
            next((part for part in parts if spelling.startswith(part)), "")
            if spelling.startswith(parts)
            else ""
        )
    return next((part for part in parts if part in spelling), "")


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
    raw = read_rules(_ENGLISH)
    terms = _first_group_wins(raw["terms"])
    longest = sorted(terms, key=lambda term: (-len(term), term))
    pattern = "|".join(re.escape(term) for term in longest)
    return EnglishRules(
        surname=_by_place([_spelling_rule(rule) for rule in raw["surname"]]),
        given={group[0]: tuple(group) for group in raw["given"]},
        terms=terms,
        term_pattern=re.compile(rf"(?<!\w)({pattern})(?!\w)"),
        common=frozenset(raw["common"]),
        titles=frozenset(raw["titles"]),
        particles=frozenset(raw["particles"]),
        not_alone=frozenset(raw["not_alone"]),
        capitals=frozenset(raw["capitals"]),
        documents=frozenset(raw["documents"]),
    )


def _spelling_rule(rule: dict[str, object]) -> SpellingRule:
    wordings = tuple(map(str, _as_list(rule["any"])))
    only = tuple(map(str, _as_list(rule.get("only", list(wordings)))))
    return SpellingRule(str(rule["at"]), wordings, tuple(sorted(only, key=len, reverse=True)))


def _by_place(rules: list[SpellingRule]) -> dict[str, tuple[SpellingRule, ...]]:
    return {place: tuple(rule for rule in rules if rule.at == place) for place in ("end", "start", "inside")}


def _as_list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise BadDataFile(f"{_ENGLISH}: {value!r} should be a list in square brackets")
    return value


def _first_group_wins(groups: list[list[str]]) -> dict[str, tuple[str, ...]]:
    terms: dict[str, tuple[str, ...]] = {}
    for group in groups:
        for term in group:
            terms.setdefault(term, tuple(group))
    return terms


@lru_cache(maxsize=1)
def _romanisations() -> dict[str, Romanisation]:
    raw = read_rules(_ROMANISATION)
    letters: dict[str, str] = raw["letters"]
    return {
        name: Romanisation(
            tuple(system["endings"].items()),
            tuple(system["clusters"].items()),
            {ord(letter): latin for letter, latin in {**letters, **system["letters"]}.items()},
        )
        for name, system in raw["systems"].items()
    }


def read_rules(name: str) -> dict[str, Any]:
    """Read a file of rules below `ontology/`. Raises BadDataFile where it is not well-formed TOML."""
    path = find_resource(name)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadDataFile(f"{path}: {error}; correct the file") from error
