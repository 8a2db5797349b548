"""What one cost sells for, proposed and in force: what the read-out over the chart says.

Pure: knows schedules and the fold; knows nothing of who points where.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.fold import Fold
from matrix_designer.core.money import CENT
from matrix_designer.core.pricing import CAP_ROW, FALLBACK_ROW, Schedule, price_one

_REACH = 10 ** (1 / 32)
"""Parts sold within this ratio of a cost tell what list such a part has: 1/16 decade in all."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One cost under one matrix. `tier` is 1-based, None at cap or fallback, where `row` says it.

    price and gp are amounts, multiplier and gp_percent unrounded; None where there is no price.
    """

    tier: int | None
    row: str
    price: int | None
    gp: int | None
    multiplier: float | None
    gp_percent: float | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A cost (an amount), the list of parts sold around it (None: none told), and its quotes."""

    cost: int
    list_price: int | None
    proposed: Quote
    in_force: Quote | None


def read_at(cost: int, proposed: Schedule, in_force: Schedule | None, fold: Fold | None) -> Reading:
    """Return what a cost sells for; the list is the median of the parts sold around it."""
    list_price = None if fold is None else median_list(fold, cost)
    return Reading(
        cost,
        list_price,
        _quote(proposed, cost, list_price),
        None if in_force is None else _quote(in_force, cost, list_price),
    )


def median_list(fold: Fold, cost: int) -> int | None:
    """Return the list (an amount, whole cents) that the parts sold around a cost have.

    The piece-weighted median of list / cost, at this cost; None where no such part has a list.
    """
    rows = fold.rows_costing(int(cost / _REACH), int(cost * _REACH) + 1)
    lists = fold.list_price[rows]
    chosen = (lists > 0) & (fold.quantity[rows] > 0) & (fold.cost[rows] > 0)
    if not chosen.any():
        return None
    ratio = lists[chosen] / fold.cost[rows][chosen]
    order = np.argsort(ratio, kind="stable")
    running = np.cumsum(fold.quantity[rows][chosen][order])
    middle = int(np.searchsorted(running, running[-1] / 2))
    return max(round(float(ratio[order[middle]]) * cost / CENT), 1) * CENT


def _quote(schedule: Schedule, cost: int, list_price: int | None) -> Quote:
    part = price_one(schedule, cost, list_price)
    tier = part.row + 1 if part.row >= 0 else None
    words = {CAP_ROW: "cap", FALLBACK_ROW: "no tier"}
    row = f"tier {tier}" if tier is not None else words.get(part.row, "no tier")
    if part.price is None:
        return Quote(tier, row, None, None, None, None)
    gp = part.price - cost
    return Quote(
        tier,
        row,
        part.price,
        gp,
        part.price / cost if cost else None,
        100 * gp / part.price if part.price else None,
    )
