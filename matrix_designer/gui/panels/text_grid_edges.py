"""The edges of a grid of texts: heads of two lines, and the gutter with a label a row.

They paint themselves over the geometry of the view's sections and know texts and the theme only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHeaderView, QTableView, QWidget

from matrix_designer.gui.panels.text_rows import Head
from matrix_designer.gui.text import elided, font_lines, text_width
from matrix_designer.gui.theme import TextSize, Theme

_PAD = 7
_LEAST_GUTTER = 44


class Corner(QObject):
    """Paints the corner over the gutter, which Qt would paint in the style's own way."""

    def __init__(self, theme: Theme, table: QTableView) -> None:
        """Take over the corner of a table."""
        super().__init__(table)
        self._theme = theme
        for corner in table.findChildren(QAbstractButton):
            corner.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            corner.setAccessibleName("All cells")
            corner.installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme

    def eventFilter(self, corner: QObject, event: QEvent) -> bool:
        """Paint the ground and the line under the heads."""
        if event.type() is not QEvent.Type.Paint or not isinstance(corner, QWidget):
            return False
        painter = QPainter(corner)
        painter.fillRect(corner.rect(), self._theme.colours.surface)
        painter.fillRect(0, corner.height() - 1, corner.width(), 1, self._theme.colours.line2)
        painter.end()
        return True


class TextHead(QHeaderView):
    """What a column is taken for, over what the file calls it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Start without heads."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._heads: tuple[Head, ...] = ()
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)
        self.setMouseTracking(True)
        self.setAccessibleName("Columns")
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.setFixedHeight(self.sizeHint().height())
        self.viewport().update()

    def show_heads(self, heads: tuple[Head, ...]) -> None:
        """Show other heads."""
        self._heads = heads
        self.setFixedHeight(self.sizeHint().height())
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Return the height of the two lines, or of one where nothing stands over the titles."""
        height = self._theme.metrics.grid_head
        is_single = bool(self._heads) and not any(head.over for head in self._heads)
        return QSize(0, self._theme.metrics.total if is_single else height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint both lines of every head in view."""
        theme, c = self._theme, self._theme.colours
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), c.surface)
        painter.fillRect(0, self.height() - 1, self.width(), 1, c.line2)
        over = theme.font(TextSize.CAPTION, is_semibold=True)
        under = theme.font(TextSize.CAPTION)
        first, last = self.visualIndexAt(0), self.visualIndexAt(self.viewport().width() - 1)
        last = len(self._heads) - 1 if last < 0 else min(last, len(self._heads) - 1)
        pad = theme.px(_PAD)
        is_single = self.height() < theme.metrics.grid_head
        half = self.height() if is_single else self.height() // 2
        for column in range(max(first, 0), last + 1):
            head = self._heads[column]
            left, width = self.sectionViewportPosition(column), self.sectionSize(column)
            room = width - 2 * pad
            for font, text, top, ink in (
                (over, head.over, theme.px(2), c.muted if head.is_quiet else c.accent),
                (
                    under,
                    head.title,
                    0 if is_single else half,
                    c.muted if head.is_quiet else c.text2,
                ),
            ):
                shown = elided(font, text, room)
                height, ascent = font_lines(font)
                x = left + pad
                if head.is_right:
                    x = round(left + width - pad - text_width(font, shown))
                painter.setFont(font)
                painter.setPen(ink)
                painter.drawText(QPoint(x, round(top + (half - height) / 2 + ascent)), shown)
        painter.end()


class Gutter(QHeaderView):
    """The label of each row, at the right of the gutter: the line in the file."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Start without labels."""
        super().__init__(Qt.Orientation.Vertical, parent)
        self._labels: tuple[str, ...] = ()
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)
        self.setAccessibleName("Lines of the file")
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.setDefaultSectionSize(theme.metrics.row)
        self._fit()
        self.viewport().update()

    def show_labels(self, labels: tuple[str, ...]) -> None:
        """Show other labels."""
        self._labels = labels
        self._fit()
        self.viewport().update()

    def _fit(self) -> None:
        font = self._theme.number_font(TextSize.CAPTION)
        longest = max(self._labels, key=len, default="")
        width = text_width(font, longest) + self._theme.px(2 * _PAD + 4)
        self.setFixedWidth(max(round(width), self._theme.px(_LEAST_GUTTER)))

    def sizeHint(self) -> QSize:
        """Return the room for the longest label."""
        return QSize(self.maximumWidth(), 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the labels in view, and the hairlines of the rows."""
        theme, c = self._theme, self._theme.colours
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), c.surface)
        font = theme.number_font(TextSize.CAPTION)
        height, ascent = font_lines(font)
        first, last = self.visualIndexAt(0), self.visualIndexAt(self.viewport().height() - 1)
        last = len(self._labels) - 1 if last < 0 else min(last, len(self._labels) - 1)
        painter.setFont(font)
        painter.setPen(c.muted)
        for row in range(max(first, 0), last + 1):
            top, size = self.sectionViewportPosition(row), self.sectionSize(row)
            text = self._labels[row]
            left = round(self.width() - theme.px(_PAD + 4) - text_width(font, text))
            painter.drawText(QPoint(left, round(top + (size - height) / 2 + ascent)), text)
            painter.fillRect(0, top + size - 1, self.width(), 1, c.grid)
        painter.end()
