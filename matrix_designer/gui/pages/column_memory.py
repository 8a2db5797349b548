"""What was chosen of the columns of the tier grid and of the plan's sheets outlives the window.

Knows the grids and the settings; not what a column shows.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from matrix_designer.gui.pages.plan_sheet import SheetGrid
from matrix_designer.gui.pages.tier_grid import TierGrid
from matrix_designer.session.settings import Settings


class ColumnMemory(QObject):
    """Gives a grid the columns that were chosen last, and keeps every further choice."""

    def __init__(self, grid: TierGrid, settings: Settings) -> None:
        """Live as long as the grid."""
        super().__init__(grid)
        self._grid = grid
        self._settings = settings
        grid.set_column_state(settings.columns)
        grid.columns_chosen.connect(self._on_columns_chosen)

    def _on_columns_chosen(self) -> None:
        self._settings.columns = self._grid.column_state


class SheetMemory(QObject):
    """The same for a sheet of the plan, by its key."""

    def __init__(self, grid: SheetGrid, settings: Settings) -> None:
        """Live as long as the grid."""
        super().__init__(grid)
        self._grid = grid
        self._settings = settings
        grid.set_column_state(settings.columns_of(grid.key))
        grid.columns_chosen.connect(self._on_columns_chosen)

    def _on_columns_chosen(self) -> None:
        self._settings.keep_columns_of(self._grid.key, self._grid.column_state)
