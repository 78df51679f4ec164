"""Ask a graph in SPARQL: saved questions, the store at hand, other people's endpoints.

A saved query is a `.rq` file that opens with three lines: `#+ title:`, `#+ about:` and `#+ expects:`, the
last of which a test can check: `rows >= 3; includes "Second All-Russian Congress of Soviets"`.
"""

from __future__ import annotations

import difflib
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from soviet_kg import __version__
from soviet_kg.errors import BadDataFile, BadQuery, WrongUse
from soviet_kg.resources import find_resource
from soviet_kg.terms import PREFIXES
from soviet_kg.turtle import to_turtle

if TYPE_CHECKING:
    from pyoxigraph import Store

RESULT_FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle")
_HEADER = re.compile(r"^#\+ *(\w+): *(.*?) *$", re.MULTILINE)
_CLAUSE = re.compile(r'rows >= (?P<rows>\d+)|includes "(?P<includes>[^"]+)"')
_UPDATE = re.compile(r"\s*(insert|delete|load|clear|drop|create|copy|move|add|with)\b", re.IGNORECASE)
_OPEN_ITEMS = re.compile(r"VALUES \?item \{ *\}")
_PADDING = " " * 40  # more than the longest keyword, so that an error near the end is found where it is
_PATIENCE = 60  # seconds that an endpoint may take


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A question in `queries/`; `name` is the file's stem, `text` the whole file, which is SPARQL."""

    name: str
    title: str
    about: str
    expects: str
    text: str


@dataclass(frozen=True, slots=True)
class QueryResult:
    """What came back. `form` is "rows" (SELECT), "truth" (ASK) or "graph" (CONSTRUCT, DESCRIBE).

    `content` is SPARQL's JSON for the first two, sorted N-Triples for a graph.
    """

    form: str
    content: bytes

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the variables; none for a truth or a graph."""
        return (
            tuple(variable.value for variable in self._solutions().variables) if self.form == "rows" else ()
        )

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the cells for a reader: literals bare, IRIs with prefixes, "" for what is unbound."""
        if self.form != "rows":
            return ()
        return tuple(tuple(_cell(term) for term in solution) for solution in self._solutions())

    @property
    def truth(self) -> bool:
        """Return the answer to an ASK; for rows and graphs, whether there is anything."""
        return (
            self.content.endswith(b"true}") if self.form == "truth" else bool(self.rows or self._is_graph())
        )

    def _is_graph(self) -> bool:
        return self.form == "graph" and bool(self.content)

    def _solutions(self) -> Any:
        return _parse_results(self.content)


def list_queries(folder: Path | None = None) -> tuple[SavedQuery, ...]:
    """Return the saved queries in `folder`, else the packaged ones. Raises BadDataFile for a bad header."""
    paths = sorted((folder or find_resource("queries")).glob("*.rq"))
    return tuple(_read_query(path) for path in paths)


def list_federated(folder: Path | None = None) -> tuple[SavedQuery, ...]:
    """Return the saved queries that ask another service, too, and so need the network; those in `federated/`."""
    return list_queries((folder or find_resource("queries")) / "federated")


def find_query(name: str, folder: Path | None = None) -> SavedQuery:
    """Return the saved query of that name. Raises WrongUse, with names that are near, where there is none."""
    known = {query.name: query for query in (*list_queries(folder), *list_federated(folder))}
    if name.removesuffix(".rq") in known:
        return known[name.removesuffix(".rq")]
    near = difflib.get_close_matches(name, known, cutoff=0.5) or sorted(known)
    raise WrongUse(f"no query is named {name!r}; there is: {', '.join(near)}")


def _read_query(path: Path) -> SavedQuery:
    text = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(text))
    missing = [key for key in ("title", "about", "expects") if not header.get(key)]
    if missing or len(header) > 3:
        raise BadDataFile(f"{path}: the header wants #+ title, #+ about and #+ expects, one line each")
    return SavedQuery(path.stem, header["title"], header["about"], header["expects"], text)


# --- what a saved query expects --------------------------------------------------------------------------


def unmet_expectations(query: SavedQuery, result: QueryResult) -> tuple[str, ...]:
    """Return the clauses of `#+ expects` that a result does not meet; none if all is well.

    `rows >= N` counts rows, or triples of a graph; `includes "words"` looks for words inside any cell. Raises
    BadDataFile for a clause of another form.
    """
    if result.form == "graph":
        shown, count = result.content.decode(), result.content.count(b"\n")
    else:
        shown, count = "\n".join("\t".join(row) for row in result.rows), len(result.rows)
    clauses = re.split(r"; *(?=rows|includes)", query.expects)
    return tuple(clause for clause in clauses if not _is_met(clause, shown, count, query.name))


