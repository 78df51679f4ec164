"""What a text's names are found by: the gazetteer's forms in one automaton, and the grammars of a language.

Matching folds capitals one way only: the text may be more capitalised than the form ("Meeting Of The Petrograd
Soviet"), never less ("land" is not "Land").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from soviet_kg.companions import Company, read_company
from soviet_kg.cues import Cues, make_cues
from soviet_kg.declension import decline_phrase
from soviet_kg.gazetteer import Form, Gazetteer, expand_forms
from soviet_kg.lines import Found
from soviet_kg.model import Kind
from soviet_kg.notation import expand_words
from soviet_kg.parts import Expression, Parts
from soviet_kg.patterns import read_toml
from soviet_kg.russian_grammar import RussianGrammar, read_russian_grammar

_INDEFINITE = re.compile(r"\b(?:an?|any|another|no|every) $", re.IGNORECASE)
_DOUBLED = re.compile(r"(\w)\1")
_LONG = 10  # letters of a name in which a doubled one may be missing
_UPPER_KEEPS = 4  # an abbreviation of up to four capitals must be written exactly


@dataclass(frozen=True, slots=True)
class NameRule:
    """One grammar of names: see `ontology/grammar/names.en.toml`."""

    id: str
    kind: Kind
    expression: Expression
    form: str
    series: str
    spread: str
    latent: bool
    inner: bool
    weak: bool


@dataclass(frozen=True)
class NameFinder:
    """The gazetteer's forms in one automaton, and the grammars of a language; Russian has neither of the last two."""

    gazetteer: Gazetteer
    automaton: Any
    forms: Mapping[str, tuple[Form, ...]]
    not_names: frozenset[str]
    rules: tuple[NameRule, ...]
    cues: Cues
    language: str = "en"
    congress: Expression | None = None
    company: Company | None = None
    russian: RussianGrammar | None = None

    def lookup(self, form: str) -> Form | None:
        """Return the gazetteer's likeliest entry for a form, whatever its capitals."""
        known = self.forms.get(_key(form, self.language))
        return known[0] if known else None

    def lookup_loosely(self, form: str) -> Form | None:
        """Return the entry for a form in which a doubled letter stands once, or a single one twice: "Белорусия"."""
        return self._loose.get(_DOUBLED.sub(r"\1", _key(form, self.language)))

    @cached_property
    def _loose(self) -> dict[str, Form]:
        """The likeliest entries of long forms without doubled letters."""
        found: dict[str, Form] = {}
        for key, rows in self.forms.items():
            if len(key) >= _LONG:
                found.setdefault(_DOUBLED.sub(r"\1", key), rows[0])
        return found


@dataclass(frozen=True)
class Grammar:
    """The name grammars of a language: English has those for congresses and companions, Russian its own."""

    rules: tuple[NameRule, ...]
    congress: Expression | None
    company: Company | None
    russian: RussianGrammar | None


def load_grammar(folder: Path, gazetteer: Gazetteer, language: str = "en") -> Grammar:
    """Return the name grammars of a language; the gazetteer lends given names and places. Raises BadDataFile."""
    path = folder / f"names.{language}.toml"
    table, parts = read_toml(path), Parts()
    given = (folder / "given-names.txt").read_text(encoding="utf-8").split()
    words = {k: v.replace("@given-names", "|".join(given)) for k, v in table["words"].items()}

    def expand(source: str) -> str:
        return expand_words(source, words, path.name, parts)

    rules = tuple(
        NameRule(
            row["id"], Kind(row["kind"]), Expression(expand(row["match"]), parts), row.get("form", ""),
            row.get("series", ""), row.get("spread", ""), row.get("latent", False), row.get("inner", False),
            row.get("weak", False),
        )
        for row in table["name"]
    )  # fmt: skip
    company = {name: parts.in_full(expand(source)) for name, source in table.get("company", {}).items()}
    congress = table.get("congress", {}).get("match", "")

    def in_full(source: str) -> str:
        return parts.in_full(expand(source))

    return Grammar(
        rules,
        Expression(expand(congress), parts) if congress else None,
        read_company(company) if company else None,
        read_russian_grammar(table, in_full, gazetteer) if language == "ru" else None,
    )


