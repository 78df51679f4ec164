"""Names, made easy to compare, and how well two names of persons agree."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from soviet_kg.names import given_spellings, romanise, split_person, surname_spellings
from soviet_kg.wikidata.knowledge import read_weights

_NOT_LETTERS = re.compile(r"[^\w]+", re.UNICODE)
_INITIALS = re.compile(r"(?<=\b\w)\.(?=\w)")


@lru_cache(maxsize=65536)
def fold_name(form: str) -> str:
    """Return a name without case, marks, punctuation and articles, its ordinals as digits.

    >>> fold_name("The Second All-Russian Congress of Soviets") == fold_name("2nd All-Russian Congress of Soviets")
    True
    """
    plain = unicodedata.normalize("NFKD", form.casefold().replace("й", "\0")).replace("\0", "й")
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign) or sign == "\u0306")
    words = _NOT_LETTERS.sub(" ", letters.replace("'", "").replace("’", "").replace("ё", "е")).split()
    fold = read_weights().fold
    return " ".join(word for word in (fold.get(word, word) for word in words) if word)


@lru_cache(maxsize=65536)
def romanised(form: str) -> str:
    """Return a Russian name, folded, in Latin letters."""
    return fold_name(romanise(form))


@lru_cache(maxsize=65536)
def person_parts(form: str) -> tuple[tuple[str, ...], str]:
    """Return the folded given names (or initials) and the folded surname; no given names for a surname alone.

    >>> person_parts("A.V. Lunacharsky")
    (('a', 'v'), 'lunacharsky')
    """
    spaced = _INITIALS.sub(". ", form)
    if "," in spaced:
        surname, _, given = spaced.partition(",")
        spaced = f"{given.strip()} {surname.strip()}"
    name = split_person(spaced)
    if name is None:
        words = fold_name(spaced).split()
        return (tuple(words[:-1]), words[-1]) if words else ((), "")
    given_words = fold_name(f"{name.given} {name.patronymic}").split()
    return tuple(given_words), fold_name(name.surname)


@lru_cache(maxsize=65536)
def surname_keys(surname: str) -> frozenset[str]:
    """Return a folded surname in its spellings ("trotsky", "trotzky", "trotskii")."""
    return frozenset(map(fold_name, surname_spellings(surname.title())))


@lru_cache(maxsize=65536)
def _given_keys(given: str) -> frozenset[str]:
    return frozenset(map(fold_name, given_spellings(given.title())))


def compare_persons(ours: str, theirs: str) -> str:
    """Say how two names in one script agree: "full", "middle", "initials", "surname", "given" (they differ), or "".

    "middle": one has a patronymic or initial that the other has not. "given": one surname, and given names that
    no one person bears together.

    >>> compare_persons("L. Kamenev", "Lev Borisovich Kamenev"), compare_persons("Alexander Karelin", "V. Karelin")
    ('initials', 'given')
    """
    (mine, surname), (other, theirs_surname) = person_parts(ours), person_parts(theirs)
    if not surname or surname_keys(surname).isdisjoint(surname_keys(theirs_surname)):
        return ""
    if not mine or not other:
        return "surname"
    pairs = list(zip(mine, other, strict=False))
    if not all(_agree(*pair) for pair in pairs):
        return "given"
    if len(mine) == len(other) and all(len(word) > 1 for pair in pairs for word in pair):
        return "full"
    return "middle" if all(len(word) > 1 for word in pairs[0]) else "initials"


def _agree(one: str, two: str) -> bool:
    if len(one) == 1 or len(two) == 1:
        return one[0] == two[0]
    return one == two or not _given_keys(one).isdisjoint(_given_keys(two))
