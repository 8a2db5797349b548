"""A grid whose columns follow the window's width, and what a person chose of them by hand.

Knows the generic grid and widths; it does not know what the rows are.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from matrix_designer.gui.grid.columns import ColumnChoice, GridSpec
from matrix_designer.gui.grid.grid import Grid
from matrix_designer.gui.theme import NARROW, WIDE, Theme
from matrix_designer.session.column_state import ColumnState


class FittedGrid(Grid):
    """A grid that hides and shows columns.

    `columns_chosen()`: a column was shown, hidden or given a width by hand.
    """

    columns_chosen = Signal()

    def __init__(self, spec: GridSpec[Any], theme: Theme, parent: QWidget | None = None) -> None:
        """Show no rows yet, and every column."""
        super().__init__(spec, theme, parent)
        self._off: set[str] = set()
        self._pinned: set[str] = set()
        self.view.widths_chosen.connect(self.columns_chosen)

    def column_choices(self) -> tuple[ColumnChoice, ...]:
        """Return every column with whether it shows now."""
        shown = set(self.view.shown_columns)
        return tuple(
            ColumnChoice(column.key, column.name, place in shown)
            for place, column in enumerate(self.view.grid_model.spec.columns)
        )

    def choose_column(self, key: str, *, is_shown: bool) -> None:
        """Show a column whatever the width, or never."""
        (self._off.discard if is_shown else self._off.add)(key)
        (self._pinned.add if is_shown else self._pinned.discard)(key)
        self._fit_window()
        self.columns_chosen.emit()

    @property
    def column_state(self) -> ColumnState:
        """What was chosen of columns by hand, to be kept."""
        widths = tuple(sorted(self.view.own_widths.items()))
        return ColumnState(tuple(sorted(self._off)), tuple(sorted(self._pinned)), widths)

    def set_column_state(self, state: ColumnState) -> None:
        """Choose columns as they were; those that are no more are left out."""
        keys = {column.key for column in self.view.grid_model.spec.columns}
        self._off, self._pinned = keys & set(state.off), keys & set(state.pinned)
        self.view.set_own_widths({key: one for key, one in state.widths if key in keys})
        self._fit_window()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Follow the window's width: columns and row height as the look has them."""
        super().resizeEvent(event)
        self._fit_window()

    def _fit_window(self) -> None:
        width = self._theme.unzoomed(self.window().width())
        metrics = self._theme.metrics
        self.view.set_row_height(metrics.row_short if NARROW <= width < WIDE else metrics.row)
        pinned = self._pinned | self._asked_for()
        self.view.set_columns((self._idle_at(width) - pinned) | self._off, pinned)

    def _idle_at(self, _width: float) -> frozenset[str]:
        """Return the columns that say nothing, or too little for a window of this width."""
        return frozenset()

    def _asked_for(self) -> frozenset[str]:
        """Return the columns that show for now, whatever the width."""
        return frozenset()
