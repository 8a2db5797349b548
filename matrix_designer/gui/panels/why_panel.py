"""Why this price: one part's trace, proposed beside in force, from its source to its ending.

The panel stays open while the design is edited, and follows every edit. Knows one part and the
analysis; the part is asked for by somebody else. Nothing is saved.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from matrix_designer.core.design import InForce
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.sold_part import SoldPart
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.controls import Button, ButtonKind, Hairline, Text, fill_ground, restyle
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.part_picker import PartPicker, facts_of_sold
from matrix_designer.gui.panels.why_fields import WhyFields
from matrix_designer.gui.panels.why_trace import WhyTrace
from matrix_designer.gui.panels.why_words import (
    WhyColumn,
    WhyRow,
    part_line,
    spoken,
    why_column,
    why_rows,
)
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.theme import TextSize, Theme

WIDTH = 384
_NO_COST = "No cost of this part is known: type one"
_HINT = "Choose a part anywhere and press F9, or type its cost"


class WhyPanel(QWidget):
    """One part and its two traces.

    `closed()`: it is not wanted any more. `wanted(facts)`: another part is to be explained.
    `told(text)`: a word for the status bar.
    """

    closed = Signal()
    wanted = Signal(object)
    told = Signal(str)
    help_anchor = "why-this-price"

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start without a part."""
        super().__init__(parent)
        self._theme = theme
        self._numbers = numbers
        self._analysis: Analysis | None = None
        self._is_stale = False
        self._record: tuple[tuple[InForce, PartFacts, dt.date | None], WhyColumn] | None = None
        self._shown: tuple[WhyColumn, WhyColumn | None, tuple[WhyRow, ...]] | None = None
        self.setAccessibleName("Why this price")
        self.setFixedWidth(theme.px(WIDTH))
        fill_ground(self, theme.colours.surface)
        self.picker = PartPicker(theme, numbers)
        self.picker.picked.connect(self._on_picked)
        self.picker.list_wanted.connect(self._on_list_wanted)
        self.picker.matches.hide()
        self.fields = WhyFields(theme, numbers)
        self.fields.changed.connect(self._show)
        self.fields.left.connect(self.closed)
        self.trace = WhyTrace(theme)
        self._part = Text("", theme, is_semibold=True)
        self._part.setWordWrap(True)
        self._note = Text(_HINT, theme, size=TextSize.CAPTION, role="muted")
        self._note.setWordWrap(True)
        self._build()

    @property
    def facts(self) -> PartFacts:
        """The part that is explained."""
        return self.fields.facts

    @property
    def note(self) -> str:
        """What is said over the trace: why there is none, or nothing."""
        return self._note.text() if not self._note.isHidden() else ""

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        for ground in (self, self._inside):
            fill_ground(ground, theme.colours.surface)
        restyle(self, theme)
        if not self.picker.matches.parent():
            self.picker.matches.set_theme(theme)
        bar = self._area.verticalScrollBar()
        if isinstance(bar, ThinScrollBar):
            bar.set_theme(theme)
        self.setFixedWidth(theme.px(WIDTH))

    def explain(self, facts: PartFacts) -> None:
        """Explain another part."""
        self.picker.forget()
        self.fields.show_facts(facts)
        self._show()
        self._area.verticalScrollBar().setValue(0)

    def take_focus(self) -> None:
        """Put the keyboard into the cost."""
        self.fields.fields["cost"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_analysis(self, analysis: Analysis) -> None:
        """Price the part anew, while the panel shows."""
        self._analysis = analysis
        sales = analysis.sales
        lines = None if sales is None or sales.lines_file is None else Path(sales.lines_file)
        self.picker.set_lines(lines, frozenset() if sales is None else sales.switched_in)
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self._show()

    def stop(self) -> None:
        """Wait for the search; for the window's end."""
        self.picker.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the panel was out of sight."""
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc, copy both traces on Ctrl+C."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.matches(QKeySequence.StandardKey.Copy) and self._shown is not None:
            self._copy()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        theme = self._theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(14, 4, 8, 0)
        title = Text("Why this price", theme, size=TextSize.TITLE, is_semibold=True)
        head.addWidget(title, 1)
        self._copy_button = Button("Copy", ButtonKind.FLAT, theme)
        self._copy_button.setToolTip("Copy both traces as text (Ctrl+C)")
        self._copy_button.clicked.connect(self._copy)
        self._close = Button("", ButtonKind.FLAT, theme, icon="x")
        self._close.setAccessibleName("Close why this price")
        self._close.setToolTip("Close this panel (Esc)")
        self._close.clicked.connect(self.closed)
        head.addWidget(self._copy_button)
        head.addWidget(self._close)
        column.addLayout(head)
        self._inside = QWidget()
        fill_ground(self._inside, theme.colours.surface)
        body = QVBoxLayout(self._inside)
        body.setContentsMargins(14, 4, 14, 12)
        body.setSpacing(6)
        body.addWidget(self.picker)
        body.addWidget(self.picker.matches)
        body.addWidget(self.fields)
        body.addSpacing(2)
        body.addWidget(Hairline(theme))
        body.addWidget(self._part)
        body.addWidget(self._note)
        body.addWidget(self.trace)
        body.addStretch(1)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setVerticalScrollBar(ThinScrollBar(Qt.Orientation.Vertical, theme))
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._inside)
        column.addWidget(self._area, 1)
        self._show()

    def _show(self) -> None:
        """Price and word the part under both strategies."""
        facts = self.fields.facts
        refusal = self.fields.refusal
        can_price = bool(facts.cost) and self._analysis is not None and not refusal
        self.trace.setVisible(can_price)
        self._copy_button.setEnabled(can_price)
        is_known = facts != PartFacts(0)
        self._part.setText(part_line(facts) if is_known else "")
        self._part.setVisible(is_known)
        note = refusal or ("" if facts.cost else _NO_COST if is_known else _HINT)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        if self._analysis is None or not can_price:
            self._shown = None
            return
        design, on = self._analysis.design, self._analysis.question.on
        proposed = why_column(design.strategy, facts, on, self._numbers)
        in_force = self._in_force(design.in_force, facts, on)
        rows = why_rows(proposed, in_force)
        self._shown = (proposed, in_force, rows)
        self.trace.show_columns(proposed, in_force, rows)
        self.setAccessibleDescription(spoken(rows, proposed, in_force))

    def _in_force(
        self, record: InForce | None, facts: PartFacts, on: dt.date | None
    ) -> WhyColumn | None:
        """Return the column in force; an edit of what is proposed leaves it as it is."""
        if record is None:
            return None
        asked = (record, facts, on)
        kept = self._record
        if kept is not None and kept[0][0] is record and kept[0][1:] == asked[1:]:
            return kept[1]
        made = why_column(record.whole, facts, on, self._numbers)
        self._record = (asked, made)
        return made

    def _copy(self) -> None:
        if self._shown is None:
            return
        proposed, in_force, rows = self._shown
        text = f"{part_line(self.facts)}\r\n{spoken(rows, proposed, in_force)}"
        QGuiApplication.clipboard().setText(text)
        self.told.emit("The reasons for this price are copied")

    def _on_picked(self, part: SoldPart) -> None:
        self.wanted.emit(facts_of_sold(part))

    def _on_list_wanted(self, is_wanted: bool) -> None:  # noqa: FBT001 - a signal's
        self.picker.matches.setVisible(is_wanted)
