"""Which part of the panes' y axes shows: round ends, room for names, no jump for a small edit.

Knows curves; it does not know how high a pane is unless told.
"""

from __future__ import annotations

import math

import numpy as np

from matrix_designer.analysis.curves import Band, Curves
from matrix_designer.core.money import POINT
from matrix_designer.gui.plots.stage import Floats

NAME_ROOM = 18
"""The pixels over the highest line in which its name stands."""
_LOWEST_GP, _HIGHEST_LIST = -100.0, 1_000.0


def gp_range(curves: Curves, goal: int | None, height: float) -> tuple[float, float]:
    """Return the range of GP %: over the highest line is room for its name."""
    lines = [line.y for line in (curves.proposed, curves.in_force) if line is not None]
    goals = [] if goal is None else [np.array([goal / POINT])]
    ends = _ends(*lines, *goals)
    if ends is None:
        return 0.0, 100.0
    low, high = max(ends[0], _LOWEST_GP), ends[1]
    span = max(high - low, 5.0)
    floor, top = low - span * 0.28, high + span * 0.26
    part = min(NAME_ROOM / max(height, 1.0), 0.45)
    return _outwards(floor, max(top, (high - floor * part) / (1 - part)), 5.0)


def _ends(*lines: Floats) -> tuple[float, float] | None:
    """Return the least and the greatest of all values that are finite; None without any."""
    values = np.concatenate(lines)
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if len(finite) else None


def _outwards(low: float, high: float, step: float) -> tuple[float, float]:
    """Widen a range to whole steps, so that a small edit does not make the axis jump."""
    return math.floor(low / step) * step, math.ceil(high / step) * step


def list_range(curves: Curves) -> tuple[float, float]:
    """Return the range of prices in percent of list: list itself and both lines are inside."""
    band: Band | None = curves.proposed_of_list
    if band is None:
        return 0.0, 200.0
    other = () if curves.in_force_of_list is None else (curves.in_force_of_list.median,)
    ends = _ends(band.low, band.high, *other) or (100.0, 100.0)
    low, high = min(ends[0], 100.0), min(max(ends[1], 100.0), _HIGHEST_LIST)
    span = max(high - low, 10.0)
    return _outwards(low - span * 0.1, high + span * 0.22, 10.0)


def money_range(curves: Curves) -> tuple[float, float]:
    """Return the range of dollars: over the highest bar is room for the bracket."""
    if curves.bars is None or not len(curves.bars.dollars):
        return 0.0, 1.0
    return 0.0, max(float(curves.bars.dollars.max()), 1.0) * 1.35
