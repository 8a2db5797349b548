"""Ctrl and the wheel, anywhere in a window: larger or smaller.

Knows the window's native events only; a scroll area would swallow the wheel before its window.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

_NOTCH = 120


class ZoomWheel(QObject):
    """Watches one window. `turned(steps)`: by so many notches, up is larger."""

    turned = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        """Watch nothing yet."""
        super().__init__(parent)
        self._rest = 0

    def watch(self, window: QWidget) -> None:
        """Watch a window that is shown; a second time does nothing."""
        handle = window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)
            handle.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the wheel while Ctrl is held, and nothing else."""
        if event.type() is not QEvent.Type.Wheel or not isinstance(event, QWheelEvent):
            return False
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        self._rest += event.angleDelta().y()
        steps = int(self._rest / _NOTCH)
        self._rest -= steps * _NOTCH
        if steps:
            self.turned.emit(steps)
        return True
