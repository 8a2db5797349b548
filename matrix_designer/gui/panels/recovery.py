"""What a crash left, offered again: one row for each document.

Shows names and times; recovers and discards nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from matrix_designer.formats.recovery import FoundWork
from matrix_designer.gui.controls import Button, ButtonKind, Text, fill_ground, restyle
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.plain_tip import plain_tip
from matrix_designer.gui.texts import counted
from matrix_designer.gui.theme import Theme


class RecoveryPanel(QWidget):
    """Rows of found work. `recover_chosen(found)`, `discard_chosen(found)`."""

    recover_chosen = Signal(object)
    discard_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Make a hidden panel."""
        super().__init__(parent)
        self._theme = theme
        self._rows: list[_FoundRow] = []
        self._column = QVBoxLayout(self)
        self._title = Text("", theme, is_semibold=True)
        self._title.setWordWrap(True)
        self._column.addWidget(self._title)
        self.setAccessibleName("Unsaved work to recover")
        self._dress()
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._dress()
        restyle(self, theme)

    def show_found(self, found: Sequence[FoundWork]) -> None:
        """Offer what was found; without anything the panel goes away."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [_FoundRow(one, self._theme) for one in found]
        for row in self._rows:
            row.recover_chosen.connect(self.recover_chosen)
            row.discard_chosen.connect(self.discard_chosen)
            self._column.addWidget(row)
        self._title.setText(
            "The program ended without saving last time. This work was kept:" if found else ""
        )
        self.setVisible(bool(found))

    def _dress(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(40), px(8), px(8), px(8))
        self._column.setSpacing(px(2))
        fill_ground(self, self._theme.colours.tint)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon at the head and a hairline below."""
        super().paintEvent(event)
        painter = QPainter(self)
        c, px = self._theme.colours, self._theme.px
        size = px(16)
        draw_icon(painter, "info", c.accent, QRectF(px(16), px(9), size, size))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), c.line)
        painter.end()


class _FoundRow(QWidget):
    """One document: its name, when its work was kept, how much of it, and two buttons."""

    recover_chosen = Signal(object)
    discard_chosen = Signal(object)

    def __init__(self, found: FoundWork, theme: Theme) -> None:
        super().__init__()
        self._found = found
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        words = Text(describe_found(found), theme, role="text2")
        words.setToolTip("" if found.path is None else plain_tip(str(found.path)))
        words.setWordWrap(True)
        row.addWidget(words, 1)
        self._discard = Button("Discard", ButtonKind.OUTLINE, theme)
        self._discard.setAccessibleName(f"Discard the work on {found.name}")
        self._discard.setToolTip("Offer this work no more; the saved file stays as it is (Space)")
        self._discard.clicked.connect(self._on_discard)
        row.addWidget(self._discard, 0, Qt.AlignmentFlag.AlignTop)
        self._recover = Button("Recover", ButtonKind.SOLID, theme)
        self._recover.setAccessibleName(f"Recover {found.name}")
        self._recover.setToolTip("Open this work, unsaved (Space)")
        self._recover.clicked.connect(self._on_recover)
        self._recover.setVisible(not found.problem)
        row.addWidget(self._recover, 0, Qt.AlignmentFlag.AlignTop)

    def _on_recover(self) -> None:
        self.recover_chosen.emit(self._found)

    def _on_discard(self) -> None:
        self.discard_chosen.emit(self._found)


def describe_found(found: FoundWork) -> str:
    """Say what was found: ladder.pmatrix, 7 edits since the last save, kept 22 Nov 2026 00:58."""
    if found.problem:
        return f"{found.name}: {found.problem}"
    edits = counted(found.edits, "edit")
    changes = f"{edits} since the last save" if found.path is not None else edits
    if not found.edits:
        changes = "new or other sales"
    kept = QDateTime.fromSecsSinceEpoch(int(found.kept.timestamp()))
    when = QLocale().toString(kept, "d MMM yyyy HH:mm")
    where = "" if found.path is None else f" in {found.path.parent}"
    return f"{found.name}{where}  ·  {changes}  ·  kept {when}"
