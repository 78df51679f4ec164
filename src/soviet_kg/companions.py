"""Persons known by the company they keep: "Yarchuk, Pozhidayev and Kolbin", a column of names.

Words with capitals that no list or grammar knows are a person's name where they are coordinated with persons,
or where they open a line among lines that persons open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from soviet_kg.lines import Found
from soviet_kg.model import Kind
from soviet_kg.names import slugify

_PERSON, _OTHER = "\ue001", "\ue002"
_JOIN = r"(?:,? and |, | & |; )"
_NOTE = r"(?: \([^()\n]{0,60}\))?"
_FEWEST = 3
_PARTED = re.compile(rf"{_OTHER}(?:,|:| [–—-]) ")  # a party, and what parts it from its person


@dataclass(frozen=True, slots=True)
class Company:
    """The expressions of `[company]` in the name grammars, for text in which known names are blotted out."""

    name: re.Pattern[str]
    run: re.Pattern[str]
    opening: re.Pattern[str]
    after_party: re.Pattern[str]
    before: re.Pattern[str]
    not_before: re.Pattern[str]
    after: re.Pattern[str]
    publications: re.Pattern[str]


def read_company(table: Mapping[str, str]) -> Company:
    """Return the expressions; `table` has `name`, `for`, `before`, `not-before`, `after`, `publications`."""
    item = rf"(?:{_PERSON}+|{table['name']}){_NOTE}"
    return Company(
        re.compile(table["name"]),
        re.compile(rf"(?<![\w-]){item}(?:{_JOIN}(?:[Cc]omrades? )?{item})+"),
        re.compile(
            r"(?:\W*(?:\d{1,3}[.)]|[a-z]\)|[•*–—-])?\s*)"
            rf"(?:{_PERSON}+|(?P<name>{table['name']}))(?=[.;]?$| \(|, | [–—-] )"
        ),
        re.compile(
            rf"(?:{table['for']}) ?{_OTHER}+(?:,|:| [–—-]) "
            rf"(?:[Cc]omrade )?(?:{_PERSON}+|(?P<name>{table['name']}))"
            r"(?=[;.\n]|,? and |, |$)"
        ),
        re.compile(rf"(?:{table['before']})$"),
        re.compile(rf"(?:{table['not-before']})$"),
        re.compile(table["after"]),
        re.compile(table["publications"]),
    )


def add_companions(text: str, names: Sequence[Found], company: Company) -> list[Found]:
    """Return the names in order, with persons that are known by their company alone; `text` is folded."""
    masked = _mask(text, names)
    readers = (_coordinated, _columns, _after_parties)
    fresh = [person for reader in readers for person in reader(text, masked, company)]
    return sorted([*names, *_apart(fresh)], key=lambda f: f.start)


def _apart(fresh: Iterable[Found]) -> Iterator[Found]:
    stop = 0
    for name in sorted(fresh, key=lambda f: (f.start, -f.stop)):
        if name.start >= stop:
            yield name
            stop = name.stop


def _mask(text: str, names: Iterable[Found]) -> str:
    """Return the text with persons and other names blotted out, every character in its place."""
    parts, at = [], 0
    for name in names:
        sign = _PERSON if name.kind == Kind.PERSON else _OTHER
        parts += [text[at : name.start], sign * (name.stop - name.start)]
        at = name.stop
    return "".join([*parts, text[at:]])


def _coordinated(text: str, masked: str, company: Company) -> Iterator[Found]:
    for match in (
        run for line in _lines_with(_PERSON, masked) for run in company.run.finditer(masked, *line)
    ):
        line = masked[masked.rfind("\n", 0, match.start()) + 1 : masked.find("\n", match.end())]
        if company.publications.search(line):
            continue
        run = re.sub(r"\([^()]*\)", lambda note: " " * len(note[0]), match[0])
        lead = masked[max(0, match.start() - 24) : match.start()]
        if _PERSON in run and (company.before.search(lead) or company.after.match(masked, match.end())):
            for name in company.name.finditer(run):
                start = match.start() + name.start()
                if not company.not_before.search(masked, max(0, start - 12), start):
                    yield _person(text, start, start + len(name[0]))


def _lines_with(sign: str, masked: str) -> Iterator[tuple[int, int]]:
    """Yield where the lines of a text begin and end that hold a sign, with their line feeds."""
    at = masked.find(sign)
    while at >= 0:
        stop = masked.find("\n", at) + 1 or len(masked)
        yield masked.rfind("\n", 0, at) + 1, stop
        at = masked.find(sign, stop)


def _columns(text: str, masked: str, company: Company) -> Iterator[Found]:
    """Yield the names that open lines in runs of lines of which most are opened by persons."""
    lines = [(match.start(), company.opening.match(match[0])) for match in re.finditer(r"[^\n]+", masked)]
    for opens, run in groupby(lines, key=lambda line: line[1] is not None):
        held = [(start, match) for start, match in run if match]
        unknown = [(start, match) for start, match in held if match["name"]]
        if opens and len(held) >= _FEWEST and 2 * len(unknown) <= len(held):
            for start, match in unknown:
                yield _person(text, start + match.start("name"), start + match.end("name"))


def _after_parties(text: str, masked: str, company: Company) -> Iterator[Found]:
    """Yield the names that stand after parties as persons do: "from the Mensheviks, N; from the SRs, N"."""
    for start, stop in _lines_with(_OTHER, masked):
        if len(_PARTED.findall(masked, start, stop)) < 2:
            continue
        held = list(company.after_party.finditer(masked, start, stop - masked.startswith("\n", stop - 1)))
        if len(held) > 1 and not all(match["name"] for match in held):
            for match in held:
                if match["name"]:
                    yield _person(text, match.start("name"), match.end("name"))


def _person(text: str, start: int, stop: int) -> Found:
    words = text[start:stop]
    return Found(start, stop, Kind.PERSON.value, slugify(words), words, "grammar/person-company")
