"""Which key does what in a grid that is not being edited.

Knows Qt's keys and nothing of rows or columns.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_FAR = 1_000_000
_Key = Qt.Key
_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class Move:
    """A step of the selection: rows and columns, and whether it stretches the block.

    `is_run` marks a step by Tab, `is_return` the Enter that ends a run of them.
    """

    rows: int
    columns: int
    is_extending: bool = False
    is_run: bool = False
    is_return: bool = False


_ARROWS = {
    _Key.Key_Up: (-1, 0),
    _Key.Key_Down: (1, 0),
    _Key.Key_Left: (0, -1),
    _Key.Key_Right: (0, 1),
    _Key.Key_Home: (0, -_FAR),
    _Key.Key_End: (0, _FAR),
}
_FAR_ARROWS = {
    _Key.Key_Up: (-_FAR, 0),
    _Key.Key_Down: (_FAR, 0),
    _Key.Key_Left: (0, -_FAR),
    _Key.Key_Right: (0, _FAR),
    _Key.Key_Home: (-_FAR, -_FAR),
    _Key.Key_End: (_FAR, _FAR),
}


def move_of(event: QKeyEvent, page: int) -> Move | None:
    """Return the step that a key asks for, None for all others; `page` counts rows."""
    key = Qt.Key(event.key())
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    is_shifted = bool(modifiers & _SHIFT)
    if modifiers in (_CTRL, _CTRL | _SHIFT):
        by = _FAR_ARROWS.get(key)
        return None if by is None else Move(*by, is_extending=is_shifted)
    if modifiers not in (_NONE, _SHIFT):
        return None
    if key in (_Key.Key_Return, _Key.Key_Enter):
        return Move(-1 if is_shifted else 1, 0, is_return=True)
    if key in (_Key.Key_Tab, _Key.Key_Backtab):
        is_back = is_shifted or key is _Key.Key_Backtab
        return Move(0, -1 if is_back else 1, is_run=True)
    pages = {_Key.Key_PageUp: (-page, 0), _Key.Key_PageDown: (page, 0)}
    by = _ARROWS.get(key) or pages.get(key)
    return None if by is None else Move(*by, is_extending=is_shifted)


def types_text(event: QKeyEvent) -> bool:
    """Whether a key types a character, and so starts editing."""
    text = event.text()
    commands = _CTRL | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return bool(text) and text.isprintable() and not event.modifiers() & commands
