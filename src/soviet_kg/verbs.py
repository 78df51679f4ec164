"""Trees → drafts of claims: which frames the words of a sentence evoke, and what fills their roles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from soviet_kg import roles
from soviet_kg.claims import Draft, qualify, values_of
from soviet_kg.clauses import clause_subjects
from soviet_kg.commitment import commitment_of, least
from soviet_kg.described import Memory, described, dropped, pronoun
from soviet_kg.lines import Found
from soviet_kg.model import DateRange, HistoricalDate, Span, Stance
from soviet_kg.stance import SignTable, stance_of
from soviet_kg.syntax import Token, Tree
from soviet_kg.valency import ANY, Frame, Frames, Table

_LOGICAL: dict[str, Callable[[Tree, int], int | None]] = {
    "subject": roles.subject,
    "object": roles.obj,
    "host": roles.host,
    "clause": lambda tree, at: tree.child(at, "ccomp", "xcomp"),
}


@dataclass(frozen=True, slots=True)
class Use:
    """A frame met in a tree: the word that evokes it, and what fills its roles."""

    frame: Frame
    tree: Tree
    at: int
    things: Mapping[str, tuple[Found, ...]]
    texts: Mapping[str, str]
    path: str


@dataclass(frozen=True)
class Context:
    """What a document's trees are read with: the frames, the signs of stance, what it has named."""

    frames: Frames
    signs: SignTable
    memory: Memory


def read_tree(tree: Tree, context: Context) -> Iterator[Draft]:
    """Yield what every frame reads in a tree, word by word."""
    for at in range(len(tree.tokens)):
        for use in find_uses(tree, at, context):
            yield from draft_use(use, context)
    context.memory.actors.extend(roles.actors(tree))


def find_uses(tree: Tree, at: int, context: Context) -> Iterator[Use]:
    """Yield the frames that a word evokes; a longer expression whose roles are filled excludes shorter ones."""
    token, frames = tree.tokens[at], context.frames
    is_verb = roles.is_verb(token) and token.thing is None
    for table in (frames.verbs,) if is_verb else (frames.nouns, frames.agents):
        lemma = _evoking(token, table, frames)
        longest = 0
        for rest, frame in table.get(lemma, ()):
            parts = _parts(tree, at, rest) if len(rest) >= longest else None
            if parts is not None:
                use = _use(tree, at, parts, frame, context, table is frames.agents)
                longest = len(rest) if _makes_a_claim(use) else longest
                yield use
    for _, frame in frames.verbs.get(ANY, ()) if is_verb else ():
        yield _use(tree, at, (), frame, context)


def _makes_a_claim(use: Use) -> bool:
    """Say whether both ends of a claim of the frame are filled."""
    filled = {*use.things, *use.texts}
    return any({t.subject, t.object.partition(".")[0]} <= filled for t in use.frame.templates)


def _evoking(token: Token, table: Table, frames: Frames) -> str:
    """Return the word by which frames are looked up: the lemma, for a name "@" and its kind."""
    if token.thing is not None and token.thing.kind not in ("Document", "Event"):
        return f"@{token.thing.kind}"
    known = frames.forms.get(token.text.lower(), "")
    return known if known in table else token.lemma


def _parts(tree: Tree, at: int, rest: tuple[str, ...]) -> tuple[int, ...] | None:
    """Return where the other words of an expression stand below its first ("take part", "walk out"); None without."""
    parts: list[int] = []
    for word in rest:
        children = (child for place in (at, *parts) for child in tree.below[place])
        below = [joined for child in children for joined in roles.coordinated(tree, child)]
        cases = [case for child in below for case in tree.children(child, "case")]
        found = next((c for c in (*below, *cases) if tree.tokens[c].lemma == word), None)
        if found is None:
            return None
        parts.append(found)
    return tuple(parts)


