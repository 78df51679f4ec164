"""Draw a timeline: what happened and who held which office, double-dated, the uncertain drawn as uncertain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from soviet_kg.drawing.axis import Axis, make_axis, make_ticks
from soviet_kg.drawing.facts import claim_facts
from soviet_kg.drawing.frame import Key, count, frame, source_line
from soviet_kg.drawing.scene import Box, Element, Scene, cut, element, text_width, write_text
from soviet_kg.drawing.shapes import shape_path
from soviet_kg.drawing.spans import Dated, Row, describe, find_rows
from soviet_kg.errors import WrongUse
from soviet_kg.model import Corpus
from soviet_kg.network.evidence import Reader
from soviet_kg.network.parts import Period, cover
from soviet_kg.network.style import Page, looks, page, theme

_NAMES = 0.29  # of the width, for the names at the left


@dataclass(frozen=True, slots=True)
class Strip:
    """What one row is drawn with: its middle, its height, the axis, the colours."""

    y: float
    high: float
    axis: Axis
    colour: str
    colours: dict[str, str]


def draw_timeline(
    corpus: Corpus,
    page_name: str = "slide",
    theme_name: str = "light",
    *,
    period: Period | None = None,
    around: str = "",
    source: str = "",
    language: str = "en",
) -> Scene:
    """Return the timeline of a corpus, as many rows as the page holds: those that are mentioned most.

    With a period, what can fall into it; with `around`, what has those words in its name; with `source`, what
    that document says. Raises WrongUse where nothing is left, and for an unknown page or theme.
    """
    sheet, colours = page(page_name), theme(theme_name)
    corpus = _of_source(corpus, source)
    reader = Reader(corpus, language)
    rows = tuple(
        row for row in find_rows(corpus, reader, period) if around.casefold() in row.label.casefold()
    )
    if not rows:
        raise WrongUse(
            "nothing with a date is left for the timeline; soften --from, --to, --around or --source"
        )
    kept = _fitting(rows, sheet)
    evidence = {claim: reader.evidence(claim) for row in kept for claim in row.claims}
    sources = {one.document for one in evidence.values()}
    titles = [(document.id, document.title) for document in corpus.documents if document.id in sources]
    whole = cover(row.whole for row in kept)
    foot = source_line(titles, whole, [_counted(rows, kept), count(len(evidence), "claim")])
    around_it, room = frame(sheet, colours, "Timeline", _keys(kept, colours), foot)
    axis = make_axis(_shown(kept, period), *_sides(room))
    elements = (*_axis_elements(axis, room, sheet, colours), *_row_elements(kept, axis, room, sheet, colours))
    facts = {
        "things": {row.id: _thing(row, room) for row in kept},
        "ties": {},
        "claims": {name: claim_facts(one) for name, one in sorted(evidence.items())},
        "sources": dict(titles),
    }
    return Scene(
        sheet,
        theme_name,
        "Timeline",
        f"Timeline. {foot}",
        (*around_it, element("g", *elements, class_="view")),
        facts,
    )


def _of_source(corpus: Corpus, source: str) -> Corpus:
    claims = tuple(claim for claim in corpus.claims if claim.quote.document.startswith(source))
    return replace(corpus, claims=claims)


def _shown(rows: Sequence[Row], to: Period | None) -> list[Period]:
    """Return the times that the axis reaches over: of each date, and of each row, what a slice shows of it."""
    periods = [one for row in rows for one in (row.whole, *(dated.period for dated in row.dates))]
    if to is None:
        return periods
    return [Period(max(one.first, to.first), min(one.last, to.last)) for one in periods if one.meets(to)]


def _thing(row: Row, room: Box) -> dict[str, object]:
    return {
        "label": row.label,
        "kind": row.group,
        "at": [round((room.left + room.right) / 2), round((room.top + room.bottom) / 2), 0],
        "claims": list(row.claims),
        "days": [row.whole.first.isoformat(), row.whole.last.isoformat()],
        "note": describe(row),
    }


def _counted(rows: Sequence[Row], kept: Sequence[Row]) -> str:
    return count(len(rows), "row") if len(rows) == len(kept) else f"{len(kept)} of {len(rows)} rows"


def _keys(rows: Sequence[Row], colours: dict[str, str]) -> list[Key]:
    found = {row.group for row in rows}
    keys = [Key(look.plural, look.colour, look.shape) for look in looks().values() if look.plural in found]
    keys += [Key("offices", _colour("offices"), "circle")] if "offices" in found else []
    keys.append(Key("some time within", colours["faint"], dashes="3 3"))
    if any(row.agreement == "contested" for row in rows):
        keys.append(Key("contested", colours["warning"]))
    return keys


def _fitting(rows: Sequence[Row], sheet: Page) -> tuple[Row, ...]:
    """Return the rows that the page has room for, the most mentioned, in their old order."""
    letters = sheet.letters
    high = sheet.height - 7.5 * letters.title - 4 * letters.small
    capacity = int(high / (letters.label * 1.62)) - len({row.group for row in rows})
    best = sorted(rows, key=lambda row: (-row.weight, row.id))[: max(capacity, 1)]
    return tuple(row for row in rows if row in best)


def _sides(room: Box) -> tuple[float, float]:
    width = room.right - room.left
    return room.left + width * _NAMES, room.right - 14.0


# --- the axis ----------------------------------------------------------------------------------------------


def _axis_elements(axis: Axis, room: Box, sheet: Page, colours: dict[str, str]) -> Iterator[Element]:
    size = sheet.letters.small
    top = room.top + size * 2.9
    left, right = axis.pixels[0], axis.pixels[-1]
    for low, high in axis.breaks:
        middle = (low + high) / 2
        yield element("rect", x=middle - 3, y=top, width=6.0, height=room.bottom - top, fill=colours["band"])
        yield from _zigzag(middle, top, colours)
    ticks = make_ticks(axis, size * 6.6)
    for tick in ticks:
        yield element(
            "line", x1=tick.x, y1=top - 4, x2=tick.x, y2=room.bottom, stroke=colours["grid"], stroke_width=1
        )
        for row, words in enumerate((tick.new_style, tick.old_style)):
            x = min(max(tick.x, left), right - text_width(words, size) / 2)
            if words:
                yield from write_text(
                    x,
                    top - 8 - (1 - row) * size * 1.2,
                    (words,),
                    size,
                    colours["faint"] if row else colours["ink"],
                    anchor="middle",
                )
    yield element("line", x1=left, y1=top, x2=right, y2=top, stroke=colours["line"], stroke_width=1.5)
    for row, words in enumerate(("New Style", "Old Style")):
        if row == 0 or any(tick.old_style for tick in ticks):
            y = top - 8 - (1 - row) * size * 1.2
            yield from write_text(
                room.left, y, (words,), size, colours["faint"] if row else colours["ink"], bold=True
            )
    if axis.breaks:
        words = "the axis is shortened at each break"
        yield from write_text(room.left, top + size * 0.3 + 2, (words,), size * 0.9, colours["faint"])


def _zigzag(x: float, y: float, colours: dict[str, str]) -> Iterator[Element]:
    path = f"M{x - 6:.1f},{y + 4:.1f}l4,-8l4,8l4,-8"
    yield element("path", d=path, fill="none", stroke=colours["paper"], stroke_width=4)
    yield element("path", d=path, fill="none", stroke=colours["line"], stroke_width=1.4)


# --- the rows ----------------------------------------------------------------------------------------------


def _row_elements(
    rows: Sequence[Row], axis: Axis, room: Box, sheet: Page, colours: dict[str, str]
) -> Iterator[Element]:
    letters = sheet.letters
    top = room.top + letters.small * 2.9 + letters.label * 0.5
    lines = len(rows) + len({row.group for row in rows})
    high = min((room.bottom - top) / lines, letters.label * 2.4)
    y, group = top, ""
    for row in rows:
        if row.group != group:
            group, y = row.group, y + high
            words = (group.capitalize(),)
            yield from write_text(room.left, y - high * 0.28, words, letters.label, colours["ink"], bold=True)
        y += high
        strip = Strip(y - high * 0.5, high, axis, _colour(row.group), colours)
        yield element("g", *_one_row(row, strip, room, letters.label), class_="node", data_id=row.id)


def _colour(group: str) -> str:
    return next((look.colour for look in looks().values() if look.plural == group), looks()["Person"].colour)


def _one_row(row: Row, strip: Strip, room: Box, size: float) -> Iterator[Element]:
    left, right = strip.axis.pixels[0], strip.axis.pixels[-1]
    ink = strip.colours["warning"] if row.agreement == "contested" else strip.colours["ink"]
    yield element("title", text=f"{row.label}: {describe(row)}")
    yield element(
        "rect",
        x=room.left,
        y=strip.y - strip.high / 2,
        width=room.right - room.left,
        height=strip.high,
        fill="none",
        pointer_events="all",
    )
    name = cut(row.label, size, left - room.left - size * 1.6)
    yield element(
        "g", *write_text(room.left + size, strip.y + size * 0.36, (name,), size, ink), class_="label"
    )
    yield from _bar(row, strip)
    real = {one.period for one in row.dates if one.role != "planned"}
    for one in row.dates:
        if strip.axis.holds(one.period) and (one.role != "planned" or one.period not in real):
            yield from _mark(one, strip)
    yield from _dates_beside(row, strip, size * 0.88, (left, right))


def _bar(row: Row, strip: Strip) -> Iterator[Element]:
    if row.sure and strip.axis.holds(row.sure):
        low, high = strip.axis.span(row.sure)
        thick = strip.high * 0.42
        yield element(
            "rect",
            x=low,
            y=strip.y - thick / 2,
            width=max(high - low, 3.0),
            height=thick,
            rx=2,
            fill=strip.colour,
        )


def _mark(one: Dated, strip: Strip) -> Iterator[Element]:
    """Draw a date: a day as a shape, a choice of days as hollow shapes, a longer time as a hollow dashed bar."""
    low, high = strip.axis.span(one.period)
    thick = strip.high * 0.42
    hollow = {"fill": strip.colours["paper"], "stroke": strip.colour, "stroke_width": 1.6}
    if one.choices:
        ends = [sum(strip.axis.span(day)) / 2 for day in one.choices]
        ends = _apart(ends, thick)
        yield element(
            "line", x1=ends[0], y1=strip.y, x2=ends[-1], y2=strip.y, stroke=strip.colour, stroke_width=1.6
        )
        for x in ends:
            yield element("path", d=shape_path("diamond", x, strip.y, thick * 0.42), **hollow)
    elif one.role == "planned" or not one.is_exact:
        box = {"x": low, "y": strip.y - thick / 2, "width": max(high - low, 8.0), "height": thick, "rx": 2}
        pale = {"fill": strip.colour, "fill_opacity": 0.14} if one.role != "planned" else {"fill": "none"}
        yield element("rect", **box, **pale, stroke=strip.colour, stroke_width=1.2, stroke_dasharray="3 3")
    elif one.role == "point":
        yield element(
            "path", d=shape_path("diamond", (low + high) / 2, strip.y, thick * 0.62), fill=strip.colour
        )
    else:
        yield element(
            "path", d=shape_path("circle", (low + high) / 2, strip.y, thick * 0.5), fill=strip.colour
        )


def _apart(ends: list[float], least: float) -> list[float]:
    """Return places that are far enough apart to be told from each other."""
    middle, step = sum(ends) / len(ends), max((ends[-1] - ends[0]) / max(len(ends) - 1, 1), least * 1.5)
    return [middle + (number - (len(ends) - 1) / 2) * step for number in range(len(ends))]


def _dates_beside(row: Row, strip: Strip, size: float, sides: tuple[float, float]) -> Iterator[Element]:
    """Write the dates after the bar, before it where the page ends, or over it on a halo."""
    real = cover(one.period for one in row.dates if one.role != "planned") or row.whole
    low, high = strip.axis.span(real)
    high += 14 if any(one.choices for one in row.dates) else 0
    words = describe(row, planned=False)
    wide = text_width(words, size)
    y, colours = strip.y + size * 0.36, strip.colours
    if high + 10 + wide <= sides[1] + 12:
        x, anchor = high + 10, "start"
    elif low - 12 - wide >= sides[0]:
        x, anchor = low - 10, "end"
    else:
        words, x, anchor = cut(words, size, sides[1] - sides[0]), (sides[0] + sides[1]) / 2, "middle"
    inside = anchor == "middle" and row.sure is not None and strip.axis.at(row.sure.first) < x - wide / 2
    text = write_text(
        x,
        y,
        (words,),
        size,
        colours["paper"] if inside else colours["faint"],
        anchor=anchor,
        bold=inside,
        halo="" if inside else colours["paper"],
    )
    yield element("g", *text, class_="label")
