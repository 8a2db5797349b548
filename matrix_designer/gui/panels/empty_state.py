"""What stands where there is nothing yet: an icon, a title, two lines and one button.

Knows texts; not what the button does.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from matrix_designer.gui.controls import RING, Button, ButtonKind, Text, fill_ground, restyle
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.theme import TextSize, Theme

_ICON = 24
_LEFT = 24


class EmptyState(QWidget):
    """An empty pane that says the next step. `wanted()`: its button was pressed."""

    wanted = Signal()

    def __init__(self, icon: str, title: str, lines: str, button: str, theme: Theme) -> None:
        """Say what is missing and what to do."""
        super().__init__()
        self._icon = icon
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(_LEFT + _ICON + 14 - RING, 24, 24, 24)
        column.setSpacing(6)
        for text in (
            Text(title, theme, size=TextSize.TITLE, is_semibold=True),
            Text(lines, theme, role="text2"),
        ):
            text.setContentsMargins(RING, 0, 0, 0)
            column.addWidget(text)
        column.addSpacing(6)
        self.button = Button(button, ButtonKind.OUTLINE, theme)
        self.button.clicked.connect(self.wanted)
        column.addWidget(self.button)
        column.addStretch(1)
        fill_ground(self, theme.colours.surface)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon beside the title."""
        super().paintEvent(event)
        painter = QPainter(self)
        px, size = self._theme.px, self._theme.px(_ICON)
        place = QRectF(px(_LEFT), px(22), size, size)
        draw_icon(painter, self._icon, self._theme.colours.muted, place)
        painter.end()
