"""What the checks say: findings, their severity and their rank.

Knows nothing of how a finding is found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from matrix_designer.core.design import FindingKey


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
    it was tried (`evaluation.first_fixes.with_fixes`).

    A finding of the plan has no matrix: `rule` is the 1-based rule that it is about or None, and
    `subject` names what it is about (a rule in words, a source, a part, a family, a menu), so
    that it is known again, and stays silenced, when rules move.
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
    rule: int | None = None
    subject: str = ""

    @property
    def key(self) -> FindingKey:
        """What tells it apart from the others, and what a silence names."""
        return self.code, self.matrix, self.tier, self.subject

    @property
    def is_of_plan(self) -> bool:
        """Whether it is about the plan, not about one matrix."""
        return not self.matrix


def rank_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort by severity, then dollars (greatest first, null last), then tier, rule and code."""
    return tuple(
        sorted(
            findings,
            key=lambda finding: (
                _ORDER[finding.severity],
                finding.dollars is None,
                -(finding.dollars or 0),
                finding.tier is None,
                finding.tier or 0,
                finding.rule or 0,
                finding.code,
                finding.subject,
            ),
        )
    )
