"""What a falling price costs: the sold pieces in each zone, and whether a fall counts.

Knows falls and sales; nothing of findings or drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.boundaries import Boundaries, Fall, boundaries_of
from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.sold import Sold, sort_sold
from matrix_designer.analysis.sums import products, total
from matrix_designer.core.evidence import Ints
from matrix_designer.core.factor import Basis
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.core.pricing import Prices, Schedule, price

COUNTS_FROM = DOLLAR
"""The least fall that counts, an amount."""
COUNTS_SHARE = 100
"""One part in so many of all cost dollars must be sold in the zone of a fall that counts."""


@dataclass(frozen=True, slots=True)
class InversionZone:
    """A fall with what was sold in its zone.

    pieces in thousandths; cost and dollars are extended amounts: dollars is pieces x (price at
    the top - their price), None without sales. `is_told` is False where a price needs a list as
    well, so that the factor stands for it. A fall `counts` when it is $1.00 or more and its zone
    sells 1 % of cost dollars.
    """

    fall: Fall
    is_told: bool
    pieces: int | None
    cost: int | None
    dollars: int | None
    counts: bool


def inversion_zones(
    schedule: Schedule,
    fold: Fold | None = None,
    prices: Prices | None = None,
    boundaries: Boundaries | None = None,
    sold: Sold | None = None,
) -> tuple[InversionZone, ...]:
    """Return every fall of a matrix with its sales, in the order of the look-up value.

    `prices` are those of the matrix on the fold's rows; boundaries and sold are made where they
    are not handed in.
    """
    known = boundaries or boundaries_of(schedule)
    is_told = not known.is_stand_in
    if fold is None or prices is None:
        return tuple(
            InversionZone(fall, is_told, None, None, None, counts=False) for fall in known.falls
        )
    matrix = schedule.matrix
    by_lookup = sold or sort_sold(fold, matrix)
    everything = int(fold.cost_total.sum())
    return tuple(
        _zone(schedule, fold, prices, fall, _rows(matrix, fold, by_lookup, fall), everything)
        for fall in known.falls
    )


def _rows(matrix: Matrix, fold: Fold, sold: Sold, fall: Fall) -> Ints | slice:
    """Return the fold's rows whose look-up value lies in the zone."""
    if matrix.lookup is Basis.LIST:
        return sold.rows(sold.between(fall.low, fall.high))
    half = CENT // 2
    return fold.rows_costing(fall.low * CENT - half, fall.high * CENT + half - 1)


def _zone(
    schedule: Schedule,
    fold: Fold,
    prices: Prices,
    fall: Fall,
    rows: Ints | slice,
    everything: int,
) -> InversionZone:
    matrix = schedule.matrix
    quantity = fold.quantity[rows]
    theirs = prices.price[rows]
    at_top: Ints | int = fall.price_at_top
    basis = matrix.tiers[fall.tier - 1].basis
    if basis is not matrix.lookup:
        at_top = _prices_at_top(schedule, fold, rows, fall)
    less = np.where(theirs >= 0, np.maximum(at_top - theirs, 0), 0)
    cost = int(fold.cost_total[rows].sum())
    return InversionZone(
        fall=fall,
        is_told=basis is matrix.lookup,
        pieces=int(quantity.sum()),
        cost=cost,
        dollars=total(products(less, quantity)),
        counts=fall.fall >= COUNTS_FROM and cost > 0 and cost * COUNTS_SHARE >= everything,
    )


def _prices_at_top(schedule: Schedule, fold: Fold, rows: Ints | slice, fall: Fall) -> Ints:
    """Price the parts of a zone as if their look-up value stood at the top of the tier."""
    cost, list_price = fold.cost[rows], fold.list_price[rows]
    top = np.full(cost.size, fall.top * CENT, dtype=np.int64)
    if schedule.is_by_cost:
        return price(schedule, top, list_price).price
    return price(schedule, cost, top).price


def falling_tiers(zones: Sequence[InversionZone]) -> dict[int, bool]:
    """Return the 1-based tiers that fall, and whether one of their falls counts."""
    found: dict[int, bool] = {}
    for zone in zones:
        found[zone.fall.tier] = found.get(zone.fall.tier, False) or zone.counts
    return found
