"""The columns of a file that are left out, and why; what is asked for is taken.

Knows previews and words; a change is handed on.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from matrix_designer.formats.preview import Preview
from matrix_designer.gui.controls import Text, restyle
from matrix_designer.gui.theme import TextSize, Theme


class LeftOutList(QWidget):
    """Columns that are not taken. `wished(change)`: one is to be taken all the same."""

    wished = Signal(object)

    def __init__(self, theme: Theme) -> None:
        """Start without a file."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(4)
        self._title = Text("Left out", theme, size=TextSize.TITLE, is_semibold=True)
        self._personal = Text("", theme, role="text2")
        self._others = Text("", theme, role="text2")
        for text in (self._title, self._personal, self._others):
            text.setWordWrap(True)
            column.addWidget(text)
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return "\n".join(filter(None, (self._personal.text(), self._others.text())))

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        restyle(self, theme)

    def show_preview(self, preview: Preview) -> None:
        """Say which columns are left out."""
        personal = [one.name for one in preview.left_out if one.is_personal]
        others = [one.name for one in preview.left_out if not one.is_personal]
        self._personal.setText(
            f"Personal, so not imported: {', '.join(personal)}." if personal else ""
        )
        self._others.setText(f"No field of a sales line: {', '.join(others)}." if others else "")
        self._personal.setVisible(bool(personal))
        self._others.setVisible(bool(others))
        self.setVisible(bool(preview.left_out))
