"""What changed between two builds, said in sentences."""

import dataclasses
import json
from pathlib import Path

import pytest

import hand_made as made
from conftest import Run
from soviet_kg.differences import Change, diff
from soviet_kg.links import read_pins
from soviet_kg.model import Calendar, Corpus, Entity, Kind
from soviet_kg.pipeline import put_build

INPUTS = [
    {"id": d.id, "file": f"{d.id}.txt", "sha256": "", "text_sha256": d.sha256, "blocks": ""}
    for d in (made.DOCUMENT_1, made.DOCUMENT_2)
]


def put(corpus: Corpus, inputs: list[dict[str, str]], out: Path) -> None:
    put_build(corpus, inputs, out, pins=read_pins())


@pytest.fixture
def before(tmp_path: Path) -> Path:
    put(made.corpus(), INPUTS, tmp_path / "before")
    return tmp_path / "before"


def changes(corpus: Corpus, before: Path) -> list[Change]:
    after = before.parent / "after"
    put(corpus, [row for row in INPUTS if row["id"] in {d.id for d in corpus.documents}], after)
    return list(diff(before, after))


def replaced(number: int, **facts: object) -> Corpus:
    """The corpus with other facts in one of its claims, counted as `hand_made` lists them."""
    claim = made.CLAIMS[number]
    other = dataclasses.replace(claim, **facts)  # type: ignore[arg-type]
    corpus = made.corpus()
    return dataclasses.replace(corpus, claims=tuple(other if c == claim else c for c in corpus.claims))


def sentences(found: list[Change]) -> list[tuple[str, str]]:
    return [(change.sort, change.sentence) for change in found]


def test_the_same_build_is_the_same(before: Path) -> None:
    assert changes(made.corpus(), before) == []


def test_claims_that_came_and_went(before: Path) -> None:
    corpus = made.corpus()
    gone = made.CLAIMS[1]
    less = dataclasses.replace(corpus, claims=tuple(c for c in corpus.claims if c != gone))
    words = "“The Second All-Russian Congress of Soviets opened on 25 …”"
    told = f"Second All-Russian Congress of Soviets · place · Petrograd ({words})"
    assert sentences(changes(less, before)) == [("claim lost", f"one no longer says: {told}.")]
    put(less, INPUTS, before)
    assert sentences(changes(corpus, before)) == [("claim added", f"one now says: {told}.")]


def test_a_date_read_in_the_other_calendar_is_re_dated(before: Path) -> None:
    later = made.date("25 октября", "1917-10-25", "1917-10-12", calendar=Calendar.GREGORIAN, reason="says so")
    ((sort, sentence),) = sentences(changes(replaced(8, object=later), before))
    assert sort == "re-dated"
    assert "startDate · 25 October (7 November) 1917 (“" in sentence
    assert sentence.endswith("is now dated 12 (25) October 1917 (gregorian: says so).")


def test_another_subject_for_the_same_words_is_re_attributed(before: Path) -> None:
    ((sort, sentence),) = sentences(changes(replaced(5, id="f" * 16, subject=made.MENSHEVIKS), before))
    assert sort == "re-attributed"
    assert (
        "it was asserted: Second All-Russian Congress of Soviets · adopted · Decree on Peace (“" in sentence
    )
    assert "; it is now asserted: Mensheviks · adopted · Decree on Peace (“" in sentence


def test_another_speaker_is_re_attributed(before: Path) -> None:
    ((sort, sentence),) = sentences(changes(replaced(10, speaker=made.LENIN_2), before))
    assert sort == "re-attributed"
    assert "it was reported as the word of Троцкого: " in sentence
    assert "; it is now reported as the word of Ленин: " in sentence


def test_entities_merged_and_split(before: Path) -> None:
    corpus = made.corpus()
    kept = tuple(e for e in corpus.entities if e.kind is not Kind.PARTY)
    parties = [e for e in corpus.entities if e.kind is Kind.PARTY]
    keys = tuple(sorted(key for e in parties for key in e.keys))
    mentions = tuple(m for e in parties for m in e.mentions)
    both = Entity(keys[0], Kind.PARTY, parties[0].labels, mentions=mentions, keys=keys)
    merged = dataclasses.replace(corpus, entities=tuple(sorted((*kept, both), key=lambda e: e.id)))
    told = "Bolsheviks (bolsheviks) and Mensheviks (mensheviks)"
    assert ("merged", f"{told} were merged into Bolsheviks (bolsheviks).") in sentences(
        changes(merged, before)
    )
    put(merged, INPUTS, before)
    assert ("split", f"{told} were one until now: Bolsheviks (bolsheviks).") in sentences(
        changes(corpus, before)
    )


def test_a_withdrawn_source_is_named_first(before: Path) -> None:
    corpus = made.corpus()
    entities = tuple(
        dataclasses.replace(e, mentions=left)
        for e in corpus.entities
        if (left := tuple(m for m in e.mentions if m.quote.document == "one"))
    )
    claims = tuple(c for c in corpus.claims if c.quote.document == "one")
    first, *rest = changes(Corpus((made.DOCUMENT_1,), entities, claims), before)
    assert first.sentence == "“Второй съезд” (два 2) was withdrawn."
    assert {change.sort for change in rest} == {"claim lost"}


def test_the_command_answers_with_its_exit_code(run: Run, before: Path) -> None:
    after = before.parent / "after"
    put(replaced(10, speaker=made.LENIN_2), INPUTS, after)
    assert run("diff", before, before).returncode == 0
    told = run("diff", before, after)
    assert told.returncode == 1
    assert told.stdout.startswith("re-attributed: два 2: it was reported")
    rows = json.loads(run("diff", before, after, "--json").stdout)
    assert [(row["sort"], row["document"]) for row in rows] == [("re-attributed", "два 2")]
    assert run("diff", before, before.parent / "nowhere").returncode == 2
