"""Judgements: read, composed along chains, and contradictions named with their rows."""

from pathlib import Path

import pytest

from soviet_kg.errors import BadDataFile, WrongUse
from soviet_kg.judgements import (
    BY_HAND,
    COLUMNS,
    compose,
    format_judgements,
    lint_judgements,
    read_judgements,
)
from soviet_kg.model import Judgement

HEADER = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tauthor_label\tmapping_date\tcomment\n"


def row(left: str, right: str, verdict: str, place: str = "") -> Judgement:
    return Judgement(left, right, verdict, "one life", "N. N.", "2026-01-02", place=place)


def line(left: str, predicate: str, right: str, more: str = f"{BY_HAND}\tN. N.\t2026-01-02\tone life") -> str:
    return f"id:{left}\t{predicate}\tid:{right}\t{more}\n"


@pytest.mark.parametrize(
    ("verdicts", "between"),
    [
        (["same", "same"], "same"),
        (["same", "different"], "different"),
        (["different", "same"], "different"),
        (["different", "different"], ""),
        (["same", "unsure"], "unsure"),
        (["unsure", "same"], "unsure"),
        (["unsure", "unsure"], ""),
        (["unsure", "different"], ""),
    ],
)
def test_two_rows_say_together(verdicts: list[str], between: str) -> None:
    first, second = verdicts
    composed = compose([row("a", "b", first), row("b", "c", second)])
    assert composed.between("a", "c") == composed.between("c", "a") == between
    assert composed.between("a", "b") == first


def test_a_long_chain_of_same_carries_one_different() -> None:
    rows = [row("a", "b", "same"), row("c", "b", "same"), row("d", "e", "same"), row("c", "e", "different")]
    composed = compose(rows)
    assert composed.between("a", "d") == "different"
    assert composed.between("a", "z") == ""


def test_a_contradiction_names_every_row_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.sssom.tsv"
    path.write_text(
        "#comment\n"
        + HEADER
        + line("a", "owl:sameAs", "b")
        + line("x", "owl:sameAs", "y")
        + line("b", "owl:sameAs", "c")
        + line("a", "owl:differentFrom", "c"),
        encoding="utf-8",
    )
    with pytest.raises(BadDataFile) as raised:
        compose(read_judgements(path))
    told = str(raised.value)
    assert f"{path}:6 says a is not c" in told
    assert f"{path}:3 says a is b" in told
    assert f"{path}:5 says b is c" in told
    assert f"{path}:4" not in told


def test_rows_are_written_and_read_back(tmp_path: Path) -> None:
    rows = (row("b", "a", "same"), row("c", "d", "unsure"))
    path = tmp_path / "mine.sssom.tsv"
    path.write_text("\n".join(format_judgements(rows)) + "\n", encoding="utf-8")
    first, second = read_judgements(path)
    assert (first.left, first.right, first.verdict) == ("a", "b", "same")
    assert (first.by, first.date, first.reason) == ("N. N.", "2026-01-02", "one life")
    assert second == rows[1]
    assert first.place == f"{path}:9"


def test_columns_may_stand_in_any_order_and_others_beside_them(tmp_path: Path) -> None:
    path = tmp_path / "other.tsv"
    path.write_text(
        "object_id\tsubject_category\tsubject_id\tmapping_justification\tpredicate_id\n"
        "id:b\tperson\tid:a\tsemapv:LexicalMatching\towl:differentFrom\n",
        encoding="utf-8",
    )
    (read,) = read_judgements(path)
    assert (read.left, read.right, read.verdict) == ("a", "b", "different")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("left\tright\n", ":1: the columns must be separated by tabs and include subject_id"),
        (HEADER + "id:a\towl:sameAs\tid:b\n", ":2: must have 7 cells, as its header has; this row has 3"),
        (
            HEADER + line("a", "skos:exactMatch", "b"),
            ":2: predicate_id 'skos:exactMatch' must be one of owl:sameAs",
        ),
        (HEADER + line("a b", "owl:sameAs", "b"), ":2: subject_id 'id:a b' must be id: and the key"),
        (HEADER + line("a", "owl:sameAs", "a"), ":2: compares a thing with itself"),
        (HEADER + line("a", "owl:sameAs", "b", f"{BY_HAND}\t\t\twhy"), ":2: must say who judged"),
        (HEADER + line("a", "owl:sameAs", "b", f"{BY_HAND}\tN.\tMay\twhy"), ":2: mapping_date 'May' must be"),
    ],
)
def test_a_bad_row_is_named_with_its_line(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(text, encoding="utf-8")
    assert any(complaint in finding for finding in lint_judgements(path))
    with pytest.raises(BadDataFile, match=r"mine\.tsv:\d"):
        read_judgements(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"none\.tsv: no such file of judgements"):
        read_judgements(tmp_path / "none.tsv")


def test_a_folder_without_judgements_is_a_finding(tmp_path: Path) -> None:
    assert "missing" in lint_judgements(tmp_path)[0]


def test_the_packaged_judgements_are_well_formed_and_do_not_contradict() -> None:
    compose(read_judgements())


def test_the_columns_are_those_of_sssom() -> None:
    """Each is a slot of the model, mapping-commons.github.io/sssom/Mapping."""
    slots = """
        subject_id subject_label predicate_id object_id object_label mapping_justification author_label mapping_date
        mapping_tool confidence comment"""
    assert list(COLUMNS) == slots.split()
