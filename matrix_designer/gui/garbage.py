"""Lets Python's cyclic garbage be collected by the window's own thread alone.

By default whatever thread happens to allocate collects. A job that came upon a closed window's
widgets had them destroyed whenever the window's thread ran Python next, in the midst of painting
too, which crashed or locked the program. Knows Python's collector and a timer; nothing of who
makes garbage.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1_000


class Collector(QObject):
    """Collects between two events of the thread that it lives in, by Python's own thresholds."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Take collecting over; what is alive now is never looked at again."""
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start()

    def stop(self) -> None:
        """Collect all that is left, and hand collecting back."""
        self._timer.stop()
        gc.collect()
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()

    def _on_timeout(self) -> None:
        """Collect the oldest generation whose turn it is, and with it the younger ones."""
        counts, limits = gc.get_count(), gc.get_threshold()
        due = [age for age, count in enumerate(counts) if count > limits[age]]
        if due:
            gc.collect(due[-1])
