"""A line of fields over a list: when, by whom, a name and a note, and what is to be done with it.

Takes the place of a dialog. Knows texts and days; what they are for is the owner's matter.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.gui.controls import Button, ButtonKind, Text, fill_ground, restyle
from matrix_designer.gui.field import Field
from matrix_designer.gui.panels.in_force_block import read_day
from matrix_designer.gui.texts import day_text
from matrix_designer.gui.theme import TextSize, Theme

GOAL, DAY, NAME, BY, NOTE = "goal", "day", "name", "by", "note"
_FIELDS = (
    (GOAL, "Goal %", "The GP % that is wanted; the guide is 40 to 45, 40 the least", 70),
    (DAY, "Day", "The day, like 1 Dec 2026", 104),
    (NAME, "Name", "What it is called: aggressive, conservative ...", 180),
    (BY, "By", "Who decided it", 150),
    (NOTE, "Note", "What is new in it, and why", 320),
)


@dataclass(frozen=True, slots=True)
class FormAsk:
    """What is asked: a sentence, the button's words, the fields, and what stands in them first."""

    what: str
    title: str
    verb: str
    fields: tuple[str, ...]
    first: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """What was typed; `what` is that of the question."""

    what: str
    day: dt.date | None
    name: str
    by: str
    note: str
    goal: str = ""


class VersionForm(QWidget):
    """The fields. `answered(answer)`: they are to count; `given_up()`: Esc or Cancel."""

    answered = Signal(object)
    given_up = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Make a hidden form."""
        super().__init__(parent)
        self._theme = theme
        self._asked: FormAsk | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        self.title = Text("", theme, is_semibold=True)
        column.addWidget(self.title)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.fields: dict[str, Field] = {}
        self._cells: dict[str, QWidget] = {}
        for key, name, tip, width in _FIELDS:
            holder = QWidget()
            cell = QVBoxLayout(holder)
            cell.setContentsMargins(0, 0, 0, 0)
            cell.setSpacing(2)
            field = Field(name, f"{tip} (Enter)", theme)
            field.setFixedWidth(width)
            field.returnPressed.connect(self._on_accepted)
            field.left_by_key.connect(self._on_left_by_key)
            label = Text(name, theme, size=TextSize.CAPTION, role="muted")
            label.setBuddy(field)
            cell.addWidget(label)
            cell.addWidget(field)
            row.addWidget(holder)
            self.fields[key] = field
            self._cells[key] = holder
        self._verb = Button("", ButtonKind.SOLID, theme)
        self._verb.setToolTip("Do it; undo takes it back (Enter)")
        self._verb.clicked.connect(self._on_accepted)
        self._cancel = Button("Cancel", ButtonKind.OUTLINE, theme)
        self._cancel.setToolTip("Leave everything as it is (Esc)")
        self._cancel.clicked.connect(self.given_up)
        for button in (self._verb, self._cancel):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        column.addLayout(row)
        self.says = Text("", theme, size=TextSize.CAPTION, role="error")
        self.says.setWordWrap(True)
        self.says.hide()
        column.addWidget(self.says)
        fill_ground(self, theme.colours.sunken)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self, theme.colours.sunken)
        restyle(self, theme)

    def ask(self, asked: FormAsk) -> None:
        """Show the fields of a question and put the keyboard into the first."""
        self._asked = asked
        self.title.setText(asked.title)
        self._verb.setText(asked.verb)
        self._verb.updateGeometry()
        first = dict(asked.first)
        for key, holder in self._cells.items():
            holder.setVisible(key in asked.fields)
            self.fields[key].setText(first.get(key, ""))
        self.refuse("")
        self.show()
        self.fields[asked.fields[0]].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def refuse(self, sentence: str) -> None:
        """Say why it cannot be done; the fields stay as they are."""
        self.says.setText(sentence)
        self.says.setVisible(bool(sentence))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def _on_left_by_key(self, key: int) -> None:
        if key == int(Qt.Key.Key_Escape):
            self.given_up.emit()

    def _on_accepted(self) -> None:
        asked = self._asked
        if asked is None:
            return
        texts = {key: self.fields[key].text().strip() for key in asked.fields}
        try:
            day = read_day(texts[DAY]) if texts.get(DAY) else None
        except MatrixDesignerError as error:
            self.refuse(error.sentence)
            return
        if DAY in asked.fields and day is None:
            self.refuse("Type the day, like 1 Dec 2026")
            return
        get = texts.get
        self.answered.emit(
            FormAnswer(asked.what, day, get(NAME, ""), get(BY, ""), get(NOTE, ""), get(GOAL, ""))
        )


def today_text(earliest: dt.date | None = None) -> str:
    """Write today as people say it, or the earliest day that may be."""
    today = dt.datetime.now().astimezone().date()
    return day_text(today if earliest is None else max(today, earliest))
