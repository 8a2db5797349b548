"""Work off the GUI thread: one job at a time in view, with progress and cancel.

Knows threads and signals; what the work is comes in as a function. A cancelled job is left to
end on its own; its result is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from matrix_designer.core.errors import MatrixDesignerError

Result = TypeVar("Result")
JOB_THREAD = "matrix-designer-job"
"""What the threads of jobs are called."""
SHOWN_AFTER_MS = 500
"""A job that takes longer than this is shown."""


class CancelledError(Exception):
    """The user does not want the result any more."""


class Progress:
    """How far a job is; handed to its work."""

    def __init__(self, say: Callable[[str, float], None]) -> None:
        """Report to `say(text, part)`; a part below 0 is an unknown one."""
        self._say = say
        self._is_cancelled = False

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._is_cancelled = True

    @property
    def is_cancelled(self) -> bool:
        """Whether the result is still wanted."""
        return self._is_cancelled

    def report(self, text: str, part: float = -1.0) -> None:
        """Say what is being done and which part of it is done, 0 to 1."""
        if self._is_cancelled:
            raise CancelledError
        self._say(text, part)


@dataclass(slots=True)
class _Outcome:
    """What came of a job's work, for the GUI thread to read once it is told."""

    result: object = None
    error: BaseException | None = None


class Job(QObject, Generic[Result]):
    """One piece of work in a thread.

    Exactly one of `succeeded(result)`, `refused(error)`, `broke(error)` and `cancelled()`
    follows; `refused` carries a MatrixDesignerError, `broke` any other exception, a bug.
    """

    progressed = Signal(str, float)
    became_slow = Signal()
    succeeded = Signal(object)
    refused = Signal(object)
    broke = Signal(object)
    cancelled = Signal()
    _ended = Signal()

    def __init__(
        self, title: str, work: Callable[[Progress], Result], parent: QObject | None = None
    ) -> None:
        """Prepare a job; `start` runs it."""
        super().__init__(parent)
        self.title = title
        self._work = work
        self._progress = Progress(self._say)
        self._outcome = _Outcome()
        # no QThread and no QTimer of its own: children that went with a job have crashed in Qt
        self._thread = Thread(target=self._run, name=JOB_THREAD)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        self._is_told = False

    def start(self) -> None:
        """Start the thread."""
        QTimer.singleShot(SHOWN_AFTER_MS, self, self._on_slow)
        self._thread.start()

    def cancel(self) -> None:
        """Drop the job: `cancelled` follows at once, the thread ends when its work lets it."""
        self._progress.cancel()
        if not self._is_told:
            self._is_told = True
            self.cancelled.emit()

    @property
    def is_running(self) -> bool:
        """Whether the thread still runs, wanted or not."""
        return self._thread.is_alive()

    @property
    def result(self) -> Result | None:
        """What the work returned; None while it runs and where it raised."""
        return self._outcome.result  # type: ignore[return-value]  # the thread runs this work

    def wait(self) -> None:
        """Wait for the thread to end."""
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        """Run the work, in the thread; whatever it raises is kept for the GUI thread."""
        try:
            self._outcome.result = self._work(self._progress)
        except Exception as error:  # noqa: BLE001 - handed over, never swallowed
            self._outcome.error = error
        if isValid(self):
            self._ended.emit()

    def _say(self, text: str, part: float) -> None:
        """Hand progress on, in the thread."""
        self.progressed.emit(text, part)

    def _on_slow(self) -> None:
        if not self._is_told:
            self.became_slow.emit()

    def _on_ended(self) -> None:
        if not self._is_told:
            self._is_told = True
            error = self._outcome.error
            if error is None:
                self.succeeded.emit(self._outcome.result)
            elif isinstance(error, MatrixDesignerError):
                self.refused.emit(error)
            else:
                self.broke.emit(error)
