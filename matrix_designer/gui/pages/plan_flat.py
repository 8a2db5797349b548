"""The sheet of flat prices: the list, its verbs, and whether any rule uses it.

Knows the workspace and the grid; what the sales tell of the parts comes with the view of the plan.
"""

from __future__ import annotations

import csv
import datetime as dt
import getpass
import io
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.listed_parts import ListedPart, listed_parts
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.flat_price_edits import (
    DeleteFlatPrices,
    ReviewFlatPrices,
    TakeFlatPrices,
    locked_apart,
)
from matrix_designer.core.part_class import part_key
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan import ByFlatPrice
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.plan_view import PlanView
from matrix_designer.formats.flat_price_table import (
    FlatReading,
    flat_csv,
    merged,
    read_flat_table,
)
from matrix_designer.formats.text_table import TextTable
from matrix_designer.gui.controls import fill_ground, restyle
from matrix_designer.gui.grid.columns import TotalRow
from matrix_designer.gui.grid.figures import SelectionFigures
from matrix_designer.gui.grid.keys import Command
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.plan_sheet import SheetGrid
from matrix_designer.gui.panels.flat_price_columns import flat_spec
from matrix_designer.gui.panels.flat_price_entries import FlatEntries
from matrix_designer.gui.panels.flat_price_lines import flat_lines
from matrix_designer.gui.panels.sheet_note import SheetNote
from matrix_designer.gui.panels.sheet_tools import SheetTools, sheet_action
from matrix_designer.gui.texts import counted
from matrix_designer.gui.theme import Theme
from matrix_designer.session.workspace import Workspace

KEY = "flat"
FILE_NAME = "flat prices.csv"


class FlatVerbs(QObject):
    """The actions on flat prices."""

    def __init__(self, parent: QObject) -> None:
        """Make the actions."""
        super().__init__(parent)
        self.delete = sheet_action(
            self, "&Delete prices", "Ctrl+-", "Take the selected parts off the list"
        )
        self.review = sheet_action(
            self,
            "&Review",
            "",
            "Say that the selected prices were reviewed today, at what the parts cost now",
        )
        self.take = sheet_action(
            self, "&Import\u2026", "", "Take in a list from a CSV file or a workbook"
        )
        self.paste = sheet_action(
            self, "&Paste list", "", "Take in a list with heads from the clipboard"
        )
        self.export = sheet_action(self, "&Export\u2026", "", "Write the list into a CSV file")
        self.icons = {
            self.review: "list-checks",
            self.delete: "trash-2",
            self.take: "file-input",
            self.export: "file-output",
        }

    def all(self) -> tuple[QAction, ...]:
        """Return every action, in the order of the menu."""
        return (self.review, self.delete, self.paste, self.take, self.export)

    def fit(self, *, has_prices: bool) -> None:
        """Grey what takes a price."""
        for action in (self.delete, self.review, self.export):
            action.setEnabled(has_prices)


