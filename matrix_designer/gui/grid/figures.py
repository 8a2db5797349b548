"""Figures of a selection for the status bar: count, least, greatest and mean.

Exact over the cells' values. Knows prepared cells and columns; no widget and no noun.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from matrix_designer.gui.grid.model import GridModel
from matrix_designer.gui.grid.selection import Selection


@dataclass(frozen=True, slots=True)
class SelectionFigures:
    """How many cells are selected, and of those with numbers the figures as texts.

    The three texts are empty where no selected cell has a number. `unread` counts the cells of
    the whole grid whose text could not be read; `note` is what else is to be said just now.
    """

    cells: int
    least: str = ""
    greatest: str = ""
    mean: str = ""
    unread: int = 0
    note: str = ""

    @property
    def text(self) -> str:
        """The figures as the status bar shows them."""
        parts = ["1 cell" if self.cells == 1 else f"{self.cells} cells"]
        if self.least and self.cells > 1:
            parts += [f"least {self.least}", f"greatest {self.greatest}", f"mean {self.mean}"]
        if self.unread:
            parts.insert(0, f"{self.unread} could not be read")
        if self.note:
            parts.insert(0, self.note)
        return " · ".join(parts)


def figures_of(model: GridModel, selection: Selection, shown: Collection[int]) -> SelectionFigures:
    """Return the figures of the selected cells in shown columns."""
    places = [
        place for place in selection.cells() if place[1] in shown and place[0] < model.rowCount()
    ]
    values = [value for place in places if (value := model.cell(place).value) is not None]
    unread = model.refused_count
    if not values:
        return SelectionFigures(len(places), unread=unread)
    columns = model.spec.columns
    write = columns[selection.active[1]].figure or next(
        (columns[place[1]].figure for place in places if columns[place[1]].figure), None
    )
    if write is None:
        return SelectionFigures(len(places), unread=unread)
    mean = sum(values, Fraction(0)) / len(values)
    least, greatest = write(min(values)), write(max(values))
    return SelectionFigures(len(places), least, greatest, write(mean), unread)
