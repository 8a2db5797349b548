"""Keys over the rows of a read-only table that belong to its page or to its owner.

Knows keys and the clipboard; what the rows are is told by their texts.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from matrix_designer.gui.numbers import MINUS, Numbers
from matrix_designer.gui.tables.copying import put_on_clipboard
from matrix_designer.gui.tables.table import ReadTable
from matrix_designer.gui.texts import NO_FIGURE


class TableKeys(QObject):
    """Leaves Space to the page, copies all rows, and tells `delete_wanted()`.

    The first `own` columns hold people's own texts.
    """

    delete_wanted = Signal()

    def __init__(self, table: ReadTable, numbers: Numbers, own: int) -> None:
        """Listen to the rows of a table."""
        super().__init__(table)
        self._table = table
        self._numbers = numbers
        self._own = own
        table.body.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that are not the table's own."""
        is_key = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress
        if not is_key or watched is not self._table.body or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Space:
            event.ignore()  # so that it goes on to the page
            return True
        if event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
            return True
        if event.matches(QKeySequence.StandardKey.Copy):
            heads, *rows = self._table.texts()
            plain = [[*row[: self._own], *map(self._plain, row[self._own :])] for row in rows]
            put_on_clipboard([heads, *plain], self._own, self._numbers)
            return True
        return super().eventFilter(watched, event)

    def _plain(self, text: str) -> str:
        """Return a shown number as other programs read it; words as they are."""
        if text == NO_FIGURE:
            return ""
        if not any(letter.isdigit() for letter in text):
            return text
        bare = text.replace(self._numbers.group, "").replace(self._numbers.point, ".")
        return bare.replace(MINUS, "-").removeprefix("+").replace("$", "")
