"""A density as pixels: the accent laid over the surface, and one contour of a pixel's width.

Knows cells, a pane's place and two colours; it does not know what is dense.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from matrix_designer.analysis.density import Density
from matrix_designer.gui.plots.stage import Floats, Placement

Singles = NDArray[np.float32]
Bytes = NDArray[np.uint8]
Bools = NDArray[np.bool_]
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
    values = _between(_between(density.cells.astype(np.float32), at_x, 1), at_y, 0)
    most = float(values.max()) or 1.0
    steps = (values * np.float32(_STEPS / most)).astype(np.int32)
    inks = _inks(accent, surface)
    places = _PLACES.take(steps)
    _lay_contour(places, values, density.level, ratio)
    pixels = inks.take(places)
    image = QImage(pixels.tobytes(), wide, high, wide * 4, QImage.Format.Format_RGB32).copy()
    image.setDevicePixelRatio(ratio)
    return image


def _place(values: Floats, ends: tuple[float, float], cells: int) -> Floats:
    """Return where values stand among the middles of the cells."""
    return (values - ends[0]) / (ends[1] - ends[0]) * cells - _HALF


def _between(cells: Singles, at: Floats, axis: int) -> Singles:
    """Return the values at places along an axis, on straight lines between the cells; 0 outside."""
    size = cells.shape[axis]
    inside = np.abs(at + _HALF - size / 2) <= size / 2
    at = np.clip(at, 0, size - 1)
    first = np.minimum(at.astype(np.int64), size - 2)
    shape = (1, -1) if axis else (-1, 1)
    after = ((at - first) * inside).astype(np.float32).reshape(shape)
    before = ((1 - at + first) * inside).astype(np.float32).reshape(shape)
    found: Singles = np.take(cells, first, axis) * before
    found += np.take(cells, first + 1, axis) * after
    return found


def _lay_contour(places: Bytes, values: Singles, level: float, ratio: float) -> None:
    """Lay the line at a level over the inks, each pixel by its distance over its width.

    The value's distance from the level over its slope is the distance in pixels.
    """
    width = max(1, round(ratio))
    rows, columns = np.nonzero(_near_line(values > np.float32(level), width))
    high, wide = values.shape
    inside = (rows > 0) & (rows < high - 1) & (columns > 0) & (columns < wide - 1)
    rows, columns = rows[inside], columns[inside]
    slope = np.hypot(
        (values[rows, columns + 1] - values[rows, columns - 1]) / 2,
        (values[rows + 1, columns] - values[rows - 1, columns]) / 2,
    )
    away = np.abs(values[rows, columns] - level)
    distance = np.divide(away, slope, out=np.full(len(rows), np.inf), where=slope > 0)
    line = np.rint(np.clip(width / 2 + _HALF - distance, 0.0, 1.0) * _FULL).astype(np.uint8)
    places[rows, columns] = np.maximum(places[rows, columns], line)


def _near_line(is_in: Bools, width: int) -> Bools:
    """Return the pixels at either side of a border, so many deep."""
    near: Bools = np.zeros_like(is_in)
    high, wide = is_in.shape
    across, down = is_in[:, 1:] != is_in[:, :-1], is_in[1:] != is_in[:-1]
    for step in range(width):
        near[:, 1 + step :] |= across[:, : wide - 1 - step]
        near[:, : wide - 1 - step] |= across[:, step:]
        near[1 + step :] |= down[: high - 1 - step]
        near[: high - 1 - step] |= down[step:]
    return near


def _inks(accent: QColor, surface: QColor) -> NDArray[np.uint32]:
    """Return the colours from the surface to the accent."""
    share = np.arange(_FULL + 1) / _FULL
    inks = np.full(_FULL + 1, 0xFF000000, dtype=np.uint32)
    for shift, one, other in (
        (16, accent.red(), surface.red()),
        (8, accent.green(), surface.green()),
        (0, accent.blue(), surface.blue()),
    ):
        inks |= np.rint(other + share * (one - other)).astype(np.uint32) << np.uint32(shift)
    return inks


_FULL = 255
_STEPS = 2047
_PLACES: Bytes = np.rint(
    np.where(
        np.arange(_STEPS + 1) < _STEPS * _FAINTEST,
        0,
        _FULL * _STRONGEST * (np.arange(_STEPS + 1) / _STEPS) ** _GAMMA,
    )
).astype(np.uint8)
"""Which ink a step of the density has."""
_PLACES.flags.writeable = False
