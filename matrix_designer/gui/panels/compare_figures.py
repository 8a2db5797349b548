"""The five figures of a comparison: each over its note, and none moves when the side is switched.

Knows worded figures and the theme; it computes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from matrix_designer.gui.panels.compare_words import Figure
from matrix_designer.gui.text import elided, text_width
from matrix_designer.gui.theme import TextSize, Theme

_HEIGHT = 48
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
        self.setFixedHeight(theme.px(_HEIGHT))
        self.updateGeometry()
        self.update()

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show other figures."""
        if tuple(figures) != self._figures:
            self._figures = tuple(figures)
            self._tell()
            self.updateGeometry()

    def set_before(self, *, is_before: bool) -> None:
        """Show the other side."""
        self._is_before = is_before
        self._tell()

    def texts(self) -> tuple[tuple[str, str], ...]:
        """Return every figure with its note, as they are shown."""
        return tuple(figure.side(is_before=self._is_before) for figure in self._figures)

    def wanted(self) -> int:
        """Return the width at which no text is cut."""
        return self._with_gaps(_LEAST_APART)

    def sizeHint(self) -> QSize:
        """Return the room for all figures."""
        return QSize(self._with_gaps(_USUAL_APART), self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return little: notes are cut where there is no room."""
        return QSize(self._theme.px(200), self._theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint every figure over its note."""
        painter = QPainter(self)
        theme, colours, px = self._theme, self._theme.colours, self._theme.px
        big = theme.number_font(TextSize.HEADLINE, is_semibold=True)
        small = theme.number_font(TextSize.CAPTION)
        widths = self._widths()
        gaps = max(len(widths) - 1, 1)
        spare = (self.width() - sum(widths)) / gaps
        apart = min(max(spare, px(_LEAST_APART)), px(_APART))
        left = 0.0
        for figure, width in zip(self._figures, widths, strict=True):
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
                painter.drawText(QPointF(round(left), px(base)), elided(font, words, room + 1))
            left += width + apart
        painter.end()

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
