"""The rules of names: slugs, romanisations, and the forms that follow from one name.

Spellings are those of books and newspapers of the time, not taken from the rules.
"""

from __future__ import annotations

import pytest

from soviet_kg.names import (
    bare_surname,
    party_variants,
    person_variants,
    romanise,
    slugify,
    small_letter_variants,
    split_person,
    term_variants,
)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Sixth Congress of the RSDLP(b)", "sixth-congress-of-the-rsdlp-b"),
        ("Soviets of Workers’ and Soldiers' Deputies", "soviets-of-workers-and-soldiers-deputies"),
        ("Józef Piłsudski", "jozef-pilsudski"),
        ("Владимир Ленин", "vladimir-lenin"),
        ("Съезд Советов", "sezd-sovetov"),
        ("  What Is to Be Done?  ", "what-is-to-be-done"),
    ],
)
def test_a_slug_is_ascii_small_and_hyphenated(name: str, slug: str) -> None:
    assert slugify(name) == slug


@pytest.mark.parametrize(
    ("russian", "system", "latin"),
    [
        ("Троцкий", "english", "Trotsky"),
        ("Троцкий", "congress", "Trotskii"),
        ("Троцкий", "german", "Trozki"),
        ("Зиновьев", "english", "Zinoviev"),
        ("Зиновьев", "old", "Zinovieff"),
        ("Зиновьев", "german", "Sinowjew"),
        ("Чернов", "old", "Tchernoff"),
        ("Луначарский", "french", "Lounatcharsky"),
        ("Ленин", "french", "Lenine"),
        ("Бонч-Бруевич", "congress", "Bonch-Bruevich"),
        ("ВЦИК РСФСР", "english", "VTSIK RSFSR"),
        ("Smolny", "english", "Smolny"),
    ],
)
def test_a_romanisation_writes_names_as_its_habit_does(russian: str, system: str, latin: str) -> None:
    assert romanise(russian, system) == latin


def test_an_unknown_romanisation_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no romanisation 'klingon'; there are board, congress"):
        romanise("Ленин", "klingon")


@pytest.mark.parametrize(
    ("label", "russian", "forms"),
    [
        ("Leon Trotsky", "", "Trotsky; Trotzky; Trotskii; Trotski; L. Trotsky; Trotsky, Leon; Lev Trotsky"),
        ("Leon Davidovich Trotsky", "Лев Троцкий", "L. D. Trotsky; L.D. Trotskii; Trozki; Leo Trotsky"),
        ("Grigory Zinoviev", "", "Zinovieff; Zinovyev; Zinovev; G. Zinoviev; Gregory Zinoviev"),
        ("Viktor Mikhailovich Chernov", "", "Tchernov; Tchernoff; Chernoff; V. M. Chernov; Victor Chernov"),
        ("Alexander Kerensky", "", "Kerenskii; Kerenski; A. Kerensky; Aleksandr Kerensky"),
        ("Vladimir Milyutin", "", "Miliutin; V. Miliutin"),
        ("Nikolai Avksentiev", "", "Avksentieff; Avksentyev; Avksentev; Nicholas Avksentiev"),
        ("Nikolai Podvoisky", "", "Podvoiskii; N. Podvoisky"),
        ("Vladimir Bonch-Bruevich", "", "Bonch-Bruevitch; V. Bonch-Bruevich"),
        ("Felix Dzerzhinsky", "", "Dzherzhinsky; Dzerjinsky; Feliks Dzerzhinsky"),
        ("Anatoly Lunacharsky", "Анатолий Луначарский", "Lunatcharsky; Lounatcharsky; Lunacharskii"),
        ("V. I. Lenin", "", "Lenin; V.I. Lenin; Lenin, V. I."),
        ("David Lloyd George", "", "Lloyd George; D. Lloyd George"),
        ("Wilhelm von Mirbach", "", "von Mirbach; W. von Mirbach"),
    ],
)  # fmt: skip
def test_a_person_is_found_under_the_forms_that_books_use(label: str, russian: str, forms: str) -> None:
    missing = set(forms.split("; ")) - {label, *person_variants(label, russian)}
    assert not missing


