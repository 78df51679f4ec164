"""What "the Congress", "our Party", "it" stand for: by section heading, then recency, then the document's topic.

Each kind of reference is a row of `ontology/patterns/reference.en.toml`; the mention that results keeps the words
that stood in the text, the place where the thing was named, and which rule decided.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from soviet_kg.cues import Cues, make_cues, matches_in, stretches
from soviet_kg.lines import VALUE_KINDS, Found, as_reference
from soviet_kg.model import Kind, Span
from soviet_kg.names import slugify
from soviet_kg.parts import Expression
from soviet_kg.patterns import read_toml
from soviet_kg.scene import Scene, Trail


@dataclass(frozen=True, slots=True)
class Reference:
    """One kind of reference: the words, what they can stand for, and where to look, in that order."""

    id: str
    words: Expression
    kinds: frozenset[str]
    head: str
    look: tuple[str, ...]
    stage: int

    def fits(self, thing: Found, noun: str) -> bool:
        """Say whether the words can stand for a thing; `{noun}` in `head` is the noun of the words themselves."""
        if thing.kind in VALUE_KINDS or thing.kind not in self.kinds:
            return False
        if thing.latent and thing.how.startswith("grammar/"):  # named in passing: "the sailors", a title
            return False
        return not self.head or bool(_head_with(self.head, noun).search(thing.label.lower()))


@lru_cache(maxsize=1024)
def _head_with(head: str, noun: str) -> re.Pattern[str]:
    """Return the expression for the heads of labels, with a noun in its place."""
    own = rf"\b{re.escape(noun.lower().rstrip('s'))}s?\b"
    return re.compile(head.replace("{noun}", own) if noun else head)


def load_references(path: Path) -> tuple[Reference, ...]:
    """Return the kinds of reference of a language."""
    return tuple(
        Reference(
            row["id"], Expression(row["words"]), frozenset(row["kinds"]), row.get("head", ""),
            tuple(row.get("look", ("heading", "section", "title", "recent"))), row.get("stage", 1),
        )
        for row in read_toml(path)["reference"]
    )  # fmt: skip


_NO_WORDS = Expression("")
Fits = Callable[[Found], bool]
# how an entry of a glossary opens: its number or letter; and an entry that is only a title
_MARKER = re.compile(
    r"\(?(?:\d{1,2}[a-z]?|[a-z])[.)] (?:The )?(?=[A-Z])|(?:[-–—•*] )(?=[А-ЯЁ])|(?:\d{1,2}[.)] )(?=[А-ЯЁ])"
)
_BELOW_A_LIST = re.compile(r'["(]?[А-ЯЁ]')  # a Russian paragraph after a blank line is part of no item
_PARTY_AT_END = re.compile(r" of (?:the )?((?:[A-Z][\w-]* )+Party)$")
_LIFE = re.compile(r"(?: ?\((?:[^()]|\([^()]*\))*\))?(?:,? (?:was|is) (?:an?|the|one)\b| [–—-] [а-яё])")
_AT = re.compile(r" (?:in|at) (?:the )?", re.IGNORECASE)
_TITLE_ALONE = re.compile(r"(?:(?:[A-Z][\w'-]*|of|the|and|for)[ .,]+){1,7}$")


def resolve_references(scene: Scene, found: Sequence[Found], references: Iterable[Reference]) -> list[Found]:
    """Return `found` with the references that could be resolved, in order; what is uncertain is left out."""
    trail, kinds = Trail(found), tuple(references)
    places = stretches(scene.text, _cues_of(tuple(kind.words for kind in kinds)))
    for reference, held in zip(kinds, places, strict=True):
        for match in matches_in(reference.words, scene.text, held):
            start, stop = match.span("at") if "at" in match.re.groupindex else match.span()
            if not trail.is_free(start, stop):
                continue
            if thing := antecedent(scene, trail, reference, start, scene.text[start:stop]):
                trail.add(as_reference(thing, start, stop, reference.id))
    return trail.found


@cache
def _cues_of(words: tuple[Expression, ...]) -> Cues:
    return make_cues(words)


def antecedent(scene: Scene, trail: Trail, reference: Reference, at: int, noun: str = "") -> Found | None:
    """Return what a reference at an offset stands for, or None."""

    def fits(thing: Found) -> bool:
        return reference.fits(thing, noun) and not _is_any_such(scene, thing)

    return next((thing for place in reference.look if (thing := _LOOK[place](scene, trail, fits, at))), None)


def _is_any_such(scene: Scene, thing: Found) -> bool:
    """Say whether a listed name means any thing of its sort: "as was to be expected in a peasants' Congress"."""
    return thing.how.startswith("gazetteer/") and scene.text.endswith((" a ", " an "), 0, thing.start)


def _first(things: Iterable[Found], fits: Fits) -> Found | None:
    return next((thing for thing in things if fits(thing)), None)


def _in_heading(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    for section in scene.sections_at(at):
        stop = min(section.heading.stop, at)
        if thing := _first(trail.between(section.heading.start, stop), fits):
            return thing
    return None


def _in_section(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    return _first(trail.before(at, scene.section_at(at).start), fits)


def _first_in_section(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    return _first(trail.between(scene.section_at(at).start, at), fits)


def _in_title(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    title = scene.sentences[0] if scene.sentences else Span(0, 0)
    return _first(trail.between(title.start, min(title.stop, at)), fits)


def _recent(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    del scene
    return _first(trail.before(at), fits)


def _dominant(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    """Return the thing that the document names most often, the first named of equals."""
    del scene, at
    named = [thing for thing in trail.found if fits(thing) and not thing.how.startswith("reference/")]
    counts = Counter(thing.key for thing in named)
    return max(named, key=lambda thing: (counts[thing.key], -thing.start), default=None)


def _previous_subject(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    """Return the first fitting thing of the sentence before, in the same section; a heading counts."""
    sentence = scene.previous_sentence(at)
    if sentence is None or sentence.start < scene.section_at(at).start:
        return None
    return _first(trail.between(sentence.start, sentence.stop), fits)


def _same_sentence(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    return _first(trail.before(at, scene.sentences[scene.sentence_index(at)].start), fits)


def _whose_life(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    """Return the person whose life is told: the whole heading, or "X (1881-1970) was a …" at the start.

    In a sentence that has named only others before, it is not clear that this person is meant.
    """
    person = _named_by_heading(scene, trail, fits, at) or _opens_a_life(scene, trail, fits, at)
    sentence = scene.sentences[scene.sentence_index(at)]
    named = [thing for thing in trail.between(sentence.start, at) if fits(thing)]
    if person is None or (named and all(thing.key != person.key for thing in named)):
        return None
    return person


def _named_by_heading(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    for section in scene.sections_at(at):
        named = _first(trail.between(section.heading.start, min(section.heading.stop, at)), fits)
        if (
            named
            and scene.text[section.heading.start : section.heading.stop].strip(" \n.:#*")
            == (scene.text[named.start : named.stop])
        ):
            return named
    return None


def _opens_a_life(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    start = scene.sentences[0].start if scene.sentences else at
    named = _first(trail.between(start, min(start + 4, at)), fits)
    return named if named and _LIFE.match(scene.text, named.stop) else None


def _any(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    del scene, at
    return _first(trail.found, fits)


def _speaker(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    """Return the body or party in whose name the document is written."""
    del trail, at
    return scene.speaker if scene.speaker and fits(scene.speaker) else None


def _speakers_party(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    """Return the party of the speaking body, as its name has it: of the Central Committee of X it is X."""
    speaker = scene.speaker
    if speaker is None or fits(speaker):
        return _speaker(scene, trail, fits, at)
    named = _PARTY_AT_END.search(speaker.label)
    if named is None:
        return None
    party = replace(speaker, kind=Kind.PARTY.value, key=slugify(named[1]), label=named[1])
    return _first(trail.found, lambda thing: thing.key == party.key) or party


def _pair(scene: Scene, trail: Trail, fits: Fits, at: int) -> tuple[Found, Found] | None:
    """Return the two things of one kind that the sentence before sets side by side."""
    sentence = scene.previous_sentence(at)
    if sentence is None:
        return None
    held = [thing for thing in trail.between(sentence.start, sentence.stop) if fits(thing)]
    for kind in ("Person", "Party", "Document", "Body", "Event"):
        different = list({t.key: t for t in held if t.kind == kind}.values())
        if len(different) == 2:
            return different[0], different[1]
    return None


def _latter(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    return (_pair(scene, trail, fits, at) or (None, None))[1]


def _former(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    return (_pair(scene, trail, fits, at) or (None, None))[0]


def _own(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    """Return whom the document calls its own: what "our Party" stands for."""
    del scene, at
    return next((t for t in trail.found if t.how == "reference/our-party" and fits(t)), None)


def _unnamed(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    """Return a body that the document calls by its noun alone ("the Soviet"): known in this document only."""
    del trail, fits
    word = re.compile(r"\w+").match(scene.text, at)
    if word is None:
        return None
    key = slugify(f"{word[0]} {scene.document}")
    return Found(at, word.end(), Kind.BODY.value, key, word[0], "reference/unnamed")


def _first_in_sentence(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    """Return the first fitting thing of the sentence before these words, if it is not the clause's own subject."""
    start = scene.sentences[scene.sentence_index(at)].start
    named = [thing for thing in trail.between(start, at) if thing.kind not in VALUE_KINDS]
    return _first(named, fits) if len(named) > 1 and fits(named[0]) else None


