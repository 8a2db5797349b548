"""The other sheets of the Plan page: flat prices, families and classes, by keys and clicks."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from matrix_designer.core.factor import FactorKind
from matrix_designer.core.money import CENT
from matrix_designer.core.part_class import PartClass
from matrix_designer.core.plan import ByFamily, ByFlatPrice
from matrix_designer.gui.application import Program
from matrix_designer.gui.pages.plan import PlanPage
from tests.gui.clicks import double_click
from tests.gui.conftest import Opened
from tests.gui.document_hands import click, keys
from tests.gui.grid_hands import open_menu, put_on_clipboard
from tests.gui.plan_hands import (
    click_cell,
    column,
    drag_source,
    hands,
    named,
    open_plan,
    press,
    rows_of,
    settle,
    texts,
    type_into,
    write_sales,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagate)")


@pytest.fixture
def page(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> PlanPage:
    """Open a history with a first rule, so that its parts are read."""
    made = open_plan(qtbot, program, open_file, table_file, write_sales(tmp_path / "sold.csv"))
    drag_source(made, "12", named(made, "ladder"))
    click(named(made, "Families"))
    click_cell(made.families.grid, 0, "name")
    type_into(made, "Rotors")
    qtbot.waitUntil(lambda: has_parts(program), timeout=30_000)
    qtbot.waitUntil(lambda: not program.window.desk.is_busy)
    settle()
    return made


def has_parts(program: Program) -> bool:
    analysis = program.analyst.analysis
    return analysis is not None and analysis.sales is not None and analysis.sales.rows.has_parts


def fix_price(page: PlanPage, part: str) -> None:
    """Type a part number into the last row of the flat prices."""
    grid = page.flat.grid
    click_cell(grid, grid.view.grid_model.rowCount() - 1, "part")
    type_into(page, part)


# --- flat prices


def test_a_part_number_brings_its_cost_and_what_it_sold_for(
    program: Program, page: PlanPage
) -> None:
    click(named(page, "Flat prices"))
    fix_price(page, "b1")
    price = program.workspace.design.flat_prices[0]
    assert (price.description, price.price) == ("PADS, FRONT BRAKE", 7600 * CENT)
    grid = page.flat.grid
    row = {key: texts(grid, key)[0] for key in ("price", "gp", "now", "list", "reviewed")}
    assert row == {
        "price": "76.00",
        "gp": "47.4",
        "now": "40.00",
        "list": "80.00",
        "reviewed": "never",
    }
    assert "No rule uses the list yet" in page.flat.note.words
    click(named(page, "Put its parts on the list"))
    settle()
    assert isinstance(program.workspace.design.plan.rules[0].treatment, ByFlatPrice)
    click(named(page, "Rules 3"))
    assert texts(page.rules.grid, "cost")[0] == "240"


def test_a_locked_price_asks_for_who_agreed(program: Program, page: PlanPage) -> None:
    click(named(page, "Flat prices"))
    fix_price(page, "B1")
    grid = page.flat.grid
    click_cell(grid, 0, "locked")
    settle()
    assert program.workspace.design.flat_prices[0].is_locked
    click_cell(grid, 0, "price")
    type_into(page, "70.00")
    assert hands(page).look("typing") == "70.00"
    assert "locked" in hint_of(page)
    type_into(page, " agreed Ann")
    changed = program.workspace.design.flat_prices[0]
    assert (changed.price, changed.agreed) == (7000 * CENT, "Ann")
    click_cell(grid, 0, "price")
    type_into(page, "60.00 agreed Ann")
    assert hands(page).look("typing") == "60.00 agreed Ann"
    press(page, "Esc")
    click_cell(grid, 0, "part")
    press(page, "Ctrl+-")
    assert len(program.workspace.design.flat_prices) == 1
    assert "locked" in message_of(program)


def hint_of(page: PlanPage) -> str:
    """Return what a screen reader says of the text that is being typed."""
    field = hands(page).field()
    assert field is not None
    return field.accessibleDescription()


def message_of(program: Program) -> str:
    return str(program.window.messages.text)


def test_review_notes_today_and_what_the_part_costs_now(program: Program, page: PlanPage) -> None:
    click(named(page, "Flat prices"))
    fix_price(page, "F1")
    grid = page.flat.grid
    click_cell(grid, 0, "cost")
    type_into(page, "3.00")
    click_cell(grid, 0, "part")
    click(named(page, "Review"))
    settle()
    reviewed = program.workspace.design.flat_prices[0]
    assert reviewed.cost == 400 * CENT
    assert reviewed.reviewed is not None
    keys(program.window, "Ctrl+Z")
    assert program.workspace.design.flat_prices[0].cost == 300 * CENT


def test_a_list_comes_from_the_clipboard_and_goes_into_a_file(
    qtbot: QtBot, program: Program, page: PlanPage, tmp_path: Path
) -> None:
    click(named(page, "Flat prices"))
    put_on_clipboard("Part\tPrice\tAgreed\nF1\t8.49\tAnn\nF2\t11.99\t\n")
    grid = page.flat.grid
    click_cell(grid, 0, "part")
    page.flat.verbs.paste.trigger()
    settle()
    assert texts(grid, "part")[:2] == ["F1", "F2"]
    assert texts(grid, "price")[:2] == ["8.49", "11.99"]
    click(named(page, "Export"))
    dialog = program.window.findChild(QFileDialog)
    assert dialog is not None
    path = tmp_path / "out.csv"
    dialog.selectFile(str(path))
    dialog.accept()
    qtbot.waitUntil(path.exists)
    assert path.read_text(encoding="utf-8-sig").splitlines()[1].startswith("F1,")
    keys(program.window, "Ctrl+Z")
    settle()
    assert not program.workspace.design.flat_prices
    click(named(page, "Import"))
    dialog = program.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(path))
    dialog.accept()
    qtbot.waitUntil(lambda: len(program.workspace.design.flat_prices) == 2, timeout=20_000)
    assert texts(grid, "agreed")[0] == "Ann"


def test_parts_are_pasted_into_the_row_that_waits(program: Program, page: PlanPage) -> None:
    click(named(page, "Flat prices"))
    grid = page.flat.grid
    put_on_clipboard("F1\t\t8.49\nF2\tmine\t\n")
    assert QApplication.focusWidget() is grid.view, "who clicked the tab types into the sheet"
    press(page, "Ctrl+V")
    assert texts(grid, "part") == ["F1", "F2", "Type a part number"]
    assert texts(grid, "price")[0] == "8.49"
    first, second = program.workspace.design.flat_prices
    assert (first.description, first.cost) == ("FILTER, OIL", 400 * CENT), "as the sales tell"
    assert (second.description, second.price > CENT) == ("mine", True)
    keys(program.window, "Ctrl+Z")
    assert not program.workspace.design.flat_prices


# --- families


def test_a_family_has_one_price_by_factor_by_goal_or_typed(
    qtbot: QtBot, program: Program, page: PlanPage
) -> None:
    grid = page.families.grid
    click_cell(grid, 0, "descriptions")
    type_into(page, "FILTER, OIL", "F2")
    assert hint_of(page).endswith('as one text: "FILTER, OIL"')
    press(page, "Esc")
    click_cell(grid, 0, "descriptions")
    type_into(page, '"FILTER, OIL"')
    # 10 at 4.00 and 5 at 6.00: 70.00 over 15 is 4.6667
    assert (texts(grid, "average")[0], texts(grid, "members")[0]) == ("4.67", "2")
    click_cell(grid, 0, "factor")
    type_into(page, "x1.5")
    assert (texts(grid, "price")[0], texts(grid, "gp")[0]) == ("7.00", "33.3")
    click_cell(grid, 0, "gp")
    type_into(page, "40")
    family = program.workspace.design.families[0]
    assert family.price == 778 * CENT
    assert family.factor is not None
    assert family.factor.kind is FactorKind.GP
    click_cell(grid, 0, "price")
    type_into(page, "8.25")
    family = program.workspace.design.families[0]
    assert (family.price, family.factor) == (825 * CENT, None)
    click(named(page, "Put families on their price"))
    assert isinstance(program.workspace.design.plan.rules[0].treatment, ByFamily)
    click_cell(grid, 0, "price")
    press(page, "Delete")
    head = grid.view.grid_model.headerData
    spoken = Qt.ItemDataRole.AccessibleTextRole
    qtbot.waitUntil(lambda: str(head(0, Qt.Orientation.Vertical, spoken)).endswith(", error"))
    assert texts(grid, "price")[0] == "no price"


def test_the_mix_is_moved_and_a_part_left_out(program: Program, page: PlanPage) -> None:
    grid = page.families.grid
    click_cell(grid, 0, "descriptions")
    type_into(page, '"FILTER, OIL"')
    click_cell(grid, 0, "price")
    type_into(page, "8.00")
    mix = page.families.mix
    assert mix.outcome.text() == "41.7 % GP at the mix as it sold"
    mix.slider.setFocus()
    press(page, "End")
    # half of 15 pieces go from 4.00 to 6.00: 15.00 more of cost
    assert mix.outcome.text().startswith("41.7 % GP at the mix as it sold; with 50 %")
    assert "29.2 %" in mix.outcome.text()
    assert [row[0] for row in rows_of(mix.table)] == ["F1", "F2"]
    mix.table.body.setFocus()
    press(page, "Down")
    press(page, "Down")
    click(named(page, "Leave the part out"))
    settle()
    assert program.workspace.design.families[0].excluded == ("F2",)
    assert texts(grid, "members")[0] == "1"


# --- classes


def test_a_source_is_put_into_a_class_and_a_rule_may_ask_for_it(
    program: Program, page: PlanPage
) -> None:
    click(named(page, "Classes"))
    grid = page.classes.grid
    click_cell(grid, 0, "name")
    type_into(page, "07")
    assert program.workspace.design.classes.sources == (("07", PartClass.COMPETITIVE),)
    click_cell(grid, 0, "class")
    type_into(page, "maintenance")
    assert program.workspace.design.classes.sources == (("07", PartClass.MAINTENANCE),)
    split = rows_of(page.classes.split.table)
    assert [row[0] for row in split] == ["maintenance", "no class"]
    assert split[0][2] == "360"
    click_cell(grid, 1, "name")
    type_into(page, "F1")
    assert program.workspace.design.classes.parts == (("F1", PartClass.COMPETITIVE),)
    click(named(page, "Rules 2"))
    drag_source(page, "class maintenance", named(page, "Flat price list"))
    rule = program.workspace.design.plan.rules[1]
    assert rule.conditions.classes == (PartClass.MAINTENANCE,)
    assert rule.name == "Class maintenance"


def test_captive_parts_are_told_what_the_goal_needs(program: Program, page: PlanPage) -> None:
    click(named(page, "Classes"))
    click_cell(page.classes.grid, 0, "name")
    type_into(page, "07")
    assert program.workspace.design.goal is None
    assert "Set a goal" in page.classes.split.note.text()


def test_suggestions_are_accepted_one_by_one(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "many.csv"
    heads = "RO,Date,Part Number,Description,Source,Cost,List,Qty,Sold Price"
    sold = '2025-{:02d}-15,P1,"FILTER, OIL",03,4.00,5.00,1,5.00'
    lines = [f"{at},{sold.format(at % 12 + 1)}" for at in range(120)]
    last = "999,2026-01-10,Z9,GASKET,12,80.00,200.00,1,190.00"
    path.write_text("\n".join((heads, *lines, last)))
    page = open_plan(qtbot, program, open_file, table_file, path)
    drag_source(page, "12", named(page, "ladder"))
    click(named(page, "Classes"))
    click_cell(page.classes.grid, 0, "name")
    type_into(page, "Z9")
    qtbot.waitUntil(lambda: has_parts(program), timeout=30_000)
    table = page.classes.suggestions.table
    qtbot.waitUntil(lambda: len(rows_of(table)) == 1, timeout=30_000)
    (found,) = rows_of(table)
    assert found[0].startswith("P1")
    assert found[1] == "competitive"
    assert "sold 120 times" in found[2]
    double_click(
        table.body.viewport(), table.body.visualRect(table.grid_model.index(0, 0)).center()
    )
    settle()
    assert ("P1", PartClass.COMPETITIVE) in program.workspace.design.classes.parts
    qtbot.waitUntil(lambda: not table.isVisible())


@pytest.mark.parametrize("tab", ["Rules 2", "Flat prices", "Families 1", "Classes"])
def test_every_control_of_every_sheet_has_a_name_and_a_tip(page: PlanPage, tab: str) -> None:
    click(named(page, tab))
    settle()
    told = [
        one
        for one in page.findChildren(QAbstractButton)
        if one.isVisible() and one.objectName() != "qt_tableview_cornerbutton"
    ]
    assert len(told) > 8
    for one in told:
        assert one.text() or one.accessibleName(), one
        assert one.toolTip(), one.text() or one.accessibleName()
    assert column(page.rules.grid, "on") == 0
    assert open_menu() is None
    assert QGuiApplication.mouseButtons() is Qt.MouseButton.NoButton
    QTest.qWait(1)
