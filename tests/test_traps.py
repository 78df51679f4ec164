"""What a naive reader gets wrong in the packaged documents: 114 traps, and what the tool makes of each.

`traps.toml` holds one table per trap. `holds` are statements that the build has to contain, `lacks` such as a
naive reader would make and nobody may find there:

    "subject | property | object | qualifier=value | …"      alternatives are parted by " || "

Subject and object are labels of entities, dates in EDTF, numbers or words; `*` stands for anything. Only claims of
the trap's own documents are looked at, and only asserted ones, unless `stance=` says otherwise (`*`: any). Beside a
claim's own qualifiers `julian`, `calendar`, `precision`, `written`, `unit` and `approximate` can be asked for, its
`speaker`, `quote` (words that its quote has to contain) and `in` (the first letters of a document's name); a
qualifier with nothing after `=` has to be absent. An asterisk that is meant is written with a backslash before it.

`mentions` and `no_mentions` are "words | entity | context": those very words, inside that stretch of a document, do
(or do not) stand for that thing. `undisputed` is "subject | property": no contradiction may be reported there.

A trap is `right` when all that it asks is read, `refused` when nothing wrong is said but (part of) it is not
read, and `wrong`, with the reason why, when something wrong is said or a central claim is missed.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from soviet_kg.disagreements import find_disagreements
from soviet_kg.gazetteer import load_gazetteer
from soviet_kg.model import Claim, Corpus, Document, Entity, HistoricalDate, Mention, Quantity
from soviet_kg.records import read_corpus
from soviet_kg.vocabulary import read_vocabulary

TABLE = Path(__file__).parent / "traps.toml"
COUNT, BAR = 114, 105


@dataclass(frozen=True, slots=True)
class Trap:
    """One trap: what it is, where it lies, what to check, and what holds today."""

    number: int
    title: str
    document: tuple[str, ...]
    status: str
    why: str = ""
    holds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    no_mentions: tuple[str, ...] = ()
    undisputed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim in words, with `*` for whatever; what a trap asks for."""

    subject: str
    predicate: str
    object: str
    qualifiers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A claim of the build, in words."""

    subject: str
    predicate: str
    object: str
    qualifiers: dict[str, str]


def read_traps() -> list[Trap]:
    tables: list[dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["trap"]
    return [Trap(**_fields(table)) for table in tables]


def _fields(table: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}


def parse_statement(text: str) -> Statement:
    subject, predicate, value, *qualifiers = (part.strip() for part in text.split(" | "))
    pairs = [one.partition("=") for one in qualifiers]
    assert all(equals for _, equals, _ in pairs), f"a qualifier without '=': {text}"
    return Statement(subject, predicate, value, tuple((name, wanted) for name, _, wanted in pairs))


def parse_alternatives(text: str) -> list[Statement]:
    return [parse_statement(one) for one in text.split(" || ")]


def is_like(pattern: str, words: str) -> bool:
    """Compare words with a pattern in which `*` stands for any words; runs of blanks count as one."""
    parts = (part.replace("\\*", "*").split(" ") for part in re.split(r"(?<!\\)\*", pattern))
    anything = ".*".join(r"\s+".join(map(re.escape, part)) for part in parts)
    return re.fullmatch(anything, words, re.DOTALL) is not None


def has_qualifier(name: str, wanted: str, fact: Fact) -> bool:
    value = fact.qualifiers.get(name, "")
    match name:
        case "quote":
            return is_like(f"*{wanted}*", value)
        case "in":
            return value.startswith(wanted)
        case _:
            return is_like(wanted, value)


def says(fact: Fact, wanted: Statement) -> bool:
    asked = {"stance": "asserted", **dict(wanted.qualifiers)}
    return (
        is_like(wanted.predicate, fact.predicate)
        and is_like(wanted.subject, fact.subject)
        and is_like(wanted.object, fact.object)
        and all(has_qualifier(name, value, fact) for name, value in asked.items())
    )


class Reading:
    """The build of the packaged documents, as the checks of the traps ask for it."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.documents: dict[str, Document] = {document.id: document for document in corpus.documents}
        self._things: dict[str, Entity] = {key: thing for thing in corpus.entities for key in thing.keys}

    @cached_property
    def facts(self) -> list[Fact]:
        return [self._fact(claim) for claim in self.corpus.claims]

    @cached_property
    def mentions(self) -> list[tuple[Mention, str]]:
        return [(mention, thing.label()) for thing in self.corpus.entities for mention in thing.mentions]

    @cached_property
    def disputes(self) -> set[tuple[str, str]]:
        found = find_disagreements(self.corpus, read_vocabulary())
        return {(self._things[one.subject].label(), one.predicate) for one in found}

    def named(self, prefixes: Sequence[str]) -> list[Document]:
        return [document for name, document in self.documents.items() if name.startswith(tuple(prefixes))]

    def _words(self, value: object) -> str:
        match value:
            case Mention(key=key):
                return self._things[key].label()
            case HistoricalDate(edtf=edtf):
                return edtf
            case Quantity(value=number):
                return f"{number:.10g}"
            case bool():
                return str(value).lower()
            case _:
                return str(value)

    def _fact(self, claim: Claim) -> Fact:
        qualifiers = {name: self._words(value) for name, value in claim.qualifiers}
        qualifiers |= {name: self._words(value) for name, value in _of_value(claim)}
        qualifiers |= {
            "in": claim.quote.document,
            "quote": claim.quote.text(self.documents[claim.quote.document]),
            "stance": claim.stance.value,
            "speaker": self._words(claim.speaker) if claim.speaker else "",
        }
        return Fact(self._words(claim.subject), claim.predicate, self._words(claim.object), qualifiers)

    def is_said(self, text: str, documents: Sequence[str]) -> bool:
        facts = [fact for fact in self.facts if fact.qualifiers["in"].startswith(tuple(documents))]
        return any(says(fact, wanted) for wanted in parse_alternatives(text) for fact in facts)

    def is_mentioned(self, text: str, documents: Sequence[str]) -> bool:
        words, label, context = text.split(" | ")
        return any(
            is_like(words, mention.quote.text(document)) and is_like(label, name)
            for document in self.named(documents)
            for start, stop in _places(context, document.text)
            for mention, name in self.mentions
            if mention.quote.document == document.id
            and start <= mention.quote.start
            and mention.quote.stop <= stop
        )

    def is_disputed(self, text: str, _documents: Sequence[str]) -> bool:
        return tuple(text.split(" | ")) in self.disputes

    def failures(self, trap: Trap) -> Iterator[str]:
        """Yield the checks of a trap that do not hold."""
        checks: tuple[tuple[str, Callable[[str, Sequence[str]], bool], bool], ...] = (
            ("holds", self.is_said, True),
            ("lacks", self.is_said, False),
            ("mentions", self.is_mentioned, True),
            ("no_mentions", self.is_mentioned, False),
            ("undisputed", self.is_disputed, False),
        )
        for kind, is_found, wanted in checks:
            met = (one for one in getattr(trap, kind) if is_found(one, trap.document) is not wanted)
            yield from (f"{kind}: {one}" for one in met)


