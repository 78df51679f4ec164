"""Numbers against each other: parts and wholes, percentages, what is listed and what is counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from soviet_kg.audit.sources import AuditFinding, Source, read_grammar
from soviet_kg.counts import number_in_words
from soviet_kg.model import Claim, DateRange, Mention, Quantity, Quote, Span
from soviet_kg.relations import last_place

_ROUGHLY = 0.1
_HUNDRED = (90, 110)  # percentages that add up to less or more are no list of all
_FEWEST = 3  # parts that make a list


def audit_sums(source: Source) -> Iterator[AuditFinding]:
    """Compare the parts of a list with the whole: persons with their total, percentages with a hundred."""
    for parts in _lists(source):
        if _unit(parts[0]) == "percent":
            yield from _sum_of_percent(parts)
        else:
            yield from _sum_of_persons(parts, source)


def _lists(source: Source) -> Iterator[list[Claim]]:
    """Give counts that are parts of one whole: of one thing, one measure and unit, named in one list."""
    groups: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in source.claims:
        qualifiers = dict(claim.qualifiers)
        if isinstance(claim.object, Quantity) and qualifiers.get("of"):
            measure = str(qualifiers.get("measure", ""))
            groups[source.id(claim.subject), claim.predicate, measure, claim.object.unit].append(claim)
    for group in groups.values():
        if len(group) >= _FEWEST:
            yield sorted(group, key=lambda claim: _place(claim, source))


def _place(claim: Claim, source: Source) -> tuple[int, int]:
    """Return where a part stands in its list: at the name of those who are counted."""
    of = dict(claim.qualifiers).get("of", "")
    if isinstance(of, Mention):
        return claim.quote.start, of.quote.start
    return claim.quote.start, max(claim.quote.start, source.document.text.find(str(of), claim.quote.start))


def _unit(claim: Claim) -> str:
    return claim.object.unit if isinstance(claim.object, Quantity) else ""


def _value(claim: Claim) -> float:
    return claim.object.value if isinstance(claim.object, Quantity) else 0


def _of(claim: Claim, source: Source) -> str:
    of = dict(claim.qualifiers).get("of", "")
    return source.label(of) if isinstance(of, Mention) else str(of)


def _sum_of_percent(parts: list[Claim]) -> Iterator[AuditFinding]:
    values = [part.object for part in parts if isinstance(part.object, Quantity)]
    total = sum(value.value for value in values)
    if not _HUNDRED[0] <= total <= _HUNDRED[1]:
        return
    rounding = sum(last_place(value) / 2 for value in values)
    sum_ = " + ".join(f"{value.value:.10g}" for value in values)
    holds = abs(total - 100) <= rounding + 1e-9
    what = f"{sum_} = {total:.10g} %" + ("" if holds else ", not 100 %, and rounding does not explain it")
    yield AuditFinding("sums", holds, what, tuple(part.quote for part in parts))


def _sum_of_persons(parts: list[Claim], source: Source) -> Iterator[AuditFinding]:
    whole = _whole(parts[0], source)
    if whole is None:
        return
    total, stated = sum(map(_value, parts)), _value(whole)
    slack = sum(_ROUGHLY * _value(part) for part in parts if _is_rough(part))
    grammar = read_grammar()["lists"]
    is_whole = any(grammar["rest"].search(_of(part, source)) for part in parts)
    is_open = any(grammar["open"].search(source.text(part.quote)) for part in parts)
    sum_ = f"{' + '.join(f'{_value(part):.10g}' for part in parts)} = {total:.10g}"
    quotes = (*(part.quote for part in parts), whole.quote)
    if total - stated > slack:
        yield AuditFinding(
            "sums", False, f"{sum_}: the parts are more than the {stated:.10g} of the whole", quotes
        )
    elif abs(total - stated) <= slack:
        yield AuditFinding("sums", True, f"{sum_}, as stated", quotes)
    elif is_whole and not is_open:
        yield AuditFinding(
            "sums", False, f"{sum_}: the parts fall short of the {stated:.10g} of the whole", quotes
        )


def _is_rough(claim: Claim) -> bool:
    return isinstance(claim.object, Quantity) and claim.object.approximate


def _whole(part: Claim, source: Source) -> Claim | None:
    """Return the count of all that a part belongs to: of its measure, from its own sentence if there is one."""
    measure = dict(part.qualifiers).get("measure")
    wholes = [
        claim
        for claim in source.claims
        if isinstance(claim.object, Quantity)
        and claim.object.unit == "persons"
        and claim.predicate == part.predicate
        and source.id(claim.subject) == source.id(part.subject)
        and not dict(claim.qualifiers).get("of")
        and dict(claim.qualifiers).get("measure") == measure
    ]
    return min(
        wholes, key=lambda c: (c.quote != part.quote, abs(c.quote.start - part.quote.start)), default=None
    )


# --- percentages against counts --------------------------------------------------------------------------


def audit_shares(source: Source) -> Iterator[AuditFinding]:
    """Compare the percentage of each party, and what is left for the others, with the counts of the same list."""
    lists = list(_lists(source))
    for shares in (group for group in lists if _unit(group[0]) == "percent"):
        for counts in (group for group in lists if _unit(group[0]) == "persons"):
            whole = _whole(counts[0], source)
            if whole and source.id(shares[0].subject) == source.id(counts[0].subject):
                yield from _compare_lists(shares, counts, whole, source)


def _compare_lists(
    shares: list[Claim], counts: list[Claim], whole: Claim, source: Source
) -> Iterator[AuditFinding]:
    rest = read_grammar()["lists"]["rest"]
    named = {_plain(_of(count, source)): count for count in counts}
    of_each = [(share, named.get(_plain(_of(share, source)))) for share in shares]
    taken = [count for _, count in of_each if count]
    for share, count in of_each:
        if count:
            yield _share_finding(share, [count], whole, source)
    left = [count for count in counts if count not in taken]
    others = [share for share, count in of_each if count is None and rest.search(_of(share, source))]
    if len(others) == 1 and left and len(taken) == len(shares) - 1:
        yield _share_finding(others[0], left, whole, source)


def _plain(name: str) -> str:
    """Return a name without its plural, so that "other SR" is "other SRs"."""
    return name.casefold().removesuffix("s")


def _share_finding(share: Claim, counts: list[Claim], whole: Claim, source: Source) -> AuditFinding:
    total, number = _value(whole), sum(map(_value, counts))
    exact = 100 * number / total
    rough = any(map(_is_rough, counts))
    assert isinstance(share.object, Quantity)
    slack = last_place(share.object) + (exact * _ROUGHLY if rough else 0)
    holds = abs(exact - share.object.value) <= slack + 1e-9
    sum_ = " + ".join(f"{_value(count):.10g}" for count in counts)
    sum_ = f"{sum_} = {number:.10g}" if len(counts) > 1 else sum_
    given = f"{share.object.value:.10g} %"
    what = f"{_of(share, source)}: {sum_} of {total:.10g} is {exact:.2f} %, given as {given}"
    quotes = (share.quote, *dict.fromkeys(count.quote for count in counts))
    return AuditFinding("percentages", holds, what, quotes)


# --- lists -----------------------------------------------------------------------------------------------


def audit_lists(source: Source) -> Iterator[AuditFinding]:
    """Compare how many are announced with how many are named."""
    grammar = read_grammar()["lists"]
    for match in source.find(grammar["stated"]):
        names, rest = _names_from(source, match.end())
        stated = int(number_in_words(match["n"].lower()))
        if len(names) < 2 or grammar["more"].search(rest):
            continue
        listed = ", ".join(source.text(name.quote) for name in names)
        said = f"“{match['n']}{_flat(match['what'])}”"
        holds = len(names) == stated
        what = (
            f"{said} {'are' if holds else 'are announced,'} {len(names)}{'' if holds else ' named'}: {listed}"
        )
        quote = source.quote(match.start(), names[-1].quote.stop)
        yield AuditFinding("lists", holds, what, (quote,))
    yield from _sittings(source)
    yield from _last_named(source)


def _flat(text: str) -> str:
    return " " + " ".join(text.split()) if text.strip() else ""


def _names_from(source: Source, start: int) -> tuple[list[Mention], str]:
    """Return the names that follow each other from an offset on, all of one kind, and the text behind them."""
    glue, stop = read_grammar()["lists"]["glue"], source.sentence_at(start).stop
    names: list[Mention] = []
    at = start
    for mention in source.mentions_in(Span(start, stop)):
        between = source.document.text[at : mention.quote.start]
        if not glue.fullmatch(between) or (names and mention.kind is not names[0].kind):
            break
        names.append(mention)
        at = mention.quote.stop
    return names, source.document.text[at:stop]


def _sittings(source: Source) -> Iterator[AuditFinding]:
    """Compare "two sessions:" with the days that follow the colon."""
    for match in source.find(read_grammar()["lists"]["sittings"]):
        start, stop = match.span("list")
        inside = [date for date in source.dates if start <= date.start and date.stop <= stop]
        spans = sum(isinstance(date.value, DateRange) for date in inside)
        stated = int(number_in_words(match["n"]))
        listed = spans or _joined(source, [source.quote(d.start, d.stop) for d in inside])
        if inside and listed != stated:
            follow = "those of one follow" if listed == 1 else f"those of {listed} follow"
            what = f"{match['n']} {match['what']} are announced, and of their days only {follow}"
            yield AuditFinding("lists", False, what, (source.quote(*match.span()),))


def _joined(source: Source, dates: list[Quote]) -> int:
    """Return how many stretches of days these are: "from the evening of the 7th to the early hours …" is one."""
    text = source.document.text
    tied = sum(
        text[one.stop : other.start].strip() in ("to", "until", "till", "–", "-")
        for one, other in pairwise(dates)
    )
    return len(dates) - tied


def _last_named(source: Source) -> Iterator[AuditFinding]:
    """Point at "the three last named" behind a list that ends in "and a few others"."""
    grammar = read_grammar()["lists"]
    for match in source.find(grammar["last-named"]):
        sentence = source.sentence_at(match.start())
        before = source.document.text[sentence.start : match.start()]
        unnamed = next(grammar["unnamed"].finditer(before), None)
        if not unnamed:
            continue
        names = _names_before(source, sentence.start, sentence.start + unnamed.start())
        number = int(number_in_words(match["n"]))
        told = ", ".join(source.label(name) for name in names[-number:])
        after = " ".join(unnamed[0].split())
        what = f"“{' '.join(match[0].split())}” follows “{after}”: of those named the last are {told}"
        yield AuditFinding("lists", False, what, (source.quote(sentence.start, match.end()),))


def _names_before(source: Source, start: int, stop: int) -> list[Mention]:
    """Return the names of the list that ends at an offset."""
    glue = read_grammar()["lists"]["glue"]
    names: list[Mention] = []
    at = stop
    for mention in reversed(source.mentions_in(Span(start, stop))):
        if names and not glue.fullmatch(source.document.text[mention.quote.stop : at]):
            break
        names.insert(0, mention)
        at = mention.quote.start
    return names


# --- counted before it was -------------------------------------------------------------------------------


def audit_splits(source: Source) -> Iterator[AuditFinding]:
    """Point at wings that were elected to the meeting at which their party is said to have split into them."""
    splits = [claim for claim in source.claims if claim.predicate == "splitInto"]
    where = {claim.quote: claim for claim in source.claims if claim.predicate == "partOf"}
    for split in splits:
        meeting, wing = where.get(split.quote), split.object
        if meeting is None or not isinstance(wing, Mention) or not isinstance(meeting.object, Mention):
            continue
        for claim in source.claims:
            if _counts_elected(claim, wing, meeting.object, source):
                event = source.label(meeting.object)
                what = (
                    f"{source.label(wing)} are counted among those elected to the {event}, "
                    f"and are said to have come of a split at it"
                )
                yield AuditFinding("order", False, what, (claim.quote, split.quote))


def _counts_elected(claim: Claim, wing: Mention, event: Mention, source: Source) -> bool:
    qualifiers = dict(claim.qualifiers)
    of = qualifiers.get("of")
    return (
        isinstance(claim.object, Quantity)
        and isinstance(of, Mention)
        and source.id(of) == source.id(wing)
        and source.id(claim.subject) == source.id(event)
        and qualifiers.get("measure") == "elected"
    )
