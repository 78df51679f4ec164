"""Find claims that answer one question differently, and claims that only seem to: none of them is preferred."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from soviet_kg.answers import (
    Answer,
    Question,
    World,
    ask,
    documents_of,
    plain_words,
    question_in_words,
    survey,
)
from soviet_kg.model import Claim, Corpus, HistoricalDate, Kind, Mention, Quantity, Stance
from soviet_kg.relations import Relation, Stand, relate
from soviet_kg.same_origin import are_of_one_text, origins
from soviet_kg.vocabulary import Vocabulary

_OF_A_PARTY = ("leaderOf", "represents", "memberOf")


class Differs(StrEnum):
    """How the answers to one question stand to each other; the ontology has label and weight of each."""

    CONTRADICTION = "contradiction"
    INTERNAL = "internal"
    GAZETTEER = "againstGazetteer"
    CALENDARS = "calendarsDiffer"
    MEASURES = "measuresDiffer"
    PRECISION = "precisionDiffers"
    ORIGIN = "sameOrigin"
    AGREEMENT = "agreement"


CANNOT_ALL_BE_TRUE = (Differs.CONTRADICTION, Differs.INTERNAL)
DISAGREE = (*CANNOT_ALL_BE_TRUE, Differs.CALENDARS, Differs.MEASURES)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A question, how its answers stand to each other and why, and the claims that answer it.

    `reasons` are in words, each once. `witnesses` counts the documents, those that share the quoted words as one.
    The heavier is to be read first. `known` is what the gazetteer has to say, where it is compared with.
    """

    question: Question
    words: str
    kind: Differs
    reasons: tuple[str, ...]
    answers: tuple[Answer, ...]
    witnesses: int
    weight: int
    known: str = ""

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Return the claims, each once, in the corpus's order."""
        return tuple(dict.fromkeys(answer.claim for answer in self.answers))

    @property
    def subject(self) -> str:
        """Return the id of the entity that is asked about."""
        return self.question.thing

    @property
    def predicate(self) -> str:
        """Return the property."""
        return self.question.predicate


def compare(corpus: Corpus, vocabulary: Vocabulary) -> tuple[Comparison, ...]:
    """Return every question with two answers or more, or with one that the gazetteer knows otherwise.

    Sorted by weight, the heaviest first. One source that repeats itself is not listed.
    """
    world = survey(corpus, vocabulary)
    found = [c for question, answers in ask(corpus, world).items() if (c := _weigh(question, answers, world))]
    found += _copied_texts(corpus, world)
    found += _against_gazetteer(corpus, world)
    return tuple(sorted(found, key=lambda c: (-c.weight, c.words, c.question)))


def find_disagreements(corpus: Corpus, vocabulary: Vocabulary) -> tuple[Comparison, ...]:
    """Return what cannot all be true, between sources or within one."""
    return tuple(c for c in compare(corpus, vocabulary) if c.kind in CANNOT_ALL_BE_TRUE)


def _weigh(question: Question, answers: list[Answer], world: World) -> Comparison | None:
    """Return how the answers stand to each other, or nothing where there is nothing to compare."""
    if len(answers) < 2:
        return None
    pairs = _denials(answers, world) if question.value else list(_pairs(question, answers, world))
    hardest = max((stand.relation for _, _, stand in pairs), default=Relation.SAME)
    documents = documents_of(answers)
    if hardest is Relation.SAME and (len(documents) == 1 or _is_said_elsewhere(question, world)):
        return None
    told = [(one, other, stand) for one, other, stand in pairs if stand.relation is hardest]
    witnesses = origins([answer.claim.quote for answer in answers], world.passages)
    kind = _kind(hardest, told, witnesses)
    reasons = dict.fromkeys(_reason(one, other, stand, world) for one, other, stand in told)
    return _comparison(question, kind, tuple(reasons), answers, witnesses, world)


def _is_said_elsewhere(question: Question, world: World) -> bool:
    """Say whether a statement also answers a question of its own ("Where was the Second Congress?")."""
    property_ = world.vocabulary.property(question.predicate)
    one = not property_.one_for or world.is_a(question.thing, property_.one_for)
    return bool(question.value) and property_.named_together and one


def _kind(hardest: Relation, told: list[tuple[Answer, Answer, Stand]], witnesses: int) -> Differs:
    match hardest:
        case Relation.CONTRADICTION:
            within = all(a.claim.quote.document == b.claim.quote.document for a, b, _ in told)
            return Differs.INTERNAL if within else Differs.CONTRADICTION
        case Relation.CALENDARS:
            return Differs.CALENDARS
        case Relation.MEASURES:
            return Differs.MEASURES
        case Relation.PRECISION:
            return Differs.PRECISION
        case _:
            return Differs.ORIGIN if witnesses == 1 else Differs.AGREEMENT


