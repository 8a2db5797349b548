"""The fold: a sales history summed to distinct (cost, list), all that pricing depends on.

Knows integer columns and nothing of matrices or prices. Amounts are ten-thousandths of a dollar,
quantities thousandths of a piece, extended amounts their product.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Ints, SalesRows

Cells = NDArray[np.int32]
Column = TypeVar("Column", Ints, Cells)


UnitColumns = tuple[Ints, Ints, Ints]


class Units:
    """The rows of a history below a fold: row of the fold, unit price sold and quantity of each.

    They are made when they are first asked for: most edits of a plan ask for sums alone.
    """

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], UnitColumns]) -> None:
        """Keep how the columns are made."""
        self._make: Callable[[], UnitColumns] | None = make
        self._made: UnitColumns | None = None

    @classmethod
    def of(cls, row: Ints, unit_sold: Ints, quantity: Ints) -> Units:
        """Return columns that are there already."""
        return cls(partial(_as_given, (row, unit_sold, quantity)))

    @property
    def columns(self) -> UnitColumns:
        """The three columns."""
        made, make = self._made, self._make
        if made is None:
            if make is None:
                raise ValueError("neither made nor to be made")
            made = self._made = make()
        self._make = None
        return made


def _as_given(columns: UnitColumns) -> UnitColumns:
    return columns


@dataclass(frozen=True, slots=True, eq=False)
class Fold:
    """Distinct (cost, list) of a history, sorted by cost, then list; int64, equal length.

    Under a plan it is of the rows that one treatment takes, and the same (cost, list) stands
    there once for each price that it has in the states beside the proposed one.

    cost, list_price: amounts (list MISSING where there is none); quantity: thousandths;
    cost_total, sold: extended amounts, exact; lines: how many lines a row stands for.
    The sums of every column are proven to fit 64 bits; `cost_sum` is that of cost_total.

    `units` is the finer level below, the rows of the history in the same order, for what
    depends on the price that was sold.
    """

    cost: Ints
    list_price: Ints
    quantity: Ints
    cost_total: Ints
    sold: Ints
    lines: Ints
    units: Units
    cost_sum: int = field(init=False)

    def __post_init__(self) -> None:
        """Add the costs up once."""
        object.__setattr__(self, "cost_sum", int(self.cost_total.sum()))

    @property
    def unit_row(self) -> Ints:
        """The row of the fold that each row of the history belongs to, rising."""
        return self.units.columns[0]

    @property
    def unit_sold(self) -> Ints:
        """The unit price that each row of the history was sold at, an amount."""
        return self.units.columns[1]

    @property
    def unit_quantity(self) -> Ints:
        """The pieces of each row of the history, thousandths."""
        return self.units.columns[2]

    def __len__(self) -> int:
        """Return the number of distinct (cost, list)."""
        return len(self.cost)

    def rows_costing(self, low: int, high: int | None) -> slice:
        """Return the rows whose cost lies from `low` to `high` (amounts, both included)."""
        start = int(np.searchsorted(self.cost, low, side="left"))
        stop = len(self) if high is None else int(np.searchsorted(self.cost, high, side="right"))
        return slice(start, max(start, stop))


_LARGEST_SUM = 2**62
"""What a sum of a history's column must stay under: half of what 64 bits hold."""


def fold_rows(rows: SalesRows) -> Fold:
    """Sum a history to distinct (cost, list); exact, and blind to the order of the rows.

    Raises MatrixDesignerError for a history whose sums would not fit 64 bits (some $460 billion).
    """
    order = order_of(rows)
    cost, list_price, unit_sold, quantity, sold, lines = (
        column if order is None else column[order]
        for column in (
            rows.cost,
            rows.list_price,
            rows.unit_sold,
            rows.quantity,
            rows.sold,
            rows.lines,
        )
    )
    refuse_unaddable(cost, quantity, sold, lines)
    count = len(cost)
    is_new = np.ones(count, dtype=np.bool_)
    is_new[1:] = (cost[1:] != cost[:-1]) | (list_price[1:] != list_price[:-1])
    starts = np.flatnonzero(is_new)
    total = sums_from(quantity, starts)
    return Fold(
        cost=cost[starts],
        list_price=list_price[starts],
        quantity=total,
        cost_total=cost[starts] * total,
        sold=sums_from(sold, starts),
        lines=sums_from(lines, starts),
        units=Units.of(np.cumsum(is_new, dtype=np.int64) - 1, unit_sold, quantity),
    )


def fold_apart(rows: SalesRows, cell: Cells, at: Ints, apart: Ints) -> tuple[Fold, Ints]:
    """Sum rows `at`, rising, to runs of one cell; return the fold and each run's first row.

    `cell` numbers those of all rows. Runs are `apart` where that column of the chosen rows
    differs. No sum may leave 64 bits. The first of a run counts among the chosen rows.
    """
    held, quantity = cell[at], rows.quantity[at]
    is_new = np.ones(len(at), dtype=np.bool_)
    is_new[1:] = held[1:] != held[:-1]
    is_new[1:] |= apart[1:] != apart[:-1]
    starts = np.flatnonzero(is_new)
    first = at[starts]
    cost = rows.cost[first]
    total = sums_from(quantity, starts)
    fold = Fold(
        cost=cost,
        list_price=rows.list_price[first],
        quantity=total,
        cost_total=cost * total,
        sold=sums_from(rows.sold[at], starts),
        lines=sums_from(rows.lines[at], starts),
        units=Units.of(np.cumsum(is_new, dtype=np.int64) - 1, rows.unit_sold[at], quantity),
    )
    return fold, starts


def cells_of(rows: SalesRows) -> Cells:
    """Return the number of each row's (cost, list), of rows in the order of the fold."""
    is_new = np.zeros(len(rows.cost), dtype=np.bool_)
    cost, list_price = rows.cost, rows.list_price
    is_new[1:] = (cost[1:] != cost[:-1]) | (list_price[1:] != list_price[:-1])
    return np.cumsum(is_new, dtype=np.int32)


def sums_from(column: Ints, starts: Ints) -> Ints:
    """Sum each run of a column; a run goes from its start to the next one's."""
    return np.add.reduceat(column, starts) if len(starts) else column[:0]


def order_of(rows: SalesRows) -> Ints | None:
    """Return the order of the fold (by cost, then list); None where the rows stand in it."""
    rise = np.diff(rows.cost)
    if not bool(((rise < 0) | ((rise == 0) & (np.diff(rows.list_price) < 0))).any()):
        return None
    return np.lexsort((rows.list_price, rows.cost))


def refuse_unaddable(cost: Ints, quantity: Ints, sold: Ints, lines: Ints) -> None:
    """Prove that no sum of a column wraps: floats are exact enough to see the size of a sum."""
    sizes = (
        np.dot(np.abs(cost).astype(np.float64), np.abs(quantity).astype(np.float64)),
        np.abs(quantity).astype(np.float64).sum(),
        np.abs(sold).astype(np.float64).sum(),
        lines.astype(np.float64).sum(),
    )
    if max(float(size) for size in sizes) >= _LARGEST_SUM:
        raise MatrixDesignerError(
            "The sales history adds up to more than 460 billion dollars",
            "",
            "Look for a quantity or a price with too many digits",
        )
