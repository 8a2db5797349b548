"""The fold: a sales history summed to distinct (cost, list), all that pricing depends on.

Knows integer columns and nothing of matrices or prices. Amounts are ten-thousandths of a dollar,
quantities thousandths of a piece, extended amounts their product.
"""

from __future__ import annotations

from dataclasses import dataclass

from matrix_designer.core.evidence import Ints


@dataclass(frozen=True, slots=True, eq=False)
class Fold:
    """Distinct (cost, list) of a history, sorted by cost, then list; int64, equal length.

    cost, list_price: amounts (list MISSING where there is none); quantity: thousandths;
    cost_total, sold: extended amounts, exact; lines: how many lines a row stands for.
    The sums of every column are proven to fit 64 bits.

    `unit_*` is the finer level below: distinct (cost, list, unit price sold), in the same order.
    unit_row: the row of the fold that it belongs to; unit_sold: amount; unit_quantity: thousandths.
    """

    cost: Ints
    list_price: Ints
    quantity: Ints
    cost_total: Ints
    sold: Ints
    lines: Ints
    unit_row: Ints
    unit_sold: Ints
    unit_quantity: Ints

    def __len__(self) -> int:
        """Return the number of distinct (cost, list)."""
        return len(self.cost)
