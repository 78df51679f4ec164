"""What one document says: every claim shows its words, and the same text says the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soviet_kg.extract import Knowledge, extract, load_knowledge
from soviet_kg.model import Claim, Document, Extraction, Mention, Quote
from soviet_kg.resources import find_resource
from soviet_kg.text import DocumentFacts, document_from_text, read_document, read_facts


@cache
def knowledge() -> Knowledge:
    return load_knowledge()


def read(text: str) -> Extraction:
    return extract(document_from_text("letter", text, DocumentFacts(calendar="gregorian")), knowledge())


@cache
def seeds() -> tuple[Document, ...]:
    folder = find_resource("seeds")
    facts = read_facts(folder / "documents.toml")
    return tuple(read_document(path, facts.get(path.stem)) for path in sorted(folder.glob("*.txt")))


def ends(claim: Claim) -> Iterator[Mention]:
    yield from (end for end in (claim.subject, claim.object) if isinstance(end, Mention))


def is_inside(inner: Quote, outer: Quote) -> bool:
    return outer.start <= inner.start and inner.stop <= outer.stop


@pytest.mark.parametrize("document", seeds(), ids=lambda document: document.id)
def test_both_ends_of_a_claim_stand_in_its_quote_or_have_an_antecedent(document: Document) -> None:
    claims = extract(document, knowledge()).claims
    assert len(claims) >= 10
    for claim in claims:
        for end in ends(claim):
            assert is_inside(end.quote, claim.quote) or end.antecedent, (claim.rule, end)


@pytest.mark.parametrize("document", seeds(), ids=lambda document: document.id)
def test_quotes_lie_in_the_text_and_ids_are_unique(document: Document) -> None:
    extraction = extract(document, knowledge())
    quotes = [mention.quote for mention in extraction.mentions] + [claim.quote for claim in extraction.claims]
    assert all(0 <= quote.start < quote.stop <= len(document.text) for quote in quotes)
    assert len({claim.id for claim in extraction.claims}) == len(extraction.claims)


def test_there_are_five_seeds() -> None:
    assert len(seeds()) == 5


def test_what_is_read_does_not_depend_on_what_was_read_before() -> None:
    first, second = seeds()[:2]
    alone = extract(second, knowledge())
    extract(first, knowledge())
    assert repr(extract(second, knowledge())) == repr(alone)
    assert repr(extract(second, load_knowledge())) == repr(alone)


@pytest.mark.parametrize("text", ["", " \n\n ", "!!! — … 12 % ???", "\ufeff", "Nothing happened that day."])
def test_a_text_without_names_says_nothing(text: str) -> None:
    extraction = read(text)
    assert (extraction.mentions, extraction.claims) == ((), ())


def test_a_latent_thing_is_there_only_when_a_claim_needs_it() -> None:
    unused = read('He had a copy of "The Tasks of the Countryside" with him.')
    assert [mention.label for mention in unused.mentions] == []
    used = read('Boris Kamkov wrote "The Tasks of the Countryside" in 1919.')
    assert "The Tasks of the Countryside" in [mention.label for mention in used.mentions]


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("The Tula Soviet elected Boris Kamkov.", ("tula-soviet", "elected", "boris-kamkov")),
        ("Boris Kamkov was elected by the Tula Soviet.", ("tula-soviet", "elected", "boris-kamkov")),
        ("The Third Congress of Miners met in Moscow.", ("third-congress-of-miners", "place", "moscow")),
    ],
)
def test_a_plain_sentence_makes_its_claim(text: str, statement: tuple[str, str, str]) -> None:
    claims = read(text).claims
    assert statement in [(c.subject.key, c.predicate, getattr(c.object, "key", "")) for c in claims]


def test_a_denied_claim_is_kept_apart() -> None:
    text = "The Third Congress of Miners did not adopt the Decree on Land."
    stances = {claim.stance.value for claim in read(text).claims if claim.predicate == "adopted"}
    assert stances == {"denied"}


FRAGMENTS = [
    "The Second Congress of Soviets", "opened on 7 November 1917.", "It", "elected", "V. I. Lenin", "Comrade Bubnikov",
    "chairman:", "649 delegates,", "390 Bolsheviks", "the Tula Soviet", "adopted the Decree on Land", "\n\n", "\n- ",
    "## Heading\n\n", '"Peace!"', "(", ")", "—", "the latter", "they", "in Petrograd", "not", "if", "Пётр Красиков",
]  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=5)), max_size=14))
def test_any_mixture_of_words_is_read_without_failing(fragments: list[str]) -> None:
    document = document_from_text("mix", " ".join(fragments), DocumentFacts())
    extraction = extract(document, knowledge())
    for claim in extraction.claims:
        assert 0 <= claim.quote.start < claim.quote.stop <= len(document.text)
        assert all(is_inside(end.quote, claim.quote) or end.antecedent for end in ends(claim))
