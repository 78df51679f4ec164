"""Draw whom the delegates of meetings belonged to: one meeting as a half circle and bars, or all as bars."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from soviet_kg.drawing.composition import Composition, Share, find_compositions, number
from soviet_kg.drawing.facts import claim_facts
from soviet_kg.drawing.frame import count, frame, source_line
from soviet_kg.drawing.scene import LINE, Box, Element, Scene, cut, element, halve, text_width, write_text
from soviet_kg.drawing.seats import seat_places, sector_path
from soviet_kg.drawing.shapes import circle
from soviet_kg.errors import WrongUse
from soviet_kg.model import Corpus
from soviet_kg.network.evidence import Reader
from soviet_kg.network.style import Page, page, party_looks, theme

_MOST_SEATS = 1500  # more are drawn as sectors
_OTHER = "#9AA0A6"


def draw_delegates(
    corpus: Corpus,
    page_name: str = "slide",
    theme_name: str = "light",
    *,
    around: str = "",
    source: str = "",
    language: str = "en",
) -> Scene:
    """Return the chart of one meeting (`around` is part of its name or its id), or of all with two parties or more.

    Each table is that of one source, which is named; where its own sums fail, a warning says so. Raises WrongUse
    where no source says whom delegates belonged to, and for an unknown page or theme.
    """
    sheet, colours = page(page_name), theme(theme_name)
    reader = Reader(corpus, language)
    tables = [table for table in find_compositions(corpus, reader) if _is_wanted(table, around, source)]
    if not tables:
        raise WrongUse("no source here says which parties delegates belonged to; soften --around or --source")
    one = len({table.event for table in tables}) == 1
    title = f"{tables[0].label}: delegates by party" if one else "Delegates by party"
    claims = {name: reader.evidence(name) for table in tables for name in _claims(table)}
    used = {one.document for one in claims.values()}
    titles = [(document.id, document.title) for document in corpus.documents if document.id in used]
    foot = source_line(titles, None, [count(len(tables), "table"), count(len(claims), "claim")])
    warnings = [_named_warning(table, dict(titles), one=one) for table in tables if table.warning]
    around_it, room = frame(sheet, colours, title, (), foot, warnings)
    draw = _one_meeting if one else _all_meetings
    facts = {
        "things": dict(_things(tables, room)),
        "ties": {},
        "claims": {name: claim_facts(claims[name]) for name in sorted(claims)},
        "sources": dict(titles),
    }
    view = element("g", *draw(tables, room, sheet, colours), class_="view")
    words = " ".join([f"{title}.", *warnings, *map(_in_words, tables)])
    return Scene(sheet, theme_name, title, words, (*around_it, view), facts)


def _is_wanted(table: Composition, around: str, source: str) -> bool:
    wanted = around.casefold()
    return (wanted in table.label.casefold() or wanted == table.event) and table.document.startswith(source)


def _claims(table: Composition) -> list[str]:
    return [*(share.claim for share in table.shares), *([table.total_claim] if table.total_claim else [])]


def _named_warning(table: Composition, titles: dict[str, str], *, one: bool) -> str:
    meeting = "" if one else f"{table.label}: "
    return f"{meeting}In “{titles[table.document]}” {table.warning[0].lower()}{table.warning[1:]}"


def _in_words(table: Composition) -> str:
    parts = ", ".join(f"{share.label} {_value(share, table)}" for share in table.shares)
    return f"{table.label}: {parts}."


def _things(tables: Sequence[Composition], room: Box) -> Iterator[tuple[str, dict[str, object]]]:
    middle = [round((room.left + room.right) / 2), round((room.top + room.bottom) / 2), 0]
    for table in tables:
        for share in table.shares:
            label = f"{share.label}: {_value(share, table)}"
            yield (
                _name(table, share),
                {
                    "label": label,
                    "kind": table.label,
                    "at": middle,
                    "claims": [share.claim],
                    "note": _about(table),
                },
            )


def _name(table: Composition, share: Share) -> str:
    return f"{table.event}/{table.document}/{table.unit}/{share.id}"


def _value(share: Share, table: Composition) -> str:
    about = "about " if share.approximate else ""
    return f"{about}{number(share.value)}{' %' if table.unit == 'percent' else ''}"


def _about(table: Composition) -> str:
    """Return the line over a table: what it counts, of how many, by whom."""
    measure = f"{table.measure} " if table.measure not in ("", "total") else ""
    if table.unit == "percent":
        return "percentages as the source gives them"
    of = "" if table.of in ("", "total", table.measure) else f" {table.of}"
    whole = f" of {number(table.total)}{of}" if table.total is not None else ""
    return f"{number(table.summed)}{whole} {measure}delegates"


def _colour(share: Share) -> str:
    known = party_looks()
    return known[share.order].colour if share.order < len(known) else _OTHER


# --- one meeting -------------------------------------------------------------------------------------------


def _one_meeting(
    tables: Sequence[Composition], room: Box, sheet: Page, colours: dict[str, str]
) -> Iterator[Element]:
    """The first table as a half circle, every table as a bar under it."""
    size = sheet.letters.label
    labels = [_label_lines(share, tables[0], size) for share in _with_missing(tables[0])]
    beside = max(text_width(line, size, bold=True) for lines in labels for line in lines) + size * 2
    high = room.bottom - room.top - len(tables) * size * 5.2
    radius = min(high - size * 2.2, (room.right - room.left) / 2 - beside)
    spot = (room.left + room.right) / 2, room.top + radius + size * 2.2, radius
    yield from _chamber(tables[0], spot, size, colours)
    top = spot[1] + size * 1.2
    step = min((room.bottom - top) / len(tables), size * 7)
    for table in tables:
        strip = Box(room.left, top, room.right, top + size * 4.2)
        yield from _bar(table, _about(table), strip, size, colours)
        top += step


Spot = tuple[float, float, float]


def _chamber(table: Composition, spot: Spot, size: float, colours: dict[str, str]) -> Iterator[Element]:
    shares = _with_missing(table)
    x, y, _ = spot
    total = sum(share.value for share in shares)
    seats = round(total)
    if table.unit == "persons" and seats <= _MOST_SEATS:
        yield from _seats(table, shares, seats, spot)
    else:
        yield from _sectors(table, shares, total, spot, colours)
    yield from _chamber_labels(table, shares, total, spot, size, colours)
    middle = number(table.total if table.total is not None else table.summed)
    words = "percent" if table.unit == "percent" else "delegates"
    yield from write_text(
        x, y - size * 1.5, (middle,), size * 2.4, colours["ink"], anchor="middle", bold=True
    )
    yield from write_text(x, y, (words,), size, colours["faint"], anchor="middle")


def _with_missing(table: Composition) -> list[Share]:
    if table.missing < 0.5:
        return list(table.shares)
    return [*table.shares, Share("", "no party named", round(table.missing, 2), False, 99, table.total_claim)]


def _seats(table: Composition, shares: Sequence[Share], seats: int, spot: Spot) -> Iterator[Element]:
    places, size = seat_places(seats, *spot)
    taken = 0
    for share in shares:
        mine = places[taken : taken + round(share.value)]
        taken += len(mine)
        path = "".join(circle(x, y, size) for x, y, _ in mine)
        yield _clickable(table, share, element("path", d=path, **_fill(share)))


def _sectors(
    table: Composition,
    shares: Sequence[Share],
    total: float,
    spot: Spot,
    colours: dict[str, str],
) -> Iterator[Element]:
    start = 0.0
    for share in shares:
        stop = start + share.value / total
        path = sector_path(*spot, start, stop)
        edge = {"stroke": colours["paper"], "stroke_width": 1.5}
        yield _clickable(table, share, element("path", d=path, **(edge | _fill(share))))
        start = stop


def _fill(share: Share) -> dict[str, object]:
    if share.id:
        return {"fill": _colour(share)}
    return {"fill": "none", "stroke": _OTHER, "stroke_width": 0.9}


def _clickable(table: Composition, share: Share, shown: Element) -> Element:
    title = element("title", text=f"{share.label}: {_value(share, table)}")
    if not share.id:
        return element("g", title, shown)
    return element("g", title, shown, class_="node", data_id=_name(table, share))


def _chamber_labels(
    table: Composition,
    shares: Sequence[Share],
    total: float,
    spot: Spot,
    size: float,
    colours: dict[str, str],
) -> Iterator[Element]:
    """Write name and number of each party beside its part of the ring, pushed upward where they would collide."""
    start, angles = 0.0, []
    for share in shares:
        angles.append(math.pi * (start + share.value / total / 2))
        start += share.value / total
    named = list(zip(angles, shares, strict=True))
    left = [pair for pair in named if pair[0] <= math.pi / 2]
    right = [pair for pair in reversed(named) if pair[0] > math.pi / 2]
    for side in (left, right):  # each from the floor upward
        limit = float("inf")
        for angle, share in side:
            lines = _label_lines(share, table, size)
            high = size * LINE * (len(lines) - 1)
            wanted = spot[1] - (spot[2] + size) * math.sin(angle) - high / 2 + size * 0.35
            y = min(wanted, limit - high)
            limit = y - size * 1.35
            yield from _chamber_label(lines, angle, y, y + high / 2 - size * 0.35, spot, size, colours)


def _chamber_label(
    lines: tuple[str, ...],
    angle: float,
    y: float,
    middle: float,
    spot: Spot,
    size: float,
    colours: dict[str, str],
) -> Iterator[Element]:
    """Write a label whose first base line is at y, at the rim of the ring, with a line to its part if it was moved."""
    centre, floor, radius = spot
    side = -1 if angle <= math.pi / 2 else 1
    rim = centre - radius * math.cos(angle), floor - radius * math.sin(angle)
    lift = min((floor - middle) / (radius + size), 1.0)
    x = centre + side * max(math.sqrt(1 - lift * lift) * (radius + size), abs(rim[0] - centre) + size * 0.6)
    if math.dist((x, middle), rim) > size * 2:
        yield element(
            "line", x1=rim[0], y1=rim[1], x2=x, y2=middle, stroke=colours["faint"], stroke_width=0.9
        )
    anchor = "end" if side < 0 else "start"
    text = write_text(
        x + side * 3, y, lines, size, colours["ink"], anchor=anchor, halo=colours["paper"], bold=True
    )
    yield element("g", *text, class_="label")


def _label_lines(share: Share, table: Composition, size: float) -> tuple[str, ...]:
    words = f"{share.label} {_value(share, table)}"
    return (words,) if text_width(words, size, bold=True) < size * 13 else halve(words, size, bold=True)


# --- bars --------------------------------------------------------------------------------------------------


def _all_meetings(
    tables: Sequence[Composition], room: Box, sheet: Page, colours: dict[str, str]
) -> Iterator[Element]:
    size = sheet.letters.label
    step = min((room.bottom - room.top) / len(tables), size * 9)
    for place, table in enumerate(tables):
        top = room.top + place * step
        strip = Box(room.left, top, room.right, top + min(step * 0.8, size * 6))
        yield from _bar(table, f"{table.label}: {_about(table)}", strip, size, colours)


def _bar(
    table: Composition, heading: str, strip: Box, size: float, colours: dict[str, str]
) -> Iterator[Element]:
    """One table as a bar over the whole width, each part as long as it has delegates, with its name and number."""
    sign = " (!)" if table.warning else ""
    words = f"{heading}{sign} · source {table.document.partition('_')[0]}"
    ink = colours["warning"] if table.warning else colours["ink"]
    text = write_text(strip.left, strip.top + size * 0.8, (words,), size, ink, bold=True)
    yield element("g", *text, class_="label")
    shares = _with_missing(table)
    total = sum(share.value for share in shares)
    scale = (strip.right - strip.left) / total
    top, high, x = strip.top + size * 1.3, size * 1.7, strip.left
    for share in shares:
        wide = share.value * scale
        shown = element("rect", x=x, y=top, width=max(wide - 1.0, 0.5), height=high, **_fill(share))
        yield _clickable(table, share, shown)
        yield from _bar_label(share, table, Box(x, top, x + wide, top + high), size * 0.9, colours)
        x += wide


def _bar_label(
    share: Share, table: Composition, box: Box, size: float, colours: dict[str, str]
) -> Iterator[Element]:
    """Write the number into its part of the bar and the name under it, as far as they fit."""
    wide = box.right - box.left - 4
    value = _value(share, table)
    if text_width(value, size, bold=True) <= wide:
        ink = (
            "#FFFFFF"
            if share.id and _is_dark(_colour(share))
            else colours["ink"]
            if not share.id
            else "#1A1A1A"
        )
        y = (box.top + box.bottom) / 2 + size * 0.36
        text = write_text((box.left + box.right) / 2, y, (value,), size, ink, anchor="middle", bold=True)
        yield element("g", *text, class_="label")
    if wide > size * 4:
        name = cut(share.label, size, wide)
        text = write_text(box.left, box.bottom + size * 1.15, (name,), size, colours["faint"])
        yield element("g", *text, class_="label")


def _is_dark(colour: str) -> bool:
    """Return whether white is read better on a colour than black (relative luminance of WCAG 2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.18
