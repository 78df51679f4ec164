"""Find names: one pass over the gazetteer's forms, then grammars for names that no list can hold.

The longest match wins; a name inside a longer name is part of it. Matching folds capitals one way only: the
text may be more capitalised than the form ("Meeting Of The Petrograd Soviet"), never less ("land" is not
"Land").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from soviet_kg.companions import add_companions
from soviet_kg.cues import Stretch, matches_in, stretches
from soviet_kg.finders import (
    NameFinder,
    NameRule,
    Refused,
    automaton_hits,
    from_form,
    make_finder,
    not_refused,
)
from soviet_kg.lines import Found, without_overlaps
from soviet_kg.model import Kind
from soviet_kg.names import slugify
from soviet_kg.russian_names import find_russian_names
from soviet_kg.series import congress_form, is_congress, ordinal_word, soviets_form

__all__ = ["NameFinder", "find_names", "make_finder"]

_SPREAD = ("grammar/party-spread", "grammar/party-organisations")
_COMPLETE = (Kind.PERSON, Kind.PARTY, Kind.BODY, Kind.DOCUMENT, Kind.PUBLICATION)
# a Russian patronymic inside a name, and a given name with one before a surname, in small letters or capitals
_PATRONYMIC = re.compile(r" [A-Z]\w+(?:[oe]vi(?:ch|tch)|yich|ich|[oe]vna|ichna) (?=[A-Z])")
_GIVEN_BEFORE = re.compile(r"\b([A-Z]\w+) [A-Z]\w+(?:[oe]vi(?:ch|tch)|ich|[oe]vna|ICH|[OE]VNA) $")
_UPPER_KEEPS = 4  # an abbreviation of up to four capitals must be written exactly


def find_names(text: str, finder: NameFinder) -> list[Found]:
    """Return the names in a folded text, leftmost-longest, in order."""
    return find_russian_names(text, finder) if finder.language == "ru" else _find_english_names(text, finder)


def _find_english_names(text: str, finder: NameFinder) -> list[Found]:
    hits = list(automaton_hits(text, finder))
    refused = [hit for hit in hits if isinstance(hit, Refused)]
    names = [hit for hit in hits if isinstance(hit, Found)]
    *places, of_congresses = stretches(text, finder.cues)
    spread, other = _part_spread(_grammar_hits(text, finder, places))
    weak = {f"grammar/{rule.id}" for rule in finder.rules if rule.weak}
    candidates = not_refused([*_congress_hits(text, finder, of_congresses), *spread, *names, *other], refused)
    strong = without_overlaps(name for name in candidates if name.how not in weak)
    named = _fill(strong, (name for name in candidates if name.how in weak))
    joined = add_companions(text, named, finder.company) if finder.company else named
    kept = _with_patronymics(text, joined)
    return _short_forms(_bare_surnames(text, kept))


def _part_spread(hits: Iterable[Found]) -> tuple[list[Found], list[Found]]:
    """Part names that share a noun ("the Swiss and Swedish parties") from others: "Swiss" means the party."""
    spread: list[Found] = []
    other: list[Found] = []
    for hit in hits:
        (spread if hit.how in _SPREAD else other).append(hit)
    return spread, other


def _fill(names: Sequence[Found], weak: Iterable[Found]) -> list[Found]:
    """Return the names with those of the weak ones that touch none of them, in order."""
    starts = [name.start for name in names]

    def is_free(name: Found) -> bool:
        after = bisect_left(starts, name.stop)
        return after == 0 or names[after - 1].stop <= name.start

    return sorted([*names, *without_overlaps(filter(is_free, weak))], key=lambda name: name.start)


def _named(
    start: int, stop: int, form: str, kind: Kind, finder: NameFinder, how: str, latent: bool = False
) -> Found:
    """Return a name that a grammar read: the gazetteer's entry where it has one for the form."""
    known = finder.lookup(form) or (finder.lookup(_PATRONYMIC.sub(" ", form)) if kind == "Person" else None)
    if known and known.kind == kind:
        return from_form(start, stop, known, finder.gazetteer, how)
    is_typography = form.isupper() or kind is Kind.PERSON  # else they abbreviate: "RSDLP Central Committee"
    label = " ".join(_plain_capitals(word) for word in form.split()) if is_typography else form
    return Found(start, stop, kind.value, slugify(form), " ".join(label.split()), how, latent=latent)


def _plain_capitals(word: str) -> str:
    return word.capitalize() if word.isupper() and len(word) > _UPPER_KEEPS else word


def _congress_hits(text: str, finder: NameFinder, places: Iterable[Stretch]) -> Iterator[Found]:
    for match in matches_in(finder.congress, text, places) if finder.congress else ():
        form = _with_article(congress_form(match.groupdict()), match)
        if form:
            yield _congress(match.start(), match.end(), form, finder)


def _with_article(form: str, match: re.Match[str]) -> str:
    """Return "Fifth Congress of the RSDLP" with its article, as the gazetteer has it; Soviets take none."""
    whose = match["of"] or "-"
    written = re.search(rf"[Oo]f the {re.escape(whose)}", match[0])
    return form.replace(f" of {whose}", f" of the {whose}", 1) if written else form


