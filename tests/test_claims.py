"""Matches become claims: who denies, plans or reports them, whose they are, and that each is said once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from soviet_kg.claims import Draft, draft_claims, finish
from soviet_kg.errors import BadDataFile
from soviet_kg.lines import Found, Line, make_line
from soviet_kg.model import Claim, Mention, Span, Stance
from soviet_kg.patterns import Pattern, load_patterns, match_line, read_properties, read_toml
from soviet_kg.resources import find_resource
from soviet_kg.stance import read_signs
from soviet_kg.text import document_from_text, fold

ONTOLOGY = find_resource("ontology")
PATTERNS = {
    pattern.id: pattern
    for pattern in load_patterns(ONTOLOGY / "patterns", read_properties(ONTOLOGY / "soviet.ttl"))
}
_BRACKET = re.compile(r"\[([^\[\]|]+)\|([A-Z]\w+):(\w+)\]")


def read_brackets(marked: str) -> tuple[str, list[Found]]:
    """Take "[the Congress|Event:c]" out of its brackets: the text, and the things in it."""
    text, things, at = "", [], 0
    for match in _BRACKET.finditer(marked):
        text += marked[at : match.start()]
        things.append(Found(len(text), len(text) + len(match[1]), match[2], match[3], match[1], "example"))
        text, at = text + match[1], match.end()
    return text + marked[at:], things


def _no_topic(kinds: tuple[str, ...], at: int, head: str = "") -> Found | None:
    del kinds, at, head
    return None


def line_of(marked: str) -> Line:
    text, things = read_brackets(marked)
    return make_line(text, Span(0, len(text)), things, alone=True)


def drafts_of(pattern: Pattern, marked: str) -> list[Draft]:
    line = line_of(marked)
    return [draft for match in match_line(pattern, line) for draft in draft_claims(match, _no_topic)]


def said(marked: str, rule: str) -> set[tuple[str, str]]:
    """Return the stance and the speaker ("" for none) of what a shipped pattern reads in a sentence."""
    drafts = drafts_of(PATTERNS[rule], marked)
    return {(draft.stance.value, draft.speaker.key if draft.speaker else "") for draft in drafts}


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("[The Congress|Event:c] adopted [the law|Document:d].", "asserted"),
        ("[The Congress|Event:c] did not adopt [the law|Document:d].", "denied"),
        ("[The Congress|Event:c] refused to pass [the law|Document:d].", "denied"),
        ("[The Congress|Event:c] never approved [the law|Document:d].", "denied"),
        ("[The Congress|Event:c] not only adopted [the law|Document:d] but sang.", "asserted"),
        ("[The Congress|Event:c] without debate adopted [the law|Document:d].", "asserted"),
        ("[The Congress|Event:c] adopted without debate [the law|Document:d].", "asserted"),
        ("[The Congress|Event:c] will adopt [the law|Document:d].", "planned"),
        ("[The Congress|Event:c] intends to adopt [the law|Document:d].", "planned"),
        ("If [the Congress|Event:c] adopted [the law|Document:d], he would go.", "conditional"),
        ("If he came, [the Congress|Event:c] would adopt [the law|Document:d].", "conditional"),
        ("Had [the Congress|Event:c] adopted [the law|Document:d], he would have gone.", "conditional"),
        ("They demanded that [the Congress|Event:c] adopt [the law|Document:d].", "planned"),
        ("It is untrue that [the Congress|Event:c] adopted [the law|Document:d].", "denied"),
        ("The lie that [the Congress|Event:c] adopted [the law|Document:d] spread.", "denied"),
        ("Neither [the Congress|Event:c] adopted [the law|Document:d] nor the Duma.", "denied"),
    ],
)
def test_stance_is_read_in_the_verb_and_in_what_governs_it(sentence: str, stance: str) -> None:
    assert said(sentence, "adopted") == {(stance, "")}


@pytest.mark.parametrize(
    "sentence",
    [
        "[The Congress|Event:c] adopted [the law|Document:d], and he will go home.",
        "He would not stay; [the Congress|Event:c] adopted [the law|Document:d].",
        "If they had bread they ate it; [the Congress|Event:c] adopted [the law|Document:d].",
        "Against the will of many [the Congress|Event:c] adopted [the law|Document:d].",
        "[The Congress|Event:c], which could not meet in May, adopted [the law|Document:d].",
        "[The Congress|Event:c] (it must be said) adopted [the law|Document:d] that nobody would obey.",
    ],
)
def test_a_word_elsewhere_in_the_sentence_changes_nothing(sentence: str) -> None:
    assert said(sentence, "adopted") == {("asserted", "")}


@pytest.mark.parametrize(
    ("sentence", "stance", "speaker"),
    [
        (
            "According to [Dan|Person:d], [the Congress|Event:c] adopted [the law|Document:l].",
            "reported",
            "d",
        ),
        ("[Dan|Person:d] said that [the Congress|Event:c] adopted [the law|Document:l].", "reported", "d"),
        ("[Dan|Person:d] said that [the Congress|Event:c] will adopt [the law|Document:l].", "planned", "d"),
        (
            "[The Congress|Event:c] adopted [the law|Document:l], [Trud|Publication:t] reported.",
            "reported",
            "t",
        ),
        ('"[The Congress|Event:c] adopted [the law|Document:l]," cried [Dan|Person:d].', "reported", "d"),
        ('[Dan|Person:d] wrote: "[The Congress|Event:c] adopted [the law|Document:l]."', "reported", "d"),
        ("It was rumoured that [the Congress|Event:c] adopted [the law|Document:l].", "reported", ""),
        ("[Dan|Person:d] denied that [the Congress|Event:c] adopted [the law|Document:l].", "denied", ""),
        ("[Dan|Person:d] spoke, and [the Congress|Event:c] adopted [the law|Document:l].", "asserted", ""),
    ],
)
def test_what_others_say_is_theirs(sentence: str, stance: str, speaker: str) -> None:
    assert said(sentence, "adopted") == {(stance, speaker)}


def test_a_pattern_that_names_its_stance_keeps_it_unless_the_whole_is_denied() -> None:
    kept = "[The Congress|Event:c] refused to accept [the ultimatum|Document:u]."
    assert said(kept, "rejected") == {("asserted", "")}
    assert said("It is false that " + kept, "rejected") == {("denied", "")}


@pytest.mark.parametrize(
    ("sentence", "subjects"),
    [
        ("[The Congress|Event:c] met, heard [Dan|Person:d] and adopted [the law|Document:l].", {"c"}),
        ("At [the sitting|Event:s] [the Soviet|Body:b] met and adopted [the law|Document:l].", {"b"}),
        ("[The Duma|Body:d] and [the Soviet|Body:b] met and adopted [the law|Document:l].", {"b", "d"}),
        (
            "[The Congress|Event:c] chose [a bureau|Body:b], which met and adopted [the law|Document:l].",
            {"b"},
        ),
        ("[The Congress|Event:c] sat; [Dan|Person:d] spoke, rose and adopted [the law|Document:l].", set()),
        ("[The Congress|Event:c] heard that he had come and adopted [the law|Document:l].", set()),
    ],
)
def test_a_verb_without_subject_has_that_of_its_clause(sentence: str, subjects: set[str]) -> None:
    drafts = drafts_of(PATTERNS["adopted"], sentence)
    assert {draft.subject.key for draft in drafts} == subjects


def test_a_list_ends_where_another_clause_begins() -> None:
    sentence = "[The letter|Document:l] was read out by [Anna|Person:a], and [Dan|Person:d] submitted theses."
    assert [draft.subject.key for draft in drafts_of(PATTERNS["read-out-by"], sentence)] == ["a"]
    both = "[The letter|Document:l] was read out by [Anna|Person:a], and [Dan|Person:d]."
    assert [draft.subject.key for draft in drafts_of(PATTERNS["read-out-by"], both)] == ["a", "d"]


def test_clauses_become_objects_and_and_parts_promises() -> None:
    sentence = (
        "[The new government|Body:g] will secure the land for the peasants and hand over the mills; "
        "it will end the war."
    )
    drafts = drafts_of(PATTERNS["will-do"], sentence)
    assert [(draft.subject.key, draft.object, draft.stance) for draft in drafts] == [
        ("g", "secure the land for the peasants", Stance.PLANNED),
        ("g", "hand over the mills", Stance.PLANNED),
        ("g", "end the war", Stance.PLANNED),
    ]


def finished(sentences: list[str], rules: list[str]) -> tuple[Claim, ...]:
    """Read marked sentences with shipped patterns, as one document."""
    text = " ".join(read_brackets(sentence)[0] for sentence in sentences)
    document = document_from_text("made", text)
    folded = fold(document)
    drafts: list[Draft] = []
    at = 0
    for sentence in sentences:
        plain, things = read_brackets(sentence)
        moved = [Found(at + t.start, at + t.stop, t.kind, t.key, t.label, t.how, t.value) for t in things]
        line = make_line(folded.text, Span(at, at + len(plain)), moved, alone=True)
        for rule in rules:
            for match in match_line(PATTERNS[rule], line):
                drafts += draft_claims(match, _no_topic)
        at += len(plain) + 1
    return finish(drafts, document, folded)


def test_one_statement_is_one_claim_and_its_denial_another() -> None:
    claims = finished(
        [
            "[The Congress|Event:c] adopted [the law|Document:d].",
            "[The law|Document:d] was adopted by [the Congress|Event:c].",
            "[The Congress|Event:c] did not adopt [the law|Document:d].",
        ],
        ["adopted", "adopted-by"],
    )
    assert [(claim.stance, claim.rule) for claim in claims] == [
        (Stance.ASSERTED, "adopted"),
        (Stance.DENIED, "adopted"),
    ]
    assert len({claim.id for claim in claims}) == len(claims)


def test_the_quote_of_a_claim_is_its_sentence() -> None:
    sentences = ["[Dan|Person:d] came.", "[The Congress|Event:c] adopted [the law|Document:l]."]
    (claim,) = finished(sentences, ["adopted"])
    document = document_from_text("made", "Dan came. The Congress adopted the law.")
    assert claim.quote.text(document) == "The Congress adopted the law."
    assert isinstance(claim.object, Mention)
    assert claim.object.quote.text(document) == "the law"


def test_a_thing_does_nothing_to_itself() -> None:
    assert finished(["[The Soviet|Body:s] dissolved [the Soviet|Body:s]."], ["dissolved"]) == ()


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ({"doubted": {"verb": ["perhaps"]}}, "unknown stance doubted"),
        ({"denied": {"verbs": ["not"]}}, "unknown key verbs"),
        ({"denied": {"verb": ["<nonsense>"]}}, "unknown word <nonsense>"),
        ({"denied": {"verb": ["(not"]}}, r"in '\(not'"),
    ],
)
def test_a_wrong_stance_file_is_refused_with_its_place(table: dict[str, object], complaint: str) -> None:
    with pytest.raises(BadDataFile, match=f"own.toml.*{complaint}"):
        read_signs(table, "own.toml")


def test_the_shipped_stance_file_has_signs_for_every_stance_but_asserted() -> None:
    path = Path(ONTOLOGY / "patterns" / "stance-en.toml")
    signs = read_signs(read_toml(path), path.name)
    assert set(signs) == set(Stance) - {Stance.ASSERTED}
    assert all(sign.before for sign in signs.values())
