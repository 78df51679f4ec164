"""Find names in Russian texts: the gazetteer's forms in all cases, then grammars for names that no list can hold.

What the gazetteer knows in any wording keeps its key; any other name is put in the nominative, which is its label.
One thing in several cases, or under an abbreviation that the document explains, is one thing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from soviet_kg.cues import matches_in, stretches
from soviet_kg.declension import decline_phrase, decline_surname
from soviet_kg.finders import NameFinder, Refused, automaton_hits, from_form, not_refused, plain_yo
from soviet_kg.lines import Found, without_overlaps
from soviet_kg.model import Kind
from soviet_kg.names import slugify
from soviet_kg.nominative import is_adjective, nominative_adjective
from soviet_kg.russian_grammar import RussianGrammar
from soviet_kg.russian_heads import Headed, Word, find_headed, opens_sentence, read_words
from soviet_kg.russian_labels import entry, thing_of_head, thing_of_person
from soviet_kg.russian_persons import find_persons

_QUOTED = (Kind.PUBLICATION, Kind.DOCUMENT)
_PRINTED = re.compile(r"(?:газет|журнал|орган|брошюр|стать|книг|работ|еженедельник)\w* $", re.IGNORECASE)
_ABBREVIATION = re.compile(
    r' \((?:далее |сокращенно |сокр\. )?"?(?P<short>[А-ЯЁ][А-ЯЁа-яё-]*[А-ЯЁ][А-ЯЁа-яё]*(?:\([а-яё]\))?)"?[,;)]'
)
_ADJECTIVAL = re.compile(r"(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую)$")
_WEAK = ("told",)


def find_russian_names(text: str, finder: NameFinder) -> list[Found]:
    """Return the names in a folded Russian text, leftmost-longest, in order."""
    if finder.russian is None:
        raise ValueError("a finder of Russian names is made with language='ru'")
    text, words = plain_yo(text), read_words(plain_yo(text))
    hits = list(automaton_hits(text, finder))
    refused = [hit for hit in hits if isinstance(hit, Refused)]
    listed = [hit for hit in hits if isinstance(hit, Found) and _is_meant(text, hit, finder.russian)]
    headed = list(find_headed(text, words, finder.russian.heads))
    persons = find_persons(text, words, finder.russian.persons)
    strong = [name for name in persons if name.how not in _WEAK]
    made = [
        *(thing_of_person(name, finder) for name in strong),
        *_rule_hits(text, finder),
        *(thing_of_head(name, finder) for name in _in_series(headed, finder.russian.heads.ordinals)),
    ]
    kept = without_overlaps(not_refused([*listed, *made], refused))
    kept = _without_adjectives(text, kept, words, finder.russian)
    weak = [thing_of_person(name, finder) for name in persons if name.how in _WEAK]
    kept = _bare_surnames(text, _fill(kept, not_refused(weak, refused)), words)
    return _explained(text, kept)


def _is_meant(text: str, hit: Found, grammar: RussianGrammar) -> bool:
    """Say whether a form that the gazetteer has is a name here, and no ordinary word."""
    written = text[hit.start : hit.stop]
    if hit.kind == Kind.PLACE and hit.how == "gazetteer/adjective":
        return False
    if hit.kind in _QUOTED and written[0].isupper() and not _is_printed(text, hit):
        return False
    if written.lower() in grammar.ordinary:
        return written[0].isupper() and not opens_sentence(text, hit.start)
    return True


def _is_printed(text: str, hit: Found) -> bool:
    """Say whether a title stands in quotation marks, or behind "газета" and the like; a document's may be long."""
    if hit.kind == Kind.DOCUMENT and " " in text[hit.start : hit.stop]:
        return True
    around = text[max(0, hit.start - 1) : hit.start] + text[hit.stop : hit.stop + 1]
    return '"' in around or _PRINTED.search(text, max(0, hit.start - 20), hit.start) is not None


def _rule_hits(text: str, finder: NameFinder) -> Iterator[Found]:
    for rule, held in zip(finder.rules, stretches(text, finder.cues), strict=True):
        for match in matches_in(rule.expression, text, held):
            form = rule.form.format(**match.groupdict()) if rule.form else match[0]
            start, stop = match.span("form") if rule.inner else match.span()
            how = f"grammar/{rule.id}"
            known = entry(form, (rule.kind,), finder)
            if known:
                yield from_form(start, stop, known, finder.gazetteer, how)
            else:
                label = form.strip('"')
                yield Found(start, stop, rule.kind.value, slugify(label), label, how, latent=rule.latent)


def _in_series(headed: Sequence[Headed], ordinals: Sequence[str]) -> list[Headed]:
    """Give a bare "II съезд" what stands behind the first congress that the document names in full."""
    congresses = [name for name in headed if name.rule.series == "congress"]
    tails = {name.head.lower(): name.tail for name in reversed(congresses) if name.tail}
    return [
        replace(name, tail=tails[name.head.lower()])
        if name.rule.series == "congress" and name.head.lower() in tails and _is_bare(name, ordinals)
        else name
        for name in headed
    ]


