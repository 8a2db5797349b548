"""What the checks say: findings, their severity and their rank.

Knows nothing of how a finding is found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How bad a finding is, worst first."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


_ORDER = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the checks flag.

    `tier` is 1-based (for a boundary the lower tier) or None; `dollars` an extended amount or
    None; `column` names the grid column that the finding points at (`lower`, `upper`, `factor`)
    or is None. `way` is what a check would try first, None where nothing comes to its mind: cheap
    to say, and no promise. `fix` is the text of the fix that is offered first, known only where
    it was tried (`evaluation.fixing.with_fixes`).
    """

    code: str
    severity: Severity
    message: str
    why: str
    source: str
    matrix: str
    tier: int | None = None
    dollars: int | None = None
    column: str | None = None
    way: str | None = None
    fix: str | None = None


def rank_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort by severity, then dollars (greatest first, null last), then tier, then code."""
    return tuple(
        sorted(
            findings,
            key=lambda finding: (
                _ORDER[finding.severity],
                finding.dollars is None,
                -(finding.dollars or 0),
                finding.tier is None,
                finding.tier or 0,
                finding.code,
            ),
        )
    )
