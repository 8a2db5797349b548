"""A grid with its total row right under the last row.

Knows the view and the total bar; no noun.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from matrix_designer.gui.grid.columns import GridSpec, TotalRow
from matrix_designer.gui.grid.headers import TotalBar
from matrix_designer.gui.grid.view import GridView
from matrix_designer.gui.theme import Theme


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
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.view)
        lines.addWidget(self.total)
        lines.addStretch(1)
        lines.setStretchFactor(self.view, 1_000)
        self.view.columns_laid_out.connect(self._on_columns_laid_out)
        self.view.horizontalScrollBar().valueChanged.connect(self.total.update)
        self.setFocusProxy(self.view)
        self._on_columns_laid_out()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._fill(theme)
        self.view.set_theme(theme)
        self.total.set_theme(theme)

    def set_rows(self, rows: Sequence[Any], total: TotalRow) -> None:
        """Show other rows and another total."""
        self.view.set_rows(rows)
        self.total.set_total(total)

    def sizeHint(self) -> QSize:
        """Return the size at which no row is cut off."""
        return QSize(super().sizeHint().width(), self.view.full_height() + self.total.height())

    def _fill(self, theme: Theme) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.colours.surface)
        self.setPalette(palette)

    def _on_columns_laid_out(self) -> None:
        height = self.view.full_height()
        self.view.setMaximumHeight(height)
        self.setMaximumHeight(height + self.total.height())
        self.total.update()
        self.updateGeometry()
