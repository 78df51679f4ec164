"""Let each source speak against itself: sums, percentages, days, order, names, lists.

A finding is a fact about the source, not a fault of the build: what does not hold is shown with its words and is not
repaired. What was looked at and holds is counted as well, so that silence is not taken for a proof.
"""

from soviet_kg.audit.findings import CHECKS, audit
from soviet_kg.audit.sources import AuditFinding

__all__ = ["CHECKS", "AuditFinding", "audit"]
