"""The Import page in the hands of a person: lines as they are, columns named, one question."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.pages.import_page import ImportPage
from matrix_designer.gui.panels.import_fields import ImportFields
from matrix_designer.gui.panels.text_grid import TextGrid
from matrix_designer.session.settings import Settings
from tests.gui.document_hands import button, click, drop, has_button, keys

Opened = Callable[[Path], None]
Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagate)")
REPORT = """Harbor Motors parts report
RO;Date;Part Number;Price A;Price B;Qty;Sold Price;Customer Name
1;2025-07-01;A1;12,00;30,00;4;24,00;Bob
1;2025-07-01;A2;21,3x;42,10;10;37,20;Al
2;2025-07-02;A3;21,30;42,10;two;37,20;Al
"""


@pytest.fixture(name="report")
def _report(tmp_path: Path) -> Path:
    path = tmp_path / "june.csv"
    path.write_text(REPORT)
    return path


@pytest.fixture(name="page")
def _page(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, report: Path
) -> ImportPage:
    """Drop a file that does not tell its cost on a window with a design."""
    open_file(table_file)
    drop(program.window, report)
    return shown(qtbot, program)


def shown(qtbot: QtBot, program: Program) -> ImportPage:
    """Wait for the page, with the keyboard on it."""

    def found() -> ImportPage | None:
        pages = program.window.findChildren(ImportPage)
        return next((page for page in pages if page.isVisible()), None)

    qtbot.waitUntil(lambda: found() is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not program.window.desk.is_busy, timeout=20_000)
    program.window.activateWindow()
    assert QTest.qWaitForWindowActive(program.window)
    page = found()
    assert page is not None
    return page


def said(inside: QWidget) -> str:
    """Return all texts that show, one a line."""
    labels = inside.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def heads(page: ImportPage) -> list[str]:
    """Return what each column is taken for, as a screen reader has it."""
    model = page.grid.model()
    across = Qt.Orientation.Horizontal
    return [str(model.headerData(column, across)) for column in range(model.columnCount())]


def cell(page: ImportPage, row: int, column: int) -> str:
    model = page.grid.model()
    return str(model.data(model.index(row, column)))


def choose(qtbot: QtBot, inside: QWidget, words: str) -> None:
    """Choose an entry of the menu that is open, by keys."""
    qtbot.waitUntil(lambda: bool(open_menus(inside)))
    (menu,) = open_menus(inside)
    (action,) = (one for one in menu.actions() if one.text() == words)
    menu.setActiveAction(action)
    QTest.keyClick(menu, Key.Key_Return)
    qtbot.waitUntil(lambda: not open_menus(inside))


def open_menus(inside: QWidget) -> list[QMenu]:
    return [menu for menu in inside.findChildren(QMenu) if menu.isVisible()]


def has_sales(program: Program) -> bool:
    return program.workspace.sales is not None


def settled(qtbot: QtBot, program: Program) -> None:
    """Wait until what was wished for is seen."""
    qtbot.waitUntil(lambda: not program.window.files.imports.is_busy, timeout=20_000)


def test_a_file_that_does_not_tell_its_cost_asks_one_question_and_is_read_after_the_answer(
    qtbot: QtBot, program: Program, page: ImportPage
) -> None:
    assert "june.csv: one question before it can be imported" in said(page)
    assert "Which column holds the cost?" in said(page)
    assert cell(page, 0, 0) == "Harbor Motors parts report"
    assert heads(page)[2:5] == [
        "Part number: Part Number",
        "left out: Price A",
        "left out: Price B",
    ]
    assert not button(page, "Import").isEnabled()
    assert not has_sales(program)
    answer = button(page, "Price A: 12,00, 21,3x, 21,30")
    answer.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(answer, Key.Key_Space)
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    assert program.workspace.sales is not None
    assert program.workspace.sales.used.cost == 48 * 10**7
    assert program.workspace.sales.set_aside["unreadable"].lines == 2
    qtbot.waitUntil(lambda: not page.isVisible())
    assert "3 lines read, 1 taken, 2 set aside. Cost from “Price A”" in program.window.messages.text


def test_what_stands_above_the_header_is_read_across_the_columns(page: ImportPage) -> None:
    model, image = page.grid.model(), page.grid.viewport().grab().toImage()
    beside = page.grid.visualRect(model.index(0, 1))
    assert cell(page, 0, 0) == "Harbor Motors parts report"
    assert cell(page, 0, 1) == ""
    inner = beside.adjusted(1, 1, -1, -3)  # without the hairline
    spots = [
        (x, y)
        for x in range(inner.left(), inner.right())
        for y in range(inner.top(), inner.bottom())
    ]
    assert sum(image.pixelColor(*spot).lightness() < 160 for spot in spots) > 20


def test_a_plain_file_goes_straight_in_and_its_columns_can_be_seen_afterwards(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, sales_file: Path
) -> None:
    open_file(table_file)
    drop(program.window, sales_file)
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    assert not program.window.findChildren(ImportPage)
    qtbot.waitUntil(lambda: has_button(program.window, "Columns…"))
    assert "5 lines read, 5 taken. Cost from “Cost”" in program.window.messages.text
    click(button(program.window, "Columns…"))
    page = shown(qtbot, program)
    assert "sales.csv can be imported" in said(page)
    assert heads(page)[3] == "Cost: Cost"


def test_dates_that_nobody_took_are_told_and_taken_at_the_head(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, sales_file: Path
) -> None:
    sales_file.write_text(sales_file.read_text().replace("Date,", "Datum,"))
    open_file(table_file)
    drop(program.window, sales_file)
    qtbot.waitUntil(lambda: has_button(program.window, "Columns…"), timeout=20_000)
    assert "“Datum” looks like dates" in program.window.messages.text
    click(button(program.window, "Columns…"))
    page = shown(qtbot, program)
    assert "“Datum” looks like dates" in said(page)
    page.grid.setFocus()
    QTest.keyClick(page.grid, Key.Key_Right)
    QTest.keyClick(page.grid, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    choose(qtbot, page, "Date")
    settled(qtbot, program)
    assert "looks like dates" not in said(page)
    click(button(page, "Import"))
    qtbot.waitUntil(lambda: not page.isVisible(), timeout=20_000)
    assert program.workspace.sales is not None
    assert program.workspace.sales.first_day is not None


def test_a_head_says_what_its_column_is_by_keys(
    qtbot: QtBot, program: Program, page: ImportPage
) -> None:
    page.grid.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(4):
        QTest.keyClick(page.grid, Key.Key_Right)
    QTest.keyClick(page.grid, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    choose(qtbot, page, "Cost")
    settled(qtbot, program)
    assert heads(page)[4] == "Cost: Price B"
    assert "june.csv can be imported" in said(page)
    assert button(page, "Import").isEnabled()
    assert program.workspace.sales is None
    QTest.keyClick(page.grid, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    choose(qtbot, page, "Left out")
    settled(qtbot, program)
    assert heads(page)[4] == "left out: Price B"
    assert not button(page, "Import").isEnabled()


def test_a_head_is_pressed_with_the_mouse(qtbot: QtBot, program: Program, page: ImportPage) -> None:
    head = page.grid.horizontalHeader()
    at = QPoint(head.sectionViewportPosition(3) + 8, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    choose(qtbot, page, "List")
    settled(qtbot, program)
    assert heads(page)[3] == "List: Price A"


def test_fields_and_the_way_the_file_is_cut_are_chosen_in_the_lines_at_the_side(
    qtbot: QtBot, program: Program, page: ImportPage
) -> None:
    fields = page.findChild(ImportFields)
    assert fields is not None
    told = dict(fields.shown)
    assert told["Cost"] == "needed: choose one"
    assert told["Delimiter"] == "semicolon ; (found)"
    assert told["Header"] == "line 2 (found)"
    assert told["Decimal mark"] == "comma: 1.234,50 (found)"
    for key, words, name, value in (
        ("cost", "Price A  ·  12,00", "Cost", "Price A"),
        ("decimal", "point: 1,234.50", "Decimal mark", "point: 1,234.50"),
        ("header", "none: no line has names", "Header", "none"),
        ("header", "as found", "Header", "line 2 (found)"),
        ("encoding", "Windows (1252)", "Encoding", "Windows (1252)"),
        ("delimiter", "comma ,", "Delimiter", "comma ,"),
    ):
        line = fields.line(key)
        line.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(line, Key.Key_Return)
        choose(qtbot, page, words)
        settled(qtbot, program)
        assert dict(fields.shown)[name] == value
    assert page.grid.model().columnCount() < 8


def test_f8_goes_through_the_cells_that_cannot_be_read_and_back(
    qtbot: QtBot, program: Program, page: ImportPage
) -> None:
    assert "1 cell cannot be read" in said(page)
    page.grid.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(page.grid, Key.Key_F8)
    assert page.grid.currentIndex().data() == "two"
    fields = page.findChild(ImportFields)
    assert fields is not None
    QTest.keyClick(fields.line("cost"), Key.Key_Return)
    choose(qtbot, page, "Price A  ·  12,00")
    settled(qtbot, program)
    assert "2 cells cannot be read" in said(page)
    seen = []
    for shift in (False, False, False, True, True):
        held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(program.window.focusWidget() or page, Key.Key_F8, held)
        seen.append(str(page.grid.currentIndex().data()))
    assert seen == ["21,3x", "two", "21,3x", "two", "21,3x"]
    interface = QAccessible.queryAccessibleInterface(page.grid)
    assert interface is not None
    index = page.grid.currentIndex()
    told = page.grid.model().data(index, Qt.ItemDataRole.AccessibleDescriptionRole)
    assert "cannot be read" in str(told)


def test_what_was_said_about_a_layout_holds_for_its_next_file(
    qtbot: QtBot, program: Program, page: ImportPage, tmp_path: Path
) -> None:
    click(button(page, "Price A: 12,00, 21,3x, 21,30"))
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    first = program.workspace.sales
    july = tmp_path / "july.csv"
    july.write_text(REPORT.replace("12,00", "13,00"))
    drop(program.window, july)
    qtbot.waitUntil(lambda: program.workspace.sales is not first, timeout=20_000)
    assert program.workspace.sales is not None
    assert program.workspace.sales.used.cost == 52 * 10**7
    click(button(program.window, "Columns…"))
    assert "as you said for an earlier file of this layout" in said(shown(qtbot, program))


def test_a_mapping_goes_into_a_file_and_comes_out_of_it(
    qtbot: QtBot, program: Program, page: ImportPage, tmp_path: Path
) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text('[columns]\ncost = "Price B"\n')
    click(button(page, "Load a mapping…"))
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(mapping))
    dialog.accept()
    qtbot.waitUntil(lambda: heads(page)[4] == "Cost: Price B", timeout=20_000)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    click(button(page, "Save the mapping…"))
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(tmp_path / "ours.toml"))
    dialog.accept()
    qtbot.waitUntil(lambda: "ours.toml" in program.window.messages.text, timeout=20_000)
    text = (tmp_path / "ours.toml").read_text()
    assert 'cost = "Price B"' in text
    assert 'decimal = ","' in text
    assert 'quantity = "Qty"' in text


def test_lines_are_pasted_from_a_spreadsheet(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path
) -> None:
    open_file(table_file)
    keys(program.window, "Ctrl+I")
    dialog = program.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.reject()
    program.window.show_document("import")
    page = shown(qtbot, program)
    assert "No file to look at" in said(page)
    copied = QMimeData()
    copied.setText("Part Number\tCost\tQty\tSold Price\r\nA1\t12.00\t4\t24.00\r\n")
    QGuiApplication.clipboard().setText(copied.text())
    page.setFocus()
    QTest.keyClick(
        program.window.focusWidget() or page, Key.Key_V, Qt.KeyboardModifier.ControlModifier
    )
    qtbot.waitUntil(lambda: "Pasted lines.tsv can be imported" in said(page), timeout=20_000)
    QTest.keyClick(page, Key.Key_I, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    assert program.workspace.sales is not None
    assert program.workspace.sales.used.cost == 48 * 10**7


def test_lines_are_pasted_on_the_start_page(qtbot: QtBot, program: Program) -> None:
    assert program.window.is_on_start
    QGuiApplication.clipboard().setText("Part\tCost\tQty\tSold\r\nA1\t12.00\t4\t24.00\r\n")
    program.window.activateWindow()
    assert QTest.qWaitForWindowActive(program.window)
    QTest.keyClick(program.window, Key.Key_Tab)
    focused = program.window.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    page = shown(qtbot, program)
    assert "Pasted lines.tsv can be imported" in said(page)
    QGuiApplication.clipboard().clear()
    program.window.show_page("start")
    QTest.keyClick(program.window, Key.Key_Tab)
    focused = program.window.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "The clipboard holds no text" in program.window.messages.text)


def test_several_files_are_one_history_and_the_unclear_one_is_asked_about(
    qtbot: QtBot,
    program: Program,
    open_file: Opened,
    table_file: Path,
    report: Path,
    sales_file: Path,
) -> None:
    open_file(table_file)
    drop(program.window, sales_file, report)
    page = shown(qtbot, program)
    assert "File 2 of 2" in said(page)
    click(button(page, "Price A: 12,00, 21,3x, 21,30"))
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    assert program.workspace.sales is not None
    assert program.workspace.sales.lines_read == 8


def test_the_old_history_stands_until_the_new_one_is_whole(
    qtbot: QtBot, program: Program, page: ImportPage, sales_file: Path, tmp_path: Path
) -> None:
    drop(program.window, sales_file)
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    old = program.workspace.sales
    qtbot.waitUntil(lambda: not program.window.desk.is_busy)
    later = tmp_path / "later.csv"
    rows = "".join(f"{n};2025-07-01;A{n};12,00;30,00;4;24,00;Bob\n" for n in range(60_000))
    later.write_text(REPORT.split("\n", 1)[1].split("\n", 1)[0] + "\n" + rows)
    drop(program.window, later)
    answer = "Price A: 12,00, 12,00, 12,00"
    qtbot.waitUntil(lambda: has_button(program.window, answer), timeout=20_000)
    click(button(page, answer))
    qtbot.waitUntil(lambda: program.window.desk.is_busy, timeout=20_000)
    assert program.workspace.sales is old
    program.window.desk.cancel()
    qtbot.waitUntil(lambda: not program.window.desk.is_busy)
    assert program.workspace.sales is old


def test_esc_leaves_and_nothing_is_imported(
    qtbot: QtBot, program: Program, page: ImportPage
) -> None:
    page.grid.setFocus()
    QTest.keyClick(page.grid, Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.isVisible())
    assert program.workspace.sales is None


def test_columns_of_persons_are_left_out_and_one_is_taken_by_a_tick(
    qtbot: QtBot, program: Program, page: ImportPage
) -> None:
    assert "Persons' details are not imported" in said(page)
    assert heads(page)[7] == "left out: Customer Name"
    tick = button(page, "Customer Name")
    tick.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(tick, Key.Key_Space)
    settled(qtbot, program)
    assert heads(page)[7] == "Customer, hashed: Customer Name"
    QTest.keyClick(button(page, "Customer Name"), Key.Key_Space)
    settled(qtbot, program)
    assert heads(page)[7] == "left out: Customer Name"


def test_every_control_of_the_page_is_named_and_explained(page: ImportPage) -> None:
    for part in page.findChildren(QWidget):
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            interface = QAccessible.queryAccessibleInterface(part)
            assert interface is not None
            name = interface.text(QAccessible.Text.Name)
            assert name, type(part).__name__
            assert part.toolTip() or isinstance(part, TextGrid), name


def test_the_page_is_gone_with_its_window(qtbot: QtBot, tmp_path: Path, report: Path) -> None:
    program = Program(Settings(tmp_path / "settings.ini"))
    program.window.resize(1200, 800)
    program.window.show()
    program.window.show_document()
    program.window.files.imports.take(report)
    page = weakref.ref(shown(qtbot, program))
    grid = weakref.ref(page().grid)  # type: ignore[union-attr]
    program.end()
    del program
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert page() is None
    assert grid() is None