class FlatSheet(QWidget):
    """Flat prices.

    `refused(error)`, `told(sentence)`; `file_wanted()`: import a file;
    `csv_wanted(name, data)`: write a file; `rule_wanted()`: make a rule that uses the list;
    `taken_in(sentence)`: what a file or the clipboard brought, and what was left out.
    """

    help_anchor = "flat"
    refused = Signal(object)
    told = Signal(str)
    file_wanted = Signal()
    csv_wanted = Signal(str, object)
    rule_wanted = Signal()
    taken_in = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        numbers: Numbers,
        parent: QWidget | None = None,
    ) -> None:
        """Show the workspace's list."""
        super().__init__(parent)
        self._workspace = workspace
        self._numbers = numbers
        self._view: PlanView | None = None
        self._sold: Mapping[str, ListedPart] = {}
        self._sold_of: tuple[object, object] = (None, None)
        self._findings: dict[str, list[Finding]] = {}
        self._is_stale = False
        self.verbs = FlatVerbs(self)
        spec = flat_spec(numbers, FlatEntries(numbers, self._sold_part))
        self.grid = SheetGrid(KEY, spec, workspace, theme)
        self.grid.view.set_row_actions(self.verbs.all())
        self.tools = SheetTools(self.verbs.icons, theme)
        self.note = SheetNote(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.grid)
        column.addWidget(self.note)
        column.addStretch(1)
        self._connect()
        self._show()
        fill_ground(self, theme.colours.surface)

    def _connect(self) -> None:
        self.grid.refused.connect(self.refused)
        self.grid.selection_changed.connect(self._on_selection_changed)
        self.grid.view.command_wanted.connect(self._on_command_wanted)
        self.note.wanted.connect(self.rule_wanted)
        self.verbs.delete.triggered.connect(self._on_delete)
        self.verbs.review.triggered.connect(self._on_review)
        self.verbs.take.triggered.connect(self.file_wanted)
        self.verbs.paste.triggered.connect(self._on_paste)
        self.verbs.export.triggered.connect(self._on_export)
        self._workspace.design_changed.connect(self._on_design_changed)

    def part_to_explain(self) -> PartFacts | None:
        """Return the part of the row that the keys are on."""
        prices, place = self._workspace.design.flat_prices, self.grid.first_row
        if not 0 <= place < len(prices):
            return None
        return PartFacts(0, part=prices[place].part, description=prices[place].description)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)

    def show_view(self, analysis: Analysis, view: PlanView) -> None:
        """Show what the sales tell of the parts, and what was found."""
        self._view, self._is_stale = view, False
        self._findings = {}
        for finding in analysis.findings:
            if finding.code == "flat-cost-moved":
                self._findings.setdefault(part_key(finding.subject), []).append(finding)
        self._show()

    def take_in(self, reading: FlatReading) -> None:
        """Take a list in that was read; what is locked stays, and is named with what was left."""
        design = self._workspace.design
        prices, locked = locked_apart(design, merged(design.flat_prices, reading))
        is_new = not set(prices) <= set(design.flat_prices)
        if is_new and not self.grid.apply(TakeFlatPrices(prices)):
            return
        left = (*reading.problems, *(error.sentence for error in locked))
        told = f"{counted(len(prices), 'flat price')} {'taken in' if is_new else 'as they were'}"
        if left:
            told += f", {counted(len(left), 'row')} left out: {left[0]}"
        self.taken_in.emit(told)

    # what is shown

    def _show(self) -> None:
        design = self._workspace.design
        prices = design.flat_prices
        lines = flat_lines(prices, self._known(), self._findings, is_stale=self._is_stale)
        self.grid.set_rows(lines, TotalRow(counted(len(prices), "flat price"), {}))
        self.verbs.fit(has_prices=bool(prices))
        is_used = any(
            isinstance(rule.treatment, ByFlatPrice) and rule.is_enabled
            for rule in design.plan.rules
        )
        if prices and not is_used:
            self.note.say(
                "No rule uses the list yet: its parts are priced as all others.",
                "Put its parts on the list",
                "Add a first rule for every part that has a flat price (Space)",
            )
        else:
            self.note.say(
                "A part number typed into the last row brings its cost and what it sold for. "
                "A locked price changes with who agreed behind it: 12.50 agreed Ann."
            )

    def _known(self) -> Mapping[str, ListedPart]:
        """Return what the sales tell of the listed parts; asked once a list and a history."""
        view, prices = self._view, self._workspace.design.flat_prices
        if view is None or view.sales is None or view.assignment is None:
            return {}
        asked = (view.assignment.names, prices)
        if self._sold_of[0] is not asked[0] or self._sold_of[1] is not asked[1]:
            keys = [part_key(price.part) for price in prices]
            self._sold, self._sold_of = listed_parts(view.sales, asked[0], keys), asked
        return self._sold

    def _sold_part(self, part: str) -> ListedPart | None:
        view = self._view
        if view is None or view.sales is None or view.assignment is None:
            return None
        key = part_key(part)
        return listed_parts(view.sales, view.assignment.names, [key]).get(key)

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
            self.grid.select_row(len(self._workspace.design.flat_prices), "part")

    def _on_delete(self) -> None:
        if self.grid.picked:
            first = self.grid.picked[0]
            if self.grid.apply(DeleteFlatPrices(self.grid.picked)):
                self.grid.select_row(first)
        else:
            self.told.emit("Select the prices to delete")

    def _on_review(self) -> None:
        """Note today, who sits here, and what the parts cost now."""
        prices, known = self._workspace.design.flat_prices, self._known()
        if not self.grid.picked:
            self.told.emit("Select the prices that were reviewed")
            return
        reviews = []
        for place in self.grid.picked:
            sold = known.get(part_key(prices[place].part))
            reviews.append((place, None if sold is None else sold.average_cost))
        today = dt.datetime.now().astimezone().date()
        if self.grid.apply(ReviewFlatPrices(tuple(reviews), today, who_sits_here())):
            self.told.emit(f"{counted(len(reviews), 'price')} reviewed today")

    def _on_paste(self) -> None:
        """Take the table on the clipboard in, by its heads."""
        rows = tuple(
            tuple(row)
            for row in csv.reader(io.StringIO(QGuiApplication.clipboard().text()), delimiter="\t")
            if any(cell.strip() for cell in row)
        )
        if not rows:
            self.told.emit("The clipboard holds no table: copy one with heads")
            return
        table = TextTable(Path("the clipboard"), rows, tuple(range(1, len(rows) + 1)))
        try:
            self.take_in(read_flat_table(table, self._numbers.style))
        except MatrixDesignerError as error:
            self.refused.emit(error)

    def _on_export(self) -> None:
        self.csv_wanted.emit(FILE_NAME, flat_csv(self._workspace.design.flat_prices))


def who_sits_here() -> str:
    """Return the name that the system knows the user by; empty where it knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
