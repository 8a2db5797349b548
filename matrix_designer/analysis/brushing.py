"""How a brush is drawn out, moved and worded in round numbers: cents, and whole percents of list.

Pure: log10 dollars and percents go in, brushes come out, always inside what can be drawn.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor, log10

from matrix_designer.analysis.density import Brush
from matrix_designer.core.money import CENT, DOLLAR, MAX_AMOUNT
from matrix_designer.core.query import RATIO_UNIT

POINT_OF_RATIO = RATIO_UNIT // 100
"""A percent of list in the units of a brush."""
STEP = 1 / 32
"""Decades that a key moves a brush."""
PERCENT_STEP = 5
"""Percents of list that a key moves a brush."""
_FIRST_RATIO = (100, 110)
"""What the keys begin with against list: from list itself to ten percent above."""
_MOST_RATIO = 1_000

Box = tuple[float, float, float, float]
"""Log10 dollars from and to, percents of list from and to."""


def band(low: int, high: int | None) -> Brush:
    """Return the brush of a cost band."""
    return Brush(low, high)


def brush_between(x: tuple[float, float], y: tuple[float, float] | None) -> Brush:
    """Return the brush between two places; `y` None is a band of cost only.

    Costs go outwards to whole cents, percents of list to whole ones: nothing that was drawn over
    is left out.
    """
    first, last = min(x), max(x)
    low = max(floor(10**first * DOLLAR / CENT), 1) * CENT
    high = min(max(ceil(10**last * DOLLAR / CENT) * CENT, low), MAX_AMOUNT)
    if y is None:
        return Brush(low, high)
    under = max(floor(min(y)), 0)
    over = max(ceil(max(y)), under + 1)
    return Brush(low, high, under * POINT_OF_RATIO, over * POINT_OF_RATIO)


def box_of(brush: Brush, shown: Box) -> Box:
    """Return where a brush stands in what is shown; open ends reach its edges."""
    left, right, bottom, top = shown
    return (
        left if brush.low is None else log10(max(brush.low, 1) / DOLLAR),
        right if brush.high is None else log10(brush.high / DOLLAR),
        bottom if brush.ratio_low is None else brush.ratio_low / POINT_OF_RATIO,
        top if brush.ratio_high is None else brush.ratio_high / POINT_OF_RATIO,
    )


def moved_along(brush: Brush, steps: int, *, is_end_only: bool) -> Brush:
    """Move a brush along the cost axis, or only its dearer end."""
    factor = 10 ** (steps * STEP)
    high = brush.high
    if high is not None:
        high = min(max(_cents(high * factor, steps), CENT), MAX_AMOUNT)
    low = brush.low
    if low is not None and not is_end_only:
        low = max(_cents(low * factor, steps), CENT)
    if low is not None and high is not None and high < low:
        return brush
    return replace(brush, low=low, high=high)


def moved_up(brush: Brush, steps: int, *, is_end_only: bool) -> Brush:
    """Move a brush against list, or only its upper end; one without list begins at list."""
    if brush.is_band:
        low, high = _FIRST_RATIO
        return replace(brush, ratio_low=low * POINT_OF_RATIO, ratio_high=high * POINT_OF_RATIO)
    by = steps * PERCENT_STEP * POINT_OF_RATIO
    low = brush.ratio_low or 0
    high = (brush.ratio_high or _MOST_RATIO * POINT_OF_RATIO) + by
    if not is_end_only:
        low += by
    if low < 0 or high <= low or high > _MOST_RATIO * POINT_OF_RATIO:
        return brush
    return replace(brush, ratio_low=low, ratio_high=high)


def _cents(amount: float, steps: int) -> int:
    """Return an amount in whole cents, further on by one where a step would not move it."""
    nearest = round(amount / CENT)
    return (ceil(amount / CENT) if steps > 0 else floor(amount / CENT) or nearest) * CENT
