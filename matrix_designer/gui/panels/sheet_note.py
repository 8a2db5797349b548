"""A quiet line under a sheet's grid: what it means, and one verb where something is missing.

Knows texts; not what the verb does.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from matrix_designer.gui.controls import Button, ButtonKind, Text, restyle
from matrix_designer.gui.theme import Theme


class SheetNote(QWidget):
    """A sentence and a link. `wanted()`: the link was pressed."""

    wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start without words."""
        super().__init__(parent)
        self._text = Text("", theme, role="muted")
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.verb = Button("", ButtonKind.LINK, theme)
        self.verb.clicked.connect(self.wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 14, 6)
        row.setSpacing(12)
        row.addWidget(self._text, 1)
        row.addWidget(self.verb)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @property
    def words(self) -> str:
        """What is said."""
        return self._text.text()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        restyle(self, theme)

    def say(self, sentence: str, verb: str = "", tip: str = "") -> None:
        """Say a sentence, with a verb or without."""
        self._text.setText(sentence)
        self.verb.setText(verb)
        self.verb.setToolTip(tip)
        self.verb.setVisible(bool(verb))
        self.verb.updateGeometry()
