"""How fast the saved questions are answered: the store on disk against rdflib in memory, on the same graph.

The graph is that of the packaged documents. rdflib may take CAP seconds for a question; where that is not
enough the ratio is a lower bound. Opening and loading are not counted.
"""

from __future__ import annotations

import statistics
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from pathlib import Path

from soviet_kg.pipeline import build
from soviet_kg.query import list_queries, run_query
from soviet_kg.store import open_store

RUNS = 7
CAP = 6.0


def time_ours(folder: Path, text: str) -> float:
    store = open_store(folder / "store")
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run_query(store, text)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def serve_rdflib(nquads: Path, pipe: Connection) -> None:
    """Answer each query that comes through the pipe with the seconds it took, to the last row."""
    import rdflib

    warnings.simplefilter("ignore", DeprecationWarning)
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(nquads, format="nquads")
    pipe.send("loaded")
    while True:
        text = pipe.recv()
        start = time.perf_counter()
        for _ in dataset.query(text):
            pass
        pipe.send(time.perf_counter() - start)


@contextmanager
def rdflib_process(nquads: Path) -> Iterator[Connection]:
    ours, theirs = Pipe()
    process = Process(target=serve_rdflib, args=(nquads, theirs), daemon=True)
    process.start()
    ours.recv()
    try:
        yield ours
    finally:
        process.terminate()
        process.join()


def time_rdflib(nquads: Path, texts: dict[str, str]) -> dict[str, float | None]:
    """Return the median seconds of up to three runs for each query, None where the first passed the cap."""
    times: dict[str, float | None] = {}
    while waiting := [name for name in texts if name not in times]:
        with rdflib_process(nquads) as pipe:
            for name in waiting:
                times[name] = _ask(pipe, texts[name])
                if times[name] is None:  # it is still at it: another process must take the rest
                    break
    return times


def _ask(pipe: Connection, text: str) -> float | None:
    taken: list[float] = []
    while len(taken) < 3 and sum(taken) < CAP / 3:
        pipe.send(text)
        if not pipe.poll(CAP):
            return None
        taken.append(pipe.recv())
    return statistics.median(taken)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "build"
        report = build(out=folder)
        texts = {query.name: query.text for query in list_queries()}
        print(f"SPARQL: {len(texts)} saved questions on {report.quads:,} quads")
        rdflib_times = time_rdflib(folder / "kg.nq", texts)
        ratios = [show(name, time_ours(folder, text), rdflib_times[name]) for name, text in texts.items()]
    least, middle, most = min(ratios), statistics.median(ratios), max(ratios)
    print(f"  ratios: median {middle:,.0f}, least {least:,.0f}, most {most:,.0f}")


def show(name: str, ours: float, theirs: float | None) -> float:
    """Print one line and return how many times faster we are, at least."""
    ratio = (theirs or CAP) / ours
    shown = f"{theirs * 1000:8.1f} ms" if theirs is not None else f"   > {CAP:.0f} s  "
    more = "more than " if theirs is None else ""
    print(f"  {name:14} soviet_kg {ours * 1000:7.2f} ms   rdflib {shown}   {more}{ratio:,.0f} times faster")
    return ratio


if __name__ == "__main__":
    main()
