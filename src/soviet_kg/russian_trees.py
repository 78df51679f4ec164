"""What a small parser of Russian gets wrong and its words put right: loops, dates, who is subject and who is object.

Russian has free word order, and many nouns look the same as subject and as object. What stands in the tree is corrected
only where the words themselves decide: their endings, the kinds of the things that they name, and at last their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from soviet_kg.lines import Found

_WHICH = "который"
_SUBJECT, _OBJECT = "nsubj", "obj"
_AGENCY = {"Person": 3, "Party": 3, "Body": 2, "Event": 2, "Place": 1}  # a document adopts no congress


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
    for mend in (_nearest, _dated, _own_verb, _named, _owned):
        tree = _without_loops([mend(tree, at) for at in range(len(tree))])
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


def _own_verb(tree: Sequence[Node], at: int) -> Node:
    """Return "который" that was taken for a part of the clause before it as one of the next verb's."""
    node = tree[at]
    if node.lemma != _WHICH or node.head > at or not tree[node.head].is_verb:
        return node
    return replace(node, head=next((p for p in range(at + 1, len(tree)) if tree[p].is_verb), node.head))


def _named(tree: Sequence[Node], at: int) -> Node:
    """Return a person's name as that of the noun that describes him: "председателя ВЦИК Свердлова"."""
    node, head = tree[at], tree[tree[at].head]
    if node.label != "nmod" or node.thing is None or node.thing.kind != "Person" or node.head > at:
        return node
    owner = tree[head.head]
    if head.thing is not None and _describes(owner, node):
        return replace(node, head=head.head, label="appos")
    return replace(node, label="appos") if node.case == "acc" and _describes(head, node) else node


def _describes(noun: Node, name: Node) -> bool:
    """Say whether a common noun can describe a person: it stands in a case that the name can have."""
    return noun.thing is None and noun.tag.startswith("NN") and noun.case in name.cases


def _owned(tree: Sequence[Node], at: int) -> Node:
    """Return a genitive right behind a noun as that noun's: "за спиной Советов" is no object of a verb before it."""
    node = tree[at]
    behind = at > 0 and tree[at - 1].tag.startswith("NN") and not tree[at - 1].is_date
    if node.label not in (_SUBJECT, _OBJECT) or node.case != "gen" or not behind:
        return node
    denied = any(other.head == node.head and other.lemma == "не" for other in tree)
    return node if denied or node.head == at - 1 else replace(node, head=at - 1, label="nmod")


def _order_arguments(tree: list[Node], verb: int) -> None:
    """Put right who acts and who is acted on by an active verb with several bare nouns."""
    bare = [at for at, node in enumerate(tree) if node.head == verb and node.label in (_SUBJECT, _OBJECT)]
    if len(bare) < 2 or tree[verb].tag == "VBN":
        return
    subject = _subject(tree, bare, verb)
    rest = [at for at in bare if at != subject]
    thing = min(rest, key=lambda at: abs(at - verb))
    for at in bare:
        label = _SUBJECT if at == subject else _OBJECT if at == thing else "dep"
        tree[at] = replace(tree[at], label=label)


def _subject(tree: Sequence[Node], bare: Sequence[int], verb: int) -> int:
    """Return which of several bare nouns acts, by the surest reason that there is: case, kind of thing, order."""
    able = [at for at in bare if "nom" in tree[at].cases] or list(bare)
    sure = [at for at in able if "acc" not in tree[at].cases]
    able = sure or able
    acting = {at: _agency(tree, at, verb) for at in able}
    if None not in acting.values():
        most = max(value or 0 for value in acting.values())
        able = [at for at in able if acting[at] == most]
    if len(able) > 1 and able[0] < verb < able[1]:
        return able[0]
    return next((at for at in able if tree[at].label == _SUBJECT), able[0])


def _agency(tree: Sequence[Node], at: int, verb: int) -> int | None:
    """Return how much of an actor a thing is by its kind, None for what is none; "который" is what it stands for."""
    node = tree[tree[verb].head] if tree[at].lemma == _WHICH else tree[at]
    return None if node.thing is None else _AGENCY.get(node.thing.kind, 0)
