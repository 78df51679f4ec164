"""Pattern matches → drafts of claims, with stance and speaker; drafts → claims with quotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from soviet_kg.cases import may_stand_in
from soviet_kg.clauses import clause_subjects, phrase_head
from soviet_kg.lines import Found, Line, Share
from soviet_kg.model import (
    Claim,
    ClaimObject,
    DateRange,
    Document,
    HistoricalDate,
    Kind,
    Mention,
    Qualifier,
    Quantity,
    Quote,
    Span,
    Stance,
    claim_id,
)
from soviet_kg.patterns import Match, Template
from soviet_kg.series import ordinal_number
from soviet_kg.stance import stance_of
from soviet_kg.text import Folded

Topic = Callable[[tuple[str, ...], int, str], Found | None]
Value = Found | HistoricalDate | Quantity | str
_KINDS = {kind.value: kind for kind in Kind}
_DAYS = {"date", "from", "until"}
_POSSESSIVE = re.compile(r"\W*(?:[Ii]ts|[Tt]heir)\b")
# words that say nothing where their sentence is taken away
_PRONOUN = re.compile(
    r"(?i:them|him|her|it|us|me|you|this|that|these|those|so|both|all|one another|each other)"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim in folded offsets, before it has a quote and an id."""

    subject: Found
    predicate: str
    object: Value
    quote: Span
    rule: str
    qualifiers: tuple[tuple[str, str | Found | HistoricalDate | float | bool], ...] = ()
    stance: Stance = Stance.ASSERTED
    speaker: Found | None = None
    order: int = field(default=0, compare=False)
    path: str = ""


def draft_claims(match: Match, topic: Topic) -> Iterator[Draft]:
    """Yield the drafts that a match makes; none where a slot is empty or an implicit topic is unknown."""
    headed = _with_phrase_head(match)
    if headed is None:
        return
    match = headed
    stance, speaker = read_stance(match)
    implicit = _implicit(match, topic)
    if implicit is None or not _are_such(match):
        return
    things = match.things | ({"t": implicit} if implicit else {})
    quote = Span(match.line.start, match.line.stop)
    for template in match.pattern.templates:
        for subject in _subjects(template.subject, things):
            if not subject.how.startswith(match.pattern.only):
                continue
            for value in values_of(template.object, match.line, match.words, things):
                draft = Draft(
                    subject, template.predicate, value, quote, match.pattern.id, (), stance, speaker
                )
                yield qualify(draft, template, match.words, things, value)


def _with_phrase_head(match: Match) -> Match | None:
    """Return the match with the head of the phrase that its first slot ends; None where that does not fit."""
    line, at = match.line, match.start
    if match.pattern.build or not "\ue001" <= line.text[at : at + 1] <= "\ue004":
        return match
    head = phrase_head(line, at)
    if head is None:
        return match
    if not match.pattern.regex.match(line.text[:at] + line.text[head] + line.text[at + 1 :], at):
        return None
    inner, outer = line.slot(at), line.slot(head)
    things = {name: tuple(outer if t is inner else t for t in held) for name, held in match.things.items()}
    return replace(match, things=things)


def _are_such(match: Match) -> bool:
    """Say whether the things in the slots are such as the pattern asks for by their labels and cases."""
    return all(
        sign.search(t.label.lower()) for name, sign in match.pattern.where for t in match.things.get(name, ())
    ) and all(
        may_stand_in(match.line, thing, case)
        for name, case in match.pattern.cases
        for thing in match.things.get(name, ())[:1]
    )


def _implicit(match: Match, topic: Topic) -> tuple[Found, ...] | None:
    """Return what the pattern leaves out: the clause's subject or the topic; None where it is wanted."""
    pattern = match.pattern
    if not (pattern.topic or pattern.subject) or "t" in match.things:
        return ()
    subjects = clause_subjects(match.line, match.start, pattern.subject) if pattern.subject else ()
    thing = _topic(match, topic) if pattern.topic and not subjects else None
    things = subjects or ((thing,) if thing else ())
    return tuple(t for t in things if _is_headed(t, pattern.head)) or None


def _is_headed(thing: Found, head: str) -> bool:
    """Say whether the label of a thing holds what the pattern's `head` asks for, if it does."""
    return not head or re.search(head, thing.label.lower()) is not None


def _topic(match: Match, topic: Topic) -> Found | None:
    """Return the topic: a thing named earlier in the sentence, else its only one, else the section's."""
    kinds, head = match.pattern.topic, match.pattern.head
    taken = [thing for things in match.things.values() for thing in things]

    def fits(thing: Found) -> bool:
        return thing.kind in kinds and thing not in taken and _is_headed(thing, head)

    before = [thing for thing in match.line.slots(0, match.start) if fits(thing)]
    backwards = (
        match.pattern.build
        or match.pattern.language == "ru"
        or _POSSESSIVE.match(match.line.text, match.start)
    )
    rest = () if backwards else match.line.slots(match.start, len(match.line.text))
    after = [thing for thing in rest if fits(thing)]
    if before or len({thing.key for thing in after}) == 1:
        return (before or after)[-1]
    return topic(kinds, match.line.start, head)


