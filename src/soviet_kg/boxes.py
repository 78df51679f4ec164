"""Boxes of label and value, one to a line: a bare name on the next line is a further value of the label above.

Preceded by Provisional Government
Constituent Assembly
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from soviet_kg.claims import Draft
from soviet_kg.lines import Found, Line
from soviet_kg.model import Section, Span

_RULES = "infobox-"


def further_values(
    lines: Sequence[Line], drafts: Iterable[Draft], sections: Iterable[Section]
) -> Iterator[Draft]:
    """Yield what the lines of a box say that hold nothing but a name, by what `drafts` say of the line above.

    The heading of a section is no such line.
    """
    headings = {section.heading.start for section in sections}
    told: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.rule.startswith(_RULES):
            told.setdefault(draft.quote.start, []).append(draft)
    for above, line in pairwise(lines):
        value = _bare_name(line)
        if value and line.start not in headings and line.folded[above.stop : line.start].strip(" ") == "\n":
            more = [_with_value(draft, value, line) for draft in told.get(above.start, ())]
            told.setdefault(line.start, []).extend(draft for draft in more if draft)
            yield from (draft for draft in more if draft)


def _bare_name(line: Line) -> Found | None:
    """Return the name where a line is nothing else."""
    return line.found[0] if len(line.found) == 1 and len(line.text.strip()) == len("kn") else None


def _with_value(draft: Draft, value: Found, line: Line) -> Draft | None:
    """Return the draft with a further value in place of the first, which must be of the same kind."""
    quote = Span(draft.quote.start, line.stop)
    if _is_value(draft.object, draft.quote, value):
        return replace(draft, object=value, quote=quote)
    return (
        replace(draft, subject=value, quote=quote) if _is_value(draft.subject, draft.quote, value) else None
    )


def _is_value(end: object, box: Span, value: Found) -> bool:
    return isinstance(end, Found) and end.start >= box.start and end.kind == value.kind
