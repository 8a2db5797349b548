"""What can be done to tiers, as actions for the menu, the grid and its title row alike.

Knows names, icons and keys; what they do is told by whoever connects them.
"""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence


class TierVerbs(QObject):
    """The actions on tiers; disabled until a design shows."""

    def __init__(self, parent: QObject) -> None:
        """Make the actions."""
        super().__init__(parent)
        # one sequence is enough here: the grid takes the other ways to press plus by itself
        self.insert = self._make(
            "&Insert tier", "Ctrl++", "Part the current range in two; the costs covered stay"
        )
        self.delete = self._make(
            "&Delete tiers", "Ctrl+-", "Take the selected tiers out; the one below takes over"
        )
        self.split = self._make(
            "&Split", "Ctrl+Shift+P", "Part a tier where half of its cost dollars are sold"
        )
        self.merge = self._make(
            "&Merge", "Ctrl+Shift+G", "Make the selected tiers one, or this one and the next"
        )
        self.ladder = self._make(
            "L&adder", "Ctrl+Shift+L", "Cut the selected tiers into narrow steps between neighbours"
        )
        self.smooth = self._make(
            "Sm&ooth",
            "Ctrl+Shift+I",
            "Lay small tiers along the worst fall of the price",
        )
        self.smooth_all = self._make(
            "Smooth a&ll…",
            "Ctrl+Shift+H",
            "Offer the ways to smooth many falls in one step, with what each does to GP",
        )
        self.nudge_up = self._make("Nudge &up", "Alt+Up", "Raise the selected factors by a step")
        self.nudge_down = self._make(
            "&Nudge down", "Alt+Down", "Lower the selected factors by a step"
        )
        self.icons = {
            self.split: "unfold-vertical",
            self.merge: "fold-vertical",
            self.ladder: "rows-3",
            self.smooth: "chart-spline",
        }
        self.set_enabled(can_insert=False, can_delete=False)

    def all(self) -> tuple[QAction, ...]:
        """Return every action, in the order of the menu."""
        return (
            *(self.insert, self.delete, self.split, self.merge, self.ladder, self.smooth),
            *(self.smooth_all, self.nudge_up, self.nudge_down),
        )

    def set_enabled(self, *, can_insert: bool, can_delete: bool) -> None:
        """Grey what cannot be done: to insert takes a design, all else a tier."""
        self.insert.setEnabled(can_insert)
        for action in self._of_tiers():
            action.setEnabled(can_delete)

    def _of_tiers(self) -> Collection[QAction]:
        return [action for action in self.all() if action is not self.insert]

    def _make(self, text: str, key: str, tip: str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} ({shown})")
        action.setStatusTip(tip)
        return action
