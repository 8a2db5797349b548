"""Edges of tiers: the price at a tier's top and one cent later, in list order.

Pure functions over a compiled matrix. Prices are those of a part without a list; where a list
decides nothing is told. Knows nothing of falls.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matrix_designer.analysis.asked import Asked
from matrix_designer.core.evidence import Ints
from matrix_designer.core.factor import Basis
from matrix_designer.core.matrix import CapRule, FallbackKind, Matrix
from matrix_designer.core.money import CENT, MAX_AMOUNT
from matrix_designer.core.pricing import NO_ROW, UNPRICED, Schedule

LAST_CENT = MAX_AMOUNT // CENT
"""The dearest whole-cent cost that there is."""


class TierEdge(NamedTuple):
    """What a tier sells for at its top and one cent later; amounts, None where none is told.

    `tier` is 1-based; `top` an amount, None for an open top. `is_after_unpriced` says that a
    part one cent dearer gets no price.
    """

    tier: int
    top: int | None
    price_at_top: int | None
    price_after: int | None
    is_after_unpriced: bool


def tier_edges(schedule: Schedule, asked: Asked) -> tuple[TierEdge, ...]:
    """Price every tier, in list order, at its top and one cent later.

    Nothing is told where a list decides: a look-up by list, a tier on list, the fallback list.
    `asked` answers for the schedule; mostly it knows these prices as the ends of runs.
    """
    matrix = schedule.matrix
    tops = [_top_of(matrix, tier.last_cent) for tier in matrix.tiers]
    cents = [min(max(top or 0, 0) + step, LAST_CENT) for top in tops for step in (0, 1)]
    told = _is_told(schedule, np.array(cents, dtype=np.int64)).tolist()
    known = list(map(Told, asked.prices(cents), told))
    return tuple(map(_tier_edge, range(1, len(tops) + 1), tops, known[::2], known[1::2]))


class Told(NamedTuple):
    """A price (an amount or UNPRICED) at some cent, and whether it is one without a list."""

    amount: int
    is_told: bool

    @property
    def price(self) -> int | None:
        """The price that can be told."""
        return self.amount if self.is_told and self.amount != UNPRICED else None


def _is_told(schedule: Schedule, cents: Ints) -> NDArray[np.bool_]:
    """Say for look-up cents whether their price is known without a list."""
    matrix = schedule.matrix
    if not schedule.is_by_cost:
        return np.zeros(cents.size, dtype=np.bool_)
    place = np.searchsorted(schedule.starts, cents, side="right") - 1
    untold = schedule.on_list[place]
    if matrix.fallback.kind is FallbackKind.LIST:
        untold = untold | (schedule.rows[place] == NO_ROW)
    if matrix.cap is not None:
        is_over = cents * CENT > matrix.cap.above
        untold = np.where(is_over, is_list_cap(matrix), untold)
    told: NDArray[np.bool_] = ~untold
    return told


def _tier_edge(number: int, top: int | None, at_top: Told, after: Told) -> TierEdge:
    if top is None:
        return TierEdge(number, None, None, None, is_after_unpriced=False)
    is_past = top >= LAST_CENT
    return TierEdge(
        tier=number,
        top=top * CENT,
        price_at_top=at_top.price,
        price_after=None if is_past else after.price,
        is_after_unpriced=after.is_told and after.amount == UNPRICED and not is_past,
    )


def _top_of(matrix: Matrix, last: int | None) -> int | None:
    """Return the last cent that a tier with this top can price: its own, or the cap's."""
    if matrix.cap is None or matrix.lookup is not Basis.COST:
        return last
    cap = matrix.cap.above // CENT
    return cap if last is None else min(last, cap)


def is_list_cap(matrix: Matrix) -> bool:
    """Say whether the cap is list alone."""
    return matrix.cap is not None and matrix.cap.rule is CapRule.LIST
