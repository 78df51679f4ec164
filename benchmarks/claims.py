"""How much each way of reading adds: precision, recall and F1 of the seeds' claims, way by way.

python benchmarks/claims.py [GOLD [DOCUMENT ...]]

Without arguments, the seeds against `tests/gold`. Each row is one reading of the same documents:
patterns of sentences alone; with the shape of the text (lists, frames of documents, things made from sentences);
with frames of verbs over syntax; and with syntax over names that keep all their words, each of which is a noun to it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from soviet_kg.evaluate import evaluate, read_gold
from soviet_kg.extract import Knowledge, load_knowledge
from soviet_kg.model import Claim, Corpus
from soviet_kg.pipeline import extract_all, read_documents
from soviet_kg.resources import find_resource
from soviet_kg.sources import find_sources
from soviet_kg.syntax import PackagedParser

SHAPES = ("frame/", "list-", "agenda", "occasion/", "bibliography/", "signature")


def is_of_a_pattern(claim: Claim) -> bool:
    return not claim.path and not claim.rule.startswith(SHAPES)


def keep(corpus: Corpus, wanted: Callable[[Claim], bool]) -> Corpus:
    return replace(corpus, claims=tuple(claim for claim in corpus.claims if wanted(claim)))


def main(gold: str = "tests/gold", *paths: str) -> int:
    sources, _ = find_sources([Path(path) for path in paths] or (find_resource("seeds"),))
    documents = read_documents(sources)
    golds = read_gold(Path(gold))
    knowledge = load_knowledge()

    def read(known: Knowledge) -> Corpus:
        return extract_all(documents, known)

    shaped = read(replace(knowledge, verbs=lambda _: None))
    grammar = knowledge.verbs("en")
    whole = replace(grammar, parser=PackagedParser(whole=True)) if grammar else None
    rows = {
        "patterns of sentences": keep(shaped, is_of_a_pattern),
        "with the shape of the text": shaped,
        "with frames over syntax": read(knowledge),
        "… names not collapsed": read(replace(knowledge, verbs=lambda _: whole)),
    }
    print(f"{'what reads':<30}{'claims':>8}{'precision':>11}{'recall':>9}{'F1':>8}")
    for name, corpus in rows.items():
        score = evaluate(corpus, golds).total.claims
        print(
            f"{name:<30}{len(corpus.claims):>8}{score.precision:>11.3f}{score.recall:>9.3f}{score.f1:>8.3f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
