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

from soviet_kg.cues import NO_PLACES, PlaceFinder, as_places, find_places, in_order
from soviet_kg.errors import BadDataFile
from soviet_kg.lines import SLOT_KINDS, Found, Line, kind_class
from soviet_kg.literals import compile_with_literals
from soviet_kg.model import Quantity
from soviet_kg.resources import find_resource
from soviet_kg.stance import SignTable, read_signs

_SLOT = re.compile(r"\{(\w+):([A-Z]\w*(?:\|[A-Z]\w*)*)(\+?)\}")
_WORD = re.compile(r"(?<!\?P)<([a-z][\w-]*)>")
_PARENTHESIS = r"(?: ?\([^()]{0,90}\))?"
# where and when an event was, behind its name: "the rising at Baku", "the Congress of 5 May"
_WHERE_WHEN = (
    r"(?:,? (?:held )?(?:in|at|on|of) (?:the )?[\ue007-\ue009].(?: (?:province|district|region|works))?){0,2}"
)
_JOIN = r"(?:,? as well as | and | & |,? together with | or |,? и |, а также )"
_JOIN_OR_CLAUSE = "[,;] (?:and |or )?"
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
    `within` is what a list pattern looks for around the thing of an item: the posts that persons can hold.
    """

    id: str
    regex: re.Pattern[str]
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
    within: re.Pattern[str] | None = None
    literals: frozenset[str] = frozenset()
    act: str = ""


@dataclass(frozen=True, eq=False)
class PatternGroups:
    """Patterns, those with the same needs side by side, and which of them a line can match.

    `words` and `cues` find the places of the patterns that cannot do without a word, or ask for a cue;
    `fitting` remembers the places of those that things of certain kinds can fill.
    """

    patterns: tuple[Pattern, ...] = ()
    words: PlaceFinder = NO_PLACES
    cues: PlaceFinder = NO_PLACES
    fitting: dict[frozenset[str], int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Pattern]:
        return iter(self.patterns)

    def __bool__(self) -> bool:
        return bool(self.patterns)

    def that_can_match(self, line: Line) -> Iterator[Pattern]:
        """Yield the patterns of which a line has all kinds of things, a word that they need, and a cue, in order."""
        fitting = self._fitting(line.kinds)
        if fitting:
            places = fitting & self.words.places(line.text) & self.cues.places(line.text.lower())
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


def _expand_words(source: str, words: dict[str, str], where: str) -> str:
    def replace(match: re.Match[str]) -> str:
        if match[1] not in words:
            raise BadDataFile(f"{where}: unknown word <{match[1]}>; define it in words.toml")
        return _expand_words(words[match[1]], words, where)

    return _WORD.sub(replace, source)


def _expand_slots(
    source: str, where: str, builds: bool = False, new_clause: str = "(?!)"
) -> tuple[str, tuple[frozenset[str], ...], frozenset[str]]:
    needs: list[frozenset[str]] = []
    lists: set[str] = set()
    optional = _optional_groups(source)

    def replace(match: re.Match[str]) -> str:
        name, kinds, many = match[1], match[2].split("|"), match[3]
        not_owner = "" if source.startswith("'", match.end()) else r"(?!'s?\b)"
        if unknown := set(kinds) - set(SLOT_KINDS):
            raise BadDataFile(f"{where}: unknown kind {sorted(unknown)[0]}; one of {', '.join(SLOT_KINDS)}")
        if not any(start < match.start() < stop for start, stop in optional):
            needs.append(frozenset(kinds))
        item = kind_class(kinds) + _PARENTHESIS
        if not many:
            behind = _WHERE_WHEN if "Event" in kinds and not builds else ""
            return f"(?P<{name}>{kind_class(kinds)}){not_owner}{_PARENTHESIS}{behind}"
        lists.add(name)
        last = f"(?!{new_clause})" if not source[match.end() :].strip(")?") else ""
        return f"(?P<{name}>{item}(?:{_JOIN}{item}|{_JOIN_OR_CLAUSE}{item}{last})*){not_owner}"

    return _SLOT.sub(replace, source), tuple(needs), frozenset(lists)


_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\w+:[^}]*\}|\(|\)|\|")


def _optional_groups(source: str) -> list[tuple[int, int]]:
    """Return the groups of an expression that need not match: `( )?`, `( )*`, `(a|b)`, `(?! )`."""
    groups: list[tuple[int, int]] = []
    opened: list[int] = [-1]
    branched: set[int] = set()
    for token in _TOKEN.finditer(source):
        if token[0] == "(":
            opened.append(token.start())
        elif token[0] == "|":
            branched.add(opened[-1])
        elif token[0] == ")" and len(opened) > 1:
            start = opened.pop()
            repeated = source.startswith(("?", "*", "{0"), token.end())
            if repeated or start in branched or source.startswith(("(?!", "(?<!"), start):
                groups.append((start, token.start()))
    return [*groups, (-1, len(source))] if -1 in branched else groups


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
) -> Pattern:
    """Return the compiled pattern of one `[[pattern]]` table. Raises BadDataFile naming file, pattern and remedy.

    `signs` are the expressions of stance of its language; default: the packaged English ones.
    """
    where = f"{where}: {row.get('id', '(no id)')}"
    if unknown := set(row) - _KEYS:
        raise BadDataFile(f"{where}: unknown key {sorted(unknown)[0]}; one of {', '.join(sorted(_KEYS))}")
    if not row.get("id") or not row.get("match"):
        raise BadDataFile(f"{where}: a pattern needs an id and a match")
    clause = _expand_words("<new-clause>", words, where) if "new-clause" in words else "(?!)"
    match = _expand_words(row["match"], words, where)
    source, needs, lists = _expand_slots(match, where, "build" in row, clause)
    try:
        regex, literals = compile_with_literals(source)
    except re.error as error:
        raise BadDataFile(f"{where}: {error} in match") from error
    templates = tuple(parse_template(claim, where, properties) for claim in row.get("claims", []))
    within = _expand_slots(_expand_words(row["within"], words, where), where)[0] if row.get("within") else ""
    return Pattern(
        row["id"], regex, templates, needs, lists,
        tuple(row.get("topic", "").split("|")) if row.get("topic") else (),
        row.get("stance", ""), row.get("build", ""), row.get("label", ""), tuple(row.get("cues", [])),
        tuple(row.get("examples", [])), tuple(row.get("refuses", [])),
        tuple(row["item"].split("|")) if row.get("item") else (), row.get("head", ""),
        subject=tuple(row["subject"].split("|")) if row.get("subject") else (),
        signs=signs or _packaged_signs(), only=row.get("only", ""), act=row.get("act", ""),
        where=tuple((name, re.compile(source)) for name, source in row.get("where", {}).items()),
        within=re.compile(within) if within else None, literals=literals,
    )  # fmt: skip


def read_toml(path: Path) -> dict[str, Any]:
    """Return a TOML file's tables. Raises BadDataFile with file and line."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadDataFile(f"{path}: {error}") from error


