"""What a plan asks of a tested part beside its cost, list and source: one small field each.

Only those show that some rule looks at. Knows fields of a part and texts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan import ANYTHING, ByFamily, ByFlatPrice
from matrix_designer.core.strategy import Strategy
from matrix_designer.gui.controls import Text, restyle
from matrix_designer.gui.field import Field
from matrix_designer.gui.theme import TextSize, Theme

_ACROSS = 3
_ROW = 46
_FIELDS = (
    ("part", "Part", "Its number: flat prices, families and classes go by it"),
    ("description", "Description", "Rules and families may ask for words of it"),
    ("group", "Group", "The stocking group beside the source"),
    ("sale_class", "Class code", "The DMS's own class code"),
    ("vendor", "Vendor", "Who it is bought from"),
    ("customer_type", "Customer", "The customer type: retail, fleet, senior ..."),
    ("pay_type", "Pay type", "C customer pay, W warranty, I internal"),
    ("channel", "Channel", "Counter, RO, internal, wholesale ..."),
)
_ASKED = (
    ("groups", "group"),
    ("sale_classes", "sale_class"),
    ("customer_types", "customer_type"),
    ("pay_types", "pay_type"),
    ("vendors", "vendor"),
    ("channels", "channel"),
    ("parts", "part"),
    ("descriptions", "description"),
)
"""Conditions of a rule, and what they ask of a part."""


class PlanFields(QWidget):
    """The fields that count. `changed()`: something was typed."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Hide every field until a plan asks for it."""
        super().__init__(parent)
        self._asked: frozenset[str] = frozenset()
        self._wanted: frozenset[str] = frozenset()
        self._most: int | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self.fields: dict[str, Field] = {}
        self._labels: dict[str, Text] = {}
        for key, name, tip in _FIELDS:
            field = self.fields[key] = Field(name, tip, theme, parent=self)
            label = self._labels[key] = Text(name, theme, size=TextSize.CAPTION, role="muted")
            label.setParent(self)
            label.setBuddy(field)
            label.hide()
            field.hide()
            field.textEdited.connect(self._on_text_edited)
        self.hide()

    @property
    def texts(self) -> dict[str, str]:
        """What is typed into the fields that show, by the names of PartFacts."""
        return {key: self.fields[key].text().strip() for key in self._asked}

    def told_of(self, facts: PartFacts) -> PartFacts:
        """Return a part with what is typed here."""
        return replace(facts, **self.texts)  # type: ignore[arg-type]

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        restyle(self, theme)

    def show_asked(self, asked: frozenset[str]) -> None:
        """Show the fields that are asked for, three in a row."""
        self._wanted = asked
        if self._most is not None:  # all of them stand beside the reasons of a price
            asked = frozenset([key for key, _, _ in _FIELDS if key in asked][: self._most])
        if asked == self._asked:
            return
        self._asked = asked
        at = 0
        for key, _, _ in _FIELDS:
            label, field = self._labels[key], self.fields[key]
            is_shown = key in asked
            if is_shown:
                row, column = 2 * (at // _ACROSS), at % _ACROSS
                self._grid.addWidget(label, row, column)
                self._grid.addWidget(field, row + 1, column)
                at += 1
            label.setVisible(is_shown)
            field.setVisible(is_shown)
        for column in range(_ACROSS):
            self._grid.setColumnStretch(column, 1)
        self.setVisible(bool(asked))

    def set_rows(self, rows: int | None) -> None:
        """Show at most so many rows of fields; None for all."""
        most = None if rows is None else rows * _ACROSS
        if most != self._most:
            self._most = most
            self.show_asked(self._wanted)

    @staticmethod
    def row_height(theme: Theme) -> int:
        """Return what one row of fields takes, its label with it."""
        return theme.px(_ROW)

    def show_facts(self, facts: PartFacts) -> None:
        """Write what is known of a part."""
        for key, field in self.fields.items():
            field.setText(getattr(facts, key))
            field.setCursorPosition(0)

    def _on_text_edited(self, _text: str) -> None:
        self.changed.emit()


def asked_of(strategies: Iterable[Strategy | None]) -> frozenset[str]:
    """Return which fields of a part the rules of some strategies look at."""
    asked = set()
    for one in strategies:
        for rule in () if one is None else one.plan.rules:
            for condition, field in _ASKED:
                if getattr(rule.conditions, condition) != getattr(ANYTHING, condition):
                    asked.add(field)
            if isinstance(rule.treatment, ByFlatPrice):
                asked.add("part")
            if one is not None and isinstance(rule.treatment, ByFamily):
                asked.add("part")
                if any(family.descriptions for family in one.families):
                    asked.add("description")
            if one is not None and rule.conditions.classes and one.classes.parts:
                asked.add("part")
    return frozenset(asked)
