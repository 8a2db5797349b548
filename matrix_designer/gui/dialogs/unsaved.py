"""Asks what becomes of unsaved changes.

Knows a name and three answers; not what is done with them.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from matrix_designer.gui.controls import Button, ButtonKind, Text
from matrix_designer.gui.theme import TextSize, Theme


class UnsavedDialog(QDialog):
    """Save, go on without saving, or stay. `save_chosen()` or `discard_chosen()`; else stay."""

    save_chosen = Signal()
    discard_chosen = Signal()

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        """Ask about the document of that name."""
        super().__init__(parent)
        self.setWindowTitle("Unsaved changes")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        column, px = QVBoxLayout(self), theme.px
        column.setContentsMargins(px(24), px(20), px(24), px(16))
        column.setSpacing(px(10))
        title = Text(f"Save the changes to {name}?", theme, size=TextSize.TITLE, is_semibold=True)
        title.setWordWrap(True)
        title.setMinimumWidth(px(380))
        column.addWidget(title)
        words = Text("Without saving they are lost.", theme, role="text2")
        column.addWidget(words)
        column.addSpacing(px(8))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addStretch(1)
        stay = Button("Cancel", ButtonKind.OUTLINE, theme)
        stay.setToolTip("Stay and change nothing (Esc)")
        stay.clicked.connect(self.reject)
        row.addWidget(stay)
        discard = Button("Do not save", ButtonKind.OUTLINE, theme)
        discard.setToolTip("Go on, and lose the changes (Alt+D)")
        discard.setShortcut("Alt+D")
        discard.clicked.connect(self._on_discard)
        row.addWidget(discard)
        save = Button("Save", ButtonKind.SOLID, theme)
        save.setToolTip("Save, then go on (Enter)")
        save.setDefault(True)
        save.clicked.connect(self._on_save)
        row.addWidget(save)
        column.addLayout(row)

    def _on_save(self) -> None:
        self.accept()
        self.save_chosen.emit()

    def _on_discard(self) -> None:
        self.accept()
        self.discard_chosen.emit()
