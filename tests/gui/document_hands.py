"""Hands for the tests of documents and windows: keys, clicks, drops, and what stands where."""

from __future__ import annotations

import warnings
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.gui.main_window import MainWindow
from matrix_designer.gui.windows import OpenWindow


def button(inside: QWidget, name: str) -> QAbstractButton:
    """Find a button by what stands on it or by what a screen reader calls it."""
    for found in inside.findChildren(QAbstractButton):
        if name in (found.text(), found.accessibleName()) and found.isVisible():
            return found
    raise AssertionError(f"no button {name}")


def has_button(inside: QWidget, name: str) -> bool:
    return any(
        name in (found.text(), found.accessibleName()) and found.isVisible()
        for found in inside.findChildren(QAbstractButton)
    )


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def keys(window: QWidget, text: str) -> None:
    """Press one key with its modifiers on a window that is active."""
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    QTest.keySequence(window, QKeySequence(text))


def type_factor(qtbot: QtBot, one: OpenWindow, text: str) -> None:
    """Type a factor into tier 1, column as typed, from the keyboard."""
    one.window.activateWindow()
    assert QTest.qWaitForWindowActive(one.window)
    grid = one.window.design_page.grid
    grid.select_tier(1, "factor")
    grid.view.setFocus()
    for letter in text:
        widget = one.window.focusWidget()
        assert widget is not None
        QTest.keyClicks(widget, letter)
    widget = one.window.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: typed(one.window) == text)


def typed(window: MainWindow, row: int = 0) -> str:
    """Return what stands in a tier's cell as typed."""
    model = window.design_page.grid.view.grid_model
    index = model.index(row, model.spec.place_of("typed"))
    return str(model.data(index, Qt.ItemDataRole.DisplayRole))


def drop(window: MainWindow, *files: Path) -> None:
    """Drag files over a window and let them go, as another program would."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, left, no = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with warnings.catch_warnings():  # Qt 6.12 calls old what Qt 6.11 has alone
        warnings.simplefilter("ignore", DeprecationWarning)
        enter = QDragEnterEvent(QPoint(100, 100), copy, data, left, no)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(100, 100), copy, data, left, no))


def save_under(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    """Save under a name, by keys and the file dialog."""
    keys(window, "Ctrl+Shift+S")
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(path))
    dialog.accept()
    qtbot.waitUntil(lambda: window.windowTitle() == f"{path.name}[*]", timeout=20_000)
    qtbot.waitUntil(lambda: not window.isWindowModified() and not window.desk.is_busy)
