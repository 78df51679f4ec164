"""The verbs on Wikidata: link, contribute, judge-link."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from soviet_kg.cli.output import PATH, build_option, example, json_option, print_json, print_table, say
from soviet_kg.errors import ServiceFailed, WrongUse

if TYPE_CHECKING:
    from soviet_kg.model import Link
    from soviet_kg.services.manners import Caller
    from soviet_kg.wikidata.evidence import Thing
    from soviet_kg.wikidata.items import Item
    from soviet_kg.wikidata.snapshot import Snapshot


def read_day(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Return a day as it is given. Raises BadParameter for what is none."""
    del context, parameter
    try:
        return dt.date.fromisoformat(value).isoformat() if value else value
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is not YYYY-MM-DD") from error


snapshot_option = click.option(
    "--snapshot",
    "snapshot_file",
    type=PATH,
    help="What Wikidata said, of --save-snapshot; else the build's own.",
)


@click.command(
    "link",
    short_help="Say which item of Wikidata each entity is, and why.",
    epilog=example(
        "link --undecided",
        "link --endpoint https://query.wikidata.org/sparql --contact me@example.org --save-snapshot wd.jsonl",
        "build letters/ --snapshot wd.jsonl",
    ),
)
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint with Wikidata's data.")
@click.option("--reconcile", metavar="URL", help="Ask this W3C reconciliation service for Wikidata.")
@click.option("--contact", metavar="WHO", help="Your e-mail address or page, for the server's keepers.")
@click.option("--save-snapshot", "save", type=PATH, help="Pin what the endpoint says in this file.")
@click.option(
    "--cache", type=PATH, help="Where answers are kept, so that a broken run goes on.  [default: ~/.cache]"
)
@click.option("--fresh", is_flag=True, help="Ask again what is kept.")
@click.option("--time-limit", type=float, default=600, show_default=True, help="Seconds for everything.")
@click.option("--dry-run", is_flag=True, help="Say what would be asked; ask nothing.")
@click.option("--show", is_flag=True, help="Print the queries that would be sent; send none.")
@click.option("--from-labels", is_flag=True, help="Forget the identifiers that the gazetteer states.")
@click.option("--undecided", is_flag=True, help="Print only what a person has to decide.")
@snapshot_option
@build_option
@json_option
def link(
    endpoint: str | None,
    reconcile: str | None,
    contact: str | None,
    save: Path | None,
    cache: Path | None,
    fresh: bool,
    time_limit: float,
    dry_run: bool,
    show: bool,
    from_labels: bool,
    undecided: bool,
    snapshot_file: Path | None,
    build_folder: Path,
    as_json: bool,
) -> None:
    """Link the entities of a build to Wikidata, by a snapshot or live, with score and reasons.

    A build is linked when it is made; this shows how, asks a server, and pins its answer for the next build. An entity
    that is no item is not in the table: no link is an answer.
    """
    from soviet_kg.links import pins_of

    if endpoint and reconcile:
        raise WrongUse("link: give one of --endpoint and --reconcile")
    if save and not endpoint:
        raise WrongUse("link: --save-snapshot pins what an --endpoint says; give one")
    things = _things(build_folder, from_labels)
    url = endpoint or reconcile
    if dry_run or show:
        _tell_plan(things, url, bool(reconcile), show)
        return
    found: Mapping[str, Mapping[str, float]] = {}
    if url is None:
        snapshot = pins_of(build_folder, snapshot_file).snapshot
    else:
        caller = _caller(url, contact, time_limit, cache, fresh)
        snapshot, found = _ask(caller, things, bool(reconcile), pins_of(build_folder, snapshot_file).snapshot)
    if save:
        _save(snapshot, save)
    _print_links(_links(things, snapshot, found), snapshot, things, undecided, as_json)


def _things(build_folder: Path, from_labels: bool) -> Sequence[Thing]:
    from soviet_kg.gazetteer import load_gazetteer
    from soviet_kg.records import read_corpus
    from soviet_kg.wikidata.evidence import gather_things

    things = gather_things(read_corpus(build_folder), load_gazetteer())
    return [replace(thing, qid="") for thing in things] if from_labels else things


