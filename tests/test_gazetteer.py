"""The shipped gazetteer, and what the reader and the linter say about broken ones."""

from __future__ import annotations

import re
import shutil
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from soviet_kg.errors import BadDataFile
from soviet_kg.gazetteer import (
    COLUMNS,
    NOT_NAMES,
    TABLES,
    Form,
    Gazetteer,
    expand_forms,
    lint_gazetteer,
    load_gazetteer,
)
from soviet_kg.model import Kind
from soviet_kg.resources import find_resource

HEADER = "\t".join(COLUMNS)
LENIN = "Vladimir Lenin\ten\tvladimir-lenin\tPerson\tQ1394\tlabel\t1\t1870-1924"
# Namesakes that a careless link would take: a businessman, a wrestler, a vice-president, a footballer, a
# party of 1990, and a head of state where a treaty is meant.
NEAR_MISSES = {"Q171428", "Q187247", "Q203433", "Q7036422", "Q2917689", "Q131120"}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture(scope="module")
def bearers(gazetteer: Gazetteer) -> Mapping[str, list[Form]]:
    forms: dict[str, list[Form]] = {}
    for form in expand_forms(gazetteer):
        forms.setdefault(form.form, []).append(form)
    return forms


@pytest.fixture(scope="module")
def russian_bearers(gazetteer: Gazetteer) -> Mapping[str, list[Form]]:
    """What texts in Russian may write, in small letters."""
    forms: dict[str, list[Form]] = {}
    for form in expand_forms(gazetteer, "ru"):
        forms.setdefault(form.form.lower(), []).append(form)
    return forms


def write_tables(folder: Path, **rows: str) -> Path:
    for name in TABLES:
        (folder / name).write_text(f"{HEADER}\n{rows.get(name.removesuffix('.tsv'), '')}", encoding="utf-8")
    (folder / NOT_NAMES).write_text("form\treason\nStalinism\ta doctrine\n", encoding="utf-8")
    return folder


def test_the_shipped_tables_are_clean() -> None:
    assert lint_gazetteer(find_resource("ontology/gazetteer")) == ()


def test_the_shipped_tables_are_broad(gazetteer: Gazetteer) -> None:
    kinds = Counter(gazetteer.kind(slug) for slug in {form.slug for form in gazetteer.forms})
    assert sum(kinds.values()) >= 3000
    assert all(kinds[kind] >= least for kind, least in LEAST.items()), kinds
    assert sum(form.language == "en" for form in gazetteer.forms) >= 15000
    assert sum(form.language == "ru" and form.role == "label" for form in gazetteer.forms) >= 800


LEAST = {
    Kind.PERSON: 1000,
    Kind.PARTY: 130,
    Kind.BODY: 400,
    Kind.EVENT: 230,
    Kind.DOCUMENT: 190,
    Kind.PUBLICATION: 160,
    Kind.PLACE: 700,
}


def test_identifiers_are_well_formed_unique_and_no_near_misses(gazetteer: Gazetteer) -> None:
    owners = {form.slug: form.qid for form in gazetteer.forms if form.qid}
    assert len(owners) >= 300
    assert len(set(owners.values())) == len(owners)
    assert all(re.fullmatch(r"Q[1-9]\d*", qid) for qid in owners.values())
    assert not NEAR_MISSES & set(owners.values())


def test_the_committee_of_1917_is_not_linked_to_the_council_of_1918(gazetteer: Gazetteer) -> None:
    assert gazetteer.qid("military-revolutionary-committee") == ""
    assert gazetteer.qid("revolutionary-military-council") == "Q2703181"


