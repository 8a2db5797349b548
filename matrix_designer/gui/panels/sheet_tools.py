"""The verbs of a sheet as buttons with their icons, over its grid.

Knows actions; what they do is theirs.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from matrix_designer.gui.controls import Button, ButtonKind, restyle
from matrix_designer.gui.theme import Theme


class SheetTools(QWidget):
    """Buttons for actions; where the width is short their icons alone."""

    def __init__(
        self, icons: Mapping[QAction, str], theme: Theme, parent: QWidget | None = None
    ) -> None:
        """Make a button for each action."""
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._actions = tuple(icons)
        self._buttons: list[Button] = []
        for action, icon in icons.items():
            button = Button("", ButtonKind.FLAT, theme, icon=icon)
            button.clicked.connect(action.trigger)
            row.addWidget(button)
            self._buttons.append(button)
            action.changed.connect(self._on_changed)
        self._is_short = False
        self._on_changed()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        restyle(self, theme)

    def set_short(self, *, is_short: bool) -> None:
        """Show icons alone, or with their names."""
        if is_short != self._is_short:
            self._is_short = is_short
            self._on_changed()

    def _on_changed(self) -> None:
        """Follow the actions: names, tips and whether they can be done."""
        for action, button in zip(self._actions, self._buttons, strict=True):
            name = action.text().split("\t")[0].replace("&", "").rstrip("\u2026")
            button.setText("" if self._is_short else name)
            button.setAccessibleName(name)
            button.setAccessibleDescription(action.statusTip())
            button.setToolTip(action.toolTip())
            button.setEnabled(action.isEnabled())
            button.updateGeometry()


def sheet_action(parent: QObject, text: str, key: str, tip: str) -> QAction:
    """Return an action that shows its key and does not take it: the grid itself does."""
    shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    action = QAction(f"{text}\t{shown}" if shown else text, parent)
    action.setToolTip(f"{tip} ({shown})" if shown else tip)
    action.setStatusTip(tip)
    return action
