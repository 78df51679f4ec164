"""The real command, run as a user runs it: what it prints, where, and how it says no."""

import contextlib
import csv
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph
import pytest

from conftest import COMMAND, REPOSITORY, Run
from endpoint import endpoint

VERBS = ("build", "check", "evaluate", "explain", "export", "query")
HEAVY = ("networkx", "pyoxigraph", "pyshacl", "pypdf", "rdflib", "rich", "SPARQLWrapper", "spacy")
LETTER = "Lenin spoke at the Second All-Russian Congress of Soviets in Petrograd on October 25, 1917.\n"


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text(LETTER, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def letter_build(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    out = tmp_path_factory.mktemp("letter") / "out"
    run("build", "-", "--out", out, input=LETTER, check=True)
    return out


@pytest.fixture
def previous(tmp_path: Path, letter_build: Path) -> Path:
    """A build that must survive whatever happens next."""
    return Path(shutil.copytree(letter_build, tmp_path / "out"))


def digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(str(path).encode() + path.read_bytes() for path in files)).hexdigest()


def assert_refused(answer: subprocess.CompletedProcess[str], *words: str) -> None:
    """One line on standard error that names each of the words, nothing on standard output, exit code 2."""
    assert answer.returncode == 2, answer.stderr
    assert answer.stdout == ""
    assert answer.stderr.startswith("soviet-kg: ")
    assert answer.stderr.count("\n") == 1, answer.stderr
    for word in words:
        assert word in answer.stderr


def test_every_verb_has_help_with_an_example(run: Run) -> None:
    assert set(VERBS) <= set(run("--help").stdout.split())
    for verb in VERBS:
        text = run(verb, "--help", check=True).stdout
        assert f"Example:\n    soviet-kg {verb}" in text


def test_help_needs_no_heavy_library() -> None:
    code = "import sys, soviet_kg.cli; print(*sys.modules, sep='\\n')"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "click" in loaded.stdout.split()
    assert not set(HEAVY) & set(loaded.stdout.split())


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").stdout == "soviet-kg 0.1.0\n"


def test_the_bare_command_shows_its_help(run: Run) -> None:
    assert run().stdout == run("--help").stdout


def test_an_unknown_verb_or_option_is_refused(run: Run) -> None:
    assert_refused(run("bild"), "'bild'", "see soviet-kg --help")
    assert_refused(run("build", "--calender", "julian"), "--calender", "see soviet-kg build --help")
    assert_refused(run("build", "--date", "25 October"), "is not YYYY, YYYY-MM or YYYY-MM-DD")


def test_build_tells_what_it_found_and_where_it_lies(run: Run, letter: Path, tmp_path: Path) -> None:
    answer = run("build", letter, "--out", tmp_path / "out", check=True)
    assert answer.stdout.startswith("1 document, ")
    assert answer.stderr == ""
    for word in answer.stdout.split():
        if word.startswith(str(tmp_path)):
            assert Path(word).is_file()
    as_json = run("build", letter, "--out", tmp_path / "out", "--json", check=True)
    assert json.loads(as_json.stdout) == json.loads((tmp_path / "out" / "build.json").read_text("utf-8"))


def test_a_document_can_come_from_standard_input(run: Run, tmp_path: Path) -> None:
    run("build", "-", "--out", tmp_path / "out", "--title", "A letter", input=LETTER, check=True)
    row = json.loads((tmp_path / "out" / "documents.jsonl").read_text("utf-8"))
    assert (row["id"], row["title"]) == ("stdin", "A letter")
    assert (tmp_path / "out" / "texts" / "stdin.txt").read_text("utf-8") == LETTER


def test_a_stated_calendar_decides_and_is_given_as_the_reason(run: Run, letter: Path, tmp_path: Path) -> None:
    for calendar, julian in (("julian", "1917-10-25"), ("gregorian", "1917-10-12")):
        run("build", letter, "--out", tmp_path / "out", "--calendar", calendar, check=True)
        dates = [
            value
            for line in (tmp_path / "out" / "claims.jsonl").read_text("utf-8").splitlines()
            for value in (json.loads(line)["object"], *json.loads(line)["qualifiers"].values())
            if isinstance(value, dict) and value.get("datatype") == "date"
        ]
        assert {(date["julian"], date["calendar"]) for date in dates} <= {(julian, calendar)}
        row = json.loads((tmp_path / "out" / "documents.jsonl").read_text("utf-8"))
        assert (row["calendar"], row["calendar_reason"]) == (calendar, "stated on the command line")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", ["empty.txt", "empty"]),
        ("binary.txt", bytes(range(256)) * 4, ["binary.txt", "binary"]),
        ("broken.txt", b"\xff\xfeL\x00e\x00\x00\xd8n\x00", ["broken.txt", "utf-16", "UTF-8"]),
        ("corrupted.pdf", b"%PDF-1.7\nnothing of a PDF follows\n", ["corrupted.pdf", "PDF"]),
        ("picture.tiff", b"II*\0", ["picture.tiff", ".txt"]),
    ],
)
def test_an_unreadable_document_is_refused_and_the_previous_build_stays(
    run: Run, previous: Path, name: str, content: bytes, words: list[str]
) -> None:
    before = digest(previous)
    bad = previous.parent / name
    bad.write_bytes(content)
    assert_refused(run("build", bad, "--out", previous), *words)
    assert digest(previous) == before


