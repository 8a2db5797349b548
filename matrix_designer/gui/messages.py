"""What the window says: one sentence in a line of its own, with buttons where there is a choice.

Knows texts and the theme; not what went wrong, nor what a choice does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.gui.controls import Button, ButtonKind, Text, fill_ground
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.pace import Pace
from matrix_designer.gui.theme import Theme


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be done about what a message says."""

    key: str
    label: str
    tip: str


class MessageLine(QWidget):
    """One sentence over the page: an error, a note or a question, until it is closed or replaced.

    `chosen(key)`: one of the choices beside the sentence was taken; the line is gone by then.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Make a hidden line."""
        super().__init__(parent)
        self._theme = theme
        self._is_error = False
        self._buttons: list[_ChoiceButton] = []
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(40, 6, 8, 6)
        row.setSpacing(12)
        self._text = Text("", theme)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self._text, 1)
        self._close = Button("", ButtonKind.FLAT, theme, icon="x")
        self._close.setAccessibleName("Close this message")
        self._close.setToolTip("Close this message")
        self._close.clicked.connect(self.clear)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._text.set_theme(theme)
        for button in (*self._buttons, self._close):
            button.set_theme(theme)
        self._ground()

    @property
    def text(self) -> str:
        """The sentence that stands there; empty without one."""
        return "" if self.isHidden() else self._text.text()

    def show_error(self, error: MatrixDesignerError) -> None:
        """Say what is wrong, where, and what to do."""
        self._show(error.sentence, is_error=True)

    def show_note(self, sentence: str) -> None:
        """Say what was done."""
        self._show(sentence, is_error=False)

    def show_choice(
        self, sentence: str, choices: Sequence[Choice], *, is_error: bool = False
    ) -> None:
        """Say something with what can be done about it; closing the line does nothing."""
        self._show(sentence, is_error=is_error)
        for place, choice in enumerate(choices, start=1):
            button = _ChoiceButton(choice, self._theme)
            button.taken.connect(self._on_taken)
            self._buttons.append(button)
            self._row.insertWidget(place, button, 0, Qt.AlignmentFlag.AlignTop)
            button.show()  # else only the next turn of the event loop shows it

    @property
    def choices(self) -> tuple[str, ...]:
        """What stands on the buttons beside the sentence."""
        return tuple(button.text() for button in self._buttons)

    def clear(self) -> None:
        """Take the line away."""
        self._drop_buttons()
        self._text.setText("")
        self.hide()

    def clear_error(self) -> None:
        """Take an error away that is over; a note or a question stays."""
        if self._is_error and not self.isHidden():
            self.clear()

    def _drop_buttons(self) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []

    def _on_taken(self, key: str) -> None:
        self.clear()
        self.chosen.emit(key)

    def _show(self, sentence: str, *, is_error: bool) -> None:
        self._drop_buttons()
        self._is_error = is_error
        self._text.setText(sentence)
        self._text.setAccessibleName("Error" if is_error else "Message")
        self._ground()
        self.show()

    def _ground(self) -> None:
        c = self._theme.colours
        fill_ground(self, c.refused if self._is_error else c.sunken)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon at the head and a hairline below."""
        super().paintEvent(event)
        c = self._theme.colours
        painter = QPainter(self)
        name, ink = ("octagon-x", c.error) if self._is_error else ("info", c.muted)
        px, size = self._theme.px, self._theme.metrics.icon
        draw_icon(painter, name, ink, QRectF(px(16), px(12), size, size))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), c.line)
        painter.end()


class _ChoiceButton(Button):
    """A button that stands for a choice. `taken(key)`."""

    taken = Signal(str)

    def __init__(self, choice: Choice, theme: Theme) -> None:
        super().__init__(choice.label, ButtonKind.OUTLINE, theme)
        self._key = choice.key
        self.setToolTip(f"{choice.tip} (Space)")
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.taken.emit(self._key)


class JobLine(QWidget):
    """What a slow job is doing, and a button that drops it. `cancel_requested()`."""

    cancel_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Make a hidden line."""
        super().__init__(parent)
        self._theme = theme
        self._part = -1.0
        self._pace = Pace()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        self._text = Text("", theme)
        row.addWidget(self._text, 1)
        self._cancel = Button("Cancel", ButtonKind.OUTLINE, theme)
        self._cancel.clicked.connect(self.cancel_requested)
        row.addWidget(self._cancel)
        fill_ground(self, theme.colours.sunken)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._text.set_theme(theme)
        self._cancel.set_theme(theme)
        fill_ground(self, theme.colours.sunken)

    def set_cancellable(self, *, is_cancellable: bool) -> None:
        """Offer to drop the job, or not."""
        self._cancel.setVisible(is_cancellable)

    def begin(self, text: str) -> None:
        """Say what begins now."""
        self._pace = Pace()
        self.show_progress(text, -1.0)

    def show_progress(self, text: str, part: float, lines: int = 0) -> None:
        """Say what is being done; `part` from 0 to 1, below 0 where it is not known.

        `lines` are how many the job is about, where it is about lines.
        """
        pace = self._pace.words(part, lines)
        self._text.setText(f"{text} …  {pace}" if pace else f"{text} …")
        self._part = part
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part that is done along the lower edge."""
        super().paintEvent(event)
        painter = QPainter(self)
        c = self._theme.colours
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), c.line)
        if self._part >= 0:
            width = self.width() * min(self._part, 1.0)
            painter.fillRect(QRectF(0, self.height() - 2, width, 2), c.control)
        painter.end()
