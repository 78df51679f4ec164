"""Score the package on the passages made for testing, as written in `passage_format`.

python tests/passages.py [FILE ...] [--by file|covers|style|property] [--only WORD] [--details]
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from passage_format import ANY, DOCUMENT, Passage, Reading, passage_files, read_passages
from soviet_kg.model import Claim, Extraction, HistoricalDate, Kind, Mention, Quantity, Span, Stance

__all__ = ["Passage", "PassageScore", "passage_files", "read_passages", "score_all", "score_passage"]


@dataclass(frozen=True, slots=True)
class PassageScore:
    """What was expected and what was read; claims that the passage does not judge are in none of the lists.

    `predicted` counts the judged ones: right and wrong. `refused_hit` are those of the wrong that the passage
    refuses. `qualifiers`: how many qualifiers of the right claims were found, and how many were expected.
    """

    expected: int
    predicted: int
    right: tuple[tuple[tuple[Reading, ...], Claim], ...]
    missed: tuple[tuple[Reading, ...], ...]
    wrong: tuple[Claim, ...]
    refused_hit: tuple[Claim, ...]
    qualifiers: tuple[int, int] = (0, 0)


class _Ids:
    """Which bracketed things the mentions of one extraction stand for."""

    def __init__(self, passage: Passage, extraction: Extraction) -> None:
        self._passage = passage
        self._document = extraction.document.id
        self._found: defaultdict[str, set[str]] = defaultdict(set)
        for mention in _all_mentions(extraction):
            for quote in filter(None, (mention.quote, mention.antecedent)):
                self._found[mention.key] |= self._bracketed(Span(quote.start, quote.stop), mention.kind)

    def of(self, mention: Mention) -> set[str]:
        """Return the ids of a mention: of what any mention with its key overlaps."""
        whole = mention.kind is Kind.DOCUMENT and mention.key.rsplit("/", 1)[-1] == self._document
        return self._found[mention.key] | ({DOCUMENT} if whole else set())

    def _bracketed(self, span: Span, kind: Kind) -> set[str]:
        """Of nested brackets take the best fit, of brackets side by side all.

        One of another kind has to be most of the bracketed words: "Kronstadt" is not the Kronstadt Soviet.
        """
        spans = self._passage.spans.items()
        hits = [(where, name) for name, places in spans for where in places if _overlap(where, span)]
        best = [(where, name) for where, name in hits if not _has_better(where, hits, span)]
        same = {name for _, name in best if self._passage.kinds[name] == kind}
        return same or {name for where, name in best if _close(where, span) >= 0.6}


def _has_better(where: Span, hits: Iterable[tuple[Span, str]], span: Span) -> bool:
    closeness = _close(where, span)
    return any(_nested(where, other) and _close(other, span) > closeness for other, _ in hits)


def _all_mentions(extraction: Extraction) -> Iterator[Mention]:
    yield from extraction.mentions
    for claim in extraction.claims:
        values = (claim.subject, claim.object, claim.speaker, *(value for _, value in claim.qualifiers))
        yield from (value for value in values if isinstance(value, Mention))


def _overlap(left: Span, right: Span) -> int:
    return max(0, min(left.stop, right.stop) - max(left.start, right.start))


def _nested(left: Span, right: Span) -> bool:
    return _overlap(left, right) == min(left.stop - left.start, right.stop - right.start)


def _close(where: Span, span: Span) -> float:
    both = _overlap(where, span)
    return both / (where.stop - where.start + span.stop - span.start - both)


def score_passage(passage: Passage, extraction: Extraction) -> PassageScore:
    """Compare an extraction of the passage's text with what the passage expects, allows and refuses.

    A claim is right when its property and both ends agree, and what a count is of does not disagree. It is
    not judged when it repeats a right one, is allowed, follows from expected ones, is denied, has words for
    object, or speaks of things that have no bracket.
    """
    ids = _Ids(passage, extraction)
    claims = [claim for claim in extraction.claims if claim.stance is not Stance.DENIED]
    matched = _match(passage, claims, ids)
    used = set(matched.values())
    wrong = [claim for at, claim in enumerate(claims) if at not in used and _is_wrong(passage, claim, ids)]
    right = tuple((passage.claims[one], claims[at]) for one, at in sorted(matched.items()))
    met = [_qualifiers_met(expected, claim, ids) for expected, claim in right]
    return PassageScore(
        expected=len(passage.claims),
        predicted=len(right) + len(wrong),
        right=right,
        missed=tuple(expected for one, expected in enumerate(passage.claims) if one not in matched),
        wrong=tuple(wrong),
        refused_hit=tuple(claim for claim in wrong if _fits_any(passage.refuses, claim, ids)),
        qualifiers=(sum(found for found, _ in met), sum(wanted for _, wanted in met)),
    )


def _match(passage: Passage, claims: Sequence[Claim], ids: _Ids) -> dict[int, int]:
    """Give each expected claim the unused prediction that fits it with the most of its qualifiers."""
    matched: dict[int, int] = {}
    for one, expected in enumerate(passage.claims):
        free = (at for at in range(len(claims)) if at not in matched.values())
        fits = [at for at in free if _says(expected, claims[at], ids)]
        if fits:
            matched[one] = max(fits, key=lambda at: _qualifiers_met(expected, claims[at], ids)[0])
    return matched


def _says(expected: Iterable[Reading], claim: Claim, ids: _Ids) -> bool:
    """Tell whether a claim is one of these readings, and counts no part where they count the whole."""
    of = dict(claim.qualifiers).get("of")
    part = isinstance(claim.object, Quantity) and isinstance(of, Mention) and bool(ids.of(of))
    return _fits_any((one for one in expected if not part or "of" in dict(one.qualifiers)), claim, ids)


def _fits_any(readings: Iterable[Reading], claim: Claim, ids: _Ids) -> bool:
    return any(_fits(one, claim, ids) for one in readings)


def _fits(reading: Reading, claim: Claim, ids: _Ids) -> bool:
    if reading.predicate != claim.predicate or reading.subject not in ids.of(claim.subject):
        return False
    qualifiers = dict(reading.qualifiers)
    if claim.stance not in qualifiers.get("stance", claim.stance).split("/"):
        return False
    of = dict(claim.qualifiers).get("of")
    if isinstance(of, Mention) and "of" in qualifiers and ids.of(of) and qualifiers["of"] not in ids.of(of):
        return False
    return _same_value(reading.object, claim.object, ids)


def _same_value(wanted: str | float, value: object, ids: _Ids) -> bool:
    if wanted == ANY:
        return True
    match value:
        case Mention():
            words = str(wanted).startswith('"') and token_f1(str(wanted), value.label) >= 0.5
            return words or wanted in ids.of(value)
        case HistoricalDate():
            return str(wanted).rstrip("~?") == value.edtf.rstrip("~?")
        case Quantity():
            return wanted == value.value
        case _:
            return token_f1(str(wanted), str(value)) >= 0.5


def token_f1(left: str, right: str) -> float:
    """Return the harmonic mean of precision and recall of two texts' words, case and punctuation aside."""
    words = [Counter(re.findall(r"\w+", text.lower())) for text in (left, right)]
    common = (words[0] & words[1]).total()
    return 2 * common / (words[0].total() + words[1].total()) if common else 0.0