def _of_value(claim: Claim) -> Iterator[tuple[str, object]]:
    names = {
        HistoricalDate: "julian calendar precision written approximate",
        Quantity: "unit approximate written",
    }
    for name in names.get(type(claim.object), "").split():
        yield name, getattr(claim.object, name)


def _places(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Find words in a text, however its lines are broken."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    yield from (found.span() for found in re.finditer(pattern, text))


TRAPS = read_traps()


@pytest.fixture(scope="module")
def reading(seeds_build: Path) -> Reading:
    return Reading(read_corpus(seeds_build))


@pytest.fixture(scope="module")
def labels(reading: Reading) -> set[str]:
    """All names that a thing can be known by: those of the build and those of the gazetteer."""
    listed = {form.form for form in load_gazetteer().forms if form.role == "label"}
    return listed | {thing.label() for thing in reading.corpus.entities}


def test_there_are_114_traps_in_order() -> None:
    assert [trap.number for trap in TRAPS] == list(range(1, COUNT + 1))


def test_at_least_105_traps_are_read_right_or_refused() -> None:
    counts = Counter(trap.status for trap in TRAPS)
    assert counts["right"] + counts["refused"] >= BAR, counts


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: f"{trap.number}-{trap.title}")
def test_a_trap_is_what_the_table_says(trap: Trap, reading: Reading) -> None:
    failures = list(reading.failures(trap))
    if trap.status == "wrong":
        assert failures, "all checks hold: this trap is right or refused by now, correct the table"
    else:
        assert not failures


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: str(trap.number))
def test_a_status_has_what_it_stands_on(trap: Trap) -> None:
    asks, forbids = trap.holds + trap.mentions, trap.lacks + trap.no_mentions + trap.undisputed
    needed = {"right": asks, "refused": forbids, "wrong": asks + forbids}
    assert needed[trap.status]
    assert bool(trap.why) == (trap.status == "wrong")


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: str(trap.number))
def test_what_a_trap_points_at_is_there(trap: Trap, reading: Reading) -> None:
    """A check on words that no document has, or of a name that nothing bears, could never fail."""
    texts = [document.text for document in reading.named(trap.document)]
    assert len(texts) == len(trap.document)
    quoted = [dict(one.qualifiers).get("quote", "") for one in _statements(trap)]
    contexts = [one.split(" | ")[2] for one in trap.mentions + trap.no_mentions]
    for words in filter(None, quoted + contexts):
        assert any(True for text in texts for _ in _places(words, text)), words


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: str(trap.number))
def test_names_and_properties_are_such_as_a_claim_can_have(trap: Trap, labels: set[str]) -> None:
    properties = read_vocabulary().properties
    for one in _statements(trap):
        assert one.predicate in properties or "*" in one.predicate, one
        ends = [one.subject]
        if one.predicate in properties and properties[one.predicate].takes == "entity":
            ends.append(one.object)
        assert not [end for end in ends if "*" not in end and end not in labels], one
    named = [one.split(" | ")[1] for one in trap.mentions + trap.no_mentions]
    assert not [label for label in named if "*" not in label and label not in labels]


def _statements(trap: Trap) -> list[Statement]:
    return [one for text in trap.holds + trap.lacks for one in parse_alternatives(text)]


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: str(trap.number))
def test_a_claim_in_the_words_of_a_check_is_found_by_it(trap: Trap) -> None:
    for one in _statements(trap):
        subject, predicate, value = (
            words.replace("*", "anything") for words in (one.subject, one.predicate, one.object)
        )
        qualifiers = {name: value.replace("*", "") for name, value in one.qualifiers}
        fact = Fact(subject, predicate, value, {"stance": "asserted"} | qualifiers)
        assert says(fact, one)
        assert not says(Fact("somebody else", "elsewhere", "something else", {}), one)
