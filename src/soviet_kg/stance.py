"""What a source commits itself to: denied, conditional, planned, another's words, or asserted.

Stance is read in the clause of the verb and in what governs that clause, never in the rest of the sentence: a
"will" elsewhere does not make a plan. The expressions are data, one file for each language:
`ontology/patterns/stance-en.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from soviet_kg.errors import BadDataFile
from soviet_kg.lines import Found, Line, kind_class
from soviet_kg.model import Stance

_WHO = f"(?P<who>{kind_class(['Person', 'Party', 'Body', 'Publication'])})"
_WORD = re.compile(r"(?<!\?P)<([a-z]+)>")
_ASIDE = re.compile(r'\([^()]*\)|"[^"]*"|,? (?:which|who|whom|whose|where)\b[^,;]*,')
_ORDER = (Stance.DENIED, Stance.CONDITIONAL, Stance.PLANNED, Stance.REPORTED)
_KEYS = {"verb", "before", "after", "anywhere"}
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Signs:
    """The expressions of one stance: in the verb's words, before and behind the claim, anywhere."""

    verb: re.Pattern[str] = _NEVER
    before: tuple[re.Pattern[str], ...] = ()
    after: tuple[re.Pattern[str], ...] = ()
    anywhere: re.Pattern[str] = _NEVER


SignTable = Mapping[Stance, Signs]
Around = tuple[tuple[str, int], tuple[str, int]]


def read_signs(table: Mapping[str, Any], where: str) -> SignTable:
    """Return the expressions of a language from the tables of its file. Raises BadDataFile."""
    words = table.get("words", {})
    known = {stance.value for stance in _ORDER}
    if unknown := set(table) - known - {"words"}:
        raise BadDataFile(f"{where}: unknown stance {sorted(unknown)[0]}; one of {', '.join(sorted(known))}")
    return {
        stance: _read_stance(table.get(stance.value, {}), words, f"{where}: {stance}") for stance in _ORDER
    }


def _read_stance(row: Mapping[str, Any], words: Mapping[str, str], where: str) -> Signs:
    if unknown := set(row) - _KEYS:
        raise BadDataFile(f"{where}: unknown key {sorted(unknown)[0]}; one of {', '.join(sorted(_KEYS))}")
    verb = [_compile(source, words, where) for source in row.get("verb", ())]
    return Signs(
        re.compile("|".join(pattern.pattern for pattern in verb)) if verb else _NEVER,
        tuple(_compile(source, words, where) for source in row.get("before", ())),
        tuple(_compile(source, words, where) for source in row.get("after", ())),
        _compile(row["anywhere"], words, where) if row.get("anywhere") else _NEVER,
    )


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
    own = given or _in_verb(_ASIDE.sub(" ", verb), signs)
    around = (line.text[:start], 0), (line.text[stop:], stop)
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
    return next((stance for stance in _ORDER if signs[stance].verb.search(words)), Stance.ASSERTED)


def _unless_planned_or_conditional(own: Stance, around: Around, signs: SignTable) -> Stance:
    """Return the verb's own stance, unless a condition or a demand governs its clause."""
    planned = own is Stance.PLANNED
    if _governing(Stance.CONDITIONAL, around, signs):
        return Stance.CONDITIONAL
    if planned and any(signs[Stance.CONDITIONAL].anywhere.search(text) for text, _ in around):
        return Stance.CONDITIONAL
    return Stance.PLANNED if planned or _governing(Stance.PLANNED, around, signs) else own


def _governing(stance: Stance, around: Around, signs: SignTable) -> tuple[re.Match[str], int] | None:
    """Return the expression that governs the clause and the offset of its text; None if none does.

    An expression with a quotation mark holds only where the claim stands inside a quotation.
    """
    quoted = around[0][0].count('"') % 2 == 1
    for patterns, (text, offset) in zip((signs[stance].before, signs[stance].after), around, strict=True):
        for pattern in patterns:
            if (match := pattern.search(text)) and (quoted or '"' not in match[0]):
                return match, offset
    return None