def _is_bare(name: Headed, ordinals: Sequence[str]) -> bool:
    """Say whether a congress has a number and nothing else."""
    if name.tail or len(name.adjectives) + bool(name.number) != 1:
        return False
    return bool(name.number) or nominative_adjective(name.adjectives[0].lower(), "m") in ordinals


def _without_adjectives(
    text: str, names: Sequence[Found], words: Sequence[Word], grammar: RussianGrammar
) -> list[Found]:
    """Leave out what is the adjective of a noun: "Томского комитета" is no Tomsky, "Омском округе" no Omsk."""
    starts = [word.start for word in words]

    def is_adjective_here(name: Found) -> bool:
        written = text[name.start : name.stop]
        if name.kind not in (Kind.PERSON, Kind.PLACE) or " " in written or not _ADJECTIVAL.search(written):
            return False
        after = bisect_left(starts, name.stop)
        if after == len(words) or text[name.stop : words[after].start] != " ":
            return False
        return words[after].small in grammar.heads.forms or is_adjective(words[after].text)

    return [name for name in names if not is_adjective_here(name)]


def _fill(names: Sequence[Found], more: Iterable[Found]) -> list[Found]:
    """Return the names with those of the others that touch none of them, in order."""
    starts = [name.start for name in names]

    def is_free(name: Found) -> bool:
        after = bisect_left(starts, name.stop)
        return after == 0 or names[after - 1].stop <= name.start

    return sorted([*names, *without_overlaps(filter(is_free, more))], key=lambda name: name.start)


def _bare_surnames(text: str, names: Sequence[Found], words: Sequence[Word]) -> list[Found]:
    """Add the bare surnames, in all cases, of persons whom the document names in full and no list knows.

    "И. Петренко" and "Петренко" are the Иван Петренко of the same document, and so is the bare surname of another
    bearer whom the document never names in full.
    """
    bearers: dict[str, Found] = {}
    for name in sorted(names, key=lambda name: -len(name.label)):
        if _is_unknown(name) and (" " in name.label or name.how == "grammar/person-title"):
            bearers.setdefault(name.label.split()[-1], name)
    if not bearers:
        return list(names)
    forms = {form: bearer for surname, bearer in bearers.items() for form in _cases_of(surname, bearer)}
    in_full = {name.key for name in names if " " in text[name.start : name.stop]}

    def bearer_of(name: Found) -> Found:
        bearer = forms.get(text[name.start : name.stop]) if name.kind == Kind.PERSON else None
        if bearer and " " in bearer.label and name.key not in in_full:
            return replace(bearer, start=name.start, stop=name.stop, how="grammar/surname")
        return _as_bearer(name, bearers)

    bare = (
        replace(forms[word.text], start=word.start, stop=word.stop, how="grammar/surname")
        for word in words
        if word.text in forms
    )
    return _fill([bearer_of(name) for name in names], bare)


def _is_unknown(name: Found) -> bool:
    return (
        name.kind == Kind.PERSON and name.key == slugify(name.label) and name.how.startswith("grammar/person")
    )


def _cases_of(surname: str, bearer: Found) -> tuple[str, ...]:
    first = bearer.label.split()[0]
    gender = "f" if surname.endswith(("ая", "ова", "ева", "ина")) or first.endswith(("а", "я")) else "m"
    return (surname, *decline_surname(surname, gender))


def _as_bearer(name: Found, bearers: dict[str, Found]) -> Found:
    """Return the fuller name of the document for a shorter one that goes with it."""
    bearer = bearers.get(name.label.split()[-1]) if _is_unknown(name) else None
    if bearer is None or bearer.key == name.key or not _go_together(name.label.split(), bearer.label.split()):
        return name
    return replace(name, key=bearer.key, label=bearer.label)


def _go_together(short: list[str], full: list[str]) -> bool:
    return all(left[0] == right[0] for left, right in zip(short[:-1], full[:-1], strict=False))


def _explained(text: str, names: list[Found]) -> list[Found]:
    """Let an abbreviation mean what the document explains it by: "Военно-революционный комитет (ВРК)"."""
    meant: dict[str, Found] = {}
    for name in names:
        short = _ABBREVIATION.match(text, name.stop)
        if short and name.kind != Kind.PERSON:
            for form in (short["short"], *decline_phrase(short["short"])):
                meant.setdefault(form, name)
    if not meant:
        return names
    pattern = re.compile(
        rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(meant, key=len, reverse=True)))})(?![\w(-])"
    )
    found = [
        replace(meant[match[0]], start=match.start(), stop=match.end(), how="grammar/abbreviation")
        for match in pattern.finditer(text)
    ]
    taken = {(name.start, name.stop) for name in found}
    return _fill([name for name in names if (name.start, name.stop) not in taken], found)
