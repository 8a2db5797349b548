"""How wide texts are, each measured once for a font.

Knows fonts and texts only; most that a repaint writes is what the one before wrote.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

_KEPT = 4096
_SLACK = 1.1
"""How much wider a text may be than its letters one by one, at most: they move by a hair."""


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
    if _most_width(font, text) <= room or text_width(font, text) <= room:
        return text
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)


def _most_width(font: QFont, text: str) -> float:
    """Return a width that a text surely does not exceed, without laying it out.

    A sentence that an edit worded anew is laid out once less, when it is painted.
    """
    known = _letters(font)
    width = 0.0
    for letter in text:
        if letter not in known:
            known[letter] = QFontMetricsF(font).horizontalAdvance(letter)
        width += known[letter]
    return width * _SLACK


@lru_cache(_KEPT)
def _letters(_font: QFont) -> dict[str, float]:
    """Return the widths of single letters of a font, filled as they are asked for."""
    return {}
