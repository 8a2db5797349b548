"""How a cell is painted: one delegate for all cells, from prepared rows, sharp at every scale.

Hairlines and bars are filled rectangles. Knows cells and the theme; it knows no noun and does
not know how selection or editing work, only what to show of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntFlag
from typing import Any

from PySide6.QtCore import QObject, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPolygonF
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from matrix_designer.gui.grid.columns import Align, Cell, Column, Ink
from matrix_designer.gui.grid.model import GridModel, Index
from matrix_designer.gui.grid.selection import Place
from matrix_designer.gui.theme import Theme

PAD_LEFT = 7
"""Where a left-aligned text starts in its cell."""
PAD_RIGHT = 6
"""Where a right-aligned text ends before its cell's edge."""
MARK_ROOM = 11
"""What a column with marks keeps free right of its numbers."""
_MARK = (6.0, 4.5)
CORNER = 6
BAR_HEIGHT = 8
BAR_FIELD = 4.4
"""Digits that the number beside a bar takes."""
BAR_GAP = 6


class State(IntFlag):
    """What the view says of a cell."""

    PLAIN = 0
    HOVERED = 1
    SELECTED = 2
    ROW_SELECTED = 4


@dataclass(frozen=True, slots=True)
class _Face:
    """A font with what painting needs of it."""

    font: QFont
    metrics: QFontMetricsF

    def baseline(self, top: int, height: int) -> float:
        """Return where a line of text stands in a box, on a whole pixel."""
        free = height - self.metrics.ascent() - self.metrics.descent()
        return top + round(free / 2 + self.metrics.ascent())


class CellPainter:
    """Paints prepared cells in one theme; the total row uses it as the delegate does."""

    def __init__(self, theme: Theme) -> None:
        """Take fonts and colours once."""
        self.theme = theme
        fonts = [theme.number_font(is_semibold=strong) for strong in (False, True)]
        self._faces = [_Face(font, QFontMetricsF(font)) for font in fonts]
        self._inks = {ink: QColor(getattr(theme.colours, ink.value)) for ink in Ink}
        self.digit = theme.digit_width()

    def measure(self, cell: Cell) -> float:
        """Return the width of a cell's text and of the place kept free behind it."""
        metrics = self._faces[cell.is_semibold].metrics
        if cell.bar is not None:
            return metrics.horizontalAdvance(cell.text)
        return metrics.horizontalAdvance(cell.text) + metrics.horizontalAdvance(cell.reserve)

    def room(self, column: Column[Any]) -> float:
        """Return what a column keeps free beside its numbers: for marks, or for a bar."""
        if column.has_bar:
            return BAR_GAP + 2 * self.digit
        return MARK_ROOM if column.has_marks else 0

    def paint(
        self,
        painter: QPainter,
        rect: QRect,
        cell: Cell,
        column: Column[Any],
        width: float,
        state: State = State.PLAIN,
    ) -> None:
        """Paint a cell's text, mark, bar and corner; the ground is painted before."""
        if cell.text:
            face = self._faces[cell.is_semibold]
            painter.setFont(face.font)
            painter.setPen(self._inks[_ink_on(cell.ink, state)])
            x = self._text_x(rect, cell, column, width)
            painter.drawText(QPointF(x, face.baseline(rect.top(), rect.height() - 1)), cell.text)
        if cell.mark is not None:
            self._paint_mark(painter, rect, self._inks[cell.mark])
        if cell.bar is not None:
            self._paint_bar(painter, rect, cell.bar, is_strong=bool(state & State.ROW_SELECTED))
        if cell.corner is not None:
            paint_corner(painter, rect, self._inks[cell.corner])

    def _text_x(self, rect: QRect, cell: Cell, column: Column[Any], width: float) -> float:
        if column.has_bar:
            return rect.left() + PAD_LEFT + round(BAR_FIELD * self.digit) - width
        if column.align is Align.LEFT:
            return rect.left() + PAD_LEFT
        room = MARK_ROOM if column.has_marks and not cell.is_word else 0
        return rect.right() + 1 - PAD_RIGHT - room - width

    def _paint_mark(self, painter: QPainter, rect: QRect, ink: QColor) -> None:
        right = rect.right() + 1 - PAD_RIGHT + 0.5
        width, height = _MARK
        top = rect.top() + (rect.height() - 1 - height) / 2
        paint_shape(
            painter, ink, (right - width, top), (right, top), (right - width / 2, top + height)
        )

    def _paint_bar(self, painter: QPainter, rect: QRect, part: float, *, is_strong: bool) -> None:
        if part <= 0:
            return
        colours = self.theme.colours
        left = rect.left() + PAD_LEFT + round(BAR_FIELD * self.digit) + BAR_GAP
        room = rect.right() + 1 - PAD_RIGHT - left
        width = max(round(room * part), 1)
        top = rect.top() + (rect.height() - 1 - BAR_HEIGHT) // 2
        ink = colours.bars_strong if is_strong else colours.bars
        painter.fillRect(QRect(left, top, min(width, max(room, 1)), BAR_HEIGHT), ink)

    def paint_refused(self, painter: QPainter, rect: QRect, text: str) -> None:
        """Paint a text that could not be read, on its own ground with a folded corner."""
        colours = self.theme.colours
        painter.fillRect(rect.adjusted(0, 0, 0, -1), colours.refused)
        face = self._faces[0]
        painter.setFont(face.font)
        painter.setPen(colours.error)
        shown = face.metrics.elidedText(
            text, Qt.TextElideMode.ElideRight, max(rect.width() - PAD_LEFT - PAD_RIGHT, 8)
        )
        y = face.baseline(rect.top(), rect.height() - 1)
        painter.drawText(QPointF(rect.left() + PAD_LEFT, y), shown)
        paint_corner(painter, rect, colours.error)


