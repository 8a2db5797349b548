"""Runs one job at a time for the window and says how it ends.

Knows jobs; what they do and what becomes of their results comes in as functions.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.session.jobs import EndedJobs, Job, Progress


class JobDesk(QObject):
    """One job in view at most.

    `refused(error)`: a MatrixDesignerError for the user. `job_changed(job or None)`: a job began
    or none runs any more. `given_up()`: the job in view brought no result.
    """

    refused = Signal(object)
    job_changed = Signal(object)
    given_up = Signal()

    def __init__(self, parent: QObject) -> None:
        """Start without a job."""
        super().__init__(parent)
        self._job: Job[object] | None = None
        self._jobs: list[Job[object]] = []
        self._ended = EndedJobs()
        self._done: Callable[[object], None] | None = None
        self._can_cancel = True

    @property
    def is_busy(self) -> bool:
        """Whether a job is in view."""
        return self._job is not None

    @property
    def can_cancel(self) -> bool:
        """Whether the job in view may be dropped."""
        return self._can_cancel

    def run(
        self,
        title: str,
        work: Callable[[Progress], object],
        done: Callable[[object], None],
        *,
        can_cancel: bool = True,
    ) -> None:
        """Run work in a thread and hand its result to `done`; refused while another runs.

        Work that cannot be cancelled, such as a save, is always told to `done`: what it did
        stands on the disk.
        """
        if self._job is not None:
            self.refused.emit(
                MatrixDesignerError(f"{self._job.title} is not done yet", "", "Wait, or cancel it")
            )
            return
        self._forget_ended()
        job: Job[object] = Job(title, work, self)
        self._job, self._done, self._can_cancel = job, done, can_cancel
        self._jobs.append(job)
        job.succeeded.connect(self._on_succeeded)
        job.refused.connect(self._on_refused)
        job.broke.connect(self._on_broke)
        job.cancelled.connect(self._on_cancelled)
        self.job_changed.emit(job)
        job.start()

    def cancel(self) -> None:
        """Drop the job in view; its thread ends when its work lets it."""
        if self._job is not None and self._can_cancel:
            self._job.cancel()

    def stop(self) -> None:
        """Drop what runs and wait for every thread; for the window's end."""
        self.cancel()
        for job in self._jobs:
            job.wait()
        last = self._job
        if last is not None and last.result is not None:
            last.blockSignals(True)  # noqa: FBT003 - Qt's own word
            self._on_succeeded(last.result)
        self._forget_ended()

    def _forget_ended(self) -> None:
        for job in [job for job in self._jobs if not job.is_running]:
            self._jobs.remove(job)
            self._ended.add(job)

    def _end(self) -> Callable[[object], None] | None:
        done, self._done, self._job = self._done, None, None
        self.job_changed.emit(None)
        return done

    def _on_succeeded(self, result: object) -> None:
        done = self._end()
        if done is not None:
            done(result)

    def _on_refused(self, error: MatrixDesignerError) -> None:
        self._end()
        self.given_up.emit()
        self.refused.emit(error)

    def _on_broke(self, error: BaseException) -> None:
        self._end()
        self.given_up.emit()
        raise error

    def _on_cancelled(self) -> None:
        self._end()
        self.given_up.emit()
