"""The Plan page: it tells which parts are on which matrix, and which are kept off it.

Knows its sheets and panels and where each stands at which size. What rules take and which sources
nobody thought of comes from the one Analysis.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.plan_sources import SoldSource
from matrix_designer.core.plan import ByFamily, ByFlatPrice, Treatment
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.plan_view import PlanView, look_at_plan
from matrix_designer.gui.controls import Hairline, fill_ground, restyle
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.plan_classes import ClassSheet
from matrix_designer.gui.pages.plan_families import FamilySheet
from matrix_designer.gui.pages.plan_flat import FlatSheet
from matrix_designer.gui.pages.plan_menus import MenuSheet
from matrix_designer.gui.pages.plan_rules import RuleSheet
from matrix_designer.gui.pages.plan_sheet import SheetGrid
from matrix_designer.gui.panels.channel_panel import ChannelPanel
from matrix_designer.gui.panels.pane_tabs import PaneTabs
from matrix_designer.gui.panels.step_rows import FAMILIES_TAB, RULES_TAB
from matrix_designer.gui.panels.uncovered_board import offers_of
from matrix_designer.gui.panels.uncovered_drag import Landing
from matrix_designer.gui.panels.uncovered_sources import SourcesPanel
from matrix_designer.gui.theme import NARROW, Theme
from matrix_designer.session.workspace import Workspace

TABS = ("Rules", "Flat prices", "Families", "Classes", "Menus", "Channels", "Sources")
RULES, FLAT, FAMILIES, CLASSES, MENUS, CHANNELS, SOURCES = range(7)
Sheet = RuleSheet | FlatSheet | FamilySheet | ClassSheet | MenuSheet


_ROOM_FOR_NAMES = 1_560
"""The width of the window from which the verbs stand beside the tabs with their names."""


class PlanPage(QWidget):
    """The page of the plan.

    `refused(error)`: an edit could not be; `told(sentence)`: what was done, or figures of the
    selected cells; `page_wanted(key)`: turn to another page; `print_wanted()`, `pdf_wanted()`:
    put the pricing guide on paper, or into a file.
    """

    refused = Signal(object)
    told = Signal(str)
    page_wanted = Signal(str)
    print_wanted = Signal()
    pdf_wanted = Signal()

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        numbers: Numbers,
        parent: QWidget | None = None,
    ) -> None:
        """Build every sheet once; `show_analysis` fills them."""
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._view: PlanView | None = None
        self.tabs = PaneTabs(TABS, theme)
        self.rules = RuleSheet(workspace, theme, numbers)
        self.flat = FlatSheet(workspace, theme, numbers)
        self.families = FamilySheet(workspace, theme, numbers)
        self.classes = ClassSheet(workspace, theme, numbers)
        self.sources = SourcesPanel(theme, numbers)
        self.menus = MenuSheet(workspace, theme, numbers)
        self.channels = ChannelPanel(theme, numbers)
        self._shown: tuple[Sheet, ...] = (
            *(self.rules, self.flat, self.families),
            *(self.classes, self.menus),
        )
        self._analysis: Analysis | None = None
        self._stale: set[QWidget] = set()
        self._sheets = QStackedWidget()
        self._line = Hairline(theme, is_upright=True)
        self._is_narrow: bool | None = None
        self._build()
        self._connect()
        self.tabs.choose(RULES)
        fill_ground(self, theme.colours.surface)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)
        for sheet in self._shown:
            sheet.tools.set_theme(theme)  # the tabs know their own only
        self._fit()

    def show_analysis(self, analysis: Analysis) -> None:
        """Show an analysis."""
        self._view = look_at_plan(analysis, self._view)
        design = analysis.design
        self.sources.show_offers(offers_of([one.name for one in design.matrices]))
        self.sources.show_sources(
            self._view.sources, has_sales=analysis.sales is not None, has_plan=bool(design.plan)
        )
        self._analysis = analysis
        self._stale = {*self._shown, self.channels}
        self._catch_up()
        classes = design.classes
        for tab, held in (
            (RULES, design.plan.rules),
            (FLAT, design.flat_prices),
            (FAMILIES, design.families),
            (CLASSES, (*classes.sources, *classes.parts)),
            (MENUS, design.menus),
        ):
            self.tabs.set_count(tab, len(held))
        self._set_landings()

    def _catch_up(self) -> None:
        """Hand the analysis to the sheet that shows: one out of sight costs an edit nothing."""
        shown = self._sheets.currentWidget()
        analysis, view = self._analysis, self._view
        if analysis is None or view is None or shown not in self._stale:
            return
        self._stale.discard(shown)
        if shown is self.channels:
            self.channels.show_analysis(analysis)
        for sheet in self._shown:
            if sheet is shown:
                sheet.show_view(analysis, view)

    def stop(self) -> None:
        """Wait for what still runs; the window closes."""
        self.families.stop()
        self.classes.stop()
        self.channels.stop()

    # building

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.tabs)
        left.addWidget(self._sheets, 1)
        for sheet in (*self._shown, self.channels):
            self._sheets.addWidget(sheet)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addLayout(left, 1)
        self._row.addWidget(self._line)
        self._row.addWidget(self.sources)
        for one in (self._sheets, self.sources):
            policy = one.sizePolicy()
            one.setSizePolicy(policy.horizontalPolicy(), QSizePolicy.Policy.Ignored)
        for sheet in self._shown:
            self.tabs.aside.addWidget(sheet.tools)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._on_tab_chosen)
        self.tabs.clicked.connect(self._on_tab_clicked)
        self.sources.treatment_wanted.connect(self._on_treatment_wanted)
        self.sources.rule_wanted.connect(self._on_rule_wanted)
        for sheet in self._shown:
            sheet.refused.connect(self.refused)
            sheet.told.connect(self.told)
            sheet.grid.turned_to.connect(self._on_turned_to)
        self.channels.told.connect(self.told)
        self.channels.refused.connect(self.refused)
        self.menus.print_wanted.connect(self.print_wanted)
        self.menus.pdf_wanted.connect(self.pdf_wanted)
        for name, slot in (
            (RULES_TAB, self._on_rules_wanted),
            (FAMILIES_TAB, self._on_families_wanted),
        ):
            action = QAction(self)
            action.setObjectName(name)
            action.triggered.connect(slot)
        self.rules.source_wanted.connect(self._on_source_wanted)
        self.flat.rule_wanted.connect(self._on_flat_rule_wanted)
        self.families.rule_wanted.connect(self._on_family_rule_wanted)

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets that hold a grid, in the order of their tabs."""
        return self._shown

    @property
    def columned(self) -> SheetGrid | None:
        """The grid that shows, whose columns can be chosen; none beside the sources."""
        shown = [sheet.grid for sheet in self._shown if sheet is self._sheets.currentWidget()]
        return shown[0] if shown else None

    def go_to_rule(self, rule: int, column: str | None = None) -> None:
        """Go to a rule, counted from 1, that a finding or a trace names."""
        self.tabs.choose(RULES)
        self.rules.grid.go_to(rule, column)
        self.rules.grid.setFocus()

    def go_to_finding(self, finding: Finding) -> None:
        """Go to what a finding of the plan is about: a rule, a row of a sheet, a source."""
        design = self._workspace.design
        if finding.rule is not None:
            self.go_to_rule(finding.rule)
        elif finding.code == "flat-cost-moved":
            parts = [flat.part for flat in design.flat_prices]
            self._go_to_row(FLAT, self.flat.grid, parts, finding.subject)
        elif finding.code in {"family-average-moved", "family-unpriced"}:
            names = [family.name for family in design.families]
            self._go_to_row(FAMILIES, self.families.grid, names, finding.subject)
        elif finding.code == "menu-total":
            self.tabs.choose(MENUS)
            self.menus.grid.setFocus()
        elif finding.code == "uncovered-source":
            self._on_source_wanted()
            self.sources.choose_named(finding.subject)

    def _go_to_row(self, tab: int, grid: SheetGrid, names: Sequence[str], name: str) -> None:
        """Go to the row of a name; it may be gone since it was found."""
        self.tabs.choose(tab)
        if name in names:
            grid.select_row(names.index(name))
        grid.setFocus()

    # what comes in

    def _on_tab_chosen(self, place: int) -> None:
        aside: dict[int, QWidget] = {SOURCES: self.sources, CHANNELS: self.channels}
        wanted: QWidget = aside[place] if place in aside else self._shown[place]
        if wanted.parentWidget() is self._sheets:
            self._sheets.setCurrentWidget(wanted)
        for sheet in self._shown:
            sheet.tools.setVisible(sheet is wanted)
        self._catch_up()
        if not self._is_narrow:
            self._show_aside(is_shown=wanted is self.rules)

    def _on_tab_clicked(self, _place: int) -> None:
        """Type into the sheet that was clicked up, as in a workbook."""
        shown = self._sheets.currentWidget()
        for sheet in self._shown:
            if sheet is shown and sheet.grid.isVisible():
                sheet.grid.setFocus()

    def _on_rules_wanted(self) -> None:
        self.tabs.choose(RULES)
        self.rules.grid.setFocus()

    def _on_families_wanted(self) -> None:
        self.tabs.choose(FAMILIES)
        self.families.grid.setFocus()

    def _on_turned_to(self, key: str) -> None:
        """Turn to the sheet in which something was undone."""
        if self.isVisible():
            keys = [sheet.grid.key for sheet in self._shown]
            self.tabs.choose(keys.index(key))

    def _on_flat_rule_wanted(self) -> None:
        """Put the parts of the flat price list on it, before all other rules."""
        self.rules.work.put_first(ByFlatPrice(), "Flat prices")

    def _on_family_rule_wanted(self) -> None:
        """Put the members of families on their price, before all other rules."""
        self.rules.work.put_first(ByFamily(), "Families")

    def _on_treatment_wanted(self, source: SoldSource, treatment: Treatment) -> None:
        self.rules.work.put(source, treatment)

    def _on_rule_wanted(self, place: int) -> None:
        self.go_to_rule(place + 1)

    def _on_source_wanted(self) -> None:
        """Put the keyboard on the source that nobody thought of with most dollars."""
        self.tabs.choose(SOURCES if self._is_narrow else RULES)
        self.sources.choose()

    def _set_landings(self) -> None:
        view = self.rules.grid.view
        self.sources.set_landings((Landing(view.viewport(), self._over_rule, self._drop_on_rule),))

    def _over_rule(self, point: QPoint | None) -> bool:
        return self.rules.hover_row(point)

    def _drop_on_rule(self, source: object, point: QPoint) -> None:
        if isinstance(source, SoldSource):
            self.rules.work.put_on_rule(source, self.rules.grid.row_at(point))

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Reflow for the new size."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Place the panes for the window's size now."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Put the sources into a tab of their own where the width is short."""
        # what stands beside the page takes from it as a smaller window does
        beside = self.window().width() - self.width() - self._theme.metrics.rail
        room = self.window().width() - (max(beside, 0) if self.isVisible() else 0)
        width = self._theme.unzoomed(room)
        is_narrow = width < NARROW
        for sheet in self._shown:
            sheet.tools.set_short(is_short=width < _ROOM_FOR_NAMES)
        self.sources.setMinimumWidth(0 if is_narrow else self._theme.metrics.side)
        self.sources.setMaximumWidth(16_777_215 if is_narrow else self._theme.metrics.side)
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        self.tabs.set_tab_shown(SOURCES, is_shown=is_narrow)
        self.sources.set_beside(is_beside=is_narrow)
        self._line.setVisible(not is_narrow)
        if is_narrow:
            self._row.removeWidget(self.sources)
            self._sheets.addWidget(self.sources)
        else:
            if self._sheets.currentWidget() is self.sources:
                self.tabs.choose(RULES)
            self._sheets.removeWidget(self.sources)
            self._row.addWidget(self.sources)
            self._show_aside(is_shown=self._sheets.currentWidget() is self.rules)

    def _show_aside(self, *, is_shown: bool) -> None:
        """Show the sources beside the rules: the other sheets need the width."""
        self._line.setVisible(is_shown)
        self.sources.setVisible(is_shown)
