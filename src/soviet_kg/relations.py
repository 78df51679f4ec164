"""How two answers to one question stand to each other, and why, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from soviet_kg.answers import Answer, World, with_article
from soviet_kg.labels import date_label
from soviet_kg.model import Claim, HistoricalDate, Kind, Mention, Precision, Quantity

_ROUGHLY = 0.1  # how far apart two numbers may lie if one of them is given as approximate
_PUBLISHED = "published"
_YEAR = 366
_CALENDARS = (12, 13)  # days between Old Style and New Style in the 19th and in the 20th century


class Relation(IntEnum):
    """From saying the same to what cannot be true together."""

    SAME = 0
    PRECISION = 1
    MEASURES = 2
    CALENDARS = 3
    CONTRADICTION = 4


@dataclass(frozen=True, slots=True)
class Stand:
    """How two answers stand to each other, and why; no reason where what they count or date says it."""

    relation: Relation
    reason: str = ""


SAME = Stand(Relation.SAME)


def relate(one: Answer, other: Answer, world: World) -> Stand:
    """Return how two answers stand to each other.

    Dates contradict each other when they have no day in common; numbers when they count the same and differ, or,
    where one is approximate, differ by more than a tenth; things when they are not the same, and neither is a part of
    the other. Numbers of one sentence are parts of a whole and contradict nothing in it.
    """
    match one.value, other.value:
        case HistoricalDate() as first, HistoricalDate() as second:
            return _relate_dates(first, second, one.sense, other.sense)
        case Quantity(), Quantity():
            return _relate_numbers(one, other, world)
        case Mention() as first, Mention() as second:
            return _relate_things(first, second, one, other, world)
        case _:
            same = one.value == other.value
            return SAME if same else Stand(Relation.CONTRADICTION, "the words are not the same")


# --- dates -----------------------------------------------------------------------------------------------


def _relate_dates(one: HistoricalDate, other: HistoricalDate, sense: str, sense_2: str) -> Stand:
    if (one.earliest, one.latest) == (other.earliest, other.latest):
        return SAME
    if _PUBLISHED in (sense, sense_2):
        return SAME  # a text is published after it was written, and may be again
    if sense != sense_2:
        return Stand(Relation.MEASURES)
    if one.earliest <= other.latest and other.earliest <= one.latest:
        return Stand(
            Relation.PRECISION, f"{_finer(one, other)} is the finer date, and falls within the other"
        )
    if one.approximate or other.approximate:
        return Stand(Relation.PRECISION, "one of the dates is given as approximate")
    return _apart(one, other)


def _finer(one: HistoricalDate, other: HistoricalDate) -> str:
    return date_label(min(one, other, key=lambda date: (date.latest - date.earliest, date.edtf)))


def _apart(one: HistoricalDate, other: HistoricalDate) -> Stand:
    first, second = sorted((one, other), key=lambda date: (date.earliest, date.edtf))
    told = f"{date_label(first)} and {date_label(second)}"
    days = (second.earliest - first.earliest).days
    if not one.precision is other.precision is Precision.DAY:
        return Stand(Relation.CONTRADICTION, f"{told} have no day in common")
    if days in _CALENDARS:
        return Stand(Relation.CALENDARS, f"{told} lie {days} days apart, as the two calendars do")
    if days > _YEAR:
        years = second.earliest.year - first.earliest.year
        return Stand(Relation.CONTRADICTION, f"{told} lie {years} year{'' if years == 1 else 's'} apart")
    return Stand(Relation.CONTRADICTION, f"{told} lie {days} day{'' if days == 1 else 's'} apart")


# --- numbers ---------------------------------------------------------------------------------------------


def _relate_numbers(one: Answer, other: Answer, world: World) -> Stand:
    first, second = one.value, other.value
    assert isinstance(first, Quantity)
    assert isinstance(second, Quantity)
    if first.unit != second.unit:
        return _relate_shares(one, other, world)
    if one.claim.quote == other.claim.quote and one.sense == other.sense:
        return SAME  # parts of one whole, listed in one sentence
    if first.value == second.value:
        return SAME
    if one.sense != other.sense:
        return Stand(Relation.MEASURES)
    allowed = _ROUGHLY * max(first.value, second.value) if first.approximate or second.approximate else 0
    if abs(first.value - second.value) <= allowed:
        return Stand(Relation.PRECISION, "one of the numbers is given as approximate")
    if _may_have_changed(one, other, world):
        return Stand(
            Relation.MEASURES,
            "the number changes in time, and the sources do not say that they speak of one day",
        )
    return Stand(Relation.CONTRADICTION, _differ(one, other))


def _differ(one: Answer, other: Answer) -> str:
    numbers = sorted(a.value.value for a in (one, other) if isinstance(a.value, Quantity))
    what = f" (“{one.sense}”)" if one.sense else ""
    return f"{numbers[0]:.10g} and {numbers[1]:.10g} count the same{what}"


def _may_have_changed(one: Answer, other: Answer, world: World) -> bool:
    """Say whether two counts may be of different days: of a body's members, or of votes nobody says when."""
    if world.vocabulary.property(one.claim.predicate).changes:
        return True
    is_vote = one.claim.subject.kind in (Kind.PERSON, Kind.PARTY)
    return is_vote and one.claim.quote.document != other.claim.quote.document