def read_properties(path: Path) -> frozenset[str]:
    """Return the properties that a claim may use: the blocks `skg:name a …` of the ontology that say skg:takes."""
    blocks = re.split(r"(?m)^(?=skg:)", path.read_text(encoding="utf-8"))
    return frozenset(block[4:].split(" ", 1)[0] for block in blocks if "skg:takes" in block)


def load_patterns(folder: Path, properties: frozenset[str], language: str = "en") -> tuple[Pattern, ...]:
    """Return the patterns of a language (`*.en.toml`), files in order of name. Raises BadDataFile."""
    words = read_words(folder, language)
    signs = load_signs(folder, language) if (folder / f"stance-{language}.toml").exists() else None
    patterns: list[Pattern] = []
    for path in sorted(folder.glob(f"*.{language}.toml")):
        rows = read_toml(path).get("pattern", [])
        patterns += [compile_pattern(row, words, properties, path.name, signs) for row in rows]
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
    return {name: f"(?:{source})" for name, source in words.items()}


def group_patterns(patterns: Iterable[Pattern]) -> PatternGroups:
    """Return the patterns by what they need, so that a line tries only what it can fill."""
    groups: dict[tuple[frozenset[str], ...], list[Pattern]] = {}
    for pattern in patterns:
        groups.setdefault(pattern.needs, []).append(pattern)
    members = tuple(pattern for held in groups.values() for pattern in held)
    words = find_places([pattern.literals for pattern in members])
    return PatternGroups(members, words, find_places([pattern.cues for pattern in members]))


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
    except BadDataFile as error:
        return (str(error),)
    bare = [pattern.id for pattern in patterns if not pattern.examples or not pattern.refuses]
    return tuple(f"{folder}: pattern {id_} needs at least one example and one refusal" for id_ in bare)
