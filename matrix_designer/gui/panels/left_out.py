"""The columns of a file that are left out, and why; one of a person's is taken if asked for.

Knows previews and words; a change is handed on.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from matrix_designer.formats.import_changes import with_column
from matrix_designer.formats.preview import Preview
from matrix_designer.gui.controls import Text, restyle
from matrix_designer.gui.theme import TextSize, Theme
from matrix_designer.gui.tick import Tick

_CUSTOMER = "customer"


class LeftOutList(QWidget):
    """Columns that are not taken. `wished(change)`: one is to be taken all the same, or not."""

    wished = Signal(object)

    def __init__(self, theme: Theme) -> None:
        """Start without a file."""
        super().__init__()
        self._theme = theme
        self._shown: tuple[tuple[int, str], ...] = ()
        self._ticks: list[ColumnTick] = []
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(4)
        self._title = Text("Left out", theme, size=TextSize.TITLE, is_semibold=True)
        self._personal = Text(
            "Persons' details are not imported. A tick takes one column as the customer: kept as "
            "a salted hash, never as it stands.",
            theme,
            role="text2",
        )
        self._others = Text("", theme, role="text2")
        for text in (self._title, self._personal, self._others):
            text.setWordWrap(True)
            column.addWidget(text)
        self.hide()

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of persons' details."""
        return tuple(name for _, name in self._shown)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        restyle(self, theme)

    def show_preview(self, preview: Preview) -> None:
        """Say which columns are left out."""
        customer = preview.places.get(_CUSTOMER)
        personal = {one.column: one.name for one in preview.left_out if one.is_personal}
        if customer is not None:
            personal[customer] = preview.name(customer)
        self._show_ticks(tuple(sorted(personal.items())))
        for tick in self._ticks:
            tick.setChecked(tick.column == customer)
        others = [one.name for one in preview.left_out if not one.is_personal]
        self._others.setText(f"No field of a sales line: {', '.join(others)}." if others else "")
        self._personal.setVisible(bool(personal))
        self._others.setVisible(bool(others))
        self.setVisible(bool(personal) or bool(others))

    def _show_ticks(self, shown: tuple[tuple[int, str], ...]) -> None:
        """Have a tick for each column of persons' details."""
        if shown == self._shown:
            return
        self._shown = shown
        for tick in self._ticks:
            tick.hide()
            tick.deleteLater()
        self._ticks = [ColumnTick(column, name, self._theme) for column, name in shown]
        for place, tick in enumerate(self._ticks):
            tick.chosen.connect(self._on_chosen)
            self._column.insertWidget(2 + place, tick)
            before = self._ticks[place - 1] if place else None
            if before is not None:
                QWidget.setTabOrder(before, tick)

    def _on_chosen(self, column: int, is_ticked: bool) -> None:  # noqa: FBT001 - a signal's
        taken = column if is_ticked else None
        self.wished.emit(partial(with_column, name=_CUSTOMER, column=taken))


class ColumnTick(Tick):
    """A tick for one column. `chosen(column, is_ticked)`."""

    chosen = Signal(int, bool)

    def __init__(self, column: int, name: str, theme: Theme) -> None:
        """Name the column."""
        super().__init__(name, "Take this column as the customer, hashed", theme)
        self.column = column
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.chosen.emit(self.column, self.isChecked())
