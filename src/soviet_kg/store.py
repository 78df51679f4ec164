"""The embedded store: an Oxigraph folder on disk, written once, read ever after."""

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
        store.bulk_load(path=str(nquads), format=pyoxigraph.RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise UnreadableInput(f"{nquads}: not N-Quads: {error}; build again") from error
    store.optimize()
    store.flush()


def open_store(folder: Path) -> Store:
    """Open a store for reading alone, beside other readers. Raises WrongUse where there is none."""
    import pyoxigraph

    try:
        return pyoxigraph.Store.read_only(str(folder))
    except OSError as error:
        raise WrongUse(f"{folder}: no store here; make one with: soviet-kg build") from error
