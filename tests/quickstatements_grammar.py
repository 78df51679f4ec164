"""Reads QuickStatements, version 1, by its published grammar, and refuses what that does not allow.

https://www.wikidata.org/wiki/Help:QuickStatements: a command a line; columns parted by tabs; item, then a label, alias
or description command, or a property and its value; then pairs of qualifier and value, then pairs of source and value,
where `!S` begins another group of sources. Written from the grammar alone; knows nothing of how we write.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

ITEM = re.compile(r"Q[1-9]\d*")
PROPERTY = re.compile(r"P[1-9]\d*")
SOURCE = re.compile(r"(!?)S([1-9]\d*)")
TERM = re.compile(r"([LAD])([a-z]{2,3}(?:-[a-z]+)*)")
STRING = re.compile(r'"(.*)"')
MONOLINGUAL = re.compile(r'([a-z]{2,3}(?:-[a-z]+)*):"(.*)"')
TIME = re.compile(r"([+-])(\d{4,})-(\d\d)-(\d\d)T00:00:00Z/(\d{1,2})(/J)?")
QUANTITY = re.compile(r"[+-]?\d+(?:\.\d+)?(?:~\d+(?:\.\d+)?)?(?:U\d+)?")
MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Pair = tuple[str, object]


@dataclass(frozen=True)
class Time:
    year: int
    month: int
    day: int
    precision: int
    julian: bool


@dataclass
class Command:
    item: str
    what: str
    value: object
    qualifiers: list[Pair] = field(default_factory=list)
    references: list[list[Pair]] = field(default_factory=list)


def parse_quickstatements(text: str) -> list[Command]:
    assert text == "" or text.endswith("\n"), "the last line is not ended"
    return [parse_command(line) for line in text.split("\n")[:-1]]


def parse_command(line: str) -> Command:
    assert "|" not in line, f"a bar parts columns: {line!r}"
    item, what, value, *rest = line.split("\t")
    assert ITEM.fullmatch(item), item
    if TERM.fullmatch(what):
        found = STRING.fullmatch(value)
        assert found, value
        assert found[1].strip() == found[1], "blanks around a term"
        assert found[1]
        assert not rest
        return Command(item, what, found[1])
    assert PROPERTY.fullmatch(what), what
    command = Command(item, what, parse_value(value))
    assert len(rest) % 2 == 0, f"a column without its value: {rest}"
    for name, written in zip(rest[::2], rest[1::2], strict=True):
        add(command, name, parse_value(written))
    return command


def add(command: Command, name: str, value: object) -> None:
    source = SOURCE.fullmatch(name)
    if not source:
        assert PROPERTY.fullmatch(name), name
        assert not command.references, "a qualifier after a source"
        command.qualifiers.append((name, value))
        return
    if source[1]:
        assert command.references, "another group of sources before the first"
    if source[1] or not command.references:
        command.references.append([])
    command.references[-1].append((f"P{source[2]}", value))


def parse_value(written: str) -> object:
    if ITEM.fullmatch(written):
        return written
    if found := TIME.fullmatch(written):
        return parse_time(found)
    if found := MONOLINGUAL.fullmatch(written):
        return found[1], found[2]
    if found := STRING.fullmatch(written):
        return {"string": found[1]}
    assert QUANTITY.fullmatch(written), f"no value: {written!r}"
    return float(re.split("[~U]", written)[0])


def parse_time(found: re.Match[str]) -> Time:
    year, month, day, precision = (int(found[group]) for group in (2, 3, 4, 5))
    assert (precision >= 10) == (month > 0), "a month goes with a precision of 10 or more, and only then"
    assert (precision >= 11) == (day > 0), "a day goes with a precision of 11, and only then"
    assert precision in (9, 10, 11)
    if month:
        assert 1 <= month <= 12
        leap = year % 4 == 0 and (bool(found[6]) or year % 100 != 0 or year % 400 == 0)
        assert day <= MONTHS[month - 1] + (1 if month == 2 and leap else 0), found[0]
    return Time(year, month, day, precision, bool(found[6]))