def _congress(start: int, stop: int, form: str, finder: NameFinder) -> Found:
    """Return a numbered congress, or for a name without number the institution where the gazetteer has it."""
    if ordinal_word(form.split()[0]):
        return _named(start, stop, form, Kind.EVENT, finder, "grammar/congress")
    known = finder.lookup(form)
    kind = known.kind if known and known.kind == Kind.BODY else Kind.EVENT
    return _named(start, stop, form, kind, finder, "grammar/congress-unnumbered")


def _grammar_hits(text: str, finder: NameFinder, places: Sequence[Iterable[Stretch]]) -> Iterator[Found]:
    for rule, held in zip(finder.rules, places, strict=True):
        for match in matches_in(rule.expression, text, held):
            yield from _rule_names(rule, match, finder)


def _rule_names(rule: NameRule, match: re.Match[str], finder: NameFinder) -> Iterator[Found]:
    groups = {name: value or "" for name, value in match.groupdict().items()}
    how = f"grammar/{rule.id}"
    if rule.spread:
        yield from _spread_names(rule, match, finder)
    elif is_congress(match[0]):
        return
    elif rule.series:
        yield _named(match.start(), match.end(), soviets_form(groups), rule.kind, finder, how)
    else:
        form = rule.form.format(**groups) if rule.form else match[0]
        start, stop = match.span("form") if rule.inner or rule.form == "{form}" else match.span()
        if not rule.form:
            form = _without_another(form, finder)
            stop = start + len(form)
        yield _named(start, stop, _without_possessive(form), rule.kind, finder, how, rule.latent)


def _without_another(form: str, finder: NameFinder) -> str:
    """Return a name without what another one adds: "Commissariat of Labour and Lenin" names two."""
    head, joined, tail = form.rpartition(" and ")
    tail = tail.removeprefix("the ")
    known = finder.lookup(tail) if joined and tail[:1].isupper() else None
    return head if known and known.kind in _COMPLETE else form


def _without_possessive(form: str) -> str:
    return form.removesuffix("'s").strip(" ,")


def _spread_names(rule: NameRule, match: re.Match[str], finder: NameFinder) -> Iterator[Found]:
    """Yield one name for each item of "the Swiss, Swedish and Norwegian X parties", each on its own words."""
    start = match.start("spread")
    for item in re.finditer(r"[A-Z][\w-]*", match["spread"] or ""):
        form = rule.spread.format(item=item[0], head=match["head"])
        yield _named(start + item.start(), start + item.end(), form, rule.kind, finder, f"grammar/{rule.id}")
    last = match["tail"].split()[0]
    form = rule.spread.format(item=last, head=match["head"])
    yield _named(match.start("tail"), match.end("tail"), form, rule.kind, finder, f"grammar/{rule.id}")


def _with_patronymics(text: str, names: list[Found]) -> list[Found]:
    """Let a known surname take in the given name and patronymic before it: "PAVEL NIKOLAYEVICH MILYUKOV"."""
    return without_overlaps(_with_patronymic(text, thing) for thing in names)


def _with_patronymic(text: str, thing: Found) -> Found:
    before = _GIVEN_BEFORE.search(text, max(0, thing.start - 50), thing.start)
    if before is None or thing.kind != Kind.PERSON or not thing.label.startswith(before[1][0]):
        return thing
    return replace(thing, start=before.start()) if " " in thing.label else thing


def _bare_surnames(text: str, names: list[Found]) -> list[Found]:
    """Add the bare surnames of persons whom the document names in full and the gazetteer does not know."""
    bearers: dict[str, Found] = {}
    for name in sorted(names, key=lambda name: len(name.label.split()) == 1):
        if name.kind == Kind.PERSON and name.how.startswith("grammar/person-"):
            bearers.setdefault(name.label.split()[-1], name)
    if not bearers:
        return names
    bare = re.compile(r"\b(" + "|".join(map(re.escape, sorted(bearers))) + r")\b")
    known = [_same_person(name, bearers) for name in names]
    more = (
        replace(bearers[match[1]], start=match.start(), stop=match.end(), how="grammar/surname")
        for match in bare.finditer(text)
    )
    return without_overlaps([*known, *more])


def _same_person(name: Found, bearers: Mapping[str, Found]) -> Found:
    bearer = bearers.get(name.label)
    if bearer and name.how.startswith("grammar/person-"):
        return replace(name, key=bearer.key, label=bearer.label)
    return name


def _short_forms(names: list[Found]) -> list[Found]:
    """Give a name that only a grammar knows to the one longer name of the document that it shortens.

    "Central Committee" is short for "Central Committee of the Bolshevik Party", "City Duma" for "Petrograd
    City Duma"; with two candidates it stays what it is.
    """
    full = {name.label: name for name in reversed(names) if name.kind == Kind.BODY}
    longer = {
        label: _longer(label, full)
        for label, name in full.items()
        if name.how.startswith("grammar/committee")
    }
    return [
        replace(named, start=name.start, stop=name.stop, how="grammar/short-form")
        if (named := longer.get(name.label))
        else name
        for name in names
    ]


def _longer(label: str, full: Mapping[str, Found]) -> Found | None:
    fitting = {
        n.key: n
        for other, n in full.items()
        if other.startswith(f"{label} of ") or other.endswith(f" {label}")
    }
    return next(iter(fitting.values())) if len(fitting) == 1 else None
