"""The tables of a build: one JSON object a line, written and read back without loss."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from soviet_kg.errors import CannotWrite, UnreadableInput, WrongUse
from soviet_kg.judgements import read_judgements
from soviet_kg.model import (
    Calendar,
    Claim,
    ClaimObject,
    Corpus,
    Document,
    Entity,
    HistoricalDate,
    Kind,
    Mark,
    Mention,
    Precision,
    Qualifier,
    Quantity,
    Quote,
    Section,
    Span,
    Stance,
)
from soviet_kg.wikidata.sssom import read_links

Row = dict[str, Any]
_T = TypeVar("_T")
JUDGEMENTS = "judgements.sssom.tsv"


@contextmanager
def replaced_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file beside `path` for bytes, and put it in the place of `path` when all has been written.

    A failure leaves what stood at `path` as it was. Raises CannotWrite where the place refuses.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as stream:
            yield stream
        beside.replace(path)
    except OSError as error:
        raise CannotWrite(f"{path}: {error.strerror or error}; choose another place with --out") from error
    finally:
        with suppress(OSError):  # already told above
            beside.unlink(missing_ok=True)


def write_lines(lines: Iterable[str], path: Path) -> None:
    """Write UTF-8 lines, each ended by one newline. Raises CannotWrite."""
    with replaced_file(path) as stream:
        stream.write(b"\n".join([*map(str.encode, lines), b""]))


def claim_rows(corpus: Corpus) -> Iterator[Row]:
    """Give each claim as a row of `claims.jsonl`, in the corpus's order.

    Dates are Gregorian EDTF in "value"; offsets are code points of the document's text, half-open. Raises
    ValueError for a claim whose mention no entity has gathered.
    """
    documents = {document.id: document for document in corpus.documents}
    things = {key: entity for entity in corpus.entities for key in entity.keys}
    for claim in corpus.claims:
        yield _claim_row(claim, documents[claim.quote.document], things)


def entity_rows(corpus: Corpus) -> Iterator[Row]:
    """Give each entity as a row of `entities.jsonl`; "names" holds all names with their languages."""
    yield from map(_entity_row, corpus.entities)


def document_rows(corpus: Corpus) -> Iterator[Row]:
    """Give each document's facts and shape, without its text, as a row of `documents.jsonl`."""
    yield from map(_document_row, corpus.documents)


def write_claims(corpus: Corpus, path: Path) -> None:
    """Write `claims.jsonl`. Raises CannotWrite."""
    write_lines(map(_canonical, claim_rows(corpus)), path)


def write_entities(corpus: Corpus, path: Path) -> None:
    """Write `entities.jsonl`. Raises CannotWrite."""
    write_lines(map(_canonical, entity_rows(corpus)), path)


def write_documents(corpus: Corpus, path: Path) -> None:
    """Write `documents.jsonl`; the texts stand beside it in `texts/`. Raises CannotWrite."""
    write_lines(map(_canonical, document_rows(corpus)), path)


def read_corpus(build: Path) -> Corpus:
    """Read the corpus back from a build's tables and `texts/`, equal to the one that was written.

    The texts are taken as they are: `check` compares them with the recorded SHA-256. Raises WrongUse where
    there is no build, UnreadableInput (file and line) where a table is damaged.
    """
    if not (build / "claims.jsonl").is_file():
        raise WrongUse(f"{build}: no build here (claims.jsonl is missing); make one with: soviet-kg build")
    return Corpus(
        documents=tuple(_read(build / "documents.jsonl", lambda row: _read_document(row, build / "texts"))),
        entities=tuple(_read(build / "entities.jsonl", _read_entity)),
        claims=tuple(_read(build / "claims.jsonl", _read_claim)),
        judgements=read_judgements(build / JUDGEMENTS) if (build / JUDGEMENTS).is_file() else (),
        links=read_links(links) if (links := build / "links.sssom.tsv").is_file() else (),
    )


# --- writing ---------------------------------------------------------------------------------------------


def _canonical(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(", ", ": "))


def _entity_of(mention: Mention, things: dict[str, Entity]) -> Entity:
    if mention.key not in things:
        raise ValueError(f"no entity gathers the mention key {mention.key!r} ({mention.label})")
    return things[mention.key]


