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
    QVBoxLayout,
    QWidget,
)

from matrix_designer.analysis.findings import Finding
from matrix_designer.core.edits import DeleteTiers, Edit, InsertTier
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.controls import Hairline, Text, fill_ground, restyle
from matrix_designer.gui.grid.figures import SelectionFigures
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.pane_tabs import PaneTabs
from matrix_designer.gui.pages.tier_grid import TierGrid
from matrix_designer.gui.pages.tier_verbs import TierVerbs
from matrix_designer.gui.pages.title_button import TitleButton
from matrix_designer.gui.panels.empty_state import EmptyState
from matrix_designer.gui.panels.findings import FindingsPanel
from matrix_designer.gui.panels.matrices import MatricesPane
from matrix_designer.gui.plots.curves import CurvesView
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.texts import counted
from matrix_designer.gui.theme import NARROW, TALL, WIDE, TextSize, Theme
from matrix_designer.session.workspace import Workspace

_LEAST_CURVES, _LEAST_CURVES_TABS = 180, 145
_LEAST_GRID = 160


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
        self._bottom_height = 134
        self._shape: tuple[bool, bool, bool] | None = None
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
        self.matrices = MatricesPane(theme, numbers)
        self.curves = CurvesView(theme, numbers)
        self.grid.tiers_selected.connect(self._on_tiers_selected)
        self.findings = FindingsPanel(theme, numbers)
        self.findings.finding_activated.connect(self._on_finding_activated)
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
        self._tabs.set_count(1, len(analysis.findings))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the panes for the new size."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Place the panes for the window's size."""
        window = self.window().size()
        has_list = window.width() >= WIDE
        has_tabs = window.width() < NARROW
        is_bottom = window.height() >= TALL and not has_tabs
        shape = (has_list, has_tabs, is_bottom)
        if shape == self._shape:
            self._share_height()
            return
        self._shape = shape
        self.matrices.setVisible(has_list)
        self._list_line.setVisible(has_list)
        self._title.set_menu_shown(is_shown=not has_list)
        metrics = self._theme.metrics
        self.grid.view.set_row_height(metrics.row if has_list or has_tabs else metrics.row_short)
        self._place_findings(has_tabs=has_tabs, is_bottom=is_bottom)
        self._share_height()

    def _share_height(self) -> None:
        """Give the grid all its rows where the curves keep enough, else as many as fit."""
        has_tabs = self.window().width() < NARROW
        bottom = self._bottom_height if self._shape and self._shape[2] else 0
        edges = self._theme.metrics.grid_title + 2
        edges += self._theme.metrics.chart_title
        room = self.height() - edges - bottom - (_LEAST_CURVES_TABS if has_tabs else _LEAST_CURVES)
        wanted = self.grid.sizeHint().height()
        self._rows.setFixedHeight(max(min(wanted, room), _LEAST_GRID))

    def _build(self) -> None:
        metrics = self._theme.metrics
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._list_line = Hairline(self._theme, is_upright=True)
        row.addWidget(self.matrices)
        row.addWidget(self._list_line)
        centre = QVBoxLayout()
        centre.setSpacing(0)
        row.addLayout(centre, 1)
        head = QHBoxLayout()
        head.setContentsMargins(metrics.margin - 6, 0, metrics.margin, 0)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._note, 1)
        centre.addWidget(_strip(head, metrics.grid_title))
        centre.addWidget(self._rows)
        self._tabs = PaneTabs(("Curves", "Findings"), self._theme)
        self._tabs.chosen.connect(self._on_tab_chosen)
        centre.addWidget(self._tabs)
        self._lower = QStackedWidget()
        centre.addWidget(self._lower, 1)
        chart = QWidget()
        charts = QVBoxLayout(chart)
        charts.setContentsMargins(0, 0, 0, 0)
        charts.setSpacing(0)
        title = QHBoxLayout()
        title.setContentsMargins(metrics.margin, 0, metrics.margin, 0)
        title.addWidget(self._chart_title)
        title.addStretch(1)
        self._chart_head = _strip(title, metrics.chart_title)
        charts.addWidget(self._chart_head)
        charts.addWidget(self.curves, 1)
        self._lower.addWidget(chart)
        self._bottom_line = Hairline(self._theme)
        centre.addWidget(self._bottom_line)
        self._bottom = QVBoxLayout()
        self._bottom.setSpacing(0)
        centre.addLayout(self._bottom)
        self._side_line = Hairline(self._theme, is_upright=True)
        row.addWidget(self._side_line)
        self._side = QWidget()
        self._side.setFixedWidth(metrics.side)
        sides = QVBoxLayout(self._side)
        sides.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._side)

    def _place_findings(self, *, has_tabs: bool, is_bottom: bool) -> None:
        """Put the findings at the side, below the curves, or under a tab."""
        self._lower.removeWidget(self.findings)
        self._tabs.setVisible(has_tabs)
        self._chart_head.setVisible(not has_tabs)
        self._side.setVisible(not has_tabs and not is_bottom)
        self._side_line.setVisible(not has_tabs and not is_bottom)
        self._bottom_line.setVisible(is_bottom)
        self.findings.set_wide(is_wide=is_bottom)
        self.findings.setMaximumHeight(self._bottom_height if is_bottom else 16_777_215)
        if has_tabs:
            self._lower.addWidget(self.findings)
            self._tabs.choose(0)
        elif is_bottom:
            self._bottom.addWidget(self.findings)
        else:
            layout = self._side.layout()
            if layout is not None:
                layout.addWidget(self.findings)
        self._lower.setCurrentIndex(0)
        self.findings.setVisible(not has_tabs)

    def _on_selection_changed(self, figures: SelectionFigures) -> None:
        self.selection_told.emit(figures.text)

    def _on_tiers_selected(self, tiers: Iterable[int]) -> None:
        self.curves.set_selected_tiers(frozenset(tiers))

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

    def _on_tab_chosen(self, place: int) -> None:
        self._lower.setCurrentIndex(place)

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


def _strip(layout: QHBoxLayout, height: int) -> QWidget:
    strip = QWidget()
    strip.setLayout(layout)
    strip.setFixedHeight(height)
    return strip


def describe_matrix(matrix: Matrix, numbers: Numbers) -> str:
    """Say in a few words what a matrix is: 15 tiers on cost, capped at $250."""
    words = f"{counted(len(matrix.tiers), 'tier')} on {matrix.lookup.value}"
    if matrix.cap is None:
        return f"{words}, no cap"
    cap = numbers.money(matrix.cap.above).removesuffix(f"{numbers.point}00")
    return f"{words}, capped at ${cap}"
