"""Service menus and parts by channel in the hands of a person, and the guide as a PDF."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.core.menu import ServiceMenu
from matrix_designer.gui.application import Program
from matrix_designer.gui.pages.plan import PlanPage
from matrix_designer.gui.panels.why_panel import WhyPanel
from tests.gui.document_hands import button, click, keys
from tests.gui.grid_hands import put_on_clipboard
from tests.gui.why_hands import focused, window

__all__ = ["window"]
Key = Qt.Key


@pytest.fixture
def page(qtbot: QtBot, window: QWidget, program: Program) -> PlanPage:
    """Turn to the plan by its key, with the sales told apart by part."""
    keys(window, "Ctrl+3")
    found = window.findChild(PlanPage)
    assert found is not None
    qtbot.waitUntil(found.isVisible)
    qtbot.waitUntil(lambda: is_by_part(program), timeout=20_000)
    program.analyst.catch_up()
    return found


def is_by_part(program: Program) -> bool:
    sales = program.workspace.sales
    return sales is not None and sales.rows.part is not None


def tab(page: PlanPage, name: str) -> None:
    click(button(page.tabs, name))


def cells(view: QTableView) -> list[list[str]]:
    """Return what stands in every row."""
    model = view.model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def type_in(qtbot: QtBot, page: PlanPage, row: int, column: str, text: str) -> None:
    """Go to a cell, type, and wait for what it becomes."""
    grid = page.menus.grid
    grid.select_row(row, column)
    grid.view.setFocus()
    before = cells(grid.view)
    letters(text)
    QTest.keyClick(focused(), Key.Key_Return)
    qtbot.waitUntil(lambda: cells(grid.view) != before)


def letters(text: str) -> None:
    """Type into whatever has the keyboard: the first letter opens an editor."""
    for letter in text:
        QTest.keyClicks(focused(), letter)


def menu_of(program: Program) -> ServiceMenu:
    return program.workspace.design.menus[0]


def test_a_menu_is_typed_and_priced_under_the_plan(
    qtbot: QtBot, page: PlanPage, program: Program, window: QWidget
) -> None:
    tab(page, "Menus")
    type_in(qtbot, page, 0, "name", "Oil change")
    type_in(qtbot, page, 0, "price", "39.95")
    type_in(qtbot, page, 1, "name", "A-1")
    type_in(qtbot, page, 2, "name", "B2")
    type_in(qtbot, page, 2, "quantity", "2")
    program.analyst.catch_up()
    menu = menu_of(program)
    assert (menu.name, menu.price, [(one.part, one.quantity) for one in menu.parts]) == (
        *("Oil change", 399_500),
        [("A-1", 1_000), ("B2", 2_000)],
    )
    rows = cells(page.menus.grid.view)
    head = rows[0]
    assert head[7:10] == ["94.73", "39.95", "+54.78"], "18.95 + 2 x 37.89 is over the menu"
    assert rows[1][4:8] == ["12.00", "30.00", "18.95", "18.95"]
    assert rows[1][11] == "rule 2: the flat price list"
    assert rows[2][6:8] == ["37.89", "75.78"]
    keys(window, "Ctrl+Z")
    assert menu_of(program).parts[1].quantity == 1_000
    type_in(qtbot, page, 3, "name", "never sold")
    program.analyst.catch_up()
    rows = cells(page.menus.grid.view)
    assert rows[3][6] == "no price"
    assert [rows[0][place] for place in (4, 10)] == ["–", "–"], "of costs of which one is unknown"


def test_a_menu_that_cannot_be_is_refused_with_its_reason(
    qtbot: QtBot, page: PlanPage, program: Program
) -> None:
    tab(page, "Menus")
    type_in(qtbot, page, 0, "name", "Oil change")
    grid = page.menus.grid
    grid.select_row(0, "price")
    grid.view.setFocus()
    letters("cheap")
    QTest.keyClick(focused(), Key.Key_Return)
    qtbot.wait(20)
    assert menu_of(program).price == 100


def test_parts_are_pasted_under_the_menu_they_belong_to(
    page: PlanPage, program: Program, window: QWidget
) -> None:
    tab(page, "Menus")
    grid = page.menus.grid
    put_on_clipboard("Oil change\nBrakes\n")
    grid.select_row(0, "name")
    grid.view.setFocus()
    QTest.keyClick(focused(), Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [menu.name for menu in program.workspace.design.menus] == ["Oil change", "Brakes"]
    put_on_clipboard("A-1\t2\nB2\t1\nC3\t4.5\n\t\n")
    grid.select_row(1, "name")
    QTest.keyClick(focused(), Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    parts = [(one.part, one.quantity) for one in menu_of(program).parts]
    assert parts == [("A-1", 2_000), ("B2", 1_000), ("C3", 4_500)]
    assert [menu.name for menu in program.workspace.design.menus] == ["Oil change", "Brakes"]
    keys(window, "Ctrl+Z")
    assert not menu_of(program).parts, "one step"


def test_parts_and_menus_are_deleted_in_one_step(
    qtbot: QtBot, page: PlanPage, program: Program, window: QWidget
) -> None:
    tab(page, "Menus")
    type_in(qtbot, page, 0, "name", "Oil change")
    type_in(qtbot, page, 1, "name", "A-1")
    type_in(qtbot, page, 2, "name", "B2")
    page.menus.grid.select_row(1, "name")
    page.menus.grid.view.setFocus()
    QTest.keyClick(page.menus.grid.view, Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert [one.part for one in menu_of(program).parts] == ["B2"]
    page.menus.grid.select_row(0, "name")
    click(button(page.menus.tools, "Delete"))
    assert not program.workspace.design.menus
    keys(window, "Ctrl+Z")
    assert [one.part for one in menu_of(program).parts] == ["B2"]


def test_why_is_asked_of_a_part_of_a_menu(
    qtbot: QtBot, page: PlanPage, program: Program, window: QWidget
) -> None:
    tab(page, "Menus")
    type_in(qtbot, page, 0, "name", "Oil change")
    type_in(qtbot, page, 1, "name", "A-1")
    program.analyst.catch_up()
    page.menus.grid.select_row(1, "name")
    page.menus.grid.view.setFocus()
    QTest.keyClick(page.menus.grid.view, Key.Key_F9)
    panel = window.findChild(WhyPanel)
    assert panel is not None
    assert panel.trace.prices[0] == "$18.95"


def test_the_pricing_guide_is_written_as_a_pdf(
    qtbot: QtBot, page: PlanPage, window: QWidget, tmp_path: Path
) -> None:
    tab(page, "Menus")
    click(button(page.menus.tools, "Guide as PDF"))
    qtbot.waitUntil(lambda: bool(window.findChildren(QFileDialog)))
    dialog = window.findChildren(QFileDialog)[0]
    dialog.fileSelected.emit(str(tmp_path / "guide.pdf"))
    dialog.close()
    data = (tmp_path / "guide.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    size = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", data)
    assert size is not None
    assert float(size.group(1)) < float(size.group(2)), "the page stands upright"
    said = " ".join(one.text() for one in window.findChildren(QLabel) if one.isVisible())
    assert "Pricing guide is in guide.pdf" in said


def test_parts_stand_with_a_price_in_every_channel(
    qtbot: QtBot, page: PlanPage, window: QWidget
) -> None:
    tab(page, "Channels")
    qtbot.waitUntil(lambda: len(page.channels.rows) == 4)
    heads, *rows = page.channels.table.texts()
    assert heads[3:] == ("Counter", "Repair order", "Internal", "Warranty", "Fleet", "Wholesale")
    brake = next(row for row in rows if row[0] == "B2")
    assert brake[3:] == ("37.89", "37.89", "37.89", "left alone", "37.89", "37.89")
    assert "No part is priced apart by accident" in page.channels.says.text()
    body = page.channels.table.body
    body.setFocus()
    QTest.keyClick(body, Key.Key_F9)
    panel = window.findChild(WhyPanel)
    assert panel is not None
    assert panel.facts.part == rows[0][0]
