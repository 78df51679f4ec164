"""Data in Wikidata's shape, made from the packaged snapshot, and a real SPARQL server that holds it.

Items with labels, aliases and descriptions in several languages, classes that are subclasses of those we know,
statements with ranks, qualifiers, references, value nodes and calendar models; and the near misses that a linker must
refuse.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from soviet_kg.model import Calendar
from soviet_kg.terms import literal
from soviet_kg.wikidata.items import Item, Statement, WikiTime

OXIGRAPH = Path(sys.executable).parent / "oxigraph"
VIRTUOSO = shutil.which("virtuoso-t")
WD, WDS, WDV = (f"http://www.wikidata.org/{name}/" for name in ("entity", "entity/statement", "value"))
PROP, WIKIBASE = "http://www.wikidata.org/prop/", "http://wikiba.se/ontology#"
RDFS, SKOS = "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
CLASSES = {
    "Person": "Q5",
    "Party": "Q2023214",
    "Body": "Q43229",
    "Event": "Q178561",
    "Place": "Q515",
    "Document": "Q571",
    "Publication": "Q11032",
    "Position": "Q4164871",
}
SUBCLASSES = {
    "Q2023214": "Q7278",
    "Q178561": "Q1190554",
    "Q515": "Q486972",
    "Q571": "Q47461344",
    "Q7278": "Q43229",
}
NEAR_MISSES = (
    Item(
        "Q171428",
        "Person",
        (("en", "Roman Abramovich"), ("ru", "Роман Абрамович")),
        (("en", "Abramovich"),),
        "businessman",
    ),
    Item(
        "Q187247",
        "Person",
        (("en", "Aleksandr Karelin"), ("ru", "Александр Карелин")),
        (("en", "Karelin"),),
        "wrestler",
    ),
    Item(
        "Q203433",
        "Person",
        (("en", "Spiro Agnew"),),
        (("en", "Spiro"),),
        "vice president of the United States",
    ),
    Item("Q7036422", "Person", (("en", "Nikoloz Chkheidze"),), (("en", "Chkheidze"),), "footballer"),
    Item("Q2917689", "Party", (("en", "Romanian Social Democratic Party"),), (), "party of 1990"),
    Item(
        "Q131120", "Person", (("en", "Miloš Zeman"),), (("en", "Zeman"),), "president of the Czech Republic"
    ),
)
BORN = {"Q171428": "1966", "Q187247": "1967", "Q203433": "1918", "Q7036422": "1968", "Q131120": "1944"}


def near_misses() -> Iterator[Item]:
    for item in NEAR_MISSES:
        year = BORN.get(item.qid)
        statement = Statement("P569", WikiTime(year)) if year else Statement("P571", WikiTime("1990"))
        yield Item(item.qid, item.kind, item.labels, item.aliases, item.description, (statement,))


def triples(items: Iterator[Item] | list[Item]) -> Iterator[str]:
    """N-Triples lines as Wikidata's export has them."""
    for narrow, broad in SUBCLASSES.items():
        yield f"<{WD}{narrow}> <{PROP}direct/P279> <{WD}{broad}> ."
    for item in items:
        yield from _item_triples(item)


def _item_triples(item: Item) -> Iterator[str]:
    node = f"<{WD}{item.qid}>"
    for language, form in item.labels:
        yield f"{node} <{RDFS}label> {literal(form, language)} ."
    for language, form in item.aliases:
        yield f"{node} <{SKOS}altLabel> {literal(form, language)} ."
    yield f'{node} <{RDFS}label> "nicht gefragt {item.qid}"@de .'
    if item.description:
        yield f"{node} <http://schema.org/description> {literal(item.description, 'en')} ."
    if item.kind in CLASSES:
        yield f"{node} <{PROP}direct/P31> <{WD}{CLASSES[item.kind]}> ."
    for number, statement in enumerate(item.statements):
        yield from _statement_triples(
            item.qid, f"{item.qid}-{number:08X}-0000-4000-8000-000000000000", statement
        )


