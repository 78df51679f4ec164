"""A graph of the shape that a build has, as large as wanted, from a seeded generator."""

from __future__ import annotations

import datetime as dt
import random

from soviet_kg.model import (
    Calendar,
    Claim,
    ClaimObject,
    Corpus,
    Document,
    Entity,
    HistoricalDate,
    Kind,
    Mention,
    Precision,
    Quantity,
    Quote,
    claim_id,
)

_LENGTH = 60  # code points from one mention to the next
_PROPERTIES = {
    "adopted": (Kind.EVENT, Kind.DOCUMENT),
    "author": (Kind.DOCUMENT, Kind.PERSON),
    "memberOf": (Kind.PERSON, Kind.PARTY),
    "participant": (Kind.EVENT, Kind.PARTY),
    "place": (Kind.EVENT, Kind.PLACE),
    "startDate": (Kind.EVENT, None),
    "delegateCount": (Kind.EVENT, None),
}


def make_corpus(claims: int, documents: int = 20, seed: int = 1917) -> Corpus:
    """Return a corpus with so many claims in so many documents; the same seed gives the same corpus."""
    chance = random.Random(seed)
    count = max(20, claims // 10)
    kinds = list(Kind)
    keys = [f"thing-{number:06}" for number in range(count)]
    kind_of = {key: kinds[number % len(kinds)] for number, key in enumerate(keys)}
    text = "".join(f"{key} of the Congress of Soviets met in Petrograd, ".ljust(_LENGTH) for key in keys)
    texts = [Document(f"document-{number:03}", text, f"Document {number}") for number in range(documents)]
    made = [_make_claim(chance, chance.choice(texts), keys, kind_of) for _ in range(claims)]
    mentions: dict[str, set[Mention]] = {key: set() for key in keys}
    for claim in made:
        for part in (claim.subject, claim.object):
            if isinstance(part, Mention):
                mentions[part.key].add(part)
    entities = tuple(
        Entity(key, kind_of[key], (("en", f"Name of {key}"),), (), "", tuple(mentions[key]), (key,))
        for key in keys
    )
    return Corpus(tuple(texts), entities, tuple({claim.id: claim for claim in made}.values()))


def _make_claim(
    chance: random.Random, document: Document, keys: list[str], kind_of: dict[str, Kind]
) -> Claim:
    predicate = chance.choice(list(_PROPERTIES))
    subject_kind, object_kind = _PROPERTIES[predicate]
    subject = _mention(chance, document, keys, subject_kind, kind_of)
    value: ClaimObject
    if object_kind:
        value = _mention(chance, document, keys, object_kind, kind_of)
    elif predicate == "startDate":
        value = _date(chance)
    else:
        value = Quantity(float(chance.randint(1, 2000)), written="as written")
    quote = Quote(document.id, subject.quote.start, subject.quote.start + _LENGTH)
    name = value.key if isinstance(value, Mention) else repr(value)
    identity = claim_id(document.sha256, quote, subject.key, predicate, name)
    return Claim(identity, subject, predicate, value, quote, rule="generated/rule")


def _mention(
    chance: random.Random, document: Document, keys: list[str], kind: Kind, kind_of: dict[str, Kind]
) -> Mention:
    number = chance.randrange(len(keys) // len(Kind)) * len(Kind) + list(Kind).index(kind)
    key = keys[number]
    assert kind_of[key] is kind
    place = Quote(document.id, number * _LENGTH, number * _LENGTH + len(key))
    return Mention(place, kind, key, key, "generated")


def _date(chance: random.Random) -> HistoricalDate:
    day = dt.date(1917, 1, 1) + dt.timedelta(days=chance.randrange(1500))
    facts = (day, day, Precision.DAY, Calendar.GREGORIAN, "as written", "generated", day.isoformat())
    return HistoricalDate(*facts)
