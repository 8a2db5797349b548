"""Keeps unsaved work, so that a crash costs at most the last 20 seconds or 20 edits.

Knows when: some seconds or some edits after the last time, in a thread, and never into the
document itself. What is kept and how stands in `formats.recovery`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.storage import Fingerprint
from matrix_designer.session.jobs import EndedJobs, Job, Progress
from matrix_designer.session.workspace import Workspace

if TYPE_CHECKING:
    from matrix_designer.formats.recovery import FoundWork, RecoveryPlace, Work

KEPT_AFTER_MS = 10_000
"""How long an edit may wait; with the writing itself it stays under 20 seconds."""
KEPT_AFTER_EDITS = 10
"""How many edits may wait; with those made while a file is written they stay under 20."""


class Autosave(QObject):
    """Keeps one workspace's unsaved work below a folder, and clears it once it is saved.

    `kept()`: the last unsaved edit is on disk. `failed(error)`: it could not be written; told
    once until it works again.
    """

    kept = Signal()
    failed = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        root: Path,
        opened: Callable[[], Fingerprint | None],
        parent: QObject | None = None,
    ) -> None:
        """Watch a workspace; `opened` tells what its file looked like when it was read."""
        super().__init__(parent)
        self._workspace = workspace
        self._root = root
        self._opened = opened
        self._place: RecoveryPlace | None = None
        self._job: Job[RecoveryPlace] | None = None
        self._ended = EndedJobs()
        self._waiting = 0
        self._in_flight = 0
        self._has_failed = False
        self._is_stopped = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._write)
        workspace.design_changed.connect(self._on_changed)
        workspace.evidence_changed.connect(self._on_changed)
        workspace.document_changed.connect(self._on_document_changed)

    @property
    def waiting(self) -> int:
        """How many changes are not on disk yet."""
        return self._waiting + self._in_flight

    def adopt(self, place: RecoveryPlace) -> None:
        """Go on in the place that recovered work was read from; nothing is lost in between."""
        self._finish_job()
        if self._place is not None:
            self._place.clear()
        self._place = place
        self._touch()

    def keep_now(self) -> bool:
        """Write what waits at once, in this thread; for the moment of a crash.

        Returns whether all unsaved work is on disk; raises nothing, whatever goes wrong: others
        are still to be kept. What was stopped is kept or not wanted already: a second signal to
        end keeps nothing twice.
        """
        return self._is_stopped or self._keep_at_once()

    def _keep_at_once(self) -> bool:
        self._finish_job()
        self._timer.stop()
        if not self._workspace.is_unsaved:
            return True
        if self._waiting or self._place is None:
            try:
                self._place = _keep(self._place, self._root, self._work(), None)
            except Exception:  # noqa: BLE001 - a fault of one document must not cost the others
                return False
            self._waiting = 0
        return True

    def stop(self, *, is_kept: bool = False) -> None:
        """Clear what is kept, or leave it for the next start; for the window's end."""
        if self._is_stopped:
            return
        self._is_stopped = True
        if is_kept:
            self._keep_at_once()
        self._finish_job()
        self._timer.stop()
        if self._place is not None:
            if is_kept and self._workspace.is_unsaved:
                self._place.leave()
            else:
                self._place.clear()
            self._place = None

    def _work(self) -> Work:
        """Return the work as it is now."""
        from matrix_designer.formats.recovery import Work

        work = self._workspace
        name = work.path.name if work.path is not None else work.design.name
        return Work(name, work.path, work.edits, work.design, work.sales, self._opened())

    def _on_changed(self, *_designs: object) -> None:
        self._touch()

    def _on_document_changed(self) -> None:
        if self._workspace.is_unsaved:
            self._touch()
        else:
            self._drop()

    def _touch(self) -> None:
        """Count a change; write soon."""
        if self._is_stopped:
            return
        self._waiting += 1
        if self._waiting >= KEPT_AFTER_EDITS:
            self._timer.start(0)
        elif not self._timer.isActive():
            self._timer.start(KEPT_AFTER_MS)

    def _drop(self) -> None:
        """Forget what is kept: everything is saved."""
        self._timer.stop()
        self._waiting = 0
        if self._job is None and self._place is not None:
            self._place.clear()
            self._place = None

    def _write(self) -> None:
        """Write in a thread; while one writes, the next waits for it."""
        if self._job is not None:
            return
        if not self._workspace.is_unsaved:
            self._drop()
            return
        self._waiting, self._in_flight = 0, self._waiting
        task = partial(_keep, self._place, self._root, self._work())
        self._job = Job("Keeping unsaved work", task, self)
        self._job.succeeded.connect(self._on_written)
        self._job.refused.connect(self._on_refused)
        self._job.broke.connect(self._on_broke)
        self._job.start()

    def _on_written(self, place: RecoveryPlace) -> None:
        self._end_job()
        self._place = place
        self._has_failed = False
        if not self._workspace.is_unsaved:
            self._drop()
        elif not self._waiting:
            self.kept.emit()
        elif self._waiting >= KEPT_AFTER_EDITS or not self._timer.isActive():
            self._write()  # enough, or their time came while the last were written

    def _on_refused(self, error: MatrixDesignerError) -> None:
        self._waiting += self._in_flight
        self._end_job()
        if not self._timer.isActive():
            self._timer.start(KEPT_AFTER_MS)
        if not self._has_failed:
            self._has_failed = True
            self.failed.emit(
                MatrixDesignerError(
                    "Unsaved work could not be kept for a crash", error.title, error.hint
                )
            )

    def _on_broke(self, error: BaseException) -> None:
        self._waiting += self._in_flight
        self._end_job()
        raise error

    def _end_job(self) -> None:
        if self._job is not None:
            self._job.wait()
            self._ended.add(self._job)
            self._job = None
            self._in_flight = 0

    def _finish_job(self) -> None:
        """Wait for a write that runs and take its place over."""
        job = self._job
        if job is None:
            return
        job.wait()
        result = job.result
        if result is not None:
            self._place = result
        else:
            self._waiting += self._in_flight
        job.blockSignals(True)  # noqa: FBT003 - Qt's own word
        self._end_job()


def _keep(
    place: RecoveryPlace | None, root: Path, work: Work, _progress: Progress | None
) -> RecoveryPlace:
    """Write work into its place, a new one where it has none; lets a new one go on failure."""
    from matrix_designer.formats.recovery import new_place

    held = place or new_place(root)
    try:
        held.keep(work)
    except BaseException:
        if place is None:
            held.clear()
        raise
    return held


def look_for_work(root: Path, _progress: Progress) -> list[FoundWork]:
    """Return what crashes left below a folder; each is held until it is cleared or left.

    Clears the cache of evidence that nobody uses any more as well: a start is the time for both.
    """
    from matrix_designer.formats.evidence_cache import forget_unused

    forget_unused()
    if not root.is_dir():
        return []
    from matrix_designer.formats.recovery import find_work

    return find_work(root)
