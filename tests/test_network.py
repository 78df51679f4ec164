"""Networks: each view says what it says it does; edges carry their claims; a part of a view is what was asked for."""

import datetime as dt
import json
from pathlib import Path

import pytest

import hand_made as made
from conftest import Run
from soviet_kg.errors import BadDataFile, WrongUse
from soviet_kg.network.choose import Choice, choose, find_node, read_period
from soviet_kg.network.figures import measure
from soviet_kg.network.parts import Edge, Network, Node, Period
from soviet_kg.network.places import ENGINES, components, place
from soviet_kg.network.views import list_views, make_network, read_view
from soviet_kg.query import SavedQuery, run_query, unmet_expectations
from soviet_kg.store import open_store

VIEWS = list_views()
ROWS = [
    ("congress-2", "petrograd", "place"),
    ("congress-2", "decree-on-peace", "adopted"),
    ("congress-2", "bolsheviks", "delegateCount"),
    ("lenin", "sovnarkom", "holdsPosition"),
    ("decree-on-peace", "lenin", "signedBy"),
    ("decree-on-peace", "lenin", "author"),
]


def claims_of(predicate: str) -> list[str]:
    """The claims of a property; of counts, those that name a party."""
    counted = [c for c in made.CLAIMS if c.predicate != "delegateCount" or "of" in dict(c.qualifiers)]
    return [claim.id for claim in counted if claim.predicate == predicate]


@pytest.fixture(scope="module")
def network() -> Network:
    rows = [(tail, head, claim) for tail, head, name in ROWS for claim in claims_of(name)]
    return make_network(made.corpus(), rows, SavedQuery("made", "Made by hand", "", "", ""))


def edge(network: Network, name: str) -> Edge:
    return next(edge for edge in network.edges if edge.id == name)


def star(leaves: int) -> Network:
    """A middle with leaves, and one node of another component."""
    nodes = [Node(f"n{number:04}", f"Node {number}", "Person") for number in range(leaves + 2)]
    edges = [
        Edge("n0000", f"n{leaf:04}", "knows", "knows", "asserted", "alone", ())
        for leaf in range(1, leaves + 1)
    ]
    return Network("star", "A star", tuple(nodes), tuple(edges))


def test_there_are_six_views() -> None:
    assert [view.name for view in VIEWS] == ["all", "contested", "decrees", "events", "people", "sources"]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_view_finds_what_it_expects_in_the_seeds(view: SavedQuery, seeds_build: Path) -> None:
    result = run_query(open_store(seeds_build / "store"), view.text)
    assert not unmet_expectations(view, result)
    network = read_view(seeds_build, view.name)
    assert {claim for edge in network.edges for claim in edge.claims} == {
        row[2].removeprefix("claim:") for row in result.rows
    }
    assert {end for edge in network.edges for end in (edge.tail, edge.head)} == network.by_id.keys()


def test_a_view_joins_only_the_kinds_that_it_names(seeds_build: Path) -> None:
    people = read_view(seeds_build, "people")
    assert {node.kind for node in people.nodes} == {"Person", "Body", "Party"}
    events = read_view(seeds_build, "events")
    kinds = [{events.by_id[edge.tail].kind, events.by_id[edge.head].kind} for edge in events.edges]
    assert all("Event" in pair and len(pair) == 2 for pair in kinds)
    assert all(edge.tail.startswith("source/") for edge in read_view(seeds_build, "sources").edges)


def test_a_view_of_ones_own_is_a_file(seeds_build: Path, tmp_path: Path) -> None:
    view = tmp_path / "authors.rq"
    header = "#+ title: Authors\n#+ about: Who wrote what.\n#+ expects: rows >= 1\n"
    body = "SELECT ?from ?to ?claim { ?claim rdf:subject ?from ; rdf:object ?to ; rdf:predicate skg:author }"
    view.write_text(header + body, encoding="utf-8")
    network = read_view(seeds_build, str(view))
    assert {edge.predicate for edge in network.edges} == {"author"}
    view.write_text(header + body.replace("?from ?to ?claim {", "?to ?claim {"), encoding="utf-8")
    with pytest.raises(BadDataFile, match=r"selects \?from \?to \?claim"):
        read_view(seeds_build, str(view))
    with pytest.raises(WrongUse, match="there is: all, contested, decrees"):
        read_view(seeds_build, "nonsense")


