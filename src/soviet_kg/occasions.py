"""The meeting that a section reports without naming it: minutes, a diary's visit to a sitting, a report of speeches.

Where several persons speak in a section that names a deliberating body but no meeting, the section is taken to
report a meeting of that body: "I came to the Tver Soviet when Petrov was speaking …".
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from soviet_kg.attendance import (
    FEWEST_SPEAKERS,
    OccasionWords,
    find_attendants,
    is_meeting,
    meeting_at,
    own_sentences,
    passages,
)
from soviet_kg.claims import Draft
from soviet_kg.lines import Found
from soviet_kg.model import HistoricalDate, Precision, Section, Span
from soviet_kg.names import slugify
from soviet_kg.scene import Scene, Trail

_OPENING_SENTENCES = 4


def find_occasions(scene: Scene, trail: Trail, words: OccasionWords) -> tuple[list[Found], list[Draft]]:
    """Return the meetings that sections report without naming them; who held them, and when."""
    occasions: list[Found] = []
    drafts: list[Draft] = []
    for section in passages(scene, words):
        body = _unnamed_meeting_of(scene, trail, section, words)
        if body is not None:
            occasion = _occasion(scene, body, section, words)
            occasions.append(occasion)
            trail.add(occasion)
            drafts += _facts(scene, occasion, body, section, trail)
            drafts += _place(scene, occasion, section, trail, words)
    return occasions, drafts


def _unnamed_meeting_of(scene: Scene, trail: Trail, section: Section, words: OccasionWords) -> Found | None:
    """Return whose meeting a section reports where several speak in it and no meeting is named before them."""
    inside = [section, *scene.sections]
    inside = [one for one in inside if section.start <= one.start and one.stop <= section.stop]
    present = [one for part in inside for one in find_attendants(scene, trail, part, words)]
    if len({one.thing.key for one in present}) < FEWEST_SPEAKERS:
        return None
    if meeting_at(scene, trail, section, words, present[0].thing.start):
        return None
    return _deliberating_body(scene, trail, section, words)


def _deliberating_body(scene: Scene, trail: Trail, section: Section, words: OccasionWords) -> Found | None:
    """Return the body in the heading of a section that names no meeting, or where the opening sentences lead."""
    named = any(is_meeting(thing, words) for thing in trail.between(section.start, section.stop))
    headed = trail.between(section.heading.start, section.heading.stop)
    body = next((thing for thing in headed if _deliberates(thing, words)), None)
    return _led_to(scene, trail, section, words) if named or body is None else body


def _led_to(scene: Scene, trail: Trail, section: Section, words: OccasionWords) -> Found | None:
    for sentence in _opening(scene, section):
        for thing in trail.between(sentence.start, sentence.stop):
            leads = words.leading_to.search(scene.text, sentence.start, thing.start)
            if _deliberates(thing, words) and (leads or words.sat.match(scene.text, thing.stop)):
                return thing
    return None


def _deliberates(thing: Found, words: OccasionWords) -> bool:
    return thing.kind == "Body" and bool(words.bodies.search(thing.label.lower()))


def _opening(scene: Scene, section: Section) -> list[Span]:
    return list(own_sentences(scene, section))[:_OPENING_SENTENCES]


def _occasion(scene: Scene, body: Found, section: Section, words: OccasionWords) -> Found:
    days = (words.date_line.match(scene.text, s.start, s.stop) for s in _opening(scene, section))
    day = next((match["day"] for match in days if match), "")
    label = words.label.format(body=body.label) + (f", {day}" if day else "")
    key = slugify(f"{label} {scene.document}")
    return Found(body.start, body.stop, "Event", key, label, "built/occasion")


def _facts(scene: Scene, occasion: Found, body: Found, section: Section, trail: Trail) -> Iterator[Draft]:
    quote = scene.sentences[scene.sentence_index(body.start)]
    yield Draft(occasion, "heldBy", body, quote, "occasion/body")
    for sentence in _opening(scene, section):
        for thing in trail.between(sentence.start, sentence.stop):
            if isinstance(thing.value, HistoricalDate) and thing.value.precision is Precision.DAY:
                yield Draft(occasion, "date", thing.value, sentence, "occasion/date")
                return


def _place(
    scene: Scene, occasion: Found, section: Section, trail: Trail, words: OccasionWords
) -> Iterator[Draft]:
    """Yield where the body met, when the opening says so right behind it: "the Soviet met in the theatre"."""
    for sentence in _opening(scene, section):
        things = trail.between(sentence.start, sentence.stop)
        for body, place in pairwise(thing for thing in things if thing.kind in ("Body", "Place")):
            sat = words.sat.match(scene.text, body.stop) if _deliberates(body, words) else None
            near = sat and words.at.fullmatch(scene.text, sat.end(), place.start)
            if near and place.kind == "Place":
                yield Draft(occasion, "place", place, sentence, "occasion/place")
                return
