"""What our documents add to Wikidata, and where they contradict it.

Each claim that a source asserts, between entities that are exactly items, becomes a statement in Wikidata's words, and
is looked for there: it is there already, it is not there, or something else is. Nothing is decided: a contradiction is
a report for people on both sides.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from soviet_kg.labels import is_plain
from soviet_kg.model import (
    Calendar,
    Claim,
    Corpus,
    Entity,
    HistoricalDate,
    Mention,
    Precision,
    Quote,
    Stance,
)
from soviet_kg.wikidata.items import Item, Statement, WikiTime
from soviet_kg.wikidata.knowledge import Mapping as PropertyMapping
from soviet_kg.wikidata.knowledge import read_properties
from soviet_kg.wikidata.snapshot import Snapshot
from soviet_kg.wikidata.spelling import fold_name

_PLAIN = re.compile(r"\d{4}(-\d\d){0,2}")
_CALENDARS_APART = 13  # days, from 1900 on


class Standing(StrEnum):
    """How a contribution stands to Wikidata."""

    THERE = "already there"
    NEW = "not there"
    CONTRADICTED = "contradicted"


Value = str | WikiTime  # a QID, or a time


@dataclass(frozen=True, slots=True)
class Contribution:
    """One statement that our documents support, by `claims`, with a quote for each source.

    `theirs` is the statement that says the same, or something else; `note` says in words what is worth knowing.
    """

    qid: str
    pid: str
    value: Value
    qualifiers: tuple[tuple[str, Value], ...]
    standing: Standing
    claims: tuple[str, ...]
    quotes: tuple[Quote, ...]
    theirs: Statement | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewName:
    """A name of ours that Wikidata does not have for an item; `is_label` where it has none in the language."""

    qid: str
    language: str
    form: str
    is_label: bool


@dataclass(frozen=True, slots=True)
class Contributions:
    """The report: statements sorted by item and property; names; why claims are left out, and how many."""

    statements: tuple[Contribution, ...]
    names: tuple[NewName, ...]
    left_out: tuple[tuple[str, int], ...]

    def of(self, standing: Standing) -> tuple[Contribution, ...]:
        """Return one of the three lists."""
        return tuple(row for row in self.statements if row.standing is standing)


def find_contributions(corpus: Corpus, snapshot: Snapshot) -> Contributions:
    """Compare what the documents of a corpus assert with what a snapshot of Wikidata says.

    Only exact links count, on both sides of a claim. Claims that say the same of the same item are one contribution.
    """
    qids = _exact(corpus)
    left_out: dict[str, int] = defaultdict(int)
    supported: dict[tuple[str, str, str], list[_Supported]] = defaultdict(list)
    for claim in corpus.claims:
        result = _translate(claim, qids)
        if isinstance(result, str):
            left_out[result] += 1
        else:
            for one in result:
                same = one.value.digits if isinstance(one.value, WikiTime) else one.value
                supported[(one.qid, one.mapping.pid, same)].append(one)
    rows = [_stand(group, snapshot) for group in supported.values()]
    rows.sort(key=_order)
    return Contributions(tuple(rows), tuple(_new_names(qids, snapshot)), tuple(sorted(left_out.items())))


def _order(row: Contribution) -> tuple[int, int, str]:
    value = row.value.digits if isinstance(row.value, WikiTime) else row.value
    return int(row.qid[1:]), int(row.pid[1:]), value


def _exact(corpus: Corpus) -> dict[str, tuple[str, Entity]]:
    """Return QID and entity for every mention key whose entity is exactly an item."""
    linked = {link.entity: link.qid for link in corpus.links if link.is_exact}
    return {
        key: (linked[entity.id], entity)
        for entity in corpus.entities
        if entity.id in linked
        for key in entity.keys
    }


# --- a claim in Wikidata's words ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Supported:
    qid: str
    mapping: PropertyMapping
    value: Value
    qualifiers: tuple[tuple[str, Value], ...]
    claim: Claim


def _translate(claim: Claim, qids: Mapping[str, tuple[str, Entity]]) -> list[_Supported] | str:
    """Return the statements that a claim makes, or why it makes none."""
    if claim.stance is not Stance.ASSERTED:
        return f"not asserted: {claim.stance}"
    properties = [row for row in read_properties().mappings if row.property == claim.predicate]
    if not properties:
        return "no property of Wikidata says this"
    if claim.subject.key not in qids:
        return "the subject is not exactly an item"
    value = _value(claim, qids)
    if isinstance(value, _Unsaid):
        return value.why
    kind = _kind_of(claim, qids)
    fitting = read_properties().fitting(claim.predicate, str(qids[claim.subject.key][1].kind), kind)
    if not fitting:
        return "no property of Wikidata says this of such things"
    return [_support(claim, row, value, qids) for row in fitting]


@dataclass(frozen=True, slots=True)
class _Unsaid:
    why: str


def _value(claim: Claim, qids: Mapping[str, tuple[str, Entity]]) -> Value | _Unsaid:
    match claim.object:
        case Mention() as mention:
            known = qids.get(mention.key)
            if known is None:
                return _Unsaid("the object is not exactly an item")
            if known[0] == qids[claim.subject.key][0]:
                return _Unsaid("subject and object are one item")
            return known[0]
        case HistoricalDate() as date:
            return time_value(date) or _Unsaid("the date is not one day, month or year, or is inferred")
        case _:
            return _Unsaid("a number or words, for which there is no item")


def _kind_of(claim: Claim, qids: Mapping[str, tuple[str, Entity]]) -> str:
    return str(qids[claim.object.key][1].kind) if isinstance(claim.object, Mention) else "time"


def _support(
    claim: Claim, row: PropertyMapping, value: Value, qids: Mapping[str, tuple[str, Entity]]
) -> _Supported:
    subject = qids[claim.subject.key][0]
    qualifiers = tuple(_qualifiers(claim, row, qids))
    if row.inverse:
        assert isinstance(value, str)
        return _Supported(value, row, subject, qualifiers, claim)
    return _Supported(subject, row, value, qualifiers, claim)


def _qualifiers(
    claim: Claim, row: PropertyMapping, qids: Mapping[str, tuple[str, Entity]]
) -> Iterator[tuple[str, Value]]:
    given = dict(claim.qualifiers)
    for name, pid in row.qualifiers:
        value = given.get(name)
        if isinstance(value, HistoricalDate) and (time := time_value(value)):
            yield pid, time
        elif isinstance(value, Mention) and value.key in qids:
            yield pid, qids[value.key][0]


def time_value(date: HistoricalDate) -> WikiTime | None:
    """Return a date as Wikidata has it, with the Gregorian digits and the calendar in which it is written.

    None where it is not one plain day, month or year: what is approximate, a choice of days, or in part inferred from
    elsewhere in the text is not put into a database without its doubts. A year is of no calendar.
    """
    if date.approximate or date.inferred or not is_plain(date) or not _PLAIN.fullmatch(date.edtf):
        return None
    if date.precision is Precision.DAY and date.calendar is Calendar.UNSPECIFIED:
        return None
    is_julian = date.precision is Precision.DAY and date.calendar is Calendar.JULIAN
    return WikiTime(date.edtf, Calendar.JULIAN if is_julian else Calendar.GREGORIAN)


# --- how it stands -----------------------------------------------------------------------------------------


def _stand(group: list[_Supported], snapshot: Snapshot) -> Contribution:
    first = group[0]
    quotes = {one.claim.quote.document: one.claim.quote for one in reversed(group)}
    plain = Contribution(
        qid=first.qid,
        pid=first.mapping.pid,
        value=_shared_value([one.value for one in group]),
        qualifiers=next((one.qualifiers for one in group if one.qualifiers), ()),
        standing=Standing.NEW,
        claims=tuple(one.claim.id for one in group),
        quotes=tuple(quotes[document] for document in sorted(quotes)),
    )
    item = snapshot.items.get(first.qid)
    theirs = _statements(item, first.mapping.pid) if item else []
    return _compare(plain, theirs, first.mapping.single)


def _shared_value(values: list[Value]) -> Value:
    """Return the value of claims that mean one day: written as Old Style only if all of them are."""
    return next(
        (value for value in values if getattr(value, "calendar", None) is Calendar.GREGORIAN), values[0]
    )


def _statements(item: Item, pid: str) -> list[Statement]:
    """Return the statements that count: the preferred ones, if there are any."""
    found = [statement for statement in item.statements if statement.pid == pid]
    return [statement for statement in found if statement.preferred] or found


def _compare(ours: Contribution, theirs: Iterable[Statement], single: bool) -> Contribution:
    others: list[Statement] = []
    for statement in theirs:
        found = _agree(ours, statement)
        if found:
            return found
        others.append(statement)
    if others and single:
        note = _difference(ours.value, others[0].value)
        return replace(ours, standing=Standing.CONTRADICTED, theirs=others[0], note=note)
    note = f"beside {len(others)} other value{'s' if len(others) > 1 else ''}" if others else ""
    return replace(ours, note=note)


def _agree(ours: Contribution, theirs: Statement) -> Contribution | None:
    """Return the contribution as it stands to a statement that agrees with it, None where that does not."""
    there = replace(ours, standing=Standing.THERE, theirs=theirs)
    unsourced = "" if theirs.sourced or not theirs.guid else "without a reference there"
    mine, other = ours.value, theirs.value
    if isinstance(mine, str) or isinstance(other, str):
        return replace(there, note=unsourced) if mine == other else None
    (first, last), (begin, end) = mine.days, other.days
    if (first, last) == (begin, end):
        return replace(there, note=unsourced)
    if first <= begin and end <= last:
        return replace(there, note="more exact there")
    if begin <= first and last <= end:
        return replace(ours, theirs=theirs, note=f"only {other.digits} there")
    return None


def _difference(ours: Value, theirs: Value) -> str:
    if isinstance(ours, str) or isinstance(theirs, str):
        return ""
    apart = abs((ours.days[0] - theirs.days[0]).days)
    if len(ours.digits) == len(theirs.digits) == len("1917-11-07") and apart == _CALENDARS_APART:
        return f"{_CALENDARS_APART} days apart: as if one were in the other calendar"
    if (
        isinstance(theirs, WikiTime)
        and theirs.days[0] == dt.date(theirs.year, 1, 1)
        and len(theirs.digits) == 10
    ):
        return "1 January there may stand for the year"
    return ""


# --- names -------------------------------------------------------------------------------------------------


def _new_names(qids: Mapping[str, tuple[str, Entity]], snapshot: Snapshot) -> Iterator[NewName]:
    """Give the labels of ours that an item lacks; only of a snapshot that would have them if they were there."""
    if not snapshot.complete:
        return
    linked = dict(qids.values())
    for qid in sorted(linked, key=lambda qid: int(qid[1:])):
        item = snapshot.items.get(qid)
        if item is None:
            continue
        known = {fold_name(form) for _, form in (*item.labels, *item.aliases)}
        for language, form in linked[qid].labels:
            if fold_name(form) not in known:
                yield NewName(qid, language, form, language not in dict(item.labels))
