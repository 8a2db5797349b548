"""How far list stands above cost, source by source: the median and the middle eight of ten.

Where the spread is wide a price on list is a moving target. Knows a history, no price that was
asked. Ratios are floats, for showing only; pieces are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matrix_designer.core.evidence import Ints, Sales

Floats = NDArray[np.float64]
SHARES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class ListRatio:
    """List / cost of one source, by pieces: 10 %, median, 90 %; None where nothing has a list.

    `pieces` are those with a list, `no_list_pieces` the others, both in thousandths; `cost` is
    the cost dollars of both, extended.
    """

    name: str
    low: float | None
    median: float | None
    high: float | None
    pieces: int
    no_list_pieces: int
    cost: int


def list_ratios(sales: Sales) -> tuple[ListRatio, ...]:
    """Return every source, most cost dollars first, and last all of them together."""
    rows = sales.rows
    is_listed = rows.list_price > 0
    at = np.flatnonzero(is_listed)
    ratio = rows.list_price[at] / np.maximum(rows.cost[at], 1)
    order = np.argsort(ratio)
    ratio, source, pieces = ratio[order], rows.source[at][order], rows.quantity[at][order]
    count = len(sales.sources)
    cost = _sums(rows.source, rows.cost * rows.quantity, count)
    listed = _sums(source, pieces, count)
    bare = _sums(rows.source, np.where(is_listed, 0, rows.quantity), count)
    by_source = np.argsort(source, kind="stable")
    ends = np.searchsorted(source[by_source], np.arange(count + 1))
    made = []
    for code, name in enumerate(sales.sources):
        mine = by_source[ends[code] : ends[code + 1]]
        low, median, high = _quantiles(ratio[mine], pieces[mine])
        made.append(ListRatio(name, low, median, high, listed[code], bare[code], cost[code]))
    made = [one for one in made if one.pieces or one.no_list_pieces]
    made.sort(key=_by_cost)
    low, median, high = _quantiles(ratio, pieces)
    made.append(ListRatio("", low, median, high, sum(listed), sum(bare), sum(cost)))
    return tuple(made)


def _by_cost(one: ListRatio) -> tuple[int, str]:
    return -one.cost, one.name


def _sums(code: Ints, column: Ints, count: int) -> list[int]:
    sums = np.zeros(count, dtype=np.int64)
    np.add.at(sums, code, column)
    return [int(each) for each in sums]


def _quantiles(ratio: Floats, pieces: Ints) -> Sequence[float | None]:
    """Return the ratios at which the pieces reach each share; `ratio` rises."""
    if not len(ratio):
        return (None,) * len(SHARES)
    running = np.cumsum(pieces)
    aims = np.array(SHARES) * float(running[-1])
    places = np.minimum(np.searchsorted(running, aims), len(ratio) - 1)
    return [float(each) for each in ratio[places]]
