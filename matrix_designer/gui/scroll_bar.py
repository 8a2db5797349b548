"""A thin scroll bar: a rounded handle on the ground of its pane, without buttons.

Knows the theme only.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar, QStyle, QStyleOptionSlider, QWidget

from matrix_designer.gui.theme import Theme

_WIDTH = 12
_HANDLE = 6


class ThinScrollBar(QScrollBar):
    """A scroll bar that is only as loud as it has to be."""

    def __init__(
        self, orientation: Qt.Orientation, theme: Theme, parent: QWidget | None = None
    ) -> None:
        """Make a lying or an upright bar."""
        super().__init__(orientation, parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return a narrow size."""
        is_upright = self.orientation() is Qt.Orientation.Vertical
        width, least = self._theme.px(_WIDTH), self._theme.px(40)
        return QSize(width, least) if is_upright else QSize(least, width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the handle; where there is nothing to scroll, the ground only."""
        painter = QPainter(self)
        c = self._theme.colours
        painter.fillRect(self.rect(), c.surface)
        if self.maximum() > self.minimum():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(c.control)
            radius = self._theme.px(_HANDLE) / 2
            painter.drawRoundedRect(self._handle(), radius, radius)
        painter.end()

    def _handle(self) -> QRectF:
        """Return where the style has the handle, made thin."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        rect = QRectF(
            self.style().subControlRect(
                QStyle.ComplexControl.CC_ScrollBar,
                option,
                QStyle.SubControl.SC_ScrollBarSlider,
                self,
            )
        )
        size, off = self._theme.px(_HANDLE), self._theme.px(_HANDLE) + 2
        if self.orientation() is Qt.Orientation.Vertical:
            return QRectF(rect.right() - off, rect.top(), size, rect.height())
        return QRectF(rect.left(), rect.bottom() - off, rect.width(), size)
