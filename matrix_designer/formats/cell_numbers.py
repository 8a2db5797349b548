"""The numbers of a file's first rows, to be judged by: nothing of them is kept.

Knows cells and how numbers are written; it does not know what they mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle, read_number
from matrix_designer.formats.dialect import decide_number_style
from matrix_designer.formats.number_marks import without_marks

Cells = Sequence[Sequence[str]]


def number_in(text: str, style: NumberStyle) -> Decimal | None:
    """Return the number that a cell says; None where it says none."""
    plain = without_marks(without_marks(text, counts_pieces=True))
    try:
        return read_number(plain, style)
    except MatrixDesignerError:
        return None


def text_at(row: Sequence[str], place: int) -> str:
    """Return a cell, blank where the row ends before it."""
    return row[place].strip() if place < len(row) else ""


def style_of(rows: Cells, places: Iterable[int]) -> NumberStyle:
    """Return the style that the cells of some columns decide, a point where they do not."""
    texts = [text_at(row, place) for place in places for row in rows]
    return decide_number_style(texts) or NumberStyle.POINT
