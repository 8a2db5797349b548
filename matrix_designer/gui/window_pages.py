"""The pages of an open document beside Design and Export: made when first shown.

Knows which page stands behind which key, and hands the analysis to the one that shows only: a
page out of sight costs an edit nothing, and catches up when it is turned to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast, runtime_checkable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from matrix_designer.analysis.findings import Finding
from matrix_designer.core.strategy import Strategy
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.actions import Actions
from matrix_designer.gui.file_commands import FileCommands
from matrix_designer.gui.filter_desk import FilterDesk
from matrix_designer.gui.grid.columns import ColumnChoice
from matrix_designer.gui.job_desk import JobDesk
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.old_figures import OldFigures
from matrix_designer.gui.page_entries import (
    COMPARE,
    DESIGN,
    IMPORT,
    PLAN,
    SALES,
    SET_ASIDE,
    STEPS,
    VERSIONS,
)
from matrix_designer.gui.part_desk import PartDesk
from matrix_designer.gui.rescale import rescale
from matrix_designer.gui.theme import Theme
from matrix_designer.gui.why_desk import WhyDesk
from matrix_designer.session.analyst import Analyst
from matrix_designer.session.settings import Settings
from matrix_designer.session.workspace import Workspace


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """What a page may stand on. `theme` is at 100 %: a page is zoomed once it is built."""

    workspace: Workspace
    analyst: Analyst
    settings: Settings
    desk: JobDesk
    files: FileCommands
    theme: Theme
    numbers: Numbers


class DocumentPage(Protocol):
    """What every page can do; it is a QWidget as well."""

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""

    def show_analysis(self, analysis: Analysis) -> None:
        """Show what follows from the design and the sales."""

    def stop(self) -> None:
        """Wait for what still runs; the window closes."""


@runtime_checkable
class ComparesWith(Protocol):
    """The page that compares."""

    def compare_with(self, name: str) -> None:
        """Compare with another matrix of the design."""

    def compare_with_version(self, strategy: Strategy, name: str) -> None:
        """Compare with all of another strategy."""


class Columned(Protocol):
    """A grid whose columns are chosen in the View menu."""

    def column_choices(self) -> Sequence[ColumnChoice]:
        """Return every column with whether it shows now."""

    def choose_column(self, key: str, *, is_shown: bool) -> None:
        """Show a column whatever the width, or never."""


@runtime_checkable
class ShowsRules(Protocol):
    """The page of the plan."""

    @property
    def columned(self) -> Columned | None:
        """The grid that shows, if one does."""

    def go_to_finding(self, finding: Finding) -> None:
        """Go to what a finding of the plan is about."""


Maker = Callable[[Surroundings, "WindowPages"], DocumentPage]


def _make_compare(around: Surroundings, pages: WindowPages) -> DocumentPage:
    from matrix_designer.gui.order_printing import OrderPrinting
    from matrix_designer.gui.pages.compare import ComparePage
    from matrix_designer.gui.version_files import VersionFiles
    from matrix_designer.session.comparing import Comparing

    comparing = Comparing(around.workspace, pages)
    page = ComparePage(comparing, around.theme, around.numbers)
    printing = OrderPrinting(page.shown_order, around.settings, around.numbers, page)
    page.print_wanted.connect(printing.ask_print)
    page.pdf_wanted.connect(printing.ask_pdf)
    printing.told.connect(around.files.told)
    printing.refused.connect(pages.refused)
    versions = VersionFiles(comparing, around.settings, around.desk, page)
    page.version_wanted.connect(versions.ask)
    page.tier_wanted.connect(pages.tier_wanted)
    page.import_wanted.connect(around.files.ask_import)
    page.record_wanted.connect(around.files.ask_record)
    return page


def _make_import(around: Surroundings, pages: WindowPages) -> DocumentPage:
    from matrix_designer.gui.pages.import_page import ImportPage

    page = ImportPage(around.files.imports, around.desk, around.settings, around.theme)
    page.left.connect(pages.leave_import)
    page.file_wanted.connect(around.files.ask_import)
    return page


def _make_sales(around: Surroundings, pages: WindowPages) -> DocumentPage:
    from matrix_designer.gui.pages.sales import SalesPage
    from matrix_designer.gui.report_files import ReportFiles

    page = SalesPage(around.theme, around.numbers)
    files = ReportFiles(around.settings, page)
    page.csv_wanted.connect(files.ask)
    files.told.connect(pages.told)
    files.refused.connect(pages.refused)
    page.told.connect(pages.told)
    page.refused.connect(pages.refused)
    page.tier_wanted.connect(pages.tier_wanted)
    page.import_wanted.connect(around.files.ask_import)
    page.page_wanted.connect(pages.page_wanted)
    if SET_ASIDE in pages:
        page.head.offer_set_aside()
    return page


def _make_plan(around: Surroundings, pages: WindowPages) -> DocumentPage:
    from matrix_designer.gui.flat_price_files import FlatPriceFiles
    from matrix_designer.gui.guide_printing import GuidePrinting
    from matrix_designer.gui.pages.column_memory import SheetMemory
    from matrix_designer.gui.pages.plan import PlanPage
    from matrix_designer.gui.plan_files import PlanFiles
    from matrix_designer.gui.report_files import ReportFiles

    page = PlanPage(around.workspace, around.theme, around.numbers)
    for sheet in page.sheets:
        SheetMemory(sheet.grid, around.settings)
    guide = GuidePrinting(around.workspace, around.settings, around.numbers, page)
    page.print_wanted.connect(guide.ask_print)
    page.pdf_wanted.connect(guide.ask_pdf)
    guide.told.connect(around.files.told)
    guide.refused.connect(pages.refused)
    files = FlatPriceFiles(page.flat.take_in, around.settings, around.desk, page)
    page.flat.file_wanted.connect(files.ask)
    reports = ReportFiles(around.settings, page)
    page.flat.csv_wanted.connect(reports.ask)
    page.flat.taken_in.connect(around.files.told)
    reports.told.connect(pages.told)
    reports.refused.connect(pages.refused)
    tables = PlanFiles(page, around.workspace, around.settings, around.desk, reports)
    tables.told.connect(around.files.told)
    page.refused.connect(pages.refused)
    page.told.connect(pages.told)
    page.page_wanted.connect(pages.page_wanted)
    return page


def _make_set_aside(around: Surroundings, pages: WindowPages) -> DocumentPage:
    from matrix_designer.gui.pages.set_aside import SetAsidePage

    page = SetAsidePage(
        around.workspace,
        around.analyst,
        around.desk,
        around.settings,
        around.theme,
        around.numbers,
    )
    page.why_unread = around.files.imports.unread_lines
    page.left.connect(pages.leave_import)
    page.import_wanted.connect(around.files.ask_import)
    page.told.connect(around.files.told)
    page.refused.connect(pages.refused)
    return page


def _make_versions(around: Surroundings, pages: WindowPages) -> DocumentPage:
    from matrix_designer.gui.pages.versions import VersionsPage

    page = VersionsPage(around.workspace, around.theme, around.numbers)
    page.told.connect(pages.told)
    page.refused.connect(pages.refused)
    page.against_wanted.connect(pages.compare_with_version)
    page.left.connect(pages.leave_to_compare)
    return page


def _make_steps(around: Surroundings, pages: WindowPages) -> DocumentPage:
    from matrix_designer.gui.pages.steps import StepsPage

    page = StepsPage(around.workspace, around.theme, around.numbers)
    page.refused.connect(pages.refused)
    page.page_wanted.connect(pages.page_wanted)
    page.left.connect(pages.leave_to_design)
    return page


MAKERS: Mapping[str, Maker] = {
    COMPARE: _make_compare,
    IMPORT: _make_import,
    PLAN: _make_plan,
    SALES: _make_sales,
    SET_ASIDE: _make_set_aside,
    VERSIONS: _make_versions,
    STEPS: _make_steps,
}
"""How each page is made; the modules are imported when that is asked for."""


class WindowPages(QObject):
    """The pages of one window, each made when it is first shown.

    A page may ask by these: `page_wanted(key)`: turn to another; `tier_wanted(place)`: go to a
    tier of the Design page, counted from 0; `refused(error)`: say one sentence;
    `told(sentence)`: say in the status bar what was done.
    """

    page_wanted = Signal(str)
    tier_wanted = Signal(int)
    refused = Signal(object)
    told = Signal(str)

    def __init__(self, around: Surroundings) -> None:
        """Prepare; no page is made yet."""
        super().__init__(around.files)
        self._around = around
        self._theme = around.theme
        self._made: dict[str, DocumentPage] = {}
        self._shown: str | None = None
        self._stale: set[str] = set()
        self._old: OldFigures | None = None
        self.filters = FilterDesk(
            around.workspace, around.analyst, around.theme, around.numbers, self
        )
        self.filters.refused.connect(self.refused)
        self.parts = PartDesk(around.workspace, around.analyst, around.theme, self)
        self.parts.refused.connect(self.refused)
        self.why = WhyDesk(around.workspace, around.analyst, around.theme, around.numbers, self)
        self.why.told.connect(self.told)
        around.files.imports.page_wanted.connect(self.page_wanted)

    def stand(self, above: QWidget, covered: Sequence[QWidget], actions: Actions) -> None:
        """Put what shows beside every page into the window: `covered` ends with the pages."""
        self.filters.stand_under(above, covered, actions)
        self.parts.stand_under(above, covered)
        self.why.stand_beside(covered[-1], actions.why)
        around = self._around
        self._old = OldFigures(around.analyst, covered[0], self._theme, self)

    def compare_with(self, name: str) -> None:
        """Turn to the Compare page, against another matrix of the design."""
        self.page_wanted.emit(COMPARE)
        page = self._made[COMPARE]
        if isinstance(page, ComparesWith):
            page.compare_with(name)

    def go_to_finding(self, finding: Finding) -> None:
        """Turn to the Plan page, at what a finding of the plan is about."""
        self.page_wanted.emit(PLAN)
        page = self._made[PLAN]
        if isinstance(page, ShowsRules):
            page.go_to_finding(finding)

    def compare_with_version(self, strategy: Strategy, name: str) -> None:
        """Turn to the Compare page, against a published version or a proposal."""
        self.page_wanted.emit(COMPARE)
        page = self._made[COMPARE]
        if isinstance(page, ComparesWith):
            page.compare_with_version(strategy, name)

    @property
    def columned(self) -> Columned | None:
        """The grid of the page that shows, where it has one with columns to choose."""
        page = None if self._shown is None else self._made.get(self._shown)
        return page.columned if isinstance(page, ShowsRules) else None

    def leave_to_compare(self) -> None:
        """Turn to the Compare page."""
        self.page_wanted.emit(COMPARE)

    def leave_to_design(self) -> None:
        """Turn to the Design page."""
        self.page_wanted.emit(DESIGN)

    def leave_import(self) -> None:
        """Turn to the page that shows what an import brought."""
        self.page_wanted.emit(SALES if SALES in self else DESIGN)

    def __contains__(self, key: object) -> bool:
        """Tell whether there is such a page here."""
        return key in MAKERS

    def page(self, key: str) -> QWidget:
        """Return a page, made if need be."""
        if key not in self._made:
            page = MAKERS[key](self._around, self)
            rescale(cast("QWidget", page), self._theme.zoom)
            page.set_theme(self._theme)
            self._made[key] = page
            self._stale.add(key)
        return cast("QWidget", self._made[key])

    def note_shown(self, key: str) -> None:
        """Remember which page shows, and let it catch up with the analysis."""
        self._shown = key
        self.filters.note_page(key)
        self.why.note_page(key)
        analysis = self._around.analyst.analysis
        if key in self._stale and analysis is not None:
            self._stale.discard(key)
            self._made[key].show_analysis(analysis)

    def show_analysis(self, analysis: Analysis) -> None:
        """Hand an analysis to the page that shows; the others catch up when they do."""
        self._stale.update(self._made)
        shown = None if self._shown is None else self._made.get(self._shown)
        if self._shown is not None and shown is not None:
            self._stale.discard(self._shown)
            shown.show_analysis(analysis)

    def set_theme(self, theme: Theme) -> None:
        """Remember the look for pages still to be made; the others take it with the window."""
        self._theme = theme
        self.why.set_theme(theme)
        if self._old is not None:
            self._old.set_theme(theme)

    def stop(self) -> None:
        """Let every page end what it does."""
        self.filters.stop()
        self.parts.stop()
        self.why.stop()
        for page in self._made.values():
            page.stop()
