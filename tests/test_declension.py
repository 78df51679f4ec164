"""Russian cases; the expected ones are those of school grammar, and of a dictionary of word forms."""

from __future__ import annotations

import pytest

from soviet_kg.declension import (
    decline_adjective,
    decline_person,
    decline_phrase,
    is_kind_of_document,
    russian_person_forms,
    russian_small_letters,
)


@pytest.mark.parametrize(
    ("name", "genitive", "instrumental"),
    [
        ("Лев Троцкий", "Льва Троцкого", "Львом Троцким"),
        ("Юлий Мартов", "Юлия Мартова", "Юлием Мартовым"),
        ("Яков Свердлов", "Якова Свердлова", "Яковом Свердловым"),
        ("Пётр Врангель", "Петра Врангеля", "Петром Врангелем"),
        ("Илья Фондаминский", "Ильи Фондаминского", "Ильей Фондаминским"),
        ("Мария Спиридонова", "Марии Спиридоновой", "Марией Спиридоновой"),
        ("Роза Люксембург", "Розы Люксембург", "Розой Люксембург"),
        ("Николай Чхеидзе", "Николая Чхеидзе", "Николаем Чхеидзе"),
        ("Лаврентий Берия", "Лаврентия Берии", "Лаврентием Берией"),
        ("Владимир Ильич Ленин", "Владимира Ильича Ленина", "Владимиром Ильичем Лениным"),
        ("Иван Скворцов-Степанов", "Ивана Скворцова-Степанова", "Иваном Скворцовым-Степановым"),
        ("Владимир Бонч-Бруевич", "Владимира Бонч-Бруевича", "Владимиром Бонч-Бруевичем"),
        ("Генри Гайндман", "Генри Гайндмана", "Генри Гайндманом"),
        ("Каменев", "Каменева", "Каменевым"),
    ],
)
def test_a_persons_name_declines(name: str, genitive: str, instrumental: str) -> None:
    cases = [" ".join(case) for case in decline_person(*name.split())]
    assert (cases[0], cases[3], len(cases)) == (genitive, instrumental, 5)


@pytest.mark.parametrize(
    ("name", "accusative"),
    [("Лев Троцкий", "Льва Троцкого"), ("Илья Репин", "Илью Репина"), ("Вера Фигнер", "Веру Фигнер")],
)
def test_a_living_mans_accusative_is_his_genitive(name: str, accusative: str) -> None:
    assert " ".join(decline_person(*name.split())[2]) == accusative


@pytest.mark.parametrize(
    ("phrase", "forms"),
    [
        (
            "Временное правительство",
            "Временного правительства, Временному правительству, Временным правительством",
        ),
        ("Всероссийский съезд Советов", "Всероссийского съезда Советов, Всероссийском съезде Советов"),
        ("II съезд Советов", "II съезда Советов, II съезде Советов"),
        ("Третий Всероссийский съезд Советов", "Третьего Всероссийского съезда Советов"),
        ("Красная гвардия", "Красной гвардии, Красную гвардию, Красной гвардией"),
        ("большевики", "большевиков, большевикам, большевиками, большевиках"),
        ("левые эсеры", "левых эсеров, левым эсерам"),
        ("Декрет о мире", "Декрета о мире, Декретом о мире"),
        ("восстание в Петрограде", "восстания в Петрограде, восстанием в Петрограде"),
        ("«Правда»", "«Правды», «Правде», «Правду», «Правдой»"),
        ("Известия", "Известий, Известиях"),
        ("Зимний дворец", "Зимнего дворца, Зимнем дворце"),
        ("Смольный", "Смольного, Смольном"),
        ("Петропавловская крепость", "Петропавловскую крепость, Петропавловской крепости"),
        ("Царское Село", "Царского Села, Царском Селе"),
        ("Ростов-на-Дону", "Ростова-на-Дону, Ростове-на-Дону"),
        ("Казань", "Казани, Казанью"),
        ("Июльские дни", "Июльских дней, Июльские дни"),
        ("ВЦИК", "ВЦИКа, ВЦИКу, ВЦИКом, ВЦИКе"),
        ("ЦИК Советов", "ЦИКа Советов, ЦИКом Советов"),
        ("Украинская ССР", "Украинской ССР, Украинскую ССР"),
        ("Московский ВРК", "Московского ВРК, Московским ВРК"),
    ],
)
def test_the_adjectives_and_the_first_noun_of_a_phrase_decline(phrase: str, forms: str) -> None:
    assert set(forms.split(", ")) <= {phrase, *decline_phrase(phrase)}


@pytest.mark.parametrize("phrase", ["СНК", "ЦК РСДРП(б)", "Политбюро", "Баку", "Lenin", "1917"])
def test_an_abbreviation_and_a_foreign_word_do_not_decline(phrase: str) -> None:
    assert decline_phrase(phrase) == ()


def test_a_person_is_found_with_initials_before_and_after_in_every_case() -> None:
    forms = set(russian_person_forms("Лев Давидович Троцкий"))
    assert {"Троцкий", "Л. Троцкого", "Л. Д. Троцким", "Л.Д. Троцкому", "Троцкого Л.Д.", "Л.Троцкий"} <= forms
    assert {"Троцкий, Лев Давидович", "Львом Давидовичем Троцким"} <= forms
    assert "Лев Давидович Троцкий" not in forms


def test_a_name_that_is_no_russian_words_has_no_forms() -> None:
    assert russian_person_forms("Артур Гофман (Швейцария)") == ()


def test_a_ruler_keeps_his_number_and_a_surname_its_particle() -> None:
    assert set(russian_person_forms("Николай II")) == {
        "Николая II",
        "Николаю II",
        "Николаем II",
        "Николае II",
    }
    assert {"Вячеслава фон Плеве", "фон Плеве", "В. фон Плеве"} <= set(
        russian_person_forms("Вячеслав фон Плеве")
    )


@pytest.mark.parametrize(
    ("phrase", "small"),
    [
        ("Совет Народных Комиссаров", "совет народных комиссаров"),
        ("ЦК партии большевиков", ""),
        ("Президиум ВЦИК", "президиум ВЦИК"),
        ("Бунд", ""),
    ],
)
def test_names_of_several_words_are_also_written_small(phrase: str, small: str) -> None:
    assert russian_small_letters(phrase) == small


def test_only_a_title_that_says_what_it_is_is_written_small() -> None:
    assert is_kind_of_document("Декрет")
    assert not is_kind_of_document("Что")


def test_an_adjective_agrees_with_nouns_of_all_genders_and_numbers() -> None:
    assert {"эсеровская", "эсеровскую", "эсеровского", "эсеровских", "эсеровскими"} <= set(
        decline_adjective("эсеровский")
    )


def test_a_title_in_small_letters_declines_with_the_name() -> None:
    assert {"барона Врангеля", "бароном Врангелем"} <= set(russian_person_forms("барон Врангель"))
    assert "Чёрного барона" in russian_person_forms("Чёрный барон")
