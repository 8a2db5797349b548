"""The tour: five marks over the real window, one after the other, each a ring and a card.

Knows where the marked parts are and what is said about them; the window stays usable beneath.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from matrix_designer.gui.controls import Button, ButtonKind, Text
from matrix_designer.gui.theme import TextSize, Theme

_WIDTH, _GAP, _RING = 320, 12, 2


@dataclass(frozen=True, slots=True)
class Mark:
    """One stop: a way to the part that it is about (None while that cannot be seen), and words."""

    part: Callable[[], QWidget | None]
    title: str
    words: str


class Ring(QWidget):
    """A ring around a part of the window; the mouse goes through it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Stand hidden over the window."""
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self._theme.px(_RING)
        painter.setPen(QPen(self._theme.colours.accent, width))
        inner = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        radius = self._theme.metrics.radius_card
        painter.drawRoundedRect(inner, radius, radius)
        painter.end()


class Tour(QWidget):
    """The card of the tour. `ended()`: the last mark was passed, or Skip or Esc was pressed."""

    ended = Signal()

    def __init__(self, marks: tuple[Mark, ...], theme: Theme, parent: QWidget) -> None:
        """Stand hidden over the window `parent`."""
        super().__init__(parent)
        self._marks = marks
        self._theme = theme
        self._window = parent
        self._place = 0
        self._watched: list[QWidget] = []
        self._ring = Ring(theme, parent)
        self._step = Text("", theme, size=TextSize.CAPTION, role="muted")
        self._title = Text("", theme, size=TextSize.TITLE, is_semibold=True)
        self._words = Text("", theme, role="text2")
        self._words.setWordWrap(True)
        self._next = Button("Next", ButtonKind.SOLID, theme)
        self._next.setToolTip("Go to the next mark (Enter)")
        self._next.clicked.connect(self._on_next)
        self._skip = Button("Skip", ButtonKind.OUTLINE, theme)
        self._skip.setToolTip("End the tour; Help offers it again (Esc)")
        self._skip.clicked.connect(self.end)
        column = QVBoxLayout(self)
        row = QHBoxLayout()
        for text in (self._step, self._title, self._words):
            column.addWidget(text)
        row.addStretch(1)
        row.addWidget(self._skip)
        row.addWidget(self._next)
        column.addLayout(row)
        self._column, self._row = column, row
        for button in (self._skip, self._next):
            button.installEventFilter(self)
        self.setAccessibleName("Tour")
        self._space()
        self.hide()

    @property
    def place(self) -> int:
        """Which mark is shown, from 0."""
        return self._place

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._ring.set_theme(theme)
        for part in (self._step, self._title, self._words, self._next, self._skip):
            part.set_theme(theme)
        self._space()
        if self.isVisible():
            self._stand()

    def begin(self) -> None:
        """Show the first mark and take the keyboard."""
        self._place = 0
        self._show()

    def end(self) -> None:
        """Take the marks away."""
        self._watch(None)
        self._ring.hide()
        self.hide()
        self.ended.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End with Esc, go on with Enter or Right, back with Left; Enter on Skip ends too."""
        key = event.key()
        is_skipped = self._skip.hasFocus() and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if key == Qt.Key.Key_Escape or is_skipped:
            self.end()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self._on_next()
        elif key == Qt.Key.Key_Left and self._place:
            self._place -= 1
            self._show()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _is_next: bool) -> bool:  # noqa: FBT001 - Qt's
        """Keep the keyboard on the card: Tab goes from one of its two buttons to the other."""
        other = self._skip if self._next.hasFocus() else self._next
        other.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the marked part; take the arrows, by which buttons would hand on the keyboard."""
        if watched in (self._skip, self._next):
            if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
                is_taken = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
                if is_taken:
                    self.keyPressEvent(event)
                return is_taken
            return False
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and watched in self._watched:
            self._stand()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card's ground and edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = self._theme.colours
        painter.setPen(QPen(c.accent, 1))
        painter.setBrush(c.surface)
        radius = self._theme.metrics.radius_card
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.end()

    def _show(self) -> None:
        mark = self._marks[self._place]
        self._step.setText(f"{self._place + 1} of {len(self._marks)}")
        self._title.setText(mark.title)
        self._words.setText(mark.words)
        self._next.setText("Done" if self._place == len(self._marks) - 1 else "Next")
        self._next.set_theme(self._theme)
        self.setAccessibleDescription(f"{mark.title}. {mark.words}")
        self._watch(mark.part() or self._window)
        self._stand()
        self.show()
        self.raise_()
        self._next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _watch(self, part: QWidget | None) -> None:
        """Watch a part and what it stands in; None watches nothing more."""
        for watched in self._watched:
            watched.removeEventFilter(self)
        self._watched = []
        while part is not None and part is not self._window:
            self._watched.append(part)
            part = part.parentWidget()
        if part is self._window:
            self._watched.append(part)
        for watched in self._watched:
            watched.installEventFilter(self)

    def _space(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(14), px(14), px(12))
        self._column.setSpacing(px(6))
        self._row.setSpacing(px(8))

    def _stand(self) -> None:
        """Put the ring around the part and the card where it covers least of it."""
        window = self._window
        width = min(self._theme.px(_WIDTH), window.width())
        self._words.setFixedWidth(width - self._theme.px(30))
        self._column.activate()
        size = QSize(width, self._column.heightForWidth(width))
        if size.height() <= 0:
            size.setHeight(self.sizeHint().height())
        self.resize(size)
        part = self._marks[self._place].part()
        if part is None or not part.isVisible():
            self._ring.hide()
            self.move(window.rect().center() - QPoint(size.width() // 2, size.height() // 2))
            return
        around = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
        self._ring.setGeometry(around)
        self._ring.show()
        self._ring.raise_()
        self.move(card_place(around, size, window.size(), self._theme.px(_GAP)))
        self.raise_()

    def _on_next(self) -> None:
        if self._place == len(self._marks) - 1:
            self.end()
            return
        self._place += 1
        self._show()


def card_place(around: QRect, card: QSize, window: QSize, gap: int) -> QPoint:
    """Return where a card stands: below a part, over it, beside it, else inside at its foot."""
    spots = (
        QPoint(around.left() + gap, around.bottom() + gap),
        QPoint(around.left() + gap, around.top() - gap - card.height()),
        QPoint(around.right() + gap, around.bottom() - card.height()),
        QPoint(around.left() - gap - card.width(), around.top() + gap),
    )
    room = QRect(QPoint(0, 0), window)
    for spot in spots:
        if room.contains(QRect(spot, card)):
            return spot
    left = min(max(around.right() - gap - card.width(), 0), window.width() - card.width())
    top = min(max(around.bottom() - gap - card.height(), 0), window.height() - card.height())
    return QPoint(max(left, 0), max(top, 0))
