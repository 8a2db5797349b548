"""What prices one part on each side of a comparison: a matrix, or the whole of a plan.

Knows an analysis; what a price is good for is whoever asks.
"""

from __future__ import annotations

from matrix_designer.analysis.repair_order import Side
from matrix_designer.core.strategy_pricing import Pricer
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.whole import is_planned, strategies_of


def sides_of(analysis: Analysis) -> tuple[Side, Side | None]:
    """Return what prices parts now, and what did before: the other design, else that in force."""
    states = analysis.states
    if not is_planned(analysis.design, analysis.question):
        before = states.against or states.in_force
        return states.proposed.schedule, None if before is None else before.schedule
    proposed, in_force, against = strategies_of(analysis.design, analysis.question)
    other = against or in_force
    on = analysis.question.on
    return Pricer(proposed, on), None if other is None else Pricer(other, on)
