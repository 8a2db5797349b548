"""Draws in whole device pixels on a plot: hairlines, steps, fills and labels.

A Stage stands over a painter and a pane's Placement; data coordinates go in, logical pixels
come out, snapped so that no line is blurred at any scale. Knows nothing of matrices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF, QTransform

from matrix_designer.gui.text import font_lines, text_width

Floats = NDArray[np.float64]
DASH = (5.0, 3.0)
DOTS = (1.0, 3.0)
_LEVEL = 1e-8
"""A step of a line that rises by less is level."""
_SMOOTH = QPainter.RenderHint.Antialiasing


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


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a pane stands: pixel = value * scale + shift; `area` is in logical pixels.

    `ratio` is how many device pixels a logical one has.
    """

    scale_x: float
    shift_x: float
    scale_y: float
    shift_y: float
    area: QRectF
    ratio: float

    @classmethod
    def of(cls, transform: QTransform, view: QRectF, ratio: float) -> Placement:
        """Return the placement of a pane whose transform maps data to pixels."""
        return cls(
            *(transform.m11(), transform.dx(), transform.m22(), transform.dy()),
            transform.mapRect(view).normalized(),
            ratio,
        )

    def value_x(self, pixel: float) -> float:
        """Return the data x at a logical pixel."""
        return (pixel - self.shift_x) / self.scale_x

    def value_y(self, pixel: float) -> float:
        """Return the data y at a logical pixel."""
        return (pixel - self.shift_y) / self.scale_y


class Stage:
    """One painting of one pane; `area` is the pane in logical pixels."""

    def __init__(self, painter: QPainter, placement: Placement) -> None:
        """Take over a painter whose own transform is logical pixels."""
        self.painter = painter
        self.placement = placement
        self._scale_x, self._shift_x = placement.scale_x, placement.shift_x
        self._scale_y, self._shift_y = placement.scale_y, placement.shift_y
        self.ratio = placement.ratio
        self.area = area = placement.area
        self.left, self.right = area.left(), area.right()
        self.top, self.bottom = area.top(), area.bottom()

    def x(self, value: float) -> float:
        """Return the logical pixel of a data x."""
        return value * self._scale_x + self._shift_x

    def y(self, value: float) -> float:
        """Return the logical pixel of a data y."""
        return value * self._scale_y + self._shift_y

    def xs(self, values: Floats) -> Floats:
        """Return the logical pixels of data x."""
        return values * self._scale_x + self._shift_x

    def ys(self, values: Floats) -> Floats:
        """Return the logical pixels of data y."""
        return values * self._scale_y + self._shift_y

    def snap(self, pixel: float) -> float:
        """Return the nearest edge between two device pixels, in logical pixels."""
        return round(pixel * self.ratio) / self.ratio

    def thickness(self, width: float) -> float:
        """Return a width in logical pixels that is a whole number of device pixels."""
        return max(1, round(width * self.ratio)) / self.ratio

    def fill(self, left: float, top: float, right: float, bottom: float, colour: QColor) -> None:
        """Fill a rectangle in logical pixels, snapped, inside the pane's width; never nothing."""
        left, right = max(left, self.left - 1), min(right, self.right + 1)
        if right < left:
            return
        ratio = self.ratio
        first, upper = round(left * ratio), round(top * ratio)
        width, height = max(round(right * ratio) - first, 1), round(bottom * ratio) - upper
        box = QRectF(first / ratio, upper / ratio, width / ratio, height / ratio)
        self.painter.fillRect(box, colour)

    def vertical(self, value: float, colour: QColor) -> None:
        """Draw a hairline of the pane's full height at a data x."""
        at = self.snap(self.x(value))
        self.fill(at, self.top, at + self.thickness(1), self.bottom, colour)

    def horizontal(self, value: float, colour: QColor) -> None:
        """Draw a hairline of the pane's full width at a data y."""
        at = self.snap(self.y(value))
        self.fill(self.left, at, self.right, at + self.thickness(1), colour)

    def dotted(self, value: float, colour: QColor) -> None:
        """Draw a line of dots at a data y, one on and three off."""
        size = self.thickness(1)
        at, first = self.snap(self.y(value)) + size / 2, self.snap(self.left)
        pen = QPen(colour, size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(DOTS)
        self.painter.setPen(pen)
        self.painter.drawLine(QPointF(first, at), QPointF(self.right, at))

    def line(self, x: Floats, y: Floats, stroke: Stroke) -> None:
        """Draw a line through points as they stand, broken at NaN; steps are not antialiased."""
        painter = self.painter
        x, y = self._inside(x, y)
        width = self.thickness(stroke.width)
        painter.setPen(_pen(stroke.colour.rgba(), width, stroke.dashes))
        offset = 0.5 / self.ratio if round(width * self.ratio) % 2 else 0.0
        across, down = self.xs(x), self.ys(y)
        for run in _runs(x, y):
            run_x, run_y = across[run], down[run]
            if _is_sloped(x[run], y[run]):
                painter.setRenderHint(_SMOOTH, on=True)
                painter.drawPolyline(_polygon(run_x, run_y))
                painter.setRenderHint(_SMOOTH, on=False)
            else:
                painter.drawPolyline(
                    _polygon(self._nearest(run_x, offset), self._nearest(run_y, offset))
                )

    def under(self, x: Floats, y: Floats, colour: QColor) -> None:
        """Fill from a line down to the pane's floor; its slopes are antialiased."""
        x, y = self._inside(x, y)
        across = np.concatenate((x[:1], x, x[-1:])) * self._scale_x + self._shift_x
        down = np.full(len(across), self.bottom)
        down[1:-1] = y * self._scale_y + self._shift_y
        across[:2], across[-2:] = self.snap(float(across[0])), self.snap(float(across[-1]))
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(colour)
        self.painter.setRenderHint(_SMOOTH, on=True)
        self.painter.drawPolygon(_polygon(across, down))
        self.painter.setRenderHint(_SMOOTH, on=False)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)

    def between(self, x: Floats, low: Floats, high: Floats, colour: QColor) -> None:
        """Fill the band between two lines over the same x, broken at NaN."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(colour)
        whole = x
        x, low = self._inside(whole, low)
        _, high = self._inside(whole, high)
        across = self._snapped(self.xs(x))
        upper, lower = self._snapped(self.ys(high)), self._snapped(self.ys(low))
        for run in _runs(low, high):
            there, back = across[run], across[run][::-1]
            down = np.concatenate((upper[run], lower[run][::-1]))
            self.painter.drawPolygon(_polygon(np.concatenate((there, back)), down))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)

    def label(
        self, at: QPointF, text: str, font: QFont, colour: QColor, side: Side = Side.RIGHT
    ) -> QRectF:
        """Write a label beside a point (its baseline), kept inside the pane; returns its box."""
        box = self.label_box(at, text, font, side)
        self.write(box, text, font, colour)
        return box

    def write(self, box: QRectF, text: str, font: QFont, colour: QColor) -> None:
        """Write a label into the box that `label_box` gave it."""
        self.painter.setFont(font)
        self.painter.setPen(colour)
        _, ascent = font_lines(font)
        self.painter.drawText(QPointF(box.left(), box.top() + ascent), text)

    def label_box(self, at: QPointF, text: str, font: QFont, side: Side = Side.RIGHT) -> QRectF:
        """Return where a label would stand."""
        height, ascent = font_lines(font)
        width = text_width(font, text)
        left = at.x() if side is Side.RIGHT else at.x() - width
        left = max(self.left, min(left, self.right - width))
        top = max(self.top, min(at.y() - ascent, self.bottom - height))
        return QRectF(self.snap(left), self.snap(top), width, height)

    def _inside(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return the part of a line that the pane's width shows, with points at its edges.

        A clip would do on a screen; not every reader of a vector picture knows one.
        """
        if not len(x):
            return x, y
        low = (self.left - self._shift_x) / self._scale_x
        high = (self.right - self._shift_x) / self._scale_x
        if x[0] >= low and x[-1] <= high:
            return x, y
        first, last = np.searchsorted(x, (low, high), side="right").tolist()
        ends = np.interp((low, high), x, y)
        starts = (low,) if x[0] < low < x[-1] else ()
        stops = (high,) if x[0] < high < x[-1] else ()
        return (
            np.concatenate((starts, x[first:last], stops)),
            np.concatenate((ends[: len(starts)], y[first:last], ends[2 - len(stops) :])),
        )

    def _nearest(self, pixels: Floats, offset: float) -> Floats:
        """Return pixels snapped to device pixels, and then moved by an offset."""
        snapped = np.floor(pixels * self.ratio + 0.5)
        snapped /= self.ratio
        snapped += offset
        return snapped

    def _snapped(self, pixels: Floats) -> Floats:
        """Return the nearest edges between two device pixels, as `snap` does for one."""
        return np.rint(pixels * self.ratio) / self.ratio


