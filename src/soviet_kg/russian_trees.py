"""What a small parser of Russian gets wrong and its words put right: loops, dates, who is subject and who is object.

Russian has free word order, and many nouns look the same as subject and as object. What stands in the tree is corrected
only where the words themselves decide: their endings, the kinds of the things that they name, and at last their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from soviet_kg.lines import Found

_SUBJECT, _OBJECT = "nsubj", "obj"
_LIVE = ("Person", "Party")


@dataclass(frozen=True, slots=True)
class Node:
    """A word of a tree: lemma, Penn tag, relation, head (itself for the root), thing.

    `case` is that which the tagger has seen, `cases` are those that its form can have.
    """

    text: str
    lemma: str
    tag: str
    label: str
    head: int
    case: str
    cases: frozenset[str]
    thing: Found | None

    @property
    def is_verb(self) -> bool:
        """Whether it is a verb by its tag."""
        return self.tag.startswith("VB")

    @property
    def is_date(self) -> bool:
        """Whether it stands for a date."""
        return self.thing is not None and self.thing.kind in ("Date", "Range")


def straighten(nodes: Sequence[Node]) -> list[Node]:
    """Return the words of a sentence as a tree with one root, in which the evident mistakes are put right."""
    tree = _without_loops(list(nodes))
    tree = [_relabelled(tree, at) for at in range(len(tree))]
    tree = [_nearest(tree, at) for at in range(len(tree))]
    tree = [_dated(tree, at) for at in range(len(tree))]
    for verb in [at for at, node in enumerate(tree) if node.is_verb]:
        _order_arguments(tree, verb)
    return tree


def _without_loops(tree: list[Node]) -> list[Node]:
    """Return the words with the loops cut at a finite verb, and all roots but the first hung on it."""
    for at in range(len(tree)):
        if loop := _loop(tree, at):
            top = next((place for place in sorted(loop) if tree[place].is_verb), min(loop))
            tree[top] = replace(tree[top], head=top, label="root")
    roots = [at for at, node in enumerate(tree) if node.head == at]
    main = next((at for at in roots if tree[at].is_verb), roots[0])
    for at in roots:
        if at != main:
            tree[at] = replace(tree[at], head=main, label="parataxis")
    return tree


def _loop(tree: Sequence[Node], at: int) -> set[int]:
    """Return the places that lead to one another from a place, none where they lead to a root."""
    path: list[int] = []
    while at not in path:
        path.append(at)
        if tree[at].head == at:
            return set()
        at = tree[at].head
    return set(path[path.index(at) :])


def _relabelled(tree: Sequence[Node], at: int) -> Node:
    """Return a word with the relation that the frames look for."""
    node = tree[at]
    if node.label == "iobj" or (node.label == "xcomp" and node.tag.startswith("NN")):
        return replace(node, label="obl")  # "вручил Совету", "стал членом": what the case says is enough
    if node.label == "obl" and _is_bare_object(tree, at):
        return replace(node, label=_OBJECT)
    if node.label == "conj" and _stands_beside(tree, at):
        return replace(node, label="appos")
    return node


def _is_bare_object(tree: Sequence[Node], at: int) -> bool:
    """Say whether a noun without preposition stands in the accusative by a verb that has no object."""
    node = tree[at]
    bare = not any(other.head == at and other.label == "case" for other in tree)
    alone = not any(other.head == node.head and other.label == _OBJECT for other in tree)
    return bare and alone and node.case == "acc" and not node.is_date and node.thing is not None


def _stands_beside(tree: Sequence[Node], at: int) -> bool:
    """Say whether a common noun after a comma describes the person before it: "Петров, делегат Уфы, молчал"."""
    node, head = tree[at], tree[tree[at].head]
    joined = any(other.head == at and other.label == "cc" for other in tree)
    person = head.thing is not None and head.thing.kind == "Person"
    return person and node.thing is None and node.tag.startswith("NN") and not joined and node.head < at


def _nearest(tree: Sequence[Node], at: int) -> Node:
    """Return a preposition that was taken for a date's as that of the noun between: "в «Правде» 5 мая"."""
    node = tree[at]
    if node.label != "case" or not tree[node.head].is_date:
        return node
    between = range(at + 1, node.head)
    return replace(node, head=next((p for p in between if tree[p].tag.startswith("NN")), node.head))


def _dated(tree: Sequence[Node], at: int) -> Node:
    """Return a date that was taken for a part of the noun before it as one of the clause: "в Твери 5 мая"."""
    node = tree[at]
    if not node.is_date or node.label.startswith(("obl", "advmod", "root")) or _is_its_own(tree, at):
        return node
    above = node.head
    for _ in range(len(tree)):
        if tree[above].is_verb or tree[above].head == above:
            break
        above = tree[above].head
    return replace(node, head=above, label="obl") if above != at else node


def _is_its_own(tree: Sequence[Node], at: int) -> bool:
    """Say whether a date belongs to the noun before it: "съезд 5 мая", "мятеж в июле", not "Советом 5 мая"."""
    node, head = tree[at], tree[tree[at].head]
    marked = any(other.head == at and other.label == "case" for other in tree)
    owns = head.thing is None or head.thing.kind in ("Event", "Document")
    return node.label == "nmod" and (owns or marked)


def _order_arguments(tree: list[Node], verb: int) -> None:
    """Put right who acts and who is acted on by an active verb with two bare nouns."""
    bare = [at for at, node in enumerate(tree) if node.head == verb and node.label in (_SUBJECT, _OBJECT)]
    if len(bare) != 2 or tree[verb].tag == "VBN":
        return
    first, second = bare
    subject = next(_subjects(tree, first, second, verb))
    for at in bare:
        tree[at] = replace(tree[at], label=_SUBJECT if at == subject else _OBJECT)


def _subjects(tree: Sequence[Node], first: int, second: int, verb: int) -> Iterator[int]:
    """Yield which of two nouns is the subject, the surest reason first."""
    for one, other in ((first, second), (second, first)):
        if "nom" not in tree[one].cases and "nom" in tree[other].cases:
            yield other
    for one, other in ((first, second), (second, first)):
        if "acc" not in tree[one].cases and "acc" in tree[other].cases:
            yield one
    live = [at for at in (first, second) if tree[at].thing is not None and tree[at].thing.kind in _LIVE]  # type: ignore[union-attr]
    if len(live) == 1 and "nom" in tree[live[0]].cases:
        yield live[0]
    labelled = [at for at in (first, second) if tree[at].label == _SUBJECT]
    if first < verb < second:
        yield first
    yield labelled[0] if labelled else first
