"""Buttons, fields and lines in the program's look; stock widgets with their own painting.

Knows the theme and nothing of designs.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.theme import TextSize, Theme

RING = 2
"""The room that a button keeps for its focus ring; texts over it keep as much at their left."""
_PADDING = 14
_PADDING_FLAT = 8
_GAP = 8


class ButtonKind(Enum):
    """How much a button calls for attention."""

    SOLID = "solid"
    OUTLINE = "outline"
    FLAT = "flat"
    LINK = "link"


class Button(QPushButton):
    """A button: solid for the next step, outlined, flat with an icon, or a text link."""

    def __init__(
        self,
        text: str,
        kind: ButtonKind,
        theme: Theme,
        *,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make a button; a text-less one needs an accessible name."""
        super().__init__(text, parent)
        self.kind = kind
        self._icon_name = icon
        self._theme = theme
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        strong = self.kind in (ButtonKind.SOLID, ButtonKind.OUTLINE)
        self.setFont(theme.font(is_semibold=strong))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for text and icon, at the theme's button height."""
        px = self._theme.px
        padding = 0 if self.kind is ButtonKind.LINK else px(_PADDING)
        if self.kind is ButtonKind.FLAT:
            padding = px(_PADDING_FLAT)
        width = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        if self._icon_name:
            width += self._theme.metrics.icon + (px(_GAP) if self.text() else 0)
        return QSize(round(width + 2 * padding + 0.5), self._theme.metrics.button)

    def minimumSizeHint(self) -> QSize:
        """Return the same: a button is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, edge, icon, text and the focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = self._theme.colours
        rect = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        radius = self._theme.metrics.radius_row
        is_hot = self.underMouse() and self.isEnabled()
        if self.kind is ButtonKind.SOLID and self.isEnabled():
            ground = c.accent.darker(108) if self.isDown() else c.accent
            _box(painter, rect, radius, ground, None)
        elif self.kind in (ButtonKind.SOLID, ButtonKind.OUTLINE):
            ground = c.tint if self.isDown() else c.window if is_hot else c.surface
            _box(painter, rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, ground, c.control)
        elif self.kind is ButtonKind.FLAT and (is_hot or self.isDown()):
            _box(painter, rect, radius, c.tint if self.isDown() else c.line, None)
        self._paint_content(painter, rect)
        if has_ring(self):
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.setPen(QPen(c.accent, RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ring, radius + 1, radius + 1)
        painter.end()

    def _paint_content(self, painter: QPainter, rect: QRectF) -> None:
        """Paint icon and text, centred together (a link's text at the left)."""
        colour = self._ink()
        metrics = QFontMetricsF(self.font())
        icon = float(self._theme.metrics.icon) if self._icon_name else 0.0
        gap = self._theme.px(_GAP) if self._icon_name and self.text() else 0
        width = icon + gap + metrics.horizontalAdvance(self.text())
        left = rect.center().x() - width / 2
        if self._icon_name:
            top = round(rect.center().y() - icon / 2)
            draw_icon(painter, self._icon_name, colour, QRectF(round(left), top, icon, icon))
        painter.setPen(colour)
        painter.setFont(self.font())
        text = QRectF(left + icon + gap, rect.top(), width + 1, rect.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.text())

    def _ink(self) -> QColor:
        """Return the colour of text and icon."""
        c = self._theme.colours
        if not self.isEnabled():
            return c.control
        if self.kind is ButtonKind.SOLID:
            return c.on_accent
        return c.accent if self.kind is ButtonKind.LINK else c.text2 if self._icon_name else c.text


def _box(
    painter: QPainter, rect: QRectF, radius: float, ground: QColor, edge: QColor | None
) -> None:
    painter.setPen(Qt.PenStyle.NoPen if edge is None else QPen(edge, 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(rect, radius, radius)


class Hairline(QWidget):
    """A line of one logical pixel that parts two panels."""

    def __init__(self, theme: Theme, *, is_upright: bool = False) -> None:
        """Make a lying line, or an upright one."""
        super().__init__()
        self._theme = theme
        if is_upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill the line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colours.line)
        painter.end()


class Text(QLabel):
    """A line or a paragraph in one size and one colour of the theme."""

    def __init__(
        self,
        text: str,
        theme: Theme,
        *,
        size: TextSize = TextSize.BODY,
        is_semibold: bool = False,
        role: str = "text",
    ) -> None:
        """Write a text; `role` names a colour of the theme."""
        super().__init__(text)
        self._size = size
        self._is_semibold = is_semibold
        self._role = role
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self.setFont(theme.font(self._size, is_semibold=self._is_semibold))
        palette = self.palette()
        palette.setColor(self.foregroundRole(), getattr(theme.colours, self._role))
        self.setPalette(palette)


def has_ring(widget: QWidget) -> bool:
    """Say whether a widget shows its focus: only where the keyboard brought it there."""
    by_keyboard = widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    return widget.hasFocus() and by_keyboard


def paint_row_ground(
    painter: QPainter, widget: QWidget, theme: Theme, hover: QColor, *, is_current: bool
) -> None:
    """Paint what lies under a row that can be chosen: current or hovered ground, focus ring."""
    colours, radius = theme.colours, theme.metrics.radius_row
    rect = QRectF(widget.rect())
    if is_current or widget.underMouse():
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.tint if is_current else hover)
        painter.drawRoundedRect(rect, radius, radius)
    if has_ring(widget):
        painter.setPen(QPen(colours.accent, RING))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)


def fill_ground(widget: QWidget, colour: QColor) -> None:
    """Give a widget a ground of its own."""
    palette = widget.palette()
    palette.setColor(widget.backgroundRole(), colour)
    widget.setPalette(palette)
    widget.setAutoFillBackground(True)


def restyle(widget: QWidget, theme: Theme) -> None:
    """Hand a new look to every widget below that takes one itself."""
    for child in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        change = getattr(child, "set_theme", None)
        if callable(change):
            change(theme)
        else:
            restyle(child, theme)
