"""All checks of all sources, in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from soviet_kg.audit import counts, days, words
from soviet_kg.audit.sources import AuditFinding, Source, read_sources
from soviet_kg.model import Corpus

CHECKS: Final[tuple[Callable[[Source], Iterator[AuditFinding]], ...]] = (
    counts.audit_sums,
    counts.audit_shares,
    counts.audit_lists,
    counts.audit_splits,
    days.audit_double_dates,
    days.audit_order,
    days.audit_weekdays,
    days.audit_yesterdays,
    days.audit_own_date,
    days.audit_years,
    days.audit_lifetimes,
    words.audit_titles,
    words.audit_numbering,
    words.audit_contrary_words,
    words.audit_opposed_verbs,
)


def audit(corpus: Corpus) -> tuple[AuditFinding, ...]:
    """Return what was looked at in each source, by document and place; `holds` tells how it came out.

    Only the source's own words are compared, and the gazetteer's lifetimes; English sources are audited by words as
    well as by claims.
    """
    found = [finding for source in read_sources(corpus) for check in CHECKS for finding in check(source)]
    return tuple(sorted(dict.fromkeys(found), key=_place))


def _place(finding: AuditFinding) -> tuple[str, int, str, str]:
    return finding.document, finding.quotes[0].start, finding.check, finding.what
