"""How wide texts are, each measured once for a font.

Knows fonts and texts only; most that a repaint writes is what the one before wrote.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

_KEPT = 4096


@lru_cache(_KEPT)
def text_width(font: QFont, text: str) -> float:
    """Return the room that a text takes on its line, in logical pixels.

    Fonts compare by value, features and kerning included; one that is used here is never changed.
    """
    return QFontMetricsF(font).horizontalAdvance(text)


@lru_cache(_KEPT)
def font_lines(font: QFont) -> tuple[float, float]:
    """Return the height of a line and how much of it stands over the base line."""
    metrics = QFontMetricsF(font)
    return metrics.height(), metrics.ascent()


@lru_cache(_KEPT)
def elided(font: QFont, text: str, room: float) -> str:
    """Return a text cut with an ellipsis at the right where it has less room than it takes."""
    if text_width(font, text) <= room:
        return text
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
