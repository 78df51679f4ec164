"""Days against each other: order, weekdays, "yesterday", what is younger than its text, lifetimes."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from soviet_kg.audit.sources import AuditFinding, Source, both_styles, first_day, last_day, read_grammar
from soviet_kg.dates import FoundDate, date_problems, decide_calendar, gregorian_to_julian
from soviet_kg.known import read_known
from soviet_kg.model import Calendar, Claim, HistoricalDate, Kind, Mention, Precision, Quote, Span

_WEEK = 7
_CHOICE = 2  # "5 or 6 November": more days than that are no day of writing
_CENTURY = 100
_ARTICLE = 5  # letters before the first name of a sentence that is its subject
_OWN_DATES = ("frame/", "bibliography/")  # rules that read the text's head and its sources, not what it tells
_EARLIER_LATER = (
    ("startDate", "endDate", "begins", "ends"),
    ("inception", "dissolution", "comes into being", "ceases to exist"),
    ("dateWritten", "publicationDate", "is written", "is published"),
)
_HAPPENED = ("startDate", "endDate", "date", "publicationDate")


def audit_double_dates(source: Source) -> Iterator[AuditFinding]:
    """Give the days that cannot be, and the double dates whose halves are two days."""
    document = source.document
    context = decide_calendar(
        document.text, document.language, document.calendar, document.calendar_reason, document.date
    )
    sections = [Span(section.start, section.stop) for section in document.sections]
    problems = date_problems(document.text, context, sections)
    for problem in problems:
        yield AuditFinding(
            "double dates", False, problem.message, (source.quote(problem.start, problem.stop),)
        )
    bad = {problem.start for problem in problems}
    for date in source.dates:
        value = date.value
        words = document.text[date.start : date.stop]
        if isinstance(value, HistoricalDate) and value.julian and "(" in words and date.start not in bad:
            what = f"“{' '.join(words.split())}” is one day in both calendars"
            yield AuditFinding("double dates", True, what, (source.quote(date.start, date.stop),))


# --- order -----------------------------------------------------------------------------------------------


def audit_order(source: Source) -> Iterator[AuditFinding]:
    """See that what ends has begun, that what is published was written, and that a part lies inside its whole."""
    dated = _dated(source)
    for _, claims in sorted(dated.items()):
        for first, last, begins, ends in _EARLIER_LATER:
            for one in claims.get(first, ()):
                for other in claims.get(last, ()):
                    yield _order_finding(one, other, f"{begins} and {ends}", source)
    yield from _parts_outside(source, dated)


def _dated(source: Source) -> dict[str, dict[str, list[Claim]]]:
    dated: dict[str, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in source.claims:
        if isinstance(claim.object, HistoricalDate):
            dated[source.id(claim.subject)][claim.predicate].append(claim)
    return dated


def _day(claim: Claim) -> HistoricalDate:
    assert isinstance(claim.object, HistoricalDate)
    return claim.object


def _order_finding(one: Claim, other: Claim, what: str, source: Source) -> AuditFinding:
    holds = _day(one).earliest <= _day(other).latest
    told = f"{both_styles(_day(one))} and {both_styles(_day(other))}"
    label = source.label(one.subject)
    said = f"{label} {what} in this order: {told}" if holds else f"{label} {what} the other way round: {told}"
    return AuditFinding("order", holds, said, (one.quote, other.quote))


def _parts_outside(source: Source, dated: Mapping[str, Mapping[str, list[Claim]]]) -> Iterator[AuditFinding]:
    for claim in source.claims:
        if claim.predicate != "partOf" or not isinstance(claim.object, Mention):
            continue
        whole = dated.get(source.id(claim.object), {})
        for name in ("startDate", "endDate", "date"):
            for day in dated.get(source.id(claim.subject), {}).get(name, ()):
                early = [c for c in whole.get("startDate", ()) if _day(day).latest < _day(c).earliest]
                late = [c for c in whole.get("endDate", ()) if _day(c).latest < _day(day).earliest]
                if claim.subject.kind is Kind.EVENT and (early or late):
                    told = (
                        f"{source.label(claim.subject)} is dated {both_styles(_day(day))}, outside "
                        f"{source.label(claim.object)}, of which it is a part"
                    )
                    yield AuditFinding("order", False, told, (day.quote, (early or late)[0].quote))


# --- weekdays and words for days -------------------------------------------------------------------------


def audit_weekdays(source: Source) -> Iterator[AuditFinding]:
    """Compare a weekday with the day beside it, and say where "last Sunday" could be two days."""
    names: list[str] = read_grammar()["days"]["weekdays"]
    before = re.compile(rf"\b({'|'.join(names)})(?:,? the|,)?\s*(?:the )?$")
    for date in source.dates:
        value = date.value
        text = source.document.text
        words = text[date.start : date.stop]
        inside = next((name for name in names if words.startswith(name)), None)
        beside = before.search(text[max(0, date.start - 20) : date.start])
        name = inside or (beside[1] if beside else None)
        if name and isinstance(value, HistoricalDate) and value.earliest == value.latest:
            yield _weekday_finding(name, date, value, source)
    yield from _last_weekdays(source)


def _weekday_finding(name: str, found: FoundDate, date: HistoricalDate, source: Source) -> AuditFinding:
    names: list[str] = read_grammar()["days"]["weekdays"]
    true = names[date.earliest.weekday()]
    quote = source.quote(found.start, found.stop)
    if true == name:
        return AuditFinding("weekdays", True, f"{both_styles(date)} was a {name}", (quote,))
    return AuditFinding("weekdays", False, f"{both_styles(date)} was a {true}, not a {name}", (quote,))


def _last_weekdays(source: Source) -> Iterator[AuditFinding]:
    days = _days_of_writing(source)
    names: list[str] = read_grammar()["days"]["weekdays"]
    for match in source.find(read_grammar()["days"]["last-weekday"]):
        if match["word"] != "last" or not days:
            continue
        meant = {day: _weekday_before(day, names.index(match["day"])) for day in days}
        quote = source.quote(*match.span())
        if len(set(meant.values())) == 1:
            day = next(iter(meant.values()))
            yield AuditFinding("weekdays", True, f"“{match[0]}” is {_plain_day(day)}", (quote,))
        else:
            told = "; ".join(f"{_plain_day(m)} if written on {_plain_day(day)}" for day, m in meant.items())
            yield AuditFinding("weekdays", False, f"“{match[0]}” may be two days: {told}", (quote,))


def _weekday_before(day: dt.date, weekday: int) -> dt.date:
    return day - dt.timedelta((day.weekday() - weekday) % _WEEK or _WEEK)


def _plain_day(day: dt.date) -> str:
    julian = str(gregorian_to_julian(day))
    return both_styles(
        HistoricalDate(day, day, Precision.DAY, Calendar.GREGORIAN, str(day), "", day.isoformat(), julian)
    )


def _days_of_writing(source: Source) -> list[dt.date]:
    """Return the days on which the text may have been written, by its own word; none where that is not near."""
    written = [_day(c) for c in source.claims if c.predicate == "dateWritten" and c.rule.startswith("frame/")]
    days = {day for date in written for day in (date.earliest, date.latest)}
    return sorted(days) if len(days) <= _CHOICE else []


def audit_yesterdays(source: Source) -> Iterator[AuditFinding]:
    """Compare the days of writing that follow from "yesterday, 4 November" with each other and with the stated one."""
    grammar = read_grammar()["days"]
    implied: list[tuple[dt.date, Quote, str]] = []
    for date in source.dates:
        value, text = date.value, source.document.text
        word = grammar["yesterday"].search(text[max(0, date.start - 40) : date.start])
        if word and isinstance(value, HistoricalDate) and value.earliest == value.latest:
            start = date.start - len(word[0])
            shift = dt.timedelta(grammar["shifts"][word["word"].lower()])
            quote = source.quote(start, date.stop)
            implied.append((value.earliest - shift, quote, source.text(quote)))
    stated = _days_of_writing(source)
    if not implied:
        return
    told = "; ".join(f"“{words}” was written on {_plain_day(day)}" for day, _, words in implied)
    agree = len({day for day, _, _ in implied}) == 1 and (not stated or implied[0][0] in stated)
    end = f"; the text says it was written on {' or '.join(map(_plain_day, stated))}" if stated else ""
    what = (
        told
        + end
        + ("" if agree else ": no one day fits them all" if len(implied) > 1 else ": these do not agree")
    )
    yield AuditFinding("relative days", agree, what, tuple(quote for _, quote, _ in implied))


# --- what is younger than its text, and slips of a century -----------------------------------------------


def audit_own_date(source: Source) -> Iterator[AuditFinding]:
    """Point at what a document tells of days after the one that it is dated by."""
    date = source.document.date
    if not date:
        return
    latest = max([_end_of(date), *_days_of_writing(source)])
    told = [claim for claim in source.claims if _tells_of(claim)]
    younger = [claim for claim in told if _day(claim).earliest > latest]
    for claim in younger:
        what = (
            f"the text is dated {_plain_day(latest)}, and tells of {both_styles(_day(claim))}{_under(claim, source)}: "
            f"these words are younger, or a date is wrong"
        )
        yield AuditFinding("own date", False, what, (claim.quote,))
    if told and not younger:
        said = f"the text is dated {_plain_day(latest)}; no day that it tells of is later"
        yield AuditFinding("own date", True, said, (told[0].quote,))


def _under(claim: Claim, source: Source) -> str:
    """Return under which heading a claim stands, for a reader."""
    above = [s for s in source.document.sections if s.start <= claim.quote.start < s.stop]
    heading = max(above, key=lambda s: (s.start, s.level)).heading if above else Span(0, 0)
    return f" (under “{source.text(heading)}”)" if heading.start < heading.stop else ""


def _end_of(date: str) -> dt.date:
    year, *rest = map(int, date.split("-"))
    match rest:
        case [month, day]:
            return dt.date(year, month, day)
        case [month]:
            return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(1)
        case _:
            return dt.date(year, 12, 31)


def _tells_of(claim: Claim) -> bool:
    return (
        claim.predicate in _HAPPENED
        and isinstance(claim.object, HistoricalDate)
        and not claim.rule.startswith(_OWN_DATES)
    )


def audit_years(source: Source) -> Iterator[AuditFinding]:
    """Look at a year that is a century from the one the text is about: a slip, or the day of a later edition."""
    days = [first_day(d.value) for d in source.dates]
    years = Counter(
        day.earliest.year for day in days if day.precision is Precision.DAY and "year" not in day.inferred
    )
    if not years:
        return
    main, _ = max(years.items(), key=lambda item: (item[1], -item[0]))
    for date, found in zip(days, source.dates, strict=True):
        if abs(date.earliest.year - main) == _CENTURY and "year" not in date.inferred:
            quote = source.quote(found.start, found.stop)
            yield _century_finding(date, main, quote, source)


def _century_finding(date: HistoricalDate, main: int, quote: Quote, source: Source) -> AuditFinding:
    published = any(
        claim.predicate == "publicationDate"
        and claim.quote.start <= quote.start < claim.quote.stop
        and isinstance(claim.object, HistoricalDate)
        and claim.object.earliest == date.earliest
        for claim in source.claims
    )
    year = date.earliest.year
    if published:
        what = (
            f"{both_styles(date)}, a century from {main}, is the day of a publication, and no slip for {main}"
        )
        return AuditFinding("years", True, what, (quote,))
    return AuditFinding(
        "years", False, f"{year} lies a century from {main}, the year of the text: a slip?", (quote,)
    )


# --- lifetimes -------------------------------------------------------------------------------------------


def audit_lifetimes(source: Source) -> Iterator[AuditFinding]:
    """Point at a thing that is said to be before it was founded, or to last otherwise than its end is told."""
    born, died = _births(source), _deaths(source)
    grammar, text = read_grammar()["days"], source.document.text
    for found in source.dates:
        first, last = first_day(found.value), last_day(found.value)
        sentence = source.sentence_at(found.start)
        names = source.mentions_in(Span(sentence.start, found.start))
        if not names:
            continue
        nearest, head = names[-1], names[0]
        between = text[nearest.quote.stop : found.start]
        quote = source.quote(nearest.quote.start, found.stop)
        if grammar["from"].match(between):
            yield from _before_birth(nearest, first, quote, born, source)
        is_subject = head.quote.start - sentence.start < _ARTICLE
        if is_subject and grammar["until"].search(text[sentence.start : found.start]):
            yield from _other_end(head, last, source.quote(sentence.start, found.stop), died, source)


def _births(source: Source) -> dict[str, tuple[dt.date, str, Quote | None]]:
    """Return when things came into being: by the gazetteer, and before it by the source itself."""
    born: dict[str, tuple[dt.date, str, Quote | None]] = {}
    for thing, life in read_known().lifetimes.items():
        if life.inception:
            born[thing] = dt.date(life.inception, 1, 1), f"the gazetteer ({life.source})", None
    days = {source.id(c.subject): _day(c) for c in source.claims if c.predicate == "startDate"}
    for claim in source.claims:
        if claim.predicate == "established" and isinstance(claim.object, Mention):
            day = days.get(source.id(claim.subject))
            if day:
                event = f"the {source.label(claim.subject)}, which this source says established it"
                born[source.id(claim.object)] = day.earliest, event, claim.quote
        if claim.predicate == "inception":
            born[source.id(claim.subject)] = _day(claim).earliest, "this source", claim.quote
    return born


def _before_birth(
    thing: Mention,
    day: HistoricalDate,
    quote: Quote,
    born: Mapping[str, tuple[dt.date, str, Quote | None]],
    source: Source,
) -> Iterator[AuditFinding]:
    birth = born.get(source.id(thing))
    if birth is None or day.latest >= birth[0]:
        return
    since = birth[0].year if birth[2] is None else _plain_day(birth[0])
    what = (
        f"{source.label(thing)} is spoken of as of {both_styles(day)}, and did not come into being before {since}, "
        f"by {birth[1]}"
    )
    quotes = (quote, birth[2]) if birth[2] else (quote,)
    yield AuditFinding("lifetimes", False, what, quotes)


def _deaths(source: Source) -> dict[str, list[Claim]]:
    died: dict[str, list[Claim]] = defaultdict(list)
    for claim in source.claims:
        if claim.predicate == "dissolution":
            died[source.id(claim.subject)].append(claim)
    return died


def _other_end(
    thing: Mention, day: HistoricalDate, quote: Quote, died: Mapping[str, list[Claim]], source: Source
) -> Iterator[AuditFinding]:
    for claim in died.get(source.id(thing), ()):
        if day.latest < _day(claim).earliest or _day(claim).latest < day.earliest:
            what = (
                f"{source.label(thing)} is said to have ended in {both_styles(_day(claim))}, and elsewhere to have "
                f"lasted until {both_styles(day)}"
            )
            yield AuditFinding("lifetimes", False, what, (quote, claim.quote))
