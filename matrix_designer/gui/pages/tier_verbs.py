"""What can be done to tiers, as actions for the menu and the grid alike.

Knows names and keys; the Design page carries them out.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence


class TierVerbs(QObject):
    """Insert and delete; disabled until a design shows."""

    def __init__(self, parent: QObject) -> None:
        """Make the actions."""
        super().__init__(parent)
        self.insert = QAction("&Insert tier", self)
        # one sequence is enough: where plus is Shift+=, a second one would be ambiguous
        self.insert.setShortcut(QKeySequence("Ctrl++"))
        self.insert.setToolTip("Part the current range in two; the costs covered stay the same")
        self.delete = QAction("&Delete tiers", self)
        self.delete.setShortcut(QKeySequence("Ctrl+-"))
        self.delete.setToolTip("Take the selected tiers out; the tier below takes over the range")
        self.set_enabled(can_insert=False, can_delete=False)

    def all(self) -> tuple[QAction, ...]:
        """Return every action, in the order of the menu."""
        return (self.insert, self.delete)

    def set_enabled(self, *, can_insert: bool, can_delete: bool) -> None:
        """Grey what cannot be done."""
        self.insert.setEnabled(can_insert)
        self.delete.setEnabled(can_delete)
