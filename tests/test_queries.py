"""Each question in `queries/`, asked of the graph of the packaged documents, gives what it says it gives."""

from pathlib import Path

import pytest

from soviet_kg.query import SavedQuery, format_result, list_queries, run_query, unmet_expectations
from soviet_kg.store import open_store

QUERIES = list_queries()


def test_there_are_25_questions() -> None:
    assert len(QUERIES) == 25
    assert len({query.title for query in QUERIES}) == 25


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_question_gets_the_answer_it_expects(query: SavedQuery, seeds_build: Path) -> None:
    result = run_query(open_store(seeds_build / "store"), query.text)
    assert not unmet_expectations(query, result), format_result(result, "table", width=120)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_rows_stand_once_and_in_a_fixed_order(query: SavedQuery, seeds_build: Path) -> None:
    first, second = (run_query(open_store(seeds_build / "store"), query.text) for _ in range(2))
    assert first == second
    assert len(set(first.rows)) == len(first.rows)
