"""The meeting that a section reports without naming it: minutes, a diary's visit to a sitting, a report of speeches.

Where several persons speak in a section that names a deliberating body but no meeting, the section is taken to
report a meeting of that body: "I came to the Tver Soviet when Petrov was speaking …".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from soviet_kg.claims import Draft
from soviet_kg.lines import Found, as_reference
from soviet_kg.model import HistoricalDate, Precision, Section, Span
from soviet_kg.names import slugify
from soviet_kg.patterns import read_toml
from soviet_kg.reference import Scene, Trail, topic_of

_FEWEST_SPEAKERS = 2
_OPENING_SENTENCES = 4


class OccasionWords:
    """The words of `occasions.LANGUAGE.toml`: verbs of speaking, meetings, bodies that deliberate, ways there."""

    def __init__(self, path: Path) -> None:
        words = read_toml(path)
        self.speaking = re.compile(words["speaking"])
        self.speaker_after = re.compile(words["speaker_after"])
        self.meetings = re.compile(words["meetings"])
        self.bodies = re.compile(words["bodies"])
        self.leading_to = re.compile(words["leading_to"])
        self.date_line = re.compile(words["date_line"])
        self.label = str(words["label"])


def find_occasions(scene: Scene, trail: Trail, words: OccasionWords) -> tuple[list[Found], list[Draft]]:
    """Return the meetings that sections report without naming them; who held them, when, and who spoke at any."""
    occasions: list[Found] = []
    drafts: list[Draft] = []
    for section in scene.sections:
        speakers = list(_speakers(scene, trail, section, words))
        if len({speaker.key for speaker in speakers}) < _FEWEST_SPEAKERS:
            continue
        body = (
            None if _has_meeting(trail, section, words) else _deliberating_body(scene, trail, section, words)
        )
        if body is not None:
            occasion = _occasion(scene, body, section, words)
            occasions.append(occasion)
            trail.add(occasion)
            drafts += _facts(scene, occasion, body, section, trail)
        drafts += _participants(scene, trail, speakers, words)
    return occasions, drafts


def _has_meeting(trail: Trail, section: Section, words: OccasionWords) -> bool:
    things = trail.between(section.start, section.stop)
    return any(t.kind == "Event" and words.meetings.search(t.label.lower()) for t in things)


def _speakers(scene: Scene, trail: Trail, section: Section, words: OccasionWords) -> Iterator[Found]:
    for thing in trail.between(section.start, section.stop):
        if thing.kind == "Person" and (
            words.speaking.match(scene.text, thing.stop)
            or words.speaker_after.search(scene.text[max(section.start, thing.start - 60) : thing.start])
        ):
            yield thing


def _participants(
    scene: Scene, trail: Trail, speakers: Sequence[Found], words: OccasionWords
) -> Iterator[Draft]:
    """Yield who spoke at the section's meeting; a bare "meeting" without body, day or place is too little to go by."""
    for speaker in speakers:
        sentence = scene.sentences[scene.sentence_index(speaker.start)]
        event = topic_of(scene, trail, ("Event",), sentence.start + 1, words.meetings.pattern)
        if event is not None and " " in event.label and event.start >= scene.section_at(speaker.start).start:
            at = as_reference(event, event.start, event.stop, "topic")
            yield Draft(at, "participant", speaker, sentence, "occasion/speaker")


def _deliberating_body(scene: Scene, trail: Trail, section: Section, words: OccasionWords) -> Found | None:
    """Return the body in the heading, else the one that the opening sentences lead to."""
    for thing in trail.between(section.heading.start, section.heading.stop):
        if thing.kind == "Body" and words.bodies.search(thing.label.lower()):
            return thing
    for sentence in _opening(scene, section):
        for thing in trail.between(sentence.start, sentence.stop):
            leads = words.leading_to.search(scene.text, sentence.start, thing.start)
            if thing.kind == "Body" and words.bodies.search(thing.label.lower()) and leads:
                return thing
    return None


def _opening(scene: Scene, section: Section) -> Iterator[Span]:
    first = scene.sentence_index(section.start)
    for sentence in scene.sentences[first : first + _OPENING_SENTENCES]:
        if section.start <= sentence.start < section.stop:
            yield sentence


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
