"""Whom the delegates of a meeting belonged to, as each source has it, and whether its own sums hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from soviet_kg.model import Claim, Corpus, Mention, Quantity, Stance
from soviet_kg.network.evidence import Reader
from soviet_kg.network.style import party_looks

COUNTED = "delegateCount"


@dataclass(frozen=True, slots=True)
class Share:
    """A party's delegates, as persons or percent; `order` is its place from left to right."""

    id: str
    label: str
    value: float
    approximate: bool
    order: int
    claim: str


@dataclass(frozen=True, slots=True)
class Composition:
    """One source's table of one meeting, in one unit and by one measure.

    `total` is what the source gives for all, None where it gives none; `of` says of which measure that is.
    """

    event: str
    label: str
    document: str
    unit: str
    measure: str
    shares: tuple[Share, ...]
    total: float | None
    of: str
    total_claim: str = ""

    @property
    def summed(self) -> float:
        """Return what the parts add up to."""
        return float(sum(Decimal(str(share.value)) for share in self.shares))

    @property
    def missing(self) -> float:
        """Return how much of the total no party has, 0 where there is no total or more than it is given."""
        return max((self.total or 0.0) - self.summed, 0.0)

    @property
    def warning(self) -> str:
        """Return in words that the source's own sums fail, "" where they hold or nothing can be said.

        Percentages may miss 100 by half of the last digit of each. A sum of persons that is larger than the total
        fails; one that is smaller leaves delegates of whom the source says nothing.
        """
        if self.unit == "percent":
            off = abs(self.summed - 100)
            return (
                f"The percentages add up to {number(self.summed)}, not 100." if off > self._rounding() else ""
            )
        if (
            self.total is not None
            and self.summed > self.total
            and not any(s.approximate for s in self.shares)
        ):
            return (
                f"The parties add up to {number(self.summed)}, more than the total of {number(self.total)}."
            )
        return ""

    def _rounding(self) -> float:
        return sum(0.5 * 10.0 ** -_decimals(share.value) for share in self.shares)


def number(value: float) -> str:
    """Return a number for a reader: "649", "15.4", "1 090"."""
    return f"{value:,.10g}".replace(",", " ")


def _decimals(value: float) -> int:
    return len(str(Decimal(str(value)).normalize()).partition(".")[2])


def find_compositions(corpus: Corpus, reader: Reader) -> tuple[Composition, ...]:
    """Return every table of two parties or more, by meeting in order of time, then source, then persons first."""
    ids = corpus.entity_ids()
    parts: dict[tuple[str, str, str, str], list[Claim]] = defaultdict(list)
    totals: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in corpus.claims:
        if (
            claim.predicate == COUNTED
            and claim.stance is Stance.ASSERTED
            and isinstance(claim.object, Quantity)
        ):
            event, unit = ids[claim.subject.key], claim.object.unit
            qualifiers = dict(claim.qualifiers)
            if "of" in qualifiers:
                parts[event, claim.quote.document, unit, str(qualifiers.get("measure", ""))].append(claim)
            else:
                totals[event, claim.quote.document, unit].append(claim)
    found = (_composition(key, claims, totals[key[:3]], reader) for key, claims in sorted(parts.items()))
    tables = (table for table in found if sum(1 for share in table.shares if share.order < _OTHERS) > 1)
    return tuple(sorted(tables, key=lambda table: _order(table, reader)))


_OTHERS = 90  # the order of parties without a look, and of "others" after them


def _order(table: Composition, reader: Reader) -> tuple[str, str, str, bool, str]:
    period = reader.periods.get(table.event)
    when = period.first.isoformat() if period else "9999"
    return when, table.event, table.document, table.unit != "persons", table.measure


def _composition(
    key: tuple[str, str, str, str], claims: list[Claim], totals: list[Claim], reader: Reader
) -> Composition:
    event, document, unit, measure = key
    shares = {share.id: share for share in (_share(claim, reader) for claim in claims)}
    ordered = tuple(sorted(shares.values(), key=lambda share: (share.order, -share.value, share.label)))
    total, of, claim = (100.0, "", "") if unit == "percent" else _total(totals, measure, ordered)
    label = reader.entities[event].label(reader.language)
    return Composition(event, label, document, unit, measure, ordered, total, of, claim)


def _share(claim: Claim, reader: Reader) -> Share:
    of, quantity = dict(claim.qualifiers)["of"], claim.object
    assert isinstance(quantity, Quantity)
    label = reader.label(of.key) if isinstance(of, Mention) else str(of)
    name = of.key if isinstance(of, Mention) else str(of)
    order = party_order(reader.label(of.key, "en") if isinstance(of, Mention) else label)
    return Share(name, label, quantity.value, quantity.approximate, order, claim.id)


def party_order(label: str) -> int:
    """Return a party's place from left to right by its English label; what has no look comes after, and others last."""
    starts = ((place, begin) for place, look in enumerate(party_looks()) for begin in look.begins)
    fitting = [
        (len(begin), place) for place, begin in starts if label.casefold().startswith(begin.casefold())
    ]
    if fitting:
        return max(fitting)[1]
    return _OTHERS + (label.casefold().startswith("other"))


def _total(totals: Iterable[Claim], measure: str, shares: tuple[Share, ...]) -> tuple[float | None, str, str]:
    """Return the total of the same measure; else the only one of another, or the least that holds the parts."""
    same, other = list(_measured(totals, measure)), list(_measured(totals, None))
    known = same or other
    if not known:
        return None, "", ""
    summed = sum(share.value for share in shares)
    return min(known, key=lambda one: (one[0] < summed, one[0]))


def _measured(totals: Iterable[Claim], measure: str | None) -> Iterator[tuple[float, str, str]]:
    for claim in totals:
        own = str(dict(claim.qualifiers).get("measure", ""))
        if isinstance(claim.object, Quantity) and measure in (None, own):
            yield claim.object.value, own, claim.id
