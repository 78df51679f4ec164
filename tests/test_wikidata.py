"""Which item an entity is: signs and reasons, near misses, judgements, snapshots, the graph."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import hand_made
from conftest import Run
from reconciler import MANIFEST, reconciliation_service
from soviet_kg.errors import BadDataFile, ServiceFailed
from soviet_kg.gazetteer import load_gazetteer
from soviet_kg.graph import quads
from soviet_kg.model import Link, Match
from soviet_kg.pipeline import resolve_build
from soviet_kg.records import read_corpus
from soviet_kg.services.manners import Caller, Manners, make_agent
from soviet_kg.services.reconciliation import reconcile
from soviet_kg.wikidata.evidence import Thing, gather_things
from soviet_kg.wikidata.items import Item, Statement, WikiTime
from soviet_kg.wikidata.knowledge import read_classes, read_properties
from soviet_kg.wikidata.linking import LinkVerdict, link_corpus, link_things
from soviet_kg.wikidata.snapshot import Snapshot, read_snapshot, snapshot_bytes
from soviet_kg.wikidata.sssom import lint_verdicts, read_verdicts, with_verdict
from wikidata_shaped import near_misses

TROTSKY = Item(
    "Q33391",
    "Person",
    (("en", "Leon Trotsky"), ("ru", "Лев Давидович Троцкий")),
    (("en", "Lev Bronstein"),),
    statements=(Statement("P569", WikiTime("1879")), Statement("P570", WikiTime("1940"))),
)


def person(*names: str, years: tuple[int, ...] = (), russian: str = "") -> Thing:
    labels = (("en", names[0]),) + ((("ru", russian),) if russian else ())
    aliases = tuple(("en", name) for name in names[1:])
    return Thing("somebody", "Person", labels, aliases, frozenset(years))


def link(thing: Thing, *items: Item, verdicts: tuple[LinkVerdict, ...] = ()) -> Link | None:
    links = link_things([thing], {item.qid: item for item in items}, verdicts)
    return links[0] if links else None


@pytest.mark.parametrize(
    ("thing", "match"),
    [
        (person("Leon Trotsky"), Match.EXACT),
        (person("Leon Trotzky"), Match.EXACT),
        (person("Lev Trotsky"), Match.EXACT),
        (person("Лев Троцкий", russian="Лев Троцкий"), Match.EXACT),
        (person("L. Trotsky"), Match.UNDECIDED),
        (person("Trotsky"), Match.UNDECIDED),
        (person("Natalia Trotsky"), None),
        (person("Leon Blum"), None),
        (replace(person("Leon Trotsky"), kind="Place"), None),
    ],
    ids=lambda value: value.labels[0][1] + " " + value.kind if isinstance(value, Thing) else str(value),
)
def test_a_name_and_how_sure_it_makes_us(thing: Thing, match: Match | None) -> None:
    found = link(thing, TROTSKY)
    assert (found.match if found else None) == match
    if found:
        assert found.qid == "Q33391"
        assert all(reason for reason in found.reasons)


def test_who_was_not_born_is_refused_and_who_lived_then_is_surer() -> None:
    young = replace(TROTSKY, statements=(Statement("P569", WikiTime("1910")),))
    assert link(person("Leon Trotsky", years=(1917,)), young) is None
    alive = link(person("L. Trotsky", years=(1917,)), TROTSKY)
    unknown = link(person("L. Trotsky"), replace(TROTSKY, statements=()))
    assert alive
    assert unknown
    assert alive.score > unknown.score
    assert any("1879–1940" in reason for reason in alive.reasons)


def test_two_namesakes_are_a_matter_for_a_person() -> None:
    twin = replace(TROTSKY, qid="Q999", aliases=())
    found = link(person("Leon Trotsky"), TROTSKY, twin)
    assert found
    assert found.match is Match.UNDECIDED
    assert found.reasons[-1].startswith("a rival: Q")


def test_events_are_told_apart_by_number_and_year() -> None:
    first, second = (
        Item(f"Q{number}", "Event", (("en", f"{number}{end} All-Russian Congress of Soviets"),))
        for number, end in ((1, "st"), (2, "nd"))
    )
    congress = Thing("c", "Event", (("en", "Second All-Russian Congress of Soviets"),))
    found = link(congress, first, second)
    assert found
    assert (found.qid, found.match) == ("Q2", Match.EXACT)
    dated = replace(second, statements=(Statement("P585", WikiTime("1924")),))
    other = link(replace(congress, begins=frozenset({1917})), dated)
    assert other is None or other.match is Match.UNDECIDED


def test_a_governorate_is_no_oblast() -> None:
    oblast = Item("Q1697", "Place", (("en", "Moscow Oblast"),), (("en", "Moscow Governorate"),))
    found = link(Thing("g", "Place", (("en", "Moscow Governorate"),)), oblast)
    assert found is None or found.match is Match.UNDECIDED


def test_no_two_entities_are_exactly_one_item() -> None:
    full, other = person("Leon Trotsky"), replace(person("Lev Bronstein", "Leon Trotsky"), id="other")
    links = link_things([full, other], {"Q33391": TROTSKY})
    assert sorted(found.match for found in links) in (
        ["closeMatch", "exactMatch"],
        ["exactMatch", "undecided"],
    )


def test_a_near_miss_is_refused_by_name_kind_life_or_judgement() -> None:
    gazetteer = load_gazetteer()
    items = {item.qid: item for item in near_misses()} | dict(read_snapshot().items)
    wanted = {
        "raphael-abramovich": "Q171428",
        "vladimir-karelin": "Q187247",
        "william-spiro": "Q203433",
        "nikolai-chkheidze": "Q7036422",
        "romanian-social-democratic-party": "Q2917689",
        "military-revolutionary-committee": "Q2703181",
        "treaty-of-brest-litovsk": "Q131120",
    }
    things = []
    for slug in wanted:
        forms = [form for form in gazetteer.forms if form.slug == slug and form.role != "adjective"]
        labels = tuple((form.language, form.form) for form in forms if form.role == "label")
        aliases = tuple((form.language, form.form) for form in forms if form.role == "alias")
        things.append(Thing(slug, str(gazetteer.kind(slug)), labels, aliases, frozenset({1917})))
    for verdicts in ((), read_verdicts()):
        links = {found.entity: found for found in link_things(things, items, verdicts, complete=True)}
        wrong = {slug for slug, qid in wanted.items() if slug in links and links[slug].qid == qid}
        assert {slug for slug in wrong if links[slug].match is not Match.UNDECIDED} == set()
    assert wrong == set(), "judged to be something else"


def test_nothing_is_linked_to_what_the_tables_do_not_know(seeds_build: Path) -> None:
    seeds, known = read_corpus(seeds_build), read_snapshot().items
    assert len(seeds.links) > 30
    assert {found.qid for found in seeds.links} <= known.keys()
    assert {entity.qid for entity in seeds.entities if entity.qid} <= known.keys()
    for qid, item in known.items():
        values = {value for statement in item.statements if isinstance(value := statement.value, str)}
        assert qid not in values


def test_what_the_gazetteer_leaves_open_a_partial_snapshot_does_not_close() -> None:
    gazetteer = load_gazetteer()
    slug = next(form.slug for form in gazetteer.forms if form.kind == "Person" and not form.qid)
    entity = next(entity for entity in hand_made.ENTITIES if entity.id == "trotsky")
    listed = replace(entity, id=slug, labels=(("en", gazetteer.label(slug)),), keys=(slug,))
    made = replace(hand_made.corpus(), entities=(listed,), claims=())
    there = Snapshot({"Q33391": replace(TROTSKY, labels=listed.labels)})
    assert link_corpus(made, there, gazetteer).links == ()
    assert len(link_corpus(made, replace(there, complete=True), gazetteer).links) == 1


# --- judgements --------------------------------------------------------------------------------------------


def test_a_verdict_stands_above_what_is_measured(tmp_path: Path) -> None:
    file = tmp_path / "wikidata.sssom.tsv"
    for verdict, match in (("same", Match.SAME), ("unsure", Match.UNDECIDED), ("different", None)):
        row = LinkVerdict("somebody", "Q33391", verdict, "because", "N. N.", "2026-01-02")
        file.write_text(with_verdict(file, row, {"Q33391": "Leon Trotsky"}, {}), "utf-8")
        assert read_verdicts(file) == (row,), "a later verdict takes the place of an earlier one"
        found = link(person("Leon Trotsky"), TROTSKY, verdicts=read_verdicts(file))
        assert (found.match if found else None) == match


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("owl:sameAs", "skos:broadMatch", "must be one of"),
        ("wd:Q33391", "wd:Trotsky", "wd: and the QID"),
        ("id:somebody", "somebody", "id: and the entity's id"),
        ("because", "", "why (comment)"),
        ("N. N.", "", "who judged"),
        ("\t2026-01-02", "\tyesterday", "YYYY-MM-DD"),
        ("semapv:ManualMappingCuration", "semapv:CompositeMatching", "a person's"),
    ],
)
def test_a_bad_row_is_told_with_its_line(old: str, new: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "wikidata.sssom.tsv"
    row = LinkVerdict("somebody", "Q33391", "same", "because", "N. N.", "2026-01-02")
    file.write_text(with_verdict(file, row, {}, {}).replace(old, new), "utf-8")
    (finding,) = lint_verdicts(file)
    assert words in finding
    assert f"{file}:{file.read_text('utf-8').count(chr(10))}" in finding
    with pytest.raises(BadDataFile):
        read_verdicts(file)


def test_same_as_is_written_for_verdicts_alone() -> None:
    made = hand_made.corpus()
    for match, predicate in (
        (Match.SAME, "http://www.w3.org/2002/07/owl#sameAs"),
        (Match.EXACT, "http://www.w3.org/2004/02/skos/core#exactMatch"),
        (Match.CLOSE, "http://www.w3.org/2004/02/skos/core#closeMatch"),
    ):
        linked = replace(made, links=(Link("lenin", "Q1394", match, 1.0, ("x",), "N. N."),))
        lines = [line for line in quads(linked) if "entity/Q1394" in line]
        graph = "<https://w3id.org/soviet-kg/graph/links>"
        subject, item = "<https://w3id.org/soviet-kg/id/lenin>", "<http://www.wikidata.org/entity/Q1394>"
        assert lines == [f"{subject} <{predicate}> {item} {graph} ."]


def test_the_command_writes_verdicts_and_a_build_follows_them(run: Run, tmp_path: Path) -> None:
    file, text, build = tmp_path / "my-wikidata.sssom.tsv", tmp_path / "letter.txt", tmp_path / "build"
    told = ("--reason", "another man", "--by", "N. N.", "--date", "2026-01-02", "--judgements", file)
    done = run("judge-link", "vladimir-lenin", "Q1394", "different", *told)
    assert done.returncode == 0, done.stderr
    verdict = LinkVerdict("vladimir-lenin", "Q1394", "different", "another man", "N. N.", "2026-01-02")
    assert read_verdicts(file) == (verdict,)
    assert run("judge-link", "vladimir-lenin", "1394", "same", *told).returncode == 2
    assert run("judge-link", "leon-trotsky", "Q33391", "same", *told).returncode == 0
    text.write_text("Lenin and Trotsky spoke in Petrograd.", encoding="utf-8")
    made = run("build", text, "--judgements", file, "--out", build, "--syntax", "none")
    assert made.returncode == 0, made.stderr
    links = {link.entity: link for link in read_corpus(build).links}
    assert "vladimir-lenin" not in links
    assert links["leon-trotsky"].match is Match.SAME
    assert links["petrograd"].match is Match.EXACT
    assert "<http://www.w3.org/2002/07/owl#sameAs>" in (build / "kg.nq").read_text("utf-8")
    before = (build / "build.json").read_bytes()
    resolve_build(build)
    assert (build / "build.json").read_bytes() == before, "a build keeps what it was linked by"


# --- snapshots and tables ----------------------------------------------------------------------------------


def test_the_packaged_snapshot_is_read_back_as_it_is() -> None:
    snapshot = read_snapshot()
    assert len(snapshot.items) > 1800
    assert not snapshot.complete
    assert Snapshot(snapshot.items, snapshot.about, origin=snapshot.origin) == snapshot
    packaged = Path(__file__).parent.parent / "ontology/wikidata/snapshot/items.jsonl"
    assert snapshot_bytes(snapshot) == packaged.read_bytes()
    assert json.loads(packaged.read_text("utf-8").partition("\n")[0])["sha256"] == snapshot.sha256


def test_properties_and_classes_are_known_by_name() -> None:
    properties = read_properties()
    assert len(properties.mappings) > 15
    assert set(read_classes().kinds.values()) >= set(read_classes().may_be)


def test_the_table_of_links_gives_reasons(run: Run, seeds_build: Path) -> None:
    done = run("link", "--build", seeds_build, "--json")
    rows = {row["entity"]: row for row in json.loads(done.stdout)}
    lenin = rows["vladimir-lenin"]
    assert (lenin["item"], lenin["label"], lenin["match"]) == ("Q1394", "Vladimir Lenin", "exactMatch")
    assert "the gazetteer names this item" in lenin["reasons"]
    undecided = run("link", "--build", seeds_build, "--undecided", "--json")
    assert {row["match"] for row in json.loads(undecided.stdout)} <= {"undecided"}


# --- reconciliation ----------------------------------------------------------------------------------------


def test_a_reconciliation_service_finds_the_items(seeds_build: Path) -> None:
    things = gather_things(read_corpus(seeds_build), load_gazetteer())
    known = {thing.id: thing.qid for thing in things if thing.qid}
    hidden = [replace(thing, qid="") for thing in things]
    everything = [*read_snapshot().items.values(), *near_misses()]
    with reconciliation_service(everything) as url:
        caller = Caller(url, Manners(make_agent("tests@example.org")))
        items, found = reconcile(caller, hidden)
    links = [one for one in link_things(hidden, items, (), found) if one.match in (Match.EXACT, Match.CLOSE)]
    right = [one for one in links if known.get(one.entity) == one.qid]
    assert len(right) / len([one for one in links if one.entity in known]) >= 0.95
    assert len(right) >= 0.6 * len(known)
    assert items["Q1394"].year("P569") == 1870, "asked of the service, which offers to extend"
    assert {one.qid for one in links} & {item.qid for item in near_misses()} == set()


def test_a_service_of_other_identifiers_is_refused() -> None:
    other = MANIFEST | {"identifierSpace": "https://viaf.org/viaf/"}
    with reconciliation_service([TROTSKY], other) as url:
        caller = Caller(url, Manners(make_agent("tests@example.org")))
        with pytest.raises(ServiceFailed, match=r"viaf\.org"):
            reconcile(caller, [person("Leon Trotsky")])


def test_the_command_asks_a_reconciliation_service(run: Run, seeds_build: Path, tmp_path: Path) -> None:
    with reconciliation_service(list(read_snapshot().items.values())) as url:
        options = ("--contact", "tests@example.org", "--cache", tmp_path, "--from-labels", "--json")
        done = run("link", "--build", seeds_build, "--reconcile", url, *options)
    assert done.returncode == 0, done.stderr
    rows = {row["entity"]: row["item"] for row in json.loads(done.stdout) if row["match"] == "exactMatch"}
    assert rows["vladimir-lenin"] == "Q1394"