def _statement_triples(qid: str, name: str, statement: Statement) -> Iterator[str]:
    node, pid = f"<{WDS}{statement.guid.replace('$', '-') or name}>", statement.pid
    yield f"<{WD}{qid}> <{PROP}{pid}> {node} ."
    rank = "PreferredRank" if statement.preferred else "NormalRank"
    yield f"{node} <{WIKIBASE}rank> <{WIKIBASE}{rank}> ."
    if statement.sourced:
        yield f"{node} <http://www.w3.org/ns/prov#wasDerivedFrom> <http://www.wikidata.org/reference/{name}> ."
        yield f"<http://www.wikidata.org/reference/{name}> <{PROP}reference/P248> <{WD}Q17378135> ."
    yield f'{node} <{PROP}qualifier/P585> "1917-01-01T00:00:00Z"^^<{XSD}dateTime> .'
    if isinstance(statement.value, WikiTime):
        yield from _time_triples(node, pid, name, statement.value)
    else:
        yield f"{node} <{PROP}statement/{pid}> <{WD}{statement.value}> ."
        yield f"<{WD}{qid}> <{PROP}direct/{pid}> <{WD}{statement.value}> ."


def _time_triples(node: str, pid: str, name: str, value: WikiTime) -> Iterator[str]:
    full = f"{value.digits}{'-01' * (2 - value.digits.count('-'))}T00:00:00Z"
    model = "Q1985786" if value.calendar is Calendar.JULIAN else "Q1985727"
    precision = {4: 9, 7: 10, 10: 11}[len(value.digits)]
    yield f'{node} <{PROP}statement/{pid}> "{full}"^^<{XSD}dateTime> .'
    yield f"{node} <{PROP}statement/value/{pid}> <{WDV}{name}> ."
    yield f'<{WDV}{name}> <{WIKIBASE}timeValue> "{full}"^^<{XSD}dateTime> .'
    yield f'<{WDV}{name}> <{WIKIBASE}timePrecision> "{precision}"^^<{XSD}integer> .'
    yield f"<{WDV}{name}> <{WIKIBASE}timeCalendarModel> <{WD}{model}> ."


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(400):
        assert server.poll() is None, "the server has died"
        try:
            urlopen(url, timeout=2).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"{url} does not come up")


@contextmanager
def oxigraph_server(items: list[Item], folder: Path) -> Iterator[str]:
    """The address of Oxigraph's own server, which holds the items."""
    file, store = folder / "items.nt", folder / "store"
    file.write_text("\n".join(triples(items)) + "\n", encoding="utf-8")
    loading = [str(OXIGRAPH), "load", "--location", str(store), "--file", str(file)]
    subprocess.run(loading, check=True, capture_output=True, timeout=60)
    bind = f"127.0.0.1:{free_port()}"
    serving = [str(OXIGRAPH), "serve-read-only", "--location", str(store), "--bind", bind]
    server = subprocess.Popen(serving, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://{bind}/", server)
        yield f"http://{bind}/query"
    finally:
        server.terminate()
        server.wait(20)


_VIRTUOSO_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 100000
"""


@contextmanager
def virtuoso_server(items: list[Item], folder: Path) -> Iterator[str]:
    """The address of a Virtuoso that holds the items."""
    assert VIRTUOSO
    (folder / "items.nt").write_text("\n".join(triples(items)) + "\n", encoding="utf-8")
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO_INI.format(folder=folder, sql=sql, http=http))
    serving = [VIRTUOSO, "+foreground", "+configfile", str(folder / "virtuoso.ini")]
    server = subprocess.Popen(serving, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{http}/sparql?query=ASK%7B%7D", server)
        load = f"DB.DBA.TTLP_MT (file_open ('{folder}/items.nt'), '', 'http://example.org/wikidata', 255);"
        isql = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"EXEC={load}"]
        loaded = subprocess.run(isql, capture_output=True, timeout=120, check=False)
        assert b"Error" not in loaded.stdout + loaded.stderr, loaded.stdout + loaded.stderr
        yield f"http://127.0.0.1:{http}/sparql"
    finally:
        server.terminate()
        server.wait(60)