def _use(
    tree: Tree, at: int, parts: tuple[int, ...], frame: Frame, context: Context, agent: bool = False
) -> Use:
    things: dict[str, tuple[Found, ...]] = {}
    texts: dict[str, str] = {}
    steps = [" ".join(tree.tokens[place].lemma for place in (at, *parts))]
    for role, kinds in frame.roles.items():
        if role == "act":
            texts[role] = _act(tree, at)
            continue
        place = (_of_agent if agent else _filler)(tree, at, parts, role, frame, context.frames)
        if place is None:
            continue
        if "text" in kinds and (words := phrase(tree, place)):
            texts[role] = words
            steps.append(f"{role} ← {tree.tokens[place].label}")
        elif held := _held(tree, place, kinds, context, frame, role, things):
            things[role] = held
            steps.append(f"{role} ← {tree.tokens[place].label} {held[0].label or tree.tokens[place].text}")
    return Use(frame, tree, at, things, texts, "; ".join(steps))


def _filler(
    tree: Tree, at: int, parts: tuple[int, ...], role: str, frame: Frame, frames: Frames
) -> int | None:
    """Return the word that fills a role of a predicate or of the nouns that belong to it ("gave a report on")."""
    if role in ("date", "range"):
        return _dated(tree, at, role.capitalize())
    is_noun = not roles.is_verb(tree.tokens[at])
    if is_noun and role == "subject":
        return _noun_subject(tree, at, frame, frames)
    if is_noun and role == "object" and frame.of != "object":
        return None
    if role == "object" and parts and tree.child(at, "obj") in parts:
        return None
    if frame.intransitive and role in ("subject", "object"):
        return roles.surface_subject(tree, at) if role == "subject" else tree.child(at, "obj")
    if role in _LOGICAL:
        own = _LOGICAL[role](tree, at)
        return own if own is not None or role != "object" else _object_of_parts(tree, parts)
    places = (roles.oblique(tree, place, role.replace("_", " ")) for place in (at, *parts))
    found = next((place for place in places if place is not None), None)
    if found is None and role not in tree.function.clinging:  # these belong to the noun before them
        found = roles.adverbial(tree, at, role.replace("_", " "))
    if found is None and is_noun and tree.tokens[at].label in ("obj", "nsubj:pass"):
        found = _after(at, roles.oblique(tree, tree.tokens[at].head, role.replace("_", " ")))
    return found


def _after(at: int, place: int | None) -> int | None:
    """Return a place if it is behind another: "heard a report by N. on bread", whatever "on bread" hangs on."""
    return place if place is not None and place > at else None


def _of_agent(
    tree: Tree, at: int, parts: tuple[int, ...], role: str, frame: Frame, frames: Frames
) -> int | None:
    """Return who is what an agent's noun says, or whose or what's: "N., one of its leaders"."""
    if role == "subject":
        return roles.bearer(tree, at, frames.making)
    if role == "self":
        return at
    if role == "object":
        of = roles.oblique(tree, at, *tree.function.owner)
        return of if of is not None else tree.child(at, "nmod:poss")
    return _filler(tree, at, parts, role, frame, frames)


def _object_of_parts(tree: Tree, parts: tuple[int, ...]) -> int | None:
    """Return the object of a verb that belongs to the expression: "refused to recognise the Soviet"."""
    return next((found for part in parts if (found := roles.obj(tree, part)) is not None), None)


def _noun_subject(tree: Tree, at: int, frame: Frame, frames: Frames) -> int | None:
    """Return who does what a noun says: its owner or agent, its "of", or who gave, made, expressed it."""
    found = roles.subject(tree, at)
    if found is None and frame.of == "subject":
        found = roles.oblique(tree, at, *tree.function.owner)
    token = tree.tokens[at]
    governor = tree.tokens[token.head]
    if found is None and governor.lemma in frames.light and token.label in ("obj", "nsubj:pass"):
        found = roles.subject(tree, token.head)
    return found


def _dated(tree: Tree, at: int, *kinds: str) -> int | None:
    """Return the day of a clause, which is neither before nor after it."""
    for child in tree.children(at, "obl", "nmod", "advmod"):
        thing = tree.tokens[child].thing
        if thing is None or thing.kind not in kinds or tree.marks[child] in tree.function.aside:
            continue
        following = tree.tokens[
            child + 1 : child + 3
        ]  # "on the 25th and 26th": patterns read the first and the last
        several = any(other.thing is not None and other.thing.kind == "Date" for other in following)
        return None if several else child
    return None


