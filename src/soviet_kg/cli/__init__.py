"""Verbs to functions: the only place that prints, exits, or catches everything.

Results go to standard output, talk and progress to standard error. Exit codes: 0 yes, 1 the answer is no,
2 wrong use or unreadable input, 3 an optional part is not installed.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import traceback

import click

from soviet_kg import __version__
from soviet_kg.cli.ask import export, query
from soviet_kg.cli.build import build
from soviet_kg.cli.compare import add_sources, compare_sources, diff_builds, withdraw_source
from soviet_kg.cli.draw import draw, rank
from soviet_kg.cli.judge import check_build, evaluate_build, explain_claim
from soviet_kg.cli.link import contribute, judge_link, link
from soviet_kg.cli.output import example
from soviet_kg.cli.review import review_names
from soviet_kg.cli.serve import serve
from soviet_kg.errors import SovietKgError

INTERRUPTED = 130


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=example("build my-letters/", "query congresses"),
)
@click.version_option(__version__, message="soviet-kg %(version)s")
def verbs() -> None:
    """Read historical documents and say, in RDF, who claims what, with the exact words that prove it."""


for verb in (
    *(build, query, export, draw, rank, check_build, explain_claim, evaluate_build, review_names),
    *(compare_sources, diff_builds, withdraw_source, add_sources),
    *(link, contribute, judge_link, serve),
):
    verbs.add_command(verb)


def main() -> None:
    """Run the command line and exit with its code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code, having said on standard error what went wrong."""
    logging.getLogger().addHandler(logging.NullHandler())  # what a library logs is no word of ours
    try:
        return _invoke(arguments or ["--help"])
    except SovietKgError as error:
        return _complain(str(error), error.exit_code)
    except click.ClickException as error:
        return _complain(_usage(error), 2)
    except (KeyboardInterrupt, click.Abort):
        return _complain("interrupted; the previous build is as it was", INTERRUPTED)
    except BrokenPipeError:
        _drop_output()
        return 0  # whoever read our output has had enough of it
    except OSError as error:
        place = error.filename or "standard output"
        return _complain(f"{place}: {error.strerror or error}; choose another place", 2)
    except Exception as error:
        traceback.print_exc()  # nobody asked for this: exit code 1 would be an answer
        return _complain(f"our own mistake ({type(error).__name__}); please report the lines above", 2)


def _invoke(arguments: list[str]) -> int:
    code = 0
    try:
        with verbs.make_context("soviet-kg", arguments) as context:
            verbs.invoke(context)
    except click.exceptions.Exit as done:
        code = done.exit_code
    sys.stdout.flush()
    return code


def _usage(error: click.ClickException) -> str:
    """Return click's message with the way to the help."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "soviet-kg"
    return f"{error.format_message().rstrip('.')}; see {command} --help"


def _complain(message: str, code: int) -> int:
    _drop_output()
    print(f"soviet-kg: {message}", file=sys.stderr)
    return code


def _drop_output() -> None:
    """Let Python's own flush at exit write into nothing where standard output has failed us already."""
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
