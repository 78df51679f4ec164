"""Which thing a Russian name means: the gazetteer's under another wording, an English name's, or one of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

from soviet_kg.finders import NameFinder, from_form
from soviet_kg.gazetteer import Form
from soviet_kg.lines import Found
from soviet_kg.model import Kind
from soviet_kg.names import read_rules, slugify
from soviet_kg.nominative import nominative_adjective
from soviet_kg.russian_heads import Headed
from soviet_kg.russian_persons import PersonName

_ROMAN = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
)
_SCOPE = re.compile(r"(?:Всероссийск|Чрезвычайн|всероссийск|чрезвычайн)")
_DEPUTIES = re.compile(r" (?:[а-яё]+(?:,| и|, и)? )+депутатов", re.IGNORECASE)
_PEASANTS = re.compile(r"крестьянск\w+ депутатов", re.IGNORECASE)
_WORKERS = re.compile(r"рабоч|солдатск", re.IGNORECASE)
_ANYWHERE = (
    " России",
    " Республики",
    " республики",
    " Российской республики",
)  # where things without a place are
_INSTITUTIONS = (Kind.BODY,)  # what a congress without a number is
_LEVELS = ("городской", "местный", "областной", "губернский")


def thing_of_head(name: Headed, finder: NameFinder) -> Found:
    """Return the thing that a name around a noun means, on the words of that name."""
    how = f"grammar/{name.rule.id}"
    kinds = (name.rule.kind, *_INSTITUTIONS) if name.rule.series == "congress" else (name.rule.kind,)
    for form in wordings(name, finder):
        known = entry(form, kinds, finder)
        if known:
            return from_form(name.start, name.stop, known, finder.gazetteer, how)
    if name.rule.series == "event" and name.adjectives and name.tail:  # "Октябрьская революция | в России"
        known = entry(" ".join([*name.adjectives, name.head]), (name.rule.kind,), finder)
        if known:
            return from_form(name.start, name.stop - len(name.tail), known, finder.gazetteer, how)
    loose = finder.lookup_loosely(name.label)
    if loose and loose.kind == name.rule.kind:
        return from_form(name.start, name.stop, loose, finder.gazetteer, how)
    english = _english(name, finder)
    known = entry(english, (name.rule.kind,), finder) if english else None
    if known:
        return from_form(name.start, name.stop, known, finder.gazetteer, how)
    key = slugify(english or name.label)
    return Found(name.start, name.stop, name.rule.kind.value, key, name.label, how, latent=name.rule.latent)


def entry(form: str, kinds: Iterable[Kind], finder: NameFinder) -> Form | None:
    """Return the gazetteer's likeliest entry of some kinds for a form in any case."""
    known = finder.lookup(form.replace(" (б)", "(б)"))
    return known if known and known.kind in kinds else None


def wordings(name: Headed, finder: NameFinder) -> Iterator[str]:
    """Yield the wordings under which the gazetteer may have a name, its own first."""
    yield name.label
    if name.adjectives and name.adjectives[0][0].islower():  # "буржуазное Временное правительство"
        yield " ".join([*name.adjectives[1:], name.head]) + name.tail
    if name.tail in _ANYWHERE:
        yield " ".join([*name.adjectives, name.head])
    if name.rule.kind is Kind.PARTY:
        yield from _party_wordings(name)
    if name.rule.series == "congress":
        yield from _congress_wordings(name, finder)
    else:
        yield " ".join([*name.adjectives, name.head]) + _DEPUTIES.sub("", name.tail)
    if name.rule.series == "soviet":
        plain = [word for word in name.adjectives if word.lower() not in _LEVELS]
        yield " ".join([*plain, name.head]) + name.tail
        if plain:
            yield " ".join([*plain, name.head])
    yield from _shortened(name.label)


def _shortened(label: str) -> Iterator[str]:
    """Yield a name with the states and bodies in it by their letters."""
    for whole, letters in _short_names().items():
        if whole.lower() in label.lower():
            at = label.lower().index(whole.lower())
            yield label[:at] + letters + label[at + len(whole) :]


@lru_cache(maxsize=1)
def _short_names() -> dict[str, str]:
    return dict(read_rules("ontology/names/russian.toml")["shortened"])


def _party_wordings(name: Headed) -> Iterator[str]:
    """Yield the adjective of "эсеровская фракция", the name in "партия РСДРП"."""
    if len(name.adjectives) + bool(name.tail) == 1:
        yield from (nominative_adjective(word, "m").lower() for word in name.adjectives)
        yield name.tail.strip()


