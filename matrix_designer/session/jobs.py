"""Work off the GUI thread: one job at a time in view, with progress and cancel.

Knows threads and signals; what the work is comes in as a function. A cancelled job is left to
end on its own; its result is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QThread, QTimer, Signal

from matrix_designer.core.errors import MatrixDesignerError

Result = TypeVar("Result")
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


class _Thread(QThread):
    """Runs one function and keeps what came of it."""

    progressed = Signal(str, float)

    def __init__(self, work: Callable[[Progress], object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self.progress = Progress(self.progressed.emit)
        self.result: object = None
        self.error: BaseException | None = None

    def run(self) -> None:
        """Run the work; whatever it raises is kept for the GUI thread."""
        try:
            self.result = self._work(self.progress)
        except Exception as error:  # noqa: BLE001 - handed over, never swallowed
            self.error = error


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

    def __init__(
        self, title: str, work: Callable[[Progress], Result], parent: QObject | None = None
    ) -> None:
        """Prepare a job; `start` runs it."""
        super().__init__(parent)
        self.title = title
        self._thread = _Thread(work, self)
        self._thread.progressed.connect(self.progressed)
        self._thread.finished.connect(self._on_finished)
        self._is_told = False
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SHOWN_AFTER_MS)
        self._slow.timeout.connect(self.became_slow)

    def start(self) -> None:
        """Start the thread."""
        self._slow.start()
        self._thread.start()

    def cancel(self) -> None:
        """Drop the job: `cancelled` follows at once, the thread ends when its work lets it."""
        self._thread.progress.cancel()
        if not self._is_told:
            self._is_told = True
            self._slow.stop()
            self.cancelled.emit()

    @property
    def is_running(self) -> bool:
        """Whether the thread still runs, wanted or not."""
        return self._thread.isRunning()

    @property
    def result(self) -> Result | None:
        """What the work returned; None while it runs and where it raised."""
        return self._thread.result  # type: ignore[return-value]  # the thread runs this work

    def wait(self) -> None:
        """Wait for the thread to end."""
        self._thread.wait()

    def _on_finished(self) -> None:
        self._slow.stop()
        if not self._is_told:
            self._is_told = True
            error = self._thread.error
            if error is None:
                self.succeeded.emit(self._thread.result)
            elif isinstance(error, MatrixDesignerError):
                self.refused.emit(error)
            else:
                self.broke.emit(error)