def _held(
    tree: Tree,
    at: int,
    kinds: frozenset[str],
    context: Context,
    frame: Frame,
    role: str,
    others: Mapping[str, tuple[Found, ...]],
) -> tuple[Found, ...]:
    """Return the things of these kinds that a word and all joined to it stand for: named, meant or described."""
    if role in frame.spread:
        first, last = tree.subtree(at)
        inside = (token.thing for token in tree.tokens[first : last + 1])
        return tuple({t.key: t for t in inside if t is not None and t.kind in kinds}.values())
    sign = (frame.where or {}).get(role)
    taken = frozenset(thing.key for things in others.values() for thing in things)
    held = (
        thing
        for place in _joined(tree, at)
        for thing in _named(tree, place, kinds, context.frames)
        or _meant(tree, place, kinds, context, role, taken)
        or described(tree, place, kinds, context.frames.described, context.memory)
    )
    fitting = (thing for thing in held if sign is None or sign.search(thing.label.lower()))
    return tuple({thing.key: thing for thing in fitting}.values())


def _joined(tree: Tree, at: int) -> Iterator[int]:
    """Yield a word and what is joined to it; what takes the preposition again may belong to others.

    "members of A and of B" need not be of both, "left A, and the last three of them B" is said of three.
    """
    for place in roles.coordinated(tree, at):
        again = place != at and tree.prepositions[place]
        if not again or (tree.relations[at] != "nmod" and not _has_own_words(tree, place)):
            yield place


def _has_own_words(tree: Tree, at: int) -> bool:
    """Say whether a conjunct brings words of its own before its preposition: "and the last three of them from"."""
    case = tree.child(at, "case")
    start = tree.subtree(at)[0]
    return case is not None and any(t.tag[:2] in ("NN", "CD", "JJ", "VB") for t in tree.tokens[start:case])


def _meant(
    tree: Tree, at: int, kinds: frozenset[str], context: Context, role: str, taken: frozenset[str]
) -> tuple[Found, ...]:
    """Return what a pronoun means; a subject "it" is left to the references, which know what sections are about."""
    if role == "subject" and tree.tokens[at].text.lower() in tree.function.impersonal:
        return ()
    return pronoun(tree, at, kinds, context.memory, taken)


def _named(tree: Tree, at: int, kinds: frozenset[str], frames: Frames) -> tuple[Found, ...]:
    """Return the things that a word names, or that are named by what it is of or put beside."""
    token = tree.tokens[at]
    if token.thing is not None and token.thing.kind in kinds:
        return (token.thing,)
    places: list[int] = []
    if token.thing is None and token.lemma in frames.stands_for:
        of = (roles.oblique(tree, at, mark) for mark in tree.function.origin)
        places += [place for place in of if place is not None]
    for place in (*places, *roles.identified(tree, at)):
        if held := tuple(_things_at(tree, place, kinds)):
            return held
    return ()


def phrase(tree: Tree, at: int) -> str:
    """Return the words of a phrase without what joins it: its preposition, "that", the commas around it."""
    first, last = tree.subtree(at)
    for clause in tree.children(at, "acl", "advcl"):
        start = tree.subtree(clause)[0]
        if (
            start > at and tree.tokens[start].text in tree.function.infinitive
        ):  # "called on the peasants to rise"
            last = min(last, start - 1)
    while first < last and (tree.tokens[first].label in ("case", "mark", "punct", "cc")):
        first += 1
    while last > first and tree.tokens[last].label == "punct":
        last -= 1
    return tree.words(first, last)


def _act(tree: Tree, at: int) -> str:
    """Return a verb with its object: "abolished private property" means something else than "private property"."""
    found = roles.obj(tree, at)
    return tree.words(at, tree.subtree(found)[1]) if found is not None and found > at else ""


