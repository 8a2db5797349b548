"""The verbs on whole matrices and on the record, carried out: one verb, one undo step.

Knows the workspace; what is looked at is asked of it, never kept here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from matrix_designer.core.derivation import UNIT, Derivation, DerivationKind
from matrix_designer.core.derivation_edits import CopyTiers, CutLoose, DeriveMatrix, MoveMatrix
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.edits import Edit, InsertTier, SetInForce
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.matrix_edits import AddMatrix, DeleteMatrix, DuplicateMatrix, free_name
from matrix_designer.gui.pages.matrix_verbs import MatrixVerbs
from matrix_designer.session.workspace import Workspace

_NEW = "New matrix"
_RECORD = "In force"


class MatrixWork(QObject):
    """Turns the verbs into edits. `refused(error)`: one could not be; `told(text)`: it was done.

    `record_begun()`: there is a record to be typed over. `derived()`: a matrix follows another
    now, by what is to be typed over.
    """

    record_begun = Signal()
    derived = Signal()
    refused = Signal(object)
    told = Signal(str)

    def __init__(self, workspace: Workspace, verbs: MatrixVerbs, parent: QObject) -> None:
        """Answer the actions."""
        super().__init__(parent)
        self._workspace = workspace
        verbs.new.triggered.connect(self.add)
        verbs.duplicate.triggered.connect(self._on_duplicate)
        verbs.delete.triggered.connect(self._on_delete)
        verbs.derive.triggered.connect(self._on_derive)
        verbs.cut_loose.triggered.connect(self._on_cut_loose)
        verbs.make_default.triggered.connect(self._on_make_default)
        verbs.copy_from.name_chosen.connect(self._on_copy_from)
        verbs.use_now.triggered.connect(self._on_use_now)
        verbs.by_hand.triggered.connect(self._on_by_hand)
        verbs.clear.triggered.connect(self._on_clear)

    @property
    def matrix(self) -> Matrix:
        """The matrix that is looked at."""
        work = self._workspace
        wanted = work.question.matrix
        return next((one for one in work.design.matrices if one.name == wanted), work.design.matrix)

    def look_at(self, name: str) -> None:
        """Look at another matrix; this is no edit."""
        self._workspace.set_question(replace(self._workspace.question, matrix=name))

    def add(self) -> None:
        """Add an empty matrix and look at it."""
        name = free_name(self._workspace.design, _NEW)
        if self._apply(AddMatrix(Matrix(name))):
            self.look_at(name)

    def _on_duplicate(self) -> None:
        name = self.matrix.name
        to = free_name(self._workspace.design, f"{name} copy")
        if self._apply(DuplicateMatrix(name, to)):
            self.look_at(to)

    def _on_delete(self) -> None:
        name = self.matrix.name
        if self._workspace.question.matrix is None:
            self.look_at(name)  # so that the one in its place is looked at then
        self._apply(DeleteMatrix(name))

    def _on_derive(self) -> None:
        """Add a matrix that follows the one that is looked at, as it is, and look at it."""
        name = self.matrix.name
        to = free_name(self._workspace.design, f"{name} derived")
        if self._apply(DeriveMatrix(Derivation(name, DerivationKind.FACTOR, UNIT), to)):
            self.look_at(to)
            self.derived.emit()

    def _on_cut_loose(self) -> None:
        if self._apply(CutLoose(self.matrix.name)):
            self.told.emit(f"“{self.matrix.name}” follows no other matrix any more")

    def _on_make_default(self) -> None:
        name = self.matrix.name
        if self._workspace.question.matrix is None:
            self.look_at(name)
        if self._apply(MoveMatrix(name, 0)):
            self.told.emit(f"“{name}” prices what no rule takes")

    def _on_copy_from(self, name: str) -> None:
        if self._apply(CopyTiers(name, self.matrix.name)):
            self.told.emit(f"The tiers of “{name}” are copied")

    def _on_use_now(self) -> None:
        """Record the current matrix as the one in force, from today."""
        record = InForce(self.matrix, _today(), "set from the proposed")
        if self._apply(SetInForce(record, f"“{self.matrix.name}” is in force now")):
            self.told.emit(f"“{self.matrix.name}” is on record as the matrix in force")

    def _on_by_hand(self) -> None:
        """Begin a record of one tier, to be typed over."""
        empty = Matrix(_RECORD)
        begun = InsertTier(empty.name, 0).apply(Design(empty.name, (empty,))).matrix
        record = InForce(begun, _today(), "typed by hand")
        if self._apply(SetInForce(record, "begin the matrix in force by hand")):
            self.record_begun.emit()

    def _on_clear(self) -> None:
        self._apply(SetInForce(None, "clear the matrix in force"))

    def _apply(self, edit: Edit) -> bool:
        try:
            return self._workspace.apply(edit)
        except MatrixDesignerError as error:
            self.refused.emit(error)
            return False


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()
