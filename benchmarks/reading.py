"""Words a second: finding names, and reading claims without syntax and with it, against spaCy's blank tokenizer.

The tokenizer is the floor: it only splits words. Each figure is the median of several runs in one process.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from soviet_kg.extract import Knowledge, extract, load_knowledge
from soviet_kg.mentions import find_names
from soviet_kg.pipeline import garbage_at_rest
from soviet_kg.resources import find_resource
from soviet_kg.text import fold, read_document, read_facts

RUNS = 7
RUSSIAN = Path(__file__).parent.parent / "tests" / "russian_names.toml"
COPIES = 4


def median_seconds(work: Callable[[], object]) -> float:
    work()  # caches fill and code warms up
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> int:
    try:
        import spacy
    except ModuleNotFoundError:
        print("spaCy is not installed: pip install 'soviet-kg[dev]'", file=sys.stderr)
        return 3
    seeds = find_resource("seeds")
    facts = read_facts(seeds / "documents.toml")
    documents = [read_document(path, facts.get(path.stem)) for path in sorted(seeds.glob("*.txt"))] * COPIES
    folded = [fold(document).text for document in documents]
    words = sum(len(document.text.split()) for document in documents)
    knowledge, tokenizer = load_knowledge(), spacy.blank("en")
    patterns = replace(knowledge, verbs=lambda _: None)
    floor = median_seconds(lambda: [tokenizer(document.text) for document in documents])
    print(f"{words:,} words of the seeds, median of {RUNS} runs")
    print(f"{'what':<28}{'words/s':>12}{'ratio':>8}")
    print(f"{'spaCy blank tokenizer':<28}{words / floor:>12,.0f}{1:>8.2f}")
    for name, work in (
        ("find names", lambda: [find_names(text, knowledge.finder) for text in folded]),
        ("extract, without syntax", lambda: [extract(document, patterns) for document in documents]),
        ("extract, with syntax", lambda: [extract(document, knowledge) for document in documents]),
    ):
        with garbage_at_rest():  # as in a build
            taken = median_seconds(work)
        print(f"{name:<28}{words / taken:>12,.0f}{floor / taken:>8.2f}")
    print_russian(knowledge)
    return 0


def print_russian(knowledge: Knowledge) -> None:
    """Print how fast names are found in Russian: in the sentences of the tests, which are dense with them."""
    table = tomllib.loads(RUSSIAN.read_text(encoding="utf-8"))
    text = "\n".join(
        re.sub(r"\[([^\]|]+)\|\w+\]", r"\1", row["text"]) for row in [*table["found"], *table["none"]]
    )
    finder, words = knowledge.finder_of("ru"), len(text.split())
    with garbage_at_rest():
        taken = median_seconds(lambda: find_names(text, finder))
    print(f"{'find names, Russian':<28}{words / taken:>12,.0f}")


if __name__ == "__main__":
    sys.exit(main())
