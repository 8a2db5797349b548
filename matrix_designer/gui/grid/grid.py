"""A grid with its total row right under the last row.

Knows the view and the total bar; no noun.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QWidget

from matrix_designer.gui.grid.columns import GridSpec, TotalRow
from matrix_designer.gui.grid.headers import TotalBar
from matrix_designer.gui.grid.view import GridView
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.theme import Theme

_FEW = 4
"""Rows that show at least."""


class Grid(QWidget):
    """A grid view and its total; it is as high as its rows where there is room."""

    def __init__(self, spec: GridSpec[Any], theme: Theme, parent: QWidget | None = None) -> None:
        """Start without rows."""
        super().__init__(parent)
        self.view = GridView(spec, theme, self)
        self.total = TotalBar(self.view.grid_model, self.view.head, self.view.gutter, theme, self)
        self.setAutoFillBackground(True)
        self._theme = theme
        self._fill(theme)
        self.view.columns_laid_out.connect(self._on_columns_laid_out)
        self._low_bar = ThinScrollBar(Qt.Orientation.Horizontal, theme)
        self.view.setHorizontalScrollBar(self._low_bar)
        self._low_bar.valueChanged.connect(self.total.update)
        self.setFocusProxy(self.view)
        self._on_columns_laid_out()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._fill(theme)
        self._low_bar.set_theme(theme)
        self.view.set_theme(theme)
        self.total.set_theme(theme)

    def set_rows(self, rows: Sequence[Any], total: TotalRow) -> None:
        """Show other rows and another total."""
        self.view.set_rows(rows)
        self.view.set_total(total)
        self.total.set_total(total)

    def sizeHint(self) -> QSize:
        """Return the size at which no row is cut off."""
        return QSize(super().sizeHint().width(), self.view.full_height() + self.total.height())

    def minimumSizeHint(self) -> QSize:
        """Return the size that shows a few rows."""
        few = self.view.height_of(min(_FEW, self.view.grid_model.rowCount()))
        return QSize(200, few + self.total.height())

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Place view and total anew."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Put the total right under the last row that shows, and show whole rows only."""
        low = self.total.height()
        height = min(self.view.full_height(), self.view.whole_height(self.height() - low))
        self.view.setGeometry(0, 0, self.width(), height)
        # the view may have laid itself out anew and come back here meanwhile
        self.total.setGeometry(0, self.view.height(), self.width(), low)

    def _fill(self, theme: Theme) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.colours.surface)
        self.setPalette(palette)

    def _on_columns_laid_out(self) -> None:
        self.setMaximumHeight(self.view.full_height() + self.total.height())
        self._place()
        self.total.update()
        self.updateGeometry()
