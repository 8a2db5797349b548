"""A box to tick with words beside it, in the program's look.

Knows a text and whether it is ticked.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from matrix_designer.gui.controls import RING, has_ring
from matrix_designer.gui.text import elided, font_lines, text_width
from matrix_designer.gui.theme import Theme

_BOX, _GAP, _HEIGHT = 14, 8, 24


class Tick(QAbstractButton):
    """A box to tick. `toggled(is_ticked)` is Qt's own."""

    def __init__(self, text: str, tip: str, theme: Theme) -> None:
        """Make an empty box with words."""
        super().__init__()
        self._theme = theme
        self.setCheckable(True)
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(f"{tip} (Space)")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for box and words."""
        px = self._theme.px
        width = text_width(self._theme.font(), self.text())
        return QSize(round(width + 0.5) + px(_BOX + _GAP) + 2 * RING + 2, px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return room for some of the words."""
        return QSize(self._theme.px(80), self._theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, its tick, the words and the focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, c = self._theme, self._theme.colours
        size, middle = theme.px(_BOX), self.height() / 2
        box = QRectF(RING + 0.5, round(middle - size / 2) + 0.5, size - 1, size - 1)
        edge = c.accent if self.isChecked() else c.control
        ground = c.accent if self.isChecked() else c.window if self.underMouse() else c.surface
        painter.setPen(QPen(edge if self.isEnabled() else c.line2, 1))
        painter.setBrush(ground if self.isEnabled() else c.window)
        painter.drawRoundedRect(box, 3, 3)
        if self.isChecked():
            painter.setPen(
                QPen(c.on_accent if self.isEnabled() else c.muted, max(theme.zoom * 2, 1.5))
            )
            x, y, part = box.left(), box.top(), box.width()
            painter.drawPolyline(
                [
                    QPointF(x + 0.22 * part, y + 0.52 * part),
                    QPointF(x + 0.42 * part, y + 0.72 * part),
                    QPointF(x + 0.78 * part, y + 0.28 * part),
                ]
            )
        font = theme.font()
        left = RING + size + theme.px(_GAP)
        height, ascent = font_lines(font)
        painter.setFont(font)
        painter.setPen(c.text if self.isEnabled() else c.control)
        words = elided(font, self.text(), self.width() - left - RING)
        painter.drawText(QPointF(left, round(middle - height / 2 + ascent)), words)
        if has_ring(self):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(c.accent, RING))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()
