"""The store on disk: made whole or not at all, read by many, seen as one graph."""

from pathlib import Path

import pyoxigraph
import pytest

import hand_made as made
from soviet_kg.errors import CannotWrite, UnreadableInput, WrongUse
from soviet_kg.graph import quads
from soviet_kg.query import run_query
from soviet_kg.records import write_lines
from soviet_kg.store import create_store, open_store


@pytest.fixture
def nquads(tmp_path: Path) -> Path:
    write_lines(quads(made.corpus()), tmp_path / "kg.nq")
    return tmp_path / "kg.nq"


def test_a_store_holds_every_quad_and_may_be_moved(nquads: Path, tmp_path: Path) -> None:
    create_store(nquads, tmp_path / "store")
    (tmp_path / "store").rename(tmp_path / "moved")
    held = open_store(tmp_path / "moved")
    named = {f"{quad} ." for quad in held if quad.graph_name != pyoxigraph.DefaultGraph()}
    assert named == set(nquads.read_text(encoding="utf-8").split("\n")) - {""}


def test_two_may_read_and_none_may_write(nquads: Path, tmp_path: Path) -> None:
    create_store(nquads, tmp_path / "store")
    one, two = open_store(tmp_path / "store"), open_store(tmp_path / "store")
    assert len(one) == len(two) > 500
    with pytest.raises(RuntimeError):
        one.add(pyoxigraph.Quad(*(pyoxigraph.NamedNode("a:b"),) * 3))


def test_without_graph_a_query_sees_all_graphs(nquads: Path, tmp_path: Path) -> None:
    create_store(nquads, tmp_path / "store")
    store = open_store(tmp_path / "store")
    assert run_query(store, "ASK { id:lenin skos:exactMatch wd:Q1394 ; skg:holdsPosition ?office }").truth
    assert not run_query(store, "ASK { GRAPH graph:links { id:lenin skg:holdsPosition ?office } }").truth


def test_a_fact_that_two_sources_assert_is_found_once(nquads: Path, tmp_path: Path) -> None:
    create_store(nquads, tmp_path / "store")
    store = open_store(tmp_path / "store")
    assert run_query(store, "SELECT ?d { id:congress-2 skg:startDate ?d }").rows == (("date:1917-11-07",),)
    graphs = run_query(store, "SELECT ?g { GRAPH ?g { id:congress-2 skg:startDate ?d } } ORDER BY ?g").rows
    assert graphs == (("graph:source-one",), ("graph:source-два%202",))


def test_a_second_build_takes_the_place_of_the_first(nquads: Path, tmp_path: Path) -> None:
    create_store(nquads, tmp_path / "store")
    nquads.write_text("<a:a> <a:b> <a:c> <a:g> .\n")
    create_store(nquads, tmp_path / "store")
    assert len(list(open_store(tmp_path / "store").named_graphs())) == 1


def test_a_damaged_graph_leaves_the_old_store(nquads: Path, tmp_path: Path) -> None:
    create_store(nquads, tmp_path / "store")
    before = len(open_store(tmp_path / "store"))
    nquads.write_text("<a:a> nonsense\n")
    with pytest.raises(UnreadableInput, match=r"kg\.nq: not N-Quads: .*line 1"):
        create_store(nquads, tmp_path / "store")
    assert len(open_store(tmp_path / "store")) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kg.nq", "store"]


def test_what_is_missing_is_named_with_the_remedy(nquads: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"nowhere: no store here.*soviet-kg build"):
        open_store(tmp_path / "nowhere")
    with pytest.raises(UnreadableInput, match=r"none\.nq: no such file"):
        create_store(tmp_path / "none.nq", tmp_path / "store")
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite, match="file/store"):
        create_store(nquads, tmp_path / "file" / "store")
