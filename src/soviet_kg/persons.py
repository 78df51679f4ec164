"""A person's name in parts, and whether two fit: here names of two scripts and spellings are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from soviet_kg.names import given_spellings, romanise, split_person, surname_spellings
from soviet_kg.scripts import sound_keys

_INITIALS = re.compile(r"(?<=\.)(?=\w)")
_BRACKETS = re.compile(r"\s*\(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class PersonParts:
    """A person's names: surnames in all their spellings, small; given names and patronymics as written.

    `aliases` are those of the surnames that stand in brackets: "Ulianov (Lenin)".
    """

    surnames: frozenset[str]
    given: str = ""
    patronymic: str = ""
    aliases: frozenset[str] = frozenset()


def person_parts(form: str) -> PersonParts:
    """Return the parts of a person's name as written, in any script and order.

    >>> person_parts("Bunakov, I.I.").given, {"lenin", "ulianov"} <= person_parts("VL. ULIANOV (LENIN)").surnames
    ('I.', True)
    >>> "чернов" in person_parts("Чернов В. М.").surnames & person_parts("V. Tschernow").surnames
    True
    """
    in_brackets = [word for found in _BRACKETS.findall(form) for word in romanise(found).split()[-1:]]
    aliases = _spellings(word.capitalize() for word in in_brackets)
    latin = _INITIALS.sub(" ", romanise(_BRACKETS.sub("", form)))
    surname, comma, given = latin.partition(", ")
    latin = f"{given} {surname}" if comma else latin
    words = [word.capitalize() if word.isupper() and len(word) > 2 else word for word in latin.split()]
    while (
        len(words) > 1 and is_initial(words[-1]) and not is_initial(words[0])
    ):  # "Чернов В. М.", as in lists
        first = next(place for place, word in enumerate(words) if is_initial(word))
        words = [*words[first:], *words[:first]]
    name = split_person(" ".join(words))
    if name is None:
        bare = words[-1:] if len(words) == 1 else []
        return PersonParts(_spellings(bare) | aliases, aliases=aliases)
    return PersonParts(_spellings([name.surname]) | aliases, name.given, name.patronymic, aliases)


def _spellings(surnames: Iterable[str]) -> frozenset[str]:
    """Return every spelling of surnames, how they sound, and the same of the halves of double ones."""
    spelt: set[str] = set()
    for surname in surnames:
        for part in {surname, *surname.split("-")}:
            if len(part) > 1:
                spelt.update(spelling.lower() for spelling in surname_spellings(part.capitalize()))
                spelt |= sound_keys(part)
    return frozenset(spelt)


def given_fit(left: str, right: str) -> str:
    """Return "same", "fits" (one is an initial or the beginning of the other), "differs", or "" where one is missing.

    >>> given_fit("I.", "Ilya"), given_fit("Lev", "Leon"), given_fit("Viktor", "Vladimir"), given_fit("", "Ilya")
    ('fits', 'same', 'differs', '')
    """
    if not left or not right:
        return ""
    first, second = left.rstrip("."), right.rstrip(".")
    short = is_initial(left) or is_initial(right)
    if not short and (first == second or set(given_spellings(first)) & set(given_spellings(second))):
        return "same"
    pairs = ((a, b) for a in given_spellings(first) for b in given_spellings(second))
    begins = any(a.startswith(b) or b.startswith(a) for a, b in pairs)
    return "fits" if short and begins else "differs"


def is_initial(given: str) -> bool:
    """Say whether a given name is shortened: "V.", "Vl.", "V"."""
    return given.endswith(".") or len(given) == 1
