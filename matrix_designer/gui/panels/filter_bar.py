"""The bar of filters: which part of the sales all figures are made of.

Knows what can be chosen and what is; it sums nothing and asks its owner for every change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from matrix_designer.core.filters import OFF, Filters
from matrix_designer.gui.controls import Button, ButtonKind, Text, fill_ground
from matrix_designer.gui.field import Field
from matrix_designer.gui.filter_words import NAMES, choice_text, no_day_text, read_day, text_name
from matrix_designer.gui.panels.choice_button import ChoiceButton
from matrix_designer.gui.panels.flow_row import FlowRow
from matrix_designer.gui.texts import day_text
from matrix_designer.gui.theme import Theme

_DAY_WIDTH = 104


class DayField(Field):
    """A field for a day. `day_typed(day or None)`: another day, or none, was typed.

    `refused(sentence)`: what was typed is no day; '' as soon as something else stands there.
    """

    day_typed = Signal(object)
    refused = Signal(str)

    def __init__(self, name: str, tip: str, theme: Theme) -> None:
        """Make an empty field."""
        super().__init__(name, tip, theme)
        self._tip = tip
        self._day: dt.date | None = None
        self._why = ""
        self.editingFinished.connect(self._on_finished)
        self.left_by_key.connect(self._on_left)

    @property
    def refusal(self) -> str:
        """Why its text is refused; '' where it is not."""
        return self._why

    def sizeHint(self) -> QSize:
        """Return the room for a day."""
        return QSize(self._theme.px(_DAY_WIDTH), self._theme.metrics.field)

    def show_day(self, day: dt.date | None, end: dt.date | None) -> None:
        """Show the day that is chosen, or faintly where the sales end without one."""
        self._day = day
        self.setText("" if day is None else day_text(day))
        self.setPlaceholderText("" if end is None else day_text(end))
        self._say("")

    def _on_finished(self) -> None:
        day = read_day(self.text()) if self.text().strip() else None
        if day is None and self.text().strip():
            self._say(no_day_text(self.text()))
        elif day != self._day:
            self._say("")
            self.day_typed.emit(day)
        else:
            self.show_text()

    def show_text(self) -> None:
        """Show the chosen day again."""
        self.setText("" if self._day is None else day_text(self._day))
        self._say("")

    def _say(self, why: str) -> None:
        is_new = why != self._why
        self._why = why
        self.set_refused(is_refused=bool(why))
        self.setToolTip(why or self._tip)
        self.setAccessibleDescription(why)
        if is_new:
            self.refused.emit(why)

    def _on_left(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self.show_text()


class FilterBar(QWidget):
    """Period, source, pay type, customer type, counterperson and store.

    `filters_chosen(filters)`: others are wanted; `cancel_requested()`: those that stand are to
    stay; `close_requested()`: all sales are to count, and the bar may go.
    """

    filters_chosen = Signal(object)
    cancel_requested = Signal()
    close_requested = Signal()
    help_anchor = "filters"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Make a hidden bar without choices."""
        super().__init__(parent)
        self._theme = theme
        self._filters = OFF
        self._texts: Mapping[str, tuple[str, ...]] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 7)
        row.setSpacing(8)
        self._flow = FlowRow()
        row.addWidget(self._flow, 1)
        self._title = Text("Sales from", theme, role="muted")
        self._first = DayField("First day", "First day whose sales count (Enter)", theme)
        self._to = Text("to", theme, role="muted")
        self._last = DayField("Last day", "Last day whose sales count (Enter)", theme)
        self._buttons = {name: ChoiceButton(name, title, theme) for name, title in NAMES.items()}
        self._all = Button("Count all sales", ButtonKind.LINK, theme)
        self._all.setToolTip("Turn every filter off (Space)")
        self._refusal = Text("", theme, role="error")
        self._said = Text("", theme, role="text2")
        self._cancel = Button("Cancel", ButtonKind.OUTLINE, theme)
        self._cancel.setToolTip("Keep the figures that stand, with their filters (Space)")
        self._close = Button("", ButtonKind.FLAT, theme, icon="x")
        self._close.setAccessibleName("Close the filters")
        self._close.setToolTip("Count all sales and close the filters (Esc)")
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        for day in (self._first, self._last):
            day.refused.connect(self._on_refused)
        self._first.day_typed.connect(self._on_first)
        self._last.day_typed.connect(self._on_last)
        for button in self._buttons.values():
            button.chosen.connect(self._on_chosen)
        self._all.clicked.connect(self._on_all)
        self._cancel.clicked.connect(self.cancel_requested)
        self._close.clicked.connect(self.close_requested)
        self._is_busy = False
        self._part = -1.0
        fill_ground(self, theme.colours.sunken)
        self._place()
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        for text in (self._title, self._to, self._refusal, self._said):
            text.set_theme(theme)
        for day in (self._first, self._last):
            day.set_theme(theme)
        for button in (*self._buttons.values(), self._all, self._cancel, self._close):
            button.set_theme(theme)
        fill_ground(self, theme.colours.sunken)
        self.update()

    def take_focus(self) -> None:
        """Go where typing begins."""
        self._first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_choices(self, texts: Mapping[str, tuple[str, ...]]) -> None:
        """Offer what the lines say; what is the same on every line needs no button."""
        self._texts = texts
        for name, button in self._buttons.items():
            button.menu_.show_texts({text: text_name(text) for text in texts.get(name, ())})
        self.show_filters(self._filters, None, None)
        self._place()

    def show_filters(self, filters: Filters, first: dt.date | None, last: dt.date | None) -> None:
        """Show what is chosen; the days are those of all sales."""
        self._filters = filters
        self._first.show_day(filters.first_day, first)
        self._last.show_day(filters.last_day, last)
        for name, button in self._buttons.items():
            texts = getattr(filters, name)
            button.show_choice(choice_text(name, texts), texts)
        self._place()

    def say(self, sentence: str, part: float = -1.0, *, is_busy: bool = False) -> None:
        """Say what figures are made of, or what is being done for them."""
        self._said.setText(sentence)
        self._part = part
        if is_busy != self._is_busy:
            self._is_busy = is_busy
            self._place()
        self._flow.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a hairline below, and over it the part that is done."""
        super().paintEvent(event)
        painter = QPainter(self)
        c, px = self._theme.colours, self._theme.px
        painter.fillRect(0, self.height() - 1, self.width(), 1, c.line)
        if self._is_busy and self._part >= 0:
            width = round(self.width() * min(self._part, 1.0))
            painter.fillRect(0, self.height() - px(2), width, px(2), c.control)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Esc, or drop what runs."""
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            (self.cancel_requested if self._is_busy else self.close_requested).emit()
        else:
            super().keyPressEvent(event)

    def _place(self) -> None:
        """Hold what is needed now, in the order of the Tab key."""
        refusal = (self._refusal,) if self._refusal.text() else ()
        days = (self._title, self._first, self._to, self._last, *refusal)
        buttons = [
            button
            for name, button in self._buttons.items()
            if len(self._texts.get(name, ())) > 1 or getattr(self._filters, name) is not None
        ]
        shown: list[QWidget] = [*days, *buttons]
        if not self._filters.is_off:
            shown.append(self._all)
        shown.append(self._said)
        if self._is_busy:
            shown.append(self._cancel)
        may_hide = (self._refusal, *self._buttons.values(), self._all, self._cancel)
        hidden = [one for one in may_hide if one not in shown]
        for one in hidden:
            one.setParent(self)
            one.hide()
        self._flow.show_widgets(shown)

    def _on_refused(self, _sentence: str) -> None:
        """Say in the bar which day is refused, where a tooltip would be seen by nobody."""
        said = [one.refusal for one in (self._first, self._last) if one.refusal]
        self._refusal.setText(" ".join(said))
        self._place()

    def _on_first(self, day: object) -> None:
        self._ask(replace(self._filters, first_day=day if isinstance(day, dt.date) else None))

    def _on_last(self, day: object) -> None:
        self._ask(replace(self._filters, last_day=day if isinstance(day, dt.date) else None))

    def _on_chosen(self, name: str, texts: object) -> None:
        chosen = texts if isinstance(texts, frozenset) else None
        fields = {one: getattr(self._filters, one) for one in NAMES} | {name: chosen}
        self._ask(replace(self._filters, **fields))

    def _on_all(self) -> None:
        self.take_focus()
        self._ask(OFF)

    def _ask(self, filters: Filters) -> None:
        self.filters_chosen.emit(filters)