def test_an_edge_carries_claims_words_sources_dates_and_stance(network: Network) -> None:
    adopted = edge(network, "congress-2--adopted--decree-on-peace")
    assert (adopted.label, adopted.stance, adopted.agreement, adopted.sources) == (
        *("adopted", "asserted", "alone"),
        ("one",),
    )
    (evidence,) = adopted.evidence
    assert evidence.quote == "The Congress adopted the Decree on Peace."
    assert evidence.quote in evidence.sentence
    assert evidence.says == "Second All-Russian Congress of Soviets · adopted · Decree on Peace"
    assert adopted.period == Period(dt.date(1917, 11, 7), dt.date(1917, 11, 19))  # that of the congress
    denied = edge(network, "decree-on-peace--signedBy--lenin--denied")
    assert denied.stance == "denied"


def test_an_office_and_a_number_name_their_edges(network: Network) -> None:
    office = edge(network, "lenin--holdsPosition--sovnarkom")
    assert office.label == 'chairman of the "Sovnarkom"'
    assert office.period == Period(dt.date(1917, 11, 7), dt.date(1917, 11, 7))  # the qualifier "from"
    delegates = edge(network, "congress-2--delegateCount--bolsheviks")
    assert delegates.label == "390 persons · 60.1 percent"
    assert len(delegates.claims) == 2


def test_nodes_know_their_names_and_sources(network: Network) -> None:
    lenin = network.by_id["lenin"]
    assert (lenin.label, lenin.label_ru, lenin.qid, lenin.mentions, lenin.sources) == (
        *("Vladimir Lenin", "Владимир Ленин", "Q1394", 3),
        ("one", "два 2"),
    )


def test_what_two_sources_say_is_agreed_and_what_is_denied_elsewhere_contested(seeds_build: Path) -> None:
    network = read_view(seeds_build, "all")
    by_agreement = {
        kind: [e for e in network.edges if e.agreement == kind] for kind in ("alone", "agreed", "contested")
    }
    assert all(len(edge.sources) > 1 for edge in by_agreement["agreed"])
    assert len(by_agreement["agreed"]) >= 3
    assert all(len(edge.sources) == 1 for edge in by_agreement["alone"])


def test_around_a_thing_stands_what_is_so_many_steps_away(network: Network) -> None:
    near = choose(network, Choice("Vladimir Lenin", 1))
    assert {node.id for node in near.nodes} == {"lenin", "sovnarkom", "decree-on-peace"}
    assert near.title == "Made by hand around Vladimir Lenin"
    assert len(choose(network, Choice("lenin", 2)).nodes) == 4
    assert len(choose(network, Choice("ленин", 3)).nodes) == 6
    with pytest.raises(WrongUse, match="nothing in this view is named 'Bakunin'"):
        choose(network, Choice("Bakunin"))


def test_a_name_is_found_by_id_label_alias_or_part(network: Network) -> None:
    assert {find_node(network, words).id for words in ("lenin", "VLADIMIR LENIN", "Ленин", "vladim")} == {
        "lenin"
    }


def test_a_slice_of_time_in_either_calendar(network: Network) -> None:
    julian, gregorian = read_period("1917-10-26", "", "julian"), read_period("1917-11-08", "")
    assert julian == gregorian == Period(dt.date(1917, 11, 8), dt.date.max)
    kept = choose(network, Choice(period=gregorian))
    assert {edge.predicate for edge in kept.edges} == {
        "place",
        "adopted",
        "delegateCount",
    }  # the congress went on
    assert read_period("1917-02", "1918-02", "julian") == Period(dt.date(1917, 2, 14), dt.date(1918, 3, 13))
    assert read_period("", "") is None
    for wrong in (
        ("1917-13", "", "gregorian"),
        ("1917-02-30", "", "julian"),
        ("25.10.1917", "", "gregorian"),
    ):
        with pytest.raises(WrongUse):
            read_period(*wrong)
    with pytest.raises(WrongUse, match="later than"):
        read_period("1918", "1917")


def test_one_source_and_only_the_contested(network: Network) -> None:
    assert {edge.predicate for edge in choose(network, Choice(source="два")).edges} == {"author"}
    with pytest.raises(WrongUse, match="there is: one, два 2"):
        choose(network, Choice(source="three"))
    assert choose(network, Choice(contested=True)).edges == ()


