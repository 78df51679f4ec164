"""Russian sentences: one root, roles in every voice and order, frames that prove themselves, what is missing."""

from __future__ import annotations

import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

from soviet_kg import roles
from soviet_kg.examples import failing_frames
from soviet_kg.extract import Knowledge, extract, load_knowledge
from soviet_kg.lines import Found, Line, make_line
from soviet_kg.model import Claim, Mention, Span, Stance
from soviet_kg.pipeline import build
from soviet_kg.query import find_query, run_query
from soviet_kg.russian_syntax import RussianParser, missing_parts
from soviet_kg.russian_trees import Node, straighten
from soviet_kg.store import open_store
from soviet_kg.syntax import Tree
from soviet_kg.text import DocumentFacts, document_from_text

pytestmark = pytest.mark.skipif(bool(missing_parts()), reason="pip install 'soviet-kg[ru]'")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@lru_cache(maxsize=1)
def parser() -> RussianParser:
    return RussianParser()


def line_of(text: str, **things: str) -> Line:
    """A line in which words stand for things, given as kind="words"."""
    found = [Found(text.index(w), text.index(w) + len(w), kind, w, w) for kind, w in things.items()]
    return make_line(text, Span(0, len(text)), sorted(found, key=lambda thing: thing.start))


def parsed(line: Line) -> Tree:
    [tree] = parser().parse([line])
    return tree


def said(text: str, knowledge: Knowledge) -> dict[tuple[str, str, str], Claim]:
    document = document_from_text("рассказ", text, DocumentFacts(language="ru", calendar="gregorian"))
    return {
        (c.subject.label, c.predicate, c.object.label if isinstance(c.object, Mention) else str(c.object)): c
        for c in extract(document, knowledge).claims
    }


def test_every_frame_reads_its_examples_and_refuses_what_it_refuses(knowledge: Knowledge) -> None:
    russian = knowledge.verbs("ru")
    assert russian is not None
    frames = list(russian.frames)
    assert len(frames) >= 65
    assert len({lemma for f in frames for lemma in (*f.verbs, *f.nouns, *f.agents)}) >= 400
    assert [str(f) for f in failing_frames(russian.frames, russian.parser, knowledge.of("ru").signs)] == []


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Съезд утвердил Декрет о земле.", "утвердил"),
        ("Декрет о земле утвердил съезд.", "утвердил"),
        ("Декрет о земле был утверждён съездом.", "утверждён"),
        ("Декрет о земле, утверждённый съездом, был краток.", "утверждённый"),
        ("Декрет о земле, который утвердил съезд, был краток.", "утвердил"),
        ("съезд открылся и утвердил Декрет о земле.", "утвердил"),
    ],
)
def test_roles_are_the_same_in_every_voice_and_order(text: str, verb: str) -> None:
    congress = next(word for word in ("Съезд", "съездом", "съезд") if word in text)
    tree = parsed(line_of(text, Event=congress, Document="Декрет о земле"))
    [at] = [place for place, token in enumerate(tree.tokens) if token.text == verb]
    assert tree.tokens[at].lemma == "утвердить"
    found = [roles.subject(tree, at), roles.obj(tree, at)]
    assert [tree.tokens[p].thing.label for p in found if p is not None and tree.tokens[p].thing] == [
        congress, "Декрет о земле",
    ]  # fmt: skip


def test_a_name_is_one_word_in_its_own_case() -> None:
    line = line_of(
        "Совет избрал Надеждою Крупской недовольную комиссию.", Body="Совет", Person="Надеждою Крупской"
    )
    tree = parsed(line)
    [name] = [
        place for place, token in enumerate(tree.tokens) if token.thing and token.thing.kind == "Person"
    ]
    assert tree.tokens[name].text == "Крупской"
    assert (tree.tokens[name].start, tree.tokens[name].stop) == (13, 30)


