"""The README cannot lie: its session is run, its verbs, folders, targets and links exist.

`make readme` runs the session and writes what is printed into the README. A line of output that is `…` stands
for any number of lines.
"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
README = REPOSITORY / "README.md"
SESSION = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def steps(block: str) -> list[tuple[str, str]]:
    """The commands of a block, each with the output that follows it."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
    assert parts[0] == ""
    return list(zip(parts[1::2], parts[2::2], strict=True))


def run(command: str, folder: Path) -> str:
    """What a command prints, on both streams, where a line has 110 columns."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "COLUMNS": "110"}
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
    ).stdout


def matches(shown: str, printed: str) -> bool:
    pattern = "".join(".*" if line == "…\n" else re.escape(line) for line in shown.splitlines(keepends=True))
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


def test_the_session_prints_what_the_readme_shows(tmp_path: Path) -> None:
    session = [step for block in SESSION.findall(README.read_text("utf-8")) for step in steps(block)]
    assert len(session) >= 5
    for command, shown in session:
        printed = run(command, tmp_path)
        assert matches(shown, printed), f"$ {command}\n{printed}"


def test_it_is_short_and_names_every_verb() -> None:
    text = README.read_text("utf-8")
    assert len(text.splitlines()) <= 170
    verbs = re.findall(r"^  (\w+)  ", run("soviet-kg --help", REPOSITORY), re.MULTILINE)
    assert len(verbs) >= 6
    assert [verb for verb in verbs if f"| `{verb}" not in text] == []


def test_every_file_folder_and_target_that_it_names_exists() -> None:
    text = README.read_text("utf-8")
    paths = re.findall(r"`((?:ontology|queries|seeds|src|tests|benchmarks)/[\w./-]*)`", text)
    paths += re.findall(r"\]\((?!http)([^)#]+)\)", text)
    assert len(paths) >= 5
    assert [path for path in paths if not (REPOSITORY / path).exists()] == []
    targets = re.findall(r"^(\w+):", (REPOSITORY / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert set(re.findall(r"`make (\w+)`", text)) <= set(targets)


def test_the_changelog_names_this_version() -> None:
    version = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"## {version}" in (REPOSITORY / "CHANGELOG.md").read_text("utf-8")


def play(block: str, folder: Path) -> str:
    """The block with what its commands print now, but where that is what it shows already."""
    played = ""
    for command, shown in steps(block):
        printed = run(command, folder)
        played += f"$ {command}\n{shown if matches(shown, printed) else printed}"
    return f"```console\n{played}```"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        text = SESSION.sub(lambda block: play(block[1], Path(place)), README.read_text("utf-8"))
    README.write_text(text, "utf-8")
