"""Loads in a thread what the first document will need, while the start page waits for a choice.

The plots take a quarter of a second to import, which the window would stand still for. Knows
which modules are slow to load; what is built of them then comes in as a function.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from PySide6.QtCore import QObject

from matrix_designer.session.jobs import Job, Progress

_SLOW = ("matrix_designer.gui.plots.stage", "matrix_designer.gui.pages.design")


class WarmUp(QObject):
    """Imports slow modules once the window is shown; who needs one sooner waits for it."""

    def __init__(self, build: Callable[[], object], parent: QObject | None = None) -> None:
        """Prepare; `start` begins, and `build` is called once all is loaded."""
        super().__init__(parent)
        self._build = build
        self._job = Job("Getting ready", _load, self)
        self._job.succeeded.connect(self._on_loaded)
        self._job.broke.connect(_raise)

    def start(self) -> None:
        """Begin to load."""
        self._job.start()

    def stop(self) -> None:
        """Load nothing more and wait for what is being loaded."""
        self._job.cancel()
        self._job.wait()

    def _on_loaded(self, _nothing: object) -> None:
        self._build()


def _load(progress: Progress) -> None:
    for name in _SLOW:
        progress.report(name)
        import_module(name)


def _raise(error: BaseException) -> None:
    raise error
