"""Give words that stand in a known place (a byline, a signature, a footnote) the thing that they name.

A grammar of running text has to be careful; a line that can only hold a name need not be. What the gazetteer
knows keeps its key, anything else gets a key from its words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from soviet_kg.gazetteer import Form
from soviet_kg.lines import Found, without_overlaps
from soviet_kg.mentions import NameFinder
from soviet_kg.model import Kind
from soviet_kg.names import romanise, slugify

_INITIAL = r"(?:[A-ZА-ЯЁ][a-zа-яё]{0,3}|V[Ll])\."
_PART = r"(?:[A-ZА-ЯЁ][\w']*[^\W\d_]|[A-Z]'[A-Z]\w+|O'\w+)(?:-[A-ZА-ЯЁ]?\w+)*"
_PARTICLE = r"(?:von|van|de|der|du|la|le|di|da|фон)"
_COURTESY = (
    r"(?:(?:Comrades?|Citizens?|Messrs\.?|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Prof\.?|Professor|General|Gen\.|Colonel|Captain|"
    r"Commander|Lieutenant|Admiral|Prince|Count|Com\.|Tov\.|Товарищ|Тов\.|тов\.) )*"
)
PERSON = (
    rf"(?:(?:{_INITIAL}[ -]?){{1,3}}(?:{_PARTICLE} )?{_PART}(?: {_PART})?"
    rf"|{_PART}(?: {_INITIAL}){{0,2}}(?: (?:{_PARTICLE} )?{_PART}){{1,3}}(?:,? Jr\.?)?)"
    r"(?: \([A-ZА-ЯЁ]\w+\))?"
)
_PERSON = re.compile(rf"{_COURTESY}(?P<name>{PERSON}|{_PART}(?: \([A-ZА-ЯЁ]\w+\))?)(?:'s)?$")
_AND = re.compile(r",? (?:and|und|et|и) |,? & |; |, | / ")
_GIVEN = rf"(?:{_INITIAL} ?){{1,3}}(?:{_PART})?|{_PART}(?: {_INITIAL}| {_PART}){{0,2}}"
_INVERTED = re.compile(rf"(?P<surname>(?:{_PARTICLE} )?{_PART}), (?P<given>{_GIVEN})$")
_WHOSE_DEPUTIES = re.compile(r"(?<=\w Soviet) of Work(?:ers|men|ingmen)'s? .*(?:Deputies|Delegates)$")
_ALIAS = re.compile(r"^(?P<name>.+?) \((?P<alias>[^()]+)\)$")


def name_thing(
    start: int, stop: int, form: str, kind: Kind, finder: NameFinder, how: str, latent: bool = False
) -> Found:
    """Return the thing that a form names at a place: the gazetteer's of that kind, else one with its own key.

    Offsets are of the folded text. A key that the gazetteer gives to a thing of another kind is not taken.
    """
    known = entry_of(form, kind, finder)
    if known:
        label = dict(finder.gazetteer.labels(known.slug)).get("en") or known.form
        return Found(start, stop, kind.value, known.slug, label, how, latent=latent)
    key = slugify(form)
    taken = any(other.slug == key for other in finder.forms.get(form.lower(), ()))
    return Found(start, stop, kind.value, f"{key}-{kind.lower()}" if taken else key, form, how, latent=latent)


def entry_of(form: str, kind: Kind, finder: NameFinder) -> Form | None:
    """Return the gazetteer's likeliest entry of one kind for a form, whatever its capitals."""
    return next((entry for entry in finder.forms.get(form.lower(), ()) if entry.kind == kind), None)


def name_person(text: str, start: int, stop: int, finder: NameFinder, how: str) -> Found | None:
    """Return the person whom the words at a place name, or None where they are not built like a name.

    One word alone names a person only after "Comrade" and the like, or where the gazetteer says so.
    "VL. ULIANOV (LENIN)" is whom either name means.
    """
    match = _PERSON.match(text[start:stop])
    if not match:
        return None
    first, last = start + match.start("name"), start + match.end("name")
    for form in person_forms(match["name"]):
        if entry_of(form, Kind.PERSON, finder):
            return name_thing(first, last, form, Kind.PERSON, finder, how)
    if known := _bearer_with_initial(match["name"], finder):
        return name_thing(first, last, known.form, Kind.PERSON, finder, how)
    is_bare = " " not in match["name"] and "." not in match["name"]
    if is_bare and not match.start("name"):
        return None
    return name_thing(first, last, plain_case(match["name"]), Kind.PERSON, finder, how)


