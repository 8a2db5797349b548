"""A flat price list as a table: read from a file or the clipboard, written as CSV.

Knows rows, headings and cells of flat prices. A row that cannot be read is left out and named;
what a table does not say of a part stays as it was on the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from matrix_designer.core.competitor_text import competitors_text, read_competitors
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.flat_price import CompetitorPrice, FlatPrice
from matrix_designer.core.money import NumberStyle, amount_text, read_cost
from matrix_designer.core.part_class import part_key
from matrix_designer.core.plan_text import day_text, read_day, read_price, read_yes, yes_text
from matrix_designer.formats.plan_tables import Cells, PlanHead, PlanReading, plan_csv
from matrix_designer.formats.tables import read_table
from matrix_designer.formats.text_table import TextTable

HEADS = (
    *("Part", "Description", "Cost", "Price", "Last reviewed", "By", "Locked", "Agreed"),
    "Competitors",
)
_HEAD = PlanHead(
    "flat prices",
    {
        "part": ("Part", "part number", "part no", "part #", "number", "item", "partnumber", "sku"),
        "price": (
            *("Price", "flat price", "our price", "sell", "sell price", "selling price", "retail"),
            "new price",
        ),
        "description": ("Description", "desc", "name"),
        "cost": ("Cost", "cost then", "our cost", "dealer cost", "what it cost at its review"),
        "reviewed": ("Last reviewed", "reviewed", "review date", "date", "day of the last review"),
        "by": ("By", "reviewed by"),
        "is_locked": ("Locked", "lock"),
        "agreed": ("Agreed", "agreed by", "who agreed"),
        "competitors": ("Competitors", "best competitor", "market"),
        "competitor": ("Competitor", "competitor name"),
        "theirs": (
            *("Competitor price", "theirs", "their price", "competitor's price"),
            "price of the best competitor",
        ),
    },
    ("part", "price"),
)
FlatReading = PlanReading[tuple[str, Mapping[str, Any]]]
"""What a table says: by row a part and some fields of its price, and what could not be read."""


def read_flat_file(path: Path) -> FlatReading:
    """Read a file; raises MatrixDesignerError where it holds no list."""
    return read_flat_table(read_table(path))


def read_flat_table(table: TextTable, style: NumberStyle | None = None) -> FlatReading:
    """Read a table with a head; `style` is what is meant where its numbers do not tell."""
    found = _HEAD.style(table, ("price", "cost", "theirs"), style)
    return _HEAD.read(table, partial(_row, style=found))


def merged(prices: Sequence[FlatPrice], reading: FlatReading) -> tuple[FlatPrice, ...]:
    """Return the prices that a table brings, with what it does not say as it was on the list."""
    known = {part_key(price.part): price for price in prices}
    made: dict[str, FlatPrice] = {}
    for part, fields in reading.rows:
        key = part_key(part)
        old = made.get(key) or known.get(key)
        if old is None:
            made[key] = FlatPrice(part, **fields)
        else:
            made[key] = replace(old, **fields)
    return tuple(made.values())


def flat_csv(prices: Iterable[FlatPrice]) -> bytes:
    """Write a list as CSV."""
    return plan_csv(HEADS, map(_texts, prices))


def _texts(price: FlatPrice) -> tuple[str, ...]:
    return (
        price.part,
        price.description,
        "" if price.cost is None else amount_text(price.cost),
        amount_text(price.price),
        day_text(price.reviewed),
        price.by,
        yes_text(is_so=price.is_locked),
        price.agreed,
        competitors_text(price.competitors),
    )


def _row(cells: Cells, style: NumberStyle) -> tuple[str, Mapping[str, Any]]:
    """Read one row; raises MatrixDesignerError where a cell cannot be read."""
    part = " ".join(cells["part"].split())
    if not part_key(part):
        raise MatrixDesignerError("the row has no part number")
    fields = dict(_fields(cells, style))
    FlatPrice(part, **fields)  # refuses what is no price
    return part, fields


def _fields(cells: Cells, style: NumberStyle) -> Iterator[tuple[str, Any]]:
    """Yield the fields that a row says something of; an empty cell says nothing."""
    readers: dict[str, Callable[[str], object]] = {
        "price": lambda text: read_price(text, style),
        "cost": lambda text: read_cost(text, style),
        "description": str,
        "by": str,
        "agreed": str,
        "reviewed": read_day,
        "is_locked": read_yes,
        "competitors": lambda text: read_competitors(text, style),
    }
    if not cells["price"]:
        raise MatrixDesignerError("the row has no price")
    for field, read in readers.items():
        if cells.get(field):
            yield field, read(cells[field])
    name, theirs = cells.get("competitor", ""), cells.get("theirs", "")
    if name and theirs and not cells.get("competitors"):
        yield "competitors", (CompetitorPrice(name, read_price(theirs, style)),)
