"""Which calendar the unmarked days of a document are in, and why: the first rule with an opinion decides."""

from __future__ import annotations

from collections import Counter

from soviet_kg.dates.calendar_choice import BOTH_STYLES, NAMES
from soviet_kg.dates.finding import DateContext, find_dates, parse_date
from soviet_kg.dates.words import load_lexicon
from soviet_kg.model import Calendar, DateRange, HistoricalDate, Precision

_HEAD = 1500  # a text says near its beginning what it is


def decide_calendar(
    text: str,
    language: str,
    declared: Calendar | None,
    declared_reason: str = "",
    written: str | None = None,
) -> DateContext:
    """Return the calendar for the unmarked days of a document, with the reason.

    `written` is the document's own date, as in "1917-11-08"; `declared` is what somebody who knows says;
    it wins.
    """
    anchor = _anchor(written)
    if declared is not None:
        return DateContext(declared, declared_reason or "declared for the document", anchor, language)
    calendar, reason = _own_dates(text, anchor) or _provenance(text, language)
    return DateContext(calendar, reason, anchor, language)


def _anchor(written: str | None) -> HistoricalDate | None:
    if not written:
        return None
    value = parse_date(written, DateContext(Calendar.GREGORIAN, "the document's own date"))
    return value.first if isinstance(value, DateRange) else value


def _own_dates(text: str, anchor: HistoricalDate | None) -> tuple[Calendar, str] | None:
    """Ask the double dates: the style that they put first is the one that the writer thinks in."""
    votes: Counter[Calendar] = Counter()
    for found in find_dates(text, DateContext(Calendar.GREGORIAN, "", anchor)):
        first = found.value.first if isinstance(found.value, DateRange) else found.value
        if first.precision is Precision.DAY and first.reason.startswith(BOTH_STYLES):
            votes[first.calendar] += 1
    if not votes or votes[Calendar.JULIAN] == votes[Calendar.GREGORIAN]:
        return None
    calendar, count = votes.most_common(1)[0]
    return calendar, f"{count} of {votes.total()} double dates of the document put {NAMES[calendar]} first"


def _provenance(text: str, language: str) -> tuple[Calendar, str]:
    if load_lexicon().encyclopaedic.search(text[:_HEAD]):
        return Calendar.GREGORIAN, "an encyclopaedia or a later text: New Style unless it says otherwise"
    if language == "ru":
        return Calendar.JULIAN, "a Russian text: Old Style before 14 February 1918 unless it says otherwise"
    return Calendar.GREGORIAN, f"a text in {language!r} without Old Style marks: New Style"
