"""What the rule grid says beside its cells: row heads with what was found, and the total.

Knows rows of the plan and findings; no widget.
"""

from __future__ import annotations

from matrix_designer.analysis.rule_figures import RuleFigures
from matrix_designer.gui.grid.columns import Cell, Ink, RowHead, TotalRow
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.plan_lines import RuleLine
from matrix_designer.gui.panels.row_heads import marked_head


def head_of(line: RuleLine) -> RowHead:
    """Return what the gutter shows: the rule's number, and the icon of the worst finding."""
    if line.place is None:
        return RowHead("Else", "What no rule takes", is_semibold=True, note="What no rule takes")
    number = line.place + 1
    return marked_head(str(number), f"Rule {number}", line.findings)


def total_of(total: RuleFigures | None, numbers: Numbers, *, is_stale: bool) -> TotalRow:
    """Return the row under the grid: what all rules and the default take together."""
    label = "All rules, working…" if is_stale else "All rules"
    if total is None:
        return TotalRow(label, {})
    ink = Ink.QUIET if is_stale else Ink.TEXT
    texts = {"pieces": numbers.pieces(total.pieces), "cost": numbers.dollars(total.cost)}
    if total.parts is not None:
        texts["parts"] = numbers.count(total.parts)
    if total.sold is not None:
        texts["sold"] = numbers.dollars(total.sold)
    for key, earned in (("in_force", total.in_force), ("proposed", total.proposed)):
        if earned is not None and earned.sales:
            texts[key] = numbers.ratio(100 * (earned.sales - earned.cost), earned.sales, 1)
    return TotalRow(label, {key: Cell(text, ink, is_semibold=True) for key, text in texts.items()})
