"""A corpus of two small documents, made by hand, with every kind of value that a claim can have."""

from __future__ import annotations

import datetime as dt

from soviet_kg.model import (
    Calendar,
    Claim,
    ClaimObject,
    Corpus,
    Document,
    Entity,
    HistoricalDate,
    Kind,
    Mark,
    Mention,
    Precision,
    Qualifier,
    Quantity,
    Quote,
    Section,
    Span,
    Stance,
    claim_id,
)

TEXT_1 = """The Second Congress

The Second All-Russian Congress of Soviets opened on 25 October (7 November) 1917 in Petrograd. Of the 649
delegates 390 were Bolsheviks (60.1%). The Congress adopted the Decree on Peace. Lenin was elected chairman of
the "Sovnarkom".
The Mensheviks did not sign the Decree on Peace.
"""
TEXT_2 = """Второй съезд\u2028
Второй Всероссийский съезд Советов открылся 25 октября. По словам Троцкого, присутствовало
около 670 делегатов.
Декрет о мире написал Ленин. Он обещал мир.
"""
SIXTY = "60.1%"


def date(written: str, edtf: str, julian: str = "", **more: object) -> HistoricalDate:
    day = dt.date.fromisoformat(edtf)
    facts: dict[str, object] = {"calendar": Calendar.JULIAN, "reason": "both styles are given"} | more
    return HistoricalDate(day, day, Precision.DAY, written=written, edtf=edtf, julian=julian, **facts)  # type: ignore[arg-type]


OPENED_1 = date("25 October (7 November) 1917", "1917-11-07", "1917-10-25")
OPENED_2 = date(
    "25 октября", "1917-11-07", "1917-10-25", reason="a Russian text before 1918", inferred=("year",)
)
SPAN = HistoricalDate(
    *(dt.date(1917, 11, 18), dt.date(1917, 11, 19), Precision.DAY, Calendar.GREGORIAN),
    written="November 18 or 19, 1917",
    reason="after February 1918",
    edtf="[1917-11-18,1917-11-19]",
)


def _sentences(text: str) -> tuple[Span, ...]:
    spans, start = [], 0
    for piece in text.split(". "):
        spans.append(Span(start, min(len(text), start + len(piece) + 1)))
        start += len(piece) + 2
    return tuple(spans)


DOCUMENT_1 = Document(
    id="one",
    text=TEXT_1,
    title="The Second Congress",
    calendar=Calendar.GREGORIAN,
    calendar_reason="says so",
    author="J. Reed",
    date="1919",
    publisher="Boni",
    licence="https://creativecommons.org/publicdomain/mark/1.0/",
    source="pp. 1-2",
    marks=(Mark(0, 3, "navigation"),),
    sections=(Section(0, len(TEXT_1), Span(0, 19), 1),),
    sentences=_sentences(TEXT_1),
)
DOCUMENT_2 = Document(
    id="два 2", text=TEXT_2, title="Второй съезд", language="ru", licence="общественное достояние"
)
_TEXTS = {document.id: document.text for document in (DOCUMENT_1, DOCUMENT_2)}


def quote(document: Document, words: str, nth: int = 0) -> Quote:
    start = -1
    for _ in range(nth + 1):
        start = document.text.index(words, start + 1)
    return Quote(document.id, start, start + len(words))


def mention(
    document: Document, words: str, kind: Kind, key: str, nth: int = 0, antecedent: Quote | None = None
) -> Mention:
    how = "reference/section" if antecedent else "gazetteer"
    return Mention(quote(document, words, nth), kind, key, words, how, antecedent)


CONGRESS_1 = mention(DOCUMENT_1, "Second All-Russian Congress of Soviets", Kind.EVENT, "congress-2")
THE_CONGRESS = mention(DOCUMENT_1, "The Congress", Kind.EVENT, "congress-2", 0, CONGRESS_1.quote)
PETROGRAD = mention(DOCUMENT_1, "Petrograd", Kind.PLACE, "petrograd")
BOLSHEVIKS = mention(DOCUMENT_1, "Bolsheviks", Kind.PARTY, "bolsheviks")
MENSHEVIKS = mention(DOCUMENT_1, "Mensheviks", Kind.PARTY, "mensheviks")
PEACE_1 = mention(DOCUMENT_1, "Decree on Peace", Kind.DOCUMENT, "decree-on-peace")
PEACE_1B = mention(DOCUMENT_1, "Decree on Peace", Kind.DOCUMENT, "decree-on-peace", 1)
LENIN_1 = mention(DOCUMENT_1, "Lenin", Kind.PERSON, "lenin")
SOVNARKOM = mention(DOCUMENT_1, "Sovnarkom", Kind.BODY, "sovnarkom")
CONGRESS_2 = mention(DOCUMENT_2, "Второй Всероссийский съезд Советов", Kind.EVENT, "второй-съезд")
TROTSKY = mention(DOCUMENT_2, "Троцкого", Kind.PERSON, "trotsky")
PEACE_2 = mention(DOCUMENT_2, "Декрет о мире", Kind.DOCUMENT, "decree-on-peace")
LENIN_2 = mention(DOCUMENT_2, "Ленин", Kind.PERSON, "lenin")
HE = mention(DOCUMENT_2, "Он", Kind.PERSON, "lenin", 0, LENIN_2.quote)


