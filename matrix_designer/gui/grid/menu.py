"""The grid's context menu: every verb with its key.

Knows commands, their names and keys; what they do is the grid's and its owner's.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from matrix_designer.gui.explaining import add_why
from matrix_designer.gui.grid.keys import Command
from matrix_designer.gui.menu import Menu

Verb = tuple[Command, str, str]
"""What is asked for, its name in a menu, its key."""
GROUPS: tuple[tuple[Verb, ...], ...] = (
    (
        (Command.CUT, "Cu&t", "Ctrl+X"),
        (Command.COPY, "&Copy", "Ctrl+C"),
        (Command.COPY_WITH_HEADS, "Copy with &headers", "Ctrl+Shift+C"),
        (Command.PASTE, "&Paste", "Ctrl+V"),
    ),
    (
        (Command.FILL_DOWN, "Fill do&wn", "Ctrl+D"),
        (Command.FILL_RIGHT, "Fill &right", "Ctrl+R"),
        (Command.CLEAR, "C&lear", "Del"),
        (Command.EDIT, "&Edit", "F2"),
    ),
    (
        (Command.SELECT_ROWS, "Select row", "Shift+Space"),
        (Command.SELECT_COLUMNS, "Select column", "Ctrl+Space"),
        (Command.SELECT_ALL, "Select &all", "Ctrl+A"),
    ),
)
"""Blocks, fills, selections: a line parts them."""


class GridMenu(Menu):
    """Offers the verbs and is gone when it closes. `command_chosen(command)`: one was chosen."""

    command_chosen = Signal(object)

    def __init__(self, row_actions: Sequence[QAction], parent: QWidget) -> None:
        """Take the owner's verbs, which stand between blocks and selections."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("Verbs of the grid")
        blocks, fills, selections = GROUPS
        for group in (blocks, fills):
            self._add(group)
        if row_actions:
            self.addActions(list(row_actions))
            self.addSeparator()
        self._add(selections)
        add_why(self, parent)
        self.triggered.connect(self._on_triggered)

    def _add(self, group: Sequence[Verb]) -> None:
        self.addActions([make_action(verb, self) for verb in group])
        self.addSeparator()

    def _on_triggered(self, action: QAction) -> None:
        command = action.data()
        if isinstance(command, Command):
            self.command_chosen.emit(command)


def make_action(verb: Verb, parent: QObject) -> QAction:
    """Return an action that shows its key but does not take it: the grid itself does."""
    command, text, keys = verb
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    action = QAction(f"{text}\t{shown}", parent)
    action.setData(command)
    return action
