"""Sentences as trees of Universal Dependencies, in which each recognised thing is one noun.

A long name ("Extraordinary Sixth All-Russia Congress of Soviets of Workers' and Peasants' Deputies") would mislead any
parser; so each thing of a line becomes one word that the parser knows, and what it says of that word it says of the
thing. Offsets are those of the folded text.

Universal Dependencies: https://universaldependencies.org; relation names are those of its English treebanks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from soviet_kg.errors import MissingExtra
from soviet_kg.function_words import FunctionWords, load_function_words
from soviet_kg.lines import Found, Line
from soviet_kg.resources import find_resource

if TYPE_CHECKING:
    from spacy.language import Language

_PLURAL = re.compile(r"(?:s|iki|men|people|folk|sants|tsi|tsy)$")
_HEAD_ENDS = re.compile(r" (?:of|for|in|on|from|to) ")
_MONTH = re.compile(
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|March|April|May|June|July|Aug(?:ust)?|Sept(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)
# a party's name before a noun: "a Bolshevik newspaper"
_ADJECTIVE = re.compile(r"[A-Z]\w+(?:ik|ist|ic|ary|et)(?:-\w+)?")
_STAND_INS = {"Person": "Lenin", "Place": "Moscow", "Publication": "Times", "Event": "Congress"}
_FAMILIES = {
    "Body": ("Council", "workers"),
    "Party": ("Party", "Democrats"),
    "Document": ("Declaration", "decisions"),
}
_LONGEST = 120  # words; a longer sentence is a list, and trees of it are guesses
SYNTAXES = ("packaged", "stanza", "none")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a tree: its place in the folded text, its lemma, Penn tag, relation and head (itself for the root)."""

    start: int
    stop: int
    text: str
    lemma: str
    tag: str
    label: str
    head: int
    thing: Found | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed line; `below[i]` are the places of the words that depend on word i, in order.

    `relations` are their relations without subtypes ("obl" of "obl:agent"), `prepositions` what stands before each of
    them with what is fixed to it ("out of", "because of"), lower-case, "" where there is none; `marks` the same, in a
    language with cases with the case where it tells more. `function` are the function words of the language.
    """

    line: Line
    tokens: tuple[Token, ...]
    below: tuple[tuple[int, ...], ...] = field(repr=False)
    relations: tuple[str, ...] = field(repr=False)
    prepositions: tuple[str, ...] = field(repr=False)
    marks: tuple[str, ...] = field(repr=False)
    function: FunctionWords = field(repr=False, compare=False)

    def children(self, at: int, *labels: str) -> list[int]:
        """Return what depends on a word with one of these relations; "obl" stands for its subtypes, too."""
        tokens, relations = self.tokens, self.relations
        return [c for c in self.below[at] if relations[c] in labels or tokens[c].label in labels]

    def child(self, at: int, *labels: str) -> int | None:
        """Return the first of the children with one of these relations."""
        return next(iter(self.children(at, *labels)), None)

    def subtree(self, at: int) -> tuple[int, int]:
        """Return the first and the last word of what hangs on a word, itself included."""
        first = last = at
        for child in self.below[at]:
            start, stop = self.subtree(child)
            first, last = min(first, start), max(last, stop)
        return first, last

    def words(self, first: int, last: int) -> str:
        """Return the words of the document from one word to another, names in full."""
        return self.line.folded[self.tokens[first].start : self.tokens[last].stop]

    def place(self, at: int) -> int:
        """Return where a word stands in the line's text of slots."""
        return min(bisect_left(self.line.origin, self.tokens[at].start), len(self.line.text))


class Piece(Protocol):
    """A word as a tokenizer gives it: where it begins, itself, and the space that follows if one does."""

    @property
    def idx(self) -> int:
        """Where it begins."""
        ...

    @property
    def text(self) -> str:
        """Its letters."""
        ...

    @property
    def whitespace_(self) -> str:
        """What separates it from the next word."""
        ...


Tokenizer: TypeAlias = "Callable[[str], Iterable[Piece]]"
StandInFor: TypeAlias = Callable[[Found, str, str], str]


