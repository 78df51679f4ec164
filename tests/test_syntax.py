"""Trees: each thing is one word, every word stands where the tree says, and roles are the same in every voice."""

from __future__ import annotations

import importlib.util

import pytest

from soviet_kg import roles
from soviet_kg.errors import MissingExtra
from soviet_kg.lines import Found, Line, make_line
from soviet_kg.model import Span
from soviet_kg.syntax import PackagedParser, Tree, collapse, load_parser, stand_in

CONGRESS = "Extraordinary Sixth Congress of Soviets of Workers', Peasants', Cossacks' and Red Army Deputies"
PARSER = PackagedParser()


def line_of(text: str, **things: str) -> Line:
    """A line in which words stand for things, given as kind="words"."""
    found = [Found(text.index(w), text.index(w) + len(w), kind, w, w) for kind, w in things.items()]
    return make_line(text, Span(0, len(text)), sorted(found, key=lambda thing: thing.start))


def parsed(line: Line) -> Tree:
    [tree] = PARSER.parse([line])
    return tree


def test_a_long_name_is_one_word() -> None:
    text = f"The {CONGRESS} adopted the Decree on Land."
    tree = parsed(line_of(text, Event=CONGRESS, Document="Decree on Land"))
    assert [t.thing.label for t in tree.tokens if t.thing] == [CONGRESS, "Decree on Land"]
    assert len(tree.tokens) == 6


def test_every_word_stands_where_the_tree_says() -> None:
    text = f"On the 5th, said N., the {CONGRESS} didn't re-elect Lenin's friends (the Left); it rose."
    tree = parsed(line_of(text, Event=CONGRESS, Person="Lenin", Party="Left"))
    said = [text[token.start : token.stop] for token in tree.tokens]
    assert said == [token.thing.label if token.thing else token.text for token in tree.tokens]
    assert "".join(said) == text.replace(" ", "").replace(CONGRESS.replace(" ", ""), CONGRESS)


def test_a_tree_has_one_root_and_every_word_leads_to_it() -> None:
    tree = parsed(line_of("Lenin drafted the Decree on Land.", Person="Lenin", Document="Decree on Land"))
    [root] = [place for place, token in enumerate(tree.tokens) if token.head == place]
    assert tree.subtree(root) == (0, len(tree.tokens) - 1)


@pytest.mark.parametrize(
    "text",
    [
        "Lenin drafted the Decree on Land.",
        "The Decree on Land was drafted by Lenin.",
        "The Decree on Land, drafted by Lenin, was short.",
        "The Decree on Land which Lenin had drafted was short.",
        "The Decree on Land, which was drafted by Lenin, was short.",
        "Lenin, who had drafted the Decree on Land, spoke.",
        "Lenin rose and drafted the Decree on Land.",
    ],
)
def test_roles_are_the_same_in_every_voice(text: str) -> None:
    tree = parsed(line_of(text, Person="Lenin", Document="Decree on Land"))
    [verb] = [place for place, token in enumerate(tree.tokens) if token.text == "drafted"]
    subject, thing = roles.subject(tree, verb), roles.obj(tree, verb)
    assert subject is not None
    assert thing is not None
    found = tree.tokens[subject].thing, tree.tokens[thing].thing
    assert [one.label if one else None for one in found] == ["Lenin", "Decree on Land"]


def test_things_are_read_by_words_that_the_parser_knows() -> None:
    party = Found(0, 9, "Party", "m", "Menshevik Party")
    assert stand_in(party, "Bolshevik", " n") == "Democratic"
    assert stand_in(party, "Bolsheviks", " d") == "Democrats"
    assert stand_in(Found(0, 2, "Person", "l", "Lenin", "reference/he"), "he") == "he"
    text, held = collapse(line_of("N. met Lenin.", Person="Lenin"))
    assert text == f"N. met {held[7].word}."


def test_no_parser_finds_no_trees_and_an_unknown_one_names_what_to_install() -> None:
    assert load_parser("none") is None
    if importlib.util.find_spec("stanza") is None:
        with pytest.raises(MissingExtra, match="pip install stanza"):
            load_parser("stanza")


def test_the_same_lines_give_the_same_trees_in_any_company() -> None:
    lines = [
        line_of("Lenin drafted the Decree on Land.", Person="Lenin", Document="Decree on Land"),
        line_of("The Mensheviks, who had lost, left the hall in protest.", Party="Mensheviks"),
    ]
    together = list(PARSER.parse(lines))
    assert together == [tree for line in lines for tree in PARSER.parse([line])]


def test_a_line_longer_than_a_sentence_is_passed_over() -> None:
    assert list(PARSER.parse([line_of("word " * 200)])) == []


@pytest.mark.skipif(importlib.util.find_spec("stanza") is None, reason="Stanza is not installed")
def test_stanza_gives_the_same_kind_of_tree() -> None:
    parser = load_parser("stanza")
    assert parser is not None
    line = line_of("Lenin drafted the Decree on Land.", Person="Lenin", Document="Decree on Land")
    [tree] = parser.parse([line])
    [verb] = [place for place, token in enumerate(tree.tokens) if token.text == "drafted"]
    assert tree.tokens[verb].lemma == "draft"
    assert roles.subject(tree, verb) == 0
