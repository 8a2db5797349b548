"""The tier grid: a matrix's tiers with what they do and sold, editable, fed by the one Analysis.

Knows the workspace and the grid; every edit goes through `Workspace.apply`.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.replay import YEAR, RowKind
from matrix_designer.analysis.tier_rows import TierRow
from matrix_designer.core.edits import Edit, Together
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.core.factor import FactorKind
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.pricing import compile_matrix, price_one
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.grid.columns import GridSpec
from matrix_designer.gui.grid.selection import Selection
from matrix_designer.gui.numbers import Numbers, local_numbers
from matrix_designer.gui.pages.fitted_grid import FittedGrid
from matrix_designer.gui.pages.held_lines import held_lines
from matrix_designer.gui.pages.tier_columns import tier_spec
from matrix_designer.gui.pages.tier_entries import TierLine
from matrix_designer.gui.pages.tier_heads import total_of
from matrix_designer.gui.pages.tier_work import TierWork
from matrix_designer.gui.panels.explained_rows import facts_of_tier
from matrix_designer.gui.texts import counted
from matrix_designer.gui.theme import WIDE, Theme
from matrix_designer.session.workspace import Workspace

WIDEST = 1_600
"""The window's width from which on GP $ as sold shows beside GP $ now."""
_COLUMN_OF = {"lower": "from", "upper": "to", "factor": "typed"}


class TierGrid(FittedGrid):
    """The grid of one matrix.

    `selection_changed(figures)`: SelectionFigures for the status bar; `tiers_selected(tiers)`:
    the places of the selected tiers, counted from 0; `refused(sentence)`: an edit that the design
    did not take.
    """

    selection_changed = Signal(object)
    tiers_selected = Signal(object)
    refused = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        parent: QWidget | None = None,
        numbers: Numbers | None = None,
    ) -> None:
        """Show the workspace's design; `numbers` is the user's locale where none is given."""
        self._numbers = numbers or local_numbers()
        self._workspace = workspace
        self._sold_in = "Sold"
        self._analysis: Analysis | None = None
        self._tiers: tuple[int, ...] = ()
        self._had_in_force: bool | None = None
        spec = self._spec()
        super().__init__(spec, theme, parent)
        self.view.edit_wanted.connect(self._on_edit_wanted)
        self.view.edits_wanted.connect(self._on_edits_wanted)
        self.work = TierWork(self)
        self.view.command_wanted.connect(self.work.carry_out)
        self.work.edit_wanted.connect(self._on_edit_wanted)
        self.work.bound_wanted.connect(self._on_bound_wanted)
        self.work.told.connect(self.view.say)
        self.view.selection_moved.connect(self._on_selection_moved)
        workspace.design_changed.connect(self._on_design_changed)
        workspace.selection_restored.connect(self._on_selection_restored)
        self._show()

    @property
    def selected_tiers(self) -> tuple[int, ...]:
        """The places of the selected tiers, counted from 0."""
        return self._tiers

    def show_analysis(self, analysis: Analysis) -> None:
        """Show what an evaluation yields."""
        self._analysis = analysis
        sold_in = sold_in_text(analysis.sales)
        if sold_in != self._sold_in:
            self._sold_in = sold_in
            self.view.set_spec(self._spec())
        self._show()

    def _idle_at(self, width: float) -> frozenset[str]:
        off = {"basis", "pieces"} if width < WIDE else set()
        if self._workspace.design.in_force is None:
            off.add("in_force")
        elif width < WIDEST:
            off.add("as_sold")
        return frozenset(off)

    def part_to_explain(self) -> PartFacts | None:
        """Return a part at the top of the first selected tier."""
        tier = min(self.selected_tiers, default=0)
        return facts_of_tier(self._workspace.design, self._matrix().name, tier)

    def select_tier(self, tier: int, column: str | None = None) -> None:
        """Select a finding's cell: a tier counted from 1, a column as findings name it."""
        spec = self.view.grid_model.spec
        place = spec.place_of(_COLUMN_OF.get(column or "factor", "typed"))
        if 0 < tier <= self.view.grid_model.rowCount():
            self.view.select(self.view.selection.at((tier - 1, place)))

    def _spec(self) -> GridSpec[TierLine]:
        asked = (self._matrix_name, self._price_after, self._bare_percent)
        return tier_spec(self._numbers, self._sold_in, *asked)

    def _matrix_name(self) -> str:
        return self._matrix().name

    def _bare_percent(self) -> FactorKind | None:
        return self._workspace.design.bare_percent

    def _matrix(self) -> Matrix:
        """Return the matrix that is shown, as the design now has it."""
        design = self._workspace.design
        wanted = self._workspace.question.matrix
        return next((one for one in design.matrices if one.name == wanted), design.matrix)

    def _show(self) -> None:
        """Show the design's tiers with what is known of them."""
        matrix = self._matrix()
        self.work.set_matrix(matrix, self._analysis)
        replay = None if self._analysis is None else self._analysis.matrix_replay
        self.set_rows(lines_of(matrix, self._analysis), total_of(replay, self._numbers))
        has_in_force = self._workspace.design.in_force is not None
        if has_in_force != self._had_in_force:
            self._had_in_force = has_in_force
            self._fit_window()

    def _price_after(self, edit: Edit, cost: int) -> int | None:
        """Price a part as it will be after an edit; None where list would be needed."""
        try:
            after = edit.apply(self._workspace.design).matrix_named(self._matrix().name)
            return price_one(compile_matrix(after), cost, None).price
        except MatrixDesignerError:
            return None

    def _on_edits_wanted(self, edits: tuple[Edit, ...], name: str) -> None:
        """Carry several edits out as one step."""
        self._on_edit_wanted(Together(edits, name))

    def _on_edit_wanted(self, edit: Edit) -> None:
        try:
            self._workspace.apply(edit, self.view.selection)
        except MatrixDesignerError as error:
            self.refused.emit(error.sentence)

    def _on_bound_wanted(self, tier: int) -> None:
        self.select_tier(tier, "upper")

    def _on_design_changed(self, _before: object, _after: object) -> None:
        """Show the design at once where rows come or go, else with the analysis of this turn."""
        matrix = self._matrix()
        lines = held_lines(self.view.grid_model.rows, matrix)
        if self._analysis is not None and lines and self.view.grid_model.hold(lines):
            self.work.set_matrix(matrix, self._analysis)
        else:
            self._show()

    def _on_selection_restored(self, selection: object) -> None:
        self.view.forget_unread()
        if isinstance(selection, Selection):
            self.view.select(selection)

    def _on_selection_moved(self, figures: object) -> None:
        rows = self.view.grid_model.rows
        cells = tuple(self.view.selection.cells())
        picked = {place[0] for place in cells}
        tiers = tuple(
            sorted(rows[at].place for at in picked if at < len(rows) and rows[at].tier is not None)
        )
        self.selection_changed.emit(figures)
        self.work.set_tiers(tiers, is_chosen=len(cells) > 1)
        if tiers != self._tiers:
            self._tiers = tiers
            self.tiers_selected.emit(tiers)


