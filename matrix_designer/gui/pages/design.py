"""The Design page: what does this matrix do? Grid, curves and findings, laid out for any size.

Knows where each pane stands at which size. Every pane shows the one Analysis by itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from matrix_designer.analysis.findings import Finding
from matrix_designer.core.edits import DeleteTiers, Edit, InsertTier
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.controls import Text, fill_ground, restyle
from matrix_designer.gui.grid.figures import SelectionFigures
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.chart_work import ChartWork
from matrix_designer.gui.pages.design_panes import DesignPanes, LowerPane, Panes
from matrix_designer.gui.pages.matrix_verbs import MatrixVerbs
from matrix_designer.gui.pages.tier_grid import TierGrid
from matrix_designer.gui.pages.tier_verbs import TierVerbs
from matrix_designer.gui.pages.title_button import TitleButton
from matrix_designer.gui.panels.empty_state import EmptyState
from matrix_designer.gui.panels.findings import FindingsPanel
from matrix_designer.gui.panels.matrices import MatricesPane
from matrix_designer.gui.panels.price_test import PriceTestPanel
from matrix_designer.gui.plots.curves import CurvesView
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.texts import counted
from matrix_designer.gui.theme import TextSize, Theme
from matrix_designer.session.workspace import Workspace


class DesignPage(QWidget):
    """The main page.

    `record_requested()`: read the matrix in force from a file. `refused(error)`: an edit could
    not be. `selection_told(text)`: figures of the selected cells.
    """

    record_requested = Signal()
    refused = Signal(object)
    selection_told = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        verbs: TierVerbs,
        theme: Theme,
        numbers: Numbers,
        parent: QWidget | None = None,
    ) -> None:
        """Build every pane once; `fit` places them."""
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._numbers = numbers
        self.grid = TierGrid(workspace, theme, numbers=numbers)
        self.grid.view.setVerticalScrollBar(ThinScrollBar(Qt.Orientation.Vertical, theme))
        self.grid.selection_changed.connect(self._on_selection_changed)
        self.grid.refused.connect(self._on_grid_refused)
        self._no_tiers = EmptyState(
            "rows-3",
            "No tiers yet",
            "A tier is a cost range with a factor.\nStart with one and type over it.",
            "Add a tier",
            theme,
        )
        self._no_tiers.wanted.connect(self._on_insert)
        self._rows = QStackedWidget()
        self._rows.addWidget(self.grid)
        self._rows.addWidget(self._no_tiers)
        self.grid.view.columns_laid_out.connect(self._share_height)
        self.grid.view.horizontalScrollBar().rangeChanged.connect(self._share_height)
        self._verbs = verbs
        verbs.insert.triggered.connect(self._on_insert)
        verbs.delete.triggered.connect(self._on_delete)
        self.verbs = MatrixVerbs(self)
        self.verbs.price_test.triggered.connect(self.show_price_test)
        self.addActions(self.verbs.all())
        self.matrices = MatricesPane(theme, numbers)
        self.curves = CurvesView(theme, numbers)
        chart_work = ChartWork(self.curves, self.grid, workspace)
        chart_work.refused.connect(self.refused)
        chart_work.told.connect(self.selection_told)
        self.grid.tiers_selected.connect(self._on_tiers_selected)
        self.findings = FindingsPanel(theme, numbers)
        self.findings.finding_activated.connect(self._on_finding_activated)
        self.price_test = PriceTestPanel(theme, numbers)
        self.price_test.tier_wanted.connect(self._on_tier_wanted)
        self.price_test.told.connect(self.selection_told)
        self._title = TitleButton(theme)
        self._title.menu_requested.connect(self._on_menu_requested)
        self._note = Text("", theme, role="muted")
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._chart_title = Text("Where the money is", theme, size=TextSize.TITLE, is_semibold=True)
        self._build()
        self.matrices.matrix_chosen.connect(self._on_matrix_chosen)
        self.matrices.record_requested.connect(self.record_requested)
        fill_ground(self, theme.colours.surface)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)
        self._set_margins()
        self.fit()
        bar = self.grid.view.verticalScrollBar()
        if isinstance(bar, ThinScrollBar):
            bar.set_theme(theme)

    def take_focus(self) -> None:
        """Put the keyboard into the grid."""
        self.grid.setFocus()

    def show_analysis(self, analysis: Analysis) -> None:
        """Show an analysis in the panes that have no source of their own."""
        matrix = analysis.matrix
        self._title.set_name(matrix.name)
        self._note.setText(describe_matrix(matrix, self._numbers))
        self.matrices.show_analysis(analysis)
        self.grid.show_analysis(analysis)
        self._rows.setCurrentWidget(self.grid if matrix.tiers else self._no_tiers)
        self._verbs.set_enabled(can_insert=True, can_delete=bool(matrix.tiers))
        self.curves.show_analysis(analysis)
        self.findings.show_analysis(analysis)
        self.price_test.show_analysis(analysis)
        self._panes.set_findings_count(len(analysis.findings))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the panes for the new size."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Place the panes for the window's size."""
        if self._panes.fit(self.window().size()) and (shape := self._panes.shape) is not None:
            self._title.set_menu_shown(is_shown=not shape.has_list)
            metrics = self._theme.metrics
            low = shape.is_low_row
            self.grid.view.set_row_height(metrics.row_short if low else metrics.row)
        self._share_height()

    def show_price_test(self) -> None:
        """Bring the price test to the front and put the keyboard into its cost."""
        self._panes.show_lower(LowerPane.PRICE_TEST)
        self.price_test.take_focus()

    def _share_height(self) -> None:
        """Give the grid all its rows where the curves keep enough."""
        self._panes.share_height(self.grid.sizeHint().height())

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._note, 1)
        charts = QHBoxLayout()
        charts.addWidget(self._chart_title)
        self.curves.place_read_out(charts)
        self._heads = (head, charts)
        self._panes = DesignPanes(
            Panes(
                matrices=self.matrices,
                grid_head=head,
                rows=self._rows,
                chart_head=charts,
                curves=self.curves,
                price_test=self.price_test,
                findings=self.findings,
            ),
            self._theme,
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._panes)
        self._set_margins()

    def _set_margins(self) -> None:
        margin = self._theme.metrics.margin
        head, charts = self._heads
        head.setContentsMargins(margin - 6, 0, margin, 0)
        charts.setContentsMargins(margin, 0, margin, 0)

    def _on_selection_changed(self, figures: SelectionFigures) -> None:
        self.selection_told.emit(figures.text)

    def _on_tiers_selected(self, tiers: Iterable[int]) -> None:
        places = frozenset(tiers)
        self.curves.set_selected_tiers(places)
        self.price_test.set_tier(min(places, default=0))

    def _on_tier_wanted(self, tier: int) -> None:
        self.grid.select_tier(tier)
        self.grid.setFocus()

    def _on_grid_refused(self, sentence: str) -> None:
        self.refused.emit(MatrixDesignerError(sentence))

    def _on_finding_activated(self, finding: Finding) -> None:
        if finding.tier is not None:
            self.grid.select_tier(finding.tier, finding.column)
            self.grid.setFocus()

    def _on_insert(self) -> None:
        tiers = self.grid.selected_tiers
        self._apply(InsertTier(self._matrix_name(), min(tiers, default=0)))

    def _on_delete(self) -> None:
        tiers = self.grid.selected_tiers
        if tiers:
            self._apply(DeleteTiers(self._matrix_name(), tuple(tiers)))

    def _matrix_name(self) -> str:
        work = self._workspace
        return work.question.matrix or work.design.matrix.name

    def _apply(self, edit: Edit) -> None:
        """Carry out an edit, or say why it cannot be."""
        try:
            self._workspace.apply(edit, self.grid.view.selection)
        except MatrixDesignerError as error:
            self.refused.emit(error)

    def _on_matrix_chosen(self, name: str) -> None:
        self._workspace.set_question(
            Question(matrix=name, against=self._workspace.question.against)
        )

    def _on_menu_requested(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for matrix in self._workspace.design.matrices:
            action = menu.addAction(matrix.name.replace("&", "&&"))
            action.setData(matrix.name)
        menu.triggered.connect(self._on_menu_action)
        menu.popup(self._title.mapToGlobal(self._title.rect().bottomLeft()))

    def _on_menu_action(self, action: QAction) -> None:
        self._on_matrix_chosen(str(action.data()))


def describe_matrix(matrix: Matrix, numbers: Numbers) -> str:
    """Say in a few words what a matrix is: 15 tiers on cost, capped at $250."""
    words = f"{counted(len(matrix.tiers), 'tier')} on {matrix.lookup.value}"
    if matrix.cap is None:
        return f"{words}, no cap"
    cap = numbers.money(matrix.cap.above).removesuffix(f"{numbers.point}00")
    return f"{words}, capped at ${cap}"
