"""What can be taken hold of on the GP % curve: a dot on each tread, a riser at each bound.

Knows curves, a matrix and pixels; it does not know what a drag does.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.curves import Curves
from matrix_designer.core.edits import BoundSide
from matrix_designer.core.factor import Basis
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.core.moved_bounds import room_of_bound, room_of_cap, touching
from matrix_designer.gui.plots.stage import Placement

REACH = 8.0
"""The pixels around a handle in which it is taken hold of: a target of 16."""
_ASIDE = 1e-9
"""So far beside a bound stand its treads, in decades."""
_LEAST_TREAD = 10.0
"""The pixels that a tread needs to carry a dot."""


@dataclass(frozen=True, slots=True)
class Dot:
    """The handle of a tier's factor (0-based): its place in log10 dollars and GP %."""

    tier: int
    x: float
    y: float

    @property
    def key(self) -> object:
        """What it is, wherever it stands."""
        return ("dot", self.tier)


@dataclass(frozen=True, slots=True)
class Riser:
    """The handle of a bound; `tier` None is the cap. It stands at x between two GP %."""

    tier: int | None
    side: BoundSide
    x: float
    low: float
    high: float

    @property
    def key(self) -> object:
        """What it is, wherever it stands."""
        return ("riser", self.tier, self.side)


Handle = Dot | Riser


def handles_of(curves: Curves, matrix: Matrix, place: Placement) -> tuple[Handle, ...]:
    """Return every handle that shows."""
    first, last = _ends(place)
    return (*_risers(curves, matrix, first, last), *dots_of(curves, place))


def dots_of(curves: Curves, place: Placement) -> tuple[Dot, ...]:
    """Return the handles that are painted though nobody points at them."""
    return tuple(_dots(curves, place, *_ends(place)))


def handle_at(
    handles: tuple[Handle, ...], place: Placement, x: float, y: float, reach: float
) -> Handle | None:
    """Return the handle nearest to a pixel within reach; of equally near ones a dot."""
    best, nearest = None, reach
    for handle in handles:
        away = _distance(handle, place, x, y)
        if away <= nearest:
            best, nearest = handle, away
    return best


def _ends(place: Placement) -> tuple[float, float]:
    """Return the first and last place of the axis that show."""
    return place.value_x(place.area.left()), place.value_x(place.area.right())


def _distance(handle: Handle, place: Placement, x: float, y: float) -> float:
    """Return how far a pixel is from a handle; within a square, as targets are."""
    across = abs(handle.x * place.scale_x + place.shift_x - x)
    if isinstance(handle, Dot):
        return max(across, abs(handle.y * place.scale_y + place.shift_y - y))
    ends = sorted(value * place.scale_y + place.shift_y for value in (handle.low, handle.high))
    return max(across, ends[0] - y, y - ends[1])


def _dots(curves: Curves, place: Placement, first: float, last: float) -> Iterator[Dot]:
    """Put a dot into the middle of what shows of each tread that is wide enough."""
    shown = [
        (tier, max(low, first), min(high, last))
        for tier, (low, high) in enumerate(curves.tier_at)
        if low < last and high > first
    ]
    least = _LEAST_TREAD / place.scale_x
    wide = [(tier, (low + high) / 2) for tier, low, high in shown if high - low >= least]
    line = curves.proposed
    heights = np.interp([x for _, x in wide], line.x, line.y).tolist() if wide else []
    for (tier, x), y in zip(wide, heights, strict=True):
        if math.isfinite(y):
            yield Dot(tier, x, y)


def _risers(curves: Curves, matrix: Matrix, first: float, last: float) -> Iterator[Riser]:
    """Stand a riser at every bound that shows and can move."""
    ends = list(_bounds(matrix))
    places = [_log(amount) for _, _, amount in ends]
    shown = [(end, x) for end, x in zip(ends, places, strict=True) if first < x < last]
    if not shown:
        return
    line = curves.proposed
    beside = [(x - _ASIDE, x + _ASIDE) for _, x in shown]
    heights = np.interp(np.array(beside).ravel(), line.x, line.y).reshape(-1, 2).tolist()
    for ((tier, side, _amount), x), pair in zip(shown, heights, strict=True):
        known = [value for value in pair if math.isfinite(value)]
        if known:
            yield Riser(tier, side, x, min(known), max(known))


def _bounds(matrix: Matrix) -> Iterator[tuple[int | None, BoundSide, int]]:
    """Yield every bound that can move as (tier, side, amount): each pair of neighbours once."""
    tiers, cap = matrix.tiers if matrix.lookup is Basis.COST else (), matrix.cap
    for place, tier in enumerate(tiers):
        is_at_cap = cap is not None and tier.upper == cap.above
        can_move = room_of_bound(matrix, place, BoundSide.UPPER) is not None
        if tier.upper is not None and can_move and not is_at_cap:
            yield place, BoundSide.UPPER, tier.upper + CENT // 2
    for place in range(1, len(tiers)):
        lower = tiers[place].lower
        is_free = touching(matrix, place, BoundSide.LOWER) is None
        if is_free and room_of_bound(matrix, place, BoundSide.LOWER) is not None:
            yield place, BoundSide.LOWER, lower - CENT // 2
    if cap is not None and room_of_cap(matrix) is not None:
        yield None, BoundSide.UPPER, cap.above


def _log(amount: int) -> float:
    return math.log10(max(amount, 1) / DOLLAR)
