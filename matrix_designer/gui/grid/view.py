"""The grid's view: keys, commands and editing as a spreadsheet has them.

Rows, columns and texts come from the model; edits are handed on as they are. Knows no noun.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from matrix_designer.gui.grid.columns import GridSpec
from matrix_designer.gui.grid.editor import Leave
from matrix_designer.gui.grid.keys import Command, Move, command_of, move_of, types_text
from matrix_designer.gui.grid.menu import GridMenu
from matrix_designer.gui.grid.pointing import PointedView
from matrix_designer.gui.grid.selection import Block, Place, Selection, jump
from matrix_designer.gui.theme import Theme

_Mods = Qt.KeyboardModifier


class GridView(PointedView):
    """A grid in a person's hands.

    `edit_wanted(edit)`: an entry was read, and is to be done; `edits_wanted(edits, name)`: several
    are to be done as one step of that name; `command_wanted(command)`: insert, delete or nudge,
    which are the owner's.
    """

    edit_wanted = Signal(object)
    edits_wanted = Signal(object, str)
    command_wanted = Signal(object)

    def __init__(self, spec: GridSpec[Any], theme: Theme, parent: QWidget | None = None) -> None:
        """Start without rows."""
        super().__init__(spec, theme, parent)
        self._run_start: int | None = None
        self._row_actions: tuple[QAction, ...] = ()
        self._commands = self._bind()
        self.edit_started.connect(self._on_edit_started)
        self.switched.connect(self._press)
        self.drawn_out.connect(self._on_drawn_out)
        self.pressed.connect(self._on_pressed)
        self._editing.read.connect(self._on_read)
        self._editing.finished.connect(self._on_editing_finished)
        self._editing.entered.connect(self._on_entered)
        self._transfer.edits_wanted.connect(self._on_edits_wanted)
        self._transfer.filled.connect(self._on_filled)
        self._transfer.landed.connect(self._tell_figures)

    def set_row_actions(self, actions: Sequence[QAction]) -> None:
        """Offer the owner's verbs in the context menu, below the grid's own."""
        self._row_actions = tuple(actions)

    def start_editing(self, typed: str | None = None) -> None:
        """Edit the active cell, with a typed text in the place of its own."""
        place = self._selection.active
        if place[0] >= self._grid.rowCount() or self.isColumnHidden(place[1]):
            return
        self.scrollTo(self._grid.index(*place))
        self._forget_copied()
        self._editing.start(place, self.inner_rect(place), typed)

    def forget_unread(self) -> None:
        """Show every cell's own text again."""
        if self._grid.forget_refusals():
            self._tell_figures()

    # --- keys

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Move, edit, type; what is not the grid's goes on to the window."""
        if self._takes_key(event):
            event.accept()
        else:
            event.ignore()

    def event(self, event: QEvent, /) -> bool:
        """Keep the grid's own keys from being shortcuts; Tab stays, Ctrl+Tab leaves."""
        if not isinstance(event, QKeyEvent):
            return super().event(event)
        if event.type() is QEvent.Type.ShortcutOverride and self._is_own_key(event):
            event.accept()
            return True
        is_tab = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if event.type() is QEvent.Type.KeyPress and is_tab:
            if event.modifiers() & _Mods.ControlModifier:
                is_back = bool(event.modifiers() & _Mods.ShiftModifier)
                return self.focusNextPrevChild(not is_back)
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def _is_own_key(self, event: QKeyEvent) -> bool:
        if not self._grid.rowCount():
            return False
        command = command_of(event)
        return command not in (None, Command.RESTORE) or move_of(event, 1) is not None

    def _takes_key(self, event: QKeyEvent) -> bool:
        if not self._grid.rowCount():
            return False
        page = max(self.viewport().height() // self._gutter.defaultSectionSize() - 1, 1)
        move = move_of(event, page)
        if move is not None:
            self._move(move)
            return True
        command = command_of(event)
        if command is not None:
            return self.carry_out(command)
        if types_text(event):
            if not (event.text() == " " and self._press()):
                self.start_editing(event.text())
            return True
        return False

    def _press(self) -> bool:
        """Switch every selected cell of the active column as the active one is to be switched."""
        row, column = self._selection.active
        press = self._grid.spec.columns[column].press
        if press is None or self._grid.edit_text((row, column)) is None:
            return False
        self._transfer.enter(self._selection, [column], press(self._grid.rows[row]), None)
        return True

    def _move(self, move: Move) -> None:
        """Carry a step out; Enter after a run of Tabs goes back to where the run began."""
        start = self._selection
        by = (move.rows, move.columns)
        rows, shown = self._grid.rowCount(), self.shown_columns
        if (move.is_run or move.is_return) and self._has_several():
            self.select(start.cycled(by, shown))
            return
        if move.is_run:
            self._run_start = start.active[1] if self._run_start is None else self._run_start
        elif move.is_return and self._run_start is not None:
            start = start.at((start.active[0], self._run_start))
            self._run_start = None
        else:
            self._run_start = None
        if move.is_jump:
            self._jump(by, is_extending=move.is_extending)
        else:
            self.select(start.moved(by, rows, shown, is_extending=move.is_extending))

    def _jump(self, by: Place, *, is_extending: bool) -> None:
        """Go to the edge of the filled cells."""
        now = self._selection
        start = now.extent if is_extending else now.active
        place = jump(start, by, self._grid.rowCount(), self.shown_columns, self._is_blank)
        self.select(now.extended_to(place) if is_extending else now.at(place))

    def _is_blank(self, place: Place) -> bool:
        return not self._grid.shown_text(place)

    def _has_several(self) -> bool:
        """Whether more than one shown cell is selected."""
        shown = self.shown_columns
        places = (place for place in self._selection.cells() if place[1] in shown)
        return next(places, None) is not None and next(places, None) is not None

    # --- commands

    def carry_out(self, command: Command) -> bool:
        """Do what a key or the menu asks for; returns whether there was anything to do."""
        if not self._grid.rowCount() or not self.shown_columns:
            return False
        own = self._commands.get(command)
        if own is not None:
            return own() is not False
        self.command_wanted.emit(command)
        return True

    def verbs(self) -> dict[Command, Callable[[], bool | None]]:
        """Return what can be done to the cells; nothing where there are none."""
        return self._commands if self._grid.rowCount() and self.shown_columns else {}

    def _bind(self) -> dict[Command, Callable[[], bool | None]]:
        return {
            Command.EDIT: self.start_editing,
            Command.EMPTY: self._edit_from_nothing,
            Command.RESTORE: self._restore,
            Command.CUT: self._cut,
            Command.COPY: self._copy,
            Command.COPY_WITH_HEADS: self._copy_with_heads,
            Command.PASTE: self._paste,
            Command.FILL_DOWN: self._fill_down,
            Command.FILL_RIGHT: self._fill_right,
            Command.CLEAR: self._clear,
            Command.SELECT_ALL: self.select_all,
            Command.SELECT_ROWS: self._select_whole_rows,
            Command.SELECT_COLUMNS: self._select_whole_columns,
            Command.SHOW_ACTIVE: self._show_active,
        }

    def _edit_from_nothing(self) -> None:
        self.start_editing("")

    def _restore(self) -> bool:
        """Cancel what is under way: a fill, what was copied, texts that could not be read."""
        if self.cancel_drawing() or self._forget_copied():
            return True
        if not self._grid.forget_refusals(self._selection.cells()):
            return False
        self._tell_figures()
        return True

    def _copy(self) -> None:
        self._transfer.copy(self._selection, self.shown_columns)
        self.viewport().update()

    def _copy_with_heads(self) -> None:
        self._transfer.copy(self._selection, self.shown_columns, has_heads=True)
        self.viewport().update()

    def _cut(self) -> None:
        self._transfer.cut(self._selection, self.shown_columns)
        self.viewport().update()

    def _paste(self) -> None:
        self._transfer.paste(self._selection, self.shown_columns)

    def _fill_down(self) -> None:
        self._transfer.fill(self._selection, self.shown_columns, is_down=True)

    def _fill_right(self) -> None:
        self._transfer.fill(self._selection, self.shown_columns, is_down=False)

    def _clear(self) -> None:
        self._forget_copied()
        self._transfer.clear(self._selection, self.shown_columns)

    def _select_whole_rows(self) -> None:
        self.select_rows(self._selection.start[0], self._selection.extent[0])

    def _select_whole_columns(self) -> None:
        self.select_columns(self._selection.start[1], self._selection.extent[1])

    def _show_active(self) -> None:
        self.scrollTo(self._grid.index(*self._selection.active))

    def _forget_copied(self) -> bool:
        """Take the dashes away."""
        was = self._transfer.forget_copied()
        if was:
            self.viewport().update()
        return was

    # --- menu

    def contextMenuEvent(self, event: QContextMenuEvent, /) -> None:
        """Offer every verb with its key; a press outside the selection moves it first."""
        if not self._grid.rowCount():
            return
        self._editing.leave_if_open()
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            place = self._place_at(event.pos())
            if place is not None and place not in self._selection:
                self.select(self._selection.at(place))
            at = event.globalPos()
        else:
            self._show_active()
            cell = self.inner_rect(self._selection.active)
            at = self.viewport().mapToGlobal(cell.bottomLeft() + QPoint(1, 1))
        menu = GridMenu(self._row_actions, self)
        menu.command_chosen.connect(self._on_command_chosen)
        menu.popup(at)

    def _on_command_chosen(self, command: Command) -> None:
        self.carry_out(command)

    # --- editing

    def _on_edit_started(self) -> None:
        self.start_editing()

    def _on_pressed(self) -> None:
        """End a run of Tabs."""
        self._run_start = None

    def _on_drawn_out(self, source: Block, target: Block) -> None:
        self._forget_copied()
        self._transfer.draw_out(source, target, self.shown_columns)

    def _on_read(self) -> None:
        """Show what the text is read as while it is typed."""
        self.viewport().update()

    def _on_edits_wanted(self, edits: object, name: str) -> None:
        self.edits_wanted.emit(edits, name)

    def _on_filled(self, block: Block) -> None:
        """Select what texts landed in."""
        last = max(self._grid.rowCount() - 1, 0)
        start, end = (block.top, block.left), (min(block.bottom, last), block.right)
        self.select(Selection(start, end))

    def _on_entered(self, text: str, answer: int | None) -> None:
        """Put a typed text into every selected cell."""
        self._transfer.enter(self._selection, self.shown_columns, text, answer)

    def _on_editing_finished(self, edit: object, leave: Leave, is_tab: bool) -> None:  # noqa: FBT001 - a signal takes no names
        """Hand the edit on, then move."""
        self.viewport().update()
        if edit is not None:
            self.edit_wanted.emit(edit)
        if leave is not Leave.STAY:
            rows, columns = leave.value
            is_return = not is_tab and columns == 0
            self._move(Move(rows, columns, is_run=is_tab, is_return=is_return))
        self._tell_figures()
