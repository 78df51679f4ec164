"""Linking against real SPARQL servers on this machine, polite and resumable, also where they are not well."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import Run
from moody import (
    Mood,
    Moods,
    cuts,
    dies_while_answering,
    forbidden,
    gives_up_on_many,
    hangs_up,
    html,
    lies,
    moody_server,
    other_question,
    sleeps,
    too_many,
    trickles,
    unavailable,
)
from soviet_kg.errors import ServiceFailed, WrongUse
from soviet_kg.gazetteer import load_gazetteer
from soviet_kg.model import Calendar, Match
from soviet_kg.query import find_query, format_result, list_federated, run_query, unmet_expectations
from soviet_kg.records import read_corpus
from soviet_kg.services.endpoint import take_snapshot
from soviet_kg.services.manners import Caller, Manners, make_agent
from soviet_kg.store import open_store
from soviet_kg.wikidata.evidence import Thing, gather_things
from soviet_kg.wikidata.items import Item, Statement, WikiTime
from soviet_kg.wikidata.linking import link_things
from soviet_kg.wikidata.snapshot import Snapshot, read_snapshot, snapshot_bytes
from wikidata_shaped import NEAR_MISSES, OXIGRAPH, VIRTUOSO, near_misses, oxigraph_server, virtuoso_server

AGENT = make_agent("tests@example.org")
DAY = "2026-01-02"
LENIN = Thing("vladimir-lenin", "Person", (("en", "Vladimir Lenin"), ("ru", "Владимир Ленин")))
IZVESTIA = Thing("izvestia", "Publication", (("en", "Izvestia"),))


def dated_items() -> list[Item]:
    """The packaged items and the near misses; the Second Congress with statements of every sort."""
    statements = (
        Statement("P580", WikiTime("1917-11-07", Calendar.JULIAN), "Q4041050$1A", sourced=True),
        Statement("P582", WikiTime("1917-11"), "Q4041050$2B", preferred=True),
        Statement("P276", "Q656", "Q4041050$3C"),
    )
    items = dict(read_snapshot().items)
    items["Q4041050"] = replace(items["Q4041050"], statements=statements)
    return [*items.values(), *near_misses()]


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    assert OXIGRAPH.is_file(), "the oxigraph package is among the tests' requirements"
    with oxigraph_server(dated_items(), tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


@pytest.fixture(scope="module")
def hidden(seeds_build: Path) -> list[Thing]:
    """The seeds' entities, without the identifiers that the gazetteer states."""
    things = gather_things(read_corpus(seeds_build), load_gazetteer())
    return [replace(thing, qid="") for thing in things]


@pytest.fixture(scope="module")
def known(seeds_build: Path) -> dict[str, str]:
    things = gather_things(read_corpus(seeds_build), load_gazetteer())
    return {thing.id: thing.qid for thing in things if thing.qid}


@pytest.fixture(scope="module")
def answered(oxigraph: str, hidden: list[Thing]) -> Snapshot:
    return take_snapshot(Caller(oxigraph, Manners(AGENT), today=DAY), hidden)


def test_labels_alone_find_the_items(answered: Snapshot, hidden: list[Thing], known: dict[str, str]) -> None:
    links = link_things(hidden, answered.items, complete=True)
    exact = {link.entity: link.qid for link in links if link.match is Match.EXACT}
    right = sum(known.get(entity) == qid for entity, qid in exact.items())
    assert len(known) > 30
    assert right / len(exact) >= 0.95
    assert right / len(known) >= 0.85


def test_near_misses_are_refused(answered: Snapshot, hidden: list[Thing]) -> None:
    refused = {item.qid for item in NEAR_MISSES}
    assert len(refused & answered.items.keys()) >= 1
    links = link_things(hidden, answered.items, complete=True)
    assert [link for link in links if link.qid in refused and link.match is not Match.UNDECIDED] == []


def test_an_item_is_read_with_all_that_is_said_of_it(answered: Snapshot) -> None:
    congress = answered.items["Q4041050"]
    assert congress.kind == "Event"
    assert congress.statements == (
        Statement("P580", WikiTime("1917-11-07", Calendar.JULIAN), "Q4041050$1A", sourced=True),
        Statement("P582", WikiTime("1917-11"), "Q4041050$2B", preferred=True),
        Statement("P276", "Q656", "Q4041050$3C"),
    )
    assert congress.statements[0].value.own_digits == "1917-10-25"  # type: ignore[union-attr]
    assert answered.items["Q1394"].labels == (("en", "Vladimir Lenin"), ("ru", "Владимир Ильич Ленин"))
    assert answered.items["Q60790655"].kind == "Party"  # by way of a subclass


@pytest.mark.skipif(VIRTUOSO is None, reason="virtuoso-opensource-7-bin is not installed")
def test_virtuoso_says_the_same_as_oxigraph(answered: Snapshot, hidden: list[Thing], tmp_path: Path) -> None:
    with virtuoso_server(dated_items(), tmp_path) as url:
        there = take_snapshot(Caller(url, Manners(AGENT)), hidden)
    assert there.items == answered.items
    assert len(there.items) > 40


