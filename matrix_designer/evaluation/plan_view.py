"""What the Plan page shows of an analysis: what each rule takes, and which sources are sold.

Worked out when the page shows, from what the evaluation assigned; reused while that holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matrix_designer.analysis.assignment import Assignment, assign
from matrix_designer.analysis.plan_sources import SoldSource, sold_classes, sold_sources
from matrix_designer.analysis.row_names import row_names
from matrix_designer.analysis.rule_detail import RuleDetail, rule_detail
from matrix_designer.analysis.rule_figures import RuleFigures, rule_figures
from matrix_designer.analysis.segments import prices_of
from matrix_designer.core.design import Design
from matrix_designer.core.evidence import Ints, Sales
from matrix_designer.core.plan import Plan
from matrix_designer.evaluation.evaluate import Analysis


@dataclass(frozen=True, slots=True, eq=False)
class PlanView:
    """Figures by rule, counted from 0 (None: the default), their total, and the sold sources.

    All are of `design`; `assignment` says which rule takes which row, None without sales;
    `prices` are those in force and proposed by row, None without a plan.
    """

    sales: Sales | None
    design: Design
    assignment: Assignment | None
    figures: Mapping[int | None, RuleFigures] | None
    total: RuleFigures | None
    sources: tuple[SoldSource, ...]
    prices: tuple[Ints | None, Ints | None] | None = None

    @property
    def has_parts(self) -> bool:
        """Whether the sales are told apart by part."""
        return self.sales is not None and self.sales.rows.has_parts


def look_at_plan(analysis: Analysis, before: PlanView | None = None) -> PlanView:
    """Return what a plan takes of a history; what is not shown yet is worked out now."""
    sales, design = analysis.sales, analysis.design
    if before is not None and before.sales is sales and before.design is design:
        return before
    if sales is None:
        return PlanView(None, design, None, None, None, ())
    whole = analysis.states.whole
    if whole is None:
        return _without_plan(analysis, sales, before)
    assignment = whole.segments.assignment
    in_force = None if whole.in_force is None else whole.in_force.price
    prices = whole.prices()
    figures, total = rule_figures(
        *(assignment.names.rows, assignment.rule, len(design.plan.rules) + 1),
        *(prices, in_force),
        is_sold_known=sales.is_sold_known,
    )
    sources = _sources(sales, design.plan, assignment, before)
    return PlanView(sales, design, assignment, figures, total, sources, (in_force, prices))


def row_prices(view: PlanView) -> Ints | None:
    """Return the proposed price of every row of the assignment; None without sales."""
    if view.prices is not None:
        return view.prices[1]
    if view.sales is None or view.assignment is None:
        return None
    return prices_of(view.assignment, is_sold_known=view.sales.is_sold_known)


def look_at_rule(view: PlanView, place: int) -> RuleDetail | None:
    """Look at a rule closely, counted from 0; None where the sales do not tell."""
    if view.sales is None or view.assignment is None or view.prices is None:
        return None
    return rule_detail(view.sales, view.assignment, place, view.prices)


def _without_plan(analysis: Analysis, sales: Sales, before: PlanView | None) -> PlanView:
    """Return what is known where one matrix prices everything."""
    design = analysis.design
    held = before.assignment if before is not None and before.sales is sales else None
    if held is None or held.strategy.families is not design.families:
        names = row_names(sales) if held is None else held.names
        held = assign(design.strategy, analysis.question.on, names, held)
    return PlanView(sales, design, held, None, None, _sources(sales, design.plan, held, before))


def _sources(
    sales: Sales, plan: Plan, assignment: Assignment, before: PlanView | None
) -> tuple[SoldSource, ...]:
    """Return the sold sources; the very same where the same rules take the same rows."""
    if (
        before is not None
        and before.sales is sales
        and before.design.plan is plan
        and before.assignment is assignment
    ):
        return before.sources
    return (*sold_sources(sales, plan, assignment), *sold_classes(sales, assignment))
