"""Who does what to whom in a tree: logical subject, object and oblique roles of a verb or of a noun that acts like one.

Voice, relative clauses, participles, control and coordination are undone here, so that "the Decree, drafted by N.",
"N. drafted and read out the Decree" and "the Decree which N. had drafted" give the same roles. Relations are those of
Universal Dependencies (https://universaldependencies.org/u/dep).
"""

from __future__ import annotations

from collections.abc import Iterator

from soviet_kg.lines import VALUE_KINDS, Found
from soviet_kg.syntax import Token, Tree

_SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
_OBLIQUE = ("obl", "nmod")
_SHARED = ("conj", "xcomp", "advcl", "parataxis")
_BESIDE = ("appos", "nmod:desc", "flat", "compound", "list", "parataxis", "dep", "nmod:unmarked")
_DEEPEST = 12


def is_verb(token: Token) -> bool:
    """Say whether a word is a verb by its Penn tag."""
    return token.tag.startswith("VB")


def is_passive(tree: Tree, verb: int) -> bool:
    """Say whether a verb is in the passive: an auxiliary, a passive subject, or a past participle on a noun."""
    if tree.children(verb, "aux:pass", "nsubj:pass", "obl:agent"):
        return True
    token = tree.tokens[verb]
    if token.tag != "VBN" or tree.children(verb, "aux", "nsubj"):
        return False
    if token.label == "conj":
        return is_passive(tree, token.head)
    return token.label.startswith(("acl", "advcl", "xcomp", "amod")) or token.label == "root"


def subject(tree: Tree, predicate: int) -> int | None:
    """Return who acts: the subject of an active verb, the agent of a passive one, the owner or "by" of a noun."""
    if not is_verb(tree.tokens[predicate]):
        return _noun_subject(tree, predicate)
    if not is_passive(tree, predicate):
        return surface_subject(tree, predicate)
    return _agent(tree, predicate)


def obj(tree: Tree, predicate: int) -> int | None:
    """Return what is acted on: the object of an active verb, the subject of a passive one, the "of" of a noun."""
    if not is_verb(tree.tokens[predicate]):
        return oblique(tree, predicate, *tree.function.owner)
    if is_passive(tree, predicate):
        return surface_subject(tree, predicate)
    found = tree.child(predicate, "obj")
    if found is not None:
        return _meant(tree, found)
    gap = _gap(tree, predicate)
    return gap if gap is not None else _unmarked(tree, predicate)


def _unmarked(tree: Tree, verb: int) -> int | None:
    """Return a thing behind a verb that the parser took for an adverb: "printed next morning the law"."""
    for child in tree.children(verb, "obl:unmarked", "nmod:unmarked"):
        thing = tree.tokens[child].thing
        if child > verb and thing is not None and thing.kind not in VALUE_KINDS:
            return child
    return None


def surface_subject(tree: Tree, verb: int, depth: int = 0) -> int | None:
    """Return the grammatical subject of a verb, also where another verb has it or the verb hangs on its noun."""
    subjects = tree.children(verb, *_SUBJECTS)
    if subjects:
        named = (place for place in subjects if tree.tokens[place].thing is not None)
        return _meant(tree, next(named, subjects[0]))
    token = tree.tokens[verb]
    if depth > _DEEPEST or token.head == verb:
        return None
    if token.label == "xcomp":
        controller = tree.child(token.head, "obj", "iobj")
        if controller is None:  # "called upon the troops to"
            controller = next(
                (c for c in tree.children(token.head, "obl") if tree.marks[c] in tree.function.controller),
                None,
            )
        return controller if controller is not None else surface_subject(tree, token.head, depth + 1)
    if token.label == "advcl" and (agent := tree.child(token.head, "obl:agent")) is not None:
        return agent
    if token.label in _SHARED:
        return surface_subject(tree, token.head, depth + 1)
    return token.head if token.label == "acl" else None


def oblique(tree: Tree, predicate: int, *marks: str) -> int | None:
    """Return what hangs on a predicate by one of these marks ("in", "because of"), the first mark first."""
    children = tree.children(predicate, *_OBLIQUE)
    found = (child for mark in marks for child in children if tree.marks[child] == mark)
    place = next(found, None)
    return None if place is None else _meant(tree, place)


