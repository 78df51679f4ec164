"""In which case a name stands, as far as its ending tells: "Съезд" can be a subject, "Съезду" cannot.

Nothing is parsed: forms that cannot be the case are refused, and a name in capitals, which does not change, is judged
by what stands before it. The endings are data: `ontology/grammar/cases.ru.toml`.
"""

from __future__ import annotations

import re
from functools import cache

from soviet_kg.lines import Found, Line
from soviet_kg.patterns import read_toml
from soviet_kg.resources import find_resource

CASES = ("nom", "gen", "ins")
_CAPITALS = re.compile(r"[А-ЯЁ]{2,}(?:\([а-я]\))?$")
_LISTED = ("gazetteer/label", "gazetteer/alias")  # forms are listed in the nominative
_WRITTEN = re.compile("[\u0400-\u04ff]")


@cache
def _signs(case: str, key: str) -> tuple[re.Pattern[str], ...]:
    given = read_toml(find_resource("ontology/grammar/cases.ru.toml"))[case].get(key, ())
    return tuple(map(re.compile, [given] if isinstance(given, str) else given))


@cache
def _may_end(words: str, case: str, is_person: bool) -> bool:
    never, always = _signs(case, "never_person" if is_person else "never"), _signs(case, "always")
    return not any(sign.search(words) for sign in never) and (
        not always or any(sign.search(words) for sign in always)
    )


def may_stand_in(line: Line, thing: Found, case: str) -> bool:
    """Say whether a thing of the line can be in a case, one of `CASES`."""
    words = line.folded[thing.start : thing.stop]
    if not _WRITTEN.search(words):
        return case != "gen"
    if case == "nom" and thing.how in _LISTED and not _CAPITALS.match(words):
        return True
    if case == "nom" and _CAPITALS.match(words):
        return any(sign.search(line.text, 0, line.place(thing)) for sign in _signs(case, "before"))
    return _may_end(words, case, thing.kind == "Person")
