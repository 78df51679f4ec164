"""How fast RDF is written: our exports against rdflib's, on the same graph of more than 100,000 quads.

The graph stands in memory on both sides, as canonical N-Quads lines and as an rdflib dataset; for Turtle and
TriG ours begins with the N-Quads file of a build, and reading it is counted. The bar is ten times.
"""

from __future__ import annotations

import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path

import rdflib
from generated import make_corpus

from soviet_kg.export.rdf import write_rdf
from soviet_kg.graph import quads
from soviet_kg.records import write_lines

CLAIMS = 5600
RUNS = 5
RDFLIB_RUNS = 3


def median_time(action: Callable[[], object], runs: int) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    warnings.simplefilter("ignore", DeprecationWarning)
    lines = quads(make_corpus(CLAIMS))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_lines(lines, folder / "kg.nq")
        dataset = rdflib.Dataset().parse(folder / "kg.nq", format="nquads")
        union = rdflib.Graph()
        for subject, predicate, value, _ in dataset.quads():
            union.add((subject, predicate, value))
        print(f"writing RDF: {len(lines):,} quads, {len(union):,} different triples")
        ours: dict[str, Callable[[], object]] = {
            "nquads": lambda: write_lines(lines, folder / "ours.nq"),
            "turtle": lambda: write_rdf(folder / "kg.nq", "turtle", folder / "ours.ttl"),
            "trig": lambda: write_rdf(folder / "kg.nq", "trig", folder / "ours.trig"),
        }
        for form, write in ours.items():
            graph = union if form == "turtle" else dataset
            options = {"destination": str(folder / "rdflib"), "format": form, "encoding": "utf-8"}
            compare(form, write, partial(graph.serialize, **options))


def compare(form: str, by_us: Callable[[], object], by_rdflib: Callable[[], object]) -> None:
    ours, theirs = median_time(by_us, RUNS), median_time(by_rdflib, RDFLIB_RUNS)
    print(f"  {form:8} soviet_kg {ours:7.3f} s   rdflib {theirs:7.3f} s   {theirs / ours:6.1f} times faster")


if __name__ == "__main__":
    main()
