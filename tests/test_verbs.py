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
    assert knowledge.parser is not None
    assert len(list(knowledge.frames)) >= 60
    assert [str(f) for f in failing_frames(knowledge.frames, knowledge.parser, knowledge.signs)] == []
