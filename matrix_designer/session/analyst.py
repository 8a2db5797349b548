"""Keeps the one Analysis up to date with the workspace.

Knows when to evaluate, not how: many changes in one turn of the event loop become one
evaluation, and each is handed the analysis before, of which it reuses what still holds. The
evaluation is a posted event, which Qt delivers before it repaints: an edit is painted once, with
its figures. The checks may follow by a timer, which fires after that repaint: prices and figures
do not wait for the findings. An edit that puts many rows onto other treatments waits for a repaint
first, which shows that the figures are old.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from matrix_designer.core.design import Design
from matrix_designer.core.evidence import Sales
from matrix_designer.core.question import Question
from matrix_designer.core.target import Target
from matrix_designer.evaluation.evaluate import Analysis, judged
from matrix_designer.session.workspace import Workspace

MANY_ROWS = 200_000
"""So many distinct rows are assigned in more time than a repaint has."""
_ASSIGNING = ("plan", "flat_prices", "families", "classes")
"""What of a design says which treatment takes a row."""


class Evaluate(Protocol):
    """How an analysis is made of what the workspace holds and the analysis before."""

    def __call__(  # noqa: D102 - the class says it
        self,
        design: Design,
        sales: Sales | None,
        question: Question,
        target: Target | None,
        previous: Analysis | None,
        *,
        is_hasty: bool,
    ) -> Analysis: ...


class Analyst(QObject):
    """Evaluates after every change and says `analysis_changed(analysis)`.

    It says so again when an analysis that was not judged yet has its findings. `fell_behind()`: an
    edit takes longer than a repaint; what shows is old until the next analysis.
    """

    analysis_changed = Signal(object)
    fell_behind = Signal()
    _became_due = Signal()

    def __init__(
        self, workspace: Workspace, evaluate: Evaluate, parent: QObject | None = None
    ) -> None:
        """Watch a workspace; the first analysis follows in the first turn of the event loop."""
        super().__init__(parent)
        self._workspace = workspace
        self._evaluate = evaluate
        self._analysis: Analysis | None = None
        self._is_due = False
        self._judging = QTimer(self)
        self._judging.setSingleShot(True)
        self._judging.setInterval(0)
        self._judging.timeout.connect(self._on_judging)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(0)  # Qt delivers what is posted first, a repaint among it
        self._patience.timeout.connect(self._on_became_due)
        self._became_due.connect(self._on_became_due, Qt.ConnectionType.QueuedConnection)
        workspace.design_changed.connect(self._on_design_changed)
        workspace.evidence_changed.connect(self._ask)
        workspace.question_changed.connect(self._ask)
        workspace.view_changed.connect(self._ask)
        self._ask()

    @property
    def analysis(self) -> Analysis | None:
        """The last analysis; None before the first."""
        return self._analysis

    def adopt(self, analysis: Analysis) -> None:
        """Take an analysis made elsewhere, in a worker; it is used if it still fits."""
        self._analysis = analysis

    def catch_up(self) -> None:
        """Evaluate and judge now and say so, if anything changed since the last time."""
        self._evaluate_now(is_hasty=False)

    def _evaluate_now(self, *, is_hasty: bool) -> None:
        self._is_due = False
        now = self._analysis
        if now is None or not self._fits(now):
            work = self._workspace
            now = self._evaluate(
                work.design, work.sales_in_view, self._question, None, now, is_hasty=is_hasty
            )
        self._say(now if is_hasty else judged(now))

    def _say(self, analysis: Analysis) -> None:
        self._analysis = analysis
        if analysis.is_judged:
            self._judging.stop()
        elif not self._judging.isActive():
            self._judging.start()
        self.analysis_changed.emit(analysis)

    @property
    def _question(self) -> Question:
        """The question as far as it is answered: with the filters of the sales in view."""
        view, question = self._workspace.sales_in_view, self._workspace.question
        return question if view is None else replace(question, filters=view.filters)

    def _fits(self, analysis: Analysis) -> bool:
        """Say whether an analysis is of what the workspace holds now."""
        work = self._workspace
        return (
            analysis.design is work.design
            and analysis.sales is work.sales_in_view
            and analysis.question == self._question
            and analysis.target is None
        )

    def _ask(self) -> None:
        """Evaluate once this turn's changes are all made."""
        if not self._is_due:
            self._is_due = True
            self._became_due.emit()

    def _on_became_due(self) -> None:
        if self._is_due:
            self._evaluate_now(is_hasty=True)

    def _on_judging(self) -> None:
        """Find what the checks say of the edit that was painted, unless another is due."""
        if self._analysis is not None and not self._is_due:
            self._say(judged(self._analysis))

    def _on_design_changed(self, before: Design, after: Design) -> None:
        if self._is_due or not self._takes_long(before, after):
            self._ask()
            return
        self._is_due = True
        self._patience.start()
        self.fell_behind.emit()

    def _takes_long(self, before: Design, after: Design) -> bool:
        """Say whether an edit assigns so many rows anew that it is seen."""
        sales = self._workspace.sales_in_view
        return (
            sales is not None
            and len(sales.rows.cost) >= MANY_ROWS
            and any(getattr(before, name) is not getattr(after, name) for name in _ASSIGNING)
        )
