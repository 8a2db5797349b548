"""Sold dollars by look-up value: what was sold in a range of cents.

Knows the fold and which value picks the tier; it knows no prices and no findings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.fold import Fold
from matrix_designer.core.evidence import Ints
from matrix_designer.core.factor import Basis
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import CENT

_HALF_CENT = CENT // 2


@dataclass(frozen=True, slots=True, eq=False)
class Sold:
    """Rows of a fold that the look-up meets, in the order of the look-up value.

    `lookup`: amounts, rising; `sold`, `cost_total`: extended amounts; `order`: the fold's row of
    each, or None where they are the fold's first rows. Costs above the cap are left out.
    """

    fold: Fold
    lookup: Ints
    sold: Ints
    cost_total: Ints
    order: Ints | None

    def between(self, first: int, last: int | None) -> slice:
        """Return the places whose look-up value rounds to the cents first..last (None: open)."""
        start = int(np.searchsorted(self.lookup, first * CENT - _HALF_CENT, side="left"))
        stop = self.lookup.size
        if last is not None:
            stop = int(np.searchsorted(self.lookup, last * CENT + _HALF_CENT, side="left"))
        return slice(start, max(start, stop))

    def dollars(self, first: int, last: int | None) -> int:
        """Return the sold dollars (extended) of the cents first..last."""
        return int(self.sold[self.between(first, last)].sum())

    def rows(self, places: slice) -> Ints | slice:
        """Return the fold's rows at some places."""
        return places if self.order is None else self.order[places]


def sort_sold(fold: Fold, matrix: Matrix) -> Sold:
    """Put the rows that a matrix looks up in the order of their look-up value."""
    stop = len(fold)
    if matrix.cap is not None:
        stop = int(np.searchsorted(fold.cost, matrix.cap.above, side="right"))
    if matrix.lookup is Basis.COST:
        return Sold(fold, fold.cost[:stop], fold.sold[:stop], fold.cost_total[:stop], None)
    lists = fold.list_price[:stop]
    with_list = np.flatnonzero(lists > 0)
    order = with_list[np.argsort(lists[with_list], kind="stable")]
    return Sold(fold, lists[order], fold.sold[order], fold.cost_total[order], order)
