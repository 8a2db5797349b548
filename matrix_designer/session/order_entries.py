"""What is typed or pasted into a test repair order: part numbers, or parts with cost and list.

Knows texts; a part without a cost is to be looked up. Nothing that cannot be read is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matrix_designer.analysis.repair_order import OrderPart, Origin
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import PIECE, NumberStyle, read_cost, read_quantity
from matrix_designer.session.order_work import Wanted

MOST_ROWS = 200
"""A test repair order holds no more lines."""
_HEADS = frozenset({"part", "part no", "part no.", "part number", "partnumber", "number", "item"})
_PART, _COST, _LIST, _QUANTITY = range(4)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line as it was typed: number, cost, list, quantity; all but one may be empty."""

    number: str
    cost: str = ""
    list_price: str = ""
    quantity: str = ""


def entries_of(text: str, room: int = MOST_ROWS) -> tuple[Entry, ...]:
    """Cut a pasted block into entries: a line each, cells parted by tabs; a heading is left out.

    Raises MatrixDesignerError where there are more than there is room for.
    """
    rows = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines()]
    rows = [row for row in rows if any(row)]
    if rows and rows[0][_PART].casefold() in _HEADS:
        rows = rows[1:]
    if len(rows) > room:
        raise MatrixDesignerError(
            f"{len(rows):,} more lines are too many for a test repair order",
            f"It holds at most {MOST_ROWS}",
            "Clear it, or paste fewer",
        )
    return tuple(Entry(*(row + [""] * 4)[:4]) for row in rows)


def read_entry(entry: Entry, style: NumberStyle) -> OrderPart | Wanted:
    """Read one entry: a part with a cost as it is, one without to be looked up.

    Raises MatrixDesignerError that names the cell.
    """
    quantity = PIECE if not entry.quantity else _quantity(entry, style)
    if not entry.cost:
        if not entry.number:
            raise MatrixDesignerError("Type a part number, or the cost of a part")
        if entry.list_price:
            raise MatrixDesignerError(
                f"{entry.number} has a list and no cost",
                "",
                "Type the cost too, or neither to look the part up",
            )
        return Wanted(entry.number, quantity)
    cost = _named("Cost", entry.cost, style)
    if cost == 0:
        raise MatrixDesignerError("Cost: a part without a cost has no price")
    listed = _named("List", entry.list_price, style) if entry.list_price else 0
    return OrderPart(
        number=entry.number,
        description="",
        kind="typed",
        cost=cost,
        list_price=listed or None,
        quantity=quantity,
        origin=Origin.TYPED,
    )


def read_entries(
    entries: Sequence[Entry], style: NumberStyle
) -> tuple[tuple[OrderPart | Wanted, ...], tuple[str, ...]]:
    """Read many entries; what cannot be read comes back in words, with its line."""
    read: list[OrderPart | Wanted] = []
    refused = []
    for place, entry in enumerate(entries, start=1):
        try:
            read.append(read_entry(entry, style))
        except MatrixDesignerError as error:
            refused.append(f"Line {place}: {error.title}")
    return tuple(read), tuple(refused)


def _quantity(entry: Entry, style: NumberStyle) -> int:
    try:
        quantity = read_quantity(entry.quantity, style)
    except MatrixDesignerError as error:
        raise MatrixDesignerError(f"Quantity: {error.title}", "", error.hint) from error
    if quantity <= 0:
        raise MatrixDesignerError("Quantity: nothing is bought", "", "Give more than zero")
    return quantity


def _named(name: str, text: str, style: NumberStyle) -> int:
    try:
        return read_cost(text, style)
    except MatrixDesignerError as error:
        raise MatrixDesignerError(f"{name}: {error.title}", "", error.hint) from error
