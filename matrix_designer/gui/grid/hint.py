"""The read-as hint: one row high, above the cell that is edited, never taller.

Pure geometry and painting. Knows runs of text and the theme.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from matrix_designer.gui.grid.columns import Run, Tone
from matrix_designer.gui.theme import TextSize, Theme

_PAD = 9
_OUT = 3


class Hint:
    """Paints what a text was read as, or why it is refused."""

    def __init__(self, theme: Theme) -> None:
        """Take fonts and colours once."""
        self._theme = theme
        self._pad, self._out = theme.px(_PAD), theme.px(_OUT)
        self._fonts = [
            theme.number_font(TextSize.CAPTION, is_semibold=strong) for strong in (False, True)
        ]
        self._metrics = [QFontMetricsF(font) for font in self._fonts]

    def width(self, runs: Sequence[Run]) -> int:
        """Return how wide the hint is with its padding."""
        return round(sum(self._advance(run) for run in runs)) + 2 * self._pad

    def place(self, cell: QRect, runs: Sequence[Run], area: QRect) -> QRect:
        """Return where the hint stands: on the row above, in the topmost row below; inside."""
        width = min(self.width(runs), area.width())
        left = min(cell.left() - self._out, area.right() + 1 - width)
        top = cell.top() - cell.height()
        if top < area.top():
            top = cell.bottom() + 1
        return QRect(max(left, area.left()), top, width, cell.height())

    def paint(
        self, painter: QPainter, box: QRect, runs: Sequence[Run], *, is_refused: bool
    ) -> None:
        """Paint the hint's edge and text."""
        colours = self._theme.colours
        edge = colours.error if is_refused else colours.accent
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(edge, 1.0))
        painter.setBrush(colours.surface)
        outline = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = self._theme.metrics.radius_field
        painter.drawRoundedRect(outline, radius, radius)
        painter.setClipRect(box.adjusted(self._pad - 2, 0, -self._pad + 4, 0))
        inks = dict.fromkeys(Tone, colours.error if is_refused else colours.text)
        if not is_refused:
            inks[Tone.QUIET] = colours.muted
        self._paint_runs(painter, box, runs, inks)
        painter.restore()

    def _paint_runs(
        self, painter: QPainter, box: QRect, runs: Sequence[Run], inks: dict[Tone, QColor]
    ) -> None:
        x = float(box.left() + self._pad)
        end = box.right() + 1 - self._pad
        metrics = self._metrics[0]
        free = box.height() - metrics.ascent() - metrics.descent()
        y = box.top() + round(free / 2 + metrics.ascent())
        for run in runs:
            painter.setFont(self._font(run))
            painter.setPen(inks[run.tone])
            text = run.text
            if x + self._advance(run) > end + 1:
                text = self._metrics[_weight(run)].elidedText(
                    text, Qt.TextElideMode.ElideRight, max(end - x, 0)
                )
            painter.drawText(QPointF(x, y), text)
            x += self._advance(run)

    def _font(self, run: Run) -> QFont:
        return self._fonts[_weight(run)]

    def _advance(self, run: Run) -> float:
        return self._metrics[_weight(run)].horizontalAdvance(run.text)


def _weight(run: Run) -> bool:
    return run.tone is Tone.STRONG


def plain_text(runs: Sequence[Run]) -> str:
    """Return a hint as a screen reader says it."""
    return "".join(run.text for run in runs)
