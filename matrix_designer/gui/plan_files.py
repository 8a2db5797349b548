"""Rules, families and menus to files and from files, as the verbs of the Plan page ask for.

Knows the page's verbs and the tables of `formats`; the dialogs are `table_files` and
`report_files`.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.family_edits import TakeFamilies
from matrix_designer.core.menu_edits import TakeMenus
from matrix_designer.core.plan_edits import ReplaceRules
from matrix_designer.formats.family_table import family_file, merged_families, read_family_file
from matrix_designer.formats.menu_table import menu_file, merged_menus, read_menu_file
from matrix_designer.formats.plan_tables import PlanReading
from matrix_designer.formats.rule_table import read_rule_file, rule_file
from matrix_designer.gui.job_desk import JobDesk
from matrix_designer.gui.pages.plan import PlanPage
from matrix_designer.gui.report_files import ReportFiles
from matrix_designer.gui.table_files import Reader, TableFiles
from matrix_designer.gui.texts import counted
from matrix_designer.session.settings import Settings
from matrix_designer.session.workspace import Workspace

RULES_NAME, FAMILIES_NAME, MENUS_NAME = "rules.csv", "families.csv", "menus.csv"


class PlanFiles(QObject):
    """Imports and exports the rules, families and menus of a workspace.

    `told(sentence)`: what came in, and what was left out.
    """

    told = Signal(str)

    def __init__(
        self,
        page: PlanPage,
        workspace: Workspace,
        settings: Settings,
        desk: JobDesk,
        reports: ReportFiles,
    ) -> None:
        """Follow the page's verbs."""
        super().__init__(page)
        self._page = page
        self._workspace = workspace
        self._reports = reports
        self._rules = TableFiles(
            "Import rules",
            reader=self._rule_reader,
            taken=self._on_rules_read,
            settings=settings,
            desk=desk,
            parent=page,
        )
        self._families = TableFiles(
            "Import families",
            reader=_family_reader,
            taken=self._on_families_read,
            settings=settings,
            desk=desk,
            parent=page,
        )
        self._menus = TableFiles(
            "Import menus",
            reader=_menu_reader,
            taken=self._on_menus_read,
            settings=settings,
            desk=desk,
            parent=page,
        )
        page.menus.verbs.take.triggered.connect(self._menus.ask)
        page.menus.verbs.export.triggered.connect(self._on_menus_export)
        page.rules.verbs.take.triggered.connect(self._rules.ask)
        page.rules.empty.file_wanted.connect(self._rules.ask)
        page.rules.verbs.export.triggered.connect(self._on_rules_export)
        page.families.verbs.take.triggered.connect(self._families.ask)
        page.families.verbs.export.triggered.connect(self._on_families_export)

    def _rule_reader(self) -> Reader:
        names = tuple(matrix.name for matrix in self._workspace.design.matrices)
        return partial(read_rule_file, matrices=names)

    def _on_rules_read(self, result: object) -> None:
        """Put the rules of a file in the place of those that are there; undo brings them back."""
        if not isinstance(result, PlanReading):
            raise TypeError(type(result))
        before = len(self._workspace.design.plan.rules)
        if self._page.rules.grid.apply(ReplaceRules(result.rows, "import rules")):
            instead = f", instead of {before}" if before else ""
            self._tell(counted(len(result.rows), "rule"), instead, result)

    def _on_families_read(self, result: object) -> None:
        """Take families in: known ones get what the file says of them."""
        if not isinstance(result, PlanReading):
            raise TypeError(type(result))
        try:
            families = merged_families(self._workspace.design.families, result)
        except MatrixDesignerError as error:
            self._page.families.refused.emit(error)
            return
        if self._page.families.grid.apply(TakeFamilies(families, "import families")):
            self._tell(counted(len(families), "family", "families"), "", result)

    def _on_menus_read(self, result: object) -> None:
        """Take menus in: known ones get what the file says of them."""
        if not isinstance(result, PlanReading):
            raise TypeError(type(result))
        try:
            menus = merged_menus(self._workspace.design.menus, result)
        except MatrixDesignerError as error:
            self._page.menus.refused.emit(error)
            return
        if self._page.menus.grid.apply(TakeMenus(menus, "import menus")):
            self._tell(counted(len(menus), "menu"), "", result)

    def _tell(self, what: str, instead: str, reading: PlanReading[object]) -> None:
        problems = reading.problems
        left = f", {counted(len(problems), 'row')} left out: {problems[0]}" if problems else ""
        unread = f"; not read: {', '.join(reading.unread)}" if reading.unread else ""
        self.told.emit(f"{what} taken in{instead}{left}{unread}")

    def _on_rules_export(self) -> None:
        rules = self._workspace.design.plan.rules
        self._reports.ask(RULES_NAME, rule_file(Path(RULES_NAME), rules))

    def _on_families_export(self) -> None:
        families = self._workspace.design.families
        self._reports.ask(FAMILIES_NAME, family_file(Path(FAMILIES_NAME), families))

    def _on_menus_export(self) -> None:
        menus = self._workspace.design.menus
        self._reports.ask(MENUS_NAME, menu_file(Path(MENUS_NAME), menus))


def _menu_reader() -> Reader:
    return read_menu_file


def _family_reader() -> Reader:
    return read_family_file
