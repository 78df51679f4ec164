"""Pictures: labels cover neither each other nor nodes nor the border; looks survive grey; files are what they say."""

import itertools
import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from conftest import Run
from soviet_kg.drawing.files import pdf, png, svg
from soviet_kg.drawing.frame import source_line
from soviet_kg.drawing.labelling import Disc, crosses, place_labels
from soviet_kg.drawing.networks import draw_network
from soviet_kg.drawing.scene import Box, Element, Scene, cut, halve, text_width, walk, wrap
from soviet_kg.drawing.shapes import SHAPES, shape_path
from soviet_kg.errors import WrongUse
from soviet_kg.network.choose import Choice, choose
from soviet_kg.network.figures import measure
from soviet_kg.network.parts import Edge, Network, Node
from soviet_kg.network.style import looks, page, party_looks, theme
from soviet_kg.network.views import read_view
from soviet_kg.resources import find_resource

SVG = "{http://www.w3.org/2000/svg}"
TALL, DEEP = 0.74, 0.22  # of letters over and under the base line, in sizes


def attributes(one: Element) -> dict[str, str]:
    return dict(one.attributes)


def words_box(text: ET.Element, width: float) -> Box:
    """The box of an SVG text element whose words are so wide."""
    x, y, size = (float(text.get(name, "0")) for name in ("x", "y", "font-size"))
    left = {"start": x, "middle": x - width / 2, "end": x - width}[text.get("text-anchor", "start")]
    return Box(left, y - TALL * size, left + width, y + DEEP * size)


def label_boxes(root: ET.Element) -> dict[str, list[Box]]:
    """The boxes of the lines of each node's label, as the SVG says where they stand."""
    found: dict[str, list[Box]] = {}
    for group in root.iter(f"{SVG}g"):
        if group.get("class") == "label":
            lines = [text for text in group.findall(f"{SVG}text") if text.get("class") != "halo"]
            boxes = [
                words_box(
                    text,
                    text_width(
                        text.text or "",
                        float(text.get("font-size", "0")),
                        bold=text.get("font-weight") == "bold",
                    ),
                )
                for text in lines
            ]
            found[group.get("data-for", "")] = boxes
    return found


def node_boxes(scene: Scene) -> dict[str, Box]:
    """The boxes of the nodes' shapes, from what the page knows of them."""
    return {
        name: Box(x - radius, y - radius, x + radius, y + radius)
        for name, thing in scene.facts["things"].items()
        for x, y, radius in [thing["at"]]
    }


@pytest.mark.parametrize(
    ("view", "choice", "page_name"),
    [
        ("people", Choice(), "slide"),
        ("people", Choice(), "a4-portrait"),
        ("all", Choice("lenin", 1), "slide"),
        ("all", Choice("lenin", 2), "a4"),
        ("events", Choice(), "slide"),
        ("decrees", Choice(), "a4"),
        ("sources", Choice(), "slide"),
        ("all", Choice(), "slide"),
    ],
)
def test_no_label_covers_another_a_node_or_the_border(
    seeds_build: Path, view: str, choice: Choice, page_name: str
) -> None:
    network = choose(read_view(seeds_build, view), choice)
    scene = draw_network(network, page_name)
    labels = label_boxes(ET.fromstring(svg(scene)))
    sheet = Box(0, 0, scene.page.width, scene.page.height)
    for one, other in itertools.combinations(labels, 2):
        assert not any(a.overlaps(b) for a in labels[one] for b in labels[other]), (one, other)
    nodes = node_boxes(scene)
    for name, boxes in labels.items():
        assert all(sheet.holds(box) for box in boxes), name
        covered = [node for node, spot in nodes.items() if any(spot.overlaps(box, -0.5) for box in boxes)]
        assert not covered, (name, covered)
    figures = measure(network)
    important = sorted(
        network.nodes, key=lambda node: (-figures[node.id].degree, -figures[node.id].pagerank, node.id)
    )
    named = [node.id in labels for node in important[:40]]
    assert sum(named) >= 0.9 * len(named)
    if len(network.nodes) <= 60:
        assert all(named)


def test_nodes_do_not_hide_each_other(seeds_build: Path) -> None:
    for view in ("people", "events", "all"):
        nodes = node_boxes(draw_network(read_view(seeds_build, view)))
        hidden = [
            pair for pair in itertools.combinations(nodes, 2) if nodes[pair[0]].overlaps(nodes[pair[1]], -2)
        ]
        assert not hidden, view