def _is_met(clause: str, shown: str, count: int, name: str) -> bool:
    parts = _CLAUSE.fullmatch(clause)
    if not parts:
        raise BadDataFile(f'{name}.rq: #+ expects {clause!r}: write `rows >= N` or `includes "words"`')
    return count >= int(parts["rows"]) if parts["rows"] else parts["includes"] in shown


# --- asking ----------------------------------------------------------------------------------------------


def run_query(store: Store, text: str) -> QueryResult:
    """Run SPARQL on a store that `store.fill_store` filled; our prefixes are known, all graphs are one.

    An empty `VALUES ?item { }` stands for the items of Wikidata that the store is linked to: an engine sends a SERVICE
    nothing but its pattern, and that must not ask for all the world. Raises BadQuery with line, column and the words
    there.
    """
    import pyoxigraph

    with query_errors(text):
        results = start_query(store, _OPEN_ITEMS.sub(lambda _: _linked_items(store), text))
        if isinstance(results, pyoxigraph.QueryTriples):
            return QueryResult("graph", as_ntriples(results))
        content = results.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
    return QueryResult("truth" if isinstance(results, pyoxigraph.QueryBoolean) else "rows", content)


def start_query(store: Store, text: str, **dataset: Any) -> Any:
    """Return Oxigraph's results, not read yet; our prefixes are known. `dataset` goes to `Store.query`."""
    return store.query(text + _PADDING, prefixes=PREFIXES, **dataset)


@contextmanager
def query_errors(text: str) -> Iterator[None]:
    """Turn what Oxigraph raises while it answers `text` into BadQuery, which says where and why."""
    try:
        yield
    except SyntaxError as error:
        raise BadQuery(_explain(str(error), text)) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise BadQuery(f"the query cannot be answered here: {error}") from error


def _linked_items(store: Store) -> str:
    links = "SELECT DISTINCT ?item WHERE { ?entity owl:sameAs|skos:exactMatch ?item }"
    found = sorted(str(row["item"]) for row in store.query(links, prefixes=PREFIXES))  # type: ignore[union-attr]
    return f"VALUES ?item {{ {' '.join(item for item in found if PREFIXES['wd'] in item)} }}"


def in_language(result: QueryResult, store: Store, language: str) -> QueryResult:
    """Return rows in which things are called as in a language ("ru"), where the graph knows a name in it."""
    if result.form != "rows":
        return result
    names = _names_in(store, language)
    answer = json.loads(result.content)
    for row in answer["results"]["bindings"]:
        for cell in row.values():
            if cell["type"] == "literal" and cell["value"] in names:
                cell |= {"value": names[cell["value"]], "xml:lang": language}
    return QueryResult("rows", json.dumps(answer, ensure_ascii=False).encode())


def _names_in(store: Store, language: str) -> dict[str, str]:
    """Return for the name of each entity its label in a language; a name that two bear, or no label, has none."""
    text = f"""SELECT ?name (MIN(STR(?label)) AS ?said) WHERE {{
        ?thing schema:name ?name ; rdfs:label ?label FILTER (LANG(?label) = "{language}")
    }} GROUP BY ?name HAVING (COUNT(DISTINCT STR(?label)) = 1)"""
    return dict(run_query(store, text).rows)  # type: ignore[arg-type]


def _explain(error: str, text: str) -> str:
    """Turn Oxigraph's "error at LINE:COLUMN: expected …" into words that point at the place."""
    place = re.match(r"error at (\d+):(\d+): expected (.*)", error, re.DOTALL)
    if not place or "variable that is unbound" in error:
        wrong = "SELECT names a variable that is neither grouped by nor in the pattern" if place else error
        return f"SPARQL: {wrong}"
    at = _true_offset(text, int(place[1]), int(place[2]), place[3])
    before, line = text[:at].split("\n"), text[:at].count("\n")
    column, words = len(before[-1]), text.split("\n")[line]
    reason = _reason(error, text, at)
    return f"SPARQL, line {line + 1}, column {column + 1}: {reason}\n  {words}\n  {' ' * column}^"


def _true_offset(text: str, line: int, column: int, expected: str) -> int:
    """Return the offset of an error in `text`.

    Oxigraph reads as many characters as a keyword has and then compares, and so reports the end of what it
    read: where nothing but keywords is expected, the place is that of the shortest of them.
    """
    offset = sum(len(before) + 1 for before in text.split("\n")[: line - 1]) + column - 1
    keywords = expected.removeprefix("one of ").split(", ")
    if all(re.fullmatch(r"[A-Za-z_]{2,}", keyword) for keyword in keywords):
        offset -= min(map(len, keywords))
    return max(0, min(offset, len(text.rstrip())))


def _reason(error: str, text: str, at: int) -> str:
    if _UPDATE.match(re.sub(r"(?m)^\s*#.*$|^\s*prefix\s[^\n]*$", "", text, flags=re.IGNORECASE)):
        return "this changes a graph, and a build is only read; build again to change it"
    if "Prefix not found" in error:
        return f"no PREFIX line declares this prefix (known without one: {', '.join(PREFIXES)})"
    return "something is missing here" if at == len(text.rstrip()) else "not understood here"


