"""Names in Russian texts: whole, in every case and spelling, as one thing; sentences stand in `russian_names.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from brackets import read_brackets
from soviet_kg.extract import load_knowledge
from soviet_kg.lines import Found
from soviet_kg.mentions import NameFinder, find_names
from soviet_kg.model import Document, Span
from soviet_kg.text import fold

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "russian_names.toml").read_text(encoding="utf-8")
)
FORMS = [(row["key"], form) for row in CASES["same"] for form in row["forms"]]


@cache
def finder() -> NameFinder:
    return load_knowledge(syntax="none").finder_of("ru")


def names_in(text: str) -> list[tuple[str, Found]]:
    """The names that count without a claim, each with its words in the document."""
    document = Document("text", text, "", language="ru", sentences=(Span(0, len(text)),))
    folded = fold(document)
    spans = [(folded.span(name.start, name.stop), name) for name in find_names(folded.text, finder())]
    return [(text[span.start : span.stop], name) for span, name in spans if not name.latent]


def test_there_are_as_many_cases_as_there_should_be() -> None:
    assert len(CASES["found"]) + len(CASES["none"]) + len(FORMS) >= 120


@pytest.mark.parametrize("case", CASES["found"], ids=lambda case: case["text"][:40])
def test_names_are_found_whole_and_known(case: dict[str, Any]) -> None:
    text, marked = read_brackets(case["text"])
    found = names_in(text)
    assert [(words, name.kind) for words, name in found] == [(words, kind) for words, _, _, kind in marked]
    known = [
        f"={name.label}" if key.startswith("=") else name.key
        for (_, name), key in zip(found, case["keys"], strict=True)
    ]
    assert known == case["keys"]


@pytest.mark.parametrize("case", CASES["none"], ids=lambda case: case["text"][:40])
def test_what_only_looks_like_a_name_is_none(case: dict[str, Any]) -> None:
    assert [words for words, _ in names_in(case["text"])] == []


@pytest.mark.parametrize(("key", "form"), FORMS)
def test_one_thing_in_many_cases_is_one_thing(key: str, form: str) -> None:
    assert [(words, name.key) for words, name in names_in(f"Писали про это: {form}.")] == [(form, key)]
