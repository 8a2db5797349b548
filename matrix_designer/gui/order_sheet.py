"""A test repair order on paper: one painter for the printer and for a PDF.

Knows a priced order in words and Qt's paged devices. Paper is white whatever the theme.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QLineF, QLocale, QMarginsF, QPointF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from matrix_designer.gui.fonts import interface_font

_INK, _QUIET, _LINE = QColor("#16191F"), QColor("#5B6370"), QColor("#C6CCD5")
_BODY, _SMALL, _HEAD = 9.0, 8.0, 15.0
"""Points."""
_ROW, _PAD = 15.0, 3.0
_MARGIN = 14.0
"""Millimetres."""
_POINTS = 72.0
_RESOLUTION = 600


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """One column: its head, its texts, and whether it stands left and is strong."""

    head: str
    texts: tuple[str, ...]
    total: str = ""
    is_left: bool = False
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything on the sheet; `notes` are sentences under the table.

    A long table of few columns stands upright.
    """

    title: str
    under: tuple[str, ...]
    columns: tuple[PaperColumn, ...]
    notes: tuple[str, ...]
    foot: str
    is_upright: bool = False

    @property
    def rows(self) -> int:
        """How many lines the table has."""
        return max((len(column.texts) for column in self.columns), default=0)


def pdf_of(paper: Paper) -> bytes:
    """Return the sheet as a PDF; letter size where the locale has it, else A4."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(paper.title)
    writer.setCreator("Matrix Designer")
    writer.setResolution(_RESOLUTION)
    is_metric = QLocale().measurementSystem() is QLocale.MeasurementSystem.MetricSystem
    size = QPageSize.PageSizeId.A4 if is_metric else QPageSize.PageSizeId.Letter
    set_page(writer, size, is_upright=paper.is_upright)
    paint_paper(paper, writer)
    return bytes(buffer.data().data())


def set_page(
    device: QPagedPaintDevice, size: QPageSize.PageSizeId | None = None, *, is_upright: bool = False
) -> None:
    """Lay the page across, or upright, with even margins; its size stays where none is given."""
    page = QPageSize(size if size is not None else device.pageLayout().pageSize().id())
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    ways = QPageLayout.Orientation
    way = ways.Portrait if is_upright else ways.Landscape
    layout = QPageLayout(page, way, margins, QPageLayout.Unit.Millimeter)
    device.setPageLayout(layout)


def paint_paper(paper: Paper, device: QPagedPaintDevice) -> int:
    """Paint the sheet on as many pages as it takes; returns how many."""
    painter = QPainter(device)
    pages = _Pages(painter, device, paper)
    count = pages.count()
    for page in range(count):
        if page:
            device.newPage()
        pages.paint(page)
    painter.end()
    return count


class _Pages:
    """Cuts the table into pages and paints each; sizes are in device units."""

    def __init__(self, painter: QPainter, device: QPagedPaintDevice, paper: Paper) -> None:
        self._painter = painter
        self._paper = paper
        self._unit = painter.device().logicalDpiY() / _POINTS
        rect = device.pageLayout().paintRectPixels(painter.device().logicalDpiY())
        self._width, self._height = float(rect.width()), float(rect.height())
        self._widths = self._column_widths()
        self._cuts = self._cut_up()

    def count(self) -> int:
        """Return how many pages there are."""
        return len(self._cuts)

    def paint(self, page: int) -> None:
        """Paint one page."""
        top = self._paint_header(page)
        start, stop = self._cuts[page]
        top = self._paint_heads(top)
        for row in range(start, stop):
            texts = [column.texts[row] for column in self._paper.columns]
            top = self._paint_row(texts, top, is_total=False)
        if stop == self._paper.rows:
            self._rule(top, is_strong=True)
            top = self._paint_row([c.total for c in self._paper.columns], top, is_total=True)
            self._paint_notes(top)
        self._paint_foot(page)

    def _cut_up(self) -> list[tuple[int, int]]:
        """Return the first line of each page and the one behind its last; the last has notes."""
        cuts: list[tuple[int, int]] = []
        start, rows = 0, self._paper.rows
        notes = len(self._paper.notes) + 1
        while True:
            room = self._room(len(cuts))
            if rows - start <= max(room - notes, 1):
                return [*cuts, (start, rows)]
            stop = min(start + room, rows - 1)
            cuts.append((start, stop))
            start = stop

    def _room(self, page: int) -> int:
        """Return how many lines a page holds where no notes stand under them."""
        left = self._height - self._header_height(page) - 4 * _ROW * self._unit
        return max(int(left // (_ROW * self._unit)), 1)

    def _header_height(self, page: int) -> float:
        return (44 + 13 * len(self._paper.under) if page == 0 else 26) * self._unit

    def _font(self, points: float, *, is_strong: bool = False) -> QFont:
        font = QFont(interface_font())
        font.setPixelSize(max(round(points * self._unit), 1))
        font.setWeight(QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal)
        font.setFeature(QFont.Tag("tnum"), 1)
        font.setKerning(False)
        return font

    def _measure(self, text: str, font: QFont) -> float:
        return QFontMetricsF(font, self._painter.device()).horizontalAdvance(text)

    def _column_widths(self) -> list[float]:
        """Return widths in which every text fits; what is spare goes to the first column."""
        strong, small = self._font(_BODY, is_strong=True), self._font(_SMALL)
        widths = [
            max(
                self._measure(column.head, small),
                *(self._measure(text, strong) for text in (*column.texts, column.total)),
            )
            + 2 * _PAD * self._unit
            for column in self._paper.columns
        ]
        total = sum(widths)
        if total > self._width:
            widths[0] = max(widths[0] - (total - self._width), 60 * self._unit)
        else:
            spare = (self._width - total) / len(widths)
            widths = [width + spare for width in widths]
        return widths

    def _paint_header(self, page: int) -> float:
        painter, unit = self._painter, self._unit
        size = _HEAD if page == 0 else _BODY
        painter.setFont(self._font(size, is_strong=True))
        painter.setPen(_INK)
        painter.drawText(QPointF(0, size * unit), self._paper.title)
        if page == 0:
            painter.setFont(self._font(_BODY))
            painter.setPen(_QUIET)
            for line, text in enumerate(self._paper.under):
                painter.drawText(QPointF(0, (32 + 13 * line) * unit), text)
        return self._header_height(page)

    def _paint_heads(self, top: float) -> float:
        painter, unit = self._painter, self._unit
        font = self._font(_SMALL)
        painter.setFont(font)
        painter.setPen(_QUIET)
        base = top + 10 * unit
        self._write([column.head for column in self._paper.columns], base, [font])
        self._rule(top + _ROW * unit, is_strong=True)
        return top + _ROW * unit

    def _paint_row(self, texts: Sequence[str], top: float, *, is_total: bool) -> float:
        fonts = [
            self._font(_BODY, is_strong=is_total or column.is_strong)
            for column in self._paper.columns
        ]
        self._painter.setPen(_INK)
        self._write(texts, top + 11 * self._unit, fonts)
        below = top + _ROW * self._unit
        if not is_total:
            self._rule(below, is_strong=False)
        return below

    def _write(self, texts: Sequence[str], base: float, fonts: Sequence[QFont]) -> None:
        left, pad = 0.0, _PAD * self._unit
        for place, (column, width) in enumerate(
            zip(self._paper.columns, self._widths, strict=True)
        ):
            font = fonts[min(place, len(fonts) - 1)]
            self._painter.setFont(font)
            metrics = QFontMetricsF(font, self._painter.device())
            text = _cut(metrics, texts[place], width - 2 * pad)
            wide = metrics.horizontalAdvance(text)
            at = left + pad if column.is_left else left + width - pad - wide
            self._painter.drawText(QPointF(at if place else 0.0, base), text)
            left += width

    def _rule(self, at: float, *, is_strong: bool) -> None:
        width = (0.8 if is_strong else 0.3) * self._unit
        self._painter.setPen(QPen(_QUIET if is_strong else _LINE, width))
        self._painter.drawLine(QLineF(0, at, self._width, at))

    def _paint_notes(self, top: float) -> None:
        self._painter.setFont(self._font(_SMALL))
        self._painter.setPen(_QUIET)
        for line, text in enumerate(self._paper.notes):
            base = top + (20 + 12 * line) * self._unit
            self._painter.drawText(QPointF(0, base), text)

    def _paint_foot(self, page: int) -> None:
        self._painter.setFont(self._font(_SMALL))
        self._painter.setPen(_QUIET)
        base = self._height - 2 * self._unit
        self._painter.drawText(QPointF(0, base), self._paper.foot)
        number = f"Page {page + 1} of {self.count()}"
        wide = self._measure(number, self._font(_SMALL))
        self._painter.drawText(QPointF(self._width - wide, base), number)


def _cut(metrics: QFontMetricsF, text: str, room: float) -> str:
    """Shorten a text that has no room, with an ellipsis."""
    if metrics.horizontalAdvance(text) <= room:
        return text
    while text and metrics.horizontalAdvance(f"{text}…") > room:
        text = text[:-1]
    return f"{text.rstrip()}…"
