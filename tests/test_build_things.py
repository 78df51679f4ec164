"""Events and documents without a name: called after what their sentence says, the same when told again."""

from __future__ import annotations

import pytest

from soviet_kg.extract import Knowledge, extract, load_knowledge
from soviet_kg.model import Extraction, HistoricalDate, Kind, Mention
from soviet_kg.text import DocumentFacts, document_from_text


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def read(text: str, knowledge: Knowledge, name: str = "story") -> Extraction:
    return extract(document_from_text(name, text, DocumentFacts(calendar="gregorian")), knowledge)


def said(extraction: Extraction, of: str) -> set[tuple[str, str]]:
    """Return what is claimed of the thing with this label: property, and label or Gregorian day."""
    return {
        (claim.predicate, value.label if isinstance(value, Mention) else value.edtf)
        for claim in extraction.claims
        if claim.subject.label == of and isinstance(value := claim.object, (Mention, HistoricalDate))
    }


def built(extraction: Extraction, kind: Kind = Kind.EVENT) -> list[Mention]:
    return [
        mention
        for mention in extraction.mentions
        if mention.how.startswith("built/") and mention.kind is kind
    ]


def test_a_meeting_is_called_after_whose_it_was_and_its_day(knowledge: Knowledge) -> None:
    read_ = read(
        "At a meeting of the Tiflis Soviet on 23 May 1918, held in Tiflis, he was silent.", knowledge
    )
    assert said(read_, "Meeting of the Tiflis Soviet, 23 May 1918") >= {
        ("heldBy", "Tiflis Soviet"),
        ("date", "1918-05-23"),
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "On 21 June 1917 a strike broke out in Baku.",
        "In Baku a strike broke out on 21 June 1917.",
        "A strike in Baku began on 21 June 1917.",
        "On 21 June 1917 there broke out in Baku a strike.",
    ],
)
def test_the_day_and_place_may_stand_on_either_side(sentence: str, knowledge: Knowledge) -> None:
    extraction = read(sentence, knowledge)
    [strike] = {mention.label for mention in built(extraction)}
    assert said(extraction, strike) >= {("startDate", "1917-06-21"), ("place", "Baku")}


def test_the_meeting_told_again_is_the_same_and_another_is_not(knowledge: Knowledge) -> None:
    extraction = read(
        "A meeting of the Tiflis Soviet was held on 23 May 1918. The meeting of the Tiflis Soviet elected "
        "Noe Ramishvili its chairman. Another meeting of the Tiflis Soviet was held on 30 May 1918.",
        knowledge,
    )
    assert [mention.label for mention in built(extraction)] == [
        "Meeting of the Tiflis Soviet, 23 May 1918",
        "Meeting of the Tiflis Soviet, 23 May 1918",
        "Meeting of the Tiflis Soviet, 30 May 1918",
    ]


def test_two_strikes_of_one_document_stay_two(knowledge: Knowledge) -> None:
    extraction = read("A strike broke out on 5 May 1918. A strike broke out on 9 June 1918.", knowledge)
    assert len({mention.key for mention in built(extraction)}) == 2


def test_a_thing_without_day_and_owner_is_known_in_its_document_only(knowledge: Knowledge) -> None:
    text = "Noe Ramishvili attended a secret conference."
    keys = {built(read(text, knowledge, name))[0].key for name in ("first", "second")}
    assert len(keys) == 2


def test_the_same_dated_meeting_of_a_body_is_one_in_two_documents(knowledge: Knowledge) -> None:
    one = read("At a meeting of the Tiflis Soviet on 23 May 1918 he was silent.", knowledge, "first")
    other = read("On 23 May 1918 the Tiflis Soviet held a stormy meeting.", knowledge, "second")
    again = read("He missed the meeting of the Tiflis Soviet on 23 May 1918.", knowledge, "third")
    assert built(one)[0].key == built(again)[0].key
    assert ("date", "1918-05-23") in said(other, built(other)[0].label)


def test_sessions_belong_to_their_congress(knowledge: Knowledge) -> None:
    extraction = read(
        "The Congress of Georgian Miners opened in Baku on 1 September 1920. Its second session lasted an "
        "hour. The closing sitting took place on 7 September.",
        knowledge,
    )
    parts = {
        claim.subject.quote.text(extraction.document)
        for claim in extraction.claims
        if claim.predicate == "partOf" and isinstance(claim.object, Mention)
    }
    assert parts == {"Its second session", "closing sitting"}


def test_the_session_of_a_body_is_held_by_it(knowledge: Knowledge) -> None:
    extraction = read("The Tiflis Soviet opened its second session on 5 May 1919.", knowledge)
    assert said(extraction, "Second session of the Tiflis Soviet, 5 May 1919") >= {
        ("heldBy", "Tiflis Soviet"),
        ("date", "1919-05-05"),
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "The meeting hall of the Tiflis Soviet was cold on 5 May 1919.",
        "Every meeting of the Tiflis Soviet was stormy.",
        "The strike committee sat in Baku on 5 May 1919.",
        "He was meeting Noe Ramishvili on 5 May 1919.",
        "Bread was rising in Baku on 5 May 1919.",
        "By order of the Tiflis Soviet he left.",
    ],
)
def test_what_only_looks_like_an_event_or_document_is_none(sentence: str, knowledge: Knowledge) -> None:
    extraction = read(sentence, knowledge)
    assert built(extraction) == []
    assert built(extraction, Kind.DOCUMENT) == []


def test_a_report_by_somebody_is_a_document_of_his(knowledge: Knowledge) -> None:
    extraction = read("We heard a report by Noe Ramishvili on the railway.", knowledge)
    assert said(extraction, "Report of Noe Ramishvili on the railway") == {("author", "Noe Ramishvili")}


def test_labels_have_no_loose_ends(knowledge: Knowledge) -> None:
    extraction = read(
        "Noe Ramishvili addressed a meeting. He attended the talks on a coalition. He led a rising in Baku.",
        knowledge,
    )
    assert len(built(extraction)) == 3
    for mention in built(extraction):
        assert mention.label[0].isupper()
        assert not mention.label.rstrip().endswith((" of", " in", " on", ",", " and"))
