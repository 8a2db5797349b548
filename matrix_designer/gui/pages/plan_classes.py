"""The sheet of classes: who is in which, what the sales suggest, and what each class earns.

Knows the workspace and its panels; suggestions are looked for off the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from matrix_designer.analysis.classes import (
    ClassFigures,
    SuggestedClass,
    ask,
    judge,
    split_by_class,
    suggest_classes,
)
from matrix_designer.analysis.listed_parts import listed_parts
from matrix_designer.core.class_edits import AssignClass
from matrix_designer.core.edits import Edit, Together
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.part_class import PartClass, name_key, part_key
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.plan_view import PlanView, row_prices
from matrix_designer.gui.controls import Hairline, fill_ground, restyle
from matrix_designer.gui.grid.columns import TotalRow
from matrix_designer.gui.grid.figures import SelectionFigures
from matrix_designer.gui.grid.keys import Command
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.plan_sheet import SheetGrid
from matrix_designer.gui.panels.class_columns import ClassEntries, Sold, class_lines, class_spec
from matrix_designer.gui.panels.class_split import ClassSplit
from matrix_designer.gui.panels.class_suggestions import ClassSuggestions
from matrix_designer.gui.panels.scrolled_sheet import ScrolledSheet
from matrix_designer.gui.panels.sheet_tools import SheetTools, sheet_action
from matrix_designer.gui.texts import counted
from matrix_designer.gui.theme import Theme
from matrix_designer.session.asking import Asking, ask_file
from matrix_designer.session.jobs import Progress
from matrix_designer.session.workspace import Workspace

KEY = "classes"
_BESIDE = 1_000
_LEAST_LIST, _LEAST_GRID = 220, 160
_LOOKING = "Looking for parts whose price customers compare\u2026"
_NO_PARTS = "The sales are not told apart by part yet: nothing can be suggested."


class ClassVerbs(QObject):
    """The actions on classes."""

    def __init__(self, parent: QObject) -> None:
        """Make the actions."""
        super().__init__(parent)
        self.delete = sheet_action(
            self, "&Delete", "Ctrl+-", "Take the selected sources and parts out of their class"
        )
        self.choose = sheet_action(
            self, "Choose &from a list\u2026", "Alt+Down", "Choose the class of the selected rows"
        )
        self.icons = {self.delete: "trash-2"}

    def all(self) -> tuple[QAction, ...]:
        """Return every action, in the order of the menu."""
        return (self.choose, self.delete)


class ClassSheet(QWidget):
    """Classes. `refused(error)`, `told(sentence)`."""

    help_anchor = "classes"
    refused = Signal(object)
    told = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        numbers: Numbers,
        parent: QWidget | None = None,
    ) -> None:
        """Show the workspace's classes."""
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._view: PlanView | None = None
        self._found: tuple[SuggestedClass, ...] | None = None
        self._asked_of: object = None
        self._seen: PlanView | None = None
        self._working = Asking(self)
        self.verbs = ClassVerbs(self)
        spec = class_spec(numbers, ClassEntries(self._is_source))
        self.grid = SheetGrid(KEY, spec, workspace, theme)
        self.grid.view.set_row_actions(self.verbs.all())
        self.tools = SheetTools(self.verbs.icons, theme)
        self.split = ClassSplit(theme, numbers)
        self.suggestions = ClassSuggestions(theme, numbers)
        self._build()
        self._connect()
        self._show()

    def part_to_explain(self) -> PartFacts | None:
        """Return the part of the row that the keys are on; a source is none."""
        rows, place = self.grid.view.grid_model.rows, self.grid.first_row
        line = rows[place] if 0 <= place < len(rows) else None
        if line is None or line.is_source or not line.name:
            return None
        return PartFacts(0, part=line.name)

    def _build(self) -> None:
        self._scrolled = ScrolledSheet(self._theme)
        self._halves = QHBoxLayout(self._scrolled.sheet)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(0)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.split)
        column.addWidget(Hairline(self._theme))
        column.addWidget(self.suggestions, 1)
        self._line = Hairline(self._theme, is_upright=True)
        left = QWidget()
        under = QVBoxLayout(left)
        under.setContentsMargins(0, 0, 0, 0)
        under.addWidget(self.grid, 1)
        under.addStretch(0)
        self._halves.addWidget(left, 4)
        self._halves.addWidget(self._line)
        self._halves.addWidget(right, 7)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scrolled)
        fill_ground(self, self._theme.colours.surface)

    def _connect(self) -> None:
        self.grid.refused.connect(self.refused)
        self.grid.selection_changed.connect(self._on_selection_changed)
        self.grid.view.command_wanted.connect(self._on_command_wanted)
        self.verbs.delete.triggered.connect(self._on_delete)
        self.verbs.choose.triggered.connect(self._on_choose)
        self.suggestions.accepted.connect(self._on_accepted)
        self._working.answered.connect(self._on_found)
        self._working.refused.connect(self._on_search_refused)
        self._workspace.design_changed.connect(self._on_design_changed)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self, theme.colours.surface)
        restyle(self, theme)
        self._fit()

    def stop(self) -> None:
        """Wait for what is looked for."""
        self._working.stop()

    def show_view(self, _analysis: Analysis, view: PlanView) -> None:
        """Show what the sales tell of classes."""
        self._view = view
        if self.isVisible():
            self._look()
        self._show()

    # what is shown

    def _look(self) -> None:
        """Work out what is asked for while it shows: the split now, suggestions in a job."""
        view = self._view
        if view is None:
            return
        if self._seen is not None and self._seen is view:
            return
        self._seen = view
        prices = row_prices(view)
        split: tuple[ClassFigures, ...] = ()
        if view.assignment is not None and prices is not None:
            split = split_by_class(view.assignment, prices)
        self.split.show_split(split, view.design.goal)
        self._suggest(view)

    def _suggest(self, view: PlanView) -> None:
        """Look for suggestions once a history."""
        if view.sales is None or view.assignment is None or not view.has_parts:
            self.suggestions.say(_NO_PARTS if view.sales is not None else "")
            return
        if self._asked_of is view.assignment.names:
            self._show_found()
            return
        self._asked_of, self._found = view.assignment.names, None
        self.suggestions.say(_LOOKING)
        sales, assignment, classes = view.sales, view.assignment, view.design.classes
        in_force = None if view.prices is None else view.prices[0]

        def work(progress: Progress) -> tuple[SuggestedClass, ...]:
            customers = {}
            if sales.lines_file is not None:
                (columns,) = ask_file(Path(sales.lines_file), (ask(sales),), progress)
                customers = judge(columns)
            return suggest_classes(sales, assignment, classes, in_force, customers)

        self._working.ask("Looking for classes", work)

    def _show_found(self) -> None:
        """Show the suggestions that nobody decided on since."""
        if self._found is None:
            return
        classes = self._workspace.design.classes
        sources = {name_key(name) for name, _ in classes.sources}
        parts = {part_key(name) for name, _ in classes.parts}
        left = [
            one
            for one in self._found
            if name_key(one.source) not in sources
            and (not one.part or part_key(one.part) not in parts)
        ]
        self.suggestions.show_suggestions(left)

    def _show(self) -> None:
        classes = self._workspace.design.classes
        view = self._view
        sold = () if view is None else view.sources
        sources = {name_key(one.name): Sold("", one.cost) for one in sold}
        parts: dict[str, Sold] = {}
        if view is not None and view.sales is not None and view.assignment is not None:
            keys = [part_key(name) for name, _ in classes.parts]
            known = listed_parts(view.sales, view.assignment.names, keys)
            parts = {key: Sold(one.description, one.cost) for key, one in known.items()}
        lines = class_lines(classes, sources, parts)
        count = counted(len(lines) - 1, "source or part", "sources and parts")
        self.grid.set_rows(lines, TotalRow(f"{count} in a class", {}))
        self.verbs.delete.setEnabled(len(lines) > 1)

    def _is_source(self, name: str) -> bool:
        """Whether the sales or the rules know a source of that name."""
        key = name_key(name)
        sales = self._workspace.sales
        known = () if sales is None else sales.sources
        rules = self._workspace.design.plan.rules
        named = (one for rule in rules for one in rule.conditions.sources)
        return key in {name_key(one) for one in (*known, *named)}

    # what comes in

    def _on_design_changed(self, _before: object, _after: object) -> None:
        self._show()
        self._show_found()

    def _on_selection_changed(self, figures: SelectionFigures) -> None:
        self.told.emit(figures.text)

    def _on_found(self, found: tuple[SuggestedClass, ...]) -> None:
        self._found = found
        self._show_found()

    def _on_search_refused(self, error: MatrixDesignerError) -> None:
        self.suggestions.say(error.sentence)

    def _on_command_wanted(self, command: Command) -> None:
        if command is Command.DELETE:
            self._on_delete()
        elif command is Command.INSERT:
            self.grid.select_row(self.grid.view.grid_model.rowCount() - 1, "name")
        elif command is Command.NUDGE_DOWN:
            self._on_choose()

    def _on_choose(self) -> None:
        """Offer the classes for the selected sources and parts."""
        lines = [self.grid.view.grid_model.rows[place] for place in self.grid.picked]
        if not lines:
            self.told.emit("Select the sources or parts whose class is to be chosen")
            return
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("Classes")
        held = {line.part_class for line in lines}
        for one in PartClass:
            action = menu.addAction(one.value)
            action.setCheckable(True)
            action.setChecked(held == {one})
            action.triggered.connect(partial(self._on_class_chosen, one))
        view = self.grid.view
        row, _column = view.selection.active
        place = view.grid_model.spec.place_of("class")
        cell = view.visualRect(view.grid_model.index(row, place))
        menu.popup(view.viewport().mapToGlobal(cell.bottomLeft()))

    def _on_class_chosen(self, part_class: PartClass) -> None:
        """Put the selected sources and parts into a class, as one step."""
        lines = [self.grid.view.grid_model.rows[place] for place in self.grid.picked]
        sources = tuple(line.name for line in lines if line.is_source)
        parts = tuple(line.name for line in lines if not line.is_source)
        self.grid.apply(AssignClass(part_class, sources, parts))

    def _on_delete(self) -> None:
        """Take the selected names out of their classes."""
        lines = [self.grid.view.grid_model.rows[place] for place in self.grid.picked]
        if not lines:
            self.told.emit("Select the sources or parts to take out")
            return
        sources = tuple(line.name for line in lines if line.is_source)
        parts = tuple(line.name for line in lines if not line.is_source)
        self.grid.apply(AssignClass(None, sources, parts))

    def _on_accepted(self, suggestions: Sequence[SuggestedClass]) -> None:
        """Put suggested sources and parts into their classes, as one step."""
        edits: list[Edit] = []
        for part_class in PartClass:
            held = [one for one in suggestions if one.part_class is part_class]
            sources = tuple(one.source for one in held if not one.part)
            parts = tuple(one.part for one in held if one.part)
            if held:
                edits.append(AssignClass(part_class, sources, parts))
        if not edits:
            return
        count = counted(len(suggestions), "suggested class", "suggested classes")
        edit = edits[0] if len(edits) == 1 else Together(tuple(edits), f"accept {count}")
        if self.grid.apply(edit):
            self.told.emit(f"{count} accepted")

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Reflow for the new size."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was not worked out while it did not show."""
        super().showEvent(event)
        self._look()

    def _fit(self) -> None:
        """Put the panels under each other where the width is short."""
        is_narrow = self._theme.unzoomed(self.width()) < _BESIDE
        way = QBoxLayout.Direction
        self._halves.setDirection(way.BottomToTop if is_narrow else way.LeftToRight)
        self._line.setVisible(not is_narrow)
        self.suggestions.setMinimumHeight(self._theme.px(_LEAST_LIST) if is_narrow else 0)
        self.grid.setMinimumHeight(self._theme.px(_LEAST_GRID) if is_narrow else 0)