class Parser(Protocol):
    """What turns lines into trees; the same lines give the same trees."""

    def parse(self, lines: Sequence[Line]) -> Iterator[Tree]:
        """Yield one tree for each line."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """A line as the parser reads it: the words, whether a space follows, where each stands, and its thing."""

    forms: list[str]
    spaces: list[bool]
    places: list[tuple[int, int]]
    things: list[Found | None]


def load_parser(syntax: str) -> Parser | None:
    """Return the parser of English of that name: "packaged", "stanza" (if installed), None for "none".

    Raises MissingExtra where Stanza or its English model is not installed.
    """
    if syntax == "none":
        return None
    return StanzaParser() if syntax == "stanza" else PackagedParser()


@dataclass(frozen=True, slots=True)
class StandIn:
    """A word that a parser reads in place of a thing."""

    word: str
    thing: Found
    swallowed: int


def collapse(
    line: Line, whole: bool = False, name: StandInFor | None = None
) -> tuple[str, dict[int, StandIn]]:
    """Return the line with a word for each thing, and these words by where they begin in it.

    With `whole` every name keeps its words, and its last one stands for the thing; else `name` finds the word that
    does, as `stand_in` does for English.
    """
    name = name or stand_in
    pieces: list[str] = []
    held: dict[int, StandIn] = {}
    at, length = line.start, 0
    for thing in line.found:
        first = line.folded.rfind(" ", thing.start, thing.stop) + 1 if whole else thing.start
        lead = line.folded[at : max(first, thing.start)]
        word = (
            line.folded[max(first, thing.start) : thing.stop]
            if whole
            else name(thing, line.folded[thing.start : thing.stop], line.folded[thing.stop : thing.stop + 2])
        )
        length += len(lead)
        held[length] = StandIn(word, thing, thing.stop - at - len(lead) - len(word))
        pieces += [lead, word]
        length += len(word)
        at = thing.stop
    return "".join([*pieces, line.folded[at : line.stop]]), held


def stand_in(thing: Found, written: str, after: str = "") -> str:
    """Return the one word by which a parser reads a thing: the last of its head if that is common, else its kind's.

    `after` are the two characters that follow the thing's words as `written`.
    """
    head = _HEAD_ENDS.split(written, maxsplit=1)[0]
    last = head.rpartition(" ")[2]
    if thing.kind == "Party" and _ADJECTIVE.fullmatch(written) and after[1:].islower():
        return "Democratic"
    if thing.kind in _STAND_INS and not (thing.how.startswith("reference/") and last.islower()):
        return _STAND_INS[thing.kind]
    if thing.kind in ("Date", "Range"):
        return "October" if _MONTH.search(written) else "1917" if written[-1:].isdigit() else "Monday"
    if last.isalpha() and (
        last.islower() or thing.how.startswith("reference/") or thing.kind in ("Share", "Number")
    ):
        return last
    if thing.kind in _FAMILIES:
        return _FAMILIES[thing.kind][bool(_PLURAL.search(head))]
    return "649" if thing.kind == "Number" else "delegates"


def as_tree(
    line: Line,
    words: Words,
    rows: Sequence[tuple[str, str, str, int]],
    function: FunctionWords,
    mark: Callable[[int, str], str] | None = None,
) -> Tree:
    """Return the tree of a line from its words and, for each, lemma, tag, relation and head.

    `mark` returns what a word is attached by from its place and its preposition, in a language with cases.
    """
    below: list[list[int]] = [[] for _ in rows]
    for place, (*_, head) in enumerate(rows):
        if head != place:
            below[head].append(place)
    tokens = tuple(
        Token(start, stop, form, lemma.lower(), tag, label, head, thing)
        for (start, stop), form, thing, (lemma, tag, label, head) in zip(
            words.places, words.forms, words.things, rows, strict=True
        )
    )
    relations = tuple(label.partition(":")[0] for _, _, label, _ in rows)
    prepositions = tuple(_preposition(tokens, below, place) for place in range(len(tokens)))
    marks = prepositions if mark is None else tuple(mark(*row) for row in enumerate(prepositions))
    return Tree(line, tokens, tuple(map(tuple, below)), relations, prepositions, marks, function)


def _preposition(tokens: Sequence[Token], below: Sequence[Sequence[int]], at: int) -> str:
    cases = [child for child in below[at] if child < at and tokens[child].label == "case"]
    parts = [p for case in cases for p in (case, *(c for c in below[case] if tokens[c].label == "fixed"))]
    return " ".join(tokens[part].text.lower() for part in parts)


def split_words(
    line: Line, tokenizer: Tokenizer, whole: bool = False, name: StandInFor | None = None
) -> Words:
    """Return the words of a line, each thing one of them, or with `whole` the last word of each."""
    text, held = collapse(line, whole, name)
    shift = line.start
    forms, spaces, places, things = [], [], [], []
    for token in tokenizer(text):
        start = token.idx + shift
        if slot := held.get(token.idx):
            shift += slot.swallowed
        forms.append(token.text)
        spaces.append(bool(token.whitespace_))
        places.append((start, token.idx + len(token.text) + shift))
        things.append(slot.thing if slot else None)
    return Words(forms, spaces, places, things)


def split_all(
    lines: Iterable[Line], tokenizer: Tokenizer, name: StandInFor | None = None, whole: bool = False
) -> list[tuple[Line, Words]]:
    """Return the lines with their words; lines of more words than a sentence has are passed over."""
    split = ((line, split_words(line, tokenizer, whole, name)) for line in lines)
    return [(line, words) for line, words in split if 0 < len(words.forms) <= _LONGEST]


class PackagedParser:
    """The small English parser that comes with the package: see `ontology/syntax/en/README.md`."""

    def __init__(self, whole: bool = False) -> None:
        """With `whole`, names keep all their words; what that costs is printed by `benchmarks/claims.py`."""
        self._loaded: Language | None = None
        self._whole = whole

    @property
    def _nlp(self) -> Language:
        """The pipeline, loaded when a sentence is to be parsed for the first time: it takes a second."""
        if self._loaded is None:
            self._loaded = _load_pipeline(find_resource("ontology/syntax/en"))
        return self._loaded

    def parse(self, lines: Sequence[Line]) -> Iterator[Tree]:
        """Yield one tree for each line that is no longer than a sentence."""
        from spacy.tokens import Doc

        read = split_all(lines, self._nlp.tokenizer, whole=self._whole)
        docs = [
            Doc(self._nlp.vocab, w.forms, w.spaces, sent_starts=[i == 0 for i in range(len(w.forms))])
            for _, w in read
        ]
        for (line, words), doc in zip(read, self._nlp.pipe(docs), strict=True):
            rows = [(t.lemma_, t.tag_, "root" if t.head.i == t.i else t.dep_, t.head.i) for t in doc]
            yield as_tree(line, words, rows, load_function_words("en"))


def _load_pipeline(folder: Path) -> Language:
    """Return a spaCy pipeline that multiplies matrices by numpy, which is the faster one where BLIS has no kernel."""
    import spacy
    from thinc.api import NumpyOps, get_current_ops, set_current_ops

    before = get_current_ops()
    set_current_ops(NumpyOps(use_blis=False))
    try:
        return spacy.load(folder)
    finally:
        set_current_ops(before)


class StanzaParser:
    """Stanza's English pipeline (https://stanfordnlp.github.io/stanza), where somebody has installed it."""

    def __init__(self) -> None:
        import spacy

        self._tokenizer = spacy.blank("en").tokenizer
        try:
            import stanza

            options = {"tokenize_pretokenized": True, "verbose": False, "download_method": None}
            self._nlp = stanza.Pipeline("en", processors="tokenize,pos,lemma,depparse", **options)
        except (ImportError, FileNotFoundError) as error:
            remedy = "pip install stanza, then in Python: import stanza; stanza.download('en')"
            raise MissingExtra(f"--syntax stanza: {error}; {remedy}") from error

    def parse(self, lines: Sequence[Line]) -> Iterator[Tree]:
        """Yield one tree for each line that is no longer than a sentence."""
        read = split_all(lines, self._tokenizer)
        sentences = self._nlp([list(words.forms) for _, words in read]).sentences if read else []
        for (line, words), sentence in zip(read, sentences, strict=True):
            rows = [
                (word.lemma or word.text, word.xpos, word.deprel, word.head - 1 if word.head else place)
                for place, word in enumerate(sentence.words)
            ]
            yield as_tree(line, words, rows, load_function_words("en"))