def _qualifiers_met(expected: Sequence[Reading], claim: Claim, ids: _Ids) -> tuple[int, int]:
    reading = next(one for one in expected if _fits(one, claim, ids))
    quantity = claim.object if isinstance(claim.object, Quantity) else Quantity(0)
    given = {"unit": quantity.unit, "approximate": quantity.approximate, **dict(claim.qualifiers)}
    wanted = [(name, value) for name, value in reading.qualifiers if name != "stance"]
    return sum(_same_qualifier(value, given.get(name), ids) for name, value in wanted), len(wanted)


def _same_qualifier(wanted: str, value: object, ids: _Ids) -> bool:
    if isinstance(value, Mention):
        return wanted in ids.of(value) or token_f1(wanted, value.label) >= 0.5
    if isinstance(value, HistoricalDate):
        return wanted == value.edtf
    return value is not None and wanted.lower() == str(value).lower()


def _is_wrong(passage: Passage, claim: Claim, ids: _Ids) -> bool:
    if _fits_any(passage.refuses, claim, ids):
        return claim.stance is Stance.ASSERTED
    if isinstance(claim.object, str) or not ids.of(claim.subject):
        return False
    if isinstance(claim.object, Mention) and not ids.of(claim.object):
        return False
    if _fits_any((*passage.allows, *implied(passage)), claim, ids):
        return False
    return not _says(passage.readings(), claim, ids)


def implied(passage: Passage) -> Iterator[Reading]:
    """Yield what follows from the expected claims or stands inside a name: right to say, but not expected."""
    for one in passage.readings():
        yield from _implied_by(one, dict(one.qualifiers).get("of", ""))
    for outer, inner in _nested_names(passage):
        yield from (Reading(outer, name, inner) for name in ("partOf", "place", "locatedIn", "heldBy"))


def _implied_by(one: Reading, of: str) -> Iterator[Reading]:
    subject, other = one.subject, str(one.object)
    match one.predicate:
        case "delegateCount":
            yield Reading(subject, "participant", of)
        case "holdsPosition":
            yield from (Reading(subject, name, of) for name in ("memberOf", "chairOf", "leaderOf"))
        case "chairOf" | "leaderOf" | "represents" | "resignedFrom":
            yield from (Reading(subject, "memberOf", other), Reading(other, "participant", subject))
        case "memberOf":
            yield Reading(subject, "partOf", other)
        case "elected" | "appointed":
            yield Reading(subject, "participant", other)
        case "walkedOutOf":
            yield Reading(other, "participant", subject)


def _nested_names(passage: Passage) -> Iterator[tuple[str, str]]:
    named = [(where, name) for name, spans in passage.spans.items() for where in spans]
    for outer, name in named:
        yield from ((name, other) for inner, other in named if other != name and _inside(inner, outer))


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.stop <= outer.stop


