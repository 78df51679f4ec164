"""Who acts in a clause that does not name its subject again: "The Congress met, elected N. and adopted X".

The subject is what opens the clause, or the clause before it; what follows a preposition is not one. In an
open relative clause ("a bureau, which met and adopted X") it is what the clause is about, if that is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from soviet_kg.cases import may_stand_in
from soviet_kg.lines import VALUE_KINDS, Found, Line

_AFTER_PREPOSITION = re.compile(
    r"\b(?:[Aa]t|[Ii]n|[Oo]n|[Bb]y|[Aa]fter|[Bb]efore|[Dd]uring|[Oo]f|[Ff]or|[Ww]ith|[Tt]o|[Ff]rom|[Uu]nder|[Aa]gainst|[Ss]ince|"
    r"[Uu]ntil|[Ff]ollowing|[Nn]ear|[Aa]mong|[Bb]etween|[Tt]hrough|[Dd]espite|[Tt]hroughout|[Cc]oncerning|[Oo]ver|[Ii]nto|[Uu]pon)"
    r"(?: [a-z][\w'-]*){0,2} $"
    r"|\b(?:[Вв]о?|[Нн]а|[Сс]о?|[Кк]о?|[Оо]т|[Ии]з|[Пп]о|[Уу]|[Оо]бо?|[Оо]|[Зз]а|[Дд]ля|[Пп]ротив|[Пп]осле|[Дд]о|[Пп]ри|[Пп]еред|[Мм]ежду|"
    r"[Пп]од|[Нн]ад|[Чч]ерез|[Сс]реди|[Оо]коло|[Бб]ез|[Вв]место|[Кк]роме|[Пп]утём|[Пп]утем)(?: [а-яё][а-яё-]*){0,2} $"
)
_JOINED = re.compile(r"(?:, (?:and |as well as |а также )?| and | as well as |; and | и )$")
_OPEN_CLAUSE = re.compile(
    r"(?:,? (?:who|which|whom|whose|where)|\bthat|, (?:(?:в|на|с|о|к|из|от|по) )?котор\w+|, где|, что) [^,;]*$"
)
_OPEN_RELATIVE = re.compile(r"(?:,? (?:who|which)|, котор(?:ый|ая|ое|ые)) [^,;]*$")
# before a thing that only says whose or what: "the Executive of the Soviet", "Dybenko, the chairman of Tsentrobalt,"
_OF_A_THING = re.compile(r"([\ue001-\ue004])[\U000f0000-\U000ffffd] of $")
_ROLE_OF_A_THING = re.compile(
    r"(\ue001)[\U000f0000-\U000ffffd],? (?:then |now |formerly |a |an |the |one of the )*(?:[a-z][\w'-]* ){0,3}?"
    r"(?:members?|leaders?|chair(?:wo)?man|chair|heads?|president|secretary|commissar|minister|commander|editor|"
    r"founders?|delegates?|deput(?:y|ies)|representatives?|chief|organi[sz]ers?|spokesman|veteran|figure) "
    r"(?:of|for|in|from|to|at) $"
)
_CLAUSE = re.compile(r"[;:] ")


def clause_subjects(line: Line, at: int, kinds: Iterable[str]) -> tuple[Found, ...]:
    """Return the subject at a place of the line's text if it is of these kinds; none where it is unclear."""
    wanted = frozenset(kinds)
    start = max((match.end() for match in _CLAUSE.finditer(line.text, 0, at)), default=0)
    for begin in (start, 0):
        places = [i for i in range(begin, at) if _is_thing(line, i)]
        first = next((i for i in places if not _AFTER_PREPOSITION.search(line.text, begin, i)), None)
        if first is not None:
            if _is_open(line, first, at):
                return _antecedent(line, first, at, wanted)
            return _with_joined(line, first, at, places, wanted)
    return ()


def phrase_head(line: Line, at: int) -> int | None:
    """Return where the thing stands to which the thing at `at` only belongs, None where it stands for itself.

    "The Executive of the Soviet resolved": the Executive; "N., the chairman of the Soviet, resolved": N.
    """
    role = _ROLE_OF_A_THING.search(line.text, max(0, at - 90), at)
    if role and re.match(r"(?: \([^()]*\))?,(?! (?:which|that|who|whose)\b)", line.text[at + 2 : at + 90]):
        return role.start(1)
    if at > 2 and line.text[at - 1] == " " and (owner := _owner_before(line, at)) is not None:
        return owner
    owned = _OF_A_THING.search(line.text, max(0, at - 6), at)
    return owned.start(1) if owned and owned[1] == line.text[at] != "\ue004" else None


def _owner_before(line: Line, at: int) -> int | None:
    """Return where the thing stands that has this one in the genitive right behind it: "ЦК РСДРП(б)"."""
    before, thing = line.text[at - 3 : at - 2], line.slot(at)
    if not "\ue002" <= before <= "\ue005" or before == "\ue004" != line.text[at]:
        return None
    return at - 3 if may_stand_in(line, thing, "gen") else None


def _is_thing(line: Line, at: int) -> bool:
    return "\ue000" <= line.text[at] <= "\uf000" and line.slot(at).kind not in VALUE_KINDS


def _is_open(line: Line, first: int, at: int) -> bool:
    """Say whether a subordinate clause that began behind the subject is open at `at`; a semicolon closes it."""
    return line.text[at] != ";" and _OPEN_CLAUSE.search(line.text, first + 2, at) is not None


def _antecedent(line: Line, first: int, at: int, kinds: frozenset[str]) -> tuple[Found, ...]:
    """Return what an open relative clause is about, where its words stand right before "who" or "which"."""
    opened = _OPEN_RELATIVE.search(line.text, first + 2, at)
    if opened is None or not _is_thing(line, opened.start() - 2):
        return ()
    thing = line.slot(opened.start() - 2)
    return (thing,) if thing.kind in kinds else ()


def _with_joined(
    line: Line, first: int, at: int, places: Sequence[int], kinds: frozenset[str]
) -> tuple[Found, ...]:
    subjects = [first]
    for place in places[places.index(first) + 1 :]:
        if place >= at or not _JOINED.fullmatch(line.text, subjects[-1] + 2, place):
            break
        subjects.append(place)
    things = tuple(line.slot(place) for place in subjects)
    return things if all(thing.kind in kinds for thing in things) else ()
