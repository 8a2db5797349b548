"""Sums by cell of rows of a history, kept while rows leave and others enter.

A cell is a (cost, list) with what it costs in each state beside the proposed one: all rows of a
cell are priced alike in every state, whatever else they are. Knows numbers of cells; it prices
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matrix_designer.analysis.fold import Cells, Column, sums_from
from matrix_designer.analysis.row_names import RowNames
from matrix_designer.core.evidence import Ints, SalesRows

GroupCodes = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class PricedCells:
    """The cells of a history: `cell` numbers that of each row, rising; the rest is by cell.

    `first` is a cell's first row; `in_force` and `against` are prices, None without such a state.
    """

    cell: Cells
    first: Ints
    cost: Ints
    list_price: Ints
    in_force: Ints | None
    against: Ints | None


def priced_cells(names: RowNames, in_force: Ints | None, against: Ints | None) -> PricedCells:
    """Tell the cells apart; the prices are by row."""
    cell, rows = names.cell, names.rows
    is_new = np.ones(len(cell), np.bool_)
    is_new[1:] = cell[1:] != cell[:-1]
    apart = is_new.copy()
    for column in (in_force, against):
        if column is not None:
            apart[1:] |= column[1:] != column[:-1]
    first = np.flatnonzero(apart)
    if not np.array_equal(apart, is_new):
        cell = np.cumsum(apart, dtype=np.int32)
        cell -= 1
    return PricedCells(
        cell=cell,
        first=first,
        cost=rows.cost[first],
        list_price=rows.list_price[first],
        in_force=None if in_force is None else in_force[first],
        against=None if against is None else against[first],
    )


class CellSums(NamedTuple):
    """Sums of some rows by cell, rising; `rows` are how many of them a cell has, never 0."""

    cell: Cells
    quantity: Ints
    sold: Ints
    lines: Ints
    rows: Ints

    def moved(self, leaving: CellSums | None, entering: CellSums | None) -> CellSums:
        """Return the sums after some of the rows left and others entered."""
        made = self if entering is None else _added(self, entering)
        return made if leaving is None else _taken_away(made, leaving)


_NONE = np.zeros(0, np.int64)
NO_SUMS = CellSums(np.zeros(0, np.int32), _NONE, _NONE, _NONE, _NONE)


def _added(sums: CellSums, more: CellSums) -> CellSums:
    at = np.searchsorted(sums.cell, more.cell)
    is_known = np.zeros(len(at), np.bool_)
    inside = at < len(sums.cell)
    is_known[inside] = sums.cell[at[inside]] == more.cell[inside]
    columns = [column.copy() for column in sums[1:]]
    for column, other in zip(columns, more[1:], strict=True):
        column[at[is_known]] += other[is_known]
    if is_known.all():
        return CellSums(sums.cell, *columns)
    new = np.flatnonzero(~is_known)
    # Where the new ones come to stand; the old ones keep their order in the places between.
    places = at[new] + np.arange(len(new))
    is_old = np.ones(len(sums.cell) + len(new), np.bool_)
    is_old[places] = False
    cell = _spread(sums.cell, more.cell[new], is_old, places)
    spread = (
        _spread(column, other[new], is_old, places)
        for column, other in zip(columns, more[1:], strict=True)
    )
    return CellSums(cell, *spread)


def _spread(old: Column, new: Column, is_old: NDArray[np.bool_], places: Ints) -> Column:
    made = np.empty(len(is_old), old.dtype)
    made[is_old] = old
    made[places] = new
    return made


def _taken_away(sums: CellSums, less: CellSums) -> CellSums:
    at = np.searchsorted(sums.cell, less.cell)
    columns = [column.copy() for column in sums[1:]]
    for column, other in zip(columns, less[1:], strict=True):
        column[at] -= other
    is_left = columns[-1] > 0
    if is_left.all():
        return CellSums(sums.cell, *columns)
    return CellSums(sums.cell[is_left], *(column[is_left] for column in columns))


def together(parts: Sequence[CellSums]) -> CellSums:
    """Return the sums of parts, at least one, that may have cells in common."""
    if len(parts) == 1:
        return parts[0]
    cell = np.concatenate([one.cell for one in parts])
    order = np.argsort(cell, kind="stable")
    cell = cell[order]
    is_new = np.ones(len(cell), np.bool_)
    is_new[1:] = cell[1:] != cell[:-1]
    starts = np.flatnonzero(is_new)
    columns = (
        sums_from(np.concatenate(column)[order], starts)
        for column in zip(*(one[1:] for one in parts), strict=True)
    )
    return CellSums(cell[starts], *columns)


def sums_by_group(
    rows: SalesRows,
    cells: PricedCells,
    group: NDArray[np.uint16] | NDArray[np.uint32],
    at: Ints | None = None,
) -> dict[int, CellSums]:
    """Sum rows `at`, rising (None: all), by their group, then cell."""
    if not len(group):
        return {}
    if group.min() == group.max():
        code, row = group, at
    else:
        order = np.argsort(group, kind="stable")
        code, row = group[order], order if at is None else at[order]
    cell = _taken(cells.cell, row)
    is_new = np.ones(len(code), np.bool_)
    is_new[1:] = cell[1:] != cell[:-1]
    is_new[1:] |= code[1:] != code[:-1]
    starts = np.flatnonzero(is_new)
    columns = [
        sums_from(_taken(column, row), starts) for column in (rows.quantity, rows.sold, rows.lines)
    ]
    count = np.diff(starts, append=len(code))
    code, cell = code[starts], cell[starts]
    cuts = [0, *(np.flatnonzero(code[1:] != code[:-1]) + 1).tolist(), len(code)]
    return {
        int(code[start]): CellSums(
            cell[start:stop], *(each[start:stop] for each in (*columns, count))
        )
        for start, stop in pairwise(cuts)
    }


def _taken(column: Column, at: Ints | None) -> Column:
    return column if at is None else column[at]
