"""The verb that asks a person: review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from soviet_kg.cli.output import PATH, build_option, example, json_option, print_json, print_table, say
from soviet_kg.errors import WrongUse

if TYPE_CHECKING:
    from rich.console import Console
    from rich.panel import Panel
    from rich.text import Text

    from soviet_kg.model import Judgement
    from soviet_kg.review import Question, Sentence, Side

KEYS = {"s": "same", "d": "different", "u": "unsure"}
LEAVE = ("q", "\x1b", "\x04")  # q, Escape, end of input


@click.command(
    "review",
    short_help="Decide who is whom where the evidence does not.",
    epilog=example(
        'review --judgements mine.sssom.tsv --by "N. N."',
        "review --list --json > open.json",
        'review --apply open.json --judgements mine.sssom.tsv --by "N. N." --rebuild',
    ),
)
@click.option(
    "--judgements", type=PATH, help="The file to which your decisions go; it is made where it is missing."
)
@click.option("--by", help="Who decides: your name stands in every row.")
@click.option("--date", "day", help="When it was decided: YYYY-MM-DD.  [default: today]")
@click.option("--list", "listing", is_flag=True, help="Print what is undecided, and ask nothing.")
@click.option("--apply", "decisions", type=PATH, help="Take the decisions of this file, and ask nothing.")
@click.option("--rebuild", is_flag=True, help="Then gather the build's entities anew by what was decided.")
@build_option
@json_option
def review_names(
    judgements: Path | None,
    by: str | None,
    day: str | None,
    listing: bool,
    decisions: Path | None,
    rebuild: bool,
    build_folder: Path,
    as_json: bool,
) -> None:
    """Show pairs of names that may be one, with their sentences, and write down what you decide.

    One key each: s same, d different, u unsure, Space to leave it open, b back, q to stop. Decisions are rows of
    a table that build --judgements reads; to take one back, remove its row or decide again.
    """
    from soviet_kg.judgements import read_judgements
    from soviet_kg.records import read_corpus
    from soviet_kg.review import find_questions

    rows = read_judgements(judgements) if judgements and judgements.exists() else ()
    questions = find_questions(read_corpus(build_folder), rows)
    if listing:
        _list_questions(questions, as_json)
    elif decisions or not rebuild:
        _write_down(rows, questions, judgements, by, day, decisions)
    if rebuild:
        nothing_decided = decisions and judgements and not judgements.exists()
        _rebuild(build_folder, None if nothing_decided else judgements)


def _list_questions(questions: Sequence[Question], as_json: bool) -> None:
    from soviet_kg.review import question_rows

    if as_json:
        print_json(question_rows(questions))
        return
    print_table(
        [
            {"probability": q.probability, "left": q.left.key, "right": q.right.key, "why": q.reason}
            for q in questions
        ],
        as_json=False,
    )
    say(f"{len(questions)} undecided")


def _write_down(
    rows: Sequence[Judgement],
    questions: Sequence[Question],
    target: Path | None,
    by: str | None,
    day: str | None,
    decisions: Path | None,
) -> None:
    from soviet_kg.judgements import format_judgements
    from soviet_kg.records import write_lines
    from soviet_kg.review import read_decisions, with_decisions

    if target is None or not by:
        raise WrongUse(
            "review: say where decisions go (--judgements FILE) and who decides (--by NAME), or --list"
        )
    date = _read_day(day)
    fresh = read_decisions(decisions, by, date) if decisions else tuple(_ask_all(questions, by, date))
    if fresh:
        write_lines(format_judgements(with_decisions(rows, fresh)), target)
    say(f"{target}: {len(fresh)} decisions written" if fresh else "nothing was decided")


def _read_day(day: str | None) -> str:
    try:
        return dt.date.fromisoformat(day).isoformat() if day else dt.date.today().isoformat()
    except ValueError as error:
        raise WrongUse(f"review: --date {day!r} is not YYYY-MM-DD") from error


def _rebuild(folder: Path, judgements: Path | None) -> None:
    from soviet_kg.pipeline import resolve_build

    report = resolve_build(folder, (judgements,) if judgements else ())
    say(f"{folder}: {report.entities:,} entities, graph SHA-256 {report.graph_sha256}")


def _ask_all(questions: Sequence[Question], by: str, date: str) -> Iterator[Judgement]:
    """Ask one question after the other, and yield the answers when the person stops or none is left."""
    from soviet_kg.review import decide

    answers: dict[int, str] = {}
    number = 0
    while number < len(questions):
        _show(questions[number], f"{number + 1} of {len(questions)}", answers.get(number, ""))
        key = click.getchar().lower()
        if key in LEAVE:
            break
        if key == "b":
            number = max(0, number - 1)
        elif key in KEYS:
            answers[number] = KEYS[key]
            number += 1
        elif key == " ":
            answers.pop(number, None)
            number += 1
    for asked, verdict in sorted(answers.items()):
        yield decide(questions[asked], verdict, by, date)


def _show(question: Question, count: str, answer: str) -> None:
    """Show both sides beside each other, on standard error, where talk goes."""
    from rich.columns import Columns
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    width = max(30, (console.width - 3) // 2)
    console.rule(f"{count}{f' · {answer}' if answer else ''}")
    console.print(Columns([_panel(question.left, width), _panel(question.right, width)], padding=(0, 1)))
    console.print(f"{question.probability:.0%} by the evidence: {question.reason}", markup=False)
    _show_keys(console)


def _show_keys(console: Console) -> None:
    console.print(
        "[b]s[/b] same  [b]d[/b] different  [b]u[/b] unsure  [b]Space[/b] leave open  [b]b[/b] back  [b]q[/b] stop"
    )


def _panel(side: Side, width: int) -> Panel:
    from rich.console import Group
    from rich.panel import Panel

    facts = ", ".join(filter(None, (side.kind, side.qid, f"{side.mentions} mentions", side.key)))
    return Panel(Group(facts, *(_marked(one) for one in side.sentences)), title=side.label, width=width)


def _marked(sentence: Sentence) -> Text:
    from rich.text import Text

    text = Text(f"\n{sentence.document}: ", style="dim")
    words = Text(sentence.text, style="not dim")
    words.stylize("bold reverse", sentence.start, sentence.stop)
    return text.append_text(words)
