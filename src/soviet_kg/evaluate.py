"""How good a build is: precision, recall and F1 against documents that people have annotated.

A gold file is the JSON of one document: its `entities` (id, type, name, aliases) and its `claims` (subject,
property, object, tier). A claim of a build is right if subject, property and object are. Claims of tier
"core" are asked for; those of another tier are neither missed nor wrong. Text objects are left aside.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from soviet_kg.errors import BadDataFile, WrongUse
from soviet_kg.model import Claim, Corpus, Entity, HistoricalDate, Kind, Mention, Quantity, Stance

Gold = dict[str, Any]

_WORD = re.compile(r"\w+(?:(?<=\b\w)\.)?")
_ARTICLES = {"the", "a", "an"}
_TITLES = {"mr", "mrs", "dr", "comrade", "citizen", "prince", "count", "general", "тов", "товарищ", "князь"}
_ORDINAL_WORDS = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"""
_ROMAN_NUMBERS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX"
_ORDINALS = {word: str(number) for number, word in enumerate(_ORDINAL_WORDS.split(), start=1)}
_ROMAN = {word: str(number) for number, word in enumerate(_ROMAN_NUMBERS.split(), start=1)}
_ORDINAL_DIGITS = re.compile(r"(\d+)(?:st|nd|rd|th|й|го|м)$")


@dataclass(frozen=True, slots=True)
class Score:
    """How many were asked for, how many were given, and how many of these are right."""

    gold: int = 0
    predicted: int = 0
    right: int = 0

    def __add__(self, other: Score) -> Score:
        """Return the score of both together."""
        return Score(self.gold + other.gold, self.predicted + other.predicted, self.right + other.right)

    @property
    def precision(self) -> float:
        """Return the share of what was given that is right; for nothing, 1.0 if nothing was asked for."""
        return self.right / self.predicted if self.predicted else float(not self.gold)

    @property
    def recall(self) -> float:
        """Return the share of what was asked for that was given; 1.0 where nothing was asked for."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        total = self.gold + self.predicted
        return 2 * self.right / total if total else 1.0


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """The scores of one document; entities count with their kind."""

    document: str
    claims: Score
    entities: Score


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of all documents that have gold; `without_build` and `without_gold` name the others."""

    documents: tuple[DocumentScore, ...]
    without_build: tuple[str, ...] = ()
    without_gold: tuple[str, ...] = ()

    @property
    def total(self) -> DocumentScore:
        """Return the scores of all documents together."""
        return DocumentScore(
            "total",
            sum((one.claims for one in self.documents), Score()),
            sum((one.entities for one in self.documents), Score()),
        )


def evaluate(corpus: Corpus, golds: Iterable[Gold]) -> Evaluation:
    """Score a build against the gold of its documents. Raises WrongUse where they have none in common."""
    by_id = {gold["document"]: gold for gold in golds}
    built = {document.id for document in corpus.documents}
    common = common_documents(corpus, by_id.values())
    return Evaluation(
        tuple(score_document(corpus, gold) for gold in common),
        without_build=tuple(sorted(by_id.keys() - built)),
        without_gold=tuple(sorted(built - by_id.keys())),
    )


def common_documents(corpus: Corpus, golds: Iterable[Gold]) -> list[Gold]:
    """Return the gold of the build's documents, in their order. Raises WrongUse where there is none."""
    by_id = {gold["document"]: gold for gold in golds}
    built = {document.id for document in corpus.documents}
    if not built & by_id.keys():
        raise WrongUse(
            f"gold is for {', '.join(sorted(by_id))} and the build holds {', '.join(sorted(built))}; "
            "build the documents that the gold is for"
        )
    return [by_id[document] for document in sorted(built & by_id.keys())]


def read_gold(path: Path) -> list[Gold]:
    """Read one gold file, or every .json file of a folder. Raises BadDataFile for what is not gold."""
    if not path.exists():
        raise WrongUse(f"{path}: no such file or folder; name a gold file or a folder of them")
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files:
        raise WrongUse(f"{path}: holds no .json files; name a gold file or a folder of them")
    return [_read_gold_file(file) for file in files]


