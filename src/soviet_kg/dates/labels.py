"""A date as a reader wants to see it, in English or Russian."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from soviet_kg.dates.calendars import REFORM
from soviet_kg.model import Calendar, DateRange, HistoricalDate, Precision


@dataclass(frozen=True, slots=True)
class _Words:
    months: tuple[str, ...]
    of_months: tuple[str, ...]
    seasons: tuple[str, ...]
    parts: tuple[str, str, str]
    decade: str
    about: str
    or_: str


_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WORDS = {
    "en": _Words(
        _ENGLISH_MONTHS,
        _ENGLISH_MONTHS,
        ("spring", "summer", "autumn", "winter"),
        ("early ", "mid-", "late "),
        "{}s",
        "about",
        "or",
    ),
    "ru": _Words(
        (
            "январь", "февраль", "март", "апрель", "май", "июнь",
            "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
        ),
        (
            "января", "февраля", "марта", "апреля", "мая", "июня",
            "июля", "августа", "сентября", "октября", "ноября", "декабря",
        ),
        ("весна", "лето", "осень", "зима"),
        ("начало ", "середина ", "конец "),
        "{}-е",
        "около",
        "или",
    ),
}  # fmt: skip


def date_label(value: HistoricalDate | DateRange, language: str = "en") -> str:
    """Return a label in both styles where they matter: "25 October (7 November) 1917", Old Style first.

    Days from 14 February 1918 on have one style; months, seasons and years are as the EDTF has them.
    """
    words = _WORDS[language]
    if isinstance(value, DateRange):
        return f"{date_label(value.first, language)} – {date_label(value.last, language)}"
    if value.edtf.startswith("["):
        days, julians = _parts(value.edtf), _parts(value.julian)
        julians = julians or ("",) * len(days)
        return f" {words.or_} ".join(_one(*pair, value, words) for pair in zip(days, julians, strict=True))
    label = _one(value.edtf.rstrip("~"), value.julian, value, words)
    exact = value.precision is Precision.DAY or value.edtf.endswith("~")
    return f"{words.about} {label}" if value.approximate and exact else label


def _parts(edtf: str) -> tuple[str, ...]:
    return tuple(edtf.strip("[]").split(",")) if edtf else ()


def _one(edtf: str, julian: str, value: HistoricalDate, words: _Words) -> str:
    if value.precision is not Precision.DAY:
        return _coarse(edtf, value, words)
    return _both(_day(julian), _day(edtf), words) if julian and value.latest < REFORM else _plain(edtf, words)


def _day(iso: str) -> tuple[int, int, int]:
    year, month, day = map(int, iso.split("-"))
    return year, month, day


def _plain(iso: str, words: _Words) -> str:
    year, month, day = _day(iso)
    return f"{day} {words.of_months[month - 1]} {year}"


def _both(julian: tuple[int, int, int], gregorian: tuple[int, int, int], words: _Words) -> str:
    """Return "3 (16) June 1917", "25 October (7 November) 1917" or "19 December 1917 (1 January 1918)"."""
    year, month, day = julian
    new_year, new_month, new_day = gregorian
    old_name, new_name = words.of_months[month - 1], words.of_months[new_month - 1]
    if year != new_year:
        return f"{day} {old_name} {year} ({new_day} {new_name} {new_year})"
    if month != new_month:
        return f"{day} {old_name} ({new_day} {new_name}) {year}"
    return f"{day} ({new_day}) {old_name} {year}"


def _coarse(edtf: str, value: HistoricalDate, words: _Words) -> str:
    year, _, month = edtf.partition("-")
    if year.endswith("X"):
        return words.decade.format(f"{year[:-1]}0")
    if int(month or 0) > 12:
        return f"{words.seasons[int(month) - 21]} {year}"
    part = _part(value, words)
    if not month:
        return part + year
    return f"{part}{(words.of_months if part else words.months)[int(month) - 1]} {year}"


def _part(value: HistoricalDate, words: _Words) -> str:
    """Return "mid-" for the second third of a month or year: the span of the date tells it."""
    days = (value.latest - value.earliest).days
    if (
        not value.approximate
        or value.calendar is Calendar.JULIAN
        or days > 123
        or (value.precision is Precision.MONTH and days > 23)
    ):
        return ""
    return words.parts[_third(value.earliest, value.precision)]


def _third(day: dt.date, precision: Precision) -> int:
    return min((day.day - 1) // 10, 2) if precision is Precision.MONTH else (day.month - 1) // 4
