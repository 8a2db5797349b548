"""Says that the program made a mistake, where the work is, and what can be done now.

Knows sentences and a report; not what went wrong nor how work is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from matrix_designer.gui.controls import Button, ButtonKind, Text
from matrix_designer.gui.theme import TextSize, Theme

_WIDTH = 520
_REPORT_HEIGHT = 220


@dataclass(frozen=True, slots=True)
class FaultReport:
    """What is told of a fault: `short` names no file of the user's, `full` is everything."""

    short: str
    full: str


class CrashDialog(QDialog):
    """One sentence, where the work is, details on demand. `quit_chosen()`; else the user goes on.

    What is copied has no paths in it until the details were opened and seen.
    """

    quit_chosen = Signal()

    def __init__(
        self, report: FaultReport, words: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        """Show a fault; `words` say what became of the work."""
        super().__init__(parent)
        self.setWindowTitle("Matrix Designer")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._report = report
        self._further = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(16))
        column.setSpacing(theme.px(10))
        column.addWidget(
            Text("The program made a mistake", theme, size=TextSize.TITLE, is_semibold=True)
        )
        self._words = Text(words, theme, role="text2")
        self._words.setWordWrap(True)
        self._words.setMinimumWidth(theme.px(_WIDTH))
        column.addWidget(self._words)
        self._more = Text("", theme, role="muted")
        self._more.hide()
        column.addWidget(self._more)
        self._toggle = Button("Show details", ButtonKind.LINK, theme)
        self._toggle.setToolTip("What went wrong, for whoever mends it (Alt+D)")
        self._toggle.setShortcut("Alt+D")
        self._toggle.clicked.connect(self._on_toggle)
        column.addWidget(self._toggle)
        self._view = QPlainTextEdit(report.full)
        self._view.setReadOnly(True)
        self._view.setTabChangesFocus(True)
        self._view.setAccessibleName("Details")
        self._view.setToolTip("What went wrong (Tab leaves)")
        self._view.setFont(theme.font(TextSize.CAPTION))
        self._view.setMinimumHeight(theme.px(_REPORT_HEIGHT))
        self._view.hide()
        column.addWidget(self._view, 1)
        column.addSpacing(theme.px(6))
        column.addLayout(self._buttons(theme))
        column.addStretch(0)

    def add_further(self) -> None:
        """Count another mistake that came while this one is shown."""
        self._further += 1
        times = "mistake" if self._further == 1 else "mistakes"
        self._more.setText(f"{self._further} further {times} since; they stand in the log file.")
        self._more.show()

    def _buttons(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        copy = Button("Copy report", ButtonKind.OUTLINE, theme)
        copy.setToolTip("Copy the report, without paths unless the details are shown (Alt+C)")
        copy.setShortcut("Alt+C")
        copy.clicked.connect(self._on_copy)
        row.addWidget(copy)
        row.addStretch(1)
        leave = Button("Quit", ButtonKind.OUTLINE, theme)
        leave.setToolTip("Close every window; unsaved work is offered at the next start (Alt+Q)")
        leave.setShortcut("Alt+Q")
        leave.clicked.connect(self._on_quit)
        row.addWidget(leave)
        stay = Button("Continue", ButtonKind.SOLID, theme)
        stay.setToolTip("Go on working (Enter)")
        stay.setDefault(True)
        stay.clicked.connect(self.accept)
        row.addWidget(stay)
        stay.setFocus()
        return row

    def _on_toggle(self) -> None:
        is_shown = self._view.isHidden()
        self._view.setVisible(is_shown)
        self._toggle.setText("Hide details" if is_shown else "Show details")
        self.adjustSize()

    def _on_copy(self) -> None:
        text = self._report.short if self._view.isHidden() else self._report.full
        QGuiApplication.clipboard().setText(text)

    def _on_quit(self) -> None:
        self.accept()
        self.quit_chosen.emit()
