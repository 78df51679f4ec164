"""Read, compile and match the pattern files; a pattern is a regular expression over slots and the claims it makes.

`match` is an ordinary regular expression with two additions: `{name:Kind|Kind}` is one thing of these kinds
(`{name:Kind+}` a list of them, "X, Y and Z"), and `<word>` is a fragment defined in `words.toml`. `claims` says what
follows: `"s adopted o"`, `"t delegateCount n measure=elected of=$p"`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from soviet_kg.cues import (
    NO_PLACES,
    PlaceFinder,
    as_places,
    find_places,
    in_order,
    is_telling,
    without_longer,
)
from soviet_kg.errors import BadDataFile
from soviet_kg.lines import Found, Line
from soviet_kg.model import Quantity
from soviet_kg.notation import expand_slots, expand_words
from soviet_kg.parts import Expression, Parts
from soviet_kg.resources import find_resource
from soviet_kg.stance import SignTable, read_signs

_KEYS = {
    "id",
    "match",
    "claims",
    "topic",
    "stance",
    "build",
    "act",
    "label",
    "head",
    "only",
    "where",
    "examples",
    "refuses",
    "comment",
    "cues",
    "item",
    "within",
    "subject",
    "cases",
}


@dataclass(frozen=True, slots=True)
class Template:
    """One claim that a pattern makes: names of slots, the property, and qualifiers (`$slot` or a literal)."""

    subject: str
    predicate: str
    object: str
    qualifiers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Pattern:
    """A compiled pattern. `topic` names the kinds of the implicit thing `t` that the section is about.

    `head` is a regular expression that must be found in the lower-case label of that thing. `subject` names the kinds
    of an implicit `t` that opens the sentence. A group `verb` in the expression is where stance is read.
    `build` is the kind of the thing that the words of the match are, `act` of the one that their verb tells.
    `only` is how subjects must have been recognised ("built": made from their sentence); `where` gives for slots what
    must be found in the lower-case labels of their things.
    `cases` gives for slots the grammatical case in which their names have to be able to stand.
    `around` is what a list pattern looks for around the thing of an item: the posts that persons can hold.
    """

    id: str
    expression: Expression
    templates: tuple[Template, ...]
    needs: tuple[frozenset[str], ...]
    lists: frozenset[str]
    topic: tuple[str, ...] = ()
    stance: str = ""
    build: str = ""
    label: str = ""
    cues: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    head: str = ""
    only: str = ""
    where: tuple[tuple[str, re.Pattern[str]], ...] = ()
    subject: tuple[str, ...] = ()
    signs: SignTable = field(default_factory=dict)
    around: Expression | None = None
    act: str = ""
    cases: tuple[tuple[str, str], ...] = ()
    language: str = "en"

    @property
    def regex(self) -> re.Pattern[str]:
        """Return the compiled expression. Raises BadDataFile for one that cannot be compiled."""
        try:
            return self.expression.regex
        except re.error as error:
            raise BadDataFile(f"{self.id}: {error} in match") from error

    @property
    def within(self) -> re.Pattern[str] | None:
        """Return the compiled expression for what stands around the thing of an item."""
        return self.around.regex if self.around else None


@dataclass(frozen=True, eq=False)
class PatternGroups:
    """Patterns, those with the same needs side by side, and which of them a line can match.

    `words` finds the places of the patterns that cannot do without some words, or ask for a cue; `fitting` remembers
    the places of those that things of certain kinds can fill.
    """

    patterns: tuple[Pattern, ...] = ()
    words: PlaceFinder = NO_PLACES
    fitting: dict[frozenset[str], int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Pattern]:
        return iter(self.patterns)

    def __bool__(self) -> bool:
        return bool(self.patterns)

    def that_can_match(self, line: Line) -> Iterator[Pattern]:
        """Yield the patterns of which a line has all kinds of things, a word that they need, and a cue, in order."""
        fitting = self._fitting(line.kinds)
        if fitting:
            places = fitting & self.words.places(line.text.lower())
            yield from (self.patterns[place] for place in in_order(places))

    def _fitting(self, kinds: frozenset[str]) -> int:
        if kinds not in self.fitting:
            filled = (i for i, p in enumerate(self.patterns) if all(need & kinds for need in p.needs))
            self.fitting[kinds] = as_places(filled)
        return self.fitting[kinds]


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern fits a line: `things[slot]` are the things in each slot, `words[group]` plain words."""

    pattern: Pattern
    line: Line
    start: int
    stop: int
    things: dict[str, tuple[Found, ...]]
    words: dict[str, tuple[str, int, int]]


