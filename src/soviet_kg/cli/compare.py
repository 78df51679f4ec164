"""The verbs that set sources and builds side by side: compare, diff, withdraw, add."""

from __future__ import annotations

from pathlib import Path

import click

from soviet_kg.cli.output import PATH, build_option, example, json_option, print_json, say
from soviet_kg.errors import CheckFailed
from soviet_kg.syntax import SYNTAXES

FORMATS = ("text", "md", "html", "json", "csv")
out_option = click.option(
    "--out", type=PATH, help="The folder to write; by default the build itself is replaced."
)


@click.command(
    "compare",
    short_help="Show where sources agree and differ.",
    epilog=example("compare", "compare --format html -o differences.html", "compare --strict --format csv"),
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("-o", "--out", type=PATH, default=Path("-"), help="The file to write; - is standard output.")
@click.option("--strict", is_flag=True, help="Exit with 1 if answers stand that cannot all be true.")
@build_option
def compare_sources(form: str, out: Path, strict: bool, build_folder: Path) -> None:
    """Show every question that several claims answer: each answer with its source, date and words; no winner.

    Contradictions come first, then what only seems one: other measures, other precision, one text in two sources.
    What each source says against itself (sums, days, lists) closes the report.
    """
    from soviet_kg.compare import make_report
    from soviet_kg.records import read_corpus, replaced_file
    from soviet_kg.report_formats import format_report

    report = make_report(read_corpus(build_folder))
    text = format_report(report, form)
    if out == Path("-"):
        click.echo(text, nl=False)
    else:
        with replaced_file(out) as stream:
            stream.write(text.encode())
    if strict and report.contradictions:
        raise CheckFailed(
            f"{build_folder}: {report.contradictions} questions have answers that cannot all be true"
        )


@click.command(
    "diff",
    short_help="Say what changed between two builds.",
    epilog=example("diff before after", "diff before after --json"),
)
@click.argument("before", type=PATH)
@click.argument("after", type=PATH)
@json_option
def diff_builds(before: Path, after: Path, as_json: bool) -> None:
    """Say in sentences what changed from build BEFORE to build AFTER. Exit code 0 if nothing did, else 1."""
    from soviet_kg.differences import change_rows, diff

    changes = diff(before, after)
    if as_json:
        print_json(change_rows(changes))
    elif changes:
        click.echo("\n".join(f"{change.sort}: {change.sentence}" for change in changes))
    if changes:
        raise CheckFailed(f"{before} and {after}: {len(changes)} changes")
    say(f"{before} and {after}: the same")


@click.command(
    "withdraw",
    short_help="Take a source out of a build.",
    epilog=example("withdraw letter-1", "withdraw 000 --out without-000"),
)
@click.argument("source")
@out_option
@build_option
def withdraw_source(source: str, out: Path | None, build_folder: Path) -> None:
    """Write the build without SOURCE (a document's id, or how it begins), as if it had never been there.

    The other documents are not read again.
    """
    from soviet_kg.revise import withdraw

    report = withdraw(build_folder, source, out)
    click.echo(f"{report.folder}: {report.documents} documents, {report.claims:,} claims")
    click.echo(f"graph SHA-256 {report.graph_sha256}")


@click.command(
    "add",
    short_help="Put documents into a build.",
    epilog=example("add letter-2.txt", "add letters/ --build soviets --out more-soviets"),
)
@click.argument("paths", nargs=-1, type=PATH, required=True)
@out_option
@click.option("--syntax", type=click.Choice(SYNTAXES), default=SYNTAXES[0], show_default=True)
@build_option
def add_sources(paths: tuple[Path, ...], out: Path | None, syntax: str, build_folder: Path) -> None:
    """Read documents (files or folders) and write the build with them. The other documents are not read again."""
    from soviet_kg.revise import add

    report = add(build_folder, paths, out, syntax=syntax)
    click.echo(f"{report.folder}: {report.documents} documents, {report.claims:,} claims")
    click.echo(f"graph SHA-256 {report.graph_sha256}")
