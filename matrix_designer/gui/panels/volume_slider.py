"""A slider over the volume, from unchanged to where a change no longer pays.

Knows places and the theme; what a place means is told to it in words.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from matrix_designer.gui.controls import RING, has_ring
from matrix_designer.gui.theme import Theme

_HEIGHT, _GROOVE, _KNOB = 24, 4, 14
_TIP = "Lose volume, step by step (arrows 0.1 point, Page Up and Down 1 point, Home and End)"
POINT_STEPS = 10
"""Steps in a percentage point."""


class VolumeSlider(QSlider):
    """A lying slider in the program's look; a press puts it where the mouse is."""

    help_anchor = "slider"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start at unchanged volume with nowhere to go."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._words = ""
        self.setSingleStep(1)
        self.setPageStep(POINT_STEPS)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(_TIP)
        self.setAccessibleName("Change of volume")
        self.set_steps(0)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def set_steps(self, steps: int) -> None:
        """Have so many steps; a slider without one cannot be moved."""
        self.setRange(0, steps)
        self.setEnabled(steps > 0)

    def set_words(self, words: str) -> None:
        """Tell a screen reader what the place means."""
        self.setAccessibleDescription(words)

    def sizeHint(self) -> QSize:
        """Return a wide, low size."""
        return QSize(self._theme.px(240), self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the least width at which places can be told apart."""
        return QSize(self._theme.px(120), self._theme.px(_HEIGHT))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where the mouse is pressed."""
        if event.button() is Qt.MouseButton.LeftButton and self.isEnabled():
            self.setSliderDown(True)
            self.setValue(self._place_of(event.position().x()))
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse while it is pressed."""
        if self.isSliderDown():
            self.setValue(self._place_of(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stay where the mouse let go."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the groove, what lies behind the knob, the knob and the focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, c = self._theme, self._theme.colours
        left, width = self._track()
        centre = self.height() / 2
        groove, knob = theme.px(_GROOVE), theme.px(_KNOB)
        at = left + width * self._part()
        self._bar(painter, QRectF(left, centre - groove / 2, width, groove), c.line2)
        ink = c.text2 if self.isEnabled() else c.control
        self._bar(painter, QRectF(left, centre - groove / 2, at - left, groove), ink)
        painter.setPen(QPen(ink, theme.px(2)))
        painter.setBrush(c.surface)
        radius = knob / 2 - theme.px(1)
        painter.drawEllipse(QPointF(at, centre), radius, radius)
        if has_ring(self):
            painter.setPen(QPen(c.accent, RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            reach = knob / 2 + theme.px(3)
            painter.drawEllipse(QPointF(at, centre), reach, reach)
        painter.end()

    @staticmethod
    def _bar(painter: QPainter, rect: QRectF, ink: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)

    def _track(self) -> tuple[float, float]:
        """Return where the knob's middle can be: the left end and how far it goes."""
        edge = self._theme.px(_KNOB) / 2 + self._theme.px(4)
        return edge, max(self.width() - 2 * edge, 1.0)

    def _part(self) -> float:
        return self.value() / self.maximum() if self.maximum() else 0.0

    def _place_of(self, x: float) -> int:
        left, width = self._track()
        return round(min(max((x - left) / width, 0.0), 1.0) * self.maximum())
