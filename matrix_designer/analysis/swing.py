"""What a swing of the prices of a cost band would do, in both readings of "ten percent".

"A 10 % swing" can mean the markup times 1.1 or the price times 1.1, and they differ by a factor
of two or more: both are worked out, always. Exact: each price is rounded half up to the cent
once, then summed in integers. Rails and endings are left out; volumes stay unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.replay import Totals
from matrix_designer.analysis.what_must_be_true import Stake
from matrix_designer.core.evidence import Ints
from matrix_designer.core.money import CENT

_WHOLE = 100


class Reading(Enum):
    """What the percent is of."""

    MARKUP = "markup"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Swing:
    """One reading: totals of the band and of everything, before and after.

    `percent` is the swing in whole percent, signed.
    """

    reading: Reading
    percent: int
    band_before: Totals
    band_after: Totals
    before: Totals
    after: Totals

    @property
    def gp_change(self) -> int:
        """What GP gains or loses, volumes unchanged; an extended amount."""
        return self.band_after.gp - self.band_before.gp

    @property
    def stake(self) -> Stake:
        """The band before and after: what its volume may lose, or must gain."""
        return Stake(self.band_before.cost, self.band_before.sales, self.band_after.sales)


def swings(fold: Fold, price: Ints, low: int, high: int | None, percent: int) -> tuple[Swing, ...]:
    """Swing the prices of costs from `low` to `high` (amounts, both included), both ways.

    `price` are the fold's prices, -1 where it has none: those rows take no part. Returns for each
    reading the rise and the cut.
    """
    is_priced = price >= 0
    everything = _totals(fold, price, slice(None), is_priced)
    part = fold.rows_costing(low, high)
    band = _totals(fold, price, part, is_priced[part])
    made = []
    for reading in Reading:
        for signed in (percent, -percent):
            after = _totals(
                fold, _swung(fold.cost[part], price[part], reading, signed), part, is_priced[part]
            )
            rest = Totals(everything.pieces, everything.cost, everything.sales - band.sales)
            made.append(
                Swing(
                    reading,
                    signed,
                    band,
                    after,
                    everything,
                    Totals(rest.pieces, rest.cost, rest.sales + after.sales),
                )
            )
    return tuple(made)


def _swung(cost: Ints, price: Ints, reading: Reading, percent: int) -> Ints:
    """Return prices that swung, rounded half up to the cent, never below 0.00."""
    swung = price * (_WHOLE + percent)
    if reading is Reading.MARKUP:
        swung -= cost * percent
    step = CENT * _WHOLE
    return np.maximum((2 * swung + step) // (2 * step) * CENT, 0)


def _totals(fold: Fold, price: Ints, part: slice, is_priced: np.ndarray) -> Totals:
    """Add up the priced rows of a part; `price` is of the part, or of everything."""
    prices = price[part] if len(price) == len(fold) else price
    quantity = np.where(is_priced, fold.quantity[part], 0)
    cost = np.where(is_priced, fold.cost_total[part], 0)
    largest = int(prices.max(initial=0)) * int(quantity.sum())
    sales = prices * quantity if largest < 2**62 else prices.astype(object) * quantity
    return Totals(int(quantity.sum()), int(cost.sum()), int(sales.sum()))
