"""Frames of verbs, and of nouns that act like them → drafts of claims.

A frame is a row of `ontology/frames/verbs.LANGUAGE.toml`: the lemmas, what may fill each role, and the claims that
follow from the roles that are filled. Roles are `subject` and `object` (logical ones: voice is undone), `indirect`,
`host` (what a noun is said of), `clause`, `date`, or a preposition ("with", "out_of"). A role takes things of kinds
("Event|Body") or, as `text`, the words of a phrase.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from soviet_kg import roles
from soviet_kg.claims import Draft, Topic, qualify, values_of
from soviet_kg.commitment import Commitment, commitment_of, read_commitment
from soviet_kg.errors import BadDataFile
from soviet_kg.lines import SLOT_KINDS, VALUE_KINDS, Found, Line
from soviet_kg.model import Span, Stance
from soviet_kg.patterns import Template, parse_template, read_toml
from soviet_kg.stance import SignTable, stance_of
from soviet_kg.syntax import Tree

_KEYS = {"id", "verbs", "nouns", "of", "roles", "where", "topic", "needs", "claims", "stance", "examples", "refuses"}
_LOGICAL: dict[str, Callable[[Tree, int], int | None]] = {
    "subject": roles.subject,
    "object": roles.obj,
    "host": roles.host,
    "indirect": lambda tree, at: tree.child(at, "iobj"),
    "clause": lambda tree, at: tree.child(at, "ccomp", "xcomp"),
}
_NO_TEXT = {"nsubj", "punct", "mark", "cc"}


@dataclass(frozen=True, eq=False)
class Frame:
    """What a verb or noun says: see the keys of `[[frame]]` in `ontology/frames/verbs.en.toml`."""

    id: str
    verbs: tuple[tuple[str, ...], ...]
    nouns: tuple[tuple[str, ...], ...]
    roles: Mapping[str, frozenset[str]]
    templates: tuple[Template, ...]
    of: str = "object"
    topic: str = ""
    needs: tuple[str, ...] = ()
    where: Mapping[str, re.Pattern[str]] | None = None
    stance: str = ""
    examples: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Frames:
    """The frames of a language by the first word of their lemmas, and what else its verbs are known by.

    `stands_for`: nouns that stand for those they are "of" ("delegates of the Bund"); `light`: verbs that lend a noun
    their subject ("gave its approval to"); `cues`: every form by which a sentence that a frame could read is known.
    """

    verbs: Mapping[str, tuple[tuple[tuple[str, ...], Frame], ...]]
    nouns: Mapping[str, tuple[tuple[tuple[str, ...], Frame], ...]]
    stands_for: frozenset[str]
    light: frozenset[str]
    commitment: Commitment
    cues: re.Pattern[str]
    forms: Mapping[str, str]

    def __iter__(self) -> Iterator[Frame]:
        held = [frame for table in (self.verbs, self.nouns) for rows in table.values() for _, frame in rows]
        return iter({frame.id: frame for frame in held}.values())

    def can_read(self, line: Line) -> bool:
        """Say whether a frame could say anything of a line: it has a thing and a word of some frame."""
        named = any(thing.kind not in VALUE_KINDS for thing in line.found)
        return named and self.cues.search(line.text) is not None


@dataclass(frozen=True, slots=True)
class Use:
    """A frame met in a tree: the word that evokes it, and what fills its roles."""

    frame: Frame
    tree: Tree
    at: int
    parts: tuple[int, ...]
    things: Mapping[str, tuple[Found, ...]]
    texts: Mapping[str, str]
    path: str


def load_frames(path: Path, properties: frozenset[str]) -> Frames:
    """Return the frames of a language. Raises BadDataFile naming file, frame and remedy."""
    table = read_toml(path)
    frames = [_read_frame(row, properties, path.name) for row in table.get("frame", [])]
    ids = [frame.id for frame in frames]
    if twice := sorted({i for i in ids if ids.count(i) > 1}):
        raise BadDataFile(f"{path.name}: frame id {twice[0]} stands twice; ids are unique")
    words = table.get("words", {})
    irregular = {form: lemma for lemma, forms in table.get("irregular", {}).items() for form in forms.split()}
    verbs, nouns = _by_word(frames, "verbs"), _by_word(frames, "nouns")
    forms = irregular_and_regular(irregular, verbs, nouns)
    return Frames(
        verbs,
        nouns,
        frozenset(words.get("stands-for", "").split()),
        frozenset(words.get("light", "").split()),
        read_commitment(table.get("commitment", {}), path.name),
        re.compile(rf"\b(?:{'|'.join(sorted(forms, key=len, reverse=True))})\b", re.IGNORECASE),
        forms,
    )


def _read_frame(row: Mapping[str, Any], properties: frozenset[str], file: str) -> Frame:
    where = f"{file}: frame {row.get('id', '?')}"
    if unknown := set(row) - _KEYS:
        raise BadDataFile(f"{where}: unknown key {sorted(unknown)[0]}; one of {', '.join(sorted(_KEYS))}")
    if not row.get("id") or not (row.get("verbs") or row.get("nouns")):
        raise BadDataFile(f"{where}: needs an id and verbs or nouns")
    filled = {name: frozenset(kinds.split("|")) for name, kinds in row.get("roles", {}).items()}
    for kinds in filled.values():
        if unknown := kinds - {*SLOT_KINDS, "text"}:
            raise BadDataFile(f"{where}: unknown kind {sorted(unknown)[0]}; one of {', '.join(SLOT_KINDS)}, text")
    return Frame(
        row["id"],
        _lemmas(row.get("verbs", "")),
        _lemmas(row.get("nouns", "")),
        filled,
        tuple(parse_template(claim, where, properties) for claim in row.get("claims", [])),
        row.get("of", "object"),
        row.get("topic", ""),
        tuple(row.get("needs", "").split()),
        {name: re.compile(sign) for name, sign in row.get("where", {}).items()},
        row.get("stance", ""),
        tuple(row.get("examples", ())),
        tuple(row.get("refuses", ())),
    )


def _lemmas(listed: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(lemma.split()) for lemma in listed.replace("\n", " ").split(",") if lemma.strip())


def _by_word(frames: Iterable[Frame], part: str) -> dict[str, tuple[tuple[tuple[str, ...], Frame], ...]]:
    found: defaultdict[str, list[tuple[tuple[str, ...], Frame]]] = defaultdict(list)
    for frame in frames:
        for lemma in getattr(frame, part):
            found[lemma[0]].append((lemma[1:], frame))
    return {word: tuple(sorted(rows, key=lambda row: -len(row[0]))) for word, rows in found.items()}


def irregular_and_regular(irregular: Mapping[str, str], verbs: Iterable[str], nouns: Iterable[str]) -> dict[str, str]:
    """Return the lemma of each form that the words of frames can take: as listed, else by the rules of spelling."""
    forms = {form: verb for verb in verbs for form in _inflected(verb)}
    forms |= {form: noun for noun in nouns for form in (noun, f"{noun}s", f"{noun.removesuffix('y')}ies")}
    return forms | dict(irregular)


def _inflected(verb: str) -> Iterator[str]:
    stem = verb.removesuffix("e")
    yield from (verb, f"{verb}s", f"{verb}es", f"{stem}ed", f"{stem}ing", f"{verb}ing")
    if verb.endswith("y"):
        yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied")
    if re.search(r"[^aeiou][aeiou][bdglmnprt]$", verb):
        yield from (f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing")


def read_tree(tree: Tree, frames: Frames, topic: Topic, signs: SignTable) -> Iterator[Draft]:
    """Yield what every frame reads in a tree, word by word."""
    for at in range(len(tree.tokens)):
        for use in find_uses(tree, at, frames):
            yield from draft_use(use, frames, topic, signs)


def find_uses(tree: Tree, at: int, frames: Frames) -> Iterator[Use]:
    """Yield the frames that a word evokes, those of longer expressions first; a longer one excludes its shorter ones."""
    token = tree.tokens[at]
    if token.thing is not None and token.thing.kind not in ("Document", "Event"):
        return
    table = frames.verbs if roles.is_verb(token) else frames.nouns
    lemma = token.lemma if token.lemma in table else frames.forms.get(token.text.lower(), "")
    longest: dict[str, int] = {}
    for rest, frame in table.get(lemma, ()):
        parts = _parts(tree, at, rest)
        if parts is not None and longest.setdefault(lemma, len(rest)) == len(rest):
            yield _use(tree, at, parts, frame, frames)


def _parts(tree: Tree, at: int, rest: tuple[str, ...]) -> tuple[int, ...] | None:
    """Return where the other words of an expression stand below its first ("take part", "walk out"); None without."""
    parts: list[int] = []
    for word in rest:
        below = [child for place in (at, *parts) for child in tree.below[place]]
        cases = [case for child in below for case in tree.children(child, "case")]
        found = next((c for c in (*below, *cases) if tree.tokens[c].lemma == word), None)
        if found is None:
            return None
        parts.append(found)
    return tuple(parts)


def _use(tree: Tree, at: int, parts: tuple[int, ...], frame: Frame, frames: Frames) -> Use:
    things: dict[str, tuple[Found, ...]] = {}
    texts: dict[str, str] = {}
    steps = [tree.tokens[at].lemma]
    for role, kinds in frame.roles.items():
        place = _filler(tree, at, parts, role, frame, frames)
        if place is None:
            continue
        if "text" in kinds and (words := phrase(tree, place)):
            texts[role] = words
            steps.append(f"{role} ← {tree.tokens[place].label}")
        elif held := things_at(tree, place, kinds, frames, frame.where, role):
            things[role] = held
            steps.append(f"{role} ← {tree.tokens[place].label} {held[0].label or tree.tokens[place].text}")
    return Use(frame, tree, at, parts, things, texts, "; ".join(steps))


def _filler(
    tree: Tree, at: int, parts: tuple[int, ...], role: str, frame: Frame, frames: Frames
) -> int | None:
    """Return the word that fills a role of a predicate or of the nouns that belong to it ("gave a report on")."""
    if role == "date":
        return _dated(tree, at)
    is_noun = not roles.is_verb(tree.tokens[at])
    if is_noun and role == "subject":
        return _noun_subject(tree, at, frame, frames)
    if is_noun and role == "object" and frame.of != "object":
        return None
    if role == "object" and parts and tree.child(at, "obj") in parts:
        return None
    if role in _LOGICAL:
        return _LOGICAL[role](tree, at)
    places = (roles.oblique(tree, place, role.replace("_", " ")) for place in (at, *parts))
    return next((place for place in places if place is not None), None)


def _noun_subject(tree: Tree, at: int, frame: Frame, frames: Frames) -> int | None:
    """Return who does what a noun says: its owner or agent, its "of", or who gave, made, expressed it."""
    found = roles.subject(tree, at)
    if found is None and frame.of == "subject":
        found = roles.oblique(tree, at, "of")
    token = tree.tokens[at]
    governor = tree.tokens[token.head]
    if found is None and governor.lemma in frames.light and token.label in ("obj", "nsubj:pass"):
        found = roles.subject(tree, token.head)
    return found


def _dated(tree: Tree, at: int) -> int | None:
    for child in tree.children(at, "obl", "nmod", "advmod"):
        thing = tree.tokens[child].thing
        if thing is not None and thing.kind in ("Date", "Range"):
            return child
    return None


def things_at(
    tree: Tree,
    at: int,
    kinds: frozenset[str],
    frames: Frames,
    where: Mapping[str, re.Pattern[str]] | None = None,
    role: str = "",
) -> tuple[Found, ...]:
    """Return the things of these kinds that a word and all joined to it stand for."""
    sign = (where or {}).get(role)
    held = (_thing(tree, place, kinds, frames) for place in roles.coordinated(tree, at))
    return tuple(t for t in held if t is not None and (sign is None or sign.search(t.label.lower())))


def _thing(tree: Tree, at: int, kinds: frozenset[str], frames: Frames) -> Found | None:
    token = tree.tokens[at]
    if token.thing is not None and token.thing.kind in kinds:
        return token.thing
    if token.thing is None and token.lemma in frames.stands_for:
        for preposition in ("of", "from"):
            whole = roles.oblique(tree, at, preposition)
            if whole is not None and (thing := _thing(tree, whole, kinds, frames)):
                return thing
    for child in tree.children(at, "appos", "flat", "nmod:desc"):
        thing = tree.tokens[child].thing
        if thing is not None and thing.kind in kinds:
            return thing
    return None


def phrase(tree: Tree, at: int) -> str:
    """Return the words of a phrase without what joins it: its preposition, "that", the commas around it."""
    first, last = tree.subtree(at)
    while first < last and (tree.tokens[first].label in ("case", "mark", "punct", "cc")):
        first += 1
    while last > first and tree.tokens[last].label == "punct":
        last -= 1
    return tree.words(first, last)


def draft_use(use: Use, frames: Frames, topic: Topic, signs: SignTable) -> Iterator[Draft]:
    """Yield the claims of a frame whose roles are filled, with stance, speaker and date."""
    line, frame = use.tree.line, use.frame
    things = dict(use.things)
    if frame.topic and frame.topic not in things:
        kinds = tuple(sorted(frame.roles[frame.topic]))
        sign = (frame.where or {}).get(frame.topic)
        meant = topic(kinds, line.start, sign.pattern if sign else "")
        if meant is not None:
            things[frame.topic] = (meant,)
    if any(need not in things and need not in use.texts for need in frame.needs):
        return
    stance, speaker = _stance(use, frames, signs)
    words = {role: (text, 0, 0) for role, text in use.texts.items()}
    for template in frame.templates:
        for subject in things.get(template.subject, ()):
            for value in values_of(template.object, line, words, things):
                draft = Draft(
                    subject, template.predicate, value, Span(line.start, line.stop), f"frame/{frame.id}",
                    (), stance, speaker, path=use.path,
                )  # fmt: skip
                yield qualify(draft, template, words, things, value)


def _stance(use: Use, frames: Frames, signs: SignTable) -> tuple[Stance, Found | None]:
    """Return the stance by the tree, or by the words around where these commit the source to less."""
    given = Stance(use.frame.stance) if use.frame.stance else None
    stance, speaker_at = commitment_of(use.tree, use.at, frames.commitment)
    token = use.tree.tokens[use.at]
    around, who = stance_of(use.tree.line, token.start, token.stop, "", signs, given)
    if stance is Stance.REPORTED and speaker_at is not None:
        who = who or use.tree.tokens[speaker_at].thing
    order = (Stance.DENIED, Stance.CONDITIONAL, Stance.PLANNED, Stance.REPORTED, Stance.ASSERTED)
    return min(stance, around, key=order.index), who
