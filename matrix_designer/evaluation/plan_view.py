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
from matrix_designer.analysis.rule_figures import RuleFigures
from matrix_designer.analysis.rule_table import RuleTable, figures_of, rule_table
from matrix_designer.analysis.segments import prices_of
from matrix_designer.core.design import Design
from matrix_designer.core.evidence import Ints, Sales
from matrix_designer.evaluation.evaluate import Analysis


@dataclass(frozen=True, slots=True, eq=False)
class PlanView:
    """Figures by rule, counted from 0 (None: the default), their total, and the sold sources.

    All are of `design`; `assignment` says which rule takes which row, None without sales;
    `prices` are those in force and proposed by row, None without a plan; `table` is what the next
    view is made of.
    """

    sales: Sales | None
    design: Design
    assignment: Assignment | None
    figures: Mapping[int | None, RuleFigures] | None
    total: RuleFigures | None
    sources: tuple[SoldSource, ...]
    prices: tuple[Ints | None, Ints | None] | None = None
    table: RuleTable | None = None

    @property
    def has_parts(self) -> bool:
        """Whether the sales are told apart by part."""
        return self.sales is not None and self.sales.rows.has_parts


def look_at_plan(analysis: Analysis, before: PlanView | None = None) -> PlanView:
    """Return what a plan takes of a history; of `before` what still holds is reused."""
    sales, design, whole = analysis.sales, analysis.design, analysis.states.whole
    if sales is None:
        return PlanView(None, design, None, None, None, ())
    known = before if before is not None and before.sales is sales else None
    if whole is None:
        assignment = _assigned(analysis, sales, known)
        proposed = in_force = None
    else:
        assignment = whole.segments.assignment
        in_force = None if whole.in_force is None else whole.in_force.price
    if known is not None and known.design is design and known.assignment is assignment:
        return known
    if whole is not None:
        proposed = whole.prices()
    old = None if known is None else known.table
    table = rule_table(assignment, proposed, in_force, len(sales.sources), old)
    sources = (*sold_sources(sales, table), *sold_classes(sales, table))
    if whole is None:
        return PlanView(sales, design, assignment, None, None, sources, None, table)
    figures, total = figures_of(
        table,
        assignment.names.rows.part,
        len(sales.part_names),
        is_sold_known=sales.is_sold_known,
    )
    prices = (in_force, proposed)
    return PlanView(sales, design, assignment, figures, total, sources, prices, table)


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


def _assigned(analysis: Analysis, sales: Sales, known: PlanView | None) -> Assignment:
    """Return which class and family each row is of, where one matrix prices everything."""
    design, held = analysis.design, None if known is None else known.assignment
    if held is None:
        return assign(design.strategy, analysis.question.on, row_names(sales))
    same = (
        held.strategy.plan is design.plan
        and held.strategy.families is design.families
        and held.strategy.classes is design.classes
        and held.strategy.flat_prices is design.flat_prices
    )
    return held if same else assign(design.strategy, analysis.question.on, held.names, held)
