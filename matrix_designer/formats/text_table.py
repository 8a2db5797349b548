"""A table as text cells, each row with its place in the file; made by the readers of files.

Knows cells and where they stood; it does not know what a column means or how files are read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from matrix_designer.core.money import NumberStyle
from matrix_designer.formats.dialect import decide_number_style

MAX_COLUMNS = 2_000
"""The most columns of a table that are read."""


@dataclass(frozen=True, slots=True)
class TextTable:
    """One table: text cells, and for each row its 1-based line (or workbook row) in the file.

    Blank lines are left out, their numbers are not. `delimiter` is None for a workbook's sheet,
    whose name is `sheet`.
    """

    path: Path
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    delimiter: str | None = None
    sheet: str | None = None

    def number_style(self, columns: Iterable[int] | None = None) -> NumberStyle | None:
        """Decide what comma and point mean from these columns (all by default); None: ask."""
        wanted = None if columns is None else frozenset(columns)
        return decide_number_style(
            (
                cell
                for row in self.rows
                for place, cell in enumerate(row)
                if wanted is None or place in wanted
            ),
            self.delimiter,
        )

    def where(self, row: int, column: int | None = None) -> str:
        """Name a row, or a cell, by 0-based place: `prices.csv, line 4, column 2`."""
        kind = "line" if self.sheet is None else "row"
        name = self.path.name if self.sheet is None else f"{self.path.name}, sheet {self.sheet}"
        tail = "" if column is None else f", column {column + 1}"
        return f"{name}, {kind} {self.lines[row]}{tail}"
