"""The window's edges: top line with menu and title, rail of pages, status line.

Knows the theme and actions that it is given; not what they do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QMenuBar, QSizePolicy, QVBoxLayout, QWidget

from matrix_designer.gui.controls import fill_ground, has_ring, paint_row_ground
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.page_entries import RAIL_PAGE_OF, PageEntry
from matrix_designer.gui.text import elided, text_width
from matrix_designer.gui.theme import TextSize, Theme

_DOT = 6
_MENU_GAP, _MENU_PAD = 6, 4


class MenuLine(QMenuBar):
    """A menu bar without frames: an open or hovered menu stands on a tint."""

    def __init__(self, theme: Theme) -> None:
        """Make an empty menu bar."""
        super().__init__()
        self._theme = theme
        self.setNativeMenuBar(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.setFont(theme.font())
        gap, pad = theme.px(_MENU_GAP), theme.px(_MENU_PAD)
        sheet = f"QMenuBar {{ spacing: {gap}px }} QMenuBar::item {{ padding: 0 {pad}px }}"
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)  # the style's own room between menus knows no zoom
        fill_ground(self, theme.colours.window)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for all menus on one line."""
        last = max((self.actionGeometry(a).right() for a in self.actions()), default=0)
        return QSize(last + self._theme.px(4), self._theme.metrics.menu)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names of the menus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = self._theme.colours
        painter.fillRect(self.rect(), c.window)
        painter.setFont(self.font())
        for action in self.actions():
            place = self.actionGeometry(action)
            rect = QRectF(place.left(), 0, place.width(), self.height())
            if action is self.activeAction():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(c.tint)
                painter.drawRoundedRect(rect.adjusted(1, 3, -1, -3), 4, 4)
            painter.setPen(c.text if action.isEnabled() else c.control)
            is_keyed = self.hasFocus() or self.activeAction() is not None
            mnemonic = Qt.TextFlag.TextShowMnemonic if is_keyed else Qt.TextFlag.TextHideMnemonic
            flags = Qt.AlignmentFlag.AlignCenter | mnemonic
            painter.drawText(rect, flags, action.text())
        painter.end()


