"""What the window says: one sentence in a line of its own, and the dialog for a bug.

Knows texts and the theme; not what went wrong.
"""

from __future__ import annotations

import platform
import traceback
from types import TracebackType

from PySide6.QtCore import QRectF, Qt, Signal, qVersion
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.gui.controls import Button, ButtonKind, Text, fill_ground
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.theme import TextSize, Theme


class MessageLine(QWidget):
    """One sentence over the page: an error, or a note. It stays until it is closed or replaced."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Make a hidden line."""
        super().__init__(parent)
        self._theme = theme
        self._is_error = False
        row = QHBoxLayout(self)
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
        self._close.set_theme(theme)
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

    def clear(self) -> None:
        """Take the line away."""
        self._text.setText("")
        self.hide()

    def _show(self, sentence: str, *, is_error: bool) -> None:
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
        draw_icon(painter, name, ink, QRectF(16, 12, 16, 16))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), c.line)
        painter.end()


class CrashDialog(QDialog):
    """Says that the program has a fault, that the work is still open, and offers the details."""

    def __init__(self, details: str, theme: Theme, parent: QWidget | None = None) -> None:
        """Show the details of a fault."""
        super().__init__(parent)
        self.setWindowTitle("Matrix Designer")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._details = details
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(
            Text("The program made a mistake", theme, size=TextSize.TITLE, is_semibold=True)
        )
        words = Text(
            "Your design is still open: save it under a new name now. "
            "The details below help to mend the fault; nothing is sent anywhere.",
            theme,
            role="text2",
        )
        words.setWordWrap(True)
        column.addWidget(words)
        view = QPlainTextEdit(details)
        view.setReadOnly(True)
        view.setAccessibleName("Details")
        view.setMinimumSize(560, 200)
        column.addWidget(view)
        row = QHBoxLayout()
        row.addStretch(1)
        copy = Button("Copy details", ButtonKind.OUTLINE, theme)
        copy.clicked.connect(self._on_copy)
        row.addWidget(copy)
        close = Button("Go on", ButtonKind.SOLID, theme)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row.addWidget(close)
        column.addLayout(row)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)


def describe_fault(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> str:
    """Write a fault as text for the people who mend the program, without file contents."""
    lines = traceback.format_tb(trace)
    head = f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
    return f"{head}\n{''.join(lines)}{kind.__name__}: {error}"


class JobLine(QWidget):
    """What a slow job is doing, and a button that drops it. `cancel_requested()`."""

    cancel_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Make a hidden line."""
        super().__init__(parent)
        self._theme = theme
        self._part = -1.0
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

    def show_progress(self, text: str, part: float) -> None:
        """Say what is being done; `part` from 0 to 1, below 0 where it is not known."""
        self._text.setText(f"{text} …")
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
