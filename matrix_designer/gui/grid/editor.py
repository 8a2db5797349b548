"""The field in which a cell is edited, with the keys that leave it.

Knows text and keys; what the text means is the column's.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QWidget

from matrix_designer.gui.grid.delegate import PAD_LEFT
from matrix_designer.gui.grid.overlay import FRAME
from matrix_designer.gui.theme import Theme


class Leave(Enum):
    """How an editor was left with its text, and so where the selection goes."""

    DOWN = (1, 0)
    UP = (-1, 0)
    RIGHT = (0, 1)
    LEFT = (0, -1)
    STAY = (0, 0)
    FILL = (1, 1)
    """Into every selected cell."""


_KEYS = {
    Qt.Key.Key_Return: (Leave.DOWN, Leave.UP),
    Qt.Key.Key_Enter: (Leave.DOWN, Leave.UP),
    Qt.Key.Key_Tab: (Leave.RIGHT, Leave.LEFT),
    Qt.Key.Key_Backtab: (Leave.LEFT, Leave.LEFT),
}
_RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS = {
    Qt.Key.Key_Down: Leave.DOWN,
    Qt.Key.Key_Up: Leave.UP,
    Qt.Key.Key_Right: Leave.RIGHT,
    Qt.Key.Key_Left: Leave.LEFT,
}
_TAB_KEYS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_INNER = 2
"""What a line of Qt's leaves free before its text, at every zoom."""


class CellEditor(QLineEdit):
    """A frameless field over one cell; the view paints its frame.

    `left(how, is_tab)`: the text is to be taken. `abandoned()`: it is to be forgotten.
    `lost()`: the focus went elsewhere.
    """

    left = Signal(object, bool)
    abandoned = Signal()
    lost = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._is_typed_over = False
        self._cell = QRect()
        self.setFrame(False)
        self.setTextMargins(0, 0, 0, 0)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.textChanged.connect(self._grow)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.setFont(theme.number_font())
        self.show_refused(is_refused=False)

    @property
    def frame(self) -> int:
        """How wide the frame is that is painted around it."""
        return self._theme.px(FRAME)

    def stand_over(self, cell: QRect) -> None:
        """Stand inside a cell's frame, its text where the cell's own stands."""
        self._cell = cell
        self._grow()

    @property
    def box(self) -> QRect:
        """The cell that it stands over, as far as the text needs over those at its right."""
        beyond = self.geometry().right() + self.frame - self._cell.right()
        return self._cell.adjusted(0, 0, max(beyond, 0), 0)

    def _grow(self) -> None:
        """Be as wide as the cell, or as the text needs, up to the edge of the grid."""
        cell = self._cell
        left = cell.left() + self._theme.px(PAD_LEFT) - _INNER
        need = left + self.fontMetrics().horizontalAdvance(self.text()) + 3 * _INNER
        around = self.parentWidget()
        room = 0 if around is None else around.width()
        edge = max(cell.right() + 1, room) - self.frame
        right = min(max(cell.right() + 1 - self.frame, need), edge)
        height = cell.height() - 2 * self.frame + 1
        self.setGeometry(left, cell.top() + self.frame - 1, right - left, height)

    def show_refused(self, *, is_refused: bool) -> None:
        """Show that the text could not be read, or no longer."""
        colours = self._theme.colours
        palette = self.palette()
        palette.setColor(
            QPalette.ColorRole.Base, colours.refused if is_refused else colours.surface
        )
        palette.setColor(QPalette.ColorRole.Text, colours.error if is_refused else colours.text)
        palette.setColor(QPalette.ColorRole.Highlight, colours.tint2)
        palette.setColor(QPalette.ColorRole.HighlightedText, colours.text)
        self.setPalette(palette)

    def start(self, text: str, *, is_typed_over: bool) -> None:
        """Show with a text and the caret at its end.

        Over a cell that is typed over, arrow keys leave with the text; else they move the caret.
        """
        self._is_typed_over = is_typed_over
        self.show_refused(is_refused=False)
        self.setText(text)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deselect()
        self.end(False)  # noqa: FBT003 - Qt's own argument

    def event(self, event: QEvent, /) -> bool:
        """Take Tab before Qt moves the focus with it."""
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _TAB_KEYS
        ):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Leave with the text, forget it, or type."""
        key = Qt.Key(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_shifted = modifiers == Qt.KeyboardModifier.ShiftModifier
        is_plain = modifiers == Qt.KeyboardModifier.NoModifier
        if key is Qt.Key.Key_Escape:
            self.abandoned.emit()
        elif key in _RETURNS and modifiers == Qt.KeyboardModifier.ControlModifier:
            self.left.emit(Leave.FILL, False)  # noqa: FBT003 - a signal takes no names
        elif key in _KEYS and (is_plain or is_shifted):
            self.left.emit(_KEYS[key][is_shifted], key in _TAB_KEYS)
        elif key in _ARROWS and is_plain and self._is_typed_over:
            self.left.emit(_ARROWS[key], False)  # noqa: FBT003 - a signal takes no names
        elif key is Qt.Key.Key_F2 and is_plain:
            self._is_typed_over = not self._is_typed_over
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        """Tell that the focus went elsewhere; a menu or another window only borrows it."""
        super().focusOutEvent(event)
        borrowed = (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.MenuBarFocusReason,
        )
        if self.isVisible() and event.reason() not in borrowed:
            self.lost.emit()
