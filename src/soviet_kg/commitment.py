"""What a source commits itself to, read off a tree: negation, modal verbs, what governs the clause, who says it.

The verbs that deny ("refused to"), plan ("decided to"), carry through ("managed to") or report ("said that") what
hangs on them are data: `[commitment]` in `ontology/frames/verbs.LANGUAGE.toml`. The classes are those of Karttunen
(1971), "Implicative Verbs", Language 47: an implicative verb commits its speaker to what hangs on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from soviet_kg.errors import BadDataFile
from soviet_kg.model import Stance
from soviet_kg.roles import is_verb, subject
from soviet_kg.syntax import Tree

_CLASSES = (
    "denying",
    "planning",
    "implicative",
    "saying",
    "negations",
    "modals",
    "conditional-modals",
    "conditions",
)
_GOVERNED = ("xcomp", "ccomp", "csubj", "acl", "advcl")
_DEEPEST = 8
_NOT_YET = ("VBF", "VBI")  # future and imperative, in languages that have forms for them
_ORDER = (Stance.DENIED, Stance.CONDITIONAL, Stance.PLANNED, Stance.REPORTED, Stance.ASSERTED)


@dataclass(frozen=True, slots=True)
class Commitment:
    """The words of each class, by class."""

    words: Mapping[str, frozenset[str]]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.words[name]


def read_commitment(table: Mapping[str, Any], where: str) -> Commitment:
    """Return the classes of words of a language. Raises BadDataFile for a class that is unknown or missing."""
    if wrong := sorted(set(table) ^ set(_CLASSES)):
        raise BadDataFile(
            f"{where}: [commitment] {wrong[0]} is unknown or missing; it has {', '.join(_CLASSES)}"
        )
    return Commitment({name: frozenset(table[name].split()) for name in _CLASSES})


def commitment_of(tree: Tree, at: int, words: Commitment) -> tuple[Stance, int | None]:
    """Return the stance of what a predicate says, and for what is reported the place of who says it."""
    own = _own(tree, at, words)
    if own is Stance.DENIED:
        return own, None
    place = at
    for _ in range(_DEEPEST):
        token = tree.tokens[place]
        if token.head == place or token.label == "acl:relcl":
            break
        if token.label == "conj":
            own = least(own, _modal(tree, token.head, words))
        elif token.label.partition(":")[0] in _GOVERNED:
            governed, speaker = _governed(tree, place, words)
            if governed is Stance.REPORTED and own is Stance.ASSERTED:
                return governed, speaker
            own = least(own, governed)
            if token.label in ("xcomp", "ccomp"):
                own = least(own, _own(tree, token.head, words))
        elif is_verb(tree.tokens[at]) or token.label == "parataxis":
            break
        place = token.head
    return own, None


def _own(tree: Tree, at: int, words: Commitment) -> Stance:
    """Return what a predicate's own words say: "did not", "no delegate", "will"."""
    below = [tree.tokens[child] for child in tree.below[at]]
    if any(
        token.lemma in words["negations"] and token.label in ("advmod", "det", "cc:preconj")
        for token in below
    ):
        return Stance.DENIED
    adverbs = (part for child in tree.children(at, "advmod") for part in tree.below[child])
    if any(tree.tokens[part].lemma in words["negations"] for part in adverbs):  # "no longer"
        return Stance.DENIED
    for child in tree.children(at, "nsubj", "obj", "nsubj:pass"):
        if any(
            tree.tokens[d].lemma in tree.function.negative for d in tree.children(child, "det", "cc:preconj")
        ):
            return Stance.DENIED
    return _modal(tree, at, words)


def _modal(tree: Tree, at: int, words: Commitment) -> Stance:
    labels = {(tree.tokens[child].label, tree.tokens[child].lemma) for child in tree.below[at]}
    marked = any(("mark", word) in labels for word in tree.function.infinitive)
    if marked and {("aux", "be"), ("cop", "be")} & labels:
        return Stance.PLANNED  # "was to open"
    if tree.tokens[at].tag in _NOT_YET:
        return Stance.PLANNED
    for child in tree.below[at]:
        token = tree.tokens[child]
        if token.label == "mark" and token.lemma in words["conditions"]:
            return Stance.CONDITIONAL
        if token.label == "aux" and token.lemma in words["conditional-modals"]:
            return Stance.CONDITIONAL
        if token.label == "aux" and token.lemma in words["modals"]:
            return Stance.PLANNED
    return Stance.ASSERTED


def _governed(tree: Tree, at: int, words: Commitment) -> tuple[Stance, int | None]:
    """Return what the governing word makes of a clause, and who says it where it is said."""
    token = tree.tokens[at]
    head = tree.tokens[token.head]
    marks = {tree.tokens[child].text.lower() for child in tree.children(at, "mark")}
    if marks & tree.function.without:
        return Stance.DENIED, None
    if (
        token.label in ("acl", "advcl") and not marks
    ):  # a participle tells of its noun: "an order signed by N."
        return Stance.ASSERTED, None
    if head.lemma in words["denying"]:
        return Stance.DENIED, None
    if marks & words["conditions"]:
        return Stance.CONDITIONAL, None
    if token.label == "ccomp" and head.lemma in words["saying"]:
        return Stance.REPORTED, subject(tree, token.head)
    if head.lemma in words["planning"] and token.label != "advcl":
        return Stance.PLANNED, None
    if marks & tree.function.infinitive and head.lemma not in words["implicative"]:
        return Stance.PLANNED, None
    return Stance.ASSERTED, None


def least(one: Stance, other: Stance) -> Stance:
    """Return the stance that commits the source to less."""
    return min(one, other, key=_ORDER.index)
