"""Which claims contradict each other, and that all of them stay."""

import dataclasses
import datetime as dt

import pytest

import hand_made as made
from soviet_kg.disagreements import find_disagreements
from soviet_kg.graph import quads
from soviet_kg.model import ClaimObject, Corpus, HistoricalDate, Qualifier, Quantity, Quote, Stance
from soviet_kg.vocabulary import read_vocabulary

YEAR = dataclasses.replace(
    made.OPENED_1, earliest=dt.date(1917, 1, 1), latest=dt.date(1917, 12, 31), edtf="1917", julian=""
)
NEXT_DAY = made.date("26 October", "1917-11-08", "1917-10-26")


def two_claims(
    one: ClaimObject,
    other: ClaimObject,
    predicate: str,
    stance: Stance = Stance.ASSERTED,
    **qualifiers: Qualifier,
) -> Corpus:
    """A corpus where each document says one thing of the Second Congress; the second claim is qualified."""
    first = made.claim(made.CONGRESS_1, predicate, one, made.OPENING)
    second = made.claim(made.CONGRESS_2, predicate, other, "Второй Всероссийский съезд", qualifiers, stance)
    return dataclasses.replace(made.corpus(), claims=(first, second))


def disagree(corpus: Corpus) -> bool:
    return bool(find_disagreements(corpus, read_vocabulary()))


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        (made.OPENED_1, NEXT_DAY, True),
        (made.OPENED_1, made.OPENED_2, False),
        (made.OPENED_1, YEAR, False),
        (made.SPAN, NEXT_DAY, True),
    ],
)
def test_dates_contradict_when_they_share_no_day(
    one: HistoricalDate, other: HistoricalDate, contradict: bool
) -> None:
    assert disagree(two_claims(one, other, "startDate")) is contradict
    assert disagree(two_claims(other, one, "startDate")) is contradict


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        (Quantity(649), Quantity(650), True),
        (Quantity(649), Quantity(649), False),
        (Quantity(649), Quantity(600, approximate=True), False),
        (Quantity(649), Quantity(500, approximate=True), True),
        (Quantity(390), Quantity(60.1, "percent"), False),
    ],
)
def test_counts_contradict_when_the_same_was_counted_otherwise(
    one: Quantity, other: Quantity, contradict: bool
) -> None:
    assert disagree(two_claims(one, other, "delegateCount")) is contradict


def test_other_measures_and_other_parties_are_other_matters() -> None:
    assert not disagree(two_claims(Quantity(649), Quantity(5), "delegateCount", measure="present"))
    assert not disagree(two_claims(Quantity(649), Quantity(5), "delegateCount", of=made.BOLSHEVIKS))


def test_two_counts_of_one_sentence_are_parts() -> None:
    corpus = two_claims(Quantity(305, "soviets"), Quantity(53, "soviets"), "delegateCount")
    one, other = corpus.claims
    assert disagree(corpus)
    assert not disagree(
        dataclasses.replace(corpus, claims=(one, dataclasses.replace(other, quote=one.quote)))
    )


@pytest.mark.parametrize(
    ("sentence", "contradict"),
    [
        ("By the end there were 1,587 delegates.", False),
        ("There were 1,587 delegates at first.", False),
        ("There were 1,587 delegates.", True),
    ],
)
def test_counts_of_different_stages_are_different_matters(sentence: str, contradict: bool) -> None:
    corpus = two_claims(Quantity(707), Quantity(1587), "delegateCount")
    one, other = corpus.claims
    told = dataclasses.replace(made.DOCUMENT_2, text=sentence)
    later = dataclasses.replace(other, quote=Quote(told.id, 0, len(sentence)))
    documents = (made.DOCUMENT_1, told)
    assert disagree(dataclasses.replace(corpus, documents=documents, claims=(one, later))) is contradict


def test_what_may_have_several_values_is_no_disagreement() -> None:
    assert not disagree(two_claims(made.LENIN_1, made.MENSHEVIKS, "participant"))


def test_what_is_only_planned_or_conditional_contradicts_nothing() -> None:
    assert not disagree(two_claims(made.OPENED_1, NEXT_DAY, "startDate", Stance.PLANNED))
    assert not disagree(two_claims(made.OPENED_1, NEXT_DAY, "startDate", Stance.CONDITIONAL))


def test_what_a_source_reports_of_others_is_told_as_their_word() -> None:
    corpus = two_claims(made.OPENED_1, NEXT_DAY, "startDate", Stance.REPORTED)
    one, other = corpus.claims
    corpus = dataclasses.replace(corpus, claims=(one, dataclasses.replace(other, speaker=made.TROTSKY)))
    (found,) = find_disagreements(corpus, read_vocabulary())
    days = "25 October (7 November) 1917 and 26 October (8 November) 1917"
    assert found.reasons == (f"{days} lie 1 day apart; one of them is reported as the word of Leon Trotsky",)


def test_both_claims_stay_in_the_graph_and_the_disagreement_names_them() -> None:
    corpus = two_claims(made.OPENED_1, NEXT_DAY, "startDate")
    lines = quads(corpus)
    named = [line for line in lines if "ontology#among>" in line]
    assert sorted(line.split("/claim/")[1][:16] for line in named) == sorted(c.id for c in corpus.claims)
    assert all(line.endswith("graph/disagreements> .") for line in named)
    assert any(
        "When did the Second All-Russian Congress of Soviets begin? · 25 October (7 November) 1917 | 26 October "
        "(8 November) 1917" in line
        for line in lines
    )
    plain = [line for line in lines if "startDate> <" in line and "graph/source-" in line]
    assert len(plain) == 2