def _bearer_with_initial(name: str, finder: NameFinder) -> Form | None:
    """Return whom "Ya. Sverdlov" names: the known bearer of the surname, if the given name begins so."""
    initial = re.match(rf"([^\W\d_]+)\.(?: ?{_INITIAL})* ?({_PART})$", plain_case(name))
    known = entry_of(initial[2], Kind.PERSON, finder) if initial else None
    if not initial or known is None:
        return None
    label = dict(finder.gazetteer.labels(known.slug)).get("en", "")
    return known if label.startswith(initial[1]) else None


def name_inverted(text: str, start: int, stop: int, finder: NameFinder, how: str) -> Found | None:
    """Return the person of "Lenin, Vladimir" or "Sukhanov, N. N.", or None for other words."""
    match = _INVERTED.match(text[start:stop])
    if not match:
        return None
    surname, given = match["surname"], match["given"].strip()
    straight = plain_case(f"{given} {surname}")
    for form in (match[0], straight, *person_forms(straight)):
        if entry_of(form, Kind.PERSON, finder):
            return name_thing(start, stop, form, Kind.PERSON, finder, how)
    return name_thing(start, stop, straight, Kind.PERSON, finder, how)


def name_persons(text: str, start: int, stop: int, finder: NameFinder, how: str) -> list[Found] | None:
    """Return the persons of "A. Smith, B. Jones and C. Brown", or None where any part is no person's name."""
    persons: list[Found] = []
    for first, last in _split(text, start, stop):
        person = name_person(text, first, last, finder, how)
        if person is None:
            return None
        persons.append(person)
    return persons or None


def _split(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _AND.finditer(text, start, stop):
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if at < stop:
        yield at, stop


def person_forms(name: str) -> Iterator[str]:
    """Yield the forms under which a person may be listed, the most telling first; Russian also in Latin."""
    forms = list(_written_forms(name))
    yield from forms
    if not name.isascii():
        yield from (romanise(form) for form in forms)


def _written_forms(name: str) -> Iterator[str]:
    alias = _ALIAS.match(name)
    yield name
    if alias:
        yield from (alias["alias"], alias["name"])
    plain = plain_case(alias["name"] if alias else name)
    yield plain
    yield re.sub(rf"^({_INITIAL}) .*?(?=\S+$)", r"\1 ", plain)
    yield re.sub(rf"^(\w{{2,}}) (?:{_INITIAL} ?)+(?=\S+$)", r"\1 ", plain)


def plain_case(name: str) -> str:
    """Return a name without capitals that only typography wants: "N. KRYLENKO" is "N. Krylenko".

    >>> plain_case("V. BONCH-BRUEVITCH")
    'V. Bonch-Bruevitch'
    """
    return re.sub(r"[^\W\d_]{2,}", lambda word: word[0].capitalize() if word[0].isupper() else word[0], name)


def short_label(label: str) -> str:
    """Return a local soviet's label for use inside another label, without whose deputies sit in it.

    >>> short_label("Petrograd Soviet of Workers' and Soldiers' Deputies")
    'Petrograd Soviet'
    """
    return label if label.startswith("All-") else _WHOSE_DEPUTIES.sub("", label)


def overlay(found: Iterable[Found], fresh: Sequence[Found]) -> list[Found]:
    """Return the things with the fresh ones in place of whatever they overlap, in order, without overlaps."""
    chosen = without_overlaps(fresh)
    starts = [thing.start for thing in chosen]

    def is_free(thing: Found) -> bool:
        index = bisect_left(starts, thing.stop) - 1  # the last chosen thing that begins before this one ends
        return index < 0 or chosen[index].stop <= thing.start

    return sorted([*filter(is_free, found), *chosen], key=lambda thing: thing.start)
