"""Persons in Russian texts whom no list knows: "В. И. Иванов", "Михаилом Цхакая", "тов. Сухорукову".

A name in any case is given its nominative: a given name tells gender and case, the rest of the document which
surname it is ("Шмидта" beside "Шмидт"), and else what Russian surnames mostly end in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from soviet_kg.declension import decline_given, decline_surname, is_mans_name
from soviet_kg.russian_heads import Word

_SHORTEST = 3  # letters of a surname
_NO_NOMINATIVE = re.compile(r"(?:[ое]го|[ое]му|[оеыи]м|[аеиоуыюя]ю)$")
_RARE_NOMINATIVE = re.compile(r"(?:[^дз]е|у|ю|ы|[^сц]к[оа]й|ской|цкой)$")
_PATRONYMIC = re.compile(r"(?:вич|ьич|мич|вн|ичн|ничн)(?:а|у|ем|е|ы|ой|)$")
_WOMANS_PATRONYMIC = re.compile(r"(?:вн|ичн|ничн)(?:а|у|е|ы|ой)$")
_LETTER = re.compile(r"[А-ЯЁ]")


@dataclass(frozen=True, slots=True)
class Given:
    """What a form of a given name can be: its nominative, "m" or "f", and the case 0–5."""

    nominative: str
    gender: str
    case: int


@dataclass(frozen=True)
class PersonGrammar:
    """The expressions of `[person]` in the name grammar, and the forms of given names."""

    initial: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    title: re.Pattern[str]
    role: re.Pattern[str]
    likely: re.Pattern[str]
    past: re.Pattern[str]
    ends: tuple[str, ...]
    women: tuple[str, ...]
    not_surnames: frozenset[str]
    particles: frozenset[str]
    given: Mapping[str, tuple[Given, ...]]
    back: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in the nominative: where it stands, given names or initials, patronymic, and surname.

    `alias` is another surname in brackets, as written.
    """

    start: int
    stop: int
    given: str
    patronymic: str
    surname: str
    how: str
    alias: str = ""

    @property
    def label(self) -> str:
        """Return the name as Russian writes it, with a space between initials."""
        return " ".join(filter(None, (self.given, self.patronymic, self.surname)))

    @property
    def initials(self) -> str:
        """Return the first letters of the given name and the patronymic, as far as they are told."""
        return "".join(
            found[0] for part in (self.given, self.patronymic) for found in _LETTER.findall(part)[:2]
        )


def read_person_grammar(
    table: Mapping[str, Any], expand: Callable[[str], str], labels: Iterable[str]
) -> PersonGrammar:
    """Return the grammar of the table `person`; the persons whose Russian `labels` these are lend given names."""
    row = table["person"]
    initial, surname, title, role = (expand(row[name]) for name in ("initial", "surname", "title", "role"))
    initials = rf"{initial}(?: ?{initial}){{0,2}}"
    return PersonGrammar(
        re.compile(rf"(?<![\w.-]){initial}"),
        re.compile(rf"(?<![\w.-])(?P<given>{initials}) ?(?P<surname>{surname})(?: \((?P<alias>[А-ЯЁ][А-ЯЁа-яё]+)\))?"),
        re.compile(rf"(?<![\w.-])(?P<surname>{surname}) (?P<given>{initials})(?! ?[А-ЯЁ][а-яё])"),
        re.compile(title),
        re.compile(role),
        re.compile(row["likely"]),
        re.compile(row["past"]),
        tuple(row["ends"]), tuple(row["ends-of-women"]), frozenset(row["not-surnames"]), frozenset(row["particles"]),
        _given_forms([*row["men"], *row["women"], *_given_of(labels)]),
        {end: tuple(before) for end, before in row["back"].items()},
    )  # fmt: skip


def _given_of(labels: Iterable[str]) -> Iterator[str]:
    """Yield the given names of persons with a given name and a surname."""
    for label in labels:
        parts = label.split()
        if len(parts) in (2, 3) and all(
            part[0].isupper() and part.isalpha() and len(part) > 1 for part in parts
        ):
            yield parts[0].replace("ё", "е")