def parse_template(source: str, where: str, properties: frozenset[str]) -> Template:
    """Return a claim as written in a data file: subject, property, object, qualifiers. Raises BadDataFile."""
    parts = source.split()
    if len(parts) < 3:
        raise BadDataFile(f"{where}: claim {source!r} needs a subject, a property and an object")
    if parts[1] not in properties:
        raise BadDataFile(f"{where}: unknown property {parts[1]}; the known ones are in ontology/soviet.ttl")
    pairs = [tuple(part.split("=", 1)) for part in parts[3:]]
    if any(len(pair) != 2 for pair in pairs):
        raise BadDataFile(f"{where}: qualifiers of {source!r} are written name=value")
    return Template(parts[0], parts[1], parts[2], tuple((name, value) for name, value in pairs))


def compile_pattern(
    row: dict[str, Any],
    words: dict[str, str],
    properties: frozenset[str],
    where: str,
    signs: SignTable | None = None,
    parts: Parts | None = None,
    language: str = "en",
) -> Pattern:
    """Return the compiled pattern of one `[[pattern]]` table. Raises BadDataFile naming file, pattern and remedy.

    `signs` are the expressions of stance of its language; default: the packaged English ones. `parts` are what it
    shares with other patterns. An expression that parses and cannot be compiled is found out when it is tried.
    """
    parts = parts or Parts()
    where = f"{where}: {row.get('id', '(no id)')}"
    if unknown := set(row) - _KEYS:
        raise BadDataFile(f"{where}: unknown key {sorted(unknown)[0]}; one of {', '.join(sorted(_KEYS))}")
    if not row.get("id") or not row.get("match"):
        raise BadDataFile(f"{where}: a pattern needs an id and a match")
    clause = expand_words("<new-clause>", words, where, parts) if "new-clause" in words else "(?!)"
    match = expand_words(row["match"], words, where, parts)
    source, needs, lists = expand_slots(match, where, parts, "build" in row, clause)
    try:
        expression = Expression(source, parts)
    except re.error as error:
        raise BadDataFile(f"{where}: {error} in match") from error
    templates = tuple(parse_template(claim, where, properties) for claim in row.get("claims", []))
    return Pattern(
        row["id"], expression, templates, needs, lists,
        tuple(row.get("topic", "").split("|")) if row.get("topic") else (),
        row.get("stance", ""), row.get("build", ""), row.get("label", ""), tuple(row.get("cues", [])),
        tuple(row.get("examples", [])), tuple(row.get("refuses", [])),
        tuple(row["item"].split("|")) if row.get("item") else (), row.get("head", ""),
        subject=tuple(row["subject"].split("|")) if row.get("subject") else (),
        signs=signs or _packaged_signs(), only=row.get("only", ""), act=row.get("act", ""),
        where=tuple((name, re.compile(source)) for name, source in row.get("where", {}).items()),
        around=_read_around(row["within"], words, where, parts) if row.get("within") else None,
        cases=tuple(row.get("cases", {}).items()), language=language,
    )  # fmt: skip


def _read_around(source: str, words: dict[str, str], where: str, parts: Parts) -> Expression:
    return Expression(expand_slots(expand_words(source, words, where, parts), where, parts)[0], parts)


