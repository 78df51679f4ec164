"""Russian sentences as trees: slovnet's parser and tagger over navec's vectors, lemmas by pymorphy3 (the extra `[ru]`).

The weights come inside the natasha wheel (https://github.com/natasha/natasha, MIT) and are loaded without importing
natasha, which fails on Python 3.12 and later. Relations and features are those of Universal Dependencies
(SynTagRus); tags are turned into those that the frames know from English, so that one engine serves both languages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from soviet_kg.errors import MissingExtra
from soviet_kg.function_words import load_function_words
from soviet_kg.lines import Found, Line
from soviet_kg.names import read_rules
from soviet_kg.russian_trees import Node, straighten
from soviet_kg.syntax import Tree, Words, as_tree, split_all

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse
    from slovnet import Morph, Syntax
    from slovnet.markup import MorphToken, SyntaxToken

INSTALL = "pip install 'soviet-kg[ru]'"
_RULES = "ontology/syntax/ru.toml"
_PARTS = ("slovnet", "navec", "pymorphy3", "pymorphy3_dicts_ru", "razdel", "natasha", "threadpoolctl")
_WEIGHTS = {
    "navec": "emb/navec_news_v1_1B_250K_300d_100q.tar",
    "syntax": "model/slovnet_syntax_news_v1.tar",
    "morph": "model/slovnet_morph_news_v1.tar",
}
_CASES = {
    "nomn": "nom", "gent": "gen", "datv": "dat", "accs": "acc", "ablt": "ins", "loct": "loc",
    "gen1": "gen", "gen2": "gen", "acc2": "acc", "loc1": "loc", "loc2": "loc", "voct": "nom",
}  # fmt: skip
# pymorphy3's parts of speech for those of Universal Dependencies: where one word has several lemmas
_POS = {
    "VERB": ("VERB", "INFN", "PRTF", "PRTS", "GRND"), "AUX": ("VERB", "INFN"), "NOUN": ("NOUN",), "PROPN": ("NOUN",),
    "ADJ": ("ADJF", "ADJS", "PRTF", "COMP"), "DET": ("ADJF", "NPRO"), "PRON": ("NPRO", "ADJF"),
}  # fmt: skip
_TAGS = {"ADJ": "JJ", "NUM": "CD", "PRON": "PRP", "PROPN": "NNP", "ADV": "RB", "DET": "DT", "ADP": "IN"}
_TENSES = {"past": "VBD", "pres": "VBZ", "futr": "VBF"}
_BY_RANK = ("nom", "gen", "dat", "ins", "loc", "acc")  # what a form of several cases is read as
_POSSESSIVE = frozenset({"его", "её", "ее", "их"})


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word of the collapsed text, as `syntax.split_words` asks for it."""

    idx: int
    text: str
    whitespace_: str


def missing_parts() -> tuple[str, ...]:
    """Return the packages of the extra `[ru]` that are not installed."""
    return tuple(part for part in _PARTS if find_spec(part) is None)


