"""Tabs over the lower pane, where the window is too narrow for panes beside each other.

Knows names and counts; not what stands behind them.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from matrix_designer.gui.controls import has_ring
from matrix_designer.gui.theme import Theme


class PaneTabs(QWidget):
    """A row of names, one of them current. `aside` is the room at their right.

    `chosen(place)`: another pane is to show; `clicked(place)`: it was chosen with the mouse, and
    whoever types next means the pane.
    """

    chosen = Signal(int)
    clicked = Signal(int)

    def __init__(self, names: Sequence[str], theme: Theme, parent: QWidget | None = None) -> None:
        """Make a tab for each name."""
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.metrics.margin, 0, theme.metrics.margin, 0)
        row.setSpacing(24)
        self._tabs = [_Tab(place, name, theme) for place, name in enumerate(names)]
        for tab in self._tabs:
            tab.chosen.connect(self.choose)
            tab.clicked_at.connect(self.clicked)
            row.addWidget(tab)
        self.aside = QHBoxLayout()
        self.aside.addStretch()
        row.addLayout(self.aside, 1)
        self.setFixedHeight(theme.metrics.chart_title)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        for tab in self._tabs:
            tab.set_theme(theme)

    def set_count(self, place: int, count: int) -> None:
        """Write a count behind a name."""
        self._tabs[place].set_count(count)

    def set_tab_shown(self, place: int, *, is_shown: bool) -> None:
        """Leave a tab away whose pane stands elsewhere."""
        self._tabs[place].setVisible(is_shown)

    def choose(self, place: int) -> None:
        """Make a tab current."""
        for tab in self._tabs:
            tab.set_current(is_current=tab.place == place)
        self.chosen.emit(place)


class _Tab(QAbstractButton):
    """One tab."""

    chosen = Signal(int)
    clicked_at = Signal(int)

    def __init__(self, place: int, name: str, theme: Theme) -> None:
        super().__init__()
        self.place = place
        self._theme = theme
        self._count = 0
        self._is_current = False
        self.setText(name)
        self.setToolTip(f"Show {name[:1].lower()}{name[1:]} here")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.clicked.connect(self._on_clicked)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def set_count(self, count: int) -> None:
        """Write a count behind the name."""
        if count == self._count:
            return
        self._count = count
        self.setAccessibleName(f"{self.text()} {count}")
        self.updateGeometry()
        self.update()

    def set_current(self, *, is_current: bool) -> None:
        """Stand for the pane that is shown."""
        self._is_current = is_current
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for name and count."""
        font = self._theme.font(is_semibold=True)
        width = QFontMetricsF(font).horizontalAdvance(f"{self.text()}  {self._count or ''}")
        return QSize(round(width + 1), self._theme.metrics.chart_title)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of a click once it has had its effect."""
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.hitButton(
            event.position().toPoint()
        ):
            self.clicked_at.emit(self.place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint name, count and the line under the current tab."""
        painter = QPainter(self)
        c = self._theme.colours
        font = self._theme.font(is_semibold=self._is_current)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(c.text if self._is_current else c.text2)
        base = (self.height() + metrics.capHeight()) / 2
        painter.drawText(QPointF(0, base), self.text())
        if self._count:
            left = metrics.horizontalAdvance(f"{self.text()}  ")
            painter.setPen(c.muted)
            painter.drawText(QPointF(left, base), f"{self._count}")
        if self._is_current:
            width = metrics.horizontalAdvance(self.text())
            painter.fillRect(QRectF(0, self.height() - 2, width, 2), c.accent)
        if has_ring(self):
            painter.setPen(c.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 3.5, -0.5, -4.5))
        painter.end()

    def _on_clicked(self) -> None:
        self.chosen.emit(self.place)
