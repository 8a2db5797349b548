"""The Set-aside page: every reason with its figures, its rule and its lines, and the switches."""

from __future__ import annotations

import csv
import gc
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.pages.set_aside import SetAsidePage
from matrix_designer.gui.panels.text_grid import TextGrid
from matrix_designer.session.settings import Settings
from tests.gui.document_hands import button, click, has_button

Opened = Callable[[Path], None]
Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagate)")
LINES = """RO,Date,Part Number,Description,Cost,List,Qty,Sold Price,Pay Type
1,2025-07-01,A1,FILTER,12.00,30.00,4,24.00,C
1,2025-07-02,A2,PAD,10.00,,1,20.00,C
2,2025-07-03,=A3,PAD,10.00,15.00,2,9.00,C
2,2025-07-04,A4,CORE CHARGE,5.00,5.00,1,5.00,C
3,2025-07-05,A5,HOSE,3.00,6.00,1,6.00,I
3,2025-07-06,A6,BELT,4.00,8.00,2,8.00,W
4,2025-07-07,A7,BULB,0.00,8.00,2,8.00,C
4,2025-07-08,A8,BULB,many,8.00,2,8.00,C
5,2025-07-09,1.2E+05,CAP,1.00,2.00,1,0.00,C
,,Total,,45.00,,14,88.00,
"""


@pytest.fixture(name="page")
def _page(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> SetAsidePage:
    """Import lines of every kind and open the page from the sentence about them."""
    open_file(table_file)
    path = tmp_path / "lines.csv"
    path.write_text(LINES)
    program.window.files.imports.take(path)
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    qtbot.waitUntil(lambda: has_button(program.window, "Set aside…"), timeout=20_000)
    click(button(program.window, "Set aside…"))
    return shown(qtbot, program)


def shown(qtbot: QtBot, program: Program) -> SetAsidePage:
    qtbot.waitUntil(lambda: not program.window.desk.is_busy, timeout=20_000)
    page = program.window.findChild(SetAsidePage)
    assert page is not None
    qtbot.waitUntil(lambda: page.lines.model().rowCount() > 0, timeout=20_000)
    program.window.activateWindow()
    assert QTest.qWaitForWindowActive(program.window)
    return page


def said(inside: QWidget) -> str:
    labels = inside.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def table(grid: TextGrid) -> list[list[str]]:
    """Return what a grid shows, row by row."""
    model = grid.model()
    across = range(model.columnCount())
    return [
        [str(model.data(model.index(row, column))) for column in across]
        for row in range(model.rowCount())
    ]


def figures(page: SetAsidePage) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in table(page.reasons)}


def go_down_to(qtbot: QtBot, page: SetAsidePage, reason: str) -> None:
    """Choose a reason with the arrow keys, and wait for its lines."""
    page.reasons.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(30):
        if page.reasons.model().index(page.reasons.place[0], 0).data() == reason:
            break
        QTest.keyClick(page.reasons, Key.Key_Down)
    qtbot.waitUntil(lambda: f"{reason}: " in said(page), timeout=20_000)


def test_every_reason_stands_with_its_figures_and_the_sum_is_explained(page: SetAsidePage) -> None:
    told = figures(page)
    assert told["Set aside, not used"] == ["6", "22", "646", "1,291"]
    assert told["Unreadable"] == ["1", "2", "0", "16"]
    assert told["Total lines"] == ["1", "14", "630", "1,232"]
    assert told["Zero cost"] == ["1", "2", "0", "16"]
    assert told["Cores"] == ["1", "1", "5", "5"]
    assert told["Internal"] == ["1", "1", "3", "6"]
    assert told["Warranty"] == ["1", "2", "8", "16"]
    assert told["Returns"] == ["0", "0", "0", "0"]
    assert told["Missing list"] == ["1", "1", "10", "20"]
    assert told["No charge"] == ["1", "1", "1", "0"]
    assert told["Sold under cost"] == ["1", "2", "20", "18"]
    assert told["Damaged part number"][0] == "1"
    assert "6 of 10 lines are set aside" in said(page)
    assert "10 lines read = 4 used + 6 set aside + 0 without a price" in said(page)


def test_a_reason_shows_its_rule_and_its_lines_numbered_as_in_the_file(
    qtbot: QtBot, page: SetAsidePage
) -> None:
    go_down_to(qtbot, page, "Cores")
    assert "heater cores and core supports are parts" in said(page)
    assert "Codes: core, core charge" in said(page)
    assert [row[:2] for row in table(page.lines)] == [["A4", "CORE CHARGE"]]
    assert page.lines.model().headerData(0, Qt.Orientation.Vertical) == "5"
    go_down_to(qtbot, page, "Missing list")
    assert [row[0] for row in table(page.lines)] == ["A2"]
    go_down_to(qtbot, page, "Sold under cost")
    assert [row[0] for row in table(page.lines)] == ["=A3"]
    go_down_to(qtbot, page, "Damaged part number")
    assert [row[0] for row in table(page.lines)] == ["1.2E+05"]


