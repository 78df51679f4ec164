"""How the cost of resolution grows: 10,000 and 100,000 names that no gazetteer knows.

python benchmarks/resolve.py [FEWER MORE]

The names are generated from syllables: persons with initials, given names or none, committees, soviets and
factories of places, each named once or twice, in documents of 500 names. Each number is the least of three runs, in
seconds of the processor, with the garbage collector at rest as in a build.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from itertools import accumulate, pairwise

from soviet_kg.gazetteer import Gazetteer
from soviet_kg.judgements import TOOL
from soviet_kg.model import Document, Extraction, Kind, Mention, Quote, Span
from soviet_kg.names import slugify
from soviet_kg.pipeline import garbage_at_rest
from soviet_kg.resolve import Resolution, resolve_all

SYLLABLES = (
    "ba be bo va ve vo ga ge go da de do zha za ze zo ka ke ko la le lo ma me mo na ne pa pe po ra".split()
)
GIVEN = "Ivan Pyotr Anna Sergei Nikolai Vera Maria Pavel Yakov Olga Fyodor Grigory Alexei Boris Maxim Sofia".split()
BODIES = [
    "Soviet of {}",
    "{} Factory Committee",
    "{} District Duma",
    "Union of {} Railwaymen",
    "{} Party Committee",
]
PER_DOCUMENT = 500


def make_names(number: int, seed: int = 1917) -> list[tuple[str, Kind]]:
    """Return so many different names, the same for the same seed."""
    chance = random.Random(seed)
    names: dict[str, Kind] = {}
    while len(names) < number:
        stem = "".join(chance.choices(SYLLABLES, k=3)).capitalize()
        if chance.random() < 0.6:
            given = chance.choice(GIVEN)
            first = chance.choice(
                [f"{given} ", f"{given[0]}. ", f"{given[0]}. {chance.choice('ABIMNPVY')}. ", ""]
            )
            names[f"{first}{stem}{chance.choice(['ov', 'in', 'sky'])}"] = Kind.PERSON
        else:
            names[chance.choice(BODIES).format(stem + chance.choice(["grad", "sk", "ovo"]))] = Kind.BODY
    return list(names.items())


def make_extractions(names: list[tuple[str, Kind]]) -> Iterator[Extraction]:
    """Yield documents that name them, one sentence each, and every third name again in the next document."""
    for number in range(0, len(names), PER_DOCUMENT):
        told = names[number : number + PER_DOCUMENT] + names[number - PER_DOCUMENT : number : 3]
        sentences = [f"It was {name} who spoke. " for name, _ in told]
        text = "".join(sentences)
        stops = [0, *accumulate(map(len, sentences))]
        spans = tuple(Span(start, stop - 1) for start, stop in pairwise(stops))
        document = Document(f"minutes-{number:06}", text, "Minutes", sentences=spans)
        mentions = tuple(
            Mention(
                Quote(document.id, start + 7, start + 7 + len(name)),
                kind,
                slugify(name),
                name,
                "grammar/generated",
            )
            for start, (name, kind) in zip(stops, told, strict=False)
        )
        yield Extraction(document, mentions, ())


def measure(number: int) -> tuple[float, Resolution]:
    """Resolve three sets of names, so that no run finds the spellings that the one before it has worked out."""
    times = []
    for seed in (1917, 1918, 1919):
        extractions = list(make_extractions(make_names(number, seed)))
        with garbage_at_rest():
            begun = time.process_time()
            resolution = resolve_all(extractions, Gazetteer((), ()))
            times.append(time.process_time() - begun)
    return min(times), resolution


def main(fewer: str = "10000", more: str = "100000") -> int:
    print(f"{'names':>8}{'seconds':>9}{'entities':>10}{'joined':>8}{'undecided':>11}")
    seconds = []
    for number in (int(fewer), int(more)):
        taken, resolution = measure(number)
        seconds.append(taken)
        made = [row.verdict for row in resolution.judgements if row.by == TOOL]
        print(
            f"{number:>8,}{taken:>9.2f}{len(resolution.entities):>10,}{made.count('same'):>8,}{made.count('unsure'):>11,}"
        )
    print(f"{int(more) / int(fewer):.0f} times the names cost {seconds[1] / seconds[0]:.1f} times as much")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
