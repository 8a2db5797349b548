"""The only mutable object: the current design, evidence and question, and the undo stack.

Every change of the design takes `apply`. Knows signals and undo; it does not know widgets,
files or what anything means.
"""

from __future__ import annotations

import datetime as dt
import weakref
from collections.abc import Callable, Hashable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from shiboken6 import isValid

from matrix_designer.core.design import Design
from matrix_designer.core.edits import Edit
from matrix_designer.core.evidence import Sales
from matrix_designer.core.filters import OFF
from matrix_designer.core.question import Question

UNDO_LIMIT = 1_000
"""How many undo steps are kept."""
Today = Callable[[], dt.date]
"""Tells which day it is."""


class Workspace(QObject):
    """Holds the open design with its undo stack, the sales and the question.

    `design_changed(before, after)`: two designs. `evidence_changed()` and `question_changed()`:
    read `sales` and `question`; `view_changed()`: read `sales_in_view`, what the filters of the
    question let through once that is summed. `selection_restored(selection)`: undo or redo went
    back to a step; the value is what the view handed to `apply`. `document_changed()`: path or
    unsaved mark.
    """

    design_changed = Signal(object, object)
    evidence_changed = Signal()
    question_changed = Signal()
    view_changed = Signal()
    selection_restored = Signal(object)
    document_changed = Signal()

    def __init__(
        self, design: Design, parent: QObject | None = None, *, today: Today | None = None
    ) -> None:
        """Start with a design that is as if just saved; `today` is asked for each document's day.

        Without it no dated rule of a plan counts.
        """
        super().__init__(parent)
        self._today = today
        self._design = design
        self._sales: Sales | None = None
        self._filtered: Sales | None = None
        self._question = self._first_question()
        self._path: Path | None = None
        self._is_evidence_unsaved = False
        self._edits_before = 0
        self._stack = QUndoStack(self)
        self._stack.setUndoLimit(UNDO_LIMIT)
        self._stack.cleanChanged.connect(self._on_clean_changed)
        # Python's collector takes a stack and its commands down in any order, which crashes
        weakref.finalize(self, _clear, self._stack).atexit = False

    @property
    def design(self) -> Design:
        """The current design."""
        return self._design

    @property
    def sales(self) -> Sales | None:
        """The current evidence; None without sales."""
        return self._sales

    @property
    def sales_in_view(self) -> Sales | None:
        """The sales that figures are made of: all, or those that filters let through."""
        return self._sales if self._filtered is None else self._filtered

    @property
    def is_view_due(self) -> bool:
        """Whether the sales in view are of other filters, or of another grain, than is asked."""
        view, whole = self.sales_in_view, self._sales
        if view is None or whole is None:
            return False
        return view.filters != self._question.filters or view.grain is not whole.grain

    @property
    def question(self) -> Question:
        """What is being looked at."""
        return self._question

    @property
    def path(self) -> Path | None:
        """Where the design was read from or saved to; None while it has no file."""
        return self._path

    @property
    def undo_stack(self) -> QUndoStack:
        """The stack behind Undo and Redo; nobody else pushes on it."""
        return self._stack

    @property
    def is_unsaved(self) -> bool:
        """Whether something changed since the design was opened or saved."""
        return self._is_evidence_unsaved or not self._stack.isClean()

    @property
    def edits(self) -> int:
        """How many undo steps lie between the design and the one that was opened or saved."""
        clean = self._stack.cleanIndex()
        steps = self._stack.index() if clean < 0 else abs(self._stack.index() - clean)
        return self._edits_before + steps

    def apply(self, edit: Edit, selection: object = None) -> bool:
        """Carry out an edit as one undo step; returns whether it changed anything.

        `selection` is where the view's selection was, as a value; undo and redo hand it back.
        Raises MatrixDesignerError where the edit cannot be; the design is then as it was.
        """
        after = edit.apply(self._design)
        if after is self._design:
            return False
        step = self._step_to_extend(edit.merge_key)
        if step is None:
            self._stack.push(_Step(self, after, edit.text, edit.merge_key, selection))
        else:
            step.extend(after)
            if step.is_idle:
                step.setObsolete(True)
                self._stack.undo()  # Qt drops such a step and does not undo it
        return True

    def set_evidence(self, sales: Sales | None) -> None:
        """Take other sales, of which all count; this is not undoable.

        The same lines summed otherwise keep their filters, and the view of them is due.
        """
        if sales is self._sales:
            return
        had = self._question
        if not _has_same_lines(self._sales, sales):
            self._question = replace(had, filters=OFF)
        self._sales, self._filtered = sales, None
        self._is_evidence_unsaved = True
        self.evidence_changed.emit()
        if self._question != had:
            self.question_changed.emit()
        self.document_changed.emit()

    def refine_evidence(self, sales: Sales) -> None:
        """Take the same lines told apart more finely; nothing is unsaved or undone by it.

        What filters let through stays in view until it is summed anew.
        """
        if not is_same_evidence(self._sales, sales):
            raise ValueError("other sales")
        self._sales = sales
        self.view_changed.emit()

    def show_filtered(self, sales: Sales) -> None:
        """Make figures of a part of the sales, or of all of them; neither saved nor undoable."""
        self._filtered = None if sales is self._sales else sales
        self.view_changed.emit()

    def set_question(self, question: Question) -> None:
        """Look at something else; this is not undoable."""
        if question == self._question:
            return
        self._question = question
        self.question_changed.emit()

    def open(
        self,
        design: Design,
        sales: Sales | None,
        path: Path | None,
        *,
        is_unsaved: bool = False,
        edits: int = 0,
    ) -> None:
        """Take another document: its undo stack is empty, its question the default.

        `is_unsaved` marks a document that no file holds in this form, such as a table that
        was read into a design; `edits` counts those that were made to it before, in a program
        that crashed.
        """
        before, had = self._design, self._sales
        self._design, self._sales, self._path = design, sales, path
        self._filtered = None
        self._question = self._first_question()
        self._edits_before = edits
        self._is_evidence_unsaved = is_unsaved  # before the stack tells that it is clean
        self._stack.clear()
        self.design_changed.emit(before, design)
        if sales is not had:
            self.evidence_changed.emit()
        self.question_changed.emit()
        self.document_changed.emit()

    @property
    def today(self) -> dt.date | None:
        """The day on which the rules of a plan are looked at, unless another is asked for."""
        return None if self._today is None else self._today()

    def _first_question(self) -> Question:
        """Return what is asked of a document at first."""
        return Question(on=self.today)

    def detach(self) -> None:
        """Go on without the file: the same design and undo stack, in a copy that no file holds."""
        self._path = None
        self._is_evidence_unsaved = True
        self.document_changed.emit()

    def mark_saved(self, path: Path, design: Design, sales: Sales | None) -> None:
        """Remember that `path` now holds this design and these sales.

        What changed while the file was written stays unsaved.
        """
        self._path = path
        self._edits_before = 0
        self._is_evidence_unsaved = not is_same_evidence(sales, self._sales)
        if design is self._design:
            self._stack.setClean()
        else:
            self._stack.resetClean()  # no step that Undo leads to is what the file holds
        self.document_changed.emit()

    def _step_to_extend(self, merge_key: Hashable | None) -> _Step | None:
        """Return the last step where an edit of that key belongs to it.

        Qt's own merging is not used: its Python binding keeps every merged command alive.
        """
        last = self._stack.index() - 1
        is_free = last >= 0 and not self._stack.canRedo() and not self._stack.isClean()
        if merge_key is None or not is_free:
            return None
        step = self._stack.command(last)
        return step if isinstance(step, _Step) and step.merge_key == merge_key else None

    def set_design_from_step(self, design: Design, selection: object) -> None:
        """Set the design on behalf of an undo step of this workspace; not for views."""
        before, self._design = self._design, design
        is_lost = self._question.matrix not in {None, *(one.name for one in design.matrices)}
        if is_lost:
            self._question = replace(self._question, matrix=self._in_its_place(before))
        self.design_changed.emit(before, design)
        if is_lost:
            self.question_changed.emit()
        if selection is not None:
            self.selection_restored.emit(selection)

    def _in_its_place(self, before: Design) -> str | None:
        """Name the matrix that stands where the one that was looked at stood: renamed, or next."""
        names = [one.name for one in before.matrices]
        if self._question.matrix not in names:
            return None
        place = names.index(self._question.matrix)
        return self._design.matrices[min(place, len(self._design.matrices) - 1)].name

    def _on_clean_changed(self, _is_clean: bool) -> None:  # noqa: FBT001 - Qt hands it over so
        self.document_changed.emit()


