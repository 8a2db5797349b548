"""A flat price list as a table: read from a file or the clipboard, written as CSV.

Knows rows, headings and cells of flat prices. A row that cannot be read is left out and named;
what a table does not say of a part stays as it was on the list.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from matrix_designer.core.competitor_text import competitors_text, read_competitors
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.flat_price import CompetitorPrice, FlatPrice
from matrix_designer.core.money import NumberStyle, amount_text, read_cost
from matrix_designer.core.part_class import part_key
from matrix_designer.core.plan_text import day_text, read_day, read_price, read_yes, yes_text
from matrix_designer.formats.safe_text import escape_text, unescape_text
from matrix_designer.formats.tables import is_repeated_header, read_table
from matrix_designer.formats.text_table import TextTable

HEADS = (
    *("Part", "Description", "Cost", "Price", "Last reviewed", "By", "Locked", "Agreed"),
    "Competitors",
)
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "part": ("part", "part number", "part no", "part #", "number", "item", "partnumber", "sku"),
    "price": (
        *("price", "flat price", "our price", "sell", "sell price", "selling price", "retail"),
        "new price",
    ),
    "description": ("description", "desc", "name"),
    "cost": ("cost", "cost then", "our cost", "dealer cost"),
    "reviewed": ("last reviewed", "reviewed", "review date", "date"),
    "by": ("by", "reviewed by"),
    "is_locked": ("locked", "lock"),
    "agreed": ("agreed", "agreed by", "who agreed"),
    "competitors": ("competitors", "best competitor", "market"),
    "competitor": ("competitor", "competitor name"),
    "theirs": ("competitor price", "theirs", "their price", "competitor's price"),
}
_FIELD_OF = {word: field for field, words in _SYNONYMS.items() for word in words}
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class FlatReading:
    """What a table says: by row a part and some fields of its price, and what could not be read."""

    rows: tuple[tuple[str, Mapping[str, Any]], ...]
    problems: tuple[str, ...]


def read_flat_file(path: Path) -> FlatReading:
    """Read a file; raises MatrixDesignerError where it holds no list."""
    return read_flat_table(read_table(path))


def read_flat_table(table: TextTable, style: NumberStyle | None = None) -> FlatReading:
    """Read a table with a head; `style` is what is meant where its numbers do not tell."""
    at, columns = _header(table)
    numeric = [columns[field] for field in ("price", "cost", "theirs") if field in columns]
    found = table.number_style(numeric) or style
    if found is None:
        raise MatrixDesignerError(
            f"{table.path.name}: the prices do not tell whether a comma or a point separates "
            "decimals",
            "",
            "Write them with a decimal point and no grouping, such as 1000.00",
        )
    rows: list[tuple[str, Mapping[str, Any]]] = []
    problems: list[str] = []
    for place in range(at + 1, len(table.rows)):
        row = table.rows[place]
        if is_repeated_header(row, table.rows[at]) or not any(cell.strip() for cell in row):
            continue
        try:
            rows.append(_row(row, columns, found))
        except MatrixDesignerError as error:
            problems.append(f"{table.where(place)}: {error.sentence}")
    if not rows:
        told = problems[0] if problems else "it has no row below its head"
        raise MatrixDesignerError(f"{table.path.name} holds no flat price", told)
    more = len(problems) - _MOST_TOLD
    told_of = (*problems[:_MOST_TOLD], *((f"and {more:,} more rows",) if more > 0 else ()))
    return FlatReading(tuple(rows), told_of)


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
    """Write a list as CSV in UTF-8 with a mark in front, which spreadsheets ask for."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(HEADS)
    for price in prices:
        writer.writerow(
            (
                escape_text(price.part),
                escape_text(price.description),
                "" if price.cost is None else amount_text(price.cost),
                amount_text(price.price),
                day_text(price.reviewed),
                escape_text(price.by),
                yes_text(is_so=price.is_locked),
                escape_text(price.agreed),
                escape_text(competitors_text(price.competitors)),
            )
        )
    return made.getvalue().encode("utf-8-sig")


def _header(table: TextTable) -> tuple[int, dict[str, int]]:
    """Return the row of the head and the column of each field."""
    for place, row in enumerate(table.rows[:20]):
        columns: dict[str, int] = {}
        for at, cell in enumerate(row):
            field = _FIELD_OF.get(" ".join(cell.replace("\ufeff", "").split()).casefold())
            if field is not None:
                columns.setdefault(field, at)
        if "part" in columns and "price" in columns:
            return place, columns
    raise MatrixDesignerError(
        f"{table.path.name} has no head with a part number and a price",
        "",
        "Name two columns Part and Price",
    )


def _row(
    row: Sequence[str], columns: Mapping[str, int], style: NumberStyle
) -> tuple[str, Mapping[str, Any]]:
    """Read one row; raises MatrixDesignerError where a cell cannot be read."""
    cells = {field: row[at].strip() if at < len(row) else "" for field, at in columns.items()}
    part = " ".join(unescape_text(cells.pop("part")).split())
    if not part_key(part):
        raise MatrixDesignerError("the row has no part number")
    fields = dict(_fields(cells, style))
    FlatPrice(part, **fields)  # refuses what is no price
    return part, fields


def _fields(cells: Mapping[str, str], style: NumberStyle) -> Iterator[tuple[str, Any]]:
    """Yield the fields that a row says something of; an empty cell says nothing."""
    readers: dict[str, Callable[[str], object]] = {
        "price": lambda text: read_price(text, style),
        "cost": lambda text: read_cost(text, style),
        "description": unescape_text,
        "by": unescape_text,
        "agreed": unescape_text,
        "reviewed": read_day,
        "is_locked": read_yes,
        "competitors": lambda text: read_competitors(unescape_text(text), style),
    }
    if not cells["price"]:
        raise MatrixDesignerError("the row has no price")
    for field, read in readers.items():
        if cells.get(field):
            yield field, read(cells[field])
    name, theirs = cells.get("competitor", ""), cells.get("theirs", "")
    if name and theirs and not cells.get("competitors"):
        yield "competitors", (CompetitorPrice(unescape_text(name), read_price(theirs, style)),)
