"""A density as pixels: the accent laid over the surface, and one contour of a pixel's width.

Knows cells, a pane's place and two colours; it does not know what is dense.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QImage

from matrix_designer.analysis.density import Density
from matrix_designer.gui.plots.stage import Floats, Placement

_STRONGEST = 0.82
"""How much of the accent the densest cell has: a curve stays to be seen on it."""
_GAMMA = 0.65
_FAINTEST = 1e-3
_HALF = 0.5


def density_image(
    density: Density, placement: Placement, accent: QColor, surface: QColor
) -> QImage:
    """Return the picture of a pane, one pixel for each of the device's."""
    area, ratio = placement.area, placement.ratio
    wide, high = max(round(area.width() * ratio), 2), max(round(area.height() * ratio), 2)
    across = area.left() + (np.arange(wide, dtype=np.float64) + _HALF) / ratio
    down = area.top() + (np.arange(high, dtype=np.float64) + _HALF) / ratio
    rows, columns = density.cells.shape
    at_x = _place((across - placement.shift_x) / placement.scale_x, density.x, columns)
    at_y = _place((down - placement.shift_y) / placement.scale_y, density.y, rows)
    values = _between(_between(density.cells, at_x, 1), at_y, 0)
    most = float(values.max()) or 1.0
    share = _STRONGEST * (np.clip(values, 0, most) / most) ** _GAMMA
    share[values < most * _FAINTEST] = 0.0
    share = np.maximum(share, _contour(values, density.level, ratio))
    pixels = np.full((high, wide), 0xFF000000, dtype=np.uint32)
    for shift, one, other in (
        (16, accent.red(), surface.red()),
        (8, accent.green(), surface.green()),
        (0, accent.blue(), surface.blue()),
    ):
        channel = np.rint(other + share * (one - other)).astype(np.uint32)
        pixels |= channel << np.uint32(shift)
    image = QImage(pixels.tobytes(), wide, high, wide * 4, QImage.Format.Format_RGB32).copy()
    image.setDevicePixelRatio(ratio)
    return image


def _place(values: Floats, ends: tuple[float, float], cells: int) -> Floats:
    """Return where values stand among the middles of the cells."""
    return (values - ends[0]) / (ends[1] - ends[0]) * cells - _HALF


def _between(cells: Floats, at: Floats, axis: int) -> Floats:
    """Return the values at places along an axis, on straight lines between the cells; 0 outside."""
    size = cells.shape[axis]
    inside = np.abs(at + _HALF - size / 2) <= size / 2
    at = np.clip(at, 0, size - 1)
    first = np.minimum(at.astype(np.int64), size - 2)
    part = at - first
    shape = (1, -1) if axis else (-1, 1)
    part, inside = part.reshape(shape), inside.reshape(shape)
    low, high = np.take(cells, first, axis), np.take(cells, first + 1, axis)
    found: Floats = (low * (1 - part) + high * part) * inside
    return found


def _contour(values: Floats, level: float, ratio: float) -> Floats:
    """Return how strongly each pixel belongs to the line at a level: its distance over its width.

    The value's distance from the level over its slope is the distance in pixels.
    """
    down, across = np.gradient(values)
    slope = np.hypot(down, across)
    away = np.abs(values - level)
    distance = np.divide(away, slope, out=np.full_like(values, np.inf), where=slope > 0)
    width = max(1, round(ratio))
    line: Floats = np.clip(width / 2 + _HALF - distance, 0.0, 1.0)
    return line