def read_toml(path: Path) -> dict[str, Any]:
    """Return a TOML file's tables. Raises BadDataFile with file and line."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadDataFile(f"{path}: {error}") from error


@cache
def join_words(name: str) -> dict[str, str]:
    """Return the expressions of `ontology/grammar/NAME.LANGUAGE.toml` under each key, those of all languages joined.

    For what has no language of its own: a list of Russian names under an English heading. Raises BadDataFile.
    """
    tables = [read_toml(path) for path in sorted(find_resource("ontology/grammar").glob(f"{name}.*.toml"))]
    return {key: "|".join(table[key] for table in tables if key in table) for key in tables[0]}


def read_properties(path: Path) -> frozenset[str]:
    """Return the properties that a claim may use: the blocks `skg:name a …` of the ontology that say skg:takes."""
    blocks = re.split(r"(?m)^(?=skg:)", path.read_text(encoding="utf-8"))
    return frozenset(block[4:].split(" ", 1)[0] for block in blocks if "skg:takes" in block)


def load_patterns(folder: Path, properties: frozenset[str], language: str = "en") -> tuple[Pattern, ...]:
    """Return the patterns of a language (`*.en.toml`), files in order of name. Raises BadDataFile."""
    words = read_words(folder, language)
    signs = load_signs(folder, language) if (folder / f"stance-{language}.toml").exists() else None
    patterns: list[Pattern] = []
    parts = Parts()
    for path in sorted(folder.glob(f"*.{language}.toml")):
        rows = read_toml(path).get("pattern", [])
        patterns += [
            compile_pattern(row, words, properties, path.name, signs, parts, language) for row in rows
        ]
    ids = [pattern.id for pattern in patterns]
    if twice := {i for i in ids if ids.count(i) > 1}:
        raise BadDataFile(f"{folder}: pattern id {sorted(twice)[0]} stands twice; ids are unique")
    return tuple(patterns)


def load_signs(folder: Path, language: str = "en") -> SignTable:
    """Return the expressions of stance of a language. Raises BadDataFile."""
    path = folder / f"stance-{language}.toml"
    return read_signs(read_toml(path), path.name)


@cache
def _packaged_signs() -> SignTable:
    return load_signs(find_resource("ontology/patterns"))


def read_words(folder: Path, language: str) -> dict[str, str]:
    """Return the fragments that `<word>` stands for in the patterns of a language."""
    words = read_toml(folder / f"words-{language}.toml").get("words", {})
    return dict(words)


def group_patterns(patterns: Iterable[Pattern]) -> PatternGroups:
    """Return the patterns by what they need, so that a line tries only what it can fill."""
    groups: dict[tuple[frozenset[str], ...], list[Pattern]] = {}
    for pattern in patterns:
        groups.setdefault(pattern.needs, []).append(pattern)
    members = tuple(pattern for held in groups.values() for pattern in held)
    return PatternGroups(members, find_places([list(_wanted(pattern)) for pattern in members]))


def _wanted(pattern: Pattern) -> Iterator[Iterable[str]]:
    """Yield sets of words, in small letters, of each of which a line has to have one."""
    for index, needed in enumerate(pattern.expression.needs):
        if index == 0 or is_telling(needed):
            yield without_longer({word.lower() for word in needed})
    if pattern.cues:
        yield pattern.cues


def match_groups(groups: PatternGroups, line: Line) -> Iterator[Match]:
    """Yield where the patterns fit a line: pattern by pattern in the order of the groups, from left to right."""
    for pattern in groups.that_can_match(line):
        for match in pattern.regex.finditer(line.text):
            yield _read_match(pattern, line, match)


def match_line(pattern: Pattern, line: Line) -> list[Match]:
    """Return where one pattern fits the line, from left to right."""
    lowered = line.text.lower()
    if not all(need & line.kinds for need in pattern.needs):
        return []
    if pattern.cues and not any(cue in lowered for cue in pattern.cues):
        return []
    return [_read_match(pattern, line, match) for match in pattern.regex.finditer(line.text)]


def _read_match(pattern: Pattern, line: Line, match: re.Match[str]) -> Match:
    things: dict[str, tuple[Found, ...]] = {}
    words: dict[str, tuple[str, int, int]] = {}
    for name, value in match.groupdict().items():
        if not value:
            continue
        start, stop = match.span(name)
        held = line.slots(start, stop)
        if name in pattern.lists:
            things[name] = _list_items(line, start, stop)
        elif held and len(value) == 2:
            things[name] = held
        else:
            words[name] = (line.words(start, stop), line.origin[start], line.origin[stop - 1] + 1)
    return Match(pattern, line, match.start(), match.end(), things | _parts_of_lists(things, words), words)


def _parts_of_lists(
    things: dict[str, tuple[Found, ...]], words: dict[str, tuple[str, int, int]]
) -> dict[str, tuple[Found, ...]]:
    """Return the ends of lists that words tell apart: after "the two last named" `last_p` has two of `p`."""
    parts: dict[str, tuple[Found, ...]] = {}
    for name in sorted({*things, *words}):
        end, _, whole = name.partition("_")
        if end in ("first", "last") and whole in things:
            count = _count(things.get(name), words.get(name, ("", 0, 0))[0])
            held = things[whole]
            parts[name] = held[:count] if end == "first" else held[-count:] if count < len(held) else ()
    return parts


def _count(number: tuple[Found, ...] | None, word: str) -> int:
    """Return how many "two" or "both" are; "the latter" is one."""
    value = number[0].value if number else None
    return int(value.value) if isinstance(value, Quantity) else 2 if word == "both" else 1


def _list_items(line: Line, start: int, stop: int) -> tuple[Found, ...]:
    """Return the items of a list, without the things inside their parentheses."""
    items: list[Found] = []
    depth = 0
    for i in range(start, stop):
        char = line.text[i]
        depth += (char == "(") - (char == ")")
        if depth == 0 and "\ue000" <= char <= "\uf000":
            items.append(line.slot(i))
    return tuple(items)


def lint_patterns(folder: Path, properties: frozenset[str] | None = None) -> tuple[str, ...]:
    """Return what is wrong with the pattern files: what does not load, and patterns without example or refusal."""
    known = properties or read_properties(folder.parent / "soviet.ttl")
    try:
        languages = {path.name.split(".")[-2] for path in sorted(folder.glob("*.*.toml"))}
        patterns = [p for language in sorted(languages) for p in load_patterns(folder, known, language)]
        _ = [(pattern.regex, pattern.within) for pattern in patterns]  # which compiles them
    except BadDataFile as error:
        return (str(error),)
    bare = [pattern.id for pattern in patterns if not pattern.examples or not pattern.refuses]
    return tuple(f"{folder}: pattern {id_} needs at least one example and one refusal" for id_ in bare)
