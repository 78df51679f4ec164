"""What our documents add to Wikidata, as QuickStatements of version 1: one command a line, parted by tabs.

https://www.wikidata.org/wiki/Help:QuickStatements. A statement that is there already is not doubled: what follows it is
added to it, so that one without a reference gets ours. Each source is a reference group, the second and later ones
begin with `!S`. Old Style days are written in their own digits with `/J`; no precision is finer than the source's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from soviet_kg.contributions import Contribution, Contributions, NewName, Standing
from soviet_kg.errors import WrongUse
from soviet_kg.model import Calendar, Corpus, Document, Quote
from soviet_kg.wikidata.items import WikiTime
from soviet_kg.wikidata.knowledge import read_properties

_LONGEST = 1500  # characters of a monolingual text in Wikidata
_PRECISION = {4: 9, 7: 10, 10: 11}
_PAGES = re.compile(r"\bpp?\. ?(\d+(?:[-–]\d+)?)")
_PAGE = re.compile(r"https?://\S+")
_UNSAFE = re.compile(r"[|\x00-\x08]")  # a bar parts columns where there are no tabs

Documents = Mapping[str, Document]


def format_quickstatements(contributions: Contributions, corpus: Corpus, retrieved: str = "") -> str:
    """Return the commands for all that is not in Wikidata and for references that its statements lack.

    `retrieved` is the day, YYYY-MM-DD, on which pages were read; without it none is written. What only such sources say
    as Wikidata does not take (`not_cited` in properties.toml) is left out. Raises WrongUse for a day that is none.
    """
    day = _read_day(retrieved)
    documents = {document.id: document for document in corpus.documents}
    lines = [line for row in contributions.statements if (line := _statement(row, documents, day))]
    lines += [_name(name) for name in contributions.names if not _UNSAFE.search(name.form)]
    return "".join(f"{line}\n" for line in lines)


def _read_day(written: str) -> WikiTime | None:
    try:
        return WikiTime(dt.date.fromisoformat(written).isoformat()) if written else None
    except ValueError as error:
        raise WrongUse(f"retrieved {written!r}: write the day as YYYY-MM-DD") from error


def _statement(row: Contribution, documents: Documents, day: WikiTime | None) -> str:
    if row.standing is Standing.CONTRADICTED or (
        row.standing is Standing.THERE and not _lacks_reference(row)
    ):
        return ""
    groups = [_reference(quote, documents[quote.document], day) for quote in row.quotes]
    groups = [group for group in groups if group]
    if not groups:
        return ""
    cells = [row.qid, row.pid, format_value(row.value)]
    cells += [cell for pid, value in row.qualifiers for cell in (pid, format_value(value))]
    for number, group in enumerate(groups):
        cells += ["!" + group[0] if number else group[0], *group[1:]]
    return "\t".join(cells)


def _lacks_reference(row: Contribution) -> bool:
    """Say whether a statement that is there would get its first reference from us, being the very same."""
    theirs = row.theirs
    return bool(theirs and theirs.guid and not theirs.sourced and theirs.value == row.value)


def format_value(value: str | WikiTime) -> str:
    """Return an item or a time as QuickStatements writes it.

    >>> format_value(WikiTime("1917-11-07", Calendar.JULIAN)), format_value(WikiTime("1898"))
    ('+1917-10-25T00:00:00Z/11/J', '+1898-00-00T00:00:00Z/9')
    """
    if isinstance(value, str):
        return value
    digits = value.own_digits
    full = digits + "-00" * (2 - digits.count("-"))
    style = "/J" if value.calendar is Calendar.JULIAN else ""
    return f"+{full}T00:00:00Z/{_PRECISION[len(digits)]}{style}"


def _reference(quote: Quote, document: Document, day: WikiTime | None) -> list[str]:
    """Return a group of source columns, none for a source that Wikidata does not take."""
    if document.publisher in read_properties().not_cited:
        return []
    cells: list[str] = []
    for part, value in _parts(quote, document, day):
        cells += [f"S{read_properties().reference[part][1:]}", value]
    return cells


def _parts(quote: Quote, document: Document, day: WikiTime | None) -> Iterator[tuple[str, str]]:
    page = _PAGE.fullmatch(document.source or "")
    printed = f"{document.edition or ''} {document.source or ''}"
    if document.wikidata:
        yield "stated_in", document.wikidata
    if page and '"' not in page[0]:
        yield "url", f'"{page[0]}"'
    if not document.wikidata:
        yield from _text("title", document.title, document.language)
    elif found := _PAGES.search(printed):
        yield "pages", f'"{found[1]}"'
    yield from _text("quotation", quote.text(document), document.language)
    if page and day:
        yield "retrieved", format_value(day)


def _text(part: str, words: str, language: str) -> Iterator[tuple[str, str]]:
    """Give a text in one language, whole or not at all: it is verbatim."""
    line = " ".join(words.split())
    if line and len(line) <= _LONGEST and not _UNSAFE.search(line):
        yield part, f'{language}:"{line}"'


def _name(name: NewName) -> str:
    """Return the command for a label, or an alias, which takes nothing away."""
    return "\t".join((name.qid, f"{'L' if name.is_label else 'A'}{name.language}", f'"{name.form}"'))
