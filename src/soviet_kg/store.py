"""The embedded store: an Oxigraph folder on disk, written once, read ever after.

The default graph holds each triple of the named graphs once, so that a query without GRAPH sees their union
and counts a fact once, however many sources assert it; Oxigraph's own union gives it once for each graph.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from soviet_kg.errors import CannotWrite, UnreadableInput, WrongUse

if TYPE_CHECKING:
    from pyoxigraph import Store


def create_store(nquads: Path, folder: Path) -> None:
    """Load an N-Quads file into a new store at `folder`, in place of one that is there.

    The store is made beside its place and moved there when it is whole. Raises UnreadableInput for a file
    that is no N-Quads, CannotWrite where the place refuses.
    """
    beside = folder.with_name(f".{folder.name}.part")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        _load(nquads, beside)
        shutil.rmtree(folder, ignore_errors=True)
        beside.replace(folder)
    except OSError as error:
        raise CannotWrite(f"{folder}: cannot write the store ({error}); choose another place") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _load(nquads: Path, folder: Path) -> None:
    import pyoxigraph

    if not nquads.is_file():
        raise UnreadableInput(f"{nquads}: no such file; build again")
    store = pyoxigraph.Store(str(folder))
    try:
        fill_store(store, nquads.read_bytes())
    except SyntaxError as error:
        raise UnreadableInput(f"{nquads}: not N-Quads: {error}; build again") from error
    store.optimize()
    store.flush()


def fill_store(store: Store, nquads: bytes) -> None:
    """Load N-Quads in which every line has a graph, and their union into the default graph.

    Raises SyntaxError for what is no N-Quads.
    """
    from pyoxigraph import RdfFormat

    triples = {line.rpartition(b" <")[0] for line in nquads.split(b"\n") if line}
    store.bulk_load(nquads, format=RdfFormat.N_QUADS)
    store.bulk_load(b" .\n".join([*sorted(triples), b""]), format=RdfFormat.N_TRIPLES)


def open_store(folder: Path) -> Store:
    """Open a store for reading alone, beside other readers. Raises WrongUse where there is none."""
    import pyoxigraph

    try:
        return pyoxigraph.Store.read_only(str(folder))
    except OSError as error:
        raise WrongUse(f"{folder}: no store here; make one with: soviet-kg build") from error
