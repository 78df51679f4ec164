"""Networks in other programs' formats: independent readers find every node, edge and attribute again."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import networkx
import pytest

from conftest import Run
from soviet_kg.errors import WrongUse
from soviet_kg.export.columns import edge_values, node_values
from soviet_kg.export.network import FORMATS, write_network
from soviet_kg.network.figures import Figures, measure
from soviet_kg.network.parts import Edge, Network, Node
from soviet_kg.network.views import read_view

GEXF, VIZ = "{http://gexf.net/1.3}", "{http://gexf.net/1.3/viz}"


@pytest.fixture(scope="module")
def network(seeds_build: Path) -> Network:
    return read_view(seeds_build, "all")


@pytest.fixture(scope="module")
def figures(network: Network) -> dict[str, Figures]:
    return measure(network)


@pytest.fixture(scope="module")
def written(network: Network, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("networks")
    paths = {form: folder / f"{form}{about.suffix}" for form, about in FORMATS.items()}
    for form, path in paths.items():
        write_network(network, form, path)
    return paths


def expected_node(node: Node, figures: dict[str, Figures]) -> dict[str, Any]:
    return {"label": node.label, **node_values(node, figures[node.id])}


def expected_edge(edge: Edge) -> dict[str, Any]:
    return {"label": edge.label, **edge_values(edge)}


def test_networkx_reads_gexf_without_loss(
    network: Network, figures: dict[str, Figures], written: dict[str, Path]
) -> None:
    graph = networkx.read_gexf(written["gexf"], version="1.3")
    assert set(graph) == network.by_id.keys()
    for node in network.nodes:
        read = graph.nodes[node.id]
        wanted = {name: value for name, value in expected_node(node, figures).items() if value != ""}
        assert {name: read[name] for name in wanted} == wanted
        assert set(read["viz"]["color"]) >= {"r", "g", "b"}
        spells = [(node.period.first.isoformat(), node.period.last.isoformat())] if node.period else None
        assert read.get("spells") == spells
    edges = {data["id"]: (tail, head, data) for tail, head, data in graph.edges(data=True)}
    assert len(edges) == len(network.edges) > 100
    for edge in network.edges:
        tail, head, read = edges[edge.id]
        wanted = {name: value for name, value in expected_edge(edge).items() if value != ""}
        assert (tail, head) == (edge.tail, edge.head)
        assert {name: read[name] for name in wanted} == wanted


def test_gexf_has_what_gephi_wants(network: Network, written: dict[str, Path]) -> None:
    root = ET.fromstring(written["gexf"].read_bytes())
    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.3")
    meta, graph = root
    assert "lastmodifieddate" not in meta.attrib
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    declared = {a.get("id") for group in graph.findall(f"{GEXF}attributes") for a in group}
    used = {value.get("for") for value in graph.iter(f"{GEXF}attvalue")}
    assert used <= declared
    for node in graph.iter(f"{GEXF}node"):
        assert [child.tag for child in node if child.tag.startswith(VIZ)] == [
            f"{VIZ}{name}" for name in ("color", "position", "size", "shape")
        ]
    spells = list(graph.iter(f"{GEXF}spell"))
    assert len(spells) > 30
    assert all((spell.get("start") or "") <= (spell.get("end") or "") for spell in spells)
    pairs = [(e.get("source"), e.get("target"), e.get("kind")) for e in graph.iter(f"{GEXF}edge")]
    assert len(set(pairs)) == len(network.edges)  # Gephi keeps parallel edges apart by their kind


@pytest.mark.filterwarnings("ignore:Could not add vertex ids:RuntimeWarning")
def test_graphml_comes_back_from_igraph_with_all_attributes(
    network: Network, figures: dict[str, Figures], written: dict[str, Path], tmp_path: Path
) -> None:
    igraph = pytest.importorskip("igraph")
    graph = igraph.Graph.Read_GraphML(str(written["graphml"]))
    graph.write_graphml(str(tmp_path / "again.graphml"))
    for one in (graph, igraph.Graph.Read_GraphML(str(tmp_path / "again.graphml"))):
        ids = one.vs["id"]
        assert {vertex["id"] for vertex in one.vs} == network.by_id.keys()
        for vertex in one.vs:
            wanted = expected_node(network.by_id[vertex["id"]], figures)
            assert {name: vertex[name] for name in wanted} == wanted
        edges = {edge["edge_id"]: edge for edge in one.es}
        assert len(edges) == len(network.edges)
        for edge in network.edges:
            read = edges[edge.id]
            assert (ids[read.source], ids[read.target]) == (edge.tail, edge.head)
            assert {name: read[name] for name in expected_edge(edge)} == expected_edge(edge)


def test_graphviz_accepts_dot(network: Network, written: dict[str, Path]) -> None:
    if not shutil.which("dot"):
        pytest.skip("Graphviz is not installed")
    done = subprocess.run(
        ["dot", "-Tjson0", written["dot"]], capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stderr == ""
    read = json.loads(done.stdout)
    assert {node["name"] for node in read["objects"]} == network.by_id.keys()
    assert sorted(edge["claims"] for edge in read["edges"]) == sorted(
        " | ".join(e.claims) for e in network.edges
    )
    assert {node["label"] for node in read["objects"]} == {node.label for node in network.nodes}


def test_pajek_is_read_by_networkx_and_igraph(network: Network, written: dict[str, Path]) -> None:
    graph = networkx.read_pajek(written["pajek"])
    assert (len(graph), graph.number_of_edges()) == (len(network.nodes), len(network.edges))
    igraph = pytest.importorskip("igraph")
    read = igraph.Graph.Read_Pajek(str(written["pajek"]))
    assert (read.vcount(), read.ecount()) == (len(network.nodes), len(network.edges))
    assert all(" [" in label for label in read.es["label"])  # the claims


def test_networkx_reads_cytoscape_json(
    network: Network, figures: dict[str, Figures], written: dict[str, Path]
) -> None:
    content = json.loads(written["cytoscape"].read_text("utf-8"))
    for node in content["elements"]["nodes"]:
        node["data"]["value"] = node["data"]["id"]  # what networkx takes for the node
    graph = networkx.cytoscape_graph(content | {"data": []})
    assert set(graph) == network.by_id.keys()
    for node in network.nodes:
        wanted = expected_node(node, figures)
        assert {name: graph.nodes[node.id][name] for name in wanted} == wanted
    read = {edge["data"]["id"]: edge["data"] for edge in content["elements"]["edges"]}
    for edge in network.edges:
        assert {name: read[edge.id][name] for name in expected_edge(edge)} == expected_edge(edge)
        assert [one["sentence"] for one in read[edge.id]["evidence"]] == [
            one.sentence for one in edge.evidence
        ]


def test_graphology_keeps_keys_apart_and_ends_known(network: Network, written: dict[str, Path]) -> None:
    content = json.loads(written["graphology"].read_text("utf-8"))
    assert content["options"] == {"type": "directed", "multi": True, "allowSelfLoops": True}
    keys = {node["key"] for node in content["nodes"]}
    assert keys == network.by_id.keys()
    assert len({edge["key"] for edge in content["edges"]}) == len(network.edges)
    assert {edge[end] for edge in content["edges"] for end in ("source", "target")} <= keys
    assert all({"x", "y", "size", "color", "label"} <= node["attributes"].keys() for node in content["nodes"])


def test_tables_have_gephis_columns_and_every_row(network: Network, written: dict[str, Path]) -> None:
    nodes = list(csv.DictReader(io.StringIO(written["csv-nodes"].read_text("utf-8"))))
    edges = list(csv.DictReader(io.StringIO(written["csv-edges"].read_text("utf-8"))))
    assert [row["Id"] for row in nodes] == [node.id for node in network.nodes]
    assert list(edges[0])[:6] == ["Source", "Target", "Type", "Id", "Label", "Weight"]
    assert [row["claims"] for row in edges] == [" | ".join(edge.claims) for edge in network.edges]


def test_awkward_names_survive_every_format(tmp_path: Path) -> None:
    """Quotes, angle brackets, backslashes, control characters, commas, line breaks, Cyrillic."""
    awkward = 'A "B" <C> & \\D\\, "\n\x0bЕ'
    nodes = (Node("a", awkward, "Person"), Node('b&<">', "Ъ", "Body"))
    edges = (Edge("a", 'b&<">', "memberOf", awkward, "denied", "alone", ()),)
    network = Network("awkward", awkward, nodes, edges)
    for form, about in FORMATS.items():
        write_network(network, form, tmp_path / f"{form}{about.suffix}")
    in_xml = awkward.replace("\x0b", "\ufffd")
    assert networkx.read_gexf(tmp_path / "gexf.gexf", version="1.3").nodes["a"]["label"] == in_xml
    assert networkx.read_graphml(tmp_path / "graphml.graphml").nodes["a"]["label"] == in_xml
    assert (
        json.loads((tmp_path / "cytoscape.cyjs").read_text("utf-8"))["elements"]["nodes"][0]["data"]["label"]
        == awkward
    )
    assert networkx.read_pajek(tmp_path / "pajek.net").number_of_edges() == 1
    with (tmp_path / "csv-nodes.csv").open(encoding="utf-8", newline="") as stream:
        assert next(csv.DictReader(stream))["Label"] == awkward
    if shutil.which("dot"):
        subprocess.run(["dot", "-Tsvg", "-o", os.devnull, tmp_path / "dot.dot"], check=True)


def test_an_empty_network_is_written_too(tmp_path: Path) -> None:
    for form in FORMATS:
        write_network(Network("none", "None", (), ()), form, tmp_path / form)
    assert len(networkx.read_gexf(tmp_path / "gexf", version="1.3")) == 0


def test_an_unknown_format_lists_them() -> None:
    with pytest.raises(WrongUse, match="there is: graphml, gexf, cytoscape"):
        write_network(Network("none", "None", (), ()), "xlsx", io.BytesIO())


PROGRAM = """
import hashlib, io, sys
from pathlib import Path
from soviet_kg.drawing.delegates import draw_delegates
from soviet_kg.drawing.files import FORMATS as PICTURES, write_picture
from soviet_kg.drawing.networks import draw_network
from soviet_kg.drawing.timeline import draw_timeline
from soviet_kg.export.network import FORMATS, write_network
from soviet_kg.network.views import read_view
from soviet_kg.records import read_corpus

