"""Thirty places where the packaged documents differ, and as what each is shown; `comparisons.toml` is the table."""

import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from soviet_kg.answers import Answer
from soviet_kg.audit import AuditFinding, audit
from soviet_kg.disagreements import CANNOT_ALL_BE_TRUE, Comparison, compare
from soviet_kg.model import Corpus, HistoricalDate, Mention, Quantity
from soviet_kg.records import read_corpus
from soviet_kg.vocabulary import read_vocabulary

TABLE = Path(__file__).parent / "comparisons.toml"
TRAPS: list[dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["trap"]
SHOWN = ("contradiction", "internal", "measures differ", "agrees", "same origin")
OUTCOMES = (*SHOWN, "quiet", "not covered")


@dataclass(frozen=True, slots=True)
class Seen:
    """What the tool makes of the packaged documents."""

    corpus: Corpus
    comparisons: tuple[Comparison, ...]
    audited: tuple[AuditFinding, ...]


@pytest.fixture(scope="module")
def seen(seeds_build: Path) -> Seen:
    corpus = read_corpus(seeds_build)
    return Seen(corpus, compare(corpus, read_vocabulary()), audit(corpus))


def value(answer: Answer, seen: Seen) -> str:
    labels = {key: entity.label() for entity in seen.corpus.entities for key in entity.keys}
    match answer.value:
        case Mention() as mention:
            return labels[mention.key]
        case HistoricalDate() as date:
            return date.edtf
        case Quantity() as quantity:
            return f"{quantity.value:.10g}"
        case text:
            return str(text)


def is_found(wanted: dict[str, Any], comparison: Comparison, seen: Seen) -> bool:
    documents = {claim.quote.document[:3] for claim in comparison.claims}
    values = {value(answer, seen) for answer in comparison.answers}
    return (
        comparison.kind.value == wanted["kind"]
        and wanted["question"] in comparison.words
        and documents == set(wanted["documents"])
        and set(wanted["values"]) <= values
    )


def is_told(wanted: dict[str, Any], finding: AuditFinding) -> bool:
    return (
        finding.document.startswith(wanted["document"])
        and finding.check == wanted["check"]
        and finding.holds is wanted.get("holds", False)
        and wanted["what"] in finding.what
    )


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: f"{trap['number']}-{trap['title']}")
def test_it_is_shown_as_what_it_is(trap: dict[str, Any], seen: Seen) -> None:
    for wanted in trap.get("comparisons", ()):
        found = [c for c in seen.comparisons if is_found(wanted, c, seen)]
        assert len(found) >= wanted.get("least", 1), wanted
    for wanted in trap.get("audits", ()):
        assert any(is_told(wanted, finding) for finding in seen.audited), wanted
    for words in trap.get("quiet", ()):
        assert not [c.words for c in seen.comparisons if words in c.words and c.kind in CANNOT_ALL_BE_TRUE]


def test_the_table_says_of_each_of_the_30_how_it_comes_out() -> None:
    assert [trap["number"] for trap in TRAPS] == list(range(1, 31))
    assert {trap["as"] for trap in TRAPS} <= set(OUTCOMES)
    for trap in TRAPS:
        told = [name for name in ("comparisons", "audits", "quiet", "why") if trap.get(name)]
        assert len(told) == 1, trap["number"]
        wanted = {"quiet": ["quiet"], "not covered": ["why"]}.get(trap["as"], ["comparisons", "audits"])
        assert told[0] in wanted, trap["number"]
    outcomes = Counter(trap["as"] for trap in TRAPS)
    assert sum(outcomes[name] for name in SHOWN) >= 21
    assert len(TRAPS) - outcomes["not covered"] >= 24


def test_nothing_else_is_called_a_contradiction(seen: Seen) -> None:
    told = [c.words for c in seen.comparisons if c.kind in CANNOT_ALL_BE_TRUE]
    assert told == ["Which congress adopted the Decree on Land?", "Who wrote the Decree on Land?"]


def test_chernov_as_leader_of_internationalists_is_the_sources_claim_and_the_gazetteer_knows_otherwise(
    seen: Seen,
) -> None:
    (found,) = [c for c in seen.comparisons if c.kind.value == "againstGazetteer"]
    assert found.words == "Viktor Chernov: leader of Internationalists group"
    assert [claim.quote.document[:3] for claim in found.claims] == ["000"]
    assert found.known.startswith("Viktor Chernov of the Socialist Revolutionary Party (")
    claimed = [
        c for c in seen.corpus.claims if c.subject.key == "viktor-chernov" and c.predicate == "memberOf"
    ]
    assert not claimed, "what the gazetteer knows is no source's claim"
