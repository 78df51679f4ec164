"""A box of labels and values, one to a line."""

from __future__ import annotations

from functools import cache

import pytest

from soviet_kg.extract import Knowledge, extract, load_knowledge
from soviet_kg.model import Mention
from soviet_kg.text import DocumentFacts, document_from_text

BOX = """\
Supreme Soviet of Russia

Established 1938
Preceded by Congress of Soviets
{second}
Disbanded 1993

It sat in Moscow.
"""


@cache
def knowledge() -> Knowledge:
    return load_knowledge()


def predecessors(text: str) -> dict[str, str]:
    """What the box says came before, with the words that say so."""
    document = document_from_text("box", text, DocumentFacts(calendar="gregorian"))
    claims = [claim for claim in extract(document, knowledge()).claims if claim.predicate == "precededBy"]
    return {
        claim.object.label: claim.quote.text(document)
        for claim in claims
        if isinstance(claim.object, Mention)
    }


def test_a_bare_name_on_the_next_line_is_a_second_value() -> None:
    found = predecessors(BOX.format(second="Russian Constituent Assembly"))
    assert found["Russian Constituent Assembly"] == (
        "Preceded by Congress of Soviets\nRussian Constituent Assembly"
    )
    assert set(found) == {"Congress of Soviets", "Russian Constituent Assembly"}


@pytest.mark.parametrize(
    "second",
    ["Moscow", "Russian Constituent Assembly was short-lived", "\n## Russian Constituent Assembly\n"],
)
def test_another_kind_a_sentence_or_a_heading_ends_the_values(second: str) -> None:
    assert set(predecessors(BOX.format(second=second))) == {"Congress of Soviets"}
