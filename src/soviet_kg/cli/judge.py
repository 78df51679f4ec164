"""The verbs that judge a build: check, explain, evaluate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from soviet_kg.cli.output import (
    PATH,
    build_option,
    example,
    json_option,
    language_option,
    print_json,
    print_table,
    say,
)
from soviet_kg.errors import CheckFailed

if TYPE_CHECKING:
    from soviet_kg.check import CheckReport
    from soviet_kg.evaluate import Score


@click.command(
    "check",
    short_help="Prove a build, word by word.",
    epilog=example("check", "check --sources letters/ --build soviets"),
)
@click.option("--sources", type=PATH, help="Also compare the build with the documents in this folder.")
@build_option
@json_option
def check_build(sources: Path | None, build_folder: Path, as_json: bool) -> None:
    """Prove a build: texts, quotes, mentions, shapes and the files of knowledge. Exit code 1 if not."""
    from soviet_kg.check import check

    report = check(build_folder, sources)
    if as_json:
        _print_report(report)
    else:
        looked_at = ", ".join(f"{number:,} {name}" for name, number in report.looked_at.items())
        click.echo("\n".join((*map(str, report.findings), f"looked at {looked_at}")))
    if report.findings:
        raise CheckFailed(f"{build_folder}: {len(report.findings)} findings; correct them or build again")
    say(f"{build_folder}: all holds")


def _print_report(report: CheckReport) -> None:
    findings = [{"place": f.place, "offset": f.offset, "what": f.what} for f in report.findings]
    print_json({"looked_at": report.looked_at, "findings": findings})


@click.command("explain", short_help="Show why the graph says so.", epilog=example("explain 5e1cc66c"))
@click.argument("claim")
@language_option
@build_option
def explain_claim(claim: str, language: str, build_folder: Path) -> None:
    """Show why the graph holds a CLAIM (its id, or how that begins): words, rule, entities, calendar."""
    from soviet_kg.explain import explain
    from soviet_kg.records import read_corpus

    click.echo(explain(read_corpus(build_folder), claim, language))


@click.command(
    "evaluate",
    short_help="Measure a build against annotated documents.",
    epilog=example("evaluate gold/", "evaluate gold/letter-1.json --json"),
)
@click.argument("gold", type=PATH)
@build_option
@json_option
def evaluate_build(gold: Path, build_folder: Path, as_json: bool) -> None:
    """Measure precision and recall of a build against GOLD, an annotated file or a folder of them."""
    from soviet_kg.evaluate import evaluate, read_gold
    from soviet_kg.records import read_corpus

    golds = read_gold(gold)
    result = evaluate(read_corpus(build_folder), golds)
    for document in result.without_build:
        say(f"not in {build_folder}: {document}")
    for document in result.without_gold:
        say(f"no gold for: {document}")
    rows = [
        {"document": one.document, "of": what, **_score_row(getattr(one, what))}
        for what in ("claims", "entities")
        for one in (*result.documents, result.total)
    ]
    print_table(rows, as_json)


def _score_row(score: Score) -> dict[str, object]:
    rates = {name: round(getattr(score, name), 3) for name in ("precision", "recall", "f1")}
    return {"gold": score.gold, "built": score.predicted, "right": score.right, **rates}
