"""Icons: Lucide drawings, tinted when they are loaded, sharp at every device pixel ratio.

Knows the drawings' files and nothing of what the icons stand for.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from matrix_designer.resources import resource

_SMALL = 14
_STROKE = 1.75
_STROKE_SMALL = 2.25


def icon_svg(name: str, colour: QColor, *, is_small: bool = False) -> bytes:
    """Return the drawing of that name with its stroke in `colour`, as SVG text."""
    text = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    stroke = _STROKE_SMALL if is_small else _STROKE
    text = text.replace("currentColor", colour.name())
    return re.sub(r'stroke-width="[^"]*"', f'stroke-width="{stroke}"', text).encode()


def icon_pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """Return the icon as a pixmap of `size` logical pixels, drawn for that pixel ratio."""
    pixels = round(size * ratio)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _renderer(name, colour, is_small=size <= _SMALL).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def draw_icon(painter: QPainter, name: str, colour: QColor, rect: QRectF) -> None:
    """Draw an icon into a rectangle in logical pixels."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, colour, is_small=rect.width() <= _SMALL).render(painter, rect)
    painter.restore()


def make_icon(name: str, colour: QColor, disabled: QColor | None = None) -> QIcon:
    """Return a scalable icon in one colour, and in another while its control is disabled."""
    return QIcon(_TintedEngine(name, colour, disabled or colour))


def _renderer(name: str, colour: QColor, *, is_small: bool) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(icon_svg(name, colour, is_small=is_small)))


class _TintedEngine(QIconEngine):
    """Draws one icon at whatever size and pixel ratio Qt asks for."""

    def __init__(self, name: str, colour: QColor, disabled: QColor) -> None:
        super().__init__()
        self._name = name
        self._colour = colour
        self._disabled = disabled

    def paint(
        self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State, /
    ) -> None:
        """Draw the icon in the colour of its mode."""
        colour = self._disabled if mode is QIcon.Mode.Disabled else self._colour
        draw_icon(painter, self._name, colour, QRectF(rect))

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float, /
    ) -> QPixmap:
        """Draw the icon into a pixmap of `size` device pixels at that pixel ratio."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        pixmap.setDevicePixelRatio(scale)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), (size / scale)), mode, state)
        painter.end()
        return pixmap

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, /) -> QPixmap:
        """Draw the icon into a pixmap at pixel ratio 1."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def clone(self) -> QIconEngine:
        """Return another engine that draws the same."""
        return _TintedEngine(self._name, self._colour, self._disabled)
