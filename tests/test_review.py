"""Deciding who is whom: in the terminal, from a file, and what a build does with it."""

import json
import os
import pty
import select
import termios
import time
from pathlib import Path

import pytest

from conftest import COMMAND, Run
from soviet_kg.errors import BadDataFile
from soviet_kg.judgements import read_judgements
from soviet_kg.model import Judgement
from soviet_kg.review import with_decisions

LETTERS = {
    "a.txt": "The Congress heard Ivan Grabezhov. Ivan Grabezhov was a worker.",
    "b.txt": "I. Grabezhov was arrested. Then Pavel Zhumanov spoke.",
    "c.txt": "P. Zhumanov read the resolution.",
}
GRABEZHOV = ("i-grabezhov", "ivan-grabezhov")
ZHUMANOV = ("p-zhumanov", "pavel-zhumanov")


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("letters")
    for name, text in LETTERS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(letters: Path, run: Run) -> Path:
    run("build", letters, "--out", letters / "build", "--syntax", "none", check=True)
    return letters / "build"


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(built, tmp_path / "build"))


def keys_of_entities(build: Path) -> list[list[str]]:
    rows = map(json.loads, (build / "entities.jsonl").read_text(encoding="utf-8").splitlines())
    return [row["keys"] for row in rows if row["type"] == "Person"]


def files_of(build: Path) -> dict[str, bytes]:
    return {
        path.relative_to(build).as_posix(): path.read_bytes()
        for path in build.rglob("*")
        if path.is_file() and "store" not in path.relative_to(build).parts
    }


