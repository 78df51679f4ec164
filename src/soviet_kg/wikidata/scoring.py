"""How well an entity and an item agree: a list of signs, each with its points and a reason in words.

The score is the sum of the points, cut to 0-1; the points lie in `ontology/wikidata/scoring.toml`. A sign of refusal
ends the matter: then there is no link, however well the names agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from soviet_kg.wikidata.evidence import Thing
from soviet_kg.wikidata.items import Item, WikiTime
from soviet_kg.wikidata.knowledge import Weights, read_classes, read_properties, read_weights
from soviet_kg.wikidata.spelling import compare_persons, fold_name, romanised

_SEVERAL, _SURE = 3, 100.0
_ADULT = 12  # years after birth before which nobody takes part in anything


@dataclass(frozen=True, slots=True)
class Sign:
    """What tells for or against; `refuses` ends the matter."""

    points: float
    reason: str
    refuses: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that an entity may be. `score` is 0 where a sign refuses."""

    item: Item
    signs: tuple[Sign, ...]

    @property
    def score(self) -> float:
        """Return the sum of the points, of 0-1."""
        if any(sign.refuses for sign in self.signs):
            return 0.0
        return round(min(1.0, max(0.0, sum(sign.points for sign in self.signs))), 3)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return the signs in words, with their points."""
        return tuple(
            f"{sign.reason} (refused)" if sign.refuses else f"{sign.reason} ({sign.points:+.2f})"
            for sign in self.signs
        )


def weigh(
    thing: Thing, item: Item, party_qids: Mapping[str, str], service_score: float | None = None
) -> Candidate:
    """Weigh every sign that an entity is an item.

    `party_qids` gives the QIDs of parties by entity id; `service_score` is what a reconciliation service gave, 0-100.
    """
    weights = read_weights()
    signs = [*_kind(thing, item, weights), *_names(thing, item, weights, service_score)]
    if signs and not any(sign.refuses for sign in signs):
        signs += [*_sorts(thing, item, weights), *_life(thing, item, weights), *_times(thing, item, weights)]
        signs += _parties(thing, item, party_qids, weights)
    return Candidate(item, tuple(signs))


# --- kind ------------------------------------------------------------------------------------------------


def _kind(thing: Thing, item: Item, weights: Weights) -> Iterator[Sign]:
    if not item.kind:
        yield Sign(weights.more["kind_unknown"], "the item's kind is not known")
    elif item.kind in read_classes().may_be[thing.kind]:
        yield Sign(weights.more["kind"], f"both are of kind {thing.kind}")
    else:
        yield Sign(0, f"{weights.refuses['kind']}: {thing.kind} against {item.kind}", refuses=True)


# --- names -----------------------------------------------------------------------------------------------


def _names(thing: Thing, item: Item, weights: Weights, service_score: float | None) -> Iterator[Sign]:
    how, ours, theirs = best_names(thing, item, weights)
    if how == "given":
        yield Sign(0, f"{weights.refuses['given']}: “{ours}” against “{theirs}”", refuses=True)
        return
    if not how and service_score is None:
        yield Sign(0, "no name in common", refuses=True)
        return
    if how:
        yield Sign(weights.name[how], f"{_HOW[how]}: “{ours}” and “{theirs}”")
        if " " not in ours.strip() and how != "surname":
            yield Sign(weights.less["one_word"], "a name of one word")
        if len(_shared_labels(thing, item)) > 1:
            yield Sign(weights.more["second_script"], "the labels agree in both scripts")
        if service_score == _SURE:
            yield Sign(weights.more["called_match"], "the service calls it a match")
        if (shared := _shared_names(thing, item)) >= _SEVERAL:
            yield Sign(weights.more["several"], f"{shared} names in common")
    else:
        yield Sign(weights.name["service"] * (service_score or 0) / 100, "found by the service")


_HOW = {
    "label_label": "the same label",
    "label_alias": "a label of one is an alias of the other",
    "alias_alias": "an alias of both",
    "person_middle": "the same name but for a patronymic",
    "person_initials": "initials and surname agree",
    "romanised": "the same name in Latin letters",
    "surname": "the same surname",
}
_PERSON_HOW = {
    "middle": "person_middle",
    "initials": "person_initials",
    "surname": "surname",
    "given": "given",
}


def best_names(thing: Thing, item: Item, weights: Weights) -> tuple[str, str, str]:
    """Return how the names that agree best agree, and both; "" for none, "given" where only given names differ."""
    found = [*_equal_names(thing, item)]
    if thing.kind == "Person":
        found += _person_names(thing, item)
    ranked = sorted(found, key=lambda pair: (-weights.name.get(pair[0], 0.01), pair[1:]))
    return ranked[0] if ranked else ("", "", "")


def _equal_names(thing: Thing, item: Item) -> Iterator[tuple[str, str, str]]:
    theirs = {
        fold_name(form): (rank, form)
        for rank, names in (("alias", item.aliases), ("label", item.labels))
        for _, form in names
    }
    latin = {romanised(form): form for language, form in (*item.aliases, *item.labels) if language == "ru"}
    for rank, names in (("label", thing.labels), ("alias", thing.aliases)):
        for language, form in names:
            folded = fold_name(form)
            if folded in theirs:
                other, written = theirs[folded]
                yield "_".join(sorted((rank, other), reverse=True)), form, written
            elif language == "ru" and romanised(form) in theirs:
                yield "romanised", form, theirs[romanised(form)][1]
            elif language == "en" and folded in latin:
                yield "romanised", form, latin[folded]


def _person_names(thing: Thing, item: Item) -> Iterator[tuple[str, str, str]]:
    """Compare persons' names in parts: of labels first, and of aliases where those are not at odds."""
    for ours_names in (thing.labels, thing.aliases):
        for language, ours in ours_names:
            for other_language, theirs in (*item.labels, *item.aliases):
                how = compare_persons(ours, theirs) if language == other_language else ""
                if how and how != "full":
                    yield _PERSON_HOW[how], ours, theirs
                elif how:
                    yield (
                        "label_label" if theirs in dict(item.labels).values() else "label_alias",
                        ours,
                        theirs,
                    )


