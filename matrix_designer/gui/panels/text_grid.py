"""A grid of texts to look at, to mark and to copy: the first lines of a file, or sales lines.

Knows rows of texts, their heads and which cells cannot be read; it knows no noun. Nothing in it
is edited.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from matrix_designer.formats.safe_text import escape_text
from matrix_designer.gui.controls import RING, fill_ground
from matrix_designer.gui.grid.clipboard import write_tabs
from matrix_designer.gui.panels.text_grid_edges import Corner, Gutter, TextHead
from matrix_designer.gui.panels.text_rows import Place, RowLook, TextModel, TextRows
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.text import elided, font_lines, text_width
from matrix_designer.gui.theme import TextSize, Theme

_Index = QModelIndex | QPersistentModelIndex
_PAD = 7
_FOLD = 6
_MEASURED, _LONGEST = 80, 80
_NARROWEST, _WIDEST = 48, 260
_SELECTED = QStyle.StateFlag.State_Selected


class TextGrid(QTableView):
    """Rows of texts under two-line heads.

    `head_chosen(column)`: a head was pressed, or Alt+Down in its column. `row_opened(row)`:
    Enter or a double click. `row_moved(row)`: another row is the current one. `told(sentence)`:
    a short word for the status line.
    """

    row_moved = Signal(int)
    head_chosen = Signal(int)
    row_opened = Signal(int)
    told = Signal(str)

    def __init__(
        self,
        name: str,
        tip: str,
        theme: Theme,
        *,
        is_by_row: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Start without rows; `name` and `tip` are for screen readers.

        `is_by_row`: whole rows are chosen, one at a time, and headers among them are none.
        """
        super().__init__(parent)
        self._is_by_row = is_by_row
        self._theme = theme
        self._rows = TextRows()
        self._marks: tuple[Place, ...] = ()
        self._model = TextModel(self, is_by_row=is_by_row)
        self.setModel(self._model)
        self.setAccessibleName(name)
        self.setAccessibleDescription(tip)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        if is_by_row:
            self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
            self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        scroll = QAbstractItemView.ScrollMode.ScrollPerPixel
        self.setHorizontalScrollMode(scroll)
        self.setVerticalScrollMode(scroll)
        self._head = TextHead(theme, self)
        self.setHorizontalHeader(self._head)
        self._gutter = Gutter(theme, self)
        self.setVerticalHeader(self._gutter)
        self._gutter.setVisible(not is_by_row)
        self._corner = Corner(theme, self)
        self.setItemDelegate(_TextDelegate(theme, self))
        self.setVerticalScrollBar(ThinScrollBar(Qt.Orientation.Vertical, theme))
        self.setHorizontalScrollBar(ThinScrollBar(Qt.Orientation.Horizontal, theme))
        self._head.sectionPressed.connect(self._on_head_pressed)
        self.doubleClicked.connect(self._on_double_clicked)
        self.set_theme(theme)

    # What it shows

    @property
    def rows(self) -> TextRows:
        """What stands there."""
        return self._rows

    @property
    def place(self) -> Place:
        """Row and column of the current cell; (-1, -1) where there is none."""
        index = self.currentIndex()
        return index.row(), index.column()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self.viewport(), theme.colours.surface)
        delegate = self.itemDelegate()
        if isinstance(delegate, _TextDelegate):
            delegate.set_theme(theme)
        for part in (self._head, self._gutter, self._corner):
            part.set_theme(theme)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            if isinstance(bar, ThinScrollBar):
                bar.set_theme(theme)
        self._fit_columns()
        self.viewport().update()

    def show_rows(self, rows: TextRows) -> None:
        """Show other rows; the current cell and the view stay where there still is such a cell."""
        place, across, down = self.place, self._across(), self._down()
        is_same_shape = len(rows.heads) == len(self._rows.heads)
        self._rows = rows
        self._marks = tuple(sorted(rows.marks))
        self._model.show_rows(rows)
        self._head.show_heads(rows.heads)
        self._gutter.show_labels(rows.labels)
        self._fit_columns()
        if place[0] in range(len(rows.rows)) and place[1] in range(len(rows.heads)):
            self._set_current(place)
        if is_same_shape:
            self.horizontalScrollBar().setValue(across)
            self.verticalScrollBar().setValue(down)

    def go_to(self, place: Place) -> None:
        """Make a cell the current one and bring it into view."""
        self._set_current(place)
        self.scrollTo(self._model.index(*place), QAbstractItemView.ScrollHint.EnsureVisible)

    def go_to_mark(self, *, is_back: bool = False) -> bool:
        """Go to the next cell that cannot be read, from the end on to the first; False: none."""
        if not self._marks:
            return False
        here = self.place
        if is_back:
            place = next((mark for mark in reversed(self._marks) if mark < here), self._marks[-1])
        else:
            place = next((mark for mark in self._marks if mark > here), self._marks[0])
        self.go_to(place)
        return True

    def copy(self) -> None:
        """Copy the selected cells as tab-separated text that no spreadsheet runs."""
        indexes = self.selectionModel().selectedIndexes()
        if not indexes:
            return
        rows = range(min(one.row() for one in indexes), max(one.row() for one in indexes) + 1)
        columns = range(
            min(one.column() for one in indexes), max(one.column() for one in indexes) + 1
        )
        block = [[escape_text(self._model.text(row, column)) for column in columns] for row in rows]
        QGuiApplication.clipboard().setText(write_tabs(block))
        self.told.emit(f"{len(block):,} x {len(columns):,} cells copied")

    # Keys

    def event(self, event: QEvent) -> bool:
        """Keep the grid's own keys from being shortcuts of the window."""
        is_asked = event.type() is QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, open a row, open the menu of a head; all other keys move as in a table."""
        key = event.key()
        row, column = self.place
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self.row_opened.emit(row)
        elif column >= 0 and _opens_head(event):
            self.head_chosen.emit(column)
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell that another row is the current one."""
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.row_moved.emit(current.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current cell as soon as the keyboard is here."""
        super().focusInEvent(event)
        if self.place == (-1, -1) and self._rows.rows and not self._is_by_row:
            self._set_current((0, 0))

    def head_corner(self, column: int) -> QPoint:
        """Return where a menu under a head stands, on the screen."""
        left = self._head.sectionViewportPosition(column)
        return self._head.viewport().mapToGlobal(QPoint(max(left, 0), self._head.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells, then the frame around the current one."""
        super().paintEvent(event)
        index = self.currentIndex()
        if not index.isValid() or not self.hasFocus():
            return
        painter = QPainter(self.viewport())
        box, edge = self.visualRect(index), self._theme.colours.accent
        if self._is_by_row:
            box = QRect(0, box.top(), self.viewport().width(), box.height())
        for side in _frame(box, RING):
            painter.fillRect(side, edge)
        painter.end()

    # Inside

    def _set_current(self, place: Place) -> None:
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        if self._is_by_row:
            flag |= QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self._model.index(*place), flag)

    def _across(self) -> int:
        return self.horizontalScrollBar().value()

    def _down(self) -> int:
        return self.verticalScrollBar().value()

    def _fit_columns(self) -> None:
        """Make every column as wide as its head and its first texts, within reason."""
        theme = self._theme
        font, small = theme.number_font(), theme.font(TextSize.CAPTION)
        strong = theme.font(TextSize.CAPTION, is_semibold=True)
        bold = theme.number_font(is_semibold=True)
        pad, least, most = theme.px(2 * _PAD), theme.px(_NARROWEST), theme.px(_WIDEST)
        longest = _LONGEST
        if len(self._rows.heads) == 1:  # lines that nothing cuts are shown as they are
            most, longest = self.viewport().width(), 4 * _LONGEST
        looks = map(self._model.look, range(_MEASURED))
        measured = [
            (bold if look is RowLook.HEADER else font, row)
            for look, row in zip(looks, self._rows.rows, strict=False)
            if look is not RowLook.ASIDE
        ]
        for column, head in enumerate(self._rows.heads):
            texts = ((ink, row[column]) for ink, row in measured if column < len(row))
            widths = [text_width(ink, text[:longest]) for ink, text in texts]
            has_header = RowLook.HEADER in self._rows.looks.values()
            title = text_width(bold if has_header else small, head.title)
            widths += [title, text_width(strong, head.over)]
            if head.width:
                widths = [theme.digit_width() * head.width]
            self.setColumnWidth(column, min(max(round(max(widths) + pad + 2), least), most))
        if self._is_by_row and self._rows.heads:  # a row is chosen as a whole: no gap at its end
            self._head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def _on_head_pressed(self, column: int) -> None:
        self.head_chosen.emit(column)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.row_opened.emit(index.row())


