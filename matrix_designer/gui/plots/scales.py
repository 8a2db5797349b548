"""The axes: a cost axis in log10 dollars with the field's own ticks, and round y ticks.

Knows pyqtgraph's axis item; the panes say what range they show.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

import pyqtgraph as pg
from PySide6.QtGui import QPainter

from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.theme import TextSize, Theme

COST_TICKS = (0.10, 1.0, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 1_000.0, 10_000.0, 100_000.0)
"""Costs in dollars that the axis names."""
_FINER = tuple(one * 10.0**power for power in range(-2, 6) for one in (1, 2, 5))
_FINEST = tuple(one * 10.0**power for power in range(-2, 6) for one in (1, 1.5, 2, 3, 4, 5, 7))
_FEWEST_COSTS, _MOST_COSTS = 5, 8
LABEL_TOLERANCE = 44
"""Pixels that labels may stick out, so that the first and last are not dropped."""
_MOST_TICKS = 4
_SLACK = 1e-6


def cost_ticks(low: float, high: float) -> list[float]:
    """Return the named costs inside a range, all log10 dollars; finer ones in a small range."""
    for series in (COST_TICKS, _FINER, _FINEST):
        logs = (math.log10(tick) for tick in series)
        found = [value for value in logs if low - _SLACK <= value <= high + _SLACK]
        if len(found) >= _FEWEST_COSTS:
            return found
    evenly = round_ticks(10**low, 10**high, _MOST_COSTS)
    cents = [tick for tick in evenly if tick > 0 and math.isclose(tick, round(tick, 2))]
    return [math.log10(tick) for tick in cents]


def round_ticks(low: float, high: float, most: int = _MOST_TICKS) -> list[float]:
    """Return at most `most` round numbers inside a range."""
    span = high - low
    if span <= 0:
        return []
    power = 10.0 ** math.floor(math.log10(span / most))
    for factor in (1.0, 2.0, 2.5, 5.0, 10.0, 20.0, 25.0):
        step = factor * power
        first = math.ceil(low / step - 1e-9)
        last = math.floor(high / step + 1e-9)
        if last - first + 1 <= most:
            return [place * step for place in range(first, last + 1)]
    return []


class PlainAxis(pg.AxisItem):
    """An axis without a frame or tick marks that shows the given values."""

    def __init__(
        self, orientation: str, theme: Theme, write: Callable[[float], str], lead: str = ""
    ) -> None:
        """Show nothing until values are set; `write` makes a text, `lead` begins the first one."""
        super().__init__(orientation)
        self._lead = lead
        self._write = write
        self._values: list[float] = []
        self.enableAutoSIPrefix(enable=False)
        self.setPen(None)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self.setStyle(
            tickLength=0,
            tickTextOffset=theme.px(7),
            tickFont=theme.number_font(TextSize.CAPTION),
            hideOverlappingLabels=theme.px(LABEL_TOLERANCE),
            autoExpandTextSpace=False,
        )
        self.setTextPen(theme.colours.muted)

    def set_values(self, values: Sequence[float]) -> None:
        """Show these ticks."""
        if list(values) != self._values:
            self._values = list(values)
            self.picture = None
            self.update()

    def generateDrawSpecs(self, p: QPainter) -> tuple[object, object, object] | None:
        """Return what is drawn, without the marks: at length 0 each would still be a dot."""
        specs = super().generateDrawSpecs(p)
        return None if specs is None else (specs[0], [], specs[2])

    def tickValues(
        self,
        minVal: float,  # noqa: N803 - the library's own name
        maxVal: float,  # noqa: N803 - the library's own name
        size: float,
    ) -> list[tuple[float, list[float]]]:
        """Return the set values; the spacing is of no use here."""
        del minVal, maxVal, size
        return [(1.0, self._values)]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Write the ticks."""
        del scale, spacing
        texts = [self._write(value) for value in values]
        return [self._lead + texts[0], *texts[1:]] if texts else []


def _write(numbers: Numbers, value: float, places: int) -> str:
    return numbers.fraction(Fraction(value), places)


def cost_writer(numbers: Numbers) -> Callable[[float], str]:
    """Return what writes a log10 cost: `$25`, `$0.10`, `$17.50`."""

    def write(value: float) -> str:
        dollars = 10.0**value
        decimals = 0 if math.isclose(dollars, round(dollars), rel_tol=_SLACK) else 2
        return f"${_write(numbers, dollars, decimals)}"

    return write


def percent_writer(numbers: Numbers) -> Callable[[float], str]:
    """Return what writes a percent tick: `40 %`."""
    return lambda value: f"{_write(numbers, value, 0 if value == round(value) else 1)} %"


def dollar_writer(numbers: Numbers) -> Callable[[float], str]:
    """Return what writes a dollar tick: `0`, `$800`, `$40k`, `$1.5M`."""

    def write(value: float) -> str:
        if value == 0:
            return "0"
        for unit, letter in ((1e6, "M"), (1e3, "k")):
            if value >= unit:
                share = value / unit
                decimals = 0 if math.isclose(share, round(share)) else 1
                return f"${_write(numbers, share, decimals)}{letter}"
        return f"${_write(numbers, value, 0)}"

    return write
