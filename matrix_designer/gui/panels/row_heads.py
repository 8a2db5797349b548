"""Row heads of sheets in whose rows something was found: the number, and the worst of it.

Knows findings and what a severity looks like in a gutter; it does not know what the rows are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.gui.grid.columns import Ink, RowHead
from matrix_designer.gui.panels.finding_rows import SEVERITY_ICONS

_INKS = {
    Severity.ERROR: Ink.ERROR,
    Severity.WARNING: Ink.WARNING_GRAPHIC,
    Severity.ADVICE: Ink.MUTED,
}


def marked_head(text: str, spoken: str, findings: Sequence[Finding]) -> RowHead:
    """Return a head with the icon and the word of the worst finding, and with all their words."""
    if not findings:
        return RowHead(text, spoken)
    worst = worst_of(findings)
    note = "\n".join(finding.message for finding in findings)
    icon, ink = SEVERITY_ICONS[worst], _INKS[worst]
    return RowHead(text, f"{spoken}, {worst.value}", icon=icon, icon_ink=ink, note=note)


def next_head(spoken: str, note: str) -> RowHead:
    """Return the head of the row that waits below the others for what comes next."""
    return RowHead("+", spoken, is_semibold=True, note=note)


def worst_of(findings: Iterable[Finding]) -> Severity:
    """Return the worst severity; there is at least one finding."""
    return min((finding.severity for finding in findings), key=tuple(Severity).index)
