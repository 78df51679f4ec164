"""Linked data: what the graph says of one of its things, as RDF."""

from __future__ import annotations

from soviet_kg.errors import NotServed
from soviet_kg.terms import iri
from soviet_kg.web.edition import Edition
from soviet_kg.web.wire import Question

# What belongs to a description besides the thing itself: of a claim its words and value, of a thing its claims.
_ASKS = {
    "claim": "DESCRIBE {node} ?near WHERE {{ OPTIONAL {{ {node} prov:wasQuotedFrom|rdf:object ?near }} }}",
    "id": "DESCRIBE {node} ?near WHERE {{ OPTIONAL {{ ?near rdf:subject {node} }} }}",
    "disagreement": "DESCRIBE {node} ?near WHERE {{ OPTIONAL {{ {node} skg:among ?near }} }}",
}
_JUST_IT = "DESCRIBE {node}"
SPACES = ("id", "claim", "source", "quote", "date", "count", "disagreement", "graph", "run", "software")


async def describe(edition: Edition, space: str, name: str, form: str) -> bytes:
    """Return what the graph says of a thing, in a format of GRAPHS.

    `space` is one of SPACES, `name` what stands behind it in the thing's IRI, decoded. Raises NotServed (404)
    for a thing of which it says nothing.
    """
    node = iri(space, name)
    answer = await edition.pool.ask(Question(_ASKS.get(space, _JUST_IT).format(node=node), "", form))
    if form == "turtle" and not answer.body.strip():
        raise NotServed(404, "the graph says nothing of such a thing")
    return answer.body


async def is_known(edition: Edition, space: str, name: str) -> bool:
    """Return whether the graph says anything of a thing."""
    node = iri(space, name)
    answer = await edition.pool.ask(Question(f"ASK {{ {node} ?p ?o }}"))
    return b"true" in answer.body
