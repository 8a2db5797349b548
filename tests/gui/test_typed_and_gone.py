"""What is being typed is not lost when the file is saved or the window closes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.formats.designs import open_design
from matrix_designer.gui.application import Program
from matrix_designer.gui.dialogs.unsaved import UnsavedDialog
from tests.gui.document_hands import keys, save_under, typed

Opened = Callable[[Path], None]


def type_half(program: Program) -> None:
    """Type a factor into tier 1 without Enter."""
    window = program.window
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    grid = window.design_page.grid
    grid.select_tier(1, "factor")
    grid.view.setFocus()
    for letter in "1.77":
        focused = window.focusWidget()
        assert isinstance(focused, QWidget)
        QTest.keyClicks(focused, letter)


def test_saving_saves_what_is_being_typed(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    open_file(table_file)
    window, path = program.window, tmp_path / "a.pmatrix"
    save_under(qtbot, window, path)
    type_half(program)
    keys(window, "Ctrl+S")
    qtbot.waitUntil(lambda: typed(window) == "×1.77")
    qtbot.waitUntil(lambda: not window.desk.is_busy and not window.isWindowModified())
    (first, *_) = open_design(path).design.matrix.tiers
    assert first.factor.value == 17_700
    assert window.focusWidget() is window.design_page.grid.view


def test_closing_asks_about_what_is_being_typed(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    open_file(table_file)
    window = program.window
    save_under(qtbot, window, tmp_path / "a.pmatrix")
    type_half(program)
    window.close()
    dialog = window.findChild(UnsavedDialog)
    assert dialog is not None
    assert window.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: typed(window) == "×1.77")
