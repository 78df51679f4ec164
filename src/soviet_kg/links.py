"""The links of a build, as a table beside its claims and entities."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from soviet_kg.model import Corpus
from soviet_kg.records import write_lines
from soviet_kg.wikidata.items import Item
from soviet_kg.wikidata.sssom import format_sssom

FILE = "links.sssom.tsv"


def write_links(corpus: Corpus, items: Mapping[str, Item], path: Path) -> None:
    """Write the links as SSSOM/TSV; `items` give the labels at Wikidata. Raises CannotWrite."""
    labels = {entity.id: entity.label() for entity in corpus.entities}
    there = {qid: item.label() for qid, item in items.items()}
    write_lines(format_sssom(corpus.links, labels, there).removesuffix("\n").split("\n"), path)
