"""The solid button on the selected finding, and the menu of its ways.

Knows pointer, focus and keys; what a way does is told by those who know.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction, QEnterEvent, QFocusEvent
from PySide6.QtWidgets import QMenu, QWidget

from matrix_designer.gui.controls import Button, ButtonKind
from matrix_designer.gui.theme import Theme

_HEIGHT = 26
"""With the room for its ring; so low that it stands clear of the sentence over the dollars."""


class FixButton(Button):
    """The verb of the selected row. `touched()`: pointer or focus came; `left()`: both went."""

    touched = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Make a hidden button."""
        super().__init__("Fix", ButtonKind.SOLID, theme, parent=parent)
        self.hide()

    def show_verb(self, verb: str, sentence: str) -> None:
        """Stand for a row."""
        if self.text() != verb:
            self.setText(verb)
            self.setToolTip(f"{verb} (Alt+Enter)")
        self.setAccessibleName(f"{verb}: {sentence}")
        self.resize(self.sizeHint().width(), self._theme.px(_HEIGHT))

    @property
    def is_touched(self) -> bool:
        """Whether the pointer or the focus is on it."""
        return self.isVisible() and (self.underMouse() or self.hasFocus())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that the pointer came."""
        super().enterEvent(event)
        self.touched.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer went, unless the focus is here."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self.left.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the focus came."""
        super().focusInEvent(event)
        self.touched.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the focus went; a menu that it opened keeps the preview."""
        super().focusOutEvent(event)
        if not self.underMouse():
            self.left.emit()


class WaysMenu(QMenu):
    """The ways of a finding. `highlighted(place)`, `chosen(place)`."""

    highlighted = Signal(int)
    chosen = Signal(int)

    def __init__(self, ways: Sequence[tuple[str, str]], theme: Theme, parent: QWidget) -> None:
        """Offer (title, effect) of each way, the first one marked."""
        super().__init__(parent)
        self.setFont(theme.font())
        self.setAccessibleName("Ways to fix")
        for place, (title, effect) in enumerate(ways):
            action = self.addAction(f"{title.replace('&', '&&')}\t{effect}")
            action.setData(place)
        self.hovered.connect(self._on_hovered)
        self.triggered.connect(self._on_triggered)

    def mark_first(self) -> None:
        """Let Enter take the first way."""
        if self.actions():
            self.setActiveAction(self.actions()[0])
            self._on_hovered(self.actions()[0])

    def _on_hovered(self, action: QAction) -> None:
        self.highlighted.emit(int(action.data()))

    def _on_triggered(self, action: QAction) -> None:
        self.chosen.emit(int(action.data()))
