"""A SPARQL endpoint with Wikidata's data model: items by name, then what is said of them, in batches.

Nothing here is one engine's own: the queries lie in `ontology/wikidata/queries/` and run on the Wikidata Query Service,
QLever, Oxigraph, Fuseki and Virtuoso. Terms are bound in VALUES, never spliced.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from soviet_kg.errors import ServiceFailed
from soviet_kg.model import Calendar
from soviet_kg.names import split_person
from soviet_kg.resources import find_resource
from soviet_kg.services.manners import Caller, NotAnAnswer, Refused, TooMuch, read_all
from soviet_kg.terms import literal
from soviet_kg.wikidata.evidence import Thing
from soviet_kg.wikidata.items import PRECISIONS, QID, Item, Name, Statement, WikiTime
from soviet_kg.wikidata.knowledge import read_classes, read_properties, read_weights
from soviet_kg.wikidata.snapshot import Snapshot
from soviet_kg.wikidata.spelling import person_parts

NAMES, ITEMS = 80, 60  # in one query
_WD = "http://www.wikidata.org/entity/"
_PROP = "http://www.wikidata.org/prop/"
_JULIAN = "Q1985786"
_EXCEPTION = re.compile(r"[\w.]*(?:Timeout|Exception|Error)[\w.]*(?::[^\n<]{0,160})?")

Row = Mapping[str, Mapping[str, str]]


def take_snapshot(caller: Caller, things: Sequence[Thing]) -> Snapshot:
    """Ask an endpoint for all items that the things may be, and for those that they are known to be.

    The snapshot is of the day of the oldest answer in it. Raises ServiceFailed; what was answered by then is kept,
    if the caller has a cache.
    """
    qids = {thing.qid for thing in things if thing.qid}
    names = names_to_ask(things)
    for row in _in_batches(caller, _NAMES, sorted(names)):
        qids.add(_qid(row, "item"))
    about = "What an endpoint said of the items that our entities may be."
    items = {item.qid: item for item in read_items(caller, sorted(qids, key=lambda qid: int(qid[1:])))}
    return Snapshot(items, about, caller.oldest, caller.url, complete=True)


# --- which questions ---------------------------------------------------------------------------------------


def names_to_ask(things: Iterable[Thing]) -> set[Name]:
    """Return the (language, form) pairs under which the things are looked up.

    A bare surname is looked up only where a person has no other name. English and Russian names are looked up as
    names in all languages ("mul"), too.
    """
    pairs = {pair for thing in things for pair in _telling_names(thing)}
    return {(language, form) for own, form in pairs for language in (own, "mul")}


def _telling_names(thing: Thing) -> Iterator[Name]:
    names = (*thing.labels, *thing.aliases)
    if thing.kind == "Person":
        full = [(language, form) for language, form in names if len(person_parts(form)[0]) > 0]
        names = tuple(full) or names
    for language, form in names:
        yield language, form
        yield from ((language, other) for other in _other_wordings(form, thing.kind))


def _other_wordings(form: str, kind: str) -> Iterator[str]:
    first, _, rest = form.partition(" ")
    if rest and first in read_weights().ask_also:
        yield f"{read_weights().ask_also[first]} {rest}"
    name = split_person(form) if kind == "Person" else None
    if name and name.patronymic:
        yield f"{name.given} {name.surname}"


def plan_queries(things: Sequence[Thing]) -> list[str]:
    """Return the queries by name that a run would begin with, each as it would be sent."""
    return [_bind("names", _name_values(batch)) for batch in _batches(sorted(names_to_ask(things)), NAMES)]


def item_queries(qids: Sequence[str]) -> list[str]:
    """Return the queries on these items, each as it would be sent."""
    return [_bind(question.name, question.bind(qids)) for question in _ABOUT_ITEMS]


@cache
def _template(name: str) -> str:
    return find_resource(f"ontology/wikidata/queries/{name}.rq").read_text(encoding="utf-8")


def _bind(name: str, values: Mapping[str, str]) -> str:
    """Return a query with terms in its empty VALUES, by variable."""
    query = _template(name)
    for variable, terms in values.items():
        empty = f"VALUES {variable} {{ }}"
        query = query.replace(empty, f"VALUES {variable} {{ {terms} }}", 1)
    return query


def _name_values(names: Sequence[Name]) -> dict[str, str]:
    return {"?name": " ".join(literal(form, language) for language, form in names)}


def _item_values(qids: Sequence[str]) -> dict[str, str]:
    return {"?item": " ".join(f"wd:{qid}" for qid in qids)}


def _class_values(qids: Sequence[str]) -> dict[str, str]:
    return _item_values(qids) | {"?class": " ".join(f"wd:{name}" for name in sorted(read_classes().kinds))}


def _statement_values(qids: Sequence[str]) -> dict[str, str]:
    rows = (f"(wd:{pid} p:{pid} ps:{pid} psv:{pid})" for pid in pids_to_read())
    return _item_values(qids) | {"(?property ?claim ?simple ?full)": " ".join(rows)}


def pids_to_read() -> list[str]:
    """Return the properties of which statements are read."""
    known = read_properties()
    return sorted(
        {row.pid for row in known.mappings} | set(known.evidence.values()), key=lambda pid: int(pid[1:])
    )


# --- asking ------------------------------------------------------------------------------------------------


def _batches(values: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    yield from (values[start : start + size] for start in range(0, len(values), size))


@dataclass(frozen=True, slots=True)
class _Question:
    """A query by name: how terms are bound in it, what in a row of the answer was asked for, how many at once."""

    name: str
    bind: Callable[[Sequence[Any]], dict[str, str]]
    asked_for: Callable[[Row], Any]
    size: int
    needs: frozenset[str] = frozenset({"item"})


def _in_batches(caller: Caller, question: _Question, values: Sequence[Any]) -> Iterator[Row]:
    for number, batch in enumerate(_batches(values, question.size), 1):
        caller.tell(f"{question.name}: {min(number * question.size, len(values))} of {len(values)}")
        yield from _ask_halving(caller, question, batch)


def _ask_halving(caller: Caller, question: _Question, batch: Sequence[Any]) -> list[Row]:
    """Ask for a batch; where the server gives up on it, ask for each half of it."""
    try:
        return _ask_rows(caller, question, batch)
    except TooMuch as error:
        if len(batch) < 2:
            raise ServiceFailed(f"{caller.url}: {error}, even for {batch[0]!r} alone") from error
        middle = len(batch) // 2
        halves = (batch[:middle], batch[middle:])
        return [row for half in halves for row in _ask_halving(caller, question, half)]


def _ask_rows(caller: Caller, question: _Question, batch: Sequence[Any]) -> list[Row]:
    """Return the rows that answer a batch; an answer with a row that nobody asked for is none."""
    query = _bind(question.name, question.bind(batch))
    wanted = set(re.findall(r"\?(\w+)", query.split("SELECT", 1)[1].split("WHERE", 1)[0]))
    asked = frozenset(batch)

    def understand(body: bytes) -> list[Row]:
        rows = _read_rows(body, wanted)
        if not all(question.needs <= row.keys() for row in rows):
            raise NotAnAnswer(f"leaves open what {', '.join(sorted(question.needs))} are")
        strange = next((found for row in rows if (found := question.asked_for(row)) not in asked), None)
        if strange is not None:
            raise NotAnAnswer(f"tells of {strange!r}, which nobody asked for")
        return rows

    return caller.ask(query, lambda seconds: _fetch(caller, query, seconds), understand)


def _fetch(caller: Caller, query: str, seconds: float) -> bytes:
    from SPARQLWrapper import JSON, POST, SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, QueryBadFormed, SPARQLWrapperException

    wrapper = SPARQLWrapper(caller.url, agent=caller.manners.agent)
    wrapper.setQuery(query)
    wrapper.setTimeout(max(1, round(seconds)))
    wrapper.setMethod(POST)
    wrapper.setReturnFormat(JSON)
    try:
        return read_all(wrapper.query().response, seconds, caller.manners.clock)
    except EndPointInternalError as error:
        raise TooMuch(f"the server failed at it: {_first_words(str(error))}") from error
    except QueryBadFormed as error:
        raise Refused(f"does not understand the query: {_first_words(str(error))}") from error
    except SPARQLWrapperException as error:
        raise Refused(_first_words(str(error))) from error


def _first_words(text: str) -> str:
    return " ".join(text.replace("\\n", " ").split())[:200]


def _read_rows(body: bytes, wanted: set[str]) -> list[Row]:
    """Return the rows of SPARQL's JSON. Raises NotAnAnswer, or TooMuch for a server that died while it answered."""
    try:
        answer = json.loads(body)
        variables, rows = answer["head"]["vars"], answer["results"]["bindings"]
    except (ValueError, KeyError, TypeError) as error:
        raise _tell_what(body) from error
    if set(variables) != wanted or not all(isinstance(row, dict) and row.keys() <= wanted for row in rows):
        raise NotAnAnswer(f"answers another question: its variables are {', '.join(map(str, variables))}")
    return list(rows)


