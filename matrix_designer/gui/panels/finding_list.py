"""The list of findings: its rows, and the keys and clicks that work on them.

Knows rows and gestures; it asks for what they want and does none of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QListView, QWidget

from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.finding_painter import ROW, FindingPainter, Index
from matrix_designer.gui.panels.finding_rows import FindingRow, copied_text
from matrix_designer.gui.plain_tip import plain_tip
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.theme import Theme

_INSET, _TOP = 8, 5


class FindingModel(QAbstractListModel):
    """Rows as they were folded."""

    def __init__(self, parent: QObject) -> None:
        """Start empty."""
        super().__init__(parent)
        self.rows: tuple[FindingRow, ...] = ()

    def set_rows(self, rows: tuple[FindingRow, ...]) -> bool:
        """Take other rows; returns whether the list was made anew."""
        if len(rows) == len(self.rows):
            before, self.rows = self.rows, rows
            for place, (one, other) in enumerate(zip(before, rows, strict=True)):
                if one != other:
                    self.dataChanged.emit(self.index(place), self.index(place))
            return False
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()
        return True

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row, its sentence, or what a tooltip and a screen reader say."""
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.sentence
        if role == Qt.ItemDataRole.ToolTipRole:
            worst = row.worst
            return plain_tip(f"{worst.code}\n{worst.message}\n{worst.why}\n{worst.source}")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = ("unfolded" if row.is_open else "folded") if row.is_folded else ""
            silent = f"silenced: {row.reason}" if row.reason else ""
            parts = (row.severity.value, row.sentence, row.dollars, row.place, state, silent)
            return ", ".join(part for part in parts if part)
        return None


class FindingList(QListView):
    """A list without a frame. Each signal names a row by its index.

    `verb_clicked`, `fold_wanted(index, is_open)`, `silence_wanted`, `menu_wanted(index, point)`;
    `shifted()`: rows stand elsewhere than before.
    """

    verb_clicked = Signal(QModelIndex)
    fold_wanted = Signal(QModelIndex, bool)
    silence_wanted = Signal(QModelIndex)
    menu_wanted = Signal(QModelIndex, object)
    shifted = Signal()

    def __init__(self, numbers: Numbers, theme: Theme, parent: QWidget) -> None:
        """Make an empty list."""
        super().__init__(parent)
        self._numbers = numbers
        self._theme = theme
        self.painter_ = FindingPainter(theme, self)
        self.setItemDelegate(self.painter_)
        self._bar = ThinScrollBar(Qt.Orientation.Vertical, theme)
        self.setVerticalScrollBar(self._bar)
        self._bar.valueChanged.connect(self.shifted)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Findings")
        self._pressed_verb: QModelIndex | None = None

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.painter_.set_theme(theme)
        self._bar.set_theme(theme)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def set_wide(self, *, is_wide: bool) -> None:
        """List one line a finding: all rows are then equally high, and asked for it once."""
        self.painter_.is_wide = is_wide
        self.setUniformItemSizes(is_wide)
        self.scheduleDelayedItemsLayout()

    def row_at(self, index: Index) -> FindingRow | None:
        """Return the row of an index; None where it is of none."""
        return index.data(ROW) if index.isValid() else None

    def copy(self, row: FindingRow) -> None:
        """Put a row on the clipboard as text, codes included."""
        QGuiApplication.clipboard().setText(copied_text(row, self._numbers))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, go to the cell, fold, silence; else as a list does."""
        index, key = self.currentIndex(), event.key()
        row = self.row_at(index)
        if row is None:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy(row)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.AltModifier
        ):
            self.activated.emit(index)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.fold_wanted.emit(index, key == Qt.Key.Key_Right)
        elif key == Qt.Key.Key_Delete:
            self.silence_wanted.emit(index)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the row that the keyboard comes to; Qt makes it current without saying so."""
        super().focusInEvent(event)
        index, chosen = self.currentIndex(), self.selectionModel()
        if index.isValid() and not chosen.isSelected(index):
            chosen.select(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fold by the mark, begin a click on the verb, else select."""
        index = self.indexAt(event.position().toPoint())
        row = self.row_at(index)
        self._pressed_verb = None
        if row is not None and event.button() is Qt.MouseButton.LeftButton:
            rect, at = self.visualRect(index), event.position().toPoint()
            if self.painter_.fold_area(rect, row).contains(at):
                self.fold_wanted.emit(index, not row.is_open)
                return
            if self.painter_.verb_area(rect, row).contains(at):
                self._pressed_verb = index
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a click on the verb."""
        pressed, self._pressed_verb = self._pressed_verb, None
        super().mouseReleaseEvent(event)
        if pressed is not None and self.indexAt(event.position().toPoint()) == pressed:
            self.verb_clicked.emit(pressed)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the row under the pointer, or of the current one by key."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            self.setCurrentIndex(index)
            at = self.visualRect(index).bottomLeft() if by_key else event.pos()
            self.menu_wanted.emit(index, self.viewport().mapToGlobal(at))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the sentences anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        self.shifted.emit()

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = (), /) -> None:
        """Repaint a row that stays as high as it was; others move what is below them."""
        rect, below = self.visualRect(first), self.model().index(first.row() + 1, 0)
        is_as_high = self.painter_.is_wide or (
            # Qt asks anew how high a row is; how high it was is told by where the next one stands
            below.isValid() and self.visualRect(below).top() == rect.bottom() + 1
        )
        if first == last and is_as_high:
            self.update(first)
        else:
            super().dataChanged(first, last, roles)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say in words that there is nothing to list."""
        super().paintEvent(event)
        if self.model() is not None and self.model().rowCount() == 0:
            px = self._theme.px
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().placeholderText().color())
            painter.setFont(self._theme.font())
            painter.drawText(
                QRectF(self.viewport().rect()).adjusted(px(_INSET), px(_TOP), -px(_INSET), 0),
                int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap),
                "No findings. Every cost has one price, and none of the checks objects.",
            )
            painter.end()
