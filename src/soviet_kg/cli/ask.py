"""The verbs that take something out of a build: query, export."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from soviet_kg.cli.draw import chosen_network, network_options
from soviet_kg.cli.output import PATH, build_option, example, json_option, language_option, print_table
from soviet_kg.cli.serve import export_site
from soviet_kg.errors import WrongUse

if TYPE_CHECKING:
    from soviet_kg.query import SavedQuery

FORMATS = "table, csv, tsv, json or xml; turtle for CONSTRUCT and DESCRIBE."
TABLES = {"csv-claims": "claims.csv", "csv-entities": "entities.csv", "sssom": "links.sssom.tsv"}


@click.command(
    short_help="Ask the build a question in SPARQL.",
    epilog=example(
        "query congresses", "query my.rq --format csv", "query parties --language ru", "query --list"
    ),
)
@click.argument("question", required=False)
@click.option("-e", "text", metavar="TEXT", help="SPARQL to run instead of a file or a name.")
@click.option("--format", "as_format", default="table", show_default=True, help=FORMATS)
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL service instead of the build.")
@click.option("--list", "listing", is_flag=True, help="Print the names of the queries that come with it.")
@language_option
@build_option
@json_option
def query(
    question: str | None,
    text: str | None,
    as_format: str,
    endpoint: str | None,
    listing: bool,
    language: str,
    build_folder: Path,
    as_json: bool,
) -> None:
    """Run SPARQL on a build: a query's name, a file (- is standard input), or -e TEXT."""
    from soviet_kg import query as queries
    from soviet_kg.store import open_store

    if listing:
        print_table([{"query": q.name, "asks": q.title} for q in _all_queries()], as_json)
        return
    asked = _query_text(question, text)
    if endpoint:
        result = queries.run_at_endpoint(endpoint, asked)
    else:
        store = open_store(build_folder / "store")
        result = queries.run_query(store, asked)
        result = queries.in_language(result, store, language) if language != "en" else result
    answer = queries.format_result(result, "json" if as_json else as_format)
    click.echo(answer, nl=not answer.endswith("\n"))


def _all_queries() -> tuple[SavedQuery, ...]:
    from soviet_kg.query import list_federated, list_queries

    return (*list_queries(), *list_federated())


def _query_text(question: str | None, text: str | None) -> str:
    from soviet_kg.query import find_query

    if text is not None and question is None:
        return text
    if question is None or text is not None:
        raise WrongUse("query: give one of NAME, FILE.rq and -e TEXT; soviet-kg query --list names some")
    if question == "-":
        return sys.stdin.read()
    return _read_text(Path(question)) if Path(question).is_file() else find_query(question).text


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise WrongUse(f"{path}: byte {error.start} is not UTF-8; save the query as UTF-8") from error


@click.command(
    short_help="Write the graph in another format.",
    epilog=example(
        "export turtle -o soviets.ttl",
        "export csv-claims | head",
        "export trig --build soviets",
        "export gexf --view people -o people.gexf",
        "export site public/",
    ),
)
@click.argument("form", metavar="FORMAT")
@click.argument("folder", metavar="[DIR]", required=False, type=PATH)
@click.option("-o", "--out", type=PATH, default=Path("-"), help="The file to write; - is standard output.")
@click.option("--view", default="all", show_default=True, help="The view, where a network is written.")
@click.option("--layout", default="spring", show_default=True, help="The layout, where a network is written.")
@network_options
@build_option
def export(
    form: str, folder: Path | None, out: Path, view: str, layout: str, build_folder: Path, **wishes: Any
) -> None:
    """Write the graph of a build in one FORMAT.

    turtle, ntriples and rdfxml hold all graphs as one; trig, nquads and jsonld keep them apart; rdf12 is
    Turtle of RDF 1.2, where claims do not assert; csv-claims and csv-entities are tables.

    graphml, gexf, cytoscape, graphology, dot, pajek, csv-nodes and csv-edges hold a network, of which the
    options choose a part. site writes the pages that serve shows, as files, into the folder DIR.
    """
    if (form == "site") != (folder is not None):
        raise WrongUse("export site takes a folder, and no other format does: soviet-kg export site public/")
    if folder:
        export_site(build_folder, folder)
        return
    from soviet_kg.export.network import FORMATS as NETWORKS
    from soviet_kg.export.network import write_network
    from soviet_kg.export.rdf import write_rdf
    from soviet_kg.records import replaced_file

    to_stdout = out == Path("-")
    if form in NETWORKS:
        network = chosen_network(build_folder, view, wishes)
        write_network(network, form, sys.stdout.buffer if to_stdout else out, layout)
        return
    if form not in TABLES:
        write_rdf(build_folder / "kg.nq", form, sys.stdout.buffer if to_stdout else out)
        return
    table = _read_table(build_folder / TABLES[form])
    with contextlib.nullcontext(sys.stdout.buffer) if to_stdout else replaced_file(out) as stream:
        stream.write(table)


def _read_table(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise WrongUse(f"{path}: no such file; make a build with: soviet-kg build") from error
