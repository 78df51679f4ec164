"""Numbered congresses and the soviets: many spellings of one thing, brought to one form.

"Second All-Russia Congress of Soviets of Workers' and Soldiers' Deputies", "II All-Russian Congress of Soviets" and
"All-Russian Congress of Workers' and Soldiers' Soviet Deputies, Second" are one congress; the congresses of
peasants' deputies are a series of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from soviet_kg.lines import Found
from soviet_kg.model import Section
from soviet_kg.names import slugify

_WORDS = tuple(
    word.strip()
    for word in """
    First, Second, Third, Fourth, Fifth, Sixth, Seventh, Eighth, Ninth, Tenth, Eleventh, Twelfth, Thirteenth,
    Fourteenth, Fifteenth, Sixteenth, Seventeenth, Eighteenth, Nineteenth, Twentieth
    """.split(",")
)
_TENS = ("", "X", "XX")
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMAN = {_TENS[n // 10] + _ONES[n % 10]: n for n in range(1, len(_WORDS) + 1)}
_HEAD = re.compile(r"\b(?:Congress|Conference|Convention)\b")
_WORKERS = re.compile(r"Work|Soldier|Labou?r|Sailor|Soviets?$", re.IGNORECASE)


def ordinal_word(written: str) -> str:
    """Return "Second" for "second", "2nd", "2d", "II" or "(II)"; "" for what is no ordinal up to twenty."""
    plain = written.strip("() ")
    number = _ROMAN.get(plain) or int("".join(filter(str.isdigit, plain)) or 0)
    if number:
        return _WORDS[number - 1] if 0 < number <= len(_WORDS) else ""
    return plain.capitalize() if plain.capitalize() in _WORDS else ""


def ordinal_number(written: str) -> int:
    """Return 9 for "ninth", "9th" or "IX"; 0 for what is no ordinal up to twenty."""
    word = ordinal_word(written)
    return _WORDS.index(word) + 1 if word else 0


def is_congress(words: str) -> bool:
    """Say whether the words name a congress, which has a grammar of its own."""
    return bool(_HEAD.search(words)) and not re.search(
        r"\b(?:Committee|Decree|Report|Appeal|Praesidium|Presidium|Resolution)", words
    )


def congress_form(groups: Mapping[str, str | None]) -> str:
    """Return the one form of a congress's name from the parts that its grammar matched; "" for a bare head."""
    number, adjectives = _number(groups)
    scope, of = _scope(adjectives), groups["of"] or ""
    if not (number or scope or of):
        return ""
    head = groups["head"] or "Congress"
    kind = _series(scope, of)
    if kind:
        scope = " ".join(
            word for word in scope.split() if not re.match(r"(?:Peasant|Worker|Soldier|Soviet)", word)
        )
        scope = scope or ("All-Russian" if number and head == "Congress" else "")
        return " ".join(filter(None, (number, scope, head, "of", kind)))
    return " ".join(filter(None, (number, scope, head, f"of {of}" if of else "")))


def _number(groups: Mapping[str, str | None]) -> tuple[str, str]:
    """Return the ordinal and the other adjectives; "Extraordinary Fourth" has the ordinal among them."""
    adjectives = groups["adj"] or ""
    number = ordinal_word(groups["ord"] or groups["ordlast"] or "")
    if number:
        return number, adjectives
    words = adjectives.split()
    inside = next((word for word in words if ordinal_word(word)), "")
    return ordinal_word(inside), " ".join(word for word in words if word != inside)


def _scope(adjectives: str) -> str:
    scope = re.sub(r"\bAll[- ]Russian?\b", "All-Russian", adjectives)
    return re.sub(r"\b(?:Extraordinary|Second|Last|Whole)\b", "", scope).strip()


def _series(scope: str, of: str) -> str:
    """Return "Soviets", "Soviets of Peasants' Deputies", or "" for another kind of congress."""
    words = f"{scope} {of}"
    if re.search(r"Soviets? of (?!the )?(?!Work|Soldier|Peasant|Labou?r|Sailor|Cossack)[A-Z]", of):
        return ""
    of_workers = re.search(r"Worker|Workmen|Soldier", words) and re.search(r"Deput|Delegate|Soviet", words)
    if of_workers or of.strip() in ("Soviets", "the Soviets"):
        return "Soviets"
    return "Soviets of Peasants' Deputies" if "Peasant" in words else ""


def soviets_form(groups: Mapping[str, str]) -> str:
    """Return the form for soviets taken together: all of them, or those of the peasants, or of one level."""
    peasants = "peasant" in groups["of"].lower() and not _WORKERS.search(groups["of"].replace("Soviets", ""))
    form = "Soviets of Peasants' Deputies" if peasants else "Soviets"
    level = groups.get("level", "")
    return f"{level} {form}".strip() if level else form


def place_in_series(
    found: list[Found], sections: Sequence[Section], lookup: Callable[[str], Any]
) -> list[Found]:
    """Give short names their series: "Second Congress" below the title "All-Russian Congress of Soviets" is one of it.

    A congress without a number ("the All-Russian Congress of Soviets") is the institution, unless the document has
    already spoken of one congress of that series by number: then it is the nearest one before.
    """
    series = _document_series(found)
    titled = _titles(found, sections)
    result: list[Found] = []
    latest: dict[str, Found] = {}
    for thing in found:
        if thing.how == "grammar/congress":
            thing = _with_series(thing, series, lookup)
            latest[_series_of(thing.label)] = thing
        elif thing.how == "grammar/congress-unnumbered" and thing.label not in titled:
            thing = _as_numbered(thing, latest.get(_series_of(thing.label)))
        result.append(thing)
    return result


def _as_numbered(thing: Found, known: Found | None) -> Found:
    """Return the numbered congress in the place of a name without a number, where there is one."""
    if known is None:
        return thing
    return replace(known, start=thing.start, stop=thing.stop, how="grammar/congress-in-series")


def _series_of(label: str) -> str:
    """Return what numbered and unnumbered names of one series share, however the label is worded."""
    words = label.split()
    rest = " ".join(words[1:] if words[0] in _WORDS else words).replace("All-Russian ", "")
    return (
        "Congress of Peasants"
        if re.fullmatch(r"Congress of .*Peasants?.*|Peasants' Congress", rest)
        else rest
    )


def _document_series(found: Sequence[Found]) -> str:
    """Return the series that the document's congresses belong to: the first one named in full."""
    for thing in found:
        if thing.how.startswith("grammar/congress") and " of " in thing.label:
            words = thing.label.split()
            return " ".join(words[1:] if words[0] in _WORDS else words)
    return ""


def _titles(found: Sequence[Found], sections: Sequence[Section]) -> set[str]:
    """Return the labels of congresses that stand without a number in a title or heading: these are institutions."""
    headings = [section.heading for section in sections]
    return {
        thing.label
        for thing in found
        if thing.how == "grammar/congress-unnumbered"
        and any(h.start <= thing.start and thing.stop <= h.stop for h in headings)
    }


def _with_series(thing: Found, series: str, lookup: Callable[[str], Any]) -> Found:
    words = thing.label.split()
    if (
        len(words) != 2
        or words[0] not in _WORDS
        or not series.split()[-1:]
        or words[1].capitalize() not in series
    ):
        return thing
    form = f"{words[0]} {series}"
    known = lookup(form)
    return replace(thing, key=known.slug if known else slugify(form), label=form)