def _tell_plan(things: Sequence[Thing], url: str | None, by_reconciliation: bool, show: bool) -> None:
    from soviet_kg.services import endpoint, reconciliation

    if by_reconciliation:
        count = reconciliation.count_requests(things)
        click.echo(
            reconciliation.show_queries(things) if show else f"{count} requests to {url}, and the manifest"
        )
        return
    names = endpoint.plan_queries(things)
    known = sorted({thing.qid for thing in things if thing.qid})
    if show:
        click.echo("\n".join((*names, *endpoint.item_queries(known))))
        return
    per_items = f"then 3 for each {endpoint.ITEMS} items found, {len(known)} of which are known now"
    click.echo(
        f"{len(names)} queries for names of {len(things)} entities to {url or 'an endpoint'}; {per_items}"
    )


def _caller(url: str, contact: str | None, time_limit: float, cache: Path | None, fresh: bool) -> Caller:
    from soviet_kg.services.manners import Caller, Manners, make_agent

    if not contact:
        raise WrongUse(
            "link: say with --contact how the server's keepers can reach you: an e-mail address or a page"
        )
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    manners = Manners(
        make_agent(contact), patience=min(60, time_limit), time_limit=time_limit, sleep=time.sleep
    )
    place = cache or home / "soviet-kg" / "wikidata"
    return Caller(url, manners, place, say, fresh, today=dt.date.today().isoformat())


def _ask(
    caller: Caller, things: Sequence[Thing], by_reconciliation: bool, known: Snapshot
) -> tuple[Snapshot, Mapping[str, Mapping[str, float]]]:
    """Return what a server says; where it fails, say what is kept of it."""
    from soviet_kg.services.endpoint import take_snapshot
    from soviet_kg.services.reconciliation import reconcile

    try:
        if not by_reconciliation:
            return take_snapshot(caller, things), {}
        items, found = reconcile(caller, things)
        merged: dict[str, Item] = {**items, **{qid: known.items[qid] for qid in items if qid in known.items}}
        return replace(known, items=merged), found
    except ServiceFailed as error:
        kept = f"{caller.asked} questions asked, {caller.remembered} answers taken from what is kept"
        raise ServiceFailed(
            f"{error}\n{kept}; what was answered is kept, and the same command goes on"
        ) from error
    finally:
        say(f"asked {caller.asked}, remembered {caller.remembered}, waited {caller.waits} times")


def _save(snapshot: Snapshot, path: Path) -> None:
    from soviet_kg.links import write_snapshot

    write_snapshot(snapshot, path)
    say(f"{path}: {len(snapshot.items)} items, taken {snapshot.taken}, SHA-256 {snapshot.sha256}")


def _links(
    things: Sequence[Thing], snapshot: Snapshot, found: Mapping[str, Mapping[str, float]]
) -> Sequence[Link]:
    from soviet_kg.gazetteer import load_gazetteer
    from soviet_kg.wikidata.linking import link_things, link_to_snapshot
    from soviet_kg.wikidata.sssom import read_verdicts

    if found:
        return link_things(things, snapshot.items, read_verdicts(), found)
    return link_to_snapshot(things, snapshot, load_gazetteer(), read_verdicts())


def _print_links(
    links: Sequence[Link], snapshot: Snapshot, things: Sequence[Thing], undecided: bool, as_json: bool
) -> None:
    from soviet_kg.model import Match

    shown = [link for link in links if not undecided or link.match is Match.UNDECIDED]
    rows = [
        {
            "entity": link.entity,
            "item": link.qid,
            "label": snapshot.items[link.qid].label() if link.qid in snapshot.items else "",
            "match": str(link.match),
            "score": link.score,
            "reasons": list(link.reasons) if as_json else "; ".join(link.reasons),
        }
        for link in shown
    ]
    print_table(rows, as_json)
    counts = {match: sum(link.match is match for link in links) for match in Match}
    told = ", ".join(f"{count} {match}" for match, count in counts.items() if count)
    say(
        f"{len(things)} entities: {told or 'no link'}, {len(things) - len(links)} are no item that is known here"
    )