def tell(name, write):
    stream = io.BytesIO()
    write(stream)
    print(name, len(stream.getvalue()), hashlib.sha256(stream.getvalue()).hexdigest())

build = Path(sys.argv[1])
network, corpus = read_view(build, "people"), read_corpus(build)
for form in FORMATS:
    tell(form, lambda stream: write_network(network, form, stream))
scenes = draw_network(network, edge_labels=True), draw_timeline(corpus), draw_delegates(corpus)
for scene in scenes:
    for form in PICTURES:
        tell(f"{scene.title} {form}", lambda stream: write_picture(scene, form, stream))
"""


def test_the_hash_seed_changes_no_byte_of_any_export_or_picture(seeds_build: Path) -> None:
    pytest.importorskip("svglib")

    def run_program(seed: int) -> str:
        environment = os.environ | {"PYTHONHASHSEED": str(seed)}
        command = [sys.executable, "-W", "ignore", "-c", PROGRAM, str(seeds_build)]
        return subprocess.run(
            command, env=environment, capture_output=True, check=True, encoding="utf-8"
        ).stdout

    first, second = run_program(0), run_program(1)
    assert first == second
    assert len(first.splitlines()) == len(FORMATS) + 3 * 4
    assert all(int(line.rsplit(" ", 2)[1]) > 2000 for line in first.splitlines())


def test_export_on_the_command_line_takes_a_part_of_a_view(
    seeds_build: Path, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "lenin.gexf"
    run("export", "gexf", "--view", "all", "--around", "lenin", "-o", out, "--build", seeds_build, check=True)
    graph = networkx.read_gexf(out, version="1.3")
    assert "vladimir-lenin" in graph
    assert all("vladimir-lenin" in {*graph.predecessors(n), *graph.successors(n), n} for n in graph)
    done = run("export", "dot", "--view", "people", "--source", "nonsense", "--build", seeds_build)
    assert done.returncode == 2
    assert "no source begins with 'nonsense'" in done.stderr
