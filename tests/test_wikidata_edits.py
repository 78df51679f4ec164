"""What documents add to Wikidata and where they contradict it: three lists, QuickStatements, Mismatch Finder, SSSOM."""

import csv
import datetime as dt
import io
import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

import hand_made
from conftest import Run
from quickstatements_grammar import Time, parse_command, parse_quickstatements
from soviet_kg.contributions import Contributions, Standing, find_contributions
from soviet_kg.export.mismatches import COLUMNS, format_mismatches
from soviet_kg.export.quickstatements import format_quickstatements
from soviet_kg.model import (
    Calendar,
    Claim,
    Corpus,
    Document,
    Entity,
    HistoricalDate,
    Kind,
    Link,
    Match,
    Mention,
    Precision,
    Quote,
    Stance,
)
from soviet_kg.records import read_corpus
from soviet_kg.resources import find_resource
from soviet_kg.wikidata.items import Item, Statement, WikiTime
from soviet_kg.wikidata.snapshot import Snapshot, read_snapshot
from soviet_kg.wikidata.sssom import read_links

TEXT = (
    "Lenin joined the Bolsheviks. The Second Congress met on 25 October 1917. The Bolsheviks arose in 1898."
)
BOOK = Document("book", TEXT, "A Book", source="Collected Works, pp. 247-248", wikidata="Q17378135")
PAGE = Document("page", TEXT, "A Page", source="https://example.org/page")
WIKI = Document("wiki", TEXT, "An Entry", publisher="Wikipedia")
KINDS = {"lenin": Kind.PERSON, "bolsheviks": Kind.PARTY, "congress": Kind.EVENT, "petrograd": Kind.PLACE}
QIDS = {"lenin": "Q1394", "bolsheviks": "Q83372", "congress": "Q4041050", "petrograd": "Q656"}
LABELS = {
    "lenin": "Lenin",
    "bolsheviks": "Bolsheviks",
    "congress": "Second Congress",
    "petrograd": "Petrograd",
}


def mention(key: str, document: Document) -> Mention:
    return Mention(Quote(document.id, 0, 5), KINDS[key], key, LABELS[key], "gazetteer")


def day(gregorian: str, julian: str = "", **more: object) -> HistoricalDate:
    calendar = Calendar.JULIAN if julian else Calendar.GREGORIAN
    one = dt.date.fromisoformat(gregorian)
    return replace(HistoricalDate(one, one, Precision.DAY, calendar, "", "", gregorian, julian), **more)  # type: ignore[arg-type]


def year(number: int) -> HistoricalDate:
    first, last = dt.date(number, 1, 1), dt.date(number, 12, 31)
    return HistoricalDate(first, last, Precision.YEAR, Calendar.UNSPECIFIED, "", "", str(number))


def claim(subject: str, predicate: str, value: object, document: Document = BOOK, **more: object) -> Claim:
    thing = mention(value, document) if isinstance(value, str) and value in KINDS else value
    quote = Quote(document.id, 29, 72)
    name = f"{document.id}-{subject}-{predicate}-{value}"
    return Claim(name, mention(subject, document), predicate, thing, quote, **more)  # type: ignore[arg-type]


def corpus(*claims: Claim, match: Match = Match.EXACT) -> Corpus:
    entities = tuple(
        Entity(key, KINDS[key], (("en", LABELS[key]),), qid=QIDS[key], keys=(key,)) for key in sorted(KINDS)
    )
    links = tuple(Link(key, QIDS[key], match, 1.0, ("stated",), "gazetteer") for key in sorted(QIDS))
    return Corpus((BOOK, PAGE, WIKI), entities, claims, links=links)


def snapshot(*statements: Statement, qid: str = "Q4041050", complete: bool = True) -> Snapshot:
    item = Item(qid, "Event", (("en", "2nd All-Russian Congress of Soviets"),), statements=statements)
    return Snapshot({qid: item}, "a test", "2026-01-02", "https://example.org/sparql", complete)