@pytest.mark.parametrize(
    ("label", "form"),
    [
        ("Morgan Philips Price", "Price"),
        ("David Held", "Held"),
        ("John Reed", "Reed"),
        ("Enver Pasha", "Pasha"),
        ("David Lloyd George", "George"),
        ("Nicholas II", "Nicholas"),
        ("Grand Duke Michael Alexandrovich", "Alexandrovich"),
        ("Peter the Great", "Great"),
        ("Vladimir Ilyich", "V. Ilyich"),
    ],
)
def test_an_everyday_word_or_a_title_is_no_surname(label: str, form: str) -> None:
    assert form not in person_variants(label)


def test_a_surname_stands_alone_only_where_it_says_enough() -> None:
    assert [bare_surname(label) for label in ("Leon Trotsky", "David Held", "Nicholas II")] == [
        "Trotsky",
        "",
        "",
    ]


def test_a_name_falls_into_given_name_patronymic_and_surname() -> None:
    name = split_person("Vladimir Dmitrievich Bonch-Bruevich")
    assert name is not None
    assert (name.given, name.patronymic, name.surname) == ("Vladimir", "Dmitrievich", "Bonch-Bruevich")


@pytest.mark.parametrize(
    ("label", "forms"),
    [
        (
            "Left Socialist-Revolutionaries",
            "Left Social Revolutionaries; Left Socialist Revolutionaries; Left SRs; Left S.R.'s; Left Essers",
        ),
        ("Bolsheviks", "Bolsheviki; Bolshevists"),
        ("Mensheviks", "Mensheviki; Menshevists"),
        ("Bolshevik Party", "Bolshevik party"),
        ("Swiss Social-Democratic Party", "Swiss Social Democratic Party; Swiss Social-Democratic party"),
        ("Kadets", "Cadets"),
    ],
)
def test_a_party_is_found_under_old_and_new_terms(label: str, forms: str) -> None:
    assert set(forms.split("; ")) <= set(party_variants(label))


@pytest.mark.parametrize(
    ("form", "variant"),
    [
        ("All-Russian Central Executive Committee", "All-Russia Central Executive Committee"),
        ("All-Russian Congress of Soviets", "All Russian Congress of Soviets"),
        ("Soviet of Workers' and Soldiers' Deputies", "Soviet of Workmen's and Soldiers' Delegates"),
        ("Congress of Peasants' Deputies", "Congress of Peasant Deputies"),
        ("Presidium of the Supreme Soviet", "Praesidium of the Supreme Soviet"),
        ("Council of People's Commissars", "Council of Peoples' Commissars"),
        ("Second Congress of the RSDLP(b)", "Second Congress of the RSDRP(b)"),
    ],
)
def test_a_term_is_exchanged_for_its_other_wordings(form: str, variant: str) -> None:
    assert variant in term_variants(form)


def test_a_name_without_terms_has_no_other_wordings() -> None:
    assert term_variants("Winter Palace") == ()


@pytest.mark.parametrize(
    ("form", "small"),
    [
        ("Provisional Government", "provisional government"),
        ("Congress of Soviets", "congress of soviets"),
        ("Decree on Land", "decree on land"),
        ("Petrograd Soviet", "Petrograd soviet"),
        ("All-Russian Central Executive Committee", "All-Russian central executive committee"),
    ],
)
def test_common_nouns_are_also_written_small_and_proper_ones_never(form: str, small: str) -> None:
    assert small_letter_variants(form) == (small,)


@pytest.mark.parametrize("form", ["Duma", "Petrograd", "Smolny Institute of Petrograd Side", "Land Law"])
def test_a_single_word_a_proper_name_and_an_exception_keep_their_capitals(form: str) -> None:
    assert all(
        word in form.split()
        for variant in small_letter_variants(form)
        for word in variant.split()
        if word[0].isupper()
    )
    assert form.lower() not in small_letter_variants(form)
