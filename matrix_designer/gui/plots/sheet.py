"""The sheet that the panes stand on: plots one over the other, and one kept picture of them.

The plots give places, axes and grounds. They are painted once into a picture; a repaint lays
that picture down and asks every pane for what lives over it, so that an edit costs no plot.
Knows panes and pixels; it does not know what they mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from matrix_designer.gui.plots.pane import Pane
from matrix_designer.gui.plots.plot import Plot
from matrix_designer.gui.plots.scales import PlainAxis
from matrix_designer.gui.plots.stage import Placement
from matrix_designer.gui.theme import Theme

AXIS_WIDTH = 52
AXIS_HEIGHT = 22
PANE_GAP = 10
RIGHT_MARGIN = 24
_LEAST_PANE = 30


class Sheet(pg.GraphicsLayoutWidget):
    """Panes over one another, each on a plot of its own; the last one carries the cost axis.

    `menu_wanted(at)`: the chart's menu, at a place on the screen.
    """

    menu_wanted = Signal(object)

    def __init__(
        self,
        axes: Mapping[Pane, PlainAxis],
        cost_axis: PlainAxis,
        shares: Sequence[int],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        """Make the plots once, from top to bottom; `shares` are their parts of the height."""
        super().__init__(parent)
        self._axes = dict(axes)
        self._cost_axis = cost_axis
        self._shares = dict(zip(axes, shares, strict=True))
        self._ranges: dict[Pane, tuple[tuple[float, float], tuple[float, float]]] = {}
        self._ground: QPixmap | None = None
        self._ground_of: tuple[float, QSize] | None = None
        self._places: dict[Pane, Placement] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.NoViewportUpdate)
        self._theme = theme
        self._margin = 0
        self._plots = {pane: self._make_plot(pane, row) for row, pane in enumerate(self._axes)}
        self.scene().changed.connect(self._on_scene_changed)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.setBackground(theme.colours.surface)
        self._set_margins()
        self.ci.setSpacing(theme.px(PANE_GAP))
        self._cost_axis.setHeight(theme.px(AXIS_HEIGHT))
        for pane, axis in self._axes.items():
            pane.set_theme(theme)
            axis.set_theme(theme)
            axis.setWidth(theme.px(AXIS_WIDTH))
        self._cost_axis.set_theme(theme)
        self._share_out()
        self.touch_ground()

    def set_margin(self, margin: int) -> None:
        """Leave so much free around the chart (pixels before the zoom)."""
        self._margin = margin
        self._set_margins()
        self._share_out()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.touch()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.touch()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the chart's menu: at the pointer, or in the middle for the keyboard."""
        is_keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
        at = self.mapToGlobal(self.rect().center()) if is_keyboard else event.globalPos()
        self.menu_wanted.emit(at)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new height out."""
        super().resizeEvent(event)
        if hasattr(self, "_plots"):  # the library resizes before there are any
            self._share_out()

    def set_range(self, pane: Pane, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Show a range; an equal one would still have the plot lay itself out."""
        if self._ranges.get(pane) != (x, y):
            self._ranges[pane] = (x, y)
            self._plots[pane].view.setRange(xRange=x, yRange=y, padding=0)
            self.touch_ground()

    def set_shown(self, pane: Pane, *, is_shown: bool) -> None:
        """Leave a pane out, or put it back."""
        self._plots[pane].setVisible(is_shown)
        self._share_out()
        self.touch_ground()

    def height_of(self, pane: Pane) -> float:
        """Return about how many pixels high a pane is."""
        shares = {one: share for one, share in self._shares.items() if self._plots[one].isVisible()}
        gaps = self._theme.px(PANE_GAP) * (len(self._shares) - 1)
        margins = self._theme.px(2 * self._margin)
        room = self.height() - self._theme.px(AXIS_HEIGHT) - gaps - margins
        return max(room * self._shares[pane] / sum(shares.values()), _LEAST_PANE)

    def _share_out(self) -> None:
        """Give every row its part of the height; by stretch alone the layout favours the first."""
        layout, last = self.ci.layout, len(self._plots) - 1
        for row, (pane, plot) in enumerate(self._plots.items()):
            height = self.height_of(pane) if plot.isVisible() else 0.0
            if row == last:
                height += self._theme.px(AXIS_HEIGHT)
            layout.setRowFixedHeight(row, height)

    def _set_margins(self) -> None:
        px, margin = self._theme.px, self._margin
        self.ci.setContentsMargins(
            px(margin), px(margin), px(max(RIGHT_MARGIN, 2 * margin)), px(margin)
        )

    def place_of(self, pane: Pane) -> Placement | None:
        """Return where a pane stands; None where it does not show."""
        self._picture()
        return self._places.get(pane)

    @property
    def places(self) -> tuple[Placement, ...]:
        """Where every pane that shows stands."""
        self._picture()
        return tuple(self._places.values())

    def settle(self) -> None:
        """Have every pane stand where it will be painted."""
        self._picture()

    def paint_all(self, painter: QPainter) -> None:
        """Paint the whole chart as lines and texts, without kept pictures and marks."""
        area = self.viewport().rect()
        self.render(painter, QRectF(area), area)
        self.paint_over(painter, is_vector=True)

    def touch(self) -> None:
        """Paint anew what lives over the ground."""
        self.viewport().update()

    def touch_ground(self) -> None:
        """Paint everything anew."""
        self._ground = None
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lay the kept picture down and have the panes paint over it."""
        ground = self._picture()
        painter = QPainter(self.viewport())
        painter.drawPixmap(0, 0, ground)
        self.paint_over(painter, QRectF(event.rect()))
        self.paint_marks(painter)
        painter.end()

    def paint_marks(self, painter: QPainter) -> None:
        """Paint what stands over all panes: nothing here."""

    def paint_over(
        self, painter: QPainter, part: QRectF | None = None, *, is_vector: bool = False
    ) -> None:
        """Paint what lives over the ground, in the panes that a part of the sheet touches."""
        for pane, place in self._places.items():
            if part is None or part.intersects(place.area):
                pane.paint_over(painter, place, is_vector=is_vector)

    def _picture(self) -> QPixmap:
        """Return the plots as a picture, painted when something of them changed."""
        asked = ratio, size = self.devicePixelRatioF(), self.viewport().size()
        ground = self._ground
        if ground is None or asked != self._ground_of:
            self._ground_of = asked
            self.ci.layout.activate()
            ground = QPixmap((QSizeF(size) * ratio).toSize())
            ground.setDevicePixelRatio(ratio)
            ground.fill(self.backgroundBrush().color())
            painter = QPainter(ground)
            self.render(painter, QRectF(self.viewport().rect()), self.viewport().rect())
            painter.end()
            self._ground = ground
            self._places = {
                pane: Placement.of(pane.sceneTransform(), pane.viewRect(), ratio)
                for pane, plot in self._plots.items()
                if plot.isVisible()
            }
        return ground

    def _make_plot(self, pane: Pane, row: int) -> Plot:
        """Put a pane into a plot of its own, with its axes and without everything else."""
        is_last = row == len(self._axes) - 1
        plot = Plot(self._axes[pane], self._cost_axis if is_last else None)
        plot.view.addItem(pane, ignoreBounds=True)
        self.ci.addItem(plot, row=row, col=0)
        return plot

    def _on_scene_changed(self, _areas: object) -> None:
        self.touch_ground()
