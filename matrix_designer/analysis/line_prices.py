"""Prices by all that single lines tell: of distinct cost and list, and under a plan of more.

What lines are asked with prices is asked with these, so that it adds up to the replay. Knows
priced folds, and the rows and names of a history; it knows no lines.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from matrix_designer.analysis.row_names import RowNames, dense_codes
from matrix_designer.analysis.sums import PricedFold
from matrix_designer.core.evidence import Codes, Ints, Sales
from matrix_designer.core.query import PriceTable, TextKey, part_text


@dataclass(frozen=True, slots=True, eq=False)
class LinePrices:
    """What lines take in every state, by row of a table; equal-length columns of amounts.

    price, in_force and against are below 0 where a row has none, None without such a state.
    `texts` and `unit_sold` tell rows apart beside cost and list, where a plan does.
    """

    cost: Ints
    list_price: Ints
    price: Ints
    in_force: Ints | None
    against: Ints | None
    texts: Mapping[str, TextKey] = field(default_factory=dict)
    unit_sold: Ints | None = None

    @property
    def reference(self) -> Ints | None:
        """The prices that the proposed ones are compared with; None: those sold."""
        return self.in_force if self.against is None else self.against

    @property
    def used(self) -> Ints:
        """The rows that every state prices."""
        states = (self.price, self.in_force, self.against)
        is_used = np.logical_and.reduce([state >= 0 for state in states if state is not None])
        return np.flatnonzero(is_used)

    def table(self, rows: Ints, prices: Mapping[str, Ints]) -> PriceTable:
        """Return a table of some rows to be joined, with amounts by row of that table."""
        return PriceTable(
            self.cost[rows],
            self.list_price[rows],
            prices,
            {name: TextKey(text.codes[rows], text.names) for name, text in self.texts.items()},
            None if self.unit_sold is None else self.unit_sold[rows],
        )


def of_fold(priced: PricedFold) -> LinePrices:
    """Return the prices of a history that one matrix prices."""
    return LinePrices(
        priced.fold.cost,
        priced.fold.list_price,
        priced.price,
        priced.in_force,
        priced.against,
    )


def of_rows(
    sales: Sales,
    names: RowNames,
    apart: Collection[str],
    price: Ints,
    in_force: Ints | None,
    against: Ints | None,
) -> LinePrices:
    """Return the prices of a history under a plan, given by row of `names`.

    `apart` names the columns of the rows on which a price depends beside cost and list.
    """
    rows = names.rows
    texts = _texts_of(sales)
    told: dict[str, tuple[Codes, tuple[str, ...]]] = {}
    for column, (line_column, said) in texts.items():
        codes = getattr(rows, column)
        if column in apart and codes is not None:
            told[line_column] = (codes, said)
    columns: list[Codes] = [names.cell, *(codes for codes, _ in told.values())]
    sizes = [int(names.cell[-1]) + 1 if len(names.cell) else 1]
    sizes += [len(said) for _, said in told.values()]
    is_by_sold = "unit_sold" in apart
    if is_by_sold:
        sold, place = np.unique(rows.unit_sold, return_inverse=True)
        columns.append(place)
        sizes.append(len(sold))
    _, at = dense_codes(columns, sizes)
    return LinePrices(
        cost=rows.cost[at],
        list_price=rows.list_price[at],
        price=price[at],
        in_force=None if in_force is None else in_force[at],
        against=None if against is None else against[at],
        texts={name: TextKey(codes[at], said) for name, (codes, said) in told.items()},
        unit_sold=rows.unit_sold[at] if is_by_sold else None,
    )


def _texts_of(sales: Sales) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return, for each column of codes, the column of a line that it is of, and its names."""
    parts = tuple(part_text(one.number, one.description) for one in sales.part_names)
    return {
        "source": ("source", sales.sources),
        "group": ("stocking_group", sales.groups),
        "sale_class": ("class", sales.classes),
        "customer_type": ("customer_type", sales.customer_types),
        "pay_type": ("pay_type", sales.pay_types),
        "vendor": ("vendor", sales.vendors),
        "channel": ("channel", sales.channels),
        "part": ("part", parts),
    }
