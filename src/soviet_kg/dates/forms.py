"""The grammar of dates: patterns over token letters, and what each match says before anything is inferred."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from soviet_kg.dates.lexer import Token, clock_time

# One letter is one token; the letters are listed in words.py and lexer.py.
_DAY = "h?[Dd]"
_DAYS = f"{_DAY}(?:[-o>]{_DAY})?"
_YEAR = "(?:,?f?Yg?)"
_MARK = r"(?:,?(?:[JG]|\(,?[JG]\)|\[,?[JG]\]))"
_MONTH_DAY = f"(?:(?<!i)Mh?{_DAYS}|Mh?{_DAYS}(?!k)|{_DAYS}f?,?M)"  # not "in May 30 delegates"
_INNER = f"F?[JG]?,?(?:Z|{_MONTH_DAY}(?:[-o]{_MONTH_DAY})?|{_DAYS}){_YEAR}?{_MARK}?"
_OTHER = rf"(?:\({_INNER}\)|\[{_INNER}\])"
_SLASHED = f"(?:{_MONTH_DAY}{_MARK}?/{_MONTH_DAY}|Mh?{_DAYS}/{_DAYS}|{_DAYS}(?:{_OTHER}|/{_DAYS})f?M)"
_DAY_MONTH_YEAR = f"(?:(?:[JG],?)?(?:Zg?|(?:{_SLASHED}|{_MONTH_DAY}){_YEAR}?))"
_ONE = f"(?:{_DAY_MONTH_YEAR}(?:{_MARK}{_YEAR}?)?(?:{_OTHER}{_YEAR}?{_MARK}?)?)"
_ITEMS = rf"(?:\({_DAY}(?:,{_DAY}){{0,9}},?&{_DAY}f?M?\))"
_ITEM = f"{_DAY}(?:{_OTHER}|{_ITEMS})?"
_LISTED = f"{_ITEM}(?:,{_ITEM}){{0,9}},?"
_TIME = "(?:(?:H(?:ih)?T?|W?,?h?T)(?:,|n|f|>|fh)?)"
_WHEN = f"(?:c?{_TIME}?(?:h?W(?:,|n|f)?h?)?{_ONE}(?:,?(?:[ai]H|H|[ai]hT|[ai]?T)T?(?!T?,?[nf]?h?[MDdZ]))?)"
_PART = "(?:h?P[-fi]?)"
_MONTH = f"(?:c?{_PART}?M,?f?Yg?{_MARK}?)"
_BARE = f"(?:{_PART}?M)"
_SEASON = f"(?:{_PART}?h?Sf?h?Yg?(?:-[DNY]g?)?)"
_YEAR_ALONE = f"(?:c?{_PART}?Yg?)"
_END = f"(?:{_WHEN}|{_MONTH}|{_SEASON}|{_YEAR_ALONE})"
_VAGUE = f"(?:{_END}|(?:h?T[f,n])?{_DAY}{_OTHER}?{_YEAR}?|{_BARE}|(?:h?T[f,])?R)"

_FORMS = {
    "list": f"(?:M{_LISTED}&n?{_ITEM}(?!f?M|k)|{_LISTED}&{_ITEM}f?M{_ITEMS}?){_YEAR}?{_MARK}?",
    "night": f"h?TF{_DAY}[>&-]{_DAY}(?:f?M{_OTHER}?{_YEAR}?)?",
    "from": f"F{_VAGUE}>{_VAGUE}|B{_VAGUE}&{_END}",
    "range": f"{_END}[->](?:{_END}|{_DAY}{_OTHER}{_YEAR}?)|M[->]{_MONTH}",
    "either": f"{_END}o{_END}|Mo{_MONTH}",
    "years": "c?Yg?-[DN]g?",
    "when": _WHEN,
    "month": _MONTH,
    "season": _SEASON,
    "decade": f"{_PART}?Ug?",
    "year": _YEAR_ALONE,
    "day": "(?:h?T[fn,])?hd|W,?h?d",
    "next": "(?:h?T[fn,])?R",
    "bare": _BARE,
}
_MASTER = re.compile("|".join(f"(?P<{name}>{form})" for name, form in _FORMS.items()))
_OPENING = re.compile("[MDdhTFBcPJGZHWSYUR]")  # a letter with which a form can begin
_CONTENT = frozenset("DdMYNZURS")


@dataclass(frozen=True, slots=True)
class End:
    """One date as its words give it, None or "" where they are silent; `other` is its other style."""

    start: int
    stop: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    mark: str = ""
    part: str = ""
    season: str = ""
    decade: bool = False
    circa: bool = False
    relative: int | None = None
    weekday: int = 0
    time: str = ""
    lent: tuple[str, ...] = ()
    other: tuple[End, ...] = ()


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression: `form` is the grammar rule, `joint` "one", "range" or "either" of its `ends`."""

    start: int
    stop: int
    form: str
    joint: str
    ends: tuple[End, ...] = field(default=())


