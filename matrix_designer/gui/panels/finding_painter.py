"""Paints findings as rows: icon, sentence, dollars, place, and the verb of the fix.

Knows rows and the theme; what a row is of and what a click on it does is not its matter.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPolygonF,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from matrix_designer.analysis.findings import Severity
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.panels.finding_rows import SEVERITY_ICONS, FindingRow
from matrix_designer.gui.text import elided, font_lines, text_width
from matrix_designer.gui.theme import TextSize, Theme

ROW = Qt.ItemDataRole.UserRole
"""The role that hands out a row."""
Index = QModelIndex | QPersistentModelIndex
_ICON = 16
_INSET = 8
_TEXT_LEFT = 32
_PART_INDENT = 14
_TOP = 5
_WIDE_ROW = 24
_MOST_BROKEN = 200
_DOLLARS, _PLACE, _VERB = 190, 110, 84
_NOTE_GAP = 10
_BUTTON_MORE = 16
_CHEVRON = 5


def severity_colour(theme: Theme, severity: Severity) -> QColor:
    """Return the colour of a severity's icon."""
    colours = theme.colours
    if severity is Severity.ERROR:
        return colours.error
    return colours.warning_graphic if severity is Severity.WARNING else colours.muted


class FindingPainter(QStyledItemDelegate):
    """Paints a finding on one line, or its sentence in at most two with a note under it."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        """Paint in a theme."""
        super().__init__(parent)
        self._theme = theme
        self._broken: dict[tuple[str, float], list[str]] = {}
        self.is_wide = False

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._broken.clear()

    def fold_area(self, rect: QRect, row: FindingRow) -> QRect:
        """Return where a click folds or unfolds a row: its icon's column."""
        width = self._theme.px(_TEXT_LEFT) if row.is_folded else 0
        return QRect(rect.left(), rect.top(), width, rect.height())

    def verb_area(self, rect: QRect, row: FindingRow) -> QRect:
        """Return where the verb stands, with room for a click."""
        if not row.verb:
            return QRect()
        px = self._theme.px
        width = round(text_width(self._verb_font(), row.verb)) + 2 * px(_INSET)
        height = rect.height() if self.is_wide else px(24)
        return QRect(rect.right() - width + 1, rect.bottom() - height + 1, width, height)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height for one line, or for one or two lines of sentence and a note."""
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        if self.is_wide:
            return QSize(width, self._theme.px(_WIDE_ROW))
        row: FindingRow = index.data(ROW)
        lines = self._lines(row.sentence, width - self._text_left(row) - self._theme.px(_INSET))
        metrics = self._theme.metrics
        return QSize(width, metrics.finding if len(lines) == 1 else metrics.finding_long)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row: FindingRow = index.data(ROW)
        theme, colours = self._theme, self._theme.colours
        px = theme.px
        rect = QRectF(option.rect)
        painter.save()
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, rect, option.state, is_current=is_current)
        size = px(_ICON)
        top = (rect.height() - size) / 2 if self.is_wide else px(_TOP) + 1
        left = rect.left() + px(_INSET) + (px(_PART_INDENT) if row.is_part else 0)
        icon = QRectF(round(left), round(rect.top() + top), size, size)
        ink = colours.muted if row.reason else severity_colour(theme, row.severity)
        draw_icon(painter, SEVERITY_ICONS[row.severity], ink, icon)
        if row.is_folded and not row.is_part:
            self._paint_chevron(painter, rect.left() + 1, icon.center().y(), is_open=row.is_open)
        if self.is_wide:
            self._paint_line(painter, rect, row, is_current=is_current)
        else:
            self._paint_block(painter, rect, row, is_current=is_current)
        painter.restore()

    def _paint_line(
        self, painter: QPainter, rect: QRectF, row: FindingRow, *, is_current: bool
    ) -> None:
        """Paint sentence, dollars, place and verb on one line, in columns."""
        theme, colours = self._theme, self._theme.colours
        px = theme.px
        height, ascent = font_lines(theme.font())
        base = rect.top() + (rect.height() - height) / 2 + ascent
        verb = rect.right() - px(_VERB)
        place = verb - px(_PLACE)
        dollars = place - px(_DOLLARS)
        left = rect.left() + self._text_left(row)
        text = self._sentence(row)
        room = dollars - px(_INSET) - left
        self._write(painter, left, base, theme.font(), self._ink(row), text, room)
        caption = theme.font(TextSize.CAPTION)
        strong = theme.number_font(TextSize.CAPTION, is_semibold=True)
        self._write(painter, dollars, base, strong, colours.text2, row.dollars, px(_DOLLARS))
        self._write(painter, place, base, caption, colours.text2, row.place, px(_PLACE))
        self._paint_verb(painter, rect, base, row, is_current=is_current)

    def _paint_block(
        self, painter: QPainter, rect: QRectF, row: FindingRow, *, is_current: bool
    ) -> None:
        """Paint the sentence in at most two lines; dollars, place and verb under it."""
        theme, colours = self._theme, self._theme.colours
        px = theme.px
        left = rect.left() + self._text_left(row)
        width = rect.width() - self._text_left(row) - px(_INSET)
        height, ascent = font_lines(theme.font())
        y = rect.top() + px(_TOP) + ascent
        painter.setFont(theme.font())
        painter.setPen(self._ink(row))
        for line in self._lines(row.sentence, width):
            painter.drawText(QPointF(left, y), line)
            y += height - 1
        caption = theme.font(TextSize.CAPTION)
        lines, ascent = font_lines(caption)
        base = rect.bottom() - px(6) - (lines - ascent)
        end = self.verb_area(rect.toRect(), row).left() if row.verb else rect.right() - px(_INSET)
        if row.reason:
            self._write(painter, left, base, caption, colours.muted, row.reason, end - left)
        else:
            strong = theme.number_font(TextSize.CAPTION, is_semibold=True)
            self._write(painter, left, base, strong, colours.text2, row.dollars, end - left)
            left += text_width(strong, row.dollars) + px(_NOTE_GAP) if row.dollars else 0
            if is_current:
                end -= px(_BUTTON_MORE)
            place = place_text(row, caption, end - left)
            self._write(painter, left, base, caption, colours.text2, place, end - left)
        self._paint_verb(painter, rect, base, row, is_current=is_current)

    def _paint_verb(
        self, painter: QPainter, rect: QRectF, base: float, row: FindingRow, *, is_current: bool
    ) -> None:
        """Write the verb in accent; on the current row the solid button stands there."""
        if row.verb and not is_current:
            area = self.verb_area(rect.toRect(), row)
            font = self._verb_font()
            left = float(area.left() + self._theme.px(_INSET))
            self._write(painter, left, base, font, self._theme.colours.accent, row.verb, 1_000)

    def _write(
        self,
        painter: QPainter,
        left: float,
        base: float,
        font: QFont,
        colour: QColor,
        text: str,
        room: float,
    ) -> None:
        """Write one line, shortened where there is no room."""
        if not text or room <= 0:
            return
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(QPointF(round(left), base), elided(font, text, room))

    def _paint_chevron(self, painter: QPainter, left: float, y: float, *, is_open: bool) -> None:
        """Paint the mark of a folded row, pointing right, or down where it is open."""
        size = self._theme.px(_CHEVRON)
        half = size / 2
        points = [(0.0, -half), (size, -half), (half, half)]
        if not is_open:
            points = [(0.0, -half), (size - 1.0, 0.0), (0.0, half)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colours.muted)
        painter.drawPolygon(QPolygonF([QPointF(left + x, y + dy) for x, dy in points]))

    def _paint_ground(
        self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag, *, is_current: bool
    ) -> None:
        """Paint the ground of a current or hovered row."""
        colours = self._theme.colours
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if is_current or is_hovered:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.tint if is_current else colours.window)
            radius = self._theme.metrics.radius_row
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), radius, radius)

    def _ink(self, row: FindingRow) -> QColor:
        return self._theme.colours.muted if row.reason else self._theme.colours.text

    def _sentence(self, row: FindingRow) -> str:
        return f"{row.sentence}  ({row.reason})" if row.reason else row.sentence

    def _verb_font(self) -> QFont:
        return self._theme.font(TextSize.CAPTION, is_semibold=True)

    def _text_left(self, row: FindingRow) -> int:
        return self._theme.px(_TEXT_LEFT + (_PART_INDENT if row.is_part else 0))

    def _lines(self, text: str, width: float) -> list[str]:
        """Break a sentence into at most two lines, once for a width."""
        key = (text, width)
        if key not in self._broken:
            if len(self._broken) >= _MOST_BROKEN:
                self._broken.clear()
            self._broken[key] = self._break(text, max(width, 40.0))
        return self._broken[key]

    def _break(self, text: str, width: float) -> list[str]:
        """Break a sentence into at most two lines, the second shortened where it must be."""
        font = self._theme.font()
        if text_width(font, text) <= width:
            return [text]
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        starts: list[int] = []
        while len(starts) <= 1:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            starts.append(line.textStart())
        layout.endLayout()
        if len(starts) < 2:  # noqa: PLR2004 - a second line or none
            return [text]
        rest = QFontMetricsF(font).elidedText(text[starts[1] :], Qt.TextElideMode.ElideRight, width)
        return [text[: starts[1]].rstrip(), rest]


def place_text(row: FindingRow, font: QFont, room: float) -> str:
    """Return where a row is as far as there is room for it whole: half a word says nothing."""
    for text in (row.place, row.place.removeprefix("worst at ")):
        if text_width(font, text) <= room:
            return text
    return ""