def _congress_wordings(name: Headed, finder: NameFinder) -> Iterator[str]:
    """Yield a congress with its number in words and in Roman, with and without "Всероссийский"."""
    ordinals = finder.russian.heads.ordinals if finder.russian else ()
    numbers, adjectives = _numbers(name, ordinals)
    if not numbers:  # the institution, or a congress of which only the place or the kind is told
        yield from (" ".join([*adjectives, name.head]) + tail for tail in _tails(name.tail))
        return
    plain = [word for word in adjectives if not _SCOPE.match(word)]
    for number, scope, tail in product(
        numbers, dict.fromkeys((tuple(adjectives), tuple(plain))), _tails(name.tail)
    ):
        yield " ".join([number, *scope, name.head]) + tail


def _numbers(name: Headed, ordinals: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return the number of a congress in every writing, and the other adjectives."""
    rest = [word for word in name.adjectives if _masculine(word) not in ordinals]
    words = [word for word in name.adjectives if _masculine(word) in ordinals]
    if name.number in _ROMAN:
        at = _ROMAN.index(name.number)
    elif name.number[:1].isdigit():
        at = int(re.match(r"\d+", name.number)[0]) - 1  # type: ignore[index]
    elif words:
        at = ordinals.index(_masculine(words[0]))
    else:
        return [], rest
    feminine = name.head.lower().endswith(("я", "а"))
    word = ordinals[at] if at < len(ordinals) else ""
    word = _feminine(word) if feminine and word else word
    return [_ROMAN[at] if at < len(_ROMAN) else "", word.capitalize()], rest


def _masculine(word: str) -> str:
    return nominative_adjective(word.lower(), "m")


def _feminine(word: str) -> str:
    return word[:-2] + ("ья" if word == "третий" else "ая")


def _tails(tail: str) -> list[str]:
    """Return what may stand behind a congress in place of its tail: the deputies of soviets are left out."""
    if not _DEPUTIES.search(tail):
        return [tail]
    if _PEASANTS.search(tail) and not _WORKERS.search(tail):
        return [tail, " крестьянских депутатов", " Советов крестьянских депутатов"]
    return [tail, " Советов"]


def _english(name: Headed, finder: NameFinder) -> str:
    """Return "Tambov Soviet" for the Тамбовский Совет, "" for what has more adjectives, or another tail."""
    grammar = finder.russian
    noun = grammar.english.get(name.head.lower()) if grammar else None
    adjectives = [word.lower() for word in name.adjectives if word.lower() not in _LEVELS]
    tail = _DEPUTIES.sub("", name.tail).strip()
    if not noun or not grammar or len(adjectives) + bool(tail) != 1:
        return ""
    place = grammar.places.get(adjectives[0]) if adjectives else _place(tail, finder)
    return f"{place} {noun}" if place else ""


def _place(form: str, finder: NameFinder) -> str:
    """Return the English label of a place in any case, "" for what is none."""
    known = entry(form, (Kind.PLACE,), finder)
    return finder.gazetteer.label(known.slug) if known else ""


def thing_of_person(name: PersonName, finder: NameFinder) -> Found:
    """Return the person whom a name means: the gazetteer's, unless the initials are another's, or one of its own."""
    how = f"grammar/person-{name.how}"
    known = _known_person(name, finder)
    if known:
        return from_form(name.start, name.stop, known, finder.gazetteer, how)
    return Found(name.start, name.stop, Kind.PERSON.value, slugify(name.label), name.label, how)


def _known_person(name: PersonName, finder: NameFinder) -> Form | None:
    alias = entry(name.alias, (Kind.PERSON,), finder) if name.alias else None
    if alias:
        return alias
    first = f"{name.given[:1]}. {name.surname}" if name.given.endswith(".") else name.label  # "Вл." is "В."
    for form in dict.fromkeys((name.label, f"{name.given} {name.surname}".strip(), first)):
        known = entry(form, (Kind.PERSON,), finder)
        if known and _may_have(known.slug, name.patronymic, finder):
            return known
    return None


def _may_have(slug: str, patronymic: str, finder: NameFinder) -> bool:
    letters = finder.russian.patronymics.get(slug) if finder.russian else None
    return not patronymic or not letters or patronymic[0] in letters