class ActionIcon(QAbstractButton):
    """An icon that carries out an action and is greyed with it."""

    def __init__(self, action: QAction, icon: str, theme: Theme, *, is_named: bool = False) -> None:
        """Stand for an action; its name and key may stand beside the icon."""
        super().__init__()
        self._is_named = is_named
        self._action = action
        self._icon_name = icon
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._on_action_changed)
        self._on_action_changed()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        words = self._words()
        width = theme.px(28)
        if self._is_named:
            name, keys = words
            metrics = QFontMetricsF(theme.font())
            small = QFontMetricsF(theme.font(TextSize.CAPTION))
            wide = metrics.horizontalAdvance(name) + small.horizontalAdvance(keys)
            width = round(theme.px(28) + wide + theme.px(16))
        self.setFixedSize(width, theme.px(26))
        self.update()

    def _words(self) -> tuple[str, str]:
        """Return the action's name and its first key."""
        return self._action.text().replace("&", ""), self._action.shortcut().toString()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground under the pointer, the icon and the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = self._theme.colours
        rect = QRectF(self.rect())
        if self.isEnabled() and self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(c.line)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)
        ink = c.text if self.isEnabled() else c.line2
        icon, px = self._theme.metrics.icon, self._theme.px
        draw_icon(painter, self._icon_name, ink, QRectF(px(6), px(5), icon, icon))
        if self._is_named:
            self._write(painter, rect)
        if has_ring(self):
            painter.setPen(c.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def _write(self, painter: QPainter, rect: QRectF) -> None:
        """Write name and key beside the icon."""
        c, px = self._theme.colours, self._theme.px
        name, keys = self._words()
        font, small = self._theme.font(), self._theme.font(TextSize.CAPTION)
        left = float(px(28))
        for text, used, ink in ((name, font, c.text2), (keys, small, c.muted)):
            painter.setFont(used)
            painter.setPen(ink if self.isEnabled() else c.control)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(rect.adjusted(left, 0, 0, 0), flags, text)
            left += QFontMetricsF(used).horizontalAdvance(text) + px(8)

    def _on_action_changed(self) -> None:
        self.setEnabled(self._action.isEnabled())
        name, keys = self._words()
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({keys})" if keys else name)


class TopLine(QWidget):
    """Menu at the left, the document's name in the middle, undo, redo and Present at the right."""

    def __init__(self, theme: Theme, undo: QAction, redo: QAction, present: QAction) -> None:
        """Make the line with an empty menu."""
        super().__init__()
        self._theme = theme
        self._undo = undo
        self._title = ""
        self._is_unsaved = False
        self._has_undo_text = True
        self.setFixedHeight(theme.metrics.menu)
        self.menu = MenuLine(theme)
        self.menu.setParent(self)
        self._undo_icon = ActionIcon(undo, "undo-2", theme)
        self._redo_icon = ActionIcon(redo, "redo-2", theme)
        self._undo_icon.setParent(self)
        self._redo_icon.setParent(self)
        self._present_icon = ActionIcon(present, "presentation", theme, is_named=True)
        self._present_icon.setParent(self)
        self._written: _Writing | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        undo.changed.connect(self._on_undo_changed)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.menu.set_theme(theme)
        self._undo_icon.set_theme(theme)
        self._redo_icon.set_theme(theme)
        self._present_icon.set_theme(theme)
        self.setFixedHeight(theme.metrics.menu)
        self.place()
        self.update()

    def set_title(self, title: str, *, is_unsaved: bool) -> None:
        """Name the document."""
        if (title, is_unsaved) == (self._title, self._is_unsaved):
            return
        self._title, self._is_unsaved = title, is_unsaved
        self.setAccessibleName(f"{title}, not saved" if is_unsaved else title)
        self._write_anew()

    def set_undo_text_shown(self, *, is_shown: bool) -> None:
        """Say what Undo would undo, or leave the words away where width is short."""
        self._has_undo_text = is_shown
        self._write_anew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the menu and the icons."""
        super().resizeEvent(event)
        self.place()

    def place(self) -> None:
        """Lay the parts out; called when the menu has been filled too."""
        size, px = self.menu.sizeHint(), self._theme.px
        self.menu.setGeometry(px(6), 0, size.width(), self._theme.metrics.menu)
        right = self.width() - px(8)
        top = (self._theme.metrics.menu - px(26)) // 2
        for icon, gap in ((self._present_icon, 8), (self._redo_icon, 2), (self._undo_icon, 0)):
            right -= icon.width()
            icon.move(QPoint(right, top))
            right -= px(gap)
        self._write_anew()

    def _write_anew(self) -> None:
        """Work out what is to be written when it is painted next."""
        self._written = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the title with its dot, and the words of Undo, where they are to be painted."""
        painter, area = QPainter(self), event.rect()
        c, px = self._theme.colours, self._theme.px
        painter.fillRect(area, c.window)
        base = float(round(self.height() / 2 + px(4)))
        shown = self._written = self._written or self._writing()
        if shown.words:
            painter.setFont(self._theme.font(TextSize.CAPTION))
            painter.setPen(c.muted)
            painter.drawText(QPointF(shown.words_left, base), shown.words)
        if area.left() < shown.title_right:
            self._paint_title(painter, round(shown.title_left), base, shown.title)
        painter.end()

    def _paint_title(self, painter: QPainter, left: int, base: float, title: str) -> None:
        c, px = self._theme.colours, self._theme.px
        painter.setFont(self._theme.font(is_semibold=True))
        painter.setPen(c.text)
        painter.drawText(QPointF(left, base), title)
        if self._is_unsaved:
            dot = px(_DOT)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(c.accent)
            painter.drawEllipse(QRectF(left - px(14), base - px(7), dot, dot))

    def _on_undo_changed(self) -> None:
        """Repaint the words of Undo, and more only where the title has another place for them."""
        before, after = self._written, self._writing()
        self._written = after
        if before is None or before[2:] != after[2:]:
            self.update()
        elif before != after:
            left = int(min(before.words_left, after.words_left)) - 1
            self.update(left, 0, self._undo_icon.x() - left, self.height())

    def _writing(self) -> _Writing:
        """Return what is to be written, and where."""
        px = self._theme.px
        right = float(self._undo_icon.x() - px(2))
        words = ""
        if self._has_undo_text and self._undo.isEnabled():
            words = self._undo.text().replace("&", "")
            right -= text_width(self._theme.font(TextSize.CAPTION), words) + px(2)
        font, gap = self._theme.font(is_semibold=True), px(16)
        least = float(self.menu.geometry().right() + gap)
        room = max(right - gap - least - px(14), 0)
        title = self._title
        if text_width(font, title) > room:
            title = QFontMetricsF(font).elidedText(title, Qt.TextElideMode.ElideMiddle, room)
        width = text_width(font, title)
        left = min(max((self.width() - width) / 2, least + px(14)), right - gap - width)
        return _Writing(words, right, title, left, left + width + gap)


class _Writing(NamedTuple):
    """What stands in the top line, and where: the words of Undo and the title."""

    words: str
    words_left: float
    title: str
    title_left: float
    title_right: float


class Rail(QWidget):
    """The pages, one under the other. `page_chosen(key)`."""

    page_chosen = Signal(str)

    def __init__(self, entries: Sequence[PageEntry], theme: Theme, last: PageEntry) -> None:
        """Make a rail with one button a page; `last` stands apart, at the foot."""
        super().__init__()
        self._is_short = False
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 8, 6, 8)
        column.setSpacing(2)
        self._buttons = {entry.key: _PageButton(entry, theme) for entry in (*entries, last)}
        for key, button in self._buttons.items():
            if key == last.key:
                column.addStretch(1)
            button.page_chosen.connect(self.page_chosen)
            column.addWidget(button)
        self._theme = theme
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        fill_ground(self, theme.colours.window)
        for button in self._buttons.values():
            button.set_theme(theme)
        self.set_short(is_short=self._is_short)

    def set_short(self, *, is_short: bool) -> None:
        """Show icons without names."""
        self._is_short = is_short
        metrics = self._theme.metrics
        self.setFixedWidth(metrics.rail_short if is_short else metrics.rail)
        for button in self._buttons.values():
            button.set_short(is_short=is_short)

    def set_current(self, key: str) -> None:
        """Mark the page that is shown, or the one that it belongs to."""
        key = RAIL_PAGE_OF.get(key, key)
        for name, button in self._buttons.items():
            button.set_current(is_current=name == key)


