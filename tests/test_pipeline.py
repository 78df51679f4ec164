"""Documents in, a build out: what is read, what is written, and what a failure leaves behind."""

import hashlib
import json
from pathlib import Path

import pytest

from soviet_kg.errors import CannotWrite, UnreadableInput, WrongUse
from soviet_kg.extract import Knowledge, load_knowledge
from soviet_kg.model import Calendar
from soviet_kg.pipeline import build
from soviet_kg.records import read_corpus
from soviet_kg.sources import find_sources
from soviet_kg.text import DocumentFacts

LETTER = "Lenin spoke at the Second All-Russian Congress of Soviets on October 25, 1917.\n"
FILES = {
    "build.json",
    "claims.csv",
    "claims.jsonl",
    "documents.jsonl",
    "entities.csv",
    "entities.jsonl",
    "judgements.sssom.tsv",
    "kg.nq",
    "kg.trig",
    "kg.ttl",
    "links.sssom.tsv",
    "wikidata.jsonl",
    "wikidata.sssom.tsv",
}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    (folder / "late").mkdir(parents=True)
    (folder / "first.txt").write_text(LETTER, encoding="utf-8")
    (folder / "late" / "second.md").write_text(f"# On peace\n\n{LETTER}", encoding="utf-8")
    (folder / "README.md").write_text("These are letters.", encoding="utf-8")
    (folder / "scan.tiff").write_bytes(b"II*\0")
    (folder / ".hidden.txt").write_text("no", encoding="utf-8")
    return folder


def files_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_folder_is_read_with_all_below_and_the_rest_is_named(letters: Path) -> None:
    sources, ignored = find_sources([letters])
    assert [source.id for source in sources] == ["first", "second"]
    assert ignored == [letters / "README.md", letters / "scan.tiff"]


def test_a_build_among_the_documents_is_not_read(letters: Path, knowledge: Knowledge) -> None:
    build([letters], letters / "build", knowledge=knowledge)
    sources, ignored = find_sources([letters])
    assert [source.id for source in sources] == ["first", "second"]
    assert ignored == [letters / "README.md", letters / "scan.tiff"]


def test_a_file_named_twice_is_one_document(letters: Path) -> None:
    sources, _ = find_sources([letters, letters / "first.txt", letters / "late" / ".." / "first.txt"])
    assert [source.id for source in sources] == ["first", "second"]


def test_two_files_of_one_name_are_refused_and_both_named(letters: Path) -> None:
    (letters / "late" / "first.html").write_text("<p>x</p>", encoding="utf-8")
    with pytest.raises(WrongUse, match=r"first\.txt and .*late.first\.html: both would be document 'first'"):
        find_sources([letters])


def test_one_text_under_two_names_is_refused(letters: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    (letters / "copy.txt").write_bytes((letters / "first.txt").read_bytes())
    with pytest.raises(WrongUse, match=r"copy\.txt and .*first\.txt: hold the same text"):
        build([letters], tmp_path / "out", knowledge=knowledge)


def test_a_missing_path_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="nowhere: no such file or folder"):
        find_sources([tmp_path / "nowhere"])
    with pytest.raises(WrongUse, match="no documents found"):
        find_sources([tmp_path])


