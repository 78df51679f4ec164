"""Evidence that two names mean one thing, or do not: each with its weight and a reason in words.

A feature is a function of two profiles that gives what it has to say, or nothing. The weights (in bits) and the
thresholds stand in `ontology/judgements/evidence.toml`; what they sum to is the logarithm of odds, so that a
sum of 5 is a probability of 32/33 (Fellegi and Sunter 1969).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from soviet_kg.model import Kind
from soviet_kg.persons import given_fit, is_initial
from soviet_kg.profiles import Days, Profile
from soviet_kg.telling import evidence_rules, is_telling


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one feature says: how much it weighs, and why."""

    feature: str
    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two keys and everything that speaks for or against their being one.

    `verdict` is "same", "different", "unsure" where a person should decide, or "" where there is little to say.
    """

    left: str
    right: str
    evidence: tuple[Evidence, ...]
    verdict: str

    @property
    def score(self) -> float:
        """Return the sum of the weights, in bits."""
        return sum(one.weight for one in self.evidence)

    @property
    def probability(self) -> float:
        """Return the probability that both are one."""
        return 1 / (1 + 2**-self.score)

    @property
    def reason(self) -> str:
        """Return all reasons in one line, the weightiest first."""
        ordered = sorted(self.evidence, key=lambda one: -abs(one.weight))
        return "; ".join(one.reason for one in ordered)


Bearers = Mapping[str, int]
Feature = Callable[[Profile, Profile], Iterator[Evidence]]


def compare(left: Profile, right: Profile, known: Bearers) -> Comparison:
    """Weigh all evidence on two profiles; `known` counts who bears a surname.

    Where one name is only inside the other, or names nobody in particular, the verdict is never "same" by dates, places
    and claims alone: the Third Congress of Soviets and the Third Peasants' Congress met in one city in one month.
    """
    persons = left.kind is Kind.PERSON and right.kind is Kind.PERSON
    naming = list(person_names(left, right, known) if persons else name_words_compared(left, right))
    if not naming or sum(one.weight for one in naming) <= evidence_rules()["thresholds"]["different"]:
        return Comparison(left.key, right.key, tuple(naming), _verdict(naming))
    features = (*(PERSON_FEATURES if persons else ()), *FEATURES)
    evidence = (*naming, *(one for feature in features for one in feature(left, right)))
    return Comparison(left.key, right.key, evidence, _verdict(evidence))


def _verdict(evidence: Sequence[Evidence]) -> str:
    thresholds = evidence_rules()["thresholds"]
    score = sum(one.weight for one in evidence)
    if score >= thresholds["same"]:
        return "unsure" if any(one.feature in ("name_inside", "name_generic") for one in evidence) else "same"
    if score >= thresholds["ask"]:
        return "unsure"
    return "different" if score <= thresholds["different"] else ""


def _say(feature: str, reason: str, times: float = 1.0) -> Evidence:
    return Evidence(feature, evidence_rules()["weights"][feature] * times, reason)


# --- persons ---------------------------------------------------------------------------------------------


def person_names(left: Profile, right: Profile, known: Bearers) -> Iterator[Evidence]:
    """Compare surnames, with how many bear them, given names and patronymics with their initials."""
    shared = left.surnames & right.surnames
    if not shared:
        return
    written = f"{left.label} {right.label}".lower()
    shown = min(shared, key=lambda surname: (surname not in written, surname))
    yield _surname(max(known.get(surname, 1) for surname in shared), shown.capitalize())
    if _bears_two(left, right) or _bears_two(right, left):
        yield _say("second_surname", "both bear a second surname as well")
    yield from _part(left, right, "given")
    yield from _part(left, right, "patronymic")


def _surname(bearers: int, surname: str) -> Evidence:
    if bearers == 1:
        return _say("surname_of_one", f"both are called {surname}, and nobody else is known to be")
    if bearers == 2:
        return _say("surname_of_two", f"both are called {surname}, as one other is")
    return _say("surname_of_many", f"both are called {surname}, as many are")


def _bears_two(left: Profile, right: Profile) -> bool:
    """Say whether a surname in brackets and the one before it are both the other's as well."""
    theirs = right.surnames
    return any(parts.aliases & theirs and (parts.surnames - parts.aliases) & theirs for parts in left.people)


def _part(left: Profile, right: Profile, part: str) -> Iterator[Evidence]:
    ours, theirs = _in_full(left, part), _in_full(right, part)
    fits = {given_fit(a, b): (a, b) for a, b in product(sorted(ours), sorted(theirs))}
    for fit, words in (("same", "are both {0}"), ("fits", "{0} and {1} fit"), ("differs", "{0} is not {1}")):
        if fit in fits:
            yield _say(f"{part}_{fit}", f"{part} names: {words.format(*fits[fit])}")
            return
    if part == "given" and bool(ours) != bool(theirs):
        yield _say("no_given", f"{(right if ours else left).label} bears no given name")


def _in_full(profile: Profile, part: str) -> set[str]:
    """Return a part of a person's name in its forms, as initials only where it is never written in full."""
    forms = {value for parts in profile.people if (value := getattr(parts, part))}
    return {form for form in forms if not is_initial(form)} or forms


def same_office(left: Profile, right: Profile) -> Iterator[Evidence]:
    """Compare the offices that they hold."""
    if shared := left.offices & right.offices:
        yield _say("office_same", f"both are {min(shared)}")


