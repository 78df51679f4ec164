"""What the name of an event says of it: "the meeting of the Central Committee on 10 October", "reform of 1936-1937".

Such a name is one thing, so that no pattern sees the day and the body that stand inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from soviet_kg.claims import Draft
from soviet_kg.lines import Found
from soviet_kg.model import DateRange, HistoricalDate, Kind, Precision, Span
from soviet_kg.scene import Scene

_DATED = re.compile(
    r"(?i)\d{4} (?:[\w-]+ )?(?:constitution|statute|charter|code|decree|law|treaty|manifesto|programme)\b"
    r"|.*\b(?:constitution|statute|charter|code|decree|law|treaty|manifesto|programme)\b.* of \d{4}$"
)
_WHOSE = re.compile(
    r"(?i:meeting|session|sitting|plenum|conference) (?:of|held by) (?:the )?"
    r"|(?:[\w-]+ ){0,3}?(?i:съезд|конференци|пленум|заседани|собрани)\w* (?=[А-ЯЁ\w])"
)
# "Договор о создании СССР": what a document by its name founds
_FOUNDS = re.compile(
    r"(?i:договор|декрет|постановление|приказ|закон|резолюция)\w* об? (?:создании|образовании|учреждении) (?=[А-ЯЁ])"
)


def told_by_names(found: Sequence[Found], dates: Iterable[Found], scene: Scene) -> Iterator[Draft]:
    """Yield when an event was and whose it was, as far as its own name says so; `dates` are those of the text."""
    bodies = {scene.text[thing.start : thing.stop]: thing for thing in found if _can_hold(thing)}
    yield from _founded(found, scene)
    days = {date.start: date for date in dates}
    for document in found:
        if document.kind == Kind.DOCUMENT and _DATED.match(scene.text[document.start : document.stop]):
            yield from _year(document, days, scene)
    for event in found:
        if event.kind != Kind.EVENT:
            continue
        sentence = scene.sentences[scene.sentence_index(event.start)]
        for at in range(event.start, event.stop):
            if at in days:
                yield from _when(event, days[at], sentence)
        if body := _whose(scene.text[event.start : event.stop], bodies):
            yield Draft(event, "heldBy", body, sentence, "own-words/body")


def _can_hold(thing: Found) -> bool:
    """Say whether a thing can have a meeting of its own: "съезд Советов" is a congress of all of them and of none."""
    return (thing.kind == Kind.BODY and thing.key != "soviets") or thing.kind == Kind.PARTY


def _founded(found: Sequence[Found], scene: Scene) -> Iterator[Draft]:
    """Yield what a document founds by its name, where the text names that elsewhere."""
    things = {scene.text[t.start : t.stop]: t for t in found if t.kind in (Kind.BODY, Kind.PLACE, Kind.PARTY)}
    for document in found:
        words = scene.text[document.start : document.stop]
        opening = _FOUNDS.match(words) if document.kind == Kind.DOCUMENT else None
        if opening and (new := things.get(words[opening.end() :])):
            sentence = scene.sentences[scene.sentence_index(document.start)]
            yield Draft(document, "established", new, sentence, "own-words/founds")


def _year(document: Found, days: dict[int, Found], scene: Scene) -> Iterator[Draft]:
    """Yield the year by which a law is told from others of its name: "the 1918 Constitution"."""
    sentence = scene.sentences[scene.sentence_index(document.start)]
    values = (days[at].value for at in range(document.start, document.stop) if at in days)
    for value in values:
        if isinstance(value, HistoricalDate):
            yield Draft(document, "date", value, sentence, "own-words/year")


def _when(event: Found, date: Found, sentence: Span) -> Iterator[Draft]:
    match date.value:
        case DateRange(first=first, last=last):
            yield Draft(event, "startDate", first, sentence, "own-words/dates")
            yield Draft(event, "endDate", last, sentence, "own-words/dates")
        case HistoricalDate(precision=Precision.DAY) as day:
            yield Draft(event, "date", day, sentence, "own-words/date")


def _whose(words: str, bodies: dict[str, Found]) -> Found | None:
    """Return the body that the document names elsewhere in the words that follow "meeting of"."""
    opening = _WHOSE.match(words)
    after = words[opening.end() :] if opening else ""
    named = [name for name in bodies if re.match(rf"{re.escape(name)}\b", after)]
    return bodies[max(named, key=len)] if named else None