def test_a_missing_path_is_refused(run: Run, previous: Path) -> None:
    before = digest(previous)
    assert_refused(run("build", "nowhere.txt", "--out", previous), "nowhere.txt: no such file or folder")
    assert digest(previous) == before


def test_an_unknown_property_in_a_pattern_file_is_named(tmp_path: Path, letter: Path) -> None:
    """Edit the ontology of a checkout as a historian would, with a slip of the pen."""
    for folder in ("src", "ontology", "queries"):
        shutil.copytree(REPOSITORY / folder, tmp_path / "checkout" / folder)
    file = tmp_path / "checkout" / "ontology" / "patterns" / "slips.en.toml"
    file.write_text(
        '[[pattern]]\nid = "slip/one"\nmatch = "{s:Event} adoptd {o:Document}"\nclaims = ["s adoptd o"]\n',
        encoding="utf-8",
    )
    code = "from soviet_kg.cli import main; main()"
    answer = subprocess.run(
        [sys.executable, "-c", code, "build", str(letter), "--out", str(tmp_path / "out")],
        env=os.environ | {"PYTHONPATH": str(tmp_path / "checkout" / "src")},
        capture_output=True,
        encoding="utf-8",
    )
    assert_refused(answer, "slips.en.toml", "slip/one", "adoptd")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("out", ["/dev/null/build", "/proc/build"])
def test_a_place_that_cannot_be_written_is_refused(run: Run, letter: Path, out: str) -> None:
    assert_refused(run("build", letter, "--out", out), out, "--out")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write into a read-only folder")
def test_a_read_only_folder_is_refused(run: Run, letter: Path, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o555)
    assert_refused(run("build", letter, "--out", tmp_path / "locked" / "out"), "locked", "--out")


