"""Names are found whole and as what they are; words that only look like names are left alone."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brackets import read_brackets
from soviet_kg.extract import load_knowledge
from soviet_kg.lines import Found
from soviet_kg.mentions import NameFinder, find_names


@cache
def finder() -> NameFinder:
    return load_knowledge().finder


def names_in(text: str) -> list[Found]:
    """The names that count without a claim; latent ones have a test of their own."""
    return [name for name in find_names(text, finder()) if not name.latent]


def key_of(text: str) -> str:
    (name,) = names_in(text)
    return name.key


CONGRESSES = [
    "The [Second All-Russian Congress of Soviets|Event] opened late in the evening.",
    "The [Third All-Russia Congress of Soviets of Workers', Soldiers' and Peasants' Deputies|Event] closed.",
    "The [Extraordinary Fourth All-Russian Congress of Soviets|Event] met in [Moscow|Place].",
    "The [Tenth Congress of the Russian Communist Party|Event] debated the tax in kind.",
    "The [VIII Congress|Event] sat for six days.",
    "At the [First Conference of Factory Committees|Event] he was silent.",
    "The [Second Don Regional Congress of Soviets|Event] was broken up.",
    "The [Third Congress of the Communist International|Event] heard two reports.",
    "Nobody came to the [First All-Russian Congress of Working Women|Event].",
    "The [First Congress of the Peoples of the East|Event] was held at [Baku|Place].",
]
PERSONS = [
    "[V. I. Lenin|Person] spoke after [L. B. Kamenev|Person].",
    "Then [P. A. Zalutsky|Person] moved the closure.",
    "[N. K. Krupskaya|Person]'s letter was read.",
    "[Boris Kamkov|Person] answered [Maria Spiridonova|Person].",
    "Comrade [Bubnikov|Person] of the [Tula Soviet|Body] had the floor.",
    "Citizen [Tarabukin|Person] protested.",
    "[Trotzky|Person] laughed; [Tchitcherin|Person] had not come.",
    "The delegate [Sobolenko|Person] asked for the floor.",
    "The sailor [Rukavitsa|Person] came in with two others.",
    "The food commissar [Masslennikov|Person] was arrested.",
    "The Commune was chaired by [Jaan Anvelt|Person].",
    "[Juho Paasikivi|Person] signed for [Finland|Place].",
    "Soon [Kamenev|Person] returned to [Petrograd|Place].",
    "We heard [Oskar Grimlund|Person], secretary of the branch.",
    "Chairman: [Pavel Dorozhin|Person].",
]
BODIES = [
    "The [Central Committee of the Bolshevik Party|Body] decided otherwise.",
    "The [All-Russian Central Executive Committee|Body] ratified it.",
    "The [Committee for the Salvation of the Country and the Revolution|Body] was formed that night.",
    "the [Commission for Combating Counter-Revolution|Body]",
    "The [Kazan Soviet of Workers' and Soldiers' Deputies|Body] and the [Moscow Soviet|Body]",
    "the [Saratov City Duma|Body]",
    "the [People's Commissariat of Finance|Body] and the [Ministry of Agriculture|Body]",
    "the [Putilov Factory Committee|Body]",
    "the [Printers' Union|Body] and the [People's Council|Body]",
    "the [Union of Railway Workers|Body]",
    "the [Workers' Memory Foundation|Body]",
    "The [Provisional Government|Body], or rather the [provisional government|Body], fell.",
    "the [17th Army Corps|Body], the [Semyonovsky Regiment|Body] and the [Third Army|Body]",
    "The [Kharkov garrison|Body] rose.",
    "the [volost land committees|Body] and the [factory committees|Body]",
    "A [delegation|Body] from [Tambov|Place] was let in.",
    "the [Lena Goldfields Company|Body]",
]
PARTIES = [
    "the [Bolsheviks|Party] and the [Left Socialist-Revolutionaries|Party]",
    "the [Polish Socialist Party|Party]",
    "the [Swiss|Party], [Swedish|Party] and [Norwegian Social-Democratic parties|Party]",
    "the [Ukrainian Left Socialist-Revolutionaries|Party]",
    "the [Muslim Socialists|Party] of the [Volga|Place]",
    "the [Oborontsi|Party] and the [Mensheviki|Party]",
    "The [Left SRs|Party] left the hall.",
]
DOCUMENTS = [
    "[Izvestia|Publication] printed the [Decree on Land|Document].",
    "the [Treaty of Brest-Litovsk|Document]",
    "the [Declaration of the Rights of the Peoples of Russia|Document]",
    "the [Decree on Peace|Document], the [Decree on Land|Document] and the [April Theses|Document]",
    "the [Resolution on the War|Document]",
    "the [1918 Constitution|Document] and the [Constitution of 1936|Document]",
    "[Pravda|Publication] No. 170",
    "the newspaper [Krasny Sibiryak|Publication]",
    "the [Bulletin of the Provisional Government|Publication]",
    "the [Tiflis Workers' Gazette|Publication]",
]
PLACES = [
    "at [Smolny|Place] in [Petrograd|Place]",
    "the [Winter Palace|Place] and the [Alexandrinsky Theatre|Place]",
    "the [Orlov Institute|Place] near the [Kazan Cathedral|Place]",
    "the [Sormovo works|Place]",
    "the [Khopyor district|Place] and the [Province of Tambov|Place]",
    "from [Germany|Place] to the [Front|Place]",
]


@pytest.mark.parametrize("sentence", [*CONGRESSES, *PERSONS, *BODIES, *PARTIES, *DOCUMENTS, *PLACES])
def test_names_are_found_whole_and_of_their_kind(sentence: str) -> None:
    text, marked = read_brackets(sentence)
    assert [
        (text[name.start : name.stop], name.start, name.stop, name.kind) for name in names_in(text)
    ] == marked


@pytest.mark.parametrize(
    "sentence",
    [
        "Stalinism is a doctrine, and so is Marxism-Leninism.",
        "Soviet power was proclaimed everywhere.",
        "The land was cold and the order was kept.",
        "He read the newspaper of the party in a bad light.",
        "Brest-like terms were refused.",
        "On Wednesday afternoon nothing happened.",
        "Long live peace!",
    ],
)
def test_what_only_looks_like_a_name_is_none(sentence: str) -> None:
    assert [sentence[name.start : name.stop] for name in names_in(sentence)] == []


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("LENIN", "vladimir-lenin"), ("Lenine", "vladimir-lenin"), ("V.I. Lenin", "vladimir-lenin"),
        ("N. Lenin", "vladimir-lenin"), ("Trotzky", "leon-trotsky"), ("L. D. Trotskii", "leon-trotsky"),
        ("Tchernov", "viktor-chernov"), ("The Mensheviki", "menshevik-party"),
        ("MEETING OF THE PETROGRAD SOVIET", "petrograd-soviet-of-workers-and-soldiers-deputies"),
        ("Council Of People's Commissars", "council-of-peoples-commissars"),
    ],
)  # fmt: skip
def test_spellings_and_capitals_of_one_thing_have_one_key(written: str, key: str) -> None:
    assert key_of(f"{written}.") == key


@pytest.mark.parametrize(
    "written",
    [
        "the Decree on the Press",
        "The Petrograd Soviet of Workers' and Soldiers' Deputies",
        "the Trial of the Socialist Revolutionaries",
    ],
)
def test_a_name_inside_a_name_is_part_of_it(written: str) -> None:
    (name,) = names_in(f"Then came {written}.")
    assert f"Then came {written}."[name.start : name.stop].lower() in written.lower()
    assert name.stop == len(f"Then came {written}")


def test_parties_that_share_a_noun_have_a_key_each() -> None:
    names = names_in("the Swiss, Swedish and Norwegian Social-Democratic parties")
    assert len({name.key for name in names}) == 3
    assert all(
        name.key.startswith(start) for name, start in zip(names, ("swiss", "swed", "norw"), strict=True)
    )


def test_a_surname_alone_is_the_person_named_in_full_before() -> None:
    text = "Fyodor Kalabukhov spoke first. Nobody answered Kalabukhov."
    assert [name.key for name in names_in(text)] == ["fyodor-kalabukhov", "fyodor-kalabukhov"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('He wrote "The Immediate Tasks of the Countryside" then.', "the-immediate-tasks-of-the-countryside"),
        ("the sailors of Odessa", "sailors-of-odessa"),
        ("a new regional executive committee", "new-regional-executive-committee"),
        ("at Yeltsovka", "yeltsovka"),
    ],
)
def test_titles_groups_and_unknown_places_wait_for_a_claim(text: str, key: str) -> None:
    assert key in [name.key for name in find_names(text, finder()) if name.latent]
    assert key not in [name.key for name in names_in(text)]


@pytest.mark.parametrize(
    "speech",
    ['"I will not have it," he said.', '"We shall see!"', '"Nobody was asked whether he agreed with it all"'],
)
def test_quoted_speech_is_no_title(speech: str) -> None:
    assert [name for name in find_names(speech, finder()) if name.kind == "Document"] == []


FRAGMENTS = [
    "the Second Congress of Soviets", "V. I. Lenin", "Comrade Bubnikov", "the Tula Soviet", "of", "and", ", ",
    "the Swiss and Swedish Social-Democratic parties", '"The Tasks of the Day"', "Decree on Land", "Ivan",
    "PETROGRAD SOVIET", "'s", "-", "№ 5", "\n", "Marxism-Leninism", "garrison of", "Works, Vol. 2", "Пётр",
    "İ", "(Bolshevik)", "in Petrograd",
]  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=6)), max_size=12),
    st.sampled_from(["", " "]),
)
def test_names_never_overlap_and_lie_inside_the_text(fragments: list[str], between: str) -> None:
    text = between.join(fragments)
    names = find_names(text, finder())
    assert all(0 <= name.start < name.stop <= len(text) for name in names)
    assert all(left.stop <= right.start for left, right in pairwise(names))
    assert all(name.key and name.label for name in names)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([*FRAGMENTS, *PERSONS, *BODIES]), max_size=40))
def test_looking_around_cues_finds_what_a_run_over_the_whole_text_finds(fragments: list[str]) -> None:
    text, _ = read_brackets(" and so on and so forth ".join(fragments))
    cues = replace(finder().cues, automaton=None, everywhere=frozenset(range(finder().cues.count)))
    assert find_names(text, finder()) == find_names(text, replace(finder(), cues=cues))
