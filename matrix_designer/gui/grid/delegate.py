"""How cells are painted: one delegate for all rows, from prepared cells, sharp at every scale.

Hairlines and bars are filled rectangles. Knows cells and the theme; it knows no noun and does
not know how selection or editing work, only what to show of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPolygonF

from matrix_designer.gui.grid.columns import Align, Cell, Column, Ink
from matrix_designer.gui.grid.model import PreparedRow
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.text import elided, text_width
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
ICON_GAP = 6
"""What stands between a cell's icon and its text."""


@dataclass(frozen=True, slots=True)
class Section:
    """Where a shown column stands in the viewport, the gap before its group left out.

    `start` is where left-aligned texts start; `end` and `word_end` where numbers and words end.
    """

    place: int
    column: Column[Any]
    left: int
    width: int
    start: float
    end: float
    word_end: float

    def box(self, top: int, height: int) -> QRect:
        """Return the column's cell in a row."""
        return QRect(self.left, top, self.width, height)


@dataclass(frozen=True, slots=True)
class RowState:
    """What the view says of a row: which cells are tinted, hovered or refused, by column."""

    is_selected: bool = False
    tinted: Collection[int] = ()
    hovered: int = -1
    refused: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Face:
    """A font with what painting needs of it."""

    font: QFont
    metrics: QFontMetricsF

    def baseline(self, top: int, height: int) -> float:
        """Return where a line of text stands in a box, on a whole pixel."""
        free = height - self.metrics.ascent() - self.metrics.descent()
        return top + round(free / 2 + self.metrics.ascent())


