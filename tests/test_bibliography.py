"""Footnotes, lists of literature and source lines, in the usual styles of citation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from soviet_kg.extract import Knowledge, extract, load_knowledge
from soviet_kg.model import Claim, HistoricalDate, Mention
from soviet_kg.text import document_from_text

Read = Callable[[str], set[str]]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def in_words(claim: Claim) -> str:
    value = claim.object
    if isinstance(value, Mention):
        return f"{claim.subject.label} | {claim.predicate} | {value.label}"
    words = value.edtf if isinstance(value, HistoricalDate) else str(value)
    return f"{claim.subject.label} | {claim.predicate} | {words}"


@pytest.fixture(scope="module")
def read(knowledge: Knowledge) -> Read:
    """Read a text and give the claims of its citations, in words."""

    def read_text(text: str) -> set[str]:
        claims = extract(document_from_text("notes", text), knowledge).claims
        return {in_words(claim) for claim in claims if claim.rule.startswith("bibliography/")}

    return read_text


PROSE = "The harbour of Riga\n\nThe harbour of Riga was closed by ice in that winter, and ships waited.\n"


def as_note(citation: str) -> str:
    return f"{PROSE}\nNotes\n\n1. ^ {citation}\n2. ^ The pilots of the harbour were not asked.\n"


def facts(work: str, **values: str | tuple[str, ...]) -> set[str]:
    """Write the expected claims about one work; a tuple holds several values."""
    several = {name: value if isinstance(value, tuple) else (value,) for name, value in values.items()}
    return {f"{work} | {name} | {value}" for name, many in several.items() for value in many}


SHIPS = "Ships of the Northern Fleet"
SHIP_BOOK = facts(
    SHIPS,
    author="Anna Lindqvist",
    publicationPlace="London",
    publisher="Anchor Press",
    publicationDate="1979",
)


@pytest.mark.parametrize(
    "citation",
    [
        f"Anna Lindqvist, {SHIPS}, Anchor Press, London, 1979.",
        f"Anna Lindqvist, {SHIPS} (London: Anchor Press, 1979).",
        f"Lindqvist, Anna. {SHIPS}. London: Anchor Press, 1979.",
        f"Lindqvist, Anna (1979). {SHIPS}. London: Anchor Press.",
        f"See Anna Lindqvist, {SHIPS}, London, Anchor Press, 1979.",
        f"Anna Lindqvist, _{SHIPS}_. London: Anchor Press, 1979. Retrieved 27 December 2013.",
    ],
    ids=["commas", "brackets", "chicago", "author-date", "see", "access date"],
)
def test_a_book_is_the_same_in_every_style(read: Read, citation: str) -> None:
    assert read(as_note(citation)) == SHIP_BOOK


@pytest.mark.parametrize(
    "author",
    ["Lenin, Vladimir.", "Lenin, V. I.", "V. I. Lenin,", "Vladimir Lenin,", "Lenin V. I.", "N. Lenin,"],
)
def test_an_author_is_one_person_however_written(read: Read, author: str) -> None:
    claims = read(as_note(f"{author} A Letter on Lamps. Moscow: Progress Publishers, 1969. p. 4"))
    assert "A Letter on Lamps | author | Vladimir Lenin" in claims


ARTICLE = "The Pilots of Riga"


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        (
            f'Olaf Berg, "{ARTICLE}", Harbour Review, vol. 32, no. 2 (June 1973), pp. 257-281.',
            facts(
                ARTICLE,
                author="Olaf Berg",
                publishedIn="Harbour Review",
                publicationDate="1973-06",
                volume="32",
                issueNumber="2",
                pages="257-281",
            ),
        ),
        (
            f'Berg, Olaf. "{ARTICLE}." The Pilotage Review 41.3 (1982): 215-239. Print.',
            facts(
                ARTICLE,
                author="Olaf Berg",
                publishedIn="Pilotage Review",
                publicationDate="1982",
                volume="41",
                issueNumber="3",
                pages="215-239",
            ),
        ),
        (
            (
                f'Berg, Olaf. "{ARTICLE}." In Harbours in Wartime, edited by Ingrid Holm, 23-34. '
                "Bloomington: Indiana University Press, 2006."
            ),
            facts(ARTICLE, author="Olaf Berg", publishedIn="Harbours in Wartime", pages="23-34")
            | facts(
                "Harbours in Wartime",
                editor="Ingrid Holm",
                publicationPlace="Bloomington",
                publisher="Indiana University Press",
                publicationDate="2006",
            ),
        ),
        (
            f"{ARTICLE}, Encyclopaedia of the Baltic. O. P. Berg.",
            facts(ARTICLE, author="O. P. Berg", publishedIn="Encyclopaedia of the Baltic"),
        ),
    ],
    ids=["journal", "mla", "collection", "encyclopaedia"],
)
def test_an_article_is_published_in_what_carries_it(read: Read, citation: str, expected: set[str]) -> None:
    assert read(as_note(citation)) == expected


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        (
            "Keil, Rosa, ed. and trans. Songs of the Pilots. Boston: Little Harbor Press, 1931.",
            facts(
                "Songs of the Pilots",
                editor="Rosa Keil",
                translator="Rosa Keil",
                publicationPlace="Boston",
                publisher="Little Harbor Press",
                publicationDate="1931",
            ),
        ),
        (
            "Rosa Keil, Songs of the Pilots, trans. by Max Stern, Boston, Little Harbor Press, 1931, p. 31",
            facts(
                "Songs of the Pilots",
                author="Rosa Keil",
                translator="Max Stern",
                publicationPlace="Boston",
                publisher="Little Harbor Press",
                publicationDate="1931",
                pages="31",
            ),
        ),
        (
            "Songs of the Pilots / ed. by R. T. Keil. Boston, 1931.",
            facts(
                "Songs of the Pilots", editor="R. T. Keil", publicationPlace="Boston", publicationDate="1931"
            ),
        ),
    ],
    ids=["editor and translator", "translated by", "edited by"],
)
def test_editors_and_translators_are_no_authors(read: Read, citation: str, expected: set[str]) -> None:
    assert read(as_note(citation)) == expected


def test_a_volume_of_collected_works_is_a_document_of_its_own(read: Read) -> None:
    claims = read(
        as_note(
            'Lenin, V. I. "Telegram to the Pilots". Collected Works, Volume 44, Progress Publishers, Moscow, '
            "1970, page 76."
        )
    )
    volume = "Lenin's Collected Works, Vol. 44 (Progress Publishers, 1970)"
    assert claims == facts(
        "Telegram to the Pilots", author="Vladimir Lenin", publishedIn=volume, pages="76"
    ) | facts(
        volume,
        partOf="Collected Works (Lenin)",
        volume="44",
        publisher="Progress Publishers",
        publicationPlace="Moscow",
        publicationDate="1970",
    )


def test_years_in_a_title_are_not_the_year_of_the_edition(read: Read) -> None:
    claims = read(as_note("Anna Lindqvist, The Port, 1917-1921 (London: Gollancz, 1935), p. 320."))
    assert facts("The Port, 1917-1921", publicationDate="1935", pages="320") <= claims
    assert not any("| 1917" in claim for claim in claims)


def test_a_comment_after_the_reference_is_no_title(read: Read) -> None:
    claims = read(
        as_note('The Port, Anna Lindqvist, p. 25. "The harbour died in one winter, in October 1917."')
    )
    assert claims == facts("The Port", author="Anna Lindqvist", pages="25")


def test_an_article_named_after_a_congress_is_not_the_congress(knowledge: Knowledge) -> None:
    note = as_note("Second All-Russian Congress of Soviets, Encyclopaedia of the Baltic. O. P. Berg.")
    text = f"The Second All-Russian Congress of Soviets met in Petrograd.\n\n{note}"
    extraction = extract(document_from_text("notes", text), knowledge)
    articles = {claim.subject for claim in extraction.claims if claim.rule.startswith("bibliography/")}
    congresses = {mention.key for mention in extraction.mentions if mention.kind == "Event"}
    assert len(articles) == 1
    assert {article.kind for article in articles} == {"Document"}
    assert not congresses & {article.key for article in articles}


@pytest.mark.parametrize(
    "note",
    [
        "Ibid., p. 55.",
        "Lindqvist, op. cit., vol. III, p. 45.",
        "The meeting opened at 2.35 p.m. on October 25 (November 7), and heard a report of the Committee.",
        "Izvestia of 29 October 1917 had said the opposite.",
        "New York Times, November 9, 1917, p. 1.",
    ],
    ids=["ibid", "op. cit.", "prose", "newspaper in prose", "newspaper"],
)
def test_what_cites_no_work_makes_no_claim(read: Read, note: str) -> None:
    assert read(as_note(note)) == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "Lenin, Trotsky and Krylenko spoke in Moscow, 1918, and the Pravda Press printed it.",
        "He lived at 5 Press Lane, London, 1907, with Boris Stern.",
        "The decree was published in Izvestia, No. 210, October 29, 1917.",
    ],
)
def test_running_text_is_no_bibliography(read: Read, sentence: str) -> None:
    assert read(f"{PROSE}\n{sentence}\n") == set()


def test_a_list_of_literature_needs_no_footnote_marks(read: Read) -> None:
    claims = read(
        f"{PROSE}\nFurther reading\n\n"
        "Lindqvist, Anna. The Port. London: Anchor Press, 1979.\n"
        "Berg, O. P. The Ice of Riga. Cambridge, Mass., 1950.\n"
    )
    assert claims == facts(
        "The Port",
        author="Anna Lindqvist",
        publicationPlace="London",
        publisher="Anchor Press",
        publicationDate="1979",
    ) | facts("The Ice of Riga", author="O. P. Berg", publicationPlace="Cambridge", publicationDate="1950")


def test_a_russian_entry_names_moscow_by_its_letter(read: Read) -> None:
    claims = read(as_note("Ленин В. И. Полное собрание сочинений. Т. 35. М.: Политиздат, 1974. С. 1-4."))
    assert not claims  # the works themselves: no work in them is cited
    claims = read(as_note("Берг О. П. Лоцманы Риги. М.: Мысль, 1977. 284 с."))
    assert {claim.split(" | ", 1)[1] for claim in claims} >= {
        "publicationPlace | Moscow",
        "publicationDate | 1977",
    }