def _shared_labels(thing: Thing, item: Item) -> set[str]:
    known = dict(item.labels)
    same = {
        language for language, form in thing.labels if fold_name(known.get(language, "")) == fold_name(form)
    }
    if thing.kind == "Person":
        same |= {
            language
            for language, form in thing.labels
            if compare_persons(form, known.get(language, "")) in ("full", "middle")
        }
    return same


def _shared_names(thing: Thing, item: Item) -> int:
    ours, theirs = (
        {fold_name(form) for _, form in (*side.labels, *side.aliases) if len(form) > _SEVERAL}
        for side in (thing, item)
    )
    return len(ours & theirs)


def _sorts(thing: Thing, item: Item, weights: Weights) -> Iterator[Sign]:
    """Compare the words in the labels that say of what sort the thing is."""
    known, theirs = frozenset(weights.sorts["words"]), dict(item.labels)
    for language, form in thing.labels:
        ours, other = ({*fold_name(label).split()} & known for label in (form, theirs.get(language, "")))
        if ours and other and not ours & other:
            yield Sign(weights.less["heads"], f"another sort of thing: “{form}” against “{theirs[language]}”")
            return


# --- times -----------------------------------------------------------------------------------------------


def _life(thing: Thing, item: Item, weights: Weights) -> Iterator[Sign]:
    if thing.kind != "Person":
        return
    evidence = read_properties().evidence
    born, died = item.year(evidence["born"]), item.year(evidence["died"])
    years = thing.years
    if born is None:
        return
    life = f"{born}–{died or ''}"
    if years and max(years) < born + _ADULT:
        yield Sign(0, f"{weights.refuses['life']}: {life}, and our documents have {max(years)}", refuses=True)
    elif years and min(years) >= born and (died is None or min(years) <= died):
        yield Sign(weights.more["life"], f"lived {life}, and our documents have {min(years)}")
    elif not years and born + _ADULT > weights.thresholds["best_at"] + weights.thresholds["span"]:
        yield Sign(weights.less["home"], f"lived {life}, not in the time of our documents")
    elif not years and born + _ADULT <= weights.thresholds["best_at"] <= (died or 9999):
        yield Sign(weights.more["life"], f"lived {life}, in the time of our documents")


def _times(thing: Thing, item: Item, weights: Weights) -> Iterator[Sign]:
    """Compare when an event, a body, a party or a text began."""
    if thing.kind in ("Person", "Place"):
        return
    theirs = _beginnings(item)
    if not theirs:
        return
    ours, words = thing.begins, "/".join(map(str, sorted(theirs)))
    if ours & theirs:
        yield Sign(weights.more["begins"], f"the same year: {min(ours & theirs)}")
    elif ours and min(abs(one - two) for one in ours for two in theirs) > 1:
        yield Sign(weights.less["begins"], f"other years: {min(ours)} against {words}")
    elif not ours and _is_elsewhen(thing, theirs, weights):
        yield Sign(weights.less["home"], f"of {words}, not of the time of our documents")


def _beginnings(item: Item) -> frozenset[int]:
    pids = {row.pid for row in read_properties().mappings if row.value == "time"} - {"P576", "P582"}
    dated = (s.value.year for s in item.statements if s.pid in pids and isinstance(s.value, WikiTime))
    return frozenset((*dated, *item.years))


def _is_elsewhen(thing: Thing, years: frozenset[int], weights: Weights) -> bool:
    """Say whether an item began after all that our documents tell of the thing, or out of our time altogether."""
    if thing.years and thing.kind != "Event":
        return min(years) > max(thing.years)
    at, span = weights.thresholds["best_at"], weights.thresholds["span"]
    if thing.kind == "Event":
        return all(abs(year - at) > span for year in years)
    return min(years) > at + span


# --- parties ---------------------------------------------------------------------------------------------


def _parties(thing: Thing, item: Item, qids: Mapping[str, str], weights: Weights) -> Iterator[Sign]:
    ours = {qids[party] for party in thing.parties if party in qids}
    theirs = set(item.values(read_properties().evidence["party"]))
    if not ours or not theirs:
        return
    if ours & theirs:
        yield Sign(weights.more["party"], "a party in common")
    else:
        yield Sign(weights.less["party"], "other parties")
