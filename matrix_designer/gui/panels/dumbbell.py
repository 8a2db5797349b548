"""The dumbbell: GP % before and after on one scale, with the goal as a tick.

Draws numbers that it is given; knows no design.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from matrix_designer.gui.text import text_width
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


def places_of(
    dumbbell: Dumbbell, room: QRectF, theme: Theme
) -> tuple[float, float | None, float | None]:
    """Return where proposed, the other state and the goal stand, in quarters of a pixel.

    Dumbbells with equal places and words are equal pictures.
    """
    low, high = scale_of(dumbbell)
    edge = theme.px(_DOT) + 1
    left, width = room.left() + edge, room.width() - 2 * edge

    def place(value: float) -> float:
        return round(4 * (left + width * (value - low) / (high - low))) / 4

    other, goal = dumbbell.other, dumbbell.goal
    return (
        place(dumbbell.proposed),
        None if other is None else place(other),
        None if goal is None else place(goal),
    )


def draw_dumbbell(
    painter: QPainter,
    room: QRectF,
    dumbbell: Dumbbell,
    theme: Theme,
    *,
    is_before: bool = False,
) -> None:
    """Draw the axis, the thick line, the dots, the tick and the texts into `room`.

    Before, there is the other state's dot alone; nothing stands elsewhere for it.
    """
    c = theme.colours
    dot, axis = theme.px(_DOT), room.top() + theme.px(_AXIS)
    proposed, other, goal = places_of(dumbbell, room, theme)
    painter.fillRect(QRectF(room.left(), axis, room.width(), 1), c.line2)
    if other is not None and not is_before:
        left, right = sorted((proposed, other))
        thick = theme.px(4)
        painter.fillRect(QRectF(left, axis + 0.5 - thick / 2, right - left, thick), c.accent)
    if goal is not None:
        wide, long = theme.px(2), theme.px(12)
        tick = round(goal) - wide // 2
        painter.fillRect(QRectF(tick, axis - long, wide, 2 * long), c.goal)
        _write_over(painter, room, dumbbell, theme)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if other is not None:
        painter.setPen(QPen(c.in_force, theme.px(2)))
        painter.setBrush(c.surface)
        painter.drawEllipse(QPointF(other, axis + 0.5), dot - 0.5, dot - 0.5)
    if not is_before:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(c.accent)
        painter.drawEllipse(QPointF(proposed, axis + 0.5), dot + 1, dot + 1)
    painter.restore()
    _write_under(painter, room, dumbbell, (other, proposed), theme, is_before=is_before)


def goal_span(dumbbell: Dumbbell, room: QRectF, theme: Theme) -> tuple[int, int] | None:
    """Return where the goal's words begin and how wide they are; None without a goal."""
    goal = places_of(dumbbell, room, theme)[2]
    if goal is None:
        return None
    wide = theme.px(2)
    centre = round(goal) - wide // 2 + wide / 2
    width = text_width(_goal_font(theme), dumbbell.goal_text)
    left = min(max(centre - width / 2, room.left()), room.right() - width)
    return round(left), math.ceil(width)


def _goal_font(theme: Theme) -> QFont:
    return theme.number_font(TextSize.CAPTION, is_semibold=True)


def _write_over(painter: QPainter, room: QRectF, dumbbell: Dumbbell, theme: Theme) -> None:
    span = goal_span(dumbbell, room, theme)
    if span is None:
        return
    painter.setFont(_goal_font(theme))
    painter.setPen(theme.colours.goal)
    painter.drawText(QPointF(span[0], room.top() + theme.px(_OVER)), dumbbell.goal_text)


def _write_under(
    painter: QPainter,
    room: QRectF,
    dumbbell: Dumbbell,
    centres: tuple[float | None, float],
    theme: Theme,
    *,
    is_before: bool,
) -> None:
    """Write both names under their dots."""
    base = room.top() + theme.px(_UNDER)
    other_left, mine_left = _under(dumbbell, room, theme, centres)
    if other_left is not None:
        painter.setFont(theme.number_font(TextSize.CAPTION))
        painter.setPen(theme.colours.in_force)
        painter.drawText(QPointF(round(other_left), base), dumbbell.other_text)
    if is_before:
        return
    painter.setFont(theme.font(TextSize.CAPTION, is_semibold=True))
    painter.setPen(theme.colours.accent)
    painter.drawText(QPointF(round(mine_left), base), "proposed")


def words_left(dumbbell: Dumbbell, room: QRectF, theme: Theme) -> float:
    """Return where the words under the axis begin."""
    proposed, other, _ = places_of(dumbbell, room, theme)
    lefts = _under(dumbbell, room, theme, (other, proposed))
    return min(left for left in lefts if left is not None)


def _under(
    dumbbell: Dumbbell,
    room: QRectF,
    theme: Theme,
    centres: tuple[float | None, float],
) -> tuple[float | None, float]:
    """Return where both names begin: under their dots, pushed apart where they would touch."""
    other, proposed = centres
    gap = theme.px(_GAP)
    mine = text_width(theme.font(TextSize.CAPTION, is_semibold=True), "proposed")
    mine_left = min(max(proposed - mine / 2, room.left()), room.right() - mine)
    if other is None:
        return None, mine_left
    theirs = text_width(theme.number_font(TextSize.CAPTION), dumbbell.other_text)
    if other <= proposed:
        left = min(other - theirs / 2, mine_left - gap - theirs)
        if left < room.left():
            left = room.left()
            mine_left = max(mine_left, left + theirs + gap)
    else:
        left = min(max(other - theirs / 2, mine_left + mine + gap), room.right() - theirs)
        mine_left = min(mine_left, left - gap - mine)
    return left, mine_left
