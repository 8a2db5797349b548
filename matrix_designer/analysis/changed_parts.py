"""The parts whose sales dollars a change moves most, up and down, from the single lines.

`ask` says what to sum, `judge` ranks the answer. Knows prices of lines and exact sums; no file
and no engine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.line_prices import LinePrices
from matrix_designer.core.evidence import Sales
from matrix_designer.core.money import divide_half_away
from matrix_designer.core.query import Columns, LineQuery, Where

MOST_PARTS = 50
"""How many parts are told, the most dollars first."""
_AFTER, _BEFORE = "after", "before"


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """One part: what its used lines took before and take after, extended amounts.

    description, source and cost (an amount) are those of its latest line; pieces in thousandths.
    """

    number: str
    description: str
    source: str
    cost: int
    lines: int
    pieces: int
    before: int
    after: int

    @property
    def change(self) -> int:
        """Sales after minus before, which is GP after minus before."""
        return self.after - self.before

    @property
    def price_before(self) -> int:
        """The mean price of a piece before, an amount rounded once."""
        return divide_half_away(self.before, self.pieces)

    @property
    def price_after(self) -> int:
        """The mean price of a piece afterwards."""
        return divide_half_away(self.after, self.pieces)


@dataclass(frozen=True, slots=True)
class ChangedParts:
    """Parts by how much they change, the most first, and what all parts together change.

    `count` is how many parts change at all; lines without a part number are one part.
    """

    parts: tuple[ChangedPart, ...]
    count: int
    change: int


def ask(sales: Sales, prices: LinePrices) -> LineQuery:
    """Ask what every part took before and takes after; lines without a price are left out."""
    rows = prices.used
    told = {_AFTER: prices.price[rows]}
    if prices.reference is not None:
        told[_BEFORE] = prices.reference[rows]
    return LineQuery(
        keys=("part",),
        latest=("description", "source", "cost"),
        sums=("lines", "pieces", "sales"),
        prices=prices.table(rows, told),
        where=Where(filters=sales.filters, reasons=sales.used_reasons),
    )


def judge(columns: Columns, most: int = MOST_PARTS) -> ChangedParts:
    """Rank the parts of an answer by how much they change, either way."""
    numbers, texts = columns.numbers, columns.texts
    after = numbers[_AFTER]
    before = numbers.get(_BEFORE, numbers["sales"])
    change = after - before
    order = np.lexsort((np.arange(len(change)), -np.abs(change)))
    moved = [int(place) for place in order[:most] if change[place]]
    return ChangedParts(
        parts=tuple(
            ChangedPart(
                number=texts["part"][place],
                description=texts["description"][place],
                source=texts["source"][place],
                cost=int(numbers["cost"][place]),
                lines=int(numbers["lines"][place]),
                pieces=int(numbers["pieces"][place]),
                before=int(before[place]),
                after=int(after[place]),
            )
            for place in moved
        ),
        count=int(np.count_nonzero(change)),
        change=sum(int(one) for one in change),
    )
