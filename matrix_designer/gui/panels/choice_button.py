"""A button whose menu chooses some of a few texts; the menu stays while they are chosen.

Knows texts; not what they are chosen for.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from matrix_designer.gui.controls import Button, ButtonKind
from matrix_designer.gui.icons import draw_icon
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.theme import Theme

_ARROW = 14
_GAP = 6
_WIDEST = 260


class ChoiceMenu(Menu):
    """Texts with marks; a click or a key changes a mark and leaves the menu open.

    `chosen(texts)`: a frozenset of those marked, None where all count.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self._all = self.addAction("All")
        self._all.setCheckable(True)
        self.addSeparator()
        self._made: list[QAction] = []
        self.triggered.connect(self._on_triggered)

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Offer other texts, each with what it is called."""
        for action in self._made:
            self.removeAction(action)
            action.deleteLater()
        self._made = []
        for text, name in texts.items():
            action = self.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setData(text)
            self._made.append(action)

    def mark(self, texts: frozenset[str] | None) -> None:
        """Mark what is chosen."""
        self._all.setChecked(texts is None)
        for action in self._made:
            action.setChecked(texts is not None and str(action.data()) in texts)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Change the mark under the mouse."""
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable():
            event.accept()
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change the mark where the keyboard is."""
        action = self.activeAction()
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and action is not None and action.isCheckable():
            event.accept()
            action.trigger()
        else:
            super().keyPressEvent(event)

    def _on_triggered(self, action: QAction) -> None:
        marked = [one for one in self._made if one.isChecked()]
        texts = frozenset(str(one.data()) for one in marked)
        self.chosen.emit(None if action is self._all or not texts else texts)


class ChoiceButton(Button):
    """A button that says what is chosen. `chosen(name, texts)`: a frozenset or None."""

    chosen = Signal(str, object)

    def __init__(self, name: str, title: str, theme: Theme) -> None:
        """Make a button for one name; `title` is for people."""
        super().__init__("", ButtonKind.OUTLINE, theme)
        self._name = name
        self._title = title
        self.menu_ = ChoiceMenu(self)
        self.menu_.chosen.connect(self._on_chosen)
        self.clicked.connect(self._on_clicked)

    def show_choice(self, said: str, texts: frozenset[str] | None) -> None:
        """Say what is chosen, and mark it."""
        self.setText(said)
        self.setAccessibleName(said)
        self.setToolTip(f"{self._title} whose sales count (Space opens the list)")
        self.menu_.mark(texts)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for the text, as far as it may reach, and the arrow."""
        px = self._theme.px
        text = min(QFontMetricsF(self.font()).horizontalAdvance(self.text()), px(_WIDEST))
        width = text + px(_GAP) + px(_ARROW) + 2 * px(10)
        return QSize(round(width + 0.5), self._theme.metrics.button)

    def _paint_content(self, painter: QPainter, rect: QRectF) -> None:
        px, size = self._theme.px, self._theme.px(_ARROW)
        metrics = QFontMetricsF(self.font())
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, px(_WIDEST))
        left = rect.left() + px(10) - 2
        painter.setPen(self._ink())
        painter.setFont(self.font())
        room = QRectF(left, rect.top(), rect.width(), rect.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        at = left + metrics.horizontalAdvance(text) + px(_GAP)
        top = round(rect.center().y() - size / 2)
        arrow = QRectF(round(at), top, size, size)
        draw_icon(painter, "chevron-down", self._theme.colours.text2, arrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list by Down or Enter as well."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self.click()
        else:
            super().keyPressEvent(event)

    def _on_clicked(self) -> None:
        self.menu_.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _on_chosen(self, texts: object) -> None:
        self.chosen.emit(self._name, texts)
