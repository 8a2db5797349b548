"""Work off the GUI thread: one job at a time in view, with progress and cancel.

Knows threads and signals; what the work is comes in as a function. A cancelled job is left to
end on its own; its result is dropped. A job's thread touches no Qt object, not even to emit a
signal: the GUI thread looks at what it says. Qt's Python classes are completed at their first
use, and two threads at that work at once have crashed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Thread
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimerEvent, Signal
from shiboken6 import isValid

from matrix_designer.core.errors import MatrixDesignerError

Result = TypeVar("Result")
JOB_THREAD = "matrix-designer-job"
"""What the threads of jobs are called."""
SHOWN_AFTER_MS = 500
"""A job that takes longer than this is shown."""
_LOOK_EVERY_MS = 10


class CancelledError(Exception):
    """The user does not want the result any more."""


class Progress:
    """How far a job is; handed to its work."""

    def __init__(
        self, say: Callable[[str, float], None], count: Callable[[int], None] | None = None
    ) -> None:
        """Report to `say(text, part)`; a part below 0 is an unknown one.

        `count(lines)` hears how many lines the work is about.
        """
        self._say = say
        self._count = count
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

    def count(self, lines: int) -> None:
        """Say how many lines the work is about, once that is known."""
        if self._count is not None:
            self._count(lines)


@dataclass(slots=True)
class _Task(Generic[Result]):
    """All that a job's thread sees: its work, what it says, and what came of it."""

    work: Callable[[Progress], Result]
    progress: Progress = field(init=False)
    said: tuple[str, float] | None = None
    lines: int = 0
    result: Result | None = None
    error: BaseException | None = None
    is_done: bool = False

    def __post_init__(self) -> None:
        """Listen to the work."""
        self.progress = Progress(self._say, self._count)

    def run(self) -> None:
        """Run the work; whatever it raises is kept for the GUI thread."""
        try:
            self.result = self.work(self.progress)
        except Exception as error:  # noqa: BLE001 - handed over, never swallowed
            self.error = error
        finally:
            self.is_done = True

    def _say(self, text: str, part: float) -> None:
        self.said = text, part

    def _count(self, lines: int) -> None:
        self.lines = lines


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
        self._task = _Task(work)
        self._thread = Thread(target=self._task.run, name=JOB_THREAD)
        self._heard: tuple[str, float] | None = None
        self._slow_at = 0.0
        self._is_told = False
        self._timer = 0

    def start(self) -> None:
        """Start the thread."""
        self._slow_at = time.monotonic() + SHOWN_AFTER_MS / 1000
        self._timer = self.startTimer(_LOOK_EVERY_MS)
        self._thread.start()

    def cancel(self) -> None:
        """Drop the job: `cancelled` follows at once, the thread ends when its work lets it."""
        self._task.progress.cancel()
        if not self._is_told:
            self._tell()
            self.cancelled.emit()

    @property
    def lines(self) -> int:
        """How many lines the work is about; 0 while that is not known."""
        return self._task.lines

    @property
    def is_running(self) -> bool:
        """Whether the thread still runs, wanted or not."""
        return self._thread.is_alive()

    @property
    def result(self) -> Result | None:
        """What the work returned; None while it runs and where it raised."""
        return self._task.result

    def wait(self) -> None:
        """Wait for the thread to end."""
        if self._thread.ident is not None:
            self._thread.join()

    def look(self) -> None:
        """Look now at how far the thread is, and tell it."""
        if self._timer and not self._is_told:
            self._look()

    def timerEvent(self, _event: QTimerEvent) -> None:
        """Look at how far the thread is."""
        self._look()

    def _look(self) -> None:
        is_done, said = self._task.is_done, self._task.said  # what is done says no more
        if said is not None and said != self._heard:
            self._heard = said
            self.progressed.emit(*said)
        if is_done:
            self._end()
        elif self._slow_at and time.monotonic() >= self._slow_at:
            self._slow_at = 0.0
            self.became_slow.emit()

    def _tell(self) -> None:
        """Look no more: an end is told."""
        self._is_told = True
        if self._timer:
            self.killTimer(self._timer)

    def _end(self) -> None:
        """Tell what came of the work."""
        if self._is_told:  # cancelled from what listens to the progress
            return
        self._tell()
        error = self._task.error
        if error is None:
            self.succeeded.emit(self._task.result)
        elif isinstance(error, MatrixDesignerError):
            self.refused.emit(error)
        else:
            self.broke.emit(error)


class EndedJobs:
    """Jobs that Qt deletes when their turn has come; each is held until it has.

    A job whose last reference is its parent's goes in the midst of its deletion. Where its place
    in memory once was another object's, PySide6 6.11 then reads what is gone; seen in a debugger.
    """

    def __init__(self) -> None:
        """Start with none."""
        self._held: list[QObject] = []

    def add(self, job: QObject) -> None:
        """Let Qt delete a job whose thread has ended, and forget those that are deleted."""
        self._held = [one for one in self._held if isValid(one)]
        self._held.append(job)
        job.deleteLater()
