"""Which key does what in a grid that is not being edited.

Knows Qt's keys and nothing of rows or columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_FAR = 1_000_000
_Key = Qt.Key
_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier


class Command(Enum):
    """What a key can ask of a grid besides moving and typing; each value is how it is named."""

    EDIT = "edit"
    EMPTY = "edit from nothing"
    RESTORE = "restore"
    CUT = "cut"
    COPY = "copy"
    COPY_WITH_HEADS = "copy with headers"
    PASTE = "paste"
    FILL_DOWN = "fill down"
    FILL_RIGHT = "fill right"
    CLEAR = "clear"
    SELECT_ALL = "select all"
    SELECT_ROWS = "select rows"
    SELECT_COLUMNS = "select columns"
    SHOW_ACTIVE = "show the active cell"
    INSERT = "insert"
    DELETE = "delete"
    NUDGE_UP = "nudge up"
    NUDGE_DOWN = "nudge down"
    NUDGE_FAR_UP = "nudge up ten steps"
    NUDGE_FAR_DOWN = "nudge down ten steps"


KEYS: dict[tuple[Qt.Key, Qt.KeyboardModifier], Command] = {
    (_Key.Key_F2, _NONE): Command.EDIT,
    (_Key.Key_Backspace, _NONE): Command.EMPTY,
    (_Key.Key_Escape, _NONE): Command.RESTORE,
    (_Key.Key_X, _CTRL): Command.CUT,
    (_Key.Key_Delete, _SHIFT): Command.CUT,
    (_Key.Key_C, _CTRL): Command.COPY,
    (_Key.Key_Insert, _CTRL): Command.COPY,
    (_Key.Key_C, _CTRL | _SHIFT): Command.COPY_WITH_HEADS,
    (_Key.Key_V, _CTRL): Command.PASTE,
    (_Key.Key_Insert, _SHIFT): Command.PASTE,
    (_Key.Key_D, _CTRL): Command.FILL_DOWN,
    (_Key.Key_R, _CTRL): Command.FILL_RIGHT,
    (_Key.Key_Delete, _NONE): Command.CLEAR,
    (_Key.Key_A, _CTRL): Command.SELECT_ALL,
    (_Key.Key_Space, _SHIFT): Command.SELECT_ROWS,
    (_Key.Key_Space, _CTRL): Command.SELECT_COLUMNS,
    (_Key.Key_Backspace, _CTRL): Command.SHOW_ACTIVE,
    (_Key.Key_Plus, _CTRL): Command.INSERT,
    (_Key.Key_Plus, _CTRL | _SHIFT): Command.INSERT,
    (_Key.Key_Equal, _CTRL | _SHIFT): Command.INSERT,
    (_Key.Key_Minus, _CTRL): Command.DELETE,
    (_Key.Key_Up, _ALT): Command.NUDGE_UP,
    (_Key.Key_Down, _ALT): Command.NUDGE_DOWN,
    (_Key.Key_Up, _ALT | _SHIFT): Command.NUDGE_FAR_UP,
    (_Key.Key_Down, _ALT | _SHIFT): Command.NUDGE_FAR_DOWN,
}
NUDGES = {
    Command.NUDGE_UP: 1,
    Command.NUDGE_DOWN: -1,
    Command.NUDGE_FAR_UP: 10,
    Command.NUDGE_FAR_DOWN: -10,
}
"""How many steps of its own kind a nudge moves a value by."""


@dataclass(frozen=True, slots=True)
class Move:
    """A step of the selection: rows and columns, and whether it stretches the block.

    `is_run` marks a step by Tab, `is_return` one by Enter, which ends a run of them; `is_jump`
    leads to the edge of filled cells.
    """

    rows: int
    columns: int
    is_extending: bool = False
    is_run: bool = False
    is_return: bool = False
    is_jump: bool = False


_ARROWS = {
    _Key.Key_Up: (-1, 0),
    _Key.Key_Down: (1, 0),
    _Key.Key_Left: (0, -1),
    _Key.Key_Right: (0, 1),
}
_ENDS = {
    _Key.Key_Home: (0, -_FAR),
    _Key.Key_End: (0, _FAR),
}
_CORNERS = {
    _Key.Key_Home: (-_FAR, -_FAR),
    _Key.Key_End: (_FAR, _FAR),
}


def modifiers_of(event: QKeyEvent) -> Qt.KeyboardModifier:
    """Return a key's modifiers; it is no matter whether it is on the keypad."""
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


def command_of(event: QKeyEvent) -> Command | None:
    """Return what a key asks for besides moving and typing."""
    return KEYS.get((Qt.Key(event.key()), modifiers_of(event)))


def move_of(event: QKeyEvent, page: int) -> Move | None:
    """Return the step that a key asks for, None for all others; `page` counts rows."""
    key = Qt.Key(event.key())
    modifiers = modifiers_of(event)
    is_shifted = bool(modifiers & _SHIFT)
    if modifiers in (_CTRL, _CTRL | _SHIFT):
        if key in _ARROWS:
            return Move(*_ARROWS[key], is_extending=is_shifted, is_jump=True)
        by = _CORNERS.get(key)
        return None if by is None else Move(*by, is_extending=is_shifted)
    if modifiers not in (_NONE, _SHIFT):
        return None
    if key in (_Key.Key_Return, _Key.Key_Enter):
        return Move(-1 if is_shifted else 1, 0, is_return=True)
    if key in (_Key.Key_Tab, _Key.Key_Backtab):
        is_back = is_shifted or key is _Key.Key_Backtab
        return Move(0, -1 if is_back else 1, is_run=True)
    pages = {_Key.Key_PageUp: (-page, 0), _Key.Key_PageDown: (page, 0)}
    by = _ARROWS.get(key) or _ENDS.get(key) or pages.get(key)
    return None if by is None else Move(*by, is_extending=is_shifted)


def types_text(event: QKeyEvent) -> bool:
    """Whether a key types a character, and so starts editing."""
    text = event.text()
    commands = _CTRL | _ALT | Qt.KeyboardModifier.MetaModifier
    return bool(text) and text.isprintable() and not event.modifiers() & commands
