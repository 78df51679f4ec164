"""Events that stand in verbs: "the Whites seized Samara", "the party split", "Savin was arrested in May 1919".

A pattern with `act` matches a clause, and what the clause tells becomes one Event, called after the parts of its
label. It takes no words from the things in the clause. An act that is denied, planned or conditional was none, and
one of which nothing follows is left out. Told again in the document, with the same day or without, it is the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from soviet_kg.build_things import fill_label, labels_of
from soviet_kg.claims import Draft, Topic, draft_claims
from soviet_kg.dates import date_label
from soviet_kg.lines import Found, Line
from soviet_kg.model import DateRange, HistoricalDate, Precision, Stance
from soviet_kg.names import slugify
from soviet_kg.patterns import Match, PatternGroups, match_groups

_DAYS = ("d", "f", "r")
_TOLD = (Stance.ASSERTED, Stance.REPORTED)


def told_acts(
    lines: Iterable[Line], groups: PatternGroups, topic: Topic, document: str = ""
) -> tuple[list[Found], list[Draft]]:
    """Return the events that the verbs of a document tell, in text order, and the claims about them.

    `document` is what tells the acts of one document from those of another, unless day and actor or place are known.
    """
    acts: dict[tuple[int, int, str], Found] = {}
    drafts: list[Draft] = []
    told: dict[str, Found] = {}
    for line in lines:
        for match in match_groups(groups, line):
            act = _provisional(match)
            fresh = [draft for draft in _drafts(match, act, topic) if draft.stance in _TOLD]
            if fresh:
                known = _identify(match, act, fresh, told, document)
                acts.setdefault((known.start, known.stop, known.key), known)
                drafts += (replace(draft, subject=known) for draft in fresh)
    return sorted(acts.values(), key=lambda act: (act.start, -act.stop)), drafts


def _provisional(match: Match) -> Found:
    """Return the act under its place in the text; its words are the group `e`."""
    start, stop = match.words["e"][1:]
    inside = [thing.stop for thing in match.line.found if start <= thing.start < stop]
    return Found(
        start,
        max([stop, *inside]),
        match.pattern.act,
        f"@{start}",
        "",
        f"act/{match.pattern.id}",
        latent=True,
    )


def _drafts(match: Match, act: Found, topic: Topic) -> list[Draft]:
    words = {name: said for name, said in match.words.items() if name != "e"}
    with_act = replace(match, things=match.things | {"e": (act,)}, words=words)
    return [draft for draft in draft_claims(with_act, topic) if draft.subject == act]


def _identify(match: Match, act: Found, drafts: list[Draft], told: dict[str, Found], document: str) -> Found:
    parts = _parts(match, drafts)
    day = _day(match)
    base, label = (
        fill_label(match.pattern.label, parts),
        fill_label(match.pattern.label, parts | {"d": _written(day)}),
    )
    known = told.get(label) or (told.get(base) if not day else None)
    if known is None:
        is_one = isinstance(day, HistoricalDate) and day.precision is Precision.DAY
        known = replace(
            act, label=label, key=slugify(label if is_one or not document else f"{label} {document}")
        )
        told[label] = known
        told.setdefault(base, known)
    return replace(act, key=known.key, label=known.label)


def _parts(match: Match, drafts: Iterable[Draft]) -> dict[str, str]:
    """Return the words for the label: of each slot its things, of `t` what the clause left out."""
    owners = {name: things for name, things in match.things.items() if name not in _DAYS}
    if match.pattern.topic or match.pattern.subject:
        taken = {thing.key for name, things in owners.items() if name != "t" for thing in things}
        ends = [d.object for d in drafts if isinstance(d.object, Found) and d.object.key not in taken]
        owners = {"t": tuple(dict.fromkeys(ends))} | owners
    return {name: said[0].strip(" ,") for name, said in match.words.items()} | {
        name: labels_of(things) for name, things in owners.items()
    }


def _day(match: Match) -> HistoricalDate | DateRange | None:
    values = (thing.value for name in _DAYS for thing in match.things.get(name, ()))
    return next((value for value in values if isinstance(value, (HistoricalDate, DateRange))), None)


def _written(day: HistoricalDate | DateRange | None) -> str:
    return date_label(day) if day else ""
