"""Calendars, dates in text, and what they mean."""

from soviet_kg.dates.calendars import Day, day_date, format_edtf, gregorian_to_julian, julian_to_gregorian
from soviet_kg.dates.finding import DateContext, FoundDate, date_problems, find_dates, parse_date
from soviet_kg.dates.labels import date_label
from soviet_kg.dates.provenance import decide_calendar
from soviet_kg.dates.reading import Problem

__all__ = [
    "DateContext",
    "Day",
    "FoundDate",
    "Problem",
    "date_label",
    "date_problems",
    "day_date",
    "decide_calendar",
    "find_dates",
    "format_edtf",
    "gregorian_to_julian",
    "julian_to_gregorian",
    "parse_date",
]
