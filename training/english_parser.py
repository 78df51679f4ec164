"""Train the English parser that the package carries, and print how well it does.

    python training/english_parser.py FOLDER --out ontology/syntax/en

`FOLDER` holds treebanks of Universal Dependencies in CoNLL-U, named `*-train.conllu`, `*-dev.conllu` and
`*-test.conllu`. Needs spaCy, which the package needs anyway. The same treebanks, seed and versions give the same
weights on the same machine. One core takes about a minute for each pass over 16,500 sentences.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config
from spacy.vocab import Vocab
from thinc.api import NumpyOps, set_current_ops

CONFIG = Path(__file__).with_name("english_parser.cfg")
MONTHS = frozenset(
    "January February March April May June July August September October November December".split()
)
META = {
    "name": "soviet_kg",
    "version": "1.0.0",
    "spacy_version": ">=3.8.0,<4.0.0",
    "description": "Tagger, parser and lemmatizer for sentences whose names are one word each",
    "license": "CC BY-SA 4.0",
    "sources": [{"name": "UD English EWT 2.16"}, {"name": "UD English GUM 2.16, CC BY genres"}],
}
# the words by which `soviet_kg.syntax` puts a thing before the parser, by the tag of the name that they replace
STAND_INS = {
    "NNP": ("Lenin", "Lenin", "Moscow", "Congress", "Council", "Party", "Declaration", "Times"),
    "NNPS": ("Democrats",),
}
NAME_PARTS = frozenset({"compound", "flat", "amod", "nmod:desc", "nummod", "nmod:unmarked"})


@dataclass(frozen=True, slots=True)
class Token:
    """A line of a treebank; `head` is the place of the head in the sentence, its own for the root."""

    form: str
    lemma: str
    pos: str
    tag: str
    head: int
    label: str
    space: bool


Sentence = tuple[Token, ...]


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file; ranges of multiword tokens and empty nodes are passed over."""
    rows: list[list[str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line and not line.startswith("#"):
            row = line.split("\t")
            if row[0].isdigit():
                rows.append(row)
        elif not line and rows:
            yield tuple(_token(row, place) for place, row in enumerate(rows))
            rows = []


def _token(row: Sequence[str], place: int) -> Token:
    head = int(row[6]) - 1 if row[6] != "0" else place
    return Token(row[1], row[2], row[3], row[4], head, row[7], "SpaceAfter=No" not in row[9])


def merge_names(sentence: Sentence) -> Sentence:
    """Return the sentence with each name and each written day as one token, the word of its head.

    So the parser meets what it meets in documents, where a name of many words stands as one noun.
    """
    into = list(range(len(sentence)))
    for place, token in enumerate(sentence):
        if token.pos == "PROPN" and not _is_inside_name(sentence, place):
            for part in _name_around(sentence, place):
                into[part] = place
    kept = sorted(set(into))
    places = {old: new for new, old in enumerate(kept)}
    return tuple(
        replace(
            sentence[old],
            head=places[into[sentence[old].head]],
            space=sentence[max(i for i, head in enumerate(into) if head == old)].space,
        )
        for old in kept
    )


def _is_inside_name(sentence: Sentence, place: int) -> bool:
    token = sentence[place]
    return token.label in NAME_PARTS and sentence[token.head].pos == "PROPN"


def _name_around(sentence: Sentence, head: int) -> range:
    """Return the places of the name: the stretch around its head that depends on it as a part of a name."""
    start = stop = head
    while start > 0 and _belongs(sentence, start - 1, head):
        start -= 1
    while stop + 1 < len(sentence) and _belongs(sentence, stop + 1, head):
        stop += 1
    return range(start, stop + 1)


def _belongs(sentence: Sentence, place: int, head: int) -> bool:
    token = sentence[place]
    if token.form == "," and sentence[head].form in MONTHS:
        return place + 1 < len(sentence) and sentence[place + 1].pos == "NUM"
    if token.label not in NAME_PARTS or (token.label == "amod" and not token.form[:1].isupper()):
        return False
    if token.pos == "NUM" and sentence[head].form not in MONTHS:
        return False
    return token.head == head or (token.head != place and _belongs(sentence, token.head, head))


def as_doc(sentence: Sentence, vocab: Vocab) -> Doc:
    """Return the sentence as a spaCy document with its gold annotation."""
    return Doc(
        vocab,
        words=[token.form for token in sentence],
        spaces=[token.space for token in sentence],
        tags=[token.tag for token in sentence],
        pos=[token.pos for token in sentence],
        lemmas=[token.lemma for token in sentence],
        heads=[token.head for token in sentence],
        deps=["ROOT" if token.head == place else token.label for place, token in enumerate(sentence)],
        sent_starts=[place == 0 for place in range(len(sentence))],
    )


def with_merged(sentences: Iterable[Sentence], chance: random.Random) -> Iterator[Sentence]:
    """Yield each sentence, and once more with merged names if it has any, half of them under a stand-in."""
    for sentence in sentences:
        yield sentence
        merged = merge_names(sentence)
        if any(token.pos == "PROPN" for token in sentence):
            yield tuple(_renamed(token, chance) for token in merged)


def _renamed(token: Token, chance: random.Random) -> Token:
    """Return a name as one of the words that stand in for documents' names, one time in two; others as they are."""
    names = STAND_INS.get(token.tag if token.pos == "PROPN" and token.form not in MONTHS else "", ())
    if not names or chance.random() < 0.5:
        return token
    name = chance.choice(names)
    return replace(token, form=name, lemma=name)


def in_files(folder: Path, part: str) -> list[Sentence]:
    """Return the sentences of one part of all treebanks of a folder. Raises SystemExit where there is none."""
    paths = sorted(folder.glob(f"*-{part}.conllu"))
    if not paths:
        raise SystemExit(f"{folder}: holds no *-{part}.conllu; name a folder of CoNLL-U treebanks")
    return [sentence for path in paths for sentence in read_conllu(path)]


def write_docs(sentences: Iterable[Sentence], path: Path) -> None:
    """Write sentences in spaCy's own format."""
    vocab = spacy.blank("en").vocab
    DocBin(docs=[as_doc(sentence, vocab) for sentence in sentences]).to_disk(path)


def score(nlp: Language, sentences: Sequence[Sentence]) -> str:
    """Return a line with the accuracy of attachment, labelled and not (without punctuation), of lemmas and of tags."""
    examples = []
    for sentence in sentences:
        gold = as_doc(sentence, nlp.vocab)
        examples.append(
            Example(Doc(nlp.vocab, [t.text for t in gold], [bool(t.whitespace_) for t in gold]), gold)
        )
    scores = nlp.evaluate(examples)
    names = {"UAS": "dep_uas", "LAS": "dep_las", "lemma": "lemma_acc", "tag": "tag_acc"}
    return "  ".join(f"{name} {scores[key]:.4f}" for name, key in names.items())


def main() -> None:
    """Read the arguments, train, print the scores."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("treebanks", type=Path, metavar="FOLDER")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1917)
    parser.add_argument("--steps", type=int, default=4_000)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    sentences = list(with_merged(in_files(asked.treebanks, "train"), chance))
    chance.shuffle(sentences)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_docs(sentences, folder / "train.spacy")
        write_docs(in_files(asked.treebanks, "dev"), folder / "dev.spacy")
        overrides = {
            "paths.train": str(folder / "train.spacy"),
            "paths.dev": str(folder / "dev.spacy"),
            "training.seed": asked.seed,
            "training.max_steps": asked.steps,
        }
        set_current_ops(
            NumpyOps(use_blis=False)
        )  # numpy's matrix product is the faster one on many processors
        run = asked.out.with_name(f"{asked.out.name}-training")
        run.mkdir(parents=True, exist_ok=True)
        train(init_nlp(load_config(CONFIG, overrides)), run)
    nlp = spacy.load(run / "model-best")
    nlp.meta.update(META)
    nlp.config["paths"].update(train=None, dev=None)
    nlp.to_disk(asked.out)
    for part in ("dev", "test"):
        gold = in_files(asked.treebanks, part)
        print(f"{part:5}", score(nlp, gold))
        print(f"{part:5}", score(nlp, [merge_names(sentence) for sentence in gold]), " names as one token")


if __name__ == "__main__":
    main()