def test_a_build_holds_what_it_says(letters: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    report = build([letters], tmp_path / "out", knowledge=knowledge)
    there = files_of(tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "build.json").read_text(encoding="utf-8"))
    outside_store = {name for name in there if not name.startswith("store/")}
    assert outside_store == FILES | {"texts/first.txt", "texts/second.txt"}
    assert manifest["files"] == {name: there[name] for name in outside_store - {"build.json"}}
    assert manifest["graph_sha256"] == there["kg.nq"] == report.graph_sha256
    assert (tmp_path / "out" / "texts" / "first.txt").read_bytes() == LETTER.encode()
    claims = (tmp_path / "out" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    assert (report.documents, report.claims) == (2, len(claims))
    assert report.quads == len((tmp_path / "out" / "kg.nq").read_text(encoding="utf-8").splitlines())
    assert str(tmp_path) not in (tmp_path / "out" / "build.json").read_text(encoding="utf-8")


def test_order_and_place_of_the_documents_do_not_matter(
    letters: Path, tmp_path: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([letters], tmp_path / "one", knowledge=knowledge)
    elsewhere = tmp_path / "else where" / "deep"
    elsewhere.mkdir(parents=True)
    for file in ("late/second.md", "first.txt"):
        (elsewhere / Path(file).name).write_bytes((letters / file).read_bytes())
    monkeypatch.chdir(elsewhere)
    build([Path("second.md"), Path("first.txt")], Path("two"), knowledge=knowledge)
    one, two = files_of(tmp_path / "one"), files_of(elsewhere / "two")
    assert {name: one[name] for name in FILES} == {name: two[name] for name in FILES}


def test_what_is_stated_beside_a_document_is_kept_and_the_caller_overrides_it(
    letters: Path, tmp_path: Path, knowledge: Knowledge
) -> None:
    stated = '[first]\ntitle = "A letter"\nauthor = "N. N."\ncalendar = "julian"\n'
    (letters / "documents.toml").write_text(stated, encoding="utf-8")
    (letters / "late" / "second.toml").write_text('title = "On land"\n', encoding="utf-8")
    build([letters], tmp_path / "out", knowledge=knowledge)
    first, second = read_corpus(tmp_path / "out").documents
    assert (first.title, first.author, first.calendar) == ("A letter", "N. N.", Calendar.JULIAN)
    assert second.title == "On land"
    facts = DocumentFacts(calendar="gregorian", date="1917-11-08")
    build([letters], tmp_path / "out", knowledge=knowledge, facts=facts)
    first, second = read_corpus(tmp_path / "out").documents
    assert (first.calendar, first.author, first.date) == (Calendar.GREGORIAN, "N. N.", "1917-11-08")
    assert (second.title, second.calendar) == ("On land", Calendar.GREGORIAN)


def test_one_title_is_not_for_two_documents(letters: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(WrongUse, match="2 documents cannot have one title"):
        build([letters], tmp_path / "out", knowledge=knowledge, facts=DocumentFacts(title="A letter"))


@pytest.mark.parametrize(
    "step", ["reading second.md", "extracting from second", "writing kg.ttl", "writing store"]
)
@pytest.mark.parametrize("failure", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_a_failure_at_any_step_leaves_the_previous_build_as_it_was(
    letters: Path, tmp_path: Path, knowledge: Knowledge, step: str, failure: BaseException
) -> None:
    out = tmp_path / "out"
    build([letters / "first.txt"], out, knowledge=knowledge)
    before = files_of(out)

    def fail(reached: str, done: int, total: int) -> None:
        assert 0 <= done < total
        if reached == step:
            raise failure

    with pytest.raises((KeyboardInterrupt, OSError, CannotWrite)):
        build([letters], out, knowledge=knowledge, progress=fail)
    assert files_of(out) == before
    assert {path.name for path in tmp_path.iterdir()} == {"letters", "out"}


def test_a_folder_that_is_no_build_is_not_replaced(letters: Path, knowledge: Knowledge) -> None:
    before = files_of(letters)
    with pytest.raises(CannotWrite, match="letters: is in the way and is no build"):
        build([letters / "first.txt"], letters, knowledge=knowledge)
    assert files_of(letters) == before


def test_a_new_build_takes_the_place_of_the_old_one(
    letters: Path, tmp_path: Path, knowledge: Knowledge
) -> None:
    build([letters], tmp_path / "out", knowledge=knowledge)
    build([letters / "first.txt"], tmp_path / "out", knowledge=knowledge)
    assert [document.id for document in read_corpus(tmp_path / "out").documents] == ["first"]
    assert not (tmp_path / "out" / "texts" / "second.txt").exists()