Words = Mapping[str, tuple[str, int, int]]
Things = Mapping[str, tuple[Found, ...]]


def _subjects(name: str, things: Things) -> tuple[Found, ...]:
    """Return what a template's subject stands for: things, or whom a share counts ("c.of")."""
    slot, _, part = name.partition(".")
    held = things.get(slot, ())
    owners = (thing.value.of for thing in held if isinstance(thing.value, Share))
    return tuple(owner for owner in owners if isinstance(owner, Found)) if part else held


def values_of(name: str, line: Line, words: Words, things: Things) -> Iterator[Value]:
    """Yield what a template's object stands for: a number "#1", plain words, things or parts of them ("r.first").

    Words can be asked for as the number that they write out ("x.number": "ninth" is "9").
    """
    slot, _, part = name.partition(".")
    if slot.startswith("#"):
        yield Quantity(float(slot[1:]))
    if slot in words:
        said = words[slot][0].strip(" ,;")
        yield str(ordinal_number(said) or said) if part == "number" else said
    for thing in things.get(slot, ()):
        written = line.folded[thing.start : thing.stop] if part == "words" else None
        value = written or _value_of(thing, part)
        if value is not None:
            yield value


def _value_of(thing: Found, part: str) -> Value | None:
    value = thing.value
    if isinstance(value, DateRange):
        return value.last if part == "last" else value.first if part == "first" else None
    if isinstance(value, HistoricalDate):
        return value
    if isinstance(value, Share):
        return value.quantity if part != "of" else value.of if isinstance(value.of, Found) else None
    if isinstance(value, Quantity):
        return value
    return _matter(thing.label) if part == "about" else thing


def _matter(label: str) -> str | None:
    """Return what a document is about, by its label: "Report on the fuel situation" is about "the fuel situation"."""
    about = re.search(r" (?:on|about|concerning) (?P<what>.+)", label)
    return about["what"] if about else None


def qualify(draft: Draft, template: Template, words: Words, things: Things, value: Value) -> Draft:
    """Return the draft with the qualifiers that its template asks for and what a count is of."""
    pairs: dict[str, str | Found | HistoricalDate | float | bool] = {}
    for name, source in template.qualifiers:
        if not source.startswith("$"):
            pairs[name] = source
        elif (slot := source[1:].partition("."))[0] in things:
            held = things[slot[0]][0]
            known = _value_of(held, slot[2])
            pairs[name] = known if isinstance(known, HistoricalDate) else held
        elif source[1:] in words:
            pairs[name] = words[source[1:]][0]
    if isinstance(value, Quantity) and "." not in template.subject:
        pairs = pairs | _share_qualifiers(template.object.partition(".")[0], things, value)
    if "unit" in dict(template.qualifiers) and isinstance(value, Quantity) and value.unit != "percent":
        draft = replace(draft, object=replace(value, unit=str(dict(template.qualifiers)["unit"])))
    pairs.pop("unit", None)
    return replace(draft, qualifiers=tuple(sorted(pairs.items(), key=lambda pair: pair[0])))


def _share_qualifiers(slot: str, things: Things, value: Quantity) -> dict[str, Found | str]:
    for thing in things.get(slot, ()):
        if isinstance(thing.value, Share) and thing.value.quantity is value:
            known = {"of": thing.value.of, "measure": thing.value.measure}
            return {name: said for name, said in known.items() if said}
    return {}


def read_stance(match: Match) -> tuple[Stance, Found | None]:
    """Return the stance of a match and its speaker: what the pattern says, else what the verb's clause says.

    The verb's words are the pattern's group `verb`, else all that it matched.
    """
    line, start, stop = match.line, match.start, match.stop
    if "verb" in match.words:
        _, first, last = match.words["verb"]
        verb = line.folded[first:last]
    else:
        verb = line.text[start:stop]
    given = Stance(match.pattern.stance) if match.pattern.stance else None
    return stance_of(line, start, stop, verb, match.pattern.signs, given)


def finish(drafts: Iterable[Draft], document: Document, folded: Folded) -> tuple[Claim, ...]:
    """Return the claims of drafts, in text order, each once; the first rule that said it is kept.

    A number in a sentence counts one thing: what a later rule makes of the same number is left out.
    """
    claims: dict[tuple[object, ...], Claim] = {}
    counted: dict[tuple[object, ...], tuple[str, str]] = {}
    for draft in drafts:
        claim = _finish_one(draft, document, folded)
        if claim is None:
            continue
        if isinstance(claim.object, Quantity):
            number = (claim.quote, claim.object.value, claim.object.unit, _whose(claim))
            if counted.setdefault(number, (claim.subject.key, claim.predicate)) != (
                claim.subject.key,
                claim.predicate,
            ):
                continue
        same = _same_statement(claim)
        claims[same] = _with_days(claims[same], claim) if same in claims else claim
    return tuple(
        sorted(
            _without_echoes(_without_twins(claims.values())),
            key=lambda c: (c.quote.start, c.quote.stop, c.predicate, c.id),
        )
    )


