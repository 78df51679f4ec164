"""The verbs that show a build as a network: draw, rank; and the options that choose a part of one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from soviet_kg.cli.output import PATH, build_option, example, json_option, language_option, print_table, say
from soviet_kg.errors import WrongUse

if TYPE_CHECKING:
    from soviet_kg.drawing.scene import Scene
    from soviet_kg.network.parts import Network, Period

_Verb = TypeVar("_Verb", bound=Callable[..., Any])
CHARTS = ("timeline", "delegates")

_OPTIONS = (
    click.option("--around", default="", metavar="NAME", help="Only what stands around this thing."),
    click.option(
        "--steps", type=click.IntRange(1, 9), default=1, show_default=True, help="How far around it."
    ),
    click.option(
        "--from", "first", default="", metavar="DATE", help="Only what is dated from then: 1917-10."
    ),
    click.option(
        "--to", "last", default="", metavar="DATE", help="Only what is dated up to then: 1918-01-31."
    ),
    click.option(
        "--calendar",
        type=click.Choice(["gregorian", "julian"]),
        default="gregorian",
        show_default=True,
        help="The calendar of --from and --to.",
    ),
    click.option("--source", default="", metavar="ID", help="Only this source (its id, or how that begins)."),
    click.option("--contested", is_flag=True, help="Only what another claim contradicts."),
    language_option,
)


def network_options(verb: _Verb) -> _Verb:
    """Give a verb the options that choose a part of a network."""
    for option in reversed(_OPTIONS):
        verb = option(verb)
    return verb


def chosen_network(build: Path, view: str, wishes: dict[str, Any]) -> Network:
    """Return the part of a view that the options ask for."""
    from soviet_kg.network.choose import Choice, choose
    from soviet_kg.network.views import read_view

    part = {name: wishes[name] for name in ("around", "steps", "source", "contested")}
    choice = Choice(period=_period(wishes), **part)
    network = choose(read_view(build, view, wishes["language"]), choice)
    if not network.nodes:
        raise WrongUse(f"nothing is left of the view {view}; soften --from, --to, --source or --contested")
    return network


def _period(wishes: dict[str, Any]) -> Period | None:
    from soviet_kg.network.choose import read_period

    return read_period(wishes["first"], wishes["last"], wishes["calendar"])


@click.command(
    short_help="Draw a network, a timeline or a chart.",
    epilog=example(
        "draw people -o people.svg",
        "draw all --around lenin --steps 2 -o lenin.html",
        "draw timeline --from 1917-10 --to 1918-02 --page a4 -o timeline.pdf",
        "draw delegates --around second-all-russian-congress-of-soviets -o second.png",
    ),
)
@click.argument("view", required=False)
@click.option("-o", "--out", type=PATH, default=Path("-"), help="The file to write; - is standard output.")
@click.option("--format", "form", help="svg, png, pdf or html; without it, as the file is named, else svg.")
@click.option("--page", default="slide", show_default=True, help="slide, a4 or a4-portrait.")
@click.option("--theme", default="light", show_default=True, help="light or dark.")
@click.option("--layout", default="spring", show_default=True, help="spring, sfdp, neato, dot or igraph.")
@click.option("--edge-labels", is_flag=True, help="Write on the lines what they stand for.")
@click.option("--list", "listing", is_flag=True, help="Print the names of the views.")
@network_options
@build_option
@json_option
def draw(
    view: str | None,
    out: Path,
    form: str | None,
    listing: bool,
    build_folder: Path,
    as_json: bool,
    **wishes: Any,
) -> None:
    """Draw a VIEW of the build: one of those that --list names, or a file VIEW.rq, as SVG, PNG, PDF or HTML.

    HTML is one file that works without a network: search, filters, time, and the words behind each line.
    """
    from soviet_kg.drawing.files import write_picture

    if listing:
        _print_views(as_json)
        return
    if view is None:
        raise WrongUse("draw: which VIEW? soviet-kg draw --list names them")
    to_stdout = out == Path("-")
    form = form or ("svg" if to_stdout else out.suffix.removeprefix("."))
    scene = _scene(view, build_folder, wishes)
    write_picture(scene, form, sys.stdout.buffer if to_stdout else out)
    if not to_stdout:
        say(f"{out}: {scene.title}")


def _print_views(as_json: bool) -> None:
    from soviet_kg.network.views import list_views

    rows = [{"view": view.name, "shows": view.title} for view in list_views()]
    rows.append({"view": "timeline", "shows": "What happened and who held office, in both calendars"})
    rows.append({"view": "delegates", "shows": "Delegates of congresses by party"})
    print_table(rows, as_json)


def _scene(view: str, build: Path, wishes: dict[str, Any]) -> Scene:
    if view in CHARTS:
        return _chart(view, build, wishes)
    from soviet_kg.drawing.networks import draw_network

    looks = {"engine": wishes["layout"], "edge_labels": wishes["edge_labels"]}
    return draw_network(chosen_network(build, view, wishes), wishes["page"], wishes["theme"], **looks)


def _chart(view: str, build: Path, wishes: dict[str, Any]) -> Scene:
    from soviet_kg.drawing.delegates import draw_delegates
    from soviet_kg.drawing.timeline import draw_timeline
    from soviet_kg.records import read_corpus

    corpus = read_corpus(build)
    part = {name: wishes[name] for name in ("around", "source", "language")}
    if view == "delegates":
        return draw_delegates(corpus, wishes["page"], wishes["theme"], **part)
    return draw_timeline(corpus, wishes["page"], wishes["theme"], period=_period(wishes), **part)


@click.command(
    short_help="Who and what is central in a network.",
    epilog=example("rank people", "rank all --by betweenness --top 10 --json"),
)
@click.argument("view", default="all")
@click.option(
    "--by",
    type=click.Choice(["degree", "betweenness", "pagerank"]),
    default="degree",
    show_default=True,
    help="What to order by.",
)
@click.option("--top", type=click.IntRange(1), default=25, show_default=True, help="How many rows.")
@network_options
@build_option
@json_option
def rank(view: str, by: str, top: int, build_folder: Path, as_json: bool, **wishes: Any) -> None:
    """Print who and what is central in a VIEW: ties, betweenness, PageRank and community of each thing."""
    from soviet_kg.network.figures import measure

    network = chosen_network(build_folder, view, wishes)
    figures = measure(network)
    order = sorted(network.nodes, key=lambda node: (-getattr(figures[node.id], by), node.id))
    rows = [
        {
            "thing": node.label,
            "kind": node.kind,
            "degree": figures[node.id].degree,
            "betweenness": figures[node.id].betweenness,
            "pagerank": figures[node.id].pagerank,
            "community": figures[node.id].community,
        }
        for node in order[:top]
    ]
    print_table(rows, as_json)
