"""Looks for sold parts off the GUI thread: the last thing that was asked counts.

Knows jobs; how a file of lines is searched is formats' matter.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.sold_part import FoundParts
from matrix_designer.formats.sold_parts import PartFinder
from matrix_designer.session.jobs import Job, Progress


class PartSearch(QObject):
    """One search at a time.

    `found(parts)`: a FoundParts; `refused(error)`: the lines cannot be read; `became_slow()`: the
    search takes longer than half a second; `ended()`: nothing is looked for any more.
    """

    found = Signal(object)
    refused = Signal(object)
    became_slow = Signal()
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with nothing to look for."""
        super().__init__(parent)
        self._job: Job[FoundParts] | None = None
        self._jobs: list[Job[FoundParts] | Job[None]] = []
        self._finder = PartFinder()
        self._prepared: Path | None = None

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._job is not None

    def prepare(self, lines: Path) -> None:
        """Add the lines up by part before a text is typed; the search tells what fails."""
        if lines != self._prepared:
            self._prepared = lines
            job: Job[None] = Job(
                "Adding up the parts", partial(_prepare, self._finder, lines), self
            )
            job.broke.connect(self._on_broke)
            self._jobs.append(job)
            job.start()

    def look_for(self, lines: Path, text: str) -> None:
        """Look for a text in a file of lines; an earlier search is dropped."""
        self.cancel()
        self._forget_ended()
        task = partial(_find, self._finder, lines, text)
        job: Job[FoundParts] = Job("Looking for a part", task, self)
        job.succeeded.connect(self._on_succeeded)
        job.refused.connect(self._on_refused)
        job.broke.connect(self._on_broke)
        job.became_slow.connect(self.became_slow)
        self._job = job
        self._jobs.append(job)
        job.start()

    def cancel(self) -> None:
        """Drop the search that runs; its thread ends as soon as the query does."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            self.ended.emit()

    def stop(self) -> None:
        """Drop the search and wait for every thread; for the window's end."""
        self.cancel()
        self._finder.give_up()
        for job in self._jobs:
            job.wait()
        self._forget_ended()
        self._finder.close()

    def _forget_ended(self) -> None:
        for job in [job for job in self._jobs if not job.is_running]:
            self._jobs.remove(job)
            job.deleteLater()

    def _end(self) -> None:
        self._job = None
        self.ended.emit()

    def _on_succeeded(self, parts: FoundParts) -> None:
        self._end()
        self.found.emit(parts)

    def _on_refused(self, error: MatrixDesignerError) -> None:
        self._end()
        self.refused.emit(error)

    def _on_broke(self, error: BaseException) -> None:
        self._end()
        raise error


def _prepare(finder: PartFinder, lines: Path, progress: Progress) -> None:
    del progress
    if lines.is_file():
        finder.prepare(lines)


def _find(finder: PartFinder, lines: Path, text: str, progress: Progress) -> FoundParts:
    from matrix_designer.formats.database import Watch

    def is_cancelled() -> bool:
        return progress.is_cancelled

    if not lines.is_file():
        raise MatrixDesignerError(
            "The single sales lines are not at hand",
            f"{lines.name} is gone",
            "Import the sales again",
        )
    return finder.find(lines, text, watch=Watch(is_cancelled=is_cancelled))
