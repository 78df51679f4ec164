"""Take a part of a network: around one thing, a slice of time, one source, only what is contested."""

from __future__ import annotations

import calendar as month_lengths
import datetime as dt
import re
from dataclasses import dataclass

from soviet_kg.dates.calendars import Day, julian_to_gregorian, month_length
from soviet_kg.errors import WrongUse
from soviet_kg.model import Calendar
from soviet_kg.network.parts import Edge, Network, Node, Period

_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True)
class Choice:
    """What to keep; a part that is empty asks for nothing.

    `around` is an id, a name or a part of one, `steps` how far from it; `source` a document's id or how it begins.
    """

    around: str = ""
    steps: int = 1
    period: Period | None = None
    source: str = ""
    contested: bool = False


def choose(network: Network, choice: Choice) -> Network:
    """Return the part of a network that meets every wish. Raises WrongUse for a name that nothing has.

    An edge without a date is outside every slice of time.
    """
    edges = [edge for edge in network.edges if _is_wanted(edge, choice)]
    if choice.source and not any(name.startswith(choice.source) for name, _ in network.documents):
        known = ", ".join(name for name, _ in network.documents)
        raise WrongUse(f"no source begins with {choice.source!r}; there is: {known}")
    if not choice.around:
        return network.keep(edges)
    middle = find_node(network, choice.around)
    title = f"Around {middle.label}" if network.name == "all" else f"{network.title} around {middle.label}"
    return network.keep(_around(edges, middle.id, choice.steps), [middle.id], title)


def _is_wanted(edge: Edge, choice: Choice) -> bool:
    in_time = choice.period is None or (edge.period is not None and edge.period.meets(choice.period))
    in_source = any(name.startswith(choice.source) for name in edge.sources)
    return in_time and in_source and (edge.agreement == "contested" or not choice.contested)


def _around(edges: list[Edge], middle: str, steps: int) -> list[Edge]:
    """Return the edges between things at most `steps` away from the middle."""
    near = {middle}
    for _ in range(steps):
        near |= {end for edge in edges if {edge.tail, edge.head} & near for end in (edge.tail, edge.head)}
    return [edge for edge in edges if edge.tail in near and edge.head in near]


def find_node(network: Network, words: str) -> Node:
    """Return the node with that id or name, else the only one, or the most mentioned, whose name has the words.

    Raises WrongUse where there is none.
    """
    wanted = words.casefold()
    named = [node for node in network.nodes if wanted in map(str.casefold, _names(node))]
    likely = named or [
        node for node in network.nodes if any(wanted in name.casefold() for name in _names(node))
    ]
    if not likely:
        raise WrongUse(f"nothing in this view is named {words!r}; soviet-kg rank lists what is in it")
    return max(likely, key=lambda node: (node.mentions, node.id))


def _names(node: Node) -> tuple[str, ...]:
    return tuple(name for name in (node.id, node.label, node.label_ru, *node.aliases) if name)


def read_period(first: str, last: str, calendar: str = "gregorian") -> Period | None:
    """Return the period between two days, months or years (YYYY-MM-DD, YYYY-MM, YYYY) in a calendar.

    Either may be empty; with both empty there is no period. Raises WrongUse for what is no such date.
    """
    if not first and not last:
        return None
    kind = Calendar(calendar)
    start = _day(first, kind, end=False) if first else dt.date.min
    stop = _day(last, kind, end=True) if last else dt.date.max
    if stop < start:
        raise WrongUse(f"--from {first} is later than --to {last}")
    return Period(start, stop)


def _day(written: str, calendar: Calendar, *, end: bool) -> dt.date:
    parts = _DAY.fullmatch(written)
    if not parts:
        raise WrongUse(f"{written!r} is not a date such as 1917-10-25, 1917-10 or 1917")
    year, month, day = (int(part) if part else None for part in parts.groups())
    assert year is not None
    month = month or (12 if end else 1)
    try:
        day = day or (month_length(year, month, calendar) if end else 1)
        if calendar is Calendar.JULIAN:
            return julian_to_gregorian(Day(year, month, day))
        return dt.date(year, month, day)
    except (ValueError, month_lengths.IllegalMonthError) as error:
        raise WrongUse(f"{written!r} is no day of the {calendar} calendar") from error
