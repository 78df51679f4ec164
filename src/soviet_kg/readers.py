"""Files into text: encodings, HTML, PDF."""

from __future__ import annotations

import codecs
import io
import logging
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from soviet_kg.errors import UnreadableInput

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = ["cp1251", "koi8_r", "cp1252", "latin_1", "cp866", "mac_cyrillic", "iso8859_5"]
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds: its text in NFC, its media type, and the title that its format states, else ""."""

    text: str
    media_type: str
    title: str = ""


def read_file(path: Path) -> Content:
    """Return the text of a .txt, .md, .html, .htm or .pdf file. Raises UnreadableInput where it has none."""
    reader = _READERS.get(path.suffix.lower())
    if path.is_dir():
        raise UnreadableInput(f"{path}: a folder, not a document; name the files in it")
    if reader is None and path.exists():
        raise UnreadableInput(
            f"{path}: unknown kind {path.suffix or '(no suffix)'!r}; give {', '.join(sorted(_READERS))}"
        )
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableInput(f"{path}: no such file; check the path") from error
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror}; make the file readable") from error
    if not data.strip():
        raise UnreadableInput(f"{path}: the file is empty; give a document with text")
    assert reader is not None
    content = reader(path, data)
    if not content.text.strip():
        raise UnreadableInput(f"{path}: no text in the file; give a document with text")
    return content


def decode(path: Path, data: bytes, declared: str = "") -> str:
    """Return bytes as text: by byte order mark, as UTF-8, as declared, else in the likeliest old encoding."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_as(path, data[len(bom) :], encoding)
    for encoding in ("utf-8", declared):
        try:
            return data.decode(encoding) if encoding else _decode_legacy(path, data)
        except (UnicodeDecodeError, LookupError):
            continue
    return _decode_legacy(path, data)


def _decode_as(path: Path, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            f"{path}: byte {error.start} is not {encoding}; save the file as UTF-8"
        ) from error


def _decode_legacy(path: Path, data: bytes) -> str:
    from charset_normalizer import from_bytes

    if b"\0" in data:
        raise UnreadableInput(
            f"{path}: binary, not text (a NUL at byte {data.index(0)}); give text, HTML or PDF"
        )
    best = from_bytes(data, cp_isolation=_LEGACY).best()
    if best is None:
        raise UnreadableInput(f"{path}: the encoding cannot be recognised; save the file as UTF-8")
    return str(best)


def _check(path: Path, text: str) -> str:
    """Return the text in NFC. Raises UnreadableInput for what is full of control characters."""
    controls = _CONTROL.findall(text)
    if "\0" in controls or 1000 * len(controls) > len(text):
        raise UnreadableInput(
            f"{path}: binary, not text ({len(controls)} control characters); give text, HTML or PDF"
        )
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _read_plain(path: Path, data: bytes) -> Content:
    media_type = "text/markdown" if path.suffix.lower() == ".md" else "text/plain"
    return Content(_check(path, decode(path, data)), media_type)


def _read_html(path: Path, data: bytes) -> Content:
    from soviet_kg.webpages import extract_page

    declared = _CHARSET.search(data[:2048])
    page = _check(path, decode(path, data, declared[1].decode("ascii") if declared else ""))
    try:
        text, title = extract_page(page)
    except ValueError as error:
        raise UnreadableInput(f"{path}: not HTML ({error}); save the page again, or as text") from error
    return Content(unicodedata.normalize("NFC", text), "text/html", title)


def _read_pdf(path: Path, data: bytes) -> Content:
    pages = _read_pages(path, data)
    if not "".join(pages).strip():
        raise UnreadableInput(f"{path}: a PDF without text layer; run text recognition (OCR) on it first")
    return Content(_check(path, "\n\f".join(pages).replace("\0", "")), "application/pdf")


def _read_pages(path: Path, data: bytes) -> list[str]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it logs about broken files we raise
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableInput(f"{path}: encrypted PDF; remove the password first")
        return [page.extract_text() for page in reader.pages]
    except DependencyError as error:
        raise UnreadableInput(f"{path}: encrypted PDF; remove the encryption first") from error
    except (PyPdfError, LookupError, ValueError, TypeError, AttributeError, OSError, RecursionError) as error:
        raise UnreadableInput(f"{path}: corrupted PDF ({error}); get the file again") from error


_READERS = {
    ".txt": _read_plain,
    ".md": _read_plain,
    ".html": _read_html,
    ".htm": _read_html,
    ".pdf": _read_pdf,
}
SUFFIXES = tuple(sorted(_READERS))
