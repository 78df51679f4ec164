"""Run the examples that patterns carry: the expected claims are written beside the example sentence.

`"[The Second Congress|Event:s] opened on 7 November 1917. => s startDate 1917-11-07"`. Brackets mark things with kind
and id; dates, numbers and shares are read as in any text. What stands before ` || ` is an earlier sentence, of which
the last thing is the topic; ` // ` separates the lines of a list. After `=>` stand the claims, separated by `;`.
A sentence in `refuses` must give no claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from soviet_kg.acts import told_acts
from soviet_kg.build_things import built_things
from soviet_kg.claims import Draft, Topic, draft_claims
from soviet_kg.counts import find_numbers, find_shares
from soviet_kg.dates import DateContext, find_dates
from soviet_kg.described import Memory
from soviet_kg.lines import Found, Line, make_line, without_overlaps
from soviet_kg.model import Calendar, DateRange, HistoricalDate, Quantity, Section, Span, Stance
from soviet_kg.patterns import Pattern, group_patterns, match_line
from soviet_kg.scene import Scene, Trail
from soviet_kg.stance import SignTable
from soviet_kg.structure import read_lists
from soviet_kg.syntax import Parser
from soviet_kg.valency import Frame, Frames, only
from soviet_kg.verbs import Context, read_tree

_BRACKET = re.compile(r"\[([^\[\]|]+)\|([A-Z]\w+):(\w+)\]")
_CONTEXT = DateContext(Calendar.GREGORIAN, "an example")


@dataclass(frozen=True, slots=True)
class Failure:
    """An example whose claims are not those expected."""

    pattern: str
    sentence: str
    expected: tuple[str, ...]
    read: tuple[str, ...]

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.pattern}: {self.sentence!r} gives {list(self.read)}, not {list(self.expected)}"


def failing_examples(patterns: Iterable[Pattern]) -> Iterator[Failure]:
    """Yield the examples that do not give their claims, and the refused sentences that give any."""
    for pattern in patterns:
        yield from _failing(pattern, partial(read_example, pattern))


def failing_frames(frames: Frames, parser: Parser, signs: SignTable) -> Iterator[Failure]:
    """Yield the examples that a frame does not read by itself, and the refused sentences that it asserts a claim of."""
    for frame in frames:
        yield from _failing(frame, partial(read_with, only(frames, frame), parser, signs))


def _failing(rule: Pattern | Frame, read: Callable[[str], set[str]]) -> Iterator[Failure]:
    for example in rule.examples:
        sentence, _, claims = example.partition(" => ")
        expected = tuple(sorted(claim.strip() for claim in claims.split(";") if claim.strip()))
        said = tuple(sorted(read(sentence)))
        if said != expected:
            yield Failure(rule.id, sentence, expected, said)
    for sentence in rule.refuses:
        if said := tuple(sorted(read(sentence))):
            yield Failure(rule.id, sentence, (), said)


def read_with(frames: Frames, parser: Parser, signs: SignTable, sentence: str) -> set[str]:
    """Return what frames assert of an example sentence, as "subject property object"."""
    text, things = _things(sentence)
    found = [_without_article(thing, text) for thing in things]
    context = Context(frames, signs, Memory(Trail(found), ""))
    trees = parser.parse([_line(text, Span(0, len(text)), found)])
    drafts = (draft for tree in trees for draft in read_tree(tree, context))
    planned = {frame.stance for frame in frames}
    told = {Stance.ASSERTED, Stance.REPORTED, *planned}
    return {_statement(draft) for draft in drafts if draft.stance in told}


def read_example(pattern: Pattern, sentence: str) -> set[str]:
    """Return the claims that one pattern reads in an example sentence, as "subject property object"."""
    earlier, _, rest = sentence.rpartition(" || ")
    topic = _topic(earlier, pattern.language)
    rest = sentence.replace(" || ", " // ") if pattern.build else rest
    text, found = _things(rest.replace(" // ", "\n"), pattern.language)
    found = [replace(thing, how=pattern.only or thing.how) for thing in found]
    spans = _lines(text)
    if pattern.build:
        scene = Scene(text, (Section(0, len(text), Span(0, 0), 1),), tuple(spans))
        _, drafts = built_things(found, scene, [pattern])
        return {_statement(draft) for draft in drafts}
    lines = [_line(text, span, found, pattern.language) for span in spans]
    if pattern.act:
        _, drafts = told_acts(lines, group_patterns([pattern]), topic)
    elif pattern.item:
        drafts = read_lists(lines, [pattern], topic)
    else:
        drafts = [
            d for line in lines for match in match_line(pattern, line) for d in draft_claims(match, topic)
        ]
    return {_statement(draft) for draft in drafts if draft.stance is not Stance.DENIED}


def _without_article(thing: Found, text: str) -> Found:
    """Return a bracketed thing as documents have it: an article before a name is none of its words."""
    article = re.match(r"(?:[Tt]he|[Aa]n?) ", text[thing.start : thing.stop])
    return replace(thing, start=thing.start + article.end()) if article else thing


def _lines(text: str) -> list[Span]:
    return [Span(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]


def _line(text: str, span: Span, found: list[Found], language: str = "en") -> Line:
    held = [thing for thing in found if span.start <= thing.start < span.stop]
    line = make_line(text, span, held, alone=True)
    shares = find_shares(line, language)
    return make_line(text, span, without_overlaps([*shares, *held]), alone=True) if shares else line


def _topic(earlier: str, language: str) -> Topic:
    _, things = _things(earlier, language)

    def topic(kinds: tuple[str, ...], at: int, head: str) -> Found | None:
        del at, head
        return next((replace(t, antecedent=Span(0, 1)) for t in reversed(things) if t.kind in kinds), None)

    return topic


def _things(marked: str, language: str = "en") -> tuple[str, list[Found]]:
    """Return the sentence without brackets, and the things that brackets, dates and numbers mark in it."""
    text, things, at = "", [], 0
    for match in _BRACKET.finditer(marked):
        text += marked[at : match.start()]
        things.append(Found(len(text), len(text) + len(match[1]), match[2], match[3], match[1], "example"))
        text += match[1]
        at = match.end()
    text += marked[at:]
    dates = [
        Found(d.start, d.stop, "Range" if isinstance(d.value, DateRange) else "Date", value=d.value)
        for d in find_dates(text, _CONTEXT)
    ]
    named = without_overlaps([*things, *dates])
    return text, sorted([*named, *find_numbers(text, named, language)], key=lambda f: f.start)


def _statement(draft: Draft) -> str:
    value = draft.object
    if isinstance(value, Found):
        said = value.key
    elif isinstance(value, HistoricalDate):
        said = value.edtf
    elif isinstance(value, Quantity):
        said = f"{value.value:g}{'%' if value.unit == 'percent' else ''}"
    else:
        said = f'"{value}"'
    qualifiers = [
        f"{n}={q.key if isinstance(q, Found) else q}" for n, q in draft.qualifiers if n in ("of", "on")
    ]
    return " ".join([draft.subject.key, draft.predicate, said, *qualifiers])
