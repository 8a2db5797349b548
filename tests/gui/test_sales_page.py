"""The Sales page in the hands of a person: keys, clicks and drags in; cells, words, files out."""

from __future__ import annotations

import csv
import datetime as dt
import gc
import math
import threading
import weakref
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from matrix_designer.analysis.sales_figures import SalesFigures, figures_of
from matrix_designer.core.factor import Basis
from matrix_designer.core.money import POINT
from matrix_designer.core.plan import ByPercent, Conditions, Rule
from matrix_designer.core.plan_edits import InsertRules
from matrix_designer.core.query import Columns
from matrix_designer.gui.application import Program
from matrix_designer.gui.pages import sales as sales_page
from matrix_designer.gui.pages import sales_questions
from matrix_designer.gui.pages.sales import SalesPage
from matrix_designer.gui.plots.curves import PICTURE
from matrix_designer.gui.tables.table import ReadTable
from matrix_designer.session.asking import ask_file
from matrix_designer.session.jobs import JOB_THREAD
from matrix_designer.session.settings import Settings
from tests.gui.document_hands import keys
from tests.gui.test_filter_bar import status

Opened = Callable[[Path], None]
Key = Qt.Key
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
LINES = (
    ("A1", "FILTER, OIL", "03", "A", "12.00", "24.00", 4, "24.00"),
    ("A1", "FILTER, OIL", "03", "A", "12.50", "25.00", 6, "25.00"),
    ("A2", "PUMP", "12", "B", "21.00", "42.00", 10, "46.20"),
    ("-A3", "=2+2", "12", "A", "2.00", "6.00", 6, "7.80"),
    ("A4", "RACK", "12", "B", "80.00", "160.00", 1, "144.00"),
    ("A5", "AXLE", "20", "B", "300.00", "", 1, "500.00"),
)
HEADS = "RO,Date,Part Number,Description,Source,Class,Cost,List,Qty,Sold Price"


def write_sales(path: Path, lines: tuple[tuple[object, ...], ...] = LINES) -> Path:
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADS.split(","))
        for place, line in enumerate(lines):
            rows.writerow((place + 1, f"2025-{place % 12 + 1:02d}-15", *line))
    return path


