"""What is known beside the documents: well-formed, about things of the gazetteer, and how it is compared."""

import shutil
from pathlib import Path

import pytest

from soviet_kg.errors import BadDataFile
from soviet_kg.gazetteer import load_gazetteer
from soviet_kg.known import COLUMNS, lint_known, read_known
from soviet_kg.resources import find_resource

FOLDER = find_resource("ontology/known")


def test_the_packaged_tables_are_in_order_and_about_known_things() -> None:
    slugs = frozenset(form.slug for form in load_gazetteer().forms)
    assert lint_known(FOLDER, slugs) == ()
    assert {path.name for path in FOLDER.iterdir()} == COLUMNS.keys()
    assert len(read_known().parties) > 250


@pytest.mark.parametrize(
    ("person", "party", "fits"),
    [
        ("viktor-chernov", "socialist-revolutionary-party", True),
        ("viktor-chernov", "left-socialist-revolutionaries", True),
        ("viktor-chernov", "menshevik-internationalists", False),
        ("viktor-chernov", "internationalists-group-000", False),
        ("julius-martov", "menshevik-party", True),
        ("julius-martov", "russian-social-democratic-labour-party", True),
        ("julius-martov", "bolshevik-party", False),
        ("vladimir-lenin", "menshevik-party", False),
        ("vladimir-lenin", "left-communists", True),
        ("alexander-kerensky", "trudovik-faction-of-the-duma", True),
        ("somebody-unknown", "bolshevik-party", True),
    ],
)
def test_a_party_fits_a_person_or_not(person: str, party: str, fits: bool) -> None:
    assert read_known().fits(person, party) is fits


@pytest.mark.parametrize(
    ("file", "row", "what"),
    [
        ("affiliations.tsv", "zz\tbolshevik-party", "must have 3 cells"),
        ("affiliations.tsv", "zz\tbolshevik-party\t", "source is empty"),
        ("affiliations.tsv", "aa\tbolshevik-party\tsays so", "rows must be sorted"),
        ("lifetimes.tsv", "zz\t17\t\tsays so", "inception '17' must be a year of four digits"),
        ("wings.tsv", "zz\tbolshevik-party\tsays so", "wing 'zz' is no slug of the gazetteer"),
    ],
)
def test_a_bad_row_is_named_with_file_and_line(tmp_path: Path, file: str, row: str, what: str) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "known"))
    with (folder / file).open("a", encoding="utf-8") as table:
        table.write(f"{row}\n")
    slugs = frozenset(form.slug for form in load_gazetteer().forms)
    assert any(what in finding and file in finding for finding in lint_known(folder, slugs))


def test_damaged_tables_are_not_read(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "known"))
    (folder / "cities.tsv").write_text("town\tsource\n", encoding="utf-8")
    with pytest.raises(BadDataFile, match=r"cities\.tsv:1: the columns must be city source"):
        read_known(folder)
