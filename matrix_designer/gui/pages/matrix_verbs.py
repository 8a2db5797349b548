"""What can be done to matrices and to the price test, as actions for menus and keys.

Knows names and keys; the Design page carries them out.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence


class MatrixVerbs(QObject):
    """The actions of the Design page that are not about tiers."""

    def __init__(self, parent: QObject) -> None:
        """Make the actions."""
        super().__init__(parent)
        self.price_test = self._make("&Price test", "Ctrl+T", "Type a cost and see its price")

    def all(self) -> tuple[QAction, ...]:
        """Return every action, in the order of the menu."""
        return (self.price_test,)

    def _make(self, text: str, key: str | None, tip: str) -> QAction:
        action = QAction(text, self)
        if key is not None:
            action.setShortcut(QKeySequence(key))
        action.setToolTip(tip)
        action.setStatusTip(tip)
        return action
