"""The curves under the grid: three panes on one cost axis, fed from the one Analysis.

Knows the panes' ranges and ticks. What is drawn in them is the panes' own matter.
"""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from matrix_designer.analysis.curves import Curves
from matrix_designer.analysis.reading import read_at
from matrix_designer.core.matrix import Matrix
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.plots.axis_span import Span
from matrix_designer.gui.plots.chart_sheet import ChartSheet
from matrix_designer.gui.plots.chart_verbs import ChartVerbs
from matrix_designer.gui.plots.gp_pane import GpPane
from matrix_designer.gui.plots.list_pane import ListPane
from matrix_designer.gui.plots.money_pane import MoneyPane
from matrix_designer.gui.plots.pane import Change, Pane, Ticks
from matrix_designer.gui.plots.picture_commands import PictureCommands
from matrix_designer.gui.plots.ranges import gp_range, list_range, money_range
from matrix_designer.gui.plots.readout import ReadOut
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
PRESENTED_HEIGHTS = (45, 0, 12)
"""The shares in a presentation, which has no list pane."""
PICTURE = (960, 600)
"""The size of a picture in logical pixels: a figure as wide as a page."""
PICTURE_MARGIN = 16
SHORT = 230
"""Below this height the list pane goes."""
TICK_ROOM = 22
MOST_TICKS = 4
_EDGE = 0.06
"""The part of a range at either end in which a tick's label would be cut."""


