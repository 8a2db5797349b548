"""The fixed columns of a file: its lines as they are with the cuts, and a word about the caret.

Knows previews and the changes that a cut asks for; it looks at no file itself.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from matrix_designer.formats.cuts import cuts_of, with_cut_at, with_cut_moved, without_cut_at
from matrix_designer.formats.preview import Preview
from matrix_designer.gui.controls import Hairline, Text, restyle
from matrix_designer.gui.import_words import field_name
from matrix_designer.gui.panels.cut_ruler import LINES, CutLines, CutRuler
from matrix_designer.gui.theme import TextSize, Theme


class ImportCuts(QWidget):
    """Hidden for a file without fixed columns. `wished(change)`: it is to be cut elsewhere."""

    wished = Signal(object)

    def __init__(self, theme: Theme) -> None:
        """Start without a file."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        title = QHBoxLayout()
        title.setContentsMargins(theme.metrics.page_margin, 4, 14, 4)
        title.setSpacing(12)
        title.addWidget(Text("Fixed columns", theme, size=TextSize.TITLE, is_semibold=True))
        self._words = Text("", theme, role="muted")
        title.addWidget(self._words, 1)
        column.addLayout(title)
        self.ruler = CutRuler(theme)
        self.ruler.added.connect(self._on_added)
        self.ruler.removed.connect(self._on_removed)
        self.ruler.moved.connect(self._on_moved)
        self.ruler.caret_moved.connect(self._on_caret_moved)
        column.addWidget(self.ruler)
        column.addWidget(Hairline(theme))
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        restyle(self, theme)

    def show_preview(self, preview: Preview) -> None:
        """Show the lines from the header on, cut as they are understood."""
        self.setVisible(bool(preview.spans))
        if preview.spans:
            first, cuts = preview.header or 0, cuts_of(preview)
            starts = (0, *cuts)
            names = {
                starts.index(preview.spans[column][0]): field_name(field)
                for field, column in preview.places.items()
                if preview.spans[column][0] in starts
            }
            self.ruler.show_lines(CutLines(preview.texts[first : first + LINES], cuts, names))

    def _on_added(self, at: int) -> None:
        self.wished.emit(partial(with_cut_at, at=at))

    def _on_removed(self, at: int) -> None:
        self.wished.emit(partial(without_cut_at, at=at))

    def _on_moved(self, at: int, to: int) -> None:
        self.wished.emit(partial(with_cut_moved, at=at, to=to))

    def _on_caret_moved(self) -> None:
        self._words.setText(self.ruler.words)
