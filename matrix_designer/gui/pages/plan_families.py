"""The sheet of families: parts at one price, made of what they cost on average.

Knows the workspace and the grid; figures come from the assignment of the sales.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from matrix_designer.analysis.families import (
    FamilyFigures,
    SoldMember,
    SuggestedFamily,
    family_figures,
    sold_members,
    suggest_families,
)
from matrix_designer.analysis.findings import Finding
from matrix_designer.core.family import Family
from matrix_designer.core.family_edits import (
    DeleteFamilies,
    InsertFamilies,
    MoveFamilies,
    SetFamily,
)
from matrix_designer.core.money import DOLLAR
from matrix_designer.core.part_class import name_key
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan import ByFamily
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.plan_view import PlanView
from matrix_designer.gui.controls import Hairline, fill_ground, restyle
from matrix_designer.gui.grid.columns import TotalRow
from matrix_designer.gui.grid.figures import SelectionFigures
from matrix_designer.gui.grid.keys import Command
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.plan_sheet import SheetGrid
from matrix_designer.gui.panels.family_columns import family_spec
from matrix_designer.gui.panels.family_entries import FamilyEntries
from matrix_designer.gui.panels.family_lines import FamilyLine, family_lines
from matrix_designer.gui.panels.family_mix import FamilyMix
from matrix_designer.gui.panels.sheet_note import SheetNote
from matrix_designer.gui.panels.sheet_tools import SheetTools, sheet_action
from matrix_designer.gui.texts import counted
from matrix_designer.gui.theme import Theme
from matrix_designer.session.asking import Asking
from matrix_designer.session.jobs import Progress
from matrix_designer.session.workspace import Workspace

KEY = "families"
_MARKED = ("family-average-moved", "family-unpriced")
"""The findings that are told in the rows."""


class FamilyVerbs(QObject):
    """The actions on families."""

    def __init__(self, parent: QObject) -> None:
        """Make the actions."""
        super().__init__(parent)
        self.suggest = sheet_action(
            self, "&Suggest\u2026", "", "Find parts of one description that cost much the same"
        )
        self.delete = sheet_action(
            self, "&Delete families", "Ctrl+-", "Take the selected families out"
        )
        self.move_up = sheet_action(
            self, "Move &up", "Alt+Shift+Up", "A part in two families belongs to the first"
        )
        self.move_down = sheet_action(
            self, "Move d&own", "Alt+Shift+Down", "A part in two families belongs to the first"
        )
        self.take = sheet_action(
            self, "&Import families\u2026", "", "Take in families of a CSV file or a workbook"
        )
        self.export = sheet_action(
            self, "&Export families\u2026", "", "Write the families into a CSV file"
        )
        self.icons = {
            self.suggest: "lightbulb",
            self.delete: "trash-2",
            self.move_up: "arrow-up",
            self.move_down: "arrow-down",
        }

    def all(self) -> tuple[QAction, ...]:
        """Return every action, in the order of the menu."""
        return (*self.icons, self.take, self.export)

    def fit(self, *, has_families: bool, has_parts: bool) -> None:
        """Grey what takes a family, or sales by part."""
        for action in (self.delete, self.move_up, self.move_down, self.export):
            action.setEnabled(has_families)
        self.suggest.setEnabled(has_parts)


class FamilySheet(QWidget):
    """Families.

    `refused(error)`, `told(sentence)`; `rule_wanted()`: make a rule that uses the prices.
    """

    help_anchor = "families"
    refused = Signal(object)
    told = Signal(str)
    rule_wanted = Signal()

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        numbers: Numbers,
        parent: QWidget | None = None,
    ) -> None:
        """Show the workspace's families."""
        super().__init__(parent)
        self._workspace = workspace
        self._numbers = numbers
        self._view: PlanView | None = None
        self._figures: tuple[FamilyFigures, ...] = ()
        self._figures_of: object = None
        self._findings: dict[str, list[Finding]] = {}
        self._is_stale = False
        self._lines: list[FamilyLine] = []
        self._working = Asking(self)
        self.verbs = FamilyVerbs(self)
        self.grid = SheetGrid(KEY, family_spec(numbers, FamilyEntries(numbers)), workspace, theme)
        self.grid.view.set_row_actions(self.verbs.all())
        self.tools = SheetTools(self.verbs.icons, theme)
        self.note = SheetNote(theme)
        self.mix = FamilyMix(theme, numbers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.grid, 3)
        column.addWidget(self.note)
        column.addWidget(Hairline(theme))
        column.addWidget(self.mix, 4)
        self._connect()
        self._show()
        fill_ground(self, theme.colours.surface)

    def _connect(self) -> None:
        self.grid.refused.connect(self.refused)
        self.grid.selection_changed.connect(self._on_selection_changed)
        self.grid.view.command_wanted.connect(self._on_command_wanted)
        self.grid.view.rows_moved.connect(self._on_rows_moved)
        self.note.wanted.connect(self.rule_wanted)
        self.mix.excluded.connect(self._on_excluded)
        self.verbs.delete.triggered.connect(self._on_delete)
        self.verbs.move_up.triggered.connect(self._on_up)
        self.verbs.move_down.triggered.connect(self._on_down)
        self.verbs.suggest.triggered.connect(self._on_suggest)
        self._working.answered.connect(self._on_suggested)
        self._working.refused.connect(self.refused)
        self._workspace.design_changed.connect(self._on_design_changed)

    def part_to_explain(self) -> PartFacts | None:
        """Return the part of the family that sells most, else the first that it names."""
        families, place = self._workspace.design.families, self.grid.first_row
        if not 0 <= place < len(families):
            return None
        sold = self._figures[place].members if place < len(self._figures) else ()
        if sold:
            best = max(sold, key=_pieces_of)
            return PartFacts(0, part=best.part, description=best.description)
        named = families[place].parts
        return PartFacts(0, part=named[0]) if named else None

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)

    def stop(self) -> None:
        """Wait for what is looked for."""
        self._working.stop()

    def show_view(self, analysis: Analysis, view: PlanView) -> None:
        """Show what the sales tell of the members, and what was found."""
        self._view, self._is_stale = view, False
        self._findings = {}
        for finding in analysis.findings:
            if finding.code in _MARKED:
                self._findings.setdefault(name_key(finding.subject), []).append(finding)
        self._look()
        self._show()

    # what is shown

    def _look(self) -> None:
        """Work the figures of all families out, once for what decides them."""
        view = self._view
        if view is None or view.sales is None or view.assignment is None:
            self._figures, self._figures_of = (), None
            return
        members = view.assignment.masks.family
        if members is not self._figures_of:
            self._figures = family_figures(view.sales, view.assignment)
            self._figures_of = members

    def _show(self) -> None:
        design = self._workspace.design
        self._lines = family_lines(
            design.families, self._figures, self._findings, is_stale=self._is_stale
        )
        self.grid.set_rows(
            self._lines, TotalRow(counted(len(design.families), "family", "families"), {})
        )
        has_parts = self._view is not None and self._view.has_parts
        self.verbs.fit(has_families=bool(design.families), has_parts=has_parts)
        is_used = any(
            isinstance(rule.treatment, ByFamily) and rule.is_enabled for rule in design.plan.rules
        )
        if design.families and not is_used:
            self.note.say(
                "No rule uses the families yet: their parts are priced as all others.",
                "Put families on their price",
                "Add a first rule for every part of a family (Space)",
            )
        else:
            self.note.say(
                "One price: the average cost by pieces sold, times a factor, at a GP %, or typed. "
                "It stays until you accept another."
            )
        self._show_mix()

    def _show_mix(self) -> None:
        families = self._workspace.design.families
        place = min(self.grid.first_row, len(families) - 1)  # Enter leads on to the empty row
        self.mix.show_family(self._lines[place] if 0 <= place < len(self._lines) else None)

    # what comes in

    def _on_design_changed(self, _before: object, _after: object) -> None:
        self._is_stale = self._view is not None
        self._show()

    def _on_selection_changed(self, figures: SelectionFigures) -> None:
        self._show_mix()
        self.told.emit(figures.text)

    def _on_command_wanted(self, command: Command) -> None:
        families = self._workspace.design.families
        if command is Command.DELETE:
            self._on_delete()
        elif command is Command.INSERT:
            self.grid.select_row(len(families), "name")
        elif command is Command.NUDGE_FAR_UP:
            self._move(-1)
        elif command is Command.NUDGE_FAR_DOWN:
            self._move(1)

    def _on_rows_moved(self, rows: tuple[int, ...], at: int) -> None:
        if self.grid.apply(MoveFamilies(rows, at)):
            first = at - sum(row < at for row in rows)
            self.grid.select_whole(first, first + len(rows) - 1)

    def _on_delete(self) -> None:
        if not self.grid.picked:
            self.told.emit("Select the families to delete")
        elif self.grid.apply(DeleteFamilies(self.grid.picked)):
            self._show_mix()

    def _move(self, by: int) -> None:
        picked = self.grid.picked
        count = len(self._workspace.design.families)
        if not picked:
            self.told.emit("Select the families to move")
            return
        to = picked[0] - 1 if by < 0 else picked[-1] + 2
        if 0 <= to <= count and self.grid.apply(MoveFamilies(picked, to)):
            self.grid.select_row(to if by < 0 else to - len(picked), "name", len(picked))

    def _on_up(self) -> None:
        self._move(-1)

    def _on_down(self) -> None:
        self._move(1)

    def _on_excluded(self, part: str) -> None:
        """Take a part out of the family that is looked at."""
        families = self._workspace.design.families
        row = min(self.grid.first_row, len(families) - 1)
        if row >= 0:
            family = families[row]
            kept = tuple(one for one in family.parts if one != part)
            made = replace(family, parts=kept, excluded=(*family.excluded, part))
            if self.grid.apply(SetFamily(row, made)):
                self.told.emit(f"{part} is no part of \u201c{family.name}\u201d any more")

    def _on_suggest(self) -> None:
        """Look for families among what sold and belongs to none yet, off the window."""
        view = self._view
        if view is None or view.sales is None or view.assignment is None:
            return
        sales, assignment = view.sales, view.assignment
        known = {name_key(one.name) for one in self._workspace.design.families}

        def work(_progress: Progress) -> tuple[SuggestedFamily, ...]:
            import numpy as np

            free = np.flatnonzero(assignment.masks.family[assignment.names.item] < 0)
            found = suggest_families(sold_members(sales, assignment, free))
            return tuple(one for one in found if name_key(one.name) not in known)

        self._working.ask("Looking for families", work)

    def _on_suggested(self, found: tuple[SuggestedFamily, ...]) -> None:
        """Offer what was found, each with its reason."""
        if not found:
            self.told.emit("No parts of one description cost much the same")
            return
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("Suggested families")
        for one in found:
            action = menu.addAction(_suggestion_words(one, self._numbers).replace("&", "&&"))
            action.triggered.connect(partial(self._on_accepted, one))
        at = self.tools.mapToGlobal(QPoint(0, self.tools.height()))
        menu.popup(at)

    def _on_accepted(self, one: SuggestedFamily) -> None:
        """Add a family that was suggested; its price is still to be said."""
        at = len(self._workspace.design.families)
        if self.grid.apply(InsertFamilies(at, (Family(one.name, descriptions=(one.pattern,)),))):
            self.grid.select_row(at, "factor")
            self.grid.setFocus()
            self.told.emit("Type a factor, a GP % or a price for it")


def _pieces_of(member: SoldMember) -> int:
    return member.pieces


def _suggestion_words(one: SuggestedFamily, numbers: Numbers) -> str:
    low, high = (
        numbers.fraction(member.average / DOLLAR, 2) for member in (one.members[0], one.members[-1])
    )
    pieces = numbers.pieces(sum(member.pieces for member in one.members))
    return f"{one.name}: {len(one.members)} parts, {low} to {high}, {pieces} pieces"
