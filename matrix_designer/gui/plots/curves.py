"""The curves under the grid: three panes on one cost axis, fed from the one Analysis.

Knows the panes' places and ranges. What is drawn in them is the panes' own matter.
"""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from matrix_designer.analysis.curves import Band, Curves
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.plots.panes import GpPane, ListPane, MoneyPane, Pane, Ticks
from matrix_designer.gui.plots.scales import (
    PlainAxis,
    cost_ticks,
    cost_writer,
    dollar_writer,
    percent_writer,
    round_ticks,
)
from matrix_designer.gui.theme import Theme

HEIGHTS = (50, 34, 24)
"""The panes' shares of the height."""
AXIS_WIDTH = 52
AXIS_HEIGHT = 22
PANE_GAP = 10
RIGHT_MARGIN = 24
SHORT = 230
"""Below this height the list pane goes."""
PRESENTED_HEIGHTS = (45, 0, 12)
"""The shares in a presentation, which has no list pane."""
NAME_ROOM = 18
"""The pixels over the highest line in which its name stands."""
TICK_ROOM = 22
MOST_TICKS = 4
_EDGE = 0.06
"""The part of a range at either end in which a tick's label would be cut."""
_LOWEST_GP, _HIGHEST_LIST = -100.0, 1_000.0


class CurvesView(QWidget):
    """GP %, price against list and sold cost dollars over one log10 cost axis."""

    def __init__(
        self,
        theme: Theme,
        numbers: Numbers,
        parent: QWidget | None = None,
        *,
        is_presented: bool = False,
    ) -> None:
        """Make the plots once; `show_analysis` fills them.

        In a presentation there are GP % and the bars only, without falls.
        """
        super().__init__(parent)
        self._theme = theme
        self._numbers = numbers
        self._is_presented = is_presented
        self._heights = PRESENTED_HEIGHTS if is_presented else HEIGHTS
        self._curves: Curves | None = None
        self._goal: int | None = None
        self._is_short = False
        self._ranges: dict[Pane, tuple[tuple[float, float], tuple[float, float]]] = {}
        self.gp = GpPane(theme, numbers)
        self.of_list = ListPane(theme, numbers)
        self.money = MoneyPane(theme, numbers)
        self._view = pg.GraphicsLayoutWidget(self)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        percent, dollars = percent_writer(numbers), dollar_writer(numbers)
        self._axes: dict[Pane, PlainAxis] = {
            self.gp: PlainAxis("left", theme, percent),
            self.of_list: PlainAxis("left", theme, percent),
            self.money: PlainAxis("left", theme, dollars),
        }
        self._cost_axis = PlainAxis("bottom", theme, cost_writer(numbers, -1.0))
        self._plots = {pane: self._make_plot(pane, row) for row, pane in enumerate(self._axes)}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        self.setAccessibleName("Curves")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.gp.set_presented(is_presented=is_presented)
        if is_presented:
            self._is_short = True
            self._plots[self.of_list].setVisible(False)
            self._share_heights()
        self.set_theme(theme)

    def sizeHint(self) -> QSize:
        """Return a size at which all three panes can be read."""
        return QSize(800, 300)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._view.setBackground(theme.colours.surface)
        for pane, axis in self._axes.items():
            pane.set_theme(theme)
            axis.set_theme(theme)
        self._cost_axis.set_theme(theme)
        self._view.ci.setContentsMargins(0, 0, theme.px(RIGHT_MARGIN), 0)
        self._view.ci.setSpacing(theme.px(PANE_GAP))
        self._cost_axis.setHeight(theme.px(AXIS_HEIGHT))
        for axis in self._axes.values():
            axis.setWidth(theme.px(AXIS_WIDTH))
        if self._curves is not None:
            self._show(self._curves)

    def set_before(self, *, is_before: bool) -> None:
        """Draw the matrix in force alone, or the proposed one over it; no range moves."""
        self.gp.set_before(is_before=is_before)

    def show_analysis(self, analysis: Analysis) -> None:
        """Draw an analysis; nothing is done for curves that are drawn already."""
        if analysis.curves is self._curves and analysis.design.goal == self._goal:
            return
        self._curves = analysis.curves
        self._goal = analysis.design.goal
        self.gp.set_goal(self._goal)
        self._show(analysis.curves)
        self.setAccessibleDescription(_describe(analysis))

    def _show(self, curves: Curves) -> None:
        """Hand the curves to the panes, with the ranges and ticks that their heights allow."""
        ranges = {
            self.gp: _gp_range(curves, self._goal, self._height_of(self.gp) / self._theme.zoom),
            self.of_list: _list_range(curves),
            self.money: _money_range(curves),
        }
        first, last = curves.span
        ticks = cost_ticks(first, last)
        self._cost_axis.set_values(ticks)
        for pane, (low, high) in ranges.items():
            self._set_range(pane, (first, last), (low, high))
            values = self._y_ticks(pane, low, high)
            self._axes[pane].set_values(values)
            pane.show_curves(curves, Ticks(ticks, values))

    def _height_of(self, pane: Pane) -> float:
        """Return about how many pixels high a pane is."""
        shares = dict(zip(self._axes, self._heights, strict=True))
        if self._is_short:
            shares[self.of_list] = 0
        gaps = self._theme.px(PANE_GAP) * (len(shares) - 1)
        room = self.height() - self._theme.px(AXIS_HEIGHT) - gaps
        return room * shares[pane] / sum(shares.values())

    def _set_range(self, pane: Pane, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Show a range; an equal one would still have the plot lay itself out."""
        if self._ranges.get(pane) != (x, y):
            self._ranges[pane] = (x, y)
            self._plots[pane].getViewBox().setRange(xRange=x, yRange=y, padding=0)

    def set_selected_tiers(self, tiers: frozenset[int]) -> None:
        """Draw these tiers (0-based) in the width of a selection."""
        self.gp.set_selected(tiers)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the list pane where there is no height for it."""
        super().resizeEvent(event)
        is_short = self._is_presented or event.size().height() < self._theme.px(SHORT)
        if is_short != self._is_short:
            self._is_short = is_short
            self._plots[self.of_list].setVisible(not is_short)
            self._share_heights()
        if self._curves is not None and event.size().height() != event.oldSize().height():
            self._show(self._curves)

    def _make_plot(self, pane: Pane, row: int) -> pg.PlotItem:
        """Put a pane into a plot of its own, with its axes and without everything else."""
        is_last = pane is self.money
        axes = {"left": self._axes[pane]}
        if is_last:
            axes["bottom"] = self._cost_axis
        plot = pg.PlotItem(axisItems=axes)
        plot.hideButtons()
        plot.setMenuEnabled(enableMenu=False)
        if not is_last:
            plot.hideAxis("bottom")
        view = plot.getViewBox()
        view.setMenuEnabled(enableMenu=False)
        view.setMouseEnabled(x=False, y=False)
        view.setDefaultPadding(0)
        view.disableAutoRange()
        view.addItem(pane, ignoreBounds=True)
        plot.layout.setContentsMargins(0, 0, 0, 0)
        self._view.ci.addItem(plot, row=row, col=0)
        self._view.ci.layout.setRowStretchFactor(row, self._heights[row])
        self._view.ci.layout.setRowMinimumHeight(row, 30)
        return plot

    def _share_heights(self) -> None:
        layout = self._view.ci.layout
        layout.setRowStretchFactor(1, 0 if self._is_short else self._heights[1])
        layout.setRowMinimumHeight(1, 0 if self._is_short else 30)
        layout.setRowMaximumHeight(1, 0 if self._is_short else 16_777_215)

    def _y_ticks(self, pane: Pane, low: float, high: float) -> list[float]:
        """Return a pane's round ticks: none where it has nothing to show."""
        curves = self._curves
        if pane is self.gp:
            edge = (high - low) * _EDGE
            most = min(max(int(self._height_of(pane) // self._theme.px(TICK_ROOM)), 2), MOST_TICKS)
            return round_ticks(low + edge, high - edge, most)
        if pane is self.of_list:
            has_data = curves is not None and curves.proposed_of_list is not None
            edge = (high - low) * _EDGE
            return round_ticks(low + edge, high - edge, 3) if has_data else []
        has_data = curves is not None and curves.bars is not None
        return round_ticks(0, high * 0.75, 2) if has_data else []


def _gp_range(curves: Curves, goal: int | None, height: float) -> tuple[float, float]:
    """Return the range of GP %: over the highest line is room for its name."""
    lines = [line for line in (curves.proposed, curves.in_force) if line is not None]
    values = np.concatenate([line.y for line in lines])
    values = values[np.isfinite(values)]
    if goal is not None:
        values = np.append(values, goal / 10_000)
    if not len(values):
        return 0.0, 100.0
    low, high = max(float(values.min()), _LOWEST_GP), float(values.max())
    span = max(high - low, 5.0)
    floor, top = low - span * 0.28, high + span * 0.26
    part = min(NAME_ROOM / max(height, 1.0), 0.45)
    return _outwards(floor, max(top, (high - floor * part) / (1 - part)), 5.0)


def _outwards(low: float, high: float, step: float) -> tuple[float, float]:
    """Widen a range to whole steps, so that a small edit does not make the axis jump."""
    return math.floor(low / step) * step, math.ceil(high / step) * step


def _list_range(curves: Curves) -> tuple[float, float]:
    band: Band | None = curves.proposed_of_list
    if band is None:
        return 0.0, 200.0
    values = np.concatenate((band.low, band.high))
    values = values[np.isfinite(values)]
    low = min(float(values.min()), 100.0) if len(values) else 100.0
    high = max(float(values.max()), 100.0) if len(values) else 100.0
    high = min(high, _HIGHEST_LIST)
    span = max(high - low, 10.0)
    return _outwards(low - span * 0.1, high + span * 0.22, 10.0)


def _money_range(curves: Curves) -> tuple[float, float]:
    if curves.bars is None or not len(curves.bars.dollars):
        return 0.0, 1.0
    return 0.0, max(float(curves.bars.dollars.max()), 1.0) * 1.35


def _describe(analysis: Analysis) -> str:
    """Say in one sentence what the curves show, for who cannot see them."""
    counted = sum(1 for zone in analysis.curves.falls if zone.counts)
    falls = len(analysis.curves.falls)
    return (
        f"GP % over cost for {len(analysis.matrix.tiers)} tiers. "
        f"The price falls at {falls} bounds, {counted} of them with money at stake."
    )
