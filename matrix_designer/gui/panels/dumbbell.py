"""The dumbbell: GP % before and after on one scale, with the goal as a tick.

Draws numbers that it is given; knows no design.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from matrix_designer.gui.theme import TextSize, Theme

_STEP = 5
_ROOM = 1.5
_DOT = 5.0
_AXIS = 41.0
_OVER, _UNDER = 21.0, 63.0
"""Base lines of the texts over and under the axis."""
_GAP = 8


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """Percents to draw: proposed, the other state with its words, the goal with its words."""

    proposed: float
    other: float | None
    other_text: str
    goal: float | None
    goal_text: str


def scale_of(dumbbell: Dumbbell) -> tuple[float, float]:
    """Return the percents at both ends of the axis: steps of five, so that dots move, not it."""
    values = [v for v in (dumbbell.proposed, dumbbell.other, dumbbell.goal) if v is not None]
    low = math.floor((min(values) - _ROOM) / _STEP) * _STEP
    high = math.ceil((max(values) + _ROOM) / _STEP) * _STEP
    return float(low), float(high)


def draw_dumbbell(painter: QPainter, room: QRectF, dumbbell: Dumbbell, theme: Theme) -> None:
    """Draw the axis, the thick line, the dots, the tick and the texts into `room`."""
    c = theme.colours
    low, high = scale_of(dumbbell)
    inner = room.adjusted(_DOT + 1, 0, -_DOT - 1, 0)

    def place(value: float) -> float:
        return inner.left() + inner.width() * (value - low) / (high - low)

    painter.fillRect(QRectF(room.left(), _AXIS, room.width(), 1), c.line2)
    proposed = place(dumbbell.proposed)
    other = None if dumbbell.other is None else place(dumbbell.other)
    if other is not None:
        left, right = sorted((proposed, other))
        painter.fillRect(QRectF(left, _AXIS - 1.5, right - left, 4), c.accent)
    if dumbbell.goal is not None:
        tick = round(place(dumbbell.goal)) - 1
        painter.fillRect(QRectF(tick, _AXIS - 12, 2, 24), c.goal)
        _write_over(painter, room, dumbbell, tick + 1, theme)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if other is not None:
        painter.setPen(QPen(c.in_force, 2))
        painter.setBrush(c.surface)
        painter.drawEllipse(QPointF(other, _AXIS + 0.5), _DOT - 0.5, _DOT - 0.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(c.accent)
    painter.drawEllipse(QPointF(proposed, _AXIS + 0.5), _DOT + 1, _DOT + 1)
    painter.restore()
    _write_under(painter, room, dumbbell, (other, proposed), theme)


def _write_over(
    painter: QPainter, room: QRectF, dumbbell: Dumbbell, centre: float, theme: Theme
) -> None:
    font = theme.number_font(TextSize.CAPTION, is_semibold=True)
    width = QFontMetricsF(font).horizontalAdvance(dumbbell.goal_text)
    left = min(max(centre - width / 2, room.left()), room.right() - width)
    painter.setFont(font)
    painter.setPen(theme.colours.goal)
    painter.drawText(QPointF(round(left), _OVER), dumbbell.goal_text)


def _write_under(
    painter: QPainter,
    room: QRectF,
    dumbbell: Dumbbell,
    centres: tuple[float | None, float],
    theme: Theme,
) -> None:
    """Write both names under their dots, pushed apart where they would touch."""
    other, proposed = centres
    plain = theme.number_font(TextSize.CAPTION)
    strong = theme.font(TextSize.CAPTION, is_semibold=True)
    mine = QFontMetricsF(strong).horizontalAdvance("proposed")
    mine_left = min(max(proposed - mine / 2, room.left()), room.right() - mine)
    if other is not None:
        theirs = QFontMetricsF(plain).horizontalAdvance(dumbbell.other_text)
        if other <= proposed:
            left = min(other - theirs / 2, mine_left - _GAP - theirs)
            if left < room.left():
                left = room.left()
                mine_left = max(mine_left, left + theirs + _GAP)
        else:
            left = min(max(other - theirs / 2, mine_left + mine + _GAP), room.right() - theirs)
            mine_left = min(mine_left, left - _GAP - mine)
        painter.setFont(plain)
        painter.setPen(theme.colours.in_force)
        painter.drawText(QPointF(round(left), _UNDER), dumbbell.other_text)
    painter.setFont(strong)
    painter.setPen(theme.colours.accent)
    painter.drawText(QPointF(round(mine_left), _UNDER), "proposed")
