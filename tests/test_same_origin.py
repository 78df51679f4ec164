"""Passages that two documents share, and how many witnesses that makes of them."""

import dataclasses
from pathlib import Path

import hand_made as made
from soviet_kg.disagreements import Differs, compare
from soviet_kg.model import Corpus, Document, Entity, Kind, Mention, Quote, Span
from soviet_kg.records import read_corpus
from soviet_kg.same_origin import are_of_one_text, by_documents, find_passages, origins
from soviet_kg.vocabulary import read_vocabulary

PROMISE = (
    "The new government will hand over the land to the peasants without compensation, bring bread to the "
    "towns, and call the Constituent Assembly at the time that was set for it."
)
COPY = PROMISE.replace("the land to the peasants", "all land to the peasants").replace("towns", "cities")
NAME = "the Second All-Russian Congress of Soviets of Workers' and Soldiers' and Peasants' Deputies of Russia"


def document(name: str, text: str) -> Document:
    return Document(name, text, name, sentences=(Span(0, len(text)),))


def shared(*texts: str, named: str = "") -> list[tuple[str, str]]:
    documents = tuple(document(f"d{n}", text) for n, text in enumerate(texts))
    mentions = tuple(
        Mention(
            Quote(d.id, d.text.index(named), d.text.index(named) + len(named)),
            Kind.EVENT,
            "congress",
            "C",
            "x",
        )
        for d in documents
        if named
    )
    entities = (Entity("congress", Kind.EVENT, (("en", "C"),), mentions=mentions, keys=("congress",)),)
    found = find_passages(Corpus(documents, entities, ()))
    texts_by_id = {d.id: d for d in documents}
    return [
        (p.left.text(texts_by_id[p.left.document]), p.right.text(texts_by_id[p.right.document]))
        for p in found
    ]


def test_a_passage_is_found_though_words_were_changed_in_it() -> None:
    ((left, right),) = shared(
        f"Lenin read: {PROMISE}", f"It says here that {COPY[0].lower()}{COPY[1:]} So much."
    )
    assert left.endswith("at the time that was set for it")
    assert right.endswith("at the time that was set for it")
    assert "all land to the peasants" in right


def test_other_words_are_no_passage() -> None:
    other = "Land went to the peasants; towns were fed; the assembly was called when it had been promised."
    assert shared(PROMISE, other) == []


def test_a_long_name_is_one_word_and_makes_no_passage() -> None:
    texts = f"It was on a Monday that {NAME} met.", f"Nobody knew when {NAME} would close."
    assert shared(*texts) != []
    assert shared(*texts, named=NAME) == []


def test_documents_that_share_the_words_are_one_witness(seeds_build: Path) -> None:
    corpus = read_corpus(seeds_build)
    passages = find_passages(corpus)
    assert {(p.left.document[:3], p.right.document[:3]) for p in passages} == {("000", "003")}
    copied = [c for c in compare(corpus, read_vocabulary()) if c.kind is Differs.ORIGIN]
    assert len(copied) >= 8
    for comparison in copied:
        quotes = [claim.quote for claim in comparison.claims]
        assert comparison.witnesses == 1 == origins(quotes, by_documents(passages))
    opened = next(c for c in compare(corpus, read_vocabulary()) if c.predicate == "startDate")
    assert opened.witnesses == 2


def test_half_of_a_quote_has_to_lie_in_the_passage() -> None:
    one, two = document("one", PROMISE + " " + "x " * 400), document("two", PROMISE)
    passages = find_passages(Corpus((one, two), (), ()))
    assert len(passages) == 1
    pairs = by_documents(passages)
    inside = Quote("one", 0, 80), Quote("two", 0, 80)
    assert are_of_one_text(*inside, pairs)
    assert not are_of_one_text(Quote("one", 300, 400), inside[1], pairs)
    assert not are_of_one_text(inside[0], dataclasses.replace(inside[0], document="three"), pairs)


def test_made_documents_share_nothing() -> None:
    assert find_passages(made.corpus()) == ()
