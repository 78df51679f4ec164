"""A corpus of three sentences, made by hand, for tests that need to know every offset and value in it."""

import datetime as dt
import re

from soviet_kg.model import (
    Calendar,
    Claim,
    ClaimObject,
    Document,
    Extraction,
    HistoricalDate,
    Kind,
    Mention,
    Precision,
    Quantity,
    Quote,
    Span,
    claim_id,
)

TEXT = (
    "The Second Congress of Soviets opened on October 25, 1917. "
    "It elected Comrade Lenin; 390 of the delegates were Bolsheviks. "
    "Kerensky did not attend the Congress."
)


def make_document(text: str = TEXT, name: str = "sample", language: str = "en") -> Document:
    sentences = tuple(Span(*found.span()) for found in re.finditer(r"\S[^.]*\.", text))
    return Document(name, text, "A sample", language=language, sentences=sentences)


def quote_of(document: Document, words: str) -> Quote:
    start = document.text.index(words)
    return Quote(document.id, start, start + len(words))


def make_mention(document: Document, words: str, key: str, kind: Kind, how: str = "grammar/test") -> Mention:
    return Mention(quote_of(document, words), kind, key, words, how)


def make_claim(
    document: Document, subject: Mention, predicate: str, value: ClaimObject, words: str, **more: object
) -> Claim:
    quote = quote_of(document, words)
    said = value.key if isinstance(value, Mention) else str(value)
    name = claim_id(document.sha256, quote, subject.key, predicate, said)
    return Claim(name, subject, predicate, value, quote, rule="test/rule", **more)  # type: ignore[arg-type]


OPENING = HistoricalDate(
    dt.date(1917, 11, 7),
    dt.date(1917, 11, 7),
    Precision.DAY,
    Calendar.JULIAN,
    "October 25, 1917",
    "the document is dated before 14 February 1918",
    "1917-11-07",
    "1917-10-25",
)


def make_extraction() -> Extraction:
    document = make_document()
    congress = make_mention(document, "Second Congress of Soviets", "second-congress-of-soviets", Kind.EVENT)
    it = Mention(
        quote_of(document, "It"),
        Kind.EVENT,
        congress.key,
        "Second Congress of Soviets",
        "reference/pronoun",
        congress.quote,
    )
    lenin = make_mention(document, "Lenin", "lenin", Kind.PERSON)
    bolsheviks = make_mention(document, "Bolsheviks", "bolsheviks", Kind.PARTY)
    count = Quantity(390, written="390")
    opened = "The Second Congress of Soviets opened on October 25, 1917."
    elected = "It elected Comrade Lenin; 390 of the delegates were Bolsheviks."
    claims = (
        make_claim(document, congress, "startDate", OPENING, opened),
        make_claim(document, it, "elected", lenin, elected),
        make_claim(document, it, "delegateCount", count, elected, qualifiers=(("of", bolsheviks),)),
    )
    kerensky = make_mention(document, "Kerensky", "kerensky", Kind.PERSON)
    return Extraction(document, (congress, it, lenin, bolsheviks, kerensky), claims)
