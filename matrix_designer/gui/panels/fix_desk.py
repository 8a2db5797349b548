"""Tries the ways to answer a row of findings, one a turn of the event loop, and keeps them.

Knows trials and time; it draws nothing and changes no design. Nothing is tried before a row is
selected or its fix asked for, and nothing twice for one analysis.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.fixing import Trial, trials, trials_of_all
from matrix_designer.gui.panels.finding_rows import FindingRow

_REST = 150
"""How many milliseconds a row stays the selected one before its first fix is tried."""


class FixDesk(QObject):
    """The ways of one row. `first_found()`: the first holds; `finished()`: all are tried."""

    first_found = Signal()
    finished = Signal()

    def __init__(self, parent: QObject) -> None:
        """Start with nothing to try."""
        super().__init__(parent)
        self._asked: tuple[Analysis, FindingRow] | None = None
        self._left: Iterator[Trial | None] | None = None
        self._is_first_enough = False
        self.found: tuple[Trial, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_turn)

    def ask(self, analysis: Analysis, row: FindingRow) -> None:
        """Try the ways of a row; what is known already is told again in the next turn."""
        self._take_up(analysis, row)
        self._is_first_enough = False
        self._timer.start(0)

    def ask_first(self, analysis: Analysis, row: FindingRow) -> None:
        """Try the ways of a row until one holds, after a rest: most rows are only passed by."""
        if not self._is_asked(analysis, row):
            self._take_up(analysis, row)
            self._is_first_enough = True
            self._timer.start(_REST)

    def forget(self) -> None:
        """Drop what was tried: the design is another one."""
        self._timer.stop()
        self._asked, self._left, self.found = None, None, ()

    def first_of(self, analysis: Analysis, row: FindingRow) -> Trial | None:
        """Return the first way of a row that holds, where it is known."""
        return self.found[0] if self.found and self._is_asked(analysis, row) else None

    def has_none(self, analysis: Analysis, row: FindingRow) -> bool:
        """Say whether every way of a row was tried and none holds."""
        return self._is_asked(analysis, row) and self._left is None and not self.found

    def _take_up(self, analysis: Analysis, row: FindingRow) -> None:
        if not self._is_asked(analysis, row):
            self._asked = (analysis, row)
            self.found = ()
            self._left = (
                trials_of_all(analysis, row.findings)
                if row.is_folded
                else trials(analysis, row.worst)
            )

    def _is_asked(self, analysis: Analysis, row: FindingRow) -> bool:
        asked = self._asked
        return asked is not None and asked[0] is analysis and asked[1].findings == row.findings

    def _on_turn(self) -> None:
        """Try one way more."""
        is_enough = self._is_first_enough and bool(self.found)
        if self._left is not None and not is_enough:
            try:
                trial = next(self._left)
            except StopIteration:
                self._left = None
            else:
                self.found = self.found if trial is None else (*self.found, trial)
        if self.found:
            self.first_found.emit()
        if self._left is None:
            self.finished.emit()
        elif not (self._is_first_enough and self.found):
            self._timer.start(0)
