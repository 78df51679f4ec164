"""A sentence becomes a line of slots, and every place in the line leads back to the words of the text."""

from __future__ import annotations

import re

import pytest

from brackets import read_brackets
from soviet_kg.lines import Found, Line, as_reference, kind_class, make_line, without_overlaps
from soviet_kg.model import Span


def line_of(sentence: str) -> Line:
    text, marked = read_brackets(sentence)
    found = [Found(start, stop, kind, words.lower(), words) for words, start, stop, kind in marked]
    return make_line(text, Span(0, len(text)), found)


def plain(line: Line) -> str:
    """The text of a line with "#" for every slot."""
    return re.sub("[\ue001-\uf000][\U000f0000-\U000ffffd]", "#", line.text)


@pytest.mark.parametrize(
    ("sentence", "slots"),
    [
        ("The [Tula Soviet|Body] met.", "# met."),
        ("Then Comrade [Bubnikov|Person] spoke to General [Dutov|Person].", "Then # spoke to #."),
        ("old [Nathanson|Person] and a [Menshevik|Party]", "# and #"),
        ("On the [7 November|Date] the [Congress|Event] met.", "On the # # met."),
        ("the Tula [Soviet|Body]", "the Tula #"),
    ],
)
def test_articles_and_titles_before_names_are_swallowed(sentence: str, slots: str) -> None:
    assert plain(line_of(sentence)) == slots


def test_a_slot_gives_back_what_stands_in_it() -> None:
    line = line_of("The [Tula Soviet|Body] elected [Bubnikov|Person].")
    places = [match.start() for match in re.finditer("[\ue001-\uf000]", line.text)]
    assert [line.slot(at).label for at in places] == ["Tula Soviet", "Bubnikov"]
    assert [thing.label for thing in line.slots(0, len(line.text))] == ["Tula Soviet", "Bubnikov"]
    assert line.kinds == {"Body", "Person"}


def test_words_are_those_of_the_text_with_the_names_in_them() -> None:
    line = line_of("Then the [Tula Soviet|Body] elected [Bubnikov|Person] at once.")
    assert line.words(0, len(line.text)) == "Then the Tula Soviet elected Bubnikov at once."
    elected = line.text.index("elected")
    assert line.words(elected, len(line.text)) == "elected Bubnikov at once."


def test_every_character_leads_back_to_its_place() -> None:
    line = line_of("Then Comrade [Bubnikov|Person] of the [Tula Soviet|Body] spoke.")
    at = line.text.index("spoke")
    assert line.folded[line.origin[at] :] == "spoke."


def test_a_class_of_kinds_matches_slots_of_these_kinds_only() -> None:
    line = line_of("The [Tula Soviet|Body] elected [Bubnikov|Person].")
    assert len(re.findall(kind_class(["Body"]), line.text)) == 1
    assert len(re.findall(kind_class(["Body", "Person"]), line.text)) == 2
    assert not re.search(kind_class(["Event"]), line.text)


def test_of_overlapping_things_the_leftmost_longest_stays() -> None:
    long, short, inner = Found(0, 20, "Event"), Found(0, 12, "Body"), Found(9, 15, "Place")
    after, twin = Found(20, 24, "Date"), Found(0, 20, "Document")
    assert without_overlaps([inner, short, after, long, twin]) == [long, after]


def test_a_reference_leads_to_the_first_naming() -> None:
    named = Found(0, 11, "Body", "tula-soviet", "Tula Soviet", "gazetteer/label")
    once = as_reference(named, 30, 36, "soviet")
    twice = as_reference(once, 50, 52, "it")
    assert (twice.start, twice.stop, twice.how, twice.antecedent) == (50, 52, "reference/it", Span(0, 11))
