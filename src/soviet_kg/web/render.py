"""Pages as HTML: one way of writing for the server and for a folder of files, only links differ."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HERE = Path(__file__).parent
LANGUAGES = ("en", "ru")


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a page stands, and so how it links: `root` leads to the site's root, `suffix` ends a page's name.

    `address` is the page's own, "" for the first page, "id/lenin" for a thing's; in a folder of files
    (`is_static`) there is nobody to answer queries.
    """

    address: str = ""
    language: str = "en"
    root: str = "/"
    suffix: str = ""

    @property
    def is_static(self) -> bool:
        """Return whether the page is a file."""
        return bool(self.suffix)

    def to(self, *parts: str) -> str:
        """Return the link to a page: `to("id", "lenin")`; what looks like an address in it is escaped."""
        folder = "" if self.language == "en" else f"{self.language}/"
        address = "/".join(quote(part, safe="") for part in parts if part)
        if not address:
            return f"{self.root}{folder}{'index.html' if self.suffix else ''}" or "./"
        return f"{self.root}{folder}{address}{self.suffix}"

    def file(self, name: str) -> str:
        """Return the link to a file that has no language."""
        return f"{self.root}{name}"

    def here(self, language: str) -> str:
        """Return the link to this page in another language."""
        return replace(self, language=language).to(*self.address.split("/"))


@cache
def read_labels() -> dict[str, dict[str, str]]:
    """Return the words of the interface by language."""
    return tomllib.loads((_HERE / "labels.toml").read_text(encoding="utf-8"))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["flat"] = lambda text: " ".join(text.split())
    environment.filters["thousands"] = lambda number: f"{number:,}".replace(",", "\u202f")
    return environment


def render(template: str, frame: Frame, **context: Any) -> str:
    """Return a page. All that is not in the templates themselves is escaped."""
    words = read_labels()[frame.language]
    return _environment().get_template(template).render(frame=frame, t=words, languages=LANGUAGES, **context)