# --- servers that are not well -----------------------------------------------------------------------------


class Patient:
    """Waits without waiting, and remembers for how long."""

    def __init__(self) -> None:
        self.time = 0.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds

    def manners(self, **more: float) -> Manners:
        return Manners(AGENT, sleep=self.sleep, clock=lambda: self.time, now=lambda: 1_767_312_000.0, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def calm(oxigraph: str) -> Snapshot:
    return take_snapshot(Caller(oxigraph, Manners(AGENT)), [LENIN, IZVESTIA])


@pytest.mark.parametrize(
    ("moods", "waits"),
    [
        ([too_many("7")], [7.0]),
        ([too_many("Fri, 02 Jan 2026 00:00:30 GMT")], [30.0]),
        ([unavailable, unavailable, None, unavailable], [1.0, 2.0, 1.0]),
        ([html, cuts], [1.0, 2.0]),
        ([dies_while_answering, hangs_up], [1.0, 2.0]),
        ([None, other_question], [1.0]),
    ],
    ids=["429 seconds", "429 date", "503", "HTML and a cut", "exception and hang-up", "another answer"],
)
def test_trouble_passes_and_the_answer_is_the_same(
    moods: list[Mood | None], waits: list[float], oxigraph: str, calm: Snapshot, tmp_path: Path
) -> None:
    patient = Patient()
    with moody_server(Moods(oxigraph, moods)) as url:
        answer = take_snapshot(Caller(url, patient.manners(), tmp_path), [LENIN, IZVESTIA])
        again = Caller(url, patient.manners(), tmp_path)
        assert take_snapshot(again, [LENIN, IZVESTIA]) == answer
    assert answer.items == calm.items
    assert patient.waits == waits
    assert (again.asked, again.remembered) == (0, 4), "what was answered is kept, and nothing else"


@pytest.mark.parametrize(
    ("mood", "words"),
    [
        (too_many("3600"), "asks us to wait 3600 s"),
        (unavailable, "503"),
        (forbidden, "contact"),
        (html, "an HTML page in the place of an answer: Wikimedia Error"),
        (cuts, "cut"),
        (hangs_up, "the connection was cut"),
        (dies_while_answering, "TimeoutException"),
        (other_question, "another question"),
        (lies, "nobody asked for"),
    ],
)
def test_trouble_that_stays_stops_the_run_and_nothing_wrong_is_kept(
    mood: Mood, words: str, oxigraph: str, calm: Snapshot, tmp_path: Path
) -> None:
    moods = Moods(oxigraph, [], then=mood)
    with moody_server(moods) as url:
        with pytest.raises(ServiceFailed, match=words):
            take_snapshot(Caller(url, Patient().manners(), tmp_path), [LENIN, IZVESTIA])
        assert list(tmp_path.iterdir()) == []
        moods.then = None
        caller = Caller(url, Patient().manners(), tmp_path)
        assert take_snapshot(caller, [LENIN, IZVESTIA]).items == calm.items
    assert caller.remembered == 0


def test_a_run_that_was_broken_off_goes_on_where_it_stopped(
    oxigraph: str, calm: Snapshot, tmp_path: Path
) -> None:
    moods = Moods(oxigraph, [None, None], then=unavailable)
    with moody_server(moods) as url:
        with pytest.raises(ServiceFailed):
            take_snapshot(Caller(url, Patient().manners(), tmp_path, today=DAY), [LENIN, IZVESTIA])
        assert len(list(tmp_path.iterdir())) == 2
        moods.then = None
        caller = Caller(url, Patient().manners(), tmp_path, today="2026-02-03")
        answer = take_snapshot(caller, [LENIN, IZVESTIA])
    assert answer.items == calm.items
    assert answer.taken == DAY, "the day of the oldest answer in it"
    assert (caller.asked, caller.remembered) == (2, 2)
    assert set(moods.agents) == {AGENT}


def test_a_batch_that_is_too_much_is_asked_in_halves(oxigraph: str, calm: Snapshot) -> None:
    with moody_server(Moods(oxigraph, [], then=gives_up_on_many(6000))) as url:
        caller = Caller(url, Patient().manners(attempts=1))
        things = [
            LENIN,
            IZVESTIA,
            *(Thing(f"t{n}", "Body", (("en", f"Committee number {n}"),)) for n in range(200)),
        ]
        answer = take_snapshot(caller, things)
    assert answer.items == calm.items
    assert caller.asked > 8


@pytest.mark.parametrize("mood", [sleeps, trickles])
def test_a_slow_server_is_cut_off(mood: Mood, oxigraph: str) -> None:
    manners = Manners(AGENT, patience=0.5, time_limit=3, attempts=2, first_wait=0.1)
    slow = moody_server(Moods(oxigraph, [], then=mood))
    with slow as url, pytest.raises(ServiceFailed, match="no answer in time"):
        take_snapshot(Caller(url, manners), [LENIN])


def test_the_time_limit_holds(oxigraph: str) -> None:
    patient = Patient()
    manners = patient.manners(time_limit=5, attempts=50)
    busy = moody_server(Moods(oxigraph, [], then=unavailable))
    with busy as url, pytest.raises(ServiceFailed, match="time limit"):
        take_snapshot(Caller(url, manners), [LENIN])
    assert sum(patient.waits) <= 5


def test_damaged_memory_is_asked_again(oxigraph: str, calm: Snapshot, tmp_path: Path) -> None:
    take_snapshot(Caller(oxigraph, Manners(AGENT), tmp_path), [LENIN, IZVESTIA])
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:-20])
    caller = Caller(oxigraph, Manners(AGENT), tmp_path)
    assert take_snapshot(caller, [LENIN, IZVESTIA]).items == calm.items
    assert caller.remembered == 0


