"""What documents say of themselves and of the documents in them: titles, bylines, dates, signatures."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from soviet_kg.extract import Knowledge, extract, load_knowledge, recognise
from soviet_kg.frames import read_frames
from soviet_kg.model import Claim, HistoricalDate, Mention
from soviet_kg.scene import Scene
from soviet_kg.text import document_from_text, fold, read_document

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
Read = Callable[[str], set[str]]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def in_words(claim: Claim) -> str:
    value = claim.object
    words = (
        value.label
        if isinstance(value, Mention)
        else value.edtf
        if isinstance(value, HistoricalDate)
        else str(value)
    )
    return f"{claim.subject.label} | {claim.predicate} | {words}"


@pytest.fixture(scope="module")
def read(knowledge: Knowledge) -> Read:
    """Read a text and give the claims of its frames, in words."""

    def read_text(text: str) -> set[str]:
        claims = extract(document_from_text("sheet", text), knowledge).claims
        return {in_words(claim) for claim in claims if claim.rule.startswith(("frame/", "bibliography/"))}

    return read_text


ARCHIVE_PAGE = """\
Nadezhda Krupskaya

Libraries in the Villages

Written: 3 March 1919
First Published: Pravda No. 51, March 7, 1919, Published according to the Pravda text
Source: On Reading, Progress Publishers, Moscow, 1968, pp. 12-15
Translated: Joan Ashby, Edited by Henry Wood
Transcription & HTML Markup: Mary Stone and Paul Field
Online Version: Krupskaya Internet Archive, May 2004

The village needs books no less than it needs salt.
"""


def test_an_archive_page_says_who_wrote_when_and_where_it_was_printed(read: Read) -> None:
    work = "Libraries in the Villages"
    assert read(ARCHIVE_PAGE) == {
        f"{work} | author | Nadezhda Krupskaya",
        f"{work} | dateWritten | 1919-03-03",
        f"{work} | publishedIn | Pravda",
        f"{work} | publicationDate | 1919-03-07",
        f"{work} | issueNumber | 51",
        f"{work} | publishedIn | On Reading",
        "On Reading | publisher | Progress Publishers",
        "On Reading | publicationPlace | Moscow",
        "On Reading | publicationDate | 1968",
        f"{work} | pages | 12-15",
        f"{work} | translator | Joan Ashby",
        f"{work} | editor | Henry Wood",
        f"{work} | editor | Mary Stone",
        f"{work} | editor | Paul Field",
        f"{work} | publishedIn | Krupskaya Internet Archive",
    }


DECREES = """\
_On the Rest Houses of the Railwaymen_

In view of the needs of the railwaymen, the Council of People's Commissars decrees:

1. Three rest houses are opened on the Murmansk line.

2. They are kept by the railways.

      _President of the Council of People's Commissars,_
                    V. ULIANOV (LENIN).

      _People's Commissars:_
                    A. LUNACHARSKY, P. STUCHKA.

                        *   *   *   *   *

_On the Stamps of the Northern Post_

1. The old stamps are valid until spring.

2. New stamps are printed in Petrograd.

3. The present decree enters into force at once.

The present decree has been confirmed by the Tsay-ee-kah at the meeting of December 4th, 1917, and signed by:

      _President of the Tsay-ee-kah,_
                    SVERDLOV.
"""


def test_decrees_in_a_row_each_have_their_own_maker_and_signatures(read: Read) -> None:
    houses, stamps = (
        "Decree on the Rest Houses of the Railwaymen",
        "Decree on the Stamps of the Northern Post",
    )
    meeting = "Meeting of the All-Russian Central Executive Committee, 21 November (4 December) 1917"
    assert read(DECREES) == {
        f"Council of People's Commissars | adopted | {houses}",
        f"{houses} | signedBy | Vladimir Lenin",
        f"{houses} | signedBy | Anatoly Lunacharsky",
        f"{houses} | signedBy | Pyotr Stuchka",
        "Vladimir Lenin | holdsPosition | President of the Council of People's Commissars",
        "Vladimir Lenin | chairOf | Council of People's Commissars",
        "Anatoly Lunacharsky | holdsPosition | People's Commissar",
        "Pyotr Stuchka | holdsPosition | People's Commissar",
        f"All-Russian Central Executive Committee | ratified | {stamps}",
        f"{meeting} | heldBy | All-Russian Central Executive Committee",
        f"{meeting} | date | 1917-12-04",
        f"{meeting} | adopted | {stamps}",
        f"{stamps} | signedBy | Yakov Sverdlov",
        "Yakov Sverdlov | holdsPosition | President of the Tsay-ee-kah",
        "Yakov Sverdlov | chairOf | All-Russian Central Executive Committee",
    }


def test_an_office_without_a_body_is_of_the_body_that_made_the_document(read: Read) -> None:
    claims = read(
        "APPEAL OF THE MOSCOW SOVIET TO THE BAKERS\n\nBake at night.\n\n"
        "Chairman: M. N. Pokrovsky\nSecretary A. Volkov\n"
    )
    assert "Mikhail Pokrovsky | chairOf | Moscow Soviet" in {claim.split(" of Work")[0] for claim in claims}
    assert "A. Volkov | holdsPosition | Secretary" in claims
    assert not any(claim.startswith("A. Volkov | chairOf") for claim in claims)


APPEALS = """\
APPEALS OF THE AUTUMN

