"""Reading: a file becomes a `Document` with its facts, marks, sections and sentences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from soviet_kg.blocks import find_blocks
from soviet_kg.errors import BadDataFile, UnreadableInput
from soviet_kg.folding import Folded, fold
from soviet_kg.marks import blank_marks, find_marks
from soviet_kg.model import Calendar, Document
from soviet_kg.readers import read_file
from soviet_kg.sections import find_headings, find_sections, find_title
from soviet_kg.sentences import find_sentences

__all__ = ["DocumentFacts", "Folded", "document_from_text", "fold", "read_document", "read_facts"]


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What somebody states about a document; None where nothing is stated.

    `calendar` is "gregorian", "julian" or "unspecified". `stated_in` names where the facts come from
    ("documents.toml" if None) and is no key of a facts file.
    """

    title: str | None = None
    author: str | None = None
    date: str | None = None
    language: str | None = None
    calendar: str | None = None
    publisher: str | None = None
    edition: str | None = None
    licence: str | None = None
    source: str | None = None
    wikidata: str | None = None
    sha256: str | None = None
    stated_in: str | None = None


def read_facts(path: Path) -> dict[str, DocumentFacts]:
    """Return the facts of a documents.toml, which has one table per document id.

    Raises BadDataFile for a file that is missing or not TOML, an unknown key, a value that is not a string,
    and an unknown calendar.
    """
    facts = {}
    for name, table in _read_toml(path).items():
        if not isinstance(table, dict):
            raise BadDataFile(f'{path}: {name} stands outside a table; put it below a line ["document-id"]')
        facts[name] = _make_facts(table, f"{path}: table {name}", path.name)
    return facts


def read_document(path: Path, facts: DocumentFacts | None = None) -> Document:
    """Return the document in a .txt, .md, .html or .pdf file.

    The kept text of .txt and .md is the file's, decoded, without byte order mark, in NFC, with its line ends;
    offsets count its code points. Where `facts` is None a file NAME.toml beside NAME.txt gives them. Raises
    UnreadableInput for what cannot be read as text or is not the text whose SHA-256 the facts state,
    BadDataFile for a bad NAME.toml.
    """
    content = read_file(path)
    facts = facts or _read_sidecar(path)
    document = document_from_text(path.stem, content.text, facts)
    if facts and facts.sha256 and facts.sha256 != document.sha256:
        raise UnreadableInput(
            f"{path}: SHA-256 is {document.sha256}, not {facts.sha256} as stated; "
            "restore the file, or state the new sha256"
        )
    title = content.title if content.title and not (facts and facts.title) else document.title
    return replace(document, title=title, media_type=content.media_type)


def document_from_text(id: str, text: str, facts: DocumentFacts | None = None) -> Document:  # noqa: A002
    """Return a text as a document, with marks, sections and sentences found.

    The language is stated, else "ru" where more than half of the letters are Cyrillic, else "en" (whatever
    the script: other languages are read as English). The calendar is only what the facts state.
    """
    facts = facts or DocumentFacts()
    marks = find_marks(text)
    read = blank_marks(text, marks)
    blocks = find_blocks(read, marks)
    headings = find_headings(read, blocks, marks)
    sections = find_sections(read, blocks, headings)
    calendar = Calendar(facts.calendar) if facts.calendar else None
    return Document(
        id=id,
        text=text,
        title=facts.title or find_title(read, blocks, headings) or id,
        language=facts.language or _detect_language(text),
        calendar=calendar,
        calendar_reason=f"stated in {facts.stated_in or 'documents.toml'}" if calendar else "",
        author=facts.author,
        date=facts.date,
        publisher=facts.publisher,
        edition=facts.edition,
        licence=facts.licence,
        source=facts.source,
        wikidata=facts.wikidata,
        marks=marks,
        sections=sections,
        sentences=find_sentences(read, blocks, sections),
    )


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BadDataFile(f"{path}: {error.strerror}; give the path of a readable file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadDataFile(f"{path}: not TOML in UTF-8 ({error}); correct the file") from error


def _read_sidecar(path: Path) -> DocumentFacts | None:
    sidecar = path.with_suffix(".toml")
    return _make_facts(_read_toml(sidecar), str(sidecar), sidecar.name) if sidecar.is_file() else None


def _make_facts(table: Mapping[str, object], where: str, stated_in: str) -> DocumentFacts:
    known = {field.name for field in fields(DocumentFacts)} - {"stated_in"}
    unknown = sorted(set(table) - known)
    if unknown:
        raise BadDataFile(f"{where}: unknown key {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    values = {key: value for key, value in table.items() if isinstance(value, str)}
    if len(values) < len(table):
        raise BadDataFile(f"{where}: {sorted(set(table) - set(values))[0]} is not a string; put it in quotes")
    if "calendar" in values and values["calendar"] not in set(Calendar):
        raise BadDataFile(
            f"{where}: unknown calendar {values['calendar']!r}; write one of {', '.join(Calendar)}"
        )
    if not re.fullmatch(r"Q[1-9]\d*", values.get("wikidata", "Q1")):
        raise BadDataFile(f"{where}: wikidata {values['wikidata']!r} is no identifier; write Q and a number")
    return DocumentFacts(**values, stated_in=stated_in)


def _detect_language(text: str) -> str:
    letters = [letter for letter in text[:100_000] if letter.isalpha()]
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in letters)
    return "ru" if 2 * cyrillic > len(letters) else "en"
