"""Sums the part of the sales that the filters let through, off the GUI thread.

Knows when a sum is due; how a history is summed anew is formats' matter. Until the new figures
are there the old ones stand. The last thing that was chosen counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.core.filters import Filters
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from matrix_designer.session.analyst import Analyst
from matrix_designer.session.asking import Asking
from matrix_designer.session.jobs import JOB_THREAD, Progress
from matrix_designer.session.workspace import Workspace

if TYPE_CHECKING:
    from matrix_designer.formats.database import Watch
    from matrix_designer.formats.filtering import HistoryFilter


@dataclass(frozen=True, slots=True, eq=False)
class Filtered:
    """A part of the sales, already evaluated."""

    sales: Sales
    analysis: Analysis


class Filtering(QObject):
    """Keeps the sales in view in step with the filters of the question.

    `choices_found(choices)`: name among Filters -> the texts that the lines have, sorted;
    `state_changed()`: a sum or the choices became due, or are there; `progressed(text, part)`;
    `refused(error)`: it could not be done, and the filters are as before.
    """

    choices_found = Signal(object)
    state_changed = Signal()
    progressed = Signal(str, float)
    refused = Signal(object)

    def __init__(
        self, workspace: Workspace, analyst: Analyst, parent: QObject | None = None
    ) -> None:
        """Watch a workspace; nothing is read before somebody asks."""
        super().__init__(parent)
        self._workspace = workspace
        self._analyst = analyst
        self._history: HistoryFilter | None = None
        self._wanted: Filters | None = None
        self._closing: list[Thread] = []
        self._sums = Asking(self)
        self._sums.answered.connect(self._on_summed)
        self._choices = Asking(self)
        self._choices.answered.connect(self.choices_found)
        for asking in (self._sums, self._choices):
            asking.refused.connect(self._on_refused)
            asking.progressed.connect(self.progressed)
            asking.ended.connect(self.state_changed)
        workspace.question_changed.connect(self._on_question_changed)
        workspace.evidence_changed.connect(self._on_evidence_changed)
        workspace.view_changed.connect(self._on_view_changed)

    @property
    def is_summing(self) -> bool:
        """Whether the figures in view are of other filters than those chosen last."""
        return self._sums.is_busy

    @property
    def is_asking(self) -> bool:
        """Whether the choices are awaited."""
        return self._choices.is_busy

    def ask_choices(self) -> None:
        """Find out what can be chosen; everything is then ready for the first choice."""
        history = self._history_in_use()
        if history is not None and not self._choices.is_busy:
            self._choices.ask("Getting ready to filter", partial(_choices_of, history))
            self.state_changed.emit()

    def cancel(self) -> None:
        """Keep the figures that stand, with their filters."""
        self._sums.cancel()
        self._choices.cancel()
        self._go_back()

    def stop(self) -> None:
        """Drop everything and wait for every thread; for the window's end."""
        self._leave_history()
        self._sums.stop()
        self._choices.stop()
        for thread in self._closing:
            thread.join()
        self._closing.clear()

    def _leave_history(self) -> None:
        """Drop what is done with a history, and remove its index once that has ended."""
        self._sums.cancel()
        self._choices.cancel()
        if self._history is not None:
            thread = Thread(target=self._history.close, name=JOB_THREAD)
            thread.start()
            self._closing = [one for one in self._closing if one.is_alive()] + [thread]
            self._history = None

    def _history_in_use(self) -> HistoryFilter | None:
        """Return the history that is filtered; None, and why is told, where there is none."""
        from matrix_designer.formats.filtering import HistoryFilter

        sales = self._workspace.sales
        if sales is None:
            return None
        if self._history is None:
            try:
                self._history = HistoryFilter(sales)
            except MatrixDesignerError as error:
                self._on_refused(error)
        return self._history

    def _go_back(self) -> None:
        """Let the question have the filters of the figures that stand."""
        work = self._workspace
        if work.sales_in_view is not None:
            work.set_question(replace(work.question, filters=work.sales_in_view.filters))

    def _on_question_changed(self) -> None:
        work = self._workspace
        if not work.is_view_due:
            self._sums.cancel()
            return
        if self._sums.is_busy and self._wanted == work.question.filters:
            return  # something else of the question changed
        history = self._history_in_use()
        if history is not None:
            self._wanted = work.question.filters
            task = partial(_sum, history, work.design, work.question)
            self._sums.ask("Filtering the sales", task)
            self.state_changed.emit()

    def _on_evidence_changed(self) -> None:
        self._leave_history()
        self._on_question_changed()

    def _on_view_changed(self) -> None:
        """Sum anew where the same lines are told apart more finely now."""
        if self._history is not None and self._history.sales is not self._workspace.sales:
            self._on_evidence_changed()

    def _on_summed(self, answer: object) -> None:
        if not isinstance(answer, Filtered):
            raise TypeError(type(answer))
        self._analyst.adopt(answer.analysis)
        self._workspace.show_filtered(answer.sales)
        self._analyst.catch_up()  # the design may be another one by now

    def _on_refused(self, error: MatrixDesignerError) -> None:
        self._go_back()
        self.refused.emit(error)


def _choices_of(history: HistoryFilter, progress: Progress) -> Mapping[str, tuple[str, ...]]:
    return history.choices(_watch(progress))


def _sum(
    history: HistoryFilter, design: Design, question: Question, progress: Progress
) -> Filtered:
    """Sum and evaluate the lines that pass; in a job's thread."""
    sales = history.sums(question.filters, _watch(progress))
    return Filtered(sales, evaluate(design, sales, question, on_stage=progress.report))


def _watch(progress: Progress) -> Watch:
    from matrix_designer.formats.database import Watch

    def tell(part: float, text: str) -> None:
        progress.report(text, part)

    def is_cancelled() -> bool:
        return progress.is_cancelled

    return Watch(tell, is_cancelled, progress.count)