def _given_forms(names: Iterable[str]) -> dict[str, tuple[Given, ...]]:
    found: dict[str, list[Given]] = {}
    for name in sorted(set(names)):
        gender = "m" if is_mans_name(name) else "f"
        for case, form in enumerate((name, *decline_given(name, gender))):
            found.setdefault(form, []).append(Given(name, gender, case))
    return {form: tuple(readings) for form, readings in found.items()}


def find_persons(text: str, words: Sequence[Word], grammar: PersonGrammar) -> list[PersonName]:
    """Return the persons that a folded text names by initials, given names or titles, in order; they may overlap."""
    seen = frozenset(word.text for word in words if word.text[0].isupper())
    found = [
        *_with_initials(text, words, grammar, seen),
        *_with_given(text, words, grammar, seen),
        *_with_neighbour(text, words, grammar, seen),
    ]
    return sorted(found, key=lambda name: (name.start, -name.stop))


def _with_initials(
    text: str, words: Sequence[Word], grammar: PersonGrammar, seen: frozenset[str]
) -> Iterator[PersonName]:
    ends = {word.stop: word.start for word in words}
    for initial in grammar.initial.finditer(text):
        match = grammar.before.match(text, initial.start())
        if not match and initial.start() - 1 in ends:
            match = grammar.after.match(text, ends[initial.start() - 1])
        if match and (name := _named_by_initials(match, grammar, seen)):
            yield name


def _named_by_initials(
    match: re.Match[str], grammar: PersonGrammar, seen: frozenset[str]
) -> PersonName | None:
    initials = re.sub(r"\. ?", ". ", match["given"]).strip()
    surname = nominative_surname(_plain(match["surname"]), grammar, seen)
    if surname.lower() in grammar.not_surnames:
        return None
    given, _, patronymic = initials.partition(" ")
    alias = match.groupdict().get("alias") or ""
    return PersonName(*match.span(), given, patronymic, surname, "initials", alias)


def _with_given(
    text: str, words: Sequence[Word], grammar: PersonGrammar, seen: frozenset[str]
) -> Iterator[PersonName]:
    for place, word in enumerate(words[:-1]):
        readings = grammar.given.get(word.text)
        if readings:
            last, patronymic = _surname_after(text, words, place, grammar)
            if not last:
                continue
            form = text[words[place + 1 + bool(patronymic)].start : words[last].stop]
            name = _whole_name(readings, patronymic, form, grammar, seen)
            if name:
                yield PersonName(word.start, words[last].stop, *name, "given")


def _surname_after(text: str, words: Sequence[Word], place: int, grammar: PersonGrammar) -> tuple[int, str]:
    """Return the place of the surname that goes with a given name, 0 for none, and the patronymic between."""
    last, patronymic = place + 1, ""
    if not _follows(text, words, last):
        behind = words[last].small in grammar.particles and _follows(text, words, last + 1)
        return (last + 1 if behind else 0), ""
    if _PATRONYMIC.search(words[last].text) and _follows(text, words, last + 1):
        patronymic, last = _nominative_patronymic(words[last].text), last + 1
    if words[last].text in grammar.given and _follows(text, words, last + 1):
        return 0, ""
    return last, patronymic


def _follows(text: str, words: Sequence[Word], place: int) -> bool:
    """Say whether there is a word with a capital one blank behind the word before."""
    if place >= len(words):
        return False
    word, before = words[place], words[place - 1]
    return text[before.stop : word.start] == " " and word.text[0].isupper() and word.text[1:2].islower()


def _nominative_patronymic(form: str) -> str:
    if _WOMANS_PATRONYMIC.search(form):
        return re.sub(r"(?:а|у|е|ы|ой)$", "а", form)
    return re.sub(r"(?<=ч)(?:а|у|ем|е)$", "", form)


