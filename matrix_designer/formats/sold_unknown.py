"""Whether a file is sure to have no sold price: none is then made up, and it is told.

Knows columns and the cells of the first rows; what is asked where it is not sure is somebody
else's matter.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from matrix_designer.formats.columns import Columns, is_no_price
from matrix_designer.formats.mapping import SalesMapping
from matrix_designer.formats.overlooked import counts_rows, has_numbers

_SOLD_UNKNOWN = (
    "No column has a sold price: for how much the parts were sold stays unknown. Matrices can be "
    "compared with each other, not with what was charged"
)


def without_sold(columns: Columns) -> Columns:
    """Say of columns that none has a sold price."""
    problems = (*columns.problems, _SOLD_UNKNOWN)
    return replace(columns, is_sold_unknown=True, problems=problems)


def has_no_sold(columns: Columns, mapping: SalesMapping) -> bool:
    """Tell whether a mapping says that no column has a sold price."""
    said = {mapping.columns.get("sold"), mapping.columns.get("extended_sold")}
    return not {"sold", "extended_sold"} & set(columns.places) and "" in said


def may_lack_sold(
    columns: Columns, taken: Collection[int], cells: Sequence[Sequence[str]], *, is_known: bool
) -> bool:
    """Tell whether a history without a column of sold prices is sure to have none.

    Its layout `is_known`, or no column is left that could be one; `taken` are those that
    something else is made of.
    """
    places = columns.places
    if "sold" in places or "extended_sold" in places:
        return False
    if is_known:
        return True
    header = columns.header
    if not header or "quantity" not in places or "part" not in places:
        return False
    used = {*places.values(), *taken}
    first = 0 if columns.row is None else columns.row + 1
    others = [
        place for place, name in enumerate(header) if place not in used and not is_no_price(name)
    ]
    texts = ([row[place].strip() for row in cells[first:] if place < len(row)] for place in others)
    return not any(has_numbers(column) and not counts_rows(column) for column in texts)
