"""Names in Russian texts."""

from __future__ import annotations

from soviet_kg.finders import NameFinder, Refused, automaton_hits, not_refused
from soviet_kg.lines import Found, without_overlaps


def find_russian_names(text: str, finder: NameFinder) -> list[Found]:
    hits = list(automaton_hits(text, finder))
    refused = [hit for hit in hits if isinstance(hit, Refused)]
    names = [hit for hit in hits if isinstance(hit, Found)]
    return without_overlaps(not_refused(names, refused))