def run_at_endpoint(url: str, text: str) -> QueryResult:
    """Run SPARQL at somebody's endpoint, as it stands: declare every prefix.

    Raises BadQuery where the endpoint refuses the query, WrongUse where it cannot be reached or asks to wait.
    """
    from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

    wrapper = SPARQLWrapper(url, agent=f"soviet-kg/{__version__} (https://w3id.org/soviet-kg)")
    wrapper.setQuery(text)
    wrapper.setTimeout(_PATIENCE)
    wrapper.setMethod(POST)
    is_graph = wrapper.queryType in ("CONSTRUCT", "DESCRIBE")
    wrapper.setReturnFormat(TURTLE if is_graph else JSON)
    content = _fetch(url, wrapper)
    try:
        return _read_graph(content) if is_graph else _read_answer(content)
    except (SyntaxError, ValueError) as error:
        raise BadQuery(f"{url}: the answer is not a SPARQL result: {content[:200]!r}") from error


def _fetch(url: str, wrapper: Any) -> bytes:
    from urllib.error import HTTPError

    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

    try:
        return bytes(wrapper.query().response.read())
    except QueryBadFormed as error:
        raise BadQuery(f"{url}: {_one_line(error)}") from error
    except HTTPError as error:
        wait = error.headers.get("Retry-After")
        raise WrongUse(f"{url}: {error}{f'; ask again in {wait} s' if wait else ''}") from error
    except (OSError, SPARQLWrapperException) as error:
        raise WrongUse(f"{url}: no answer: {_one_line(error)}") from error


def _one_line(error: Exception) -> str:
    return " ".join(str(error).replace("\\n", " ").split())[:400]


def _read_answer(content: bytes) -> QueryResult:
    import pyoxigraph

    solutions = _parse_results(content)
    if isinstance(solutions, pyoxigraph.QueryBoolean):
        return QueryResult("truth", solutions.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b"")
    return QueryResult("rows", solutions.serialize(format=pyoxigraph.QueryResultsFormat.JSON))


def _read_graph(content: bytes) -> QueryResult:
    import pyoxigraph

    quads = pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.TURTLE)
    return QueryResult("graph", as_ntriples(quad.triple for quad in quads))


def as_ntriples(triples: Any) -> bytes:
    """Return triples as sorted N-Triples, each once."""
    import pyoxigraph

    written = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
    return b"".join(sorted(set(written.splitlines(keepends=True))))


def _parse_results(content: bytes) -> Any:
    import pyoxigraph

    return pyoxigraph.parse_query_results(content, format=pyoxigraph.QueryResultsFormat.JSON)


# --- showing ---------------------------------------------------------------------------------------------


def format_result(result: QueryResult, format: str, width: int | None = None) -> str:  # noqa: A002
    """Return a result as one of RESULT_FORMATS; a "table" of a graph is its Turtle.

    `width` is of the table, in columns; None takes the terminal's. Raises WrongUse for an unknown format, and
    for one that cannot say such a result.
    """
    import pyoxigraph

    if format not in RESULT_FORMATS:
        raise WrongUse(f"unknown format {format!r}; the formats are {', '.join(RESULT_FORMATS)}")
    if (result.form == "graph") != (format == "turtle") and format != "table":
        fitting = "turtle" if result.form == "graph" else "csv, tsv, json, xml"
        raise WrongUse(f"{format} cannot say what this query returns; write --format table or {fitting}")
    if result.form == "graph":
        return to_turtle(pyoxigraph.parse(result.content, format=pyoxigraph.RdfFormat.N_TRIPLES)).decode()
    if format == "table":
        return _table(result, width)
    written: bytes = _parse_results(result.content).serialize(format=_results_format(format))
    return written.decode()


def _results_format(name: str) -> Any:
    import pyoxigraph

    return getattr(pyoxigraph.QueryResultsFormat, name.upper())


def _table(result: QueryResult, width: int | None) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if result.form == "truth":
        return "yes\n" if result.truth else "no\n"
    table = Table(box=box.SIMPLE_HEAD)
    for column in result.columns:
        table.add_column(column, overflow="fold")
    for row in result.rows:
        table.add_row(*map(Text, row))
    screen = io.StringIO()
    Console(file=screen, width=width).print(table)
    return "\n".join(line.rstrip() for line in screen.getvalue().split("\n")).strip("\n") + "\n"


def _cell(term: Any) -> str:
    if term is None:
        return ""
    value = str(term.value) if hasattr(term, "value") else str(term)
    if hasattr(term, "datatype"):
        return value
    prefix = next((name for name, space in PREFIXES.items() if value.startswith(space)), None)
    return f"{prefix}:{value.removeprefix(PREFIXES[prefix])}" if prefix else value
