"""What every verb shares: how it talks, what it prints, the options that read a build."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

PATH = click.Path(path_type=Path)

build_option = click.option(
    "--build", "build_folder", type=PATH, default=Path("build"), show_default=True, help="The build to read."
)
language_option = click.option(
    "--language",
    type=click.Choice(["en", "ru"]),
    default="en",
    show_default=True,
    help="In which things are named.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def example(*lines: str) -> str:
    """Return the example that closes a verb's help."""
    return "\b\nExample:\n" + "\n".join(f"  soviet-kg {line}" for line in lines)


def say(message: str) -> None:
    """Talk on standard error."""
    click.echo(message, err=True)


def print_json(value: object) -> None:
    """Print a value as JSON, its keys in their order."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def print_table(rows: Sequence[Mapping[str, object]], as_json: bool) -> None:
    """Print rows of the same columns, numbers to the right."""
    if as_json:
        print_json(rows)
        return
    columns = list(rows[0]) if rows else []
    right = {name for name in columns if isinstance(rows[0][name], int | float)}
    shown = [{name: _cell(row[name]) for name in columns} for row in rows]
    widths = {name: max(len(name), *(len(row[name]) for row in shown)) for name in columns}
    for row in ({name: name for name in columns}, *shown):
        cells = (f"{row[name]:{'>' if name in right else '<'}{widths[name]}}" for name in columns)
        click.echo("  ".join(cells).rstrip())


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
