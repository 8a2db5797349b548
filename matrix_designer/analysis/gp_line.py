"""GP % against cost as a line: steps as steps, slides sampled from the exact rule.

The line is the exact rule, before rounding to cents and endings, of a part without a list (so
rails that need one are left out, and a cap that asks for list takes cost + 67 %). Where a price
cannot be told without a list it is what sold parts made, by bins of 1/16 decade, and nothing
without sales. Floats, for drawing only.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, log10, nan

import numpy as np
from numpy.typing import NDArray

from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.where_money_is import BINS_A_DECADE, EDGES, LOWEST
from matrix_designer.core.evidence import Ints
from matrix_designer.core.factor import Basis
from matrix_designer.core.formula import Formula, simple_formula
from matrix_designer.core.lookup import NO_ROW
from matrix_designer.core.matrix import FallbackKind, FloorKind, Matrix
from matrix_designer.core.money import CENT, DOLLAR, MAX_AMOUNT, POINT
from matrix_designer.core.schedule import Schedule

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line to draw: x in log10 dollars of cost, y in percent; NaN in y breaks the line.

    A riser is two points at one x. Connect the points as they stand.
    """

    x: Floats
    y: Floats


SAMPLES_A_DECADE = 64
_FIRST = CENT // 2
"""The least cost that has a price: half a cent."""
_CAP_FORMULA = Formula(0, 167, 0, 100)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Costs from `low` up to `high` (amounts) with one exact rule; None: not told by cost."""

    low: int
    high: int
    rule: Formula | None


def gp_line(schedule: Schedule, fold: Fold | None, price: Ints | None) -> Line:
    """Return GP % over log cost; fold and price (amounts) are those of the sold parts, if any."""
    sold = None
    xs: list[float] = []
    ys: list[float] = []
    for piece in _pieces(schedule):
        if piece.rule is not None:
            _draw(piece, _least_multiplier(schedule.matrix), xs, ys)
        elif fold is not None and price is not None and _needs_list(schedule):
            sold = sold_gp(fold, price) if sold is None else sold
            _draw_sold(piece, sold, xs, ys)
        else:
            _break(_log(piece.low), xs, ys)
    return Line(np.array(xs), np.array(ys))


def tier_extents(schedule: Schedule) -> tuple[tuple[float, float], ...]:
    """Return for each tier, in list order, the log10 costs between which it prices.

    NaN, NaN for a tier that prices nothing, and for all where list picks the tier.
    """
    extents = [(nan, nan)] * len(schedule.matrix.tiers)
    if not schedule.is_by_cost:
        return tuple(extents)
    cap = schedule.matrix.cap
    top = MAX_AMOUNT if cap is None else min(cap.above, MAX_AMOUNT)
    ends = [*schedule.thresholds.tolist()[1:], MAX_AMOUNT]
    for row, start, end in zip(
        schedule.rows.tolist(), schedule.thresholds.tolist(), ends, strict=True
    ):
        low, high = max(start, _FIRST), min(end, top)
        if row != NO_ROW and low < high:
            before = extents[row][0]
            extents[row] = (_log(low) if before != before else before, _log(high))  # noqa: PLR0124 - NaN
    return tuple(extents)


def sold_gp(fold: Fold, price: Ints) -> Floats:
    """Return the GP % that sold parts make in each bin of 1/16 decade; NaN where none did."""
    is_priced = price >= 0
    quantity = np.where(is_priced, fold.quantity, 0).astype(np.float64)
    cuts = np.concatenate(([0], np.searchsorted(fold.cost, EDGES[1:-1]), [len(fold)]))
    sales = _between(price * quantity, cuts)
    cost = _between(fold.cost * quantity, cuts)
    gp = np.full(len(sales), nan)
    np.divide(sales - cost, sales, out=gp, where=sales > 0)
    return 100 * gp


def _between(values: Floats, cuts: Ints) -> Floats:
    return np.diff(np.concatenate(([0.0], np.cumsum(values)))[cuts])


def _pieces(schedule: Schedule) -> list[_Piece]:
    """Cut the cost axis into pieces of one rule, the cap's at the end."""
    matrix = schedule.matrix
    top = MAX_AMOUNT if matrix.cap is None else min(matrix.cap.above, MAX_AMOUNT)
    pieces = []
    if schedule.is_by_cost:
        cuts = [max(start, _FIRST) for start in schedule.thresholds.tolist()] + [MAX_AMOUNT]
        for index, (low, high) in enumerate(pairwise(cuts)):
            if low < min(high, top):
                pieces.append(_Piece(low, min(high, top), _rule(schedule, index)))
    elif top > _FIRST:
        pieces.append(_Piece(_FIRST, top, None))
    if matrix.cap is not None and top < MAX_AMOUNT:
        pieces.append(_Piece(max(top, _FIRST), MAX_AMOUNT, _CAP_FORMULA))
    return pieces


def _rule(schedule: Schedule, index: int) -> Formula | None:
    """Return the exact rule of a segment for a part without a list."""
    if schedule.rows[index] != NO_ROW and not schedule.on_list[index]:
        return schedule.formulas[index]
    fallback = schedule.matrix.fallback
    if schedule.rows[index] == NO_ROW and fallback.kind is FallbackKind.FACTOR and fallback.factor:
        return simple_formula(fallback.factor)
    return None


def _needs_list(schedule: Schedule) -> bool:
    """Return whether any price of the matrix below its cap asks for a list."""
    matrix = schedule.matrix
    return (
        matrix.lookup is Basis.LIST
        or matrix.fallback.kind is FallbackKind.LIST
        or bool(schedule.on_list.any())
    )


def _least_multiplier(matrix: Matrix) -> float:
    """Return the floor as a multiplier of cost; 0 without one."""
    floor = matrix.rails.floor
    if floor is None:
        return 0.0
    share = floor.percent / (100 * POINT)
    return 1 + share if floor.kind is FloorKind.MARKUP else 1 / (1 - share)


def _draw(piece: _Piece, least: float, xs: list[float], ys: list[float]) -> None:
    """Draw a piece: two points where GP % is constant, samples where it slides."""
    rule = piece.rule
    if rule is None:
        return
    low, high = _log(piece.low), _log(piece.high)
    if rule.square == 0 and rule.constant == 0:
        xs += (low, high)
        ys += (_gp(max(rule.slope / rule.divisor, least)),) * 2
        return
    x = np.linspace(low, high, max(2, ceil((high - low) * SAMPLES_A_DECADE) + 1))
    cost = 10**x * DOLLAR
    multiplier = (
        rule.square / rule.divisor * cost
        + rule.slope / rule.divisor
        + rule.constant / rule.divisor / cost
    )
    xs += x.tolist()
    ys += map(_gp, np.maximum(multiplier, least).tolist())


def _gp(multiplier: float) -> float:
    """Return the GP % of a multiplier; NaN where there is no price."""
    return 100 * (1 - 1 / multiplier) if multiplier > 0 else nan


def _draw_sold(piece: _Piece, sold: Floats, xs: list[float], ys: list[float]) -> None:
    """Draw what sold parts made, bin by bin, between the ends of a piece."""
    first, last = _log(piece.low), _log(piece.high)
    for place, value in enumerate(sold.tolist()):
        low = max((LOWEST + place) / BINS_A_DECADE, first)
        high = min((LOWEST + place + 1) / BINS_A_DECADE, last)
        if low < high:
            xs += (low, high)
            ys += (value, value)


def _break(x: float, xs: list[float], ys: list[float]) -> None:
    xs.append(x)
    ys.append(nan)


def _log(amount: int) -> float:
    return log10(amount / DOLLAR)
