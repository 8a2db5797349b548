"""Large sales: the window asks once where their lines are kept, and keeps to it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from matrix_designer.formats.dealership import sample_design
from matrix_designer.formats.lines_place import LinesPlace
from matrix_designer.formats.project import load_project, save_design
from matrix_designer.formats.recovery import Work, new_place
from matrix_designer.formats.sales import import_sales
from matrix_designer.gui.application import Program
from matrix_designer.gui.windows import OpenWindow
from matrix_designer.session.documents import recover
from matrix_designer.session.jobs import Progress
from matrix_designer.session.recovery import look_for_work
from tests.gui.document_hands import button, click, drop, keys, type_factor

Opened = Callable[[Path], None]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
CHOICES = ("Keep the lines in the design", "Keep them beside it")


@pytest.fixture(name="one")
def _one(
    qtbot: QtBot,
    program: Program,
    open_file: Opened,
    table_file: Path,
    sales_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> OpenWindow:
    """Return a window with sales whose lines count as large."""
    monkeypatch.setattr("matrix_designer.formats.lines_place.ASKED_FROM", 100)
    monkeypatch.setattr("matrix_designer.formats.project.ASKED_FROM", 100)
    open_file(table_file)
    found = program.windows.all[0]
    drop(found.window, sales_file)
    qtbot.waitUntil(lambda: found.workspace.sales is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not found.window.desk.is_busy, timeout=20_000)
    return found


def save_as(one: OpenWindow, path: Path) -> None:
    keys(one.window, "Ctrl+Shift+S")
    dialog = one.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # the person says yes
    dialog.selectFile(str(path))
    dialog.accept()


def wait_saved(qtbot: QtBot, one: OpenWindow) -> None:
    qtbot.waitUntil(lambda: not one.window.isWindowModified(), timeout=20_000)
    qtbot.waitUntil(lambda: not one.window.desk.is_busy, timeout=20_000)


def members(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as archive:
        return {name.rpartition(".")[2] for name in archive.namelist()}


def test_lines_go_where_a_person_says_and_it_is_asked_once(
    qtbot: QtBot, one: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "kept.pmatrix"
    save_as(one, path)
    qtbot.waitUntil(lambda: one.window.messages.choices == CHOICES)
    assert "Not saved yet" in one.window.messages.text
    assert not path.exists()
    click(button(one.window, CHOICES[1]))
    wait_saved(qtbot, one)
    assert members(path) == {"json", "sums"}
    assert len(list(tmp_path.glob("kept.lines-*.parquet"))) == 1

    type_factor(qtbot, one, "x2.22")
    keys(one.window, "Ctrl+S")
    wait_saved(qtbot, one)
    assert one.window.messages.choices == ()
    assert members(path) == {"json", "sums"}
    assert load_project(path).design == one.workspace.design

    save_as(one, path)  # to change one's mind
    qtbot.waitUntil(lambda: one.window.messages.choices == CHOICES)
    click(button(one.window, CHOICES[0]))
    qtbot.waitUntil(lambda: members(path) == {"json", "parquet"}, timeout=20_000)
    wait_saved(qtbot, one)


def lines_menu(one: OpenWindow) -> QMenu:
    """Open the menu of the lines by its keys."""
    keys(one.window, "Alt+F")
    file = QApplication.activePopupWidget()
    assert isinstance(file, QMenu)
    QTest.keyClick(file, Qt.Key.Key_K)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu is not file
    return menu


def checked(menu: QMenu) -> list[str]:
    return [action.text().replace("&", "") for action in menu.actions() if action.isChecked()]


def test_the_file_menu_says_where_the_lines_are_and_puts_them_elsewhere(
    qtbot: QtBot, one: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "kept.pmatrix"
    save_as(one, path)
    qtbot.waitUntil(lambda: one.window.messages.choices == CHOICES)
    click(button(one.window, CHOICES[1]))
    wait_saved(qtbot, one)
    assert members(path) == {"json", "sums"}
    menu = lines_menu(one)
    assert checked(menu) == ["Beside the design"]
    QTest.keyClick(menu, Qt.Key.Key_I)
    qtbot.waitUntil(lambda: members(path) == {"json", "parquet"}, timeout=20_000)
    wait_saved(qtbot, one)
    assert one.window.files.lines_place is LinesPlace.INSIDE


def test_without_sales_there_is_no_place_for_lines(
    program: Program, open_file: Opened, table_file: Path
) -> None:
    open_file(table_file)
    menu = lines_menu(program.windows.all[0])
    assert checked(menu) == []
    assert not any(action.isEnabled() for action in menu.actions())
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    QTest.keyClick(QApplication.activePopupWidget() or menu, Qt.Key.Key_Escape)


def test_small_sales_are_in_the_design_and_may_be_put_beside_it(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, sales_file: Path
) -> None:
    open_file(table_file)
    one = program.windows.all[0]
    drop(one.window, sales_file)
    qtbot.waitUntil(lambda: one.workspace.sales is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not one.window.desk.is_busy, timeout=20_000)
    menu = lines_menu(one)
    assert checked(menu) == ["In the design"]
    QTest.keyClick(menu, Qt.Key.Key_B)  # it has no file yet: its name is asked, not the place
    dialog = one.window.findChild(QFileDialog)
    assert dialog is not None
    path = table_file.parent / "small.pmatrix"
    dialog.selectFile(str(path))
    dialog.accept()
    qtbot.waitUntil(path.exists, timeout=20_000)
    wait_saved(qtbot, one)
    assert members(path) == {"json", "sums"}


def test_recovered_work_keeps_its_lines_where_its_design_does(
    qtbot: QtBot, one: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "kept.pmatrix"
    save_as(one, path)
    qtbot.waitUntil(lambda: one.window.messages.choices == CHOICES)
    click(button(one.window, CHOICES[1]))
    wait_saved(qtbot, one)
    type_factor(qtbot, one, "x2.22")
    work = one.workspace
    place = new_place(tmp_path / "kept")
    place.keep(Work(path.name, path, 1, work.design, work.sales, one.window.files.fingerprint))
    place.leave()
    one.window.files.release()
    (found,) = look_for_work(tmp_path / "kept", Progress(print))
    opened = recover(found, Progress(print))
    assert opened.holding is not None
    assert opened.holding.lines_place is LinesPlace.BESIDE
    opened.holding.release()
    found.place.clear()


def test_nothing_is_saved_while_it_is_not_said_where_the_lines_go(
    qtbot: QtBot, one: OpenWindow, tmp_path: Path
) -> None:
    save_as(one, tmp_path / "kept.pmatrix")
    qtbot.waitUntil(lambda: one.window.messages.choices == CHOICES)
    click(button(one.window, "Close this message"))
    qtbot.wait(50)
    assert not (tmp_path / "kept.pmatrix").exists()
    assert one.window.isWindowModified()


def test_a_design_opened_without_its_lines_says_so_and_is_saved_with_its_sums(
    qtbot: QtBot, program: Program, open_file: Opened, sales_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "kept.pmatrix"
    sales = import_sales(sales_file).sales
    save_design(path, sample_design(), sales, place=LinesPlace.BESIDE)
    (lines,) = tmp_path.glob("kept.lines-*.parquet")
    data = lines.read_bytes()
    lines.unlink()
    open_file(path)
    one = program.windows.all[0]
    assert lines.name in one.window.messages.text
    assert "the single lines of" in one.window.messages.text
    type_factor(qtbot, one, "x2.22")
    keys(one.window, "Ctrl+S")
    wait_saved(qtbot, one)
    assert not lines.exists()
    assert "is not there" in one.window.messages.text
    lines.write_bytes(data)
    again = load_project(path)
    assert (again.design, again.problems) == (one.workspace.design, ())
    assert again.sales is not None
    assert again.sales.used == sales.used