def _claim_row(claim: Claim, document: Document, things: dict[str, Entity]) -> Row:
    def name(mention: Mention) -> Row:
        entity = _entity_of(mention, things)
        return {"id": entity.id, "label": entity.label(document.language), "type": str(entity.kind)}

    row: Row = {
        "id": claim.id,
        "document": claim.quote.document,
        "start": claim.quote.start,
        "stop": claim.quote.stop,
        "quote": claim.quote.text(document),
        "subject": name(claim.subject),
        "subject_mention": _mention_row(claim.subject),
        "property": claim.predicate,
        "object": _object_row(claim.object, name),
        "qualifiers": _qualifier_rows(claim, name),
        "qualifier_names": [key for key, _ in claim.qualifiers],
        "stance": str(claim.stance),
        "speaker": name(claim.speaker) if claim.speaker else None,
        "rule": claim.rule,
    }
    mentions = {key: _mention_row(value) for key, value in claim.qualifiers if isinstance(value, Mention)}
    if mentions:
        row["qualifier_mentions"] = mentions
    if isinstance(claim.object, Mention):
        row["object_mention"] = _mention_row(claim.object)
    if claim.path:
        row["path"] = claim.path
    if claim.speaker:
        row["speaker_mention"] = _mention_row(claim.speaker)
    return row


def _object_row(value: ClaimObject, name: Callable[[Mention], Row]) -> Row:
    match value:
        case Mention():
            return name(value)
        case HistoricalDate():
            return _date_row(value)
        case Quantity():
            return _quantity_row(value)
        case str():
            return {"value": value, "datatype": "text"}


def _qualifier_rows(claim: Claim, name: Callable[[Mention], Row]) -> Row:
    rows = {key: _qualifier_row(value, name) for key, value in claim.qualifiers}
    if isinstance(claim.object, Quantity):
        rows = {"unit": claim.object.unit, "approximate": claim.object.approximate} | rows
    return rows


def _qualifier_row(value: Qualifier, name: Callable[[Mention], Row]) -> Any:
    match value:
        case Mention():
            return {key: part for key, part in name(value).items() if key != "type"}
        case HistoricalDate():
            return _date_row(value)
        case float():
            return plain_number(value)
        case _:
            return value


def _date_row(date: HistoricalDate) -> Row:
    return {
        "value": date.edtf,
        "datatype": "date",
        "edtf": date.edtf,
        "gregorian": date.edtf,
        "julian": date.julian,
        "calendar": str(date.calendar),
        "written": date.written,
        "earliest": date.earliest.isoformat(),
        "latest": date.latest.isoformat(),
        "precision": str(date.precision),
        "reason": date.reason,
        "inferred": list(date.inferred),
        "approximate": date.approximate,
    }


def _quantity_row(quantity: Quantity) -> Row:
    return {
        "value": plain_number(quantity.value),
        "datatype": "number",
        "written": quantity.written,
        "unit": quantity.unit,
        "approximate": quantity.approximate,
    }


def plain_number(value: float) -> float:
    """Return a whole number as an int, so that 649 is written 649 and not 649.0."""
    return int(value) if value == int(value) else value


def _mention_row(mention: Mention) -> Row:
    return {
        "document": mention.quote.document,
        "start": mention.quote.start,
        "stop": mention.quote.stop,
        "kind": str(mention.kind),
        "key": mention.key,
        "label": mention.label,
        "how": mention.how,
        "antecedent": _quote_row(mention.antecedent) if mention.antecedent else None,
    }


def _quote_row(quote: Quote) -> Row:
    return {"document": quote.document, "start": quote.start, "stop": quote.stop}


def _entity_row(entity: Entity) -> Row:
    return {
        "id": entity.id,
        "label": entity.label(),
        "type": str(entity.kind),
        "labels": dict(entity.labels),
        "aliases": sorted({form for _, form in entity.aliases}),
        "names": [["label", *pair] for pair in entity.labels] + [["alias", *pair] for pair in entity.aliases],
        "qid": entity.qid,
        "keys": list(entity.keys),
        "mentions": [_mention_row(mention) for mention in entity.mentions],
    }


_FACTS = (
    *("id", "title", "language", "calendar_reason", "author", "date"),
    *("publisher", "licence", "source", "wikidata", "media_type"),
)


