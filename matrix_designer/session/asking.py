"""Answers worked out off the GUI thread: the last thing that was asked counts.

Knows jobs and files of single lines; what an answer is good for is whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.query import Columns, LineQuery
from matrix_designer.session.jobs import EndedJobs, Job, Progress


class Asking(QObject):
    """One question at a time.

    `answered(answer)`: what the work returned; `refused(error)`: it could not be done;
    `became_slow()`: it takes longer than half a second; `progressed(text, part)`: how far the
    work is; `ended()`: nothing is awaited any more.
    """

    answered = Signal(object)
    refused = Signal(object)
    became_slow = Signal()
    progressed = Signal(str, float)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with nothing to ask."""
        super().__init__(parent)
        self._job: Job[object] | None = None
        self._jobs: list[Job[object]] = []
        self._ended = EndedJobs()

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._job is not None

    def ask(self, title: str, work: Callable[[Progress], object]) -> None:
        """Have something worked out; an earlier question is dropped."""
        self.cancel()
        self._forget_ended()
        job: Job[object] = Job(title, work, self)
        job.succeeded.connect(self._on_succeeded)
        job.refused.connect(self._on_refused)
        job.broke.connect(self._on_broke)
        job.became_slow.connect(self.became_slow)
        job.progressed.connect(self.progressed)
        self._job = job
        self._jobs.append(job)
        job.start()

    def cancel(self) -> None:
        """Drop the question; its thread ends as soon as its work does."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            self.ended.emit()

    def wait(self) -> None:
        """Wait for the answer and tell it now."""
        job = self._job
        if job is not None:
            job.wait()
            job.look()

    def stop(self) -> None:
        """Drop the question and wait for every thread; for the window's end."""
        self.cancel()
        for job in self._jobs:
            job.wait()
        self._forget_ended()

    def _forget_ended(self) -> None:
        for job in [job for job in self._jobs if not job.is_running]:
            self._jobs.remove(job)
            self._ended.add(job)

    def _end(self) -> None:
        self._job = None
        self.ended.emit()

    def _on_succeeded(self, answer: object) -> None:
        self._end()
        self.answered.emit(answer)

    def _on_refused(self, error: MatrixDesignerError) -> None:
        self._end()
        self.refused.emit(error)

    def _on_broke(self, error: BaseException) -> None:
        self._end()
        raise error


def ask_file(lines: Path, queries: tuple[LineQuery, ...], progress: Progress) -> list[Columns]:
    """Answer questions from one file of single lines; for a job's thread."""
    from matrix_designer.formats.database import Watch
    from matrix_designer.formats.line_queries import ask_lines

    def is_cancelled() -> bool:
        return progress.is_cancelled

    watch = Watch(is_cancelled=is_cancelled)
    return [ask_lines(lines, query, watch) for query in queries]
