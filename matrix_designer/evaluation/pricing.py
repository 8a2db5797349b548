"""A matrix applied to a folded history, and applied again after an edit.

An edit re-prices only the rows that it can reach; all others keep their price, being the same
by the same rule.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from matrix_designer.analysis.asked import EVERY_CENT, Reach
from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.sums import EVERYTHING, Part
from matrix_designer.core.evidence import Ints
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import CENT
from matrix_designer.core.pricing import (
    Prices,
    Schedule,
    changed_interval,
    compile_matrix,
    price,
    slice_of,
)
from matrix_designer.core.schedule import HALF_CENT, Bools

NOTHING = slice(0, 0)
Column = TypeVar("Column", Ints, Bools)
_HELD_BY_NOBODY_ELSE = 2
"""References to a column in a function's name alone: that name, and the one of who counts."""


@dataclass(slots=True, eq=False)
class Spare:
    """The column of prices that one was made from, and the rows in which it differs.

    Once nobody else holds it, the next column is made of it: to copy all rows after each edit
    takes longer than to price those that the edit reaches, and drives all else from the cache.
    """

    column: Ints | None = None
    part: Part = field(default_factory=lambda: NOTHING)

    def as_copy(self, now: Ints) -> Ints:
        """Return a copy of the column that was made from this one, which is given up."""
        column, self.column = self.column, None
        if (
            column is None
            or column.base is not None  # its slices would hold the base alone
            or sys.getrefcount(column) > _HELD_BY_NOBODY_ELSE
        ):
            return now.copy()
        column[self.part] = now[self.part]
        return column


@dataclass(frozen=True, slots=True, eq=False)
class Applied:
    """A matrix, compiled, and the prices of a fold under it (None without sales)."""

    schedule: Schedule
    fold: Fold | None
    prices: Prices | None
    spare: Spare = field(default_factory=Spare, repr=False)

    @property
    def matrix(self) -> Matrix:
        """The matrix that was applied."""
        return self.schedule.matrix


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """What an edit may price anew: rows of the fold, and look-up cents."""

    rows: Part
    cents: Reach


NOWHERE = Reached(NOTHING, None)


def apply_matrix(
    matrix: Matrix, fold: Fold | None, before: Applied | None = None
) -> tuple[Applied, Reached]:
    """Apply a matrix to a fold; return it with what may have changed since `before`.

    `before` is what an earlier evaluation made; its prices are used where they are of the same
    fold. The cents are told for any fold, the rows for this one.
    """
    if before is not None and before.matrix is matrix and before.fold is fold:
        return before, NOWHERE
    schedule = compile_matrix(matrix, None if before is None else before.schedule)
    cents = EVERY_CENT if before is None else changed_interval(before.schedule, schedule)
    if fold is None:
        return Applied(schedule, None, None), Reached(NOTHING, cents)
    if before is not None and before.fold is fold and before.prices is not None:
        rows = _rows_of(cents, schedule, fold)
        if rows is not EVERYTHING:
            prices = _patched(before.prices, schedule, fold, rows, before.spare)
            spare = before.spare
            if prices.price is not before.prices.price:
                spare = Spare(before.prices.price, rows)
            return Applied(schedule, fold, prices, spare), Reached(rows, cents)
    prices = price(schedule, fold.cost, fold.list_price)
    return Applied(schedule, fold, prices), Reached(EVERYTHING, cents)


def _rows_of(cents: Reach, schedule: Schedule, fold: Fold) -> Part:
    """Return the rows of a fold whose look-up value is one of some cents."""
    if cents is None:
        return NOTHING
    if cents == EVERY_CENT:
        return EVERYTHING
    if schedule.is_by_cost:
        return slice_of(cents, fold.cost)
    first, last = cents
    is_reached = fold.list_price >= first * CENT - HALF_CENT
    if last is not None:
        is_reached &= fold.list_price < (last + 1) * CENT - HALF_CENT
    return np.flatnonzero(is_reached)


def _patched(prices: Prices, schedule: Schedule, fold: Fold, part: Part, spare: Spare) -> Prices:
    """Re-price a part and copy the rest."""
    fresh = price(schedule, fold.cost[part], fold.list_price[part])
    return Prices(
        price=_replaced(prices.price, part, fresh.price, spare.as_copy),
        row=_replaced(prices.row, part, fresh.row),
        skipped_rails=_replaced(prices.skipped_rails, part, fresh.skipped_rails),
        cap_without_list=_replaced(prices.cap_without_list, part, fresh.cap_without_list),
    )


def _replaced(
    column: Column, part: Part, values: Column, copy: Callable[[Column], Column] = np.copy
) -> Column:
    """Return a copy of a column with some rows replaced; itself where nothing differs."""
    if np.array_equal(column[part], values):
        return column
    patched = copy(column)
    patched[part] = values
    return patched
