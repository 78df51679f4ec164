"""Who takes part in the meeting that a passage reports: speakers, those on the platform, those who arrive.

A passage has one meeting in focus at a time: the heading's, or the one that the text last entered ("At the
Congress …", "the Duma met in secret session"). It leaves it where it turns to another day. Words that are
quoted make nobody present.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from soviet_kg.claims import Draft
from soviet_kg.lines import Found, as_reference
from soviet_kg.model import Section, Span
from soviet_kg.patterns import read_toml
from soviet_kg.reference import topic_of
from soviet_kg.scene import Scene, Trail

FEWEST_SPEAKERS = 2
RULE = "occasion/speaker"
_FEWEST_ENTRIES = 2
_NEAR = 70  # characters before a name in which its verb or title can stand
_GROUPS = ("Party", "Body")
_WHO = ("Person", *_GROUPS)


class OccasionWords:
    """The words of `occasions.LANGUAGE.toml`, ready to match; each key is explained there."""

    def __init__(self, path: Path) -> None:
        words = read_toml(path)
        self.label = str(words.pop("label"))
        self._patterns = {name: re.compile(source, re.MULTILINE) for name, source in words.items()}

    def __getattr__(self, name: str) -> re.Pattern[str]:
        """Return one of the expressions. Raises AttributeError for a key that the file has not."""
        try:
            return self._patterns[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True, slots=True)
class Attendant:
    """One who takes part, and the sentence that shows it; `sure` where the words speak of nothing else."""

    thing: Found
    sentence: Span
    sure: bool


def read_attendance(scene: Scene, trail: Trail, words: OccasionWords) -> list[Draft]:
    """Return who took part in the meetings that the text reports."""
    return [draft for part in passages(scene, words) for draft in _of_section(scene, trail, part, words)]


def _of_section(scene: Scene, trail: Trail, section: Section, words: OccasionWords) -> Iterator[Draft]:
    """Yield who took part, by the sentences of one section; one speaker alone makes no report."""
    present = list(find_attendants(scene, trail, section, words))
    is_report = len({one.thing.key for one in present}) >= FEWEST_SPEAKERS
    for one in present:
        if is_report or one.sure:
            yield from _participant(scene, trail, section, one, words)


def _participant(
    scene: Scene, trail: Trail, section: Section, one: Attendant, words: OccasionWords
) -> Iterator[Draft]:
    at = one.thing.start
    meeting = meeting_at(scene, trail, section, words, at) or _named_before(scene, trail, section, words, at)
    if meeting and meeting.key != one.thing.key:
        topic = as_reference(meeting, meeting.start, meeting.stop, "topic")
        yield Draft(topic, "participant", one.thing, one.sentence, RULE)


def prefer_reports(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts without those that put a speaker into another meeting than the one in focus."""
    told = {(_key(one), one.quote) for one in drafts if one.rule == RULE}
    return [one for one in drafts if not (_is_of_topic(one) and (_key(one), one.quote) in told)]


def _is_of_topic(draft: Draft) -> bool:
    is_of_topic = draft.predicate == "participant" and draft.subject.how == "reference/topic"
    return is_of_topic and draft.rule != RULE


def _key(draft: Draft) -> str:
    return draft.object.key if isinstance(draft.object, Found) else ""


def passages(scene: Scene, words: OccasionWords) -> list[Section]:
    """Return the sections, each cut where a line is nothing but a day: the entries of a diary."""
    return [part for section in scene.sections for part in _entries(scene, section, words)]


def _entries(scene: Scene, section: Section, words: OccasionWords) -> Iterator[Section]:
    starts = [
        sentence.start
        for sentence in own_sentences(scene, section)
        if words.date_line.fullmatch(scene.text, sentence.start, sentence.stop)
    ]
    if len(starts) < _FEWEST_ENTRIES:
        yield section
        return
    for start, stop in pairwise([section.start, *starts, section.stop]):
        heading = section.heading if start == section.start else Span(start, start)
        yield Section(start, stop, heading, section.level)


# --- the meeting in focus --------------------------------------------------------------------------------


def meeting_at(scene: Scene, trail: Trail, section: Section, words: OccasionWords, at: int) -> Found | None:
    """Return the meeting that the text reports at an offset: the heading's, else the one that was entered."""
    if headed := headed_meeting(scene, trail, section, words):
        return headed
    focus = before = None
    for sentence in own_sentences(scene, section):
        if sentence.start > at:
            break
        entered = _entered(scene, trail, sentence, words)
        if entered and (focus is None or entered.key != focus.key):
            focus, before = entered, focus
        elif focus and words.returns.match(scene.text, sentence.start):
            focus, before = before, focus
        elif not entered and words.turns_away.match(scene.text, sentence.start):
            focus = before = None
    return focus


def _named_before(
    scene: Scene, trail: Trail, section: Section, words: OccasionWords, at: int
) -> Found | None:
    """Return the meeting that a section is about where none is entered: the last one that it names."""
    index = scene.sentence_index(at)
    earlier = (s for s in scene.sentences[: index + 1] if s.start >= section.start)
    if any(_entered(scene, trail, sentence, words) for sentence in earlier):
        return None
    named = topic_of(scene, trail, ("Event",), scene.sentences[index].start + 1, words.meetings.pattern)
    return named if named and is_meeting(named, words) and named.start >= section.start else None