def _same_place(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    """Return the event named in the document that was where these words say: "A CONFERENCE AT TVER"."""

    def place(start: int) -> str:
        near = trail.between(start, start + 20)
        is_at = near and near[0].kind == Kind.PLACE and _AT.fullmatch(scene.text, start, near[0].start)
        return near[0].key if is_at else ""

    word = re.compile(r"\w+").match(scene.text, at)
    here = place(word.end()) if word else ""
    return _first((thing for thing in trail.found if here and place(thing.stop) == here), fits)


def _of_entry_at(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    """Return what the item of a list begins with that holds these words."""
    return _of_entry(scene, trail, fits, at)


_LOOK: dict[str, Callable[[Scene, Trail, Fits, int], Found | None]] = {
    "heading": _in_heading,
    "section": _in_section,
    "section-first": _first_in_section,
    "title": _in_title,
    "recent": _recent,
    "dominant": _dominant,
    "previous-subject": _previous_subject,
    "sentence": _same_sentence,
    "sentence-first": _first_in_sentence,
    "own": _own,
    "same-place": _same_place,
    "unnamed": _unnamed,
    "anywhere": _any,
    "life": _whose_life,
    "entry": _of_entry_at,
    "speaker": _speaker,
    "speakers-party": _speakers_party,
    "latter": _latter,
    "former": _former,
}


def topic_of(scene: Scene, trail: Trail, kinds: Iterable[str], at: int, head: str = "") -> Found | None:
    """Return what the text at an offset is about.

    That is the heading's thing, else what the entry of a glossary explains, else the section's last subject,
    else the title's, else the nearest before; nothing where an entry's title is a name that is not known.
    """
    reference = Reference("topic", _NO_WORDS, frozenset(kinds), head, (), 1)

    def fits(thing: Found) -> bool:
        return reference.fits(thing, "")

    entry = entry_at(scene, at)
    if entry and _TITLE_ALONE.match(scene.text, entry.start, entry.stop):
        return _of_entry(scene, trail, fits, at)
    looks = (_in_heading, _of_entry, _last_subject, _in_section, _in_title, _recent)
    return next((thing for look in looks if (thing := look(scene, trail, fits, at))), None)


def entry_at(scene: Scene, at: int) -> Span | None:
    """Return the opening of the glossary's entry that holds an offset ("3. Cadets."), without its number."""
    first = scene.sentence_index(scene.section_at(at).start)
    for index in range(scene.sentence_index(at), max(first, 0) - 1, -1):
        sentence = scene.sentences[index]
        if marker := _MARKER.match(scene.text, sentence.start, sentence.stop):
            return Span(marker.end(), sentence.stop)
        if sentence.start in scene.paragraphs and _BELOW_A_LIST.match(scene.text, sentence.start):
            return None
    return None


def _of_entry(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    """Return what the entry of a glossary explains: "3. Cadets. So called from …"."""
    entry = entry_at(scene, at)
    named = trail.between(entry.start, min(at, entry.start + 3)) if entry else []
    return _first(named, fits)


def _last_subject(scene: Scene, trail: Trail, fits: Fits, at: int) -> Found | None:
    """Return the first fitting thing of the latest sentence of this section that has one."""
    nearest = _in_section(scene, trail, fits, at)
    if nearest is None:
        return None
    sentence = scene.sentences[scene.sentence_index(nearest.start)]
    return _first(trail.between(sentence.start, at), fits)
