"""Classes suggested from the sales, each with its reasons, accepted one by one or all at once.

Knows suggestions and their words; accepting is asked for by a signal.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from matrix_designer.analysis.classes import SuggestedClass
from matrix_designer.gui.controls import Button, ButtonKind, Text, fill_ground, restyle
from matrix_designer.gui.explaining import WhyMenu
from matrix_designer.gui.grid.columns import Align, Cell, Column, GridSpec, Ink, RowHead
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.explained_rows import facts_of_suggestion
from matrix_designer.gui.panels.inset import inset
from matrix_designer.gui.tables.table import ReadTable
from matrix_designer.gui.texts import counted
from matrix_designer.gui.theme import TextSize, Theme

_MOST_SHOWN = 500


class ClassSuggestions(QWidget):
    """Suggestions. `accepted(suggestions)`: take these over."""

    accepted = Signal(object)

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start without suggestions."""
        super().__init__(parent)
        self._numbers = numbers
        self._found: tuple[SuggestedClass, ...] = ()
        self.title = Text("Suggested from the sales", theme, size=TextSize.TITLE, is_semibold=True)
        self.note = Text("", theme, role="muted")
        self.note.setWordWrap(True)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.table = ReadTable(_spec(numbers), theme, explains=facts_of_suggestion)
        WhyMenu(self.table)
        self.reason = Text("", theme)
        self.reason.setWordWrap(True)
        self.reason.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.one = Button("Accept", ButtonKind.LINK, theme)
        self.one.setToolTip("Put the chosen source or part into its class (Enter)")
        self.one.clicked.connect(self._on_one)
        self.all = Button("Accept all", ButtonKind.LINK, theme)
        self.all.setToolTip("Put all of them into their classes, in one step (Space)")
        self.all.clicked.connect(self._on_all)
        self.table.row_activated.connect(self._on_row)
        self.table.current_moved.connect(self._on_current_moved)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(3)
        head = inset(self.title)
        head.setSpacing(14)
        head.addWidget(self.one)
        head.addWidget(self.all)
        column.addLayout(head)
        column.addLayout(inset(self.note))
        column.addWidget(self.table, 1)
        column.addLayout(inset(self.reason, top=4))
        column.addStretch(0)
        fill_ground(self, theme.colours.surface)
        self.say("")

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)

    def say(self, sentence: str) -> None:
        """Say why there are no suggestions, or not yet."""
        self._found = ()
        self.table.set_rows(())
        self.table.hide()
        self.note.setText(sentence)
        self._fit()

    def show_suggestions(self, found: Sequence[SuggestedClass]) -> None:
        """Show suggestions, those with most cost dollars first."""
        self._found = tuple(found)
        if not found:
            self.say("Nothing else looks as if customers compared its price.")
            return
        row = self.table.body.current_row
        self.table.set_rows(self._found[:_MOST_SHOWN])
        self.table.show()
        if 0 <= row < len(self._found):
            self.table.body.go_to(row)
        more = len(self._found) - _MOST_SHOWN
        shown = f", the first {_MOST_SHOWN} shown" if more > 0 else ""
        self.note.setText(
            f"{counted(len(self._found), 'suggestion')}{shown}: two reasons each, at least."
        )
        self._fit()

    def _fit(self) -> None:
        self.all.setEnabled(bool(self._found))
        row = self.table.body.current_row
        chosen = self._found[row] if 0 <= row < len(self._found) else None
        self.one.setEnabled(chosen is not None)
        self.reason.setText("" if chosen is None else _reason(chosen))
        self.reason.setVisible(chosen is not None)

    def _on_current_moved(self, _row: int) -> None:
        self._fit()

    def _on_row(self, row: int) -> None:
        if 0 <= row < len(self._found):
            self.accepted.emit((self._found[row],))

    def _on_one(self) -> None:
        self._on_row(self.table.body.current_row)

    def _on_all(self) -> None:
        if self._found:
            self.accepted.emit(self._found)


def _spec(numbers: Numbers) -> GridSpec[SuggestedClass]:
    return GridSpec(
        "Suggested classes",
        "",
        (
            Column("who", "Who", "", 10.0, _who, Align.LEFT),
            Column("class", "Class", "", 8.0, _class, Align.LEFT),
            Column("why", "Why", "", 16.0, _why, Align.LEFT),
            Column("cost", "Cost $", "", 7.0, partial(_cost, numbers=numbers)),
        ),
        _head,
        stretches="why",
    )


def _reason(one: SuggestedClass) -> str:
    """Say of one suggestion in full why, as its row may be too narrow for it."""
    who = one.part or f"Source {one.source}"
    return f"{who}, {one.part_class.value}: {one.words}."


def _who(one: SuggestedClass) -> Cell:
    if not one.part:
        return Cell(f"source {one.source}, {one.parts} parts", is_semibold=True)
    return Cell(f"{one.part}  {one.description}")


def _class(one: SuggestedClass) -> Cell:
    return Cell(one.part_class.value)


def _why(one: SuggestedClass) -> Cell:
    return Cell(one.words, Ink.DERIVED, note=one.words)


def _cost(one: SuggestedClass, numbers: Numbers) -> Cell:
    return Cell(numbers.dollars(one.cost), Ink.DERIVED)


def _head(one: SuggestedClass) -> RowHead:
    return RowHead("", f"{one.part or one.source}, {one.part_class.value}", note=one.words)
