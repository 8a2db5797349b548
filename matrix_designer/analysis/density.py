"""Price against list for everything sold, as a density over log cost; and a part of it, brushed.

The density is floats for drawing: cost dollars in cells, smoothed. What a brush holds is exact:
integers against integers, the same comparison that a question to the single lines makes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matrix_designer.core.evidence import Sales, SalesRows, Tally
from matrix_designer.core.money import DOLLAR, EXTENDED_DOLLAR
from matrix_designer.core.query import RATIO_UNIT, Range, RatioRange, Where

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
ACROSS, UP = 256, 160
"""Cells of the picture."""
_SMOOTH = (3.0, 2.6)
"""How far a cell is spread, in cells, across and up."""
_INSIDE = 0.95
"""What the contour encloses of the cost dollars."""
_TAIL = 0.004
"""What may lie above the picture, and below it, of the cost dollars."""
_STEP = 10.0
_LEAST_LOW, _LEAST_HIGH, _HIGHEST = 80.0, 120.0, 400.0


@dataclass(frozen=True, slots=True, eq=False)
class Density:
    """Cost dollars by log10 cost (columns, rising) and price in percent of list (rows, rising).

    `x` and `y` are the ends of the picture; `level` is the least value inside the contour.
    `drawn`, `outside` and `no_list` tally what lies in it, above or below it, and has no list.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    cells: Floats
    level: float
    drawn: Tally
    outside: Tally
    no_list: Tally


@dataclass(frozen=True, slots=True)
class Brush:
    """A part of what was sold: costs from `low` to `high` (amounts, both included, None open).

    `ratio_low` and `ratio_high` are sold price / list in units of 1/RATIO_UNIT, the first
    included, the second not; with one of them, a part without a list is not in the brush.
    """

    low: int | None = None
    high: int | None = None
    ratio_low: int | None = None
    ratio_high: int | None = None

    @property
    def is_band(self) -> bool:
        """Whether only cost counts."""
        return self.ratio_low is None and self.ratio_high is None

    def where(self, lines: Where) -> Where:
        """Return the same as a condition on single lines, of those that another one is about."""
        ratios = RatioRange("unit_sold", "list", self.ratio_low, self.ratio_high)
        return replace(
            lines,
            ranges=(*lines.ranges, Range("cost", self.low, self.high)),
            ratios=lines.ratios if self.is_band else (*lines.ratios, ratios),
        )

    def holds(self, rows: SalesRows) -> Bools:
        """Tell which rows lie in the brush."""
        held = np.ones(len(rows.cost), dtype=np.bool_)
        if self.low is not None:
            held &= rows.cost >= self.low
        if self.high is not None:
            held &= rows.cost <= self.high
        if not self.is_band:
            held &= rows.list_price > 0
        sold = rows.unit_sold * RATIO_UNIT
        if self.ratio_low is not None:
            held &= sold >= rows.list_price * self.ratio_low
        if self.ratio_high is not None:
            held &= sold < rows.list_price * self.ratio_high
        return held


def tally(rows: SalesRows, held: Bools) -> Tally:
    """Add up the rows that a mask holds; exact."""
    quantity = rows.quantity[held]
    return Tally(
        int(rows.lines[held].sum()),
        int(quantity.sum()),
        int((rows.cost[held] * quantity).sum()),
        int(rows.sold[held].sum()),
    )


def density_of(
    sales: Sales, span: tuple[float, float], reach: tuple[float, float] | None = None
) -> Density | None:
    """Return the picture of sold price against list over a cost axis; None without either.

    `reach` are percents of list that the picture has to show as well, for a curve over it.
    """
    rows = sales.rows
    is_listed = rows.list_price > 0
    if not sales.is_sold_known or not is_listed.any():
        return None
    at = np.flatnonzero(is_listed)
    percent = rows.unit_sold[at] * 100.0 / rows.list_price[at]
    weight = rows.cost[at] * (rows.quantity[at] / EXTENDED_DOLLAR)
    low, high = _ends(percent, weight, reach)
    across = (np.log10(rows.cost[at] / DOLLAR) - span[0]) / (span[1] - span[0]) * ACROSS
    up = (percent - low) / (high - low) * UP
    is_seen = (up >= 0) & (up < UP) & (across >= 0) & (across < ACROSS)
    cell = up[is_seen].astype(np.int64) * ACROSS + across[is_seen].astype(np.int64)
    cells = np.bincount(cell, weights=weight[is_seen], minlength=ACROSS * UP)
    smooth = _smoothed(cells.astype(np.float64).reshape(UP, ACROSS))
    seen = np.zeros(len(rows.cost), dtype=np.bool_)
    seen[at[is_seen]] = True
    return Density(
        span,
        (low, high),
        smooth,
        _level(smooth),
        drawn=tally(rows, seen),
        outside=tally(rows, is_listed & ~seen),
        no_list=tally(rows, ~is_listed),
    )


def _ends(
    percent: Floats, weight: Floats, reach: tuple[float, float] | None
) -> tuple[float, float]:
    """Return round ends that hold all but the tails of the dollars."""
    order = np.argsort(percent)
    running = np.cumsum(weight[order])
    aims = np.array([_TAIL, 1 - _TAIL]) * running[-1]
    places = np.minimum(np.searchsorted(running, aims), len(order) - 1)
    least, most = percent[order][places].tolist()
    if reach is not None:
        least, most = min(least, reach[0]), max(most, reach[1])
    low = min(np.floor(least / _STEP - 1) * _STEP, _LEAST_LOW)
    high = max(np.ceil(most / _STEP + 1) * _STEP, _LEAST_HIGH)
    return max(float(low), 0.0), min(float(high), _HIGHEST)


def _smoothed(cells: Floats) -> Floats:
    """Spread every cell over its neighbours, both ways, by a bell; what leaves is lost."""
    for axis, sigma in ((1, _SMOOTH[0]), (0, _SMOOTH[1])):
        reach = int(np.ceil(3 * sigma))
        offsets = np.arange(-reach, reach + 1)
        bell = np.exp(-0.5 * (offsets / sigma) ** 2)
        bell /= bell.sum()
        padded = np.pad(cells, [(reach, reach) if each == axis else (0, 0) for each in (0, 1)])
        size = cells.shape[axis]
        cells = sum(
            share * np.take(padded, np.arange(start, start + size), axis=axis)
            for start, share in enumerate(bell.tolist())
        )
    return cells


def _level(cells: Floats) -> float:
    """Return the value above which the cells hold what the contour encloses."""
    ranked = np.sort(cells, axis=None)[::-1]
    running = np.cumsum(ranked)
    place = int(np.searchsorted(running, _INSIDE * running[-1]))
    return float(ranked[min(place, len(ranked) - 1)])
