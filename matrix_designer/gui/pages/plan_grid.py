"""The rule grid: the plan's rules in order with what each takes, fed by the one Analysis.

Knows the workspace and the grid; every edit goes through `Workspace.apply`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.rule_figures import RuleFigures
from matrix_designer.core.evidence import Sales
from matrix_designer.core.part_class import name_key, part_key
from matrix_designer.core.plan_edits import MoveRules
from matrix_designer.gui.grid.columns import GridSpec
from matrix_designer.gui.grid.keys import Command
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.plan_columns import rule_spec
from matrix_designer.gui.pages.plan_entries import Known, PlanEntries
from matrix_designer.gui.pages.plan_heads import total_of
from matrix_designer.gui.pages.plan_lines import RuleLine, lines_of, used_columns
from matrix_designer.gui.pages.plan_sheet import SheetGrid
from matrix_designer.gui.pages.tier_grid import sold_in_text
from matrix_designer.gui.theme import Theme
from matrix_designer.session.workspace import Workspace

KEY = "rules"
CONDITIONS = (
    *("source", "group", "class", "code", "customer", "pay", "vendor", "channel"),
    *("part", "description", "cost_from", "cost_to", "list_from", "list_to", "starts", "ends"),
)
"""Columns that show where a rule says something in them, or where somebody asks for them."""
ALWAYS = ("source", "description")
_FEW = 3
"""Up to so many conditions columns there is room for one that says nothing yet."""
_COLUMN_OF = {"treatment": "treatment", "conditions": "source", "name": "name", "days": "starts"}


class RuleGrid(SheetGrid):
    """The rules.

    `command_wanted(command)`: insert, delete or move, by a key of the grid.
    """

    command_wanted = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        numbers: Numbers,
        parent: QWidget | None = None,
    ) -> None:
        """Show the workspace's plan."""
        self._numbers = numbers
        self._workspace = workspace
        self._sold_in = "Sold"
        self._sales: Sales | None = None
        self._names: dict[str, frozenset[str] | None] = {}
        self._entries = PlanEntries(numbers, Known(self._matrices, self._known))
        super().__init__(KEY, self._spec(), workspace, theme, parent)
        self._figures: Mapping[int | None, RuleFigures] | None = None
        self._total: RuleFigures | None = None
        self._findings: Mapping[int, Sequence[Finding]] = {}
        self._is_stale = False
        self.view.command_wanted.connect(self._on_command_wanted)
        self.view.rows_moved.connect(self._on_rows_moved)
        workspace.design_changed.connect(self._on_design_changed)
        self._show()

    @property
    def entries(self) -> PlanEntries:
        """How texts of rules are read and written."""
        return self._entries

    def show_sales(self, sales: Sales | None) -> None:
        """Head the figures with the period of other sales, and know their names."""
        if sales is self._sales:
            return
        self._sales, self._names = sales, {}
        sold_in = sold_in_text(sales)
        if sold_in != self._sold_in:
            self._sold_in = sold_in
            self.view.set_spec(self._spec())

    def show_figures(
        self,
        figures: Mapping[int | None, RuleFigures] | None,
        total: RuleFigures | None,
        findings: Mapping[int, Sequence[Finding]],
        *,
        is_stale: bool,
    ) -> None:
        """Show what each rule takes: by its place, None is the default."""
        self._figures, self._total = figures, total
        self._findings, self._is_stale = findings, is_stale
        self._show()

    def free_conditions(self, place: int) -> list[tuple[str, str]]:
        """Return the conditions in which a rule says nothing yet: keys and names of columns."""
        line = self.view.grid_model.rows[place]
        return [
            (column.key, column.name)
            for column in self.view.grid_model.spec.columns
            if column.key in CONDITIONS and column.edit_text is not None
            if not column.edit_text(line)
        ]

    def go_to(self, rule: int, column: str | None = None) -> None:
        """Select a rule, counted from 1, at the column that a finding names."""
        self.select_row(rule - 1, _COLUMN_OF.get(column or "", "name"))

    def names_sold(self, field: str) -> tuple[str, ...]:
        """Return the names that the sales have for one condition; none where they are parts."""
        return () if self._sales is None else _sold(self._sales).get(field, ())

    def _spec(self) -> GridSpec[RuleLine]:
        return rule_spec(self._numbers, self._sold_in, self._entries, self._default)

    def _default(self) -> str:
        return self._workspace.design.matrix.name

    def _matrices(self) -> tuple[str, ...]:
        return tuple(matrix.name for matrix in self._workspace.design.matrices)

    def _known(self, field: str) -> frozenset[str] | None:
        """Return the keys of the names that the sales have for one condition."""
        if field not in self._names:
            self._names[field] = _names_in(self._sales, field)
        return self._names[field]

    def _show(self) -> None:
        """Show the design's rules with what is known of them."""
        design = self._workspace.design
        day = self._workspace.question.on
        counting = [rule.counts_on(day) for rule in design.plan.rules]
        figures = self._figures
        lines = lines_of(design, figures, self._findings, counting, is_stale=self._is_stale)
        used = used_columns(design) & frozenset(CONDITIONS)
        offered = frozenset(ALWAYS if len(used) <= _FEW else ALWAYS[:1])
        self.set_idle_columns(frozenset(CONDITIONS) - used - offered)
        self.set_rows(lines, total_of(self._total, self._numbers, is_stale=self._is_stale))

    def _on_design_changed(self, _before: object, _after: object) -> None:
        """Show the rules at once; figures of the plan before are grey until the new are there."""
        self._is_stale = self._figures is not None
        self._show()

    def _on_command_wanted(self, command: Command) -> None:
        self.command_wanted.emit(command)

    def _on_rows_moved(self, rows: tuple[int, ...], at: int) -> None:
        """Move rules that were dragged, and keep them selected."""
        if self.apply(MoveRules(rows, at)):
            first = at - sum(row < at for row in rows)
            self.select_whole(first, first + len(rows) - 1)


def _names_in(sales: Sales | None, field: str) -> frozenset[str] | None:
    if sales is None:
        return None
    names = _sold(sales).get(field)
    if field == "parts" and sales.part_names:
        return frozenset(part_key(one.number) for one in sales.part_names)
    return None if not names else frozenset(map(name_key, names))


def _sold(sales: Sales) -> dict[str, tuple[str, ...]]:
    return {
        "sources": sales.sources,
        "groups": sales.groups,
        "sale_classes": sales.classes,
        "customer_types": sales.customer_types,
        "pay_types": sales.pay_types,
        "vendors": sales.vendors,
        "channels": sales.channels,
    }
