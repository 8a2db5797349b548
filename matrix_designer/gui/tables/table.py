"""A read-only table: a head that sorts, rows with one current, and the total under them.

Rows and columns come as a spec; knows no noun. It is as high as its rows where there is room.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from matrix_designer.core.part_facts import PartFacts
from matrix_designer.gui.controls import RING, fill_ground, has_ring
from matrix_designer.gui.grid.columns import Align, Cell, GridSpec
from matrix_designer.gui.grid.model import GridModel
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.tables.head import HEIGHT, TableHead
from matrix_designer.gui.tables.painting import CellPainter, Slot
from matrix_designer.gui.theme import Theme

_FEW = 3
"""Rows that show at least."""
_BAR_SHARE = 3
"""How many parts of the spare width a column with bars takes; every other takes one."""
_MOST_SPARE = 30
_TITLE_ROOM = 12
_WIDEST_NAME, _WIDEST_DETAIL = 220, 156


class Body(QTableView):
    """The rows. `activated_(row)`: Enter, Space or a double click; `menu_wanted(at)`."""

    activated_ = Signal(int)
    current_moved = Signal(int)
    menu_wanted = Signal(object)

    def __init__(self, model: GridModel, theme: Theme, parent: QWidget) -> None:
        """Show a model's rows."""
        super().__init__(parent)
        self._grid = model
        self._theme = theme
        self._painter = CellPainter(theme)
        self._hovered = -1
        self._height = 0
        self.slots_: tuple[Slot, ...] = ()
        self.line_after: int | None = None
        self.setModel(model)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setVerticalScrollBar(ThinScrollBar(Qt.Orientation.Vertical, theme))
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setAccessibleName(model.spec.name)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.set_theme(theme)

    @property
    def current_row(self) -> int:
        """The row that the keys are on; -1 without one."""
        return self.currentIndex().row()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._painter = CellPainter(theme)
        self.verticalHeader().setDefaultSectionSize(self._height or theme.metrics.row)
        bar = self.verticalScrollBar()
        if isinstance(bar, ThinScrollBar):
            bar.set_theme(theme)
        self.viewport().update()

    @property
    def row_height(self) -> int:
        """How high a row is, in pixels."""
        return self.verticalHeader().defaultSectionSize()

    def set_row_height(self, pixels: int) -> None:
        """Make rows lower or higher."""
        self._height = pixels
        self.verticalHeader().setDefaultSectionSize(pixels)

    def go_to(self, row: int) -> None:
        """Make a row current; -1 leaves none."""
        flag = QItemSelectionModel.SelectionFlag
        if row < 0:
            self.selectionModel().clear()
        else:
            index = self._grid.index(row, 0)
            self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent, /) -> None:
        """Paint the rows that lie in the area to paint, and the line that parts them."""
        painter = QPainter(self.viewport())
        c = self._theme.colours
        painter.fillRect(event.rect(), c.surface)
        width = self.viewport().width()
        for row in range(self._grid.rowCount()):
            top, height = self.rowViewportPosition(row), self.rowHeight(row)
            if top + height <= event.rect().top() or top > event.rect().bottom():
                continue
            band = QRect(0, top, width, height)
            is_current = row == self.current_row
            if is_current:
                painter.fillRect(band.adjusted(0, 0, 0, -1), c.tint2)
                painter.fillRect(0, top, self._theme.px(2), height - 1, c.accent)
            elif row == self._hovered:
                painter.fillRect(band.adjusted(0, 0, 0, -1), c.window)
            ink = c.accent if row == self.line_after else c.grid
            painter.fillRect(0, top + height - 1, width, 1, ink)
            cells = self._grid.prepared(row).cells
            self._painter.paint_row(painter, band, cells, self.slots_, is_current=is_current)
        if has_ring(self):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(c.accent, RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Go through the rows, carry one out; letters, Esc and Ctrl are the page's."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.current_row >= 0:
                self.activated_.emit(self.current_row)
        elif key in _MOVES and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._move(key)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent, /) -> None:
        """Follow the pointer."""
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent, /) -> None:
        """Let the pointer go."""
        super().leaveEvent(event)
        self._hover(-1)

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        """Make the row current that was pressed."""
        row = self.rowAt(event.position().toPoint().y())
        if row >= 0:
            self.go_to(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent, /) -> None:
        """Carry the row out."""
        row = self.rowAt(event.position().toPoint().y())
        if row >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.activated_.emit(row)

    def contextMenuEvent(self, event: QContextMenuEvent, /) -> None:
        """Ask for the table's menu."""
        is_keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
        at = self.mapToGlobal(self.rect().center()) if is_keyboard else event.globalPos()
        self.menu_wanted.emit(at)

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """Have a row for the keys."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        """Show that the focus is gone."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _move(self, key: int) -> None:
        rows = self._grid.rowCount()
        if not rows:
            return
        page = max(self.viewport().height() // self.row_height - 1, 1)
        here = self.current_row
        step = _MOVES[Qt.Key(key)]
        if abs(step) > 1:
            step = page if step > 0 else -page
        row = here + step
        if key == Qt.Key.Key_Home:
            row = 0
        elif key == Qt.Key.Key_End:
            row = rows - 1
        self.go_to(min(max(row, 0), rows - 1))

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()

    def _on_current_changed(self) -> None:
        self.current_moved.emit(self.current_row)


_MOVES = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -2,
    Qt.Key.Key_PageDown: 2,
    Qt.Key.Key_Home: 0,
    Qt.Key.Key_End: 0,
}