def adverbial(tree: Tree, predicate: int, *marks: str) -> int | None:
    """Return what stands by one of these marks anywhere in a predicate's clause, also below another noun."""
    for place, token in enumerate(tree.tokens):
        if tree.marks[place] in marks and tree.relations[place] in _OBLIQUE:
            above = token.head
            for _ in range(_DEEPEST):
                if above == predicate or is_verb(tree.tokens[above]) or tree.tokens[above].head == above:
                    break
                above = tree.tokens[above].head
            if above == predicate:
                return _meant(tree, place)
    return None


def coordinated(tree: Tree, at: int) -> Iterator[int]:
    """Yield a word and all that is joined to it by "and"."""
    yield at
    for child in tree.children(at, "conj"):
        yield from coordinated(tree, child)


def identified(tree: Tree, at: int) -> Iterator[int]:
    """Yield the words that name the same as a noun: its apposition, what it stands beside, its subject."""
    yield from tree.children(at, "appos", "flat", "nmod:desc")
    for child in tree.children(at, "parataxis"):  # "two decrees: the Decree on Peace and"
        if child > at and any(token.text == ":" for token in tree.tokens[at + 1 : child]):
            yield child
    token = tree.tokens[at]
    if token.label == "appos":
        yield from _put_beside(tree, at)
    if token.label in ("appos", "nmod:desc", "flat"):
        yield token.head
    if tree.children(at, "cop"):
        yield from tree.children(at, "nsubj")


def leading(tree: Tree, at: int) -> int | None:
    """Return the first name that a sentence says something of before a word: a subject, or what hangs loosely on it."""
    for place, token in enumerate(tree.tokens[:at]):
        loose = tree.relations[place] in ("nsubj", "parataxis", "dislocated", "root", "list")
        if (
            loose
            and token.thing is not None
            and token.thing.kind not in VALUE_KINDS
            and not tree.marks[place]
        ):
            return place
    return None


def actors(tree: Tree) -> Iterator[Found]:
    """Yield the things that act in a sentence, or that it is about."""
    for place, token in enumerate(tree.tokens):
        if (
            tree.relations[place] == "nsubj"
            and token.thing is not None
            and token.thing.kind not in VALUE_KINDS
        ):
            yield token.thing


def _put_beside(tree: Tree, at: int) -> Iterator[int]:
    """Yield the name right before an apposition, wherever the parser has attached it: "the Bund, a party formed in"."""
    first = tree.subtree(at)[0]
    while first < at and tree.relations[first] == "punct":
        first += 1
    place = first - 1
    while place >= 0 and tree.tokens[place].text in {",", ")", "-"}:
        place -= 1
    if 0 <= place < first - 1 and tree.tokens[place].thing is not None:
        yield place


def bearer(tree: Tree, noun: int, making: frozenset[str]) -> int | None:
    """Return who is what a noun says: "N. was one of the leaders", "the leader, N.", "N. was elected leader".

    `making` are the lemmas of verbs that make somebody what a noun says.
    """
    place = _one_of(tree, noun)
    token = tree.tokens[place]
    if (said_of := tree.child(place, "nsubj")) is not None:
        return _meant(tree, said_of)
    if (beside := tree.child(place, "appos")) is not None and _is_person(tree.tokens[beside]):
        return beside
    if token.label in _BESIDE and token.head != place:
        said = tree.child(place, "cop") is not None and is_verb(tree.tokens[token.head])
        return surface_subject(tree, token.head) if said else token.head
    if token.label == "conj" and token.head != place:
        return bearer(tree, token.head, making)
    as_one = token.label in ("obl", "advcl", "nmod") and tree.marks[place] in tree.function.capacity
    if as_one or (token.label in ("xcomp", "obj") and tree.tokens[token.head].lemma in making):
        return _made_so(tree, token.head) if is_verb(tree.tokens[token.head]) else None
    if token.label in (
        "vocative",
        "dislocated",
        "advcl",
        "obl:unmarked",
    ):  # "An old Menshevik, he spoke first"
        return surface_subject(tree, token.head)
    return None if tree.prepositions[place] else next(_put_beside(tree, place), None)


