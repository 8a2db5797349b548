"""Takes several files that were dropped at once, one after the other, and says what was left.

Knows the file commands and the desk; what becomes of each file was decided before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimerEvent, Signal

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.gui.file_commands import FileCommands
from matrix_designer.gui.hosting import Host
from matrix_designer.gui.job_desk import JobDesk
from matrix_designer.session.dropped import Sorted, sort_dropped
from matrix_designer.session.jobs import Progress

_LOOK_EVERY_MS = 20


class DroppedFiles(QObject):
    """One drop at a time. `left_out(sentence)`: what was not taken, at the end."""

    left_out = Signal(str)

    def __init__(self, files: FileCommands, desk: JobDesk, host: Host, parent: QObject) -> None:
        """Take files into one window."""
        super().__init__(parent)
        self._files = files
        self._desk = desk
        self._host = host
        self._steps: list[tuple[str, Callable[[], None]]] = []
        self._left: list[tuple[str, str]] = []
        self._now = ""
        self._has_failed = False
        self._timer = 0
        desk.refused.connect(self._on_refused)

    def take(self, paths: Sequence[Path]) -> None:
        """Look at every file, then open what can be opened."""
        work = partial(_sort, tuple(paths), is_free=self._host.is_free)
        self._desk.run(f"Looking at {len(paths)} files", work, self._on_sorted)

    def _on_sorted(self, result: object) -> None:
        if not isinstance(result, Sorted):
            raise TypeError(type(result))
        self._left, self._has_failed = list(result.left), False
        self._steps = [(path.name, partial(self._files.open_path, path)) for path in result.opened]
        if result.sales:
            self._steps.append((result.sales[0].name, partial(self._import, result.sales)))
        self._go_on()

    def _import(self, paths: tuple[Path, ...]) -> None:
        """Read sales into the design before them, if that was opened."""
        if self._has_failed:
            reason = "was not read, for its design was not opened"
            self._left += [(path.name, reason) for path in paths]
            return
        self._files.sales_wanted.emit()
        self._files.imports.take(*paths)

    def _go_on(self) -> None:
        """Take the next file as soon as the desk is free."""
        if not self._timer:
            self._timer = self.startTimer(_LOOK_EVERY_MS)

    def timerEvent(self, _event: QTimerEvent) -> None:
        """Begin the next file where none is being read, or tell the end."""
        if self._desk.is_busy:
            return
        if self._steps:
            self._now, step = self._steps.pop(0)
            step()
            return
        left = self._left
        self.stop()
        if left:
            told = ". ".join(f"“{name}” {reason}" for name, reason in left)
            self.left_out.emit(f"Not taken: {told}.")

    def stop(self) -> None:
        """Begin no other file."""
        if self._timer:
            self.killTimer(self._timer)
        self._timer, self._now, self._steps, self._left = 0, "", [], []

    def _on_refused(self, error: MatrixDesignerError) -> None:
        """Keep what is wrong with a file for the end: the next one takes the line away."""
        if self._now:
            self._has_failed = True
            self._left.append((self._now, f"cannot be used: {error.sentence.rstrip('.')}"))


def _sort(paths: tuple[Path, ...], progress: Progress, *, is_free: bool) -> Sorted:
    return sort_dropped(paths, progress, is_free=is_free)
