"""Fixes of the cap: added, or lowered to where the sources cap a grid.

Knows the sources' cap; the effect on what is sold is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from matrix_designer.analysis.checks.context import LADDER_TOP, CheckContext
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.fixes.fix import Fix, changing
from matrix_designer.core.matrix import Cap, CapRule

ADD_CAP = "Cap the grid at $250.00"
LOWER_CAP = "Lower the cap to $250.00"


def add_cap(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Cap the grid at $250: the lower of list and cost plus 67 % above it."""
    del finding
    for rule, words in (
        (CapRule.LOWER, "the lower of list and cost plus 67 %"),
        (CapRule.COST_PLUS_67, "cost plus 67 %"),
    ):
        yield changing(
            context,
            replace(context.matrix, cap=Cap(LADDER_TOP, rule)),
            ADD_CAP if rule is CapRule.LOWER else f"{ADD_CAP} at {words}",
            f"Costs above it sell for {words}.",
            "Cap",
        )


def lower_cap(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Bring a cap down to $250, its rule kept."""
    del finding
    cap = context.matrix.cap
    if cap is not None:
        yield changing(
            context,
            replace(context.matrix, cap=replace(cap, above=LADDER_TOP)),
            LOWER_CAP,
            f"Costs above $250.00 then sell for {_RULES[cap.rule]}.",
            "Cap",
        )


_RULES = {
    CapRule.LIST: "list",
    CapRule.COST_PLUS_67: "cost plus 67 %",
    CapRule.LOWER: "the lower of list and cost plus 67 %",
    CapRule.HIGHER: "the higher of list and cost plus 67 %",
}
