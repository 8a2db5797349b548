"""The place of one pane: its view, the axis beside it and, for the last one, the one below.

The library's own plot brings two more axes, a title, buttons and three menus of settings, which
nobody sees and which took half of the time in which the first chart was built. Knows the
library's views and axes; it does not know what is drawn.
"""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtWidgets import QGraphicsGridLayout, QGraphicsItem, QGraphicsWidget, QSizePolicy

from matrix_designer.gui.plots.scales import PlainAxis

_OVER_IMAGES = 0.5


class Plot(QGraphicsWidget):
    """A view with an axis on its left and perhaps one below it; nothing in it can be dragged."""

    def __init__(self, left: PlainAxis, bottom: PlainAxis | None) -> None:
        """Lay the parts out without any margin."""
        super().__init__()
        expanding = QSizePolicy.Policy.Expanding
        self.setSizePolicy(expanding, expanding)
        self.view = pg.ViewBox(parent=self, enableMenu=False, enableMouse=False, defaultPadding=0)
        self.view.disableAutoRange()
        grid = QGraphicsGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        self.setLayout(grid)
        grid.addItem(self.view, 0, 1)
        grid.setRowStretchFactor(0, 100)
        grid.setColumnStretchFactor(1, 100)
        self._axes = [(left, 0, 0)] + ([(bottom, 1, 1)] if bottom is not None else [])
        for axis, row, column in self._axes:
            axis.linkToView(self.view)
            grid.addItem(axis, row, column)
            axis.setZValue(_OVER_IMAGES)
            axis.setFlag(QGraphicsItem.GraphicsItemFlag.ItemNegativeZStacksBehindParent)
