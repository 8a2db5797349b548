"""What the tier grid says beside its cells: row heads, what was found in a cell, the total.

Knows tier rows, findings and how numbers are written; no widget.
"""

from __future__ import annotations

from fractions import Fraction

from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.analysis.replay import Replay
from matrix_designer.gui.grid.columns import Cell, Ink, RowHead, TotalRow
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.tier_entries import TierLine
from matrix_designer.gui.panels.row_heads import marked_head, worst_of

_PLACES = {"lower": "from", "upper": "to", "factor": "typed"}
_CORNERS = {
    Severity.ERROR: Ink.ERROR,
    Severity.WARNING: Ink.WARNING_GRAPHIC,
    Severity.ADVICE: Ink.QUIET,
}


def head_of(line: TierLine) -> RowHead:
    """Return what the gutter shows: the number, and the icon of the worst finding with dollars."""
    note = "\n".join(finding.message for finding in line.findings)
    if line.tier is None or line.place is None:
        is_cap = line.cap is not None
        spoken = "Above the cap" if is_cap else "Costs that match no tier"
        return RowHead("Cap" if is_cap else "None", spoken, is_semibold=True, note=note or spoken)
    number = line.place + 1
    told = [finding for finding in line.findings if not _is_quiet(line, finding)]
    if not told:
        return RowHead(str(number), f"Tier {number}", note=note)
    worst = worst_of(told)
    head = marked_head(str(number), f"Tier {number}", told)._replace(note=note)
    is_free = all(one.dollars == 0 for one in told if one.severity is worst)
    return head._replace(icon_ink=Ink.MUTED) if is_free and worst is not Severity.ERROR else head


def total_of(replay: Replay | None, numbers: Numbers) -> TotalRow:
    """Return the row under the grid."""
    if replay is None:
        return TotalRow("Total, proposed", {})
    sums = {
        "pieces": numbers.pieces(replay.replayed.pieces),
        "cost": numbers.dollars(replay.replayed.cost),
        "proposed": numbers.dollars(replay.replayed.gp),
    }
    cells = {key: Cell(text, is_semibold=True) for key, text in sums.items()}
    others = (("as_sold", replay.sold), ("in_force", replay.in_force))
    for key, state in others:
        if state is not None:
            cells[key] = Cell(numbers.dollars(state.gp), Ink.MUTED, is_semibold=True)
    percent = replay.replayed.gp_percent
    if percent is not None:
        text = numbers.fraction(Fraction(percent), 1)
        cells["gp"] = Cell(text, is_semibold=True)
    return TotalRow("Total, proposed", cells)


def _is_quiet(line: TierLine, finding: Finding) -> bool:
    """Whether a finding is already said by a grey mark: a fall that does not count."""
    return finding.code == "inversion" and not (line.row is not None and line.row.counts)


def found_in(line: TierLine, key: str) -> tuple[Ink | None, str]:
    """Return the corner of the worst finding in a cell, and what is found there."""
    here = [
        finding
        for finding in line.findings
        if _PLACES.get(finding.column or "") == key and not _is_quiet(line, finding)
    ]
    if not here:
        return None, ""
    return _CORNERS[worst_of(here)], "\n".join(finding.message for finding in here)
