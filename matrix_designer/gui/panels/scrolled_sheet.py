"""A page's sheet that is scrolled where the window is lower than what stands on it needs.

Knows layouts and the theme. What stretches takes the room that there is; nothing is squeezed
below the least that it asks for.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from matrix_designer.gui.controls import fill_ground, restyle
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.theme import Theme


class _Sheet(QWidget):
    """Asks for the least height at a width, where Qt would ask for the usual one."""

    def heightForWidth(self, width: int) -> int:
        """Return the least height."""
        layout = self.layout()
        return -1 if layout is None else layout.totalMinimumHeightForWidth(width)


class ScrolledSheet(QScrollArea):
    """Scrolls up and down only. Its `sheet` takes the layout of a page."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Make an empty sheet."""
        super().__init__(parent)
        self.sheet = _Sheet()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bar = ThinScrollBar(Qt.Orientation.Vertical, theme)
        self.setVerticalScrollBar(self._bar)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self.sheet)
        fill_ground(self.sheet, theme.colours.surface)

    def set_theme(self, theme: Theme) -> None:
        """Take another look, and hand it to all that stands on the sheet."""
        self._bar.set_theme(theme)
        fill_ground(self.sheet, theme.colours.surface)
        restyle(self.sheet, theme)
