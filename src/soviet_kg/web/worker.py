"""One process that answers queries: `python -m soviet_kg.web.worker STORE MEGABYTES`, questions in, answers out.

A query runs in Oxigraph's own code, which nobody can interrupt; a process can be ended. It opens its store and
then gives up the right to open anything else: no file, no connection, whatever a query asks for.
"""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from soviet_kg.errors import BadQuery
from soviet_kg.export.rdf import clean_xml
from soviet_kg.query import query_errors, start_query
from soviet_kg.turtle import serialize, to_turtle
from soviet_kg.web.wire import Answer, Question, pack_answer, read_question

if TYPE_CHECKING:
    from pyoxigraph import Store


class _TooLarge(Exception):
    """An answer has more bytes than its asker may have."""


class _Page:
    """A stream in memory that takes so many bytes and no more."""

    def __init__(self, limit: int) -> None:
        self._left = limit
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._left -= len(part)
        if self._left < 0:
            raise _TooLarge
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Do nothing: Oxigraph calls it."""

    def bytes(self) -> bytes:
        return b"".join(self._parts)


def answer(store: Store, question: Question) -> Answer:
    """Answer a question; what is wrong with it is an answer, too."""
    try:
        with query_errors(question.text):
            return _answer(store, question)
    except BadQuery as error:
        return Answer("bad", body=str(error).encode())
    except _TooLarge:
        return Answer("large")


def _answer(store: Store, question: Question) -> Answer:
    import pyoxigraph

    results = start_query(store, question.text, **_dataset(question))
    if isinstance(results, pyoxigraph.QueryTriples):
        return _graph_answer(results, question) if question.graph else Answer("unacceptable", "graph")
    form = "truth" if isinstance(results, pyoxigraph.QueryBoolean) else "rows"
    return _rows_answer(results, form, question) if question.rows else Answer("unacceptable", form)


def _dataset(question: Question) -> dict[str, Any]:
    """Return the dataset that the protocol states: it takes the place of the query's own, in both parts."""
    from pyoxigraph import NamedNode

    if question.default_graphs is None and question.named_graphs is None:
        return {}
    return {
        "default_graph": [NamedNode(name) for name in question.default_graphs or ()],
        "named_graphs": [NamedNode(name) for name in question.named_graphs or ()],
    }


def _rows_answer(results: Any, form: str, question: Question) -> Answer:
    import pyoxigraph

    page = _Page(question.limit)
    results.serialize(output=page, format=getattr(pyoxigraph.QueryResultsFormat, question.rows.upper()))
    body = clean_xml(page.bytes().decode()) if question.rows == "xml" else page.bytes()
    return Answer("ok", form, question.rows, body)


def _graph_answer(results: Any, question: Question) -> Answer:
    """Return a graph, sorted and without the doubles that Oxigraph leaves in it."""
    import pyoxigraph

    page = _Page(question.limit)
    results.serialize(output=page, format=pyoxigraph.RdfFormat.N_TRIPLES)
    lines = b"".join(sorted(set(page.bytes().splitlines(keepends=True))))
    return Answer("ok", "graph", question.graph, _write_graph(lines, question.graph))


def _write_graph(lines: bytes, form: str) -> bytes:
    import pyoxigraph

    if form == "n_triples":
        return lines
    triples = pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)
    if form == "turtle":
        return to_turtle(triples)
    written = serialize(triples, getattr(pyoxigraph.RdfFormat, form.upper()))
    return clean_xml(written.decode()) if form == "rdf_xml" else written


# --- walls -----------------------------------------------------------------------------------------------


def close_the_doors(megabytes: int) -> None:
    """Let this process open no file and no connection, leave no core, and take no more memory than stated.

    On systems without such limits (Windows) the server's own refusal of SERVICE is what remains.
    """
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with suppress(ValueError, OSError):  # macOS has the name of this limit, and not the limit
            resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))


def _set_alarm(seconds: float) -> None:
    """Have the kernel end this process after so many seconds, however busy it is; 0 for never."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def serve(store: Store, questions: IO[bytes], answers: IO[bytes]) -> None:
    """Answer one question after the other until there are no more."""
    while question := read_question(questions):
        _set_alarm(question.seconds)
        packed = pack_answer(answer(store, question))
        _set_alarm(0)
        answers.write(packed)
        answers.flush()


def main(folder: str, megabytes: str) -> None:
    """Open the store in `folder` and serve on standard input and output."""
    from soviet_kg.store import open_store

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's, which ends us
    store = open_store(Path(folder))
    answer(store, Question("ASK {}"))  # what Oxigraph loads late is loaded now
    answer(store, Question("CONSTRUCT { <a:b> <a:b> <a:b> } {}"))
    close_the_doors(int(megabytes))
    serve(store, sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main(*sys.argv[1:])