def test_the_most_important_are_labelled_first_and_what_has_no_room_stays_without() -> None:
    discs = [
        Disc(f"n{number}", f"Label number {number}", 100 + number % 2, 100.0, 4.0) for number in range(200)
    ]
    labels = place_labels(discs, [], Box(0, 0, 400, 200), 12.0, frozenset())
    assert [label.id for label in labels][:3] == ["n0", "n1", "n2"]
    assert len(labels) < 60
    for one, other in itertools.combinations(labels, 2):
        assert not one.box.overlaps(other.box)


def test_a_label_rather_stands_where_no_line_runs() -> None:
    disc = Disc("n", "A name", 100.0, 100.0, 5.0)
    right = place_labels([disc], [], Box(0, 0, 200, 200), 12.0, frozenset())[0]
    below = place_labels([disc], [((100.0, 100.0), (200.0, 100.0))], Box(0, 0, 200, 200), 12.0, frozenset())[
        0
    ]
    assert right.anchor == "start"
    assert below.box.top > 100
    assert crosses(((0, 0), (10, 10)), Box(4, 4, 6, 6))
    assert not crosses(((0, 0), (10, 10)), Box(6, 1, 8, 3))


def test_words_are_as_wide_as_the_packaged_font_draws_them() -> None:
    """Ink from resvg, in the packaged font: from the first letter's left to the last one's right."""
    resvg_py = pytest.importorskip("resvg_py")
    for text in ("HHHHHHHHHH", "Совет Народных Комиссаров", "Second All-Russian Congress"):
        text_element = f'<text x="10" y="40" font-size="30">{text}</text>'
        markup = f'<svg xmlns="http://www.w3.org/2000/svg" width="700" height="60">{text_element}</svg>'
        fonts = str(find_resource("ontology/drawing/fonts"))
        drawn = resvg_py.svg_to_bytes(
            svg_string=markup, skip_system_fonts=True, font_dirs=[fonts], font_family="Arimo"
        )
        assert ink_right(bytes(drawn)) == pytest.approx(10 + text_width(text, 30), abs=6)