def find_expressions(tokens: Sequence[Token]) -> Iterator[tuple[Expression, int, int]]:
    """Yield each expression with the indices of its first token and of the one after its last."""
    tokens = _slashes(tokens)
    codes = "".join(token.code for token in tokens)
    for match in _matches(codes):
        form = match.lastgroup or ""
        inside = tokens[match.start() : match.end()]
        for expression in _expressions(form, inside):
            yield expression, match.start(), match.end()


def _matches(codes: str) -> Iterator[re.Match[str]]:
    """Yield what a search of the codes for dates finds, trying the places alone where a date can begin."""
    stop = 0
    for opening in _OPENING.finditer(codes):
        if opening.start() >= stop and (match := _MASTER.match(codes, opening.start())):
            yield match
            stop = match.end()


def _slashes(tokens: Sequence[Token]) -> list[Token]:
    """Read the slash of "1917/18", "24/25 October" and "1917-11-07/1917-11-09" as a dash."""
    plain = list(tokens)
    for index in range(1, len(plain) - 1):
        before, here, after = plain[index - 1 : index + 2]
        if here.code != "/":
            continue
        next_day = before.code + after.code in ("DD", "dd") and int(after.value) == int(before.value) + 1
        if next_day or before.code + after.code in ("YY", "YD", "YN", "ZZ"):
            plain[index] = replace(here, code="-")
    return plain


def _expressions(form: str, tokens: Sequence[Token]) -> list[Expression]:
    if form == "list":
        return [Expression(end.start, end.stop, "when", "one", (end,)) for end in _list_ends(tokens)]
    pieces, joint = _split(tokens, form)
    if len(pieces) > 2:
        return []
    ends = _share([_end(piece) for piece in pieces])
    return [Expression(tokens[0].start, tokens[-1].stop, form, joint, tuple(ends))]


def _list_ends(tokens: Sequence[Token]) -> list[End]:
    """Return "November 29th and 30th" as two ends; the second one's month is lent by the first."""
    pieces, _ = _split(tokens, "list")
    ends = [_end(piece) for piece in pieces]
    month = next(end.month for end in ends if end.month)
    last = ends[-1]
    others = last.other if len(last.other) == len(ends) else ()
    return [
        replace(
            end,
            month=month,
            year=last.year,
            mark=end.mark or last.mark,
            lent=("year",) * (end.year is None) + ("month",) * (end.month is None),
            other=others[index : index + 1] or end.other,
        )
        for index, end in enumerate(ends)
    ]


def _split(tokens: Sequence[Token], form: str) -> tuple[list[list[Token]], str]:
    """Cut at the joints that stand outside brackets and after something that a date is made of."""
    if form == "season":
        return [[token for token in tokens if token.code not in "DN"]], "one"
    pieces: list[list[Token]] = [[]]
    joint, depth = "one", 0
    joints = {"from": "->o&", "night": "->o&", "list": ",&", "inner": "->o&,"}.get(form, "->o")
    for index, token in enumerate(tokens):
        depth += (token.code in "([") - (token.code in ")]")
        if depth == 0 and token.code in joints and _ends_here(pieces[-1], tokens[index:], form):
            joint = "either" if token.code == "o" else "range"
            pieces.append([])
        else:
            pieces[-1].append(token)
    return pieces, joint


def _ends_here(piece: Sequence[Token], rest: Sequence[Token], form: str) -> bool:
    """Tell the dash of "7–9" from that of "mid-May", the comma of "5, 6 and 7" from that of "May 5, 1917"."""
    if rest[0].code == "," and not (len(rest) > 1 and rest[1].code in "Ddh"):
        return False
    needed = "Dd" if form == "list" else _CONTENT
    return any(token.code in needed for token in piece)