def headed_meeting(scene: Scene, trail: Trail, section: Section, words: OccasionWords) -> Found | None:
    """Return the meeting in the heading of a section, or of one that holds it."""
    holding = [section, *scene.sections_at(section.start), *scene.sections_at(section.heading.start)]
    for one in holding:
        for thing in trail.between(one.heading.start, one.heading.stop):
            if thing.kind == "Event" and words.meetings.search(thing.label.lower()):
                return thing
    return None


def is_meeting(thing: Found, words: OccasionWords) -> bool:
    """Say whether a thing is an event at which people speak; a bare "meeting" is too little to go by."""
    return thing.kind == "Event" and " " in thing.label and bool(words.meetings.search(thing.label.lower()))


def own_sentences(scene: Scene, section: Section) -> Iterator[Span]:
    """Yield the sentences of a section that are in no section inside it, and not its heading."""
    first = scene.sentence_index(section.start)
    for sentence in scene.sentences[first:]:
        if sentence.start >= section.stop:
            return
        is_own = sentence.start >= max(section.start, section.heading.stop)
        if is_own and scene.section_at(sentence.start) == scene.section_at(section.start):
            yield sentence


def _entered(scene: Scene, trail: Trail, sentence: Span, words: OccasionWords) -> Found | None:
    """Return the meeting that a sentence is at: it met or did something, or somebody was at it."""
    meetings = [t for t in trail.between(sentence.start, sentence.stop) if is_meeting(t, words)]
    for thing in meetings:
        before = scene.text[max(sentence.start, thing.start - _NEAR) : thing.start]
        if thing.how.startswith("built/") or words.entered_before.search(before):
            return thing
        if words.entered_after.match(scene.text, thing.stop):
            return thing
    return None


# --- who is there ----------------------------------------------------------------------------------------


def find_attendants(
    scene: Scene, trail: Trail, section: Section, words: OccasionWords
) -> Iterator[Attendant]:
    """Yield those who speak, stand on the platform or arrive, in the sentences of a section."""
    quoted = False
    for sentence in own_sentences(scene, section):
        text = scene.text[sentence.start : sentence.stop]
        quoted = quoted and not text.startswith('"') and sentence.start not in scene.paragraphs
        held = [
            thing
            for thing in trail.between(sentence.start, sentence.stop)
            if thing.kind in _WHO
            and thing.how != "reference/he"
            and (text[: thing.start - sentence.start].count('"') % 2 == 1) == quoted
        ]
        yield from _in_sentence(scene, sentence, held, words)
        quoted = quoted != (text.count('"') % 2 == 1)


def _in_sentence(
    scene: Scene, sentence: Span, held: Sequence[Found], words: OccasionWords
) -> Iterator[Attendant]:
    for thing in _on_the_platform(scene, sentence, held, words):
        yield Attendant(thing, sentence, sure=True)
    for index, thing in enumerate(held):
        if _is_introduced(scene, sentence, thing, words):
            yield Attendant(thing, sentence, sure=True)
        elif _speaks(scene, sentence, thing, words):
            for one in _with_companions(scene, held[: index + 1]):
                yield Attendant(one, sentence, sure=False)


def _on_the_platform(
    scene: Scene, sentence: Span, held: Sequence[Found], words: OccasionWords
) -> Iterator[Found]:
    """Yield the list of those whom a sentence names after "On the stage were" or "the arrival of"."""
    for match in words.present.finditer(scene.text, sentence.start, sentence.stop):
        at, between = match.end(), words.present_first
        for thing in (one for one in held if one.start >= at):
            if not between.fullmatch(scene.text, at, thing.start):
                break
            yield thing
            at, between = thing.stop, words.present_next


def _is_introduced(scene: Scene, sentence: Span, thing: Found, words: OccasionWords) -> bool:
    """Say whether a name opens a speech: "Then Petrov, for the miners: 'Comrades …'"."""
    opens = words.introduces.fullmatch(scene.text, sentence.start, thing.start)
    return thing.kind == "Person" and bool(opens) and bool(words.colon.match(scene.text, thing.stop))


def _speaks(scene: Scene, sentence: Span, thing: Found, words: OccasionWords) -> bool:
    before = scene.text[max(sentence.start, thing.start - _NEAR) : thing.start]
    if thing.kind == "Person":
        speaking = words.speaking.match(scene.text, thing.stop)
        return bool(speaking or words.speaker_after.search(before)) and not words.aside.search(before)
    verb = words.speaking if words.delegates.search(before) else words.group_acts
    return bool(verb.match(scene.text, thing.stop))


def _with_companions(scene: Scene, held: Sequence[Found]) -> Iterator[Found]:
    """Yield the last thing and those that stand before it in one list: "Larin and Radek spoke"."""
    after: Found | None = None
    for thing in reversed(held):
        joined = after is None or (
            thing.kind == after.kind and re.fullmatch(r",? and |, ", scene.text[thing.stop : after.start])
        )
        if not joined:
            return
        yield thing
        after = thing
