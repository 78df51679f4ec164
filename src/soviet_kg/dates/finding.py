"""Find the dates of a text, refuse what only looks like one, and read one date on its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from soviet_kg.dates.forms import Expression, find_expressions
from soviet_kg.dates.lexer import Token, read_tokens
from soviet_kg.dates.reading import Known, Problem, Reading, read_expression
from soviet_kg.dates.years import Surroundings, survey
from soviet_kg.model import Calendar, DateRange, HistoricalDate, Span

_NEAR = 1000  # "the following day" leans on a day at most this many letters before it
_FILE_NAME = re.compile(r"\)?\.(?:jpe?g|png|svg|gif|pdf|html?)\b", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\s*(?:[^\w\s]|$)|\s+(?:to|and|or|at|in|on|the|he|she|it|they|we|was|were|had|when|that|by|from|until|till|"
    r"with|for|after|before|there|числ[ауо]|of (?:that|this|the same) month)\b"
)


@dataclass(frozen=True, slots=True)
class DateContext:
    """What holds for the days of a document that do not say it themselves.

    `calendar` is that of unmarked days before 14 February 1918, for the `reason` given in words; `anchor` is
    the document's own date, the last place from which a missing year is taken.
    """

    calendar: Calendar
    reason: str
    anchor: HistoricalDate | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: half-open offsets, what it means, and the time of day where the words give one."""

    start: int
    stop: int
    value: HistoricalDate | DateRange
    time: str = ""


def find_dates(text: str, context: DateContext, sections: Sequence[Span] = ()) -> tuple[FoundDate, ...]:
    """Return the dates of the text in order, none inside another.

    `sections` are spans of the same text: a missing year or month comes from the nearest one stated there.
    """
    found = []
    for expression, reading in _read(text, context, sections):
        if reading.value is not None:
            found.append(FoundDate(expression.start, expression.stop, reading.value, _time(expression)))
    return tuple(found)


def date_problems(text: str, context: DateContext, sections: Sequence[Span] = ()) -> tuple[Problem, ...]:
    """Return what cannot be; it is reported and not repaired.

    That is: halves of a double date that are two days, days that no calendar has, 1 to 13 February 1918, and
    ranges that end before they begin.
    """
    return tuple(problem for _, reading in _read(text, context, sections) for problem in reading.problems)


def parse_date(text: str, context: DateContext) -> HistoricalDate | DateRange:
    """Return what a string means that is one date and nothing else.

    Raises ValueError, saying what is missing or wrong, for anything else.
    """
    whole = text.strip()
    tokens = [token for token in read_tokens(whole) if token.stop > token.start]
    for expression, _, _ in find_expressions(tokens):
        if (expression.start, expression.stop) == (0, len(whole)):
            around = survey(whole, [expression], (), context.anchor)
            reading = read_expression(expression, whole, around, context.calendar, context.reason, None)
            if reading.value is not None:
                return reading.value
            raise ValueError(reading.problems[0].message if reading.problems else f"{whole!r} states no year")
    raise ValueError(
        f"{whole!r} is not a date that can be read, such as 1917-11-07 or 25 October (7 November) 1917"
    )


def _read(text: str, context: DateContext, sections: Sequence[Span]) -> Iterator[tuple[Expression, Reading]]:
    expressions = list(expressions_of(text))
    around = survey(text, expressions, sections, context.anchor)
    known: Known | None = None
    for expression in expressions:
        reading = read_expression(
            expression, text, around, context.calendar, context.reason, _within(known, expression, around)
        )
        known = reading.known or known
        yield expression, reading


def _within(known: Known | None, expression: Expression, around: Surroundings) -> Known | None:
    """Return the last day read if it is in the same section and, for a relative day, near."""
    if known is None or known.place < around.section(expression.start).start:
        return None
    if expression.form == "next" and expression.start - known.place > _NEAR:
        return None
    return known


def expressions_of(text: str) -> Iterator[Expression]:
    """Yield what the words of the text say about dates, before anything is inferred."""
    tokens = read_tokens(text)
    for expression, first, stop in find_expressions(tokens):
        if _is_date(expression, tokens, first, stop, text):
            yield expression


def _is_date(expression: Expression, tokens: list[Token], first: int, stop: int, text: str) -> bool:
    """Return whether what looks like a date is one, from what stands around it."""
    before = tokens[first - 1].code if first else "x"
    after = tokens[stop].code if stop < len(tokens) else "x"
    if expression.form == "year":
        return _is_year(expression, before, after, text)
    if expression.form in ("day", "from", "night") and not any(e.month or e.year for e in expression.ends):
        inside = {token.code for token in tokens[first:stop]}
        return bool(inside & {"d", "T", "W"}) and bool(_GOES_ON.match(text, expression.stop))
    if expression.form == "bare":
        return bool(expression.ends[0].part) or (before in "iFf>" and not _is_name(expression, text))
    return True


def _is_name(expression: Expression, text: str) -> bool:
    """Tell the July Days, or Октябрь for the revolution, from a month."""
    if text[expression.start] > "z":
        return text[expression.start].isupper()
    return text[expression.stop + 1 : expression.stop + 2].isupper()


def _is_year(expression: Expression, before: str, after: str, text: str) -> bool:
    if before in "mL" or _FILE_NAME.match(text, expression.stop):
        return False
    round_number = (expression.ends[0].year or 0) % 100 == 0
    if after == "k" or round_number:
        return before in "iF>" and not (after == "k" and round_number)
    return True


def _time(expression: Expression) -> str:
    times = [end.time for end in expression.ends if end.time]
    return "/".join(dict.fromkeys(times))
