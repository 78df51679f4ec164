"""Decide what is undecided: questions with the sentences behind them, and people's answers as judgements."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from soviet_kg.errors import BadDataFile, WrongUse
from soviet_kg.judgements import PREDICATES, compose, is_by_hand, read_judgements
from soviet_kg.model import Corpus, Document, Entity, Judgement, Mention

_MOST_SENTENCES = 3
_SAME_WORDS = {"s": "same", "d": "different", "u": "unsure"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document, and where in it the name stands (code points from its beginning)."""

    document: str
    text: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things that may be one: its key, its entity as it is now, and sentences that name it."""

    key: str
    entity: str
    label: str
    kind: str
    qid: str
    mentions: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Are these two one? With what the evidence says, and the probability that it gives."""

    left: Side
    right: Side
    probability: float
    reason: str


def find_questions(corpus: Corpus, decided: Iterable[Judgement] = ()) -> tuple[Question, ...]:
    """Return the pairs that the build leaves undecided, the likeliest first, without those that rows decide.

    A pair that somebody was unsure of counts as decided, too. Raises BadDataFile for rows that contradict one another.
    """
    verdicts = compose(decided)
    entities = {key: entity for entity in corpus.entities for key in entity.keys}
    documents = {document.id: document for document in corpus.documents}
    return tuple(
        Question(
            _side(row.left, entities[row.left], documents),
            _side(row.right, entities[row.right], documents),
            row.confidence,
            row.reason,
        )
        for row in sorted(corpus.judgements, key=lambda row: (-row.confidence, row.left, row.right))
        if row.verdict == "unsure" and not is_by_hand(row) and not verdicts.between(row.left, row.right)
    )


def _side(key: str, entity: Entity, documents: dict[str, Document]) -> Side:
    mentions = [mention for mention in entity.mentions if mention.key == key]
    named = [mention for mention in mentions if mention.antecedent is None] or mentions
    sentences = dict.fromkeys(sentence_of(mention, documents[mention.quote.document]) for mention in named)
    label = named[0].label if key not in (entity.id,) else entity.label()
    return Side(
        key, entity.id, label, str(entity.kind), entity.qid, len(mentions), tuple(sentences)[:_MOST_SENTENCES]
    )


def sentence_of(mention: Mention, document: Document) -> Sentence:
    """Return the sentence in which a mention stands, on one line."""
    quote = mention.quote
    index = bisect_right(document.sentences, quote.start, key=lambda span: span.start) - 1
    span = document.sentences[index] if index >= 0 else None
    start, stop = (span.start, max(span.stop, quote.stop)) if span else (quote.start, quote.stop)
    before = " ".join(document.text[start : quote.start].split())
    gap = 1 if before and document.text[quote.start - 1].isspace() else 0
    words = " ".join(document.text[quote.start : quote.stop].split())
    text = " ".join(document.text[start:stop].split())
    first = len(before) + gap
    return Sentence(document.id, text, first, first + len(words))


def question_rows(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Return questions as rows for JSON; with a "verdict" added to each, `read_decisions` takes them back."""
    return [
        {
            "left": question.left.key,
            "right": question.right.key,
            "probability": question.probability,
            "reason": question.reason,
            "sides": [_side_row(side) for side in (question.left, question.right)],
        }
        for question in questions
    ]


def _side_row(side: Side) -> dict[str, Any]:
    sentences = [
        {"document": one.document, "sentence": one.text, "start": one.start, "stop": one.stop}
        for one in side.sentences
    ]
    return {
        **{name: getattr(side, name) for name in ("key", "entity", "label", "kind", "qid", "mentions")},
        "sentences": sentences,
    }


def decide(question: Question, verdict: str, by: str, date: str, reason: str = "") -> Judgement:
    """Return the judgement that answers a question; without a reason, that of the evidence stands."""
    labels = question.left.label, question.right.label
    return Judgement(
        question.left.key,
        question.right.key,
        verdict,
        reason or f"on reading: {question.reason}",
        by,
        date,
        labels,
    )


def read_decisions(path: Path, by: str, date: str) -> tuple[Judgement, ...]:
    """Read decisions that a script or a person has made, sign and date them.

    The file is JSON, a list of objects with left, right, verdict (same, different, unsure) and reason, such as
    `question_rows` gives; or a table of judgements, whose rows keep signature and date where they have them. Raises
    WrongUse for a missing file and BadDataFile for one that is neither.
    """
    if not path.is_file():
        raise WrongUse(
            f"{path}: no such file of decisions; soviet-kg review --list --json shows what can be decided"
        )
    text = path.read_text(encoding="utf-8")
    if not text.lstrip().startswith("["):
        return read_judgements(path)
    try:
        rows = json.loads(text)
    except ValueError as error:
        raise BadDataFile(f"{path}: is not JSON: {error}; correct the file") from error
    return tuple(
        _decision(row, f"{path}: decision {number}", by, date)
        for number, row in enumerate(rows, start=1)
        if not isinstance(row, dict) or row.get("verdict")
    )


def _decision(row: Any, place: str, by: str, date: str) -> Judgement:
    try:
        left, right, verdict = str(row["left"]), str(row["right"]), str(row["verdict"])
    except (TypeError, KeyError) as error:
        raise BadDataFile(f"{place}: needs left, right and verdict ({error} is missing)") from error
    verdict = _SAME_WORDS.get(verdict, verdict)
    if verdict not in PREDICATES:
        raise BadDataFile(f"{place}: verdict {verdict!r} must be one of {', '.join(PREDICATES)}")
    labels = [str(side.get("label", "")) for side in row.get("sides", ())]
    named = (labels[0], labels[1]) if len(labels) == 2 else ("", "")
    return Judgement(left, right, verdict, str(row.get("reason") or "decided"), by, date, named, place=place)


def with_decisions(rows: Sequence[Judgement], fresh: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """Return the rows with the fresh ones in place of what was said of the same pairs.

    Raises BadDataFile where that would contradict along a chain; nothing is written then.
    """
    said = {frozenset((row.left, row.right)) for row in fresh}
    kept = [row for row in rows if frozenset((row.left, row.right)) not in said]
    together = (*kept, *fresh)
    compose(together)
    return together