_From the Military Revolutionary Committee,_ 9 November 1917:

“To All Regimental Committees and All Soldiers of the Reserve.

“Guard the bridges and the telephone station.

“Soldiers! Stay with your rifles.”

                        *   *   *   *   *

“To all Railway Workers.

“The Committee, by agreement with your union, asks you to stop the trains of the enemy.”

                _Military Revolutionary Committee._
"""


def test_appeals_in_quotation_marks_are_documents_of_whoever_stands_above_or_below(read: Read) -> None:
    claims = read(APPEALS)
    first = "To All Regimental Committees and All Soldiers of the Reserve"
    assert f"{first} | issuedBy | Military Revolutionary Committee" in claims
    assert f"{first} | date | 1917-11-09" in claims
    assert "To all Railway Workers | signedBy | Military Revolutionary Committee" in claims
    assert not any(claim.startswith(f"{first} | signedBy") for claim in claims)


def test_an_announced_telegram_is_signed_by_whom_its_end_names(read: Read) -> None:
    claims = read(
        "The chairman read out the following telegram:\n\n"
        '"To the Congress of Glassblowers, Moscow. We wish you success. '
        'For the Union: Olaf Berg, Ingrid Holm."\n\n'
        "Then the delegates sang.\n"
    )
    telegram = "Telegram to the Congress of Glassblowers"
    assert claims == {f"{telegram} | signedBy | Olaf Berg", f"{telegram} | signedBy | Ingrid Holm"}


@pytest.mark.parametrize(
    "heading",
    ["# SITTING OF THE SARATOV SOVIET\n\n**2 May 1919**", "Sitting of the Saratov Soviet, 2 May 1919"],
    ids=["date line below", "date in the title"],
)
def test_a_title_that_names_a_meeting_dates_the_meeting_and_not_the_paper(read: Read, heading: str) -> None:
    sitting = "Sitting of the Saratov Soviet, 2 May 1919"
    claims = read(f"{heading}\n\nThe hall was full and the windows were open. Nobody had slept.\n")
    assert claims == {f"{sitting} | heldBy | Saratov Soviet", f"{sitting} | date | 1919-05-02"}


def test_parts_of_minutes_are_named_after_the_meeting(read: Read) -> None:
    claims = read(
        "Meeting of the Saratov Soviet\n\n2 May 1919\n\nFirst Published: Izvestia No. 93, May 4, 1919\n\n"
        "1\n\nRESOLUTION\n\nBread comes first, and coal comes next to it.\n\n"
        "2\n\nREPORT\n\nThe barges lie below the town and wait for the ice to go.\n"
    )
    whole = "Meeting of the Saratov Soviet"
    assert f"Resolution of the Saratov Soviet, 2 May 1919 | partOf | {whole}" in claims
    assert f"Report of the Saratov Soviet, 2 May 1919 | partOf | {whole}" in claims
    assert f"{whole} | publicationDate | 1919-05-04" in claims


def test_a_proclamation_without_any_heading_style_is_dated_and_signed_at_its_end(read: Read) -> None:
    claims = read(
        "To the Fishermen of the Volga!\n\n"
        "The nets that were taken from you in spring lie in the customs house. "
        "Come and fetch them before the ice.\n\n"
        "Astrakhan Soviet\n\nAstrakhan, 3 October 1918\n"
    )
    document = "To the Fishermen of the Volga!"
    assert claims == {
        f"{document} | signedBy | Astrakhan Soviet",
        f"{document} | date | 1918-10-03",
        f"{document} | publicationPlace | Astrakhan",
    }


def test_the_second_line_is_the_title_below_a_line_that_says_from_whom(read: Read) -> None:
    claims = read(
        "From the Military Revolutionary Committee\n\nTO THE SOLDIERS OF PSKOV!\n\n"
        "Whoever spreads panic will be tried.\n\nMilitary Commissar, B. Orlov\nPskov, 21 February 1918\n"
    )
    document = "To the Soldiers of Pskov!"
    assert claims == {
        f"{document} | issuedBy | Military Revolutionary Committee",
        f"{document} | signedBy | B. Orlov",
        f"{document} | date | 1918-02-21",
        f"{document} | publicationPlace | Pskov",
        "B. Orlov | holdsPosition | Military Commissar",
    }


def test_a_date_long_after_the_events_is_that_of_the_page(read: Read) -> None:
    claims = read(
        "# Appeal to the Miners\n\n**4 June 2007**\n\n"
        "*Ninety years ago, on 4 June 1917, the miners came out.*\n\n"
        "Comrades! On 2 June 1917 the owners closed the pits, and on 3 June 1917 they locked the gates.\n"
    )
    assert claims == {"Appeal to the Miners | publicationDate | 2007-06-04"}


def test_a_newspaper_above_the_title_carries_the_document(read: Read) -> None:
    claims = read(
        "PRAVDA\n\nNo. 74, 9 April 1919\n\nAPPEAL TO THE WEAVERS\n\n"
        "Comrades! Ivanovo waits for cotton, and cotton waits.\n"
    )
    assert claims == {
        "Appeal to the Weavers | publishedIn | Pravda",
        "Appeal to the Weavers | issueNumber | 74",
        "Appeal to the Weavers | publicationDate | 1919-04-09",
    }


def test_a_newspaper_in_brackets_below_the_text_printed_it(read: Read) -> None:
    claims = read(
        "TO ALL WORKERS OF NARVA\n\nComrades! The mills stand still, and the river does not.\n\n"
        "(Tuli, No. 84, 24 October 1917)\n"
    )
    document = "To All Workers of Narva"
    assert {claim.rsplit(" | ", 1)[0] for claim in claims} == {
        f"{document} | publishedIn",
        f"{document} | publicationDate",
        f"{document} | issueNumber",
    }
    assert f"{document} | publishedIn | Tuli" in claims


def test_a_bare_kind_goes_on_in_the_next_line_and_offices_stand_above_names(read: Read) -> None:
    claims = read(
        "DECREE\n\nof the Moscow Soviet\n\n1. The wells are open.\n2. Nobody pays.\n\n"
        "Chairman\nN. BERIDZE\n\nCommissar of Labour\nI. VOLIN\n\nMoscow, 20 April 1918\n"
    )
    short = {claim.replace(" of Workers' and Soldiers' Deputies", "") for claim in claims}
    decree = "Decree of the Moscow Soviet"
    assert short == {
        f"{decree} | issuedBy | Moscow Soviet",
        f"{decree} | signedBy | N. Beridze",
        f"{decree} | signedBy | I. Volin",
        f"{decree} | date | 1918-04-20",
        f"{decree} | publicationPlace | Moscow",
        "N. Beridze | holdsPosition | Chairman",
        "N. Beridze | chairOf | Moscow Soviet",
        "I. Volin | holdsPosition | Commissar of Labour",
    }


def test_a_line_below_the_title_says_who_adopted_it(read: Read) -> None:
    claims = read(
        "Decree on the Lighthouses\n\nAdopted by the Council of People's Commissars on 5 May 1918\n\n"
        "The lighthouses of the White Sea are lit from sunset to sunrise and paid for by the fleet.\n"
    )
    assert claims == {
        "Council of People's Commissars | adopted | Decree on the Lighthouses",
        "Decree on the Lighthouses | date | 1918-05-05",
    }


def test_who_presides_over_another_body_does_not_preside_over_the_maker(read: Read) -> None:
    claims = read(
        "APPEAL OF THE MOSCOW SOVIET TO THE BAKERS\n\nBake at night.\n\n"
        "President of the Old Guild, M. N. Pokrovsky\n"
    )
    assert "Mikhail Pokrovsky | holdsPosition | President of the Old Guild" in claims
    assert not any("| chairOf | Moscow" in claim for claim in claims)


def test_a_russian_decree_is_signed_and_dated_like_an_english_one(read: Read) -> None:
    claims = read(
        "ДЕКРЕТ О ПЕЧАТИ\n\nВ тяжкий час переворота приходится закрывать газеты.\n\n"
        "Совет Народных Комиссаров постановляет:\n\n1. Закрыть газеты.\n\n"
        "Народный комиссар А. Луначарский\nСекретарь Н. Горбунов\n\nПетроград, 27 октября 1917 г.\n"
    )
    decree = "Decree on the Press"
    assert claims == {
        f"Council of People's Commissars | adopted | {decree}",
        f"{decree} | signedBy | Anatoly Lunacharsky",
        f"{decree} | signedBy | Nikolai Gorbunov",
        f"{decree} | date | 1917-11-09",
        f"{decree} | publicationPlace | Petrograd",
        "Anatoly Lunacharsky | holdsPosition | Народный комиссар",
        "Nikolai Gorbunov | holdsPosition | Секретарь",
    }


def test_a_russian_page_says_when_it_was_written_and_printed(read: Read) -> None:
    claims = read(
        "В. И. Ленин\n\nО школах в Сибири\n\nНаписано 17 (30) октября 1917 г.\n"
        "Опубликовано 20 октября 1917 г. в газете «Правда» № 40\nПечатается по тексту газеты\n\n"
        "Школы стоят пустые, и учителя ждут дров. Дров нет, потому что нет подвод, а подвод нет с осени.\n"
    )
    predicates = {claim.split(" | ", 1)[1] for claim in claims}
    assert predicates == {
        "author | Vladimir Lenin",
        "dateWritten | 1917-10-30",
        "publishedIn | Pravda",
        "publicationDate | 1917-11-02",
        "issueNumber | 40",
    }


@pytest.mark.parametrize(
    "text",
    [
        (
            "Grain Trade\n\nThe grain trade of the Volga was large. In 1917 the Saratov Soviet resolved "
            "that prices be fixed. Nobody obeyed.\n\nSee also\n\nLeon Trotsky\n"
        ),
        "THE MARKET ON SUNDAY\n\nFebruary 26th.\n\nIn the afternoon I went out and met Krestinsky.\n",
        "On the Road\n\nWe drove through Tver. The President of the Moscow Soviet was asleep. It rained.\n",
    ],
    ids=["encyclopaedia", "diary", "travels"],
)
def test_what_is_no_document_of_record_makes_none(read: Read, text: str) -> None:
    assert read(text) == set()


def test_the_present_decree_is_the_decree_around_these_words(knowledge: Knowledge) -> None:
    mentions = extract(document_from_text("sheet", DECREES), knowledge).mentions
    found = [
        (mention.label, mention.antecedent) for mention in mentions if mention.how == "reference/present"
    ]
    assert [label for label, _ in found] == ["Decree on the Stamps of the Northern Post"] * 2
    assert all(antecedent is not None for _, antecedent in found)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_things_stay_in_order_and_apart(knowledge: Knowledge, path: Path) -> None:
    document = read_document(path)
    folded = fold(document)
    scene = Scene(folded.text, document.sections, folded.sentences)
    found, _ = recognise(document, folded, scene, knowledge)
    things, _ = read_frames(document, scene, found, knowledge.finder)
    assert len(things) > 20
    assert all(one.stop <= other.start for one, other in pairwise(things))


def test_there_are_five_packaged_documents() -> None:
    assert len(SEEDS) == 5


def test_no_year_of_an_edition_dates_a_work(knowledge: Knowledge) -> None:
    claims = [claim for path in SEEDS for claim in extract(read_document(path), knowledge).claims]
    modern = [
        claim
        for claim in claims
        if isinstance(claim.object, HistoricalDate) and claim.object.earliest.year > 1937
    ]
    assert modern
    assert {claim.predicate for claim in modern} == {"publicationDate"}


def test_who_copied_a_text_for_the_web_is_not_its_author(knowledge: Knowledge) -> None:
    authors = {
        in_words(claim).split(" | ")[2]
        for path in SEEDS
        for claim in extract(read_document(path), knowledge).claims
        if claim.predicate == "author" and claim.rule.startswith("frame/")
    }
    assert authors == {"Vladimir Lenin"}
