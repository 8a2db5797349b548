"""What a falling price costs: the sold pieces in each zone, and whether a fall counts.

Knows falls and sales; nothing of findings or drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from matrix_designer.analysis.asked import EVERY_CENT, Reach
from matrix_designer.analysis.boundaries import Boundaries, Fall, boundaries_of
from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.sold import Sold, sort_sold
from matrix_designer.analysis.sums import Exact, products
from matrix_designer.core.evidence import Ints
from matrix_designer.core.factor import Basis
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.core.pricing import UNPRICED, Prices, Schedule
from matrix_designer.core.pricing import price as price_parts

COUNTS_FROM = DOLLAR
"""The least fall that counts, an amount."""
COUNTS_SHARE = 100
"""One part in so many of all cost dollars must be sold in the zone of a fall that counts."""


class InversionZone(NamedTuple):
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
    before: Sequence[InversionZone] = (),
    reach: Reach = EVERY_CENT,
) -> tuple[InversionZone, ...]:
    """Return every fall of a matrix with its sales, in the order of the look-up value.

    `prices` are those of the matrix on the fold's rows; boundaries and sold are made where they
    are not handed in. `before` are zones over the same fold of a matrix that prices other cents
    alike than those in `reach`.
    """
    known = boundaries or boundaries_of(schedule)
    is_told = not known.is_stand_in
    if fold is None or prices is None:
        return tuple(
            InversionZone(fall, is_told, None, None, None, counts=False) for fall in known.falls
        )
    kept = {
        zone.fall: zone
        for zone in before
        if zone.is_told == is_told and not _is_reached(zone.fall, reach)
    }
    new = [fall for fall in known.falls if fall not in kept]
    kept.update(zip(new, _zones(schedule, fold, prices, new, sold, is_told=is_told), strict=True))
    return tuple(kept[fall] for fall in known.falls)


def _is_reached(fall: Fall, reach: Reach) -> bool:
    """Say whether an edit may change the price of a cent from the top to the end of a zone."""
    if reach is None:
        return False
    first, last = reach
    return first <= fall.high and (last is None or fall.top <= last)


def _zones(
    schedule: Schedule,
    fold: Fold,
    prices: Prices,
    falls: Sequence[Fall],
    sold: Sold | None,
    *,
    is_told: bool,
) -> Iterator[InversionZone]:
    """Add up what was sold in the zones of some falls."""
    if not falls:
        return
    rows, starts = _rows(schedule.matrix, fold, sold, falls)
    lengths = np.diff(np.append(starts, rows.size))
    price = prices.price[rows]
    less = np.maximum(_at_top(schedule, fold, falls, rows, lengths) - price, 0)
    less[price == UNPRICED] = 0
    quantity = fold.quantity[rows]
    for fall, pieces, cost, dollars in zip(
        falls,
        _sums(quantity, starts, lengths),
        _sums(fold.cost_total[rows], starts, lengths),
        _sums(products(less, quantity), starts, lengths),
        strict=True,
    ):
        is_much = cost > 0 and cost * COUNTS_SHARE >= fold.cost_sum
        counts = is_much and fall.fall >= COUNTS_FROM
        yield InversionZone(fall, is_told, pieces, cost, dollars, counts)


def _rows(
    matrix: Matrix, fold: Fold, sold: Sold | None, falls: Sequence[Fall]
) -> tuple[Ints, Ints]:
    """Return the fold's rows of all zones, one zone after the other, and where each starts."""
    lookup, order = fold.cost, None
    if matrix.lookup is Basis.LIST:
        by_list = sold or sort_sold(fold, matrix)
        lookup, order = by_list.lookup, by_list.order
    lows = np.array([fall.low for fall in falls], dtype=np.int64) * CENT - CENT // 2
    highs = np.array([fall.high for fall in falls], dtype=np.int64) * CENT + CENT // 2
    first = np.searchsorted(lookup, lows, side="left")
    lengths = np.maximum(np.searchsorted(lookup, highs, side="left") - first, 0)
    starts = np.cumsum(lengths) - lengths
    places = np.repeat(first - starts, lengths) + np.arange(int(lengths.sum()))
    return places if order is None else order[places], starts


def _at_top(
    schedule: Schedule, fold: Fold, falls: Sequence[Fall], rows: Ints, lengths: Ints
) -> Ints:
    """Return what each row of the zones sells for with its look-up value at the top.

    Where the look-up value is the price basis that is one price for the whole zone.
    """
    tiers, lookup = schedule.matrix.tiers, schedule.matrix.lookup
    at_top = np.repeat(np.array([fall.price_at_top for fall in falls], dtype=np.int64), lengths)
    is_other = [tiers[fall.tier - 1].basis is not lookup for fall in falls]
    if any(is_other):
        top = np.repeat(np.array([fall.top for fall in falls], dtype=np.int64) * CENT, lengths)
        here = np.repeat(np.array(is_other), lengths)
        cost, listed = fold.cost[rows], fold.list_price[rows]
        cost, listed = (top, listed) if schedule.is_by_cost else (cost, top)
        at_top[here] = price_parts(schedule, cost, listed).price[here]
    return at_top


def _sums(values: Exact, starts: Ints, lengths: Ints) -> list[int]:
    """Return the sum of each zone's values; zones may be empty."""
    found = np.zeros(starts.size, dtype=values.dtype)
    is_full = lengths > 0
    if is_full.any():
        found[is_full] = np.add.reduceat(values, starts[is_full])
    sums: list[int] = found.tolist()
    return sums


def falling_tiers(zones: Sequence[InversionZone]) -> dict[int, bool]:
    """Return the 1-based tiers that fall, and whether one of their falls counts."""
    found: dict[int, bool] = {}
    for zone in zones:
        found[zone.fall.tier] = found.get(zone.fall.tier, False) or zone.counts
    return found
