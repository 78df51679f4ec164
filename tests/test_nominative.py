"""From cases back to nominatives, against school grammar."""

from __future__ import annotations

import pytest

from soviet_kg.nominative import agrees, is_adjective, nominative_adjective, read_heads


@pytest.mark.parametrize(
    ("written", "gender", "nominative"),
    [
        ("Екатеринославского", "m", "Екатеринославский"),
        ("Всероссийском", "m", "Всероссийский"),
        ("городского", "m", "городской"),
        ("Военно-морским", "m", "Военно-морской"),
        ("Третьему", "m", "Третий"),
        ("Третьей", "f", "Третья"),
        ("Чрезвычайную", "f", "Чрезвычайная"),
        ("рабочей", "f", "рабочая"),
        ("Крестьянского", "n", "Крестьянское"),
        ("Рабочего", "n", "Рабочее"),
        ("последнего", "n", "последнее"),
        ("волостных", "p", "волостные"),
        ("широких", "p", "широкие"),
        ("трудящихся", "p", "трудящиеся"),
        ("Второму", "m", "Второй"),
    ],
)
def test_an_adjective_gets_the_nominative_of_its_noun(written: str, gender: str, nominative: str) -> None:
    assert nominative_adjective(written, gender) == nominative


@pytest.mark.parametrize("word", ["Председателем", "заводом", "партией", "съезда", "Лениным-то", "ей"])
def test_a_noun_is_no_adjective(word: str) -> None:
    assert not is_adjective(word)


def test_a_form_of_a_noun_is_read_in_every_way() -> None:
    readings = read_heads({"f": ["партия"], "m": ["совет"], "n": ["правительство"]})
    assert {(r.gender, r.case) for r in readings["партии"]} == {
        ("f", 1),
        ("f", 2),
        ("f", 5),
        ("p", 0),
        ("p", 3),
    }
    assert [(r.nominative, r.gender, r.case) for r in readings["советов"]] == [("советы", "p", 1)]
    assert [r.case for r in readings["правительств"]] == [1]


def test_an_adjective_agrees_in_gender_number_and_case() -> None:
    of, plural = read_heads({"m": ["совет"]})["совета"][0], read_heads({"m": ["совет"]})["советов"][0]
    assert [agrees(word, of) for word in ("Тульского", "Тульских", "Тульская")] == [True, False, False]
    assert [agrees(word, plural) for word in ("Тульского", "Тульских", "Тульские")] == [False, True, False]
