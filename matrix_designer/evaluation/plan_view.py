"""What the Plan page shows of an analysis: what each rule takes, and which sources are sold.

Worked out when the page shows, from what the evaluation assigned; reused while that holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matrix_designer.analysis.assignment import Assignment, assign
from matrix_designer.analysis.plan_sources import SoldSource, sold_sources
from matrix_designer.analysis.row_names import row_names
from matrix_designer.analysis.rule_figures import RuleFigures
from matrix_designer.core.evidence import Sales
from matrix_designer.core.plan import Plan
from matrix_designer.evaluation.evaluate import Analysis


@dataclass(frozen=True, slots=True, eq=False)
class PlanView:
    """Figures by rule, counted from 0 (None: the default), their total, and the sold sources."""

    sales: Sales | None
    plan: Plan
    assignment: Assignment | None
    figures: Mapping[int | None, RuleFigures] | None
    total: RuleFigures | None
    sources: tuple[SoldSource, ...]


def look_at_plan(analysis: Analysis, before: PlanView | None = None) -> PlanView:
    """Return what a plan takes of a history."""
    sales, design = analysis.sales, analysis.design
    if sales is None:
        return PlanView(None, design.plan, None, None, None, ())
    held = None if before is None or before.sales is not sales else before.assignment
    names = row_names(sales) if held is None else held.names
    assignment = assign(design.strategy, analysis.question.on, names, held)
    sources = sold_sources(sales, design.plan, assignment)
    return PlanView(sales, design.plan, assignment, None, None, sources)