@pytest.mark.parametrize("contact", ["", "nobody", "me @example.org"])
def test_who_asks_can_be_reached(contact: str) -> None:
    with pytest.raises(WrongUse, match="contact"):
        make_agent(contact)


# --- the command -------------------------------------------------------------------------------------------


def link(run: Run, build: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return run("link", "--build", build, "--contact", "tests@example.org", *arguments)


def test_a_pinned_snapshot_makes_the_next_build_without_network(
    run: Run, oxigraph: str, seeds_build: Path, tmp_path: Path
) -> None:
    pin, cache = tmp_path / "wd.jsonl", tmp_path / "cache"
    first = link(run, seeds_build, "--endpoint", oxigraph, "--save-snapshot", pin, "--cache", cache, "--json")
    assert first.returncode == 0, first.stderr
    snapshot = read_snapshot(pin)
    assert snapshot.complete
    assert snapshot.origin == oxigraph
    assert snapshot_bytes(snapshot) == pin.read_bytes()
    text = tmp_path / "letter.txt"
    text.write_text("Lenin spoke at the Second All-Russian Congress of Soviets.", encoding="utf-8")
    done = run("build", text, "--snapshot", pin, "--out", tmp_path / "one", "--syntax", "none")
    assert done.returncode == 0, done.stderr
    one = json.loads((tmp_path / "one" / "build.json").read_text("utf-8"))
    assert one["wikidata"] == {"origin": oxigraph, "sha256": snapshot.sha256, "taken": snapshot.taken}
    assert (tmp_path / "one" / "wikidata.jsonl").read_bytes() == pin.read_bytes()
    assert {found.qid for found in read_corpus(tmp_path / "one").links} == {"Q1394", "Q4041050"}
    pin.write_bytes(pin.read_bytes().replace(b"Vladimir Lenin", b"Vladimir Lenon"))
    broken = run("build", text, "--snapshot", pin, "--out", tmp_path / "two")
    assert broken.returncode == 2
    assert "SHA-256" in broken.stderr


def test_a_failing_server_ends_with_2_and_says_what_is_kept(
    run: Run, oxigraph: str, seeds_build: Path, tmp_path: Path
) -> None:
    with moody_server(Moods(oxigraph, [None], then=forbidden)) as url:
        done = link(run, seeds_build, "--endpoint", url, "--cache", tmp_path)
    assert done.returncode == 2
    assert "403" in done.stderr
    assert "what was answered is kept" in done.stderr
    assert len(list(tmp_path.iterdir())) == 1


def test_dry_run_and_show_ask_nothing(run: Run, seeds_build: Path) -> None:
    nowhere = "http://127.0.0.1:9/sparql"
    plan = link(run, seeds_build, "--endpoint", nowhere, "--dry-run")
    assert plan.returncode == 0
    assert "queries for names of" in plan.stdout
    shown = link(run, seeds_build, "--endpoint", nowhere, "--show")
    assert '"Second All-Russian Congress of Soviets"@en' in shown.stdout
    assert "(wd:P580 p:P580 ps:P580 psv:P580)" in shown.stdout
    assert "wd:Q4041050" in shown.stdout


def test_a_server_that_is_not_there_is_named(run: Run, seeds_build: Path, tmp_path: Path) -> None:
    done = link(run, seeds_build, "--endpoint", "http://127.0.0.1:9/sparql", "--cache", tmp_path)
    assert done.returncode == 2
    assert "cannot be reached" in done.stderr
    unknown = run("link", "--build", seeds_build, "--endpoint", "http://127.0.0.1:9/sparql")
    assert "--contact" in unknown.stderr


def test_federated_questions_ask_for_our_items_alone(oxigraph: str, seeds_build: Path) -> None:
    store, questions = open_store(seeds_build / "store"), list_federated()
    assert len(questions) == 3
    for question in questions:
        assert find_query(question.name) == question
        asked = question.text.replace("https://query.wikidata.org/sparql", oxigraph)
        assert asked != question.text
        result = run_query(store, asked)
        assert not unmet_expectations(question, result), format_result(result, "table", width=120)
        assert "Franklin" not in str(result.rows), "a service is asked for our items, not for all"
