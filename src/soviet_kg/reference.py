"""What "the Congress", "our Party", "it" stand for: by section heading, then recency, then the document's topic.

Each kind of reference is a row of `ontology/patterns/reference.en.toml`; the mention that results keeps the words
that stood in the text, the place where the thing was named, and which rule decided.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from soviet_kg.lines import VALUE_KINDS, Found, as_reference
from soviet_kg.model import Section, Span
from soviet_kg.patterns import read_toml


@dataclass(frozen=True, slots=True)
class Reference:
    """One kind of reference: the words, what they can stand for, and where to look, in that order."""

    id: str
    words: re.Pattern[str]
    kinds: frozenset[str]
    head: str
    look: tuple[str, ...]
    stage: int

    def fits(self, thing: Found, noun: str) -> bool:
        """Say whether the words can stand for a thing; `{noun}` in `head` is the noun of the words themselves."""
        if thing.kind in VALUE_KINDS or thing.kind not in self.kinds:
            return False
        head = self.head.replace("{noun}", rf"\b{re.escape(noun.lower().rstrip('s'))}s?\b") if noun else self.head
        return bool(re.search(head, thing.label.lower()))


def load_references(path: Path) -> tuple[Reference, ...]:
    """Return the kinds of reference of a language."""
    return tuple(
        Reference(
            row["id"], re.compile(row["words"]), frozenset(row["kinds"]), row.get("head", ""),
            tuple(row.get("look", ("heading", "section", "title", "recent"))), row.get("stage", 1),
        )
        for row in read_toml(path)["reference"]
    )  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """The sections of a folded text and its sentences: where a reference can look."""

    text: str
    sections: tuple[Section, ...]
    sentences: tuple[Span, ...]
    speaker: Found | None = None

    def section_at(self, at: int) -> Section:
        """Return the innermost section that holds an offset."""
        holding = [section for section in self.sections if section.start <= at < section.stop]
        return max(holding, key=lambda s: (s.level, s.start)) if holding else self.sections[0]

    def sentence_index(self, at: int) -> int:
        """Return the number of the sentence that holds an offset, or of the last one before it."""
        return max(0, bisect_right(self.sentences, Span(at, 1 << 62)) - 1)

    def previous_sentence(self, at: int) -> Span | None:
        """Return the sentence before the one that holds an offset."""
        index = self.sentence_index(at)
        return self.sentences[index - 1] if index else None


def resolve_references(scene: Scene, found: Sequence[Found], references: Iterable[Reference]) -> list[Found]:
    """Return `found` with the references that could be resolved, in order; what is uncertain is left out."""
    result = list(found)
    for reference in references:
        starts = [thing.start for thing in result]
        fresh: list[Found] = []
        for match in reference.words.finditer(scene.text):
            start, stop = match.span("at") if "at" in reference.words.groupindex else match.span()
            if not _is_free(start, stop, result, starts):
                continue
            known = sorted([*result, *fresh], key=lambda f: f.start) if fresh else result
            if thing := antecedent(scene, known, reference, start, scene.text[start:stop]):
                fresh.append(as_reference(thing, start, stop, reference.id))
        result = sorted([*result, *fresh], key=lambda f: (f.start, -f.stop))
    return result


def _is_free(start: int, stop: int, found: Sequence[Found], starts: Sequence[int]) -> bool:
    index = bisect_right(starts, start)
    if index and found[index - 1].stop > start:
        return False
    return index == len(found) or found[index].start >= stop


def antecedent(
    scene: Scene, found: Sequence[Found], reference: Reference, at: int, noun: str = ""
) -> Found | None:
    """Return what a reference at an offset stands for, or None."""
    fitting = [thing for thing in found if reference.fits(thing, noun)]
    for place in reference.look:
        if thing := _LOOK[place](scene, fitting, at):
            return thing
    return None


def _in_heading(scene: Scene, fitting: Sequence[Found], at: int) -> Found | None:
    heading = scene.section_at(at).heading
    return next((t for t in fitting if heading.start <= t.start < heading.stop and t.start < at), None)


def _in_section(scene: Scene, fitting: Sequence[Found], at: int) -> Found | None:
    start = scene.section_at(at).start
    return next((t for t in reversed(fitting) if start <= t.start < at), None)


def _first_in_section(scene: Scene, fitting: Sequence[Found], at: int) -> Found | None:
    start = scene.section_at(at).start
    return next((t for t in fitting if start <= t.start < at), None)


def _in_title(scene: Scene, fitting: Sequence[Found], at: int) -> Found | None:
    title = scene.sentences[0] if scene.sentences else Span(0, 0)
    return next((t for t in fitting if title.start <= t.start < title.stop and t.start < at), None)


def _recent(scene: Scene, fitting: Sequence[Found], at: int) -> Found | None:
    del scene
    return next((t for t in reversed(fitting) if t.start < at), None)


def _dominant(scene: Scene, fitting: Sequence[Found], at: int) -> Found | None:
    """Return the thing that the document names most often, the first named of equals."""
    del scene, at
    counts = Counter(t.key for t in fitting if not t.how.startswith("reference/"))
    best = max(counts.values(), default=0)
    return next((t for t in fitting if counts[t.key] == best), None)


def _previous_subject(scene: Scene, fitting: Sequence[Found], at: int) -> Found | None:
    """Return the first fitting thing of the sentence before, in the same section; a heading counts."""
    sentence = scene.previous_sentence(at)
    if sentence is None or sentence.start < scene.section_at(at).start:
        return None
    return next((t for t in fitting if sentence.start <= t.start < sentence.stop), None)


def _same_sentence(scene: Scene, fitting: Sequence[Found], at: int) -> Found | None:
    sentence = scene.sentences[scene.sentence_index(at)]
    return next((t for t in reversed(fitting) if sentence.start <= t.start < at), None)


def _any(scene: Scene, fitting: Sequence[Found], at: int) -> Found | None:
    del scene, at
    return fitting[0] if fitting else None


def _speaker(scene: Scene, fitting: Sequence[Found], at: int) -> Found | None:
    """Return the body or party in whose name the document is written."""
    del at
    named = {thing.key for thing in fitting}
    return scene.speaker if scene.speaker and scene.speaker.key in named else None


def _pair(scene: Scene, fitting: Sequence[Found], at: int) -> tuple[Found, Found] | None:
    """Return the two things of one kind that the sentence before sets side by side."""
    sentence = scene.previous_sentence(at)
    if sentence is None:
        return None
    held = [t for t in fitting if sentence.start <= t.start < sentence.stop]
    for kind in ("Person", "Party", "Document", "Body", "Event"):
        different = list({t.key: t for t in held if t.kind == kind}.values())
        if len(different) == 2:
            return different[0], different[1]
    return None


def _latter(scene: Scene, fitting: Sequence[Found], at: int) -> Found | None:
    pair = _pair(scene, fitting, at)
    return pair[1] if pair else None


def _former(scene: Scene, fitting: Sequence[Found], at: int) -> Found | None:
    pair = _pair(scene, fitting, at)
    return pair[0] if pair else None


_LOOK = {
    "speaker": _speaker,
    "latter": _latter,
    "former": _former,
    "heading": _in_heading,
    "section": _in_section,
    "section-first": _first_in_section,
    "title": _in_title,
    "recent": _recent,
    "dominant": _dominant,
    "previous-subject": _previous_subject,
    "sentence": _same_sentence,
    "anywhere": _any,
}


def topic_of(
    scene: Scene, found: Sequence[Found], kinds: Iterable[str], at: int, head: str = ""
) -> Found | None:
    """Return what the text at an offset is about: the heading's thing, else the section's last subject, else the title's."""
    reference = Reference("topic", re.compile(""), frozenset(kinds), head, (), 1)
    fitting = [thing for thing in found if reference.fits(thing, "")]
    for look in (_in_heading, _last_subject, _in_section, _in_title, _recent):
        if thing := look(scene, fitting, at):
            return thing
    return None


def _last_subject(scene: Scene, fitting: Sequence[Found], at: int) -> Found | None:
    """Return the thing that most recently opened a sentence of this section."""
    section = scene.section_at(at)
    for thing in reversed(fitting):
        if thing.start >= at:
            continue
        if thing.start < section.start:
            return None
        sentence = scene.sentences[scene.sentence_index(thing.start)]
        if next(t for t in fitting if t.start >= sentence.start) is thing:
            return thing
    return None
