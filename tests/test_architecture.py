"""The shape of the house: imports point down, modules and functions are small, RDF stays above."""

import ast
import statistics
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "soviet_kg"

# A module may import from its own floor and from those below.
FLOORS = {
    10: ["cli"],
    9: ["pipeline revise web"],
    8: ["drawing export"],
    7: [
        "audit check compare contributions differences evaluate explain merges network query report_formats review"
    ],
    6: [
        "answers disagreements graph labels links provenance records relations same_origin services store turtle"
    ],
    5: ["blocking evidence judgements profiles resolve wikidata"],
    4: [
        "acts attendance bibliography boxes build_things claims coordinated described enclosed examples extract",
        "fields frames heads homonyms languages layout occasions own_words reference signatures structure titles",
        "verb_grammars verbs",
    ],
    3: [
        "authors cases citations clauses commitment companions counts cues finders function_words items lines",
        "literals mentions naming notation openings parts patterns persons roles russian_grammar russian_heads",
        "russian_labels russian_names russian_persons russian_syntax russian_trees scene segments series sources",
        "stance syntax telling valency",
    ],
    2: [
        "blocks dates declension folding gazetteer known marks names nominative pages readers scripts sections",
        "sentences spelling text webpages",
    ],
    1: ["habits model resources terms vocabulary"],
    0: ["errors"],
}
FLOOR = {name: floor for floor, lines in FLOORS.items() for line in lines for name in line.split()}
RDF_LIBRARIES = {"pyoxigraph", "pyshacl", "rdflib", "SPARQLWrapper"}
READS_THE_ONTOLOGY = {"vocabulary"}  # soviet.ttl, where the properties are listed that a pattern may use
FILES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}


def chapter(path: Path) -> str:
    """The module or package, directly in soviet_kg, that a file belongs to; "" for soviet_kg itself."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0].replace("__init__", "")


def imported(tree: ast.AST) -> Iterator[str]:
    """Full names of the modules that a file imports anywhere, also inside functions and for types only."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def chapters_imported(tree: ast.AST) -> set[str]:
    names = (name.split(".") for name in imported(tree))
    return {parts[1] for parts in names if parts[0] == "soviet_kg" and len(parts) > 1 and parts[1] in FLOOR}


def functions() -> Iterator[ast.FunctionDef]:
    for tree in TREES.values():
        yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_module_stands_on_a_floor() -> None:
    assert {chapter(path) for path in FILES} - {""} == FLOOR.keys()
    assert len(FILES) > 30


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path: Path) -> None:
    floor = FLOOR.get(chapter(path), 0)
    above = sorted(name for name in chapters_imported(TREES[path]) if FLOOR[name] > floor)
    assert not above, f"floor {floor} imports from above: {above}"


def test_no_modules_import_each_other() -> None:
    graph: dict[str, set[str]] = {}
    for path, tree in TREES.items():
        graph.setdefault(chapter(path), set()).update(chapters_imported(tree) - {chapter(path)})
    assert len(list(TopologicalSorter(graph).static_order())) >= len(graph)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_file_is_longer_than_400_lines_and_each_says_what_it_is(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    assert ast.get_docstring(TREES[path]), "needs a docstring"


def test_no_rdf_library_below_floor_6() -> None:
    users = {
        chapter(path)
        for path, tree in TREES.items()
        if RDF_LIBRARIES & {name.split(".")[0] for name in imported(tree)}
    }
    assert {name for name in users if FLOOR[name] < 6} == READS_THE_ONTOLOGY
    assert "store" in users


def test_functions_are_short() -> None:
    lengths = [(node.end_lineno or 0) - node.lineno + 1 for node in functions()]
    assert len(lengths) > 200
    assert statistics.median(lengths) < 10
