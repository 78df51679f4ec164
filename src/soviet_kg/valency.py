"""The frames of a language: what verbs, event nouns and nouns of agents say of those who fill their roles.

A frame is a row of `ontology/frames/verbs.LANGUAGE.toml`: its words, what may fill each role, and the claims that
follow from the roles that are filled. Roles are `subject` and `object` (logical ones: voice is undone), `host` (what a
noun is said of), `self`, `act`, `clause`, `date`, or a preposition ("with", "out_of"). A role takes things of kinds
("Event|Body") or, as `text`, the words of a phrase.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from soviet_kg.commitment import Commitment, read_commitment
from soviet_kg.errors import BadDataFile
from soviet_kg.lines import SLOT_KINDS, VALUE_KINDS, Line
from soviet_kg.patterns import Template, parse_template, read_properties, read_toml

ANY = "*"  # stands for any verb
_VALUES = frozenset(VALUE_KINDS)
_WORD = re.compile(r"[a-zа-я][a-zа-я'-]*")
_INFINITIVE = re.compile(
    r"(?:ть|ти|чь)(?:ся)?$|.$"
)  # the end of a Russian lemma, which its forms need not share
_STEM = 4
_KEYS = frozenset(
    "id verbs nouns agents of roles where needs claims stance several case spread intransitive dated "
    "examples refuses".split()
)


@dataclass(frozen=True, eq=False)
class Frame:
    """What its words say: see the keys of `[[frame]]` in `ontology/frames/verbs.en.toml`."""

    id: str
    verbs: tuple[tuple[str, ...], ...]
    nouns: tuple[tuple[str, ...], ...]
    agents: tuple[tuple[str, ...], ...]
    roles: Mapping[str, frozenset[str]]
    templates: tuple[Template, ...]
    of: str = "object"
    needs: tuple[str, ...] = ()
    where: Mapping[str, re.Pattern[str]] | None = None
    stance: str = ""
    several: Mapping[str, bool] = field(default_factory=dict)
    case: frozenset[str] | None = None
    spread: frozenset[str] = frozenset()
    intransitive: bool = False
    dated: str = "date"
    examples: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()

    def could_claim(self, kinds: frozenset[str], open_words: bool) -> bool:
        """Say whether things of these kinds, and pronouns or nouns that stand for others, could fill both its ends."""
        return any(self._ends(template, kinds, open_words) for template in self.templates)

    def _ends(self, template: Template, kinds: frozenset[str], open_words: bool) -> bool:
        subject = bool(self.roles.get(template.subject, frozenset()) & kinds)
        wanted = self.roles.get(template.object.partition(".")[0], frozenset())
        named = bool(wanted & kinds)
        return (subject and (named or "text" in wanted)) or (open_words and (subject or named))


Table = Mapping[str, tuple[tuple[tuple[str, ...], Frame], ...]]


@dataclass(frozen=True, eq=False)
class Frames:
    """The frames of a language by the first word of their lemmas, and what else its verbs are known by.

    `stands_for`: nouns that stand for those they are "of" ("delegates of the Bund"); `light`: verbs that lend a noun
    their subject ("gave its approval to"); `making`: verbs that make somebody what a noun says ("became"); `described`:
    nouns that describe a thing of a kind; `open_words`: these and pronouns. `evoked`: the other words of an expression
    and its frame by each form of its first, or `by_stem` by how its forms begin; `always`: the frames that no word of
    their own evokes.
    """

    verbs: Table
    nouns: Table
    agents: Table
    stands_for: frozenset[str]
    light: frozenset[str]
    making: frozenset[str]
    commitment: Commitment
    forms: Mapping[str, str]
    described: Mapping[str, frozenset[str]]
    open_words: frozenset[str]
    evoked: Mapping[str, tuple[tuple[tuple[str, ...], Frame], ...]]
    always: tuple[Frame, ...]
    by_stem: bool = False

    def __iter__(self) -> Iterator[Frame]:
        held = [
            frame
            for table in (self.verbs, self.nouns, self.agents)
            for rows in table.values()
            for _, frame in rows
        ]
        return iter({frame.id: frame for frame in held}.values())

    def can_read(self, line: Line) -> bool:
        """Say whether a frame could say anything of a line: it has the frame's words, and things for its ends."""
        if line.kinds <= _VALUES:
            return False
        lowered = line.text.lower()
        words = set(_WORD.findall(lowered))
        if self.by_stem:
            words = {word[:length] for word in words for length in range(1, _STEM + 1)}
        is_open = not words.isdisjoint(self.open_words)
        told = (row for word in words for row in self.evoked.get(word, ()))
        return any(
            frame.could_claim(line.kinds, is_open) and all(part[:4] in lowered for part in rest)
            for rest, frame in chain(told, (((), frame) for frame in self.always))
        )


