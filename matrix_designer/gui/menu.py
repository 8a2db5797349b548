"""A menu whose lines between groups can be seen in both themes.

The style draws them as a shade of the ground, which on a dark one is next to nothing. Knows the
palette that the program gave its menus.
"""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QMenu, QMenuBar


class Menu(QMenu):
    """A menu that draws its lines in the colour of hairlines."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as ever, then the lines over the style's own."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        line = self.palette().color(QPalette.ColorRole.Midlight)
        for action in self.actions():
            if action.isSeparator() and action.isVisible():
                area = self.actionGeometry(action)
                painter.fillRect(area.left(), area.center().y(), area.width(), 1, line)
        painter.end()


def add_menu(menu: QMenuBar | QMenu, title: str) -> Menu:
    """Put a menu into a bar or into another menu."""
    made = Menu(title, menu)
    menu.addMenu(made)
    return made