def same_party(left: Profile, right: Profile) -> Iterator[Evidence]:
    """Compare the parties and bodies that they belong to."""
    if shared := left.parties & right.parties:
        yield _say("party_same", f"both belong to {min(shared)}")
    elif left.parties and right.parties:
        yield _say("party_differs", f"one belongs to {min(left.parties)}, the other to {min(right.parties)}")


def same_title(left: Profile, right: Profile) -> Iterator[Evidence]:
    """Compare the words before the names."""
    if shared := left.titles & right.titles:
        yield _say("title_same", f"both are called {min(shared).capitalize()}")


def one_document(left: Profile, right: Profile) -> Iterator[Evidence]:
    """Two like names in one text seldom mean two persons: the text would tell them apart."""
    if shared := left.documents & right.documents:
        yield _say("one_document", f"both are named in {min(shared)}")


# --- everything else -------------------------------------------------------------------------------------


def name_words_compared(left: Profile, right: Profile) -> Iterator[Evidence]:
    """Compare the words of two names: the same, one inside the other, or, with nothing to say, neither."""
    pairs = list(product(left.words, right.words))
    if any(a == b for a, b in pairs):
        yield _same_words(left, right, next(a for a, b in pairs if a == b))
    elif short := next(
        (one for one, other in ((left, right), (right, left)) if _with_place(one, other)), None
    ):
        full = right if short is left else left
        yield _say(
            "name_with_place", f"the sentence of {short.label} names one place, which makes it {full.label}"
        )
    elif inside := next((pair for pair in pairs if pair[0] < pair[1] or pair[0] > pair[1]), None):
        more = ", ".join(sorted(inside[0] ^ inside[1]))
        yield _say("name_inside", f"one name is inside the other, which has more: {more}")
    else:
        return
    if (left.told and right.told and left.documents & right.documents) or (left.listed and right.listed):
        yield _say("told_apart", "one document tells of them as of two")


def _same_words(left: Profile, right: Profile, words: frozenset[str]) -> Evidence:
    rules = evidence_rules()["words"]
    if not any(map(is_telling, words)):
        if left.documents & right.documents and not (left.told and right.told):
            return _say("name_same", f"both are called {left.label} in one document")
        dated = any(word.isdigit() for word in words)
        if dated:
            return _say("name_dated", f"both are called {left.label}, which gives a day but not whose it was")
        return _say("name_generic", f"both are called {left.label}, which does not say whose or which")
    if (left.told or right.told) and words & rules["recurring"] and not any(word.isdigit() for word in words):
        return _say("name_recurs", f"both are called {left.label}, as there may be several")
    return _say("name_same", f"both are called {left.label}")


def _with_place(short: Profile, full: Profile) -> bool:
    return (
        bool(short.near)
        and short.kind is full.kind
        and any(a | short.near == b and a < b for a, b in product(short.words, full.words))
    )


# --- whatever the kind -----------------------------------------------------------------------------------


def same_kind(left: Profile, right: Profile) -> Iterator[Evidence]:
    """Compare the kinds."""
    if left.kind is not right.kind:
        yield _say("kind_differs", f"one is read as {left.kind}, the other as {right.kind}")


def same_script(left: Profile, right: Profile) -> Iterator[Evidence]:
    """Tell that names were compared in Latin letters where one is written in Cyrillic ones."""
    if left.cyrillic != right.cyrillic:
        yield _say(
            "script_differs", f"{left.label} and {right.label} are in two scripts and were compared in Latin"
        )


def same_days(left: Profile, right: Profile) -> Iterator[Evidence]:
    """Compare the days that are claimed of them, property by property."""
    for name in sorted(left.days.keys() & right.days.keys()):
        gap = min(_gap(a, b) for a, b in product(left.days[name], right.days[name]))
        bounds = evidence_rules()["bounds"]
        if gap == 0:
            yield _say("day_same", f"{name} is the same")
        elif gap <= bounds["near_days"]:
            yield _say("day_near", f"{name} is {gap} days apart, as calendars and sources may have it")
        else:
            yield _say("day_far" if gap <= bounds["far_days"] else "year_far", f"{name} is {gap} days apart")
        return


def _gap(left: Days, right: Days) -> int:
    """Return how many days lie between two stretches of time, 0 where they meet."""
    return max(0, (right[0] - left[1]).days, (left[0] - right[1]).days)


def same_place(left: Profile, right: Profile) -> Iterator[Evidence]:
    """Compare where they are."""
    if shared := left.places & right.places:
        yield _say("place_same", f"both are at {min(shared)}")
    elif left.places and right.places:
        yield _say("place_differs", f"one is at {min(left.places)}, the other at {min(right.places)}")


def shared_claims(left: Profile, right: Profile) -> Iterator[Evidence]:
    """Count what is claimed of both, places and parties aside."""
    shared = sorted(
        (name, key) for name, key in left.links & right.links if key not in left.places | left.parties
    )
    if shared:
        weights = evidence_rules()["weights"]
        times = min(len(shared), weights["claims_shared_most"] / weights["claim_shared"])
        name, key = shared[0]
        more = f", and {len(shared) - 1} more" if len(shared) > 1 else ""
        yield _say("claim_shared", f"of both it is claimed: {name} {key}{more}", times)


PERSON_FEATURES: tuple[Feature, ...] = (same_office, same_party, same_title, one_document)
FEATURES: tuple[Feature, ...] = (same_kind, same_script, same_days, same_place, shared_claims)
