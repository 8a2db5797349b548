"""Where the prices of a fold stand out: rows under cost, and the highest price of each block.

Found once for a history, and after an edit only in the rows that it reaches. Knows priced rows;
nothing of tiers or findings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.sums import EVERYTHING, LIST_BLOCK, Part
from matrix_designer.core.evidence import Ints


@dataclass(frozen=True, slots=True, eq=False)
class PriceMarks:
    """What stands out in a priced fold.

    under_cost: rows that sell under cost or get no price, rising; highest: the highest price
    (amount or UNPRICED) in each LIST_BLOCK rows.
    """

    under_cost: Ints
    highest: Ints


def price_marks(
    fold: Fold, price: Ints, before: PriceMarks | None = None, part: Part = EVERYTHING
) -> PriceMarks:
    """Mark a priced fold; `before` are the marks of prices that differ in the rows `part` only."""
    if before is None or not isinstance(part, slice) or part == EVERYTHING:
        return PriceMarks(
            np.flatnonzero(price < fold.cost),
            np.maximum.reduceat(price, np.arange(0, price.size, LIST_BLOCK)),
        )
    start, stop, _ = part.indices(price.size)
    if start >= stop:
        return before
    fresh = start + np.flatnonzero(price[start:stop] < fold.cost[start:stop])
    first, last = np.searchsorted(before.under_cost, (start, stop)).tolist()
    under = before.under_cost
    if not np.array_equal(under[first:last], fresh):
        under = np.concatenate((under[:first], fresh, under[last:]))
    block, end = start // LIST_BLOCK, (stop - 1) // LIST_BLOCK + 1
    highest = before.highest.copy()
    rows = price[block * LIST_BLOCK : end * LIST_BLOCK]
    highest[block:end] = np.maximum.reduceat(rows, np.arange(0, rows.size, LIST_BLOCK))
    return PriceMarks(under, highest)
