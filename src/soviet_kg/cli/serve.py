"""The verb that opens the reading room."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import click

from soviet_kg.cli.output import build_option, example, say
from soviet_kg.errors import MissingExtra, WrongUse


@click.command(
    short_help="Read a build in the browser; ask it over SPARQL.",
    epilog=example("serve", "serve --build letters --port 8001"),
)
@build_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one."
)
@click.option(
    "--time-limit", type=click.FloatRange(0.1), default=30.0, show_default=True, help="Seconds per query."
)
@click.option("--workers", type=click.IntRange(1, 64), default=4, show_default=True, help="Queries at once.")
def serve(build_folder: Path, host: str, port: int, time_limit: float, workers: int) -> None:
    """Serve the pages of a build, its data, and a SPARQL endpoint that only reads; Ctrl-C ends it.

    A new build in the same folder is served as soon as it is whole.
    """
    try:
        from soviet_kg.web.serve import serve_forever
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"serve needs {error.name}; install it with: pip install 'soviet-kg[web]'"
        ) from error
    from soviet_kg.web.pool import Limits

    limits = Limits(seconds=time_limit, fair=min(5.0, time_limit), workers=workers)
    try:
        with suppress(KeyboardInterrupt):  # the way to end it
            asyncio.run(serve_forever(build_folder, host, port, limits, click.echo, say))
    except OSError as error:
        raise WrongUse(f"{host}:{port}: {error.strerror or error}; choose another --port") from error


def export_site(build_folder: Path, folder: Path) -> None:
    """Write the pages of a build as files, and say how many."""
    try:
        from soviet_kg.web.site import write_site
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"site needs {error.name}; install it with: pip install 'soviet-kg[web]'"
        ) from error
    count = write_site(build_folder, folder)
    say(f"{folder}: {count:,} pages; open {folder / 'index.html'}")
