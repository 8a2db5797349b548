"""The tornado: what GP does when one tier's multiplier is a little higher or lower.

Every tier is re-priced exactly, cap, guard rails and price endings included, over all that was
sold, volumes unchanged. Pure functions over integers; it words and draws nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from matrix_designer.analysis.asked import Reach
from matrix_designer.analysis.sums import Part, PricedFold, products, total
from matrix_designer.core.money import CENT
from matrix_designer.core.pricing import Schedule, changed_interval, compile_matrix, price, slice_of
from matrix_designer.core.schedule import HALF_CENT, Bools
from matrix_designer.core.shifted_factor import shift_factor

SHIFT = Fraction(1, 20)
"""By how much a multiplier is moved: 0.05."""
Step = Callable[[float], None]
"""Called with the part that is done, 0 to 1; raises to cancel."""


@dataclass(frozen=True, slots=True)
class Swing:
    """What one tier's multiplier moves, in GP of the history: extended amounts, exact.

    `tier` is 1-based; up and down: the change of GP at 0.05 more and at 0.05 less, None where
    so much less would leave no multiplier.
    """

    tier: int
    up: int | None
    down: int | None

    @property
    def reach(self) -> int:
        """The greater of both changes, without its sign."""
        return max(abs(each) for each in (self.up or 0, self.down or 0))


def tornado(
    schedule: Schedule, priced: PricedFold, on_step: Step | None = None
) -> tuple[Swing, ...]:
    """Return every tier's swing, the greatest first; equal ones in the order of the tiers.

    A part whose price a shift makes or unmakes is in neither sum, as everywhere where two
    matrices are compared.
    """
    used = _used(priced)
    tiers = range(len(schedule.matrix.tiers))
    swings = []
    for place in tiers:
        if on_step is not None:
            on_step(place / len(tiers))
        up, down = (_change(schedule, priced, used, place, by) for by in (SHIFT, -SHIFT))
        swings.append(Swing(place + 1, up, down))
    return tuple(sorted(swings, key=_rank))


def _rank(swing: Swing) -> tuple[int, int]:
    return -swing.reach, swing.tier


def _used(priced: PricedFold) -> Bools:
    """Return which rows every state prices."""
    used: Bools = priced.price >= 0
    for other in (priced.in_force, priced.against):
        if other is not None:
            used &= other >= 0
    return used


def _change(
    schedule: Schedule, priced: PricedFold, used: Bools, place: int, by: Fraction
) -> int | None:
    """Return by how much GP changes when a tier's multiplier does; None where it cannot."""
    matrix = schedule.matrix
    factor = shift_factor(matrix.tiers[place].factor, by)
    if factor is None:
        return None
    tiers = list(matrix.tiers)
    tiers[place] = replace(tiers[place], factor=factor)
    shifted = compile_matrix(replace(matrix, tiers=tuple(tiers)))
    part = _reached(changed_interval(schedule, shifted), schedule, priced)
    fold = priced.fold
    now = price(shifted, fold.cost[part], fold.list_price[part]).price
    change = np.where(used[part] & (now >= 0), now - priced.price[part], 0)
    return total(products(change, fold.quantity[part]))


def _reached(reach: Reach, schedule: Schedule, priced: PricedFold) -> Part:
    """Return the rows of the fold whose look-up value lies in some cents."""
    if reach is None:
        return slice(0, 0)
    if schedule.is_by_cost:
        return slice_of(reach, priced.fold.cost)
    first, last = reach
    lists = priced.fold.list_price
    is_reached = lists >= first * CENT - HALF_CENT
    if last is not None:
        is_reached &= lists < (last + 1) * CENT - HALF_CENT
    return np.flatnonzero(is_reached)