@pytest.fixture
def page(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> SalesPage:
    """Open four tiers with their sales, and turn to Sales by its key."""
    return opened_page(qtbot, program, open_file, table_file, write_sales(tmp_path / "sold.csv"))


def opened_page(
    qtbot: QtBot, program: Program, open_file: Opened, table: Path, sales: Path
) -> SalesPage:
    open_file(table)
    program.window.files.import_path(sales)
    qtbot.waitUntil(lambda: program.workspace.sales is not None and not program.window.desk.is_busy)
    keys(program.window, "Ctrl+2")
    page = program.window.findChild(SalesPage)
    assert isinstance(page, SalesPage)
    qtbot.waitUntil(lambda: page.isVisible() and bool(page.head.headline.text()))
    program.window.activateWindow()
    assert QTest.qWaitForWindowActive(program.window)
    return page


def rows_of(table: ReadTable) -> list[list[str]]:
    """Return what stands in the shown columns of every row."""
    shown = [slot.place for slot in table.body.slots_]
    model = table.grid_model
    return [
        [str(model.data(model.index(row, place))) for place in shown]
        for row in range(model.rowCount())
    ]


def total_of(table: ReadTable) -> list[str]:
    return [table.total.cells[slot.place].text for slot in table.body.slots_]


def names_of(table: ReadTable) -> list[str]:
    return [row[0] for row in rows_of(table)]


def read(page: QWidget) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def click_head(table: ReadTable, key: str) -> None:
    slot = next(slot for slot in table.body.slots_ if slot.column.key == key)
    at = QPoint(slot.left + slot.width // 2, table.head.height() // 2)
    QTest.mouseClick(table.head, LEFT, NONE, at)


def press(page: QWidget, text: str) -> None:
    """Click the button that shows a text."""
    for button in page.findChildren(QAbstractButton):
        if button.text().startswith(text) and button.isVisible():
            QTest.mouseClick(button, LEFT)
            return
    raise AssertionError(text)


def place_in_chart(page: SalesPage, cost: float, percent: float) -> QPoint:
    place = page.chart.sheet.place_of(page.chart.density)
    assert place is not None
    x = math.log10(cost) * place.scale_x + place.shift_x
    return QPoint(round(x), round(percent * place.scale_y + place.shift_y))


def drag(page: SalesPage, start: QPoint, end: QPoint) -> None:
    viewport = page.chart.sheet.viewport()
    QTest.mousePress(viewport, LEFT, NONE, start)
    QTest.mouseMove(viewport, (start + end) / 2)
    QTest.mouseMove(viewport, end)
    QTest.mouseRelease(viewport, LEFT, NONE, end)


def brushed(qtbot: QtBot, page: SalesPage) -> list[list[str]]:
    qtbot.waitUntil(lambda: bool(rows_of(page.brushed.table)), timeout=20_000)
    return rows_of(page.brushed.table)


def test_the_ranking_shows_where_the_money_is_and_adds_up(page: SalesPage) -> None:
    # costs: 48 + 75, 210, 12, 80, 300 = 725; sales: 96 + 150, 462, 46.80, 144, 500 = 1,398.80
    assert rows_of(page.ranking.table) == [
        ["250.01 to 1,000.00", "1", "300", "500", "200", "40.0", "41.4", "41 %"],
        ["20.01 to 25.00", "10", "210", "462", "252", "54.5", "29.0", "70 %"],
        ["10.01 to 15.00", "10", "123", "246", "123", "50.0", "17.0", "87 %"],
        ["75.01 to 100.00", "1", "80", "144", "64", "44.4", "11.0", "98 %"],
        ["1.01 to 2.00", "6", "12", "47", "35", "74.4", "1.7", "100 %"],
    ]
    assert total_of(page.ranking.table) == ["Total", "28", "725", "1,399", "674", "48.2", "", ""]
    assert page.ranking.table.body.line_after == 2
    said = read(page)
    assert "Sales 15 Jan 2025 to 15 Jun 2025  ·  6 lines used, 0 set aside  ·  5 parts" in said
    assert "% of cost dollars sit in parts that cost $" in page.head.headline.text()


def test_the_head_says_which_round_band_holds_eighty_percent(page: SalesPage) -> None:
    # of 725: 12.00 to 300.00 hold 713; 21.00 to 300.00 hold 590, which is 81 %
    assert page.head.headline.text() == (
        "81 % of cost dollars sit in parts that cost $20.01 to $300.00; $10.01 to $35.00 hold 46 %"
    )


def test_a_band_is_called_the_same_in_headline_rows_and_brush(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    lines = tuple(
        (f"P{n}", "PART", "03", "A", cost, "50.00", 1, "25.00")
        for n, cost in enumerate(["10.00"] * 2 + ["10.01", "14.00", "15.00"] * 9)
    )
    page = opened_page(
        qtbot, program, open_file, table_file, write_sales(tmp_path / "one.csv", lines)
    )
    assert page.head.headline.text().startswith(
        "95 % of cost dollars sit in parts that cost $10.01 to $15.00;"
    )
    assert rows_of(page.ranking.table)[0][0] == "10.01 to 15.00"
    assert rows_of(page.ranking.table)[0][-1] == "95 %"
    page.ranking.table.body.setFocus()
    QTest.keyClick(page.ranking.table.body, Key.Key_Home)
    QTest.keyClick(page.ranking.table.body, Key.Key_Return)
    assert page.brushed.words.text() == "Cost $10.01 to $15.00"


def test_a_share_just_under_the_line_is_not_shown_as_on_it(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    costs = ("79.60", "12.00", "8.40")  # 79.6, 91.6, 100 of 100 dollars
    lines = tuple((f"P{n}", "PART", "", "", one, "", 1, "90.00") for n, one in enumerate(costs))
    page = opened_page(
        qtbot, program, open_file, table_file, write_sales(tmp_path / "near.csv", lines)
    )
    assert [row[-1] for row in rows_of(page.ranking.table)] == ["79.6 %", "92 %", "100 %"]
    assert page.ranking.table.body.line_after == 1


def test_one_count_of_used_lines_stands_on_the_page_and_in_the_status_bar(
    qtbot: QtBot, program: Program, open_file: Opened, tmp_path: Path
) -> None:
    closed = tmp_path / "closed.csv"
    closed.write_text("From,To,Multiplier\n0.01,10.00,2.50\n10.01,100.00,1.98\n")
    page = opened_page(qtbot, program, open_file, closed, write_sales(tmp_path / "sold.csv"))
    told = "5 lines used, 0 set aside  ·  1 without a price"
    counted = f"{told}, counted here as sold"
    qtbot.waitUntil(lambda: counted in read(page.head), timeout=20_000)
    qtbot.waitUntil(lambda: told in status(program.window), timeout=20_000)


def test_heads_sort_by_mouse_and_by_keys(page: SalesPage) -> None:
    table = page.ranking.table
    click_head(table, "pieces")
    assert [row[1] for row in rows_of(table)] == ["10", "10", "6", "1", "1"]
    assert table.body.line_after is None
    click_head(table, "pieces")
    assert [row[1] for row in rows_of(table)] == ["1", "1", "6", "10", "10"]
    table.head.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(table.head, Key.Key_Left)
    QTest.keyClick(table.head, Key.Key_Return)
    assert names_of(table)[0] == "1.01 to 2.00"
    for _ in range(5):
        QTest.keyClick(table.head, Key.Key_Right)
    QTest.keyClick(table.head, Key.Key_Space)
    assert [row[5] for row in rows_of(table)] == ["74.4", "54.5", "50.0", "44.4", "40.0"]
    assert "sorted by GP %, highest first" in table.head.accessibleDescription()


def test_sources_and_classes_are_ranked(page: SalesPage) -> None:
    press(page.ranking, "Source")
    assert [(row[0], row[2]) for row in rows_of(page.ranking.table)] == [
        ("12", "302"),
        ("20", "300"),
        ("03", "123"),
    ]
    press(page.ranking, "Class")
    assert [(row[0], row[2]) for row in rows_of(page.ranking.table)] == [("B", "590"), ("A", "135")]
    assert total_of(page.ranking.table)[2] == "725"


def test_parts_are_added_up_off_the_window(qtbot: QtBot, page: SalesPage) -> None:
    press(page.ranking, "Part")
    qtbot.waitUntil(lambda: bool(rows_of(page.ranking.table)), timeout=20_000)
    assert names_of(page.ranking.table) == ["A5", "A2", "A1", "A4", "-A3"]
    click_head(page.ranking.table, "name")
    assert names_of(page.ranking.table) == ["-A3", "A1", "A2", "A4", "A5"]


PEOPLE = ("Diaz", "Brandt", "Diaz", "", "Brandt", "Cole")


def sold_by(path: Path, people: tuple[str, ...] = PEOPLE) -> Path:
    """Write the same sales with who sold them."""
    rows = write_sales(path).read_text().splitlines()
    named = [f"{rows[0]},Counterperson"]
    named += [f"{row},{person}" for row, person in zip(rows[1:], people, strict=True)]
    path.write_text("\n".join(named))
    return path


def test_counterpersons_are_ranked_like_everything_else(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    page = opened_page(qtbot, program, open_file, table_file, sold_by(tmp_path / "by.csv"))
    table = page.ranking.table
    press(page.ranking, "Counterperson")
    qtbot.waitUntil(lambda: bool(rows_of(table)), timeout=20_000)
    # Cole sold 300; Diaz 48 + 210; Brandt 75 + 80; nobody is named on 12
    assert rows_of(table) == [
        ["Cole", "1", "300", "500", "200", "40.0", "41.4", "41 %"],
        ["Diaz", "14", "258", "558", "300", "53.8", "35.6", "77 %"],
        ["Brandt", "7", "155", "294", "139", "47.3", "21.4", "98 %"],
        ["no counterperson", "6", "12", "47", "35", "74.4", "1.7", "100 %"],
    ]
    assert total_of(table) == ["Total", "28", "725", "1,399", "674", "48.2", "", ""]
    assert table.body.line_after == 2
    qtbot.waitUntil(lambda: table.height() == table.full_height())  # no row is cut off
    click_head(table, "pieces")
    assert names_of(table) == ["Diaz", "Brandt", "no counterperson", "Cole"]
    press(page.ranking, "Source")
    press(page.ranking, "Counterperson")
    assert names_of(table)[0] == "Cole"


def test_stores_are_ranked_under_the_group(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    path = sold_by(tmp_path / "stores.csv", ("North", "South", "North", "South", "North", "South"))
    path.write_text(path.read_text().replace("Counterperson", "Store"))
    page = opened_page(qtbot, program, open_file, table_file, path)
    press(page.ranking, "Store")
    qtbot.waitUntil(lambda: bool(rows_of(page.ranking.table)), timeout=20_000)
    # South sold 75 + 12 + 300; North 48 + 210 + 80
    assert [row[:1] + row[2:3] for row in rows_of(page.ranking.table)] == [
        ["South", "387"],
        ["North", "338"],
    ]
    assert total_of(page.ranking.table)[:3] == ["Total", "28", "725"]


def test_a_history_that_names_nobody_says_so(qtbot: QtBot, page: SalesPage) -> None:
    press(page.ranking, "Counterperson")
    qtbot.waitUntil(lambda: "names a counterperson" in read(page.ranking), timeout=20_000)
    press(page.ranking, "Store")
    qtbot.waitUntil(lambda: "names a store" in read(page.ranking), timeout=20_000)
    press(page.ranking, "Part")
    qtbot.waitUntil(lambda: len(rows_of(page.ranking.table)) == 5, timeout=20_000)


def test_every_name_of_a_tab_has_its_room_in_a_narrow_window(
    qtbot: QtBot, program: Program, page: SalesPage
) -> None:
    program.window.resize(1100, 768)
    qtbot.waitUntil(lambda: page.width() < 1100)
    qtbot.wait(100)
    shown = [one for one in page.ranking.tabs.findChildren(QAbstractButton) if one.isVisible()]
    assert [one.text() for one in shown][3:] == ["Counterperson", "Store", "Part"]
    for one in shown:
        assert one.width() >= one.sizeHint().width()
    for one in page.ranking.findChildren(QAbstractButton):
        right = one.mapTo(page.ranking, QPoint(one.width(), 0)).x()
        assert not one.isVisible() or right <= page.ranking.width()


def test_parts_beyond_two_hundred_share_one_row_that_says_how_many(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    lines = tuple(
        (f"P{n:03}", "PART", "03", "A", f"{n + 1}.00", f"{2 * n + 2}.00", 1, f"{n + 2}.00")
        for n in range(230)
    )
    page = opened_page(
        qtbot, program, open_file, table_file, write_sales(tmp_path / "many.csv", lines)
    )
    press(page.ranking, "Part")
    qtbot.waitUntil(lambda: bool(rows_of(page.ranking.table)), timeout=20_000)
    shown = rows_of(page.ranking.table)
    assert (len(shown), shown[0][0]) == (201, "P229")
    assert (shown[-1][0], shown[-1][-1]) == ("30 other parts", "100 %")
    column = [int(row[-6].replace(",", "")) for row in shown]
    assert sum(column) == sum(n + 1 for n in range(230))
    assert int(total_of(page.ranking.table)[-6].replace(",", "")) == sum(column)


def test_a_drag_over_the_cloud_shows_what_sql_counts_there(
    qtbot: QtBot, program: Program, page: SalesPage
) -> None:
    drag(page, place_in_chart(page, 11.0, 115.0), place_in_chart(page, 30.0, 95.0))
    rows = brushed(qtbot, page)
    assert [row[0] for row in rows] == ["A2", "A1"]
    brush = page.chart.sheet.brush
    sales = program.workspace.sales
    assert brush is not None
    assert sales is not None
    assert brush.low is not None
    assert brush.high is not None
    with duckdb.connect() as engine:
        found = engine.execute(
            "SELECT count(*), sum(quantity), sum(cost * quantity), sum(sold), count(DISTINCT part)"
            " FROM read_parquet(?) WHERE reason IS NULL AND list > 0 AND cost BETWEEN ? AND ?"
            " AND unit_sold * 10000 >= list * ? AND unit_sold * 10000 < list * ?",
            [str(sales.lines_file), brush.low, brush.high, brush.ratio_low, brush.ratio_high],
        ).fetchone()
    assert found == (3, 20_000, 333 * 10**7, 708 * 10**7, 2)
    assert page.brushed.figures.text() == ("3 lines, 20 pieces, $333 cost, $708 sales, 53.0 % GP")
    assert "sold at 9" in page.brushed.words.text()
    assert total_of(page.brushed.table)[0] == "Total"
    assert {"20", "333", "708"} <= set(total_of(page.brushed.table))


def test_a_link_of_the_brush_goes_to_the_tier_that_prices_it(
    qtbot: QtBot, program: Program, page: SalesPage
) -> None:
    drag(page, place_in_chart(page, 11.0, 115.0), place_in_chart(page, 30.0, 95.0))
    brushed(qtbot, page)
    press(page.brushed, "Go to tier 2, 100 %")
    assert program.window.design_page.isVisible()
    assert program.window.design_page.grid.selected_tiers == (1,)


def test_a_band_is_brushed_by_enter_and_let_go_by_escape(qtbot: QtBot, page: SalesPage) -> None:
    body = page.ranking.table.body
    body.setFocus()
    QTest.keyClick(body, Key.Key_Home)
    QTest.keyClick(body, Key.Key_Down)
    QTest.keyClick(body, Key.Key_Return)
    assert page.brushed.words.text() == "Cost $20.01 to $25.00"
    assert [row[0] for row in brushed(qtbot, page)] == ["A2"]
    QTest.keyClick(body, Key.Key_Escape)
    assert not page.brushed.words.isVisible()
    assert page.chart.sheet.brush is None
    assert "Drag over the chart" in read(page.brushed)


def test_a_brush_is_begun_moved_and_cleared_by_keys_on_the_chart(page: SalesPage) -> None:
    sheet = page.chart.sheet
    sheet.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(sheet, Key.Key_Return)
    assert page.brushed.words.text() == "Cost $20.01 to $300.00"
    QTest.keyClick(sheet, Key.Key_Right, SHIFT)
    assert page.brushed.words.text() == "Cost $20.01 to $322.39"
    QTest.keyClick(sheet, Key.Key_Up)
    assert page.brushed.words.text() == "Cost $20.01 to $322.39, sold at 100 to 110 % of list"
    QTest.keyClick(sheet, Key.Key_Down)
    assert page.brushed.words.text().endswith("sold at 95 to 105 % of list")
    said = sheet.accessibleDescription()
    assert "81 % of cost dollars at costs from $20.01 to $300.00" in said
    assert said.endswith("Brushed: Cost $20.01 to $322.39, sold at 95 to 105 % of list")
    QTest.keyClick(sheet, Key.Key_Escape)
    assert sheet.brush is None


def test_escape_gives_up_a_brush_that_is_being_drawn(page: SalesPage) -> None:
    sheet, start = page.chart.sheet, place_in_chart(page, 11.0, 115.0)
    QTest.mousePress(sheet.viewport(), LEFT, NONE, start)
    QTest.mouseMove(sheet.viewport(), start + QPoint(40, 30))
    sheet.setFocus()
    QTest.keyClick(sheet, Key.Key_Escape)
    QTest.mouseRelease(sheet.viewport(), LEFT, NONE, start + QPoint(40, 30))
    assert sheet.brush is None


def test_a_drag_over_the_bars_brushes_costs_alone(qtbot: QtBot, page: SalesPage) -> None:
    place = page.chart.sheet.place_of(page.chart.money)
    assert place is not None
    y = round(place.area.center().y())
    start, end = (QPoint(place_in_chart(page, cost, 100).x(), y) for cost in (100.0, 900.0))
    drag(page, start, end)
    assert [row[0] for row in brushed(qtbot, page)] == ["A5"]  # it has no list


def test_enter_on_a_part_goes_to_the_tier_of_its_latest_cost(
    qtbot: QtBot, program: Program, page: SalesPage
) -> None:
    press(page.ranking, "Part")
    body = page.ranking.table.body
    qtbot.waitUntil(lambda: "A4" in names_of(page.ranking.table), timeout=20_000)
    body.setFocus()
    QTest.keyClick(body, Key.Key_Home)
    for _ in range(names_of(page.ranking.table).index("A4")):
        QTest.keyClick(body, Key.Key_Down)
    QTest.keyClick(body, Key.Key_Return)
    qtbot.waitUntil(program.window.design_page.isVisible, timeout=20_000)
    assert program.window.design_page.grid.selected_tiers == (2,)


def test_enter_on_a_part_that_a_rule_takes_says_what_prices_it(
    qtbot: QtBot, program: Program, page: SalesPage
) -> None:
    percent = Rule(ByPercent(Basis.LIST, -10 * POINT), Conditions(parts=("A4",)))
    program.workspace.apply(InsertRules(0, (percent,)))
    qtbot.waitUntil(lambda: has_parts(program), timeout=20_000)
    press(page.ranking, "Part")
    body = page.ranking.table.body
    qtbot.waitUntil(lambda: "A4" in names_of(page.ranking.table), timeout=20_000)
    body.setFocus()
    QTest.keyClick(body, Key.Key_Home)
    for _ in range(names_of(page.ranking.table).index("A4")):
        QTest.keyClick(body, Key.Key_Down)
    QTest.keyClick(body, Key.Key_Return)
    said = "By the plan, this part's latest line is for list − 10 %"
    qtbot.waitUntil(lambda: said in status(program.window), timeout=20_000)
    assert page.isVisible()


def has_parts(program: Program) -> bool:
    sales = program.workspace.sales
    return sales is not None and sales.rows.has_parts


def test_a_copy_is_text_and_a_table_and_no_formula(qtbot: QtBot, page: SalesPage) -> None:
    press(page.ranking, "Part")
    qtbot.waitUntil(lambda: bool(rows_of(page.ranking.table)), timeout=20_000)
    page.ranking.table.body.setFocus()
    QTest.keyClick(page.ranking.table.body, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    content = QGuiApplication.clipboard().mimeData()
    rows = [line.split("\t") for line in content.text().strip("\r\n").split("\r\n")]
    assert rows[0][:4] == ["Part", "Description", "Lines", "Pieces"]
    assert rows[1][:6] == ["A5", "AXLE", "1", "1", "300.00", "500.00"]
    assert rows[-2][:2] == ["'-A3", "'=2+2"]
    assert rows[-1][0] == "Total"
    for column in (4, 5, 6):
        cents = [round(Fraction(row[column]) * 100) for row in rows[1:]]
        assert sum(cents[:-1]) == cents[-1]
    assert "<table>" in content.html()
    assert "mso-number-format" in content.html()


def test_the_parts_of_a_brush_are_copied_as_well(qtbot: QtBot, page: SalesPage) -> None:
    drag(page, place_in_chart(page, 11.0, 115.0), place_in_chart(page, 30.0, 95.0))
    brushed(qtbot, page)
    body = page.brushed.table.body
    body.setFocus()
    QTest.keyClick(body, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    rows = QGuiApplication.clipboard().mimeData().text().strip("\r\n").split("\r\n")
    assert [row.split("\t")[:5] for row in rows[1:]] == [
        ["A2", "PUMP", "1", "10", "210.00"],
        ["A1", "FILTER, OIL", "2", "10", "123.00"],
        ["Total", "", "3", "20", "333.00"],
    ]


def test_an_export_is_a_file_that_reads_back(
    qtbot: QtBot, program: Program, page: SalesPage, tmp_path: Path
) -> None:
    path = tmp_path / "ranking.csv"
    press(page.ranking, "Export")
    dialog = next(one for one in program.window.findChildren(QFileDialog) if one.isVisible())
    dialog.selectFile(str(path))
    QTest.keyClick(dialog, Key.Key_Return)
    qtbot.waitUntil(path.exists)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][0] == "Cost of one piece"
    assert rows[1] == [
        *("250.01 to 1000.00", "1", "1", "300.00", "500.00", "200.00", "40.00", "41.38", "41.38")
    ]
    assert rows[-1][:6] == ["Total", "6", "28", "725.00", "1398.80", "673.80"]


def test_the_swing_names_both_readings_and_follows_its_fields(page: SalesPage) -> None:
    press(page, "Swing")
    swing = page.swing
    swing.low.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(swing.low, "10.00")
    QTest.keyClick(swing.low, Key.Key_Tab)
    QTest.keyClicks(swing.high, "15.00")
    # 4 at 23.76 and 6 at 24.75: markup 11.76 x 1.1 -> 24.94, 12.25 x 1.1 -> 25.98 (half up)
    # price x 1.1 -> 26.14, 27.23 (27.225 half up)
    assert [row[:2] for row in rows_of(swing.table)] == [
        ["Markup × 1.1", "+$12"],
        ["Markup × 0.9", "−$12"],
        ["Price × 1.1", "+$24"],
        ["Price × 0.9", "−$24"],
    ]
    said = read(swing)
    assert "Volumes unchanged. Sales 15 Jan 2025 to 15 Jun 2025" in said
    assert "The band holds 17 % of cost dollars" in said
    assert rows_of(swing.table)[0][-1] == "under 9.1 % lost"
    QTest.keyClick(swing.high, Key.Key_Backspace)
    swing.high.selectAll()
    QTest.keyClicks(swing.high, "x")
    assert swing.high.is_refused
    assert rows_of(swing.table) == []


def test_list_against_cost_is_told_by_source(page: SalesPage) -> None:
    press(page, "List against cost")
    assert [row[:4] for row in rows_of(page.ratios.table)] == [
        ["12", "×2.00", "×2.00", "×3.00"],
        ["20", "–", "–", "–"],
        ["03", "×2.00", "×2.00", "×2.00"],
    ]
    assert total_of(page.ratios.table)[0] == "All"


def test_the_cloud_is_dark_where_most_was_sold_and_nowhere_else(page: SalesPage) -> None:
    page.repaint()
    image = page.chart.sheet.viewport().grab().toImage()
    dense = image.pixelColor(place_in_chart(page, 21.0, 111.5))
    empty = image.pixelColor(place_in_chart(page, 0.3, 125.0))
    assert dense.blue() - dense.red() > 100
    assert empty.name().upper() == "#FFFFFF"


def now(program: Program) -> object:
    analysis = program.analyst.analysis
    return None if analysis is None else analysis.design


def test_an_edit_moves_the_tiers_of_a_brush_and_a_hidden_page_is_left_alone(
    qtbot: QtBot, program: Program, page: SalesPage
) -> None:
    body = page.ranking.table.body
    body.setFocus()
    QTest.keyClick(body, Key.Key_Home)
    QTest.keyClick(body, Key.Key_Return)
    assert "Go to tier 4, 100 %" in [link.text() for link in page.brushed.links if link.isVisible()]
    brushed(qtbot, page)
    keys(program.window, "Ctrl+1")
    view = program.window.design_page.grid.view
    program.window.design_page.grid.select_tier(4)
    view.setFocus()
    QTest.keyClick(view, Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(program.workspace.design.matrices[0].tiers) == 3)
    qtbot.waitUntil(lambda: now(program) is program.workspace.design)
    assert page.brushed.links[0].text() == "Go to tier 4, 100 %"
    keys(program.window, "Ctrl+2")
    assert page.brushed.links[0].text() == "Go to tier 3, 100 %"
    assert page.brushed.words.text() == "Cost $250.01 to $1,000.00"
    assert rows_of(page.brushed.table)


def test_without_sales_the_page_says_what_to_do(
    program: Program, open_file: Opened, table_file: Path
) -> None:
    open_file(table_file)
    keys(program.window, "Ctrl+2")
    page = program.window.findChild(SalesPage)
    assert isinstance(page, SalesPage)
    assert "No sales yet" in read(page)
    press(page, "Import sales")
    dialog = next(one for one in program.window.findChildren(QFileDialog) if one.isVisible())
    dialog.reject()


def test_a_ranking_without_sold_prices_shows_no_sold_dollars(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    ranking = tmp_path / "ranking.csv"
    ranking.write_text("Part,Source,Cost,List,Qty\nA,1,12.00,24.00,4\nB,2,30.00,50.00,2\n")

    page = opened_page(qtbot, program, open_file, table_file, ranking)

    assert "sold prices unknown" in page.head.basis.text()
    spec = page.ranking.table.spec
    assert not {"sales", "gp", "gp_percent"} & {column.key for column in spec.columns}
    assert "108" in total_of(page.ranking.table)


def test_lines_that_are_gone_are_told_where_parts_would_stand(
    qtbot: QtBot, program: Program, page: SalesPage
) -> None:
    sales = program.workspace.sales
    assert sales is not None
    assert sales.lines_file is not None
    Path(sales.lines_file).unlink()
    press(page.ranking, "Part")
    qtbot.waitUntil(lambda: "Import the sales again" in read(page.ranking))


@pytest.fixture
def shown_once(qtbot: QtBot, tmp_path: Path) -> weakref.ref[SalesPage]:
    """Show the page in a window that is taken down again."""
    program = Program(Settings(tmp_path / "settings.ini"))
    program.window.resize(1200, 800)
    program.window.show()
    program.window.show_document("sales")
    program.analyst.catch_up()
    qtbot.wait(20)
    page = program.window.findChild(SalesPage)
    assert isinstance(page, SalesPage)
    watch = weakref.ref(page)
    program.end()
    del page, program
    return watch


def test_a_page_whose_window_was_taken_down_is_gone(
    shown_once: weakref.ref[SalesPage],
) -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert shown_once() is None


def test_peoples_own_texts_stand_on_one_line_and_as_they_are(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    odd = ("<b>X</b>", "TWO\nLINES \u202e", "<i>", "A&B", "10.00", "20.00", 1, "20.00")
    page = opened_page(
        qtbot, program, open_file, table_file, write_sales(tmp_path / "odd.csv", (odd, *LINES))
    )
    press(page.ranking, "Part")
    qtbot.waitUntil(lambda: bool(rows_of(page.ranking.table)), timeout=20_000)
    table = page.ranking.table
    place = names_of(table).index("<b>X</b>")
    cells = table.grid_model.prepared(place).cells
    assert cells[1].text == "TWO LINES  "
    tip = table.grid_model.data(table.grid_model.index(place, 0), Qt.ItemDataRole.ToolTipRole)
    assert "TWO LINES" in str(tip)
    page.repaint()


def test_adding_up_the_parts_can_be_stopped_and_begun_again(
    qtbot: QtBot, page: SalesPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()

    def slowly(*words: Any) -> list[Columns]:
        gate.wait(20)
        return ask_file(*words)

    monkeypatch.setattr(sales_questions, "ask_file", slowly)
    press(page.ranking, "Part")
    qtbot.waitUntil(lambda: "Adding up the parts of 6 lines" in read(page.ranking), timeout=5_000)
    press(page.ranking, "Cancel")
    assert "The parts were not added up." in read(page.ranking)
    gate.set()
    press(page.ranking, "Add them up")
    qtbot.waitUntil(lambda: bool(rows_of(page.ranking.table)), timeout=20_000)


def test_filters_ask_the_parts_of_what_they_let_through_and_keep_the_brush(
    qtbot: QtBot, program: Program, page: SalesPage
) -> None:
    body = page.ranking.table.body
    body.setFocus()
    place = names_of(page.ranking.table).index("10.01 to 15.00")
    QTest.keyClick(body, Key.Key_Home)
    for _ in range(place):
        QTest.keyClick(body, Key.Key_Down)
    QTest.keyClick(body, Key.Key_Return)
    assert page.brushed.figures.text().startswith("2 lines, 10 pieces, $123 cost")
    work = program.workspace
    filters = replace(work.question.filters, first_day=dt.date(2025, 2, 1))
    work.set_question(replace(work.question, filters=filters))
    qtbot.waitUntil(
        lambda: page.brushed.figures.text().startswith("1 line, 6 pieces, $75 cost"), timeout=20_000
    )
    assert page.brushed.words.text() == "Cost $10.01 to $15.00"
    brushed(qtbot, page)
    assert "75" in total_of(page.brushed.table)
    assert "5 lines used" in read(page)
    assert total_of(page.ranking.table)[2] == "677"


def test_a_long_history_is_worked_out_off_the_window(
    qtbot: QtBot,
    program: Program,
    open_file: Opened,
    table_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads: list[str] = []
    made = figures_of

    def noted(*words: Any) -> SalesFigures:
        threads.append(threading.current_thread().name)
        return made(*words)

    monkeypatch.setattr(sales_page, "MANY_ROWS", 0)
    monkeypatch.setattr(sales_page, "figures_of", noted)
    sales = write_sales(tmp_path / "sold.csv")
    page = opened_page(qtbot, program, open_file, table_file, sales)
    qtbot.waitUntil(lambda: len(rows_of(page.ranking.table)) == 5, timeout=20_000)
    assert set(threads) == {JOB_THREAD}
    assert page.head.headline.text().startswith("81 %")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_chart_is_copied_and_saved_as_a_picture_from_its_menu(
    qtbot: QtBot, program: Program, page: SalesPage, tmp_path: Path
) -> None:
    viewport = page.chart.sheet.viewport()
    centre = viewport.rect().center()
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(
        viewport, QContextMenuEvent(reason, centre, viewport.mapToGlobal(centre))
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Key.Key_C)
    image = QGuiApplication.clipboard().image()
    assert image.size() == QSize(*PICTURE) * 2
    inks = [image.pixelColor(x, y) for x in range(0, 1920, 8) for y in range(0, 1200, 8)]
    assert sum(ink.blue() - ink.red() > 60 for ink in inks) > 20  # the cloud
    page.chart.verbs.save_svg.trigger()
    dialog = next(one for one in program.window.findChildren(QFileDialog) if one.isVisible())
    path = tmp_path / "chart.svg"
    dialog.selectFile(str(path))
    QTest.keyClick(dialog, Key.Key_Return)
    qtbot.waitUntil(path.exists)
    text = path.read_text(encoding="utf-8")
    assert "list price" in text
    assert "proposed" in text
