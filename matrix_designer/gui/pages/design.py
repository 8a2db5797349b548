"""The Design page: what does this matrix do? Grid, curves and findings, laid out for any size.

Knows where each pane stands at which size. Every pane shows the one Analysis by itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from matrix_designer.analysis.findings import Finding
from matrix_designer.core.design import Design
from matrix_designer.core.edits import Edit, InsertTier
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.matrix import Matrix
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.controls import Text, fill_ground, restyle
from matrix_designer.gui.grid.figures import SelectionFigures
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.chart_work import ChartWork
from matrix_designer.gui.pages.design_panes import DesignPanes, LowerPane, Panes
from matrix_designer.gui.pages.matrix_verbs import MatrixVerbs
from matrix_designer.gui.pages.matrix_work import MatrixWork
from matrix_designer.gui.pages.record_view import RecordView
from matrix_designer.gui.pages.smooth_all import SmoothAll
from matrix_designer.gui.pages.tier_grid import TierGrid
from matrix_designer.gui.pages.tier_verbs import TierVerbs
from matrix_designer.gui.pages.title_button import TitleButton
from matrix_designer.gui.panels.empty_state import EmptyState
from matrix_designer.gui.panels.findings import FindingsPanel
from matrix_designer.gui.panels.matrices import MatricesPane
from matrix_designer.gui.panels.price_test import PriceTestPanel
from matrix_designer.gui.panels.sheet_tools import SheetTools
from matrix_designer.gui.plots.curves import CurvesView
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.texts import counted
from matrix_designer.gui.theme import TextSize, Theme
from matrix_designer.session.workspace import Workspace


class DesignPage(QWidget):
    """The main page.

    `record_requested()`: read the matrix in force from a file. `refused(error)`: an edit could
    not be. `selection_told(text)`: figures of the selected cells. `plan_wanted(finding)`: go
    to what a finding of the plan is about.
    """

    record_requested = Signal()
    refused = Signal(object)
    selection_told = Signal(str)
    compare_wanted = Signal(str)
    plan_wanted = Signal(object)

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
        self._analysis: Analysis | None = None
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
        self.grid.work.connect_verbs(verbs)
        self.grid.view.set_row_actions(verbs.all())
        self._tools = SheetTools(verbs.icons, theme)
        self._smoothing = SmoothAll(theme, numbers, self._tools)
        self.verbs = MatrixVerbs(self)
        self.addActions(self.verbs.all())
        self._work = MatrixWork(workspace, self.verbs, self)
        self._record: RecordView | None = None
        self._is_record_begun = False
        self.matrices = MatricesPane(workspace, theme, numbers)
        self.curves = CurvesView(theme, numbers)
        chart_work = ChartWork(self.curves, self.grid, workspace)
        chart_work.refused.connect(self.refused)
        chart_work.told.connect(self.selection_told)
        self.grid.tiers_selected.connect(self._on_tiers_selected)
        self.findings = FindingsPanel(theme, numbers)
        self.findings.finding_activated.connect(self._on_finding_activated)
        self.findings.finding_chosen.connect(self._show_place)
        self.findings.edit_wanted.connect(self._apply)
        self.findings.preview_changed.connect(self.curves.show_preview)
        self.addActions(self.findings.verbs())
        self.price_test = PriceTestPanel(theme, numbers)
        self.price_test.tier_wanted.connect(self._on_tier_wanted)
        self.price_test.told.connect(self.selection_told)
        self._title = TitleButton(theme)
        self._title.menu_requested.connect(self._on_menu_requested)
        self._note = Text("", theme, role="muted")
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._chart_title = Text("Where the money is", theme, size=TextSize.TITLE, is_semibold=True)
        self._build()
        self._connect()
        fill_ground(self, theme.colours.surface)

    def _connect(self) -> None:
        self.verbs.price_test.triggered.connect(self.show_price_test)
        self.verbs.find_part.triggered.connect(self._on_part_wanted)
        self.verbs.rules.triggered.connect(self._on_rules_wanted)
        self.verbs.rename.triggered.connect(self._on_rename_wanted)
        self.verbs.show_record.toggled.connect(self._on_record_toggled)
        self.verbs.correct.toggled.connect(self._on_correct_toggled)
        self.verbs.from_file.triggered.connect(self.record_requested)
        self.matrices.matrix_chosen.connect(self._on_matrix_chosen)
        self.matrices.record_requested.connect(self._on_recording_wanted)
        self.matrices.record_chosen.connect(self.verbs.show_record.toggle)
        self.matrices.new_requested.connect(self._work.add)
        self.matrices.menu_requested.connect(self._on_matrix_menu)
        self.matrices.record_menu_requested.connect(self._on_record_menu)
        self.matrices.left.connect(self._on_list_left)
        self._work.record_begun.connect(self._on_record_begun)
        self._work.derived.connect(self._on_derived)
        self.verbs.compare_with.name_chosen.connect(self.compare_wanted)
        self._work.refused.connect(self.refused)
        self._work.told.connect(self.selection_told)
        self._verbs.smooth_all.triggered.connect(self._on_smooth_all)
        self._smoothing.edit_wanted.connect(self._apply)
        self._smoothing.preview_changed.connect(self.curves.show_preview)
        self._smoothing.told.connect(self.selection_told)

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
        """Show an analysis in the panes that have no source of their own.

        One that is not judged yet differs in its tiers only: table and curves come first.
        """
        self._analysis = analysis
        self.grid.show_analysis(analysis)
        self.curves.show_analysis(analysis)
        self.findings.show_analysis(analysis)
        self._smoothing.show_analysis(analysis)
        if analysis.is_judged:
            self._show_rest(analysis)

    def _show_rest(self, analysis: Analysis) -> None:
        """Show what need not come at once."""
        matrix = analysis.matrix
        in_force = analysis.design.in_force
        if in_force is None and self._record is not None:
            self.verbs.show_record.setChecked(False)
        self.verbs.fit(analysis.design, matrix)
        self._show_title(analysis.design, matrix)
        self.matrices.show_analysis(analysis)
        if self._record is None:
            self._rows.setCurrentWidget(self.grid if matrix.tiers else self._no_tiers)
            self._verbs.set_enabled(can_insert=True, can_delete=bool(matrix.tiers))
        self.price_test.show_analysis(analysis)
        self._panes.set_findings_count(len(analysis.findings))
        if self._is_record_begun and in_force is not None:
            self._is_record_begun = False
            self.verbs.correct.setChecked(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the panes for the new size."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Place the panes for the window's size, less what stands beside the page."""
        if self._panes.fit(self._room()) and (shape := self._panes.shape) is not None:
            self._title.set_menu_shown(is_shown=not shape.has_list)
            self._tools.set_short(is_short=shape.has_tabs)
            metrics = self._theme.metrics
            low = shape.is_low_row
            self.grid.view.set_row_height(metrics.row_short if low else metrics.row)
        self._share_height()

    def showEvent(self, event: QShowEvent) -> None:
        """Place the panes for what stands beside the page now."""
        super().showEvent(event)
        self.fit()

    def _room(self) -> QSize:
        """Return the window's size without what stands at the right of this page."""
        window = self.window()
        right = window.width()
        if self.isVisible():
            right = min(right, self.mapTo(window, QPoint(self.width(), 0)).x())
        return QSize(right, window.height())

    def show_price_test(self) -> None:
        """Bring the price test to the front and put the keyboard into its cost."""
        self._panes.show_lower(LowerPane.PRICE_TEST)
        self.price_test.take_focus()

    def stop(self) -> None:
        """Wait for what runs in threads; for the window's end."""
        self.price_test.stop()

    def _on_smooth_all(self) -> None:
        """Offer the ways, beside the curves on which each is previewed."""
        self._panes.show_lower(LowerPane.CURVES)
        self._smoothing.begin()

    def _on_part_wanted(self) -> None:
        self._panes.show_lower(LowerPane.PRICE_TEST)
        self.price_test.ask_part()

    def _share_height(self) -> None:
        """Give the grid all its rows where the curves keep enough."""
        grid = self.grid if self._record is None else self._record.grid
        row = grid.view.height_of(1) - grid.view.height_of(0)
        self._panes.share_height(grid.sizeHint().height(), row)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._note, 1)
        head.addWidget(self._tools)
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
        self._show_place(finding)
        if finding.is_of_plan:
            self.plan_wanted.emit(finding)
        if finding.tier is not None:
            self.grid.setFocus()

    def _show_place(self, finding: Finding) -> None:
        """Select a finding's cell, in the matrix that it is of."""
        if finding.is_of_plan:
            return
        if finding.matrix != self._work.matrix.name:
            self._on_matrix_chosen(finding.matrix)
        elif finding.tier is not None:
            self.grid.select_tier(finding.tier, finding.column)

    def _on_insert(self) -> None:
        tiers = self.grid.selected_tiers
        self._apply(InsertTier(self._work.matrix.name, min(tiers, default=0)))

    def _apply(self, edit: Edit) -> None:
        """Carry out an edit, or say why it cannot be."""
        try:
            self._workspace.apply(edit, self.grid.view.selection)
        except MatrixDesignerError as error:
            self.refused.emit(error)

    def _show_title(self, design: Design, matrix: Matrix) -> None:
        """Name what the grid shows: the matrix, or the one in force."""
        if self._record is None or design.in_force is None:
            self._title.set_name(matrix.name)
            self._note.setText(describe_matrix(matrix, self._numbers))
            return
        name = design.in_force.matrix.name
        self._title.set_name(name if name == "In force" else f"In force: {name}")
        how = "being corrected" if self._record.is_open else "read only"
        self._note.setText(f"{describe_matrix(design.in_force.matrix, self._numbers)}, {how}")

    def _on_matrix_chosen(self, name: str) -> None:
        self.verbs.show_record.setChecked(False)
        self._work.look_at(name)

    def _on_rules_wanted(self) -> None:
        """Put the keyboard into the list; where it lies over the page, the key takes it away."""
        if self._panes.is_list_over:
            self._on_list_left()
            return
        self._panes.show_list(is_shown=True)
        self.matrices.take_focus()

    def _on_list_left(self) -> None:
        self._panes.show_list(is_shown=False)
        self._focus_rows()

    def _on_rename_wanted(self) -> None:
        self._panes.show_list(is_shown=True)
        self.matrices.rename_current()

    def _focus_rows(self) -> None:
        (self.grid if self._record is None else self._record.grid).setFocus()

    def _on_record_toggled(self, is_shown: bool) -> None:  # noqa: FBT001 - a signal's
        """Show the matrix in force in a grid of its own, or the proposed one again."""
        if is_shown == (self._record is not None):
            return
        if is_shown:
            self._record = RecordView(self._workspace, self._theme, self._numbers)
            self._record.refused.connect(self.refused)
            self._record.selection_told.connect(self.selection_told)
            self._rows.addWidget(self._record)
            self._rows.setCurrentWidget(self._record)
            self._verbs.set_enabled(can_insert=False, can_delete=False)
        elif self._record is not None:
            self.verbs.correct.setChecked(False)
            record, self._record = self._record, None
            self._rows.removeWidget(record)
            record.hide()
            record.deleteLater()
        self.matrices.show_record(None if self._record is None else self._record.apply)
        self._show_again()
        self._focus_rows()

    def _on_correct_toggled(self, is_open: bool) -> None:  # noqa: FBT001 - a signal's
        """Let the record be corrected by hand; this shows it."""
        if is_open:
            self.verbs.show_record.setChecked(True)
        if self._record is not None:
            self._record.set_open(is_open=is_open)
            self._show_again()
            self._focus_rows()

    def _on_derived(self) -> None:
        """Have it typed by what the new matrix follows the other."""
        self._panes.show_list(is_shown=True)
        self.matrices.type_derivation()

    def _on_record_begun(self) -> None:
        """Have it typed over as soon as the analysis knows of it."""
        self._is_record_begun = True

    def _show_again(self) -> None:
        if self._analysis is not None:
            self.show_analysis(self._analysis)
        self._share_height()

    def _on_matrix_menu(self, at: QPoint) -> None:
        self._popup(at, self.verbs.of_matrix())

    def _on_recording_wanted(self, at: QPoint) -> None:
        self._popup(at, self.verbs.of_recording())

    def _on_record_menu(self, at: QPoint) -> None:
        self._popup(at, self.verbs.of_record())

    def _popup(self, at: QPoint, actions: Iterable[QAction]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(list(actions))
        menu.popup(at)

    def _on_menu_requested(self) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = None if self._record is not None else self._work.matrix.name
        for matrix in self._workspace.design.matrices:
            action = menu.addAction(matrix.name.replace("&", "&&"))
            action.setData(matrix.name)
            action.setCheckable(True)
            action.setChecked(matrix.name == shown)
        menu.addSeparator()
        menu.addActions([self.verbs.rules, *self.verbs.of_matrix()])
        menu.addSeparator()
        menu.addActions(list(self.verbs.of_record()))
        menu.triggered.connect(self._on_menu_action)
        menu.popup(self._title.mapToGlobal(self._title.rect().bottomLeft()))

    def _on_menu_action(self, action: QAction) -> None:
        if isinstance(action.data(), str):
            self._on_matrix_chosen(action.data())


def describe_matrix(matrix: Matrix, numbers: Numbers) -> str:
    """Say in a few words what a matrix is: 15 tiers on cost, capped at $250."""
    words = f"{counted(len(matrix.tiers), 'tier')} on {matrix.lookup.value}"
    if matrix.cap is None:
        return f"{words}, no cap"
    cap = numbers.money(matrix.cap.above).removesuffix(f"{numbers.point}00")
    return f"{words}, capped at ${cap}"
