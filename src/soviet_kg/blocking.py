"""Which names are worth comparing: those that share a surname, or a word that few names have.

Comparing each name with each other costs the square of their number. Here a name meets only those that stand with it in
a block, and a block that grows beyond `largest_block` is divided (persons by initial, then by given name), or, where
all its names are the same, compared along a line. The cost then grows with the number of names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from soviet_kg.model import Kind
from soviet_kg.profiles import Profile
from soviet_kg.telling import evidence_rules

Pair = tuple[str, str]
_RAREST = 2  # words of a name by which it looks for others


def candidate_pairs(profiles: Iterable[Profile]) -> list[Pair]:
    """Return the pairs of keys to compare, each sorted, in order, without any two that the gazetteer knows both."""
    profiles = tuple(profiles)
    listed = {profile.key for profile in profiles if profile.listed}
    people = [profile for profile in profiles if profile.kind is Kind.PERSON]
    others = [profile for profile in profiles if profile.kind is not Kind.PERSON]
    pairs = {*_pairs_of_people(people), *_pairs_of_words(others)}
    return sorted(pair for pair in pairs if not (pair[0] in listed and pair[1] in listed))


def _pairs_of_people(people: Sequence[Profile]) -> Iterator[Pair]:
    largest = evidence_rules()["bounds"]["largest_block"]
    for block in _blocks((min(parts.surnames), p) for p in people for parts in p.people).values():
        yield from _pairs_of_block(block, largest)
    for block in _blocks((surname, p) for p in people for surname in p.surnames).values():
        if len(block) <= largest:
            yield from _all_pairs(block)


def _pairs_of_block(block: Sequence[Profile], largest: int) -> Iterator[Pair]:
    """Yield all pairs of a surname's bearers, or, of too many, those that agree in initial or in given name."""
    if len(block) <= largest:
        yield from _all_pairs(block)
        return
    for by_initial in _blocks((parts.given[:1], p) for p in block for parts in p.people).values():
        if len(by_initial) <= largest:
            yield from _all_pairs(by_initial)
            continue
        names = _blocks(((parts.given, parts.patronymic), p) for p in by_initial for parts in p.people)
        for by_name in names.values():
            yield from _all_pairs(by_name) if len(by_name) <= largest else _along(by_name)


def _pairs_of_words(others: Sequence[Profile]) -> Iterator[Pair]:
    largest = evidence_rules()["bounds"]["largest_block"]
    for block in _blocks((words, p) for p in others for words in p.words).values():
        yield from _all_pairs(block) if len(block) <= largest else _along(block)
    common = Counter(word for p in others for word in frozenset().union(*p.words))
    for block in _blocks((word, p) for p in others for word in _rarest(p, common)).values():
        if len(block) <= largest:
            yield from _all_pairs(block)


def _rarest(profile: Profile, common: Mapping[str, int]) -> Iterator[str]:
    for words in profile.words:
        yield from sorted(words, key=lambda word: (common[word], word))[:_RAREST]


def _blocks(entries: Iterable[tuple[Hashable, Profile]]) -> dict[Hashable, list[Profile]]:
    """Group profiles by what they were entered under, each once."""
    blocks: dict[Hashable, dict[str, Profile]] = defaultdict(dict)
    for name, profile in entries:
        blocks[name][profile.key] = profile
    return {name: list(block.values()) for name, block in blocks.items()}


def _all_pairs(block: Sequence[Profile]) -> Iterator[Pair]:
    for left, right in combinations(block, 2):
        yield (left.key, right.key) if left.key < right.key else (right.key, left.key)


def _along(block: Sequence[Profile]) -> Iterator[Pair]:
    yield from pairwise(sorted(profile.key for profile in block))
