"""The title over the findings, the counts by severity, and how many are silenced.

Knows counts and the theme; no finding.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from matrix_designer.analysis.findings import Severity
from matrix_designer.gui.controls import Button, ButtonKind
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.panels.finding_painter import severity_colour
from matrix_designer.gui.panels.finding_rows import SEVERITY_ICONS
from matrix_designer.gui.text import text_width
from matrix_designer.gui.theme import TextSize, Theme

_INSET = 8
_RING = 4
"""Room on both sides of a link for its focus ring."""


class FindingHead(QWidget):
    """Title and counts by icon and word. `silenced_wanted(is_shown)`: show them, or not."""

    silenced_wanted = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Count nothing yet."""
        super().__init__(parent)
        self._theme = theme
        self._counts: dict[Severity, int] = {}
        self._button = Button("", ButtonKind.LINK, theme, parent=self)
        self._button.setCheckable(True)
        self._button.toggled.connect(self.silenced_wanted)
        self._button.hide()
        self.setAccessibleName("Findings: none")
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._button.set_theme(theme)
        self.setFixedHeight(theme.metrics.chart_title)
        self._place()
        self.update()

    def show_counts(self, counts: dict[Severity, int], silenced: int) -> None:
        """Show these counts."""
        self._show_silenced(silenced)
        if counts == self._counts:
            return
        self._counts = counts
        self.setAccessibleName(f"Findings: {self._words() or 'none'}")
        self.update()

    def _show_silenced(self, silenced: int) -> None:
        text = f"{silenced} silenced"
        if silenced and (text != self._button.text() or self._button.isHidden()):
            self._button.setText(text)
            self._button.setAccessibleName(f"{text}, show them")
            self._button.setToolTip("Show what is silenced, with the reasons, to restore it")
            self._place()
            self._button.show()
        elif not silenced and not self._button.isHidden():
            self._button.setChecked(False)
            self._button.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the silenced at the right."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        size, aside = self._button.sizeHint(), self._theme.px(_RING)
        self._button.resize(size.width() + 2 * aside, size.height())
        left = self.width() - self._button.width() - self._theme.px(_INSET) + aside
        self._button.move(left, (self.height() - self._button.height()) // 2)

    def _words(self) -> str:
        return ", ".join(part for _, part in self._parts())

    def _parts(self) -> list[tuple[Severity, str]]:
        parts = []
        for severity in Severity:
            count = self._counts.get(severity, 0)
            if count:
                plural = "" if count == 1 or severity is Severity.ADVICE else "s"
                word = "" if severity is Severity.ADVICE else f" {severity.value}{plural}"
                parts.append((severity, f"{count}{word}"))
        return parts

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint title and counts on one line; words go where there is no room for them."""
        del event
        theme, colours = self._theme, self._theme.colours
        px = theme.px
        painter = QPainter(self)
        title = theme.font(TextSize.TITLE, is_semibold=True)
        middle = self.height() / 2
        metrics = QFontMetricsF(title)
        base = middle + (metrics.ascent() - metrics.descent()) / 2
        painter.setFont(title)
        painter.setPen(colours.text)
        painter.drawText(QPointF(px(_INSET), base), "Findings")
        x = px(_INSET) + text_width(title, "Findings") + px(14)
        font = theme.number_font(TextSize.CAPTION)
        painter.setFont(font)
        parts = self._parts()
        end = self.width() if self._button.isHidden() else self._button.x() - px(8)
        needed = sum(text_width(font, text) + px(19 + 12) for _, text in parts)
        if x + needed > end:
            parts = [(severity, text.partition(" ")[0]) for severity, text in parts]
        size = px(14)
        for severity, text in parts:
            icon = QRectF(round(x), round(middle - size / 2), size, size)
            draw_icon(painter, SEVERITY_ICONS[severity], severity_colour(theme, severity), icon)
            x += px(19)
            painter.setPen(colours.text2)
            painter.drawText(QPointF(round(x), base - 0.5), text)
            x += text_width(font, text) + px(12)
        painter.end()
