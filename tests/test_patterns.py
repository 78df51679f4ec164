"""A pattern file that is wrong says where; every pattern proves itself on its own examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from soviet_kg.errors import BadDataFile
from soviet_kg.examples import failing_examples, read_example
from soviet_kg.patterns import compile_pattern, lint_patterns, load_patterns, read_properties
from soviet_kg.resources import find_resource

ONTOLOGY = find_resource("ontology")
PROPERTIES = read_properties(ONTOLOGY / "soviet.ttl")
PATTERNS = load_patterns(ONTOLOGY / "patterns", PROPERTIES)


def test_every_pattern_reads_its_examples_and_refuses_what_it_refuses() -> None:
    assert len(PATTERNS) >= 130
    assert [str(failure) for failure in failing_examples(PATTERNS)] == []


def test_the_shipped_pattern_files_are_well_formed() -> None:
    assert lint_patterns(ONTOLOGY / "patterns") == ()


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"id": "x", "match": "{s:Event} met", "claims": ["s metAt s"]}, "unknown property metAt"),
        ({"id": "x", "match": "{s:Congress} met"}, "unknown kind Congress"),
        ({"id": "x", "match": "<nonsense> met"}, "unknown word <nonsense>"),
        ({"id": "x", "match": "(met"}, "in match"),
        ({"id": "x", "match": "met", "colour": "red"}, "unknown key colour"),
        ({"match": "met"}, "needs an id and a match"),
        ({"id": "x", "match": "met", "claims": ["s place"]}, "needs a subject, a property and an object"),
    ],
)
def test_a_wrong_pattern_is_refused_with_file_and_reason(row: dict[str, object], complaint: str) -> None:
    with pytest.raises(BadDataFile, match=complaint) as error:
        compile_pattern(row, {}, PROPERTIES, "own.en.toml")
    assert "own.en.toml" in str(error.value)


def test_a_pattern_of_ones_own_reads_a_sentence() -> None:
    row = {"id": "own", "match": "{p:Person} edited {n:Publication}", "claims": ["n editor p"]}
    pattern = compile_pattern(row, {}, PROPERTIES, "own.en.toml")
    assert read_example(pattern, "[Rozanov|Person:p] edited the [Trud|Publication:n] then.") == {"n editor p"}
    assert read_example(pattern, "[Trud|Publication:n] edited [Rozanov|Person:p].") == set()


def test_negation_and_plans_are_kept_apart_from_assertions() -> None:
    verbs = "(?:did not adopt|adopted|will adopt)"
    row = {"id": "own", "match": f"{{s:Event}} {verbs} {{o:Document}}", "claims": ["s adopted o"]}
    pattern = compile_pattern(row, {}, PROPERTIES, "own.en.toml")
    assert read_example(pattern, "[The Rada|Event:s] did not adopt [the law|Document:o].") == set()
    assert read_example(pattern, "[The Rada|Event:s] adopted [the law|Document:o].") == {"s adopted o"}


def test_two_patterns_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "words-en.toml").write_text("[words]\n", encoding="utf-8")
    row = '[[pattern]]\nid = "same"\nmatch = "x"\n'
    (tmp_path / "a.en.toml").write_text(row + row, encoding="utf-8")
    with pytest.raises(BadDataFile, match="pattern id same stands twice"):
        load_patterns(tmp_path, PROPERTIES)


def test_toml_that_does_not_parse_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "words-en.toml").write_text("[words\n", encoding="utf-8")
    with pytest.raises(BadDataFile, match=r"words-en\.toml.*line 1"):
        load_patterns(tmp_path, PROPERTIES)
