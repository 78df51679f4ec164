"""What a source commits itself to: denied, conditional, planned, another's words, or asserted.

Stance is read in the clause of the verb and in what governs that clause, never in the rest of the sentence: a
"will" elsewhere does not make a plan. The expressions are data, one file for each language:
`ontology/patterns/stance-en.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from soviet_kg.cues import NO_PLACES, PlaceFinder, find_places
from soviet_kg.errors import BadDataFile
from soviet_kg.lines import Found, Line, kind_class
from soviet_kg.literals import needs_of
from soviet_kg.model import Stance

_WHO = f"(?P<who>{kind_class(['Person', 'Party', 'Body', 'Publication'])})"
_WORD = re.compile(r"(?<!\?P)<([a-z]+)>")
_ASIDE = re.compile(r'\([^()]*\)|"[^"]*"|,? (?:which|who|whom|whose|where)\b[^,;]*,')
_ORDER = (Stance.DENIED, Stance.CONDITIONAL, Stance.PLANNED, Stance.REPORTED)
_KEYS = {"verb", "before", "after", "anywhere"}


Sign = tuple[int, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Signs:
    """The expressions of one stance: in the verb's words, before and behind the claim, anywhere.

    Each stands with the bit that `words` sets for a text in which it can match.
    """

    verb: tuple[Sign, ...] = ()
    before: tuple[Sign, ...] = ()
    after: tuple[Sign, ...] = ()
    anywhere: tuple[Sign, ...] = ()
    words: PlaceFinder = NO_PLACES


SignTable = Mapping[Stance, Signs]


# the text before or behind a claim, its offset in the line, and which signs can be in it
_Side = tuple[str, int, int]
Around = tuple[_Side, _Side]


def read_signs(table: Mapping[str, Any], where: str) -> SignTable:
    """Return the expressions of a language from the tables of its file. Raises BadDataFile."""
    words = table.get("words", {})
    known = {stance.value for stance in _ORDER}
    if unknown := set(table) - known - {"words"}:
        raise BadDataFile(f"{where}: unknown stance {sorted(unknown)[0]}; one of {', '.join(sorted(known))}")
    found: list[re.Pattern[str]] = []

    def number(source: str, stance: Stance) -> Sign:
        found.append(_compile(source, words, f"{where}: {stance}"))
        return 1 << len(found) - 1, found[-1]

    signs = {
        stance: {key: [number(source, stance) for source in sources] for key, sources in row.items()}
        for stance in _ORDER
        for row in [_sources(table.get(stance.value, {}), f"{where}: {stance}")]
    }
    finder = find_places([needs_of(pattern.pattern) for pattern in found])
    return {
        stance: Signs(**{key: tuple(held) for key, held in row.items()}, words=finder)
        for stance, row in signs.items()
    }


def _sources(row: Mapping[str, Any], where: str) -> dict[str, list[str]]:
    """Return the expressions under each key; `anywhere` has one at most."""
    if unknown := set(row) - _KEYS:
        raise BadDataFile(f"{where}: unknown key {sorted(unknown)[0]}; one of {', '.join(sorted(_KEYS))}")
    return {key: [given] if isinstance(given, str) else list(given) for key, given in row.items() if given}


def _compile(source: str, words: Mapping[str, str], where: str) -> re.Pattern[str]:
    def word(match: re.Match[str]) -> str:
        if match[1] != "who" and match[1] not in words:
            raise BadDataFile(f"{where}: unknown word <{match[1]}>; define it in [words]")
        return _WHO if match[1] == "who" else words[match[1]]

    try:
        return re.compile(_WORD.sub(word, source))
    except re.error as error:
        raise BadDataFile(f"{where}: {error} in {source!r}") from error


def stance_of(
    line: Line, start: int, stop: int, verb: str, signs: SignTable, given: Stance | None = None
) -> tuple[Stance, Found | None]:
    """Return the stance of what stands at `start, stop` of a line's text, and who speaks where one is named.

    `verb` are the words in which negation and modal verbs are looked for; `given` is what the pattern itself
    says of them, which only a denial of the whole clause and a speaker can change.
    """
    words = signs[Stance.DENIED].words
    own = given or _in_verb(_ASIDE.sub(" ", verb), signs)
    before, after = line.text[:start], line.text[stop:]
    around = (before, 0, words.places(before)), (after, stop, words.places(after))
    if own is Stance.DENIED or _governing(Stance.DENIED, around, signs):
        return Stance.DENIED, None
    if given is None:
        own = _unless_planned_or_conditional(own, around, signs)
    speech = _governing(Stance.REPORTED, around, signs)
    if speech is None:
        return own, None
    match, offset = speech
    speaker = line.slot(match.start("who") + offset) if match.groupdict().get("who") else None
    return (Stance.REPORTED if own is Stance.ASSERTED else own), speaker


def _in_verb(words: str, signs: SignTable) -> Stance:
    possible = signs[Stance.DENIED].words.places(words)
    return next((stance for stance in _ORDER if _first(signs[stance].verb, words, possible)), Stance.ASSERTED)


def _first(signs: Iterable[Sign], text: str, possible: int) -> re.Match[str] | None:
    """Return the first match of the first sign that is in the text."""
    found = (pattern.search(text) for bit, pattern in signs if bit & possible)
    return next((match for match in found if match), None)


def _unless_planned_or_conditional(own: Stance, around: Around, signs: SignTable) -> Stance:
    """Return the verb's own stance, unless a condition or a demand governs its clause."""
    planned = own is Stance.PLANNED
    if _governing(Stance.CONDITIONAL, around, signs):
        return Stance.CONDITIONAL
    anywhere = signs[Stance.CONDITIONAL].anywhere
    if planned and any(_first(anywhere, text, possible) for text, _, possible in around):
        return Stance.CONDITIONAL
    return Stance.PLANNED if planned or _governing(Stance.PLANNED, around, signs) else own


def _governing(stance: Stance, around: Around, signs: SignTable) -> tuple[re.Match[str], int] | None:
    """Return the expression that governs the clause and the offset of its text; None if none does.

    An expression with a quotation mark holds only where the claim stands inside a quotation.
    """
    quoted = around[0][0].count('"') % 2 == 1
    sides = zip((signs[stance].before, signs[stance].after), around, strict=True)
    for patterns, (text, offset, possible) in sides:
        for bit, pattern in patterns:
            match = pattern.search(text) if bit & possible else None
            if match and (quoted or '"' not in match[0]):
                return match, offset
    return None
