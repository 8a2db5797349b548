"""Where a line stands on a pane: its points in logical pixels, for whoever keeps clear of it.

Plain numbers: a handful of points is asked for a place at a time. Knows pixels; paints nothing.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from matrix_designer.gui.plots.stage import Floats, Stage

_HAIR = 1e-6
"""So little beside a riser is on its tread."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A line's points from left to right; a height that is NaN breaks it."""

    x: list[float]
    y: list[float]

    @classmethod
    def of(
        cls, stage: Stage, x: Floats, y: Floats, left: float = -math.inf, right: float = math.inf
    ) -> Trace:
        """Return where a line stands between two places, with the point before and behind them."""
        ends = (stage.placement.value_x(left), stage.placement.value_x(right))
        first, last = x.searchsorted(ends).tolist()
        part = slice(max(first - 1, 0), last + 1)
        return cls(stage.xs(x[part]).tolist(), stage.ys(y[part]).tolist())

    @property
    def has_gaps(self) -> bool:
        """Whether the line is broken."""
        return any(map(math.isnan, self.y))

    def bridged(self) -> Trace | None:
        """Return the line without its gaps; None where it has no point at all."""
        if not self.has_gaps:
            return self if self.y else None
        there = [(x, y) for x, y in zip(self.x, self.y, strict=True) if not math.isnan(y)]
        return Trace([x for x, _ in there], [y for _, y in there]) if there else None

    def height(self, at: float) -> float:
        """Return the height of the line at a place, of a riser's two ends the right one."""
        after = bisect_right(self.x, at)
        if after == 0 or after == len(self.x):
            return self.y[min(after, len(self.y) - 1)]
        x, y = self.x[after - 1], self.y[after - 1]
        return y + (self.y[after] - y) / (self.x[after] - x) * (at - x)

    def start(self, left: float) -> float:
        """Return the height of the tread that a place is on, or that begins there."""
        return self.height(left + _HAIR)

    def reach(self, left: float, right: float) -> tuple[float, float]:
        """Return the topmost and the lowest place of the line between two others."""
        inside = self.y[bisect_right(self.x, left) : bisect_left(self.x, right)]
        heights = (self.start(left), self.height(right), *inside)
        return min(heights), max(heights)

    def hits(self, box: QRectF) -> int:
        """Count the points of the line that lie in a box, those at its edges among them."""
        left, right = box.left(), box.right()
        if not self.x or right < self.x[0] or left > self.x[-1]:
            return 0
        inside = self.y[bisect_left(self.x, left) : bisect_left(self.x, right)]
        top, bottom = box.top() - 1, box.bottom() + 1
        heights = (self.height(left), self.height(right), *inside)
        return sum(top <= height <= bottom for height in heights)
