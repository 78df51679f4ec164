"""Questions, and what the claims of all sources answer to each of them.

Claims with the same subject, property and party (for counts) answer one question; so do the days that a document is
dated by, whatever each of them dates, and those who did to a thing what can be done once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from soviet_kg.known import Known, read_known
from soviet_kg.labels import head_words, shorten
from soviet_kg.model import (
    Claim,
    ClaimObject,
    Corpus,
    Document,
    Entity,
    HistoricalDate,
    Kind,
    Mention,
    Quantity,
    Quote,
    Stance,
)
from soviet_kg.patterns import read_toml
from soviet_kg.resources import find_resource
from soviet_kg.same_origin import Passages, by_documents, find_passages
from soviet_kg.vocabulary import Vocabulary

_SHARES = ("persons", "percent")  # two ways of saying how many
_WHOLES = ("partOf", "locatedIn", "heldBy")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, order=True)
class Question:
    """What is asked: of which thing (an entity id) by which property, of whom, on what motion, in which unit.

    `value` is filled where the question is whether a statement holds: an entity id, or the words of a text in small
    letters.
    """

    thing: str
    predicate: str
    of: str = ""
    on: str = ""
    unit: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One claim as an answer; `sense` tells what its number counts or its day dates ("elected", "adopted").

    `several`: other answers may hold beside it, as an issue of a newspaper carries more than one text.
    """

    claim: Claim
    value: ClaimObject
    sense: str = ""
    several: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """Where to look things up while comparing; `wholes` are what each thing is said to be part of."""

    ids: Mapping[str, str]
    entities: Mapping[str, Entity]
    documents: Mapping[str, Document]
    vocabulary: Vocabulary
    passages: Passages
    known: Known
    wholes: Mapping[str, frozenset[str]]
    totals: Mapping[str, tuple[Claim, ...]]
    issues: Mapping[tuple[Quote, str], str]

    def id(self, mention: Mention) -> str:
        """Return the id of the entity that gathers a mention."""
        return self.ids[mention.key]

    def label(self, mention: Mention) -> str:
        """Return its name for a reader."""
        return self.entities[self.ids[mention.key]].label()

    def is_a(self, thing: str, name: str) -> bool:
        """Say whether an entity belongs to a narrower class, such as "Congress", by the noun at its head."""
        entity = self.entities[thing]
        return any(
            narrower == name and broader == entity.kind and words & head_words(entity)
            for narrower, broader, words in self.vocabulary.narrower
        )


def survey(corpus: Corpus, vocabulary: Vocabulary) -> World:
    """Gather what comparing needs to know of a corpus."""
    ids = corpus.entity_ids()
    return World(
        ids=ids,
        entities={entity.id: entity for entity in corpus.entities},
        documents={document.id: document for document in corpus.documents},
        vocabulary=vocabulary,
        passages=by_documents(find_passages(corpus)),
        known=read_known(),
        wholes=_wholes(corpus, ids),
        totals=_totals(corpus, ids),
        issues={
            (claim.quote, claim.subject.key): str(claim.object)
            for claim in corpus.claims
            if claim.predicate == "issueNumber"
        },
    )


def _wholes(corpus: Corpus, ids: Mapping[str, str]) -> dict[str, frozenset[str]]:
    above: dict[str, set[str]] = defaultdict(set)
    for claim in corpus.claims:
        if claim.predicate in _WHOLES and isinstance(claim.object, Mention):
            above[ids[claim.subject.key]].add(ids[claim.object.key])
    return {thing: _closure(thing, above) for thing in above}


def _closure(thing: str, above: Mapping[str, set[str]]) -> frozenset[str]:
    found, waiting = {thing}, [thing]
    while waiting:
        fresh = above.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += sorted(fresh)
    return frozenset(found)


def _totals(corpus: Corpus, ids: Mapping[str, str]) -> dict[str, tuple[Claim, ...]]:
    """Return, for each thing, the counts of all its delegates or members, whatever their party."""
    totals: dict[str, list[Claim]] = defaultdict(list)
    for claim in corpus.claims:
        value, qualifiers = claim.object, dict(claim.qualifiers)
        if isinstance(value, Quantity) and value.unit == "persons" and not qualifiers.get("of"):
            totals[ids[claim.subject.key]].append(claim)
    return {thing: tuple(claims) for thing, claims in totals.items()}


# --- questions -------------------------------------------------------------------------------------------


def ask(corpus: Corpus, world: World) -> dict[Question, list[Answer]]:
    """Return every question that the claims answer, sorted, with the answers in the corpus's order.

    What is only planned or conditional answers nothing; a denial answers whether its statement holds.
    """
    asked: dict[Question, list[Answer]] = defaultdict(list)
    for claim in corpus.claims:
        if claim.stance in (Stance.ASSERTED, Stance.REPORTED):
            for question, answer in _values(claim, world):
                asked[question].append(answer)
        for question in _statements(claim, world):
            asked[question].append(Answer(claim, claim.object))
    return {question: asked[question] for question in sorted(asked)}


def _values(claim: Claim, world: World) -> Iterator[tuple[Question, Answer]]:
    property_ = world.vocabulary.property(claim.predicate)
    thing = world.id(claim.subject)
    if property_.dates:
        yield from _days(claim, property_.dates, world)
    match claim.object:
        case Quantity() as quantity:
            yield _count_question(claim, quantity, world), Answer(claim, quantity, _sense(claim, world))
        case HistoricalDate() as date if property_.functional and not _dates_a_document(claim):
            yield Question(thing, claim.predicate), Answer(claim, date)
        case Mention() as mention:
            yield from _thing_questions(claim, mention, world)
        case str() as text if property_.functional:
            yield Question(thing, claim.predicate), Answer(claim, text)


