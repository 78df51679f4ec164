"""The verbs that judge a build: check, explain, evaluate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
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
    from soviet_kg.audit import AuditFinding
    from soviet_kg.check import CheckReport
    from soviet_kg.evaluate import Gold, Score
    from soviet_kg.model import Corpus


@click.command(
    "check",
    short_help="Prove a build, word by word.",
    epilog=example("check", "check --sources letters/ --build soviets", "check --audit"),
)
@click.option("--sources", type=PATH, help="Also compare the build with the documents in this folder.")
@click.option("--audit", "audits", is_flag=True, help="Also say what each source says against itself.")
@build_option
@json_option
def check_build(sources: Path | None, audits: bool, build_folder: Path, as_json: bool) -> None:
    """Prove a build: texts, quotes, mentions, shapes and the files of knowledge. Exit code 1 if not.

    With --audit, each source is held against itself: sums, percentages, double dates, order, weekdays, numbering,
    lists. What does not hold there is the source's affair and leaves the exit code as it is.
    """
    from soviet_kg.audit import audit
    from soviet_kg.check import check
    from soviet_kg.records import read_corpus

    report = check(build_folder, sources)
    audited = audit(read_corpus(build_folder)) if audits else ()
    if as_json:
        _print_report(report, audited)
    else:
        looked_at = ", ".join(f"{number:,} {name}" for name, number in report.looked_at.items())
        click.echo("\n".join((*map(str, report.findings), *_audit_lines(audited), f"looked at {looked_at}")))
    if report.findings:
        raise CheckFailed(f"{build_folder}: {len(report.findings)} findings; correct them or build again")
    say(f"{build_folder}: all holds")


def _audit_lines(audited: tuple[AuditFinding, ...]) -> Iterator[str]:
    """Give what does not hold, and how many checks of each sort hold."""
    for finding in audited:
        if not finding.holds:
            yield f"{finding.document}:{finding.quotes[0].start}: {finding.check}: {finding.what}"
    holding = Counter(finding.check for finding in audited if finding.holds)
    if audited:
        yield f"in the sources hold {', '.join(f'{name} {number}' for name, number in sorted(holding.items()))}"


def _print_report(report: CheckReport, audited: tuple[AuditFinding, ...]) -> None:
    findings = [{"place": f.place, "offset": f.offset, "what": f.what} for f in report.findings]
    rows = [
        {
            "document": f.document,
            "offset": f.quotes[0].start,
            "check": f.check,
            "holds": f.holds,
            "what": f.what,
        }
        for f in audited
    ]
    print_json({"looked_at": report.looked_at, "findings": findings} | ({"audit": rows} if audited else {}))


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
    epilog=example("evaluate gold/", "evaluate gold/letter-1.json --json", "evaluate gold/ --merges"),
)
@click.argument("gold", type=PATH)
@click.option("--merges", is_flag=True, help="Measure which names are joined, pair by pair.")
@click.option("--identity", type=PATH, help="With --merges: a table of who is one in several gold files.")
@build_option
@json_option
def evaluate_build(
    gold: Path, merges: bool, identity: Path | None, build_folder: Path, as_json: bool
) -> None:
    """Measure precision and recall of a build against GOLD, an annotated file or a folder of them.

    The table that --identity names has the columns document, entity and is, tab-separated: entities of two gold
    files are one where "is" has the same word. Where it is silent, the entity's id in gold is that word.
    """
    from soviet_kg.evaluate import evaluate, read_gold
    from soviet_kg.records import read_corpus

    golds = read_gold(gold)
    if merges:
        _print_merges(read_corpus(build_folder), golds, identity, as_json)
        return
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


def _print_merges(corpus: Corpus, golds: list[Gold], identity: Path | None, as_json: bool) -> None:
    from soviet_kg.merges import evaluate_merges, read_identity

    result = evaluate_merges(corpus, golds, read_identity(identity) if identity else None)
    names = {"mentions": "pairs of places", "names": "pairs of names", "across": "… of two documents"}
    print_table([{"of": of, **_score_row(getattr(result, name))} for name, of in names.items()], as_json)
    say(f"compared {result.items} of {result.places} places where gold has a name")


def _score_row(score: Score) -> dict[str, object]:
    rates = {name: round(getattr(score, name), 3) for name in ("precision", "recall", "f1")}
    return {"gold": score.gold, "built": score.predicted, "right": score.right, **rates}