class RussianParser:
    """Slovnet's parser of Russian; its weights are loaded when a sentence is to be parsed for the first time."""

    def __init__(self) -> None:
        """Raise MissingExtra where a package of the extra is not installed."""
        if missing := missing_parts():
            raise MissingExtra(
                f"Russian documents need {', '.join(missing)}; {INSTALL}, or build --syntax none"
            )
        self._function = load_function_words("ru")
        rules = read_rules(_RULES)
        self._short: Mapping[str, str] = rules["marks"]["short"]
        self._usual: Mapping[str, str] = rules["marks"]["usual"]
        self._persons: Mapping[str, Mapping[str, str]] = rules["stand-ins"]

    @cached_property
    def _models(self) -> tuple[Syntax, Morph]:
        from navec import Navec
        from slovnet import Morph, Syntax

        folder = _weights()
        vectors = Navec.load(folder / _WEIGHTS["navec"])
        models = Syntax.load(folder / _WEIGHTS["syntax"]), Morph.load(folder / _WEIGHTS["morph"])
        for model in models:
            model.navec(vectors)
        return models

    def parse(self, lines: Sequence[Line]) -> Iterator[Tree]:
        """Yield one tree for each line that is no longer than a sentence."""
        read = split_all(lines, _tokens, self._stand_in)
        if not read:
            return
        from threadpoolctl import threadpool_limits

        forms = [list(words.forms) for _, words in read]
        syntax, morph = self._models
        with threadpool_limits(
            1
        ):  # small matrices: threads cost more than they give, and sums stay in one order
            parsed = list(syntax.map(forms))
            tagged = list(morph.map(forms))
        for (line, words), tree, tags in zip(read, parsed, tagged, strict=True):
            yield self._tree(line, words, tree.tokens, tags.tokens)

    def _tree(
        self, line: Line, words: Words, parsed: Sequence[SyntaxToken], tagged: Sequence[MorphToken]
    ) -> Tree:
        passive = {int(word.head_id) for word in parsed if word.rel in ("nsubj:pass", "obl:agent")}
        rows = zip(parsed, tagged, words.things, strict=True)
        nodes = straighten([self._node(*row, place, place + 1 in passive) for place, row in enumerate(rows)])
        cases = ["" if node.is_date else node.case for node in nodes]

        def mark(at: int, preposition: str) -> str:
            return self._mark(cases[at], preposition)

        rows_ = [(node.lemma, node.tag, node.label, node.head) for node in nodes]
        return as_tree(line, words, rows_, self._function, mark)

    def _node(
        self, word: SyntaxToken, tag: MorphToken, thing: Found | None, place: int, passive: bool
    ) -> Node:
        """Return a word of the tree; what the tagger has not seen to be a verb is one by the dictionary."""
        text, label, head = word.text, word.rel, int(word.head_id) - 1
        if label in ("det", "nmod") and text.lower() in _POSSESSIVE:
            label = "nmod:poss"
        lemma, penn = (
            lemma_of(text, tag.pos, passive and tag.feats.get("Voice") == "Pass"),
            penn_tag(tag.pos, tag.feats),
        )
        if thing is None and not penn.startswith("VB") and (verb := _verb(text)):
            lemma, penn = verb
        place_of_head, label = (place, "root") if head < 0 else (head, label)
        case = tag.feats.get("Case", "").lower()
        return Node(text, lemma, penn, label, place_of_head, case, self._cases(text, thing), thing)

    def _cases(self, word: str, thing: Found | None) -> frozenset[str]:
        """Return the cases that a form can have."""
        if thing is not None and thing.kind == "Person":
            stand_ins = (form for forms in self._persons.values() for form in forms.items())
            return frozenset(case for case, form in stand_ins if form == word)
        return frozenset(_CASES[p.tag.case] for p in _parses(word) if p.tag.case)

    def _mark(self, case: str, preposition: str) -> str:
        """Return what a word is attached by: its preposition, with the case where that is not the usual one."""
        if not preposition:
            return case if case in ("gen", "dat", "ins") else ""
        short = self._short.get(preposition, preposition)
        usual = self._usual.get(short)
        return f"{short} {case}" if usual and case not in ("", "nom", usual) else short

    def _stand_in(self, thing: Found, written: str, after: str) -> str:
        """Return the word by which the parser reads a thing: the head of its name in the case that it has there."""
        del after
        if thing.kind == "Person" and not thing.how.startswith("reference/"):
            return self._person(written)
        words = [word for word in _letters(written) if len(word) > 1] or [written.split()[-1]]
        if thing.kind in ("Date", "Range"):
            return next(
                (word for word in words if _is_noun(word)), "году" if "в " in written else written.split()[-1]
            )
        return next((word for word in words if _is_noun(word) or word.isupper()), words[-1])

    def _person(self, written: str) -> str:
        """Return a name that the parser knows, in the case in which a person's name is written."""
        parts = [word for word in _letters(written) if len(word) > 1] or [written]
        gender = _gender(parts)
        cases = _shared_cases(parts, gender)
        forms = self._persons["feminine" if gender == "femn" else "masculine"]
        return forms[next((case for case in _BY_RANK if case in cases), "nom")]