def draft_use(use: Use, context: Context) -> Iterator[Draft]:
    """Yield the claims of a frame whose roles are filled, with stance, speaker and date."""
    line, frame = use.tree.line, use.frame
    things = dict(use.things)
    if "subject" not in things and _lacks_subject(use):
        things["subject"] = _understood(use, context.memory)
    if not _is_whole(use, things):
        return
    stance, speaker = _stance(use, context)
    words = {role: (text, 0, 0) for role, text in use.texts.items()}
    for template in frame.templates:
        for subject in things.get(template.subject, ()):
            for value in values_of(template.object, line, words, things):
                if value == "":
                    continue
                draft = Draft(
                    subject, template.predicate, value, Span(line.start, line.stop), f"verb/{frame.id}",
                    (), stance, speaker, path=use.path,
                )  # fmt: skip
                yield _dated_by(use, qualify(draft, template, words, things, value))


def _understood(use: Use, memory: Memory) -> tuple[Found, ...]:
    """Return who acts in a clause without subject: in a language that needs none, who acted last."""
    tree, kinds = use.tree, use.frame.roles["subject"]
    if not tree.function.general:
        return clause_subjects(tree.line, tree.place(use.at), kinds)
    if tree.tokens[use.at].text.lower().endswith(tuple(tree.function.general)):
        leading = roles.leading(tree, use.at)
        return () if leading is None else tuple(_things_at(tree, leading, kinds))
    return dropped(tree, use.at, kinds, memory)


def _things_at(tree: Tree, at: int, kinds: frozenset[str]) -> Iterator[Found]:
    """Yield the things of these kinds that a word and those joined to it name."""
    named = (tree.tokens[place].thing for place in roles.coordinated(tree, at))
    return (thing for thing in named if thing is not None and thing.kind in kinds)


def _dated_by(use: Use, draft: Draft) -> Draft:
    """Return the draft with the day of its clause, or with the days from which and until which it holds."""
    place = _dated(use.tree, use.at, "Date", "Range")
    thing = use.tree.tokens[place].thing if place is not None else None
    if thing is None or isinstance(draft.object, HistoricalDate):
        return draft
    days: dict[str, HistoricalDate] = {}
    if isinstance(thing.value, DateRange):
        days = {"from": thing.value.first, "until": thing.value.last}
    elif isinstance(thing.value, HistoricalDate):
        days = {use.frame.dated: thing.value}
    return replace(draft, qualifiers=tuple(sorted((dict(draft.qualifiers) | days).items())))


def _is_whole(use: Use, things: Mapping[str, tuple[Found, ...]]) -> bool:
    """Say whether the roles that a frame needs are filled, by one or several as it wants, after its prepositions."""
    frame = use.frame
    if frame.case is not None and use.tree.prepositions[use.at] not in frame.case:
        return False
    numbers = all((len(things.get(role, ())) > 1) is many for role, many in frame.several.items())
    return numbers and all(need in things or need in use.texts for need in frame.needs)


def _lacks_subject(use: Use) -> bool:
    """Say whether a finite verb acts in a clause where the parser has found nobody who does."""
    token = use.tree.tokens[use.at]
    finite = token.tag in ("VBD", "VBZ", "VBP") and token.thing is None
    return finite and "subject" in use.frame.roles and roles.subject(use.tree, use.at) is None


def _stance(use: Use, context: Context) -> tuple[Stance, Found | None]:
    """Return the stance by the tree, or by the words around where these commit the source to less."""
    given = Stance(use.frame.stance) if use.frame.stance else None
    stance, speaker_at = commitment_of(use.tree, use.at, context.frames.commitment)
    place = use.tree.place(use.at)
    around, who = stance_of(
        use.tree.line, place, place + len(use.tree.tokens[use.at].text), "", context.signs, given
    )
    # What governs the clause is read off the tree; who speaks, and quotation marks, stand in the words around it.
    if around is not Stance.REPORTED:
        around = given or Stance.ASSERTED
    if stance is Stance.REPORTED and speaker_at is not None:
        who = who or use.tree.tokens[speaker_at].thing
    if given is Stance.ASSERTED and Stance.DENIED not in (stance, around):
        return given, None
    return least(stance, around), who