class _TextDelegate(QStyledItemDelegate):
    """Paints one cell: its ground, its text, the folded corner of one that cannot be read."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> None:
        """Paint a cell."""
        model, theme = index.model(), self._theme
        if not isinstance(model, TextModel):
            return
        colours, box = theme.colours, option.rect
        row, column = index.row(), index.column()
        look, is_marked = model.look(row), (row, column) in model.rows.marks
        state = option.state
        if is_marked:
            painter.fillRect(box, colours.refused)
        elif state & _SELECTED:
            painter.fillRect(box, colours.tint2)
        elif look is RowLook.HEADER:
            painter.fillRect(box, colours.sunken)
        line = QRect(box.left(), box.bottom(), box.width(), 1)
        painter.fillRect(line, colours.line2 if look is RowLook.HEADER else colours.grid)
        ink = colours.text
        if is_marked:
            ink = colours.error
        elif look in (RowLook.ASIDE, RowLook.QUIET) or model.rows.heads[column].is_quiet:
            ink = colours.text2 if state & _SELECTED else colours.muted
        font = theme.number_font(is_semibold=look is RowLook.HEADER)
        pad = theme.px(_PAD)
        text, room, before = model.text(row, column), box.width(), 0
        if look is RowLook.ASIDE:  # it keeps to no columns: each cell shows its part of the text
            text, room, before = self._running_on(model, row, column)
        text = elided(font, text, room - 2 * pad)
        height, ascent = font_lines(font)
        left = box.left() + pad - before
        if model.rows.heads[column].is_right and look is not RowLook.ASIDE:
            left = round(box.right() + 1 - pad - text_width(font, text))
        painter.save()
        painter.setClipRect(box)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(
            QPoint(left, round(box.top() + (box.height() - height) / 2 + ascent)), text
        )
        painter.restore()
        if is_marked:
            self._fold(painter, box)

    def _running_on(self, model: TextModel, row: int, column: int) -> tuple[str, int, int]:
        """Return the text that runs over a cell, its whole room, and how far before it begins.

        It runs on over empty cells, up to the next one with a text.
        """
        first, count = column, model.columnCount()
        while first > 0 and not model.text(row, first):
            first -= 1
        last = column + 1
        while last < count and not model.text(row, last):
            last += 1
        table = self.parent()
        widths = [
            table.columnWidth(at) if isinstance(table, QTableView) else 0 for at in range(count)
        ]
        return model.text(row, first), sum(widths[first:last]), sum(widths[first:column])

    def _fold(self, painter: QPainter, box: QRect) -> None:
        """Fold the corner of a cell that cannot be read: colour alone says nothing."""
        size = self._theme.px(_FOLD)
        for step in range(size):
            width = size - step
            painter.fillRect(
                box.right() + 1 - width, box.top() + step, width, 1, self._theme.colours.error
            )


def _is_own(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Copy) or _opens_head(event)


def _opens_head(event: QKeyEvent) -> bool:
    """Tell whether a key opens the menu of the current column."""
    is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    return event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_Down and is_alt)


def _frame(box: QRect, width: int) -> Sequence[QRect]:
    """Return the four sides of a frame inside a box."""
    return (
        QRect(box.left(), box.top(), box.width(), width),
        QRect(box.left(), box.bottom() + 1 - width, box.width(), width),
        QRect(box.left(), box.top(), width, box.height()),
        QRect(box.right() + 1 - width, box.top(), width, box.height()),
    )