def _read_gold_file(file: Path) -> Gold:
    try:
        gold = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadDataFile(f"{file}: is not JSON: {error}; correct the file") from error
    if not isinstance(gold, dict) or not {"document", "entities", "claims"} <= gold.keys():
        raise BadDataFile(f"{file}: must be an object with document, entities and claims; correct the file")
    return gold


def score_document(corpus: Corpus, gold: Gold) -> DocumentScore:
    """Score the claims and entities that a build has from one document."""
    entities = [e for e in corpus.entities if any(m.quote.document == gold["document"] for m in e.mentions)]
    stands_for = {key: ids for e, ids in _align(corpus, gold, entities).items() for key in e.keys}
    claims = [claim for claim in corpus.claims if claim.quote.document == gold["document"]]
    return DocumentScore(
        gold["document"],
        _score_claims(_distinct(claims, corpus.entity_ids()), gold, stands_for),
        _score_entities(entities, gold, stands_for),
    )


def _distinct(claims: Iterable[Claim], entity_ids: Mapping[str, str]) -> list[Claim]:
    """Leave out claims that say again what another says, what is denied, and objects that are text."""

    def said(claim: Claim) -> Hashable:
        return _said(claim.subject, entity_ids), claim.predicate, _said(claim.object, entity_ids)

    told = (c for c in claims if c.stance is not Stance.DENIED and not isinstance(c.object, str))
    return list({(said(claim), _party(claim, entity_ids)): claim for claim in told}.values())


def _said(value: object, entity_ids: Mapping[str, str]) -> Hashable:
    match value:
        case Mention():
            return entity_ids[value.key]
        case HistoricalDate():
            return value.edtf
        case Quantity():
            return value.value
    return str(value)


def _party(claim: Claim, entity_ids: Mapping[str, str]) -> Hashable:
    wanted = {name: value for name, value in claim.qualifiers if name in {"of", "measure", "unit", "on"}}
    return tuple((name, _said(value, entity_ids)) for name, value in sorted(wanted.items()))


def _score_claims(claims: list[Claim], gold: Gold, stands_for: Mapping[str, set[str]]) -> Score:
    core = [wanted for wanted in gold["claims"] if wanted["tier"] == "core"]
    other = [wanted for wanted in gold["claims"] if wanted["tier"] != "core"]
    matched = match_pairs(
        (i, j) for (i, c), (j, w) in product(enumerate(claims), enumerate(core)) if is_right(c, w, stands_for)
    )
    neutral = sum(
        i not in matched and any(is_right(claim, wanted, stands_for) for wanted in other)
        for i, claim in enumerate(claims)
    )
    return Score(len(core), len(claims) - neutral, len(matched))


def _score_entities(entities: list[Entity], gold: Gold, stands_for: Mapping[str, set[str]]) -> Score:
    kinds = {wanted["id"]: {wanted["type"], *wanted.get("types_ok", ())} for wanted in gold["entities"]}
    matched = match_pairs(
        (entity.id, wanted)
        for entity in entities
        for wanted in sorted(stands_for[entity.id])
        if entity.kind.value in kinds[wanted]
    )
    return Score(len(kinds), len(entities), len(matched))


def match_pairs(pairs: Iterable[tuple[Hashable, Hashable]]) -> dict[Hashable, Hashable]:
    """Return as many of the pairs as can be kept with no left and no right in two (Hopcroft, Karp 1973)."""
    import networkx as nx

    edges = [(("left", left), ("right", right)) for left, right in pairs]
    lefts = {left for left, _ in edges}
    matching = nx.bipartite.hopcroft_karp_matching(nx.Graph(edges), lefts)
    return {left[1]: matching[left][1] for left in lefts if left in matching}


