"""A source dragged out of its table: what hangs at the pointer, and what it is let go on.

Follows the pointer by itself, not by the system's drag and drop: nothing leaves the window. Knows
widgets that can be dropped on by their own word; not what a drop means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from matrix_designer.gui.text import text_width
from matrix_designer.gui.theme import Theme

_OFFSET = QPoint(12, 8)


@dataclass(frozen=True, slots=True)
class Landing:
    """Where something may be let go: a widget (or a child of it), and what is told of it.

    `over(point)` is called while the pointer is there, with its place in the widget, None when it
    is no more; `drop(what, point)` when it is let go. `over` says whether the place takes it.
    """

    widget: QWidget
    over: Callable[[QPoint | None], bool]
    drop: Callable[[object, QPoint], None]


class Chip(QWidget):
    """What hangs at the pointer."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Make a chip without a text."""
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_text(self, text: str, at: QPoint) -> None:
        """Hang a text at a place of the parent."""
        self._text = text
        px = self._theme.px
        width = text_width(self._theme.font(), text) + px(20)
        self.resize(QSize(round(width), px(26)))
        self.move(at + _OFFSET)
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the text on the ground of what is current."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c, radius = self._theme.colours, self._theme.metrics.radius_row
        painter.setPen(QPen(c.accent, 1))
        painter.setBrush(c.tint)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setFont(self._theme.font())
        painter.setPen(c.text)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()


class SourceDrag(QObject):
    """Watches a table's rows and carries one that is dragged off.

    `text_of(point)` says what is dragged from a place of the watched widget, and the text
    that hangs at the pointer, None where there is nothing. `ended()`: it was let go, or given up.
    """

    ended = Signal()

    def __init__(
        self,
        watched: QWidget,
        text_of: Callable[[QPoint], tuple[object, str] | None],
        theme: Theme,
        parent: QObject,
    ) -> None:
        """Watch a widget's mouse."""
        super().__init__(parent)
        self._watched = watched
        self._text_of = text_of
        self._theme = theme
        self._landings: tuple[Landing, ...] = ()
        self._held: tuple[object, str] | None = None
        self._start = QPoint()
        self._chip: Chip | None = None
        self._over: Landing | None = None
        watched.installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme

    def set_landings(self, landings: tuple[Landing, ...]) -> None:
        """Say where something may be let go."""
        self._landings = landings

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the left button from a row to where it is let go; Esc gives up."""
        kind = event.type()
        if isinstance(event, QMouseEvent):
            return watched is self._watched and self._follow(event)
        if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if self._chip is not None and event.key() == Qt.Key.Key_Escape:
                self._end()
                return True
        elif kind is QEvent.Type.Hide:
            self._end()
        return False

    def _follow(self, event: QMouseEvent) -> bool:
        kind, point = event.type(), event.position().toPoint()
        if kind is QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
            self._held, self._start = self._text_of(point), point
        elif kind is QEvent.Type.MouseMove and event.buttons() & Qt.MouseButton.LeftButton:
            if self._held is None:
                return False
            far = (point - self._start).manhattanLength() >= QApplication.startDragDistance()
            if self._chip is None and not far:
                return True
            self._move(self._held[1], point)
            return True
        elif kind is QEvent.Type.MouseButtonRelease and self._held is not None:
            held, over, was_dragged = self._held, self._over, self._chip is not None
            spot = None if over is None else over.widget.mapFrom(self._window(), self._at(point))
            self._end()
            if was_dragged and over is not None and spot is not None:
                over.drop(held[0], spot)
            return was_dragged
        return False

    def _window(self) -> QWidget:
        return self._watched.window()

    def _at(self, point: QPoint) -> QPoint:
        return self._watched.mapTo(self._window(), point)

    def _move(self, text: str, point: QPoint) -> None:
        """Hang the text at the pointer and tell what lies under it."""
        window, at = self._window(), self._at(point)
        if self._chip is None:
            self._chip = Chip(self._theme, window)
            self._watched.window().installEventFilter(self)
        self._chip.show_text(text, at)
        under = window.childAt(at)
        over = None
        for landing in self._landings:
            inside = under is landing.widget or landing.widget.isAncestorOf(under)  # type: ignore[arg-type] # None is under nothing
            if inside and landing.over(landing.widget.mapFrom(window, at)):
                over = landing
        if self._over is not None and self._over is not over:
            self._over.over(None)
        self._over = over

    def _end(self) -> None:
        """Let everything be as it was."""
        self._held = None
        if self._chip is not None:
            self._watched.window().removeEventFilter(self)
            self._chip.hide()
            self._chip.deleteLater()
            self._chip = None
        if self._over is not None:
            self._over.over(None)
            self._over = None
        self.ended.emit()