def _ink_on(ink: Ink, state: State) -> Ink:
    """Return the ink on the cell's ground: muted has too little contrast where it is selected."""
    return Ink.DERIVED if ink is Ink.MUTED and state & State.SELECTED else ink


def paint_corner(painter: QPainter, rect: QRect, ink: QColor) -> None:
    """Fold the top right corner of a cell."""
    right, top = float(rect.right() + 1), float(rect.top())
    paint_shape(painter, ink, (right - CORNER, top), (right, top), (right, top + CORNER))


def paint_shape(painter: QPainter, ink: QColor, *corners: tuple[float, float]) -> None:
    """Fill a small shape, antialiased."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
    painter.restore()


class CellDelegate(QStyledItemDelegate):
    """Paints every cell of a grid; the view says the state of a cell and its left gap."""

    def __init__(
        self,
        model: GridModel,
        painter: CellPainter,
        state_of: Callable[[Place], State],
        parent: QObject | None = None,
    ) -> None:
        """Take the prepared rows, the painter and the view's word on a cell's state."""
        super().__init__(parent)
        self._model = model
        self.cell_painter = painter
        self._state_of = state_of
        self.gaps: dict[int, int] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, content and the hairline below."""
        place = (index.row(), index.column())
        rect = option.rect
        prepared = self._model.prepared(place[0])
        colours = self.cell_painter.theme.colours
        if prepared.is_sunken:
            painter.fillRect(rect, colours.sunken)
        inner = rect.adjusted(self.gaps.get(place[1], 0), 0, 0, 0)
        state = self._state_of(place)
        if state & State.SELECTED:
            painter.fillRect(inner, colours.tint2)
        elif state & State.HOVERED:
            painter.fillRect(inner, colours.window)
        refused = self._model.refusal(place)
        if refused is not None:
            self.cell_painter.paint_refused(painter, inner, refused.text)
        else:
            column = self._model.spec.columns[place[1]]
            width = prepared.widths[place[1]]
            cell = prepared.cells[place[1]]
            self.cell_painter.paint(painter, inner, cell, column, width, state)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colours.grid)