def _tell_what(body: bytes) -> Exception:
    text = body.decode(errors="replace")
    found = _EXCEPTION.search(text)
    if text.lstrip()[:1] == "<":
        title = re.search(r"<title>\s*(.*?)\s*</title>", text, re.DOTALL | re.IGNORECASE)
        return NotAnAnswer(
            f"an HTML page in the place of an answer: {_first_words(title[1] if title else text)}"
        )
    if found:
        return TooMuch(f"the server failed while it answered: {_first_words(found[0])}")
    return NotAnAnswer(f"an answer that is cut off or no JSON: {_first_words(text[:60])!r}")


# --- reading items -----------------------------------------------------------------------------------------


def read_items(caller: Caller, qids: Sequence[str]) -> Iterator[Item]:
    """Give each item that the endpoint says something of. Raises what `Caller.ask` does."""
    found: dict[str, dict[str, list[Row]]] = {}
    for question in _ABOUT_ITEMS:
        for row in _in_batches(caller, question, qids):
            found.setdefault(_item(row), {}).setdefault(question.name, []).append(row)
    yield from (_make_item(qid, found[qid]) for qid in qids if qid in found)


def _make_item(qid: str, rows: Mapping[str, list[Row]]) -> Item:
    words = [(row["what"]["value"], row["text"]) for row in rows.get("words", ())]
    classes = frozenset(_qid(row, "class") for row in rows.get("classes", ()))
    labels = _texts(words, "label")
    return Item(
        qid=qid,
        kind=read_classes().kind(classes),
        labels=labels,
        aliases=tuple(pair for pair in _texts(words, "alias") if pair not in labels),
        description=next((text for language, text in _texts(words, "description") if language == "en"), ""),
        statements=tuple(_statements(rows.get("statements", ()))),
    )


