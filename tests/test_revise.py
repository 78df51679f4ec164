"""A source taken out of a build leaves the bytes of a build that never had it, and put back in, those of the whole."""

import hashlib
import shutil
from pathlib import Path

import pytest

from conftest import Run
from soviet_kg.errors import UnreadableInput, WrongUse
from soviet_kg.extract import Knowledge, load_knowledge
from soviet_kg.pipeline import build
from soviet_kg.resources import find_resource
from soviet_kg.revise import add, find_source, withdraw

SEEDS = sorted(find_resource("seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Without the parser of sentences, which makes no difference here and takes longer."""
    return load_knowledge(syntax="none")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    out = tmp_path_factory.mktemp("whole") / "build"
    build(SEEDS, out, knowledge=knowledge)
    return out


def fingerprint(folder: Path) -> dict[str, str]:
    """The hash of every file but the store's, whose layout is Oxigraph's own."""
    files = (path for path in folder.rglob("*") if path.is_file() and "store" not in path.parts)
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_there_are_five_seeds() -> None:
    assert len(SEEDS) == 5


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_withdrawn_and_put_back_byte_for_byte(
    seed: Path, whole: Path, tmp_path: Path, knowledge: Knowledge
) -> None:
    never, without, again = (tmp_path / name for name in ("never", "without", "again"))
    build([path for path in SEEDS if path != seed], never, knowledge=knowledge)
    withdraw(whole, seed.stem, without)
    assert fingerprint(without) == fingerprint(never)
    assert len(fingerprint(never)) > 10
    add(without, [seed], again, knowledge=knowledge)
    assert fingerprint(again) == fingerprint(whole)


def test_the_commands_do_it_too(run: Run, seeds_build: Path, tmp_path: Path) -> None:
    without, more, letter = tmp_path / "without", tmp_path / "more", tmp_path / "letter.txt"
    told = run("withdraw", "004", "--build", seeds_build, "--out", without)
    assert told.returncode == 0, told.stderr
    assert "4 documents" in told.stdout
    assert not list((without / "texts").glob("004*"))
    assert b"source-004" not in (without / "kg.nq").read_bytes()
    letter.write_text("Lenin spoke at the Second All-Russian Congress of Soviets.", encoding="utf-8")
    told = run("add", letter, "--build", without, "--out", more, "--syntax", "none")
    assert told.returncode == 0, told.stderr
    assert "5 documents" in told.stdout
    assert run("withdraw", "letter", "--build", more).returncode == 0
    assert fingerprint(more) == fingerprint(without)


def test_a_build_is_replaced_where_no_other_place_is_named(whole: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(whole, tmp_path / "copy"))
    assert withdraw(copy, "003").documents == 4
    assert not list((copy / "texts").glob("003*"))
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


def test_what_cannot_be_withdrawn_or_added_is_refused(
    whole: Path, tmp_path: Path, knowledge: Knowledge
) -> None:
    with pytest.raises(WrongUse, match="several begin so"):
        withdraw(whole, "00", tmp_path / "out")
    with pytest.raises(WrongUse, match="is not in this build"):
        withdraw(whole, "nobody", tmp_path / "out")
    with pytest.raises(WrongUse, match="is no build"):
        withdraw(tmp_path, "000", tmp_path / "out")
    with pytest.raises(WrongUse, match="withdraw it first"):
        add(whole, [SEEDS[0]], tmp_path / "out", knowledge=knowledge)
    twin = shutil.copy(SEEDS[0], tmp_path / "twin.txt")
    with pytest.raises(WrongUse, match="holds the same text as 000"):
        add(whole, [Path(twin)], tmp_path / "out", knowledge=knowledge)
    assert not (tmp_path / "out").exists()


def test_the_last_source_and_a_changed_text_are_refused(
    whole: Path, tmp_path: Path, knowledge: Knowledge
) -> None:
    one = tmp_path / "one"
    build([SEEDS[2]], one, knowledge=knowledge)
    with pytest.raises(WrongUse, match="the only source"):
        withdraw(one, "002")
    copy = Path(shutil.copytree(whole, tmp_path / "copy"))
    text = copy / "texts" / f"{SEEDS[0].stem}.txt"
    text.write_bytes(text.read_bytes().replace(b"Congress", b"congress", 1))
    with pytest.raises(UnreadableInput, match="is not the text that was read"):
        withdraw(copy, "001")


def test_a_source_is_found_by_how_its_name_begins(whole: Path) -> None:
    from soviet_kg.records import read_corpus

    documents = read_corpus(whole).documents
    assert find_source(documents, "002") == SEEDS[2].stem
    assert find_source(documents, SEEDS[3].stem) == SEEDS[3].stem