class TotalLine(QWidget):
    """The total under the rows, in the columns' places."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = theme
        self._painter = CellPainter(theme)
        self._cells: tuple[Cell, ...] = ()
        self.slots_: tuple[Slot, ...] = ()
        self.setAccessibleName("Total")

    @property
    def cells(self) -> tuple[Cell, ...]:
        """What is shown."""
        return self._cells

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._painter = CellPainter(theme)
        self.update()

    def set_cells(self, cells: Sequence[Cell], names: Sequence[str]) -> None:
        """Show other figures."""
        self._cells = tuple(cells)
        said = (f"{name} {cell.text}" for name, cell in zip(names, cells, strict=True) if cell.text)
        self.setAccessibleDescription(", ".join(said))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the figures under a stronger line."""
        painter = QPainter(self)
        c = self._theme.colours
        painter.fillRect(self.rect(), c.surface)
        painter.fillRect(0, 0, self.width(), 1, c.line2)
        if self._cells:
            self._painter.paint_row(painter, self.rect(), self._cells, self.slots_)
        painter.end()


class ReadTable(QWidget):
    """Head, rows and total.

    `sort_wanted(key)`: a head was pressed. `row_activated(row)`: Enter, Space or a double click.
    `current_moved(row)`: another row is current, -1 for none. `menu_wanted(at)`: at a place on
    the screen.
    """

    sort_wanted = Signal(str)
    row_activated = Signal(int)
    current_moved = Signal(int)
    menu_wanted = Signal(object)

    def __init__(
        self,
        spec: GridSpec[Any],
        theme: Theme,
        sorts: Collection[str] = (),
        parent: QWidget | None = None,
        *,
        explains: Callable[[Any], PartFacts | None] | None = None,
    ) -> None:
        """Start without rows; `sorts` are columns that sort, `explains` tells a row's part."""
        super().__init__(parent)
        self._explains = explains
        self._theme = theme
        self._painter = CellPainter(theme)
        self.grid_model = GridModel(spec, self._painter.measure, self)
        self.head = TableHead(spec.name, sorts, theme, self)
        self.body = Body(self.grid_model, theme, self)
        self.total = TotalLine(theme, self)
        self.total.hide()
        self.head.sort_wanted.connect(self.sort_wanted)
        self.body.activated_.connect(self.row_activated)
        self.body.current_moved.connect(self.current_moved)
        self.body.menu_wanted.connect(self.menu_wanted)
        self.setFocusProxy(self.body)
        fill_ground(self, theme.colours.surface)

    @property
    def spec(self) -> GridSpec[Any]:
        """The columns."""
        return self.grid_model.spec

    def part_to_explain(self) -> PartFacts | None:
        """Return the part of the current row; None where rows are no parts."""
        row = self.body.current_row
        return (
            None if self._explains is None or row < 0 else self._explains(self.grid_model.rows[row])
        )

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self, theme.colours.surface)
        for part in (self.head, self.body, self.total):
            part.set_theme(theme)
        current = self.body.current_row
        self._painter = CellPainter(theme)
        self.grid_model.set_spec(self.spec, self._painter.measure)
        self._place()
        self.body.go_to(min(current, self.grid_model.rowCount() - 1))

    def set_spec(self, spec: GridSpec[Any]) -> None:
        """Take other columns; rows follow."""
        self.grid_model.set_rows(())
        self.grid_model.set_spec(spec, self._painter.measure)
        self.body.setAccessibleName(spec.name)

    def set_rows(
        self, rows: Sequence[Any], total: Sequence[Cell] = (), line_after: int | None = None
    ) -> None:
        """Show other rows and another total; an accent line follows one of the rows."""
        self.body.go_to(-1)
        self.body.line_after = line_after
        self.grid_model.set_rows(rows)
        self.total.setVisible(bool(total))
        self.total.set_cells(total, [one.name for one in self.spec.columns] if total else ())
        self._place()
        self.body.scrollToTop()
        self.updateGeometry()

    def set_row_height(self, pixels: int) -> None:
        """Make rows lower or higher."""
        if pixels != self.body.row_height:
            self.body.set_row_height(pixels)
            self._place()
            self.updateGeometry()

    def set_sorted(self, key: str, *, is_descending: bool) -> None:
        """Mark the column that the rows are sorted by."""
        self.head.set_sorted(key, is_descending=is_descending)

    def texts(self) -> tuple[tuple[str, ...], ...]:
        """Return heads, rows and total as texts, all columns."""
        heads = tuple(one.title for one in self.spec.columns)
        rows = tuple(
            tuple(cell.text for cell in self.grid_model.prepared(row).cells)
            for row in range(self.grid_model.rowCount())
        )
        total = (tuple(cell.text for cell in self.total.cells),) if self.total.cells else ()
        return (heads, *rows, *total)

    def full_height(self) -> int:
        """Return the height at which no row is cut off."""
        return self._height_of(self.grid_model.rowCount())

    def sizeHint(self) -> QSize:
        """Return a size that shows a few rows: who has more room gives it by stretching."""
        return QSize(400, self._height_of(_FEW))

    def minimumSizeHint(self) -> QSize:
        """Return the same height, narrow."""
        return QSize(160, self._height_of(_FEW))

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Place head, rows and total anew."""
        super().resizeEvent(event)
        self._place()

    def _height_of(self, rows: int) -> int:
        return self._theme.px(HEIGHT) + rows * self.body.row_height + self._low()

    def _low(self) -> int:
        return self._theme.metrics.total if self.total.cells else 0

    def _place(self) -> None:
        """Share the width out, and put the total right under the last row that shows."""
        row, head = self.body.row_height, self._theme.px(HEIGHT)
        low = self._low()
        room = max(self.height() - head - low, row) // row
        rows = self.grid_model.rowCount()
        height = min(rows, room) * row
        bar = self.body.verticalScrollBar().sizeHint().width() if rows > room else 0
        slots = self._lay_out(self.width() - bar)
        self.head.setGeometry(0, 0, self.width(), head)
        self.body.setGeometry(0, head, self.width(), height)
        self.total.setGeometry(0, head + height, self.width(), low)
        self.head.set_slots(slots)
        self.body.slots_ = self.total.slots_ = slots
        for slot in slots:
            self.body.setColumnWidth(slot.place, slot.width)
        shown = {slot.place for slot in slots}
        for place in range(len(self.spec.columns)):
            self.body.setColumnHidden(place, place not in shown)
        self.body.viewport().update()
        self.total.update()

    def _lay_out(self, width: int) -> tuple[Slot, ...]:
        """Return the columns that there is width for, with the spare width shared out."""
        columns = self.spec.columns
        needs = {place: self._need(place) for place in range(len(columns))}
        for key in self.spec.hides_first:
            if sum(needs.values()) <= width:
                break
            needs.pop(self.spec.place_of(key), None)
        spare = width - sum(needs.values())
        parts = {place: _BAR_SHARE if columns[place].has_bar else 1 for place in needs}
        unit = spare / max(sum(parts.values()), 1)
        unit = min(unit, self._theme.px(_MOST_SPARE)) if unit > 0 else 0.0
        widths = {place: round(needs[place] + unit * parts[place]) for place in needs}
        chosen = [place for place in widths if columns[place].key == self.spec.stretches]
        first = next(iter((*chosen, *widths)), None)
        if first is not None:
            widths[first] += width - sum(widths.values())
        slots, left = [], 0
        for place, wide in widths.items():
            slots.append(Slot(place, columns[place], left, wide))
            left += wide
        return tuple(slots)

    def _need(self, place: int) -> int:
        """Return the width that a column needs, its texts uncut; of long names only so much."""
        column, painter = self.spec.columns[place], self._painter
        room = painter.room(column)
        title = self.head.title_width(column.title) + self._theme.px(_TITLE_ROOM)
        if column.has_bar:
            return round(max(room, title))
        content = self.grid_model.content_width(place, 0)
        if self.total.cells:
            content = max(content, painter.measure(self.total.cells[place]))
        if column.align is Align.LEFT:
            most = _WIDEST_NAME if place == 0 else _WIDEST_DETAIL
            content = min(content, self._theme.px(most))
        least = column.digits * self._theme.digit_width()
        return round(max(least, content, title - room) + room)
