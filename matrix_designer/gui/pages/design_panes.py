"""Where each pane of the Design page stands at which size.

Knows widths, heights and which pane is which; not what any of them shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from matrix_designer.gui.controls import Hairline, restyle
from matrix_designer.gui.panels.findings import FindingsPanel
from matrix_designer.gui.panels.pane_tabs import PaneTabs
from matrix_designer.gui.panels.price_test import PriceTestPanel
from matrix_designer.gui.plots.curves import CurvesView
from matrix_designer.gui.theme import NARROW, TALL, WIDE, Theme

LOW = 800
"""The window height under which the list pane goes."""
_LEAST_CURVES, _LEAST_CURVES_TABS = 180, 145
_LEAST_GRID = 160
_BOTTOM = 134
_NO_LIMIT = 16_777_215


class LowerPane(Enum):
    """What stands under the grid where there is one tab for each."""

    CURVES = 0
    PRICE_TEST = 1
    FINDINGS = 2


@dataclass(frozen=True, slots=True)
class Shape:
    """What a size has room for."""

    has_list: bool
    has_tabs: bool
    is_bottom: bool
    is_low_row: bool


def shape_of(size: QSize, theme: Theme) -> Shape:
    """Say what a window's size has room for, at the theme's zoom."""
    width, height = theme.unzoomed(size.width()), theme.unzoomed(size.height())
    has_tabs = width < NARROW
    return Shape(
        has_list=width >= WIDE and height >= LOW,
        has_tabs=has_tabs,
        is_bottom=height >= TALL and not has_tabs,
        is_low_row=NARROW <= width < WIDE,
    )


@dataclass(frozen=True, slots=True)
class Panes:
    """What is placed: the list, the heads, the rows, the curves and the two panels."""

    matrices: QWidget
    grid_head: QHBoxLayout
    rows: QWidget
    chart_head: QHBoxLayout
    curves: CurvesView
    price_test: PriceTestPanel
    findings: FindingsPanel


class DesignPanes(QWidget):
    """The page's frame. Call `fit` when the window's size changes."""

    def __init__(self, panes: Panes, theme: Theme, parent: QWidget | None = None) -> None:
        """Put every pane in; `fit` shows where it belongs."""
        super().__init__(parent)
        self._panes = panes
        self._theme = theme
        self._shape: Shape | None = None
        self._wanted, self._row_height = 0, 1
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._list_line = Hairline(theme, is_upright=True)
        self._cover_line = Hairline(theme, is_upright=True)
        self._cover_line.setParent(self)
        row.addWidget(panes.matrices)
        row.addWidget(self._list_line)
        centre = QVBoxLayout()
        centre.setSpacing(0)
        row.addLayout(centre, 1)
        self._grid_strip = _strip(panes.grid_head)
        centre.addWidget(self._grid_strip)
        centre.addWidget(panes.rows)
        self._tabs = PaneTabs(("Curves", "Price test", "Findings"), theme)
        self._tabs.chosen.connect(self._on_tab_chosen)
        centre.addWidget(self._tabs)
        self._lower = _Lower()
        centre.addWidget(self._lower, 1)
        self._chart = QWidget()
        charts = QVBoxLayout(self._chart)
        charts.setContentsMargins(0, 0, 0, 0)
        charts.setSpacing(0)
        self._chart_strip = _strip(panes.chart_head)
        charts.addWidget(self._chart_strip)
        charts.addWidget(panes.curves, 1)
        self._lower.addWidget(self._chart)
        self._bottom_line = Hairline(theme)
        centre.addWidget(self._bottom_line)
        self._bottom = QVBoxLayout()
        centre.addLayout(self._bottom)
        self._side_line = Hairline(theme, is_upright=True)
        row.addWidget(self._side_line)
        self._side = QWidget()
        row.addWidget(self._side)
        self._sides = QVBoxLayout(self._side)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(0)
        self._findings_line = Hairline(theme)
        self._sides.addWidget(self._findings_line)
        self._set_sizes()

    @property
    def shape(self) -> Shape | None:
        """What the page last had room for; None before the first `fit`."""
        return self._shape

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._set_sizes()
        restyle(self, theme)
        self._shape = None

    def set_findings_count(self, count: int) -> None:
        """Write how many findings there are on their tab."""
        self._tabs.set_count(LowerPane.FINDINGS.value, count)

    def fit(self, size: QSize) -> bool:
        """Place the panes for the window's size; returns whether anything moved."""
        shape = shape_of(size, self._theme)
        has_moved = shape != self._shape
        if has_moved:
            self._shape = shape
            self._list_line.setVisible(shape.has_list)
            self._place_list(shape)
            self._place(shape)
        self.share_height(self._wanted, self._row_height)
        return has_moved

    def share_height(self, wanted: int, row: int) -> None:
        """Give the grid the height that it wants where the curves keep enough, else what fits.

        `row` is the height of one of its rows: what would cut one goes to the curves.
        """
        self._wanted, self._row_height = wanted, row
        if self._shape is None:
            return
        theme = self._theme
        room = self.height() - theme.metrics.grid_title - theme.metrics.chart_title - 2
        room -= theme.px(_BOTTOM) if self._shape.is_bottom else 0
        room -= theme.px(_LEAST_CURVES_TABS if self._shape.has_tabs else _LEAST_CURVES)
        height = max(min(wanted, room), theme.px(_LEAST_GRID))
        if height < wanted:
            height = wanted - -(-(wanted - height) // row) * row
        self._panes.rows.setFixedHeight(height)

    @property
    def is_list_over(self) -> bool:
        """Whether the list lies over the page, where it has no place of its own."""
        shape = self._shape
        return shape is not None and not shape.has_list and self._panes.matrices.isVisible()

    def show_list(self, *, is_shown: bool) -> None:
        """Lay the list over the page where it has no place of its own, or take it away again."""
        if self._shape is None or self._shape.has_list:
            return
        self._panes.matrices.setVisible(is_shown)
        self._cover_line.setVisible(is_shown)
        self._place_cover()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the list that lies over the page as high as the page."""
        super().resizeEvent(event)
        self._place_cover()

    def _place_cover(self) -> None:
        matrices = self._panes.matrices
        if self._shape is None or self._shape.has_list or matrices.isHidden():
            return
        top = self._theme.metrics.grid_title
        matrices.setGeometry(0, top, matrices.width(), self.height() - top)
        self._cover_line.setGeometry(matrices.width(), top, 1, self.height() - top)
        matrices.raise_()
        self._cover_line.raise_()

    def _place_list(self, shape: Shape) -> None:
        """Put the list beside the grid, or keep it apart to be laid over."""
        matrices = self._panes.matrices
        if shape.has_list:
            self._row.insertWidget(0, matrices)
        else:
            self._row.removeWidget(matrices)
        matrices.setVisible(shape.has_list)
        self._cover_line.setVisible(False)

    def show_lower(self, pane: LowerPane) -> None:
        """Bring a pane to the front where there are tabs."""
        if self._shape is not None and self._shape.has_tabs:
            self._tabs.choose(pane.value)

    def _place(self, shape: Shape) -> None:
        """Put price test and findings at the side, below the curves, or under tabs."""
        price_test, findings = self._panes.price_test, self._panes.findings
        for panel in (price_test, findings):
            self._lower.removeWidget(panel)
        self._tabs.setVisible(shape.has_tabs)
        room = self._tabs.aside if shape.has_tabs else self._panes.chart_head
        self._panes.curves.place_read_out(room)
        self._chart_strip.setVisible(not shape.has_tabs)
        self._side.setVisible(not shape.has_tabs)
        self._side_line.setVisible(not shape.has_tabs)
        self._bottom_line.setVisible(shape.is_bottom)
        self._findings_line.setVisible(not shape.is_bottom)
        findings.set_wide(is_wide=shape.is_bottom)
        bottom = self._theme.px(_BOTTOM)
        findings.setMaximumHeight(bottom if shape.is_bottom else _NO_LIMIT)
        price_test.set_flat(is_flat=shape.has_tabs)
        if shape.has_tabs:
            self._lower.addWidget(price_test)
            self._lower.addWidget(findings)
            self._tabs.choose(LowerPane.CURVES.value)
            return
        self._sides.insertWidget(0, price_test)
        if shape.is_bottom:
            self._sides.setStretch(0, 1)
            self._bottom.addWidget(findings)
        else:
            self._sides.setStretch(0, 0)
            self._sides.insertWidget(2, findings, 1)
        self._lower.setCurrentWidget(self._chart)
        price_test.setVisible(True)
        findings.setVisible(True)

    def _set_sizes(self) -> None:
        metrics = self._theme.metrics
        self._grid_strip.setFixedHeight(metrics.grid_title)
        self._chart_strip.setFixedHeight(metrics.chart_title)
        self._side.setFixedWidth(metrics.side)

    def _on_tab_chosen(self, place: int) -> None:
        self._lower.setCurrentIndex(place)
        self._panes.curves.read_out.setVisible(place == LowerPane.CURVES.value)


class _Lower(QStackedWidget):
    """Panes that take the room there is: none of them may press on the grid above."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def hasHeightForWidth(self) -> bool:
        """Have no height of its own for a width; texts that wrap would bring one."""
        return False


def _strip(layout: QHBoxLayout) -> QWidget:
    strip = QWidget()
    strip.setLayout(layout)
    return strip
