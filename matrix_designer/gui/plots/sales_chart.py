"""The chart of the Sales page: sold cost dollars over sold price against list, on one cost axis.

Knows a history's figures and the curves of an analysis, and which part of both shows.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from matrix_designer.analysis.curves import Curves
from matrix_designer.analysis.density import Brush
from matrix_designer.analysis.sales_figures import SalesFigures
from matrix_designer.core.money import POINT
from matrix_designer.gui.brush_words import band_words, brush_words
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.plots.chart_verbs import ChartVerbs
from matrix_designer.gui.plots.curves import PICTURE, PICTURE_MARGIN
from matrix_designer.gui.plots.density_pane import DensityPane
from matrix_designer.gui.plots.money_pane import MoneyPane
from matrix_designer.gui.plots.pane import Change, Pane, Ticks
from matrix_designer.gui.plots.picture_commands import PictureCommands
from matrix_designer.gui.plots.ranges import money_range
from matrix_designer.gui.plots.sales_sheet import SalesSheet
from matrix_designer.gui.plots.scales import (
    PlainAxis,
    cost_ticks,
    cost_writer,
    dollar_writer,
    percent_writer,
    round_ticks,
)
from matrix_designer.gui.theme import Theme

_SHARES = (38, 62)
_EDGE = 0.04
_NOTHING = (50.0, 150.0)
_MOST_TICKS = 4
_UNDER_BRACKET = 0.75
_PICTURE_DETAIL = 3


class SalesChart(QWidget):
    """Two panes and a brush. `brush_changed(brush)`: None where there is none any more.

    `told(sentence)`, `refused(error)`: what became of a picture.
    """

    brush_changed = Signal(object)
    told = Signal(str)
    refused = Signal(object)

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Make the plots once; `show_sales` fills them."""
        super().__init__(parent)
        self._theme = theme
        self._numbers = numbers
        self._figures: SalesFigures | None = None
        self._curves: Curves | None = None
        self._limit: int | None = None
        self._bracketed: tuple[Curves, Curves] | None = None
        self.money = MoneyPane(theme, numbers)
        self.density = DensityPane(theme, numbers)
        self._axes: dict[Pane, PlainAxis] = {
            self.money: PlainAxis("left", theme, dollar_writer(numbers)),
            self.density: PlainAxis("left", theme, percent_writer(numbers)),
        }
        self._cost_axis = PlainAxis("bottom", theme, cost_writer(numbers), "cost ")
        self.sheet = SalesSheet(self._axes, self._cost_axis, _SHARES, theme, self.density, self)
        self.sheet.brush_changed.connect(self.brush_changed)
        self.sheet.menu_wanted.connect(self._on_menu_wanted)
        self.verbs = ChartVerbs(self)
        self.pictures = PictureCommands(self.sheet, self.verbs, self.for_picture)
        self.pictures.title = "Price against list"
        self.pictures.told.connect(self.told)
        self.pictures.refused.connect(self.refused)
        self.sheet.addAction(self.verbs.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.sheet)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusProxy(self.sheet)

    def sizeHint(self) -> QSize:
        """Return a size at which both panes can be read."""
        return QSize(560, 420)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.sheet.set_theme(theme)
        self._show()

    def show_sales(self, figures: SalesFigures | None, curves: Curves, limit: int | None) -> None:
        """Draw a history's figures with the curves of a design; `limit` is above list, percent."""
        if figures is not self._figures:
            self._bracketed = None
        self._figures = figures
        self._curves = curves
        self._limit = limit
        density = None if figures is None else figures.density
        over = None if limit is None else 100.0 + limit / POINT
        self.density.set_density(density, has_sales=figures is not None, limit=over)
        bracket = None if figures is None else figures.bracket
        first = None if bracket is None else Brush(bracket.low, bracket.high)
        self.sheet.set_first(first)
        self._describe()
        self._show()

    def set_brush(self, brush: Brush | None) -> None:
        """Show a brush, without telling anybody."""
        self.sheet.set_brush(brush)
        self._describe()

    def _describe(self) -> None:
        """Say in words what the chart shows, for who cannot see it."""
        said = ["Nothing is sold" if self._figures is None else ""]
        bracket = None if self._figures is None else self._figures.bracket
        if bracket is not None:
            share = self._numbers.ratio(round(bracket.share * 100), 100, 0)
            band = band_words(bracket.low, bracket.high, self._numbers)
            said.append(f"{share} % of cost dollars at costs from {band}")
        if self.sheet.brush is not None:
            said.append(f"Brushed: {brush_words(self.sheet.brush, self._numbers)}")
        self.sheet.setAccessibleDescription(". ".join(one for one in said if one))

    def for_picture(self) -> SalesChart:
        """Return the same chart, unseen, in the shape of a report's figure and without a brush.

        Its density has more pixels than a screen shows. Who asks for it deletes it.
        """
        made = SalesChart(self._theme.on_paper(), self._numbers)
        made.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        made.sheet.set_margin(PICTURE_MARGIN)
        made.density.detail = _PICTURE_DETAIL
        made.resize(self._theme.px(PICTURE[0]), self._theme.px(PICTURE[1]))
        if self._curves is not None:
            made.show_sales(self._figures, self._curves, self._limit)
        made.show()
        return made

    def _on_menu_wanted(self, at: QPoint) -> None:
        """Offer what can be done to the chart."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        menu.addAction(self.verbs.copy)
        menu.addMenu("Save as P&NG").addActions(self.verbs.pngs())
        menu.addActions(self.verbs.saves())
        menu.popup(at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have as many ticks as the height allows."""
        super().resizeEvent(event)
        self._show()

    def _show(self) -> None:
        """Hand figures and curves to the panes, with their ranges and ticks."""
        if self._curves is None:
            return
        curves = self._with_bracket(self._curves)
        density = self.density.density
        low, high = _NOTHING if density is None else density.y
        ranges = {self.money: money_range(curves), self.density: (low, high)}
        ticks = cost_ticks(*curves.span)
        self._cost_axis.set_values(ticks)
        edge = (high - low) * _EDGE
        values: dict[Pane, list[float]] = {self.money: [], self.density: []}
        if curves.bars is not None:
            values[self.money] = round_ticks(0, ranges[self.money][1] * _UNDER_BRACKET, 3)
        if density is not None:
            values[self.density] = round_ticks(low + edge, high - edge, _MOST_TICKS)
        change = Change.NONE
        for pane, y in ranges.items():
            self.sheet.set_range(pane, curves.span, y)
            self._axes[pane].set_values(values[pane])
            change = max(change, pane.show_curves(curves, Ticks(ticks, values[pane])))
        if change is Change.GROUND:
            self.sheet.touch_ground()
        elif change is Change.OVER:
            self.sheet.touch()

    def _with_bracket(self, curves: Curves) -> Curves:
        """Return the curves with the band that holds 80 %, the same ones for the same curves."""
        if self._bracketed is None or self._bracketed[0] is not curves:
            bracket = None if self._figures is None else self._figures.bracket
            self._bracketed = (curves, replace(curves, bracket=bracket))
        return self._bracketed[1]
