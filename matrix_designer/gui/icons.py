"""Icons: Lucide drawings, tinted when they are loaded, sharp at every device pixel ratio.

Knows the drawings' files and nothing of what the icons stand for.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QPixmapCache
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
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, colour, is_small=size <= _SMALL).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def draw_icon(painter: QPainter, name: str, colour: QColor, rect: QRectF) -> None:
    """Draw an icon into a rectangle in logical pixels; each drawing is made once and cached."""
    size = round(rect.width())
    ratio = painter.device().devicePixelRatio()
    key = f"icon {name} {colour.name()} {size} {ratio}"
    pixmap = QPixmap()
    if not QPixmapCache.find(key, pixmap):
        pixmap = icon_pixmap(name, colour, size, ratio)
        QPixmapCache.insert(key, pixmap)
    painter.drawPixmap(rect.topLeft(), pixmap)


def _renderer(name: str, colour: QColor, *, is_small: bool) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(icon_svg(name, colour, is_small=is_small)))
