"""The rows of the flat price list: each price with what the sales tell of its part.

Plain values; knows flat prices and sold parts. No widget and no column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.listed_parts import ListedPart
from matrix_designer.core.flat_price import CompetitorPrice, FlatPrice
from matrix_designer.core.flat_price_edits import InsertFlatPrices, SetFlatPrice
from matrix_designer.core.money import CENT
from matrix_designer.core.part_class import part_key

Ask = Callable[[str], ListedPart | None]
"""What the sales tell of a part number."""


@dataclass(frozen=True, slots=True)
class FlatLine:
    """One row: a price counted from 0, or, with none, the place to type the next one.

    `sold` is None where the sales do not tell of the part, or nobody looked yet. A price that
    `is_new` is one that a paste adds: its own part number is still to come.
    """

    place: int
    price: FlatPrice | None
    sold: ListedPart | None = None
    findings: tuple[Finding, ...] = ()
    is_stale: bool = False
    is_new: bool = False

    @property
    def best(self) -> CompetitorPrice | None:
        """The competitor that asks least."""
        if self.price is None:
            return None
        return min(self.price.competitors, key=_asked, default=None)


def flat_lines(
    prices: Sequence[FlatPrice],
    sold: Mapping[str, ListedPart],
    findings: Mapping[str, Sequence[Finding]],
    *,
    is_stale: bool,
) -> list[FlatLine]:
    """Return the grid's rows; `findings` are by the key of their part."""
    lines = []
    for place, price in enumerate(prices):
        key = part_key(price.part)
        found = tuple(findings.get(key, ()))
        lines.append(FlatLine(place, price, sold.get(key), found, is_stale))
    return [*lines, FlatLine(len(prices), None)]


def line_after(line: FlatLine, edit: object) -> FlatLine:
    """Return a row as an edit leaves it, so that the next cell of a pasted row goes on from it."""
    if isinstance(edit, SetFlatPrice):
        return replace(line, price=edit.by)
    if isinstance(edit, InsertFlatPrices):
        return replace(line, place=edit.at, price=edit.prices[0])
    return line


def new_line(lines: Sequence[FlatLine]) -> tuple[FlatLine, object]:
    """Return the price that a paste adds below the others, with the edit that adds it.

    Its part number says that it is still to come: the pasted one takes its place.
    """
    held = [line.price for line in lines if line.price is not None]
    taken, place = {part_key(price.part) for price in held}, len(held)
    number = next(each for each in count(place + 1) if part_key(f"new part {each}") not in taken)
    price = FlatPrice(f"new part {number}", CENT)
    return FlatLine(place, price, is_new=True), InsertFlatPrices(place, (price,))


def first_price(part: str, sold: ListedPart | None) -> FlatPrice:
    """Return a price for a part that comes onto the list: what it sold for, else its list."""
    if sold is None:
        return FlatPrice(part, CENT)
    paid = sold.average_sold or sold.list_price or CENT
    whole = max(paid - paid % CENT, CENT)
    return FlatPrice(part, whole, sold.description, sold.average_cost)


def is_price(line: FlatLine) -> bool:
    """Whether a row is a price: the last one waits for the next."""
    return line.price is not None


def _asked(one: CompetitorPrice) -> int:
    return one.price
