"""Which format a client gets: the media types we write, and what its Accept header wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """A format: its media type, the suffix of its files, and other media types by which it is asked for."""

    media_type: str
    suffix: str
    also: tuple[str, ...] = ()


ROWS: Mapping[str, Form] = {
    "json": Form("application/sparql-results+json", "json", ("application/json",)),
    "xml": Form("application/sparql-results+xml", "xml", ("application/xml", "text/xml")),
    "csv": Form("text/csv", "csv"),
    "tsv": Form("text/tab-separated-values", "tsv"),
}
GRAPHS: Mapping[str, Form] = {
    "turtle": Form("text/turtle", "ttl", ("application/x-turtle", "application/turtle")),
    "json_ld": Form("application/ld+json", "jsonld", ("application/json",)),
    "rdf_xml": Form("application/rdf+xml", "rdf", ("application/xml", "text/xml")),
    "n_triples": Form("application/n-triples", "nt", ("text/plain",)),
    "n_quads": Form("application/n-quads", "nq"),
    "trig": Form("application/trig", "trig"),
    "n3": Form("text/n3", "n3", ("text/rdf+n3",)),
}
PAGE: Mapping[str, Form] = {"html": Form("text/html", "html", ("application/xhtml+xml",))}

_Range = tuple[str, float]


def choose(accept: str, forms: Mapping[str, Form]) -> str:
    """Return the name of the form that an Accept header likes best, "" for none; ties go to the first.

    An empty header takes anything. What is no media range in the header is passed over (RFC 9110, 12.5.1).
    """
    ranges = _parse(accept) or [("*/*", 1.0)]
    liked = {name: _liking(form, ranges) for name, form in forms.items()}
    best = max(liked, key=lambda name: liked[name])
    return best if liked[best] > 0 else ""


def by_suffix(suffix: str, forms: Mapping[str, Form]) -> str:
    """Return the name of the form that a suffix or a name stands for ("ttl", "turtle"), "" for none."""
    return next((name for name, form in forms.items() if suffix in (name, form.suffix)), "")


def content_type(form: Form) -> str:
    """Return the Content-Type header: what we write is UTF-8."""
    is_text = form.media_type.startswith("text/")
    return f"{form.media_type}; charset=utf-8" if is_text else form.media_type


def _liking(form: Form, ranges: list[_Range]) -> float:
    """Return how much a form is liked: by its other names only where they are given in full."""
    by_name = [weight for name, weight in ranges if name in form.also]
    return max(_quality(form.media_type, ranges), *by_name, 0.0)


def _parse(accept: str) -> list[_Range]:
    ranges = []
    for part in accept.split(","):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if kind.count("/") == 1:
            ranges.append((kind, _weight(parameters)))
    return ranges


def _weight(parameters: list[str]) -> float:
    stated = next((value for value in parameters if value.startswith("q=")), "q=1")
    try:
        return min(max(float(stated[2:]), 0.0), 1.0)
    except ValueError:
        return 0.0


def _quality(kind: str, ranges: list[_Range]) -> float:
    """Return how much a media type is liked: the most specific range that fits says so."""
    for wanted in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
        fitting = [weight for name, weight in ranges if name == wanted]
        if fitting:
            return max(fitting)
    return 0.0
