"""All that is known of one part, as fields that can be typed over: what a plan may ask for.

Knows texts and amounts; what a part costs the customer is somebody else's matter.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import amount_text, read_cost
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.gui.controls import Text, restyle
from matrix_designer.gui.field import Field
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.theme import TextSize, Theme

_COLUMNS = 12
_AMOUNTS = ("cost", "list_price")
_LAYOUT = (
    ("cost", "Cost", "What the dealer paid for one piece", 3),
    ("list_price", "List", "The list price of one piece; may be empty", 3),
    ("part", "Part", "The part number; flat prices and families go by it", 6),
    ("description", "Description", "Families and rules may ask for words of it", 8),
    ("source", "Source", "The DMS's source of the part", 4),
    ("group", "Group", "The stocking group beside the source", 3),
    ("sale_class", "Class code", "The DMS's own class code", 3),
    ("vendor", "Vendor", "Who the part is bought from", 3),
    ("channel", "Channel", "Counter, RO, internal, wholesale ...", 3),
    ("customer_type", "Customer type", "Retail, fleet, senior ...", 6),
    ("pay_type", "Pay type", "C customer pay, W warranty, I internal", 6),
)
"""Field of PartFacts, name, tip, and how many of the columns it takes."""


class WhyFields(QWidget):
    """The fields. `changed()`: something was typed; `left()`: Esc was pressed."""

    changed = Signal()
    left = Signal()

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Make empty fields."""
        super().__init__(parent)
        self._numbers = numbers
        self._facts = PartFacts(0)
        self._refusal = ""
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(2)
        self.fields: dict[str, Field] = {}
        row = column = 0
        for key, name, tip, wide in _LAYOUT:
            if column + wide > _COLUMNS:
                row, column = row + 2, 0
            field = Field(name, tip, theme, is_number=key in _AMOUNTS)
            label = Text(name, theme, size=TextSize.CAPTION, role="muted")
            label.setBuddy(field)
            grid.addWidget(label, row, column, 1, wide)
            grid.addWidget(field, row + 1, column, 1, wide)
            field.textEdited.connect(self._on_text_edited)
            field.left_by_key.connect(self._on_left_by_key)
            self.fields[key] = field
            column += wide
        for place in range(_COLUMNS):
            grid.setColumnStretch(place, 1)

    @property
    def facts(self) -> PartFacts:
        """The part as the fields tell it, as far as they can be read."""
        return self._facts

    @property
    def refusal(self) -> str:
        """Why a text cannot be used; empty where all can."""
        return self._refusal

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        restyle(self, theme)

    def show_facts(self, facts: PartFacts) -> None:
        """Show another part."""
        self._facts, self._refusal = facts, ""
        for key, field in self.fields.items():
            field.set_refused(is_refused=False)
            value = getattr(facts, key)
            if key in _AMOUNTS:
                value = self._numbers.typed(amount_text(value)) if value else ""
            if field.text() != value:
                field.setText(value)
                field.setCursorPosition(0)

    def _on_left_by_key(self, key: int) -> None:
        if key == int(Qt.Key.Key_Escape):
            self.left.emit()

    def _on_text_edited(self, _text: str) -> None:
        """Read all fields; an amount that cannot be read says why and counts as none."""
        told: dict[str, object] = {}
        refusals = []
        for key, field in self.fields.items():
            text = field.text().strip()
            if key not in _AMOUNTS:
                told[key] = text
                continue
            refusal = ""
            told[key] = 0 if key == "cost" else None
            if text:
                try:
                    told[key] = read_cost(text, self._numbers.style)
                except MatrixDesignerError as error:
                    refusal = error.sentence
                    refusals.append(f"{field.accessibleName()}: {refusal}")
            field.set_refused(is_refused=bool(refusal))
        self._refusal = "\n".join(refusals)
        self._facts = replace(self._facts, **told)  # type: ignore[arg-type]
        self.changed.emit()
