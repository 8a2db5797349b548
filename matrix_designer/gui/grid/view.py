"""The grid's view: keys, pointer and editing as a spreadsheet has them.

Rows, columns and texts come from the model; edits are handed on as they are. Knows no noun.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from matrix_designer.gui.grid.cells import CellsView
from matrix_designer.gui.grid.columns import GridSpec
from matrix_designer.gui.grid.editor import Leave
from matrix_designer.gui.grid.keys import Move, move_of, types_text
from matrix_designer.gui.grid.selection import Block, Place, Selection
from matrix_designer.gui.theme import Theme

_Mods = Qt.KeyboardModifier


class GridView(CellsView):
    """A grid in a person's hands. `edit_wanted(edit)`: an entry was read, and is to be done."""

    edit_wanted = Signal(object)

    def __init__(self, spec: GridSpec[Any], theme: Theme, parent: QWidget | None = None) -> None:
        """Start without rows."""
        super().__init__(spec, theme, parent)
        self._run_start: int | None = None
        self._head.column_pressed.connect(self._on_column_pressed)
        self._gutter.row_pressed.connect(self._on_row_pressed)
        self._gutter.row_dragged.connect(self._on_row_dragged)
        self._corner.pressed.connect(self.select_all)
        self._editing.read.connect(self._on_read)
        self._editing.finished.connect(self._on_editing_finished)

    def start_editing(self, typed: str | None = None) -> None:
        """Edit the active cell, with a typed text in the place of its own."""
        place = self._selection.active
        if place[0] >= self._grid.rowCount() or self.isColumnHidden(place[1]):
            return
        self.scrollTo(self._grid.index(*place))
        self._editing.start(place, self.inner_rect(place), typed)

    # --- keys

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Move, edit, type; what is not the grid's goes on to the window."""
        if self._takes_key(event):
            event.accept()
        else:
            event.ignore()

    def event(self, event: QEvent, /) -> bool:
        """Keep Tab in the grid; Ctrl+Tab leaves it."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_tab = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            if is_tab and event.modifiers() & _Mods.ControlModifier:
                is_back = bool(event.modifiers() & _Mods.ShiftModifier)
                return self.focusNextPrevChild(not is_back)
            if is_tab:
                self.keyPressEvent(event)
                return True
        return super().event(event)

    def _takes_key(self, event: QKeyEvent) -> bool:
        if not self._grid.rowCount():
            return False
        page = max(self.viewport().height() // self._gutter.defaultSectionSize() - 1, 1)
        move = move_of(event, page)
        if move is not None:
            self._move(move)
            return True
        return self._takes_command(event)

    def _takes_command(self, event: QKeyEvent) -> bool:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        active = self._selection.active
        if key is Qt.Key.Key_F2 and modifiers == _Mods.NoModifier:
            self.start_editing()
        elif key is Qt.Key.Key_Backspace and modifiers == _Mods.NoModifier:
            self.start_editing("")
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Delete):
            return self._grid.forget_refusal(active)
        elif key is Qt.Key.Key_A and modifiers == _Mods.ControlModifier:
            self.select_all()
        elif key is Qt.Key.Key_Space and modifiers == _Mods.ShiftModifier:
            self._select_rows(self._selection.block.top, self._selection.block.bottom)
        elif key is Qt.Key.Key_Space and modifiers == _Mods.ControlModifier:
            block = self._selection.block
            self._select_block(Block(0, block.left, self._grid.rowCount() - 1, block.right))
        elif types_text(event):
            self.start_editing(event.text())
        else:
            return False
        return True

    def _move(self, move: Move) -> None:
        """Carry a step out; Enter after a run of Tabs goes back to where the run began."""
        start = self._selection
        if move.is_run:
            self._run_start = start.active[1] if self._run_start is None else self._run_start
        elif move.is_return and self._run_start is not None:
            start = start.at((start.active[0], self._run_start))
            self._run_start = None
        else:
            self._run_start = None
        by = (move.rows, move.columns)
        rows, shown = self._grid.rowCount(), self.shown_columns
        self.select(start.moved(by, rows, shown, is_extending=move.is_extending))

    # --- pointer

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        """Select the pressed cell; Shift stretches, Ctrl adds."""
        place = self._place_at(event.position().toPoint())
        if place is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        self._run_start = None
        modifiers = event.modifiers()
        if modifiers & _Mods.ShiftModifier:
            self.select(self._selection.extended_to(place))
        elif modifiers & _Mods.ControlModifier:
            self.select(self._selection.with_another(place))
        else:
            self.select(self._selection.at(place))

    def mouseMoveEvent(self, event: QMouseEvent, /) -> None:
        """Stretch the selection while the button is down, else show the hovered cell."""
        place = self._place_at(event.position().toPoint())
        if event.buttons() & Qt.MouseButton.LeftButton:
            if place is not None and place != self._selection.extent:
                self.select(self._selection.extended_to(place))
            return
        self._hover(place)

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        """Do nothing more; the press has selected."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent, /) -> None:
        """Edit the cell, caret at the end."""
        place = self._place_at(event.position().toPoint())
        if place is not None and event.button() is Qt.MouseButton.LeftButton:
            self.select(self._selection.at(place))
            self.start_editing()

    def leaveEvent(self, event: QEvent, /) -> None:
        """Show no cell as hovered."""
        super().leaveEvent(event)
        self._hover(None)

    def _place_at(self, point: QPoint) -> Place | None:
        index = self.indexAt(point)
        return (index.row(), index.column()) if index.isValid() else None

    def _hover(self, place: Place | None) -> None:
        if place == self._hovered:
            return
        for one in (self._hovered, place):
            if one is not None:
                self.viewport().update(self.inner_rect(one))
        self._hovered = place

    def _on_column_pressed(self, column: int, modifiers: Qt.KeyboardModifier) -> None:
        first = self._selection.active[1] if modifiers & _Mods.ShiftModifier else column
        self._select_block(Block(0, first, self._grid.rowCount() - 1, column))
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def _on_row_pressed(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        first = self._selection.active[0] if modifiers & _Mods.ShiftModifier else row
        self._select_rows(first, row)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def _on_row_dragged(self, row: int) -> None:
        self._select_rows(self._selection.active[0], row)

    def _select_rows(self, first: int, last: int) -> None:
        shown = self.shown_columns
        if shown:
            self._select_block(Block(first, shown[0], last, shown[-1]))

    def _select_block(self, block: Block) -> None:
        self.select(Selection((block.top, block.left), (block.bottom, block.right)))

    # --- editing

    def _on_read(self) -> None:
        """Show what the text is read as while it is typed."""
        self.viewport().update()

    def _on_editing_finished(self, edit: object, leave: Leave, is_tab: bool) -> None:  # noqa: FBT001 - a signal takes no names
        """Hand the edit on, then move."""
        self.viewport().update()
        if edit is not None:
            self.edit_wanted.emit(edit)
        if leave is not Leave.STAY:
            is_return = not is_tab and leave.value[1] == 0
            rows, columns = leave.value
            self._move(Move(rows, columns, is_run=is_tab, is_return=is_return))
