"""Rules and families from files and into files, chosen in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from matrix_designer.core.family import Family
from matrix_designer.core.plan import ByMatrix, LeftAlone
from matrix_designer.gui.application import Program
from matrix_designer.gui.grid.grid import Grid
from matrix_designer.gui.pages.plan import PlanPage
from tests.gui.conftest import Opened
from tests.gui.document_hands import click, keys
from tests.gui.plan_hands import column, named, open_plan, settle, texts, write_sales

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagate)")
LEFT = Qt.MouseButton.LeftButton
RULES = "Rule,Source,Price by,Note\nBrakes,07,list - 10 %,as agreed\nGaskets,12,leave alone,\n"


@pytest.fixture
def page(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> PlanPage:
    return open_plan(qtbot, program, open_file, table_file, write_sales(tmp_path / "sold.csv"))


def dialogs(program: Program) -> list[QFileDialog]:
    return [one for one in program.window.findChildren(QFileDialog) if one.isVisible()]


def choose(qtbot: QtBot, program: Program, path: Path) -> None:
    """Type the name of a file into the dialog and accept it."""
    (dialog,) = dialogs(program)
    (edit,) = [one for one in dialog.findChildren(QLineEdit) if one.isVisible()]
    edit.setText(str(path))  # letters would open a list of names that takes the Return
    QTest.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialogs(program) and not program.window.desk.is_busy)
    settle()


def choose_verb(grid: Grid, name: str) -> None:
    """Open the menu of a grid's cell, and press one of its verbs."""
    view = grid.view
    at = view.visualRect(view.grid_model.index(0, column(grid, "name"))).center()
    place = view.viewport().mapToGlobal(at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, place)
    QApplication.sendEvent(view.viewport(), event)
    menu = next(one for one in view.findChildren(QMenu) if one.isVisible())
    action = next(one for one in menu.actions() if one.text().replace("&", "") == name)
    assert action.isEnabled()
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center() + QPoint(1, 0))
    settle()


def test_the_rules_of_a_file_come_in_and_go_with_one_undo(
    qtbot: QtBot, program: Program, page: PlanPage, tmp_path: Path
) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(f"{RULES}Odd,03,matrix Wholesale,\n")
    QTest.mouseClick(named(page, "Import rules\u2026"), LEFT)
    choose(qtbot, program, path)
    grid = page.rules.grid
    assert texts(grid, "name")[:2] == ["Brakes", "Gaskets"]
    design = program.workspace.design
    assert [rule.treatment for rule in design.plan.rules][1] == LeftAlone()
    assert len(design.plan.rules) == 2
    said = program.window.messages.text
    assert "2 rules taken in, 1 row left out: plan.csv, line 4: The design has no matrix" in said
    keys(program.window, "Ctrl+Z")
    settle()
    assert named(page, "Import rules\u2026").isVisible()


def test_rules_go_into_a_file_and_back(
    qtbot: QtBot, program: Program, page: PlanPage, tmp_path: Path
) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(RULES)
    QTest.mouseClick(named(page, "Import rules\u2026"), LEFT)
    choose(qtbot, program, path)
    before = program.workspace.design.plan
    choose_verb(page.rules.grid, "Export rules\u2026")
    choose(qtbot, program, out := tmp_path / "out.csv")
    assert "list - 10 %" in out.read_text(encoding="utf-8-sig")
    choose_verb(page.rules.grid, "Import rules\u2026")
    choose(qtbot, program, out)
    assert program.workspace.design.plan == before
    assert not any(isinstance(rule.treatment, ByMatrix) for rule in before.rules)


def test_families_come_in_by_member_and_go_out_by_family(
    qtbot: QtBot, program: Program, page: PlanPage, tmp_path: Path
) -> None:
    path = tmp_path / "members.csv"
    path.write_text("Family,Part Number,Price\nOil filters,F1,9.95\nOil filters,F2,\n")
    page.tabs.choose(2)
    settle()
    choose_verb(page.families.grid, "Import families\u2026")
    choose(qtbot, program, path)
    assert program.workspace.design.families == (Family("Oil filters", ("F1", "F2"), price=99_500),)
    choose_verb(page.families.grid, "Export families\u2026")
    choose(qtbot, program, out := tmp_path / "out.csv")
    assert 'Oil filters,9.95,,"F1, F2"' in out.read_text(encoding="utf-8-sig")


def test_menus_come_in_by_part_and_go_out_as_they_came(
    qtbot: QtBot, program: Program, page: PlanPage, tmp_path: Path
) -> None:
    path = tmp_path / "in.csv"
    path.write_text("Menu,Price,Part,Qty\nOil change,39.95,F1,1\n,,OIL,4.5\nBrakes,99.00,B1,x\n")
    click(named(page, "Menus"))
    click(named(page, "Import"))
    choose(qtbot, program, path)
    (menu,) = program.workspace.design.menus
    assert (menu.name, menu.price) == ("Oil change", 399_500)
    assert [(one.part, one.quantity) for one in menu.parts] == [("F1", 1_000), ("OIL", 4_500)]
    assert "1 menu taken in, 1 row left out: in.csv, line 4" in program.window.messages.text
    click(named(page, "Export"))
    choose(qtbot, program, out := tmp_path / "out.csv")
    assert "Oil change,39.95,F1,1,,,,," in out.read_text(encoding="utf-8-sig")
    keys(program.window, "Ctrl+Z")
    settle()
    assert not program.workspace.design.menus


def test_a_table_with_two_prices_of_one_thing_is_refused_in_a_sentence(
    qtbot: QtBot, program: Program, page: PlanPage, tmp_path: Path
) -> None:
    for tab, head in (("Menus", "Menu"), ("Families", "Family")):
        path = tmp_path / f"{tab}.csv"
        path.write_text(f"{head},Price,Part\nOne,39.95,F1\nOne,40.00,F2\n")
        click(named(page, tab))
        if tab == "Menus":
            click(named(page, "Import"))
        else:
            choose_verb(page.families.grid, "Import families\u2026")
        choose(qtbot, program, path)
        qtbot.waitUntil(lambda: "two different price" in program.window.messages.text)
    design = program.workspace.design
    assert not design.menus
    assert not design.families
