"""The trace of a price in two columns of sentences, one step under the other.

Shows texts; what they say is worded elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from matrix_designer.gui.controls import Text, restyle
from matrix_designer.gui.panels.why_words import WhyColumn, WhyRow
from matrix_designer.gui.theme import TextSize, Theme

_NONE_ON_RECORD = "none on record"


class WhyTrace(QWidget):
    """Heads, prices, and a row a step; where both sides say the same it stands there twice."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = theme
        self._rows: list[tuple[Text, Text, Text]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._prices = []
        self._percents = []
        for place, (head, role) in enumerate((("Proposed", "accent"), ("In force", "in_force"))):
            self._grid.addWidget(
                Text(head, theme, size=TextSize.CAPTION, is_semibold=True, role=role), 0, place
            )
            price = Text("", theme, size=TextSize.FIGURE, is_semibold=not place)
            percent = Text("", theme, size=TextSize.CAPTION, role="text2")
            self._grid.addWidget(price, 1, place)
            self._grid.addWidget(percent, 2, place)
            self._prices.append(price)
            self._percents.append(percent)

    @property
    def lines(self) -> tuple[tuple[str, str, str], ...]:
        """The steps that show: name, proposed, in force."""
        return tuple(
            (name.text(), left.text(), right.text())
            for name, left, right in self._rows
            if not name.isHidden()
        )

    @property
    def prices(self) -> tuple[str, str]:
        """What stands large at the top: proposed, in force."""
        return self._prices[0].text(), self._prices[1].text()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        restyle(self, theme)

    def show_columns(
        self, proposed: WhyColumn, in_force: WhyColumn | None, rows: Sequence[WhyRow]
    ) -> None:
        """Show other texts; a text that stays costs nothing."""
        for place, column in enumerate((proposed, in_force)):
            price = _NONE_ON_RECORD if column is None else column.price
            _write(self._prices[place], price)
            _write(self._percents[place], "" if column is None else column.gp_percent)
        while len(self._rows) < len(rows):
            self._add_row()
        for place, texts in enumerate(self._rows):
            is_there = place < len(rows)
            for text in texts:
                if text.isHidden() == is_there:
                    text.setVisible(is_there)
            if is_there:
                self._show_row(place, rows[place], is_alone=in_force is None)

    def _show_row(self, place: int, row: WhyRow, *, is_alone: bool) -> None:
        """Write a row; a list that one side has alone goes across both columns."""
        name, left, right = self._rows[place]
        is_across = not row.in_force and (is_alone or "\n" in row.proposed)
        _write(name, f"{row.name}, proposed" if is_across and not is_alone else row.name)
        _write(left, row.proposed)
        _write(right, row.in_force)
        right.setVisible(not is_across)
        at = self._grid.indexOf(left)
        spans = self._grid.getItemPosition(at)
        if isinstance(spans, tuple) and spans[3] != 1 + is_across:
            self._grid.addWidget(left, spans[0], 0, 1, 1 + is_across)

    def _add_row(self) -> None:
        theme, at = self._theme, 3 + 2 * len(self._rows)
        name = Text("", theme, size=TextSize.CAPTION, role="muted")
        name.setContentsMargins(0, 6, 0, 0)
        left = Text("", theme)
        right = Text("", theme, role="in_force")
        for text in (left, right):
            text.setWordWrap(True)
            text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(name, at, 0, 1, 2)
        self._grid.addWidget(left, at + 1, 0)
        self._grid.addWidget(right, at + 1, 1)
        self._rows.append((name, left, right))


def _write(text: Text, words: str) -> None:
    if text.text() != words:
        text.setText(words)
