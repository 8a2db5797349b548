"""Which published layout a file is in: by the names of its header, or by how its cells look.

Knows the layouts as data, and rows of texts; it opens no file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle, read_number
from matrix_designer.formats.columns import plain_name
from matrix_designer.formats.layouts import LAYOUTS, Layout
from matrix_designer.formats.wording import is_total

_CENT = Decimal("0.01")
_FEWEST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Recognised:
    """A layout, the place of its header among the rows (None without one), and its columns."""

    layout: Layout
    row: int | None
    header: tuple[str, ...]
    places: Mapping[str, int]

    @property
    def fields(self) -> dict[str, int]:
        """Field -> 0-based column, for the columns that the file has."""
        pairs = ((name, self.places.get(column)) for name, column in self.layout.fields.items())
        return {name: place for name, place in pairs if place is not None}


def by_header(rows: Sequence[Sequence[str]], wanted: Layout | None = None) -> Recognised | None:
    """Return the layout whose own names stand in a row; `wanted` is the only one to look for."""
    for row, cells in enumerate(rows):
        places: dict[str, int] = {}
        for place, cell in enumerate(cells):
            places.setdefault(plain_name(cell), place)
        for layout in LAYOUTS if wanted is None else (wanted,):
            names = layout.recognised_by
            if names and all(plain_name(name) in places for name in names):
                found = {
                    name: place for name in layout.names if (place := _place(name, places)) >= 0
                }
                return Recognised(layout, row, tuple(cells), found)
    return None


def _place(name: str, places: Mapping[str, int]) -> int:
    """Return where a column of a layout stands; a remark in brackets may follow its name."""
    plain = plain_name(name)
    if plain in places:
        return places[plain]
    for other in ("average", "avg"):
        if plain + other in places:
            return places[plain + other]
    return -1


def by_cells(
    rows: Sequence[Sequence[str]], delimiter: str | None, wanted: Layout | None = None
) -> Recognised | None:
    """Return the layout without a header that every row fits."""
    if len(rows) < _FEWEST_ROWS and wanted is None:
        return None
    for layout in LAYOUTS if wanted is None else (wanted,):
        if layout.spans or not layout.narrowest or layout.delimiter not in {None, delimiter}:
            continue
        if all(_fits(layout, cells) for cells in rows):
            return _bare(layout)
    return None


def _bare(layout: Layout) -> Recognised:
    places = {name: place for place, name in enumerate(layout.names)}
    return Recognised(layout, None, layout.names, places)


def _fits(layout: Layout, cells: Sequence[str]) -> bool:
    width = len(cells)
    while width > layout.narrowest and not cells[width - 1].strip():
        width -= 1
    if not layout.narrowest <= width <= len(layout.names):
        return False
    for name, form in layout.forms.items():
        place = layout.place(name)
        text = cells[place].strip() if place < len(cells) else ""
        if re.fullmatch(form, text) is None:
            return False
    return True


def by_positions(lines: Sequence[str], wanted: Layout | None = None) -> Recognised | None:
    """Return the layout of fixed columns that every line keeps to."""
    filled = [line for line in (line.rstrip("\r\n\f\x1a") for line in lines) if line.strip()]
    if not filled or (len(filled) < _FEWEST_ROWS and wanted is None):
        return None
    for layout in LAYOUTS if wanted is None else (wanted,):
        if layout.spans and all(_keeps_to(layout, line) for line in filled):
            return _bare(layout)
    return None


def _keeps_to(layout: Layout, line: str) -> bool:
    last = max(end for _, end in layout.spans)
    if line[last:].strip():
        return False
    for name, form in layout.forms.items():
        start, end = layout.spans[layout.place(name)]
        if re.fullmatch(form, line[start:end]) is None:
            return False
    return True


def takes_discount_off(
    found: Recognised, rows: Sequence[Sequence[str]], style: NumberStyle
) -> bool | None:
    """Tell by a file's own profits whether its sales stand before the discount; None: neither.

    Where no row tells the two apart, nothing is to be taken off.
    """
    layout = found.layout
    names = (layout.fields["extended_sold"], layout.fields["extended_cost"])
    places = [found.places.get(name) for name in (*names, layout.discount, layout.profit) if name]
    before = after = told = 0
    for cells in rows:
        texts = [
            cells[place] if place is not None and place < len(cells) else "" for place in places
        ]
        if any(is_total(cell) for cell in cells) or not all(text.strip() for text in texts):
            continue
        try:
            sold, cost, discount, profit = (read_number(text, style) for text in texts)
        except MatrixDesignerError:
            continue
        told += 1
        before += abs(sold - discount - cost - profit) <= _CENT
        after += abs(sold - cost - profit) <= _CENT
    if after == told:
        return False
    return True if before == told else None
