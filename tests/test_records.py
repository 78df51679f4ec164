"""The tables of a build: what stands in a row, and that nothing is lost on the way out and back."""

import dataclasses
import datetime as dt
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hand_made as made
from soviet_kg.errors import CannotWrite, UnreadableInput, WrongUse
from soviet_kg.model import (
    Calendar,
    Claim,
    Corpus,
    Document,
    Entity,
    HistoricalDate,
    Kind,
    Mention,
    Precision,
    Quantity,
    Quote,
    Stance,
)
from soviet_kg.records import (
    claim_rows,
    entity_rows,
    read_corpus,
    write_claims,
    write_documents,
    write_entities,
    write_lines,
)


def write_tables(corpus: Corpus, folder: Path) -> Path:
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    for document in corpus.documents:
        (folder / "texts" / f"{document.id}.txt").write_bytes(document.text.encode())
    write_claims(corpus, folder / "claims.jsonl")
    write_entities(corpus, folder / "entities.jsonl")
    write_documents(corpus, folder / "documents.jsonl")
    return folder


def row_about(predicate: str, value: object) -> dict[str, Any]:
    rows = [row for row in claim_rows(made.corpus()) if row["property"] == predicate]
    return next(row for row in rows if value in (row["object"].get("value"), row["object"].get("id")))


def test_a_corpus_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    assert read_corpus(write_tables(made.corpus(), tmp_path)) == made.corpus()


def test_a_row_quotes_the_words_at_its_offsets() -> None:
    texts = {document.id: document.text for document in made.corpus().documents}
    rows = list(claim_rows(made.corpus()))
    assert len(rows) == 13
    assert all(row["quote"] == texts[row["document"]][row["start"] : row["stop"]] for row in rows)


def test_a_count_is_a_whole_number_with_unit_and_approximate_among_its_qualifiers() -> None:
    row = row_about("delegateCount", 390)
    assert json.dumps(row["object"]["value"]) == "390"
    assert row["qualifiers"] == {
        "measure": "elected",
        "of": {"id": "bolsheviks", "label": "Bolsheviks"},
        "unit": "persons",
        "approximate": False,
    }
    assert row_about("delegateCount", 60.1)["qualifiers"]["unit"] == "percent"


def test_a_date_is_given_in_both_calendars_and_as_written() -> None:
    date = row_about("startDate", "1917-11-07")["object"]
    assert (date["gregorian"], date["julian"]) == ("1917-11-07", "1917-10-25")
    assert date["written"] == "25 October (7 November) 1917"
    assert (date["datatype"], date["calendar"]) == ("date", "julian")


def test_things_are_named_in_the_language_of_the_document() -> None:
    row = row_about("author", "lenin")
    assert row["subject"] == {"id": "decree-on-peace", "label": "Декрет о мире", "type": "Document"}
    assert row["object"] == {"id": "lenin", "label": "Владимир Ленин", "type": "Person"}


def test_text_stance_and_speaker_stand_in_the_row() -> None:
    promise = row_about("promises", "мир")
    assert promise["object"] == {"value": "мир", "datatype": "text"}
    assert promise["stance"] == "planned"
    assert promise["speaker"] is None
    assert row_about("delegateCount", 670)["speaker"]["label"] == "Лев Троцкий"


def test_an_entity_row_has_every_form_and_place() -> None:
    row = next(row for row in entity_rows(made.corpus()) if row["id"] == "lenin")
    assert row["labels"] == {"en": "Vladimir Lenin", "ru": "Владимир Ленин"}
    assert row["aliases"] == ["Lenin", "Ленин", "Он"]
    assert [mention["document"] for mention in row["mentions"]] == ["one", "два 2", "два 2"]
    assert row["qid"] == "Q1394"


def test_lines_are_canonical_utf8_json(tmp_path: Path) -> None:
    write_entities(made.corpus(), tmp_path / "entities.jsonl")
    lines = (tmp_path / "entities.jsonl").read_bytes().decode().split("\n")
    assert lines.pop() == ""
    assert "Второй Всероссийский съезд Советов" in lines[1]
    for line in lines:
        row = json.loads(line)
        assert line == json.dumps(row, ensure_ascii=False, sort_keys=True)


def test_a_claim_about_something_that_no_entity_gathers_is_refused() -> None:
    orphans = dataclasses.replace(made.corpus(), entities=())
    with pytest.raises(ValueError, match="no entity gathers the mention key 'congress-2'"):
        list(claim_rows(orphans))


def test_a_folder_without_a_build_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"no build here .*soviet-kg build"):
        read_corpus(tmp_path)


@pytest.mark.parametrize(
    ("damage", "told"),
    [("{", "Expecting"), ("[]", "list"), ("{}", "id"), ('{"id": 1}', "subject_mention")],
)
def test_a_damaged_line_is_named_with_its_file_and_number(tmp_path: Path, damage: str, told: str) -> None:
    table = write_tables(made.corpus(), tmp_path) / "claims.jsonl"
    table.write_text(table.read_text(encoding="utf-8") + damage + "\n", encoding="utf-8")
    with pytest.raises(UnreadableInput, match=rf"claims.jsonl:14: .*{told}"):
        read_corpus(tmp_path)


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    write_tables(made.corpus(), tmp_path)
    (tmp_path / "texts" / "one.txt").unlink()
    with pytest.raises(UnreadableInput, match=r"one\.txt"):
        read_corpus(tmp_path)


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_lines(["old"], path)

    def break_off() -> Iterator[str]:
        yield "new"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_lines(break_off(), path)
    assert path.read_text() == "old\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="nowhere"):
        write_lines(["x"], tmp_path / "nowhere" / "file")


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
days = st.dates(dt.date(1700, 1, 1), dt.date(2000, 12, 31))


def _date(day: dt.date, written: str, calendar: Calendar, approximate: bool) -> HistoricalDate:
    day_long = (day, day, Precision.DAY, calendar)
    return HistoricalDate(*day_long, written, "why", str(day), approximate=approximate, inferred=("year",))


dates = st.builds(_date, days, words, st.sampled_from(Calendar), st.booleans())
numbers = st.floats(min_value=0, max_value=1e9, allow_nan=False)
quantities = st.builds(Quantity, numbers, words, st.booleans(), words)


@given(words, st.one_of(words, dates, quantities), st.one_of(words, dates, numbers, st.booleans()), st.data())
def test_any_value_comes_back(text: str, value: Any, qualifier: Any, data: st.DataObject) -> None:
    stance = data.draw(st.sampled_from(Stance))
    quote = Quote("d", 0, len(text))
    mention = Mention(quote, Kind.EVENT, "key", text, "how", data.draw(st.sampled_from([None, quote])))
    qualifiers = (("on", qualifier), ("unit", mention))
    claim = Claim("id", mention, "startDate", value, quote, qualifiers, stance, mention, "rule")
    entity = Entity("key", Kind.EVENT, (("ru", text), ("en", "x")), (("en", text),), "", (mention,), ("key",))
    corpus = Corpus((Document("d", text, text),), (entity,), (claim,))
    with tempfile.TemporaryDirectory() as folder:
        assert read_corpus(write_tables(corpus, Path(folder))) == corpus
