"""The name over the grid; where the list pane has no room, it opens a menu of the matrices.

Knows a name; not whose.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from matrix_designer.gui.controls import has_ring
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.theme import TextSize, Theme

_PADDING = 6
_ARROW = 14
_WIDEST = 320


class TitleButton(QAbstractButton):
    """A panel title that may carry a menu. `menu_requested()`."""

    menu_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start without a name."""
        super().__init__(parent)
        self._theme = theme
        self._has_menu = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)
        self.set_menu_shown(is_shown=False)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def set_name(self, name: str) -> None:
        """Show another name."""
        if name == self.text():
            return
        self.setText(name)
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def set_menu_shown(self, *, is_shown: bool) -> None:
        """Carry a menu, or be a plain title."""
        self._has_menu = is_shown
        self.setEnabled(is_shown)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_shown else Qt.FocusPolicy.NoFocus)
        self.setToolTip("Choose a matrix" if is_shown else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for the name and the arrow."""
        font = self._theme.font(TextSize.TITLE, is_semibold=True)
        px = self._theme.px
        width = min(QFontMetricsF(font).horizontalAdvance(self.text()), px(_WIDEST))
        arrow = px(_ARROW + 6) if self._has_menu else 0
        return QSize(round(width + 0.5) + 2 * px(_PADDING) + arrow, px(28))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the name, the arrow and the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = self._theme.colours
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._has_menu and (self.underMouse() or has_ring(self)):
            painter.setPen(c.accent if has_ring(self) else Qt.GlobalColor.transparent)
            painter.setBrush(c.window)
            painter.drawRoundedRect(rect, 4, 4)
        font = self._theme.font(TextSize.TITLE, is_semibold=True)
        metrics, px = QFontMetricsF(font), self._theme.px
        name = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, px(_WIDEST))
        painter.setFont(font)
        painter.setPen(c.text)
        base = (self.height() + metrics.capHeight()) / 2
        painter.drawText(QPointF(px(_PADDING), base), name)
        if self._has_menu:
            left = px(_PADDING + 6) + metrics.horizontalAdvance(name)
            size = px(_ARROW)
            arrow = QRectF(round(left), (self.height() - size) / 2, size, size)
            draw_icon(painter, "chevron-down", c.text2, arrow)
        painter.end()

    def _on_clicked(self) -> None:
        self.menu_requested.emit()
