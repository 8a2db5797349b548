"""How a read-only table's cells are painted: texts cut with an ellipsis, bars, hairlines.

Knows prepared cells and the theme; no noun, no widget.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from matrix_designer.gui.grid.columns import Align, Cell, Column, Ink
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.text import elided, font_lines, text_width
from matrix_designer.gui.theme import Theme

PAD = 8
"""What stays free at either side of a cell."""
BAR_FIELD = 4.6
"""Digits that the number beside a bar takes."""
BAR_HEIGHT = 8
BAR_GAP = 6
LEAST_BAR = 24


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a shown column stands."""

    place: int
    column: Column[Any]
    left: int
    width: int

    def box(self, top: int, height: int) -> QRect:
        """Return the column's cell in a row."""
        return QRect(self.left, top, self.width, height)


class CellPainter:
    """Paints cells in one theme."""

    def __init__(self, theme: Theme) -> None:
        """Take fonts and colours once."""
        self._theme = theme
        self._fonts = [theme.number_font(is_semibold=strong) for strong in (False, True)]
        self._inks = {ink: QColor(getattr(theme.colours, ink.value)) for ink in Ink}
        # muted has too little contrast on the ground of the current row
        self._tinted = {**self._inks, Ink.MUTED: self._inks[Ink.DERIVED]}
        self._pad = theme.px(PAD)

    def measure(self, cell: Cell) -> float:
        """Return the width of a cell's text, and of the icon before it."""
        icon = self._theme.metrics.icon_small + self._theme.px(BAR_GAP) if cell.icon else 0
        return text_width(self._font(cell), cell.text) + icon

    def room(self, column: Column[Any]) -> int:
        """Return what a column keeps free around its text."""
        if not column.has_bar:
            return 2 * self._pad
        field = round(BAR_FIELD * self._theme.digit_width())
        return field + self._theme.px(BAR_GAP + LEAST_BAR) + 2 * self._pad

    def paint_row(
        self,
        painter: QPainter,
        band: QRect,
        cells: Sequence[Cell],
        slots: Sequence[Slot],
        *,
        is_current: bool = False,
    ) -> None:
        """Paint a row's cells over whatever ground there is."""
        inks = self._tinted if is_current else self._inks
        for slot in slots:
            cell = cells[slot.place]
            if slot.column.has_bar:
                self._paint_bar(painter, band, cell, slot, inks)
            else:
                left, right = slot.left + self._pad, slot.left + slot.width - self._pad
                is_left = slot.column.align is Align.LEFT
                self._write(painter, band, cell, (left, right), inks, is_left=is_left)

    def _font(self, cell: Cell) -> QFont:
        return self._fonts[cell.is_semibold]

    def _write(
        self,
        painter: QPainter,
        band: QRect,
        cell: Cell,
        ends: tuple[float, float],
        inks: dict[Ink, QColor],
        *,
        is_left: bool,
    ) -> None:
        """Write a text between two ends, cut where it has less room than it takes."""
        if cell.icon and is_left:
            ends = self._paint_icon(painter, band, cell, ends, inks)
        if not cell.text:
            return
        font = self._font(cell)
        text = elided(font, cell.text, ends[1] - ends[0])
        x = ends[0] if is_left else ends[1] - text_width(font, text)
        height, ascent = font_lines(font)
        painter.setFont(font)
        painter.setPen(inks[cell.ink])
        base = band.top() + round((band.height() - 1 - height) / 2 + ascent)
        painter.drawText(QPointF(x, base), text)

    def _paint_icon(
        self,
        painter: QPainter,
        band: QRect,
        cell: Cell,
        ends: tuple[float, float],
        inks: dict[Ink, QColor],
    ) -> tuple[float, float]:
        """Paint a cell's icon; returns the ends that are left to its text."""
        size, (start, end) = self._theme.metrics.icon_small, ends
        top = band.top() + (band.height() - 1 - size) // 2
        draw_icon(
            painter, cell.icon, inks[cell.icon_ink or cell.ink], QRectF(start, top, size, size)
        )
        return start + size + self._theme.px(BAR_GAP), end

    def _paint_bar(
        self, painter: QPainter, band: QRect, cell: Cell, slot: Slot, inks: dict[Ink, QColor]
    ) -> None:
        """Write the number right in its field, and the bar behind it."""
        px = self._theme.px
        left = slot.left + self._pad
        end = left + round(BAR_FIELD * self._theme.digit_width())
        self._write(painter, band, cell, (left, end), inks, is_left=False)
        if not cell.bar:
            return
        start, stop = end + px(BAR_GAP), slot.left + slot.width - self._pad
        high = px(BAR_HEIGHT)
        top = band.top() + (band.height() - 1 - high) // 2
        colours = self._theme.colours
        ink = colours.bars_strong if cell.is_bar_strong else colours.bars
        painter.fillRect(start, top, max(round((stop - start) * cell.bar), 1), high, ink)
