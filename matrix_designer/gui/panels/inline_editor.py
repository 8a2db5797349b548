"""A field that opens over a text and goes again: Enter and leaving keep, Esc gives back.

Knows when typing is over; whether the text is taken is its owner's matter.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from matrix_designer.gui.field import Field
from matrix_designer.gui.theme import Theme

_KEEPS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class InlineEditor(Field):
    """The field. A refused text stays open when the keyboard leaves it.

    `finished(text, keeps_focus)`: typing is over; `given_up()`: Esc was pressed.
    """

    finished = Signal(str, bool)
    given_up = Signal()

    def __init__(self, name: str, tip: str, theme: Theme, parent: QWidget) -> None:
        """Make it; `open_on` shows it."""
        super().__init__(name, tip, theme, parent=parent)
        self.textEdited.connect(self._on_text_edited)

    def open_on(self, text: str, place: QRect, *, caret: int | None = None) -> None:
        """Show a text at a place, the caret at `caret`, else all of it selected."""
        self.setFixedHeight(place.height())
        self.setGeometry(place)
        self.setText(text)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if caret is None:
            self.selectAll()
        else:
            self.setCursorPosition(caret)

    def close_for_good(self) -> None:
        """Go, without saying anything any more."""
        self.blockSignals(True)  # noqa: FBT003 - Qt has no keyword for it
        self.hide()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Finish on Enter, give up on Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self.finished.emit(self.text(), True)  # noqa: FBT003 - a signal's argument
        elif event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Finish where the keyboard goes elsewhere in the window."""
        super().focusOutEvent(event)
        if event.reason() not in _KEEPS and not self.is_refused:
            self.finished.emit(self.text(), False)  # noqa: FBT003 - a signal's argument

    def _on_text_edited(self, _text: str) -> None:
        self.set_refused(is_refused=False)