@click.command(
    "contribute",
    short_help="Say what the documents add to Wikidata, and where they contradict it.",
    epilog=example("contribute", "contribute --snapshot wd.jsonl --out edits --retrieved 2026-01-02"),
)
@click.option(
    "--out", type=PATH, help="Write quickstatements.txt, mismatches.csv and report.json into this folder."
)
@click.option(
    "--retrieved", metavar="DAY", default="", callback=read_day, help="When the pages were read, YYYY-MM-DD."
)
@snapshot_option
@build_option
@json_option
def contribute(
    out: Path | None, retrieved: str, snapshot_file: Path | None, build_folder: Path, as_json: bool
) -> None:
    """Compare what the documents assert with a snapshot of Wikidata: there already, not there, contradicted.

    What is not there becomes QuickStatements with references, what contradicts becomes a file for the Mismatch Finder.
    Only asserted claims between exactly linked entities count.
    """
    from soviet_kg.contributions import find_contributions
    from soviet_kg.export.additions import format_report, report_rows
    from soviet_kg.gazetteer import load_gazetteer
    from soviet_kg.links import pins_of
    from soviet_kg.records import read_corpus
    from soviet_kg.wikidata.linking import link_corpus
    from soviet_kg.wikidata.sssom import read_verdicts

    snapshot = pins_of(build_folder, snapshot_file).snapshot
    corpus = link_corpus(read_corpus(build_folder), snapshot, load_gazetteer(), read_verdicts())
    contributions = find_contributions(corpus, snapshot)
    rows = report_rows(contributions, corpus, snapshot)
    if out:
        _write_edits(out, contributions, corpus, retrieved, rows)
    if as_json:
        print_json(rows)
    else:
        click.echo(format_report(contributions, corpus, snapshot), nl=False)


def _write_edits(out: Path, contributions: object, corpus: object, retrieved: str, rows: object) -> None:
    import json

    from soviet_kg.errors import CannotWrite
    from soviet_kg.export.mismatches import format_mismatches
    from soviet_kg.export.quickstatements import format_quickstatements
    from soviet_kg.records import replaced_file

    texts = {
        "quickstatements.txt": format_quickstatements(contributions, corpus, retrieved),  # type: ignore[arg-type]
        "mismatches.csv": format_mismatches(contributions, corpus),  # type: ignore[arg-type]
        "report.json": json.dumps(rows, ensure_ascii=False, indent=1) + "\n",
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"{out}: {error.strerror}; name another folder with --out") from error
    for name, text in texts.items():
        with replaced_file(out / name) as stream:
            stream.write(text.encode())
        say(f"{out / name}: {text.count(chr(10)):,} lines")


@click.command(
    "judge-link",
    short_help="Judge that an entity is, or is not, an item of Wikidata.",
    epilog=example(
        'judge-link petrograd-soviet Q123 same --reason "the same dates and seat" --by "N. N."',
        'judge-link raphael-abramovich Q171428 different --reason "a businessman of our day" --by "N. N."',
    ),
)
@click.argument("entity")
@click.argument("qid")
@click.argument("verdict", type=click.Choice(["same", "different", "unsure"]))
@click.option("--reason", required=True, help="Why.")
@click.option("--by", required=True, help="Who judges.")
@click.option("--date", "day", callback=read_day, help="When it was judged: YYYY-MM-DD.")
@click.option("--judgements", type=PATH, help="The file of judgements; else that of the installation.")
def judge_link(
    entity: str, qid: str, verdict: str, reason: str, by: str, day: str | None, judgements: Path | None
) -> None:
    """Write a VERDICT on ENTITY (its id) and the item QID; the next build follows it.

    Verdicts are rows of wikidata.sssom.tsv, beside those on merges: delete a row to take it back.
    """
    from soviet_kg.gazetteer import load_gazetteer
    from soviet_kg.records import replaced_file
    from soviet_kg.resources import find_resource
    from soviet_kg.wikidata.items import QID
    from soviet_kg.wikidata.linking import LinkVerdict
    from soviet_kg.wikidata.snapshot import read_snapshot
    from soviet_kg.wikidata.sssom import FILE, with_verdict

    if not QID.fullmatch(qid):
        raise WrongUse(f"judge-link: {qid!r} is no identifier of Wikidata; write Q and a number")
    path = judgements or find_resource("ontology/judgements") / FILE
    labels = {form.slug: form.form for form in load_gazetteer().forms if form.role == "label"}
    there = {item.qid: item.label() for item in read_snapshot().items.values()}
    text = with_verdict(path, LinkVerdict(entity, qid, verdict, reason, by, day or ""), there, labels)
    with replaced_file(path) as stream:
        stream.write(text.encode())
    say(f"{path}: {entity} and {qid}: {verdict}")
