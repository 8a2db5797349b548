"""A replay cut by source, by class and by cost band.

Made when it is asked for: nothing here belongs to what an edit repaints. All groups together are
the replay's totals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from matrix_designer.analysis.fold import order_of
from matrix_designer.analysis.sums import Exact, PricedFold, products
from matrix_designer.core.evidence import Ints, Sales
from matrix_designer.core.money import CENT, DOLLAR

BAND_TOPS = tuple(dollars * DOLLAR for dollars in (1, 5, 10, 25, 50, 100, 250, 1_000))
"""Where a cost band ends, the top included; the ticks of the cost axis."""


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """What one group of the used lines sold: pieces in thousandths, sums as extended amounts.

    in_force and against are None where there is no such matrix.
    """

    name: str
    lines: int
    pieces: int
    cost: int
    sold: int
    in_force: int | None
    against: int | None
    replayed: int


@dataclass(frozen=True, slots=True)
class CostBand:
    """Costs above `above` up to `top` (amounts; top None: all above) and what they sold."""

    above: int
    top: int | None
    figures: GroupFigures


def by_source(sales: Sales, priced: PricedFold) -> tuple[GroupFigures, ...]:
    """Cut a priced history by source, in the order of the sales' names, empty ones left out."""
    return _by_code(sales, priced, sales.rows.source, sales.sources)


def by_class(sales: Sales, priced: PricedFold) -> tuple[GroupFigures, ...]:
    """Cut a priced history by class, in the order of the sales' names, empty ones left out."""
    return _by_code(sales, priced, sales.rows.sale_class, sales.classes)


def by_cost_band(priced: PricedFold) -> tuple[CostBand, ...]:
    """Cut a priced history by cost, cheapest first; every band is there, empty ones too."""
    fold = priced.fold
    band = np.searchsorted(np.array(BAND_TOPS), fold.cost, side="left")
    table = _table(
        priced,
        np.arange(len(fold)),
        band,
        len(BAND_TOPS) + 1,
        (fold.lines, fold.quantity, fold.cost_total, fold.sold),
    )
    edges: tuple[int | None, ...] = (0, *BAND_TOPS, None)
    return tuple(
        CostBand(low or 0, top, _figures(_band_name(low or 0, top), table[place], priced))
        for place, (low, top) in enumerate(pairwise(edges))
    )


def _band_name(above: int, top: int | None) -> str:
    if top is None:
        return f"above ${above // DOLLAR:,}"
    return f"${(above + CENT) / DOLLAR:,.2f} to ${top // DOLLAR:,}"


def _by_code(
    sales: Sales, priced: PricedFold, codes: Ints, names: Sequence[str]
) -> tuple[GroupFigures, ...]:
    rows, order = sales.rows, order_of(sales.rows)
    codes, lines, quantity, cost, sold = (
        column if order is None else column[order]
        for column in (codes, rows.lines, rows.quantity, rows.cost, rows.sold)
    )
    table = _table(
        priced,
        priced.fold.unit_row,
        codes,
        len(names),
        (lines, quantity, products(cost, quantity), sold),
    )
    return tuple(
        _figures(name, table[code], priced) for code, name in enumerate(names) if table[code][0]
    )


def _table(
    priced: PricedFold, row: Ints, group: Ints, groups: int, columns: tuple[Exact, ...]
) -> Exact:
    """Sum columns (lines, quantity, cost, sold) and prices by group, over the used rows."""
    quantity = columns[1]
    states = [priced.price, priced.in_force, priced.against]
    used = np.flatnonzero(
        np.logical_and.reduce([state[row] >= 0 for state in states if state is not None])
    )
    row, group, quantity = row[used], group[used], quantity[used]
    table = np.zeros((groups, len(columns) + len(states)), dtype=object)
    for place, column in enumerate(columns):
        _add(table[:, place], column[used], group)
    for place, state in enumerate(states, start=len(columns)):
        if state is not None:
            _add(table[:, place], products(state[row], quantity), group)
    return table


def _add(cells: Exact, values: Exact, group: Ints) -> None:
    gathered = np.zeros(len(cells), dtype=values.dtype)
    np.add.at(gathered, group, values)
    cells += gathered.astype(object)


def _figures(name: str, cells: Exact, priced: PricedFold) -> GroupFigures:
    lines, pieces, cost, sold, replayed, in_force, against = cells.tolist()
    return GroupFigures(
        name=name,
        lines=lines,
        pieces=pieces,
        cost=cost,
        sold=sold,
        in_force=None if priced.in_force is None else in_force,
        against=None if priced.against is None else against,
        replayed=replayed,
    )
