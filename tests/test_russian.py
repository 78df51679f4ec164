"""Russian documents: what is read in them without a parser, and that each language is read with its own rules."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from passage_format import FOLDER, Passage, read_passages
from passages import extract_passage, precision_recall, score_passage, tally
from soviet_kg.counts import find_numbers, number_in_words
from soviet_kg.examples import failing_examples
from soviet_kg.extract import Knowledge, extract, load_knowledge
from soviet_kg.languages import find_tongues, load_language
from soviet_kg.model import Extraction, HistoricalDate, Mention
from soviet_kg.patterns import load_patterns, read_properties
from soviet_kg.resources import find_resource
from soviet_kg.text import document_from_text, fold

RUSSIAN = FOLDER / "ru"
FILES = {"documents.toml": 8, "encyclopaedia.toml": 17, "held-out.toml": 12}
ONTOLOGY = find_resource("ontology")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(syntax="none")


def passages_of(*names: str) -> list[Passage]:
    return [one for name in names for one in read_passages(RUSSIAN / name)]


def read(text: str, knowledge: Knowledge) -> Extraction:
    return extract(document_from_text("letter", text), knowledge)


def said(extraction: Extraction) -> set[tuple[str, str, str]]:
    return {(c.subject.key, c.predicate, shown(c.object)) for c in extraction.claims}


def shown(value: object) -> str:
    if isinstance(value, Mention):
        return value.key
    return value.edtf if isinstance(value, HistoricalDate) else str(value)


def test_every_russian_pattern_reads_its_examples_and_refuses_what_it_refuses() -> None:
    patterns = load_patterns(ONTOLOGY / "patterns", read_properties(ONTOLOGY / "soviet.ttl"), "ru")
    assert len(patterns) >= 170
    assert [str(failure) for failure in failing_examples(patterns)] == []


def test_every_russian_passage_is_there() -> None:
    assert {path.name for path in RUSSIAN.glob("*.toml")} == {*FILES, "bars.toml"}
    assert Counter(one.file for one in passages_of(*FILES)) == FILES


@pytest.mark.parametrize(
    ("bar", "files"), [("tuned", ("documents.toml", "encyclopaedia.toml")), ("held-out", ("held-out.toml",))]
)
def test_the_bars_are_reached(bar: str, files: tuple[str, ...], knowledge: Knowledge) -> None:
    bars = tomllib.loads((RUSSIAN / "bars.toml").read_text(encoding="utf-8"))[bar]
    read_ones = [(one, extract_passage(one, knowledge)) for one in passages_of(*files)]
    scored = [(one, extraction, score_passage(one, extraction)) for one, extraction in read_ones]
    precision, recall = precision_recall(sum(tally(scored).values(), Counter[str]()))
    assert precision >= bars["precision"]
    assert recall >= bars["recall"]


def test_a_russian_section_of_an_english_document_is_read_as_russian(knowledge: Knowledge) -> None:
    text = (
        "# Notes\n\nThe Second All-Russian Congress of Soviets opened on 7 November 1917 in Petrograd. It adopted the "
        "Decree on Peace and the Decree on Land, and elected the All-Russian Central Executive Committee.\n\n"
        "# Приложение\n\nТретий Всероссийский съезд Советов открылся 23 января 1918 г. в Петрограде.\n"
    )
    document = document_from_text("letter", text)
    folded = fold(document)
    tongues = find_tongues(folded.text, document.sections, document.language)
    assert (document.language, tongues.used()) == ("en", ("en", "ru"))
    assert tongues.at(folded.text.index("Третий")) == "ru"
    assert tongues.at(folded.text.index("Second")) == "en"
    opened = {row for row in said(read(text, knowledge)) if row[1] == "startDate"}
    assert opened == {
        ("second-all-russian-congress-of-soviets", "startDate", "1917-11-07"),
        ("third-all-russian-congress-of-soviets", "startDate", "1918-01-23"),
    }


def test_english_alone_does_not_load_russian(knowledge: Knowledge) -> None:
    load_language.cache_clear()
    read("The Second All-Russian Congress of Soviets opened on 7 November 1917.", knowledge)
    assert load_language.cache_info().currsize == 1


def test_items_of_a_list_keep_their_persons(knowledge: Knowledge) -> None:
    text = (
        "Делегаты\n\nПодписали договор:\n- Михаил Калинин - старый рабочий. Представлял РСФСР.\n"
        "- Михаил Фрунзе - друг Сталина. Представлял Закавказье.\n\nДоговор хранится в Москве.\n"
    )
    represents = {claim for claim in said(read(text, knowledge)) if claim[1] == "represents"}
    assert {subject for subject, _, _ in represents} == {"mikhail-kalinin", "mikhail-frunze"}


def test_two_documents_share_the_end_of_their_names(knowledge: Knowledge) -> None:
    text = "30 декабря 1922 года Михаил Калинин подписал договор и декларацию о создании СССР."
    signed = {subject for subject, predicate, _ in said(read(text, knowledge)) if predicate == "signedBy"}
    assert signed == {"treaty-on-the-creation-of-the-ussr", "declaration-of-the-creation-of-the-ussr"}


@pytest.mark.parametrize(
    ("words", "value"),
    [("двести тридцать пять", 235), ("сто сорок один", 141), ("двадцать тысяч", 20000), ("двухсот", 200)],
)
def test_numbers_in_words(words: str, value: int) -> None:
    assert number_in_words(words, "ru") == value


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("получили 51% голосов (390 из 649)", [(51, "percent"), (390, "persons"), (649, "persons")]),
        ("около 1 200 человек и 15,4 процента", [(1200, "persons"), (15.4, "percent")]),
        ("1) первый вопрос; см. стр. 25, № 208, 5 тыс. рублей", []),
        ("один из делегатов ждал 12 лет", []),
    ],
)
def test_what_is_a_number_and_what_is_none(text: str, numbers: list[tuple[float, str]]) -> None:
    found = [thing.value for thing in find_numbers(text, [], "ru")]
    assert [(value.value, value.unit) for value in found] == numbers  # type: ignore[union-attr]


def test_denials_plans_and_conditions_are_not_asserted(knowledge: Knowledge) -> None:
    text = (
        "II Всероссийский съезд Советов не принял Декрет о земле. Ленин отказался подписать Декрет о мире. "
        "Если бы Троцкий был избран председателем ВЦИК, Мартов не покинул бы зал."
    )
    asserted = [c for c in read(text, knowledge).claims if c.stance == "asserted"]
    assert asserted == []


def test_no_repository_file_of_words_is_without_its_twin() -> None:
    names = {path.name.split(".")[0] for path in Path(ONTOLOGY / "grammar").glob("*.ru.toml")}
    assert {"counts", "frames", "lists", "occasions", "reference"} <= names