def _thing_questions(claim: Claim, mention: Mention, world: World) -> Iterator[tuple[Question, Answer]]:
    property_ = world.vocabulary.property(claim.predicate)
    if property_.functional or (property_.named_together and _has_one(claim, world)):
        yield Question(world.id(claim.subject), claim.predicate), Answer(claim, mention)
    if property_.once_by and world.is_a(world.id(claim.subject), property_.once_by):
        yield Question(world.id(mention), claim.predicate), Answer(claim, claim.subject)
    for name, akin in world.vocabulary.akin:
        if claim.predicate in (name, akin) and mention.kind is not Kind.PERSON:
            told = Answer(claim, claim.subject, property_.label(), several=True)
            yield Question(world.id(mention), name), told
    if number := world.issues.get((claim.quote, claim.subject.key)):
        issue = Question(world.id(mention), claim.predicate, on=f"No. {number}")
        yield issue, Answer(claim, claim.subject, several=True)


def _has_one(claim: Claim, world: World) -> bool:
    wanted = world.vocabulary.property(claim.predicate).one_for
    return not wanted or world.is_a(world.id(claim.subject), wanted)


def _dates_a_document(claim: Claim) -> bool:
    return claim.subject.kind is Kind.DOCUMENT


def _days(claim: Claim, sense: str, world: World) -> Iterator[tuple[Question, Answer]]:
    """Give the days by which a claim dates a document: its own object, or the day of an act that it suffered."""
    values = [
        claim.object,
        *(value for name, value in claim.qualifiers if name in ("date", "publicationDate")),
    ]
    things = (thing for thing in (claim.subject, claim.object) if isinstance(thing, Mention))
    document = next((thing for thing in things if thing.kind is Kind.DOCUMENT), None)
    for value in values:
        if document and isinstance(value, HistoricalDate):
            yield Question(world.id(document), "date"), Answer(claim, value, sense)


def _count_question(claim: Claim, quantity: Quantity, world: World) -> Question:
    qualifiers = dict(claim.qualifiers)
    of, on = qualifiers.get("of", ""), qualifiers.get("on", "")
    return Question(
        world.id(claim.subject),
        claim.predicate,
        of=world.id(of) if isinstance(of, Mention) else str(of),
        on=world.id(on) if isinstance(on, Mention) else str(on),
        unit="" if quantity.unit in _SHARES else quantity.unit,
    )


def _sense(claim: Claim, world: World) -> str:
    """Return what a number counts, and when in the course of things, where its sentence says so."""
    measure = str(dict(claim.qualifiers).get("measure", ""))
    quoted = claim.quote.text(world.documents[claim.quote.document])
    stage = next((said for said, words in _stages() if words.search(quoted)), "")
    return f"{measure} {stage}".strip()


@cache
def _stages() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = read_toml(find_resource("ontology/grammar/counts.en.toml"))
    return tuple((table["stage-names"][name], re.compile(words)) for name, words in table["stages"].items())


def _statements(claim: Claim, world: World) -> Iterator[Question]:
    """Give the question whether a statement holds, for what a thing may have several of."""
    property_ = world.vocabulary.property(claim.predicate)
    if property_.functional or isinstance(claim.object, HistoricalDate | Quantity):
        return
    value = world.id(claim.object) if isinstance(claim.object, Mention) else plain_words(str(claim.object))
    yield Question(world.id(claim.subject), claim.predicate, value=value)


def plain_words(text: str) -> str:
    """Return the words of a text in small letters, so that two hands that set it otherwise say the same."""
    return " ".join(_WORDS.findall(text.casefold()))


# --- words -----------------------------------------------------------------------------------------------


def question_in_words(question: Question, world: World, text: str = "") -> str:
    """Return a question for a reader: "How many delegates did the Second Congress have (of the Bolsheviks)?".

    `text` are the words of an answer, where the question is whether something is said.
    """
    property_ = world.vocabulary.property(question.predicate)
    if question.value:
        value = question.value
        said = world.entities[value].label() if value in world.entities else f"“{shorten(text or value)}”"
        return f"{world.entities[question.thing].label()}: {property_.label()} {said}"
    asked = (property_.asks or f"{property_.label().capitalize()} of {{}}?").format(
        with_article(world.entities[question.thing])
    )
    details = [_detail(name, getattr(question, name), world) for name in ("of", "on", "unit")]
    told = ", ".join(detail for detail in details if detail)
    return f"{asked.removesuffix('?')} ({told})?" if told else asked


def with_article(entity: Entity) -> str:
    """Return a label as it stands in an English sentence: "the Second Congress", but "Lenin"."""
    label = entity.label()
    bare = entity.kind in (Kind.PERSON, Kind.PLACE, Kind.PUBLICATION)
    is_owned = label.split(" ", 1)[0].endswith(("'s", "’s"))
    return label if bare or is_owned or label.startswith("The ") else f"the {label}"


def _detail(name: str, value: str, world: World) -> str:
    if not value:
        return ""
    label = with_article(world.entities[value]) if value in world.entities else value
    return {"unit": f"in {label}", "of": f"of {label}"}.get(name, label)


def documents_of(answers: Iterable[Answer]) -> tuple[str, ...]:
    """Return the ids of the documents that answer, sorted."""
    return tuple(sorted({answer.claim.quote.document for answer in answers}))
