"""The Edit menu by key and mouse: what it offers is what the keyboard's place can do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QMenuBar
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.grid.view import GridView
from matrix_designer.gui.windows import OpenWindow
from tests.gui.document_hands import keys, typed

Opened = Callable[[Path], None]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")


@pytest.fixture(name="one")
def _one(program: Program, open_file: Opened, table_file: Path) -> OpenWindow:
    open_file(table_file)
    return program.windows.all[0]


def view(one: OpenWindow) -> GridView:
    return one.window.design_page.grid.view


def edit_menu(one: OpenWindow) -> QMenu:
    """Open the Edit menu by a click."""
    bar = one.window.findChild(QMenuBar)
    assert bar is not None
    place = bar.actionGeometry(bar.actions()[1]).center()
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=place)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(one: OpenWindow, text: str) -> None:
    """Click one verb of the Edit menu."""
    menu = edit_menu(one)
    (action,) = (one for one in menu.actions() if said(one.text()) == text)
    assert action.isEnabled(), text
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    assert QApplication.activePopupWidget() is None


def said(text: str) -> str:
    return text.partition("\t")[0].replace("&", "")


def enabled(one: OpenWindow) -> set[str]:
    menu = edit_menu(one)
    found = {said(act.text()) for act in menu.actions() if act.isEnabled() and act.text()}
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    bar = one.window.findChild(QMenuBar)
    assert bar is not None
    if bar.hasFocus():
        QTest.keyClick(bar, Qt.Key.Key_Escape)
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton)  # the one that opened the menu
    return found


def test_cells_are_copied_pasted_filled_cleared_and_selected_from_the_menu(
    qtbot: QtBot, one: OpenWindow
) -> None:
    one.window.design_page.grid.select_tier(1, "factor")
    view(one).setFocus()
    choose(one, "Copy")
    assert QGuiApplication.clipboard().text().strip() == "×2.50"
    keys(view(one), "Down")
    choose(one, "Paste")
    qtbot.waitUntil(lambda: typed(one.window, 1) == "×2.50")
    keys(view(one), "Down")
    choose(one, "Fill down")
    qtbot.waitUntil(lambda: typed(one.window, 2) == "×2.50")
    choose(one, "Undo fill down, 1 cell")
    qtbot.waitUntil(lambda: typed(one.window, 2) == "×1.80")
    choose(one, "Select all")
    choose(one, "Copy with headers")
    assert len(QGuiApplication.clipboard().text().splitlines()) == 5


def test_the_menu_acts_on_the_grid_too_while_the_keyboard_is_in_the_menu_bar(
    one: OpenWindow,
) -> None:
    one.window.design_page.grid.select_tier(1, "factor")
    view(one).setFocus()
    keys(one.window, "Alt+E")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClicks(menu, "c")
    assert QGuiApplication.clipboard().text().strip() == "×2.50"
    assert one.window.focusWidget() is view(one)


def test_every_verb_of_the_grids_own_menu_stands_in_the_edit_menu_with_its_key(
    one: OpenWindow,
) -> None:
    view(one).setFocus()
    menu = edit_menu(one)
    shown = [action.text() for action in menu.actions()]
    menu.close()
    QTest.mouseRelease(one.window, Qt.MouseButton.LeftButton)
    for text in ("Cut\tCtrl+X", "Paste\tCtrl+V", "Fill right\tCtrl+R", "Clear\tDel"):
        assert text in [line.replace("&", "") for line in shown]


def test_a_field_of_text_has_the_verbs_that_it_can_do(qtbot: QtBot, one: OpenWindow) -> None:
    one.window.design_page.grid.select_tier(1, "factor")
    view(one).setFocus()
    assert {"Cut", "Copy", "Paste", "Fill down", "Clear", "Select all"} <= enabled(one)
    QTest.keyClick(view(one), Qt.Key.Key_F2)
    field = one.window.focusWidget()
    assert isinstance(field, QLineEdit)
    field.deselect()
    assert enabled(one) & {"Cut", "Copy", "Paste", "Fill down", "Select all"} == {
        "Paste",
        "Select all",
    }
    qtbot.wait(1)


def test_without_a_grid_or_a_field_nothing_can_be_cut(one: OpenWindow) -> None:
    keys(one.window, "Ctrl+N")
    assert not enabled(one) & {"Cut", "Copy", "Paste", "Fill down", "Clear", "Select all"}
