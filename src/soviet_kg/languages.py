"""What is known of each language (patterns, references, occasions, stance), and which parts of a text are in which.

The files `*.LANGUAGE.toml` are read when a text in that language is met for the first time: who reads English only
does not pay for Russian. A document has one language; a section most of whose letters are of the other script is
read in the other one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from soviet_kg.attendance import OccasionWords
from soviet_kg.lines import Line
from soviet_kg.model import Section
from soviet_kg.patterns import (
    Pattern,
    PatternGroups,
    group_patterns,
    load_patterns,
    load_signs,
    read_properties,
)
from soviet_kg.reference import Reference, load_references
from soviet_kg.stance import SignTable

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LETTER = re.compile(r"[^\W\d_]")
_FEWEST_LETTERS = 60  # a section with fewer of its own is read as the document is
_MOST = 0.9


@dataclass(frozen=True)
class Language:
    """Everything read once from `ontology/` for texts in one language, but for names and frames of verbs."""

    code: str
    references: tuple[Reference, ...]
    occasions: OccasionWords
    builders: tuple[Pattern, ...]
    list_patterns: tuple[Pattern, ...]
    sentence_patterns: PatternGroups
    act_patterns: PatternGroups
    signs: SignTable


@lru_cache(maxsize=8)
def load_language(root: Path, code: str) -> Language:
    """Read what the ontology in `root` knows of a language; what it does not know is read as English.

    Raises BadDataFile.
    """
    code = code if (root / "patterns" / f"words-{code}.toml").exists() else "en"
    patterns = load_patterns(root / "patterns", read_properties(root / "soviet.ttl"), code)
    return Language(
        code,
        load_references(root / "grammar" / f"reference.{code}.toml"),
        OccasionWords(root / "grammar" / f"occasions.{code}.toml"),
        tuple(pattern for pattern in patterns if pattern.build),
        tuple(pattern for pattern in patterns if pattern.item),
        group_patterns(p for p in patterns if not p.build and not p.item and not p.act),
        group_patterns(pattern for pattern in patterns if pattern.act),
        load_signs(root / "patterns", code),
    )


@dataclass(frozen=True, slots=True)
class Tongues:
    """In which language each place of a folded text is: from each of `starts` on, the one of `codes`."""

    starts: tuple[int, ...]
    codes: tuple[str, ...]

    def at(self, offset: int) -> str:
        """Return the language at an offset."""
        return self.codes[max(0, bisect_right(self.starts, offset) - 1)]

    def used(self) -> tuple[str, ...]:
        """Return the languages of the text, the document's own first."""
        return tuple(dict.fromkeys(self.codes))

    def stretches(self, stop: int) -> list[tuple[int, int, str]]:
        """Return where each language begins and ends in a text of this length."""
        ends = (*self.starts[1:], stop)
        return list(zip(self.starts, ends, self.codes, strict=True))

    def lines(self, lines: Iterable[Line], code: str) -> list[Line]:
        """Return those of the lines that are in a language."""
        return [line for line in lines if self.at(line.start) == code]


def find_tongues(text: str, sections: Sequence[Section], own: str) -> Tongues:
    """Return which parts of a text are in which language; `own` is the document's."""
    if own not in ("en", "ru") or (own == "en" and not _CYRILLIC.search(text)):
        return Tongues((0,), (own,))
    starts, codes = [0], [own]
    places = sorted({0, *(section.start for section in sections)})
    for start, stop in zip(places, (*places[1:], len(text)), strict=True):
        code = _language_of(text[start:stop], own)
        if code != codes[-1]:
            starts.append(start)
            codes.append(code)
    return Tongues(tuple(starts), tuple(codes))


def _language_of(words: str, own: str) -> str:
    letters = len(_LETTER.findall(words))
    cyrillic = len(_CYRILLIC.findall(words))
    if letters < _FEWEST_LETTERS:
        return own
    if own == "ru":
        return "en" if letters - cyrillic > _MOST * letters else "ru"
    return "ru" if cyrillic > _MOST * letters else "en"
