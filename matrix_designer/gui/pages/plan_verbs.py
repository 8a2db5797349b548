"""What can be done to rules, as actions for the title row and the grid's menu alike.

Knows names, icons and keys; what they do is told by whoever connects them. The keys are the
grid's own: an action shows its key and does not take it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from matrix_designer.gui.panels.sheet_tools import sheet_action


class PlanVerbs(QObject):
    """The actions on rules."""

    def __init__(self, parent: QObject) -> None:
        """Make the actions."""
        super().__init__(parent)
        self.insert = sheet_action(
            self, "&Insert rule", "Ctrl++", "Put a rule before the selected one"
        )
        self.delete = sheet_action(self, "&Delete rules", "Ctrl+-", "Take the selected rules out")
        self.move_up = sheet_action(
            self,
            "Move &up",
            "Alt+Shift+Up",
            "Move the selected rules up: the first that matches wins",
        )
        self.move_down = sheet_action(
            self, "Move d&own", "Alt+Shift+Down", "Move the selected rules down: earlier ones win"
        )
        self.switch = sheet_action(
            *(self, "&Switch on or off", ""),
            "Have the selected rules count or not (Space in the column On)",
        )
        self.condition = sheet_action(
            self,
            "Add &condition\u2026",
            "",
            "Say something else of the parts that the selected rule takes",
        )
        self.choose = sheet_action(
            self,
            "Choose &from a list\u2026",
            "Alt+Down",
            "Choose what stands in the cell, in all selected rules",
        )
        self.take = sheet_action(
            self, "I&mport rules\u2026", "", "Put the rules of a CSV file or a workbook in place"
        )
        self.export = sheet_action(
            self, "&Export rules\u2026", "", "Write the rules into a CSV file"
        )
        self.icons = {
            self.insert: "plus",
            self.condition: "list-filter",
            self.delete: "trash-2",
            self.move_up: "arrow-up",
            self.move_down: "arrow-down",
        }

    def all(self) -> tuple[QAction, ...]:
        """Return every action, in the order of the menu."""
        return (
            *(self.insert, self.choose, self.condition, self.delete),
            *(self.move_up, self.move_down, self.switch),
            *(self.take, self.export),
        )

    def set_enabled(self, *, has_rules: bool) -> None:
        """Grey what takes a rule."""
        for action in self.all():
            action.setEnabled(has_rules or action in {self.insert, self.take})
