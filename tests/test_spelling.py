"""The Russian spelling of before 1918; what is expected follows from the decree of 10 October 1918."""

from __future__ import annotations

import pytest

from soviet_kg.model import Document, Span
from soviet_kg.spelling import modern_spelling
from soviet_kg.text import fold


@pytest.mark.parametrize(
    ("old", "modern"),
    [
        ("Совѣтъ Народныхъ Комиссаровъ", "Совет Народных Комиссаров"),
        ("Всероссійскаго съѣзда", "Всероссийского съезда"),
        ("общаго дѣла лучшаго будущаго", "общего дела лучшего будущего"),
        ("синяго флага на моряхъ", "синего флага на морях"),
        ("новыя партіи и русскія войска", "новые партии и русские войска"),
        ("рабочія организаціи", "рабочие организации"),
        ("революція, монархія, Россія, энергія", "революция, монархия, Россия, энергия"),
        ("Ѳедоръ и мѵро", "Федор и миро"),
        ("объявленіе объ отъѣздѣ", "объявление об отъезде"),
        ("ДЕКРЕТЪ О ЗЕМЛѢ", "ДЕКРЕТ О ЗЕМЛЕ"),
        ("благо народовъ", "благо народов"),
    ],
)
def test_old_spelling_is_read_as_new(old: str, modern: str) -> None:
    folded = modern_spelling(old)
    assert len(folded) == len(old)
    assert folded.replace("\u00ad", "") == modern


def test_a_text_of_today_changes_in_one_letter_alone() -> None:
    text = "Объём работ: съезд, подъезд, ещё не всё. Какая-нибудь моя синия."
    assert modern_spelling(text) == text.replace("ё", "е")


def test_words_of_the_folded_text_are_found_in_the_document_with_their_last_letter() -> None:
    text = "Декретъ издалъ Совѣтъ Народныхъ Комиссаровъ."
    folded = fold(Document("old", text, "", language="ru", sentences=(Span(0, len(text)),)))
    start = folded.text.index("Совет")
    span = folded.span(start, start + len("Совет Народных Комиссаров"))
    assert text[span.start : span.stop] == "Совѣтъ Народныхъ Комиссаровъ"


def test_english_texts_keep_their_letters() -> None:
    text = "The word съѣздъ is Russian."
    folded = fold(Document("en", text, "", language="en", sentences=(Span(0, len(text)),)))
    assert folded.text == text + "\n"
