"""The sheet of rules: the grid, its verbs, and what stands there while there is no plan.

Knows the grid and its work; figures come from the one Analysis.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from matrix_designer.analysis.findings import Finding
from matrix_designer.core.plan import Rule
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.plan_view import PlanView, look_at_rule
from matrix_designer.gui.controls import fill_ground, restyle
from matrix_designer.gui.grid.figures import SelectionFigures
from matrix_designer.gui.grid.keys import Command
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.plan_choices import RuleChoices
from matrix_designer.gui.pages.plan_grid import RuleGrid
from matrix_designer.gui.pages.plan_verbs import PlanVerbs
from matrix_designer.gui.pages.plan_work import PlanWork
from matrix_designer.gui.panels.rule_detail import RuleDetailPanel
from matrix_designer.gui.panels.rule_start import EmptyPlan
from matrix_designer.gui.panels.sheet_tools import SheetTools
from matrix_designer.gui.texts import day_text
from matrix_designer.gui.theme import Theme
from matrix_designer.session.workspace import Workspace


class RuleSheet(QWidget):
    """Rules.

    `refused(error)`, `told(sentence)`; `source_wanted()`: choose a source to take off the matrix.
    """

    help_anchor = "rules"
    refused = Signal(object)
    told = Signal(str)
    source_wanted = Signal()

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        numbers: Numbers,
        parent: QWidget | None = None,
    ) -> None:
        """Show the workspace's plan."""
        super().__init__(parent)
        self._workspace = workspace
        self.verbs = PlanVerbs(self)
        self.grid = RuleGrid(workspace, theme, numbers)
        self.grid.view.set_row_actions(self.verbs.all())
        self.work = PlanWork(workspace, self.grid, self.verbs)
        self.tools = SheetTools(self.verbs.icons, theme)
        self.empty = EmptyPlan(theme)
        self.detail = RuleDetailPanel(theme, numbers)
        self._shown: tuple[object, ...] = ()
        self._found: dict[int, list[Finding]] = {}
        self._looking = QTimer(self)  # fires after the repaint: figures do not wait for words
        self._looking.setSingleShot(True)
        self._looking.setInterval(0)
        self._looking.timeout.connect(self._show_detail)
        self._view: PlanView | None = None
        self._pages = QStackedWidget()
        self._ruled = QWidget()
        under = QVBoxLayout(self._ruled)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(0)
        under.addWidget(self.grid, 5)
        under.addWidget(self.detail, 4)
        self._pages.addWidget(self._ruled)
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.choices = RuleChoices(workspace, self.grid, theme)
        self.choices.told.connect(self.told)
        self.verbs.choose.triggered.connect(self.choices.open)
        self.grid.command_wanted.connect(self._on_command_wanted)
        self.work.told.connect(self.told)
        self.detail.rule_wanted.connect(self._on_rule_wanted)
        self.detail.day_wanted.connect(self._on_day_wanted)
        self.grid.refused.connect(self.refused)
        self.grid.selection_changed.connect(self._on_selection_changed)
        self.verbs.condition.triggered.connect(self._on_condition_wanted)
        self.empty.source_wanted.connect(self.source_wanted)
        self.empty.rule_wanted.connect(self.work.insert)
        workspace.design_changed.connect(self._on_design_changed)
        self._fit_plan()
        fill_ground(self, theme.colours.surface)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)
        self.choices.set_theme(theme)

    def show_view(self, analysis: Analysis, view: PlanView) -> None:
        """Show what the rules take."""
        found: dict[int, list[Finding]] = {}
        for finding in analysis.findings:
            rule = getattr(finding, "rule", None)
            if rule is not None:
                found.setdefault(rule, []).append(finding)
        self.grid.show_sales(analysis.sales)
        self.grid.show_figures(view.figures, view.total, found, is_stale=False)
        self._found = found
        self._view = view
        self._looking.start()

    def _show_detail(self) -> None:
        """Say the rule that the keyboard is on in words, once for what decides it."""
        design, view = self._workspace.design, self._view
        if not design.plan or not self.isVisible():
            return
        place = min(self.grid.first_row, len(design.plan.rules))
        is_fresh = view is not None and view.design is design
        found = self._found.get(place + 1, []) if is_fresh else []
        said = tuple(finding.message for finding in found)
        seen = (id(design), id(view) if is_fresh else 0, place, said, self._workspace.question.on)
        if seen == self._shown:
            return
        self._shown = seen
        detail = look_at_rule(view, place) if view is not None and is_fresh else None
        rules, day = design.plan.rules, self._workspace.question.on
        counts = place >= len(rules) or rules[place].counts_on(day)
        today = self._workspace.today
        self.detail.show_rule(
            *(place, rules, design.matrix.name, detail),
            off="" if counts else "today" if day == today else f"on {day_text(day or dt.date.min)}",
            findings=found,
        )
        other = None if counts or not rules[place].is_enabled else _day_of(rules[place])
        self.detail.show_day(other if day == today else today, is_today=day != today)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was selected out of sight."""
        super().showEvent(event)
        self._show_detail()

    def hover_row(self, point: QPoint | None) -> bool:
        """Show that a rule is dragged over; returns whether a source may be let go there."""
        row = -1 if point is None else self.grid.row_at(point)
        is_rule = 0 <= row < len(self._workspace.design.plan.rules)
        if is_rule:
            self.grid.select_row(row, "source")
        return is_rule

    def _on_command_wanted(self, command: Command) -> None:
        if command is Command.NUDGE_DOWN:
            self.choices.open()

    def _on_day_wanted(self, day: dt.date) -> None:
        """Look at everything as the rules of another day make it."""
        self._workspace.set_question(replace(self._workspace.question, on=day))

    def _on_rule_wanted(self, place: int) -> None:
        self.grid.select_row(place, "name")
        self.grid.setFocus()

    def _on_condition_wanted(self) -> None:
        """Offer the conditions that the selected rule does not have yet."""
        if not self.grid.picked:
            self.told.emit("Select the rule that is to have another condition")
            return
        place = self.grid.picked[0]
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("Conditions")
        for key, name in self.grid.free_conditions(place):
            action = menu.addAction(name.replace("&", "&&"))
            action.triggered.connect(partial(self._on_condition_chosen, place, key))
        menu.popup(self.tools.mapToGlobal(QPoint(0, self.tools.height())))

    def _on_condition_chosen(self, place: int, key: str) -> None:
        """Show a condition's column and type into it."""
        self.grid.reveal_column(key)
        self.grid.select_row(place, key)
        self.grid.setFocus()
        self.grid.view.start_editing()

    def _fit_plan(self) -> None:
        has_rules = bool(self._workspace.design.plan)
        self.verbs.set_enabled(has_rules=has_rules)
        wanted = self._ruled if has_rules else self.empty
        if self._pages.currentWidget() is not wanted:
            had = self.empty.isAncestorOf(self.window().focusWidget() or self)
            self._pages.setCurrentWidget(wanted)
            if had:
                (self.grid if has_rules else self.empty).setFocus()

    def _on_design_changed(self, _before: object, _after: object) -> None:
        self._fit_plan()

    def _on_selection_changed(self, figures: SelectionFigures) -> None:
        self._looking.start()
        self.told.emit(figures.text)


def _day_of(rule: Rule) -> dt.date | None:
    """Return a day on which a dated rule counts: its first one, else its last."""
    return rule.starts or rule.ends
