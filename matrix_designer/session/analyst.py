"""Keeps the one Analysis up to date with the workspace.

Knows when to evaluate, not how: many changes in one turn of the event loop become one
evaluation, and each is handed the analysis before, of which it reuses what still holds. The
evaluation is a posted event, which Qt delivers before it repaints: an edit is painted once, with
its figures; a timer would fire after a first repaint without them.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from matrix_designer.core.design import Design
from matrix_designer.core.evidence import Sales
from matrix_designer.core.question import Question
from matrix_designer.core.target import Target
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.session.workspace import Workspace

Evaluate = Callable[
    [Design, Sales | None, Question, Target | None, Analysis | None],
    Analysis,
]
"""How an analysis is made: design, sales, question, target, the analysis before."""


class Analyst(QObject):
    """Evaluates after every change and says `analysis_changed(analysis)`."""

    analysis_changed = Signal(object)
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
        self._became_due.connect(self._on_became_due, Qt.ConnectionType.QueuedConnection)
        workspace.design_changed.connect(self._on_design_changed)
        workspace.evidence_changed.connect(self._ask)
        workspace.question_changed.connect(self._ask)
        self._ask()

    @property
    def analysis(self) -> Analysis | None:
        """The last analysis; None before the first."""
        return self._analysis

    def adopt(self, analysis: Analysis) -> None:
        """Take an analysis made elsewhere, in a worker; it is used if it still fits."""
        self._analysis = analysis

    def catch_up(self) -> None:
        """Evaluate now and say so, if anything changed since the last time."""
        self._is_due = False
        before = self._analysis
        if before is None or not self._fits(before):
            work = self._workspace
            self._analysis = self._evaluate(work.design, work.sales, work.question, None, before)
        self.analysis_changed.emit(self._analysis)

    def _fits(self, analysis: Analysis) -> bool:
        """Say whether an analysis is of what the workspace holds now."""
        work = self._workspace
        return (
            analysis.design is work.design
            and analysis.sales is work.sales
            and analysis.question == work.question
            and analysis.target is None
        )

    def _ask(self) -> None:
        """Evaluate once this turn's changes are all made."""
        if not self._is_due:
            self._is_due = True
            self._became_due.emit()

    def _on_became_due(self) -> None:
        if self._is_due:
            self.catch_up()

    def _on_design_changed(self, _before: Design, _after: Design) -> None:
        self._ask()