def make_finder(gazetteer: Gazetteer, grammar: Path, language: str = "en") -> NameFinder:
    """Return a finder for the gazetteer and the grammars of a language ("en" or "ru") in a folder."""
    import ahocorasick

    forms = _forms_by_key(gazetteer, language)
    automaton = ahocorasick.Automaton()
    for key in sorted(forms):
        automaton.add_word(key, key)
    not_names = frozenset(_not_names(gazetteer, language))
    for word in sorted(not_names):
        if _key(word, language) not in forms:
            automaton.add_word(_key(word, language), _key(word, language))
    automaton.make_automaton()
    read = load_grammar(grammar, gazetteer, language)
    expressions = [rule.expression for rule in read.rules]
    cues = make_cues([*expressions, read.congress] if read.congress else expressions)
    return NameFinder(
        gazetteer, automaton, forms, not_names, read.rules, cues, language, read.congress, read.company,
        read.russian,
    )  # fmt: skip


def _forms_by_key(gazetteer: Gazetteer, language: str) -> dict[str, tuple[Form, ...]]:
    """Return the forms for texts in one language by what a matcher looks up, the likeliest bearer first."""
    forms: dict[str, list[Form]] = {}
    for form in expand_forms(gazetteer, language):
        forms.setdefault(_key(form.form, language), []).append(_plain(form, language))
    return {
        key: tuple(sorted(dict.fromkeys(rows), key=_likelihood) if len(rows) > 1 else rows)
        for key, rows in forms.items()
    }


def _key(form: str, language: str) -> str:
    return form.lower().replace("ё", "е") if language == "ru" else form.lower()


def _plain(form: Form, language: str) -> Form:
    """Return a form as folded Russian texts have it, without ё."""
    return replace(form, form=plain_yo(form.form)) if language == "ru" and "ё" in form.form.lower() else form


def plain_yo(form: str) -> str:
    """Return a form with е for ё."""
    return form.replace("ё", "е").replace("Ё", "Е")


def _not_names(gazetteer: Gazetteer, language: str) -> Iterator[str]:
    """Yield the words that are refused, those in Russian in all cases."""
    for word in gazetteer.not_names:
        yield word
        if language == "ru" and not word.isascii():
            yield from map(plain_yo, decline_phrase(word))


def _likelihood(form: Form) -> tuple[int, bool, str]:
    return (form.rank, form.role == "generated", form.slug)


@dataclass(frozen=True, slots=True)
class Refused:
    """Words that look like a name and are none."""

    start: int
    stop: int


def automaton_hits(text: str, finder: NameFinder) -> Iterator[Found | Refused]:
    """Yield the gazetteer's forms in a folded text, and the words that are refused; they may overlap."""
    lowered = _lowered(text)
    is_english = finder.language == "en"
    for last, key in finder.automaton.iter(lowered):
        start, stop = last - len(key) + 1, last + 1
        if not _is_whole(text, start, stop):
            continue
        written = text[start:stop]
        if written in finder.not_names:
            yield Refused(start, stop)
        for form in finder.forms.get(key, ()):
            if _fits_case(written, form.form):
                if form.kind is Kind.EVENT and is_english and _is_any(text, start):
                    break
                article = 4 if form.form.startswith("the ") else 0
                yield from_form(start + article, stop, form, finder.gazetteer, f"gazetteer/{form.role}")
                break


def _lowered(text: str) -> str:
    """Return a text in small letters, every one in its place: no capital folds to two letters."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered


def _is_any(text: str, start: int) -> bool:
    """Say whether an article in front makes small words one of several: "a march on Petrograd" is any march."""
    return text[start].islower() and _INDEFINITE.search(text, max(0, start - 8), start) is not None


def _is_whole(text: str, start: int, stop: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[stop] if stop < len(text) else " "
    if (
        before.isalnum()
        or after.isalnum()
        or (
            after == "'"
            and text[stop - 1] != "s"
            and text[stop + 1 : stop + 2].isalpha()
            and text[stop + 1] != "s"
        )
    ):
        return False
    return not (before == "-" and text[start - 2 : start - 1].isalpha()) and not (
        after == "-" and text[stop + 1 : stop + 2].isalpha()
    )


def _fits_case(written: str, form: str) -> bool:
    if written == form:
        return True
    if len(form) <= _UPPER_KEEPS and form.isupper():
        return False
    return all(w == f or (w.isupper() and f.islower()) for w, f in zip(written, form, strict=False)) and (
        not written[1:].isupper() or len(written) > _UPPER_KEEPS
    )


def from_form(start: int, stop: int, form: Form, gazetteer: Gazetteer, how: str) -> Found:
    """Return the thing that a form of the gazetteer names at a place."""
    return Found(start, stop, form.kind.value, form.slug, gazetteer.label(form.slug), how)


def not_refused(candidates: Iterable[Found], refused: Iterable[Refused]) -> list[Found]:
    """Leave out what lies inside words that are no name; a longer name around such words stays."""
    starts = {at: r for r in refused for at in range(r.start, r.stop)}
    return [c for c in candidates if c.start not in starts or c.stop > starts[c.start].stop]