def claims_of(build: Path) -> list[tuple[str, ...]]:
    rows = map(json.loads, (build / "claims.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        (row["id"], row["quote"], row["property"], row["rule"], str(row["subject_mention"])) for row in rows
    ]


def test_the_list_shows_pairs_with_their_sentences(built: Path, run: Run) -> None:
    table = run("review", "--list", "--build", built, check=True)
    assert table.stderr == "2 undecided\n"
    assert "I. and Ivan fit" in table.stdout
    rows = json.loads(run("review", "--list", "--json", "--build", built, check=True).stdout)
    assert [(row["left"], row["right"]) for row in rows] == [GRABEZHOV, ZHUMANOV]
    left, right = rows[0]["sides"]
    assert left["sentences"] == [
        {"document": "b", "sentence": "I. Grabezhov was arrested.", "start": 0, "stop": 12}
    ]
    assert [one["sentence"] for one in right["sentences"]] == [
        "The Congress heard Ivan Grabezhov.",
        "Ivan Grabezhov was a worker.",
    ]
    one = right["sentences"][0]
    assert one["sentence"][one["start"] : one["stop"]] == "Ivan Grabezhov"


def test_decisions_of_a_file_are_signed_dated_and_change_the_build(
    copy: Path, run: Run, tmp_path: Path
) -> None:
    rows = json.loads(run("review", "--list", "--json", "--build", copy, check=True).stdout)
    rows[0] |= {"verdict": "same", "reason": "one arrest in both"}
    (tmp_path / "open.json").write_text(json.dumps(rows), encoding="utf-8")
    mine, before = tmp_path / "mine.sssom.tsv", claims_of(copy)
    options = ("--judgements", mine, "--by", "N. N.", "--date", "2026-01-02", "--build", copy)
    told = run("review", "--apply", tmp_path / "open.json", *options, "--rebuild", check=True)
    assert told.stderr.startswith(f"{mine}: 1 decisions written\n")
    (row,) = read_judgements(mine)
    assert (row.left, row.right, row.verdict) == (*GRABEZHOV, "same")
    assert (row.by, row.date, row.reason) == ("N. N.", "2026-01-02", "one arrest in both")
    assert list(GRABEZHOV) in keys_of_entities(copy)
    assert claims_of(copy) == before
    assert run("review", "--list", "--build", copy, check=True).stderr == "1 undecided\n"


def test_gathering_anew_gives_the_bytes_of_a_build_with_these_judgements_and_without(
    letters: Path, built: Path, copy: Path, run: Run, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.sssom.tsv"
    decisions = tmp_path / "decisions.json"
    decisions.write_text(
        json.dumps([{"left": GRABEZHOV[0], "right": GRABEZHOV[1], "verdict": "same", "reason": "one life"}])
    )
    options = ("--judgements", mine, "--by", "N. N.", "--build", copy)
    run("review", "--apply", decisions, *options, "--rebuild", check=True)
    fresh = tmp_path / "fresh"
    texts = [letters / name for name in LETTERS]
    run("build", *texts, "--syntax", "none", "--judgements", mine, "--out", fresh, check=True)
    assert files_of(copy) == files_of(fresh)
    assert files_of(copy) != files_of(built)
    run("review", "--rebuild", "--build", copy, check=True)
    assert files_of(copy) == files_of(built)


def test_a_decision_taken_again_replaces_the_first() -> None:
    first = Judgement("a", "b", "same", "at first", "N. N.", "2026-01-02")
    second = Judgement("b", "a", "different", "on second thoughts", "N. N.", "2026-01-03")
    assert with_decisions([first], [second]) == (second,)


def test_decisions_that_contradict_are_refused_and_not_written(copy: Path, run: Run, tmp_path: Path) -> None:
    chain = [("a", "b", "same"), ("b", "c", "same"), ("a", "c", "different")]
    decisions = tmp_path / "decisions.json"
    decisions.write_text(
        json.dumps([{"left": left, "right": right, "verdict": v} for left, right, v in chain])
    )
    mine = tmp_path / "mine.sssom.tsv"
    refused = run("review", "--apply", decisions, "--judgements", mine, "--by", "N. N.", "--build", copy)
    assert refused.returncode == 2
    for number in (1, 2, 3):
        assert f"decisions.json: decision {number} says" in refused.stderr
    assert not mine.exists()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[", "is not JSON"),
        ('[{"left": "a"}]', ""),
        (
            '[{"left": "a", "right": "b", "verdict": "perhaps"}]',
            "decision 1: verdict 'perhaps' must be one of same",
        ),
        ('[{"right": "b", "verdict": "same"}]', "decision 1: needs left, right and verdict"),
    ],
)
def test_decisions_that_say_nothing_clear_are_named(tmp_path: Path, text: str, complaint: str) -> None:
    from soviet_kg.review import read_decisions

    path = tmp_path / "decisions.json"
    path.write_text(text, encoding="utf-8")
    if not complaint:
        assert read_decisions(path, "N. N.", "2026-01-02") == ()  # not decided: left as it is
        return
    with pytest.raises(BadDataFile, match=complaint):
        read_decisions(path, "N. N.", "2026-01-02")


def test_who_decides_must_be_said(copy: Path, run: Run, tmp_path: Path) -> None:
    refused = run("review", "--judgements", tmp_path / "mine.tsv", "--build", copy, input="s")
    assert refused.returncode == 2
    assert "--by NAME" in refused.stderr


def press(keys: str, *arguments: object, folder: Path) -> tuple[str, int]:
    """Run a command in a terminal, press one key after each question, and return what was shown and the exit code."""
    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover
        os.chdir(folder)
        os.environ |= {"COLUMNS": "100", "TERM": "dumb"}
        os.execv(COMMAND, [str(COMMAND), *map(str, arguments)])
    shown = read_from(terminal, "q stop", 30)
    for key in keys:
        shown += press_one(terminal, key)
    shown += read_from(terminal, "", 30)
    os.close(terminal)  # hangs up: a command that still asks is ended
    return shown, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def press_one(terminal: int, key: str) -> str:
    """Press a key when the command listens for single keys: one pressed before is lost."""
    end = time.monotonic() + 30
    while termios.tcgetattr(terminal)[3] & termios.ICANON and time.monotonic() < end:
        time.sleep(0.02)
    os.write(terminal, key.encode())
    return read_from(terminal, "q stop", 30)


def read_from(terminal: int, word: str, seconds: float) -> str:
    """Return what a terminal shows up to a word, to its end, or for so many seconds."""
    shown, end = "", time.monotonic() + seconds
    while not (word and word in shown) and time.monotonic() < end:
        if not select.select([terminal], [], [], 0.05)[0]:
            continue
        try:
            part = os.read(terminal, 65536).decode(errors="replace")
        except OSError:
            break
        if not part:
            break
        shown += part
    return shown


def test_one_key_decides_one_pair_and_b_goes_back(copy: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.sssom.tsv"
    options = ("--judgements", mine, "--by", "N. N.", "--date", "2026-01-02", "--build", copy)
    shown, code = press("sbdu", "review", *options, folder=tmp_path)
    assert code == 0
    assert "1 of 2" in shown
    assert "2 of 2" in shown
    assert "I. Grabezhov was arrested." in shown
    assert "I. and Ivan fit" in " ".join(shown.split())
    rows = [(row.left, row.right, row.verdict) for row in read_judgements(mine)]
    assert rows == [(*GRABEZHOV, "different"), (*ZHUMANOV, "unsure")]


def test_stopping_keeps_what_was_decided_and_asks_only_the_rest(copy: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.sssom.tsv"
    options = ("--judgements", mine, "--by", "N. N.", "--date", "2026-01-02", "--build", copy)
    shown, code = press(" s", "review", *options, folder=tmp_path)
    assert (code, "1 decisions written" in shown) == (0, True)
    assert [row.left for row in read_judgements(mine)] == [ZHUMANOV[0]]
    shown, code = press("q", "review", *options, folder=tmp_path)
    assert code == 0
    assert "1 of 1" in shown
    assert "nothing was decided" in shown
