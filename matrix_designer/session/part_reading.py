"""Reads what tells parts apart from the kept lines, once the design needs it, off the window.

Knows when rows of the grain of parts are due; how they are read is formats' matter. Until they
are there the figures before stand. Nothing is undone or unsaved by it: the lines are the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Grain, Sales
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from matrix_designer.session.analyst import Analyst
from matrix_designer.session.asking import Asking
from matrix_designer.session.jobs import Progress
from matrix_designer.session.workspace import Workspace


class PartsState(Enum):
    """Whether the rows of the sales are what the design needs."""

    FINE = "fine"
    READING = "reading"
    DROPPED = "dropped"
    """Somebody would not wait for them."""
    GONE = "gone"
    """There are no lines to read them from."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True, eq=False)
class ReadParts:
    """A history told apart by part, evaluated where no filter waits to be summed."""

    slim: Sales
    sales: Sales
    analysis: Analysis | None


class PartReading(QObject):
    """Keeps the grain of the sales in step with the design.

    `state_changed(state)`; `progressed(text, part)`; `became_slow()`: it takes longer than half a
    second; `refused(error)`: the lines could not be read.
    """

    state_changed = Signal(object)
    progressed = Signal(str, float)
    became_slow = Signal()
    refused = Signal(object)

    def __init__(
        self, workspace: Workspace, analyst: Analyst, parent: QObject | None = None
    ) -> None:
        """Watch a workspace."""
        super().__init__(parent)
        self._workspace = workspace
        self._analyst = analyst
        self._state = PartsState.FINE
        self._asking = Asking(self)
        self._asking.answered.connect(self._on_read)
        self._asking.refused.connect(self._on_refused)
        self._asking.progressed.connect(self.progressed)
        self._asking.became_slow.connect(self.became_slow)
        workspace.design_changed.connect(self._on_design_changed)
        workspace.question_changed.connect(self._look)
        workspace.evidence_changed.connect(self._on_evidence_changed)
        self._look()

    @property
    def state(self) -> PartsState:
        """Whether the rows of the sales are what the design needs."""
        return self._state

    def drop(self) -> None:
        """Go on without; `read` reads them all the same."""
        if self._state is PartsState.READING:
            self._asking.cancel()
            self._take(PartsState.DROPPED)

    def read(self) -> None:
        """Read what was dropped, or could not be read."""
        self._state = PartsState.FINE
        self._look()

    def stop(self) -> None:
        """Drop everything and wait for every thread; for the window's end."""
        self._asking.stop()

    def wait(self) -> None:
        """Wait for the rows and take them now."""
        self._asking.wait()

    def _look(self) -> None:
        """Read what is due, unless that was dropped or cannot be."""
        sales = self._workspace.sales
        if sales is None or sales.rows.has_parts or not self._is_needed:
            self._asking.cancel()
            self._take(PartsState.FINE)
        elif self._state is PartsState.FINE:
            if sales.lines_file is None or not Path(sales.lines_file).exists():
                self._take(PartsState.GONE)
                return
            work = self._workspace
            task = partial(read_parts, sales, work.design, work.question)
            self._asking.ask("Reading the parts", task)
            self._take(PartsState.READING)

    @property
    def _is_needed(self) -> bool:
        """Whether what is shown must tell parts apart: the design, or what it is compared with."""
        against = self._workspace.question.against_strategy
        is_other = against is not None and against.needs_parts
        return is_other or self._workspace.design.needs_parts

    def _take(self, state: PartsState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    def _on_design_changed(self, _before: Design, _after: Design) -> None:
        self._look()

    def _on_evidence_changed(self) -> None:
        self._asking.cancel()
        self._state = PartsState.FINE
        self._look()
        self.state_changed.emit(self._state)

    def _on_read(self, answer: object) -> None:
        if not isinstance(answer, ReadParts):
            raise TypeError(type(answer))
        self._take(PartsState.FINE)
        if answer.slim is not self._workspace.sales:
            self._look()
            return
        if answer.analysis is not None:
            self._analyst.adopt(answer.analysis)
        self._workspace.refine_evidence(answer.sales)
        self._analyst.catch_up()  # the design may be another one by now

    def _on_refused(self, error: MatrixDesignerError) -> None:
        self._take(PartsState.FAILED)
        self.refused.emit(error)


def read_parts(sales: Sales, design: Design, question: Question, progress: Progress) -> ReadParts:
    """Sum a history anew, told apart by part; in a job's thread."""
    from matrix_designer.formats.database import Watch
    from matrix_designer.formats.sales import load_sales_parquet

    def tell(part: float, text: str) -> None:
        progress.report(text, part)

    def is_cancelled() -> bool:
        return progress.is_cancelled

    watch = Watch(tell, is_cancelled, progress.count)
    lines = Path(str(sales.lines_file))
    made = load_sales_parquet(lines, sales.name, sales.digest, sales.switched_in, watch, Grain.PART)
    made = replace(made, lines_file=sales.lines_file, lines_beside=sales.lines_beside)
    analysis = None
    if question.filters.is_off:
        analysis = evaluate(design, made, question, on_stage=progress.report)
    return ReadParts(sales, made, analysis)
