"""Find the files of knowledge: in the installed package, else in the checkout."""

from __future__ import annotations

from pathlib import Path

from soviet_kg.errors import BadDataFile

_PACKAGE = Path(__file__).parent
_ROOTS = (_PACKAGE / "_files", _PACKAGE.parent.parent)


def find_resource(name: str) -> Path:
    """Return the path of a file or folder below `ontology/`, `queries/` or `seeds/`.

    `name` is relative, as in "ontology/gazetteer". A wheel carries the three folders inside the package; an
    editable install reads them from the checkout. Raises BadDataFile where neither has it.
    """
    for root in _ROOTS:
        path = root / name
        if path.exists():
            return path
    raise BadDataFile(f"{name}: not found in {' or '.join(map(str, _ROOTS))}; install soviet-kg again")