def load_frames(path: Path, properties: frozenset[str]) -> Frames:
    """Return the frames of a language. Raises BadDataFile naming file, frame and remedy."""
    table = read_toml(path)
    frames = [_read_frame(row, properties, path.name) for row in table.get("frame", [])]
    ids = [frame.id for frame in frames]
    if twice := sorted({i for i in ids if ids.count(i) > 1}):
        raise BadDataFile(f"{path.name}: frame id {twice[0]} stands twice; ids are unique")
    words = table.get("words", {})
    irregular = {form: lemma for lemma, forms in table.get("irregular", {}).items() for form in forms.split()}
    verbs, nouns, agents = (_by_word(frames, part) for part in ("verbs", "nouns", "agents"))
    by_stem = path.suffixes[0] != ".en"  # in Russian a parser knows the lemmas; a verb has a hundred forms
    regular = ((), ()) if by_stem else (verbs.keys() - {ANY}, {*nouns, *agents})
    forms = irregular_and_regular(irregular, *regular)
    described = {kind: frozenset(told.split()) for kind, told in table.get("described", {}).items()}
    singular = sorted(frozenset().union(*described.values()))
    return Frames(
        verbs,
        nouns,
        agents,
        frozenset(words.get("stands-for", "").split()),
        frozenset(words.get("light", "").split()),
        frozenset(words.get("making", "").split()),
        read_commitment(table.get("commitment", {}), path.name),
        forms,
        described,
        frozenset(words.get("pronouns", "").split()) | _open_words(singular, by_stem),
        _evoked_by_stem(forms, (verbs, nouns, agents)) if by_stem else _evoked(forms, (verbs, nouns, agents)),
        tuple(
            frame
            for table in (verbs, agents)
            for word in table
            for _, frame in table[word]
            if not word.isalpha()
        ),
        by_stem,
    )


def _evoked(
    forms: Mapping[str, str], tables: Iterable[Table]
) -> dict[str, tuple[tuple[tuple[str, ...], Frame], ...]]:
    rows = {
        lemma: tuple(row for table in tables for row in table.get(lemma, ())) for lemma in set(forms.values())
    }
    return {form: rows[lemma] for form, lemma in forms.items() if rows[lemma]}


def _open_words(nouns: Iterable[str], by_stem: bool) -> frozenset[str]:
    return frozenset(chain.from_iterable((stem(n),) if by_stem else (n, f"{n}s") for n in nouns))


def _evoked_by_stem(
    irregular: Mapping[str, str], tables: Iterable[Table]
) -> dict[str, tuple[tuple[tuple[str, ...], Frame], ...]]:
    rows: defaultdict[str, list[tuple[tuple[str, ...], Frame]]] = defaultdict(list)
    begins = {lemma: [form[:_STEM]] for form, lemma in irregular.items()}
    for lemma, held in chain.from_iterable(table.items() for table in tables):
        for begin in {stem(lemma), *begins.get(lemma, ())} if lemma[:1].isalpha() else ():
            rows[begin] += held
    return {begin: tuple(held) for begin, held in rows.items()}


def stem(lemma: str) -> str:
    """Return the letters with which all forms of a regular Russian word begin, four at most.

    >>> stem("избрать"), stem("стать"), stem("член")
    ('избр', 'ста', 'чле')
    """
    return _INFINITIVE.sub("", lemma)[:_STEM]


def only(frames: Frames, frame: Frame) -> Frames:
    """Return the frames of a language with one of them alone."""
    tables = (frames.verbs, frames.nouns, frames.agents)
    verbs, nouns, agents = (
        {word: tuple(row for row in rows if row[1] is frame) for word, rows in table.items()}
        for table in tables
    )
    return replace(frames, verbs=verbs, nouns=nouns, agents=agents)


def lint_frames(folder: Path) -> tuple[str, ...]:
    """Return what is wrong with the frame files: what does not load, and frames without example or refusal."""
    properties = read_properties(folder.parent / "soviet.ttl")
    problems: list[str] = []
    for path in sorted(folder.glob("verbs.*.toml")):
        try:
            bare = [
                frame.id for frame in load_frames(path, properties) if not frame.examples or not frame.refuses
            ]
        except BadDataFile as error:
            problems.append(str(error))
        else:
            problems += [f"{path}: frame {id_} needs at least one example and one refusal" for id_ in bare]
    return tuple(problems)


def _read_frame(row: Mapping[str, Any], properties: frozenset[str], file: str) -> Frame:
    where = f"{file}: frame {row.get('id', '?')}"
    if unknown := set(row) - _KEYS:
        raise BadDataFile(f"{where}: unknown key {sorted(unknown)[0]}; one of {', '.join(sorted(_KEYS))}")
    if not row.get("id") or not any(row.get(part) for part in ("verbs", "nouns", "agents")):
        raise BadDataFile(f"{where}: needs an id and verbs, nouns or agents")
    filled = {name: frozenset(kinds.split("|")) for name, kinds in row.get("roles", {}).items()}
    for kinds in filled.values():
        if strange := kinds - {*SLOT_KINDS, "text"}:
            raise BadDataFile(
                f"{where}: unknown kind {sorted(strange)[0]}; one of {', '.join(SLOT_KINDS)}, text"
            )
    return Frame(
        row["id"],
        _lemmas(row.get("verbs", "")),
        _lemmas(row.get("nouns", "")),
        _lemmas(row.get("agents", "")),
        filled,
        tuple(parse_template(claim, where, properties) for claim in row.get("claims", [])),
        row.get("of", "object"),
        tuple(row.get("needs", "").split()),
        {name: re.compile(sign) for name, sign in row.get("where", {}).items()},
        row.get("stance", ""),
        row.get("several", {}),
        frozenset(("", *row["case"].split())) if "case" in row else None,
        frozenset(row.get("spread", "").split()),
        bool(row.get("intransitive")),
        row.get("dated", "date"),
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


def irregular_and_regular(
    irregular: Mapping[str, str], verbs: Iterable[str], nouns: Iterable[str]
) -> dict[str, str]:
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