def extract_passage(passage: Passage, knowledge: Any) -> Extraction:
    """Run the package on a passage's text, with the facts that the passage states about it."""
    from soviet_kg.extract import extract
    from soviet_kg.text import DocumentFacts, document_from_text

    document = document_from_text(passage.name, passage.text, DocumentFacts(**passage.facts))
    return extract(document, knowledge)


Scored = tuple[Passage, Extraction, PassageScore]


def score_all(passages: Iterable[Passage]) -> list[Scored]:
    """Run the package on every passage and score it."""
    from soviet_kg.extract import load_knowledge

    knowledge = load_knowledge()
    extractions = [(passage, extract_passage(passage, knowledge)) for passage in passages]
    return [(passage, read, score_passage(passage, read)) for passage, read in extractions]


def tally(scored: Iterable[Scored], by: str = "file") -> dict[str, Counter[str]]:
    """Count right, missed, wrong and refused per file, covered matter, style or property."""
    rows: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for passage, _, score in scored:
        for outcome, predicate in _outcomes(score):
            keys = {"file": [passage.file], "style": [passage.style], "property": [predicate]}
            for key in keys.get(by, passage.covers):
                rows[key][outcome] += 1
    return dict(sorted(rows.items()))


def _outcomes(score: PassageScore) -> Iterator[tuple[str, str]]:
    yield from (("right", one[0].predicate) for one, _ in score.right)
    yield from (("missed", one[0].predicate) for one in score.missed)
    yield from (("wrong", claim.predicate) for claim in score.wrong)
    yield from (("refused", claim.predicate) for claim in score.refused_hit)


def precision_recall(row: Mapping[str, int]) -> tuple[float, float]:
    """Return precision (1.0 where nothing was judged) and recall (1.0 where nothing was expected)."""
    right = row.get("right", 0)
    judged, wanted = right + row.get("wrong", 0), right + row.get("missed", 0)
    return (right / judged if judged else 1.0), (right / wanted if wanted else 1.0)


def _print_table(rows: Mapping[str, Counter[str]]) -> None:
    width = max(len(name) for name in rows)
    print(f"{'':{width}}  right missed  wrong refused  prec.  recall")
    for name, row in rows.items():
        numbers = f"{row['right']:6d} {row['missed']:6d} {row['wrong']:6d} {row['refused']:7d}"
        print(f"{name:{width}} {numbers}  {precision_recall(row)[0]:.3f}  {precision_recall(row)[1]:.3f}")


def _print_details(passage: Passage, read: Extraction, score: PassageScore) -> None:
    print(f"\n== {passage.file} {passage.name}")
    for expected in score.missed:
        print(f"  missed  {' || '.join(map(str, expected))}")
        print(f"          « {_sentence(passage, read, expected[0])} »")
    for claim in score.wrong:
        refused = "REFUSED" if claim in score.refused_hit else "wrong"
        words = " ".join(claim.quote.text(read.document).split())
        print(f"  {refused:7s} {_show(claim)}  ({claim.rule}, {claim.stance})\n          « {words} »")


def _show(claim: Claim) -> str:
    match claim.object:
        case Mention(label=shown) | HistoricalDate(edtf=shown) | str(shown):
            pass
        case Quantity(value=value, unit=unit):
            shown = f"{value:g} {unit}"
    return f"{claim.subject.label} | {claim.predicate} | {shown}"


def _sentence(passage: Passage, read: Extraction, one: Reading) -> str:
    """Return the sentence that holds most of what a reading names."""
    number = f"{one.object:g}" if isinstance(one.object, float) else one.object.rsplit("-", 1)[-1].lstrip("0")
    written = re.compile(rf"\b{re.escape(number)}\b")

    def held(sentence: Span) -> int:
        named = [passage.spans.get(str(name), ()) for name in (one.subject, one.object)]
        spans = sum(any(_inside(span, sentence) for span in where) for where in named)
        return spans + bool(written.search(passage.text, sentence.start, sentence.stop))

    best = max(read.document.sentences or (Span(0, len(passage.text)),), key=held)
    return " ".join(passage.text[best.start : best.stop].split())


def main(arguments: Sequence[str]) -> int:
    """Print how the package does on the files named, or on all."""
    parser = argparse.ArgumentParser(description="score the package on the test passages")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--by", choices=("file", "covers", "style", "property"), default="file")
    parser.add_argument("--details", action="store_true", help="print missed and wrong claims")
    parser.add_argument("--only", default="", metavar="WORD", help="passages whose name has this in it")
    wish = parser.parse_args(arguments)
    files = wish.files or passage_files()
    scored = score_all(one for path in files for one in read_passages(path) if wish.only in one.name)
    for row in scored if wish.details else ():
        _print_details(*row)
    total = sum(tally(scored).values(), Counter[str]())
    _print_table({**tally(scored, wish.by), "TOTAL": total})
    found, wanted = (sum(score.qualifiers[at] for _, _, score in scored) for at in (0, 1))
    print(f"{len(scored)} passages; qualifiers of right claims {found} of {wanted}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
