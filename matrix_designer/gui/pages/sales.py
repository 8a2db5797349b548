"""The Sales page: what is really sold, at what cost, and where the money is.

Knows its panels and which of them answers what; the figures come from one history, worked out
once, and from the one Analysis.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from matrix_designer.analysis.density import Brush, tally
from matrix_designer.analysis.priced_by import PricedBy, priced_by
from matrix_designer.analysis.sales_figures import SalesFigures, figures_of
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan_words import treatment_words
from matrix_designer.core.pricing import Schedule, price_one
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.sides import sides_of
from matrix_designer.gui.brush_words import tier_place
from matrix_designer.gui.controls import Hairline, Text, fill_ground, restyle
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.page_entries import SET_ASIDE
from matrix_designer.gui.pages.sales_head import SalesHead
from matrix_designer.gui.pages.sales_questions import SalesQuestions
from matrix_designer.gui.panels.brushed import BrushedPanel
from matrix_designer.gui.panels.empty_state import EmptyState
from matrix_designer.gui.panels.inset import start_with_tables
from matrix_designer.gui.panels.list_ratios import ListRatiosPanel
from matrix_designer.gui.panels.pane_tabs import PaneTabs
from matrix_designer.gui.panels.ranking import RankingPanel
from matrix_designer.gui.panels.swing import SwingPanel
from matrix_designer.gui.plots.sales_chart import SalesChart
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.status_words import describe_basis
from matrix_designer.gui.tables.table import ReadTable
from matrix_designer.gui.theme import WIDE, TextSize, Theme
from matrix_designer.session.asking import Asking
from matrix_designer.session.jobs import Progress

_LOWER = ("Brushed", "Swing", "List against cost")
_BRUSHED, _SWING, _RATIOS = range(3)
_BOTH = 1_000
"""The width from which tables and chart stand beside each other."""
_LEAST_CHART, _LEAST_LOWER = 360, 190
_MOST_ALONE = 420
"""What the ranking has at least where the page scrolls, unless it needs less."""
_MUCH = 100
"""How much more of the height goes to the ranking, up to its own."""
MANY_ROWS = 60_000
"""So many distinct rows are worked out in a job; fewer take a few milliseconds."""
_GONE = "The single lines of this history are not at hand. Import the sales again to see its {}."


class SalesPage(QWidget):
    """The page of a history.

    `import_wanted()`; `page_wanted(key)`: turn to another. `tier_wanted(place)`: go to a row of the
    tier grid. `refused(error)`, `told(sentence)`; `csv_wanted(name, data)`: write a file.
    """

    import_wanted = Signal()
    page_wanted = Signal(str)
    tier_wanted = Signal(int)
    refused = Signal(object)
    told = Signal(str)
    csv_wanted = Signal(str, object)

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Build every panel once; `show_analysis` fills them."""
        super().__init__(parent)
        self._theme = theme
        self._numbers = numbers
        self._analysis: Analysis | None = None
        self._sales: Sales | None = None
        self._figures: SalesFigures | None = None
        self._brush: Brush | None = None
        self._working = Asking(self)
        self._questions = SalesQuestions(self)
        self.head = SalesHead(theme, numbers)
        self.ranking = RankingPanel(theme, numbers)
        self.brushed = BrushedPanel(theme, numbers)
        self.swing = SwingPanel(theme, numbers)
        self.ratios = ListRatiosPanel(theme, numbers)
        self.tabs = PaneTabs(_LOWER, theme)
        self.chart = SalesChart(theme, numbers)
        self._lower = QStackedWidget()
        for panel in (self.brushed, self.swing, self.ratios):
            self._lower.addWidget(panel)
        self._empty = EmptyState(
            "chart-column",
            "No sales yet",
            "A year of invoice lines shows where the money is.\n"
            "Any export of the DMS will do: CSV, Excel or fixed width.",
            "Import sales…",
            theme,
        )
        self._empty.wanted.connect(self.import_wanted)
        self._build()
        self._connect()
        fill_ground(self, theme.colours.surface)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self, theme.colours.surface)
        fill_ground(self._sheet, theme.colours.surface)
        restyle(self, theme)
        self._fit()

    def show_analysis(self, analysis: Analysis) -> None:
        """Show an analysis; what only the history says is worked out once for it."""
        self._analysis = analysis
        self._pages.setCurrentWidget(self._empty if analysis.sales is None else self._scroll)
        if analysis.sales is not self._sales:
            self._take_sales(analysis)
        self._show_curves()

    def stop(self) -> None:
        """Wait for every question."""
        self._working.stop()
        self._questions.stop()

    # building

    def _build(self) -> None:
        self._sheet = QWidget()
        column = QVBoxLayout(self._sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(Hairline(self._theme))
        self._halves = QHBoxLayout()
        self._halves.setSpacing(0)
        self._left = self._make_left()
        self._right = self._make_right()
        self._parting = Hairline(self._theme, is_upright=True)
        for pane in (self._left, self._right):  # the shares decide, not what stands in them
            pane.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._halves.addWidget(self._left, 12)
        self._halves.addWidget(self._parting)
        self._halves.addWidget(self._right, 11)
        column.addLayout(self._halves, 1)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setVerticalScrollBar(ThinScrollBar(Qt.Orientation.Vertical, self._theme))
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._sheet)
        fill_ground(self._sheet, self._theme.colours.surface)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._scroll)
        self._pages.addWidget(self._empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def _make_left(self) -> QWidget:
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(16, 6, 16, 8)
        column.setSpacing(4)
        column.addWidget(self.ranking, _MUCH)
        column.addWidget(Hairline(self._theme))
        start_with_tables(self.tabs)
        column.addWidget(self.tabs)
        column.addWidget(self._lower, 1)
        return pane

    def _make_right(self) -> QWidget:
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(16, 12, 0, 4)
        column.setSpacing(4)
        title = Text("Price against list", self._theme, size=TextSize.TITLE, is_semibold=True)
        self._note = Text("", self._theme, role="muted")
        self._note.setWordWrap(True)
        column.addWidget(title)
        note = QHBoxLayout()
        note.setContentsMargins(0, 0, 16, 0)
        note.addWidget(self._note)
        column.addLayout(note)
        column.addWidget(self.chart, 1)
        return pane

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._on_tab_chosen)
        self.ranking.band_chosen.connect(self.brush)
        self.ranking.lines_wanted.connect(self._on_lines_wanted)
        self.ranking.verb_wanted.connect(self._on_verb_wanted)
        self.ranking.rows_changed.connect(self._share)
        self.ranking.told.connect(self.told)
        self.ranking.csv_wanted.connect(self.csv_wanted)
        self.ranking.part_chosen.connect(self._questions.ask_part)
        self.brushed.part_chosen.connect(self._questions.ask_part)
        self.brushed.tier_wanted.connect(self.tier_wanted)
        self.brushed.told.connect(self.told)
        self.brushed.cleared.connect(self._on_cleared)
        self.swing.band_chosen.connect(self.brush)
        self.chart.brush_changed.connect(self.brush)
        self.chart.told.connect(self.told)
        self.chart.refused.connect(self.refused)
        self.head.set_aside_wanted.connect(self._on_set_aside_wanted)
        self._working.answered.connect(self._on_figures)
        ask = self._questions
        ask.ranked.answered.connect(self.ranking.show_asked)
        ask.ranked.refused.connect(self._on_ranked_refused)
        ask.ranked.became_slow.connect(self._on_ranked_slow)
        ask.brushed.answered.connect(self.brushed.show_parts)
        ask.brushed.refused.connect(self._on_brush_refused)
        ask.brushed.became_slow.connect(self._on_brush_slow)
        ask.part.refused.connect(self.refused)
        ask.latest.connect(self._on_latest)
        self.tabs.choose(_BRUSHED)

    # what is shown

    def _take_sales(self, analysis: Analysis) -> None:
        """Have another history worked out; a brush stays over another part of the same one."""
        before, self._sales = self._sales, analysis.sales
        self._working.cancel()
        self._questions.take(analysis.sales)
        names = [None if one is None else one.digest for one in (before, analysis.sales)]
        if names[0] != names[1]:
            self._figures, self._brush = None, None
            self.chart.set_brush(None)
        sales, curves = analysis.sales, analysis.curves
        if sales is None:
            return
        is_of_all = analysis.states.whole is None
        fold = analysis.fold if is_of_all else None
        if len(sales.rows.cost) <= MANY_ROWS:
            self._on_figures(figures_of(sales, fold, curves))
            return
        self.head.say("Working the sales out…")

        def work(_progress: Progress) -> SalesFigures:
            return figures_of(sales, fold, curves)

        self._working.ask("Working the sales out", work)

    def _on_figures(self, figures: SalesFigures) -> None:
        self._figures = figures
        for panel in (self.ranking, self.brushed):
            panel.tell_sold(is_known=figures.sales.is_sold_known)
        self.ranking.show_rankings(figures.rankings)
        self.ratios.show_ratios(figures.ratios)
        if figures.bracket is not None:
            self.swing.set_band(figures.bracket.low, figures.bracket.high)
        self._show_curves()
        self._show_brush()

    def _show_curves(self) -> None:
        """Show what an edit may change."""
        analysis = self._analysis
        if analysis is None or analysis.sales is None:
            return
        basis = describe_basis(analysis, self._numbers)
        if self._figures is not None:
            self.head.show_figures(self._figures, analysis)
            self._note.setText(_chart_words(self._figures, self._numbers))
        self.chart.show_sales(self._figures, analysis.curves, analysis.design.above_list_limit)
        if self._lower.currentIndex() == _SWING:
            self.swing.show_priced(analysis.states.priced, basis.replace("  ·  ", ", "))
        if self._brush is not None:
            self._show_tiers()

    def brush(self, brush: Brush | None) -> None:
        """Look at a part of what was sold, or at nothing in particular."""
        if brush == self._brush:
            return
        self._brush = brush
        self.chart.set_brush(brush)
        if brush is not None and self._lower.currentIndex() != _BRUSHED:
            self.tabs.choose(_BRUSHED)
        self._show_brush()

    def _show_brush(self) -> None:
        """Say at once what the brush adds up to; its parts follow when it rests."""
        sales, brush = self._sales, self._brush
        self._questions.ask_brushed(brush)
        if sales is None or brush is None:
            self.brushed.show_brush(None, None)
            return
        self.brushed.show_brush(brush, tally(sales.rows, brush.holds(sales.rows)))
        self._show_tiers()
        if self._questions.lines is None:
            self.brushed.say(_GONE.format("parts"))

    def _show_tiers(self) -> None:
        """Say which tiers price what is brushed, which an edit may change."""
        analysis, brush = self._analysis, self._brush
        if analysis is not None and analysis.states.priced is not None and brush is not None:
            priced, whole = analysis.states.priced, analysis.states.whole
            parts = () if whole is None else [one.priced for one in whole.parts]
            others = [one for one in parts if one is not priced]
            self.brushed.show_tiers(priced_by(priced, brush, others), analysis.matrix)

    # what comes in

    def _on_tab_chosen(self, place: int) -> None:
        self._lower.setCurrentIndex(place)
        self._show_curves()

    def _on_set_aside_wanted(self) -> None:
        self.page_wanted.emit(SET_ASIDE)

    def _on_cleared(self) -> None:
        self.brush(None)
        self.chart.setFocus()

    def _on_lines_wanted(self) -> None:
        is_gone = self._questions.lines is None
        gone = _GONE.format(f"{self.ranking.by.value}s")
        self.ranking.say_instead(gone if is_gone else "")
        self._questions.ask_ranked(self.ranking.by)

    def _on_ranked_slow(self) -> None:
        used = 0 if self._sales is None else self._sales.used.lines
        what = f"the {self.ranking.by.value}s of {self._numbers.count(used)} lines"
        self.ranking.say_instead(f"Adding up {what}…", "Cancel")

    def _on_verb_wanted(self) -> None:
        """Stop adding up, or begin again."""
        if self._questions.ranked.is_busy:
            self._questions.ranked.cancel()
            said = f"The {self.ranking.by.value}s were not added up."
            self.ranking.say_instead(said, "Add them up")
        else:
            self._on_lines_wanted()

    def _on_ranked_refused(self, error: MatrixDesignerError) -> None:
        self.ranking.say_instead(error.sentence)

    def _on_brush_slow(self) -> None:
        self.brushed.say("Adding up the parts…")

    def _on_brush_refused(self, error: MatrixDesignerError) -> None:
        self.brushed.say(error.sentence)

    def _on_latest(self, facts: PartFacts) -> None:
        """Go to the tier that prices a part at its latest cost."""
        analysis = self._analysis
        if analysis is None:
            return
        side, _ = sides_of(analysis)
        row: int | None = None
        said = "No tier prices this part at its latest cost"
        if isinstance(side, Schedule):
            row = price_one(side, facts.cost, facts.list_price).row
        else:
            made = side.price(facts)
            if made.priced is not None and made.matrix is analysis.matrix:
                row = made.priced.row
            else:
                words = treatment_words(made.match.treatment)
                said = f"By the plan, this part's latest line is for {words}"
        place = None if row is None else tier_place(PricedBy(row, 0, 0.0), analysis.matrix)
        if place is None:
            self.told.emit(said)
        else:
            self.tier_wanted.emit(place)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the brush away on Esc, wherever the keyboard is on the page."""
        if event.key() == Qt.Key.Key_Escape and self._brush is not None:
            self.brush(None)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Reflow for the new size."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Put the chart under the tables where there is no width for both."""
        px = self._theme.px
        is_narrow = self._theme.unzoomed(self.width()) < _BOTH
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._halves.setDirection(way)
        self._parting.setVisible(not is_narrow)
        self._right.setMinimumHeight(px(_LEAST_CHART))
        self._lower.setMinimumHeight(px(_LEAST_LOWER))
        metrics = self._theme.metrics
        is_wide = self._theme.unzoomed(self.window().width()) >= WIDE
        for table in self.findChildren(ReadTable):
            table.set_row_height(metrics.row if is_wide else metrics.row_short)
        self._share()

    def _share(self) -> None:
        """Give the ranking the height of its rows; where they are few, the rest is the lower's."""
        full = self.ranking.full_height()
        is_beside = self._parting.isVisibleTo(self._sheet)
        self.ranking.setMinimumHeight(0 if is_beside else min(full, self._theme.px(_MOST_ALONE)))
        self.ranking.setMaximumHeight(full)


def _chart_words(figures: SalesFigures, numbers: Numbers) -> str:
    """Say how to read the chart, and what it leaves out."""
    density = figures.density
    words = "Stronger is more cost dollars. Drag over a part of it to see what sold there."
    if density is None:
        return words
    left = [
        f"${numbers.dollars(one.cost)} of cost {what}"
        for one, what in ((density.no_list, "without a list"), (density.outside, "off the scale"))
        if one.lines
    ]
    return f"{words} Not drawn: {', '.join(left)}." if left else words
