"""How fast a long job is and how long it will still take, in words.

Knows time and parts of a whole; not what is done.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from matrix_designer.gui.numbers import Numbers, local_numbers

_SETTLED_SECONDS = 1.0
_SETTLED_PART = 0.02
"""Before that nothing can be told."""
_KEPT = 0.8
"""How much of the last estimate stays in the next one, a second later."""
_MINUTE = 60
_ROUNDED_UP = 90
"""Seconds from which minutes are told."""


class Pace:
    """Follows one job from its beginning."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin now."""
        self._clock = clock
        self._began = clock()
        self._left: float | None = None
        self._told_at = self._began

    def words(self, part: float, lines: int, numbers: Numbers | None = None) -> str:
        """Return lines a second (where their number is known) and the time left; '' so far.

        `part` is what is done, 0 to 1, below 0 where it is not known.
        """
        now = self._clock()
        taken = now - self._began
        if part < _SETTLED_PART or taken < _SETTLED_SECONDS or part >= 1:
            return ""
        said = []
        if lines:
            rate = round(lines * part / taken)
            rounded = round(rate, 2 - len(str(rate)))
            said.append(f"{(numbers or local_numbers()).count(rounded)} lines a second")
        said.append(_left_text(self._smoothed(taken * (1 - part) / part, now)))
        return ", ".join(said)

    def _smoothed(self, left: float, now: float) -> float:
        """Follow the estimate without jumps: what is left goes down with the clock."""
        if self._left is None:
            self._left = left
        else:
            gone = now - self._told_at
            weight = _KEPT**gone
            self._left = weight * max(self._left - gone, 0.0) + (1 - weight) * left
        self._told_at = now
        return self._left


def _left_text(seconds: float) -> str:
    if seconds >= _ROUNDED_UP:
        return f"{round(seconds / _MINUTE)} min left"
    return f"{max(round(seconds), 1)} s left"
