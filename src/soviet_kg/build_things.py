"""Make things that have no name: "the decisive meeting of the Central Committee on October 10", "an ultimatum".

A building pattern matches a line, and what it matched becomes one Event or Document with a label made from its own
words; the claims of the pattern (who held it, when, where) follow from the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from soviet_kg.claims import Draft, draft_claims
from soviet_kg.lines import Found, Line, make_line, without_overlaps
from soviet_kg.model import HistoricalDate, Span
from soviet_kg.names import slugify
from soviet_kg.patterns import Match, Pattern, match_line
from soviet_kg.reference import Scene


def built_things(found: Sequence[Found], scene: Scene, builders: Iterable[Pattern]) -> tuple[list[Found], list[Draft]]:
    """Return the things with the built ones in place of the words they cover, and the claims that came with them."""
    result: list[Found] = []
    drafts: list[Draft] = []
    for sentence in scene.sentences:
        held = [thing for thing in found if sentence.start <= thing.start and thing.stop <= sentence.stop]
        line = make_line(scene.text, sentence, without_overlaps(held))
        made: list[Found] = []
        for builder in builders:
            for match in match_line(builder, line):
                thing = _build(match, scene)
                if not any(thing.start < other.stop and other.start < thing.stop for other in made):
                    made.append(thing)
                    drafts += _claims_about(thing, match)
        result += without_overlaps([*made, *held]) if made else held
    return result, drafts


def _build(match: Match, scene: Scene) -> Found:
    line, pattern = match.line, match.pattern
    start, stop = _span(line, match)
    label = _label(match)
    return Found(start, stop, pattern.build, slugify(label), label, f"built/{pattern.id}", latent=True)


def _span(line: Line, match: Match) -> tuple[int, int]:
    """Return the words that name the thing: the group `e` where the pattern has one, else the whole match."""
    start, stop = (match.words["e"][1], match.words["e"][2]) if "e" in match.words else (0, 0)
    if not stop:
        start, stop = line.origin[match.start], line.origin[match.stop - 1] + 1
    inside = [thing.stop for thing in line.found if start <= thing.start < stop]
    return start, max([stop, *inside])


def _label(match: Match) -> str:
    parts = {name: words[0].strip() for name, words in match.words.items()}
    for name, things in match.things.items():
        value = things[0].value
        parts[name] = value.edtf if isinstance(value, HistoricalDate) else things[0].label
    label = re.sub(r"\{(\w+)(?:\?([^{}]*))?\}", lambda m: _part(parts.get(m[1], ""), m[2] or ""), match.pattern.label)
    label = " ".join(label.split())
    return label[:1].upper() + label[1:]


def _part(value: str, lead: str) -> str:
    """Return a part of a label with the words that lead it in, or nothing: `{place? in }` gives " in Baku"."""
    return f"{lead}{value}" if value else ""


def _claims_about(thing: Found, match: Match) -> list[Draft]:
    named = replace(match, things=match.things | {"e": (thing,)})
    return list(draft_claims(named, lambda kinds, at: None))


def line_of(scene: Scene, sentence: Span, found: Sequence[Found]) -> Line:
    """Return the line of one sentence."""
    held = [thing for thing in found if sentence.start <= thing.start and thing.stop <= sentence.stop]
    return make_line(scene.text, sentence, without_overlaps(held))