def ink_right(content: bytes) -> int:
    """The rightmost column of a PNG (8-bit RGBA) in which anything is drawn."""
    import zlib

    width, height = struct.unpack(">II", content[16:24])
    chunks, at = b"", 8
    while at < len(content):
        (size,), kind = struct.unpack(">I", content[at : at + 4]), content[at + 4 : at + 8]
        chunks += content[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    raw, before, last = zlib.decompress(chunks), bytearray(width * 4), 0
    for row in range(height):
        line = bytearray(raw[row * (width * 4 + 1) + 1 : (row + 1) * (width * 4 + 1)])
        unfilter(raw[row * (width * 4 + 1)], line, before)
        last = max(last, *(column for column in range(width) if line[column * 4 + 3]), 0)
        before = line
    return last


def unfilter(kind: int, line: bytearray, above: bytearray) -> None:
    for at, value in enumerate(line):
        left, up = line[at - 4] if at >= 4 else 0, above[at]
        corner = above[at - 4] if at >= 4 else 0
        guess = left + up - corner
        nearest = min((left, up, corner), key=lambda one: abs(guess - one))
        line[at] = (value + (0, left, up, (left + up) // 2, nearest)[kind]) % 256


def test_lines_are_broken_cut_and_halved_between_words() -> None:
    assert wrap("one two three", 10, text_width("one two", 10)) == ("one two", "three")
    assert halve("Council of People's Commissars", 10) == ("Council of People's", "Commissars")
    assert halve("Sovnarkom", 10) == ("Sovnarkom",)
    short = cut("A very long title indeed", 10, 60)
    assert short.endswith("…")
    assert text_width(short, 10) <= 60


# --- looks -------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_kinds_differ_in_shape_so_that_neither_grey_nor_colour_blindness_mixes_them() -> None:
    assert len(looks()) == 8
    assert len({look.shape for look in looks().values()}) == len(looks())
    assert len({look.colour for look in looks().values()}) == len(looks())
    assert {look.shape for look in looks().values()} == set(SHAPES)
    assert len({shape_path(look.shape, 0, 0, 10) for look in looks().values()}) == len(looks())


@pytest.mark.parametrize("name", ["light", "dark"])
def test_words_and_shapes_stand_out_from_the_paper(name: str) -> None:
    colours = theme(name)
    for words in ("ink", "faint", "warning"):
        assert contrast(colours[words], colours["paper"]) >= 4.5, words  # WCAG 2, text
    assert contrast(colours["line"], colours["paper"]) >= 3
    for kind, look in looks().items():
        assert contrast(look.colour, colours["paper"]) >= 1.8, kind


def test_neighbouring_parties_differ_in_grey() -> None:
    colours = [look.colour for look in party_looks()]
    assert all(contrast(one, other) > 1.15 for one, other in itertools.pairwise(colours))


def test_unknown_pages_and_themes_are_named() -> None:
    with pytest.raises(WrongUse, match="there is: slide, a4, a4-portrait"):
        page("letter")
    with pytest.raises(WrongUse, match="there is: light, dark"):
        theme("sepia")


# --- files -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scene(seeds_build: Path) -> Scene:
    return draw_network(choose(read_view(seeds_build, "all"), Choice("lenin", 1)), edge_labels=True)


def test_svg_has_title_legend_sources_and_counts(scene: Scene) -> None:
    root = ET.fromstring(svg(scene))
    assert (root.get("width"), root.get("viewBox")) == ("13.333in", "0 0 1280 720")
    assert (root.findtext(f"{SVG}title"), root.get("role")) == ("Around Vladimir Lenin", "img")
    words = " ".join(text.text or "" for text in root.iter(f"{SVG}text") if text.get("class") != "halo")
    assert "documents (10)" in words
    assert re.search(r"\d+ things · \d+ ties · \d+ claims · \d{4}–\d{4} · Sources: ", words)
    assert "author" in words  # on an edge


def test_every_edge_and_node_is_drawn_once_with_its_words(scene: Scene) -> None:
    groups = [attributes(one) for one in walk(scene.elements) if one.tag == "g"]
    for kind, facts in (("node", "things"), ("edge", "ties")):
        drawn = [known["data-id"] for known in groups if known.get("class") == kind]
        assert sorted(drawn) == sorted(scene.facts[facts])
    claims = {claim for tie in scene.facts["ties"].values() for claim in tie["claims"]}
    assert claims == scene.facts["claims"].keys()


def test_png_is_two_pixels_to_one_and_needs_no_font_of_the_system(scene: Scene) -> None:
    content = png(scene)
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", content[16:24]) == (2560, 1440)
    assert b"tIME" not in content


def test_pdf_keeps_words_as_words_and_has_no_date_of_today(scene: Scene) -> None:
    pytest.importorskip("svglib")
    import io

    import pypdf

    read = pypdf.PdfReader(io.BytesIO(pdf(scene)))
    (sheet,) = read.pages
    assert "Around Vladimir Lenin" in sheet.extract_text()
    assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == (960, 540)  # 13⅓ by 7½ inches
    assert read.metadata is not None
    assert "2000" in str(read.metadata.creation_date)


def test_an_ego_network_of_parallel_and_opposed_edges_is_drawn_apart() -> None:
    nodes = (Node("a", "A", "Person"), Node("b", "B", "Party"))
    ends = [("a", "b", "joined"), ("a", "b", "left"), ("b", "a", "expelled")]
    edges = tuple(Edge(tail, head, name, name, "asserted", "alone", ()) for tail, head, name in ends)
    drawn = draw_network(Network("two", "Two", nodes, edges))
    curves = [
        attributes(child)["d"]
        for one in walk(drawn.elements)
        if attributes(one).get("class") == "edge"
        for child in one.children
        if attributes(child).get("fill") == "none"
    ]
    assert len(set(curves)) == 3


def test_the_source_line_counts_and_names_a_few() -> None:
    documents = [(str(number), f"Title {number}") for number in range(11)]
    assert source_line(documents[:1], None, ["1 claim"]) == "1 claim · Source: Title 0"
    assert source_line(documents, None, []).endswith("Title 7; and 3 more")


def test_draw_on_the_command_line(seeds_build: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "people.svg"
    done = run(
        "draw", "people", "-o", out, "--theme", "dark", "--page", "a4", "--build", seeds_build, check=True
    )
    assert (done.stdout, done.stderr) == ("", f"{out}: People, bodies and parties\n")
    assert ET.parse(out).getroot().get("width") == "297mm"
    assert '"view": "timeline"' in run("draw", "--list", "--json").stdout
    for arguments, words in (
        (["people", "--format", "bmp"], "there is: svg, png, pdf, html"),
        (["nothing"], "no view is named 'nothing'"),
        (["people", "--from", "1800", "--to", "1801"], "nothing is left"),
        ([], "draw --list"),
    ):
        done = run("draw", *arguments, "--build", seeds_build)
        assert done.returncode == 2
        assert words in done.stderr