def test_no_form_of_a_thing_stands_twice_and_ranks_are_distinct(bearers: Mapping[str, list[Form]]) -> None:
    for forms in bearers.values():
        assert len({form.slug for form in forms}) == len(forms)
        assert len({form.rank for form in forms}) == len(forms)


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("Trotzky", "leon-trotsky"),
        ("V. I. Lenin", "vladimir-lenin"),
        ("Lenine", "vladimir-lenin"),
        ("Lenin, Vladimir", "vladimir-lenin"),
        ("Tchernoff", "viktor-chernov"),
        ("Breshko-Breshkovskaya", "catherine-breshkovskaya"),
        ("Nicholas Tchaykovsky", "nikolai-tchaikovsky"),
        ("Nathanson", "mark-natanson"),
        ("Muraviov", "mikhail-muravyov"),
        ("Bontch-Bruevitch", "vladimir-bonch-bruevich"),
        ("Bolsheviki", "bolshevik-party"),
        ("Social Revolutionists", "socialist-revolutionary-party"),
        ("S.R.'s", "socialist-revolutionary-party"),
        ("Left Social Revolutionaries", "left-socialist-revolutionaries"),
        ("Social Revolutionaries of the Right", "right-socialist-revolutionaries"),
        ("K.D.'s", "constitutional-democratic-party"),
        ("Labor Group", "trudoviks"),
        ("provisional government", "russian-provisional-government"),
        ("VTsIK", "all-russian-central-executive-committee"),
        ("Tsay-ee-kah", "all-russian-central-executive-committee"),
        ("All-Russia Central Executive Committee", "all-russian-central-executive-committee"),
        ("Sovnarkom", "council-of-peoples-commissars"),
        ("Council of Public Economy", "supreme-council-of-the-national-economy"),
        ("Pre-Parliament", "provisional-council-of-the-russian-republic"),
        ("congress of soviets", "congress-of-soviets"),
        ("Second All-Russia Congress of Soviets", "second-all-russian-congress-of-soviets"),
        ("Extraordinary Fourth All-Russia Congress of Soviets", "fourth-all-russian-congress-of-soviets"),
        ("Land Decree", "decree-on-land"),
        ("decree on the land", "decree-on-land"),
        ("Peace of Brest-Litovsk", "treaty-of-brest-litovsk"),
        ("Rabochii i Soldat", "rabochii-i-soldat"),
        ("Workers' and Soldiers' Journal", "rabochii-i-soldat"),
        ("Leningrad", "petrograd"),
        ("Saint Petersburg", "petrograd"),
        ("Tavrichesky Palace", "tauride-palace"),
        ("Peter-Paul Fortress", "peter-and-paul-fortress"),
    ],
)
def test_a_form_means_the_thing_that_a_reader_thinks_of(
    written: str, slug: str, bearers: Mapping[str, list[Form]]
) -> None:
    first = min(bearers[written], key=lambda form: form.rank)
    assert (first.slug, first.rank) == (slug, 1)


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("Ленин", "vladimir-lenin"),
        ("В. И. Ленину", "vladimir-lenin"),
        ("Троцкого", "leon-trotsky"),
        ("Брешко-Брешковской", "catherine-breshkovskaya"),
        ("Будённого", "semyon-budyonny"),
        ("Буденного", "semyon-budyonny"),
        ("большевикам", "bolshevik-party"),
        ("временному правительству", "russian-provisional-government"),
        ("ВЦИК", "all-russian-central-executive-committee"),
        ("Военно-революционного комитета", "military-revolutionary-committee"),
        ("декретом о земле", "decree-on-land"),
        ("«Правды»", "pravda"),
        ("Петрограде", "petrograd"),
        ("II съезда Советов", "second-all-russian-congress-of-soviets"),
    ],
)
def test_a_russian_form_means_the_same_thing_in_every_case(
    written: str, slug: str, russian_bearers: Mapping[str, list[Form]]
) -> None:
    first = min(russian_bearers[written.lower()], key=lambda form: form.rank)
    assert first.slug == slug


@pytest.mark.parametrize(
    ("surname", "slugs"),
    [
        ("Kamenev", ["lev-kamenev", "sergei-kamenev"]),
        ("Lvov", ["georgy-lvov", "lemberg", "vladimir-lvov"]),
        ("Karelin", ["vladimir-karelin", "apollon-karelin"]),
        ("Bonch-Bruevich", ["vladimir-bonch-bruevich", "mikhail-bonch-bruevich"]),
        ("Kornilov", ["lavr-kornilov"]),
        ("Abramovich", ["raphael-abramovich"]),
        ("Spiro", ["william-spiro"]),
    ],
)
def test_namesakes_are_ranked(surname: str, slugs: list[str], bearers: Mapping[str, list[Form]]) -> None:
    ranked = sorted(bearers[surname], key=lambda form: form.rank)
    assert [form.slug for form in ranked][: len(slugs)] == slugs


@pytest.mark.parametrize("word", ["Held", "Price", "Reed", "Francis", "Stalinism", "May", "March", "Order"])
def test_an_everyday_word_names_nobody(word: str, bearers: Mapping[str, list[Form]]) -> None:
    assert word not in bearers


def test_look_alikes_are_refused(gazetteer: Gazetteer) -> None:
    assert {"Stalinism", "Soviet power", "Social Democratic"} <= set(gazetteer.not_names)


