"""JSON-LD 1.1 by the context in `ontology/context.jsonld`: one readable node after another."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from soviet_kg.resources import find_resource
from soviet_kg.terms import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Quad

_XSD = PREFIXES["xsd"]
_RDF_TYPE = f"{PREFIXES['rdf']}type"


def to_jsonld(quads: Iterable[Quad]) -> bytes:
    """Return quads, sorted by graph and subject, with prefixed names and values typed by the context."""
    context = _read_context()
    graphs: dict[str, dict[str, dict[str, list[Any]]]] = {}
    for quad in quads:
        nodes = graphs.setdefault(quad.graph_name.value, {})  # type: ignore[union-attr]
        facts = nodes.setdefault(quad.subject.value, {})  # type: ignore[union-attr]
        predicate = quad.predicate.value
        key = "@type" if predicate == _RDF_TYPE else _compact(predicate)
        facts.setdefault(key, []).append(_value(quad.object, key, context))
    body = [{"@id": _compact(name), "@graph": _nodes(nodes)} for name, nodes in graphs.items()]
    text = json.dumps({"@context": context, "@graph": body}, ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def _nodes(nodes: dict[str, dict[str, list[Any]]]) -> list[dict[str, Any]]:
    return [
        {"@id": _compact(name)}
        | {key: values[0] if len(values) == 1 else values for key, values in facts.items()}
        for name, facts in nodes.items()
    ]


@cache
def _read_context() -> dict[str, Any]:
    context: dict[str, Any] = json.loads(find_resource("ontology/context.jsonld").read_bytes())["@context"]
    return context


@cache
def _compact(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _value(term: Any, key: str, context: dict[str, Any]) -> Any:
    """Return a term as the context reads it back: bare where it types the key, else a value object."""
    wanted = context.get(key, {}).get("@type", "")
    datatype = getattr(term, "datatype", None)
    if datatype is None:
        name = _compact(term.value)
        return name if key == "@type" or wanted == "@id" else {"@id": name}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if datatype.value in (f"{_XSD}integer", f"{_XSD}boolean"):
        return json.loads(term.value)
    name = _compact(datatype.value)
    if wanted == name or (name == "xsd:string" and not wanted):
        return term.value
    return {"@value": term.value, "@type": name}