def _whole_name(
    readings: Sequence[Given], patronymic: str, surname: str, grammar: PersonGrammar, seen: frozenset[str]
) -> tuple[str, str, str] | None:
    """Return the nominative of given name, patronymic and surname; None where the two do not go together."""
    if surname.lower() in grammar.not_surnames:
        return None
    if patronymic:
        gender = "f" if patronymic.endswith("а") else "m"
        readings = [reading for reading in readings if reading.gender == gender] or readings
    best: tuple[float, str, str] | None = None
    for reading in readings:
        wanted = {reading.case} | ({1, 3} if reading.case in (1, 3) and reading.gender == "m" else set())
        for weight, nominative, gender, case in _readings_of(surname, grammar, seen):
            if gender == reading.gender and case in wanted and (best is None or weight > best[0]):
                best = (weight, reading.nominative, nominative)
    if best is None:
        is_plain = readings[0].case == 0
        return (
            (readings[0].nominative, patronymic, nominative_surname(surname, grammar, seen))
            if is_plain
            else None
        )
    return best[1], patronymic, best[2]


def _with_neighbour(
    text: str, words: Sequence[Word], grammar: PersonGrammar, seen: frozenset[str]
) -> Iterator[PersonName]:
    """Yield the surnames behind a title ("тов. Сухоруков"), a role or a verb, or before a verb."""
    for place, word in enumerate(words):
        if not word.text[0].isupper() or len(word.text) < _SHORTEST or word.small in grammar.not_surnames:
            continue
        how = _how(text, words, place, grammar)
        if how:
            yield PersonName(
                word.start, word.stop, "", "", nominative_surname(_plain(word.text), grammar, seen), how
            )


def _how(text: str, words: Sequence[Word], place: int, grammar: PersonGrammar) -> str:
    """Return "title" or "told" where a word's neighbours make it a surname, else ""."""
    word = words[place]
    before = words[place - 1] if place else word
    between = text[before.stop : word.start]
    if between in (" ", ". ") and grammar.title.fullmatch(before.text + between.strip()):
        return "title" if word.text not in grammar.given else ""
    if not grammar.likely.fullmatch(word.text):
        return ""
    if between == " " and grammar.role.fullmatch(before.text):
        return "title"
    after = words[place + 1] if place + 1 < len(words) else word
    is_told = between == " " and grammar.past.fullmatch(before.text)
    tells = text[word.stop : after.start] == " " and grammar.past.fullmatch(after.text)
    return "told" if is_told or tells else ""


def _plain(surname: str) -> str:
    """Return a surname without capitals that only typography wants."""
    return "-".join(part.capitalize() if part.isupper() else part for part in surname.split("-"))


def nominative_surname(form: str, grammar: PersonGrammar, seen: frozenset[str]) -> str:
    """Return the likeliest nominative of a surname in an unknown case; `seen` are the capitalised words of a text."""
    readings = list(_readings_of(form, grammar, seen))
    return max(readings, key=lambda reading: reading[0])[1] if readings else form


def _readings_of(
    form: str, grammar: PersonGrammar, seen: frozenset[str]
) -> Iterator[tuple[float, str, str, int]]:
    """Yield how likely it is that a form is a case of a surname of a man or a woman, and the surname."""
    particle, _, word = form.rpartition(" ")
    lead = f"{particle} " if particle else ""
    for nominative in sorted(_nominatives(word, grammar.back)):
        for gender in "mf":
            for case, cased in enumerate((nominative, *decline_surname(nominative, gender))):
                if cased == word:
                    weight = _weight(nominative, word, gender, case, grammar, seen)
                    yield weight, lead + nominative, gender, case


def _nominatives(form: str, back: Mapping[str, tuple[str, ...]]) -> set[str]:
    found = {form}
    for length in range(min(3, len(form) - 2) + 1):
        stem, end = form[: len(form) - length], form[len(form) - length :]
        found.update(stem + nominative for nominative in back.get(end, ()))
    return {word for word in found if len(word) > 2}


def _weight(
    nominative: str, form: str, gender: str, case: int, grammar: PersonGrammar, seen: frozenset[str]
) -> float:
    """Weigh a reading: a usual end 2, the nominative seen elsewhere 3, a man 1.5, the nominative itself 1."""
    ends = grammar.ends if gender == "m" else grammar.women
    weight = 2.0 if nominative.endswith(ends) else 0.0
    weight += 3.0 if nominative in seen and nominative != form else 0.0
    weight += 1.5 if gender == "m" else 0.0
    weight += 1.0 if case == 0 else 0.0
    if _NO_NOMINATIVE.search(nominative):
        weight -= 3.0
    elif _RARE_NOMINATIVE.search(nominative):
        weight -= 1.5
    return weight
