"""The window: its edges, its pages, and which of them shows.

Puts parts together and hands signals on; what a part does is the part's own matter.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from matrix_designer.catalog import Catalog
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.actions import Actions
from matrix_designer.gui.chrome import Rail, StatusLine, TopLine
from matrix_designer.gui.controls import Hairline, fill_ground, restyle
from matrix_designer.gui.desktop import DESKTOP_PAGES, PRESENTATION, Desktop
from matrix_designer.gui.document_notices import DocumentNotices, dropped_files
from matrix_designer.gui.edit_verbs import EditVerbs
from matrix_designer.gui.export_commands import ExportCommands
from matrix_designer.gui.file_commands import FileCommands
from matrix_designer.gui.file_menu import FileMenu
from matrix_designer.gui.hosting import Host
from matrix_designer.gui.job_desk import JobDesk
from matrix_designer.gui.notices import Notices
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.page_entries import DESIGN, EXPORT, HELP_PAGE, PAGES, WITH_FIGURES
from matrix_designer.gui.page_focus import follow
from matrix_designer.gui.pages.export import ExportPage
from matrix_designer.gui.pages.start import StartPage
from matrix_designer.gui.pages.tier_verbs import TierVerbs
from matrix_designer.gui.panels.figure_edits import FigureEdits
from matrix_designer.gui.panels.figures import FiguresStrip
from matrix_designer.gui.rescale import rescale
from matrix_designer.gui.status_words import describe_status
from matrix_designer.gui.theme import NARROW, WIDE, Theme
from matrix_designer.gui.window_pages import Surroundings, WindowPages
from matrix_designer.session.analyst import Analyst
from matrix_designer.session.settings import Settings
from matrix_designer.session.workspace import Workspace

if TYPE_CHECKING:
    from matrix_designer.gui.pages.design import DesignPage

_MATRIX_MENU = 3
"""Where the menu of matrices stands: after File, Edit and Tiers."""


class MainWindow(QWidget):
    """One window with one document. `closed()`: it goes off the screen.

    `appearance_chosen(name)`: another theme is wanted. `zoom_wanted(steps)`: larger or smaller by
    steps of ten percent, 0 is back to 100 %.
    """

    appearance_chosen = Signal(str)
    zoom_wanted = Signal(int)
    closed = Signal()

    def __init__(
        self,
        workspace: Workspace,
        analyst: Analyst,
        settings: Settings,
        catalog: Catalog,
        theme: Theme,
        numbers: Numbers,
        host: Host,
    ) -> None:
        """Build the window on its start page; `host` knows the other windows."""
        super().__init__()
        wanted, theme = theme, theme.zoomed(1.0)  # what is set once is zoomed by set_theme
        self._workspace = workspace
        self._analyst = analyst
        self._settings = settings
        self._catalog = catalog
        self._theme = theme
        self._numbers = numbers
        self._may_close = False
        self._has_document = False
        self._can_return = False
        self._design_page: DesignPage | None = None
        self._verbs = TierVerbs(self)
        self.setAcceptDrops(True)
        self.setMinimumSize(720, 460)
        self.desk = JobDesk(self)
        self.files = FileCommands(workspace, analyst, settings, self.desk, theme, self, host)
        self.actions_ = Actions(workspace.undo_stack, catalog.templates, self)
        self._build()
        self._window_pages = WindowPages(
            Surroundings(workspace, analyst, settings, self.desk, self.files, theme, numbers)
        )
        self._window_pages.stand(self._notices, (self.figures, self._pages), self.actions_)
        self.desktop = Desktop(
            self.actions_, settings, analyst, theme, numbers, self, self._top.menu
        )
        self._document = DocumentNotices(
            workspace, self.files, self.desk, self.messages, host, self
        )
        self._connect()
        self.show_page("start")
        self._on_document_changed()
        if wanted.zoom != 1:
            self.set_theme(wanted)

    # Pages

    def show_page(self, key: str) -> None:
        """Show a page: `start` stands alone, the others have the rail beside them."""
        is_start, is_on_rail = key == "start", self._rail.isAncestorOf(self.focusWidget())
        if key in DESKTOP_PAGES:
            page = self.desktop.page(key)
            self._pages.addWidget(page)
        else:
            page = self._document_page(key)
            self._can_return = self._can_return or not is_start
            self._has_document = not is_start
            self.desktop.note_page(key)
        has_edges = self._has_document and key != PRESENTATION
        self._pages.setCurrentWidget(page)
        self._window_pages.note_shown(key)
        self._rail.set_current(key)
        for edge in (self._rail, self._rail_line, self._status):
            edge.setVisible(has_edges)
        self._top.setVisible(key != PRESENTATION)
        self._notices.setVisible(key != PRESENTATION)
        self.figures.setVisible(key in WITH_FIGURES)
        self._figures_line.setVisible(key in WITH_FIGURES)
        self.actions_.set_document_open(is_open=self._has_document, can_return=self._can_return)
        if key not in DESKTOP_PAGES and has_edges and not is_on_rail:
            follow(page)
        if is_start:
            self._start.show_recent(self._settings.recent, self._settings.recent_figures)

    def _document_page(self, key: str) -> QWidget:
        """Return a page of the document, or the start page."""
        if key in self._window_pages:
            page = self._window_pages.page(key)
            self._pages.addWidget(page)
            return page
        return self.design_page if key == DESIGN else self._page_of[key]

    @property
    def design_page(self) -> DesignPage:
        """The main page, built when it is first needed: the plots take a while to load."""
        if self._design_page is None:
            from matrix_designer.gui.pages.column_memory import ColumnMemory
            from matrix_designer.gui.pages.design import DesignPage

            plain = self._theme.zoomed(1.0)
            page = DesignPage(self._workspace, self._verbs, plain, self._numbers)
            ColumnMemory(page.grid, self._settings)
            rescale(page, self._theme.zoom)
            page.set_theme(self._theme)
            page.record_requested.connect(self.files.ask_record)
            page.refused.connect(self.show_error)
            page.compare_wanted.connect(self._window_pages.compare_with)
            page.plan_wanted.connect(self._window_pages.go_to_finding)
            page.selection_told.connect(self._status.set_selection)
            self._pages.addWidget(page)
            self.actions_.show_chart(page.curves.verbs.groups())
            page.verbs.add_menu(self._top.menu, _MATRIX_MENU)
            self._top.place()
            self._design_page = page
            if self._analyst.analysis is not None:
                page.show_analysis(self._analyst.analysis)
        return self._design_page

    def show_document(self, page: str = "design") -> None:
        """Show a page of the open document."""
        self._has_document = True
        self.show_page(page)
        self._on_document_changed()

    def take_place(self, first: QSize) -> None:
        """Stand where the window stood last, or in the middle in its first size."""
        if not self.restoreGeometry(self._settings.geometry):
            room = self.screen().availableSize()
            self.resize(first.boundedTo(room))

    @property
    def is_on_start(self) -> bool:
        """Whether the start page shows."""
        return self._pages.currentWidget() is self._start

    def set_theme(self, theme: Theme) -> None:
        """Take another look, everywhere."""
        ratio = theme.zoom / self._theme.zoom
        self._theme = theme
        if ratio != 1:
            rescale(self, ratio)
        self.desktop.set_theme(theme)
        self._window_pages.set_theme(theme)
        self.files.set_theme(theme)
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)
        self._figure_edits.set_theme(theme)
        self._top.place()
        self._fit()

    def show_error(self, error: MatrixDesignerError) -> None:
        """Say one sentence in the window."""
        self._document.show_error(error)

    # Building

    def _build(self) -> None:
        theme = self._theme
        fill_ground(self, theme.colours.surface)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        acts = self.actions_
        self._top = TopLine(theme, acts.undo, acts.redo, acts.present)
        column.addWidget(self._top)
        self._notices = Notices(theme, self.desk)
        self.messages, self.recovery = self._notices.messages, self._notices.recovery
        column.addWidget(self._notices)
        self.figures = FiguresStrip(theme, self._numbers)
        column.addWidget(self.figures)
        self._figure_edits = FigureEdits(self._workspace, self.figures, theme, self._numbers)
        self._figures_line = Hairline(theme)
        column.addWidget(self._figures_line)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self._rail = Rail(PAGES, theme, HELP_PAGE)
        middle.addWidget(self._rail)
        self._rail_line = Hairline(theme, is_upright=True)
        middle.addWidget(self._rail_line)
        self._pages = QStackedWidget()
        # a page that is not shown must not press on the lines around the one that is
        self._pages.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        middle.addWidget(self._pages, 1)
        column.addLayout(middle, 1)
        self._status = StatusLine(theme)
        column.addWidget(self._status)
        self._start = StartPage(self._catalog.templates, theme)
        self.export_page = ExportPage(self._catalog.profiles, theme)
        self._exports = ExportCommands(
            self._workspace, self._settings, self.desk, self.export_page, self
        )
        self._page_of: dict[str, QWidget] = {
            "start": self._start,
            "export": self.export_page,
        }
        for page in self._page_of.values():
            self._pages.addWidget(page)
        self.actions_.fill(self._top.menu, self._verbs.all(), EditVerbs(self))
        self.actions_.show_recent(self._settings.recent)
        self._top.place()

    def _connect(self) -> None:
        acts, files = self.actions_, self.files
        FileMenu(acts, files, self._workspace)
        for action, slot in (
            (acts.import_sales, self._on_import_wanted),
            (acts.start, self._on_start_wanted),
            (acts.close, self.close),
            (acts.clear_recent, self._on_clear_recent),
            (acts.export, self._on_export_wanted),
            (acts.about, self._on_about),
        ):
            action.triggered.connect(slot)
        self.desktop.page_wanted.connect(self.show_page)
        self.desktop.tour_ended.connect(self._on_tour_ended)
        self.desktop.zoom_wanted.connect(self.zoom_wanted)
        self._window_pages.page_wanted.connect(self.show_document)
        self._window_pages.tier_wanted.connect(self._on_tier_wanted)
        self._window_pages.refused.connect(self.show_error)
        self._window_pages.told.connect(self._status.set_selection)
        acts.page_chosen.connect(self.show_document)
        acts.template_chosen.connect(self._on_template_chosen)
        acts.recent_chosen.connect(self._on_recent_chosen)
        acts.appearance_chosen.connect(self.appearance_chosen)
        acts.columns_wanted.connect(self._on_columns_wanted)
        acts.column_chosen.connect(self._on_column_chosen)
        files.told.connect(self.messages.show_note)
        files.opened.connect(self._on_opened)
        files.sales_wanted.connect(self._on_sales_wanted)
        files.may_close.connect(self._on_may_close)
        self._start.open_requested.connect(files.ask_open)
        self._start.import_requested.connect(self._on_import_wanted)
        self._start.paste_requested.connect(files.imports.paste)
        self._start.sample_requested.connect(files.open_sample)
        self._start.template_chosen.connect(self._on_template_chosen)
        self._start.recent_chosen.connect(self._on_recent_chosen)
        self._start.clear_requested.connect(self._on_clear_recent)
        self._rail.page_chosen.connect(self.show_page)
        self.figures.import_requested.connect(self._on_import_wanted)
        self._figure_edits.refused.connect(self.show_error)
        self._analyst.analysis_changed.connect(self._on_analysis_changed)
        self._workspace.document_changed.connect(self._on_document_changed)
        self._workspace.selection_restored.connect(self._on_undone)

    # What comes in

    def _on_analysis_changed(self, analysis: Analysis) -> None:
        self.figures.show_summary(analysis.summary)
        if self._design_page is not None:
            self._design_page.show_analysis(analysis)
        self._window_pages.show_analysis(analysis)
        if analysis.is_judged:
            self._status.set_basis(describe_status(analysis, self._numbers))

    def _on_document_changed(self) -> None:
        work = self._workspace
        name = work.path.name if work.path is not None else work.design.name
        if self.files.holding is not None and self.files.holding.holder:
            name = f"{name} (read-only)"
        if self.is_on_start:
            name = "Matrix Designer"
        self._top.set_title(name, is_unsaved=work.is_unsaved)
        self.setWindowTitle(f"{name}[*]")
        self.setWindowModified(work.is_unsaved)
        self.actions_.show_recent(self._settings.recent)

    def _on_opened(self) -> None:
        self.messages.clear()
        self.show_page("design")
        self._analyst.catch_up()
        self._on_document_changed()
        self.design_page.take_focus()
        self.desktop.offer_tour()

    def _on_tour_ended(self) -> None:
        self.design_page.take_focus()

    def _on_columns_wanted(self) -> None:
        choices = (self._window_pages.columned or self.design_page.grid).column_choices()
        self.actions_.show_columns([(one.key, one.title, one.is_shown) for one in choices])

    def _on_column_chosen(self, key: str, is_shown: bool) -> None:  # noqa: FBT001 - a signal's
        (self._window_pages.columned or self.design_page.grid).choose_column(key, is_shown=is_shown)

    def _on_tier_wanted(self, tier: int) -> None:
        self.show_document()
        self.design_page.grid.select_tier(tier + 1)
        self.design_page.take_focus()

    def _on_undone(self, _selection: object) -> None:
        if self.is_on_start:
            self.show_document()  # nothing changes out of sight

    def _on_export_wanted(self) -> None:
        self.show_document(EXPORT)

    def _on_start_wanted(self) -> None:
        self.show_page("start")
        self._on_document_changed()

    def _on_template_chosen(self, name: str) -> None:
        for template in self._catalog.templates:
            if template.id == name:
                self.files.open_new(template.design)

    def _on_recent_chosen(self, file: str) -> None:
        self.files.open_path(Path(file))

    def _on_clear_recent(self) -> None:
        self._settings.forget_recent()
        self.actions_.show_recent(())
        self._start.show_recent(())

    def _on_import_wanted(self) -> None:
        self._on_sales_wanted()
        self.files.ask_import()

    def _on_sales_wanted(self) -> None:
        """Show where sales go."""
        if self.is_on_start:
            self.show_page("design")
            self._on_document_changed()

    def _on_about(self) -> None:
        self.messages.show_note(
            f"Matrix Designer {version('matrix-designer')}: parts price matrices, exact to the "
            "cent. Everything stays on this machine"
        )

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Reflow the edges for the new width."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to follow Ctrl and the wheel."""
        super().showEvent(event)
        self.desktop.watch()

    def _fit(self) -> None:
        """Leave out of the edges what the width has no room for."""
        width = self._theme.unzoomed(self.width())
        self._top.set_undo_text_shown(is_shown=width >= WIDE)
        self._rail.set_short(is_short=width < NARROW)
        self.figures.set_short(is_short=width < NARROW)
        if self._design_page is not None:
            self._design_page.fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close at once where nothing is unsaved; else ask first."""
        if not self._may_close and self.files.has_unsaved():
            event.ignore()
            self.files.ask_close()
            return
        self._settings.geometry = self.saveGeometry()
        self.stop()
        super().closeEvent(event)
        self.closed.emit()

    def close_now(self) -> None:
        """Close without a question."""
        self._may_close = True
        self.close()

    def changeEvent(self, event: QEvent) -> None:
        """Look whether somebody changed the file, each time when the window is turned to."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._document.look_at_file()

    def stop(self) -> None:
        """Wait for every job and let the open file go."""
        self.desk.stop()
        if self._design_page is not None:
            self._design_page.stop()
        self._window_pages.stop()
        self._document.stop()
        self.files.release()

    def _on_may_close(self) -> None:
        self.close_now()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files."""
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file that was dropped, import the sales in it, or ask which."""
        if files := dropped_files(event):
            event.acceptProposedAction()
            self._document.take_files(files)
