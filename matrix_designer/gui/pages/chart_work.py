"""What the chart does to the design and the grid: edits of a drag, a tier that was clicked.

Knows the chart's signals and the workspace; neither the chart nor the grid knows the other.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from matrix_designer.core.edits import Edit
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.gui.pages.tier_grid import TierGrid
from matrix_designer.gui.plots.curves import CurvesView
from matrix_designer.session.workspace import Workspace


class ChartWork(QObject):
    """Carries out what the chart asks for. `refused(error)`; `told(sentence)`: of a picture."""

    refused = Signal(object)
    told = Signal(str)

    def __init__(self, curves: CurvesView, grid: TierGrid, workspace: Workspace) -> None:
        """Listen to the chart."""
        super().__init__(curves)
        self._grid = grid
        self._workspace = workspace
        curves.edit_wanted.connect(self._on_edit_wanted)
        curves.tier_chosen.connect(self._on_tier_chosen)
        curves.refused.connect(self.refused)
        curves.told.connect(self.told)

    def _on_edit_wanted(self, edit: Edit) -> None:
        try:
            self._workspace.apply(edit, self._grid.view.selection)
        except MatrixDesignerError as error:
            self.refused.emit(error)

    def _on_tier_chosen(self, place: int) -> None:
        self._grid.select_tier(place + 1)