class CurvesView(QWidget):
    """GP %, price against list and sold cost dollars over one log10 cost axis.

    `edit_wanted(edit)`: a handle was dragged, one step of many that share a merge key.
    `tier_chosen(place)`: a tread was clicked, 0-based. `told(sentence)`, `refused(error)`: what
    became of a picture. `read_out` stands in the chart's title row.
    """

    edit_wanted = Signal(object)
    tier_chosen = Signal(int)
    told = Signal(str)
    refused = Signal(object)

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
        self._analysis: Analysis | None = None
        self._curves: Curves | None = None
        self._zoomed: Span | None = None
        self._fitted: Span | None = None
        self._ranges: dict[Pane, tuple[float, float]] = {}
        self._ticks: dict[Pane, Ticks] = {}
        self._ticks_of: tuple[object, ...] = ()
        self._amount: int | None = None
        self._goal: int | None = None
        self._is_short = self._is_before = False
        self._preview: Curves | None = None
        self.gp = GpPane(theme, numbers)
        self.of_list = ListPane(theme, numbers)
        self.money = MoneyPane(theme, numbers)
        percent, dollars = percent_writer(numbers), dollar_writer(numbers)
        self._axes: dict[Pane, PlainAxis] = {
            self.gp: PlainAxis("left", theme, percent),
            self.of_list: PlainAxis("left", theme, percent),
            self.money: PlainAxis("left", theme, dollars),
        }
        self._cost_axis = PlainAxis("bottom", theme, cost_writer(numbers), "cost ")
        heights = PRESENTED_HEIGHTS if is_presented else HEIGHTS
        self.sheet = ChartSheet(self._axes, self._cost_axis, heights, theme, self)
        self._is_presented = self.gp.is_presented = is_presented
        if is_presented:
            self.sheet.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._is_short = True
            self.sheet.set_shown(self.of_list, is_shown=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.sheet)
        self.setAccessibleName("Curves")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.read_out = ReadOut(theme, numbers, self)
        self.read_out.hide()
        self.verbs = ChartVerbs(self)
        self.pictures = PictureCommands(self.sheet, self.verbs, self.for_picture)
        self.sheet.addActions(self.verbs.keyed())
        self._connect()

    def sizeHint(self) -> QSize:
        """Return a size at which all three panes can be read."""
        return QSize(800, 300)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._ticks_of = ()
        self.sheet.set_theme(theme)
        if self._curves is not None:
            self._show(self._curves)

    def _connect(self) -> None:
        pointer, verbs = self.sheet.pointer, self.verbs
        pointer.edit_wanted.connect(self.edit_wanted)
        pointer.tier_chosen.connect(self.tier_chosen)
        pointer.drag_ended.connect(self._on_drag_ended)
        pointer.span_wanted.connect(self._on_span_wanted)
        pointer.moved.connect(self._on_pointer_moved)
        verbs.zoom_in.triggered.connect(self._on_zoom_in)
        verbs.zoom_out.triggered.connect(self._on_zoom_out)
        verbs.fit.triggered.connect(self.fit)
        self.pictures.told.connect(self.told)
        self.pictures.refused.connect(self.refused)
        self.sheet.menu_wanted.connect(self._on_menu_wanted)

    def place_read_out(self, row: QHBoxLayout) -> None:
        """Give the read-out the rest of a row."""
        row.addWidget(self.read_out, 1)
        self.read_out.show()

    def fit(self) -> None:
        """Show the whole cost axis again."""
        self._on_span_wanted(None)

    def set_before(self, *, is_before: bool) -> None:
        """Draw the matrix in force alone, or the proposed one over it; no range moves."""
        self._is_before = is_before
        self.gp.set_before(is_before=is_before)
        self.sheet.touch()

    def show_span(self, span: Span | None) -> None:
        """Show this part of the cost axis, None all of it."""
        self._zoomed = span
        if self._curves is not None:
            self._show(self._curves)

    def for_picture(self) -> CurvesView:
        """Return the same chart, unseen, in the shape of a report's figure and unselected.

        The pane under the grid is as flat as the window leaves it, and a dark one would be pasted
        into white documents. Who asks for it deletes it.
        """
        made = CurvesView(self._theme.on_paper(), self._numbers, is_presented=self._is_presented)
        made.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        made.sheet.set_margin(PICTURE_MARGIN)
        made.resize(self._theme.px(PICTURE[0]), self._theme.px(PICTURE[1]))
        if self._analysis is not None:
            made.show_analysis(self._analysis)
        made.show_span(self._zoomed)
        made.show_preview(self._preview)
        made.set_before(is_before=self._is_before)
        made.show()
        return made

    def show_analysis(self, analysis: Analysis) -> None:
        """Draw an analysis; nothing is done for curves that are drawn already."""
        before, self._analysis = self._analysis, analysis
        if analysis.curves is self._curves and analysis.design.goal == self._goal:
            return
        if before is not None and before.sales is not analysis.sales:
            self._zoomed = None
        self._curves = analysis.curves
        self._goal = analysis.design.goal
        self.gp.set_goal(self._goal)
        self._show(analysis.curves)
        self.pictures.title = analysis.design.name
        self._read()
        said = _describe(analysis)
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)

    def show_preview(self, curves: Curves | None) -> None:
        """Show what a fix would make, without making it; None ends the preview.

        The curves of the previewed matrix (`evaluate(edit.apply(design), ...).curves`) are drawn
        as a thin solid accent line in both line panes, over the proposed one, which fades to a
        third; the shades and *price falls* labels are then those of the preview. Axes stay as
        they are. An edit does not end a preview: whoever began it ends it.
        """
        self._preview = curves
        for pane in (self.gp, self.of_list):
            pane.set_preview(curves)
        self.sheet.touch()

    def set_selected_tiers(self, tiers: frozenset[int]) -> None:
        """Draw these tiers (0-based) in the width of a selection."""
        changed = [pane.set_selected(tiers) for pane in (self.gp, self.money)]
        if any(changed):
            self.sheet.touch()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the list pane where there is no height for it."""
        super().resizeEvent(event)
        is_short = self._is_presented or event.size().height() < self._theme.px(SHORT)
        if is_short != self._is_short:
            self._is_short = is_short
            self.sheet.set_shown(self.of_list, is_shown=not is_short)
        if self._curves is not None and event.size().height() != event.oldSize().height():
            self._show(self._curves)

    def _show(self, curves: Curves) -> None:
        """Hand the curves to the panes, with the ranges and ticks that their heights allow."""
        height = self.sheet.height_of(self.gp)
        ranges = {
            self.gp: gp_range(curves, self._goal, height / self._theme.zoom),
            self.of_list: list_range(curves),
            self.money: money_range(curves),
        }
        if self.sheet.pointer.is_dragging and self._ranges:
            ranges = self._ranges
        self._ranges = ranges
        span = self._span(curves)
        has_data = {self.of_list: curves.proposed_of_list, self.money: curves.bars}
        empty = frozenset(pane for pane, data in has_data.items() if data is None)
        self._set_axes(span, ranges, height, empty)
        change = max(pane.show_curves(curves, self._ticks[pane]) for pane in ranges)
        self.sheet.set_content(
            curves,
            self._analysis.matrix if self._analysis else Matrix(""),
            span,
            can_edit=not self._is_presented,
        )
        if change is Change.GROUND:
            self.sheet.touch_ground()
        elif change is Change.OVER:
            self.sheet.touch()

    def _set_axes(
        self,
        span: Span,
        ranges: dict[Pane, tuple[float, float]],
        height: float,
        empty: Collection[Pane],
    ) -> None:
        """Set ranges and ticks where they are others; most edits leave them all."""
        asked = (span, ranges, height, empty)
        if asked == self._ticks_of:
            return
        self._ticks_of = asked
        ticks = cost_ticks(*span)
        self._cost_axis.set_values(ticks)
        for pane, (low, high) in ranges.items():
            self.sheet.set_range(pane, span, (low, high))
            values = [] if pane in empty else self._y_ticks(pane, low, high, height)
            self._axes[pane].set_values(values)
            self._ticks[pane] = Ticks(ticks, values)

    def _span(self, curves: Curves) -> Span:
        """Return the part of the cost axis that shows; a drag does not move it."""
        if self._zoomed is not None:
            return self._zoomed
        if not self.sheet.pointer.is_dragging or self._fitted is None:
            self._fitted = curves.span
        return self._fitted

    def _read(self) -> None:
        """Read out what the cost at the hairline sells for."""
        amount, analysis = self.sheet.pointer.amount, self._analysis
        self._amount = amount
        if amount is None or analysis is None:
            self.read_out.show_reading(None)
            return
        self.read_out.show_reading(
            read_at(amount, analysis.schedule, analysis.in_force_schedule, analysis.fold)
        )
        if self.sheet.hasFocus():
            self.sheet.setAccessibleDescription(self.read_out.text)

    def _on_pointer_moved(self) -> None:
        if self.sheet.pointer.amount != self._amount:
            self._read()

    def _on_span_wanted(self, span: Span | None) -> None:
        if span != self._zoomed:
            self.show_span(span)

    def _on_drag_ended(self) -> None:
        """Let the axes follow what the drag made."""
        if self._curves is not None:
            self._show(self._curves)

    def _on_zoom_in(self) -> None:
        self.sheet.refresh()
        self.sheet.pointer.zoom(1)

    def _on_zoom_out(self) -> None:
        self.sheet.refresh()
        self.sheet.pointer.zoom(-1)

    def _on_menu_wanted(self, at: QPoint) -> None:
        """Offer everything that can be done to the chart."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        menu.addAction(self.verbs.copy)
        menu.addMenu("Save as P&NG").addActions(self.verbs.pngs())
        menu.addActions(self.verbs.saves())
        menu.addSeparator()
        menu.addActions(self.verbs.view())
        menu.popup(at)

    def _y_ticks(self, pane: Pane, low: float, high: float, height: float) -> list[float]:
        """Return a pane's round ticks; `height` is that of the first one."""
        edge = (high - low) * _EDGE
        if pane is self.gp:
            most = min(max(int(height // self._theme.px(TICK_ROOM)), 2), MOST_TICKS)
            return round_ticks(low + edge, high - edge, most)
        if pane is self.of_list:
            return round_ticks(low + edge, high - edge, 3)
        return round_ticks(0, high * 0.75, 2)


def _describe(analysis: Analysis) -> str:
    """Say in one sentence what the curves show, for who cannot see them."""
    counted = sum(1 for zone in analysis.curves.falls if zone.counts)
    falls = len(analysis.curves.falls)
    return (
        f"GP % over cost for {len(analysis.matrix.tiers)} tiers. "
        f"The price falls at {falls} bounds, {counted} of them with money at stake."
    )
