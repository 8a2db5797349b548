"""Rows of a matrix with what each asks of its buyers and what its multiplier moves.

Knows worded cells and the lengths of bars; it works nothing out. The rows are ranked by whoever
hands them over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from matrix_designer.gui.controls import RING, has_ring
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.text import elided, font_lines, text_width
from matrix_designer.gui.theme import TextSize, Theme

_HEAD, _PAD, _GAP = 22, 6, 6
_NAME, _CELLS = 15.5, (8.5, 6.5, 8.5)
"""Widths of the columns in digits."""
_MONEY = 9.0
_PAID, _LESS = 2, 4
"""The columns that give way to the bars: the multiplier, then the swing that mirrors the other."""
_LEAST = 200
_LEAST_BARS = 60
_BAR = 8
_FEW = 3
_WHEEL = 120


@dataclass(frozen=True, slots=True)
class TruthRow:
    """A row: its name, three cells, both ends of its swing as words and as parts of the greatest.

    `place` is the tier counted from 0, None for what is no tier and has no swing; `less` and
    `more` are the changes at a lower and at a higher multiplier.
    """

    name: str
    cells: tuple[str, str, str]
    less: str
    more: str
    less_part: float
    more_part: float
    place: int | None

    @property
    def words(self) -> str:
        """The whole row as it is read out."""
        volume, paid, elasticity = self.cells
        swing = "" if self.place is None else f", GP {self.less} or {self.more}"
        return f"{self.name}: volume {volume} %, paid ×{paid}, elasticity {elasticity}{swing}"


class TornadoRows(QWidget):
    """The rows under their heads. `tier_chosen(place)`: Enter or a double click on a tier."""

    help_anchor = "tornado"
    tier_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start without rows."""
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[TruthRow, ...] = ()
        self._heads: tuple[str, str, str, str, str, str] = ("", "", "", "", "", "")
        self._is_old = False
        self._current = 0
        self._bar = ThinScrollBar(Qt.Orientation.Vertical, theme, self)
        self._bar.valueChanged.connect(self._on_scrolled)
        self.setMinimumWidth(theme.px(_LEAST))  # a narrow window goes below the room it wants
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("What each tier asks and moves")
        self.setToolTip("Up and Down go through the tiers, Enter goes to one in the grid")

    @property
    def rows(self) -> tuple[TruthRow, ...]:
        """What is shown, the greatest swing first."""
        return self._rows

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._bar.set_theme(theme)
        self.setMinimumWidth(theme.px(_LEAST))
        self._place()
        self.updateGeometry()
        self.update()

    def show_rows(
        self, rows: Sequence[TruthRow], heads: tuple[str, str, str, str, str, str]
    ) -> None:
        """Show other rows; the heads name the row, its three cells, and both swings."""
        self._rows, self._heads = tuple(rows), heads
        self._current = min(self._current, max(len(self._rows) - 1, 0))
        self._is_old = False
        self._place()
        self.updateGeometry()
        self._tell()

    def set_old(self, *, is_old: bool) -> None:
        """Grey the swings while others are worked out."""
        if is_old != self._is_old:
            self._is_old = is_old
            self.update()

    def texts(self) -> tuple[tuple[str, ...], ...]:
        """Return heads and rows as texts."""
        rows = tuple((row.name, *row.cells, row.less, row.more) for row in self._rows)
        return (self._heads, *rows)

    def sizeHint(self) -> QSize:
        """Return the room at which no row is cut off."""
        return QSize(self._theme.px(560), self._high(len(self._rows)))

    def minimumSizeHint(self) -> QSize:
        """Return the room of a few rows, without the multiplier and without bars."""
        digits = _NAME + sum(_CELLS) - _CELLS[_PAID - 1] + 2 * _MONEY
        wide = round(digits * self._theme.digit_width()) + self._theme.px(5 * _PAD + 2 * _GAP)
        return QSize(wide, self._high(min(len(self._rows), _FEW)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the scroll bar."""
        super().resizeEvent(event)
        self._place()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll."""
        self._bar.setValue(self._bar.value() - 3 * event.angleDelta().y() // _WHEEL)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the rows; Enter goes to the tier."""
        key, last = event.key(), len(self._rows) - 1
        page = max(self._shown() - 1, 1)
        moves = {
            Qt.Key.Key_Up: self._current - 1,
            Qt.Key.Key_Down: self._current + 1,
            Qt.Key.Key_PageUp: self._current - page,
            Qt.Key.Key_PageDown: self._current + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        wanted = moves.get(Qt.Key(key))
        if wanted is not None and last >= 0 and not event.modifiers():
            self._go_to(min(max(wanted, 0), last))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make the row current that was pressed."""
        row = self._row_at(event.position().y())
        if row is not None:
            self._go_to(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go to the tier."""
        if self._row_at(event.position().y()) is not None:
            self._choose()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the current row."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show it no more."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint heads and the rows that show."""
        painter = QPainter(self)
        theme, c = self._theme, self._theme.colours
        painter.fillRect(self.rect(), c.surface)
        columns = self._columns()
        head = theme.px(_HEAD)
        small = theme.font(TextSize.CAPTION)
        base = self._base(QRect(0, 0, 0, head - 1))
        painter.setFont(small)
        painter.setPen(c.muted)
        for place, (text, (left, right)) in enumerate(zip(self._heads, columns, strict=True)):
            told = elided(small, text, right - left) if right > left else ""
            x = left if place in (0, len(columns) - 1) else right - text_width(small, told)
            painter.drawText(QPointF(round(x), base), told)
        painter.fillRect(0, head - 1, self._wide(), 1, c.line2)
        high = theme.metrics.row_short
        painter.setClipRect(0, head, self.width(), self.height() - head)
        for at, row in enumerate(self._rows[self._bar.value() :]):
            top = head + at * high
            if top >= self.height():
                break
            is_current = self.hasFocus() and at + self._bar.value() == self._current
            self._paint_row(painter, QRect(0, top, self._wide(), high), row, is_current=is_current)
        painter.setClipping(False)
        if has_ring(self):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(c.accent, RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_row(
        self, painter: QPainter, band: QRect, row: TruthRow, *, is_current: bool
    ) -> None:
        theme, c = self._theme, self._theme.colours
        if is_current:
            painter.fillRect(band.adjusted(0, 0, 0, -1), c.tint2)
        painter.fillRect(band.left(), band.bottom(), band.width(), 1, c.grid)
        columns = self._columns()
        base = self._base(band)
        font = theme.number_font()
        painter.setFont(font)
        swing = c.muted if self._is_old and not is_current else c.text2
        told = (row.name, *row.cells, row.less, row.more)
        inks = (c.text, c.text2, c.text2, c.text, swing, swing)
        for place, (text, ink, (left, right)) in enumerate(zip(told, inks, columns, strict=True)):
            fitted = elided(font, text, right - left) if right > left else ""
            x = left if place in (0, len(columns) - 1) else right - text_width(font, fitted)
            painter.setPen(ink)
            painter.drawText(QPointF(round(x), base), fitted)
        self._paint_bars(painter, band, row)

    def _paint_bars(self, painter: QPainter, band: QRect, row: TruthRow) -> None:
        """Paint the swing to both sides of the middle."""
        columns, c = self._columns(), self._theme.colours
        left, right = columns[-2][1] + self._theme.px(_GAP), columns[-1][0] - self._theme.px(_GAP)
        if right - left < self._theme.px(_LEAST_BARS) // 3:
            return
        middle = (left + right) // 2
        high = self._theme.px(_BAR)
        top = band.top() + (band.height() - 1 - high) // 2
        painter.fillRect(middle, band.top(), 1, band.height(), c.line2)
        if row.place is None:
            return
        for part, ink in ((row.less_part, c.bars), (row.more_part, c.bars_strong)):
            reach = round((right - left) / 2 * abs(part))
            start = middle + 1 if part > 0 else middle - reach
            painter.fillRect(start, top, reach, high, c.line2 if self._is_old else ink)

    def _columns(self) -> list[tuple[int, int]]:
        """Return where each column begins and ends: name, three cells, both swings.

        A column that has no room ends where it begins, or before; the bars lie before the last.
        """
        columns: list[tuple[int, int]] = []
        for hidden in ((), (_PAID,), (_PAID, _LESS)):
            columns = self._laid_out(hidden)
            if columns[-1][0] - columns[-2][1] >= self._theme.px(_LEAST_BARS):
                break
        return columns

    def _laid_out(self, hidden: tuple[int, ...]) -> list[tuple[int, int]]:
        digit, pad = self._theme.digit_width(), self._theme.px(_PAD)
        money = round(_MONEY * digit)
        widths = [round(each * digit) for each in (_NAME, *_CELLS, _MONEY)]
        left = 0
        columns = []
        for place, width in enumerate(widths):
            room = -pad if place in hidden else width
            columns.append((left + pad, left + pad + room))
            left += pad + room
        right = self._wide() - pad
        return [*columns, (right - money, right)]

    def _base(self, band: QRect) -> float:
        height, ascent = font_lines(self._theme.number_font())
        return band.top() + round((band.height() - 1 - height) / 2 + ascent)

    def _wide(self) -> int:
        return self.width() - (self._bar.width() if self._bar.isVisible() else 0)

    def _high(self, rows: int) -> int:
        return self._theme.px(_HEAD) + rows * self._theme.metrics.row_short

    def _shown(self) -> int:
        """Return how many whole rows there is room for."""
        room = self.height() - self._theme.px(_HEAD)
        return max(room // self._theme.metrics.row_short, 1)

    def _row_at(self, y: float) -> int | None:
        head = self._theme.px(_HEAD)
        row = self._bar.value() + int((y - head) // self._theme.metrics.row_short)
        return row if y >= head and 0 <= row < len(self._rows) else None

    def _go_to(self, row: int) -> None:
        self._current = row
        if row < self._bar.value():
            self._bar.setValue(row)
        elif row >= self._bar.value() + self._shown():
            self._bar.setValue(row - self._shown() + 1)
        self._tell()

    def _choose(self) -> None:
        if self._rows and (place := self._rows[self._current].place) is not None:
            self.tier_chosen.emit(place)

    def _tell(self) -> None:
        words = self._rows[self._current].words if self._rows else "no rows"
        self.setAccessibleDescription(words)
        self.update()

    def _place(self) -> None:
        hidden = max(len(self._rows) - self._shown(), 0)
        self._bar.setRange(0, hidden)
        self._bar.setPageStep(self._shown())
        self._bar.setVisible(hidden > 0)
        wide, head = self._bar.sizeHint().width(), self._theme.px(_HEAD)
        self._bar.setGeometry(self.width() - wide, head, wide, max(self.height() - head, 0))

    def _on_scrolled(self, _value: int) -> None:
        self.update()
