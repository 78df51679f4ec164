"""What definite nouns and pronouns stand for; what cannot be told is left out."""

from __future__ import annotations

from functools import cache

import pytest

from brackets import Marked, read_brackets
from soviet_kg.extract import Knowledge, extract, load_knowledge
from soviet_kg.model import Extraction, Mention
from soviet_kg.text import DocumentFacts, document_from_text


@cache
def knowledge() -> Knowledge:
    return load_knowledge()


def read(text: str) -> Extraction:
    return extract(document_from_text("letter", text, DocumentFacts(calendar="gregorian")), knowledge())


def references(extraction: Extraction) -> dict[tuple[int, int], str]:
    """The keys of the things that references stand for, by place; also of those that only claims use."""
    claims = extraction.claims
    ends = [end for claim in claims for end in (claim.subject, claim.object) if isinstance(end, Mention)]
    mentions = [m for m in (*extraction.mentions, *ends) if m.how.startswith("reference/")]
    return {(m.quote.start, m.quote.stop): m.key for m in mentions}


def expected(marked: Marked) -> dict[tuple[int, int], str]:
    return {(start, stop): key for _, start, stop, key in marked}


TWO_CONGRESSES = """\
## First Congress of Printers

The First Congress of Printers met at Oryol. The [Congress|first-congress-of-printers] lasted a week.

## Second Congress of Printers

The Second Congress of Printers met at Yelets. The [Congress|second-congress-of-printers] was short. \
[It|second-congress-of-printers] elected nobody.
"""


RECENCY = """\
The Third Congress of Tailors failed. The Fourth Congress of Tailors met. \
The [Congress|fourth-congress-of-tailors] sang.
"""


@pytest.mark.parametrize(
    "text",
    [
        TWO_CONGRESSES,
        RECENCY,
        "The Omsk Soviet sat. The Tula Soviet sat late. The [Soviet|tula-soviet] was divided.",
        "The Tula Soviet sat late. The [Soviet|tula-soviet] sharply condemns the strike.",
        "The Tula Soviet sat late. The [Soviet|tula-soviet] thanks the miners.",
        "The Decree on Land was read. The [Decree|decree-on-land] pleased everybody.",
        "The Tver Revolutionary Committee met. The [Committee|tver-revolutionary-committee] was tired.",
        "Boris Kamkov and Maria Spiridonova spoke. The [former|boris-kamkov] was hoarse.",
        "Boris Kamkov and Maria Spiridonova spoke. Only the [latter|maria-spiridonova] was calm.",
        "The Omsk Soviet and the Tomsk Soviet disagreed. The [latter body|tomsk-soviet] was dissolved.",
        "The Decree on Land was ready. The Tula Soviet approved [it|decree-on-land] at once.",
        "The Bund left the hall. Outside, [they|general-jewish-labour-bund] sang.",
        "The Bund was weak. Few trusted that [party|general-jewish-labour-bund].",
        "Maria Spiridonova took the floor. [She|maria-spiridonova] spoke for an hour.",
    ],
)
def test_a_reference_stands_for_what_was_named_before(text: str) -> None:
    plain, marked = read_brackets(text)
    found = references(read(plain))
    assert {place: found.get(place) for place in expected(marked)} == expected(marked)


def test_our_party_is_the_one_that_the_document_names_most() -> None:
    text = "The Mensheviks lie. Long live our [Party|bolshevik-party]! The Bolsheviks act; the Bolsheviks keep faith."
    plain, marked = read_brackets(text)
    assert references(read(plain)).items() >= expected(marked).items()


def test_we_are_those_in_whose_name_the_document_is_written() -> None:
    text = (
        "TO ALL CITIZENS\n\n[We|military-revolutionary-committee] oppose the Provisional Government.\n\n"
        "Military Revolutionary Committee\nof the Petrograd Soviet of Workers' and Soldiers' Deputies\n"
    )
    plain, marked = read_brackets(text)
    found = references(read(plain))
    assert {place: found.get(place) for place in expected(marked)} == expected(marked)


@pytest.mark.parametrize(
    "text",
    [
        "The Congress was noisy.",
        "It was decided to go home. It is true that nobody came.",
        "They were cold and hungry.",
        "The former Minister was silent, the latter half of the day quiet.",
        "In the committee of the whole house nothing was said.",
        "The Soviet Government and the Soviet Republic were one.",
    ],
)
def test_a_reference_without_an_antecedent_stands_for_nothing(text: str) -> None:
    assert references(read(text)) == {}


def test_a_reference_keeps_the_words_for_which_it_stands() -> None:
    text = "The Tula Soviet sat late. The Soviet elected Boris Kamkov."
    extraction = read(text)
    (claim,) = [claim for claim in extraction.claims if claim.predicate == "elected"]
    assert claim.subject.antecedent is not None
    assert claim.subject.antecedent.text(extraction.document) == "Tula Soviet"
    assert claim.subject.quote.text(extraction.document) == "Soviet"


def test_a_heading_outweighs_what_was_named_last() -> None:
    text = (
        "## Second Congress of Printers\n\nIn Oryol the First Congress of Printers had failed. "
        "The [Congress|second-congress-of-printers] met at Yelets.\n"
    )
    plain, marked = read_brackets(text)
    assert references(read(plain)).items() >= expected(marked).items()


def test_our_party_is_the_one_of_the_body_that_speaks() -> None:
    text = """\
From the Central Committee of the Bolshevik Party

To all workers. The Mensheviks lie, the Mensheviks tremble; our [Party|bolshevik-party] stands firm.
"""
    plain, marked = read_brackets(text)
    assert references(read(plain)).items() >= expected(marked).items()


@pytest.mark.parametrize("words", ["the Soviet power", "the Soviet majority", "the Soviet workers"])
def test_an_adjective_is_no_soviet(words: str) -> None:
    text = f"The Tula Soviet sat late. All of them spoke for {words}."
    assert not references(read(text))
