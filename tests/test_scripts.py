"""Names across scripts, against standard romanisations made by another library, and against spellings in print."""

from __future__ import annotations

from itertools import combinations

import pytest

from soviet_kg.scripts import compare_given, likeness_of, same_name, split_name

# each as English, French, German, Polish and library catalogues print it
SPELLINGS = """
Чернов Chernov Tchernoff Tschernow Černov
Троцкий Trotsky Trotzky Trotskii Trotskiy Trotzki Trockij
Зиновьев Zinoviev Zinovyev Zinovieff Sinowjew
Луначарский Lunacharsky Lounatcharsky Lunatscharski Lunačarskij
Бухарин Bukharin Boukharine Bucharin Buharin
Дзержинский Dzerzhinsky Dzerjinsky Dserschinski Dzierżyński
Чичерин Chicherin Tchitcherin Tschitscherin Tchitchérine
Церетели Tsereteli Tseretelli Zereteli Cereteli
Юденич Yudenich Iudenich Judenitsch Ioudenitch
Щербатов Shcherbatov Stcherbatoff Schtscherbatow
Шляпников Shliapnikov Shlyapnikov Schljapnikow Chliapnikov
Муравьёв Muravyov Muraviev Muravieff Mouraviev
Хрущёв Khrushchev Chruschtschow Khrouchtchev
Ярославский Yaroslavsky Iaroslavskii Jaroslawski
Ленин Lenin Lénine
""".split("\n")[1:-1]
NAMES = [line.split()[0] for line in SPELLINGS]
SCHEMES = ("ALA_LC", "ALA_LC_ALT", "BGN_PCGN", "BGN_PCGN_ALT", "BS_2979", "GOST_16876", "GOST_779", "GOST_779_ALT",
    "GOST_7034", "ICAO_DOC_9303", "ISO_9_1954", "ISO_9_1968", "SCIENTIFIC", "UNGEGN_1987", "WIKIPEDIA")  # fmt: skip


@pytest.mark.parametrize("line", SPELLINGS, ids=NAMES)
def test_spellings_of_one_name_sound_alike(line: str) -> None:
    assert [pair for pair in combinations(line.split(), 2) if likeness_of(*pair) < 1] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_standard_romanisations_are_the_name(scheme: str) -> None:
    iuliia = pytest.importorskip("iuliia")
    latin = {name: getattr(iuliia, scheme).translate(name) for name in NAMES}
    assert len(latin) == 15
    assert {name: other for name, other in latin.items() if likeness_of(name, other) < 1} == {}


@pytest.mark.parametrize(
    ("left", "right"), [*combinations(NAMES, 2), ("Ленин", "Levin"), ("Чернов", "Чернин")]
)
def test_names_of_others_do_not_sound_alike(left: str, right: str) -> None:
    assert likeness_of(left, right) == 0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("В. М. Чернов", "Victor Tchernoff"),
        ("Чернов В. М.", "Chernov, Viktor"),
        ("Лев Троцкий", "L. D. Trotzky"),
        ("Пётр Алексеевич Кропоткин", "Peter Kropotkin"),
        ("Я. М. Свердлов", "Yakov Sverdlov"),
        ("Ю. Мартов", "Iu. O. Martov"),
        ("В. Ульянов (Ленин)", "V. I. Lenin"),
        ("Георгий Плеханов", "George Plechanow"),
        ("Евгения Бош", "Yevgenia Bosh"),
    ],
)
def test_one_person_in_two_scripts(left: str, right: str) -> None:
    assert same_name(left, right).score > 0.8
    assert same_name(right, left).score > 0.8


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Лев Каменев", "Sergei Kamenev"),
        ("А. В. Луначарский", "Pyotr Lunacharsky"),
        ("В. И. Ленин", "V. P. Lenin"),
        ("Чернов", "Chicherin"),
    ],
)
def test_two_persons_in_two_scripts(left: str, right: str) -> None:
    assert same_name(left, right).score < 0.5


def test_every_part_that_was_compared_is_a_reason() -> None:
    assert same_name("В. И. Ленин", "Vladimir Ilyich Lenin").reasons == (
        "Ленин and Lenin sound alike",
        "В. and Vladimir fit each other",
        "И. and Ilyich fit each other",
    )


def test_names_of_other_things_are_compared_word_by_word() -> None:
    assert same_name("Нижний Тагил", "Nizhny Tagil", person=False).score == 1
    assert same_name("Нижний Тагил", "Tagil", person=False).score == 0


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("В. И. Ленин", ("В.", "И.", "Ленин")),
        ("Ленин В.И.", ("В.", "И.", "Ленин")),
        ("Суханов, Н. Н.", ("Н.", "Н.", "Суханов")),
        ("Vladimir Ilyich Lenin", ("Vladimir", "Ilyich", "Lenin")),
        ("Ленин", ("", "", "Ленин")),
        ("Rosa Luxemburg", ("Rosa", "", "Luxemburg")),
    ],
)
def test_a_name_is_split_into_its_parts(name: str, parts: tuple[str, str, str]) -> None:
    split = split_name(name)
    assert (split.given, split.patronymic, split.surname) == parts


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ("Лев", "Leon", "same"), ("Иосиф", "Joseph", "same"), ("Ю.", "Yuri", "fits"), ("Я.", "Iakov", "fits"),
        ("Е.", "Yevgeny", "fits"), ("Иван", "Sergei", "differs"), ("В.", "Grigory", "differs"), ("", "Ivan", ""),
    ],
)  # fmt: skip
def test_given_names_and_initials(left: str, right: str, verdict: str) -> None:
    assert compare_given(left, right) == compare_given(right, left) == verdict
