"""The test repair order in the hands of a person: typed, pasted, looked up, and put on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.pages.compare import ComparePage
from tests.gui.compare_hands import (
    give_focus,
    page,
    parts,
    read,
    type_order,
    type_part,
)
from tests.gui.document_hands import button, click, keys

__all__ = ["page"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagate)")
Key = Qt.Key


def test_a_set_is_proposed_at_once_and_gives_way_to_what_is_typed(
    qtbot: QtBot, page: ComparePage
) -> None:
    qtbot.waitUntil(lambda: len(parts(page)) == 5)
    assert parts(page) == ["A3", "A1", "A2", "A4", "A5"], "from low to high cost"
    assert "5 parts, low to high cost, proposed from what is sold" in read(page)
    type_part(page, "a2")
    qtbot.waitUntil(lambda: parts(page) == ["A2"])
    keys(page.window(), "Alt+R")
    qtbot.waitUntil(lambda: len(parts(page)) == 5)
    type_part(page, "A4")
    qtbot.waitUntil(lambda: len(parts(page)) == 6)


def test_a_repair_order_of_the_history_is_priced_line_by_line(
    qtbot: QtBot, page: ComparePage
) -> None:
    type_order(qtbot, page, "1")
    assert "Test repair order 1" in read(page)
    assert page.order.table.texts() == (
        (
            *("Part", "Class", "Qty", "Cost", "List", "In force", "Proposed", "Change"),
            *("% of list", "GP % now", "GP %"),
        ),
        ("A1", "", "4", "12.00", "30.00", "22.80", "23.76", "+0.96", "79", "47.4", "49.5"),
        ("A2", "", "10", "21.38", "42.10", "40.62", "42.33", "+1.71", "101", "47.4", "49.5"),
        # 4 x 12.00 + 10 x 21.38; 91.20 + 406.20; 95.04 + 423.30
        (
            *("Parts total to the customer", "", "", "261.80", "541.00", "497.40", "518.34"),
            *("+20.94", "96", "47.4", "49.5"),
        ),
    )


def test_a_number_that_no_order_has_stays_with_its_reason(page: ComparePage, qtbot: QtBot) -> None:
    field = page.order.entry.order
    keys(page.window(), "Ctrl+Shift+O")
    assert field.hasFocus()
    QTest.keyClicks(field, "999")
    QTest.keyClick(field, Key.Key_Return)
    qtbot.waitUntil(lambda: field.is_refused)
    assert "No repair order has the number “999”" in read(page)
    assert field.text() == "999"
    QTest.keyClicks(field, "1")
    assert not field.is_refused


def test_a_number_that_is_not_whole_offers_the_orders_that_begin_so(
    qtbot: QtBot, program: Program, page: ComparePage, tmp_path: Path
) -> None:
    path = tmp_path / "more.csv"
    lines = [f"48{n},2025-09-0{n},A{n},12.00,30.00,1,24.00\n" for n in (1, 2)]
    lines += ["482,2025-09-03,B,15.00,,2,24.00\n", "57-x,2025-09-04,C,9.00,,1,20.00\n"]
    path.write_text("RO,Date,Part Number,Cost,List,Qty,Sold Price\n" + "".join(lines))
    program.window.files.import_path(path)
    qtbot.waitUntil(lambda: parts(page) == ["C", "A1", "A2", "B"])
    keys(page.window(), "Ctrl+Shift+O")
    field = page.order.entry.order
    QTest.keyClicks(field, "48")
    QTest.keyClick(field, Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == [
        "482, 3 Sep 2025, 2 lines",
        "481, 1 Sep 2025, 1 line",
    ]
    assert "2 repair orders begin with 48" in read(page)
    QTest.keyClick(menu, Key.Key_Return)
    qtbot.waitUntil(lambda: parts(page) == ["A2", "B"])
    assert "Test repair order 482 2 parts, 3 Sep 2025" in read(page)
    page.window().activateWindow()  # a popup takes that away here, a window manager gives it back
    type_order(qtbot, page, "57-X", "57-x")
    assert parts(page) == ["C"]


def test_the_lines_grow_with_the_zoom(qtbot: QtBot, program: Program, page: ComparePage) -> None:
    type_order(qtbot, page, "1")
    body = page.order.table.body
    assert body.rowHeight(0) == 22
    program.look.zoom_to(150)
    assert body.rowHeight(0) == 33
    program.look.zoom_to(100)
    assert body.rowHeight(0) == 22


def test_parts_of_another_history_do_not_stay(
    qtbot: QtBot, program: Program, page: ComparePage, tmp_path: Path
) -> None:
    type_order(qtbot, page, "1")
    path = tmp_path / "other.csv"
    path.write_text(
        "RO,Date,Part Number,Cost,List,Qty,Sold Price\n7,2025-09-01,Z,12.00,30.00,1,24.00\n"
    )
    program.window.files.import_path(path)
    qtbot.waitUntil(lambda: parts(page) == ["Z"])
    assert page.order.title() == "Test repair order"


def test_a_part_is_found_however_its_number_is_written(qtbot: QtBot, page: ComparePage) -> None:
    type_part(page, "a-4")
    qtbot.waitUntil(lambda: parts(page) == ["A4"])
    field = page.order.entry.part
    assert field.hasFocus()
    assert not field.text(), "ready for the next one"


def test_a_part_that_was_not_sold_asks_for_its_cost(qtbot: QtBot, page: ComparePage) -> None:
    entry = page.order.entry
    type_part(page, "NEW1")
    qtbot.waitUntil(entry.cost.hasFocus)
    assert "NEW1 was not sold; type its cost" in read(page)
    assert entry.part.is_refused
    QTest.keyClicks(entry.cost, "50")
    QTest.keyClick(entry.cost, Key.Key_Tab)
    assert entry.list_price.hasFocus()
    QTest.keyClicks(entry.list_price, "85")
    QTest.keyClick(entry.list_price, Key.Key_Tab)
    QTest.keyClicks(entry.quantity, "2")
    QTest.keyClick(entry.quantity, Key.Key_Return)
    assert page.order.table.texts()[1:] == (
        ("NEW1", "typed", "2", "50.00", "85.00", "95.00", "90.00", "−5.00", "106", "47.4", "44.4"),
        (
            *("Parts total to the customer", "", "", "100.00", "170.00", "190.00", "180.00"),
            *("−10.00", "106", "47.4", "44.4"),
        ),
    )
    assert entry.part.hasFocus()


def test_what_cannot_be_read_is_said_and_nothing_is_added(page: ComparePage, qtbot: QtBot) -> None:
    entry = page.order.entry
    qtbot.waitUntil(lambda: len(parts(page)) == 5)
    give_focus(page, entry.cost)
    QTest.keyClicks(entry.cost, "12.3.4")
    QTest.keyClick(entry.cost, Key.Key_Return)
    assert "Cost: “12.3.4” is not a number that can be read" in read(page)
    assert len(parts(page)) == 5
    entry.cost.selectAll()
    QTest.keyClicks(entry.cost, "12")
    QTest.keyClick(entry.cost, Key.Key_Return)
    assert parts(page) == ["typed part"]


def test_a_pasted_column_of_parts_is_looked_up_at_once(qtbot: QtBot, page: ComparePage) -> None:
    QGuiApplication.clipboard().setText(
        "Part Number\tCost\tList\tQty\nA5\nA1\nX9\t10.00\t\t3\nBAD\tabc\nGONE\n"
    )
    give_focus(page, page.order.entry.part)
    QTest.keySequence(page.order.entry.part, QKeySequence.StandardKey.Paste)
    qtbot.waitUntil(lambda: parts(page) == ["X9", "A5", "A1"])
    said = read(page)
    assert "Line 4: Cost: “abc” is not a number that can be read" in said
    assert "GONE was not sold; type its cost" in said
    QGuiApplication.clipboard().setText("A2")
    QTest.keySequence(page.order.entry.part, QKeySequence.StandardKey.Paste)
    assert page.order.entry.part.text() == "A2", "one number is pasted into the field"


def test_lines_are_taken_out_by_a_key_and_cleared_by_a_button(
    qtbot: QtBot, page: ComparePage
) -> None:
    type_order(qtbot, page, "1")
    body = page.order.table.body
    give_focus(page, body)
    QTest.keyClick(body, Key.Key_Home)
    QTest.keyClick(body, Key.Key_Delete)
    assert parts(page) == ["A2"]
    assert ", 1 taken out" in read(page)
    click(button(page, "Clear"))
    assert parts(page) == []
    assert not button(page, "Print…").isEnabled()
    assert page.order.entry.part.hasFocus()


def test_the_lines_are_copied_as_numbers_that_a_sheet_reads(
    qtbot: QtBot, page: ComparePage
) -> None:
    entry = page.order.entry
    give_focus(page, entry.part)
    QTest.keyClicks(entry.part, "=BIG")
    QTest.keyClick(entry.part, Key.Key_Tab)
    QTest.keyClicks(entry.cost, "1,050")
    QTest.keyClick(entry.cost, Key.Key_Tab)
    QTest.keyClick(entry.list_price, Key.Key_Tab)
    QTest.keyClicks(entry.quantity, "1")
    QTest.keyClick(entry.quantity, Key.Key_Return)
    give_focus(page, page.order.table.body)
    QTest.keySequence(page.order.table.body, QKeySequence.StandardKey.Copy)
    heads, line, total = QGuiApplication.clipboard().text().splitlines()
    assert heads.split("\t")[:4] == ["Part", "Class", "Qty", "Cost"]
    figures = ["1", "1050.00", "", "1785.00", "1837.50", "52.50", "", "41.2", "42.9"]
    assert line.split("\t") == ["'=BIG", "typed", *figures], "no formula"
    assert total.split("\t")[3] == "1050.00"
    assert qtbot


def test_a_line_without_a_price_is_in_no_total(qtbot: QtBot, page: ComparePage) -> None:
    design = page.window()
    assert design
    entry = page.order.entry
    give_focus(page, entry.part)
    QTest.keyClicks(entry.part, "TINY")
    QTest.keyClick(entry.part, Key.Key_Tab)
    QTest.keyClicks(entry.cost, "0.004")
    QTest.keyClick(entry.cost, Key.Key_Return)
    rows = page.order.table.texts()
    assert rows[1][5:8] == ("no price", "no price", "–")
    assert rows[2][5:8] == ("0.00", "0.00", "+0.00")
    assert "1 line without a price on one side: in no total" in read(page)
    qtbot.wait(1)


def test_the_order_goes_into_a_pdf(qtbot: QtBot, page: ComparePage, tmp_path: Path) -> None:
    type_order(qtbot, page, "1")
    give_focus(page, page.order.entry.part)
    keys(page.window(), "Alt+P")
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    path = tmp_path / "order.pdf"
    dialog.selectFile(str(path))
    dialog.accept()
    qtbot.waitUntil(path.exists)
    data = path.read_bytes()
    assert data.startswith(b"%PDF")
    assert len(re.findall(rb"/Type */Page\b", data)) == 1
    qtbot.waitUntil(lambda: "Test repair order 1 is in order.pdf" in read(page.window()))
