"""Says that the program made a mistake, where the work is, and what can be done now.

Knows sentences and a report; not what went wrong nor how work is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from matrix_designer.gui.controls import Button, ButtonKind, Text
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.theme import TextSize, Theme

_WIDTH, _SIDE = 520, 24
_REPORT_HEIGHT, _LEAST_REPORT = 220, 60
_LEAST_TOLD = 32
_FRAME = 40
"""What the window manager's frame takes of the screen."""


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
        self._px = theme.px
        title = Text("The program made a mistake", theme, size=TextSize.TITLE, is_semibold=True)
        self._words = Text(words, theme, role="text2")
        self._more = Text("", theme, role="muted")
        for text in (title, self._words, self._more):
            text.setWordWrap(True)
        self._more.hide()
        self._toggle = Button("Show details", ButtonKind.LINK, theme)
        self._toggle.setToolTip("What went wrong, for whoever mends it (Alt+D)")
        self._toggle.setShortcut("Alt+D")
        self._toggle.clicked.connect(self._on_toggle)
        self._view = QPlainTextEdit(report.full)
        self._view.setReadOnly(True)
        self._view.setTabChangesFocus(True)
        self._view.setAccessibleName("Details")
        self._view.setToolTip("What went wrong (Tab leaves)")
        self._view.setFont(theme.font(TextSize.CAPTION))
        self._view.hide()
        told = (title, self._words, self._more, self._toggle, self._view)
        self._told = Told(told, theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(_SIDE), theme.px(20), theme.px(_SIDE), theme.px(16))
        column.setSpacing(theme.px(16))
        column.addWidget(self._told, 1)
        column.addLayout(self._buttons(theme))

    def showEvent(self, event: QShowEvent) -> None:
        """Come in the size that everything needs, over the window."""
        self._fit()
        super().showEvent(event)
        self._stay_on_screen()

    def add_further(self) -> None:
        """Count another mistake that came while this one is shown."""
        self._further += 1
        times = "mistake" if self._further == 1 else "mistakes"
        self._more.setText(f"{self._further} further {times} since; they stand in the log file.")
        self._more.show()
        self._fit()
        self._stay_on_screen()

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
        self._fit()
        self._stay_on_screen()
        self._told.ensureWidgetVisible(self._view if is_shown else self._toggle)

    def _fit(self) -> None:
        """Take the size that everything needs; where the screen has less, it is scrolled."""
        room = self.screen().availableSize() - QSize(self._px(_FRAME), self._px(_FRAME))
        width = min(self._px(_WIDTH + 2 * _SIDE), room.width())
        report = self._px(_REPORT_HEIGHT)
        self._view.setFixedHeight(report)
        tall = self._tall(width)
        if tall > room.height():
            self._view.setFixedHeight(max(report - tall + room.height(), self._px(_LEAST_REPORT)))
            tall = self._tall(width)
        self.resize(width, min(tall, room.height()))

    def _tall(self, width: int) -> int:
        """Return how high everything is together in a width."""
        inside = self._told.tall_in(width - 2 * self._px(_SIDE))
        return inside + self.minimumSizeHint().height() - self._told.minimumSizeHint().height()

    def _stay_on_screen(self) -> None:
        """Move no farther than until the last button shows."""
        room, own = self.screen().availableGeometry(), self.frameGeometry()
        left = max(min(own.left(), room.right() + 1 - own.width()), room.left())
        top = max(min(own.top(), room.bottom() + 1 - own.height()), room.top())
        if QPoint(left, top) != own.topLeft():
            self.move(left, top)

    def _on_copy(self) -> None:
        text = self._report.short if self._view.isHidden() else self._report.full
        QGuiApplication.clipboard().setText(text)

    def _on_quit(self) -> None:
        self.accept()
        self.quit_chosen.emit()


class Told(QScrollArea):
    """What is told, part under part: whole, or scrolled where there is no room for it."""

    def __init__(self, parts: Sequence[QWidget], theme: Theme) -> None:
        """Hold some parts."""
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(ThinScrollBar(Qt.Orientation.Vertical, theme))
        self.setWidgetResizable(True)
        self.setAccessibleName("What happened")
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(10))
        for part in parts:
            self._column.addWidget(part)
        self._column.addStretch(0)
        self.setWidget(self._inside)
        self._least = theme.px(_LEAST_TOLD)

    def minimumSizeHint(self) -> QSize:
        """Return what can be scrolled through with patience."""
        return QSize(self._least, self._least)

    def tall_in(self, width: int) -> int:
        """Return how high the parts are together in a width."""
        self._column.invalidate()
        return self._column.heightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the keyboard only where there is something to scroll."""
        super().resizeEvent(event)
        is_cut = self.height() < self.tall_in(self.viewport().width())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_cut else Qt.FocusPolicy.NoFocus)
