"""Enter presses the button that has the keyboard, as in a browser; Qt knows only Space.

Knows keys and buttons of one window. What a widget does with Enter itself never comes here.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class EnterKey(QObject):
    """Watches one window for an Enter that nothing in it has taken."""

    def __init__(self, window: QWidget) -> None:
        """Watch a window as long as it lives."""
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Press the button that has the keyboard; leave everything else alone."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() not in _ENTER or event.modifiers() not in _PLAIN:
            return False
        button = self._window.focusWidget()
        if not isinstance(button, QAbstractButton) or not button.isEnabled():
            return False
        if not event.isAutoRepeat():
            button.click()
        return True