def claim(
    subject: Mention,
    predicate: str,
    value: ClaimObject,
    words: str,
    qualifiers: dict[str, Qualifier] | None = None,
    stance: Stance = Stance.ASSERTED,
    speaker: Mention | None = None,
) -> Claim:
    document = DOCUMENT_1 if subject.quote.document == "one" else DOCUMENT_2
    place = quote(document, words)
    parts = (document.sha256, place, subject.key, predicate, str(value))
    qualified = tuple(sorted((qualifiers or {}).items()))
    return Claim(claim_id(*parts), subject, predicate, value, place, qualified, stance, speaker, "hand/made")


OPENING = "The Second All-Russian Congress of Soviets opened on 25 October (7 November) 1917 in Petrograd."
NUMBERS = "Of the 649\ndelegates 390 were Bolsheviks (60.1%)."
CHAIR = 'Lenin was elected chairman of\nthe "Sovnarkom".'
DENIAL = "The Mensheviks did not sign the Decree on Peace."
CLAIMS = (
    claim(CONGRESS_1, "startDate", OPENED_1, OPENING),
    claim(CONGRESS_1, "place", PETROGRAD, OPENING),
    claim(CONGRESS_1, "delegateCount", Quantity(649.0, written="649"), NUMBERS, {"measure": "total"}),
    claim(
        CONGRESS_1,
        "delegateCount",
        Quantity(390.0, written="390"),
        NUMBERS,
        {"measure": "elected", "of": BOLSHEVIKS},
    ),
    claim(
        CONGRESS_1,
        "delegateCount",
        Quantity(60.1, "percent", written=SIXTY),
        NUMBERS,
        {"measure": "elected", "of": BOLSHEVIKS},
    ),
    claim(THE_CONGRESS, "adopted", PEACE_1, "The Congress adopted the Decree on Peace."),
    claim(
        LENIN_1,
        "holdsPosition",
        'chairman of the "Sovnarkom"',
        CHAIR,
        {"of": SOVNARKOM, "from": OPENED_1, "ordinal": 1},
    ),
    claim(PEACE_1B, "signedBy", LENIN_1, DENIAL, None, Stance.DENIED),
    claim(CONGRESS_2, "startDate", OPENED_2, "Второй Всероссийский съезд Советов открылся 25 октября."),
    claim(CONGRESS_2, "endDate", SPAN, "съезд Советов открылся 25 октября."),
    claim(
        CONGRESS_2,
        "delegateCount",
        Quantity(670.0, approximate=True, written="около 670"),
        "По словам Троцкого, присутствовало\nоколо 670 делегатов.",
        {"measure": "present"},
        Stance.REPORTED,
        TROTSKY,
    ),
    claim(PEACE_2, "author", LENIN_2, "Декрет о мире написал Ленин."),
    claim(HE, "promises", "мир", "Он обещал мир.", {"approximate": False}, Stance.PLANNED),
)


def entity(kind: Kind, en: str, *mentions: Mention, ru: str = "", qid: str = "") -> Entity:
    labels = (("en", en),) + ((("ru", ru),) if ru else ())
    keys = tuple(sorted({found.key for found in mentions}))
    aliases = tuple(
        sorted({("ru" if found.quote.document != "one" else "en", found.label) for found in mentions})
    )
    return Entity(keys[0], kind, labels, aliases, qid, tuple(sorted(mentions, key=lambda m: m.quote)), keys)


ENTITIES = tuple(
    sorted(
        (
            entity(
                Kind.EVENT,
                "Second All-Russian Congress of Soviets",
                CONGRESS_1,
                THE_CONGRESS,
                CONGRESS_2,
                ru="II Всероссийский съезд Советов",
            ),
            entity(Kind.PLACE, "Petrograd", PETROGRAD),
            entity(Kind.PARTY, "Bolsheviks", BOLSHEVIKS),
            entity(Kind.PARTY, "Mensheviks", MENSHEVIKS),
            entity(Kind.DOCUMENT, "Decree on Peace", PEACE_1, PEACE_1B, PEACE_2, ru="Декрет о мире"),
            entity(Kind.PERSON, "Vladimir Lenin", LENIN_1, LENIN_2, HE, ru="Владимир Ленин", qid="Q1394"),
            entity(Kind.PERSON, "Leon Trotsky", TROTSKY, ru="Лев Троцкий", qid="Q33391"),
            entity(Kind.BODY, "Council of People's Commissars", SOVNARKOM),
        ),
        key=lambda e: e.id,
    )
)


def corpus() -> Corpus:
    claims = tuple(sorted(CLAIMS, key=lambda c: (c.quote, c.id)))
    return Corpus((DOCUMENT_1, DOCUMENT_2), ENTITIES, claims)