def test_a_sentence_is_a_tree_with_one_root_whatever_the_parser_says() -> None:
    def node(text: str, tag: str, label: str, head: int) -> Node:
        return Node(text, text, tag, label, head, "", frozenset(), None)

    looped = [node("съезд", "NN", "obj", 1), node("избрал", "VBD", "amod", 2), node("бюро", "NN", "nsubj", 1)]
    tree = straighten([*looped, node(".", "", "root", 3)])
    assert [(n.text, n.head) for n in tree if n.label == "root"] == [("избрал", 1)]
    assert [n.head for n in tree] == [1, 1, 1, 1]
    assert [n.label for n in tree[:3]] == ["nsubj", "root", "obj"]  # what stands before the verb acts


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("Ленин резко осудил Керенского.", Stance.ASSERTED),
        ("Ленин не осудил Керенского.", Stance.DENIED),
        ("Ленин отказался осудить Керенского.", Stance.DENIED),
        ("Ленин завтра осудит Керенского.", Stance.PLANNED),
        ("Ленин решил осудить Керенского.", Stance.PLANNED),
        ("Ленин осудил бы Керенского.", Stance.CONDITIONAL),
        ("Если Ленин осудит Керенского, всё пропало.", Stance.CONDITIONAL),
        ("Мартов заявил, что Ленин осудил Керенского.", Stance.REPORTED),
        ("Ленин сумел осудить Керенского.", Stance.ASSERTED),
    ],
)
def test_a_source_commits_itself_to_no_more_than_its_verbs_do(
    sentence: str, stance: Stance, knowledge: Knowledge
) -> None:
    claims = {key[1:2]: claim for key, claim in said(sentence, knowledge).items()}
    assert claims["opposed",].stance is stance


def test_who_is_not_named_again_is_who_acted_last(knowledge: Knowledge) -> None:
    claims = said("Троцкий вступил в партию большевиков. Потом резко осудил Керенского.", knowledge)
    [claim] = [c for c in claims.values() if c.predicate == "opposed"]
    assert (claim.subject.label, claim.subject.how) == ("Leon Trotsky", "reference/dropped")


def test_the_frames_know_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "декрет.txt").write_text("Съезд Советов постановил передать всю власть Советам.\n", "utf-8")
    hidden = "import sys; sys.modules['slovnet'] = None; from soviet_kg.cli import run; sys.exit(run(sys.argv[1:]))"
    command = [sys.executable, "-c", hidden, "build", str(tmp_path), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "slovnet" in done.stderr
    assert "pip install 'soviet-kg[ru]'" in done.stderr
    assert not (tmp_path / "out").exists()
    assert subprocess.run([*command, "--syntax", "none"], capture_output=True, check=False).returncode == 0


def test_what_two_languages_tell_is_one_graph(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text(
        "On 7 November 1917 the Second All-Russian Congress of Soviets opened in Petrograd. "
        "It adopted the Decree on Land. Lenin was elected Chairman of the Council of People's Commissars.\n"
    )
    (tmp_path / "письмо.txt").write_text(
        "25 октября 1917 года в Петрограде открылся Второй Всероссийский съезд Советов. Съезд принял Декрет о земле. "
        "Председателем Совнаркома был избран В. И. Ленин.\n",
        "utf-8",
    )
    build([tmp_path / "letter.txt", tmp_path / "письмо.txt"], tmp_path / "out")
    store = open_store(tmp_path / "out" / "store")
    assert run_query(store, find_query("twice").text).rows == ()
    letters = "source:letter, <https://w3id.org/soviet-kg/source/письмо>"
    both = f"SELECT ?name {{ ?thing schema:name ?name ; skg:mentionedIn {letters} }}"
    names = {row[0] for row in run_query(store, both).rows}
    assert names >= {
        "Second All-Russian Congress of Soviets", "Decree on Land", "Vladimir Lenin", "Petrograd",
        "Council of People's Commissars",
    }  # fmt: skip
    told = "{ ?claim rdf:predicate ?p ; prov:hadPrimarySource ?source }"
    agreed = f"SELECT ?p {told} GROUP BY ?p HAVING (COUNT(DISTINCT ?source) = 2)"
    assert {row[0] for row in run_query(store, agreed).rows} >= {
        "skg:adopted",
        "skg:startDate",
        "skg:chairOf",
    }
