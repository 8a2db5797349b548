"""The figures of whole strategies over the sales: each evaluated once, in a job's thread.

Knows designs, sales and jobs; an edit of the design asks nothing here of versions and proposals,
which stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal

from matrix_designer.analysis.summary import Summary
from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.core.question import Question
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.version_edits import with_strategy
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.session.asking import Asking
from matrix_designer.session.jobs import Progress

_KEPT = 200


class VersionFigures(QObject):
    """Remembers what every strategy earns over the sales. `found()`: more of them are known."""

    found = Signal()
    refused = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with nothing known."""
        super().__init__(parent)
        self._known: dict[tuple[int, ...], tuple[Strategy, Summary]] = {}
        self._of: tuple[object, ...] = ()
        self._asking = Asking(self)
        self._asking.answered.connect(self._on_answered)
        self._asking.refused.connect(self._on_refused)

    @property
    def is_busy(self) -> bool:
        """Whether figures are being worked out."""
        return self._asking.is_busy

    def of(self, strategy: Strategy) -> Summary | None:
        """Return the figures of a strategy; None while they are not known."""
        known = self._known.get(_parts_of(strategy))
        return None if known is None else known[1]

    def want(
        self, design: Design, sales: Sales | None, question: Question, wanted: Iterable[Strategy]
    ) -> None:
        """Work out what is not known yet; other sales, filters or record make all of it unknown."""
        basis = (sales, question.filters, question.on, design.in_force, design.above_list_limit)
        if len(basis) != len(self._of) or any(
            one is not other and one != other for one, other in zip(basis, self._of, strict=True)
        ):
            self._known, self._of = {}, basis
            self._asking.cancel()
        missing = tuple(one for one in wanted if self.of(one) is None)
        if sales is None or not missing or self._asking.is_busy:
            return
        if len(self._known) > _KEPT:
            self._known = {}
        asked = Question(filters=question.filters, on=question.on)
        self._asking.ask("Pricing versions", partial(_figures, design, sales, asked, missing))

    def stop(self) -> None:
        """Wait for what runs; the window closes."""
        self._asking.stop()

    def _on_answered(self, found: object) -> None:
        if isinstance(found, tuple):
            self._known.update({_parts_of(each): (each, got) for each, got in found})
            self.found.emit()

    def _on_refused(self, error: MatrixDesignerError) -> None:
        self.refused.emit(error)


def _parts_of(strategy: Strategy) -> tuple[int, ...]:
    """Return what tells a strategy from others: its very parts, which are kept with its figures."""
    others = (strategy.plan, strategy.flat_prices, strategy.families, strategy.classes)
    return (*map(id, strategy.matrices), *map(id, others), id(strategy.menus))


def _figures(
    design: Design,
    sales: Sales,
    question: Question,
    strategies: tuple[Strategy, ...],
    progress: Progress,
) -> tuple[tuple[Strategy, Summary], ...]:
    """Evaluate each strategy as if it were the design; nothing is judged."""
    made, previous = [], None
    for place, strategy in enumerate(strategies):
        progress.report("Pricing versions", place / len(strategies))
        other = with_strategy(design, strategy)
        previous = evaluate(other, sales, question, None, previous, checks=())
        made.append((strategy, previous.summary))
    return tuple(made)