def compare(*claims: Claim, there: Snapshot | None = None) -> Contributions:
    return find_contributions(corpus(*claims), there or snapshot())


def commands(*claims: Claim, there: Snapshot | None = None, retrieved: str = "") -> list[str]:
    whole = corpus(*claims)
    written = format_quickstatements(find_contributions(whole, there or snapshot()), whole, retrieved)
    return [line for line in written.splitlines() if line.split("\t")[1][0] == "P"]


# --- the three lists ---------------------------------------------------------------------------------------

OPENED = claim("congress", "startDate", day("1917-11-07", "1917-10-25"))


@pytest.mark.parametrize(
    ("theirs", "standing", "note"),
    [
        (None, Standing.NEW, ""),
        (WikiTime("1917-11-07"), Standing.THERE, "without a reference there"),
        (WikiTime("1917-11-07", Calendar.JULIAN), Standing.THERE, "without a reference there"),
        (WikiTime("1917"), Standing.NEW, "only 1917 there"),
        (WikiTime("1917-11"), Standing.NEW, "only 1917-11 there"),
        (WikiTime("1917-11-08"), Standing.CONTRADICTED, ""),
        (
            WikiTime("1917-10-25"),
            Standing.CONTRADICTED,
            "13 days apart: as if one were in the other calendar",
        ),
        (WikiTime("1918"), Standing.CONTRADICTED, ""),
    ],
)
def test_a_day_stands_to_wikidata_as(theirs: WikiTime | None, standing: Standing, note: str) -> None:
    statements = (Statement("P580", theirs, "Q4041050$1"),) if theirs else ()
    (row,) = compare(OPENED, there=snapshot(*statements)).statements
    assert (row.qid, row.pid, row.standing, row.note) == ("Q4041050", "P580", standing, note)


def test_a_year_is_there_where_wikidata_has_a_day_of_it() -> None:
    there = snapshot(Statement("P571", WikiTime("1898-03-13")), qid="Q83372")
    (row,) = compare(claim("bolsheviks", "inception", year(1898)), there=there).statements
    assert (row.standing, row.note) == (Standing.THERE, "more exact there")


def test_a_preferred_statement_is_the_one_that_counts() -> None:
    ranked = (
        Statement("P580", WikiTime("1917-11-09"), "Q4041050$1", preferred=True),
        Statement("P580", WikiTime("1917-11-07"), "Q4041050$2"),
    )
    (row,) = compare(OPENED, there=snapshot(*ranked)).statements
    assert row.standing is Standing.CONTRADICTED
    assert row.theirs == ranked[0]


def test_a_second_member_contradicts_nothing() -> None:
    there = snapshot(Statement("P710", "Q33391", "Q4041050$1"))
    (row,) = compare(claim("congress", "participant", "lenin"), there=there).statements
    assert (row.standing, row.note) == (Standing.NEW, "beside 1 other value")


def test_a_chair_stands_on_the_item_that_is_chaired() -> None:
    (row,) = compare(claim("lenin", "chairOf", "congress")).statements
    assert (row.qid, row.pid, row.value) == ("Q4041050", "P488", "Q1394")


@pytest.mark.parametrize(
    "left_out",
    [
        claim("congress", "startDate", day("1917-11-07"), stance=Stance.PLANNED),
        claim("congress", "startDate", day("1917-11-07"), stance=Stance.DENIED),
        claim("congress", "startDate", day("1917-11-07"), stance=Stance.REPORTED),
        claim("congress", "startDate", day("1917-11-07", approximate=True)),
        claim("congress", "startDate", day("1917-11-07", inferred=("year",))),
        claim("congress", "startDate", replace(day("1917-11-07"), calendar=Calendar.UNSPECIFIED)),
        claim("congress", "supports", "lenin"),
        claim("congress", "describedAs", "great"),
    ],
    ids=lambda one: f"{one.predicate}-{one.stance}-{one.id[-6:]}",
)
def test_what_is_doubtful_is_left_out_with_the_reason(left_out: Claim) -> None:
    result = compare(left_out)
    assert result.statements == ()
    assert [count for _, count in result.left_out] == [1]