@lru_cache(64)
def _mixed(one: int, other: int, share: float) -> QColor:
    return QColor(
        *(
            round((one >> shift & 255) * share + (other >> shift & 255) * (1 - share))
            for shift in (16, 8, 0)
        )
    )


def mixed(colour: QColor, ground: QColor, share: float) -> QColor:
    """Return a colour laid over a ground: a clear brush would cost twenty times as much."""
    return _mixed(colour.rgb(), ground.rgb(), share)


def _is_sloped(x: Floats, y: Floats) -> bool:
    """Say whether any step of a line goes both aside and up or down."""
    steps = np.minimum(np.abs(x[1:] - x[:-1]), np.abs(y[1:] - y[:-1]))
    return not bool(steps.max() < _LEVEL)


def _runs(one: Floats, other: Floats) -> Iterator[slice]:
    """Yield the ranges of two points and more in which both arrays hold finite numbers."""
    is_there = np.isfinite(one + other)
    gaps = np.flatnonzero(~is_there).tolist()
    start = 0
    for gap in (*gaps, len(is_there)):
        if gap - start > 1:
            yield slice(start, gap)
        start = gap + 1


@lru_cache(64)
def _pen(colour: int, width: float, dashes: tuple[float, float] | None) -> QPen:
    """Return the pen of a line; one that is used here is never changed."""
    made = QPen(QColor.fromRgba(colour), width, Qt.PenStyle.SolidLine)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    made.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if dashes is not None:
        made.setDashPattern(dashes)
    return made


def _polygon(x: Floats, y: Floats) -> QPolygonF:
    """Return points for a painter."""
    made: QPolygonF = pg.functions.arrayToQPolygonF(x, y)
    return made