def is_same_evidence(one: Sales | None, other: Sales | None) -> bool:
    """Say whether two sales are the same to a saved design, whatever tells their rows apart."""
    if one is None or other is None:
        return one is other
    if one.grain is other.grain:
        return one is other
    return (one.digest, one.name, one.switched_in) == (other.digest, other.name, other.switched_in)


def _has_same_lines(one: Sales | None, other: Sales | None) -> bool:
    """Say whether two sales are sums of one file of lines."""
    if one is None or other is None or one.lines_file is None:
        return False
    return one.lines_file == other.lines_file


def _clear(stack: QUndoStack) -> None:
    """Let a stack's commands go while all of them are whole."""
    if isValid(stack):
        stack.blockSignals(True)  # noqa: FBT003 - nobody may be told: the workspace is going
        stack.clear()


class _Step(QUndoCommand):
    """One undo step: the design before and after, and where the selection was."""

    def __init__(
        self,
        workspace: Workspace,
        after: Design,
        text: str,
        merge_key: Hashable | None,
        selection: object,
    ) -> None:
        super().__init__(text)
        self._workspace = weakref.ref(workspace)  # the stack, which it owns, owns the step
        self._before = workspace.design
        self._after = after
        self.merge_key = merge_key
        self._selection = selection
        self._is_done_before = False

    @property
    def is_idle(self) -> bool:
        """Whether the step leads back to where it began."""
        return self._after is self._before

    def extend(self, after: Design) -> None:
        """Lead to another design than before, and show it; where it began, the very same one."""
        self._after = self._before if after == self._before else after
        self._show(self._after, None)

    def undo(self) -> None:
        """Go back to the design before."""
        self._show(self._before, self._selection)

    def redo(self) -> None:
        """Set the design after; the first time the view keeps the selection that it has."""
        selection = self._selection if self._is_done_before else None
        self._is_done_before = True
        self._show(self._after, selection)

    def _show(self, design: Design, selection: object) -> None:
        workspace = self._workspace()
        if workspace is not None:
            workspace.set_design_from_step(design, selection)