def _texts(words: Sequence[tuple[str, Mapping[str, str]]], wanted: str) -> tuple[Name, ...]:
    """Return (language, text) pairs, sorted; a name for all languages counts as English where there is no English."""
    pairs = {(text.get("xml:lang", "").lower(), text["value"]) for what, text in words if what == wanted}
    languages = {language for language, _ in pairs}
    spare = {("en", form) for language, form in pairs if language == "mul" and "en" not in languages}
    return tuple(sorted({pair for pair in pairs if pair[0] in ("en", "ru")} | spare))


def _statements(rows: Iterable[Row]) -> Iterator[Statement]:
    by_statement: dict[str, list[Row]] = {}
    for row in rows:
        by_statement.setdefault(row["statement"]["value"], []).append(row)
    for name in sorted(by_statement):
        first = by_statement[name][0]
        rank, value = first["rank"]["value"].rpartition("#")[2], _value(first)
        if value is not None and rank != "DeprecatedRank":
            yield Statement(
                first["property"]["value"].removeprefix(_WD),
                value,
                guid=_guid(name),
                preferred=rank == "PreferredRank",
                sourced=any("reference" in row for row in by_statement[name]),
            )


def _guid(iri: str) -> str:
    """Return Wikidata's name of a statement: its IRI has a hyphen where the name has a dollar sign."""
    return iri.rpartition("/")[2].replace("-", "$", 1)


def _value(row: Row) -> str | WikiTime | None:
    """Return the value of a statement; None for what has no value, or is coarser than a year."""
    if "time" in row:
        precision = int(row["precision"]["value"])
        if precision not in PRECISIONS or row["time"]["value"].startswith("-"):
            return None
        digits = row["time"]["value"].lstrip("+")[: {9: 4, 10: 7, 11: 10}[precision]]
        is_julian = row["calendar"]["value"].endswith(_JULIAN)
        return WikiTime(digits, Calendar.JULIAN if is_julian else Calendar.GREGORIAN)
    value = row.get("value", {"type": "bnode"})
    if value["type"] == "uri":
        qid = value["value"].removeprefix(_WD)
        return qid if QID.fullmatch(qid) else None
    return value["value"] if value["type"] != "bnode" else None


def _qid(row: Row, name: str) -> str:
    qid = row[name]["value"].removeprefix(_WD) if name in row else ""
    if not QID.fullmatch(qid):
        raise NotAnAnswer(f"gives {row.get(name)!r} where an item should be")
    return qid


def _item(row: Row) -> str:
    return _qid(row, "item")


def _name(row: Row) -> Name:
    """Return the name of a row, having seen that it has an item."""
    _qid(row, "item")
    return row["name"].get("xml:lang", "").lower(), row["name"]["value"]


_NAMES = _Question("names", _name_values, _name, NAMES, frozenset({"name", "item"}))
_ABOUT_ITEMS = (
    _Question("words", _item_values, _item, ITEMS, frozenset({"item", "what", "text"})),
    _Question("classes", _class_values, _item, ITEMS, frozenset({"item", "class"})),
    _Question(
        "statements", _statement_values, _item, ITEMS, frozenset({"item", "statement", "property", "rank"})
    ),
)