def _document_row(document: Document) -> Row:
    return {name: getattr(document, name) for name in _FACTS} | {
        "calendar": str(document.calendar) if document.calendar else None,
        "sha256": document.sha256,
        "characters": len(document.text),
        "marks": [[mark.start, mark.stop, mark.kind] for mark in document.marks],
        "sections": [
            [section.start, section.stop, section.heading.start, section.heading.stop, section.level]
            for section in document.sections
        ],
        "sentences": [[span.start, span.stop] for span in document.sentences],
    }


# --- reading ---------------------------------------------------------------------------------------------


def _read(path: Path, read_row: Callable[[Row], _T]) -> Iterator[_T]:
    try:
        lines = path.read_bytes().decode().split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{path}: {error}; build again") from error
    for number, line in enumerate(lines, start=1):
        if line:
            yield _read_line(f"{path}:{number}", line, read_row)


def _read_line(place: str, line: str, read_row: Callable[[Row], _T]) -> _T:
    try:
        return read_row(json.loads(line))
    except (KeyError, TypeError, ValueError) as error:
        what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise UnreadableInput(f"{place}: not a row of this table ({what}); build again") from error


def _read_claim(row: Row) -> Claim:
    return Claim(
        id=row["id"],
        subject=_read_mention(row["subject_mention"]),
        predicate=row["property"],
        object=_read_object(row),
        quote=_read_quote(row),
        qualifiers=tuple((name, _read_qualifier(row, name)) for name in row["qualifier_names"]),
        stance=Stance(row["stance"]),
        speaker=_read_mention(row["speaker_mention"]) if row["speaker"] else None,
        rule=row["rule"],
        path=row.get("path", ""),
    )


def _read_object(row: Row) -> ClaimObject:
    value = row["object"]
    match value.get("datatype"):
        case None:
            return _read_mention(row["object_mention"])
        case "date":
            return _read_date(value)
        case "number":
            return Quantity(value["value"], value["unit"], value["approximate"], value["written"])
        case "text":
            return str(value["value"])
        case other:
            raise ValueError(f"datatype {other!r} is not date, number or text")


def _read_qualifier(row: Row, name: str) -> Qualifier:
    value: Qualifier | Row = row["qualifiers"][name]
    if not isinstance(value, dict):
        return value
    return _read_date(value) if "datatype" in value else _read_mention(row["qualifier_mentions"][name])


def _read_date(row: Row) -> HistoricalDate:
    return HistoricalDate(
        earliest=dt.date.fromisoformat(row["earliest"]),
        latest=dt.date.fromisoformat(row["latest"]),
        precision=Precision(row["precision"]),
        calendar=Calendar(row["calendar"]),
        inferred=tuple(row["inferred"]),
        **{name: row[name] for name in ("written", "reason", "edtf", "julian", "approximate")},
    )


def _read_mention(row: Row) -> Mention:
    return Mention(
        quote=_read_quote(row),
        kind=Kind(row["kind"]),
        antecedent=_read_quote(row["antecedent"]) if row["antecedent"] else None,
        **{name: row[name] for name in ("key", "label", "how")},
    )


def _read_quote(row: Row) -> Quote:
    return Quote(row["document"], row["start"], row["stop"])


def _read_entity(row: Row) -> Entity:
    def names(wanted: str) -> tuple[tuple[str, str], ...]:
        return tuple((language, form) for use, language, form in row["names"] if use == wanted)

    return Entity(
        id=row["id"],
        kind=Kind(row["type"]),
        labels=names("label"),
        aliases=names("alias"),
        qid=row["qid"],
        mentions=tuple(map(_read_mention, row["mentions"])),
        keys=tuple(row["keys"]),
    )


def _read_document(row: Row, texts: Path) -> Document:
    path = texts / f"{row['id']}.txt"
    try:
        text = path.read_bytes().decode()  # bytes, for read_text would turn \r\n into \n and shift offsets
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{path}: {error}; build again") from error
    return Document(
        text=text,
        calendar=Calendar(row["calendar"]) if row["calendar"] else None,
        marks=tuple(Mark(*mark) for mark in row["marks"]),
        sections=tuple(
            Section(start, stop, Span(first, last), level)
            for start, stop, first, last, level in row["sections"]
        ),
        sentences=tuple(Span(*span) for span in row["sentences"]),
        **{name: row[name] for name in _FACTS},
    )
