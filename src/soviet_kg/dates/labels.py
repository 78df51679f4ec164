"""A date as a reader wants to see it."""

from __future__ import annotations

from soviet_kg.dates.calendars import REFORM
from soviet_kg.model import DateRange, HistoricalDate, Precision

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}


def date_label(value: HistoricalDate | DateRange) -> str:
    """Return a label in both styles where they matter: "25 October (7 November) 1917", Old Style first.

    Days from 14 February 1918 on have one style; months, seasons and years are as the EDTF has them.
    """
    if isinstance(value, DateRange):
        return f"{date_label(value.first)} – {date_label(value.last)}"
    if value.edtf.startswith("["):
        pairs = zip(_parts(value.edtf), _parts(value.julian) or ("", ""), strict=True)
        return " or ".join(_one(edtf, julian, value) for edtf, julian in pairs)
    return _one(value.edtf, value.julian, value)


def _parts(edtf: str) -> tuple[str, ...]:
    return tuple(edtf.strip("[]").split(",")) if edtf else ()


def _one(edtf: str, julian: str, value: HistoricalDate) -> str:
    if value.precision is Precision.DAY and julian and value.latest < REFORM:
        return _both(_day(julian), _day(edtf))
    about = "about " if edtf.endswith("~") else ""
    return about + _plain(edtf.rstrip("~"))


def _day(iso: str) -> tuple[int, int, int]:
    year, month, day = map(int, iso.split("-"))
    return year, month, day


def _both(julian: tuple[int, int, int], gregorian: tuple[int, int, int]) -> str:
    year, month, day = julian
    new_year, new_month, new_day = gregorian
    if year != new_year:
        return f"{day} {_MONTHS[month - 1]} {year} ({new_day} {_MONTHS[new_month - 1]} {new_year})"
    if month != new_month:
        return f"{day} {_MONTHS[month - 1]} ({new_day} {_MONTHS[new_month - 1]}) {year}"
    return f"{day} ({new_day}) {_MONTHS[month - 1]} {year}"


def _plain(edtf: str) -> str:
    parts = edtf.split("-")
    if parts[0].endswith("X"):
        return f"{parts[0][:-1]}0s"
    if len(parts) == 1:
        return parts[0]
    month = int(parts[1])
    name = _SEASONS[month] if month > 12 else _MONTHS[month - 1]
    return " ".join([*(str(int(day)) for day in parts[2:]), name, parts[0]])
