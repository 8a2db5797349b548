"""The line in which one says why a finding does not matter here.

Knows the theme and keys; it silences nothing itself.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from matrix_designer.gui.controls import Text
from matrix_designer.gui.field import Field
from matrix_designer.gui.theme import TextSize, Theme

_WHY = "Type why: whoever opens the file later reads it. Esc keeps the finding."


class ReasonLine(QWidget):
    """A question and a field. `given(reason)`: Enter with a text; `left()`: Esc."""

    given = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Make a hidden line."""
        super().__init__(parent)
        self._label = Text("Why silence it?", theme)
        self._field = Field(
            "Reason", "Why this finding does not matter here (Enter silences, Esc leaves)", theme
        )
        self._field.setPlaceholderText("A reason, kept in the file")
        self._field.returnPressed.connect(self._on_return)
        self._field.left_by_key.connect(self._on_left_by_key)
        self._field.textEdited.connect(self._on_edited)
        self._why = Text(_WHY, theme, size=TextSize.CAPTION, role="error")
        self._why.setWordWrap(True)
        self._why.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self._label)
        row.addWidget(self._field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        column.setSpacing(theme.px(4))
        column.addLayout(row)
        column.addWidget(self._why)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._label.set_theme(theme)
        self._field.set_theme(theme)
        self._why.set_theme(theme)

    def ask(self, question: str) -> None:
        """Ask for the reason, with the keyboard in the field."""
        self._label.setText(question)
        self._field.clear()
        self._refuse(is_refused=False)
        self.show()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep keys that the field leaves from the list above."""
        event.accept()

    def _on_return(self) -> None:
        reason = self._field.text().strip()
        self._refuse(is_refused=not reason)
        if reason:
            self.hide()
            self.given.emit(reason)

    def _on_edited(self) -> None:
        self._refuse(is_refused=False)

    def _refuse(self, *, is_refused: bool) -> None:
        """Say under the field what is missing, or take that back."""
        self._field.set_refused(is_refused=is_refused)
        self._field.setAccessibleDescription(_WHY if is_refused else "")
        self._why.setVisible(is_refused)

    def _on_left_by_key(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self.hide()
            self.left.emit()
