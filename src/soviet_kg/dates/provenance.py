"""Which calendar the unmarked days of a document are in, and why: the first rule with an opinion decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from soviet_kg.dates.calendar_choice import MARKS, NAMES, choose
from soviet_kg.dates.calendars import Day
from soviet_kg.dates.finding import DateContext, expressions_of, parse_date
from soviet_kg.dates.forms import End
from soviet_kg.dates.words import KnownDay, load_known_days, load_lexicon
from soviet_kg.dates.years import line_around
from soviet_kg.errors import BadDataFile
from soviet_kg.model import Calendar, DateRange, HistoricalDate

_HEAD = 1500  # a text says near its beginning what it is
_OTHER = {Calendar.JULIAN: Calendar.GREGORIAN, Calendar.GREGORIAN: Calendar.JULIAN}
Vote = tuple[Calendar, str]


def decide_calendar(
    text: str,
    language: str,
    declared: Calendar | None,
    declared_reason: str = "",
    written: str | None = None,
) -> DateContext:
    """Return the calendar for the unmarked days of a document, with the reason.

    `written` is the document's own date, as in "1917-11-08"; `declared` is what somebody who knows says;
    it wins. Raises BadDataFile for a `written` that is no date.
    """
    anchor = _anchor(written)
    if declared is not None:
        return DateContext(declared, declared_reason or "declared for the document", anchor, language)
    calendar, reason = _own_signs(text) or _provenance(text, language)
    return DateContext(calendar, reason, anchor, language)


def _anchor(written: str | None) -> HistoricalDate | None:
    if not written:
        return None
    try:
        value = parse_date(written, DateContext(Calendar.GREGORIAN, "the document's own date"))
    except ValueError as error:
        raise BadDataFile(f"the document's date: {error}") from error
    return value.first if isinstance(value, DateRange) else value


def _own_signs(text: str) -> Vote | None:
    """Ask the dates themselves; the majority of the signs decides."""
    votes = Counter(_signs(text))
    totals: Counter[Calendar] = Counter()
    for (calendar, _), count in votes.items():
        totals[calendar] += count
    if totals[Calendar.JULIAN] == totals[Calendar.GREGORIAN]:
        return None
    winner = max(_OTHER, key=lambda calendar: totals[calendar])
    signs = sorted({sign for calendar, sign in votes if calendar is winner})
    return winner, f"{totals[winner]} of {totals.total()} signs in the text: {'; '.join(signs)}"


def _signs(text: str) -> Iterator[Vote]:
    for expression in expressions_of(text):
        for end in expression.ends[:1]:
            yield from _sign(end, expression.ends[-1], line_around(text, end))


def _sign(end: End, last: End, line: str) -> Iterator[Vote]:
    if not (end.day and end.month) or (end.year or 0) > 1918:
        return
    if end.other:
        yield from _first_half(end)
    elif end.mark:
        calendar = _OTHER[MARKS[end.mark]]
        yield calendar, f"{NAMES[MARKS[end.mark]]} is marked, so that unmarked days are {NAMES[calendar]}"
    else:
        yield from _well_known(end, last, line)


def _first_half(end: End) -> Iterator[Vote]:
    """The style that a double date puts first is the one that the writer thinks in."""
    choice = choose(end, end.year or 1917, end.month or 1, Calendar.UNSPECIFIED, "")
    if choice.calendar in _OTHER:
        yield choice.calendar, f"double dates put {NAMES[choice.calendar]} first"


def _well_known(end: End, last: End, line: str) -> Iterator[Vote]:
    for known in load_known_days():
        calendar = _style_of(end, last, known) if end.year in (None, known.first.year) else None
        if calendar and known.words.search(line):
            yield calendar, f"dated in {NAMES[calendar]}: {known.event}"
            return


def _style_of(end: End, last: End, known: KnownDay) -> Calendar | None:
    """Return the calendar in which the day, or either day of a range, belongs to the event."""
    for one in (end, last):
        day = Day(known.first.year, one.month or 0, one.day or 0)
        if known.first <= day <= known.last:
            return Calendar.JULIAN
        if known.new_first <= day <= known.new_last:
            return Calendar.GREGORIAN
    return None


def _provenance(text: str, language: str) -> Vote:
    lexicon, head = load_lexicon(), text[:_HEAD]
    if lexicon.encyclopaedic.occur_in(head):
        return Calendar.GREGORIAN, "an encyclopaedia or a later text: New Style unless it says otherwise"
    if lexicon.old_style_sources.occur_in(head):
        return Calendar.JULIAN, "an edition that leaves Russian days in Old Style before 14 February 1918"
    if language == "ru":
        return Calendar.JULIAN, "a Russian text: Old Style before 14 February 1918 unless it says otherwise"
    return Calendar.GREGORIAN, f"a text in {language!r} without Old Style marks: New Style"