def test_a_disk_that_fills_up_leaves_the_previous_build(run: Run, previous: Path, letter: Path) -> None:
    """A limit on the size of files stands for a full disk: writes fail in the middle of a file."""
    before = digest(previous)
    letter.write_text(LETTER * 50, encoding="utf-8")
    limit = 20_000

    def fill_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    answer = run("build", letter, "--out", previous, preexec_fn=fill_disk)
    assert_refused(answer, str(previous))
    assert digest(previous) == before
    assert {path.name for path in previous.parent.iterdir()} == {"letter.txt", "out"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "arguments", [["export", "turtle"], ["query", "-e", "SELECT * { ?s ?p ?o }"], ["--help"]]
)
def test_a_full_standard_output_is_an_error(run: Run, previous: Path, arguments: list[str]) -> None:
    more = ["--build", str(previous)] if arguments != ["--help"] else []
    with Path("/dev/full").open("w") as full:
        answer = run(*arguments, *more, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert answer.returncode == 2
    assert answer.stderr == "soviet-kg: standard output: No space left on device; choose another place\n"


def test_a_closed_pipe_is_no_error(seeds_build: Path) -> None:
    command = f"set -o pipefail; {COMMAND} export nquads --build {seeds_build} | head -n 1"
    answer = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.count("\n") == 1


def open_when_read(pipe: Path, reader: subprocess.Popen[str]) -> int:
    """Open a named pipe for writing as soon as the reader has opened it for reading."""
    while reader.poll() is None:
        with contextlib.suppress(OSError):
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        time.sleep(0.01)
    raise AssertionError(reader.communicate())


def test_ctrl_c_leaves_the_previous_build(previous: Path) -> None:
    """A named pipe holds the command in the middle of its reading until the signal has come."""
    before = digest(previous)
    pipe = previous.parent / "slow.txt"
    os.mkfifo(pipe)
    command = [str(COMMAND), "build", str(pipe), "--out", str(previous)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with running, os.fdopen(open_when_read(pipe, running), "w"):
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert (running.returncode, told) == (130, "soviet-kg: interrupted; the previous build is as it was\n")
    assert digest(previous) == before
    assert {path.name for path in previous.parent.iterdir()} == {"out", "slow.txt"}


def test_a_query_answers_in_every_format(run: Run, seeds_build: Path, tmp_path: Path) -> None:
    asked = "SELECT (COUNT(*) AS ?claims) { ?claim a skg:Claim }"
    count = len((seeds_build / "claims.jsonl").read_text("utf-8").strip().split("\n"))
    (tmp_path / "mine.rq").write_text(asked, encoding="utf-8")
    told = {
        form: run("query", "-e", asked, "--build", seeds_build, "--format", form, check=True).stdout
        for form in ("table", "csv", "tsv", "json", "xml")
    }
    assert told["csv"].split() == ["claims", str(count)]
    assert json.loads(told["json"])["results"]["bindings"][0]["claims"]["value"] == str(count)
    for form in ("table", "tsv", "xml"):
        assert str(count) in told[form]
    assert run("query", tmp_path / "mine.rq", "--build", seeds_build, "--json").stdout == told["json"]
    assert run("query", "-", "--build", seeds_build, "--format", "csv", input=asked).stdout == told["csv"]


def test_another_sparql_service_is_asked_instead_of_the_build(run: Run) -> None:
    store = pyoxigraph.Store()
    name = pyoxigraph.NamedNode("http://example.org/lenin")
    store.add(pyoxigraph.Quad(name, name, pyoxigraph.Literal("Ленин")))
    with endpoint(store) as (url, _):
        told = run("query", "-e", "SELECT ?o { ?s ?p ?o }", "--endpoint", url, "--format", "csv", check=True)
    assert told.stdout.split() == ["o", "Ленин"]
    assert_refused(run("query", "-e", "ASK {}", "--endpoint", url), url, "no answer")


def test_the_saved_queries_are_listed_and_run_by_name(run: Run, seeds_build: Path) -> None:
    listed = json.loads(run("query", "--list", "--json", check=True).stdout)
    assert len(listed) >= 14
    assert run("query", "--list").stdout.count("\n") == len(listed) + 1
    answer = run("query", listed[0]["query"], "--build", seeds_build, check=True)
    assert answer.stdout.count("\n") > 1


def test_things_are_named_in_the_language_asked_for(run: Run, seeds_build: Path) -> None:
    asked = """SELECT ?n ?k { ?s schema:name ?n . BIND ("Petrograd" AS ?k)
        FILTER (?n IN ("Petrograd", "Vladimir Lenin")) }"""
    told = run(
        "query", "-e", asked, "--build", seeds_build, "--language", "ru", "--format", "csv", check=True
    ).stdout
    assert sorted(told.split()[1:]) == ["Владимир", "Ленин,Петроград", "Петроград,Петроград"]
    claim = json.loads((seeds_build / "claims.jsonl").read_text("utf-8").splitlines()[0])["id"]
    english, russian = (
        run("explain", claim, "--build", seeds_build, "--language", language, check=True).stdout.splitlines()
        for language in ("en", "ru")
    )
    assert english[0] == russian[0]
    assert english[1] != russian[1]
    assert run("explain", claim, "--build", seeds_build, "--language", "la").returncode == 2


def test_sparql_that_does_not_parse_is_refused_with_its_place(run: Run, seeds_build: Path) -> None:
    answer = run("query", "-e", "SELECT * {\n ?s ?p }", "--build", seeds_build)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.split("\n")[0].startswith("soviet-kg: SPARQL, line 2, column ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["query"], ["give one of NAME, FILE.rq and -e TEXT", "--list"]),
        (["query", "congress-dates", "-e", "ASK {}"], ["give one of"]),
        (["query", "no-such-question"], ["'no-such-question'"]),
        (["query", "-e", "ASK {}", "--build", "nowhere"], ["nowhere", "soviet-kg build"]),
        (["export", "turtel"], ["'turtel'", "turtle"]),
        (["export", "turtle", "--build", "nowhere"], ["nowhere", "build"]),
        (["export", "csv-claims", "--build", "nowhere"], ["nowhere", "soviet-kg build"]),
        (["check", "--build", "nowhere"], ["nowhere", "soviet-kg build"]),
        (["explain", "abc", "--build", "nowhere"], ["nowhere", "soviet-kg build"]),
        (["evaluate", "nowhere"], ["nowhere"]),
    ],
)
def test_wrong_use_is_refused(run: Run, tmp_path: Path, arguments: list[str], words: list[str]) -> None:
    assert_refused(run(*arguments, cwd=tmp_path), *words)


def test_export_writes_a_file_or_standard_output(run: Run, seeds_build: Path, tmp_path: Path) -> None:
    for form, name in (
        ("turtle", "kg.ttl"),
        ("trig", "kg.trig"),
        ("nquads", "kg.nq"),
        ("csv-claims", "claims.csv"),
    ):
        there = tmp_path / f"{form}.out"
        run("export", form, "-o", there, "--build", seeds_build, check=True)
        assert there.read_bytes() == (seeds_build / name).read_bytes()
    printed = run("export", "csv-entities", "--build", seeds_build, check=True).stdout
    entities = (seeds_build / "entities.jsonl").read_text("utf-8").strip().split("\n")
    assert len(list(csv.DictReader(printed.splitlines(keepends=True)))) == len(entities)


def test_a_failed_export_leaves_the_file_that_was_there(run: Run, seeds_build: Path, tmp_path: Path) -> None:
    there = tmp_path / "mine.ttl"
    there.write_text("precious", encoding="utf-8")
    assert_refused(run("export", "turtel", "-o", there, "--build", seeds_build), "turtel")
    assert_refused(
        run("export", "turtle", "-o", tmp_path / "no" / "mine.ttl", "--build", seeds_build), "mine.ttl"
    )
    assert there.read_text("utf-8") == "precious"


def test_explain_shows_a_claim_by_the_beginning_of_its_id(run: Run, seeds_build: Path) -> None:
    row = json.loads((seeds_build / "claims.jsonl").read_text("utf-8").split("\n")[0])
    told = run("explain", row["id"][:12], "--build", seeds_build, check=True).stdout
    assert f"claim       {row['id']}\n" in told
    assert f"rule        {row['rule']}\n" in told
    assert f"at {row['start']}–{row['stop']}\n" in told


def test_evaluate_prints_a_table_or_json(run: Run, seeds_build: Path) -> None:
    gold = REPOSITORY / "tests" / "gold"
    rows = json.loads(run("evaluate", gold, "--build", seeds_build, "--json", check=True).stdout)
    assert len(rows) == 2 * (5 + 1)
    totals = {row["of"]: row for row in rows if row["document"] == "total"}
    assert totals["claims"]["gold"] == 269
    assert totals["claims"]["precision"] >= 0.8
    assert totals["claims"]["recall"] >= 0.4
    assert totals["entities"]["f1"] >= 0.8
    table = run("evaluate", gold, "--build", seeds_build, check=True).stdout.splitlines()
    assert table[0].split() == ["document", "of", "gold", "built", "right", "precision", "recall", "f1"]
    assert len(table) == 1 + len(rows)


def test_verbs_are_read_by_a_parser_unless_it_is_turned_off(tmp_path: Path, run: Run) -> None:
    told = "In that year Martov broke with Lenin.\n"
    for syntax, expected in (("packaged", 1), ("none", 0)):
        out = tmp_path / syntax
        run("build", "-", "--syntax", syntax, "--out", out, input=told, check=True)
        rows = [json.loads(line) for line in (out / "claims.jsonl").read_text("utf-8").splitlines()]
        assert len(rows) == expected
        assert [row["path"] for row in rows] == [
            "break with; subject ← nsubj Julius Martov; with ← obl Vladimir Lenin"
        ][:expected]
    assert run("build", "-", "--syntax", "french", input=told).returncode == 2
    assert run("check", "--build", tmp_path / "packaged").returncode == 0
