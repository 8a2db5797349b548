"""The matrix in force in a grid of its own: read only until the record is to be corrected.

The grid is the one of the proposed matrix; it stands on a workspace in which the record is the
only matrix, and every correction goes to the real one as one undo step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from matrix_designer.core.design import Design, InForce
from matrix_designer.core.edits import Edit
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.matrix_edits import CorrectRecord
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from matrix_designer.gui.grid.columns import TotalRow
from matrix_designer.gui.grid.figures import SelectionFigures
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.tier_grid import TierGrid
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.theme import Theme
from matrix_designer.session.analyst import Analyst
from matrix_designer.session.workspace import Workspace


class RecordWorkspace(Workspace):
    """A workspace whose one matrix is the record of another; edits go to that one."""

    def __init__(self, real: Workspace, parent: QObject) -> None:
        """Stand on a workspace that has a matrix in force."""
        super().__init__(alone(real.design), parent)
        self._real = real
        self._shown = real.design.in_force
        self.is_open = False
        self.set_evidence(real.sales_in_view)
        real.design_changed.connect(self._on_real_changed)
        real.view_changed.connect(self._on_real_evidence)
        real.evidence_changed.connect(self._on_real_evidence)
        real.selection_restored.connect(self.selection_restored)

    def apply(self, edit: Edit, selection: object = None) -> bool:
        """Correct the record in the real workspace; refused while it is read only."""
        if not self.is_open:
            raise MatrixDesignerError(
                "The matrix in force is on record and read only",
                "",
                "Choose Correct the record to change it",
            )
        return self._real.apply(CorrectRecord(edit), selection)

    def _on_real_changed(self, _before: Design, after: Design) -> None:
        if after.in_force is not None and after.in_force != self._shown:
            self._shown = after.in_force
            self.set_design_from_step(alone(after), None)

    def _on_real_evidence(self) -> None:
        self.set_evidence(self._real.sales_in_view)


class RecordGrid(TierGrid):
    """The tier grid whose total is that of the matrix in force."""

    def set_rows(self, rows: Sequence[Any], total: TotalRow) -> None:
        """Show other rows, and the total under its own name."""
        super().set_rows(rows, replace(total, label="Total, in force"))


class RecordView(QWidget):
    """The record's grid.

    `refused(error)`: a correction could not be; `selection_told(text)`: figures of the cells.
    """

    refused = Signal(object)
    selection_told = Signal(str)

    def __init__(
        self, workspace: Workspace, theme: Theme, numbers: Numbers, parent: QWidget | None = None
    ) -> None:
        """Show the record of a workspace that has one."""
        super().__init__(parent)
        self._record = RecordWorkspace(workspace, self)
        self.grid = RecordGrid(self._record, theme, numbers=numbers)
        self.grid.view.setVerticalScrollBar(ThinScrollBar(Qt.Orientation.Vertical, theme))
        self.grid.setAccessibleName("Matrix in force")
        self.grid.choose_column("proposed", is_shown=False)
        self.grid.refused.connect(self._on_refused)
        self.grid.selection_changed.connect(self._on_selection_changed)
        self._analyst = Analyst(self._record, evaluate, self)
        self._analyst.analysis_changed.connect(self._on_analysis_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        self._analyst.catch_up()

    @property
    def is_open(self) -> bool:
        """Whether the record can be corrected."""
        return self._record.is_open

    def apply(self, edit: Edit) -> bool:
        """Correct the record; refused while it is read only."""
        return self._record.apply(edit, self.grid.view.selection)

    def set_open(self, *, is_open: bool) -> None:
        """Let the record be corrected, or have it read only."""
        self._record.is_open = is_open

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self.grid.set_theme(theme)

    def _on_analysis_changed(self, analysis: Analysis) -> None:
        self.grid.show_analysis(analysis)

    def _on_refused(self, sentence: str) -> None:
        self.refused.emit(MatrixDesignerError(sentence))

    def _on_selection_changed(self, figures: SelectionFigures) -> None:
        self.selection_told.emit(figures.text)


def alone(design: Design) -> Design:
    """Return a design in which the matrix in force is the only one, and in force too."""
    record = design.in_force
    if record is None:
        raise ValueError
    priced = design.priced_by(record.matrix)
    return replace(priced, in_force=InForce(priced.matrix, record.since, record.note))
