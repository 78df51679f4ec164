"""Documents that share the end of their names: "договор и декларация о создании Союза ССР" are two documents.

What stands behind the second noun belongs to the first one too, where the whole name is listed. The nouns, as listed
names begin with them, are data: `ontology/grammar/coordinated.ru.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from soviet_kg.finders import NameFinder
from soviet_kg.lines import Found
from soviet_kg.model import Kind
from soviet_kg.naming import entry_of, name_thing
from soviet_kg.patterns import read_toml
from soviet_kg.resources import find_resource

_LONGEST = 120


@cache
def _nouns() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the expression of two coordinated nouns with what follows, and the first form of each noun by its stem."""
    table = read_toml(find_resource("ontology/grammar/coordinated.ru.toml"))
    stems = {noun.lower().rstrip("аяеоь"): noun for noun in table["nouns"]}
    noun = "|".join(sorted(stems, key=len, reverse=True))
    return (
        re.compile(
            rf"\b(?P<first>(?i:{noun}))[а-яё]{{0,3}}(?: и) (?P<second>(?i:{noun}))[а-яё]{{0,3}} (?P<tail>(?:об?|к) )"
        ),
        stems,
    )


def find_coordinated(text: str, names: Sequence[Found], finder: NameFinder) -> list[Found]:
    """Return the names with the documents that share an end; `names` are in order, as is what is returned."""
    pattern, stems = _nouns()
    new: list[Found] = []
    for match in pattern.finditer(text):
        held = [name for name in names if match.end() <= name.stop <= match.end() + _LONGEST]
        new += _documents(text, match, stems, held, finder)
    covered = [name for name in names if not any(one.start <= name.start < one.stop for one in new)]
    return sorted([*covered, *new], key=lambda found: found.start) if new else list(names)


def _documents(
    text: str, match: re.Match[str], stems: dict[str, str], held: Sequence[Found], finder: NameFinder
) -> Iterator[Found]:
    """Yield both documents where both names are listed: the first under its noun alone, the second in full."""
    for last in reversed(held):
        for tail in _tails(text, match.start("tail"), last, finder):
            forms = [f"{stems[match[name].lower()]} {tail}" for name in ("first", "second")]
            if all(entry_of(form, Kind.DOCUMENT, finder) for form in forms):
                noun = match.start("first"), text.index(" ", match.start("first"))
                how = "grammar/coordinated"
                yield name_thing(*noun, forms[0], Kind.DOCUMENT, finder, how)
                yield name_thing(match.start("second"), last.stop, forms[1], Kind.DOCUMENT, finder, how)
                return


def _tails(text: str, start: int, last: Found, finder: NameFinder) -> Iterator[str]:
    """Yield the shared end as written, and with the other names of the thing that it ends with."""
    yield " ".join(text[start : last.stop].split())
    lead = " ".join(text[start : last.start].split())
    if lead:
        forms = sorted({form.form for form in finder.gazetteer.forms if form.slug == last.key})
        yield from (f"{lead} {form}" for form in forms)
