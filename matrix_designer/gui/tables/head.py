"""The head of a read-only table: names of columns that sort it, by mouse and by keys.

Knows columns and the theme; what sorting does is told by a signal.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QToolTip, QWidget

from matrix_designer.gui.controls import RING, has_ring
from matrix_designer.gui.grid.columns import Align
from matrix_designer.gui.plain_tip import plain_tip
from matrix_designer.gui.tables.painting import PAD, Slot
from matrix_designer.gui.text import font_lines, text_width
from matrix_designer.gui.theme import TextSize, Theme

HEIGHT = 24
_MARK = (7.0, 4.5)
_MARK_GAP = 4
_KEYS = "Left and Right go through the heads, Enter sorts"


class TableHead(QWidget):
    """Names over columns. `sort_wanted(key)`: by this column, or the other way round."""

    sort_wanted = Signal(str)

    def __init__(self, name: str, sorts: Collection[str], theme: Theme, parent: QWidget) -> None:
        """Start without columns; `sorts` are the keys of those that sort."""
        super().__init__(parent)
        self._name = name
        self._theme = theme
        self._sorts = frozenset(sorts)
        self._slots: tuple[Slot, ...] = ()
        self._sorted: tuple[str, bool] = ("", True)
        self._at = 0
        self._hovered = -1
        self.setMouseTracking(True)
        if sorts:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(theme.px(HEIGHT))
        self._tell()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.setFixedHeight(theme.px(HEIGHT))
        self.update()

    def title_width(self, title: str) -> float:
        """Return the room that a name takes with its mark."""
        px = self._theme.px
        return text_width(self._font(), title) + px(_MARK[0]) + px(_MARK_GAP)

    def set_slots(self, slots: Sequence[Slot]) -> None:
        """Stand over these columns."""
        self._slots = tuple(slots)
        self._at = min(self._at, max(len(self._slots) - 1, 0))
        self._tell()
        self.update()

    def set_sorted(self, key: str, *, is_descending: bool) -> None:
        """Mark the column that the rows are sorted by."""
        if (key, is_descending) != self._sorted:
            self._sorted = (key, is_descending)
            self._tell()
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names, the mark of the sorted one, the line below, the focus."""
        painter = QPainter(self)
        c, px = self._theme.colours, self._theme.px
        painter.fillRect(self.rect(), c.surface)
        painter.fillRect(0, self.height() - 1, self.width(), 1, c.line2)
        font = self._font()
        height, ascent = font_lines(font)
        base = round((self.height() - 1 - height) / 2 + ascent)
        painter.setFont(font)
        for place, slot in enumerate(self._slots):
            key, title = slot.column.key, slot.column.title
            is_sorted = key == self._sorted[0]
            is_hot = place == self._hovered and key in self._sorts
            painter.setPen(
                c.text if is_sorted or is_hot else getattr(c, slot.column.head_ink.value)
            )
            x = slot.left + px(PAD)
            if slot.column.align is Align.RIGHT and not slot.column.has_bar:
                x = round(slot.left + slot.width - px(PAD) - text_width(font, title))
            painter.drawText(QPointF(x, base), title)
            if is_sorted:
                is_right = slot.column.align is Align.RIGHT and not slot.column.has_bar
                width = text_width(font, title)
                at = x - px(_MARK_GAP) - px(_MARK[0]) if is_right else x + width + px(_MARK_GAP)
                self._paint_mark(painter, at)
        if has_ring(self) and self._slots:
            slot = self._slots[self._at]
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(c.accent, RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QRectF(slot.left, 0, slot.width, self.height()).adjusted(1, 1, -1, -2)
            painter.drawRoundedRect(ring, px(4), px(4))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        self._hover(self._place_at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        """Let the pointer go."""
        super().leaveEvent(event)
        self._hover(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Sort by the column that was pressed."""
        place = self._place_at(event.position().x())
        if event.button() is Qt.MouseButton.LeftButton and place >= 0:
            self._at = place
            self._sort()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the names, and sort."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = -1 if key == Qt.Key.Key_Left else 1
            self._at = min(max(self._at + step, 0), max(len(self._slots) - 1, 0))
            self._tell()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._slots:
            self._sort()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it is gone."""
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say over a name what a press does."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._place_at(event.pos().x())
            text = self._tip(place) if place >= 0 else ""
            QToolTip.showText(event.globalPos(), plain_tip(text), self)
            return True
        return super().event(event)

    def _font(self) -> QFont:
        return self._theme.font(TextSize.CAPTION)

    def _tip(self, place: int) -> str:
        column = self._slots[place].column
        words = column.name[:1].upper() + column.name[1:]
        return f"{words}: sort by it (Enter)" if column.key in self._sorts else words

    def _place_at(self, x: float) -> int:
        for place, slot in enumerate(self._slots):
            if slot.left <= x < slot.left + slot.width:
                return place
        return -1

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            can_sort = place >= 0 and self._slots[place].column.key in self._sorts
            hand, arrow = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
            self.setCursor(hand if can_sort else arrow)
            self.update()

    def _sort(self) -> None:
        key = self._slots[self._at].column.key
        if key in self._sorts:
            self.sort_wanted.emit(key)

    def _tell(self) -> None:
        """Tell a screen reader which head the keys are on and what the rows are sorted by."""
        self.setAccessibleName(f"{self._name}, column heads")
        if not self._slots:
            return
        here = self._slots[self._at].column.name
        by = next((s.column.name for s in self._slots if s.column.key == self._sorted[0]), "")
        way = "highest first" if self._sorted[1] else "lowest first"
        said = f"sorted by {by}, {way}. " if by else ""
        self.setAccessibleDescription(f"{here}. {said}{_KEYS}")

    def _paint_mark(self, painter: QPainter, x: float) -> None:
        """Paint the small triangle: down for the highest first."""
        wide, high = (size * self._theme.zoom for size in _MARK)
        top = (self.height() - 1 - high) / 2
        flat, point = (top, top + high) if self._sorted[1] else (top + high, top)
        corners = [QPointF(x, flat), QPointF(x + wide, flat), QPointF(x + wide / 2, point)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colours.text)
        painter.drawPolygon(QPolygonF(corners))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
