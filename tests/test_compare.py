"""The report of comparison: what it shows, in every format, and the exit code that it gives."""

import csv
import io
import json
from pathlib import Path

import lxml.html
import pytest

from conftest import Run
from soviet_kg.compare import Report, make_report
from soviet_kg.disagreements import Differs
from soviet_kg.records import read_corpus
from soviet_kg.report_formats import FORMATS, format_report

CONTRADICTIONS = {
    "How many delegates did the Third All-Russian Congress of Soviets have?": "900 and 1000 count the same",
    "Menshevik Party: supports Decree on Peace": "one says so, the other denies it",
    "When did the Second All-Russian Congress of Soviets begin?": "lie 100 years apart",
    "When did the Second All-Russian Congress of Soviets end?": "and 7 (20) November 1917 lie 11 days apart",
    "Where was the Second All-Russian Congress of Soviets?": "Petrograd and Moscow are two cities",
    "Who wrote the Decree on Peace?": "one names Leon Trotsky, the other Vladimir Lenin",
}


@pytest.fixture(scope="module")
def report(differing_build: Path) -> Report:
    return make_report(read_corpus(differing_build))


def test_each_contradiction_is_a_question_with_its_reason(report: Report) -> None:
    told = {item.question: "; ".join(item.reasons) for item in report.of_kind(Differs.CONTRADICTION)}
    assert told.keys() == CONTRADICTIONS.keys()
    for question, reason in CONTRADICTIONS.items():
        assert reason in told[question]
    assert report.contradictions == len(CONTRADICTIONS)


def test_about_700_against_650_differ_in_precision_alone(report: Report) -> None:
    (item,) = report.of_kind(Differs.PRECISION)
    assert item.question == "How many delegates did the Second All-Russian Congress of Soviets have?"
    assert [answer.value for answer in item.answers] == ["650 persons", "about 700 persons"]


def test_13_days_between_two_sources_may_be_one_day_in_two_calendars(report: Report) -> None:
    (item,) = report.of_kind(Differs.CALENDARS)
    assert item.question == "When did the Third All-Russian Congress of Soviets begin?"
    days = "28 December 1917 (10 January 1918) and 10 (23) January 1918"
    assert item.reasons == (f"{days} lie 13 days apart, as the two calendars do",)


def test_the_heaviest_come_first(report: Report) -> None:
    weights = [item.weight for item in report.items]
    assert weights == sorted(weights, reverse=True)
    assert report.items[0].question == "When did the Second All-Russian Congress of Soviets end?"


def test_an_answer_has_source_date_sentence_and_stance(report: Report) -> None:
    item = next(i for i in report.items if i.question == "Menshevik Party: supports Decree on Peace")
    told = [(a.document, a.stance, a.sentence) for a in item.answers]
    assert told == [
        ("letter", "denies", "The Mensheviks did not support the Decree on Peace."),
        ("minutes", "asserts", "The Mensheviks supported the Decree on Peace."),
    ]
    assert report.date_of("letter") == "28 October (10 November) 1917"
    assert report.date_of("minutes") == "undated"


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_for_a_reader_every_answer_stands_with_its_words(report: Report, form: str) -> None:
    written = format_report(report, form)
    page = lxml.html.fromstring(written.encode()).text_content() if form == "html" else written
    for question in CONTRADICTIONS:
        assert question in page
    for sentence in (
        "The Second All-Russian Congress of Soviets was held in Moscow.",
        "The Second All-Russian Congress of Soviets was held in Petrograd.",
        "390 + 160 + 60 + 50 = 660",
    ):
        assert sentence in page
    assert "28 October (10 November) 1917" in page
    assert "none is declared right" in page


def test_json_and_csv_hold_the_same_answers(report: Report) -> None:
    value = json.loads(format_report(report, "json"))
    rows = list(csv.DictReader(io.StringIO(format_report(report, "csv"))))
    claims = [answer["claim"] for item in value["comparisons"] for answer in item["answers"]]
    assert claims == [row["claim"] for row in rows]
    assert len(rows) > 12
    assert {"letter", "minutes"} == {row["document"] for row in value["audit"]}
    assert {row["kind"] for row in rows} == {
        *("contradiction", "againstGazetteer", "calendarsDiffer", "precisionDiffers")
    }


def test_what_a_source_writes_is_no_markup(report: Report) -> None:
    assert "<script" not in format_report(report, "html").replace("<style>", "")
    assert set(FORMATS) == {"text", "md", "html", "json", "csv"}


def test_strict_says_no_where_contradictions_stand(run: Run, differing_build: Path, tmp_path: Path) -> None:
    page = tmp_path / "differences.html"
    answer = run("compare", "--strict", "--format", "html", "-o", page, "--build", differing_build)
    assert answer.returncode == 1
    assert "6 questions have answers that cannot all be true" in answer.stderr
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert run("compare", "--build", differing_build).returncode == 0


def test_the_report_is_the_same_twice(run: Run, differing_build: Path) -> None:
    told = {
        run("compare", "--format", "md", "--build", differing_build, env={"PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
