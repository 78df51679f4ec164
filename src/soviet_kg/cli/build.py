"""The verb that writes a build."""

from __future__ import annotations

import contextlib
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from soviet_kg.cli.output import PATH, example, json_option, say
from soviet_kg.syntax import SYNTAXES

if TYPE_CHECKING:
    from soviet_kg.pipeline import BuildReport, Progress

FILES = {
    "claims.jsonl": "claims with their words, one a line; claims.csv for spreadsheets",
    "entities.jsonl": "who and what they are about; entities.csv for spreadsheets",
    "kg.ttl": "the graph; kg.trig and kg.nq with its named graphs",
    "build.json": "what went in, counts, SHA-256 of every file",
}


def _read_date(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    del context, parameter
    if value is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value):
        return value
    raise click.BadParameter(f"{value!r} is not YYYY, YYYY-MM or YYYY-MM-DD")


@click.command(
    short_help="Read documents and write a build.",
    epilog=example("build minutes/ decree.pdf --calendar julian --out soviets"),
)
@click.argument("paths", nargs=-1, type=PATH)
@click.option("--out", type=PATH, default=Path("build"), show_default=True, help="The folder to write.")
@click.option("--calendar", type=click.Choice(["julian", "gregorian"]), help="In which they are dated.")
@click.option("--language", type=click.Choice(["en", "ru"]), help="In which they are written.")
@click.option("--title", help="Of the one document.")
@click.option("--date", callback=_read_date, help="When they were written: YYYY, YYYY-MM or YYYY-MM-DD.")
@click.option(
    "--syntax",
    type=click.Choice(SYNTAXES),
    default=SYNTAXES[0],
    show_default=True,
    help="By what sentences are parsed: what comes with the package, an installed Stanza for English, or nothing.",
)
@click.option(
    "--judgements",
    type=PATH,
    multiple=True,
    help="A file that says who is whom, as review and judge-link write it; may be given again.",
)
@click.option(
    "--snapshot", type=PATH, help="What Wikidata said, of link --save-snapshot; else the packaged one."
)
@json_option
def build(
    paths: tuple[Path, ...],
    out: Path,
    syntax: str,
    judgements: tuple[Path, ...],
    snapshot: Path | None,
    as_json: bool,
    **stated: str | None,
) -> None:
    """Read documents (files or folders; - is standard input) and write a build.

    Without PATHS, the documents that come with the package are read. What is known about a document can also
    stand beside it, in NAME.toml or documents.toml.
    """
    from soviet_kg import pipeline
    from soviet_kg.sources import MANIFEST
    from soviet_kg.text import DocumentFacts

    facts = DocumentFacts(**stated, stated_in="on the command line")
    with _standard_input(paths) as given, _progress() as tell:
        report = pipeline.build(
            *(given, out),
            facts=facts,
            progress=tell,
            syntax=syntax,
            judgements=judgements,
            snapshot=snapshot,
        )
    _tell_ignored(report.ignored)
    text = (out / MANIFEST).read_text(encoding="utf-8") if as_json else _summary(report)
    click.echo(text, nl=not as_json)


def _tell_ignored(paths: tuple[Path, ...]) -> None:
    for path in paths[:10]:
        say(f"passed over, no kind of document: {path}")
    if len(paths) > 10:
        say(f"passed over, too: {len(paths) - 10} more files")


@contextlib.contextmanager
def _standard_input(paths: tuple[Path, ...]) -> Iterator[list[Path]]:
    """Replace the path - by a file that holds what standard input says; its document is called stdin."""
    if Path("-") not in paths:
        yield list(paths)
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "stdin.txt"
        copy.write_bytes(sys.stdin.buffer.read())
        yield [copy if path == Path("-") else path for path in paths]


@contextlib.contextmanager
def _progress() -> Iterator[Progress | None]:
    """Show a bar on standard error, if a person is watching."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")
        yield lambda step, done, total: bar.update(task, description=step, completed=done, total=total)


def _summary(report: BuildReport) -> str:
    found = (f"{number:,} {one if number == 1 else many}" for one, many, number in _counts(report))
    files = {str(report.folder / name): what for name, what in FILES.items()}
    width = max(map(len, files))
    return "\n".join(
        (
            ", ".join(found),
            f"graph SHA-256 {report.graph_sha256}",
            *(f"{name:<{width}}  {what}" for name, what in files.items()),
        )
    )


def _counts(report: BuildReport) -> Iterator[tuple[str, str, int]]:
    yield "document", "documents", report.documents
    yield "mention", "mentions", report.mentions
    yield "entity", "entities", report.entities
    yield "claim", "claims", report.claims
    yield "quad", "quads", report.quads
