"""What the checks of the plan see of an evaluation: its assignment, or one of their own.

Knows which rows the rules of a design take; it knows nothing of how a check finds what it finds.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

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
        names = memo.recall("names of rows", (sales,), partial(row_names, sales))
        before_it: Assignment | None = memo.last(_ASSIGNED)
        assignment = memo.recall(
            _ASSIGNED,
            (names, on, design.plan, design.flat_prices, design.families, design.classes),
            partial(assign, design.strategy, on, names, before_it),
        )
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