def is_right(claim: Claim, wanted: Gold, stands_for: Mapping[str, set[str]]) -> bool:
    """Say whether subject, property and object are those of a gold claim, in one of its readings."""
    return any(
        claim.predicate == reading["property"]
        and reading["subject"] in stands_for[claim.subject.key]
        and _is_right_object(claim.object, reading["object"], stands_for)
        for reading in (wanted, *wanted.get("also", ()))
    )


def _is_right_object(value: object, wanted: Gold, stands_for: Mapping[str, set[str]]) -> bool:
    match value:
        case Mention():
            return wanted.get("entity") in stands_for[value.key]
        case HistoricalDate():
            return "date" in wanted and is_right_date(value, wanted)
        case Quantity():
            return "number" in wanted and abs(value.value - wanted["number"]) < 1e-6
    return False


def is_right_date(date: HistoricalDate, wanted: Gold) -> bool:
    """Say whether a date is the gold one, as finely as that is given, in one calendar at least.

    Where the gold names no calendar, either style will do.
    """
    asked, asked_julian = _days(wanted["date"]), _days(wanted.get("julian") or "")
    size = len(min(asked, default=""))
    given, given_julian = _cut(_days(date.edtf), size), _cut(_days(date.julian), size)
    if given == asked or (asked_julian and given_julian == asked_julian):
        return True
    return wanted.get("calendar") == "unspecified" and given_julian == asked


def _days(edtf: str) -> set[str]:
    return set(re.findall(r"\d{4}(?:-\d\d){0,2}", edtf))


def _cut(days: set[str], size: int) -> set[str]:
    return {day[:size] for day in days}


def _align(corpus: Corpus, gold: Gold, entities: list[Entity]) -> dict[Entity, set[str]]:
    text = next(document for document in corpus.documents if document.id == gold["document"])
    names: dict[str, set[str]] = defaultdict(set)
    for wanted in gold["entities"]:
        for form in (wanted["name"], *wanted.get("aliases", ())):
            names[normalise_name(form)].add(wanted["id"])
    people = {wanted["id"] for wanted in gold["entities"] if wanted["type"] == Kind.PERSON}
    aligned: dict[Entity, set[str]] = {}
    for entity in entities:
        here = (m.quote.text(text) for m in entity.mentions if m.quote.document == text.id)
        forms = [form for _, form in (*entity.labels, *entity.aliases)] + list(here)
        aligned[entity] = _find_gold(entity, [normalise_name(form) for form in forms], names, people)
    return aligned


def _find_gold(entity: Entity, forms: list[str], names: Mapping[str, set[str]], people: set[str]) -> set[str]:
    exact = next((names[form] for form in forms if form and names.get(form)), set())
    if exact or entity.kind is not Kind.PERSON:
        return exact
    known = [(form, ids & people) for form, ids in names.items()]
    near = {wanted for form in forms for name, ids in known if is_same_person(form, name) for wanted in ids}
    return near if len(near) == 1 else set()


def is_same_person(left: str, right: str) -> bool:
    """Say whether two normalised names share the surname and contradict each other in no initial."""
    *first, surname = left.split() or [""]
    *second, other = right.split() or [""]
    return surname == other != "" and all(a[0] == b[0] for a, b in zip(first, second, strict=False))


def normalise_name(name: str) -> str:
    """Return a name without case, punctuation, articles and titles, its ordinals as digits.

    >>> normalise_name("The XVII Congress of the Party"), normalise_name("seventeenth Congress of the party")
    ('17 congress of party', '17 congress of party')
    """
    plain = re.sub("[’']", "", unicodedata.normalize("NFKC", name).replace("ё", "е").replace("Ё", "Е"))
    words = ((_number(word) or word).casefold() for word in _WORD.findall(plain))
    return " ".join(word for word in words if word not in _ARTICLES | _TITLES)


def _number(word: str) -> str:
    """Return an ordinal or a Roman number in digits, "" for other words; an initial ("V.") is no number."""
    digits = _ORDINAL_DIGITS.match(word)
    return digits[1] if digits else _ROMAN.get(word) or _ORDINALS.get(word.casefold(), "")
