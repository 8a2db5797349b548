"""One question with its answers as buttons, over what it is about.

Knows a sentence and labels; what an answer changes is handed on.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from matrix_designer.formats.import_changes import Answer, ImportQuestion
from matrix_designer.gui.controls import RING, Button, ButtonKind, Text, fill_ground
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.panels.flow_row import FlowRow
from matrix_designer.gui.theme import Theme

_LEFT = 24


class ImportQuestionBar(QWidget):
    """A question. `answered(change)`: one of its answers was taken."""

    answered = Signal(object)

    def __init__(self, theme: Theme) -> None:
        """Start without a question."""
        super().__init__()
        self._theme = theme
        self._question: ImportQuestion | None = None
        self._buttons: list[_AnswerButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(_LEFT + 26 - RING, 10, 24, 10)
        column.setSpacing(8)
        self._text = Text("", theme, is_semibold=True)
        self._text.setWordWrap(True)
        self._text.setContentsMargins(RING, 0, 0, 0)
        column.addWidget(self._text)
        self._row = FlowRow()
        column.addWidget(self._row)
        self.setAccessibleName("Question")
        self.hide()

    @property
    def question(self) -> ImportQuestion | None:
        """What is asked; None where nothing is."""
        return self._question

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._text.set_theme(theme)
        for button in self._buttons:
            button.set_theme(theme)
        fill_ground(self, theme.colours.tint)

    def show_question(self, question: ImportQuestion | None) -> None:
        """Ask another question, or none."""
        if question == self._question:
            return
        self._question = question
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        if question is not None:
            self._text.setText(question.sentence)
            self.setAccessibleDescription(question.sentence)
            for answer in question.answers:
                button = _AnswerButton(answer, self._theme)
                button.taken.connect(self.answered)
                self._buttons.append(button)
        self._row.show_widgets(self._buttons)
        self._row.setVisible(bool(self._buttons))
        fill_ground(self, self._theme.colours.tint)
        self.setVisible(question is not None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon beside the question and a hairline below."""
        super().paintEvent(event)
        painter = QPainter(self)
        c, px, size = self._theme.colours, self._theme.px, self._theme.metrics.icon
        draw_icon(painter, "circle-question-mark", c.accent, QRectF(px(_LEFT), px(10), size, size))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), c.line)
        painter.end()


class _AnswerButton(Button):
    """One answer. `taken(change)`."""

    taken = Signal(object)

    def __init__(self, answer: Answer, theme: Theme) -> None:
        super().__init__(answer.label, ButtonKind.OUTLINE, theme)
        self._answer = answer
        self.setToolTip(f"{answer.tip} (Space)")
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.taken.emit(self._answer.change)