@pytest.mark.parametrize("match", [Match.CLOSE, Match.UNDECIDED])
def test_only_exact_links_count(match: Match) -> None:
    assert find_contributions(corpus(OPENED, match=match), snapshot()).statements == ()
    assert len(find_contributions(corpus(OPENED, match=Match.SAME), snapshot()).statements) == 1


# --- QuickStatements ---------------------------------------------------------------------------------------


def test_a_julian_day_and_a_year_by_hand() -> None:
    quoted = f'S1683\ten:"{TEXT[29:72]}"'
    work = f'S248\tQ17378135\tS304\t"247-248"\t{quoted}'
    assert commands(OPENED) == [f"Q4041050\tP580\t+1917-10-25T00:00:00Z/11/J\t{work}"]
    page = f'S854\t"https://example.org/page"\tS1476\ten:"A Page"\t{quoted}\tS813\t+2026-01-02T00:00:00Z/11'
    arose = claim("bolsheviks", "inception", year(1898), PAGE)
    assert commands(arose, retrieved="2026-01-02") == [f"Q83372\tP571\t+1898-00-00T00:00:00Z/9\t{page}"]


def test_two_sources_are_two_groups_of_references() -> None:
    (line,) = commands(OPENED, claim("congress", "startDate", day("1917-11-07"), PAGE))
    command = parse_command(line)
    assert command.value == Time(1917, 11, 7, 11, julian=False), "not all sources write Old Style"
    assert [group[0][0] for group in command.references] == ["P248", "P854"]
    assert line.count("!S") == 1


def test_qualifiers_stand_before_sources() -> None:
    membership = claim("lenin", "memberOf", "bolsheviks", qualifiers=(("from", year(1903)),))
    command = parse_command(commands(membership)[0])
    assert command.qualifiers == [("P580", Time(1903, 0, 0, 9, julian=False))]


def test_what_wikidata_has_with_a_reference_is_not_written_again() -> None:
    same = WikiTime("1917-11-07", Calendar.JULIAN)
    sourced = snapshot(Statement("P580", same, "Q4041050$1", sourced=True))
    assert commands(OPENED, there=sourced) == []
    bare = snapshot(Statement("P580", same, "Q4041050$1"))
    assert len(commands(OPENED, there=bare)) == 1
    assert commands(OPENED, there=snapshot(Statement("P580", WikiTime("1918"), "Q4041050$1"))) == []


def test_wikipedia_is_no_source() -> None:
    assert commands(claim("congress", "startDate", day("1917-11-07"), WIKI)) == []


def test_names_that_are_not_there_become_aliases_and_labels() -> None:
    whole = corpus(OPENED)
    entities = tuple(
        replace(entity, labels=(("en", "Second Congress"), ("ru", "Второй съезд Советов")))
        if entity.id == "congress"
        else entity
        for entity in whole.entities
    )
    whole = replace(whole, entities=entities)
    written = format_quickstatements(find_contributions(whole, snapshot()), whole)
    assert written.splitlines()[1:] == [
        'Q4041050\tAen\t"Second Congress"',
        'Q4041050\tLru\t"Второй съезд Советов"',
    ]
    partial = find_contributions(whole, snapshot(complete=False))
    assert partial.names == (), "a snapshot that holds little does not say what is missing"


def test_the_seeds_give_a_file_that_the_grammar_reads(seeds_build: Path) -> None:
    seeds, there = read_corpus(seeds_build), read_snapshot()
    for given in (there, replace(there, complete=True)):
        written = format_quickstatements(find_contributions(seeds, given), seeds)
        parsed = parse_quickstatements(written)
        assert len(parsed) >= 5
        assert written.count("\n") == len(parsed)
        known = set(
            tomllib.loads(find_resource("ontology/wikidata/properties.toml").read_text("utf-8"))["pids"]
        )
        used = {command.what for command in parsed if command.what[0] == "P"}
        assert used <= known
        assert {command.item for command in parsed} <= there.items.keys()
    assert any(command.what[0] in "LA" for command in parsed)