class CellDelegate:
    """Paints prepared cells in one theme; the total row uses it as the view does."""

    def __init__(self, theme: Theme) -> None:
        """Take fonts and colours once."""
        self._colours = theme.colours
        fonts = [theme.number_font(is_semibold=strong) for strong in (False, True)]
        self._faces = [_Face(font, QFontMetricsF(font)) for font in fonts]
        self._inks = {ink: QColor(getattr(theme.colours, ink.value)) for ink in Ink}
        # muted has too little contrast on the ground of selected cells
        self._tinted_inks = {**self._inks, Ink.MUTED: self._inks[Ink.DERIVED]}
        self.digit = theme.digit_width()
        self._left, self._right = theme.px(PAD_LEFT), theme.px(PAD_RIGHT)
        self._mark_room, self._bar_gap = theme.px(MARK_ROOM), theme.px(BAR_GAP)
        self._zoom, self._bar_height = theme.zoom, theme.px(BAR_HEIGHT)
        self._mark = (_MARK[0] * theme.zoom, _MARK[1] * theme.zoom)
        self._icon, self._icon_gap = theme.metrics.icon_small, theme.px(ICON_GAP)
        self._placed: tuple[object, object, tuple[Section, ...]] = ((), (), ())

    def measure(self, cell: Cell) -> float:
        """Return the width of a cell's text and of the place kept free behind it."""
        if cell.spills:
            return 0
        font = self._faces[cell.is_semibold].font
        width = text_width(font, cell.text) + text_width(font, cell.reserve)
        return width + self._icon_room(cell)

    def _icon_room(self, cell: Cell) -> int:
        """Return what a cell's icon takes, with the gap before its text."""
        if not cell.icon:
            return 0
        return self._icon + (self._icon_gap if cell.text else 0)

    def at_most(self, column: Column[Any], content: float) -> float:
        """Return the width that a column grants its content."""
        return content if column.most is None else min(content, column.most * self.digit)

    def room(self, column: Column[Any]) -> float:
        """Return what a column keeps free beside its numbers: for marks, or for a bar."""
        if column.has_bar:
            return self._bar_gap + 2 * self.digit
        return self._mark_room if column.has_marks else 0

    def sections(
        self, columns: Sequence[Column[Any]], boxes: tuple[tuple[int, QRect], ...]
    ) -> tuple[Section, ...]:
        """Return where the texts of shown columns stand, worked out when the boxes change."""
        if self._placed[0] is not columns or self._placed[1] is not boxes:
            made = (
                self._section(place, columns[place], box.left(), box.width())
                for place, box in boxes
            )
            self._placed = (columns, boxes, tuple(made))
        return self._placed[2]

    def _section(self, place: int, column: Column[Any], left: int, width: int) -> Section:
        """Return where a column's texts stand."""
        start = float(left + self._left)
        word_end = float(left + width - self._right)
        end = word_end - (self._mark_room if column.has_marks else 0)
        if column.has_bar:
            end = start + round(BAR_FIELD * self.digit)
        return Section(place, column, left, width, start, end, word_end)

    def paint_row(
        self,
        painter: QPainter,
        band: QRect,
        prepared: PreparedRow,
        sections: Sequence[Section],
        state: RowState,
    ) -> None:
        """Paint a row into its band: grounds, the hairline below, then the cells."""
        rows = top, height = band.top(), band.height()
        colours = self._colours
        width = band.width()
        if prepared.is_sunken:
            painter.fillRect(0, top, width, height, colours.sunken)
        if state.tinted or state.hovered >= 0:
            for section in sections:
                if section.place in state.tinted:
                    painter.fillRect(section.box(top, height), colours.tint2)
                elif section.place == state.hovered:
                    painter.fillRect(section.box(top, height), colours.window)
        painter.fillRect(0, top + height - 1, width, 1, colours.grid)
        for section in sections:
            place = section.place
            if place in state.refused:
                self._paint_refused(painter, section.box(top, height), state.refused[place])
                continue
            inks = self._tinted_inks if place in state.tinted else self._inks
            cell = prepared.cells[place]
            if cell.spills:
                cell = self._cut(cell, section, sections, prepared)
            self._paint_text(painter, rows, cell, section, inks, prepared.widths[place])
            self._paint_rest(painter, rows, cell, section, state)

    def _cut(
        self, cell: Cell, section: Section, sections: Sequence[Section], prepared: PreparedRow
    ) -> Cell:
        """Return a cell whose text ends before the next one right of it that shows something."""
        end = section.word_end
        for other in sections:
            if other.left > section.left:
                if prepared.cells[other.place].text:
                    break
                end = other.word_end
        font = self._faces[cell.is_semibold].font
        return cell._replace(text=elided(font, cell.text, end - section.start))

    def paint_cell(
        self,
        painter: QPainter,
        rows: tuple[int, int],
        cell: Cell,
        section: Section,
        width: float,
    ) -> None:
        """Paint one measured cell on whatever ground there is."""
        self._paint_text(painter, rows, cell, section, self._inks, width)

    def _paint_text(
        self,
        painter: QPainter,
        rows: tuple[int, int],
        cell: Cell,
        section: Section,
        inks: Mapping[Ink, QColor],
        width: float,
    ) -> None:
        if not cell.text and not cell.icon:
            return
        face = self._faces[cell.is_semibold]
        if section.column.most is not None or cell.icon:
            self._paint_left(painter, rows, cell, section, inks)
            return
        if section.column.align is Align.LEFT and not section.column.has_bar:
            x = section.start
        else:
            x = (section.word_end if cell.is_word else section.end) - width
        painter.setFont(face.font)
        painter.setPen(inks[cell.ink])
        painter.drawText(QPointF(x, face.baseline(rows[0], rows[1] - 1)), cell.text)

    def _paint_left(
        self,
        painter: QPainter,
        rows: tuple[int, int],
        cell: Cell,
        section: Section,
        inks: Mapping[Ink, QColor],
    ) -> None:
        """Paint an icon and a text that is cut where its column has less room than it takes."""
        face, x = self._faces[cell.is_semibold], section.start
        if cell.icon:
            top = rows[0] + (rows[1] - 1 - self._icon) // 2
            ink = inks[cell.icon_ink or cell.ink]
            draw_icon(painter, cell.icon, ink, QRectF(x, top, self._icon, self._icon))
            x += self._icon_room(cell)
        painter.setFont(face.font)
        painter.setPen(inks[cell.ink])
        text = elided(face.font, cell.text, section.left + section.width - 1 - x)
        painter.drawText(QPointF(x, face.baseline(rows[0], rows[1] - 1)), text)

    def _paint_rest(
        self,
        painter: QPainter,
        rows: tuple[int, int],
        cell: Cell,
        section: Section,
        state: RowState,
    ) -> None:
        """Paint a cell's mark, bar and corner."""
        if cell.mark is not None:
            self._paint_mark(painter, rows, section, self._inks[cell.mark])
        if cell.bar:
            self._paint_bar(
                painter, rows, section, cell.bar, is_strong=state.is_selected or cell.is_bar_strong
            )
        if cell.corner is not None:
            paint_corner(painter, section.box(*rows), self._inks[cell.corner], self._zoom)

    def _paint_mark(
        self, painter: QPainter, rows: tuple[int, int], section: Section, ink: QColor
    ) -> None:
        width, height = self._mark
        right = section.word_end + 0.5
        top = rows[0] + (rows[1] - 1 - height) / 2
        paint_shape(
            painter, ink, (right - width, top), (right, top), (right - width / 2, top + height)
        )

    def _paint_bar(
        self,
        painter: QPainter,
        rows: tuple[int, int],
        section: Section,
        part: float,
        *,
        is_strong: bool,
    ) -> None:
        left = round(section.end) + self._bar_gap
        room = max(round(section.word_end) - left, 1)
        high = self._bar_height
        top = rows[0] + (rows[1] - 1 - high) // 2
        ink = self._colours.bars_strong if is_strong else self._colours.bars
        painter.fillRect(left, top, max(round(room * part), 1), high, ink)

    def _paint_refused(self, painter: QPainter, rect: QRect, text: str) -> None:
        """Paint a text that could not be read, on its own ground with a folded corner."""
        painter.fillRect(rect.adjusted(0, 0, 0, -1), self._colours.refused)
        face = self._faces[0]
        painter.setFont(face.font)
        painter.setPen(self._colours.error)
        room = max(rect.width() - self._left - self._right, 8)
        shown = face.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        y = face.baseline(rect.top(), rect.height() - 1)
        painter.drawText(QPointF(rect.left() + self._left, y), shown)
        paint_corner(painter, rect, self._colours.error, self._zoom)


def paint_corner(painter: QPainter, rect: QRect, ink: QColor, zoom: float = 1.0) -> None:
    """Fold the top right corner of a cell."""
    right, top = float(rect.right() + 1), float(rect.top())
    size = CORNER * zoom
    paint_shape(painter, ink, (right - size, top), (right, top), (right, top + size))


def paint_shape(painter: QPainter, ink: QColor, *corners: tuple[float, float]) -> None:
    """Fill a small shape, antialiased."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
