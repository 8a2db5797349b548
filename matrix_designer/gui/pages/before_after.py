"""The toggle of a presentation: Before and After beside each other, one of them chosen.

Knows the two words and the keys; not what they stand for.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from matrix_designer.gui.controls import RING, has_ring
from matrix_designer.gui.theme import Theme

_HEIGHT, _EDGE, _PADDING = 34, 3, 14
_WORDS = ("Before", "After")
_UNDER = "Space switches"


class BeforeAfter(QWidget):
    """Two words, one of them on accent. `switched(is_before)`."""

    switched = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Stand on After."""
        super().__init__(parent)
        self._theme = theme
        self._is_before = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Show the matrix in force, or the proposed one (Space)")
        self._name()

    @property
    def is_before(self) -> bool:
        """Which side is chosen."""
        return self._is_before

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def set_possible(self, *, is_possible: bool) -> None:
        """Grey it where there is nothing to compare."""
        self.setEnabled(is_possible)
        self.update()

    def choose(self, *, is_before: bool) -> None:
        """Take a side."""
        if is_before != self._is_before:
            self._is_before = is_before
            self._name()
            self.switched.emit(is_before)
            self.update()

    def switch(self) -> None:
        """Take the other side, where there is one."""
        if self.isEnabled():
            self.choose(is_before=not self._is_before)

    def sizeHint(self) -> QSize:
        """Return the room for both words, and the key under them."""
        px = self._theme.px
        metrics = QFontMetricsF(self._theme.font(is_semibold=True))
        widest = max(metrics.horizontalAdvance(word) for word in _WORDS)
        under = QFontMetricsF(self._theme.font()).height()
        return QSize(
            round(2 * (widest + 2 * px(_PADDING)) + 2 * px(_EDGE)),
            round(px(_HEIGHT + 14) + under),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a side with an arrow; the page sees to Space and Esc."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.isEnabled():
            self.choose(is_before=key == Qt.Key.Key_Left)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the side that was pressed."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.choose(is_before=event.position().x() < self.width() / 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, the chosen side, both words, the key and the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, c, px = self._theme, self._theme.colours, self._theme.px
        box = QRectF(0, 0, self.width(), px(_HEIGHT))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(c.window)
        radius = theme.metrics.radius_row
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)
        half = box.width() / 2
        for place, word in enumerate(_WORDS):
            is_chosen = (place == 0) is self._is_before
            side = QRectF(place * half, 0, half, box.height())
            edge = px(_EDGE)
            if is_chosen and self.isEnabled():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(c.accent)
                inner = side.adjusted(edge, edge, -edge, -edge)
                painter.drawRoundedRect(inner, radius - 2, radius - 2)
            ink = c.text2 if self.isEnabled() else c.control
            if is_chosen and self.isEnabled():
                ink = c.on_accent
            painter.setFont(theme.font(is_semibold=is_chosen))
            painter.setPen(ink)
            painter.drawText(side, Qt.AlignmentFlag.AlignCenter, word)
        painter.setFont(theme.font())
        painter.setPen(c.muted)
        under = QRectF(0, px(_HEIGHT + 8), self.width(), self.height() - px(_HEIGHT + 8))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(under, flags, _UNDER)
        if has_ring(self):
            painter.setPen(QPen(c.accent, RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)
        painter.end()

    def _name(self) -> None:
        """Tell a screen reader which side is shown."""
        self.setAccessibleName("Before and after")
        self.setAccessibleDescription(f"{_WORDS[0 if self._is_before else 1]} is shown")