def _relate_shares(one: Answer, other: Answer, world: World) -> Stand:
    """Compare a count with a percentage by the totals that the sources give."""
    count, share = (one, other) if _unit(one) == "persons" else (other, one)
    number, percent = count.value, share.value
    assert isinstance(number, Quantity)
    assert isinstance(percent, Quantity)
    totals = _totals_for(count, world) if "of" in dict(count.claim.qualifiers) else []
    for total, _ in totals:
        exact = 100 * number.value / total
        if abs(exact - percent.value) <= last_place(percent) + (
            exact * _ROUGHLY if number.approximate else 0
        ):
            said = f"{number.value:.10g} of {total:.10g} is {exact:.2f} %, given as {percent.value:.10g} %"
            return Stand(Relation.PRECISION, said)
    if totals and totals[0][1]:
        said = f"{number.value:.10g} of {totals[0][0]:.10g} is {100 * number.value / totals[0][0]:.2f} %"
        return Stand(Relation.CONTRADICTION, f"{said}, not {percent.value:.10g} %")
    return Stand(
        Relation.MEASURES, "one is a number, the other a percentage of a total that is not given with it"
    )


def _unit(answer: Answer) -> str:
    return answer.value.unit if isinstance(answer.value, Quantity) else ""


def last_place(percent: Quantity) -> float:
    """Return one unit in the last place of a percentage as written: 1 for "60 %", 0.01 for "11.09 %"."""
    digits = f"{percent.value:.10g}".partition(".")[2]
    return float(10 ** -len(digits))


def _totals_for(count: Answer, world: World) -> list[tuple[float, bool]]:
    """Return the totals that a count may be a part of, its own first: of its measure and from its document."""
    measure = dict(count.claim.qualifiers).get("measure")

    def is_own(claim: Claim) -> bool:
        same_source = claim.quote.document == count.claim.quote.document
        return same_source and dict(claim.qualifiers).get("measure") == measure

    claims = world.totals.get(world.id(count.claim.subject), ())
    totals = [
        (c.object.value, is_own(c)) for c in claims if isinstance(c.object, Quantity) and c.object.value
    ]
    return sorted(totals, key=lambda total: not total[1])


# --- things ----------------------------------------------------------------------------------------------


def _relate_things(one: Mention, other: Mention, told: Answer, told_2: Answer, world: World) -> Stand:
    first, second = world.id(one), world.id(other)
    if first == second:
        return SAME if told.sense == told_2.sense else Stand(Relation.MEASURES)
    if first in world.wholes.get(second, ()) or second in world.wholes.get(first, ()):
        return Stand(Relation.PRECISION, "one is a part of the other")
    if one.kind is other.kind is Kind.PLACE:
        return _relate_places(first, second, world)
    if told.several:
        return Stand(Relation.MEASURES, "the answers are not the same, and both may hold")
    return _relate_authors(first, second, one, other, world)


def _relate_places(first: str, second: str, world: World) -> Stand:
    if {first, second} <= world.known.cities:
        return Stand(
            Relation.CONTRADICTION, f"{_name(first, world)} and {_name(second, world)} are two cities"
        )
    return Stand(Relation.PRECISION, "one place may lie within the other")


def _relate_authors(first: str, second: str, one: Mention, other: Mention, world: World) -> Stand:
    """Compare two agents; a person may act for a party that he is known to be of."""
    for person, party, kinds in (
        (first, second, (one.kind, other.kind)),
        (second, first, (other.kind, one.kind)),
    ):
        if kinds == (Kind.PERSON, Kind.PARTY) and world.known.parties.get(person):
            if world.known.fits(person, party):
                return Stand(
                    Relation.PRECISION, f"{_name(person, world)} is known to be of {_name(party, world)}"
                )
            break
    names = sorted((_name(first, world), _name(second, world)))
    return Stand(Relation.CONTRADICTION, f"one names {names[0]}, the other {names[1]}")


def _name(entity: str, world: World) -> str:
    return with_article(world.entities[entity])
