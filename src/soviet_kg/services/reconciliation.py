"""A reconciliation service, as OpenRefine uses it: names in, items with scores out.

W3C Reconciliation Service API 0.1 and 0.2, https://reconciliation-api.github.io/specs/0.2/. The service finds items
under names that we do not know; what it says of them is little, so that years are asked for where it offers to extend
data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from soviet_kg.errors import ServiceFailed
from soviet_kg.services.manners import Caller, NotAnAnswer, read_all
from soviet_kg.wikidata.evidence import Thing
from soviet_kg.wikidata.items import QID, Item, Statement, WikiTime
from soviet_kg.wikidata.knowledge import read_classes, read_properties

BATCH = 10  # what the specification advises, and services allow
LIMIT = 5
ALIASES = 2  # names that are asked for besides the labels
_WIKIDATA = "http://www.wikidata.org/entity/"

Found = dict[str, dict[str, float]]


def reconcile(caller: Caller, things: Sequence[Thing]) -> tuple[dict[str, Item], Found]:
    """Return the items that a service finds for the things, and by thing their scores of 0-100.

    Raises ServiceFailed for a service of other identifiers than Wikidata's, and what `Caller.ask` does.
    """
    manifest = _manifest(caller)
    items: dict[str, Item] = {}
    found: Found = {}
    asked = _names_to_ask(things)
    for start in range(0, len(asked), BATCH):
        batch = asked[start : start + BATCH]
        caller.tell(f"names: {start + len(batch)} of {len(asked)}")
        answers = caller.ask(*_query_batch(caller, batch))
        for number, (thing, _) in enumerate(batch):
            for result in answers[f"q{number}"]:
                item = _make_item(result)
                items.setdefault(item.qid, item)
                scores = found.setdefault(thing.id, {})
                scores[item.qid] = max(scores.get(item.qid, 0.0), _score(result))
    if "extend" in manifest:
        items = _with_years(caller, items)
    return items, found


def _manifest(caller: Caller) -> dict[str, Any]:
    manifest = caller.ask("manifest", lambda seconds: _open(caller, None, seconds), _read_object)
    space = str(manifest.get("identifierSpace", ""))
    if not re.fullmatch(r"https?://www\.wikidata\.org/entity/", space):
        raise ServiceFailed(
            f"{caller.url}: its identifiers are of {space or 'no stated space'}, not Wikidata's"
        )
    return manifest


def _score(result: Mapping[str, Any]) -> float:
    """Return 100 for what the service calls a match, else less."""
    return 100.0 if result.get("match") is True else min(99.0, float(result.get("score") or 0))


def _names_to_ask(things: Sequence[Thing]) -> list[tuple[Thing, str]]:
    """Return each thing with its labels, and with the aliases that say most."""
    pairs = []
    for thing in things:
        telling = sorted({form for _, form in thing.aliases}, key=lambda form: (-len(form.split()), form))
        names = [*(form for _, form in thing.labels), *telling[:ALIASES]]
        pairs += [(thing, name) for name in dict.fromkeys(names)]
    return pairs


def count_requests(things: Sequence[Thing]) -> int:
    """Return how many requests with names a run would send."""
    return -(-len(_names_to_ask(things)) // BATCH)


def show_queries(things: Sequence[Thing]) -> str:
    """Return the first batch of queries, as it would be sent."""
    return json.dumps(_queries(_names_to_ask(things)[:BATCH]), ensure_ascii=False, indent=1)


def _queries(batch: Sequence[tuple[Thing, str]]) -> dict[str, Any]:
    return {f"q{number}": _query(*pair) for number, pair in enumerate(batch)}


def _query(thing: Thing, name: str) -> dict[str, Any]:
    types = [one for one, kind in read_classes().kinds.items() if kind == thing.kind]
    query: dict[str, Any] = {"query": name, "limit": LIMIT}
    return query | ({"type": types[0]} if types else {})


def _query_batch(caller: Caller, batch: Sequence[tuple[Thing, str]]) -> tuple[str, Any, Any]:
    queries = _queries(batch)
    form = {"queries": json.dumps(queries, ensure_ascii=False, sort_keys=True)}
    return (
        form["queries"],
        lambda seconds: _open(caller, form, seconds),
        lambda body: _read_results(body, queries),
    )


def _open(caller: Caller, form: Mapping[str, str] | None, seconds: float) -> bytes:
    body = urlencode(form).encode() if form is not None else None
    headers = {"User-Agent": caller.manners.agent, "Accept": "application/json"}
    request = Request(caller.url, data=body, headers=headers)
    with urlopen(request, timeout=max(1, seconds)) as response:
        return read_all(response, seconds, caller.manners.clock)


def _read_object(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError as error:
        what = "an HTML page" if body.lstrip()[:1] == b"<" else f"no JSON: {body[:60]!r}"
        raise NotAnAnswer(f"{what} in the place of an answer") from error
    if not isinstance(answer, dict):
        raise NotAnAnswer("an answer that is no object")
    if "status" in answer and answer.get("status") == "error":
        raise NotAnAnswer(f"an error in the place of an answer: {str(answer.get('message', ''))[:160]}")
    return answer


def _read_results(body: bytes, queries: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    answer = _read_object(body)
    if answer.keys() != queries.keys():
        raise NotAnAnswer(f"answers {len(answer)} questions of {len(queries)}")
    results = {}
    for name, part in answer.items():
        found = part.get("result") if isinstance(part, dict) else None
        if not isinstance(found, list) or not all(QID.fullmatch(str(one.get("id"))) for one in found):
            raise NotAnAnswer(f"no items in the answer to {queries[name]['query']!r}")
        results[name] = found
    return results


def _make_item(result: Mapping[str, Any]) -> Item:
    types = (one["id"] if isinstance(one, dict) else str(one) for one in result.get("type", ()))
    kind = read_classes().kind(frozenset(types))
    name = result.get("name", "")
    language = "ru" if re.search("[Ѐ-ӿ]", name) else "en"
    return Item(result["id"], kind, ((language, name),) if name else (), (), result.get("description") or "")


# --- years -------------------------------------------------------------------------------------------------


def _with_years(caller: Caller, items: dict[str, Item]) -> dict[str, Item]:
    evidence = read_properties().evidence
    pids = [evidence["born"], evidence["died"], "P571", "P580", "P585"]
    dated = dict(items)
    qids = sorted(items, key=lambda qid: int(qid[1:]))
    for start in range(0, len(qids), BATCH):
        batch = qids[start : start + BATCH]
        form = {"extend": json.dumps({"ids": batch, "properties": [{"id": pid} for pid in pids]})}
        rows = caller.ask(form["extend"], lambda seconds, form=form: _open(caller, form, seconds), _read_rows)  # type: ignore[misc]
        for qid in batch:
            item = items[qid]
            dated[qid] = Item(
                item.qid,
                item.kind,
                item.labels,
                item.aliases,
                item.description,
                tuple(_years(rows.get(qid, {}), pids)),
            )
    return dated


def _read_rows(body: bytes) -> dict[str, Any]:
    answer = _read_object(body)
    if not isinstance(answer.get("rows"), dict):
        raise NotAnAnswer("no rows in the answer")
    return dict(answer["rows"])


def _years(row: Mapping[str, Any], pids: Sequence[str]) -> Iterator[Statement]:
    for pid in pids:
        for value in row.get(pid, ()):
            found = re.match(r"\+?(\d{4})\b", str(value.get("date", "")))
            if found:
                yield Statement(pid, WikiTime(found[1]))
