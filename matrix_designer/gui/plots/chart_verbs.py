"""What can be done to the chart, as actions for its own menu and the window's.

Knows names and keys, without the plots: the window makes them before a chart is loaded.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

SCALES = (1, 2, 3, 4)
"""How many times its size a PNG can have, from the menu."""


class ChartVerbs(QObject):
    """The chart's actions. `png_wanted(scale)`: save a PNG so many times the chart's size."""

    png_wanted = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        """Make the actions; the plain keys hold while the chart has the keyboard."""
        super().__init__(parent)
        self.zoom_in = self._make("Zoom cost axis &in", "+", "See fewer costs, larger")
        self.zoom_out = self._make("Zoom cost axis &out", "-", "See more costs")
        self.fit = self._make("&Fit cost axis", "0", "Show every cost again, as a double click")
        self.copy = self._make("&Copy picture", "Ctrl+C", "Put the chart on the clipboard")
        self.save_svg = self._make("Save as &SVG…", None, "Lines and text, sharp at any size")
        self.save_pdf = self._make("Save as &PDF…", None, "One page, sharp at any size")
        self._pngs = QActionGroup(self)
        for scale in SCALES:
            action = QAction(f"Save as PNG, {scale * 100} %…", self._pngs)
            action.setData(scale)
            action.setToolTip(f"{scale} times the size of the chart on the screen")
        self._pngs.triggered.connect(self._on_png)

    def view(self) -> tuple[QAction, ...]:
        """Return what changes the view, in the order of the menu."""
        return (self.zoom_in, self.zoom_out, self.fit)

    def groups(self) -> tuple[tuple[QAction, ...], ...]:
        """Return everything in the order of the window's menu."""
        return (self.view(), (self.copy, *self.saves()), self.pngs())

    def keyed(self) -> tuple[QAction, ...]:
        """Return what has a key of its own on the chart."""
        return (*self.view(), self.copy)

    def saves(self) -> tuple[QAction, ...]:
        """Return what saves the chart, PNG apart."""
        return (self.save_svg, self.save_pdf)

    def pngs(self) -> tuple[QAction, ...]:
        """Return one action for each scale of a PNG."""
        return tuple(self._pngs.actions())

    def _make(self, text: str, key: str | None, tip: str) -> QAction:
        action = QAction(text, self)
        if key is not None:
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(tip)
        action.setStatusTip(tip)
        return action

    def _on_png(self, action: QAction) -> None:
        self.png_wanted.emit(float(action.data()))
