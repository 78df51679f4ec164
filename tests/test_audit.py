"""What a source says against itself, in documents made up for it, and what holds."""

from pathlib import Path

import pytest

from conftest import Run
from soviet_kg.audit import AuditFinding, audit
from soviet_kg.records import read_corpus


@pytest.fixture(scope="module")
def audited(differing_build: Path) -> tuple[AuditFinding, ...]:
    return audit(read_corpus(differing_build))


@pytest.mark.parametrize(
    ("document", "check", "what"),
    [
        ("minutes", "sums", "390 + 160 + 60 + 50 = 660: the parts are more than the 650 of the whole"),
        ("minutes", "double dates", "26 and 9 are not one day in the two calendars"),
        ("minutes", "double dates", "Soviet Russia had no 1 to 13 February 1918"),
        ("minutes", "weekdays", "4 March 1918 was a Monday, not a Friday"),
        ("minutes", "lists", "“Three members of the party” are announced, 2 named: Kamenev, Zinoviev"),
        ("minutes", "numbering", "(14 March 1918) would have met after the Fifth"),
        ("letter", "order", "begins and ends the other way round: 7 November 2017 and 7 (20) November 1917"),
        ("letter", "own date", "is dated 28 October (10 November) 1917, and tells of 7 (20) November 1917"),
        ("letter", "years", "2017 lies a century from 1917, the year of the text: a slip?"),
        ("letter", "relative days", "“Yesterday, November 8” was written on 9 November 2017"),
    ],
)
def test_what_does_not_hold_is_told_with_its_words(
    audited: tuple[AuditFinding, ...], document: str, check: str, what: str
) -> None:
    found = [f for f in audited if f.document == document and f.check == check and what in f.what]
    assert len(found) == 1
    assert not found[0].holds
    assert found[0].quotes[0].start < found[0].quotes[0].stop


@pytest.mark.parametrize(
    ("check", "what"),
    [
        ("lists", "“Two members of the party” are 2: Lenin, Trotsky"),
        ("double dates", "“October 28 (November 10), 1917” is one day in both calendars"),
        (
            "order",
            "begins and ends in this order: 25 October (7 November) 1917 and 27 October (9 November) 1917",
        ),
    ],
)
def test_what_holds_is_counted_too(audited: tuple[AuditFinding, ...], check: str, what: str) -> None:
    assert [f.holds for f in audited if f.check == check and what in f.what] == [True]


def test_a_source_without_fault_is_not_blamed(audited: tuple[AuditFinding, ...]) -> None:
    assert {f.document for f in audited if not f.holds} == {"letter", "minutes"}


def test_the_quotes_of_a_finding_are_words_of_its_document(seeds_build: Path) -> None:
    corpus = read_corpus(seeds_build)
    documents = {document.id: document for document in corpus.documents}
    found = audit(corpus)
    assert len(found) > 40
    for finding in found:
        assert all(quote.text(documents[finding.document]).strip() for quote in finding.quotes)


def test_check_audits_and_leaves_the_exit_code_to_the_build(run: Run, differing_build: Path) -> None:
    answer = run("check", "--audit", "--build", differing_build)
    assert answer.returncode == 0, answer.stderr
    assert "letter:93: years: 2017 lies a century from 1917" in answer.stdout
    assert "in the sources hold double dates 1, " in answer.stdout
