"""Words against each other: titles of one thing, numbers in its series, before and after, opposed verbs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from soviet_kg.audit.sources import AuditFinding, Source, both_styles, read_grammar
from soviet_kg.model import Claim, HistoricalDate, Kind, Mention
from soviet_kg.series import ordinal_number

_WORD = re.compile(r"[a-z]+")
_OBJECT = 60  # letters behind a verb in which its object stands
_SHARED = 2  # words that make two objects one


def audit_titles(source: Source) -> Iterator[AuditFinding]:
    """Point at one congress or soviet that is given as of other groups of deputies from one place to the next."""
    grammar = read_grammar()["titles"]
    group = re.compile(grammar["group"])
    titles: dict[str, dict[tuple[str, ...], Mention]] = defaultdict(dict)
    for mention in sorted(source.mentions, key=lambda m: m.quote):
        of = grammar["of"].search(source.text(mention.quote))
        if of and mention.kind in (Kind.EVENT, Kind.BODY):
            groups = tuple(sorted(set(group.findall(of["groups"]))))
            titles[source.id(mention)].setdefault(groups, mention)
    for found in titles.values():
        mentions = list(found.values())
        label = source.label(mentions[0])
        if len(found) > 1:
            told = "; ".join(f"“{source.text(mention.quote)}”" for mention in mentions)
            what = f"the {label} is of different deputies from one title to the next: {told}"
            yield AuditFinding("titles", False, what, tuple(mention.quote for mention in mentions))


def audit_numbering(source: Source) -> Iterator[AuditFinding]:
    """See that the congresses of one series follow each other in the order of their numbers."""
    series: dict[str, list[tuple[int, HistoricalDate, Claim]]] = defaultdict(list)
    for claim in source.claims:
        if claim.predicate == "startDate" and isinstance(claim.object, HistoricalDate):
            first, _, rest = source.label(claim.subject).partition(" ")
            if number := ordinal_number(first):
                series[rest].append((number, claim.object, claim))
    for name, members in sorted(series.items()):
        yield from _numbering(name, sorted(members, key=lambda member: member[:1]), source)


def _numbering(
    name: str, members: list[tuple[int, HistoricalDate, Claim]], source: Source
) -> Iterator[AuditFinding]:
    wrong = [(a, b) for a, b in combinations(members, 2) if a[0] < b[0] and a[1].earliest > b[1].latest]
    for (_, day, one), (_, other_day, other) in wrong:
        what = (
            f"the {source.label(one.subject)} ({both_styles(day)}) would have met after "
            f"the {source.label(other.subject)} ({both_styles(other_day)})"
        )
        yield AuditFinding("numbering", False, what, (one.quote, other.quote))
    if not wrong and len({number for number, _, _ in members}) > 1:
        numbers = ", ".join(str(number) for number in sorted({number for number, _, _ in members}))
        what = f"{name}: numbers {numbers} follow each other in time"
        yield AuditFinding("numbering", True, what, tuple(claim.quote for _, _, claim in members))


def audit_contrary_words(source: Source) -> Iterator[AuditFinding]:
    """Point at what is called earlier and later in one breath ("the subsequent preliminary meeting")."""
    for match in source.find(read_grammar()["order"]["contrary"]):
        what = f"“{' '.join(match[0].split())}” puts one thing both before and after"
        yield AuditFinding("order", False, what, (source.quote(*match.span()),))


def audit_opposed_verbs(source: Source) -> Iterator[AuditFinding]:
    """Point at what is abolished in one sentence and guaranteed in another, if its words are the same."""
    grammar = read_grammar()["opposed"]
    ends = [(match, _object(match, source)) for match in source.find(grammar["ends"])]
    keeps = [(match, _object(match, source)) for match in source.find(grammar["keeps"])]
    for one, words in ends:
        for other, other_words in keeps:
            shared = [word for word in words if word in other_words]
            if len(shared) >= _SHARED and source.sentence_at(one.start()) != source.sentence_at(
                other.start()
            ):
                what = f"“{one[0]}” and “{other[0]}” are said of the same words: {', '.join(sorted(shared))}"
                quotes = (source.sentence_at(one.start()), source.sentence_at(other.start()))
                yield AuditFinding(
                    "opposites", False, what, tuple(source.quote(span.start, span.stop) for span in quotes)
                )


def _object(match: re.Match[str], source: Source) -> list[str]:
    """Return the words that follow a verb in its sentence, without the empty ones."""
    empty = set(read_grammar()["opposed"]["empty"].split())
    stop = min(source.sentence_at(match.start()).stop, match.end() + _OBJECT)
    words = _WORD.findall(source.document.text[match.end() : stop].casefold())
    return list(dict.fromkeys(word for word in words if word not in empty))
