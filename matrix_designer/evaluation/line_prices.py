"""The prices that an analysis gives to single lines, whichever way they came about.

The one way from an analysis to questions with prices: it is right with and without a plan.
"""

from __future__ import annotations

from matrix_designer.analysis.line_prices import LinePrices, of_fold, of_rows
from matrix_designer.core.strategy_needs import told_apart_by
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.states import States


def line_prices(analysis: Analysis) -> LinePrices | None:
    """Return the prices of lines in every state; None without sales.

    Takes a while under a plan over a large history; call it where a question is worked out.
    """
    sales, states = analysis.sales, analysis.states
    if sales is None or states.priced is None:
        return None
    whole = states.whole
    if whole is None:
        return of_fold(states.priced)
    beside = (whole.in_force, whole.against)
    strategies = [whole.segments.assignment.strategy, *(one.strategy for one in beside if one)]
    in_force, against = (None if one is None else one.price for one in beside)
    apart = frozenset().union(*map(told_apart_by, strategies))
    return of_rows(sales, whole.names, apart, whole.prices(), in_force, against)


def are_priced_alike(one: States, other: States) -> bool:
    """Tell whether two results give every line the same prices, as far as is plain at once."""
    if one.whole is None or other.whole is None:
        return one.whole is other.whole and one.priced is other.priced
    return (
        one.whole.sales is other.whole.sales
        and one.whole.in_force is other.whole.in_force
        and one.whole.against is other.whole.against
        and one.whole.parts == other.whole.parts
    )