def _weights() -> Path:
    """Return the folder of natasha's weights, found without importing natasha."""
    spec = find_spec("natasha")
    folder = Path(spec.origin).parent / "data" if spec is not None and spec.origin else None
    if folder is None or not all((folder / file).is_file() for file in _WEIGHTS.values()):
        raise MissingExtra(f"natasha is installed without its weights; {INSTALL} --force-reinstall")
    return folder


def _tokens(text: str) -> Iterator[_Piece]:
    from razdel import tokenize

    for token in tokenize(text):
        yield _Piece(token.start, token.text, " " if text[token.stop : token.stop + 1].isspace() else "")


def penn_tag(pos: str, feats: Mapping[str, str]) -> str:
    """Return the Penn tag of a word by its part of speech and features in Universal Dependencies.

    Two are our own: VBF is a verb in the future tense, VBI in the imperative.
    """
    if pos in ("VERB", "AUX"):
        return _verb_tag(feats)
    if pos == "NOUN":
        return "NNS" if feats.get("Number") == "Plur" else "NN"
    return _TAGS.get(pos, "")


def _verb_tag(feats: Mapping[str, str]) -> str:
    form = feats.get("VerbForm")
    if form == "Part":
        return "VBN" if feats.get("Voice") == "Pass" else "VBG"
    if form in ("Inf", "Conv"):
        return "VB" if form == "Inf" else "VBG"
    if feats.get("Mood") == "Imp":
        return "VBI"
    return {"Past": "VBD", "Fut": "VBF"}.get(feats.get("Tense", ""), "VBZ")


@lru_cache(maxsize=65536)
def _parses(word: str) -> tuple[Parse, ...]:
    return tuple(_analyser().parse(word))


def lemma_of(word: str, pos: str, passive: bool) -> str:
    """Return the lemma of a word; of a verb in the passive with "-ся" that of the active, "будет" of its tense."""
    if pos == "AUX" and word.lower().startswith("буд"):
        return "будет"
    able = _POS.get(pos, ())
    parses = _parses(word)
    lemma = next((p.normal_form for p in parses if p.tag.POS in able), parses[0].normal_form)
    return str(lemma.removesuffix("ся") if passive else lemma).replace("ё", "е")


def _verb(word: str) -> tuple[str, str] | None:
    """Return lemma and tag of a word that the dictionary knows as a verb alone."""
    parses = _parses(word)
    if not all(parse.tag.POS == "VERB" and parse.is_known for parse in parses):
        return None
    return str(parses[0].normal_form).replace("ё", "е"), _TENSES.get(parses[0].tag.tense, "VBI")


def _letters(written: str) -> list[str]:
    words = ("".join(c if c.isalpha() or c == "-" else " " for c in written)).split()
    return [word for word in words if not set(word) <= set("IVX")]


def _is_noun(word: str) -> bool:
    return bool(_parses(word)[0].tag.POS == "NOUN")


def _gender(parts: Sequence[str]) -> str:
    """Return "femn" for a woman's name: one whose first part can only be one, or whose surname no man has."""
    for word in (parts[0], parts[-1]):
        genders = {
            str(p.tag.gender) for p in _parses(word) if {"Name", "Surn"} & p.tag.grammemes and p.tag.gender
        }
        if len(genders) == 1:
            return genders.pop()
    return "masc"


def _shared_cases(words: Sequence[str], gender: str) -> set[str]:
    """Return the cases that all parts of a name of a man or a woman can be in; else those of its last."""
    every = [
        {
            _CASES[p.tag.case]
            for p in _parses(word)
            if p.tag.case and p.tag.gender == gender and p.tag.number != "plur"
        }
        for word in words
    ]
    known = [cases for cases in every if cases]
    return set.intersection(*known) or known[-1] if known else set()


@lru_cache(maxsize=1)
def _analyser() -> MorphAnalyzer:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")