class _PageButton(QAbstractButton):
    """One page of the rail: the icon over the name."""

    page_chosen = Signal(str)

    def __init__(self, entry: PageEntry, theme: Theme) -> None:
        super().__init__()
        self._entry = entry
        self._theme = theme
        self._is_current = False
        self._is_short = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(entry.name)
        self.setToolTip(entry.tip)
        self.clicked.connect(self._on_clicked)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def set_short(self, *, is_short: bool) -> None:
        """Leave the name away."""
        self._is_short = is_short
        self.setFixedHeight(self._theme.px(34 if is_short else 48))
        self.update()

    def set_current(self, *, is_current: bool) -> None:
        """Stand for the page that is shown."""
        self._is_current = is_current
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon and name."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = self._theme.colours
        rect = QRectF(self.rect())
        paint_row_ground(painter, self, self._theme, c.line, is_current=self._is_current)
        ink = c.accent if self._is_current else c.text2
        size = float(self._theme.metrics.icon_rail)
        left = round((rect.width() - size) / 2)
        px = self._theme.px
        top = px(7 if self._is_short else 5)
        draw_icon(painter, self._entry.icon, ink, QRectF(left, top, size, size))
        if not self._is_short:
            font = self._theme.font(TextSize.CAPTION, is_semibold=self._is_current)
            painter.setFont(font)
            painter.setPen(ink)
            name = QRect(0, px(28), self.width(), px(16))
            painter.drawText(name, Qt.AlignmentFlag.AlignCenter, self._entry.name)
        painter.end()

    def _on_clicked(self) -> None:
        self.page_chosen.emit(self._entry.key)


class StatusLine(QWidget):
    """What the figures rest on, at the left; figures of the selection, at the right."""

    def __init__(self, theme: Theme) -> None:
        """Make an empty line."""
        super().__init__()
        self._theme = theme
        self._basis = ""
        self._selection = ""
        self.setFixedHeight(theme.metrics.status)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.setFixedHeight(theme.metrics.status)
        self.update()

    def set_basis(self, text: str) -> None:
        """Say period, lines used and set aside."""
        if text != self._basis:
            self._basis = text
            self._describe()

    def set_selection(self, text: str) -> None:
        """Say count, least, greatest and mean of the selected cells."""
        if text != self._selection:
            self._selection = text
            self._describe()

    @property
    def texts(self) -> tuple[str, str]:
        """What stands at the left and at the right."""
        return self._basis, self._selection

    def _describe(self) -> None:
        self.setAccessibleName("Status")
        self.setAccessibleDescription(f"{self._basis}. {self._selection}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the info mark and both texts, cut where room is short: the left one first."""
        painter = QPainter(self)
        c = self._theme.colours
        painter.fillRect(self.rect(), c.window)
        painter.fillRect(QRectF(0, 0, self.width(), 1), c.line)
        font = self._theme.number_font(TextSize.CAPTION)
        painter.setFont(font)
        px, icon = self._theme.px, self._theme.metrics.icon_small
        base = round(self.height() / 2 + px(4.5))
        zoom = f"{round(self._theme.zoom * 100)} %"
        right = self.width() - px(14) - text_width(font, zoom)
        painter.setPen(c.muted)
        painter.drawText(QPointF(right, base), zoom)
        painter.setPen(c.text2)
        right -= px(24)
        selection = elided(font, self._selection, max(right - px(34), 0))
        right -= text_width(font, selection)
        painter.drawText(QPointF(right, base), selection)
        draw_icon(painter, "info", c.muted, QRectF(px(14), px(5), icon, icon))
        basis = elided(font, self._basis, max(right - px(34) - px(24), 0))
        painter.drawText(QPointF(px(34), base), basis)
        painter.end()
