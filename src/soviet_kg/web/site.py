"""The same pages as files: they link to each other, and read without a server."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from soviet_kg.errors import CannotWrite
from soviet_kg.pipeline import refuse_foreign_folder
from soviet_kg.web.describe import DOWNLOADS
from soviet_kg.web.edition import Volume, read_volume
from soviet_kg.web.pictures import FOR_FILES, THEMES, picture, pictures
from soviet_kg.web.render import LANGUAGES, Frame
from soviet_kg.web.rooms import addresses, show
from soviet_kg.web.search import index_rows

_STATIC = Path(__file__).parent / "static"


def write_site(build: Path, out: Path) -> int:
    """Write every page of a build, in each language, below `out`, and return how many there are.

    A site that is there is replaced when the new one is whole. Raises WrongUse where there is no build,
    CannotWrite where the place refuses or holds something else.
    """
    refuse_foreign_folder(out)
    volume = read_volume(build)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as scratch:
            fresh = Path(scratch) / "new"
            count = _write(volume, fresh)
            if out.exists():
                out.rename(Path(scratch) / "previous")
            fresh.rename(out)
    except OSError as error:
        raise CannotWrite(f"{out}: {error.strerror or error}; name another folder") from error
    return count


def _write(volume: Volume, folder: Path) -> int:
    shutil.copytree(_STATIC, folder / "static")
    for name in DOWNLOADS:
        shutil.copyfile(volume.folder / name, folder / name)
    (folder / ".nojekyll").write_bytes(b"")  # GitHub Pages serves the files as they are
    for language in LANGUAGES:
        rows = json.dumps(index_rows(volume.catalogue, language), ensure_ascii=False)
        _put(folder / "static" / f"names.{language}.js", f"window.names = {rows};\n")
        for drawn in pictures(volume, language, FOR_FILES):
            for theme in THEMES:
                place = folder / "drawings" / f"{drawn.name}.{language}.{theme}.svg"
                _put(place, picture(volume, drawn.name, language, theme).svg)
    return sum(_write_page(volume, folder, frame) for frame in frames(volume))


def frames(volume: Volume) -> Iterator[Frame]:
    """Give the frame of every page, in each language: links lead up to the root and down again."""
    for address in addresses(volume):
        for language in LANGUAGES:
            depth = address.count("/") + (language != "en")
            yield Frame(address, language, "../" * depth or "./", ".html")


def _write_page(volume: Volume, folder: Path, frame: Frame) -> int:
    place = folder if frame.language == "en" else folder / frame.language
    _put(place / f"{frame.address or 'index'}.html", show(volume, frame))
    return 1


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
