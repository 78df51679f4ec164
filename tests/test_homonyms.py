"""Names that more than one thing bears, as a document means them."""

from pathlib import Path

import pytest

from soviet_kg.extract import Knowledge, extract, load_knowledge
from soviet_kg.text import DocumentFacts, read_document


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(syntax="none")


def keys_of(words: str, text: str, knowledge: Knowledge, folder: Path) -> list[str]:
    """Return the keys of the mentions that are written so, in the order of the text."""
    path = folder / "Minutes of May.txt"
    path.write_text(text, encoding="utf-8")
    told = extract(read_document(path, DocumentFacts(language="en")), knowledge)
    return [m.key for m in told.mentions if m.quote.text(told.document) == words]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Alexander Karelin", "vladimir-karelin"),
        ("Roman Abramovich", "raphael-abramovich"),
        ("Ivan Chkheidze", "nikolai-chkheidze"),
    ],
)
def test_who_is_named_in_full_is_meant_by_the_surname(
    name: str, known: str, knowledge: Knowledge, tmp_path: Path
) -> None:
    given, surname = name.split()
    full = f"{name} won the match. {surname} was glad."
    assert keys_of(surname, full, knowledge, tmp_path) == [f"{given}-{surname}".lower()]
    assert keys_of(surname, f"{surname} was glad.", knowledge, tmp_path) == [known]


def test_the_known_bearer_stays_where_both_are_named_in_full(knowledge: Knowledge, tmp_path: Path) -> None:
    text = "Alexander Karelin met Vladimir Karelin. Karelin was glad."
    assert keys_of("Karelin", text, knowledge, tmp_path) == ["vladimir-karelin"]


def test_the_old_committee_is_not_the_one_that_the_document_is_about(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    text = "The Central Executive Committee met. The Executive Committee voted. The old Executive Committee left."
    assert keys_of("Executive Committee", text, knowledge, tmp_path) == [
        "all-russian-central-executive-committee",
        "old-executive-committee-minutes-of-may",
    ]


def test_a_name_that_does_not_say_whose_it_is_belongs_to_its_document(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    text = "The Supreme Committee met. The 17th Army Corps voted. Comrade Grabezhov spoke. Ivan Grabov left."
    assert keys_of("Supreme Committee", text, knowledge, tmp_path) == ["supreme-committee-minutes-of-may"]
    assert keys_of("Grabezhov", text, knowledge, tmp_path) == ["grabezhov-minutes-of-may"]
    assert keys_of("17th Army Corps", text, knowledge, tmp_path) == ["17th-army-corps"]
    assert keys_of("Ivan Grabov", text, knowledge, tmp_path) == ["ivan-grabov"]


def test_the_beginning_of_another_name_is_not_the_surname_that_it_looks_like(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    text = "Nobody saw Spiro Agnew there. The Lenin Library opened. Comrade Spiro spoke to Lenin."
    assert keys_of("Spiro", text, knowledge, tmp_path) == ["william-spiro"]
    assert keys_of("Lenin", text, knowledge, tmp_path) == ["vladimir-lenin"]


def test_a_heading_or_a_catalogue_names_whom_it_names(knowledge: Knowledge, tmp_path: Path) -> None:
    text = "What Lenin Wrote\n\nKamenev Lev was there. Lenin, Trotsky and others spoke."
    assert keys_of("Lenin", text, knowledge, tmp_path) == ["vladimir-lenin", "vladimir-lenin"]
    assert keys_of("Kamenev", text, knowledge, tmp_path) == ["lev-kamenev"]