def _without_twins(claims: Iterable[Claim]) -> list[Claim]:
    """Leave out the denial of what the same words also assert ("not only … but"): both would have one id."""
    kept: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda claim: claim.stance is Stance.DENIED):
        kept.setdefault(claim.id, claim)
    return list(kept.values())


def _with_days(claim: Claim, other: Claim) -> Claim:
    """Return a claim with the days that another reading of the same sentence gives it."""
    if claim.quote != other.quote:
        return claim
    known = dict(claim.qualifiers)
    days = {n: q for n, q in other.qualifiers if isinstance(q, HistoricalDate) and not known.keys() & _DAYS}
    return replace(claim, qualifiers=tuple(sorted((known | days).items(), key=lambda pair: pair[0])))


def _without_echoes(claims: Iterable[Claim]) -> list[Claim]:
    """Leave out an office that the same words name more fully: "Minister" beside "Minister of War"."""
    kept = list(claims)
    offices: dict[tuple[Quote, str, bool], list[Claim]] = {}
    for claim in kept:
        if claim.predicate == "holdsPosition":
            denied = claim.stance is Stance.DENIED
            offices.setdefault((claim.quote, claim.subject.key, denied), []).append(claim)
    echoes = {c.id for same in offices.values() for c in same if any(_says_more(d, c) for d in same)}
    return [claim for claim in kept if claim.id not in echoes]


def _says_more(claim: Claim, other: Claim) -> bool:
    """Say whether an office is the other one in more words and without fewer qualifiers."""
    words, fewer = str(claim.object).lower(), str(other.object).lower()
    return (
        len(words) > len(fewer)
        and fewer in words
        and dict(other.qualifiers).keys() <= dict(claim.qualifiers).keys()
    )


def _whose(claim: Claim) -> object:
    of = dict(claim.qualifiers).get("of")
    return of.key if isinstance(of, Mention) else of


def _same_statement(claim: Claim) -> tuple[object, ...]:
    value = claim.object
    if isinstance(value, HistoricalDate):
        value = value.edtf
    elif isinstance(value, Quantity):
        value = repr((value.value, value.unit))
    whose = _whose(claim) or dict(claim.qualifiers).get("measure")
    value = value.key if isinstance(value, Mention) else value
    return (claim.subject.key, claim.predicate, value, whose, claim.stance is Stance.DENIED)


def _finish_one(draft: Draft, document: Document, folded: Folded) -> Claim | None:
    quote = _quote(draft.quote.start, draft.quote.stop, document, folded)
    subject = _mention_for(quote, draft.subject, document, folded)
    value: ClaimObject = (
        draft.object
        if not isinstance(draft.object, Found)
        else _mention_for(quote, draft.object, document, folded)
    )
    if (isinstance(value, Mention) and value.key == subject.key) or _is_pronoun(value):
        return None
    qualifiers = tuple((name, _qualifier(q, document, folded)) for name, q in draft.qualifiers)
    identity = claim_id(document.sha256, quote, subject.key, draft.predicate, _written(value, qualifiers))
    speaker = as_mention(draft.speaker, document, folded) if draft.speaker else None
    return Claim(
        identity,
        subject,
        draft.predicate,
        value,
        quote,
        qualifiers,
        draft.stance,
        speaker,
        draft.rule,
        draft.path,
    )


def _is_pronoun(value: ClaimObject) -> bool:
    return isinstance(value, str) and _PRONOUN.fullmatch(value) is not None


def _qualifier(
    value: str | Found | HistoricalDate | float | bool, document: Document, folded: Folded
) -> Qualifier:
    return as_mention(value, document, folded) if isinstance(value, Found) else value


def _written(value: ClaimObject, qualifiers: tuple[tuple[str, Qualifier], ...]) -> str:
    """Return what distinguishes the object: its key, its written value, and for counts whose they are."""
    if isinstance(value, Mention):
        return value.key
    if isinstance(value, HistoricalDate):
        return value.edtf
    if isinstance(value, Quantity):
        of = next((q.key if isinstance(q, Mention) else str(q) for n, q in qualifiers if n == "of"), "")
        return f"{value.value:g} {value.unit} {of}"
    return value


def _quote(start: int, stop: int, document: Document, folded: Folded) -> Quote:
    span = folded.span(start, stop)
    return Quote(document.id, span.start, span.stop)


def _mention_for(quote: Quote, thing: Found, document: Document, folded: Folded) -> Mention:
    """Return the mention for a claim; one that stands outside the claim's words is its own antecedent."""
    mention = as_mention(thing, document, folded)
    if mention.antecedent or (quote.start <= mention.quote.start and mention.quote.stop <= quote.stop):
        return mention
    return replace(mention, antecedent=mention.quote)


def as_mention(thing: Found, document: Document, folded: Folded) -> Mention:
    """Return the mention of a thing, in the document's own offsets."""
    quote = _quote(thing.start, thing.stop, document, folded)
    named = thing.antecedent
    antecedent = _quote(named.start, named.stop, document, folded) if named else None
    return Mention(quote, _KINDS[thing.kind], thing.key, thing.label, thing.how, antecedent)
