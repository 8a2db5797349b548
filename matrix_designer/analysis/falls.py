"""Falls over sales: what the zone of each fall sells, and whether it counts.

Knows boundaries and a priced fold; judges nothing further.
"""

from __future__ import annotations

from matrix_designer.analysis.boundaries import Boundaries, Fall
from matrix_designer.analysis.curves import FallZone
from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.sums import products, total
from matrix_designer.core.evidence import Ints
from matrix_designer.core.money import CENT, DOLLAR

HALF_CENT = CENT // 2
LEAST_FALL = DOLLAR
"""A smaller fall never counts."""
LEAST_SHARE = 100
"""A zone counts from one part in so many of the cost dollars."""


def zones_of(boundaries: Boundaries, fold: Fold | None, price: Ints | None) -> tuple[FallZone, ...]:
    """Return the zone of every fall that stands on the cost axis, in tier order.

    None stand there where list has a say in the look-up or in a tier's price.
    """
    if boundaries.is_stand_in:
        return ()
    everything = 0 if fold is None else total(fold.cost_total)
    return tuple(_zone(fall, fold, price, everything) for fall in boundaries.falls)


def _zone(fall: Fall, fold: Fold | None, price: Ints | None, everything: int) -> FallZone:
    dollars: int | None = None
    counts = False
    if fold is not None and price is not None:
        rows = fold.rows_costing(fall.low * CENT - HALF_CENT, fall.high * CENT + HALF_CENT - 1)
        cost = total(fold.cost_total[rows])
        dollars = _dollars(fold, price, rows, fall.price_at_top)
        counts = fall.fall >= LEAST_FALL and cost > 0 and cost * LEAST_SHARE >= everything
    return FallZone(
        tier=fall.tier,
        low=fall.low * CENT,
        high=fall.high * CENT,
        price_at_top=fall.price_at_top,
        price_after=fall.price_after,
        fall=fall.fall,
        dollars=dollars,
        counts=counts,
    )


def _dollars(fold: Fold, price: Ints, rows: slice, price_at_top: int) -> int:
    """Return pieces in the zone x (price at the top - their price), where theirs is lower."""
    theirs = price[rows]
    is_lower = (theirs >= 0) & (theirs < price_at_top)
    return total(products(price_at_top - theirs[is_lower], fold.quantity[rows][is_lower]))