def test_a_thing_answers_for_its_labels_kind_and_identifier(gazetteer: Gazetteer) -> None:
    assert gazetteer.labels("vladimir-lenin") == (("en", "Vladimir Lenin"), ("ru", "Владимир Ленин"))
    assert (gazetteer.kind("vladimir-lenin"), gazetteer.qid("vladimir-lenin")) == (Kind.PERSON, "Q1394")
    with pytest.raises(KeyError):
        gazetteer.labels("nobody")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (f"{LENIN}\tmore\n", r"people\.tsv:2: 9 columns, not 8; check the tabs"),
        (f"{LENIN}\n\n{LENIN}\n", r"people\.tsv:3: 1 columns, not 8"),
        (
            LENIN.replace("Person", "Human") + "\n",
            r"people\.tsv:2: unknown kind 'Human'; use one of Person, Party",
        ),
        (
            LENIN.replace("label", "lable") + "\n",
            r"people\.tsv:2: unknown role 'lable'; use one of label, alias",
        ),
        (LENIN.replace("\t1\t", "\t7\t") + "\n", r"people\.tsv:2: unknown rank '7'; use one of 1, 2, 3"),
        (
            LENIN.replace("Vladimir Lenin", " Lenin") + "\n",
            r"people\.tsv:2: form, language or slug is empty or padded",
        ),
        (LENIN.replace("label", "alias") + "\n", r"vladimir-lenin has no English label"),
    ],
)
def test_a_broken_row_is_named_with_its_file_and_line(rows: str, message: str, tmp_path: Path) -> None:
    write_tables(tmp_path, people=rows)
    with pytest.raises(BadDataFile, match=message):
        load_gazetteer(tmp_path)


def test_a_missing_table_and_a_wrong_header_are_named(tmp_path: Path) -> None:
    write_tables(tmp_path)
    (tmp_path / "places.tsv").write_text("name\tslug\n", encoding="utf-8")
    with pytest.raises(BadDataFile, match=r"places\.tsv:1: the header should be form language slug"):
        load_gazetteer(tmp_path)
    (tmp_path / "places.tsv").unlink()
    with pytest.raises(BadDataFile, match=r"places\.tsv: cannot be read"):
        load_gazetteer(tmp_path)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (f"{LENIN}\nAnna\ten\tanna\tPerson\t\tlabel\t1\t\n", "not sorted"),
        (f"{LENIN}\n{LENIN}\n", "stands twice"),
        (LENIN.replace("vladimir-lenin", "lenin") + "\n", "the slug of 'Vladimir Lenin' is vladimir-lenin"),
        (f"{LENIN}\nWladimir Lenin\ten\tvladimir-lenin\tPerson\tQ1394\tlabel\t1\t\n", "one English label"),
        (f"{LENIN}\nLenine\ten\tvladimir-lenin\tPerson\tQ1\talias\t1\t\n", "two identifiers"),
        (LENIN.replace("Q1394", "P31") + "\n", "no Wikidata identifier"),
        (LENIN.replace("Person", "Party") + "\n", "this table holds Person"),
        (f"{LENIN}\nO’Lenin\ten\tvladimir-lenin\tPerson\tQ1394\talias\t1\t\n", "typographic sign"),
        (f"{LENIN}\nLеnin\ten\tvladimir-lenin\tPerson\tQ1394\talias\t1\t\n", "two alphabets"),
        (
            f"Maria Lenin\ten\tmaria-lenin\tPerson\t\tlabel\t1\t\n{LENIN}\n",
            "rank 1 for maria-lenin, vladimir-lenin",
        ),
    ],
)
def test_the_linter_says_what_is_wrong(rows: str, problem: str, tmp_path: Path) -> None:
    problems = lint_gazetteer(write_tables(tmp_path, people=rows))
    assert [found for found in problems if problem in found], problems


def test_the_linter_sorts_on_demand_and_loses_no_row(tmp_path: Path) -> None:
    anna = "Anna\ten\tanna\tPerson\t\tlabel\t1\t"
    folder = write_tables(tmp_path, people=f"{LENIN}\n{anna}\n{LENIN}\n")
    assert lint_gazetteer(folder, fix=True) == ()
    assert (folder / "people.tsv").read_text(encoding="utf-8") == f"{HEADER}\n{anna}\n{LENIN}\n"
    assert sorted(path.name for path in folder.iterdir()) == sorted((*TABLES, NOT_NAMES))


def test_a_name_that_a_user_adds_is_found_with_its_variants(tmp_path: Path) -> None:
    shutil.copytree(find_resource("ontology/gazetteer"), tmp_path / "tables")
    with (tmp_path / "tables" / "people.tsv").open("a", encoding="utf-8") as table:
        table.write("Pavel Chudakovsky\ten\tpavel-chudakovsky\tPerson\t\tlabel\t1\t\n")
    forms = {
        form.form
        for form in expand_forms(load_gazetteer(tmp_path / "tables"))
        if form.slug == "pavel-chudakovsky"
    }
    assert {"Chudakovsky", "P. Tchudakovsky", "Paul Chudakovsky", "Chudakovskii"} <= forms


def test_expansion_does_not_depend_on_the_order_of_rows(gazetteer: Gazetteer) -> None:
    backwards = Gazetteer(tuple(reversed(gazetteer.forms)), gazetteer.not_names)
    listed = [(form.form, form.slug, form.rank) for form in expand_forms(gazetteer)]
    assert listed == [(form.form, form.slug, form.rank) for form in expand_forms(backwards)]


def test_loading_and_expanding_take_well_under_two_seconds() -> None:
    before = time.process_time()
    expand_forms(load_gazetteer())
    assert time.process_time() - before < 2
