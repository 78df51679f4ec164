"""Everything that can say no, each tried on a copy of a build in which one thing was changed."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import Run
from small_corpus import make_claim, make_extraction, make_mention
from soviet_kg.check import check, check_knowledge, check_mentions, checksum_blocks, find_change
from soviet_kg.errors import WrongUse
from soviet_kg.model import Kind
from soviet_kg.resources import find_resource

TEXT = "".join(f"Sentence {number} says that the Congress met again.\n" for number in range(40))


@pytest.fixture
def copy(seeds_build: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(seeds_build, tmp_path / "build"))


@pytest.fixture(scope="session")
def before(seeds_build: Path) -> set[str]:
    """What check says of the build as it is; the tests below look for what is said on top of that."""
    return {str(finding) for finding in check(seeds_build).findings}


def change_letter(path: Path, offset: int) -> None:
    """Put another letter at an offset, in code points, of a file in UTF-8."""
    text = path.read_bytes().decode()
    letter = "e" if text[offset] != "e" else "a"
    path.write_bytes((text[:offset] + letter + text[offset + 1 :]).encode())


def first_text(build: Path) -> Path:
    return min((build / "texts").iterdir())


def test_the_packaged_documents_hold(seeds_build: Path) -> None:
    report = check(seeds_build, find_resource("seeds"))
    assert report.findings == ()
    assert report.looked_at["texts"] == report.looked_at["sources"] == 5
    claims = (seeds_build / "claims.jsonl").read_text(encoding="utf-8").strip().split("\n")
    assert report.looked_at["quotes"] == len(claims) > 0


@pytest.mark.parametrize("offset", [0, 5, 63, 64, 1000, 2222, -1])
def test_one_letter_changed_in_a_kept_text_is_named_with_its_offset(copy: Path, offset: int) -> None:
    text = first_text(copy)
    offset = offset % len(text.read_bytes().decode())
    change_letter(text, offset)
    findings = check(copy).findings
    assert (text.stem, offset) in {(finding.place, finding.offset) for finding in findings}


def test_one_letter_changed_in_a_copied_source_is_named(copy: Path, tmp_path: Path, run: Run) -> None:
    letters = Path(shutil.copytree(find_resource("seeds"), tmp_path / "letters"))
    changed = min(letters.glob("*.txt"))
    change_letter(changed, 777)
    answer = run("check", "--build", copy, "--sources", letters)
    assert answer.returncode == 1
    assert f"{changed.stem}:777: " in answer.stdout
    assert answer.stderr.startswith("soviet-kg: ")


def test_a_source_that_is_gone_is_named(copy: Path, tmp_path: Path, before: set[str]) -> None:
    letters = Path(shutil.copytree(find_resource("seeds"), tmp_path / "letters"))
    gone = min(letters.glob("*.txt"))
    gone.unlink()
    told = {str(finding) for finding in check(copy, letters).findings} - before
    assert told == {f"{gone.stem}: {gone.name} is not in {letters}"}


def test_a_quote_of_other_words_is_named_with_document_and_offset(copy: Path) -> None:
    table = copy / "claims.jsonl"
    first, *rest = table.read_text(encoding="utf-8").split("\n")
    row = json.loads(first)
    row["quote"] = row["quote"][:3] + "#" + row["quote"][4:]
    table.write_text("\n".join([json.dumps(row), *rest]), encoding="utf-8")
    findings = check(copy).findings
    told = [finding for finding in findings if finding.what.startswith(f"claim {row['id']} quotes")]
    assert [(finding.place, finding.offset) for finding in told] == [(row["document"], row["start"] + 3)]
    assert any(finding.place.endswith("claims.jsonl") for finding in findings)


def test_a_claim_that_stands_twice_is_named(copy: Path) -> None:
    table = copy / "claims.jsonl"
    first, *rest = table.read_text(encoding="utf-8").split("\n")
    table.write_text("\n".join([first, first, *rest]), encoding="utf-8")
    told = f"claim {json.loads(first)['id']} stands twice"
    assert told in {finding.what for finding in check(copy).findings}


def test_a_changed_or_missing_file_of_the_build_is_named(copy: Path, before: set[str]) -> None:
    (copy / "kg.trig").write_text("", encoding="utf-8")
    (copy / "entities.csv").unlink()
    told = {str(finding) for finding in check(copy).findings}
    assert told - before == {
        f"{copy}/entities.csv: is missing; build again",
        f"{copy}/kg.trig: is not what was written; build again",
    }


def test_a_graph_against_the_shapes_is_refused(copy: Path) -> None:
    claim = "https://w3id.org/soviet-kg/id/claim/nowhere"
    with (copy / "kg.ttl").open("a", encoding="utf-8") as graph:
        graph.write(f"\n<{claim}> a <https://w3id.org/soviet-kg/ontology#Claim> .\n")
    assert claim in {finding.place for finding in check(copy).findings}


def test_a_subject_outside_the_quote_needs_an_antecedent() -> None:
    told = make_extraction()
    congress, it, lenin, *_ = told.mentions
    words = "It elected Comrade Lenin"
    assert list(check_mentions(make_claim(told.document, it, "elected", lenin, words))) == []
    (finding,) = check_mentions(make_claim(told.document, congress, "elected", lenin, words))
    assert (finding.place, finding.offset) == ("sample", 59)
    assert "its subject (Second Congress of Soviets) is not in the quote" in finding.what
    referred = replace(congress, antecedent=congress.quote)
    assert list(check_mentions(make_claim(told.document, referred, "elected", lenin, words))) == []


def test_an_object_is_looked_for_too() -> None:
    told = make_extraction()
    kerensky = make_mention(told.document, "Kerensky", "kerensky", Kind.PERSON)
    claim = make_claim(told.document, told.mentions[1], "elected", kerensky, "It elected Comrade Lenin")
    assert [finding.what.split("its ")[1][:17] for finding in check_mentions(claim)] == ["object (Kerensky)"]


@pytest.mark.parametrize("offset", [0, 63, 64, 500, len(TEXT) - 1])
def test_a_changed_letter_is_found_from_checksums_alone(offset: int) -> None:
    changed = TEXT[:offset] + ("#" if TEXT[offset] != "#" else "@") + TEXT[offset + 1 :]
    assert find_change(changed, checksum_blocks(TEXT)) == offset


@pytest.mark.parametrize(
    ("changed", "block"),
    [
        (TEXT[:500] + TEXT[501:], 448),
        (TEXT + "more", 1792),
        (TEXT[:-100], 1728),
        (TEXT[:70] + "x" + TEXT[70:], 64),
    ],
)
def test_any_other_change_is_found_within_64_characters(changed: str, block: int) -> None:
    difference = next((i for i, (a, b) in enumerate(zip(changed, TEXT, strict=False)) if a != b), len(TEXT))
    assert block <= difference
    assert find_change(changed, checksum_blocks(TEXT)) == block


@pytest.mark.parametrize(
    ("file", "damage", "place"),
    [
        ("alignments.ttl", "this is no Turtle", "alignments.ttl"),
        ("shapes.ttl", "this is no Turtle", "shapes.ttl"),
        ("gazetteer/people.tsv", "\tbroken\n", "gazetteer/people.tsv"),
        ("judgements/entities.sssom.tsv", "id:a\tb\n", "judgements/entities.sssom.tsv:9"),
        ("patterns/meetings.en.toml", "[[pattern\n", "patterns/meetings.en.toml"),
        ("grammar/reference.en.toml", "[[reference\n", "grammar/reference.en.toml"),
    ],
)
def test_a_damaged_file_of_knowledge_is_named(tmp_path: Path, file: str, damage: str, place: str) -> None:
    ontology = Path(shutil.copytree(find_resource("ontology"), tmp_path / "ontology"))
    before = set(check_knowledge(ontology))
    with (ontology / file).open("a", encoding="utf-8") as table:
        table.write(damage)
    findings = set(check_knowledge(ontology)) - before
    assert findings
    assert all(finding.place.startswith(str(ontology / place)) for finding in findings)


def test_a_folder_that_is_no_build_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="make one with: soviet-kg build"):
        check(tmp_path)


def test_the_command_says_yes_or_no(copy: Path, run: Run) -> None:
    yes = run("check", "--build", copy)
    assert (yes.returncode, yes.stderr) == (0, f"{copy}: all holds\n"), yes.stdout
    change_letter(first_text(copy), 100)
    no = run("check", "--build", copy, "--json")
    findings = json.loads(no.stdout)["findings"]
    assert no.returncode == 1
    assert {"place": first_text(copy).stem, "offset": 100} in [
        {name: finding[name] for name in ("place", "offset")} for finding in findings
    ]
