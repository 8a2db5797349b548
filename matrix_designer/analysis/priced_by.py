"""Which tiers price a part of what was sold, by its cost dollars.

Knows a priced history and a brush over it; not what a tier is called.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.density import Brush
from matrix_designer.analysis.sums import PricedFold
from matrix_designer.core.evidence import Ints
from matrix_designer.core.query import RATIO_UNIT


@dataclass(frozen=True, slots=True)
class PricedBy:
    """One row of the engine that prices some of it; `row` is a tier's place, or a special row.

    `cost` is its cost dollars, extended, `share` their part of all that was asked about, 0 to 1.
    """

    row: int
    cost: int
    share: float


def priced_by(
    priced: PricedFold, brush: Brush, others: Iterable[PricedFold] = ()
) -> tuple[PricedBy, ...]:
    """Return what prices the brushed sales under the proposed matrix, most cost dollars first.

    `others` are sales that something else of a plan prices: they are part of all.
    """
    at, cost = _brushed(priced, brush)
    rows, places = np.unique(priced.row[at], return_inverse=True)
    sums = np.zeros(len(rows), dtype=np.int64)
    np.add.at(sums, places, cost)
    everything = int(sums.sum()) + sum(int(_brushed(one, brush)[1].sum()) for one in others)
    found = [
        PricedBy(row, dollars, dollars / everything if everything else 0.0)
        for row, dollars in zip(rows.tolist(), sums.tolist(), strict=True)
    ]
    return tuple(sorted(found, key=_by_cost))


def _brushed(priced: PricedFold, brush: Brush) -> tuple[Ints, Ints]:
    """Return the rows of the fold of all that is brushed, and its cost dollars."""
    fold = priced.fold
    part = fold.rows_costing(0 if brush.low is None else brush.low, brush.high)
    first, last = np.searchsorted(fold.unit_row, (part.start, part.stop)).tolist()
    at = fold.unit_row[first:last]
    held = np.ones(len(at), dtype=np.bool_)
    listed = fold.list_price[at]
    sold = fold.unit_sold[first:last] * RATIO_UNIT
    if not brush.is_band:
        held &= listed > 0
    if brush.ratio_low is not None:
        held &= sold >= listed * brush.ratio_low
    if brush.ratio_high is not None:
        held &= sold < listed * brush.ratio_high
    cost = fold.cost[at] * fold.unit_quantity[first:last]
    return at[held], cost[held]


def _by_cost(one: PricedBy) -> tuple[int, int]:
    return -one.cost, one.row
