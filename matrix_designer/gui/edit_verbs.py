"""Cut, copy, paste, fill, clear and select in the Edit menu, for whatever has the keyboard.

Knows grids and fields of text; the names, keys and work of each verb are the grid's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QMenuBar, QWidget

from matrix_designer.gui.grid.keys import Command
from matrix_designer.gui.grid.menu import GROUPS, make_action
from matrix_designer.gui.grid.view import GridView


class EditVerbs(QObject):
    """The grid's verbs in a menu of the window, which has the keyboard itself while it is open."""

    def __init__(self, window: QWidget) -> None:
        """Follow the keyboard in one window."""
        super().__init__(window)
        self._window = window
        self._groups = [[make_action(verb, self) for verb in group] for group in GROUPS]
        self._last: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def add_to(self, menu: QMenu) -> None:
        """Put the verbs below what stands in a menu."""
        for group in self._groups:
            menu.addSeparator()
            menu.addActions(group)
        menu.aboutToShow.connect(self._on_shown)
        menu.triggered.connect(self._on_triggered)

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or isinstance(now, QMenuBar) or not self._window.isAncestorOf(now):
            return
        if self._last is not None:
            self._last.destroyed.disconnect(self._on_gone)
        self._last = now
        now.destroyed.connect(self._on_gone)

    def _on_gone(self) -> None:
        self._last = None

    def _on_shown(self) -> None:
        """Grey what cannot be done where the keyboard is."""
        work = self._work()
        for action in self._verbs():
            action.setEnabled(action.data() in work)

    def _on_triggered(self, action: QAction) -> None:
        do = self._work().get(action.data()) if action in self._verbs() else None
        if do is not None:
            do()

    def _verbs(self) -> list[QAction]:
        return [action for group in self._groups for action in group]

    def _work(self) -> Mapping[Command, Callable[[], object]]:
        """Return what each verb does where the keyboard is."""
        widget = self._last if self._last is not None and self._last.isVisible() else None
        if isinstance(widget, GridView):
            return widget.verbs()
        if isinstance(widget, QLineEdit):
            return _of_field(widget)
        return {}


def _of_field(field: QLineEdit) -> dict[Command, Callable[[], object]]:
    """Return what a field of text can do."""
    work: dict[Command, Callable[[], object]] = {Command.SELECT_ALL: field.selectAll}
    if field.hasSelectedText():
        work[Command.COPY] = field.copy
    if not field.isReadOnly():
        work[Command.PASTE] = field.paste
        if field.hasSelectedText():
            work |= {Command.CUT: field.cut, Command.CLEAR: field.del_}
    return work
