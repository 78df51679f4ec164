"""What the grammar of Russian names is made of: nouns, persons, ordinary words, and the adjectives of places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from soviet_kg.declension import decline_adjective, decline_noun
from soviet_kg.gazetteer import Gazetteer
from soviet_kg.model import Kind
from soviet_kg.russian_heads import HeadGrammar, read_head_grammar
from soviet_kg.russian_persons import PersonGrammar, read_person_grammar

_BEFORE_SKY = (  # the end of a place's name, and the end of its adjective
    (re.compile(r"(?<=[сц]к)$"), "ий"),
    (re.compile(r"ия$"), "ийский"),
    (re.compile(r"[кц][аиео]$"), "ский"),
    (re.compile(r"га$"), "жский"),
    (re.compile(r"(?<=л)[аоы]$"), "ьский"),
    (re.compile(r"[аяоеиыуй]$"), "ский"),
    (re.compile(r"(?<!л)ь$"), "ский"),
    (re.compile(r"(?<=[ьбвгджзклмнпрстфхцчшщ])$"), "ский"),
)


@dataclass(frozen=True)
class RussianGrammar:
    """The tables of `ontology/grammar/names.ru.toml` that have no counterpart in English.

    `places` gives the English label of a place for its adjective ("тамбовский"), `english` an English noun for a
    Russian one; `patronymics` gives the first letters of patronymics for the slugs of persons.
    """

    heads: HeadGrammar
    persons: PersonGrammar
    ordinary: frozenset[str]
    places: Mapping[str, str]
    english: Mapping[str, str]
    patronymics: Mapping[str, frozenset[str]]


def read_russian_grammar(
    table: Mapping[str, Any], expand: Callable[[str], str], gazetteer: Gazetteer
) -> RussianGrammar:
    """Return the grammar of a table; `expand` puts fragments in the place of their names."""
    labels = [f.form for f in gazetteer.forms if f.kind is Kind.PERSON and f.language == "ru"]
    return RussianGrammar(
        read_head_grammar(table, expand),
        read_person_grammar(table, expand, labels),
        frozenset(_ordinary(table["ordinary"])),
        _place_adjectives(table["places"], gazetteer),
        table["english"],
        _patronymics(gazetteer),
    )


def _ordinary(table: Mapping[str, list[str]]) -> Iterator[str]:
    for noun in table["nouns"]:
        yield from (noun, *decline_noun(noun))
    for adjective in table["adjectives"]:
        yield from (adjective, *decline_adjective(adjective))
    yield from table["forms"]


def _place_adjectives(own: Mapping[str, str], gazetteer: Gazetteer) -> dict[str, str]:
    """Return the English labels of places by their adjectives, those of the likelier ones first."""
    forms = [
        f for f in gazetteer.forms if f.kind is Kind.PLACE and f.language == "ru" and f.role != "adjective"
    ]
    forms.sort(key=lambda form: (form.rank, form.role != "label", form.slug))
    found: dict[str, str] = {}
    for form in forms:
        plain = form.form.replace("ё", "е")
        adjective = own.get(form.form) or (place_adjective(plain) if " " not in plain else "")
        if adjective:
            found.setdefault(adjective.lower(), gazetteer.label(form.slug))
    return found


def place_adjective(name: str) -> str:
    """Return the adjective that is regularly made of a place's name, in small letters.

    >>> [place_adjective(name) for name in ("Минск", "Петроград", "Казань", "Вятка", "Россия")]
    ['минский', 'петроградский', 'казанский', 'вятский', 'российский']
    """
    for end, adjective in _BEFORE_SKY:
        if end.search(name):
            return end.sub(adjective, name).lower()
    return ""


def _patronymics(gazetteer: Gazetteer) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for form in gazetteer.forms:
        parts = form.form.split()
        if form.kind is Kind.PERSON and form.language == "ru" and len(parts) == 3:
            found.setdefault(form.slug, set()).add(parts[1][0])
    return {slug: frozenset(letters) for slug, letters in found.items()}
