"""The line in which a test repair order is made: an order's number, or a part with its cost.

Knows fields, keys and the clipboard; what the texts mean is somebody else's matter.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from matrix_designer.gui.controls import RING, Button, ButtonKind, Text, restyle
from matrix_designer.gui.field import Field
from matrix_designer.gui.theme import TextSize, Theme
from matrix_designer.session.order_entries import Entry

_ORDER, _PART, _MONEY, _QUANTITY = 104, 150, 78, 52


class PartField(Field):
    """A field that takes a whole column. `pasted(text)`: several lines or cells came at once."""

    pasted = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand a pasted block on; one text alone is pasted as ever."""
        text = QGuiApplication.clipboard().text()
        is_block = "\n" in text.strip() or "\t" in text.strip()
        if event.matches(QKeySequence.StandardKey.Paste) and is_block:
            event.accept()
            self.pasted.emit(text)
        else:
            super().keyPressEvent(event)


class OrderEntry(QWidget):
    """Fields beside each other.

    `order_wanted(number)`: show a repair order. `entered(entry)`: add a part. `pasted(text)`: add
    a block of them.
    """

    order_wanted = Signal(str)
    entered = Signal(object)
    pasted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start with empty fields."""
        super().__init__(parent)
        self.order = Field(
            "Repair order",
            "Number of a repair order in the history; Enter shows it (Ctrl+Shift+O)",
            theme,
        )
        self.part = PartField(
            "Part number",
            "A part number, or a column of them pasted from a sheet: part, cost, list, quantity; "
            "Enter adds it (Ctrl+Shift+A)",
            theme,
        )
        self.cost = Field(
            "Cost of the part",
            "Cost of a part without history; Enter adds it",
            theme,
            is_number=True,
        )
        self.list_price = Field(
            "List of the part",
            "List of a part without history; Enter adds it",
            theme,
            is_number=True,
        )
        self.quantity = Field("Quantity", "Pieces; 1 where it is empty", theme, is_number=True)
        self.order.setPlaceholderText("number")
        self.part.setPlaceholderText("number, or paste")
        self.cost.setPlaceholderText("cost")
        self.list_price.setPlaceholderText("list")
        self.quantity.setPlaceholderText("1")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._words: list[Text] = []
        for words, fields in (
            ("Repair order", ((self.order, _ORDER),)),
            (
                "or part",
                (
                    (self.part, _PART),
                    (self.cost, _MONEY),
                    (self.list_price, _MONEY),
                    (self.quantity, _QUANTITY),
                ),
            ),
        ):
            label = Text(words, theme, size=TextSize.CAPTION, role="muted")
            self._words.append(label)
            row.addWidget(label)
            for field, width in fields:
                field.setFixedWidth(width)
                row.addWidget(field)
            row.addSpacing(8)
        self.add = Button("Add", ButtonKind.OUTLINE, theme)
        self.add.setToolTip("Add the part to the test repair order (Enter in a field)")
        self.add.clicked.connect(self._on_entered)
        row.addWidget(self.add)
        row.setContentsMargins(0, 0, RING, 0)
        self.order.returnPressed.connect(self._on_order_entered)
        self.part.pasted.connect(self.pasted)
        for field in self._part_fields():
            field.returnPressed.connect(self._on_entered)
            field.textEdited.connect(self._on_edited)
        self.order.textEdited.connect(self._on_edited)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        restyle(self, theme)

    def set_words_shown(self, *, is_shown: bool) -> None:
        """Leave the words before the fields away where there is no room."""
        for label in self._words:
            label.setVisible(is_shown)

    def set_history(self, *, is_there: bool) -> None:
        """Say whether there is a history to look in."""
        self.order.setEnabled(is_there)

    def clear_part(self) -> None:
        """Empty the fields of the part, for the next one."""
        for field in self._part_fields():
            field.clear()
            field.set_refused(is_refused=False)
        if any(field.hasFocus() for field in self._part_fields()) or self.add.hasFocus():
            self.part.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse_order(self) -> None:
        """Mark the number of the order: there is none such."""
        self.order.set_refused(is_refused=True)

    def refuse_part(self, *, wants_cost: bool) -> None:
        """Mark the part; where only its cost is missing the keyboard goes there."""
        self.part.set_refused(is_refused=True)
        if wants_cost and self.part.hasFocus():
            self.cost.setFocus(Qt.FocusReason.OtherFocusReason)

    def _part_fields(self) -> tuple[Field, ...]:
        return (self.part, self.cost, self.list_price, self.quantity)

    def _on_order_entered(self) -> None:
        if self.order.text().strip():
            self.order_wanted.emit(self.order.text().strip())

    def _on_entered(self) -> None:
        self.entered.emit(Entry(*(field.text().strip() for field in self._part_fields())))

    def _on_edited(self) -> None:
        for field in (self.order, *self._part_fields()):
            field.set_refused(is_refused=False)