def test_every_claim_of_every_kind_can_be_compared() -> None:
    """The hand-made corpus has every sort of value, stance and script."""
    made = hand_made.corpus()
    links = tuple(
        Link(entity.id, f"Q{number}", Match.EXACT, 1.0, ("x",), "gazetteer")
        for number, entity in enumerate(made.entities, 1)
    )
    result = find_contributions(replace(made, links=links), snapshot())
    assert {row.pid for row in result.statements} == {"P580", "P276", "P50"}
    assert len(result.statements) + sum(count for _, count in result.left_out) >= 10
    parse_quickstatements(format_quickstatements(result, replace(made, links=links)))


# --- Mismatch Finder ---------------------------------------------------------------------------------------


def mismatches(*claims: Claim, there: Snapshot) -> list[dict[str, str]]:
    whole = corpus(*claims)
    text = format_mismatches(find_contributions(whole, there), whole)
    assert text.splitlines()[0] == ",".join(COLUMNS)
    return list(csv.DictReader(io.StringIO(text)))


def test_a_contradiction_is_a_row_with_both_calendars() -> None:
    there = snapshot(Statement("P580", WikiTime("1917-11-09", Calendar.JULIAN), "Q4041050$6D2C"))
    assert mismatches(
        OPENED, claim("congress", "startDate", day("1917-11-07", "1917-10-25"), PAGE), there=there
    ) == [
        {
            "item_id": "Q4041050",
            "statement_guid": "Q4041050$6D2C",
            "property_id": "P580",
            "wikidata_value": "1917-10-27",
            "meta_wikidata_value": "Q1985786",
            "external_value": "1917-11-07 (1917-10-25 Old Style)",
            "external_url": url,
            "type": "statement",
        }
        for url in ("", "https://example.org/page")
    ]


def test_without_the_statements_id_there_is_no_row() -> None:
    assert mismatches(OPENED, there=snapshot(Statement("P580", WikiTime("1918")))) == []


# --- SSSOM -------------------------------------------------------------------------------------------------


def test_the_links_are_sssom_by_its_own_library(seeds_build: Path) -> None:
    from sssom.parsers import parse_sssom_table
    from sssom.validators import validate

    for path in (seeds_build / "links.sssom.tsv", find_resource("ontology/judgements/wikidata.sssom.tsv")):
        mappings = parse_sssom_table(str(path))
        assert len(mappings.df) >= 9
        reports = validate(mappings, fail_on_error=True)
        assert [result.message for report in reports.values() for result in report.results] == []


def test_links_are_read_back_as_they_were_written(seeds_build: Path) -> None:
    seeds = read_corpus(seeds_build)
    assert seeds.links == read_links(seeds_build / "links.sssom.tsv")
    assert len(seeds.links) > 30
    assert {link.entity: link.qid for link in seeds.links} == {
        entity.id: entity.qid for entity in seeds.entities if entity.qid
    }


# --- the command -------------------------------------------------------------------------------------------


def test_the_command_prints_three_lists_and_writes_three_files(
    run: Run, seeds_build: Path, tmp_path: Path
) -> None:
    done = run("contribute", "--build", seeds_build, "--out", tmp_path / "edits", "--retrieved", "2026-01-02")
    assert done.returncode == 0, done.stderr
    for title in ("Already there: ", "Not there: ", "Contradicted: ", "Claims left out"):
        assert f"\n{title}" in done.stdout
    assert "not in this snapshot" in done.stdout
    assert len(parse_quickstatements((tmp_path / "edits/quickstatements.txt").read_text("utf-8"))) >= 5
    assert (tmp_path / "edits/mismatches.csv").read_text("utf-8") == ",".join(COLUMNS) + "\n"
    rows = json.loads((tmp_path / "edits/report.json").read_text("utf-8"))
    assert {"Q4041050"} <= {row["item"] for row in rows}
    wrong = run("contribute", "--build", seeds_build, "--retrieved", "yesterday")
    assert wrong.returncode == 2
