"""The waterfall under its title; what is pointed at is read out in the title's row.

Knows a comparison's bridge in words; it sums nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from matrix_designer.analysis.bridge import Bridge
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.controls import Text, restyle
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.compare_words import bridge_words, fall_of, step_words
from matrix_designer.gui.plots.waterfall import Waterfall
from matrix_designer.gui.text import elided
from matrix_designer.gui.theme import TextSize, Theme

_TITLE = "Where the change in GP $ comes from"


class BridgePanel(QWidget):
    """Title, read-out and waterfall. `tier_chosen(place)`: go to a tier, counted from 0."""

    tier_chosen = Signal(int)

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start without a bridge."""
        super().__init__(parent)
        self._numbers = numbers
        self._bridge: Bridge | None = None
        self._other = ""
        self._words = self._said = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(18)
        self._title = Text(_TITLE, theme, size=TextSize.TITLE, is_semibold=True)
        row.addWidget(self._title)
        self.read_out = Text("", theme, size=TextSize.CAPTION, role="muted")
        self.read_out.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.read_out.setAlignment(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        row.addWidget(self.read_out, 1)
        column.addLayout(row)
        self.waterfall = Waterfall(theme, numbers)
        self.waterfall.pointed.connect(self._on_pointed)
        self.waterfall.chosen.connect(self._on_chosen)
        column.addWidget(self.waterfall, 1)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        restyle(self, theme)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the words for the new width, once everything is laid out."""
        super().resizeEvent(event)
        if (row := self.layout()) is not None:
            row.activate()
        self._cut()

    def minimumSizeHint(self) -> QSize:
        """Return the waterfall's least room: the words are cut."""
        least = self.waterfall.minimumSizeHint()
        return QSize(least.width(), least.height() + self._title.sizeHint().height())

    def show_bridge(self, bridge: Bridge, analysis: Analysis, other: str) -> None:
        """Show another bridge; `other` names what is compared with."""
        if bridge == self._bridge and other == self._other:
            return
        self._bridge, self._other = bridge, other
        self._words = bridge_words(bridge, analysis, other, self._numbers)
        self.waterfall.show_fall(fall_of(bridge, analysis, self._numbers))
        steps = (step_words(bridge, at, other, self._numbers) for at in range(len(bridge.steps)))
        self.waterfall.setAccessibleDescription(". ".join((self._words, *steps)))
        self._on_pointed(self.waterfall.current)

    def set_before(self, *, is_before: bool) -> None:
        """Show the axis alone, or the steps."""
        self.waterfall.set_before(is_before=is_before)

    def _on_pointed(self, place: int) -> None:
        words = self._words
        if self._bridge is not None and 0 <= place < len(self._bridge.steps):
            words = step_words(self._bridge, place, self._other, self._numbers)
        self._said = words
        self._cut()

    def _cut(self) -> None:
        """Show as much of the words as there is room for."""
        self.read_out.setText(elided(self.read_out.font(), self._said, self.read_out.width()))
        self.read_out.setToolTip(self._said if self.read_out.text() != self._said else "")

    def _on_chosen(self, place: int) -> None:
        if self._bridge is not None and self._bridge.steps[place].tier is not None:
            self.tier_chosen.emit(place)
