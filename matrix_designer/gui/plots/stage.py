"""Draws in whole device pixels on a plot: hairlines, steps, fills and labels.

A pane's item opens a Stage over the painter it is given; data coordinates go in, logical pixels
come out, snapped so that no line is blurred at any scale. Knows nothing of matrices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from matrix_designer.gui.text import font_lines, text_width

Floats = NDArray[np.float64]
DASH = (5.0, 3.0)
DOTS = (1.0, 3.0)
_LEVEL = 1e-8
"""A step of a line that rises by less is level."""


class Side(Enum):
    """Where a label stands from its point."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line's colour, its width in logical pixels and its dashes in multiples of the width."""

    colour: QColor
    width: float = 1.0
    dashes: tuple[float, float] | None = None


class Stage:
    """One painting of one pane; `area` is the pane in logical pixels."""

    def __init__(self, painter: QPainter, view: QRectF) -> None:
        """Take over a painter whose transform maps data to pixels; `view` is in data."""
        self.painter = painter
        transform = painter.worldTransform()
        self._scale_x, self._shift_x = transform.m11(), transform.dx()
        self._scale_y, self._shift_y = transform.m22(), transform.dy()
        device = painter.device()
        self.ratio = device.devicePixelRatioF() if device is not None else 1.0
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        left, right = self.x(view.left()), self.x(view.right())
        first, last = self.y(view.top()), self.y(view.bottom())
        self.area = QRectF(left, min(first, last), right - left, abs(last - first))

    def x(self, value: float) -> float:
        """Return the logical pixel of a data x."""
        return value * self._scale_x + self._shift_x

    def y(self, value: float) -> float:
        """Return the logical pixel of a data y."""
        return value * self._scale_y + self._shift_y

    def snap(self, pixel: float) -> float:
        """Return the nearest edge between two device pixels, in logical pixels."""
        return round(pixel * self.ratio) / self.ratio

    def thickness(self, width: float) -> float:
        """Return a width in logical pixels that is a whole number of device pixels."""
        return max(1, round(width * self.ratio)) / self.ratio

    def fill(self, left: float, top: float, right: float, bottom: float, colour: QColor) -> None:
        """Fill a rectangle given in logical pixels, snapped, at least one device pixel wide."""
        first, upper = self.snap(left), self.snap(top)
        width = max(self.snap(right) - first, 1 / self.ratio)
        self.painter.fillRect(QRectF(first, upper, width, self.snap(bottom) - upper), colour)

    def vertical(self, value: float, colour: QColor) -> None:
        """Draw a hairline of the pane's full height at a data x."""
        at = self.snap(self.x(value))
        self.fill(at, self.area.top(), at + self.thickness(1), self.area.bottom(), colour)

    def horizontal(self, value: float, colour: QColor) -> None:
        """Draw a hairline of the pane's full width at a data y."""
        at = self.snap(self.y(value))
        self.fill(self.area.left(), at, self.area.right(), at + self.thickness(1), colour)

    def dotted(self, value: float, colour: QColor) -> None:
        """Draw a line of dots at a data y, one on and three off."""
        size = self.thickness(1)
        at, first = self.snap(self.y(value)) + size / 2, self.snap(self.area.left())
        pen = QPen(colour, size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(DOTS)
        self.painter.setPen(pen)
        self.painter.drawLine(QPointF(first, at), QPointF(self.area.right(), at))

    def line(self, x: Floats, y: Floats, stroke: Stroke) -> None:
        """Draw a line through points as they stand, broken at NaN; steps are not antialiased."""
        width = self.thickness(stroke.width)
        pen = QPen(stroke.colour, width, Qt.PenStyle.SolidLine)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if stroke.dashes is not None:
            pen.setDashPattern(list(stroke.dashes))
        self.painter.setPen(pen)
        offset = 0.5 / self.ratio if round(width * self.ratio) % 2 else 0.0
        for run_x, run_y in _runs(x, y):
            level = np.minimum(np.abs(np.diff(run_y)), np.abs(np.diff(run_x))) < _LEVEL
            is_sloped = not bool(level.all())
            across = self._pixels(run_x, self._scale_x, self._shift_x, offset, exact=is_sloped)
            down = self._pixels(run_y, self._scale_y, self._shift_y, offset, exact=is_sloped)
            self.painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=is_sloped)
            self.painter.drawPolyline(pg.functions.arrayToQPolygonF(across, down))
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def between(self, x: Floats, low: Floats, high: Floats, colour: QColor) -> None:
        """Fill the band between two lines over the same x, broken at NaN."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(colour)
        for start, stop in _spans(np.isfinite(low) & np.isfinite(high)):
            across, part = x[start:stop] * self._scale_x + self._shift_x, slice(start, stop)
            down = np.concatenate((high[part], low[part][::-1])) * self._scale_y + self._shift_y
            corners = np.concatenate((across, across[::-1])), down
            self.painter.drawPolygon(pg.functions.arrayToQPolygonF(*map(self._snapped, corners)))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)

    def label(
        self, at: QPointF, text: str, font: QFont, colour: QColor, side: Side = Side.RIGHT
    ) -> QRectF:
        """Write a label beside a point (its baseline), kept inside the pane; returns its box."""
        box = self.label_box(at, text, font, side)
        self.painter.setFont(font)
        self.painter.setPen(colour)
        _, ascent = font_lines(font)
        self.painter.drawText(QPointF(box.left(), box.top() + ascent), text)
        return box

    def label_box(self, at: QPointF, text: str, font: QFont, side: Side = Side.RIGHT) -> QRectF:
        """Return where a label would stand."""
        height, ascent = font_lines(font)
        width = text_width(font, text)
        left = at.x() if side is Side.RIGHT else at.x() - width
        left = max(self.area.left(), min(left, self.area.right() - width))
        top = at.y() - ascent
        top = max(self.area.top(), min(top, self.area.bottom() - height))
        return QRectF(self.snap(left), self.snap(top), width, height)

    def _pixels(
        self, values: Floats, scale: float, shift: float, offset: float, *, exact: bool
    ) -> Floats:
        """Map data to logical pixels, snapped to device pixels unless exact."""
        mapped = values * scale + shift
        if not exact:
            mapped = np.floor(mapped * self.ratio + 0.5) / self.ratio + offset
        return mapped

    def _snapped(self, pixels: Floats) -> Floats:
        """Return the nearest edges between two device pixels, as `snap` does for one."""
        return np.rint(pixels * self.ratio) / self.ratio


def _runs(x: Floats, y: Floats) -> Iterator[tuple[Floats, Floats]]:
    for start, stop in _spans(np.isfinite(x) & np.isfinite(y)):
        if stop - start > 1:
            yield x[start:stop], y[start:stop]


def _spans(is_there: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield the index ranges in which a mask is true."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_there, [False])).astype(np.int8)))
    yield from ((int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True))
