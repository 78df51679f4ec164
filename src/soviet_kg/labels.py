"""What a reader sees in place of a node: dates in both calendars, counts, claims, quotes."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from soviet_kg.model import Entity, HistoricalDate, Quantity

_MONTHS = {
    "en": [
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ],
    "ru": [
        *("январь", "февраль", "март", "апрель", "май", "июнь"),
        *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
    ],
    "ru/day": [
        *("января", "февраля", "марта", "апреля", "мая", "июня"),
        *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
    ],
}
_WORDS = {"en": ("about", "or"), "ru": ("около", "или")}
_REFORM = dt.date(1918, 2, 14)  # the first day of the Gregorian calendar in Soviet Russia
_LONGEST = 60
_PREPOSITION = re.compile(r"[,(]| (?:of|to|for|on|in|at|by|and|with|from|against|between) ")


def date_label(date: HistoricalDate, language: str = "en") -> str:
    """Return a date for a reader, in English or Russian.

    A day before the reform of 1918 is given in both calendars, Old Style first. Whatever is not a plain day,
    month, year or choice of days is given as its first and last day, Gregorian.
    """
    about, or_ = _WORDS[language]
    days = _choice(date.edtf)
    if days:
        label = f" {or_} ".join(_day(day, language) for day in days)
    elif is_plain(date):
        label = _plain(date, language)
    else:
        label = _from_to(date, language)
    return f"{about} {label}" if date.approximate else label


def is_plain(date: HistoricalDate) -> bool:
    """Tell whether its first and last day are just those of its EDTF: day, month, year, choice of days."""
    return (date.earliest, date.latest) == _natural_range(date.edtf)


def _choice(edtf: str) -> list[str]:
    """Return the days of "[1917-11-18,1917-11-19]", and none for another form."""
    return re.findall(r"\d{4}-\d\d-\d\d", edtf) if re.fullmatch(r"\[[\d,-]+\]", edtf) else []


def _natural_range(edtf: str) -> tuple[dt.date, dt.date] | None:
    if days := _choice(edtf):
        return dt.date.fromisoformat(min(days)), dt.date.fromisoformat(max(days))
    parts = [int(part) for part in edtf.split("-")] if re.fullmatch(r"\d{4}(-\d\d){0,2}", edtf) else []
    match parts:
        case [year, month, day]:
            return dt.date(year, month, day), dt.date(year, month, day)
        case [year, month] if month <= 12:
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        case [year]:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        case _:
            return None


def _plain(date: HistoricalDate, language: str) -> str:
    if date.edtf == date.earliest.isoformat():
        both = date.julian and date.earliest < _REFORM
        return _double(date.julian, date.edtf, language) if both else _day(date.edtf, language)
    year, *months = date.edtf.split("-")
    return " ".join([*(_MONTHS[language][int(month) - 1] for month in months), year])


def _double(julian: str, gregorian: str, language: str) -> str:
    """Return "3 (16) June 1917", "25 October (7 November) 1917" or "19 December 1917 (1 January 1918)"."""
    old, new = _day(julian, language), _day(gregorian, language)
    shared = new.partition(" ")[2] if old.partition(" ")[2] == new.partition(" ")[2] else gregorian[:4]
    if not old.endswith(f" {shared}"):
        return f"{old} ({new})"
    return f"{old.removesuffix(f' {shared}')} ({new.removesuffix(f' {shared}')}) {shared}"


def _from_to(date: HistoricalDate, language: str) -> str:
    first, last = _day(str(date.earliest), language), _day(str(date.latest), language)
    return f"{first.removesuffix(f' {date.latest.year}')} – {last}"


def _day(iso: str, language: str) -> str:
    year, month, day = iso.split("-")
    months = _MONTHS.get(f"{language}/day", _MONTHS[language])
    return f"{int(day)} {months[int(month) - 1]} {year}"


def count_label(quantity: Quantity, measure: str, of: str) -> str:
    """Return a count for a reader: "about 600 persons, present: Bolsheviks"."""
    about = "about " if quantity.approximate else ""
    digits = f"{quantity.value:,.10g}" if quantity.value >= 10_000 else f"{quantity.value:.10g}"
    words = f"{about}{digits.replace(',', ' ')} {quantity.unit}"
    words += f", {measure}" if measure else ""
    return f"{words}: {of}" if of else words


def shorten(text: str) -> str:
    """Return the text on one line, cut after a word near 60 characters with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST:
        return line
    return f"{line[:_LONGEST].rpartition(' ')[0] or line[:_LONGEST]} …"


def head_words(entity: Entity) -> set[str]:
    """Return the words, of which one is the noun at the head of the label, in small letters.

    English puts the head last before "of", "on" …; in Russian it is the word in the nominative, and the
    nominative is how a head word is given.
    """
    words: set[str] = set()
    for language, form in entity.labels:
        phrase = _PREPOSITION.split(form.lower(), maxsplit=1)[0].split()
        words.update(phrase[-1:] if language == "en" else phrase)
    return words