def _end(tokens: Sequence[Token]) -> End:
    """Read one date, with its half in the other style if it has one."""
    own = [token for token in tokens if token.code not in "FB"]
    main, inner = _halves(own)
    end = replace(_fields(main), start=own[0].start, stop=own[-1].stop)
    if not any(token.code in _CONTENT for token in inner):
        return replace(end, mark=end.mark or "".join(token.code for token in inner if token.code in "JG"))
    pieces, _ = _split(inner, "inner")
    others = _share([_fields(piece) for piece in pieces])
    return replace(end, other=tuple(others), year=end.year or others[-1].year)


def _halves(tokens: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    for index, token in enumerate(tokens):
        if token.code in "([":
            close = next(i for i in range(index, len(tokens)) if tokens[i].code in ")]")
            return [*tokens[:index], *tokens[close + 1 :]], list(tokens[index + 1 : close])
        if token.code == "/":
            return list(tokens[:index]), list(tokens[index + 1 :])
    return list(tokens), []


_NUMBERS = {"D": "day", "d": "day", "N": "day", "M": "month", "W": "weekday"}
_STRINGS = {"J": "mark", "G": "mark", "P": "part", "S": "season", "T": "time", "H": "clock"}


def _fields(tokens: Sequence[Token]) -> End:
    """Gather what the tokens of one half of a date say; what they do not say keeps its default."""
    said: dict[str, Any] = {}
    for token in tokens:
        if token.code in _NUMBERS:
            said[_NUMBERS[token.code]] = int(token.value)
        elif token.code in _STRINGS:
            said[_STRINGS[token.code]] = token.code if token.code in "JG" else token.value
        elif token.code in "YUZRc":
            _note(said, token)
    if clock := said.pop("clock", ""):
        said["time"] = _hour(clock, said.get("time", ""))
    return End(tokens[0].start, tokens[-1].stop, **said)


def _note(said: dict[str, Any], token: Token) -> None:
    match token.code:
        case "Y":
            said.setdefault("year", int(token.value))
        case "U":
            said.update(year=int(token.value), decade=True)
        case "Z":
            said["year"], said["month"], said["day"] = read_numeric(token.value)
        case "R":
            days, _, time = token.value.partition(":")
            said.update(relative=int(days), **({"time": time} if time else {}))
        case "c":
            said["circa"] = True


def _hour(clock: str, part: str) -> str:
    late = part in ("afternoon", "evening") or (part == "night" and clock >= "08")
    return clock_time(f"{clock} pm") if late and clock < "12" else clock


def read_numeric(written: str) -> tuple[int, int, int | None]:
    """Return year, month and day of "1917-11-07", "1917-11", "25.10.1917", "25/10/1917" or "25.X.1917".

    The day comes before the month, unless it cannot; the month is 0 where it is none.
    """
    roman = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
    parts = re.split(r"[./\s-]+", written)
    if len(parts[0]) == 4:
        return int(parts[0]), int(parts[1]), int(parts[2]) if len(parts) == 3 else None
    month = parts[1].upper()
    if month.isdigit() and int(month) > 12 >= int(parts[0]):
        return int(parts[2]), int(parts[0]), int(month)
    return (
        int(parts[2]),
        roman.index(month) + 1 if month in roman else int(month) if month.isdigit() else 0,
        int(parts[0]),
    )


def _share(ends: list[End]) -> list[End]:
    """Lend each of two ends what only the other states: "November 7–9, 1917", "June 16 - July 7, 1917"."""
    if len(ends) != 2:
        return ends
    first, last = ends
    if first.year and not first.month and not last.month and last.day:
        return [first, _short_year(first.year, last)]
    if first.day and not first.month:
        first = replace(first, month=last.month)
    if last.day and not last.month:
        last = replace(last, month=first.month)
    first, last = _share_years(first, last)
    if last.mark and not (first.mark or first.other or last.other):
        first = replace(first, mark=last.mark)
    if len(last.other) == 2 and not first.other:
        first, last = replace(first, other=last.other[:1]), replace(last, other=last.other[1:])
    return [first, last]


def _short_year(year: int, last: End) -> End:
    """Read the 22 of "1917–22"."""
    return replace(last, year=year - year % 100 + (last.day or 0), day=None, season=last.season)


def _share_years(first: End, last: End) -> tuple[End, End]:
    if last.year and not first.year and (first.month or first.season):
        earlier = bool(first.month and last.month and first.month > last.month)
        return replace(first, year=last.year - earlier), last
    if first.year and not last.year and last.month:
        later = bool(first.month and first.month > last.month)
        return first, replace(last, year=first.year + later)
    return first, last