def test_unreadable_lines_say_what_is_wrong_with_them(qtbot: QtBot, page: SetAsidePage) -> None:
    go_down_to(qtbot, page, "Unreadable")
    assert "lines.csv, line 9: Cost: " in said(page)
    assert "“many”" in said(page)
    go_down_to(qtbot, page, "Total lines")
    assert "lines.csv, line" not in said(page)


def test_internal_lines_are_switched_in_and_out(
    qtbot: QtBot, program: Program, page: SetAsidePage
) -> None:
    tick = button(page, "Use internal lines")
    tick.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(tick, Key.Key_Space)
    qtbot.waitUntil(lambda: "Internal (used)" in figures(page), timeout=20_000)
    assert figures(page)["Internal (used)"] == ["1", "1", "3", "6"]
    assert "10 lines read = 5 used + 5 set aside" in said(page)
    assert program.workspace.sales is not None
    assert program.workspace.sales.used.lines == 5
    assert program.window.isWindowModified()
    qtbot.waitUntil(lambda: not program.window.desk.is_busy)
    click(button(page, "Use internal lines"))
    qtbot.waitUntil(lambda: "Internal" in figures(page), timeout=20_000)
    assert program.workspace.sales.used.lines == 4


def test_lines_are_copied_and_exported_so_that_no_spreadsheet_runs_them(
    qtbot: QtBot, program: Program, page: SetAsidePage, tmp_path: Path
) -> None:
    go_down_to(qtbot, page, "Sold under cost")
    page.lines.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(page.lines, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.lines, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("'=A3\tPAD\t10.00\t15.00\t2\t9.00\t18.00")
    click(button(page, "Export as CSV…"))
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(tmp_path / "under.csv"))
    dialog.accept()
    qtbot.waitUntil(lambda: "under.csv" in program.window.messages.text, timeout=20_000)
    with (tmp_path / "under.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["line"], row["part"], row["cost"], row["sold"]) == ("4", "'=A3", "10.00", "18.00")
    assert row["day"] == "2025-07-03"


def test_without_sales_the_page_says_what_to_do(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path
) -> None:
    open_file(table_file)
    program.window.show_document("set-aside")
    page = program.window.findChild(SetAsidePage)
    assert page is not None
    assert "No sales yet" in said(page)
    click(button(page, "Import sales…"))
    dialog = program.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.reject()
    qtbot.wait(1)


def test_every_control_of_the_page_is_named_and_explained(page: SetAsidePage) -> None:
    for part in page.findChildren(QWidget):
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            interface = QAccessible.queryAccessibleInterface(part)
            assert interface is not None
            name = interface.text(QAccessible.Text.Name)
            assert name, type(part).__name__
            assert part.toolTip() or isinstance(part, TextGrid), name


def opened_once(qtbot: QtBot, folder: Path) -> weakref.ref[SetAsidePage]:
    """Open the page in a window of its own and take that down."""
    program = Program(Settings(folder / "settings.ini"))
    program.window.resize(1200, 800)
    program.window.show()
    program.window.files.open_sample()
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not program.window.desk.is_busy, timeout=20_000)
    program.window.show_document("set-aside")
    page = weakref.ref(shown(qtbot, program))
    program.end()
    return page


def test_the_page_is_gone_with_its_window(qtbot: QtBot, tmp_path: Path) -> None:
    page = opened_once(qtbot, tmp_path)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert page() is None


def test_figures_stand_under_their_heads_even_where_nothing_was_set_aside(
    page: SetAsidePage,
) -> None:
    reasons = table(page.reasons)
    empty = next(place for place, row in enumerate(reasons) if row[0] == "Returns")
    filled = next(place for place, row in enumerate(reasons) if row[0] == "Warranty")
    ends = [inked_end(page.reasons, place, column=2) for place in (empty, filled)]
    assert abs(ends[0] - ends[1]) <= 2
    grid = page.reasons
    last = grid.visualRect(grid.model().index(empty, 4))
    assert last.right() == grid.viewport().rect().right()


def inked_end(grid: TextGrid, row: int, column: int) -> int:
    """Return how far to the right something is written in a cell."""
    box = grid.visualRect(grid.model().index(row, column))
    image = grid.viewport().grab(box).toImage()
    middle = range(2, image.height() - 2)
    ground = image.pixel(0, image.height() // 2)
    written = (x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in middle))
    return max(written)


def test_lines_of_several_files_name_their_file_and_stand_in_its_order(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    open_file(table_file)
    paths = []
    for month in ("june", "july"):
        path = tmp_path / f"{month}.csv"
        text = LINES.replace("2025-07", "2025-06") if month == "june" else LINES
        path.write_text(text.replace("A8", f"{month}-A8"))
        paths.append(path)
    program.window.files.imports.take(*paths)
    qtbot.waitUntil(lambda: has_button(program.window, "Set aside…"), timeout=20_000)
    click(button(program.window, "Set aside…"))
    page = shown(qtbot, program)
    go_down_to(qtbot, page, "Unreadable")
    across = Qt.Orientation.Horizontal
    assert page.lines.model().headerData(0, across) == "File"
    assert [row[:2] for row in table(page.lines)] == [
        ["july.csv", "july-A8"],
        ["june.csv", "june-A8"],
    ]
    assert page.lines.model().headerData(1, Qt.Orientation.Vertical) == "9"
