"""What the checks of the plan see of an evaluation: its assignment, or one of their own.

Knows which rows the rules of a design take; it knows nothing of how a check finds what it finds.
"""

from __future__ import annotations

import datetime as dt

from matrix_designer.analysis.assignment import Assignment, assign
from matrix_designer.analysis.checks.plan_context import Memo, PlanContext
from matrix_designer.analysis.row_names import row_names
from matrix_designer.core.design import Design
from matrix_designer.core.evidence import Sales

_ASSIGNED = "an assignment for the checks"


def plan_context(
    design: Design,
    sales: Sales | None,
    on: dt.date | None = None,
    assignment: Assignment | None = None,
    before: Memo | None = None,
) -> PlanContext:
    """Return what the checks of the plan see; `before` are the answers of the evaluation before.

    A design without anything by which parts are told apart needs no assignment.
    """
    memo = Memo(before)
    if assignment is None and sales is not None and has_plan(design):
        held = memo.last(_ASSIGNED)
        if held is not None and held[0] is sales:
            assignment = assign(design.strategy, on, held[1].names, held[1])
        else:
            assignment = assign(design.strategy, on, row_names(sales))
        memo.keep(_ASSIGNED, (sales, assignment))
    return PlanContext(design, sales, assignment, on, memo)


def has_plan(design: Design) -> bool:
    """Tell whether a design has anything by which parts are told apart."""
    entries = design.classes
    return bool(
        design.plan
        or design.flat_prices
        or design.families
        or design.menus
        or entries.sources
        or entries.parts
    )
