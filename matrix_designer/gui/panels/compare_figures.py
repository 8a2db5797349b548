"""The five figures of a comparison: each over its note, and none moves when the side is switched.

Where there is no width for all of them, they take a second line.

Knows worded figures and the theme; it computes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from matrix_designer.gui.panels.compare_words import Figure
from matrix_designer.gui.text import elided, text_width
from matrix_designer.gui.theme import TextSize, Theme

_HEIGHT = 48
_LINE = 54
"""How far a second line of figures stands below the first."""
_FIGURE, _NOTE = 22, 41
_APART, _USUAL_APART, _LEAST_APART = 44, 28, 16


class CompareFigures(QWidget):
    """Figures beside each other, as wide as the wider of their two sides."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = theme
        self._figures: tuple[Figure, ...] = ()
        self._is_before = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Figures of the comparison")
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._fit()
        self.updateGeometry()
        self.update()

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show other figures."""
        if tuple(figures) != self._figures:
            self._figures = tuple(figures)
            self._tell()
            self._fit()
            self.updateGeometry()

    def set_before(self, *, is_before: bool) -> None:
        """Show the other side."""
        self._is_before = is_before
        self._tell()

    def texts(self) -> tuple[tuple[str, str], ...]:
        """Return every figure with its note, as they are shown."""
        return tuple(figure.side(is_before=self._is_before) for figure in self._figures)

    def wanted(self) -> int:
        """Return the width at which all stand in one line and no text is cut."""
        return self._with_gaps(_LEAST_APART)

    def sizeHint(self) -> QSize:
        """Return the room for all figures."""
        return QSize(self._with_gaps(_USUAL_APART), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        """Return little: notes are cut where there is no room."""
        return QSize(self._theme.px(200), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many lines as the width asks for."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint every figure over its note."""
        painter = QPainter(self)
        theme, colours, px = self._theme, self._theme.colours, self._theme.px
        big = theme.number_font(TextSize.HEADLINE, is_semibold=True)
        small = theme.number_font(TextSize.CAPTION)
        widths = self._widths()
        each = self._in_a_line(widths)
        wide = _columns(widths, each)
        gaps = max(len(wide) - 1, 1)
        spare = (self.width() - sum(wide)) / gaps
        apart = min(max(spare, px(_LEAST_APART)), px(_APART))
        for place, (figure, width) in enumerate(zip(self._figures, widths, strict=True)):
            at = place % each
            left, top = sum(wide[:at]) + apart * at, px(_LINE) * (place // each)
            text, note = figure.side(is_before=self._is_before)
            ink = colours.accent if figure.is_accent else colours.text
            if self._is_before:
                ink = colours.in_force
            room = min(width, self.width() - left)
            for base, words, font, colour in (
                (_FIGURE, text, big, ink),
                (_NOTE, note, small, colours.muted),
            ):
                painter.setFont(font)
                painter.setPen(colour)
                spot = QPointF(round(left), top + px(base))
                painter.drawText(spot, elided(font, words, room + 1))
        painter.end()

    def _fit(self) -> None:
        """Be as high as the lines that are needed."""
        widths = self._widths()
        lines = -(-len(widths) // self._in_a_line(widths)) if widths else 1
        height = self._theme.px(_HEIGHT) + self._theme.px(_LINE) * (lines - 1)
        if self.minimumHeight() != height or self.maximumHeight() != height:
            self.setFixedHeight(height)

    def _in_a_line(self, widths: Sequence[float]) -> int:
        """Return how many figures stand in a line: all, or so many that their columns fit."""
        count = max(len(widths), 1)
        for each in range(count, 1, -1):
            wide = _columns(widths, each)
            if sum(wide) + self._theme.px(_LEAST_APART) * (len(wide) - 1) <= self.width():
                return each
        return 1

    def _widths(self) -> list[float]:
        big = self._theme.number_font(TextSize.HEADLINE, is_semibold=True)
        small = self._theme.number_font(TextSize.CAPTION)
        return [
            max(
                *(text_width(big, text) for text in (figure.after, figure.before)),
                *(text_width(small, text) for text in (figure.note, figure.note_before)),
            )
            for figure in self._figures
        ]

    def _with_gaps(self, apart: int) -> int:
        gaps = self._theme.px(apart) * max(len(self._figures) - 1, 0)
        return round(sum(self._widths()) + gaps + 1)

    def _tell(self) -> None:
        self.setAccessibleDescription(". ".join(", ".join(pair) for pair in self.texts()))
        self.update()


def _columns(widths: Sequence[float], each: int) -> list[float]:
    """Return the widths of the columns where so many figures stand in a line."""
    return [max(widths[at::each]) for at in range(min(each, len(widths)))]
