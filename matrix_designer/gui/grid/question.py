"""A question asked in place: a typed text that can mean two things, and a button for each.

Knows texts, buttons and keys; what an answer does is the asker's.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from matrix_designer.gui.controls import Button, ButtonKind, Text, restyle
from matrix_designer.gui.theme import TextSize, Theme

_PAD = 8
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Backtab: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Tab: 1,
}


class Question(QWidget):
    """One line over the cells: what is asked, then the answers.

    `answered(place)`: which answer was taken, counted from 0; `given_up()`: Escape; `lost()`: the
    focus went elsewhere.
    """

    answered = Signal(int)
    given_up = Signal()
    lost = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Start hidden, with nothing to ask."""
        super().__init__(parent)
        self._theme = theme
        self._buttons: list[Button] = []
        self._words = Text("", theme, size=TextSize.CAPTION)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_PAD, 2, 2, 2)
        self._row.setSpacing(2)
        self._row.addWidget(self._words)
        self._row.addSpacing(_PAD - 2)
        self.hide()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        restyle(self, theme)
        self.update()

    def ask(self, words: str, answers: Sequence[str], cell: QRect) -> None:
        """Ask beside a cell (in the parent's pixels), the first answer under the keyboard."""
        self.close_()
        self._words.setText(words)
        self.setAccessibleName(words)
        for answer in answers:
            button = Button(answer, ButtonKind.OUTLINE, self._theme, parent=self)
            button.setAccessibleDescription(words)
            button.setToolTip("Arrow keys, then Enter; Esc goes back to the text")
            button.clicked.connect(self._on_clicked)
            button.installEventFilter(self)
            self._row.addWidget(button)
            self._buttons.append(button)
        self._row.activate()
        self.resize(self.sizeHint())
        self.move(self._place(cell))
        self.show()
        self.raise_()
        self._focus(0)

    def close_(self) -> None:
        """Ask nothing any more."""
        self.hide()
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons.clear()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Move between the answers, take one, or give up."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        places = [place for place, button in enumerate(self._buttons) if button is watched]
        if key is Qt.Key.Key_Escape:
            self.given_up.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and places:
            self.answered.emit(places[0])
        elif key in _STEPS and places:
            self._focus((places[0] + _STEPS[key]) % len(self._buttons))
        else:
            return super().eventFilter(watched, event)
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the edge."""
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.accent, 1.0))
        painter.setBrush(colours.surface)
        radius = self._theme.metrics.radius_field
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.end()

    def _place(self, cell: QRect) -> QPoint:
        """Return where to stand: under the cell, or over it where there is no room; inside."""
        parent = self.parentWidget()
        area = self.rect() if parent is None else parent.rect()
        left = max(min(cell.left() - self._theme.px(3), area.right() + 1 - self.width()), 0)
        top = cell.bottom() + 1
        if top + self.height() > area.bottom() + 1:
            top = max(cell.top() - self.height(), 0)
        return QPoint(left, top)

    def _focus(self, place: int) -> None:
        """Put the keyboard on an answer, and let it show that."""
        self._buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
        self.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        self._buttons[place].update()

    def _on_clicked(self) -> None:
        for place, button in enumerate(self._buttons):
            if button is self.sender():
                self.answered.emit(place)
                return

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self.isVisible() and now is not None and not self.isAncestorOf(now):
            self.lost.emit()
