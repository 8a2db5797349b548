"""How the topics of help stand in their list: like the rows of every other list.

Knows the theme and rows of text; it chooses nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from matrix_designer.gui.controls import RING, has_ring
from matrix_designer.gui.text import elided
from matrix_designer.gui.theme import Theme

_INSET = 8


class TopicPainter(QStyledItemDelegate):
    """Paints a topic: the current one on tint and semibold, its ring where the keyboard is."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Paint in a theme, for a list."""
        super().__init__(parent)
        self._list = parent
        self.theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint ground, ring and title."""
        theme, colours = self.theme, self.theme.colours
        state = option.state
        rect = QRectF(option.rect)
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = theme.metrics.radius_row
        if is_current or is_hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.tint if is_current else colours.window)
            painter.drawRoundedRect(rect, radius, radius)
        if is_current and has_ring(self._list):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.accent, RING))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
        font = theme.font(is_semibold=is_current)
        painter.setFont(font)
        painter.setPen(colours.text)
        inset = theme.px(_INSET)
        room = rect.adjusted(inset, 0, -inset, 0)
        title = elided(font, str(index.data() or ""), room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        painter.restore()
