"""The grid's edges: the two-line head, the gutter, the corner and the total row.

Each paints itself over the geometry of the view's sections. They know column specs, prepared
rows and the theme, and no noun.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHeaderView, QWidget

from matrix_designer.gui.grid.columns import Align, Ink, TotalRow
from matrix_designer.gui.grid.delegate import PAD_LEFT, PAD_RIGHT, CellDelegate, Section
from matrix_designer.gui.grid.model import GridModel
from matrix_designer.gui.icons import icon_pixmap
from matrix_designer.gui.text import font_lines, text_width
from matrix_designer.gui.theme import TextSize, Theme

GUTTER = 44
_GUTTER_PAD = 7
_ICON_LEFT = 4
_EDGE = 2
_EDGE_GRAB = 3
_LEAST_WIDTH = 24


def text_baseline(font: QFont, top: float, height: float) -> float:
    """Return where a line of text stands in a box, on a whole pixel."""
    line, ascent = font_lines(font)
    return round(top + (height - line) / 2 + ascent)


class ColumnHead(QHeaderView):
    """Group names with a hairline each, column names below, a stronger line under all."""

    column_pressed = Signal(int, object)
    column_dragged = Signal(int)
    width_dragged = Signal(int, int)
    width_forgotten = Signal(int)

    def __init__(self, model: GridModel, theme: Theme, parent: QWidget) -> None:
        """Take the columns and a look."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._grid = model
        self._theme = theme
        self._widening: tuple[int, int] | None = None
        self._gaps: dict[int, int] = {}
        self._sections: tuple[tuple[int, QRect], ...] = ()
        self._sections_of: tuple[int, ...] = ()
        self.sectionResized.connect(self._on_sections_changed)
        self.sectionCountChanged.connect(self._on_sections_changed)
        self.setMouseTracking(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)
        self.setHighlightSections(False)
        self.setFixedHeight(theme.metrics.grid_head)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.setFixedHeight(theme.metrics.grid_head)
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Return the height of the two lines."""
        return QSize(0, self._theme.metrics.grid_head)

    def title_width(self, column: int) -> float:
        """Return how wide a column's name is."""
        title = self._grid.spec.columns[column].title
        return text_width(self._theme.font(TextSize.CAPTION), title)

    def set_gaps(self, gaps: Mapping[int, int]) -> None:
        """Leave so much free before these columns."""
        self._gaps = dict(gaps)
        self._sections_of = ()

    def reset(self) -> None:
        """Forget where the columns stood."""
        super().reset()
        self._sections_of = ()

    def shown_sections(self) -> tuple[tuple[int, QRect], ...]:
        """Return each shown column with its box below the group line, the gap left out.

        It is the same tuple until a column stands elsewhere.
        """
        asked = (self.offset(), self.width(), self.height())
        if asked != self._sections_of:
            self._sections_of = asked
            shown = (place for place in range(self.count()) if not self.isSectionHidden(place))
            self._sections = tuple((place, self._box(place)) for place in shown)
        return self._sections

    def _box(self, column: int) -> QRect:
        middle, gap = self.height() // 2, self._gaps.get(column, 0)
        left, width = self.sectionViewportPosition(column) + gap, self.sectionSize(column) - gap
        return QRect(left, middle, width, self.height() - middle - 1)

    def _on_sections_changed(self, *_changed: int) -> None:
        self._sections_of = ()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint both lines."""
        colours = self._theme.colours
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), colours.surface)
        painter.fillRect(0, self.height() - 1, self.width(), 1, colours.line2)
        font = self._theme.font(TextSize.CAPTION)
        painter.setFont(font)
        columns, px = self._grid.spec.columns, self._theme.px
        sections = self.shown_sections()
        for place, box in sections:
            column = columns[place]
            x = float(box.left() + px(PAD_LEFT))
            if column.align is Align.RIGHT:
                x = box.right() + 1 - px(PAD_RIGHT) - text_width(font, column.title)
            painter.setPen(getattr(colours, column.head_ink.value))
            y = text_baseline(font, box.top(), px(19))
            painter.drawText(QPointF(x, y), column.title)
        self._paint_groups(painter, sections)

    def _paint_groups(self, painter: QPainter, sections: Sequence[tuple[int, QRect]]) -> None:
        """Paint each group's name over its columns, with a hairline under it."""
        colours = self._theme.colours
        font = self._theme.font(TextSize.CAPTION, is_semibold=True)
        painter.setFont(font)
        columns = self._grid.spec.columns
        for group, members in groupby(sections, key=lambda one: columns[one[0]].group):
            boxes = [box for _place, box in members]
            if not group:
                continue
            left, right = boxes[0].left() + 4, boxes[-1].right() + 1 - 3
            painter.fillRect(left, boxes[0].top() - 1, right - left, 1, colours.line)
            painter.setPen(colours.text2)
            y = text_baseline(font, 0, boxes[0].top() - 1)
            painter.drawText(QPointF(boxes[0].left() + self._theme.px(PAD_LEFT), y), group)

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        """Take the edge of a column, or tell the view that its head was pressed."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        x = event.position().toPoint().x()
        edge = self._edge_at(x)
        if edge is not None:
            self._widening = (edge, x - self.sectionSize(edge))
            return
        column = self.logicalIndexAt(x)
        if column >= 0:
            self.column_pressed.emit(column, event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent, /) -> None:
        """Tell the view that an edge was dragged, or the pointer over column heads."""
        x = event.position().toPoint().x()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            on_edge = self._edge_at(x) is not None
            self.viewport().setCursor(
                Qt.CursorShape.SplitHCursor if on_edge else Qt.CursorShape.ArrowCursor
            )
        elif self._widening is not None:
            column, offset = self._widening
            self.width_dragged.emit(column, max(x - offset, _LEAST_WIDTH))
        elif (column := self.logicalIndexAt(x)) >= 0:
            self.column_dragged.emit(column)

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        """Let the edge go."""
        event.accept()
        self._widening = None

    def mouseDoubleClickEvent(self, event: QMouseEvent, /) -> None:
        """Forget the width that a column was given, on its edge."""
        edge = self._edge_at(event.position().toPoint().x())
        if edge is not None:
            self.width_forgotten.emit(edge)

    def _edge_at(self, x: int) -> int | None:
        """Return the column whose right edge is under the pointer."""
        for place, box in self.shown_sections():
            if abs(box.right() + 1 - x) <= _EDGE_GRAB:
                return place
        return None


class Gutter(QHeaderView):
    """Row numbers with the icon of what was found there.

    `row_pressed(row, modifiers)`, `row_dragged(row)`: the pointer went down, and over rows with
    it down; `edge_dragged(row)`: it is nearest to the upper edge of that row; `released()`.
    """

    row_pressed = Signal(int, object)
    row_dragged = Signal(int)
    edge_dragged = Signal(int)
    released = Signal()

    def __init__(
        self, model: GridModel, theme: Theme, is_selected: Callable[[int], bool], parent: QWidget
    ) -> None:
        """Take the prepared rows, a look and the view's word on which rows are selected."""
        super().__init__(Qt.Orientation.Vertical, parent)
        self._grid = model
        self._theme = theme
        self._is_selected = is_selected
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)
        self.setDefaultSectionSize(theme.metrics.row)
        self.setFixedWidth(theme.px(GUTTER))
        self._icons: dict[tuple[str, Ink, float], QPixmap] = {}
        # headerDataChanged would lay the whole view out anew
        model.head_exchanged.connect(self._on_head_exchanged)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._icons.clear()
        self.viewport().update()

    def _on_head_exchanged(self, row: int) -> None:
        top = self.sectionViewportPosition(row)
        self.viewport().update(0, top, self.width(), self.sectionSize(row))

    def fit_numbers(self) -> None:
        """Be as wide as the longest row number beside an icon needs, never narrower than usual."""
        icon = self._theme.metrics.icon_small + 2
        heads = (self._grid.prepared(row).head for row in range(self._grid.rowCount()))
        widest = max(
            (self._number_width(head.text) + (icon if head.icon else 0) for head in heads),
            default=0,
        )
        px = self._theme.px
        width = max(px(GUTTER), round(px(_ICON_LEFT) + widest + px(_GUTTER_PAD)))
        if width != self.width():
            self.setFixedWidth(width)

    def _number_width(self, text: str) -> float:
        return text_width(self._theme.number_font(is_semibold=True), text)

    def sizeHint(self) -> QSize:
        """Return the width of the gutter; the height is the view's."""
        return QSize(self.width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that lie in the area to paint."""
        painter = QPainter(self.viewport())
        area = event.rect()
        painter.fillRect(area, self._theme.colours.surface)
        for row in range(self.count()):
            top, height = self.sectionViewportPosition(row), self.sectionSize(row)
            if top <= area.bottom() and top + height > area.top():
                self._paint_row(painter, row, QRect(0, top, self.width(), height))

    def _paint_row(self, painter: QPainter, row: int, box: QRect) -> None:
        colours = self._theme.colours
        prepared = self._grid.prepared(row)
        head = prepared.head
        selected = self._is_selected(row)
        if prepared.is_sunken:
            painter.fillRect(box, colours.sunken)
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, colours.grid)
        if selected:
            edge = self._theme.px(_EDGE)
            painter.fillRect(box.left(), box.top(), edge, box.height() - 1, colours.accent)
        font = self._theme.number_font(is_semibold=selected or head.is_semibold)
        painter.setFont(font)
        ink = colours.accent if selected else colours.text2 if head.is_semibold else colours.muted
        painter.setPen(ink)
        x = box.width() - self._theme.px(_GUTTER_PAD) - text_width(font, head.text)
        y = text_baseline(font, box.top(), box.height() - 1)
        painter.drawText(QPointF(x, y), head.text)
        if head.icon:
            self._paint_icon(painter, head.icon, head.icon_ink, box)

    def _paint_icon(self, painter: QPainter, name: str, ink: Ink, box: QRect) -> None:
        size, ratio = self._theme.metrics.icon_small, self.devicePixelRatioF()
        pixmap = self._icons.get((name, ink, ratio))
        if pixmap is None:
            colour: QColor = getattr(self._theme.colours, ink.value)
            pixmap = self._icons[name, ink, ratio] = icon_pixmap(name, colour, size, ratio)
        top = box.top() + (box.height() - 1 - size) // 2
        painter.drawPixmap(QPointF(self._theme.px(_ICON_LEFT), top), pixmap)

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        """Tell the view that a row's number was pressed."""
        row = self.logicalIndexAt(event.position().toPoint())
        if row >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.row_pressed.emit(row, event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent, /) -> None:
        """Tell the view that the pointer was dragged over row numbers."""
        point = event.position().toPoint()
        row = self.logicalIndexAt(point)
        if not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if row >= 0:
            self.row_dragged.emit(row)
        size = self.defaultSectionSize()
        below = self.count() if row < 0 else row
        past = 0 if row < 0 else point.y() - self.sectionViewportPosition(row) > size // 2
        self.edge_dragged.emit(0 if point.y() < 0 else below + past)

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        """Tell the view that the pointer went up."""
        event.accept()
        self.released.emit()


class Corner(QWidget):
    """The name of the gutter, over it; a press selects everything."""

    pressed = Signal()

    def __init__(self, text: str, theme: Theme, parent: QWidget) -> None:
        """Take the word and a look."""
        super().__init__(parent)
        self._text = text
        self._theme = theme
        self.setAccessibleName(f"Select all, {text}")
        self.setToolTip("Select all (Ctrl+A)")

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the word on the column line."""
        colours = self._theme.colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.surface)
        painter.fillRect(0, self.height() - 1, self.width(), 1, colours.line2)
        font = self._theme.font(TextSize.CAPTION)
        painter.setFont(font)
        painter.setPen(colours.muted)
        x = self.width() - self._theme.px(_GUTTER_PAD) - text_width(font, self._text)
        middle = self.height() // 2
        painter.drawText(QPointF(x, text_baseline(font, middle, self._theme.px(19))), self._text)

    def mousePressEvent(self, _event: QMouseEvent, /) -> None:
        """Tell that everything is wanted."""
        self.pressed.emit()


class TotalBar(QWidget):
    """The total under the grid, on the columns' own places."""

    def __init__(
        self, model: GridModel, head: ColumnHead, gutter: Gutter, theme: Theme, parent: QWidget
    ) -> None:
        """Take the columns with their places, and a look."""
        super().__init__(parent)
        self._grid = model
        self._head = head
        self._gutter = gutter
        self._theme = theme
        self._delegate = CellDelegate(theme)
        self._total = TotalRow("", {})
        self._widths: dict[str, float] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFixedHeight(theme.metrics.total)
        self.setAccessibleName("Total")

    @property
    def total(self) -> TotalRow:
        """What is shown."""
        return self._total

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._delegate = CellDelegate(theme)
        cells = self._total.cells
        self._widths = {key: self._delegate.measure(cell) for key, cell in cells.items()}
        self.setFixedHeight(theme.metrics.total)
        self.update()

    def set_total(self, total: TotalRow) -> None:
        """Show other figures."""
        if total == self._total:
            return
        before, widths = self._total, self._widths
        self._total = total
        self._widths = {key: self._delegate.measure(cell) for key, cell in total.cells.items()}
        named = (
            f"{column.name} {total.cells[column.key].text}"
            for column in self._grid.spec.columns
            if column.key in total.cells
        )
        self.setAccessibleName(total.label or "Total")
        self.setAccessibleDescription(", ".join(named))
        if before.label != total.label:
            self.update()
        for section in self._sections():
            key = section.column.key
            if before.cells.get(key) != total.cells.get(key):
                width = max(widths.get(key, 0), self._widths.get(key, 0))
                self.update(self._area(section, width))

    def _sections(self) -> tuple[Section, ...]:
        """Return where the shown columns stand, right of the gutter."""
        return self._delegate.sections(self._grid.spec.columns, self._head.shown_sections())

    def _area(self, section: Section, width: float) -> QRect:
        """Return what a text of some width reaches, in a column that may be too narrow for it."""
        left = min(section.left, math.floor(section.end - width))
        start, right = self._gutter.width(), section.left + section.width
        return QRect(start + left, 0, right - left, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the label and the totals of the shown columns that lie in the area to paint."""
        colours, region = self._theme.colours, event.region()
        painter = QPainter(self)
        painter.fillRect(event.rect(), colours.surface)
        painter.fillRect(0, 0, self.width(), 1, colours.line2)
        painter.fillRect(0, self.height() - 1, self.width(), 1, colours.line)
        font, label = self._theme.font(is_semibold=True), self._total.label
        left = self._theme.metrics.margin
        if event.rect().left() <= left + text_width(font, label):
            painter.setFont(font)
            painter.setPen(colours.text)
            painter.drawText(QPointF(left, text_baseline(font, 1, self.height() - 2)), label)
        start, rows = self._gutter.width(), (1, self.height() - 1)
        painter.setClipRect(QRectF(start, 0, self.width() - start, self.height()))
        painter.translate(start, 0)
        for section in self._sections():
            cell = self._total.cells.get(section.column.key)
            if cell is not None:
                width = self._widths[section.column.key]
                if region.intersects(self._area(section, width)):
                    self._delegate.paint_cell(painter, rows, cell, section, width)
