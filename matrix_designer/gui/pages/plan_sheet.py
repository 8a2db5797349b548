"""A grid of the Plan page whose edits go to the workspace: what rules, prices and families share.

Knows the workspace and the generic grid; which rows there are and what they mean is told by the
grid that builds on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget

from matrix_designer.core.edits import Edit, Together
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.gui.grid.columns import GridSpec
from matrix_designer.gui.grid.figures import SelectionFigures
from matrix_designer.gui.grid.selection import Selection
from matrix_designer.gui.pages.fitted_grid import FittedGrid
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.theme import Theme
from matrix_designer.session.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SheetSelection:
    """Where the selection of one sheet was, so that undo leads back to it and to no other."""

    sheet: str
    selection: Selection


class SheetGrid(FittedGrid):
    """A grid over a list of the design.

    `selection_changed(figures)`: SelectionFigures for the status bar; `rows_selected(places)`: the
    places of the selected rows; `refused(error)`: an edit that the design did not take;
    `turned_to(key)`: undo leads to this sheet; `columns_changed()`: other columns show.
    """

    selection_changed = Signal(object)
    rows_selected = Signal(object)
    refused = Signal(object)
    turned_to = Signal(str)
    columns_changed = Signal()

    def __init__(
        self,
        key: str,
        spec: GridSpec[Any],
        workspace: Workspace,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        """Show no rows yet; `key` names the sheet."""
        super().__init__(spec, theme, parent)
        self.key = key
        self._workspace = workspace
        self._picked: tuple[int, ...] = ()
        self._idle: frozenset[str] = frozenset()
        self._asked: set[str] = set()
        self._told: tuple[Selection, str] | None = None
        self.view.setVerticalScrollBar(ThinScrollBar(Qt.Orientation.Vertical, theme))
        self.view.edit_wanted.connect(self.apply)
        self.view.edits_wanted.connect(self._on_edits_wanted)
        self.view.selection_moved.connect(self._on_selection_moved)
        workspace.selection_restored.connect(self._on_selection_restored)

    @property
    def picked(self) -> tuple[int, ...]:
        """The places of the rows of which any cell is selected, those below the body left out."""
        return self._picked

    @property
    def first_row(self) -> int:
        """The row of the active cell."""
        return self.view.selection.active[0]

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        super().set_theme(theme)
        bar = self.view.verticalScrollBar()
        if isinstance(bar, ThinScrollBar):
            bar.set_theme(theme)
        self._fit_window()

    def apply(self, edit: Edit) -> bool:
        """Carry an edit out, or say why it cannot be; returns whether it changed anything."""
        try:
            return self._workspace.apply(edit, SheetSelection(self.key, self.view.selection))
        except MatrixDesignerError as error:
            self.refused.emit(error)
            return False

    def select_row(self, place: int, column: str | None = None, rows: int = 1) -> None:
        """Select a cell of a row, or of several rows from it on."""
        spec, selection = self.view.grid_model.spec, self.view.selection
        count = self.view.grid_model.rowCount()
        if not 0 <= place < count:
            return
        shown = self.view.shown_columns
        at = selection.active[1] if column is None else spec.place_of(column)
        if at not in shown and shown:
            at = shown[0]
        made = selection.at((place, at))
        self.view.select(made.extended_to((min(place + rows, count) - 1, at)))

    def select_whole(self, first: int, last: int) -> None:
        """Select whole rows."""
        self.view.select_rows(first, last)

    def row_at(self, point: QPoint) -> int:
        """Return the row under a point of the viewport; -1 where there is none."""
        return self.view.rowAt(point.y())

    def set_idle_columns(self, keys: frozenset[str]) -> None:
        """Leave columns out in which no row says anything, unless they are pinned."""
        if keys != self._idle:
            self._idle = keys
            self._fit_window()

    def choose_column(self, key: str, *, is_shown: bool) -> None:
        """Show a column whatever the width, or never."""
        self._asked.discard(key)
        super().choose_column(key, is_shown=is_shown)

    def reveal_column(self, key: str) -> None:
        """Show a column to type into; that is not remembered beyond the window."""
        self._off.discard(key)
        self._asked.add(key)
        self._fit_window()

    def _fit_window(self) -> None:
        super()._fit_window()
        self.columns_changed.emit()

    def _idle_at(self, _width: float) -> frozenset[str]:
        return self._idle

    def _asked_for(self) -> frozenset[str]:
        return frozenset(self._asked)

    def _on_edits_wanted(self, edits: Sequence[Edit], name: str) -> None:
        """Carry several edits out as one step."""
        self.apply(Together(tuple(edits), name))

    def _on_selection_restored(self, selection: object) -> None:
        if isinstance(selection, SheetSelection) and selection.sheet == self.key:
            self.view.forget_unread()
            self.view.select(selection.selection)
            self.turned_to.emit(self.key)

    def _on_selection_moved(self, figures: SelectionFigures) -> None:
        model = self.view.grid_model
        body = sum(map(model.spec.is_body, model.rows))
        places = {place[0] for place in self.view.selection.cells() if place[0] < body}
        # new figures of the same cells leave the sentence standing that says what was done
        told = (self.view.selection, figures.text)
        if told != self._told:
            self._told = told
            self.selection_changed.emit(figures)
        picked = tuple(sorted(places))
        if picked != self._picked:
            self._picked = picked
            self.rows_selected.emit(picked)
