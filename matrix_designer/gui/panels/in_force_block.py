"""The matrix in force in the list pane: its name, tiers, GP %; and how its date is typed.

Knows texts and dates; the record itself is changed elsewhere.
"""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.gui.controls import paint_row_ground
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.panels.matrix_row import ROW, two_ends
from matrix_designer.gui.text import elided
from matrix_designer.gui.theme import Theme

_DAY_FORMS = ("yyyy-MM-dd", "d MMM yyyy", "d MMMM yyyy", "MMM d yyyy", "MMM d, yyyy")
_FIRST_YEAR = 1950
_LINE = 22
_HEADING = "in force"


class InForceBlock(QAbstractButton):
    """The matrix in force: its name, how many tiers, its GP %; a click shows it.

    `menu_requested(at)`: its verbs are wanted.
    """

    menu_requested = Signal(object)

    def __init__(self, theme: Theme) -> None:
        """Make an empty block."""
        super().__init__()
        self._theme = theme
        self._texts = ("", "", "")
        self._is_current = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip("Show the matrix in force, read only (Ctrl+J)")

    @property
    def texts(self) -> tuple[str, str, str]:
        """Name, tiers and GP %."""
        return self._texts

    @property
    def _is_nameless(self) -> bool:
        """Whether the name would say again what stands over the block."""
        return bool(self._texts[1]) and self._texts[0].strip().casefold() == _HEADING

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_lines(self, name: str, tiers: str, share: str, *, is_current: bool) -> None:
        """Show other texts."""
        if ((name, tiers, share), is_current) == (self._texts, self._is_current):
            return
        self._texts = (name, tiers, share)
        self._is_current = is_current
        self.setEnabled(bool(tiers))
        said = () if self._is_nameless else (name,)
        self.setAccessibleName(f"In force: {', '.join((*said, f'{tiers} {share}'.strip()))}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for two lines, or for one where there is no name to show over it."""
        is_named = self._texts[1] and not self._is_nameless
        return QSize(self._theme.px(100), self._theme.px(ROW if is_named else _LINE))

    def minimumSizeHint(self) -> QSize:
        """Return the same height: the block is never cut."""
        return QSize(0, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show it on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the verbs of the record."""
        self.menu_requested.emit(event.globalPos())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lock and the texts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, c = self._theme, self._theme.colours
        name, tiers, share = self._texts
        left = float(theme.px(8))
        if tiers:
            paint_row_ground(painter, self, theme, c.window, is_current=self._is_current)
            size = theme.metrics.icon_small
            draw_icon(painter, "lock", c.muted, QRectF(left, theme.px(4), size, size))
            left += size + theme.px(5)
        if self._is_nameless:
            inset = left - theme.px(8)
            painter.translate(inset, 0)
            two_ends(painter, theme, self.width() - inset, (tiers, share), theme.px(15))
            painter.end()
            return
        font = theme.font(is_semibold=self._is_current)
        painter.setFont(font)
        painter.setPen(c.in_force)
        told = elided(font, name, self.width() - left - theme.px(8))
        painter.drawText(QPointF(left, theme.px(16)), told)
        two_ends(painter, theme, self.width(), (tiers, share), theme.px(31))
        painter.end()


def read_day(text: str) -> dt.date | None:
    """Read a date as 3 Feb 2024, 2024-02-03 or as the user's locale writes it; empty is none."""
    written = " ".join(text.split())
    if not written:
        return None
    locale = QLocale()
    forms = (*_DAY_FORMS, locale.dateFormat(QLocale.FormatType.ShortFormat))
    for one in (locale, QLocale.c()):
        for form in forms:
            day = one.toDate(written, form)
            if day.isValid() and day.year() >= _FIRST_YEAR:
                return dt.date(day.year(), day.month(), day.day())
    raise MatrixDesignerError(
        f"“{written}” is not a date that can be read", "", "Write it like 3 Feb 2024 or 2024-02-03"
    )