def lines_of(matrix: Matrix, analysis: Analysis | None) -> list[TierLine]:
    """Return the grid's rows: every tier, then cap and fallback where there are.

    What an analysis of another state of the matrix says of a row stands until the next one.
    """
    name = matrix.name
    known: dict[tuple[RowKind, int | None], TierRow] = {}
    found: dict[int, list[Finding]] = {}
    if analysis is not None and analysis.matrix.name == name:
        known = {(row.kind, row.tier): row for row in analysis.tier_rows}
        for finding in analysis.findings:
            if finding.tier is not None and finding.matrix == name:
                found.setdefault(finding.tier, []).append(finding)
    bracket = None if analysis is None else analysis.curves.bracket
    greatest = max((row.share or 0.0 for row in known.values()), default=0.0)
    lines = []
    for place, tier in enumerate(matrix.tiers):
        row = known.get((RowKind.TIER, place + 1))
        part = _part(row, greatest)
        findings = tuple(found.get(place + 1, ()))
        is_in_band = bracket is not None and bracket.low <= tier.lower < bracket.high
        lines.append(
            TierLine(
                *(name, place, tier),
                row=row,
                part=part,
                is_in_band=is_in_band,
                findings=findings,
            )
        )
    if matrix.cap is not None:
        row = known.get((RowKind.CAP, None))
        lines.append(TierLine(name, cap=matrix.cap, row=row, part=_part(row, greatest)))
    row = known.get((RowKind.FALLBACK, None))
    if row is not None and row.figures is not None and row.figures.lines:
        lines.append(TierLine(name, fallback=matrix.fallback, row=row, part=_part(row, greatest)))
    return lines


def sold_in_text(sales: Sales | None) -> str:
    """Return the head of the columns of the sales: the period that they cover."""
    days = None if sales is None else sales.days
    if days is None:
        return "Sold"
    return "Sold in 12 months" if days in YEAR else f"Sold in {counted(days, 'day')}"


def _part(row: TierRow | None, greatest: float) -> float:
    return (row.share or 0.0) / greatest if row is not None and greatest else 0.0