def _comparison(
    question: Question,
    kind: Differs,
    reasons: tuple[str, ...],
    answers: Iterable[Answer],
    witnesses: int,
    world: World,
    known: str = "",
) -> Comparison:
    told = tuple(answers)
    weight = world.vocabulary.kinds[kind].weight + min(9, len(documents_of(told)) + len(told) // 4)
    text = told[0].value if isinstance(told[0].value, str) else ""
    words = question_in_words(question, world, text)
    return Comparison(question, words, kind, reasons, told, witnesses, weight, known)


def _reason(one: Answer, other: Answer, stand: Stand, world: World) -> str:
    reason = stand.reason or _senses(one, other)
    reported = next((a.claim.speaker for a in (one, other) if a.claim.stance is Stance.REPORTED), None)
    return f"{reason}; one of them is reported as the word of {world.label(reported)}" if reported else reason


def _senses(one: Answer, other: Answer) -> str:
    """Return what two numbers count, or two days date, in words."""
    told = " and ".join(
        f"“{sense}”" if sense else "one without saying what" for sense in sorted({one.sense, other.sense})
    )
    match one.value:
        case Quantity():
            return f"they count different things: {told}"
        case HistoricalDate():
            return f"they date different things: {told}"
        case _:
            return f"they tell of different acts: {told}"


# --- pairs -----------------------------------------------------------------------------------------------


def _pairs(question: Question, answers: list[Answer], world: World) -> Iterator[tuple[Answer, Answer, Stand]]:
    if world.vocabulary.property(question.predicate).named_together:
        yield from _pairs_of_sets(answers, world)
        return
    for one, other in combinations(answers, 2):
        yield one, other, relate(one, other, world)


def _pairs_of_sets(answers: list[Answer], world: World) -> Iterator[tuple[Answer, Answer, Stand]]:
    """Compare what one sentence names with what another does: the nearest pair tells how the two stand."""
    sentences: dict[object, list[Answer]] = defaultdict(list)
    for answer in answers:
        sentences[answer.claim.quote, answer.claim.stance].append(answer)
    for some, others in combinations(sentences.values(), 2):
        yield min(
            ((one, other, relate(one, other, world)) for one in some for other in others),
            key=lambda pair: pair[2].relation,
        )


def _denials(answers: list[Answer], world: World) -> list[tuple[Answer, Answer, Stand]]:
    """Return what one place asserts and another, outside that sentence, denies."""
    stand = Stand(Relation.CONTRADICTION, "one says so, the other denies it")
    return [
        (one, other, stand)
        for one, other in combinations(answers, 2)
        if {one.claim.stance, other.claim.stance} == {Stance.ASSERTED, Stance.DENIED}
        and one.claim.quote != other.claim.quote
        and not world.vocabulary.property(one.claim.predicate).denial
    ]


# --- one text in two documents ---------------------------------------------------------------------------


def _copied_texts(corpus: Corpus, world: World) -> Iterator[Comparison]:
    """Give the statements in words that two documents make in a passage that they share, but not in the same words."""
    texts: dict[Question, list[Answer]] = defaultdict(list)
    for claim in corpus.claims:
        if isinstance(claim.object, str):
            texts[Question(world.id(claim.subject), claim.predicate)].append(Answer(claim, claim.object))
    for question, answers in sorted(texts.items()):
        said = Counter((plain_words(str(a.value)), a.claim.quote.document) for a in answers)
        alone = [a for a in answers if sum(words == plain_words(str(a.value)) for words, _ in said) == 1]
        for one, other in combinations(alone, 2):
            if _is_copied(one, other, world):
                asked = Question(question.thing, question.predicate, value=plain_words(str(one.value)))
                told = "the same passage stands in both, with small changes"
                yield _comparison(asked, Differs.ORIGIN, (told,), (one, other), 1, world)


def _is_copied(one: Answer, other: Answer, world: World) -> bool:
    first, second = (set(plain_words(str(answer.value)).split()) for answer in (one, other))
    return (
        one.claim.quote.document != other.claim.quote.document
        and first != second
        and 5 * len(first & second) >= 3 * len(first | second)
        and are_of_one_text(one.claim.quote, other.claim.quote, world.passages)
    )


# --- the gazetteer ---------------------------------------------------------------------------------------


def _against_gazetteer(corpus: Corpus, world: World) -> Iterator[Comparison]:
    """Give who is said to lead, represent or belong to a party that the gazetteer does not know of him."""
    asked: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for claim in corpus.claims:
        value = claim.object
        if claim.predicate in _OF_A_PARTY and isinstance(value, Mention) and value.kind is Kind.PARTY:
            person, party = world.id(claim.subject), world.id(value)
            if claim.stance is Stance.ASSERTED and not world.known.fits(person, party):
                asked[person, party].append(Answer(claim, value))
    for (person, party), answers in sorted(asked.items()):
        predicate = min((answer.claim.predicate for answer in answers), key=_OF_A_PARTY.index)
        question = Question(person, predicate, value=party)
        parties = (f"of the {_party(name, world)} ({why})" for name, why in world.known.narrowest(person))
        known = f"{world.entities[person].label()} {', '.join(parties)}"
        witnesses = origins([answer.claim.quote for answer in answers], world.passages)
        yield _comparison(question, Differs.GAZETTEER, (), answers, witnesses, world, known)


def _party(slug: str, world: World) -> str:
    """Return the name of a party that the documents may not name."""
    entity = world.entities.get(slug)
    words = slug.split("-")
    return entity.label() if entity else " ".join(w if w in ("of", "the") else w.capitalize() for w in words)
