"""The words that dates are made of, read from `ontology/dates/`, as one dictionary of one-letter codes.

M month     W weekday   S season    P part of a month or year   T time of day      R a relative day
J Old Style G New Style g year      c circa                     o or   & and       > to   F from   B between
f of        h the       i in        n on                        a at   L label     m measure   k counted noun
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from soviet_kg.dates.calendars import Day, julian_to_gregorian
from soviet_kg.errors import BadDataFile
from soviet_kg.resources import find_resource

_JOINS = {
    "or": "o", "and": "&", "to": ">", "from": "F", "between": "B", "of": "f",
    "the": "h", "in": "i", "on": "n", "at": "a", "circa": "c", "year": "g",
}  # fmt: skip
_REFUSED = {"labels": "L", "measures": "m", "counted": "k"}
LANGUAGES = ("en", "ru")


@dataclass(frozen=True, slots=True)
class KnownDay:
    """An event, its first and last day in both calendars (`new_`: Gregorian), and words that speak of it."""

    event: str
    first: Day
    last: Day
    new_first: Day
    new_last: Day
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Word:
    """What a form is in a date: code, value (month, EDTF season, time), and whether it needs a capital."""

    code: str
    value: str = ""
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases that a line is searched for: quickly as strings, then as whole words."""

    forms: tuple[str, ...]
    pattern: re.Pattern[str]

    def occur_in(self, text: str) -> bool:
        """Return whether one of the phrases stands in the text, in any case."""
        lower = text.lower()
        return any(form in lower for form in self.forms) and bool(self.pattern.search(lower))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every form in lower case, and the lists that calendar and year rules look into."""

    words: dict[str, Word]
    stems: frozenset[str]
    phrases: tuple[str, ...]
    counted: frozenset[str]
    imprints: Phrases
    visits: Phrases
    gregorian_places: re.Pattern[str]
    encyclopaedic: Phrases
    old_style_sources: Phrases


@cache
def load_lexicon() -> Lexicon:
    """Read the date words of all languages. Raises BadDataFile for a file that is not as its neighbours."""
    tables = [_read(find_resource(f"ontology/dates/{language}.toml")) for language in LANGUAGES]
    words: dict[str, Word] = {}
    for table in tables:
        words |= _forms(table)
    return Lexicon(
        words=words,
        stems=frozenset(form.rstrip(".") for form in words),
        phrases=tuple(
            sorted((form for form in words if _is_phrase(form)), key=lambda form: (-len(form), form))
        ),
        counted=frozenset(form for form, word in words.items() if word.code == "k"),
        imprints=_any_of(form for table in tables for form in table["refuse"]["imprints"]),
        visits=_any_of(form for table in tables for form in table["refuse"]["visits"]),
        gregorian_places=_dateline(
            form for table in tables for form in table["calendar"]["gregorian_places"]
        ),
        encyclopaedic=_any_of(form for table in tables for form in table["calendar"]["encyclopaedic"]),
        old_style_sources=_any_of(
            form for table in tables for form in table["calendar"]["old_style_sources"]
        ),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        _forms(table)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise BadDataFile(f"{path}: {error}; compare it with the other files beside it") from error
    return table


def _forms(table: dict[str, Any]) -> dict[str, Word]:
    capital = bool(table["capitals"])
    found: dict[str, Word] = {}
    for name, code in _REFUSED.items():
        found |= {form: Word(code) for form in table["refuse"][name]}
    for name, code in _JOINS.items():
        found |= {form: Word(code, name) for form in table["joins"][name]}
    for row in table["relative"]:
        found |= {form: Word("R", f"{int(row['days'])}:{row.get('time', '')}") for form in row["forms"]}
    for group, code in (("seasons", "S"), ("parts", "P"), ("times", "T"), ("marks", "")):
        for value, forms in table[group].items():
            found |= {form: Word(code or value[0].upper(), value) for form in forms}
    for group, code in (("months", "M"), ("weekdays", "W")):
        for number, forms in enumerate(table[group], start=1):
            found |= {form: Word(code, str(number), capital) for form in forms}
    return found


def _is_phrase(form: str) -> bool:
    return not form.rstrip(".").isalpha()


def _dateline(places: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, sorted(places)))}),\s*\Z", re.IGNORECASE)


def _any_of(forms: Iterable[str]) -> Phrases:
    ordered = tuple(sorted(forms, key=lambda form: (-len(form), form)))
    alternatives = "|".join(re.escape(form) for form in ordered)
    return Phrases(ordered, re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)"))


@cache
def load_known_days() -> tuple[KnownDay, ...]:
    """Read the days that show a text's calendar. Raises BadDataFile for a row that is not as the others."""
    path = find_resource("ontology/dates/days.toml")
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["days"]
        return tuple(_known_day(row) for row in rows)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise BadDataFile(f"{path}: {error}; a row has event, first, words, and last where needed") from error


def _known_day(row: dict[str, Any]) -> KnownDay:
    first, last = _day(row["first"]), _day(row.get("last", row["first"]))
    words = "|".join(re.escape(word) for word in row["words"])
    new_first, new_last = (_new_style(day) for day in (first, last))
    return KnownDay(
        row["event"], first, last, new_first, new_last, re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE)
    )


def _new_style(day: Day) -> Day:
    gregorian = julian_to_gregorian(day)
    return Day(gregorian.year, gregorian.month, gregorian.day)


def _day(written: str) -> Day:
    year, month, day = written.split("-")
    return Day(int(year), int(month), int(day))