def _one_of(tree: Tree, noun: int) -> int:
    """Return the word that stands for a noun: "one" in "one of its leaders"."""
    token = tree.tokens[noun]
    if token.label.startswith("nmod") and tree.tokens[token.head].lemma in tree.function.one:
        return token.head
    return noun


def _made_so(tree: Tree, verb: int) -> int | None:
    """Return who becomes or is made what hangs on a verb: the object of an active one that has it, else the subject."""
    if is_passive(tree, verb):
        return surface_subject(tree, verb)
    found = tree.child(verb, "obj")
    beside = None if found is None else tree.child(found, "appos")
    named = next((p for p in (found, beside) if p is not None and tree.tokens[p].thing is not None), None)
    return named if named is not None else surface_subject(tree, verb)


def host(tree: Tree, predicate: int) -> int | None:
    """Return what a noun is said of: in "the session under the chairmanship of N." and "it met under …" the session."""
    token = tree.tokens[predicate]
    governor = tree.tokens[token.head]
    if not tree.prepositions[predicate]:
        return None
    if token.label.startswith("nmod"):
        return token.head
    return surface_subject(tree, token.head) if is_verb(governor) else None


def _agent(tree: Tree, verb: int) -> int | None:
    found = tree.child(verb, "obl:agent")
    return _meant(tree, found) if found is not None else oblique(tree, verb, *tree.function.agent)


def _noun_subject(tree: Tree, noun: int) -> int | None:
    owner = tree.child(noun, "nmod:poss")
    return owner if owner is not None else adverbial(tree, noun, *tree.function.agent)


def _meant(tree: Tree, at: int) -> int:
    """Return what a relative pronoun stands for: the noun that its clause hangs on; of other words themselves."""
    if tree.tokens[at].lemma not in tree.function.relative:
        return at
    clause = _relative_clause(tree, at)
    if clause is None:
        return _named_right_before(tree, at)
    head = tree.tokens[clause].head
    if tree.tokens[at].lemma in tree.function.personal:
        return _person_meant(tree, head, at)
    near = _named_right_before(tree, at, head)
    if tree.function.general and _is_person(tree.tokens[near]) and tree.relations[near] != "nmod":
        return near  # "член ЦК Ногин, которого": one pronoun for persons and things
    return head if tree.tokens[head].thing is not None else _named_right_before(tree, at, head)


def _named_right_before(tree: Tree, at: int, otherwise: int | None = None) -> int:
    """Return the name that stands right before a relative pronoun, its preposition and a comma aside."""
    before = at - 1 - (tree.tokens[at - 1].label == "case")
    before -= tree.tokens[before].text == ","
    if before >= 0 and tree.tokens[before].thing is not None:
        return before
    return at if otherwise is None else otherwise


def _person_meant(tree: Tree, head: int, pronoun: int) -> int:
    """Return whom "who" means: what its clause hangs on if that is a person, else the person before it or beside."""
    before = max(0, pronoun - 1 - (tree.tokens[pronoun - 1].text == ","))
    beside = (head, before, *tree.children(head, "appos"), tree.tokens[head].head)
    return next((place for place in beside if _is_person(tree.tokens[place])), head)


def _is_person(token: Token) -> bool:
    return token.thing is not None and token.thing.kind in ("Person", "Party")


def _relative_clause(tree: Tree, at: int) -> int | None:
    for _ in range(_DEEPEST):
        token = tree.tokens[at]
        if token.label == "acl:relcl":
            return at
        if token.head == at:
            return None
        at = token.head
    return None


def _gap(tree: Tree, verb: int) -> int | None:
    """Return the noun of a relative clause without pronoun that has its own subject: "the decree N. wrote"."""
    token = tree.tokens[verb]
    if token.label == "acl:relcl" and tree.children(verb, "nsubj"):
        subject_at = tree.child(verb, "nsubj")
        if subject_at is not None and tree.tokens[subject_at].lemma not in tree.function.relative:
            return token.head
    return None
