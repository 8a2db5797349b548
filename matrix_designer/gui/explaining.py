"""Which part a person means when he asks why it has its price, wherever in the window he is.

A widget that shows parts tells the one that its keys are on by `part_to_explain`; who asks walks
up from the focus. Knows widgets and the name of the action; it prices nothing.
"""

from __future__ import annotations

from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from matrix_designer.core.part_facts import PartFacts
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.tables.table import ReadTable

WHY: Final = "why this price"
"""The name by which widgets find the window's action."""


@runtime_checkable
class ShowsParts(Protocol):
    """A widget that shows parts."""

    def part_to_explain(self) -> PartFacts | None:
        """Return the part that the keys are on; a cost of 0 is to be looked up in the sales."""


def part_at(widget: QWidget | None) -> PartFacts | None:
    """Return the part that a widget, or the nearest one around it, has under its keys."""
    while widget is not None:
        if isinstance(widget, ShowsParts):
            part = widget.part_to_explain()
            if part is not None:
                return part
        widget = widget.parentWidget()
    return None


def add_why(menu: QMenu, widget: QWidget) -> None:
    """Offer the window's own action in a context menu, where the widget has a part."""
    if part_at(widget) is None:
        return
    for action in widget.window().findChildren(QAction, WHY):
        if menu.actions():
            menu.addSeparator()
        menu.addAction(action)


class WhyMenu(QObject):
    """The context menu of a table of parts that has no other verb."""

    def __init__(self, table: ReadTable) -> None:
        """Live as long as the table."""
        super().__init__(table)
        self._table = table
        table.menu_wanted.connect(self._on_menu_wanted)

    def _on_menu_wanted(self, at: QPoint) -> None:
        menu = Menu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_why(menu, self._table)
        if menu.actions():
            menu.popup(at)
        else:
            menu.deleteLater()