def test_figures_are_those_of_igraph(seeds_build: Path) -> None:
    igraph = pytest.importorskip("igraph")
    network = read_view(seeds_build, "all")
    figures = measure(network)
    names = [node.id for node in network.nodes]
    pairs = sorted(
        {tuple(sorted((names.index(e.tail), names.index(e.head)))) for e in network.edges if e.tail != e.head}
    )
    graph = igraph.Graph(len(names), pairs)
    scale = (len(names) - 1) * (len(names) - 2) / 2
    for name, between in zip(names, graph.betweenness(), strict=True):
        assert figures[name].betweenness == pytest.approx(between / scale, abs=1e-6)
    directed = igraph.Graph(
        len(names), sorted({(names.index(e.tail), names.index(e.head)) for e in network.edges}), True
    )
    for name, rank in zip(names, directed.pagerank(), strict=True):
        assert figures[name].pagerank == pytest.approx(rank, abs=2e-6)
    assert sum(f.degree for f in figures.values()) == 2 * len(network.edges)
    found = graph.modularity([figures[name].community for name in names])
    assert found >= graph.community_multilevel().modularity - 0.02


def test_places_are_apart_and_components_beside_each_other() -> None:
    network = star(40)
    places = place(network)
    assert len(set(places.values())) == 42
    lone = places["n0041"]
    width = max(x for x, _ in places.values()) - min(x for x, _ in places.values())
    assert (
        min(
            ((x - lone[0]) ** 2 + (y - lone[1]) ** 2) ** 0.5
            for key, (x, y) in places.items()
            if key != "n0041"
        )
        > 1
    )
    assert width > 2


def test_a_large_network_is_laid_out_by_its_communities() -> None:
    rings = 5
    nodes = tuple(Node(f"n{number:04}", "x", "Person") for number in range(rings * 300))
    joined = [
        (ring * 300 + at, ring * 300 + (at + step) % 300)
        for ring in range(rings)
        for at in range(300)
        for step in (1, 7)
    ]
    joined += [(ring * 300, (ring + 1) % rings * 300) for ring in range(rings)]
    edges = tuple(
        Edge(nodes[a].id, nodes[b].id, "p", "p", "asserted", "alone", ()) for a, b in sorted(joined)
    )
    places = place(Network("rings", "Rings", nodes, edges))
    spots = [[places[node.id] for node in nodes[ring * 300 : ring * 300 + 300]] for ring in range(rings)]
    centres = [(sum(x for x, _ in spot) / 300, sum(y for _, y in spot) / 300) for spot in spots]
    near = [
        max(((x - cx) ** 2 + (y - cy) ** 2) ** 0.5 for x, y in spot)
        for spot, (cx, cy) in zip(spots, centres, strict=True)
    ]
    for one in range(rings):
        for other in range(one):
            (x1, y1), (x2, y2) = centres[one], centres[other]
            assert ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 > 0.7 * (near[one] + near[other])


def test_components_are_found() -> None:
    assert components(5, [(0, 3), (3, 4)]) == [[0, 3, 4], [1], [2]]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_layout_gives_every_node_a_place_and_the_same_again(engine: str) -> None:
    import shutil

    if engine in ("sfdp", "neato", "dot") and not shutil.which(engine):
        pytest.skip("Graphviz is not installed")
    if engine == "igraph":
        pytest.importorskip("igraph")
    network = star(12)
    assert place(network, engine) == place(network, engine)
    assert len(set(place(network, engine).values())) == 14


def test_an_unknown_layout_lists_them() -> None:
    with pytest.raises(WrongUse, match="there is: spring, sfdp"):
        place(star(3), "circle")


def test_rank_orders_the_things_of_a_view(seeds_build: Path, run: Run) -> None:
    done = run("rank", "people", "--by", "pagerank", "--top", 5, "--json", "--build", seeds_build)
    rows = json.loads(done.stdout)
    assert list(rows[0]) == ["thing", "kind", "degree", "betweenness", "pagerank", "community"]
    assert len(rows) == 5
    assert [row["pagerank"] for row in rows] == sorted((row["pagerank"] for row in rows), reverse=True)
    assert (
        run("rank", "all", "--around", "lenin", "--build", seeds_build)
        .stdout.split("\n")[1]
        .startswith("Vladimir Lenin")
    )
