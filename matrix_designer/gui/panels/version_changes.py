"""What two strategies differ in: one row a change, what it was and what it is.

Shows differences that the core tells; it compares nothing itself.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from matrix_designer.core.strategy import Strategy
from matrix_designer.core.strategy_difference import Difference, differences
from matrix_designer.gui.controls import Button, ButtonKind, Text, restyle
from matrix_designer.gui.grid.columns import Align, Cell, Column, GridSpec, Ink, RowHead
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.tables.table import ReadTable
from matrix_designer.gui.tables.table_keys import TableKeys
from matrix_designer.gui.texts import NO_FIGURE
from matrix_designer.gui.theme import TextSize, Theme

_OWN = 4
_MOST = 2_000
"""Rows that are listed; a whole new flat price list is told by its count."""


class VersionChanges(QWidget):
    """A title with the other side, and the table. `other_wanted(at)`: choose the other side."""

    other_wanted = Signal(object)

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._numbers = numbers
        self._shown: tuple[Strategy, Strategy | None] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(12)
        self._title = Text("", theme, size=TextSize.TITLE, is_semibold=True)
        self.other = Button("", ButtonKind.OUTLINE, theme)
        self.other.setToolTip("Choose what it is compared with (Space)")
        self.other.clicked.connect(self._on_other_pressed)
        self.says = Text("", theme, role="muted")
        head.addWidget(self._title)
        head.addWidget(self.other)
        head.addWidget(self.says, 1)
        column.addLayout(head)
        self.table = ReadTable(_spec(numbers), theme)
        TableKeys(self.table, numbers, _OWN)
        column.addWidget(self.table, 1)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        restyle(self, theme)

    def show_difference(
        self, name: str, strategy: Strategy, other: str, before: Strategy | None
    ) -> None:
        """Show what a strategy changed against another."""
        self._title.setText(f"Changes in {name}")
        self.other.setText(f"Against {other} ▾")
        self.other.setVisible(before is not None)
        self.other.updateGeometry()
        if self._shown is not None and self._shown[0] is strategy and self._shown[1] is before:
            return
        self._shown = (strategy, before)
        if before is None:
            self.table.set_rows(())
            self.says.setText("There is nothing to compare it with")
            return
        found = differences(before, strategy)
        self.table.set_rows(found[:_MOST])
        count = self._numbers.count(len(found))
        words = "1 change" if len(found) == 1 else f"{count} changes"
        if len(found) > _MOST:
            words += f", the first {self._numbers.count(_MOST)} of them here"
        self.says.setText(words if found else "Nothing: both price every part alike")

    def _on_other_pressed(self) -> None:
        self.other_wanted.emit(self.other.mapToGlobal(self.other.rect().bottomLeft()))


def _spec(numbers: Numbers) -> GridSpec[Difference]:
    def where(row: Difference) -> Cell:
        return Cell(row.where)

    def what(row: Difference) -> Cell:
        return Cell(row.what, Ink.DERIVED)

    def before(row: Difference) -> Cell:
        return Cell(numbers.typed(row.before) or NO_FIGURE, Ink.MUTED)

    def after(row: Difference) -> Cell:
        return Cell(numbers.typed(row.after) or NO_FIGURE, is_semibold=True)

    columns: tuple[Column[Difference], ...] = (
        Column("where", "Where", "", 26, where, Align.LEFT),
        Column("what", "What", "", 16, what, Align.LEFT),
        Column("before", "Before", "", 24, before, Align.LEFT),
        Column("after", "After", "", 16, after, Align.LEFT),
    )
    return GridSpec("What changed", "", columns, _head, stretches="after")


def _head(_row: object) -> RowHead:
    return RowHead("", "")
