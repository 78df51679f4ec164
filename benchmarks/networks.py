"""How fast networks are laid out and written, beside networkx: its `spring_layout`, `write_graphml` and `write_gexf`.

The networks are random by preferential attachment (Barabási and Albert 1999), two edges for each new node. networkx
may take CAP seconds for a layout; where that is not enough the ratio is a lower bound. The bars: 2,000 nodes in 5 s,
20,000 in 60 s, layout and writing together. All times are those of the processor.
"""

from __future__ import annotations

import io
import resource
import statistics
import time
from collections.abc import Callable
from multiprocessing import Process

import networkx

from soviet_kg.export.columns import Placed, edge_values, node_values
from soviet_kg.export.network import FORMATS
from soviet_kg.network.figures import Figures, measure
from soviet_kg.network.parts import Edge, Evidence, Network, Node
from soviet_kg.network.places import place

CAP = 120.0
SIZES = (200, 2_000, 20_000)
BARS = {2_000: 5.0, 20_000: 60.0}


def make_network(nodes: int) -> Network:
    graph = networkx.barabasi_albert_graph(nodes, 2, seed=1917)
    evidence = (
        Evidence("0123456789abcdef", "document", "A · knows · B", "the words", "the sentence", "asserted"),
    )
    things = tuple(
        Node(f"thing-{n:06}", f"Name of thing {n}", "Person", sources=("document",)) for n in range(nodes)
    )
    ties = tuple(
        Edge(things[one].id, things[other].id, "knows", "knows", "asserted", "alone", evidence)
        for one, other in sorted(graph.edges)
    )
    return Network("generated", "Generated", things, ties, (("document", "A document"),))


def seconds(action: Callable[[], object], runs: int = 3) -> float:
    times = []
    for _ in range(runs):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
        if sum(times) > 20:
            break
    return statistics.median(times)


def networkx_layout(nodes: int) -> None:
    networkx.spring_layout(networkx.barabasi_albert_graph(nodes, 2, seed=1917), seed=1917)


def capped(action: Callable[[int], None], nodes: int) -> float | None:
    """Return the seconds that an action took in a process of its own, None where it passed the cap."""
    process = Process(target=action, args=(nodes,), daemon=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    process.start()
    process.join(CAP)
    if process.is_alive():
        process.terminate()
        process.join()
        return None
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def as_networkx(network: Network) -> networkx.MultiDiGraph:
    graph = networkx.MultiDiGraph()
    for node in network.nodes:
        graph.add_node(node.id, label=node.label, **node_values(node, Figures()))
    for edge in network.edges:
        graph.add_edge(edge.tail, edge.head, key=edge.id, label=edge.label, **edge_values(edge))
    return graph


def main() -> None:
    for nodes in SIZES:
        network = make_network(nodes)
        print(f"networks: {nodes:,} nodes, {len(network.edges):,} edges")
        ours, theirs = seconds(lambda: place(network), 3), capped(networkx_layout, nodes)  # noqa: B023 - called here
        show("layout", ours, theirs)
        figures = seconds(lambda: measure(network), 1)  # noqa: B023
        print(f"  {'figures':10} soviet_kg {figures:7.2f} s")
        placed, total = Placed(network, measure(network), place(network)), ours
        for form, about in FORMATS.items():
            written = seconds(lambda: about.write(placed))  # noqa: B023
            total += written if form == "gexf" else 0
            rival = as_networkx(network)
            writers = {"gexf": networkx.write_gexf, "graphml": networkx.write_graphml}
            other = seconds(lambda: writers[form](rival, io.BytesIO())) if form in writers else None  # noqa: B023
            show(form, written, other)
        bar = f", the bar is {BARS[nodes]:.0f} s" if nodes in BARS else ""
        print(f"  layout and GEXF together {total:.2f} s{bar}")


def show(what: str, ours: float, theirs: float | None) -> None:
    if theirs is None and what != "layout":
        print(f"  {what:10} soviet_kg {ours:7.2f} s")
        return
    shown = f"{theirs:7.2f} s" if theirs is not None else f"> {CAP:.0f} s"
    more = "" if theirs is not None else "more than "
    print(
        f"  {what:10} soviet_kg {ours:7.2f} s   networkx {shown}   {more}{(theirs or CAP) / ours:.1f} times faster"
    )


if __name__ == "__main__":
    main()
