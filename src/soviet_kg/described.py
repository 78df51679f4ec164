"""What a sentence means by a pronoun or by a noun that no list of names holds, where a frame asks who fills a role.

"He left them" means a party or several; "resigned from the board" a board that was named before; "a rival conference"
is a thing of its own, called after its words. Which nouns can be things, and of what kind, is data: `[described]` in
`ontology/frames/verbs.LANGUAGE.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from soviet_kg import roles
from soviet_kg.lines import VALUE_KINDS, Found, as_reference
from soviet_kg.names import slugify
from soviet_kg.scene import Trail
from soviet_kg.syntax import Token, Tree

_BACK = 400  # folded characters: a pronoun looks no further back, "he" and "she" three times as far
_OWN_WORDS = ("amod", "compound", "nmod:poss", "nmod:desc", "nummod", "flat")
_LONGEST = 12


@dataclass(frozen=True)
class Memory:
    """What a document has named so far: its things in order, the document that they are known in, who has acted."""

    trail: Trail
    document: str
    actors: list[Found] = field(default_factory=list)

    def before(self, at: int, kinds: frozenset[str], reach: int = 1 << 30) -> Iterator[Found]:
        """Yield the named things of these kinds before a place of the folded text, the nearest first."""
        for thing in self.trail.before(at, max(0, at - reach)):
            if thing.kind in kinds and thing.kind not in VALUE_KINDS:
                yield thing


def pronoun(
    tree: Tree, at: int, kinds: frozenset[str], memory: Memory, but: frozenset[str]
) -> tuple[Found, ...]:
    """Return what a pronoun stands for: the nearest thing that it can mean and that is not the clause's own subject.

    `but` are the keys of what it cannot be. "They" are all that are joined to that thing.
    """
    token = tree.tokens[at]
    able = kinds & tree.function.pronouns.get(token.text.lower(), frozenset())
    if token.thing is not None or not able:
        return ()
    place = token.start
    reach = 3 * _BACK if able == {"Person"} else _BACK
    for thing in memory.before(place, able, reach):
        if thing.key not in but and not thing.latent and _agrees(tree, token, thing):
            meant = _joined(tree, thing) if token.text.lower() in tree.function.plural else [thing]
            return tuple(as_reference(one, place, place + len(token.text), "pronoun") for one in meant)
    return ()


def dropped(tree: Tree, at: int, kinds: frozenset[str], memory: Memory) -> tuple[Found, ...]:
    """Return who acts in a clause that says it by the verb's ending alone: who leads the sentence, or acted last."""
    leading = roles.leading(tree, at)
    named = tree.tokens[leading].thing if leading is not None else None
    if named is not None:
        return (named,) if named.kind in kinds else ()
    start = tree.tokens[at].start
    before = (actor for actor in reversed(memory.actors) if actor.start < start)
    actor = next(before, None)
    if actor is None or actor.kind not in kinds or start - actor.stop > _BACK:
        return ()
    return (as_reference(actor, start, tree.tokens[at].stop, "dropped"),)


def _joined(tree: Tree, thing: Found) -> list[Found]:
    """Return the things of its kind that a thing of this sentence is coordinated with, itself included."""
    at = next((place for place, token in enumerate(tree.tokens) if token.thing is thing), None)
    if at is None:
        return [thing]
    while tree.tokens[at].label == "conj":
        at = tree.tokens[at].head
    named = (tree.tokens[place].thing for place in roles.coordinated(tree, at))
    return [one for one in named if one is not None and one.kind == thing.kind] or [thing]


def _agrees(tree: Tree, word: Token, thing: Found) -> bool:
    """Say whether "them" can be said of a thing: of a party by its members, of a body in the plural, of no person."""
    if word.text.lower() not in tree.function.plural:
        return True
    return thing.kind == "Party" or (thing.kind == "Body" and thing.label.rstrip(")").endswith("s"))


def described(
    tree: Tree, at: int, kinds: frozenset[str], nouns: Mapping[str, frozenset[str]], memory: Memory
) -> tuple[Found, ...]:
    """Return the thing that a noun phrase describes: the one named before if it is definite, else one of its own."""
    token = tree.tokens[at]
    kind = next((kind for kind in sorted(kinds) if token.lemma in nouns.get(kind, ())), None)
    if kind is None or token.thing is not None or not token.tag.startswith("NN"):
        return ()
    function = tree.function
    about = function.about if kind in ("Document", "Event") else ()
    first, last = _extent(tree, at, (*function.naming, *about))
    start, stop = tree.tokens[first].start, tree.tokens[last].stop
    determiner = _determiner(tree, at)
    if first == last:
        known = (
            _named_before(tree, at, kind, memory, start, stop) if determiner in function.definite else None
        )
        if known or determiner not in function.definite or token.text.islower():
            return (known,) if known else ()
    if tree.tokens[first].tag == "PRP$":
        return ()
    if not determiner and token.tag == "NNS" and not _has_name(tree, first, last):
        return ()
    label = tree.words(first, last)
    key = slugify(f"{label} {memory.document}")
    thing = Found(start, stop, kind, key, label[:1].upper() + label[1:], "syntax/described", latent=True)
    memory.trail.add(thing)
    return (thing,)


def _determiner(tree: Tree, at: int) -> str:
    found = tree.child(at, "det", "nmod:poss")
    return tree.tokens[found].text.lower() if found is not None else ""


def _named_before(tree: Tree, at: int, kind: str, memory: Memory, start: int, stop: int) -> Found | None:
    noun = tree.tokens[at].lemma
    for thing in memory.before(start, frozenset({kind})):
        if noun in thing.label.lower().split() and not thing.how.startswith("reference/"):
            return as_reference(thing, start, stop, "definite")
    return None


def _extent(tree: Tree, at: int, naming: tuple[str, ...]) -> tuple[int, int]:
    """Return the first and last word of what names a thing: its adjectives, and what it is of, from, between."""
    first = last = at
    for child in reversed(tree.below[at]):
        if child < at and tree.tokens[child].label in _OWN_WORDS and tree.subtree(child)[1] == first - 1:
            first = tree.subtree(child)[0]
    for child in tree.children(at, "nmod"):
        begin = tree.subtree(child)[0]
        end = _extent(tree, child, naming)[1]
        if child > at and begin == last + 1 and tree.marks[child] in naming and end - first < _LONGEST:
            last = end
    return first, last


def _has_name(tree: Tree, first: int, last: int) -> bool:
    return any(t.thing is not None and t.thing.kind not in VALUE_KINDS for t in tree.tokens[first : last + 1])
