"""What a history tells of parts named by their numbers: cost and list now, pieces, prices paid.

Knows rows whose parts are told apart; nothing of why somebody asks for a part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.row_names import RowNames
from matrix_designer.core.evidence import Sales
from matrix_designer.core.money import CENT, divide_half_away


@dataclass(frozen=True, slots=True)
class ListedPart:
    """One part as it sold: pieces in thousandths, cost and sold extended amounts.

    `list_price` is that of the row with most pieces, None where it has none; `source` likewise.
    """

    number: str
    description: str
    source: str
    lines: int
    pieces: int
    cost: int
    sold: int
    list_price: int | None

    @property
    def average_cost(self) -> int:
        """What a piece costs on average, an amount rounded once."""
        return divide_half_away(self.cost, self.pieces)

    @property
    def average_sold(self) -> int:
        """What a piece sold for on average, in whole cents."""
        return divide_half_away(self.sold, self.pieces * CENT) * CENT


def listed_parts(sales: Sales, names: RowNames, keys: Iterable[str]) -> Mapping[str, ListedPart]:
    """Return what is known of the parts of some keys (`part_key`); those never sold are left out.

    Two spellings of one number are one part.
    """
    rows = names.rows
    wanted = {key: names.parts_by_key[key] for key in keys if key in names.parts_by_key}
    if rows.part is None or not wanted:
        return {}
    place_of = np.full(len(names.parts), -1, np.int64)
    for number, codes in enumerate(wanted.values()):
        place_of[codes] = number
    at = np.flatnonzero(place_of[rows.part] >= 0)
    place = place_of[rows.part[at]]
    quantity = rows.quantity[at]
    sums = []
    for column in (rows.lines[at], quantity, rows.cost[at] * quantity, rows.sold[at]):
        held = np.zeros(len(wanted), np.int64)
        np.add.at(held, place, column)
        sums.append(held.tolist())
    most = np.full(len(wanted), -1, np.int64)
    order = np.argsort(quantity, kind="stable")
    most[place[order]] = at[order]  # the last one written has most pieces
    found = {}
    for one, (key, lines, pieces, cost, sold) in enumerate(zip(wanted, *sums, strict=True)):
        if pieces <= 0:
            continue
        row = int(most[one])
        name = sales.part_names[int(rows.part[row])]
        listed = int(rows.list_price[row])
        found[key] = ListedPart(
            *(name.number, name.description, sales.sources[int(rows.source[row])]),
            *(lines, pieces, cost, sold),
            listed if listed > 0 else None,
        )
    return found
