"""Frames: each proves itself on its own examples; voice, negation, reference and explanation of what verbs say."""

from __future__ import annotations

from pathlib import Path

import pytest

from soviet_kg.errors import BadDataFile
from soviet_kg.examples import failing_frames
from soviet_kg.extract import Knowledge, extract, load_knowledge
from soviet_kg.model import Claim, Mention, Stance
from soviet_kg.resources import find_resource
from soviet_kg.text import DocumentFacts, document_from_text
from soviet_kg.valency import lint_frames, load_frames

FRAMES = find_resource("ontology/frames/verbs.en.toml")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def said(text: str, knowledge: Knowledge) -> dict[tuple[str, str, str], Claim]:
    document = document_from_text("story", text, DocumentFacts(calendar="gregorian"))
    return {
        (c.subject.label, c.predicate, c.object.label if isinstance(c.object, Mention) else str(c.object)): c
        for c in extract(document, knowledge).claims
    }


def test_every_frame_reads_its_examples_and_refuses_what_it_refuses(knowledge: Knowledge) -> None:
    english = knowledge.verbs("en")
    assert english is not None
    assert len(list(english.frames)) >= 60
    assert [str(f) for f in failing_frames(english.frames, english.parser, knowledge.of("en").signs)] == []


def test_the_frames_know_many_words_and_properties(knowledge: Knowledge) -> None:
    english = knowledge.verbs("en")
    assert english is not None
    frames = list(english.frames)
    words = {lemma for f in frames for lemma in (*f.verbs, *f.nouns, *f.agents)}
    properties = {template.predicate for frame in frames for template in frame.templates}
    assert len(words) >= 400
    assert len(properties) >= 45


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ('id = "x"\nverbs = "sing"\nclaims = ["subject sang object"]', "unknown property sang"),
        ('id = "x"\nverbs = "sing"\nroles = {subject = "Singer"}', "unknown kind Singer"),
        ('id = "x"\nverbs = "sing"\ncolour = "red"', "unknown key colour"),
        ('id = "x"', "needs an id and verbs, nouns or agents"),
        ('id = "x"\nverbs = "sing"\n[[frame]]\nid = "x"\nverbs = "hum"', "frame id x stands twice"),
    ],
)
def test_a_wrong_frame_is_refused_with_file_and_reason(row: str, complaint: str, tmp_path: Path) -> None:
    table = FRAMES.read_text("utf-8").partition("# --- Documents")[0]
    (tmp_path / "verbs.en.toml").write_text(f"{table}\n[[frame]]\n{row}\n", encoding="utf-8")
    with pytest.raises(BadDataFile, match=complaint) as error:
        load_frames(tmp_path / "verbs.en.toml", frozenset({"author"}))
    assert "verbs.en.toml" in str(error.value)


def test_the_shipped_frames_have_examples_and_refusals() -> None:
    assert lint_frames(FRAMES.parent) == ()


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("Lenin denounced Kerensky in a long speech.", Stance.ASSERTED),
        ("Lenin did not denounce Kerensky.", Stance.DENIED),
        ("Lenin refused to denounce Kerensky.", Stance.DENIED),
        ("Lenin will denounce Kerensky tomorrow.", Stance.PLANNED),
        ("Lenin decided to denounce Kerensky.", Stance.PLANNED),
        ("Lenin would denounce Kerensky if he were free.", Stance.CONDITIONAL),
        ("If Lenin denounces Kerensky, all is lost.", Stance.CONDITIONAL),
        ("Martov said that Lenin had denounced Kerensky.", Stance.REPORTED),
        ("Lenin managed to denounce Kerensky before noon.", Stance.ASSERTED),
    ],
)
def test_a_source_commits_itself_to_no_more_than_its_verbs_do(
    sentence: str, stance: Stance, knowledge: Knowledge
) -> None:
    claims = said(sentence, knowledge)
    assert claims["Vladimir Lenin", "opposed", "Alexander Kerensky"].stance is stance


def test_who_says_it_is_kept(knowledge: Knowledge) -> None:
    claims = said("Martov said that Lenin had denounced Kerensky.", knowledge)
    speaker = claims["Vladimir Lenin", "opposed", "Alexander Kerensky"].speaker
    assert speaker is not None
    assert speaker.label == "Julius Martov"


def test_who_is_not_named_again_is_understood(knowledge: Knowledge) -> None:
    claims = said("Trotsky had long belonged to the Mensheviks, but he left them in 1904.", knowledge)
    assert claims["Leon Trotsky", "resignedFrom", "Menshevik Party"].object.how == "reference/pronoun"  # type: ignore[union-attr]


def test_the_day_of_a_clause_is_the_day_of_its_claim(knowledge: Knowledge) -> None:
    claims = said("In May 1904 Trotsky broke with Lenin. Martov joined the Bund in 1893.", knowledge)
    days = {key[1]: dict(claim.qualifiers) for key, claim in claims.items()}
    assert {name: value.edtf for name, value in days["opposed"].items()} == {"date": "1904-05"}  # type: ignore[union-attr]
    assert {name: value.edtf for name, value in days["memberOf"].items()} == {"from": "1893"}  # type: ignore[union-attr]


def test_a_claim_says_by_which_words_and_relations_it_was_read(knowledge: Knowledge) -> None:
    claims = said("In that year Martov broke with Lenin.", knowledge)
    claim = claims["Julius Martov", "opposed", "Vladimir Lenin"]
    assert claim.rule == "verb/fight-with"
    assert claim.path == "break with; subject ← nsubj Julius Martov; with ← obl Vladimir Lenin"


def test_without_syntax_the_patterns_still_read() -> None:
    patterns = load_knowledge(syntax="none")
    claims = said(
        "The Second Congress of Soviets opened on 7 November 1917. Martov broke with Lenin.", patterns
    )
    assert [predicate for _, predicate, _ in claims] == ["startDate"]
    assert not any(claim.path for claim in claims.values())
