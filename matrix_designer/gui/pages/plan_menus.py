"""The sheet of service menus: their parts, what they come to under the plan, and the pricing guide.

Knows the workspace and the grid; what the sales tell of the parts comes with the view of the plan.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.menus import MenuTotal, menu_parts, menu_totals, sold_facts
from matrix_designer.core.edits import Edit, Together
from matrix_designer.core.menu_edits import DeleteMenus
from matrix_designer.core.menu_part_edits import DeleteMenuParts
from matrix_designer.core.part_class import name_key, part_key
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.plan_view import PlanView
from matrix_designer.gui.controls import fill_ground, restyle
from matrix_designer.gui.grid.columns import TotalRow
from matrix_designer.gui.grid.figures import SelectionFigures
from matrix_designer.gui.grid.keys import Command
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.plan_sheet import SheetGrid
from matrix_designer.gui.panels.menu_columns import menu_spec
from matrix_designer.gui.panels.menu_entries import MenuEntries
from matrix_designer.gui.panels.menu_lines import MenuRow, menu_rows
from matrix_designer.gui.panels.sheet_note import SheetNote
from matrix_designer.gui.panels.sheet_tools import SheetTools, sheet_action
from matrix_designer.gui.texts import counted
from matrix_designer.gui.theme import Theme
from matrix_designer.session.workspace import Workspace

KEY = "menus"
_HINT = (
    "A part number typed under a menu takes its cost and list from the sales; "
    "the pricing guide prints all fixed prices of the plan."
)


class MenuVerbs(QObject):
    """The actions on menus."""

    def __init__(self, parent: QObject) -> None:
        """Make the actions."""
        super().__init__(parent)
        self.delete = sheet_action(
            self, "&Delete", "Ctrl+-", "Take the selected menus, or parts of menus, out"
        )
        self.take = sheet_action(
            self, "&Import…", "", "Take in menus from a CSV file or a workbook"
        )
        self.export = sheet_action(self, "&Export…", "", "Write the menus into a file")
        self.print_guide = sheet_action(
            self, "&Print guide…", "", "Put the pricing guide of maintenance parts on paper"
        )
        self.pdf_guide = sheet_action(
            self, "Guide as PD&F…", "", "Save the pricing guide of maintenance parts as a PDF"
        )
        self.icons = {
            self.delete: "trash-2",
            self.take: "file-input",
            self.export: "file-output",
            self.print_guide: "printer",
            self.pdf_guide: "file-text",
        }

    def all(self) -> tuple[QAction, ...]:
        """Return every action, in the order of the menu."""
        return tuple(self.icons)


class MenuSheet(QWidget):
    """Service menus.

    `refused(error)`, `told(sentence)`; `print_wanted()`, `pdf_wanted()`: the pricing guide.
    """

    refused = Signal(object)
    told = Signal(str)
    print_wanted = Signal()
    pdf_wanted = Signal()
    help_anchor = "service-menus"

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        numbers: Numbers,
        parent: QWidget | None = None,
    ) -> None:
        """Show the workspace's menus."""
        super().__init__(parent)
        self._workspace = workspace
        self._view: PlanView | None = None
        self._analysis: Analysis | None = None
        self._totals: tuple[MenuTotal, ...] = ()
        self._known: Mapping[str, PartFacts] = {}
        self._known_of: tuple[object, object] = (None, None)
        self._findings: dict[str, list[Finding]] = {}
        self._is_stale = False
        self._rows: list[MenuRow] = []
        self.verbs = MenuVerbs(self)
        spec = menu_spec(numbers, MenuEntries(numbers, self._sold))
        self.grid = SheetGrid(KEY, spec, workspace, theme)
        self.grid.view.set_row_actions(self.verbs.all())
        self.tools = SheetTools(self.verbs.icons, theme)
        self.note = SheetNote(theme)
        self.note.say(_HINT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.grid)
        column.addWidget(self.note)
        column.addStretch(1)
        self.grid.refused.connect(self.refused)
        self.grid.selection_changed.connect(self._on_selection_changed)
        self.grid.view.command_wanted.connect(self._on_command_wanted)
        self.verbs.delete.triggered.connect(self._on_delete)
        self.verbs.print_guide.triggered.connect(self.print_wanted)
        self.verbs.pdf_guide.triggered.connect(self.pdf_wanted)
        workspace.design_changed.connect(self._on_design_changed)
        self._show()
        fill_ground(self, theme.colours.surface)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)

    def show_view(self, analysis: Analysis, view: PlanView) -> None:
        """Price every menu under the plan, and show what was found."""
        self._analysis, self._view, self._is_stale = analysis, view, False
        self._findings = {}
        for finding in analysis.findings:
            if finding.code == "menu-total":
                self._findings.setdefault(name_key(finding.subject), []).append(finding)
        design = analysis.design
        asked = (analysis.sales, design.menus)
        if self._known_of[0] is not asked[0] or self._known_of[1] is not asked[1]:
            self._known, self._known_of = menu_parts(design.strategy, analysis.sales), asked
        self._totals = menu_totals(design.strategy, self._known, analysis.question.on)
        self._show()

    def part_to_explain(self) -> PartFacts | None:
        """Return the part of the row that the keys are on."""
        place = self.grid.first_row
        row = self._rows[place] if 0 <= place < len(self._rows) else None
        if row is None or row.part is None:
            return None
        return PartFacts(0, part=row.part.part) if row.line is None else row.line.facts

    # what is shown

    def _show(self) -> None:
        menus = self._workspace.design.menus
        self._rows = menu_rows(menus, self._totals, self._findings, is_stale=self._is_stale)
        over = sum((total.difference or 0) > 0 for total in self._totals)
        told = f", {counted(over, 'menu')} under what its parts come to" if over else ""
        self.grid.set_rows(self._rows, TotalRow(f"{counted(len(menus), 'menu')}{told}", {}))
        for action in (self.verbs.delete, self.verbs.export):
            action.setEnabled(bool(menus))

    def _sold(self, part: str) -> PartFacts | None:
        """Return what the sales tell of a part."""
        sales = None if self._view is None else self._view.sales
        return sold_facts(sales, {part_key(part)}).get(part_key(part))

    # what comes in

    def _on_design_changed(self, _before: object, _after: object) -> None:
        self._is_stale = self._view is not None
        self._show()

    def _on_selection_changed(self, figures: SelectionFigures) -> None:
        self.told.emit(figures.text)

    def _on_command_wanted(self, command: Command) -> None:
        if command is Command.DELETE:
            self._on_delete()
        elif command is Command.INSERT:
            self.grid.select_row(len(self._rows) - 1, "name")

    def _on_delete(self) -> None:
        """Take out the selected menus whole, and of the others the selected parts."""
        picked = [self._rows[place] for place in self.grid.picked if place < len(self._rows)]
        menus = tuple(sorted({row.menu_at for row in picked if row.is_menu}))
        parts: dict[int, list[int]] = {}
        for row in picked:
            if row.part is not None and row.part_at is not None and row.menu_at not in menus:
                parts.setdefault(row.menu_at, []).append(row.part_at)
        edits: list[Edit] = [DeleteMenuParts(at, tuple(places)) for at, places in parts.items()]
        edits += [DeleteMenus(menus)] if menus else []
        if not edits:
            self.told.emit("Select the menus or the parts to delete")
            return
        first = self.grid.first_row
        name = edits[0].text if len(edits) == 1 else "delete menus and parts"
        if self.grid.apply(Together(tuple(edits), name)):
            self.grid.select_row(min(first, len(self._rows) - 1))
