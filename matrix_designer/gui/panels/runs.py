"""Runs of text and icons on one base line, each in its own font and colour.

Knows how to measure and draw them; not what they say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.text import text_width

_ICON = 18.0


@dataclass(frozen=True, slots=True)
class Run:
    """A text, or an icon of `size` where `icon` is set, with a gap of `before` logical pixels.

    `width` is the room that it takes, without the gap.
    """

    text: str
    font: QFont
    colour: QColor
    before: float = 0
    icon: str = ""
    size: float = _ICON
    width: float = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Measure it once, so that painting only looks it up."""
        text = 0 if self.icon else text_width(self.font, self.text)
        object.__setattr__(self, "width", self.size if self.icon else text)


def icon_run(name: str, colour: QColor, before: float = 0, size: float = _ICON) -> Run:
    """Return an icon to stand among texts."""
    return Run("", QFont(), colour, before, name, size)


def runs_width(runs: Sequence[Run]) -> float:
    """Return the room that runs take beside each other."""
    return sum(run.before + run.width for run in runs)


def draw_runs(painter: QPainter, left: float, base: float, runs: Sequence[Run]) -> None:
    """Draw runs from `left`, standing on `base`."""
    for run in runs:
        left += run.before
        if run.icon:
            rect = QRectF(round(left), round(base - run.size * 5 / 6), run.size, run.size)
            draw_icon(painter, run.icon, run.colour, rect)
        else:
            painter.setFont(run.font)
            painter.setPen(run.colour)
            painter.drawText(QPointF(round(left), base), run.text)
        left += run.width
