"""What stands where there is no plan yet: what a plan is, and three ways to begin one.

Knows texts; not what the buttons do.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from matrix_designer.gui.controls import RING, Button, ButtonKind, Text, fill_ground, restyle
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.theme import TextSize, Theme

_ICON = 24
_LEFT = 24
_LINES = (
    "Every part is on the first matrix.",
    "A plan is a list of rules: the first that matches a part says how it is priced,",
    "by a matrix, a flat price, cost or list and a percent, or not at all.",
)


class EmptyPlan(QWidget):
    """An empty plan.

    `source_wanted()`: take a source off the matrix; `rule_wanted()`: write a rule;
    `file_wanted()`: import rules.
    """

    source_wanted = Signal()
    rule_wanted = Signal()
    file_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        """Say what a plan is."""
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(_LEFT + _ICON + 14 - RING, 24, 24, 24)
        column.setSpacing(6)
        title = Text("No plan yet", theme, size=TextSize.TITLE, is_semibold=True)
        title.setContentsMargins(RING, 0, 0, 0)
        column.addWidget(title)
        for line in _LINES:
            text = Text(line, theme, role="text2")
            text.setWordWrap(True)
            text.setContentsMargins(RING, 0, 0, 0)
            column.addWidget(text)
        column.addSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.source = Button("Take a source off the matrix\u2026", ButtonKind.SOLID, theme)
        self.source.setToolTip("Choose a source of the sales, and how it is priced (Space)")
        self.source.clicked.connect(self.source_wanted)
        self.rule = Button("Add rule", ButtonKind.OUTLINE, theme)
        self.rule.setToolTip("Write a rule by hand; a last one takes everything else (Space)")
        self.rule.clicked.connect(self.rule_wanted)
        self.file = Button("Import rules\u2026", ButtonKind.OUTLINE, theme)
        self.file.setToolTip("Put the rules of a CSV file or a workbook in place (Space)")
        self.file.clicked.connect(self.file_wanted)
        for button in (self.source, self.rule, self.file):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
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
        draw_icon(
            painter, "route", self._theme.colours.muted, QRectF(px(_LEFT), px(22), size, size)
        )
        painter.end()
