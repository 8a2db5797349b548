"""One row of the start page's recent files: name, folder, GP %, findings, when it was saved.

Shows what is known of the file without opening it.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from matrix_designer.gui.controls import has_ring
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.numbers import local_numbers
from matrix_designer.gui.plain_tip import plain_tip
from matrix_designer.gui.recent_files import figures_of, is_gone, saved_text
from matrix_designer.gui.texts import counted
from matrix_designer.gui.theme import Theme
from matrix_designer.session.recent_figures import RecentFigures

_HEIGHT = 34
_FOLDER_AT, _GP_END, _FINDINGS_AT, _DATE_FROM = 0.31, 0.615, 0.665, 0.84
"""Parts of the width where columns begin; the GP % is flush at its end."""
_WIDE = 680
"""The width under which name, folder and date have the row to themselves."""


class RecentRow(QAbstractButton):
    """One recent file. `chosen(path)`."""

    chosen = Signal(str)

    def __init__(self, file: Path, kept: RecentFigures | None, theme: Theme) -> None:
        """Show a file with what was kept of it."""
        super().__init__()
        self._file = file
        self._is_gone = is_gone(file)
        self._when = "is gone" if self._is_gone else saved_text(file)
        self._figures = figures_of(file, kept)
        self._gp, self._findings = _told(self._figures)
        self.setEnabled(not self._is_gone)
        told = (self._gp, self._findings, self._when or "no date")
        self.setAccessibleName(f"{file.name} in {file.parent}, {', '.join(filter(None, told))}")
        self.setToolTip(plain_tip(f"{file}\nOpen it (Space)" if self.isEnabled() else str(file)))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._on_clicked)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.setFixedHeight(theme.px(_HEIGHT))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of one row."""
        return QSize(200, self._theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon, name, folder, figures and date over a hairline."""
        painter = QPainter(self)
        c, px = self._theme.colours, self._theme.px
        if (self.underMouse() and self.isEnabled()) or has_ring(self):
            painter.fillRect(self.rect(), c.tint if has_ring(self) else c.window)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), c.line)
        icon = self._theme.metrics.icon
        draw_icon(painter, "table-2", c.muted, QRectF(px(4), px(9), icon, icon))
        name_ink = c.muted if self._is_gone else c.text
        name_font = self._theme.font(is_semibold=not self._is_gone)
        font, plain = self._theme.font(), self._theme.number_font()
        date = QFontMetricsF(plain).horizontalAdvance(self._when)
        half, right = round(self.width() * _FOLDER_AT), self.width() - px(4) - date
        end = right
        if self._theme.unzoomed(self.width()) >= _WIDE and self._figures is not None:
            gp = QFontMetricsF(plain).horizontalAdvance(self._gp)
            end = self.width() * _GP_END - gp if self._gp else self.width() * _FINDINGS_AT
            self._write(painter, (end, self.width()), self._gp, plain, c.text2)
            span = (self.width() * _FINDINGS_AT, min(self.width() * _DATE_FROM, right - px(16)))
            self._write(painter, span, self._findings, plain, self._ink())
        name = self._file.stem
        self._write(painter, (px(30), half - px(12)), name, name_font, name_ink)
        folder = folder_text(self._file.parent)
        self._write(painter, (half, end - px(16)), folder, font, c.muted)
        self._write(painter, (right, self.width()), self._when, plain, c.muted)
        painter.end()

    def _write(
        self,
        painter: QPainter,
        span: tuple[float, float],
        text: str,
        font: QFont,
        ink: QColor,
    ) -> None:
        """Write a text between two places, its middle cut where there is no room."""
        painter.setFont(font)
        painter.setPen(ink)
        room, mode = max(span[1] - span[0], 0), Qt.TextElideMode.ElideMiddle
        shown = QFontMetricsF(font).elidedText(text, mode, room)
        painter.drawText(QPointF(round(span[0]), self._theme.px(21)), shown)

    def _ink(self) -> QColor:
        """Return the colour of the worst finding."""
        c, known = self._theme.colours, self._figures
        if known is not None and known.errors:
            return c.error
        return c.warning if known is not None and known.warnings else c.muted

    def _on_clicked(self) -> None:
        self.chosen.emit(str(self._file))


def _told(figures: RecentFigures | None) -> tuple[str, str]:
    """Write GP % and the worst findings; nothing where nothing is known."""
    if figures is None:
        return "", ""
    gp = ""
    if figures.gp is not None:
        gp = f"{local_numbers().fraction(Fraction(figures.gp), 1)} % GP"
    if figures.errors:
        return gp, counted(figures.errors, "error")
    if figures.warnings:
        return gp, counted(figures.warnings, "warning")
    return gp, counted(figures.advice, "advice", "advice") if figures.advice else "no findings"


def folder_text(folder: Path) -> str:
    """Write a folder in its last two names: Documents › Matrices."""
    names = [part for part in folder.parts if part != folder.anchor]
    return " › ".join(names[-2:]) or str(folder)
