"""A grid under the pointer: cells, row numbers and column heads are pressed, dragged, filled out.

Knows places, the selection and the fill handle; it knows no key and no noun.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from matrix_designer.gui.grid.cells import CellsView
from matrix_designer.gui.grid.columns import GridSpec
from matrix_designer.gui.grid.overlay import HANDLE
from matrix_designer.gui.grid.selection import Block, Place
from matrix_designer.gui.theme import Theme

_Mods = Qt.KeyboardModifier
_EDGE = 2
_GRAB = 3
"""How far around the fill handle a press still takes it."""


class PointedView(CellsView):
    """A grid that follows the pointer.

    `edit_started()`: a cell is to be edited; `drawn_out(source, target)`: the fill handle was let
    go over a larger block; `pressed()`: a press took the selection elsewhere; `switched()`: the
    active cell, of a column that is switched, was clicked; `rows_moved(rows, at)`: these rows are
    to stand before the row that is number `at` now.
    """

    edit_started = Signal()
    drawn_out = Signal(object, object)
    pressed = Signal()
    switched = Signal()
    rows_moved = Signal(object, int)

    def __init__(self, spec: GridSpec[Any], theme: Theme, parent: QWidget | None = None) -> None:
        """Start without rows."""
        super().__init__(spec, theme, parent)
        self._drawing: Block | None = None
        self._moving: tuple[int, ...] = ()
        self._edge: int | None = None
        self._held: int | None = None
        self._down: Place | None = None
        self._head.column_pressed.connect(self._on_column_pressed)
        self._head.column_dragged.connect(self._on_column_dragged)
        self._gutter.row_pressed.connect(self._on_row_pressed)
        self._gutter.row_dragged.connect(self._on_row_dragged)
        self._gutter.edge_dragged.connect(self._on_edge_dragged)
        self._gutter.released.connect(self._on_gutter_released)
        self._corner.pressed.connect(self.select_all)

    # --- cells

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        """Select the pressed cell; Shift stretches, Ctrl adds; the handle is taken."""
        point = event.position().toPoint()
        place = self._place_at(point)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if self._is_on_handle(point):
            self._editing.leave_if_open()
            self._drawing = self._selection.block
            return
        if place is None:
            return
        modifiers = event.modifiers()
        if modifiers & _Mods.ShiftModifier:
            self.select(self._selection.extended_to(place))
        elif modifiers & _Mods.ControlModifier:
            self.select(self._selection.with_another(place))
        else:
            self.select(self._selection.at(place))
            self._down = place
        self.pressed.emit()

    def mouseMoveEvent(self, event: QMouseEvent, /) -> None:
        """Stretch what is being dragged while the button is down, else show the hovered cell."""
        point = event.position().toPoint()
        if event.buttons() & Qt.MouseButton.LeftButton:
            place = self._place_near(point)
            if self._drawing is not None:
                self._draw_to(place)
            elif place is not None and place != self._selection.extent:
                self.select(self._selection.extended_to(place))
            return
        is_cross = self._is_on_handle(point)
        shape = Qt.CursorShape.CrossCursor if is_cross else Qt.CursorShape.ArrowCursor
        if self.viewport().cursor().shape() is not shape:
            self.viewport().setCursor(shape)
        self._hover(self._place_at(point))

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        """Fill out what the handle was drawn over."""
        event.accept()
        down, self._down = self._down, None
        if self._drawing is None:
            if down is not None and self._selection.is_single and self._is_switch(down):
                self.switched.emit()
            return
        source, target = self._selection.block, self._drawing
        self._drawing = None
        self._repaint_selections(self._selection.at((target.top, target.left)))
        self.viewport().update()
        if target != source:
            self.drawn_out.emit(source, target)

    def mouseDoubleClickEvent(self, event: QMouseEvent, /) -> None:
        """Edit the cell, caret at the end; on the handle, fill down to the last row."""
        point = event.position().toPoint()
        place = self._place_at(point)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if self._is_on_handle(point):
            self._drawing = None
            source = self._selection.block
            last = self._last_body_row()
            if last > source.bottom:
                target = Block(source.top, source.left, last, source.right)
                self.drawn_out.emit(source, target)
        elif place is not None:
            self.select(self._selection.at(place))
            self.pressed.emit()
            self._down = None
            if self._is_switch(place):
                self.switched.emit()
            else:
                self.edit_started.emit()

    def _is_switch(self, place: Place) -> bool:
        return self._grid.spec.columns[place[1]].press is not None

    def leaveEvent(self, event: QEvent, /) -> None:
        """Show no cell as hovered."""
        super().leaveEvent(event)
        self._hover(None)

    def cancel_drawing(self) -> bool:
        """Let the fill handle go without filling; returns whether it was held."""
        was = self._drawing is not None or self._edge is not None
        self._drawing, self._edge, self._held, self._moving = None, None, None, ()
        if was:
            self.viewport().update()
        return was

    def _drawn_block(self) -> QRect:
        """Return the box that the fill handle is drawn over."""
        if self._drawing is None or self._drawing == self._selection.block:
            return QRect()
        return self._block_rect(self._drawing)

    def _place_at(self, point: QPoint) -> Place | None:
        index = self.indexAt(point)
        return (index.row(), index.column()) if index.isValid() else None

    def _place_near(self, point: QPoint) -> Place | None:
        """Return the cell under a point, or the one beyond the edge that it was dragged over."""
        shown, rows = self.shown_columns, self._grid.rowCount()
        if not shown or not rows:
            return None
        area = self.viewport().rect()
        step = self._gutter.defaultSectionSize()
        row = self.rowAt(min(max(point.y(), area.top()), area.bottom()))
        row = rows - 1 if row < 0 else row
        row += (point.y() > area.bottom()) - (point.y() < area.top() - step // 4)
        column = self.columnAt(min(max(point.x(), area.left()), area.right()))
        column = shown[-1] if column < 0 else column
        return min(max(row, 0), rows - 1), column

    def _last_body_row(self) -> int:
        """Return the last row of the body, or one less than the first where there is none."""
        return sum(map(self._grid.spec.is_body, self._grid.rows)) - 1

    def _is_on_handle(self, point: QPoint) -> bool:
        """Whether a press would take the fill handle."""
        if self._editing.place is not None or self._selection.others or not self._grid.rowCount():
            return False
        block = self._block_rect(self._selection.block)
        corner = QPoint(block.right(), block.bottom())
        size = self._theme.px(HANDLE + 2 * _GRAB)
        return not block.isEmpty() and QRect(
            corner.x() - size // 2, corner.y() - size // 2, size, size
        ).contains(point)

    def _draw_to(self, place: Place | None) -> None:
        """Draw the block out to a cell: along the rows or the columns, whichever is farther."""
        if place is None:
            return
        own = self._selection.block
        row, column = min(place[0], max(self._last_body_row(), own.bottom)), place[1]
        down = max(row - own.bottom, own.top - row, 0)
        across = max(column - own.right, own.left - column, 0)
        if down >= across:
            block = Block(min(own.top, row), own.left, max(own.bottom, row), own.right)
        else:
            block = Block(own.top, min(own.left, column), own.bottom, max(own.right, column))
        if block != self._drawing:
            self._drawing = block
            self.viewport().update()
            self.scrollTo(self._grid.index(row, column))

    def _hover(self, place: Place | None) -> None:
        if place == self._hovered:
            return
        for one in (self._hovered, place):
            if one is not None:
                self.viewport().update(self.inner_rect(one))
        self._hovered = place

    # --- row numbers and column heads

    def _on_column_pressed(self, column: int, modifiers: Qt.KeyboardModifier) -> None:
        is_added = bool(modifiers & _Mods.ControlModifier)
        first = self._selection.start[1] if modifiers & _Mods.ShiftModifier else column
        self.select_columns(first, column, is_added=is_added)
        self._take_press()

    def _on_column_dragged(self, column: int) -> None:
        self._stretch((max(self._grid.rowCount() - 1, 0), column))

    def _on_row_pressed(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        is_plain = not modifiers & (_Mods.ControlModifier | _Mods.ShiftModifier)
        body = self._last_body_row()
        if self._grid.spec.movable and is_plain and row <= body:
            rows = self._selection.whole_rows(self.shown_columns)
            is_held = row in rows and rows[-1] <= body
            self._moving, self._held = (rows, row) if is_held else ((row,), None)
            if is_held:
                self._take_press()
                return
        is_added = bool(modifiers & _Mods.ControlModifier)
        first = self._selection.start[0] if modifiers & _Mods.ShiftModifier else row
        self.select_rows(first, row, is_added=is_added)
        self._take_press()

    def _on_edge_dragged(self, row: int) -> None:
        """Show where the rows that are dragged would stand."""
        if not self._moving:
            return
        edge = min(row, self._last_body_row() + 1)
        if self._edge is None and self._moving[0] <= edge <= self._moving[-1] + 1:
            return
        if edge != self._edge:
            self._edge = edge
            self.viewport().update()

    def _on_gutter_released(self) -> None:
        """Move the rows that were dragged, where they stand elsewhere then."""
        rows, edge, held = self._moving, self._edge, self._held
        self._moving, self._edge, self._held = (), None, None
        if edge is None:
            if held is not None:
                self.select_rows(held, held)
            return
        self.viewport().update()
        if not rows[0] <= edge <= rows[-1] + 1 or len(rows) != rows[-1] - rows[0] + 1:
            self.rows_moved.emit(rows, edge)

    def paintEvent(self, event: QPaintEvent, /) -> None:
        """Paint the cells, and the line where dragged rows would stand."""
        super().paintEvent(event)
        if self._edge is None:
            return
        high = self._theme.px(_EDGE)
        step = self._gutter.defaultSectionSize()
        top = self.rowViewportPosition(0) + self._edge * step - high // 2
        painter = QPainter(self.viewport())
        width = self.viewport().width()
        painter.fillRect(0, max(top, 0), width, high, self._theme.colours.accent)
        painter.end()

    def _on_row_dragged(self, row: int) -> None:
        if self._moving:
            return
        shown = self.shown_columns
        if shown:
            self._stretch((row, shown[-1]))

    def _stretch(self, place: Place) -> None:
        if place != self._selection.extent:
            self.select(self._selection.extended_to(place))

    def _take_press(self) -> None:
        self.pressed.emit()
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def select_rows(self, first: int, last: int, *, is_added: bool = False) -> None:
        """Select whole rows, from the one that stretching starts at to another."""
        shown = self.shown_columns
        if shown:
            self._select_from((first, shown[0]), (last, shown[-1]), is_added=is_added)

    def select_columns(self, first: int, last: int, *, is_added: bool = False) -> None:
        """Select whole columns, from the one that stretching starts at to another.

        The rows in view stay in view.
        """
        bottom = max(self._grid.rowCount() - 1, 0)
        self._select_from((0, first), (bottom, last), is_added=is_added, is_followed=False)

    def _select_from(
        self, start: Place, end: Place, *, is_added: bool, is_followed: bool = True
    ) -> None:
        selection = self._selection.stretched(start, end, is_added=is_added)
        self.select(selection, is_followed=is_followed)
