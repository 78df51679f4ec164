"""Russian of before the reform of 1918 in the spelling of today, every letter in its place.

The letters and endings are data (`ontology/names/spelling.toml`). A ъ that ends a word becomes a soft hyphen, which
folding drops; ё becomes е, as most print has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from soviet_kg.names import read_rules

_RULES = "ontology/names/spelling.toml"
_SILENT = "\u00ad"


@dataclass(frozen=True, slots=True)
class _Spelling:
    yo: dict[int, str]
    sign: re.Pattern[str]
    letters: dict[int, str]
    silent: re.Pattern[str]
    ends: tuple[tuple[re.Pattern[str], str], ...]
    words: tuple[tuple[re.Pattern[str], str], ...]


def modern_spelling(text: str) -> str:
    """Return a Russian text in modern spelling, of the same length; a text of today changes in ё alone.

    >>> modern_spelling("Манифестъ объ отреченіи отъ престола Всероссійскаго").replace(chr(173), "")
    'Манифест об отречении от престола Всероссийского'
    """
    rules = _spelling()
    plain = text.translate(rules.yo)
    if not rules.sign.search(plain):
        return plain
    for end, other in (*rules.words, *rules.ends):
        plain = end.sub(other, plain)
    return rules.silent.sub(_SILENT, plain.translate(rules.letters))


@lru_cache(maxsize=1)
def _spelling() -> _Spelling:
    raw = read_rules(_RULES)
    return _Spelling(
        yo={ord(letter): other for letter, other in raw["yo"].items()},
        sign=re.compile(raw["old"]["sign"]),
        letters={ord(letter): other for letter, other in raw["letters"].items()},
        silent=re.compile(raw["old"]["silent"]),
        ends=tuple((re.compile(end), other) for end, other in raw["ends"].items()),
        words=tuple((re.compile(word), other) for word, other in raw["words"].items()),
    )
