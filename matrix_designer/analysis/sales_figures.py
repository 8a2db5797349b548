"""Everything that a history alone says about itself: where its money is, price against list.

Made once for a history, however often the matrix changes. Knows sums and drawings of sums; no
single line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.curves import Curves
from matrix_designer.analysis.density import Density, density_of
from matrix_designer.analysis.fold import Fold, fold_rows
from matrix_designer.analysis.list_ratio import ListRatio, list_ratios
from matrix_designer.analysis.ranking import (
    MOST_MONEY,
    RankBy,
    Ranking,
    cost_between,
    rank_by_class,
    rank_by_cost,
    rank_by_source,
)
from matrix_designer.analysis.where_money_is import Bracket, bracket_of
from matrix_designer.core.evidence import Sales
from matrix_designer.core.money import DOLLAR

THUMB = (10 * DOLLAR + 1, 35 * DOLLAR)
"""The costs that 001 ingredient 6 says hold 80 % of the cost dollars, as whole cost bands."""
_SLACK = 5.0
_TAIL = 0.01
"""The part of the cost dollars at either end whose prices may leave the picture."""


@dataclass(frozen=True, slots=True, eq=False)
class SalesFigures:
    """A history's own figures.

    `bracket` is the narrowest round band that holds 80 % of the cost dollars; `thumb` the cost
    dollars, extended, of the band of the rule of thumb.
    """

    sales: Sales
    rankings: Mapping[RankBy, Ranking]
    bracket: Bracket | None
    thumb: int
    ratios: tuple[ListRatio, ...]
    density: Density | None


def figures_of(sales: Sales, fold: Fold | None, curves: Curves) -> SalesFigures:
    """Work a history out; `curves` say which costs show and how far the proposed prices reach.

    `fold` is that of the whole history; None where it is still to be made.
    """
    fold = fold_rows(sales.rows) if fold is None else fold
    rankings = (rank_by_cost(sales), rank_by_source(sales), rank_by_class(sales))
    return SalesFigures(
        sales=sales,
        rankings={ranking.by: ranking for ranking in rankings},
        bracket=bracket_of(fold, MOST_MONEY, is_above_low=True),
        thumb=cost_between(fold, *THUMB),
        ratios=list_ratios(sales),
        density=density_of(sales, curves.span, _reach(curves, fold)),
    )


def _reach(curves: Curves, fold: Fold) -> tuple[float, float] | None:
    """Return how far the proposed price goes against list, in percent, where money moves."""
    band = curves.proposed_of_list
    running = np.cumsum(fold.cost_total)
    if band is None or not len(running) or running[-1] <= 0:
        return None
    tails = np.array((_TAIL, 1 - _TAIL)) * float(running[-1])
    places = np.minimum(np.searchsorted(running, tails), len(fold) - 1)
    low, high = np.log10(fold.cost[places] / DOLLAR).tolist()
    values = band.median[np.isfinite(band.median) & (band.x >= low) & (band.x <= high)]
    if not len(values):
        return None
    return float(values.min()) - _SLACK, float(values.max()) + _SLACK
